using Concord.Foundation;

namespace Concord.Risks;

internal readonly record struct RiskId(Guid Value) : IId<RiskId>
{
    public static RiskId From(Guid value) => new(value);
}

internal enum RiskSource
{
    Assessment,
    Impact,
    Monitor,
    Incident,
    Audit,
}

internal enum RiskState
{
    Open,
    Treating,
    Treated,
    Accepted,
    Closed,
    Reopened,
}

/// <summary>A cell of the risk matrix: likelihood and consequence from 1 to 5, as the criteria define them.</summary>
internal readonly record struct RiskLevel(int Likelihood, int Consequence)
{
    public int Score => Likelihood * Consequence;

    /// <summary>Null while the level was not assessed: a risk that a measure opened has none until a person gives it one.</summary>
    public static RiskLevel? Of(int? likelihood, int? consequence) =>
        likelihood is { } chance && consequence is { } harm ? new(chance, harm) : null;

    public void Check()
    {
        if (Likelihood is < 1 or > 5 || Consequence is < 1 or > 5)
            throw new RuleViolation("RISK-LEVEL", $"Likelihood {Likelihood} and consequence {Consequence} must both lie between 1 and 5.");
    }
}

/// <summary>
/// A risk of the one register, whatever it came from. A breached measure reopens it at its inherent level and remembers what was before. Levels are given by an
/// assessment, plans by a treatment, an acceptance by somebody with the authority for it; none of them by whoever it would favour.
/// </summary>
internal sealed class Risk : IRecord, IScoped
{
    public static readonly Moves<RiskState> Allowed = new("A risk", "RISK-STATE",
        (RiskState.Open, RiskState.Treating), (RiskState.Open, RiskState.Accepted), (RiskState.Open, RiskState.Closed),
        (RiskState.Treating, RiskState.Treated), (RiskState.Treating, RiskState.Accepted), (RiskState.Treating, RiskState.Closed),
        (RiskState.Treated, RiskState.Treating), (RiskState.Treated, RiskState.Accepted), (RiskState.Treated, RiskState.Closed),
        (RiskState.Accepted, RiskState.Treating), (RiskState.Accepted, RiskState.Closed),
        (RiskState.Reopened, RiskState.Treating), (RiskState.Reopened, RiskState.Accepted), (RiskState.Reopened, RiskState.Closed),
        (RiskState.Treated, RiskState.Reopened), (RiskState.Accepted, RiskState.Reopened), (RiskState.Closed, RiskState.Reopened));

    private Risk()
    {
    }

    public Risk(string reference, OrganisationUnitId unit, string title, string? systemRef, string catalogueId, PersonId owner, RiskSource source,
        RiskLevel? inherent, RiskLevel? current, RiskLevel? residual, RiskState state, string enterpriseRiskRef)
    {
        inherent?.Check();
        current?.Check();
        residual?.Check();
        Id = Foundation.Id.New<RiskId>();
        (Ref, UnitId, Title, SystemRef, CatalogueId, OwnerId, Source, State) = (reference, unit, Written.Title(title, "RISK-TITLE", "Say what could happen."), systemRef, catalogueId, owner, source, state);
        (InherentLikelihood, InherentConsequence) = (inherent?.Likelihood, inherent?.Consequence);
        (CurrentLikelihood, CurrentConsequence) = (current?.Likelihood, current?.Consequence);
        (ResidualLikelihood, ResidualConsequence) = (residual?.Likelihood, residual?.Consequence);
        EnterpriseRiskRef = enterpriseRiskRef;
    }

    public RiskId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    public string? SystemRef { get; private set; }

    public string CatalogueId { get; private set; } = "";

    public PersonId OwnerId { get; private set; }

    /// <summary>Who gave it away since somebody else assessed it: handing over is no way to accept one's own risk. Null: nobody.</summary>
    public List<string>? PastOwners { get; private set; }

    public RiskSource Source { get; private set; }

    public RiskState State { get; private set; }

    public int? InherentLikelihood { get; private set; }

    public int? InherentConsequence { get; private set; }

    /// <summary>By dimension, as <see cref="RatedLevel.Dimensions"/> writes it; null where only the level as a whole is known.</summary>
    public string? InherentDimensions { get; private set; }

    public int? CurrentLikelihood { get; private set; }

    public int? CurrentConsequence { get; private set; }

    public string? CurrentDimensions { get; private set; }

    /// <summary>The level expected once treatment works.</summary>
    public int? ResidualLikelihood { get; private set; }

    public int? ResidualConsequence { get; private set; }

    public string? ResidualDimensions { get; private set; }

