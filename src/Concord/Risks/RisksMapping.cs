using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Risks;

internal sealed class RiskMapping : IEntityTypeConfiguration<Risk>
{
    public void Configure(EntityTypeBuilder<Risk> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.SystemRef);
    }
}

internal sealed class RiskAskMapping : IEntityTypeConfiguration<RiskAsk>
{
    public void Configure(EntityTypeBuilder<RiskAsk> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasOne<Risk>().WithMany().HasForeignKey(e => e.RiskId);
    }
}

internal sealed class RiskAssessmentMapping : IEntityTypeConfiguration<RiskAssessment>
{
    public void Configure(EntityTypeBuilder<RiskAssessment> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasOne<Risk>().WithMany().HasForeignKey(e => e.RiskId);
        entity.HasIndex(e => new { e.RiskId, e.Number }).IsUnique();
    }
}

internal sealed class RiskTreatmentMapping : IEntityTypeConfiguration<RiskTreatment>
{
    public void Configure(EntityTypeBuilder<RiskTreatment> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasOne<Risk>().WithMany().HasForeignKey(e => e.RiskId);
        entity.HasIndex(e => new { e.RiskId, e.Number }).IsUnique();
    }
}

internal sealed class RiskAcceptanceMapping : IEntityTypeConfiguration<RiskAcceptance>
{
    public void Configure(EntityTypeBuilder<RiskAcceptance> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasOne<Risk>().WithMany().HasForeignKey(e => e.RiskId);
    }
}

internal sealed class EnterpriseRiskMapping : IEntityTypeConfiguration<EnterpriseRisk>
{
    public void Configure(EntityTypeBuilder<EnterpriseRisk> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}
