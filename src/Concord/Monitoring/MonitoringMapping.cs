using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Monitoring;

internal sealed class MonitorMapping : IEntityTypeConfiguration<Monitor>
{
    public void Configure(EntityTypeBuilder<Monitor> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.ModelVersionId).IsUnique();
        entity.HasMany(e => e.References).WithOne().HasForeignKey(reference => reference.MonitorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class FrozenReferenceMapping : IEntityTypeConfiguration<FrozenReference>
{
    public void Configure(EntityTypeBuilder<FrozenReference> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}

internal sealed class LogSegmentMapping : IEntityTypeConfiguration<LogSegment>
{
    public void Configure(EntityTypeBuilder<LogSegment> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.ModelVersionId, e.Number }).IsUnique();
        entity.HasIndex(e => new { e.ModelVersionId, e.BatchKey }).IsUnique();
        entity.Ignore(e => e.HasRows);
    }
}

internal sealed class SegmentProfileMapping : IEntityTypeConfiguration<SegmentProfile>
{
    public void Configure(EntityTypeBuilder<SegmentProfile> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => new { e.MonitorId, e.Question, e.Window });
        entity.HasIndex(e => new { e.SegmentId, e.MonitorId, e.Question, e.Window }).IsUnique();
    }
}

internal sealed class LabelSegmentMapping : IEntityTypeConfiguration<LabelSegment>
{
    public void Configure(EntityTypeBuilder<LabelSegment> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.ModelVersionId, e.Number }).IsUnique();
        entity.HasIndex(e => new { e.ModelVersionId, e.BatchKey }).IsUnique();
        entity.Ignore(e => e.HasLabels);
    }
}

internal sealed class WindowComputationMapping : IEntityTypeConfiguration<WindowComputation>
{
    public void Configure(EntityTypeBuilder<WindowComputation> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => new { e.MonitorId, e.Window });
        entity.HasIndex(e => new { e.MonitorId, e.IsNewest });
    }
}

internal sealed class MonitorRunMapping : IEntityTypeConfiguration<MonitorRun>
{
    public void Configure(EntityTypeBuilder<MonitorRun> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.MonitorId, e.Due }).IsUnique();
    }
}

internal sealed class LeaseMapping : IEntityTypeConfiguration<Lease>
{
    public void Configure(EntityTypeBuilder<Lease> entity)
    {
        entity.HasKey(e => e.Name);
        entity.Property(e => e.Until).IsConcurrencyToken();
        entity.IsNotJournalled("leases: who works right now; the runs themselves are covered");
    }
}

internal sealed class MetricSeriesMapping : IEntityTypeConfiguration<MetricSeries>
{
    public void Configure(EntityTypeBuilder<MetricSeries> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.ModelVersionId, e.Metric, e.Subject }).IsUnique();
        entity.HasIndex(e => new { e.State, e.FollowAt });
        entity.Property(e => e.FollowAt).StaysOutOfJournal(); // When to look next follows from the definition and the clock.
        entity.HasMany(e => e.Limits).WithOne().HasForeignKey(limits => limits.SeriesId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SeriesLimitsMapping : IEntityTypeConfiguration<SeriesLimits>
{
    public void Configure(EntityTypeBuilder<SeriesLimits> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
    }
}

internal sealed class SeriesMeasurementMapping : IEntityTypeConfiguration<SeriesMeasurement>
{
    public void Configure(EntityTypeBuilder<SeriesMeasurement> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => new { e.SeriesId, e.Window, e.Number }).IsUnique();
        entity.HasIndex(e => new { e.SeriesId, e.IsNewest, e.Start });
    }
}

internal sealed class PolicyRevisionMapping : IEntityTypeConfiguration<PolicyRevision>
{
    public void Configure(EntityTypeBuilder<PolicyRevision> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.SystemId, e.State });
    }
}
