namespace Concord.Monitoring;

/// <summary>
/// Figures and a policy give verdicts. The one place where a policy is asked: what was measured just now and what was stored long ago are judged by the
/// same function, and give the same.
/// </summary>
internal static class WindowVerdicts
{
    public static WindowMeasurement Judge(WindowMeasurement figures, MonitoringPolicy policy)
    {
        var drift = figures.Drift.Select(column => DriftVerdicts.Judge(column, policy)).ToArray();
        var drifted = drift.Where(column => column.Drifted).Select(column => (column.Column, column.Kind)).ToHashSet();
        var judged = figures with
        {
            Drift = drift,
            Performance = PerformanceVerdicts.Judge(figures.Performance, policy),
            Fairness = FairnessVerdicts.Judge(figures.Fairness, policy),
            Joint = figures.Joint?.Judge(policy),
            Quality = [.. figures.Quality.Select(check => QualityVerdicts.Judge(check, (column, kind) => drifted.Contains((column, kind)), policy))],
            JudgedBy = new(policy.Version, policy.Sha256, policy.Revisions),
        };
        return judged with { Verdict = Overall(judged) };
    }

    /// <summary>The measures of a reference under a policy: only its fairness is judged. Null where it was frozen before what a verdict needs was kept.</summary>
    public static ReferenceMeasurement? Judge(ReferenceMeasurement reference, MonitoringPolicy policy) =>
        HasBasis(reference.Fairness) ? reference with { Fairness = FairnessVerdicts.Judge(reference.Fairness, policy) } : null;

    /// <summary>
    /// Whether a window was stored with everything a verdict needs. One stored before that was kept, whose estimates without labels follow other rules, or whose
    /// figures are exact where the policy asks for counts or the other way round, must be measured anew.
    /// </summary>
    public static bool CanJudge(WindowMeasurement stored, MonitoringPolicy policy) =>
        (stored.WithoutLabels is null || stored.EstimatedUnder == EstimatedUnder.Of(policy)) && From(stored).Fits(policy)
        && stored.Performance.Basis is not null && stored.Drift.All(drift => drift.Basis is not null) && stored.Quality.All(check => check.Basis is not null) && HasDataChecks(stored) && HasBasis(stored.Fairness);

    /// <summary>Windows stored before there was a limit are exact.</summary>
    private static MeasuredFrom From(WindowMeasurement stored) =>
        stored.MeasuredFrom ?? new(Math.Max(stored.Rows, stored.Performance.Basis?.Labels.ReferenceRows ?? 0), Exact: true, RowsDeleted: false);

    /// <summary>Every column is asked whether it still varies, every log whether windows are without rows; a window stored before that has none of the checks that came with it.</summary>
    private static bool HasDataChecks(WindowMeasurement stored) => 
        stored.Quality.Count(check => check.Check == QualityMeasurement.ConstantCheck) == stored.Drift.Count
        && stored.Quality.Count(check => check.Check == QualityMeasurement.VolumeCheck) == stored.Quality.Count(check => check.Check == QualityMeasurement.SilenceCheck);

    private static bool HasBasis(IEnumerable<FairnessMeasurement> fairness) => fairness.All(attribute => attribute.Basis is not null && attribute.Groups.All(group => group.Basis is not null));

    /// <summary>
    /// The worst breach. Without one a window whose drift could not be judged for lack of rows is insufficient; a group or a label count that is too
    /// small in an otherwise judged window is said at its place and does not hide the rest.
    /// </summary>
    private static Verdict Overall(WindowMeasurement window)
    {
        var verdicts = window.Judgements().Select(each => each.Judgement.Verdict).ToArray();
        return verdicts.Contains(Verdict.Alert) ? Verdict.Alert
            : verdicts.Contains(Verdict.Warn) ? Verdict.Warn
            : window.Drift.Any(drift => drift.Verdict == Verdict.Insufficient) ? Verdict.Insufficient
            : Verdict.Ok;
    }
}
