using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Controls;
using Concord.Foundation;

namespace Concord.Risks;

internal readonly record struct RiskAssessmentId(Guid Value) : IId<RiskAssessmentId>
{
    public static RiskAssessmentId From(Guid value) => new(value);
}

/// <summary>An applied control a level rests on, as its state was derived.</summary>
/// <param name="IsElsewhere">It does not cover the system of the risk: whatever its state, it makes this risk no smaller.</param>
internal sealed record ControlSight(string Ref, string Title, ControlState State, string Because, bool IsElsewhere = false)
{
    /// <summary>Whether it makes the risk smaller.</summary>
    [JsonIgnore]
    public bool Works => State == ControlState.Effective && !IsElsewhere;

    /// <summary>Why it does not, or its state, in a word or two.</summary>
    [JsonIgnore]
    public string Stands => IsElsewhere ? "of other systems" : Words.Of(State);
}

/// <summary>What a metric that indicates the risk said.</summary>
/// <param name="Source">The monitor or series that measured it; empty: nothing does.</param>
/// <param name="Verdict">In words; "not measured" where nothing measures it.</param>
/// <param name="N">The rows the value rests on.</param>
/// <param name="Subjects">How many columns, groups or checks were judged in the window; the worst is shown.</param>
/// <param name="Reason">Why there is no value.</param>
internal sealed record IndicatorSight(
    string Metric, string Source, string Model, string Window, string Subject, string Measure, string Verdict, double? Value, double? Limit, long? N, int Subjects, string? Reason);

/// <summary>What the current level rests on when somebody looks: controls in their derived state, measures of the newest window.</summary>
internal sealed record RiskGrounds(IReadOnlyList<ControlSight> Controls, IReadOnlyList<IndicatorSight> Indicators)
{
    public static readonly RiskGrounds None = new([], []);

    /// <summary>Whether anything in effect makes the risk smaller than it is without controls.</summary>
    [JsonIgnore]
    public bool HasEffectiveControl => Controls.Any(control => control.Works);
}

/// <summary>
/// One assessment of a risk: levels by dimension, who judged them when, what the current level rested on, and what the system was then. Never changed; the next one
/// stands beside it.
/// </summary>
internal sealed class RiskAssessment
{
    private static readonly JsonSerializerOptions AsKept = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private RiskAssessment()
    {
    }

    public RiskAssessment(RiskId risk, int number, RatedLevels levels, AssessmentBasis basis, string note, PersonId by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<RiskAssessmentId>();
        (RiskId, Number, By, At, Note) = (risk, number, by, at, Written.Demand(note, "RISK-NOTE", "Say what the levels rest on."));
        (InherentLikelihood, Inherent) = (levels.Inherent.Likelihood, levels.Inherent.Dimensions);
        (CurrentLikelihood, Current) = (levels.Current.Likelihood, levels.Current.Dimensions);
        (ResidualLikelihood, Residual) = (levels.Residual?.Likelihood, levels.Residual?.Dimensions);
        (TargetLikelihood, Target) = (levels.Target?.Likelihood, levels.Target?.Dimensions);
        (CriteriaVersion, Basis, Controls) = (basis.CriteriaVersion, [.. basis.System], [.. basis.Grounds.Controls.Select(control => control.Ref)]);
        Grounds = JsonSerializer.Serialize(basis.Grounds, AsKept);
    }

    public RiskAssessmentId Id { get; private set; }

    public RiskId RiskId { get; private set; }

    /// <summary>From 1.</summary>
    public int Number { get; private set; }

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public string Note { get; private set; } = "";

    public string CriteriaVersion { get; private set; } = "";

    public int InherentLikelihood { get; private set; }

    public string Inherent { get; private set; } = "";

    public int CurrentLikelihood { get; private set; }

    public string Current { get; private set; } = "";

    public int? ResidualLikelihood { get; private set; }

    public string? Residual { get; private set; }

    public int? TargetLikelihood { get; private set; }

    public string? Target { get; private set; }

    /// <summary>What the system was, a line each: <c>purpose=…</c>.</summary>
    public List<string> Basis { get; private set; } = [];

    /// <summary>References of the applied controls the current level rests on.</summary>
    public List<string> Controls { get; private set; } = [];

    /// <summary>JSON of what they and the measures said.</summary>
    public string Grounds { get; private set; } = "";

    public RatedLevels Levels => new(RatedLevel.Of(InherentLikelihood, Inherent)!, RatedLevel.Of(CurrentLikelihood, Current)!, RatedLevel.Of(ResidualLikelihood, Residual), RatedLevel.Of(TargetLikelihood, Target));

    public RiskGrounds Seen => JsonSerializer.Deserialize<RiskGrounds>(Grounds, AsKept) ?? RiskGrounds.None;
}

/// <summary>What an assessment is made on, beside judgement.</summary>
/// <param name="System">Of the system: <see cref="RiskReassessment.Basis"/>.</param>
internal sealed record AssessmentBasis(string CriteriaVersion, IReadOnlyList<string> System, RiskGrounds Grounds);
