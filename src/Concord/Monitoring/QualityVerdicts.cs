using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// Faults of the data itself: values that stopped coming, levels nobody has seen, another unit, range or type, columns that no longer vary, rows that are
/// lacking. A pure function of figures and policy. Where nothing has changed, a window has a finding of the checks with a p-value of their own in at most
/// as many cases as the policy's significance says: they are one family of tests.
/// </summary>
internal static class QualityVerdicts
{
    /// <summary>The figures of all columns of a window at once: their tests share one correction.</summary>
    public static IReadOnlyList<QualityMeasurement> Measure(IReadOnlyList<ColumnFacts> columns)
    {
        var adjusted = new Queue<Measured>(BenjaminiHochberg.Adjust([.. columns.SelectMany(column => column.Data.Select(fact => fact.PValue))]));
        var categorical = columns.Count(column => column.IsCategorical);
        return [.. columns.SelectMany(column => OfDrift(column, categorical).Concat(column.Data.Select(fact => OfData(column, fact, adjusted.Dequeue()))))];
    }

    /// <param name="shown">The figure people read.</param>
    public static QualityMeasurement Measure(string column, QualityCheck check, Measured shown, QualityBasis basis)
    {
        var reasons = new Reasons();
        return new()
        {
            Column = column,
            Check = check.Name,
            Value = reasons.Take("value", shown),
            Verdict = Judgement.Unjudged.Verdict,
            DecidedBy = Judgement.Unjudged,
            NotComputed = reasons.OrNull,
            Basis = basis,
        };
    }

    /// <param name="drifted">Whether drift was detected in a column, by name and kind.</param>
    public static QualityMeasurement Judge(QualityMeasurement quality, Func<string, DriftKind, bool> drifted, MonitoringPolicy policy)
    {
        var (check, basis) = (QualityCheck.Of(quality.Check), quality.Basis!);
        var decided = Decide(check, basis, quality.Bounds, policy);
        var isChance = check.Needs switch
        {
            BeyondChance.Drifted => !drifted(quality.Column, basis.Kind),
            BeyondChance.DriftedOrSignificant => !drifted(quality.Column, basis.Kind) && !(basis.P <= policy.QualitySignificance),
            BeyondChance.Significant => !(basis.P <= policy.QualitySignificance),
            BeyondChance.Unusual => basis.Arrival is not { IsUnusual: true },
            _ => false,
        };
        // Rows that come as usual are as usual, however few. A share past its limit may be the same as before or not: nobody knows.
        if (decided.IsBreach && isChance) decided = check.Needs == BeyondChance.Unusual ? decided with { Verdict = Verdict.Ok } : decided.ByChance(basis.P);
        return quality with { Verdict = decided.Verdict, DecidedBy = decided };
    }

    /// <param name="categorical">How many categorical columns share the chance of a false finding.</param>
    private static IEnumerable<QualityMeasurement> OfDrift(ColumnFacts column, int categorical)
    {
        yield return Measure(column.Column, QualityCheck.Missing, column.MissingShare, QualityBasis.Of(column, column.MissingIncrease)) with { Reference = column.ReferenceMissingShare.ValueOrNull };
        if (column.IsCategorical) yield return Measure(column.Column, QualityCheck.NewCategory, column.NewLevelShare, QualityBasis.Of(column, column.NewLevelShare) with { P = column.NewLevelP.Select(p => Math.Min(1, p * categorical)).ValueOrNull });
        else if (column.Kind == DriftKind.Numeric)
            yield return Measure(column.Column, QualityCheck.UnitChange, column.UnitRatio.Value, QualityBasis.Of(column, column.UnitRatio.Value) with { Support = column.NonZero }) with { Bounds = column.UnitRatio.Between };
    }

    private static QualityMeasurement OfData(ColumnFacts column, DataFact fact, Measured adjusted) =>
        Measure(column.Column, fact.Check, fact.Value, QualityBasis.Of(column, fact.Compared) with { P = adjusted.ValueOrNull }) with { Reference = fact.Reference?.ValueOrNull, Bounds = fact.Between };

    private static Judgement Decide(QualityCheck check, QualityBasis basis, Bounds? between, MonitoringPolicy policy)
    {
        var compared = basis.Compared is { } value ? Measured.Of(value) : Measured.Not(basis.WhyNot!);
        var few = basis.Arrival is { } arrival ? arrival.TooFew(policy.Samples.Window, enoughAlready: compared.ValueOrNull >= 1 && (check == QualityCheck.Volume || check == QualityCheck.Silence))
            : Judgement.TooFew(basis.ReferenceRows, basis.Rows, policy.Samples.Window);
        if (few is not null || !compared.IsComputed) return Judgement.On(check.Measure, check.Metric, compared, Limit.None, basis.Rows, few);
        return check == QualityCheck.UnitChange ? Unit(new(compared, between), basis, policy.Limits)
            : check == QualityCheck.Volume ? Volume(compared.Value, basis.Rows, policy.Limits[check.Measure])
            : Judgement.On(check.Measure, check.Metric, new Figure(compared, between), policy.Limits[check.Measure], basis.Rows);
    }

    private static Judgement Unit(Figure ratio, QualityBasis basis, PolicyLimits limits)
    {
        var check = QualityCheck.UnitChange;
        if (basis.Support < limits.UnitChangeMinimum)
            return Judgement.Insufficient(check.Measure, check.Metric, basis.Rows, FormattableString.Invariant($"{basis.Support} values other than zero, {limits.UnitChangeMinimum} needed on both sides"));
        return limits.UnitChangeBelow is { } below && Limit.IsReached(ratio.Least.Value, below, lowerIsWorse: true) ? Judgement.On(check.Measure, check.Metric, ratio, new(null, limits.UnitChangeBelow), basis.Rows, lowerIsWorse: true)
            : limits.UnitChangeAbove is { } above && Limit.IsReached(ratio.Most.Value, above) ? Judgement.On(check.Measure, check.Metric, ratio, new(null, limits.UnitChangeAbove), basis.Rows)
            : new(Verdict.Ok, check.Measure, check.Metric, ratio.Value.Value, ratio.Value.Value < 1 ? limits.UnitChangeBelow : limits.UnitChangeAbove, basis.Rows);
    }

    /// <summary>The limit is on the change, up or down; the figure is what came over what usually comes.</summary>
    private static Judgement Volume(double ratio, long rows, Limit change)
    {
        var (check, fewer) = (QualityCheck.Volume, ratio < 1);
        var limit = fewer ? new Limit(1 - change.Warn, 1 - change.Alert) : new Limit(1 + change.Warn, 1 + change.Alert);
        return Judgement.On(check.Measure, check.Metric, ratio, limit, rows, lowerIsWorse: fewer);
    }
}
