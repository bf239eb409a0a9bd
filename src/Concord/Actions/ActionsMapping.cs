using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Actions;

internal sealed class NonconformityMapping : IEntityTypeConfiguration<Nonconformity>
{
    public void Configure(EntityTypeBuilder<Nonconformity> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasMany(e => e.Corrections).WithOne().HasForeignKey(correction => correction.NonconformityId);
        entity.HasIndex(e => new { e.SystemRef, e.ControlRef });
    }
}

internal sealed class CorrectionMapping : IEntityTypeConfiguration<Correction>
{
    public void Configure(EntityTypeBuilder<Correction> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.NonconformityId);
    }
}

internal sealed class PlannedActionMapping : IEntityTypeConfiguration<PlannedAction>
{
    public void Configure(EntityTypeBuilder<PlannedAction> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.Source, e.Cause });
        entity.HasIndex(e => new { e.State, e.DueOn });
    }
}
