using Concord.Foundation;

namespace Concord.Incidents;

internal readonly record struct IncidentId(Guid Value) : IId<IncidentId>
{
    public static IncidentId From(Guid value) => new(value);
}

/// <summary>
/// Something that went wrong, nearly went wrong, or worries somebody: from the report to its closing by somebody who did not work on it. A near miss ends in a
/// decision. What law asks is derived from its facts, and met by entries of its communication log.
/// </summary>
internal sealed class Incident : IRecord, IScoped
{
    private Incident()
    {
    }

    public Incident(string reference, OrganisationUnitId unit, IncidentDescription description, IEnumerable<string> requirements, PersonId? by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<IncidentId>();
        (Ref, UnitId, ReportedBy, ReportedAt, Progress, Requirements) = (reference, unit, by, at, IncidentState.Reported, [.. requirements]);
        Say(description);
    }

    public IncidentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>The day it happened.</summary>
    public DateOnly Date { get; private set; }

    public string Kind { get; private set; } = "";

    public string SystemRef { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string Summary { get; private set; } = "";

    /// <summary>0 also while nobody knows: <see cref="PeopleAffected"/> tells the two apart.</summary>
    public int Affected { get; private set; }

    public List<string> Requirements { get; private set; } = [];

    // Null in records from before incidents were handled here: a column that is added may be without a value.
    public IncidentState? Progress { get; private set; }

    public bool? AffectedIsOpen { get; private set; }

    public string? PlaceId { get; private set; }

    /// <summary>Null: the product, or nobody that is known.</summary>
    public PersonId? ReportedBy { get; private set; }

    public DateTimeOffset? ReportedAt { get; private set; }

    public IncidentSeverity? Severity { get; private set; }

    /// <summary>How many entries its file has; each one makes a new version of the record.</summary>
    public int? Entries { get; private set; }

    public List<IncidentStep> Steps { get; private set; } = [];

    public List<IncidentFact> Facts { get; private set; } = [];

    public List<IncidentDecision> Decisions { get; private set; } = [];

    public List<IncidentMessage> Messages { get; private set; } = [];

    public IncidentState State => Progress ?? IncidentState.Reported;

    public IncidentSort Sort => IncidentDescription.SortOf(Kind);

    /// <summary>Null: nobody knows.</summary>
    public int? PeopleAffected => AffectedIsOpen == true ? null : Affected;

    public bool IsOpen => State is not (IncidentState.Closed or IncidentState.Rejected);

    /// <summary>Triaged as high or critical, or harm on record for which law calls an incident serious.</summary>
    /// <param name="serious">Keys of the facts that are such harm.</param>
    public bool IsGrave(IEnumerable<string> serious) => Severity >= IncidentSeverity.High || Facts.Exists(fact => fact.WithdrawnAt is null && serious.Contains(fact.Key, StringComparer.Ordinal));

    /// <param name="found">What is wrong with it, and known elsewhere.</param>
    public void Describe(IncidentDescription description, params IReadOnlyList<Finding> found)
    {
        DemandOpen();
        var faults = found.ToList();
        // Else its name would be the way around the decision that it ends in.
        if (Sort == IncidentSort.NearMiss && State != IncidentState.Reported && Decisions.Count == 0 && IncidentDescription.SortOf(description.Kind) == IncidentSort.Concern)
            faults.Add(Finding.Error("kind", "incident-kind", "It was looked at as a near miss, which ends in a decision. Decide first, or describe it as the incident it was."));
        faults.DemandNone();
        Say(description);
    }

    /// <summary>Somebody looked at it and says how grave it is.</summary>
    /// <param name="severity">Null: none was chosen, which is told with what else is missing.</param>
    public IncidentStep Triage(PersonId by, IncidentSeverity? severity, string text, DateTimeOffset at)
    {
        if (State is IncidentState.Analysed or IncidentState.Closed) throw new RuleViolation("INCIDENT-STATE", $"{Ref} is {Words.Of(State)}. Reopen it first, and say why.");
        var step = Move(IncidentState.Triaged, by, text, "Say why it is that grave.", at, severity is null ? [Finding.Error("severity", "incident-severity", "Choose how grave it is.")] : []);
        Severity = severity;
        return step;
    }

    public IncidentStep Contain(PersonId by, string text, DateTimeOffset at) => Move(IncidentState.Contained, by, text, "Say what was done so that it does no more harm.", at);

    /// <param name="whys">Why it happened, why that was so, and so on: usually five, at least one.</param>
    /// <param name="cause">Category of the root cause.</param>
    /// <param name="found">What is wrong with the category, told with what else is.</param>
    public IncidentStep Analyse(PersonId by, IReadOnlyList<string> whys, string cause, string text, DateTimeOffset at, params IReadOnlyList<Finding> found)
    {
        List<string> asked = [.. whys.Select(why => why.Trim()).Where(why => why.Length > 0)];
        var faults = found.ToList();
        if (asked.Count == 0) faults.Add(Finding.Error("whys", "incident-whys", "Ask at least once why it happened, and write the answer. Usually five times lead to the root."));
        if (asked.Count > 10) faults.Add(Finding.Error("whys", "incident-whys", "Ten answers are enough for one analysis."));
        var step = Move(IncidentState.Analysed, by, text, "Say in a sentence what the root cause is.", at, faults);
        step.Explain(asked, cause);
        return step;
    }

    /// <summary>What follows from it. A near miss cannot be closed without one.</summary>
    /// <param name="kind">Null: none was chosen.</param>
    /// <param name="found">What is wrong with the reference, told with what else is.</param>
    public IncidentDecision Decide(PersonId by, DecisionKind? kind, string reference, string reason, DateTimeOffset at, params IReadOnlyList<Finding> found)
    {
        if (State == IncidentState.Reported) throw new RuleViolation("INCIDENT-STATE", $"{Ref} was not looked at yet. Triage it first.");
        DemandOpen();
        var faults = found.ToList();
        if (kind is null) faults.Add(Finding.Error("kind", "incident-decision", "Choose what follows."));
        if (kind == DecisionKind.None && reference.Length > 0) faults.Add(Finding.Error("reference", "incident-decision", "Deciding that nothing follows names no record. Leave the reference empty, or decide otherwise."));
        if (kind is { } named and not DecisionKind.None && reference.Length == 0) faults.Add(Finding.Error("reference", "incident-decision", $"Name the {Words.Of(named)} by its reference. Open it first where there is none yet."));
        if (Written.SaysNothing(reason)) faults.Add(Finding.Error("reason", "incident-decision", "Say why this follows."));
        faults.DemandNone();
        var decision = new IncidentDecision(Id, kind!.Value, reference, reason.Trim(), by, at);
        Decisions.Add(decision);
        Entries = (Entries ?? 0) + 1;
        return decision;
    }

    /// <summary>It is no incident, or was reported twice. What law asks for does not end by saying so.</summary>
    /// <param name="open">Clocks that are not met, by id.</param>
    public IncidentStep Reject(PersonId by, string reason, IReadOnlyList<string> open, DateTimeOffset at)
    {
        IncidentMoves.Allowed.Demand(State, IncidentState.Rejected);
        if (by == ReportedBy) throw new RuleViolation("INCIDENT-OWN-REPORT", "You reported it. Somebody else must say that it is none.");
        if (WorkedOnIt(by)) throw new RuleViolation("INCIDENT-CLOSER-WORKED", "You triaged it, or decided what follows. Somebody else must say that it is none.");
        if (Sort == IncidentSort.NearMiss && State != IncidentState.Reported) DemandDecision();
        if (open.Count > 0)
            throw new RuleViolation("INCIDENT-CLOCK-OPEN", $"Facts on record ask for {string.Join(", ", open)}. Have each fact that is none withdrawn by somebody who did not record it, or enter the notification into the communication log.");
        return Move(IncidentState.Rejected, by, reason, "Say why it is no incident.", at);
    }

    /// <param name="open">Clocks that are not met, by id.</param>
    public IncidentStep Close(PersonId by, string text, IReadOnlyList<string> open, DateTimeOffset at)
    {
        IncidentMoves.Allowed.Demand(State, IncidentState.Closed);
        if (WorkedOnIt(by)) throw new RuleViolation("INCIDENT-CLOSER-WORKED", "You triaged, contained or analysed it, or decided what follows. Somebody else must close it.");
        if (Sort == IncidentSort.NearMiss) DemandDecision();
        if (open.Count > 0)
            throw new RuleViolation("INCIDENT-CLOCK-OPEN", $"Not yet told: {string.Join(", ", open)}. Enter the notification into the communication log, or have the fact withdrawn that started the clock.");
        return Move(IncidentState.Closed, by, text, "Say what the closing rests on.", at);
    }

    /// <summary>An analysis that was not enough, a closing or a rejection that was wrong: it goes on from there.</summary>
    public IncidentStep Reopen(PersonId by, string reason, DateTimeOffset at)
    {
        if (State is not (IncidentState.Analysed or IncidentState.Closed or IncidentState.Rejected))
            throw new RuleViolation("INCIDENT-STATE", $"{Ref} is {Words.Of(State)}; only what was analysed, closed or rejected can be reopened.");
        return Move(State == IncidentState.Rejected ? IncidentState.Reported : IncidentState.Triaged, by, reason, "Say why it is open again.", at);
    }

    /// <param name="found">What is wrong with key or moment, told with what else is.</param>
    public IncidentFact Establish(string key, DateTimeOffset since, string note, PersonId? by, DateTimeOffset now, params IReadOnlyList<Finding> found)
    {
        DemandOpen();
        var faults = found.ToList();
        if (since > now) faults.Add(Finding.Error("since", "incident-fact-time", "A fact is known from a moment that has come. Give one that is not in the future."));
        faults.DemandNone();
        if (Facts.Exists(known => known.Key == key && known.WithdrawnAt is null))
            throw new RuleViolation("INCIDENT-FACT-KNOWN", $"The fact '{key}' is on record. Have it withdrawn before it is recorded anew.");
        var fact = new IncidentFact(Id, key, since, note.Trim(), by, now);
        Facts.Add(fact);
        Entries = (Entries ?? 0) + 1;
        return fact;
    }

    /// <summary>It was no fact. A clock it started stops: so somebody else says it than the one who recorded it.</summary>
    public IncidentFact Withdraw(string key, PersonId by, string reason, DateTimeOffset at)
    {
        DemandOpen();
        var fact = Facts.Find(known => known.Key == key && known.WithdrawnAt is null) ?? throw new RuleViolation("INCIDENT-FACT-UNKNOWN", $"The fact '{key}' is not on record here.");
        fact.Withdraw(by, reason, at);
        Entries = (Entries ?? 0) + 1;
        return fact;
    }

    /// <param name="found">What is wrong with its moment, told with what else is.</param>
    public IncidentMessage Tell(MessageEntry entry, PersonId by, DateTimeOffset now, params IReadOnlyList<Finding> found)
    {
        if (State == IncidentState.Rejected) throw new RuleViolation("INCIDENT-ENDED", $"{Ref} is rejected. Reopen it first.");
        found.Concat(entry.Faults(now)).ToList().DemandNone();
        var message = new IncidentMessage(Id, entry, by, now);
        Messages.Add(message);
        Entries = (Entries ?? 0) + 1;
        return message;
    }

    /// <summary>Something was connected with it, which makes a new version.</summary>
    public void Connected() => Entries = (Entries ?? 0) + 1;

    /// <summary>Whether the person took part in what is to be closed.</summary>
    public bool WorkedOnIt(PersonId person) =>
        Steps.Exists(step => step.By == person && step.IsWork) || Decisions.Exists(decision => decision.By == person);

    private void Say(IncidentDescription said)
    {
        said.Faults().DemandNone();
        (Date, Kind, SystemRef, Title, Summary, PlaceId) = (said.Date, said.Kind, said.SystemRef, said.Title.Trim(), said.Summary.Trim(), said.Place);
        (Affected, AffectedIsOpen) = (said.Affected ?? 0, said.Affected is null);
    }

    /// <param name="otherwise">What to say where the text says nothing.</param>
    private IncidentStep Move(IncidentState to, PersonId by, string text, string otherwise, DateTimeOffset at, params IReadOnlyList<Finding> found)
    {
        IncidentMoves.Allowed.Demand(State, to);
        var faults = found.ToList();
        if (Written.SaysNothing(text)) faults.Add(Finding.Error("text", "incident-text", otherwise));
        faults.DemandNone();
        var step = new IncidentStep(Id, State, to, text.Trim(), by, at);
        Steps.Add(step);
        (Progress, Entries) = (to, (Entries ?? 0) + 1);
        return step;
    }

    private void DemandDecision()
    {
        if (Decisions.Count == 0) throw new RuleViolation("INCIDENT-DECISION", "A near miss ends in a decision: a risk, a control, a monitor, or that nothing follows, and why. Decide first.");
    }

    private void DemandOpen()
    {
        if (!IsOpen) throw new RuleViolation("INCIDENT-ENDED", $"{Ref} is {Words.Of(State)}. Reopen it first, and say why.");
    }
}
