using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Links;
using Concord.Logs;
using Concord.Loop.Rules;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <param name="MonitorRef">Null where it comes from a series.</param>
/// <param name="Unit">Of the value, where it comes from a series.</param>
internal sealed record SignalRow(
    string Ref, string SystemRef, string SystemName, string ModelRef, string? MonitorRef, string? SeriesRef, string Unit, SignalKind Kind, string Subject, string Measure, string Metric, SignalSeverity Severity, SignalState State,
    double Value, double Limit, double? Low, double? High, long Sample, string Window, string Since, DateTimeOffset RaisedAt, DateTimeOffset? ClosedAt, int Version);

/// <summary>A signal as the record it reached shows it: with what it did there.</summary>
internal sealed record ReachingSignal(SignalRow Signal, string Note, DateTimeOffset At);

/// <summary>One consequence of a signal: the record it reached, and what happened to it.</summary>
internal sealed record SignalLink(string Relation, string Ref, string Note, DateTimeOffset At);

internal sealed record TimelineEntry(long Sequence, DateTimeOffset At, string Act, string Subject, string Detail, string ActorRef, string ActorName);

/// <summary>What one complete window says now about the subject of a signal.</summary>
/// <param name="Measure">What decided the verdict; another one than the signal's where another limit was nearer.</param>
/// <param name="Undecided">Past a limit by no more than chance explains.</param>
internal sealed record WindowStanding(string Window, Verdict Verdict, bool Undecided, string Measure, double? Value, long Sample);

internal sealed record SignalDetail(
    SignalRow Signal, string AcknowledgedBy, DateTimeOffset? AcknowledgedAt, DateTimeOffset? ClosureProposedAt, string ClosedBy, CloseReason? ClosedBecause, string CloseText, string ChangeRef,
    IReadOnlyList<SignalLink> Links, IReadOnlyList<TimelineEntry> Timeline)
{
    /// <summary>What followed by the rules of the loop, with the revision they stand in.</summary>
    public IReadOnlyList<ConsequenceLine> Consequences { get; init; } = [];

    /// <summary>From the newest breached window on, oldest first; that window may say otherwise by now, when its figure was corrected or measured again. Empty once the signal is closed.</summary>
    public IReadOnlyList<WindowStanding> Windows { get; init; } = [];
}

internal sealed class SignalViews(ConcordDb db, ConsequenceViews consequences, WatchedWindows watched)
{
    public static readonly ListOrder<Signal> Order = new ListOrder<Signal>("ref", signal => signal.Ref)
        .By("subject", signal => signal.Subject).By("kind", signal => signal.Kind).By("severity", signal => signal.Severity).By("state", signal => signal.State)
        .By("window", signal => signal.Window).By("raised", signal => signal.RaisedAt);

    /// <summary>Filter: <c>state:open|closed|acknowledged|closureProposed</c>, <c>kind:</c>, <c>system:</c>, words.</summary>
    public async Task<PageOf<SignalRow>> List(PageRequest page, CancellationToken stop)
    {
        var signals = Filtered(db.Set<Signal>().AsNoTracking(), page);
        var total = await signals.CountAsync(stop);
        var rows = await Rows(Order.Apply(signals, page).Skip(page.Skip).Take(page.Size)).ToListAsync(stop);
        return new(rows, total, page.Page, page.Size);
    }

    public async Task<IReadOnlyList<SignalRow>> OpenOfSystem(string systemRef, CancellationToken stop) =>
        await Rows(db.Set<Signal>().AsNoTracking().Where(signal => signal.State != SignalState.Closed && db.Set<AiSystem>().Any(system => system.Id == signal.SystemId && system.Ref == systemRef))
            .OrderBy(signal => signal.Ref)).ToListAsync(stop);

    public async Task<IReadOnlyList<SignalRow>> OfMonitor(MonitorId monitor, CancellationToken stop) =>
        await Rows(db.Set<Signal>().AsNoTracking().Where(signal => signal.MonitorId == monitor).OrderByDescending(signal => signal.Ref).Take(PageRequest.LargestSize)).ToListAsync(stop);

    public async Task<IReadOnlyList<SignalRow>> OfSeries(string seriesRef, CancellationToken stop) =>
        await Rows(db.Set<Signal>().AsNoTracking().Where(signal => db.Set<MetricSeries>().Any(series => series.Id == signal.SeriesId && series.Ref == seriesRef)).OrderByDescending(signal => signal.Ref).Take(PageRequest.LargestSize)).ToListAsync(stop);

    public async Task<IReadOnlyList<SignalRow>> AllOpen(CancellationToken stop) =>
        await Rows(db.Set<Signal>().AsNoTracking().Where(signal => signal.State != SignalState.Closed).OrderBy(signal => signal.Ref)).ToListAsync(stop);

