using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>A window as it counts now, with its measures.</summary>
internal sealed record JudgedWindow(WindowComputation Computation, WindowMeasurement Measures)
{
    /// <summary>Judged by another policy than it was measured under: the figures are older.</summary>
    public bool IsJudgedAgain => Measures.JudgedBy?.FiguresOf is not null;

    public DateTimeOffset KnownSince => Measures.JudgedBy?.FiguresOf ?? Computation.ComputedAt;
}

/// <summary>Figures that stood were judged by another policy than before.</summary>
/// <param name="At">When they were.</param>
/// <param name="Revisions">References of the revisions that are new.</param>
/// <param name="Before">Where each subject stood by the policy before.</param>
internal sealed record PolicyChange(string PolicyBefore, string PolicyNow, DateTimeOffset At, IReadOnlyList<string> Revisions, IReadOnlyDictionary<(SignalKind Kind, string Subject), Condition> Before)
{
    public string Says => $"because of policy {PolicyNow}: by policy {PolicyBefore} the same figures were within the limit";

    /// <summary>Whether the policy before raised nothing where this breach is raised now, or something milder.</summary>
    public bool Broke((SignalKind Kind, string Subject) subject, Breach breach) =>
        Before.GetValueOrDefault(subject)?.Breach is not { } before || before.Severity < breach.Severity;
}

/// <summary>What the windows and the reference of a monitor say under a policy, and whether that differs from the policy before.</summary>
internal sealed class PolicyChanges(ConcordDb db, PoliciesInForce policies)
{
    /// <summary>The reference, where it is out of bounds, then the complete windows in order of time.</summary>
    public static IEnumerable<Observation> Observations(ReferenceMeasurement reference, IEnumerable<WindowMeasurement> windows) =>
        reference.Fairness.Where(fairness => fairness.DecidedBy.IsBreach)
            .Select(fairness => Observation.Of(MeasureKind.Fairness, fairness.Attribute, Condition.ReferenceWindow, fairness.DecidedBy))
            .Concat(windows.SelectMany(window => window.Judgements().Select(judged => Observation.Of(judged.Kind, judged.Subject, window.Window, judged.Judgement))));

    /// <param name="signals">The newest of each subject, where closing them is asked about as well.</param>
    public static IReadOnlyDictionary<(SignalKind Kind, string Subject), Condition> Conditions(
        ReferenceMeasurement reference, IEnumerable<WindowMeasurement> windows, PolicyPersistence persistence, IReadOnlyDictionary<(SignalKind Kind, string Subject), Signal>? signals = null) =>
        Observations(reference, windows).GroupBy(observation => (observation.Kind, observation.Subject))
            .ToDictionary(subject => subject.Key, subject => Condition.Of([.. subject], persistence, signals?.GetValueOrDefault(subject.Key)));

    /// <summary>The reference is judged by the policy in force, not by the one of the day it was frozen; unless it was frozen without what that needs.</summary>
    public static ReferenceMeasurement Reference(FrozenReference reference, MonitoringPolicy policy)
    {
        var frozen = ReferenceMeasurement.FromJson(reference.Measures);
        return WindowVerdicts.Judge(frozen, policy) ?? frozen;
    }

    /// <summary>The newest change of policy under figures that stood; null when the newest windows were measured under the policy that judges them.</summary>
    public async Task<PolicyChange?> Newest(Concord.Monitoring.Monitor monitor, FrozenReference reference, IReadOnlyList<JudgedWindow> windows, MonitoringPolicy policy, CancellationToken stop)
    {
        if (windows.LastOrDefault(window => window.IsJudgedAgain) is not { } judged) return null;
        var at = judged.Computation.ComputedAt;
        var last = await db.Set<WindowComputation>().AsNoTracking().Where(w => w.MonitorId == monitor.Id && w.Window == judged.Computation.Window && !w.IsNewest && w.ComputedAt <= at && w.PolicySha256 != judged.Computation.PolicySha256)
            .OrderByDescending(w => w.ComputedAt).Select(w => new { w.ComputedAt, w.PolicySha256 }).FirstOrDefaultAsync(stop);
        if (last is null || await policies.At(monitor.SystemId, last.ComputedAt, stop) is not { } before || before.Sha256 != last.PolicySha256) return null;
        var then = windows.Where(window => WindowVerdicts.CanJudge(window.Measures, before)).Select(window => WindowVerdicts.Judge(window.Measures, before));
        return new(before.Version, policy.Version, at, [.. policy.Revisions.Except(before.Revisions, StringComparer.Ordinal)], Conditions(Reference(reference, before), then, before.Persistence));
    }
}
