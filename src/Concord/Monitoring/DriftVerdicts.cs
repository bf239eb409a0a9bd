using System.Collections.Concurrent;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Detection and severity of drift. A pure function of figures and policy: figures that were stored are judged as if they had just been measured.</summary>
internal static class DriftVerdicts
{
    // Finding a point takes longer than all the rest of a verdict, and most columns have the same number of bins.
    private static readonly ConcurrentDictionary<(double Probability, int Freedom), double> Points = new();

    /// <summary>The figures of the columns of one window, before any policy is asked.</summary>
    public static IReadOnlyList<DriftMeasurement> Measure(IReadOnlyList<ColumnFacts> columns)
    {
        var adjusted = BenjaminiHochberg.Adjust([.. columns.Select(column => column.PValue)]);
        return [.. columns.Select((column, i) => Measure(column, adjusted[i]))];
    }

    /// <summary>Columns that were counted just now.</summary>
    public static IReadOnlyList<DriftMeasurement> Judge(IReadOnlyList<ColumnFacts> columns, MonitoringPolicy policy) => [.. Measure(columns).Select(column => Judge(column, policy))];

    public static DriftMeasurement Judge(DriftMeasurement drift, MonitoringPolicy policy)
    {
        var drifted = IsDrifted(drift, drift.Ends("ks")?.High ?? drift.Ks, policy.Detection);
        var decided = Decide(drift, drifted, policy);
        return drift with { Drifted = drifted, Verdict = decided.Verdict, DecidedBy = decided };
    }

    private static DriftMeasurement Measure(ColumnFacts column, Measured adjusted)
    {
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
            Psi = reasons.Take("psi", column.Compare(PopulationStabilityIndex.Of)),
            PsiExpected = reasons.Take("psiExpected", column.Compare(PopulationStabilityIndex.ExpectedBySampling)),
            Js = reasons.Take("js", column.Compare(JensenShannonDistance.Of)),
            PAdjusted = reasons.Take("pAdjusted", adjusted),
            Drifted = false,
            Verdict = Judgement.Unjudged.Verdict,
            Ks = numeric ? reasons.Take("ks", column.Ks.Value) : null,
            KsP = numeric ? reasons.Take("ksP", column.KsP) : null,
            Wasserstein = numeric ? reasons.Take("wasserstein", column.Wasserstein.Value) : null,
            WassersteinNormalised = numeric ? reasons.Take("wassersteinNormalised", column.WassersteinNormalised.Value) : null,
            Chi2 = numeric ? null : reasons.Take("chi2", column.Chi2.Statistic),
            Chi2Dof = numeric ? null : (int?)reasons.Take("chi2Dof", column.Chi2.Statistic.Select(_ => column.Chi2.DegreesOfFreedom)),
            Chi2P = numeric ? null : reasons.Take("chi2P", column.Chi2.PValue),
            CramersV = numeric ? null : reasons.Take("cramersV", column.CramersV),
            TotalVariation = numeric ? null : reasons.Take("totalVariation", column.Compare(TotalVariation.Of)),
            NewCategories = numeric ? null : column.NewCategories,
            FurtherNewCategories = column.FurtherNewCategories == 0 ? null : column.FurtherNewCategories,
            DecidedBy = Judgement.Unjudged,
            NotComputed = reasons.OrNull,
            Basis = new(column.ReferenceRows, column.Counts.Length, column.MissingIncrease.ValueOrNull, numeric ? null : column.NewLevelShare.ValueOrNull),
        };
    }

    /// <param name="ks">The end of the bound that is taken for the statistic; of an exact one both ends are the statistic.</param>
    private static bool IsDrifted(DriftMeasurement drift, double? ks, PolicyDetection detection) =>
        drift.PAdjusted <= detection.FalseDiscoveryRate
        && ((ks is { } statistic && Limit.IsReached(statistic, detection.MinimumKs))
            || (drift.CramersV is { } v && Limit.IsReached(v, detection.MinimumCramersV))
            || Limit.IsReached(Math.Abs(drift.Basis!.MissingShareIncrease ?? 0), detection.MinimumMissingShareChange));

    private static Judgement Decide(DriftMeasurement drift, bool drifted, MonitoringPolicy policy)
    {
        var metric = drift.Kind == DriftKind.Score ? Metric.PsiScore : Metric.PsiFeature;
        if (Judgement.TooFew(drift.Basis!.ReferenceRows, drift.N, policy.Samples.Window) is { } few)
            return Judgement.Insufficient("psi", metric, drift.N, few);
        if (drift.N == drift.Missing && drift.Basis.MissingShareIncrease == 0) return Judgement.NotComputable("psi", metric, drift.N, "neither the reference nor the window has a value");
        if (drift.Psi is not { } psi) return Judgement.NotComputable("psi", metric, drift.N, drift.NotComputed!["psi"]);

        // Without a test nothing was detected. Where both sides hold one and the same level there is nothing to test and nothing moved; where they differ in levels too
        // rare for the index, as identifiers do, nobody knows.
        if (drift.PAdjusted is null && (psi > 0 || drift.Chi2 > 0)) return Judgement.NotComputable("psi", metric, drift.N, drift.NotComputed!["pAdjusted"]);
        var index = Judgement.On("psi", metric, psi, PsiLimit(drift, policy.Limits), drift.N);
        if (!drifted) return index with { Verdict = Verdict.Ok };
        var worst = Judgement.Worst([index, .. OtherSeverities(drift, metric, policy.Limits)]);
        if (drift.Ends("ks") is not { } ends || worst.Note is not null || IsDrifted(drift, ends.Low, policy.Detection)) return worst;
        return worst with { Note = $"drift is taken as detected: binned, the Kolmogorov-Smirnov statistic lies between {MeasureWords.Figure(ends.Low)} and {MeasureWords.Figure(ends.High)}, on both sides of the limit" };
    }

    private static IEnumerable<Judgement> OtherSeverities(DriftMeasurement drift, string metric, PolicyLimits limits)
    {
        (string Measure, double? Value)[] others = drift.Kind == DriftKind.Categorical
            ? [("cramersV", drift.CramersV), ("newLevelShare", drift.Basis!.NewLevelShare), ("missingShareIncrease", drift.Basis.MissingShareIncrease)]
            : [("wassersteinNormalised", drift.WassersteinNormalised), ("missingShareIncrease", drift.Basis!.MissingShareIncrease)];
        return others.Where(other => other.Value is not null)
            .Select(other => Judgement.On(other.Measure, metric, new Figure(Measured.Of(other.Value!.Value), drift.Ends(other.Measure)), limits[other.Measure], drift.N));
    }

    private static Limit PsiLimit(DriftMeasurement drift, PolicyLimits limits) => limits.PsiSamplingFloor
        ? new(Floor(limits.Psi.Warn, drift, 0.95), Floor(limits.Psi.Alert, drift, 0.99))
        : limits.Psi;

    /// <summary>(1/n + 1/m) times the point of chi-square with bins − 1 degrees of freedom; the expected index is the same factor times those degrees.</summary>
    private static double? Floor(double? limit, DriftMeasurement drift, double probability) =>
        limit is { } number && drift.PsiExpected is { } expected && drift.Basis!.Bins - 1 is var freedom and > 0
            ? Math.Max(number, expected / freedom * Points.GetOrAdd((probability, freedom), static at => ChiSquareLaw.Quantile(at.Probability, at.Freedom)))
            : limit;
}
