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

/// <summary>A risk of the one register, whatever it came from. A breached measure reopens it at its inherent level and remembers what was before.</summary>
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

    public RiskSource Source { get; private set; }

    public RiskState State { get; private set; }

    public int? InherentLikelihood { get; private set; }

    public int? InherentConsequence { get; private set; }

    public int? CurrentLikelihood { get; private set; }

    public int? CurrentConsequence { get; private set; }

    /// <summary>The level expected once treatment works.</summary>
    public int? ResidualLikelihood { get; private set; }

    public int? ResidualConsequence { get; private set; }

    public string EnterpriseRiskRef { get; private set; } = "";

    /// <summary>State and level before the last reopening; null while it was never reopened.</summary>
    public RiskState? StateBefore { get; private set; }

    public int? LikelihoodBefore { get; private set; }

    public int? ConsequenceBefore { get; private set; }

    public string DecisionReason { get; private set; } = "";

    public RiskLevel? Inherent => RiskLevel.Of(InherentLikelihood, InherentConsequence);

    public RiskLevel? Current => RiskLevel.Of(CurrentLikelihood, CurrentConsequence);

    public RiskLevel? Residual => RiskLevel.Of(ResidualLikelihood, ResidualConsequence);

    public RiskLevel? Before => RiskLevel.Of(LikelihoodBefore, ConsequenceBefore);

    public bool CanReopen => State is RiskState.Accepted or RiskState.Treated or RiskState.Closed;

    /// <summary>Evidence says the controls do not hold: the level is the inherent one again. One that is already open stays as it is.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Reopen()
    {
        if (!CanReopen && Current == Inherent) return false;
        (StateBefore, LikelihoodBefore, ConsequenceBefore) = (State, CurrentLikelihood, CurrentConsequence);
        (CurrentLikelihood, CurrentConsequence) = (InherentLikelihood, InherentConsequence);
        if (CanReopen) State = RiskState.Reopened;
        return true;
    }

    /// <summary>Gives the risk its levels: at opening unknown when a measure opened it.</summary>
    public void Assess(RiskLevel inherent, RiskLevel current, RiskLevel residual)
    {
        inherent.Check();
        current.Check();
        residual.Check();
        (InherentLikelihood, InherentConsequence) = (inherent.Likelihood, inherent.Consequence);
        (CurrentLikelihood, CurrentConsequence) = (current.Likelihood, current.Consequence);
        (ResidualLikelihood, ResidualConsequence) = (residual.Likelihood, residual.Consequence);
    }

    /// <summary>A person decides: treat, accept, close; with the level that holds from now on.</summary>
    public void Decide(PersonId by, RiskState to, RiskLevel current, string reason)
    {
        if (to == RiskState.Reopened) throw new RuleViolation("RISK-REOPEN", "A risk is reopened by evidence, not by hand.");
        current.Check();
        if (to is RiskState.Accepted or RiskState.Closed && Written.SaysNothing(reason))
            throw new RuleViolation("RISK-ACCEPT-REASON", $"Say why the risk is {Words.Of(to)}.");
        if (to == RiskState.Accepted && by == OwnerId)
            throw new RuleViolation("RISK-ACCEPT-OWN", $"You own {Ref}. Somebody else must accept it.");
        if (to != State) Allowed.Demand(State, to);
        State = to;
        (CurrentLikelihood, CurrentConsequence) = (current.Likelihood, current.Consequence);
        DecisionReason = reason.Trim();
    }

    public void LinkToEnterprise(string enterpriseRiskRef) => EnterpriseRiskRef = enterpriseRiskRef;
}
