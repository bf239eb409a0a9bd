using Concord.Foundation;

namespace Concord.Incidents;

internal readonly record struct IncidentStepId(Guid Value) : IId<IncidentStepId>
{
    public static IncidentStepId From(Guid value) => new(value);
}

/// <summary>A move of an incident from one state to another, with what the person said. Never changed.</summary>
internal sealed class IncidentStep
{
    private IncidentStep()
    {
    }

    public IncidentStep(IncidentId incident, IncidentState from, IncidentState to, string text, PersonId by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<IncidentStepId>();
        (IncidentId, From, To, Text, By, At) = (incident, from, to, text, by, at);
    }

    public IncidentStepId Id { get; private set; }

    public IncidentId IncidentId { get; private set; }

    public IncidentState From { get; private set; }

    public IncidentState To { get; private set; }

    public string Text { get; private set; } = "";

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>Of an analysis: why, why, why, in the order they were asked.</summary>
    public List<string> Whys { get; private set; } = [];

    /// <summary>Of an analysis: the category of the root cause; else empty.</summary>
    public string Cause { get; private set; } = "";

    /// <summary>Whoever did it does not close the incident. Opening it again is no work on it.</summary>
    public bool IsWork => To is IncidentState.Contained or IncidentState.Analysed || (To == IncidentState.Triaged && From == IncidentState.Reported);

    public void Explain(IReadOnlyList<string> whys, string cause) => (Whys, Cause) = ([.. whys], cause);
}

internal readonly record struct IncidentFactId(Guid Value) : IId<IncidentFactId>
{
    public static IncidentFactId From(Guid value) => new(value);
}

/// <summary>Something that is the case, known from a moment on. Facts start legal clocks.</summary>
internal sealed class IncidentFact
{
    private IncidentFact()
    {
    }

    public IncidentFact(IncidentId incident, string key, DateTimeOffset since, string note, PersonId? by, DateTimeOffset recordedAt)
    {
        Id = Foundation.Id.New<IncidentFactId>();
        (IncidentId, Key, Since, Note, By, RecordedAt) = (incident, key, since, note, by, recordedAt);
    }

    public IncidentFactId Id { get; private set; }

    public IncidentId IncidentId { get; private set; }

    public string Key { get; private set; } = "";

    public DateTimeOffset Since { get; private set; }

    public string Note { get; private set; } = "";

    public PersonId? By { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public PersonId? WithdrawnBy { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string WithdrawnBecause { get; private set; } = "";

    public void Withdraw(PersonId by, string reason, DateTimeOffset at)
    {
        if (by == By) throw new RuleViolation("INCIDENT-FACT-OWN", "You recorded this fact. Somebody else must withdraw it, because clocks may hang on it.");
        if (Written.SaysNothing(reason)) throw new RuleViolation("INCIDENT-FACT-REASON", "Say why it is no fact.");
        (WithdrawnBy, WithdrawnAt, WithdrawnBecause) = (by, at, reason.Trim());
    }
}

internal enum DecisionKind
{
    Risk,
    Control,
    Monitor,
    None,
}

internal readonly record struct IncidentDecisionId(Guid Value) : IId<IncidentDecisionId>
{
    public static IncidentDecisionId From(Guid value) => new(value);
}

/// <summary>What follows from an incident: a risk, a control or a monitor by its reference, or nothing, and why. Never changed.</summary>
internal sealed class IncidentDecision
{
    private IncidentDecision()
    {
    }

    public IncidentDecision(IncidentId incident, DecisionKind kind, string reference, string reason, PersonId by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<IncidentDecisionId>();
        (IncidentId, Kind, Reference, Reason, By, At) = (incident, kind, reference, reason, by, at);
    }

    public IncidentDecisionId Id { get; private set; }

    public IncidentId IncidentId { get; private set; }

    public DecisionKind Kind { get; private set; }

    public string Reference { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }
}

internal enum MessageChannel
{
    Portal,
    Mail,
    Telephone,
    Letter,
    Meeting,
    Other,
}

/// <summary>Who was told what, when and how.</summary>
/// <param name="Clock">The clock it meets; empty: none.</param>
internal sealed record MessageEntry(DateTimeOffset At, string To, MessageChannel Channel, string Text, string Clock)
{
    public IEnumerable<Finding> Faults(DateTimeOffset now)
    {
        if (Written.SaysNothing(To)) yield return Finding.Error("to", "incident-message", "Say who was told.");
        if (Written.SaysNothing(Text)) yield return Finding.Error("text", "incident-message", "Say what was told.");
        if (At > now) yield return Finding.Error("at", "incident-message-time", "The log holds what was told. Give a moment that is not in the future.");
    }
}

internal readonly record struct IncidentMessageId(Guid Value) : IId<IncidentMessageId>
{
    public static IncidentMessageId From(Guid value) => new(value);
}

/// <summary>A line of the communication log. Never changed: what was wrong in it is said in a further one.</summary>
internal sealed class IncidentMessage
{
    private IncidentMessage()
    {
    }

    public IncidentMessage(IncidentId incident, MessageEntry entry, PersonId by, DateTimeOffset now)
    {
        entry.Faults(now).ToList().DemandNone();
        Id = Foundation.Id.New<IncidentMessageId>();
        (IncidentId, At, To, Channel, Text, Clock, By, RecordedAt) = (incident, entry.At, entry.To.Trim(), entry.Channel, entry.Text.Trim(), entry.Clock, by, now);
    }

    public IncidentMessageId Id { get; private set; }

    public IncidentId IncidentId { get; private set; }

    public DateTimeOffset At { get; private set; }

    public string To { get; private set; } = "";

    public MessageChannel Channel { get; private set; }

    public string Text { get; private set; } = "";

    public string Clock { get; private set; } = "";

    public PersonId By { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }
}