    /// <summary>The level that is wanted.</summary>
    public int? TargetLikelihood { get; private set; }

    public int? TargetConsequence { get; private set; }

    public string? TargetDimensions { get; private set; }

    /// <summary>Of the newest assessment; null while nobody made one that is kept.</summary>
    public PersonId? AssessedBy { get; private set; }

    public DateTimeOffset? AssessedAt { get; private set; }

    /// <summary>The last day the newest assessment is good for.</summary>
    public DateOnly? ReassessDueOn { get; private set; }

    /// <summary>How many assessments and plans there were.</summary>
    public int? Assessments { get; private set; }

    public int? Treatments { get; private set; }

    /// <summary>The last day of the acceptance in force; null: the risk is not accepted, or was before acceptances had a last day.</summary>
    public DateOnly? AcceptedUntil { get; private set; }

    public string EnterpriseRiskRef { get; private set; } = "";

    /// <summary>State and level before the last reopening; null while it was never reopened.</summary>
    public RiskState? StateBefore { get; private set; }

    public int? LikelihoodBefore { get; private set; }

    public int? ConsequenceBefore { get; private set; }

    public string DecisionReason { get; private set; } = "";

    public RiskLevel? Inherent => RiskLevel.Of(InherentLikelihood, InherentConsequence);

    public RiskLevel? Current => RiskLevel.Of(CurrentLikelihood, CurrentConsequence);

    public RiskLevel? Residual => RiskLevel.Of(ResidualLikelihood, ResidualConsequence);

    public RiskLevel? Target => RiskLevel.Of(TargetLikelihood, TargetConsequence);

    public RiskLevel? Before => RiskLevel.Of(LikelihoodBefore, ConsequenceBefore);

    public bool CanReopen => State is RiskState.Accepted or RiskState.Treated or RiskState.Closed;

    /// <summary>Whether the current level says that something makes the risk smaller than it is without controls.</summary>
    public bool ClaimsControl => Current is { } current && Inherent is { } inherent && current.Score < inherent.Score;

    /// <summary>Evidence says the controls do not hold: the level is the inherent one again. One that is already open stays as it is.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Reopen()
    {
        if (!CanReopen && Current == Inherent) return false;
        Remember();
        (CurrentLikelihood, CurrentConsequence, CurrentDimensions) = (InherentLikelihood, InherentConsequence, InherentDimensions);
        Loosen();
        return true;
    }

    /// <summary>The last day of the acceptance is over: nobody carries the risk any more. Its level is what it was, because nothing was measured.</summary>
    public void Lapse(DateOnly today)
    {
        if (State != RiskState.Accepted || AcceptedUntil is not { } until || until >= today)
            throw new RuleViolation("RISK-NOT-LAPSED", $"{Ref} has no acceptance that has ended.");
        Remember();
        Loosen();
    }

    /// <summary>Gives the risk its levels. What was accepted or treated at a lower level than is found now is open again, and so is what was closed.</summary>
    /// <param name="dueOn">The last day this assessment is good for.</param>
    public RiskAssessment Assess(RatedLevels levels, AssessmentBasis basis, DateOnly dueOn, string note, PersonId by, DateTimeOffset at)
    {
        levels.Check();
        var assessment = new RiskAssessment(Id, (Assessments ?? 0) + 1, levels, basis, note, by, at);
        if (State == RiskState.Closed || (CanReopen && levels.Current.Level.Score > (Current?.Score ?? 0)))
        {
            Remember();
            Loosen();
        }
        (InherentLikelihood, InherentConsequence, InherentDimensions) = Kept(levels.Inherent);
        (CurrentLikelihood, CurrentConsequence, CurrentDimensions) = Kept(levels.Current);
        // An expectation of an older assessment says nothing beside these levels; the plan keeps its own.
        (ResidualLikelihood, ResidualConsequence, ResidualDimensions) = Kept(levels.Residual);
        (TargetLikelihood, TargetConsequence, TargetDimensions) = Kept(levels.Target);
        (Assessments, AssessedBy, AssessedAt, ReassessDueOn) = (assessment.Number, by, at, dueOn);
        if (!Owned(by)) PastOwners = null;
        return assessment;
    }

