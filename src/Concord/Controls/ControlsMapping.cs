using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Controls;

internal sealed class AppliedControlMapping : IEntityTypeConfiguration<AppliedControl>
{
    public void Configure(EntityTypeBuilder<AppliedControl> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}

internal sealed class EvidenceMapping : IEntityTypeConfiguration<Evidence>
{
    public void Configure(EntityTypeBuilder<Evidence> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.RecordedAt);
    }
}

internal sealed class RequirementStateMapping : IEntityTypeConfiguration<RequirementState>
{
    public void Configure(EntityTypeBuilder<RequirementState> entity) => entity.HasKey(e => e.Ref);
}
