using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>
/// Evidence that a control works, from the newest complete window: only where the window could have disproved it. A metric without a
/// verdict proves nothing, and then the control keeps the evidence it had, which ages.
/// </summary>
internal sealed class ControlEvidence(ConcordDb db, WatchedWindows windows, Reach reach, DerivationRun derivation, StandardsLibrary standards)
{
    /// <summary>After a signal was closed: what the newest complete window says about controls that nothing speaks against any more.</summary>
    public async Task Record(Signal closed, CancellationToken stop)
    {
        var (source, all) = await windows.Behind(closed, stop);
        await Record(source, all, await db.Set<AiSystem>().AsNoTracking().SingleAsync(s => s.Id == source.SystemId, stop), stop);
    }

    /// <param name="all">Windows of the source, oldest first.</param>
    public async Task Record(Watched source, IReadOnlyList<WatchedWindow> all, AiSystem system, CancellationToken stop)
    {
        if (all.LastOrDefault(window => window.Window != Condition.ReferenceWindow) is not { } newest) return;
        var judged = newest.Judged.GroupBy(judgement => judgement.Judgement.Metric, StringComparer.Ordinal)
            .ToDictionary(metric => metric.Key, metric => metric.Select(judgement => judgement.Judgement).ToList(), StringComparer.Ordinal);
        var controls = (await reach.BackedControls(source, system.Ref, judged.Keys, stop)).Where(control => IsProven(control, judged)).ToList();
        var title = $"{source.Ref}: {newest.Window} within limits";
        var told = await db.Set<Evidence>().Where(known => known.Title == title && known.RecordedAt >= newest.KnownSince).Select(known => known.ControlRefs).ToListAsync(stop);
        controls.RemoveAll(control => told.Exists(refs => refs.Contains(control.Ref)));
        if (controls.Count == 0) return;
        await using var work = await db.Begin(Actor.System, stop);
        var evidence = new Evidence(await work.NextRef("EV", stop), source.UnitId, EvidenceContent.Kind, title, db.Today, EvidenceContent.ValidDays(standards), EvidenceResult.Effective,
            $"{newest.Said} of {newest.Window}: every judged metric of {string.Join(", ", controls.Select(control => control.Ref))} is within its limit",
            EvidenceContent.Of(source, newest, judged.Keys), controls.Select(control => control.Ref), by: null, db.Now);
        db.Add(evidence);
        work.Note("evidence.recorded", evidence.Ref, $"{title}, for {string.Join(", ", evidence.ControlRefs)}");
        await derivation.Run(work, stop);
        await work.Commit(stop);
    }

    public async Task RecordFalseAlarm(Work work, Signal signal, string text, IReadOnlyList<AppliedControl> controls, CancellationToken stop)
    {
        const string kind = "record";
        var days = standards.EvidenceValidity.For(kind) ?? throw new InvalidOperationException("The standards library gives no validity for records.");
        var record = new Evidence(await work.NextRef("EV", stop), signal.UnitId, kind, $"{signal.Ref} was a false alarm", db.Today, days.Days, EvidenceResult.Effective, text, text,
            controls.Select(control => control.Ref), signal.ClosedBy, db.Now);
        db.Add(record);
        work.Note("evidence.recorded", record.Ref, $"a person found {signal.Ref} to be a false alarm, for {string.Join(", ", record.ControlRefs)}");
    }

    /// <summary>That a figure came proves nothing about what it says.</summary>
    private static bool IsProven(AppliedControl control, Dictionary<string, List<Judgement>> judged)
    {
        if (control.FailingBecause.Count > 0) return false;
        var judgements = control.Metrics.Where(judged.ContainsKey).SelectMany(metric => judged[metric]).Where(judgement => judgement.Measure != SeriesMeasures.Missing).ToList();
        return judgements.Exists(judgement => judgement.IsKept) && !judgements.Exists(judgement => judgement.Undecided || judgement.Verdict is Verdict.Alert or Verdict.Insufficient);
    }
}