    /// <summary>Decides how it is treated; from now on it is in treatment.</summary>
    public RiskTreatment Treat(TreatmentPlan plan, PersonId by, DateTimeOffset at)
    {
        if (State == RiskState.Closed) Allowed.Demand(State, RiskState.Treating);
        if (Current is null || Inherent is not { } inherent) throw new RuleViolation("RISK-UNASSESSED", $"{Ref} has no assessed level yet. Assess it, then say how it is treated.");
        if (plan.Residual is null && Residual is null && plan.Option != TreatmentOption.Retain)
            throw new RuleViolation("RISK-TREAT-RESIDUAL", "Say which level is expected once the treatment works.");
        if (plan.Residual is { } expected && expected.Level.Score > inherent.Score)
            throw new RuleViolation("RISK-TREAT-RESIDUAL", $"The expected level ({expected.Level.Score}) lies above the inherent one ({inherent.Score}): no treatment makes a risk greater than it is without any. Correct one of them.");
        if (plan is { Option: TreatmentOption.Retain, Residual: { } kept } && kept.Level.Score < Current.Value.Score)
            throw new RuleViolation("RISK-TREAT-RETAIN", $"What is retained stays as it is ({Current.Value.Score}); the expected level ({kept.Level.Score}) says something makes it smaller. Leave it out, or choose the option that does.");
        var treatment = new RiskTreatment(Id, (Treatments ?? 0) + 1, plan, by, at);
        if (plan.Residual is { } residual) (ResidualLikelihood, ResidualConsequence, ResidualDimensions) = Kept(residual);
        (Treatments, State, AcceptedUntil) = (treatment.Number, RiskState.Treating, null);
        return treatment;
    }

    /// <summary>The plan is carried out. The level stays what it was until somebody assesses what the treatment has changed.</summary>
    /// <param name="done">What shows it: actions that are done, controls that are effective.</param>
    /// <param name="open">What speaks against it.</param>
    public void FinishTreatment(IReadOnlyList<string> done, IReadOnlyList<string> open, string reason)
    {
        Allowed.Demand(State, RiskState.Treated);
        if (Treatments is null) throw new RuleViolation("RISK-TREAT-NONE", $"{Ref} has no treatment plan on record. Write it, then carry it out.");
        if (open.Count > 0) throw new RuleViolation("RISK-TREAT-OPEN", $"{Ref} is not treated yet: {string.Join("; ", open)}.");
        if (done.Count == 0) throw new RuleViolation("RISK-TREAT-PROOF", $"Nothing shows that {Ref} is treated: its plan has no action that is done and no effective control. Link what was done.");
        (State, DecisionReason) = (RiskState.Treated, Written.Demand(reason, "RISK-TREAT-REASON", "Say what the treatment has changed."));
    }

    /// <summary>Somebody with the authority carries the risk as it stands, until a day.</summary>
    /// <param name="rank">The authority the person reaches; -1: none.</param>
    /// <param name="stale">Why the newest assessment no longer speaks of the risk; none: it does.</param>
    public RiskAcceptance Accept(AcceptanceTerms terms, int rank, string reachedAs, IReadOnlyList<string> stale, PersonId by, DateOnly? until, string reason, DateTimeOffset at)
    {
        if (Current is not { } level) throw new RuleViolation("RISK-UNASSESSED", $"{Ref} has no assessed level yet. Nobody can accept what was not assessed.");
        if (AssessedBy is null) throw new RuleViolation("RISK-UNASSESSED", $"Nobody answers for the level of {Ref}: it came in without an assessment. Assess it by dimension, then somebody else can accept it.");
        if (terms.Forbidden is { } rule) throw new RuleViolation("RISK-NOT-ACCEPTABLE", rule);
        DemandOther(by, "ACCEPT", "accept it");
        if (by == terms.PlannedBy) throw new RuleViolation("RISK-ACCEPT-PLANNER", $"You planned how {Ref} is treated. Somebody else must accept it.");
        DemandReach(terms, rank, "ACCEPT", "accepted");
        if (Written.SaysNothing(reason)) throw new RuleViolation("RISK-ACCEPT-REASON", "Say why the risk is accepted.");
        if (stale.Count > 0) throw new RuleViolation("RISK-ACCEPT-STALE", $"{Ref} must be assessed anew before anybody accepts it: {string.Join("; ", stale)}.");
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        var last = until ?? terms.Latest(today);
        if (last < today || last > terms.Latest(today))
            throw new RuleViolation("RISK-ACCEPT-UNTIL", $"An acceptance at {terms.Band.Name} ends at the latest on {terms.Latest(today):yyyy-MM-dd}, and not before today. Name a day between.");
        if (State != RiskState.Accepted) Allowed.Demand(State, RiskState.Accepted);
        (State, AcceptedUntil, DecisionReason) = (RiskState.Accepted, last, reason.Trim());
        return new RiskAcceptance(Id, level, terms, reachedAs, by, last, reason, at);
    }

