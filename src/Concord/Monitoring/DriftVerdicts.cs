using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>What is known of one column of a window beside the reference, before anything is judged.</summary>
internal sealed record ColumnFacts
{
    public required string Column { get; init; }

    public required DriftKind Kind { get; init; }

    public required long ReferenceRows { get; init; }

    public required long Rows { get; init; }

    public required long Missing { get; init; }

    public required Measured ReferenceMissingShare { get; init; }

    public required Measured MissingShare { get; init; }

    /// <summary>Both samples in the bins or levels that the index looks at.</summary>
    public required PairedCounts Counts { get; init; }

    /// <summary>The test that detection rests on.</summary>
    public required Measured PValue { get; init; }

    public Figure Ks { get; init; }

    public Measured KsP { get; init; }

    public Figure Wasserstein { get; init; }

    public Figure WassersteinNormalised { get; init; }

    public Figure UnitRatio { get; init; }

    /// <summary>The smaller number of non-zero values of both sides.</summary>
    public long NonZero { get; init; }

    public ChiSquareTest Chi2 { get; init; }

    public Measured CramersV { get; init; }

    public Measured NewLevelShare { get; init; }

    public IReadOnlyList<string> NewCategories { get; init; } = [];

    /// <summary>The levels of a categorical column that are not told one by one.</summary>
    public const string RestLevel = "__rest__";

    public bool IsCategorical => Kind == DriftKind.Categorical;

    public Measured MissingIncrease => ReferenceMissingShare.IsComputed ? MissingShare.Select(share => share - ReferenceMissingShare.Value) : ReferenceMissingShare;

    public string DriftMetric => Kind == DriftKind.Score ? Metric.PsiScore : Metric.PsiFeature;

    public static ColumnFacts Numeric(string column, DriftKind kind, EmpiricalDistribution reference, QuantileBins bins, EmpiricalDistribution window)
    {
        var ks = KolmogorovSmirnov.Statistic(reference, window);
        var distance = Measures.Wasserstein.Of(reference, window);
        var ksP = ks.Select(d => KolmogorovSmirnov.LimitPValue(d, reference.Count, window.Count));
        return new()
        {
            Column = column,
            Kind = kind,
            ReferenceRows = reference.Rows,
            Rows = window.Rows,
            Missing = window.Missing,
            ReferenceMissingShare = reference.MissingShare,
            MissingShare = window.MissingShare,
            Counts = bins.Pair(reference, window),
            PValue = reference.Missing + window.Missing == 0 ? ksP : EitherTest(ksP, MissingShareTest.Of(reference, window).PValue),
            Ks = ks,
            KsP = ksP,
            Wasserstein = distance,
            WassersteinNormalised = Measures.Wasserstein.OverReferenceDeviation(reference, distance),
            UnitRatio = UnitChange.Ratio(reference, window),
            NonZero = Math.Min(reference.NonZeroCount, window.NonZeroCount),
        };
    }

    /// <summary>From the counts of both sides on the same fine bins. What rests on the ten bins and on missing rows is as exact as ever; the others lie between two ends.</summary>
    public static ColumnFacts Binned(string column, DriftKind kind, ReferenceColumn known, NumericProfile reference, NumericProfile window)
    {
        var (rows, referenceRows) = (window.Count + window.Missing, reference.Count + reference.Missing);
        var noValue = reference.Count == 0 ? "the reference has no value" : "the window has no value";
        var ks = Figure.Middle(KolmogorovSmirnov.StatisticFromBins(new(reference.Bins, window.Bins), QuantileBins.FromEdges(known.Edges).IsSingle), noValue);
        var ksP = ks.Most.Select(d => KolmogorovSmirnov.LimitPValue(d, reference.Count, window.Count));
        var distance = Figure.Middle(Distance(known, reference, window), noValue);
        var deviation = reference.Count == 0 ? 0 : Math.Sqrt(reference.SquaredDeviations!.Value / reference.Count);
        return new()
        {
            Column = column,
            Kind = kind,
            ReferenceRows = referenceRows,
            Rows = rows,
            Missing = window.Missing,
            ReferenceMissingShare = MissingShareOf(reference.Missing, referenceRows),
            MissingShare = MissingShareOf(window.Missing, rows),
            Counts = known.Pair(reference, window),
            PValue = reference.Missing + window.Missing == 0 ? ksP : EitherTest(ksP, MissingShareTest.Of(reference.Missing, referenceRows, window.Missing, rows).PValue),
            Ks = ks,
            KsP = ksP,
            Wasserstein = distance,
            WassersteinNormalised = !distance.Value.IsComputed || deviation > 0 ? distance.Times(1 / deviation)
                : Measured.Not("all values of the reference are equal, so it has no standard deviation to compare with"),
            UnitRatio = Unit(known, window),
            NonZero = Math.Min(reference.Count - reference.Zero, window.Count - window.Zero),
        };
    }

