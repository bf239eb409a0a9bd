using Concord.Foundation;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>One verdict of the stored history that a policy would change.</summary>
/// <param name="Undecided">Past a limit by no more than chance explains, under the policy.</param>
/// <param name="Reason">Why there would be no verdict on a figure.</param>
internal sealed record VerdictChange(string Window, bool IsComplete, MeasureKind Kind, string Subject, Verdict Before, Verdict After, bool Undecided, string Measure, double? Value, double? Limit, string? Reason);

/// <summary>A signal a policy would raise, propose for closing, hold open, or make more or less severe.</summary>
/// <param name="SeverityBefore">Of an open signal that would become more or less severe.</param>
internal sealed record SignalForecast(SignalKind Kind, string Subject, string Window, string Measure, double? Value, double? Limit, SignalSeverity? Severity, string? Signal, SignalSeverity? SeverityBefore);

/// <summary>What a policy would change of one monitor.</summary>
/// <param name="MustBeMeasured">Windows stored before what a verdict needs was kept with them: only measuring their rows anew tells.</param>
internal sealed record MonitorForecast(
    string MonitorRef, string SystemRef, string ModelRef, string VersionLabel, int Windows, IReadOnlyList<string> MustBeMeasured, int WindowsChanged, IReadOnlyList<VerdictChange> Changes,
    IReadOnlyList<SignalForecast> Raised, IReadOnlyList<SignalForecast> ProposedForClosing, IReadOnlyList<SignalForecast> HeldOpen, IReadOnlyList<SignalForecast> ChangedInSeverity, string? Impossible);

/// <summary>What a draft or a proposal would change in the stored history, without changing anything and without reading a row.</summary>
internal sealed class PolicyPreview(ConcordDb db, PolicyViews views, PoliciesInForce policies)
{
    /// <summary>So many monitors on a page: each has years of windows.</summary>
    public const int MonitorsOnPage = 20;

    public async Task<PageOf<MonitorForecast>> Of(string reference, int page, CancellationToken stop)
    {
        var draft = await views.One(reference, stop);
        var monitors = Monitors(draft);
        var total = await monitors.CountAsync(stop);
        var shown = await monitors.OrderBy(monitor => monitor.Ref).Skip((page - 1) * MonitorsOnPage).Take(MonitorsOnPage).ToListAsync(stop);
        var forecasts = new List<MonitorForecast>();
        foreach (var monitor in shown) forecasts.Add(await Forecast(draft, monitor, stop));
        return new(forecasts, total, page, MonitorsOnPage);
    }