    /// <summary>It cannot happen any more, or is no risk. What evidence says later opens it again.</summary>
    /// <param name="rank">The authority the person reaches: a risk that leaves the register is nobody's any more, so closing takes what accepting it would.</param>
    /// <param name="isOver">Whether its system was retired or rejected, so that what nobody may accept cannot happen any more.</param>
    public void Close(AcceptanceTerms terms, int rank, PersonId by, bool isOver, string reason)
    {
        Allowed.Demand(State, RiskState.Closed);
        if (terms.Forbidden is { } rule && !isOver)
            throw new RuleViolation("RISK-CLOSE-FORBIDDEN", $"{rule} So nobody closes it while {SystemRef} can be used: have the system rejected or retired, or classified anew.");
        DemandOther(by, "CLOSE", "close it");
        if (Current is not null) DemandReach(terms, rank, "CLOSE", "closed");
        (State, AcceptedUntil, DecisionReason) = (RiskState.Closed, null, Written.Demand(reason, "RISK-CLOSE-REASON", "Say why the risk is closed."));
    }

    /// <summary>Somebody else answers for it from now on.</summary>
    /// <param name="mayAct">Whether that person may plan what is done about it; who only reads cannot answer for it.</param>
    /// <param name="acceptedBy">Who accepted it last; null: nobody.</param>
    public void HandOver(PersonId to, bool mayAct, PersonId? acceptedBy)
    {
        if (State == RiskState.Accepted && to == acceptedBy) throw new RuleViolation("RISK-OWNER-ACCEPTED", $"This person accepted {Ref}, and nobody accepts what is their own. Choose somebody else, or have it accepted by another first.");
        if (to == OwnerId) throw new RuleViolation("RISK-OWNER-SAME", $"This person owns {Ref} already. Choose somebody else.");
        if (!mayAct) throw new RuleViolation("RISK-OWNER-ROLE", $"This person has no role that lets them do anything about {Ref}. Choose somebody who may plan actions here, or have an administrator give them such a role.");
        if (!Owned(OwnerId)) PastOwners = [.. PastOwners ?? [], Name(OwnerId)];
        OwnerId = to;
    }

    /// <summary>Says better what could happen. What is accepted stands as it was accepted.</summary>
    public void Reword(string title)
    {
        if (State == RiskState.Accepted) throw new RuleViolation("RISK-REWORD-ACCEPTED", $"{Ref} is accepted as it is worded. Decide how it is treated, or wait until the acceptance ends; then word it anew.");
        if (State == RiskState.Closed) throw new RuleViolation("RISK-REWORD-CLOSED", $"{Ref} is closed as it is worded.");
        var better = Written.Title(title, "RISK-TITLE", "Say what could happen.");
        if (better == Title) throw new RuleViolation("RISK-REWORD-SAME", $"{Ref} is worded so already. Change the words, or leave it.");
        Title = better;
    }

    public void LinkToEnterprise(string enterpriseRiskRef) => EnterpriseRiskRef = enterpriseRiskRef;

    private void DemandOther(PersonId by, string act, string doing)
    {
        if (by == OwnerId) throw new RuleViolation($"RISK-{act}-OWN", $"You own {Ref}. Somebody else must {doing}.");
        if (Owned(by)) throw new RuleViolation($"RISK-{act}-PAST-OWNER", $"You owned {Ref} when it was last assessed. Somebody else must {doing}, or assess it anew before you do.");
        if (by == AssessedBy) throw new RuleViolation($"RISK-{act}-AUTHOR", $"You made the newest assessment of {Ref}. Somebody else must {doing}.");
    }

    private static void DemandReach(AcceptanceTerms terms, int rank, string act, string done)
    {
        if (rank < terms.Rank)
            throw new RuleViolation($"RISK-{act}-REACH", $"A risk at {terms.Band.Name} is {done} by the {terms.Approver}{(terms.Because.Length > 0 ? $" ({terms.Because})" : "")}; your roles do not reach that. Ask somebody whose roles do.");
    }

    private bool Owned(PersonId person) => PastOwners?.Contains(Name(person)) == true;

    private static string Name(PersonId person) => person.Value.ToString("N");

    private void Remember() => (StateBefore, LikelihoodBefore, ConsequenceBefore) = (State, CurrentLikelihood, CurrentConsequence);

    private void Loosen()
    {
        if (CanReopen) State = RiskState.Reopened;
        AcceptedUntil = null;
    }

    private static (int? Likelihood, int? Consequence, string? Dimensions) Kept(RatedLevel? level) => (level?.Likelihood, level?.Level.Consequence, level?.Dimensions);
}
