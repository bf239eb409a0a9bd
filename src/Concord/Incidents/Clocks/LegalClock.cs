namespace Concord.Incidents.Clocks;

/// <param name="At">The moment from which it was known.</param>
internal sealed record CaseFact(string Key, DateTimeOffset At);

/// <summary>That somebody was told, as a clock asks.</summary>
internal sealed record CaseNotice(string Clock, DateTimeOffset At);

/// <summary>What is known of a case, as far as clocks need it. Null of a role or tier: the record does not say.</summary>
internal sealed record ClockCase(
    IReadOnlyList<CaseFact> Facts, IReadOnlyList<CaseNotice> Notices, Place Place, bool? IsProvider = null, bool? IsDeployer = null, bool? IsHighRisk = null);

internal enum ClockState
{
    Running,
    Met,
    MetLate,
    Missed,
}

/// <summary>A duty to tell somebody, started by a fact of a case. Derived each time it is asked for; what meets it is an entry of the communication log.</summary>
/// <param name="StartedBy">The fact or clock that started it.</param>
/// <param name="Assumed">What was taken for granted because the record does not say it; empty: nothing.</param>
/// <param name="MetAt">When somebody was told first.</param>
internal sealed record LegalClock(ClockRule Rule, Place Place, DateTimeOffset Start, string StartedBy, DateTimeOffset? End, IReadOnlyList<string> Steps, string Assumed, DateTimeOffset? MetAt)
{
    /// <summary>A message from a day before the clock began told nobody of what began it. To the day: of a concern no exact moment is kept.</summary>
    public static bool CanBeMet(Place place, DateTimeOffset start, DateTimeOffset at) => place.DayOf(at) >= place.DayOf(start);

    public ClockState StateAt(DateTimeOffset now) => (MetAt, End) switch
    {
        ({ } met, { } end) => met <= end ? ClockState.Met : ClockState.MetLate,
        ({ }, null) => ClockState.Met,
        (null, { } end) when now > end => ClockState.Missed,
        _ => ClockState.Running,
    };
}

/// <summary>Which clocks a case has started.</summary>
internal static class LegalClocks
{
    /// <summary>The next end first; those that are met last.</summary>
    public static IReadOnlyList<LegalClock> Of(ClockLibrary library, ClockCase of)
    {
        var clocks = new Dictionary<string, LegalClock>(StringComparer.Ordinal);
        // In the order of the file: a rule that waits for another stands below it.
        foreach (var rule in library.Rules)
            if (Started(rule, library, of, clocks) is { } clock) clocks.Add(rule.Id, clock);
        return [.. clocks.Values.OrderBy(clock => clock.MetAt is not null).ThenBy(clock => clock.End ?? clock.Start)];
    }

    private static LegalClock? Started(ClockRule rule, ClockLibrary library, ClockCase of, Dictionary<string, LegalClock> before)
    {
        var moments = rule.Starts.SelectMany(start => Moments(start, of, before).Select(at => (start.Key, At: at))).OrderBy(pair => pair.At).ToList();
        if (moments.Count == 0) return null;
        var (by, began) = moments[0];
        // A rule without a place of its own is law of the Union: elsewhere its periods are counted as where no Member State is said, which ends none later.
        var place = rule.PlaceId is { } own ? library.DemandPlace(own) : of.Place.IsInUnion ? of.Place : library.DefaultPlace;
        if (rule.AppliesFrom is { } from && place.DayOf(began) < from) return null;
        if (!Concerns(rule, of, out var assumed)) return null;
        var deadline = Deadline.Of(began, rule.Limit, place);
        if (rule.CapStart is { } cap && of.Facts.FirstOrDefault(fact => fact.Key == cap) is { } capped)
        {
            var end = Deadline.Of(capped.At, new(rule.CapHours, LimitUnit.Hours), place);
            // Known too late to keep the shorter end: then only the first one counts.
            if (end.End < deadline.End && began <= end.End) deadline = new(end.End, [.. deadline.Steps, .. end.Steps, "The earlier of the two counts."]);
        }
        if (rule.PlaceId is null && place != of.Place && deadline.End is not null)
            deadline = deadline with { Steps = [$"It is a period of the Union's law: days and hours of {of.Place.Name} extend nothing.", .. deadline.Steps] };
        var met = of.Notices.Where(notice => notice.Clock == rule.Id && LegalClock.CanBeMet(place, began, notice.At)).Select(notice => (DateTimeOffset?)notice.At).Min();
        return new(rule, place, began, by, deadline.End, deadline.Steps, assumed, met);
    }

    private static IEnumerable<DateTimeOffset> Moments(ClockStart start, ClockCase of, Dictionary<string, LegalClock> before)
    {
        var notices = of.Notices.Where(notice => notice.Clock == start.Key).Select(notice => notice.At);
        return start.Kind switch
        {
            StartKind.Fact => of.Facts.Where(fact => fact.Key == start.Key).Select(fact => fact.At),
            StartKind.Notified => notices.Order().Take(1),
            StartKind.LastNotified => notices.OrderDescending().Take(1),
            // A period that ends with the last hour of a day expires on that day; its end is the first moment of the next one, which is not the day left out.
            _ => before.GetValueOrDefault(start.Key)?.End is { } end ? [end.AddSeconds(-1)] : [],
        };
    }

    /// <summary>What the record does not say is assumed to be so: a clock that runs needlessly is better than one that is missing.</summary>
    private static bool Concerns(ClockRule rule, ClockCase of, out string assumed)
    {
        assumed = "";
        var role = rule.Role switch
        {
            SystemRole.Provider => of.IsProvider,
            SystemRole.Deployer => of.IsDeployer,
            SystemRole.DeployerOnly => of.IsProvider == true ? false : of.IsDeployer,
            _ => true,
        };
        if (role == false && (rule.RoleOrFact is null || of.Facts.All(fact => fact.Key != rule.RoleOrFact))) return false;
        if (rule.HighRiskOnly && of.IsHighRisk == false) return false;
        List<string> unsaid = [];
        if (role is null) unsaid.Add($"that the organisation is the {(rule.Role == SystemRole.Provider ? "provider" : "deployer")} of the system");
        if (rule.HighRiskOnly && of.IsHighRisk is null) unsaid.Add("that the system is high-risk");
        if (unsaid.Count > 0) assumed = $"Assumed, because the record does not say it: {string.Join(", and ", unsaid)}. Name the system, or classify it.";
        return true;
    }
}