    private static Measured MissingShareOf(long missing, long rows) => rows == 0 ? Measured.Not("there are no rows") : Measured.Of((double)missing / rows);

    private static Bounds? Distance(ReferenceColumn known, NumericProfile reference, NumericProfile window)
    {
        if (reference.Count == 0 || window.Count == 0) return null;
        var (least, most) = (Math.Min(reference.Minimum!.Value, window.Minimum!.Value), Math.Max(reference.Maximum!.Value, window.Maximum!.Value));

        // Edges without rows beyond them, as the tenths of a score, may lie outside.
        double[] edges = [Math.Min(least, known.Edges[0]), .. known.Edges, Math.Max(most, known.Edges[^1])];
        return Measures.Wasserstein.FromBins(new(reference.Bins, window.Bins), edges, window.Mean!.Value - reference.Mean!.Value);
    }

    private static Figure Unit(ReferenceColumn known, NumericProfile window) =>
        known.MedianOfNonZero is not { } before ? Measured.Not("in the reference there is no value other than zero")
        : before == 0 ? Measured.Not("the median of the reference's non-zero values is zero")
        : Figure.Middle(new BinnedValues(known.Edges, window).MedianOfNonZero(), "in the window there is no value other than zero").Times(1 / before);

    public static ColumnFacts Categorical(string column, CategoryCounts reference, CategoryCounts window)
    {
        var counts = CategoryCounts.Pair(reference, window);
        return new()
        {
            Column = column,
            Kind = DriftKind.Categorical,
            ReferenceRows = reference.Rows,
            Rows = window.Rows,
            Missing = window.Missing,
            ReferenceMissingShare = reference.MissingShare,
            MissingShare = window.MissingShare,
            Counts = counts,
            PValue = ChiSquareTwoSample.OfMerged(counts).PValue,
            Chi2 = ChiSquareTwoSample.Of(counts),
            CramersV = Measures.CramersV.Of(counts),
            NewLevelShare = window.NewLevelShare(reference),
            NewCategories = window.NewLevels(reference),
        };
    }

    /// <summary>The counts of a profile as levels. Where the reference does not know all its levels by name, a level unknown there need not be new: it joins the rest.</summary>
    public static CategoryCounts Levels(CategoricalProfile profile, CategoricalProfile reference) => CategoryCounts.FromCounts(
    [
        (null, profile.Missing),
        (RestLevel, profile.RestRows),
        .. profile.Levels.Select(pair => ((string?)(reference.RestLevels == 0 || reference.Levels.ContainsKey(pair.Key) ? pair.Key : RestLevel), pair.Value)),
    ]);

    /// <summary>Values and missing values are tested on their own; the smaller p-value of two tests is doubled.</summary>
    private static Measured EitherTest(Measured values, Measured missing) =>
        !values.IsComputed && !missing.IsComputed ? values
        : Measured.Of(Math.Min(1, 2 * Math.Min(values.ValueOrNull ?? 1, missing.ValueOrNull ?? 1)));
}

/// <summary>Detection and severity of drift. A pure function of reference, window and policy.</summary>
internal static class DriftVerdicts
{
    public static IReadOnlyList<DriftMeasurement> Judge(IReadOnlyList<ColumnFacts> columns, MonitoringPolicy policy)
    {
        var adjusted = BenjaminiHochberg.Adjust([.. columns.Select(column => column.PValue)]);
        return [.. columns.Select((column, i) => Judge(column, adjusted[i], policy))];
    }

