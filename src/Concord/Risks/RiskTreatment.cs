using Concord.Foundation;

namespace Concord.Risks;

internal enum TreatmentOption
{
    Modify,
    Avoid,
    Share,
    Retain,
}

internal readonly record struct RiskTreatmentId(Guid Value) : IId<RiskTreatmentId>
{
    public static RiskTreatmentId From(Guid value) => new(value);
}

/// <summary>What a person decides to do about a risk.</summary>
/// <param name="Plan">How, in sentences.</param>
/// <param name="Controls">References of the applied controls that do it, or will.</param>
/// <param name="Residual">What is expected once it works; null: as the newest assessment says.</param>
internal sealed record TreatmentPlan(TreatmentOption Option, string Plan, IReadOnlyList<string> Controls, RatedLevel? Residual = null);

/// <summary>A treatment plan as it was decided. Never changed; the next plan stands beside it, and the newest counts. Its actions stand in the one list of actions.</summary>
internal sealed class RiskTreatment
{
    private RiskTreatment()
    {
    }

    public RiskTreatment(RiskId risk, int number, TreatmentPlan plan, PersonId by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<RiskTreatmentId>();
        (RiskId, Number, Option, Plan, Controls) = (risk, number, plan.Option, Written.Demand(plan.Plan, "RISK-PLAN", "Say how the risk is treated, or why it is retained."), [.. plan.Controls]);
        (ResidualLikelihood, Residual, By, At) = (plan.Residual?.Likelihood, plan.Residual?.Dimensions, by, at);
    }

    public RiskTreatmentId Id { get; private set; }

    public RiskId RiskId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public TreatmentOption Option { get; private set; }

    public string Plan { get; private set; } = "";

    public List<string> Controls { get; private set; } = [];

    public int? ResidualLikelihood { get; private set; }

    public string? Residual { get; private set; }

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public RatedLevel? Expected => RatedLevel.Of(ResidualLikelihood, Residual);
}
