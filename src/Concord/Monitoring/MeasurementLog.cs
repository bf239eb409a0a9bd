using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

internal enum PushOutcome
{
    /// <summary>The first figure of its window.</summary>
    Stored,

    /// <summary>The same figure was there before; nothing was stored.</summary>
    Known,

    /// <summary>It takes the place of a provisional one.</summary>
    Replaced,

    /// <summary>It takes the place of a final one; both are kept.</summary>
    Corrected,
}

/// <summary>What became of one measurement.</summary>
internal sealed record PushedLine(string Series, PushOutcome Outcome, MeasurementLine Measurement);

/// <param name="Touched">The series whose signals are to follow now.</param>
internal sealed record PushResult(string Model, IReadOnlyList<PushedLine> Lines, IReadOnlyList<Finding> Warnings, IReadOnlyList<MetricSeriesId> Touched);

/// <summary>Takes in measurements computed elsewhere: all of a push, or none and everything that is wrong with it.</summary>
internal sealed class MeasurementLog(ConcordDb db, StandardsLibrary standards)
{
    /// <param name="version">Label of the model version; null: the newest in use that has such a series.</param>
    /// <param name="faults">What could not be read of others in the same push.</param>
    public async Task<PushResult> Push(string modelRef, string? version, IReadOnlyList<PushedMeasurement> pushed, IReadOnlyList<Finding> faults, Actor actor, CancellationToken stop)
    {
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);
        var by = actor.DemandPerson(Permission.AppendLog, model.UnitId);
        if (version is not null && model.Versions.TrueForAll(known => known.Label != version))
            throw new RuleViolation("LOG-VERSION", $"{modelRef} has no version {version}. Known: {string.Join(", ", model.Versions.Select(known => known.Label))}.");
        await using var work = await db.Begin(actor, stop);
        var candidates = await Candidates(model, version, stop);
        var findings = new List<Finding>(faults);
        var matched = pushed.Select(one => (Pushed: one, Series: Match(candidates, one, model, findings))).Where(pair => IsSound(pair.Pushed, pair.Series, findings)).Select(pair => (pair.Pushed, Series: pair.Series!)).ToList();
        FindRepeated(matched, findings);
        var stored = await Known(matched, stop);
        var entries = matched.ConvertAll(pair => Compare(pair.Pushed, pair.Series, stored[pair.Series.Id], findings));
        Refuse(findings);
        var news = entries.FindAll(entry => entry.IsNews);
        foreach (var entry in news) Enter(entry, stored[entry.Series.Id], by, actor);
        foreach (var series in news.GroupBy(entry => entry.Series))
        {
            SeriesJudging.Judge(series.Key, stored[series.Key.Id], db.Now);
            Note(work, series.Key, [.. series]);
        }
        if (news.Count > 0) await work.Commit(stop);
        return new(modelRef, [.. entries.Select(entry => new PushedLine(entry.Series.Ref, entry.Outcome, MeasurementLine.Of(entry.Series, Current(stored[entry.Series.Id], entry.Window), actor.Name)))],
            findings, [.. news.Select(entry => entry.Series.Id).Distinct()]);
    }

    private async Task<List<(MetricSeries Series, ModelVersion Version)>> Candidates(Model model, string? label, CancellationToken stop)
    {
        var versions = model.Versions.Where(known => label is null ? known.RetiredOn is null : known.Label == label).ToDictionary(known => known.Id);
        var ids = versions.Keys.ToList();
        var series = await db.Set<MetricSeries>().Include(s => s.Limits).Where(s => ids.Contains(s.ModelVersionId) && s.State == SeriesState.Active).ToListAsync(stop);
        return [.. series.Select(s => (s, versions[s.ModelVersionId])).OrderByDescending(pair => pair.Item2.LiveSince).ThenByDescending(pair => pair.Item2.Id.Value)];
    }

    private static MetricSeries? Match(List<(MetricSeries Series, ModelVersion Version)> candidates, PushedMeasurement pushed, Model model, List<Finding> findings)
    {
        var named = candidates.Where(pair => pair.Series.Metric == pushed.Metric).ToList();
        if (named.Find(pair => pair.Series.Subject == pushed.Subject).Series is { } found) return found;
        findings.Add(named.Count > 0
            ? pushed.Error("subject", "measurement-subject", $"{model.Ref} has the metric {pushed.Metric} for {string.Join(", ", named.Select(pair => pair.Series.Subject.Length == 0 ? "the whole" : VisibleText.Quoted(pair.Series.Subject)).Distinct().Take(20))}, not for {(pushed.Subject.Length == 0 ? "the whole" : VisibleText.Quoted(pushed.Subject))}.")
            : pushed.Error("metric", "measurement-metric", $"{model.Ref} has no series of {VisibleText.Quoted(pushed.Metric)}. "
                + (candidates.Count == 0 ? "It has none yet: define one first, with its unit and limits." : $"Known: {string.Join(", ", candidates.Select(pair => pair.Series.Metric).Distinct().Take(20))}.")));
        return null;
    }

    /// <summary>What is wrong with one says nothing about the others: they are looked at further, so that all faults are told at once.</summary>
    private bool IsSound(PushedMeasurement pushed, MetricSeries? series, List<Finding> findings)
    {
        if (series is null) return false;
        var own = pushed.Check(series, MetricSeries.Largest(standards.FindMetric(series.Metric), series.Unit), db.Now).ToList();
        findings.AddRange(own);
        return own.TrueForAll(finding => finding.Severity != Severity.Error);
    }

    private static void FindRepeated(List<(PushedMeasurement Pushed, MetricSeries Series)> matched, List<Finding> findings)
    {
        foreach (var repeated in matched.GroupBy(pair => (pair.Series.Id, pair.Pushed.Window)).Where(group => group.Count() > 1))
            findings.AddRange(repeated.Skip(1).Select(pair => pair.Pushed.Error("window", "measurement-repeated", $"{pair.Pushed.Window} of {pair.Series.Ref} stands here twice.")));
    }

    /// <summary>The figures that count, of the windows in question; with a baseline of windows all of the series, because others are judged by them.</summary>
    private async Task<Dictionary<MetricSeriesId, List<SeriesMeasurement>>> Known(List<(PushedMeasurement Pushed, MetricSeries Series)> matched, CancellationToken stop)
    {
        var known = new Dictionary<MetricSeriesId, List<SeriesMeasurement>>();
        foreach (var series in matched.GroupBy(pair => pair.Series))
        {
            var windows = series.Select(pair => pair.Pushed.Window).ToList();
            var all = series.Key.InForce.Figures().HasBaselineWindows;
            known[series.Key.Id] = await db.Set<SeriesMeasurement>().Where(m => m.SeriesId == series.Key.Id && m.IsNewest && (all || windows.Contains(m.Window))).ToListAsync(stop);
        }
        return known;
    }

    private Entry Compare(PushedMeasurement pushed, MetricSeries series, List<SeriesMeasurement> stored, List<Finding> findings)
    {
        var (window, figure) = (Window.Parse(pushed.Window)!.Value, pushed.Figure(series.Whole));
        var complete = pushed.Complete || db.Now >= window.End;
        if (stored.Find(known => known.Window == window.Label) is not { } earlier) return new(pushed, series, window, figure, complete, PushOutcome.Stored, null);
        if (earlier.ContentSha256 == SeriesMeasurement.Hash(figure, pushed.From())) return new(pushed, series, window, figure, complete, PushOutcome.Known, earlier);
        if (!earlier.IsComplete) return new(pushed, series, window, figure, complete, PushOutcome.Replaced, earlier);
        if (pushed.Correction.Length == 0)
            findings.Add(pushed.Error("correction", "measurement-changed", string.Create(CultureInfo.InvariantCulture, $"{window.Label} of {series.Ref} is known with another figure or source ({Told(earlier.Figure())}). Both are kept if you say why the earlier one was wrong: correction.")));
        return new(pushed, series, window, figure, IsComplete: true, PushOutcome.Corrected, earlier);
    }

    private void Enter(Entry entry, List<SeriesMeasurement> stored, PersonId by, Actor actor)
    {
        if (entry.Outcome == PushOutcome.Known)
        {
            entry.Earlier!.BecomeComplete(db.Now);
            return;
        }
        var measurement = new SeriesMeasurement(entry.Series, entry.Window, (entry.Earlier?.Number ?? 0) + 1, entry.Figure, entry.Pushed.From(), entry.Outcome == PushOutcome.Corrected ? entry.Pushed.Correction : "", by, actor.Via, db.Now);
        if (entry.IsComplete) measurement.BecomeComplete(db.Now);
        if (entry.Earlier is { } earlier)
        {
            earlier.GiveWay();
            stored.Remove(earlier);
        }
        stored.Add(measurement);
        db.Add(measurement);
    }

    private static void Note(Work work, MetricSeries series, IReadOnlyList<Entry> entries)
    {
        var told = string.Join("; ", entries.Take(12).Select(entry => entry.Outcome switch
        {
            PushOutcome.Known => $"{entry.Window.Label} confirmed as final",
            PushOutcome.Corrected => $"{entry.Window.Label} corrected from {Told(entry.Earlier!.Figure())} to {Told(entry.Figure)}: {entry.Pushed.Correction}",
            _ => $"{entry.Window.Label} {Told(entry.Figure)}{(entry.IsComplete ? "" : ", provisional")}",
        }));
        work.Note(entries.Any(entry => entry.Outcome == PushOutcome.Corrected) ? "measurement.corrected" : "measurement.received", series.Ref, entries.Count > 12 ? $"{told}; and {entries.Count - 12} more" : told);
    }

    private static string Told(SeriesFigure figure) => figure.Value is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0.######} (n {figure.N:#,0})")
        : $"not computable because {figure.NotComputable}";

    private static SeriesMeasurement Current(List<SeriesMeasurement> stored, Window window) => stored.Single(known => known.Window == window.Label);

    private static void Refuse(List<Finding> findings)
    {
        if (findings.Exists(finding => finding.Severity == Severity.Error)) throw new FindingsException([.. findings.OrderBy(finding => finding.Row)]);
    }

    private sealed record Entry(PushedMeasurement Pushed, MetricSeries Series, Window Window, SeriesFigure Figure, bool IsComplete, PushOutcome Outcome, SeriesMeasurement? Earlier)
    {
        /// <summary>A figure that was provisional and is confirmed is news as well. Asked before anything is entered.</summary>
        public bool IsNews => Outcome != PushOutcome.Known || (IsComplete && !Earlier!.IsComplete);
    }
}

/// <summary>Judges the figures of a series by the limits in force.</summary>
internal static class SeriesJudging
{
    /// <param name="newest">The figures that count: all of the series where its baseline is windows.</param>
    /// <returns>The windows whose verdict changed, with both verdicts.</returns>
    public static IReadOnlyList<(string Window, Verdict Before, Verdict After)> Judge(MetricSeries series, IReadOnlyList<SeriesMeasurement> newest, DateTimeOffset at)
    {
        var (limits, changed) = (series.InForce, new List<(string, Verdict, Verdict)>());
        foreach (var measurement in newest.OrderBy(measurement => measurement.Start))
        {
            var baseline = limits.Figures().HasChange ? SeriesVerdicts.Baseline(series, limits.Figures(), newest, new(series.Window, measurement.Start)) : null;
            var before = measurement.Verdict;
            if (measurement.Judge(SeriesVerdicts.Judge(series, measurement.Figure(), limits.Figures(), baseline), limits.Ref, at)) changed.Add((measurement.Window, before, measurement.Verdict));
        }
        return changed;
    }
}