    /// <summary>The signals that reached a record (a risk, a nonconformity, a control, a requirement), the newest first.</summary>
    public async Task<IReadOnlyList<ReachingSignal>> ThatReached(string reference, CancellationToken stop)
    {
        var links = await db.Set<Link>().AsNoTracking().Where(link => link.To == reference).OrderBy(link => link.At).Select(link => new { link.From, link.Note, link.At }).ToListAsync(stop);
        var told = links.GroupBy(link => link.From, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        var refs = told.Keys.ToList();
        var signals = await Rows(db.Set<Signal>().AsNoTracking().Where(signal => refs.Contains(signal.Ref)).OrderByDescending(signal => signal.Ref).Take(PageRequest.LargestSize)).ToListAsync(stop);
        return [.. signals.Select(signal => new ReachingSignal(signal, told[signal.Ref].Note, told[signal.Ref].At))];
    }

    public async Task<SignalDetail> Detail(string reference, CancellationToken stop)
    {
        var signal = await db.Set<Signal>().AsNoTracking().SingleOrDefaultAsync(s => s.Ref == reference, stop) ?? throw Refusal.Missing("signal", reference);
        var row = await Rows(db.Set<Signal>().AsNoTracking().Where(s => s.Id == signal.Id)).SingleAsync(stop);
        var links = await db.Set<Link>().AsNoTracking().Where(link => link.From == reference || (link.To == reference && link.Relation == Relation.Incident))
            .OrderBy(link => link.At).Select(link => new SignalLink(link.Relation, link.From == reference ? link.To : link.From, link.Note, link.At)).ToListAsync(stop);
        var names = await db.Set<Person>().AsNoTracking().Where(person => person.Id == signal.AcknowledgedBy || person.Id == signal.ClosedBy)
            .ToDictionaryAsync(person => person.Id, person => person.Name, stop);
        string NameOf(PersonId? id) => id is { } known ? names.GetValueOrDefault(known, "") : "";
        return new(row, NameOf(signal.AcknowledgedBy), signal.AcknowledgedAt, signal.ClosureProposedAt, NameOf(signal.ClosedBy), signal.ClosedBecause, signal.CloseText, signal.ChangeRef, links, await Timeline(reference, links, stop))
        {
            Consequences = await consequences.OfSignal(reference, stop),
            Windows = signal.IsOpen ? await SinceBreach(signal, stop) : [],
        };
    }

    private async Task<IReadOnlyList<WindowStanding>> SinceBreach(Signal signal, CancellationToken stop)
    {
        var (from, kind) = (Window.Parse(signal.Window)?.Start ?? DateTimeOffset.MinValue, Enum.Parse<MeasureKind>(signal.Kind.ToString()));
        var (_, windows) = await watched.Behind(signal, stop);
        return
        [
            .. windows.Where(window => Window.Parse(window.Window) is { } known && known.Start >= from)
                .Select(window => (window.Window, Said: window.Judged.Where(judged => judged.Kind == kind && judged.Subject == signal.Subject).Select(judged => judged.Judgement).MaxBy(judgement => (judgement.Verdict.Gravity(), judgement.Undecided))))
                .Where(window => window.Said is not null).Select(window => new WindowStanding(window.Window, window.Said!.Verdict, window.Said.Undecided, window.Said.Measure, window.Said.Value, window.Said.N)),
        ];
    }

    /// <summary>The chain as it happened: entries on the signal, on what it opened, and those of linked records that name it.</summary>
    private async Task<IReadOnlyList<TimelineEntry>> Timeline(string reference, IReadOnlyList<SignalLink> links, CancellationToken stop)
    {
        var own = links.Where(link => link.Relation is Relation.Nonconformity or Relation.Evidence or Relation.Incident).Select(link => link.Ref).Append(reference).Distinct().ToList();
        var touched = links.Select(link => link.Ref).Distinct().ToList();
        return await db.Set<JournalEntry>().AsNoTracking()
            .Where(entry => own.Contains(entry.Subject) || (touched.Contains(entry.Subject) && entry.Detail.Contains(reference)))
            .OrderBy(entry => entry.Sequence).Take(PageRequest.LargestSize)
            .Select(entry => new TimelineEntry(entry.Sequence, entry.At, entry.Act, entry.Subject, entry.Detail, entry.ActorRef,
                db.Set<Person>().Where(person => person.Ref == entry.ActorRef).Select(person => person.Name).FirstOrDefault() ?? entry.ActorRef))
            .ToListAsync(stop);
    }

    private IQueryable<SignalRow> Rows(IQueryable<Signal> signals) =>
        from signal in signals
        join system in db.Set<AiSystem>() on signal.SystemId equals system.Id
        join version in db.Set<ModelVersion>() on signal.ModelVersionId equals version.Id
        join model in db.Set<Model>() on version.ModelId equals model.Id
        join monitor in db.Set<Concord.Monitoring.Monitor>() on signal.MonitorId equals (MonitorId?)monitor.Id into monitors
        from monitor in monitors.DefaultIfEmpty()
        join series in db.Set<MetricSeries>() on signal.SeriesId equals (MetricSeriesId?)series.Id into followed
        from series in followed.DefaultIfEmpty()
        select new SignalRow(signal.Ref, system.Ref, system.Name, model.Ref, monitor.Ref, series.Ref, series.Unit ?? "", signal.Kind, signal.Subject, signal.Measure, signal.Metric, signal.Severity, signal.State,
            signal.Value, signal.Limit, signal.Low, signal.High, signal.Sample, signal.Window, signal.Since, signal.RaisedAt, signal.ClosedAt, signal.Version);

    private IQueryable<Signal> Filtered(IQueryable<Signal> signals, PageRequest page)
    {
        if (page.FilterValue("state") is { } state)
            signals = state.Equals("open", StringComparison.OrdinalIgnoreCase) ? signals.Where(signal => signal.State != SignalState.Closed)
                : Enum.TryParse<SignalState>(state, ignoreCase: true, out var known) ? signals.Where(signal => signal.State == known)
                : throw new RuleViolation("LIST-FILTER", $"'{state}' is not a value of state. Known: open, acknowledged, closureProposed, closed.");
        if (page.State<SignalKind>("kind") is { } kind) signals = signals.Where(signal => signal.Kind == kind);
        if (page.FilterValue("system") is { } system)
            signals = signals.Where(signal => db.Set<AiSystem>().Any(known => known.Id == signal.SystemId && known.Ref == system));
        if (page.FreeText is { } text) signals = signals.Where(signal => signal.Subject.Contains(text) || signal.Ref.Contains(text));
        page.DemandRead();
        return signals;
    }
}
