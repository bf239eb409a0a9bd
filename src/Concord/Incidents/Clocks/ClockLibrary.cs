using Concord.Foundation;
using Concord.Standards;

namespace Concord.Incidents.Clocks;

/// <summary>The data incidents are handled with, from <c>standards/incidents</c>: facts, clocks, places with their holidays, kinds, causes, notices.</summary>
internal sealed class ClockLibrary
{
    private ClockLibrary(List<FactKind> facts, List<ClockRule> rules, List<Place> places, string defaultPlace, List<IncidentKindWord> kinds, List<CauseCategory> causes, List<NoticeItem> notices)
    {
        (Facts, Rules, Places, Kinds, Causes, Notices) = (facts, rules, places, kinds, causes, notices);
        DefaultPlace = places.Find(place => place.Id == defaultPlace)!;
    }

    public IReadOnlyList<FactKind> Facts { get; }

    public IReadOnlyList<ClockRule> Rules { get; }

    public IReadOnlyList<Place> Places { get; }

    public Place DefaultPlace { get; }

    public IReadOnlyList<IncidentKindWord> Kinds { get; }

    public IReadOnlyList<CauseCategory> Causes { get; }

    public IReadOnlyList<NoticeItem> Notices { get; }

    /// <summary>Of a fact, or of the clock another one waits for.</summary>
    public string TitleOf(string key) => Facts.FirstOrDefault(fact => fact.Key == key)?.Title ?? Rules.FirstOrDefault(rule => rule.Id == key)?.Title ?? key;

    public FactKind DemandFact(string key) => Facts.FirstOrDefault(fact => fact.Key == key)
        ?? throw new RuleViolation("INCIDENT-FACT", key.Length == 0 ? "Choose the fact." : $"'{key}' is no fact that is known here. Known: {string.Join(", ", Facts.Select(fact => fact.Key))}.");

    public ClockRule DemandRule(string id) => Rules.FirstOrDefault(rule => rule.Id == id)
        ?? throw new RuleViolation("INCIDENT-CLOCK", $"There is no clock '{id}'. Known: {string.Join(", ", Rules.Select(rule => rule.Id))}.");

    public Place DemandPlace(string id) => Places.FirstOrDefault(place => place.Id == id)
        ?? throw new RuleViolation("INCIDENT-PLACE", $"There is no calendar for '{id}'. Known: {string.Join(", ", Places.Select(place => place.Id))}.");

    public IncidentKindWord DemandKind(string key) => Kinds.FirstOrDefault(kind => kind.Key == key)
        ?? throw new RuleViolation("INCIDENT-KIND", $"'{key}' is no kind of incident. Known: {string.Join(", ", Kinds.Select(kind => kind.Key))}.");

    public CauseCategory DemandCause(string key) => Causes.FirstOrDefault(cause => cause.Key == key)
        ?? throw new RuleViolation("INCIDENT-CAUSE", key.Length == 0 ? "Choose of which kind the cause is." : $"'{key}' is no category of causes. Known: {string.Join(", ", Causes.Select(cause => cause.Key))}.");

    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static ClockLibrary Read(string folder)
    {
        var faults = new List<Finding>();
        List<FactKind> facts = [.. LibraryTable.Read(folder, "incidents/facts.csv", ["fact", "title", "explains", "serious"], [], faults).Rows.Select(row => new FactKind(row.Text("fact"), row.Text("title"), row.Text("explains"), row.YesNo("serious")))];
        List<IncidentKindWord> kinds = [.. LibraryTable.Read(folder, "incidents/kinds.csv", ["kind", "title", "sort", "explains"], [], faults).Rows.Select(row =>
            new IncidentKindWord(row.Text("kind"), row.Text("title"), row.Choice("sort", ("incident", "incident"), ("near_miss", "near_miss"), ("concern", "concern")), row.Text("explains")))];
        List<CauseCategory> causes = [.. LibraryTable.Read(folder, "incidents/causes.csv", ["category", "title", "explains"], [], faults).Rows.Select(row => new CauseCategory(row.Text("category"), row.Text("title"), row.Text("explains")))];
        List<NoticeItem> notices = [.. LibraryTable.Read(folder, "incidents/notices.csv", ["regime", "heading", "field"], [], faults).Rows.Select(Notice)];
        var (places, otherwise) = ReadPlaces(folder, faults);
        var rules = ReadRules(folder, facts, places, faults);
        Twice(faults, "facts.csv", facts.Select(fact => fact.Key));
        Twice(faults, "kinds.csv", kinds.Select(kind => kind.Key));
        Twice(faults, "causes.csv", causes.Select(cause => cause.Key));
        Twice(faults, "clocks.csv", rules.Select(rule => rule.Id));
        Twice(faults, "places.csv", places.Select(place => place.Id));
        return faults.Count == 0 ? new(facts, rules, places, otherwise, kinds, causes, notices) : throw new FindingsException(faults);
    }

    private static void Twice(List<Finding> faults, string file, IEnumerable<string> keys) =>
        faults.AddRange(keys.GroupBy(key => key, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => Finding.Error($"incidents/{file}", "duplicate-id", $"{same.Key} stands twice. Keep one.")));

    private static NoticeItem Notice(LibraryRow row)
    {
        var field = row.Text("field");
        if (!field.StartsWith("blank:", StringComparison.Ordinal) && !NotificationDraft.Fields.Contains(field, StringComparer.Ordinal))
            row.Fault("field", "wrong-value", $"\"{field}\" is neither blank: with words nor one of {string.Join(", ", NotificationDraft.Fields)}.");
        return new(row.Text("regime"), row.Text("heading"), field);
    }