    public async Task<MonitorForecast> Of(string reference, string monitorRef, CancellationToken stop)
    {
        var draft = await views.One(reference, stop);
        return await Forecast(draft, await Monitors(draft).SingleOrDefaultAsync(monitor => monitor.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor under this policy", monitorRef), stop);
    }

    private IQueryable<Concord.Monitoring.Monitor> Monitors(PolicyRevision draft) => db.Set<Concord.Monitoring.Monitor>().AsNoTracking().Include(monitor => monitor.References)
        .Where(monitor => monitor.State == MonitorState.Active && (draft.SystemId == null || monitor.SystemId == draft.SystemId));

    private async Task<MonitorForecast> Forecast(PolicyRevision draft, Concord.Monitoring.Monitor monitor, CancellationToken stop)
    {
        var named = await (from system in db.Set<AiSystem>()
                           from version in db.Set<ModelVersion>()
                           join model in db.Set<Model>() on version.ModelId equals model.Id
                           where system.Id == monitor.SystemId && version.Id == monitor.ModelVersionId
                           select new { System = system.Ref, Model = model.Ref, version.Label }).AsNoTracking().SingleAsync(stop);
        var nothing = new MonitorForecast(monitor.Ref, named.System, named.Model, named.Label, 0, [], 0, [], [], [], [], [], null);
        MonitoringPolicy after;
        try
        {
            after = await policies.If(draft, monitor.SystemId, stop);
        }
        catch (FindingsException unfit)
        {
            return nothing with { Impossible = $"With what {named.System} does differently the limits do not fit together: {unfit.Message}" };
        }
        var windows = await db.Set<WindowComputation>().AsNoTracking().Where(window => window.MonitorId == monitor.Id && window.IsNewest).OrderBy(window => window.Start)
            .Select(window => new StoredFigures(window.Window, window.IsComplete, window.Measures)).ToListAsync(stop);
        var signals = await db.Set<Signal>().AsNoTracking().Where(signal => signal.MonitorId == monitor.Id).OrderByDescending(signal => signal.RaisedAt).ThenByDescending(signal => signal.Ref).ToListAsync(stop);
        var comparison = new PolicyComparison(monitor.InForce!, await policies.For(monitor.SystemId, stop), after);
        return comparison.Of(nothing, windows, signals);
    }
}

internal sealed record StoredFigures(string Window, bool IsComplete, string Measures);

/// <summary>Two policies over the same figures: a pure function.</summary>
internal sealed class PolicyComparison(FrozenReference reference, MonitoringPolicy before, MonitoringPolicy after)
{
    public MonitorForecast Of(MonitorForecast monitor, IReadOnlyList<StoredFigures> stored, IReadOnlyList<Signal> signals)
    {
        var windows = stored.AsParallel().AsOrdered().Select(window => (window.IsComplete, Figures: WindowMeasurement.FromJson(window.Measures)))
            .Select(window => WindowVerdicts.CanJudge(window.Figures, after)
                ? (window.IsComplete, window.Figures.Window, Before: window.Figures.JudgedBy?.Sha256 == before.Sha256 ? window.Figures : WindowVerdicts.Judge(window.Figures, before), After: WindowVerdicts.Judge(window.Figures, after))
                : (window.IsComplete, window.Figures.Window, Before: window.Figures, After: null)).ToList();
        var judged = windows.Where(window => window.After is not null).ToList();
        var changes = judged.SelectMany(window => Changes(window.Before, window.After!, window.IsComplete)).ToList();
        var complete = judged.Where(window => window.IsComplete).ToList();
        var newest = signals.DistinctBy(signal => (signal.Kind, signal.Subject)).ToDictionary(signal => (signal.Kind, signal.Subject));
        var (raised, closing, held, severity) = Signals(
            PolicyChanges.Conditions(PolicyChanges.Reference(reference, before), complete.Select(window => window.Before), before.Persistence, newest),
            PolicyChanges.Conditions(PolicyChanges.Reference(reference, after), complete.Select(window => window.After!), after.Persistence, newest),
            newest);
        return monitor with
        {
            Windows = windows.Count,
            MustBeMeasured = [.. windows.Where(window => window.After is null).Select(window => window.Window)],
            WindowsChanged = changes.Select(change => change.Window).Distinct(StringComparer.Ordinal).Count(),
            Changes = changes,
            Raised = raised,
            ProposedForClosing = closing,
            HeldOpen = held,
            ChangedInSeverity = severity,
        };
    }

    private static IEnumerable<VerdictChange> Changes(WindowMeasurement before, WindowMeasurement after, bool complete)
    {
        var known = before.Judgements().ToLookup(each => (each.Kind, each.Subject), each => (each.Judgement.Verdict, each.Judgement.Undecided));
        return after.Judgements().Select(each => (each.Kind, each.Subject, each.Judgement, Before: known[(each.Kind, each.Subject)].FirstOrDefault()))
            .Where(each => each.Before != (each.Judgement.Verdict, each.Judgement.Undecided))
            .Select(each => new VerdictChange(after.Window, complete, each.Kind, each.Subject, each.Before.Verdict, each.Judgement.Verdict, each.Judgement.Undecided, each.Judgement.Measure, each.Judgement.Value, each.Judgement.Limit, each.Judgement.Reason));
    }

    /// <summary>What the next run would do because of the policy; what it would do anyway is not counted.</summary>
    private static (List<SignalForecast> Raised, List<SignalForecast> Closing, List<SignalForecast> Held, List<SignalForecast> Severity) Signals(
        IReadOnlyDictionary<(SignalKind Kind, string Subject), Condition> before, IReadOnlyDictionary<(SignalKind Kind, string Subject), Condition> after, Dictionary<(SignalKind, string), Signal> newest)
    {
        var (raised, closing, held, severity) = (new List<SignalForecast>(), new List<SignalForecast>(), new List<SignalForecast>(), new List<SignalForecast>());
        foreach (var (subject, now) in after)
        {
            var (then, signal) = (before.GetValueOrDefault(subject), newest.GetValueOrDefault(subject));
            var isNew = now.Breach is { } breach && (then?.Breach is not { } known || known.Severity < breach.Severity);
            if (isNew && signal is not { IsOpen: true }) raised.Add(Forecast(subject, now.Breach!, null));
            else if (now.Breach is { } holding && then?.Breach is null && signal is { State: SignalState.ClosureProposed }) held.Add(Forecast(subject, holding, signal.Ref));
            else if (now.Breach is { } changed && then?.Breach is { } was && was.Severity != changed.Severity && signal is { IsOpen: true })
                severity.Add(Forecast(subject, changed, signal.Ref) with { SeverityBefore = was.Severity });
            else if (now.IsClean && then is not { IsClean: true } && signal is { IsOpen: true } and not { State: SignalState.ClosureProposed })
                closing.Add(new(subject.Kind, subject.Subject, signal.Window, signal.Measure, signal.Value, null, null, signal.Ref, null));
        }
        return (raised, closing, held, severity);
    }

    private static SignalForecast Forecast((SignalKind Kind, string Subject) subject, Breach breach, string? signal) =>
        new(subject.Kind, subject.Subject, breach.Window, breach.Measure, breach.Value, breach.Limit, breach.Severity, signal, null);
}
