using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Incidents;

internal sealed class IncidentMapping : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => e.SystemRef);
        entity.HasMany(e => e.Steps).WithOne().HasForeignKey(step => step.IncidentId);
        entity.HasMany(e => e.Facts).WithOne().HasForeignKey(fact => fact.IncidentId);
        entity.HasMany(e => e.Decisions).WithOne().HasForeignKey(decision => decision.IncidentId);
        entity.HasMany(e => e.Messages).WithOne().HasForeignKey(message => message.IncidentId);
    }
}

internal sealed class IncidentStepMapping : IEntityTypeConfiguration<IncidentStep>
{
    public void Configure(EntityTypeBuilder<IncidentStep> entity) => entity.HasKey(e => e.Id);
}

internal sealed class IncidentFactMapping : IEntityTypeConfiguration<IncidentFact>
{
    public void Configure(EntityTypeBuilder<IncidentFact> entity) => entity.HasKey(e => e.Id);
}

internal sealed class IncidentDecisionMapping : IEntityTypeConfiguration<IncidentDecision>
{
    public void Configure(EntityTypeBuilder<IncidentDecision> entity) => entity.HasKey(e => e.Id);
}

internal sealed class IncidentMessageMapping : IEntityTypeConfiguration<IncidentMessage>
{
    public void Configure(EntityTypeBuilder<IncidentMessage> entity) => entity.HasKey(e => e.Id);
}
