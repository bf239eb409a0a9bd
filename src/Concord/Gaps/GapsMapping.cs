using Concord.Gaps.Analysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Gaps;

internal sealed class ReuseJudgementMapping : IEntityTypeConfiguration<ReuseJudgement>
{
    public void Configure(EntityTypeBuilder<ReuseJudgement> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.Requirement, e.SourceStandard, e.By }).IsUnique();
    }
}

internal sealed class GapAnalysisMapping : IEntityTypeConfiguration<GapAnalysis>
{
    public void Configure(EntityTypeBuilder<GapAnalysis> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}

internal sealed class ListedSystemMapping : IEntityTypeConfiguration<ListedSystem>
{
    public void Configure(EntityTypeBuilder<ListedSystem> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.Analysis);
    }
}

internal sealed class PolicySourceMapping : IEntityTypeConfiguration<PolicySource>
{
    public void Configure(EntityTypeBuilder<PolicySource> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.Analysis, e.File }).IsUnique();
        entity.HasMany(e => e.Parts).WithOne().HasForeignKey(part => part.SourceId);
    }
}

internal sealed class PolicyPartMapping : IEntityTypeConfiguration<PolicyPart>
{
    public void Configure(EntityTypeBuilder<PolicyPart> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.SourceId);
    }
}

internal sealed class PolicyFindingMapping : IEntityTypeConfiguration<PolicyFinding>
{
    public void Configure(EntityTypeBuilder<PolicyFinding> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.Analysis, e.Requirement }).IsUnique();
        entity.Ignore(e => e.Level);
        entity.Ignore(e => e.IsOutdated);
        entity.Ignore(e => e.IsReviewed);
    }
}