    private static DriftMeasurement Judge(ColumnFacts column, Measured adjusted, MonitoringPolicy policy)
    {
        var psi = PopulationStabilityIndex.Of(column.Counts);
        var drifted = IsDrifted(column, column.Ks.Most, adjusted, policy.Detection);
        var decided = Decide(column, adjusted, psi, drifted, policy);
        var reasons = new Reasons();
        var bounds = new BoundsTaken();
        var numeric = !column.IsCategorical;
        bounds.Take("ks", column.Ks);
        bounds.Take("wasserstein", column.Wasserstein);
        bounds.Take("wassersteinNormalised", column.WassersteinNormalised);
        return new()
        {
            Column = column.Column,
            Kind = column.Kind,
            N = column.Rows,
            Missing = column.Missing,
            Method = bounds.Method,
            Bounds = bounds.OrNull,
            Psi = reasons.Take("psi", psi),
            PsiExpected = reasons.Take("psiExpected", PopulationStabilityIndex.ExpectedBySampling(column.Counts)),
            Js = reasons.Take("js", JensenShannonDistance.Of(column.Counts)),
            PAdjusted = reasons.Take("pAdjusted", adjusted),
            Drifted = drifted,
            Verdict = decided.Verdict,
            Ks = numeric ? reasons.Take("ks", column.Ks.Value) : null,
            KsP = numeric ? reasons.Take("ksP", column.KsP) : null,
            Wasserstein = numeric ? reasons.Take("wasserstein", column.Wasserstein.Value) : null,
            WassersteinNormalised = numeric ? reasons.Take("wassersteinNormalised", column.WassersteinNormalised.Value) : null,
            Chi2 = numeric ? null : reasons.Take("chi2", column.Chi2.Statistic),
            Chi2Dof = numeric ? null : (int?)reasons.Take("chi2Dof", column.Chi2.Statistic.Select(_ => column.Chi2.DegreesOfFreedom)),
            Chi2P = numeric ? null : reasons.Take("chi2P", column.Chi2.PValue),
            CramersV = numeric ? null : reasons.Take("cramersV", column.CramersV),
            TotalVariation = numeric ? null : reasons.Take("totalVariation", TotalVariation.Of(column.Counts)),
            NewCategories = numeric ? null : column.NewCategories,
            DecidedBy = decided,
            NotComputed = reasons.OrNull,
        };
    }

    /// <param name="ks">The end of the bound that is taken for the statistic.</param>
    private static bool IsDrifted(ColumnFacts column, Measured ks, Measured adjusted, PolicyDetection detection) =>
        adjusted.IsComputed && adjusted.Value <= detection.FalseDiscoveryRate
        && (ks.ValueOrNull >= detection.MinimumKs
            || column.CramersV.ValueOrNull >= detection.MinimumCramersV
            || Math.Abs(column.MissingIncrease.ValueOrNull ?? 0) >= detection.MinimumMissingShareChange);

    private static Judgement Decide(ColumnFacts column, Measured adjusted, Measured psi, bool drifted, MonitoringPolicy policy)
    {
        if (Judgement.TooFew(column.ReferenceRows, column.Rows, policy.Samples.Window) is { } few)
            return Judgement.Insufficient("psi", column.DriftMetric, column.Rows, few);
        if (!psi.IsComputed) return Judgement.NotComputable("psi", column.DriftMetric, column.Rows, psi.Reason!);

        // Without a test nothing was detected. Where both sides hold one and the same level there is nothing to test and nothing moved.
        if (!adjusted.IsComputed && psi.Value > 0) return Judgement.NotComputable("psi", column.DriftMetric, column.Rows, adjusted.Reason!);
        var index = Judgement.On("psi", column.DriftMetric, psi.Value, PsiLimit(column.Counts, policy.Limits), column.Rows);
        if (!drifted) return index with { Verdict = Verdict.Ok };
        var worst = Judgement.Worst([index, .. OtherSeverities(column, policy.Limits)]);
        return IsDrifted(column, column.Ks.Least, adjusted, policy.Detection) || worst.Note is not null ? worst
            : worst with { Note = $"drift is taken as detected: binned, the Kolmogorov-Smirnov statistic lies between {MeasureWords.Figure(column.Ks.Least.ValueOrNull)} and {MeasureWords.Figure(column.Ks.Most.ValueOrNull)}, on both sides of the limit" };
    }

    private static IEnumerable<Judgement> OtherSeverities(ColumnFacts column, PolicyLimits limits)
    {
        (string Measure, Figure Value, Limit Limit)[] others = column.IsCategorical
            ? [("cramersV", column.CramersV, limits.CramersV), ("newLevelShare", column.NewLevelShare, limits.NewLevelShare), ("missingShareIncrease", column.MissingIncrease, limits.MissingShareIncrease)]
            : [("wassersteinNormalised", column.WassersteinNormalised, limits.WassersteinNormalised), ("missingShareIncrease", column.MissingIncrease, limits.MissingShareIncrease)];
        return others.Where(other => other.Value.Value.IsComputed).Select(other => Judgement.On(other.Measure, column.DriftMetric, other.Value, other.Limit, column.Rows));
    }

    private static Limit PsiLimit(PairedCounts counts, PolicyLimits limits) => limits.PsiSamplingFloor
        ? new(Floor(limits.Psi.Warn, counts, 0.95), Floor(limits.Psi.Alert, counts, 0.99))
        : limits.Psi;

    private static double? Floor(double? limit, PairedCounts counts, double probability) =>
        limit is { } number && PopulationStabilityIndex.SamplingPoint(counts, probability) is { IsComputed: true } point ? Math.Max(number, point.Value) : limit;
}
