using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Loop.Rules;

internal sealed class LoopRuleRevisionMapping : IEntityTypeConfiguration<LoopRuleRevision>
{
    public void Configure(EntityTypeBuilder<LoopRuleRevision> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.State);
    }
}

internal sealed class SignalCaseMapping : IEntityTypeConfiguration<SignalCase>
{
    public void Configure(EntityTypeBuilder<SignalCase> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.SignalRef);
        entity.HasIndex(e => e.At);
    }
}

internal sealed class SignalConsequenceMapping : IEntityTypeConfiguration<SignalConsequence>
{
    public void Configure(EntityTypeBuilder<SignalConsequence> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.SignalRef);
        entity.HasIndex(e => new { e.SystemRef, e.At });
        entity.HasIndex(e => e.Kind);
    }
}
