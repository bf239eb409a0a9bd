using Concord.Foundation;
using Concord.Inventory;
using Concord.Monitoring;

namespace Concord.Loop;

internal readonly record struct SignalId(Guid Value) : IId<SignalId>
{
    public static SignalId From(Guid value) => new(value);
}

internal enum SignalKind
{
    Drift,
    Performance,
    Fairness,
    Quality,
}

internal enum SignalState
{
    Open,
    Acknowledged,
    ClosureProposed,
    Closed,
}

internal enum SignalSeverity
{
    Warn,
    Alert,
}

internal enum CloseReason
{
    Recovered,
    ReferenceReplaced,
    VersionRetired,
    FalseAlarm,
}

/// <summary>The breach as the newest breached window shows it.</summary>
/// <param name="Window">The newest breached window; <c>reference</c> when the limit is already breached in the reference itself.</param>
/// <param name="Since">The first window of the unbroken row in the same direction.</param>
/// <param name="Measure">The measure that decided: psi, auc, selectionRateRatio.</param>
/// <param name="Metric">Id of the metric in the standards library that links the breach to risks and controls.</param>
/// <param name="Limit">The limit that was passed.</param>
/// <param name="Sample">Rows the figure rests on.</param>
internal sealed record Breach(SignalSeverity Severity, string Measure, string Metric, double Value, double Limit, double? Low, double? High, long Sample, string Window, string Since)
{
    /// <summary>Whether it is the same thing going on.</summary>
    public bool GoesOnFrom(Breach earlier) => QualityCheck.GoesOn(Measure, Value, earlier.Measure, earlier.Value);
}

/// <summary>A limit that is broken now. One is open for what is watched, a kind and a subject; its history stays.</summary>
internal sealed class Signal : IRecord, IScoped
{
    private Signal()
    {
    }

    public Signal(string reference, Watched source, SignalKind kind, string subject, Breach breach, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SignalId>();
        (Ref, UnitId, MonitorId, SeriesId, SystemId, ModelVersionId) = (reference, source.UnitId, source.MonitorId, source.SeriesId, source.SystemId, source.ModelVersionId);
        (Kind, Subject, RaisedAt, RaisedWindow) = (kind, subject, at, breach.Window);
        Show(breach);
    }

    public SignalId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>Of the monitor it comes from; null where it comes from a series.</summary>
    public MonitorId? MonitorId { get; private set; }

    public MetricSeriesId? SeriesId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    public SignalKind Kind { get; private set; }

    /// <summary>The column, the performance metric, the protected attribute, or the title of a series.</summary>
    public string Subject { get; private set; } = "";

    public SignalState State { get; private set; }

    public SignalSeverity Severity { get; private set; }

    public string Measure { get; private set; } = "";

    public string Metric { get; private set; } = "";

    public double Value { get; private set; }

    public double Limit { get; private set; }

    public double? Low { get; private set; }

    public double? High { get; private set; }

    public long Sample { get; private set; }

    public string Window { get; private set; } = "";

    public string Since { get; private set; } = "";

    /// <summary>The window that was newest when the signal was raised.</summary>
    public string RaisedWindow { get; private set; } = "";

    /// <summary>Where its first breached window begins, as far back as it remembers. The reference lies before all windows.</summary>
    public DateTimeOffset BreachedFrom => new[] { Since, RaisedWindow }.Min(label => Logs.Window.Parse(label)?.Start ?? DateTimeOffset.MinValue);

    public DateTimeOffset RaisedAt { get; private set; }

    public PersonId? AcknowledgedBy { get; private set; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public DateTimeOffset? ClosureProposedAt { get; private set; }

    public PersonId? ClosedBy { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public CloseReason? ClosedBecause { get; private set; }

    public string CloseText { get; private set; } = "";

    /// <summary>The approved change a closing rests on: a replaced reference, a retired version.</summary>
    public string ChangeRef { get; private set; } = "";

    public bool IsOpen => State != SignalState.Closed;

    /// <summary>The newest figures of the breach. It is not clean after all, if closing had been proposed.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Follow(Breach breach)
    {
        var before = new Breach(Severity, Measure, Metric, Value, Limit, Low, High, Sample, Window, Since);
        if (before == breach && State != SignalState.ClosureProposed) return false;
        Show(breach);
        if (State == SignalState.ClosureProposed)
            (State, ClosureProposedAt) = (AcknowledgedAt is null ? SignalState.Open : SignalState.Acknowledged, null);
        return true;
    }

    public void Acknowledge(PersonId by, DateTimeOffset at)
    {
        if (State != SignalState.Open) throw new RuleViolation("SIGNAL-STATE", $"{Ref} is {Words.Of(State)}; only an open signal is acknowledged.");
        (State, AcknowledgedBy, AcknowledgedAt) = (SignalState.Acknowledged, by, at);
    }

    /// <returns>Whether anything changed.</returns>
    public bool ProposeClosure(DateTimeOffset at)
    {
        if (State is SignalState.ClosureProposed or SignalState.Closed) return false;
        (State, ClosureProposedAt) = (SignalState.ClosureProposed, at);
        return true;
    }

    /// <param name="fixers">Everyone who corrected, appended the clean log by hand, or changed version or reference since the signal.</param>
    /// <param name="changeRef">The approved change, for the two reasons that rest on one.</param>
    public void Close(PersonId by, CloseReason reason, string text, string? changeRef, IReadOnlySet<PersonId> fixers, DateTimeOffset at)
    {
        if (State == SignalState.Closed) throw new RuleViolation("SIGNAL-CLOSED", $"{Ref} is already closed.");
        if (Written.SaysNothing(text)) throw new RuleViolation("SIGNAL-CLOSE-TEXT", "Say what the closing rests on.");
        if (fixers.Contains(by)) throw new RuleViolation("SIGNAL-CLOSER-FIXED", "You took part in the fixing. Somebody else must close it.");
        if (reason == CloseReason.Recovered && State != SignalState.ClosureProposed)
            throw new RuleViolation("SIGNAL-NOT-CLEAN", $"{Ref} has not been clean for two complete windows yet. Wait for them, or close it for another reason.");
        if (reason is CloseReason.ReferenceReplaced or CloseReason.VersionRetired && string.IsNullOrEmpty(changeRef))
            throw new RuleViolation("SIGNAL-CLOSE-CHANGE", $"Closing because {Words.Of(reason)} needs the approved change. Make that change first.");
        (State, ClosedBy, ClosedAt, ClosedBecause, CloseText, ChangeRef) = (SignalState.Closed, by, at, reason, text.Trim(), changeRef ?? "");
    }

    private void Show(Breach breach) =>
        (Severity, Measure, Metric, Value, Limit, Low, High, Sample, Window, Since) = breach;
}
