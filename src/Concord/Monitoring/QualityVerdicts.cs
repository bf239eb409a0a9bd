using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>One check of the data itself. A limit of its measure makes a verdict of it.</summary>
/// <param name="Measure">Names the figure that is compared and the policy's limit on it.</param>
/// <param name="OnlyIfDrifted">As for drift: a share that chance can explain breaks no limit.</param>
internal sealed record QualityCheck(string Name, string Measure, string Metric, bool OnlyIfDrifted = false)
{
    public static readonly QualityCheck Missing = new(QualityMeasurement.MissingCheck, "missingShareIncrease", Monitoring.Metric.MissingRate, OnlyIfDrifted: true);
    public static readonly QualityCheck NewCategory = new(QualityMeasurement.NewCategoryCheck, "newLevelShare", Monitoring.Metric.NewCategoryRate, OnlyIfDrifted: true);
    public static readonly QualityCheck UnitChange = new(QualityMeasurement.UnitChangeCheck, "unitChangeRatio", Monitoring.Metric.UnitChange);

    private static readonly QualityCheck[] All = [Missing, NewCategory, UnitChange];

    public static QualityCheck Of(string name) => Array.Find(All, check => check.Name == name) ?? throw new ArgumentException($"There is no check {name}.", nameof(name));
}

/// <summary>Faults of the data itself: values that stopped coming, levels nobody has seen, another unit. A pure function of figures and policy.</summary>
internal static class QualityVerdicts
{
    public static IReadOnlyList<QualityMeasurement> Measure(IReadOnlyList<ColumnFacts> columns) => [.. columns.SelectMany(Measure)];

    /// <param name="drifted">Whether drift was detected in a column, by name and kind.</param>
    public static QualityMeasurement Judge(QualityMeasurement quality, Func<string, DriftKind, bool> drifted, MonitoringPolicy policy)
    {
        var (check, basis) = (QualityCheck.Of(quality.Check), quality.Basis!);
        var few = Judgement.TooFew(basis.ReferenceRows, basis.Rows, policy.Samples.Window);
        var compared = basis.Compared is { } value ? Measured.Of(value) : Measured.Not(basis.WhyNot!);
        var decided = check == QualityCheck.UnitChange ? Unit(check, new(compared, quality.Bounds), basis, few, policy.Limits)
            : Judgement.On(check.Measure, check.Metric, compared, policy.Limits[check.Measure], basis.Rows, few);
        if (check.OnlyIfDrifted && decided.IsBreach && !drifted(quality.Column, basis.Kind)) decided = decided with { Verdict = Verdict.Ok };
        return quality with { Verdict = decided.Verdict, DecidedBy = decided };
    }

    private static IEnumerable<QualityMeasurement> Measure(ColumnFacts column)
    {
        yield return Make(column, QualityCheck.Missing, column.MissingShare, column.MissingIncrease) with { Reference = column.ReferenceMissingShare.ValueOrNull };
        if (column.IsCategorical) yield return Make(column, QualityCheck.NewCategory, column.NewLevelShare, column.NewLevelShare);
        else if (column.Kind == DriftKind.Numeric) yield return Make(column, QualityCheck.UnitChange, column.UnitRatio.Value, column.UnitRatio.Value, column.NonZero) with { Bounds = column.UnitRatio.Between };
    }

    private static Judgement Unit(QualityCheck check, Figure ratio, QualityBasis basis, string? few, PolicyLimits limits)
    {
        if (few is not null || !ratio.Value.IsComputed) return Judgement.On(check.Measure, check.Metric, ratio.Value, Limit.None, basis.Rows, few);
        if (basis.Support < limits.UnitChangeMinimum)
            return Judgement.Insufficient(check.Measure, check.Metric, basis.Rows, FormattableString.Invariant($"{basis.Support} values other than zero, {limits.UnitChangeMinimum} needed on both sides"));
        return ratio.Least.Value <= limits.UnitChangeBelow ? Judgement.On(check.Measure, check.Metric, ratio, new(null, limits.UnitChangeBelow), basis.Rows, lowerIsWorse: true)
            : ratio.Most.Value >= limits.UnitChangeAbove ? Judgement.On(check.Measure, check.Metric, ratio, new(null, limits.UnitChangeAbove), basis.Rows)
            : new(Verdict.Ok, check.Measure, check.Metric, ratio.Value.Value, ratio.Value.Value < 1 ? limits.UnitChangeBelow : limits.UnitChangeAbove, basis.Rows);
    }

    private static QualityMeasurement Make(ColumnFacts column, QualityCheck check, Measured shown, Measured compared, long? support = null)
    {
        var reasons = new Reasons();
        return new()
        {
            Column = column.Column,
            Check = check.Name,
            Value = reasons.Take("value", shown),
            Verdict = Judgement.Unjudged.Verdict,
            DecidedBy = Judgement.Unjudged,
            NotComputed = reasons.OrNull,
            Basis = new(column.Kind, column.ReferenceRows, column.Rows, compared.ValueOrNull, compared.Reason, support),
        };
    }
}