    private static (List<Place> Places, string Default) ReadPlaces(string folder, List<Finding> faults)
    {
        var holidays = LibraryTable.Read(folder, "incidents/holidays.csv", ["place", "day", "name", "moved", "from", "until", "source"], [], faults).Rows.Select(row =>
        {
            if (!HolidayRule.IsForm(row.Text("day"))) row.Fault("day", "wrong-value", "Write a holiday as 12-25, easter+1, 05-monday-last or 11-thursday-4.");
            row.Text("source");
            return (Place: row.Text("place"), Row: row, Rule: new HolidayRule(row.Text("day"), row.Text("name"),
                row.Choice("moved", ("no", MovedHoliday.No), ("next", MovedHoliday.Next), ("nearest", MovedHoliday.Nearest)), row.WholeNumber("from"), row.WholeNumber("until")));
        }).ToLookup(holiday => holiday.Place, StringComparer.Ordinal);
        var otherwise = new List<string>();
        var places = new List<Place>();
        foreach (var row in LibraryTable.Read(folder, "incidents/places.csv", ["place", "name", "time_zone", "union", "default", "note"], [], faults).Rows)
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(row.Text("time_zone"), out var zone))
                row.Fault("time_zone", "wrong-value", $"\"{row.Optional("time_zone")}\" is no time zone this computer knows. Write its IANA name, for example Europe/Brussels; on Linux install tzdata.");
            if (row.YesNo("default")) otherwise.Add(row.Text("place"));
            places.Add(new(row.Text("place"), row.Text("name"), zone ?? TimeZoneInfo.Utc, row.YesNo("union"), row.Optional("note") ?? "", [.. holidays[row.Text("place")].Select(holiday => holiday.Rule)]));
        }
        foreach (var stray in holidays.Where(group => places.TrueForAll(place => place.Id != group.Key)).SelectMany(group => group))
            stray.Row.Fault("place", "unknown-key", $"places.csv has no place \"{stray.Place}\".");
        if (otherwise.Count != 1) faults.Add(Finding.Error("incidents/places.csv", "default-place", "Exactly one place is the default: write yes once in the column default."));
        return (places, otherwise.FirstOrDefault() ?? "");
    }

    private static List<ClockRule> ReadRules(string folder, List<FactKind> facts, List<Place> places, List<Finding> faults)
    {
        var rules = new List<ClockRule>();
        string[] columns = ["id", "regime", "title", "starts", "cap_starts", "cap_hours", "role", "role_or_fact", "high_risk_only", "amount", "unit", "last_day", "least_working_days", "place", "applies_from", "tell", "citation", "note"];
        foreach (var row in LibraryTable.Read(folder, "incidents/clocks.csv", columns, [], faults).Rows)
        {
            var place = row.Optional("place");
            if (place is not null && places.TrueForAll(known => known.Id != place)) row.Fault("place", "unknown-key", $"places.csv has no place \"{place}\".");
            foreach (var column in new[] { "cap_starts", "role_or_fact" })
                if (row.Optional(column) is { } key && facts.TrueForAll(fact => fact.Key != key)) row.Fault(column, "unknown-key", $"facts.csv has no fact \"{key}\".");
            var unit = row.Choice("unit", ("hours", LimitUnit.Hours), ("days", LimitUnit.Days), ("working-days", LimitUnit.WorkingDays), ("months", LimitUnit.Months), ("at-once", LimitUnit.AtOnce));
            var amount = row.WholeNumber("amount") ?? 0;
            if (amount == 0 != (unit == LimitUnit.AtOnce)) row.Fault("amount", "wrong-value", "Write a whole number of units, or 0 and the unit at-once.");
            rules.Add(new(row.Text("id"), row.Text("regime"), row.Text("title"), [.. row.List("starts").Select(start => Start(row, start, facts, rules))], row.Optional("cap_starts"), row.WholeNumber("cap_hours") ?? 0,
                row.Optional("role") is null ? SystemRole.Anyone : row.Choice("role", ("provider", SystemRole.Provider), ("deployer", SystemRole.Deployer), ("deployer-only", SystemRole.DeployerOnly)), row.Optional("role_or_fact"), row.YesNo("high_risk_only"),
                new(amount, unit, row.Choice("last_day", ("as-it-falls", LastDay.AsItFalls), ("next-working-day", LastDay.NextWorkingDay), ("noon-of-next-working-day", LastDay.NoonOfNextWorkingDay)), row.WholeNumber("least_working_days") ?? 0),
                place, row.Date("applies_from"), row.Text("tell"), row.Text("citation"), row.Optional("note") ?? ""));
            if (rules[^1].Starts.Count == 0) row.Fault("starts", "empty-cell", "Name what starts the clock.");
        }
        return rules;
    }

    private static ClockStart Start(LibraryRow row, string written, List<FactKind> facts, List<ClockRule> above)
    {
        var parts = written.Split(':', 2);
        var (kind, key) = parts is [var word, var clock] ? (word, clock) : ("fact", written);
        var start = kind switch
        {
            "notified" => StartKind.Notified,
            "last-notified" => StartKind.LastNotified,
            "end" => StartKind.EndOf,
            _ => StartKind.Fact,
        };
        if (start == StartKind.Fact ? facts.TrueForAll(fact => fact.Key != key) : above.TrueForAll(rule => rule.Id != key))
            row.Fault("starts", "unknown-key", $"\"{written}\" is neither a fact of facts.csv nor notified:, last-notified: or end: with a clock of a row above.");
        return new(start, key);
    }
}
