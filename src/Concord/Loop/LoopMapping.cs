using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Loop;

internal sealed class SignalMapping : IEntityTypeConfiguration<Signal>
{
    public void Configure(EntityTypeBuilder<Signal> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.Ref).IsUnique();
        entity.HasIndex(e => new { e.MonitorId, e.Kind, e.Subject });
        entity.HasIndex(e => e.SeriesId);
        entity.HasIndex(e => e.State);
    }
}

internal sealed class MonitorLinkMapping : IEntityTypeConfiguration<MonitorLink>
{
    public void Configure(EntityTypeBuilder<MonitorLink> entity)
    {
        entity.HasKey(e => e.Id);
        entity.HasIndex(e => e.MonitorId);
    }
}

internal sealed class OutboxMessageMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> entity)
    {
        entity.HasKey(e => e.Id);
        entity.IsNotJournalled("outbox: a queue; what it says is told by the entries of the same acts");
    }
}
