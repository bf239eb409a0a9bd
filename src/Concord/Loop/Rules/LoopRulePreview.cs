using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop.Rules;

/// <summary>A signal on which other rules would have said something else.</summary>
/// <param name="More">Titles of what would have followed and does not by the rules in force.</param>
/// <param name="Less">Titles of what follows by the rules in force and would not have.</param>
/// <param name="Days">Days to correct, where they differ: before and after; null: those of the monitoring policy.</param>
internal sealed record RuleForecast(string SignalRef, string SystemRef, SignalKind Kind, string Subject, SignalSeverity Severity, DateTimeOffset RaisedAt, IReadOnlyList<string> More, IReadOnlyList<string> Less, DaysForecast? Days);

internal sealed record DaysForecast(int? Before, int? After);

/// <param name="Signals">Those that were looked at.</param>
/// <param name="Assumed">Of them, those from before it was kept how they stood: they are told by how they stand today.</param>
internal sealed record RulePreviewPage(string Under, DateOnly Since, int Signals, int Assumed, IReadOnlyDictionary<string, int> More, IReadOnlyDictionary<string, int> Less, PageOf<RuleForecast> Changed);

/// <summary>With these rules, what would have followed on the signals of the last twelve months: from how they stood, without changing anything.</summary>
internal sealed class LoopRulePreview(ConcordDb db, LoopLibrary library, LoopRuleViews views, RulesInForce inForce)
{
    private const int Months = 12;

    public async Task<RulePreviewPage> Of(string reference, PageRequest request, CancellationToken stop)
    {
        var after = inForce.Of(await views.One(reference, stop));
        request.DemandRead(sorts: false);
        var now = await inForce.Now(stop);
        var since = db.Now.AddMonths(-Months);
        var signals = await db.Set<Signal>().AsNoTracking().Where(signal => signal.RaisedAt >= since).OrderByDescending(signal => signal.RaisedAt).ThenByDescending(signal => signal.Ref).ToListAsync(stop);
        var cases = (await db.Set<SignalCase>().AsNoTracking().Where(known => db.Set<Signal>().Any(signal => signal.Ref == known.SignalRef && signal.RaisedAt >= since)).OrderBy(known => known.At).ToListAsync(stop))
            .ToLookup(known => known.SignalRef, StringComparer.Ordinal);
        var systems = await db.Set<AiSystem>().AsNoTracking().Select(system => new { system.Id, system.Ref, system.RiskClass }).ToDictionaryAsync(system => system.Id, stop);
        var changed = new List<RuleForecast>();
        foreach (var signal in signals)
        {
            var system = systems.GetValueOrDefault(signal.SystemId);
            var stood = cases[signal.Ref].Select(known => known.Facts).DefaultIfEmpty(new SignalCase(signal, system?.RiskClass ?? RiskClass.NotClassified, "", signal.RaisedAt).Facts).ToList();
            if (Compare(signal, system?.Ref ?? "", Whole(now.Rules, stood), Whole(after, stood)) is { } forecast) changed.Add(forecast);
        }
        return new(now.Under, DateOnly.FromDateTime(since.UtcDateTime), signals.Count, signals.Count(signal => !cases.Contains(signal.Ref)), Counted(changed, forecast => forecast.More), Counted(changed, forecast => forecast.Less),
            new([.. changed.Skip(request.Skip).Take(request.Size)], changed.Count, request.Page, request.Size));
    }

    /// <summary>Whatever followed at some time of a signal, with the days that were named first: what follows once does not follow again.</summary>
    private static Dictionary<string, int?> Whole(LoopRules rules, IEnumerable<LoopCase> stood)
    {
        var whole = new Dictionary<string, int?>(StringComparer.Ordinal);
        foreach (var following in stood.SelectMany(rules.For)) whole.TryAdd(following.Consequence, following.DueDays);
        return whole;
    }

    private RuleForecast? Compare(Signal signal, string system, Dictionary<string, int?> before, Dictionary<string, int?> after)
    {
        var more = after.Keys.Except(before.Keys, StringComparer.Ordinal).Select(library.TitleOf).Order(StringComparer.Ordinal).ToList();
        var less = before.Keys.Except(after.Keys, StringComparer.Ordinal).Select(library.TitleOf).Order(StringComparer.Ordinal).ToList();
        DaysForecast? days = null;
        foreach (var (consequence, told) in after)
            if (before.TryGetValue(consequence, out var was) && was != told) days = new(was, told);
        return more.Count == 0 && less.Count == 0 && days is null ? null : new(signal.Ref, system, signal.Kind, signal.Subject, signal.Severity, signal.RaisedAt, more, less, days);
    }

    private static SortedDictionary<string, int> Counted(IEnumerable<RuleForecast> changed, Func<RuleForecast, IReadOnlyList<string>> which) =>
        new(changed.SelectMany(which).GroupBy(title => title, StringComparer.Ordinal).ToDictionary(title => title.Key, title => title.Count(), StringComparer.Ordinal), StringComparer.Ordinal);
}
