using Concord.Inventory;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Impacts;

internal sealed class ImpactAssessmentMapping : IEntityTypeConfiguration<ImpactAssessment>
{
    public void Configure(EntityTypeBuilder<ImpactAssessment> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasOne<AiSystem>().WithMany().HasForeignKey(e => e.SystemId).OnDelete(DeleteBehavior.Restrict);
        entity.Ignore(e => e.IsOpen);
        entity.Ignore(e => e.IsFrozen);
        entity.Ignore(e => e.IsWhole);
        entity.Ignore(e => e.Said);
    }
}

internal sealed class ImpactMarkMapping : IEntityTypeConfiguration<ImpactMark>
{
    public void Configure(EntityTypeBuilder<ImpactMark> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasOne<AiSystem>().WithMany().HasForeignKey(e => e.SystemId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CandidateRiskMapping : IEntityTypeConfiguration<CandidateRisk>
{
    public void Configure(EntityTypeBuilder<CandidateRisk> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => new { e.AssessmentId, e.Effect }).IsUnique();
        entity.HasOne<ImpactAssessment>().WithMany().HasForeignKey(e => e.AssessmentId).OnDelete(DeleteBehavior.Restrict);
    }
}
