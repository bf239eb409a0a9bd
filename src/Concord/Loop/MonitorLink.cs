using Concord.Foundation;
using Concord.Monitoring;

namespace Concord.Loop;

internal readonly record struct MonitorLinkId(Guid Value) : IId<MonitorLinkId>
{
    public static MonitorLinkId From(Guid value) => new(value);
}

internal enum LinkTarget
{
    Risk,
    Control,
}

/// <summary>
/// A person's change to what a breached metric of a monitor reaches. Without one the default holds: risks whose catalogue entry names the
/// metric, applied controls of the system that list it.
/// </summary>
internal sealed class MonitorLink : IScoped
{
    private MonitorLink()
    {
    }

    public MonitorLink(Concord.Monitoring.Monitor monitor, string metric, LinkTarget target, string targetRef, bool isRemoval, PersonId? by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<MonitorLinkId>();
        (UnitId, MonitorId, Metric, Target, TargetRef, IsRemoval, By, At) = (monitor.UnitId, monitor.Id, metric, target, targetRef, isRemoval, by, at);
    }

    public MonitorLinkId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MonitorId MonitorId { get; private set; }

    public string Metric { get; private set; } = "";

    public LinkTarget Target { get; private set; }

    public string TargetRef { get; private set; } = "";

    /// <summary>Takes a default away instead of adding a link.</summary>
    public bool IsRemoval { get; private set; }

    public PersonId? By { get; private set; }

    public DateTimeOffset At { get; private set; }
}

/// <summary>Something the outside should be told. Written with the act itself, sent later.</summary>
internal sealed class OutboxMessage
{
    private OutboxMessage()
    {
    }

    public OutboxMessage(string kind, string subject, string payload, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7();
        (Kind, Subject, Payload, At) = (kind, subject, payload, at);
    }

    public Guid Id { get; private set; }

    public string Kind { get; private set; } = "";

    public string Subject { get; private set; } = "";

    public string Payload { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? SentAt { get; set; }
}
