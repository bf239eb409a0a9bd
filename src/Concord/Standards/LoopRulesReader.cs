using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads the rules of the loop and what stands around them; every fault at once, with its place.</summary>
internal static class LoopRulesReader
{
    public static readonly IReadOnlyList<string> Kinds = ["drift", "performance", "fairness", "quality"];
    public static readonly IReadOnlyList<string> Severities = ["warn", "alert"];
    public static readonly IReadOnlyList<string> Tiers = ["prohibited", "high", "exempt", "limited", "minimal", "outOfScope", "notClassified"];
    public static readonly IReadOnlyList<string> Sources = ["monitor", "series"];
    public const int LongestRow = 120;
    public const int MostDays = 730;
    public const int MostRules = 100;
    private const int LongestText = 300;
    private const string Folder = "loop";

    /// <exception cref="FindingsException">Every fault of the folder with file, line and remedy.</exception>
    public static LoopLibrary Read(string folder, StandardsLibrary standards, RulePack pack)
    {
        var faults = new List<Finding>();
        List<ConsequenceKind> kinds = [.. LibraryTable.Read(folder, $"{Folder}/consequences.csv", ["consequence", "title", "says", "always", "takes_days", "recovered", "false_alarm", "ends_on_false_alarm"], [], faults).Rows.Select(row =>
            new ConsequenceKind(row.Text("consequence"), row.Text("title"), row.Text("says"), row.YesNo("always"), row.YesNo("takes_days"), row.Text("recovered"), row.Text("false_alarm"), row.YesNo("ends_on_false_alarm")))];
        List<string> metrics = [.. standards.Metrics.Select(metric => metric.Id)];
        var duties = Duties(folder, metrics, pack, faults);
        var text = LibraryTable.ReadText(folder, $"{Folder}/rules.yaml", faults) ?? "";
        var rules = faults.Count == 0 ? Rules(text, $"{Folder}/rules.yaml", kinds, metrics, faults) : null;
        var floors = Floors(folder, kinds, metrics, faults);
        foreach (var twice in kinds.GroupBy(kind => kind.Key, StringComparer.Ordinal).Where(same => same.Count() > 1)) faults.Add(Finding.Error($"{Folder}/consequences.csv", "duplicate-id", $"{twice.Key} stands twice. Keep one."));
        return faults.Count == 0 ? new(kinds, rules!, text, floors, duties, metrics) : throw new FindingsException(faults);
    }

    /// <summary>A text of an organisation, or of the library.</summary>
    /// <param name="place">What the text is called in findings.</param>
    /// <returns>Null where there are faults.</returns>
    public static LoopRules? Rules(string text, string place, LoopLibrary library, List<Finding> faults) => Rules(text, place, library.Consequences, library.Metrics, faults);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static LoopRules? Rules(string text, string place, IReadOnlyList<ConsequenceKind> kinds, IReadOnlyList<string> metrics, List<Finding> faults)
    {
        var before = faults.Count;
        if (LibraryDocument.Parse(place, text, faults)?.Knows("version", "rules") is not { } document) return null;
        var version = document.Text("version");
        if (version.Length > 40 || Written.HoldsUnseen(version) is not null) document.Fault("version", "wrong-value", "A version has at most 40 characters that can be seen, for example 2026-11.");
        var maps = document.Maps("rules");
        if (maps.Count > MostRules) document.Fault("rules", "wrong-value", $"There are {maps.Count} rules; at most {MostRules} can be read by people. Bring them together.");
        List<LoopRule> rules = [.. maps.Take(MostRules).Select(map => Rule(map, kinds, metrics))];
        foreach (var twice in rules.Where(rule => rule.Id.Length > 0).GroupBy(rule => rule.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            document.Fault("rules", "duplicate-id", $"{twice.Count()} rules are called \"{twice.Key}\". Give each a name of its own: signals tell by it why something followed.");
        return faults.Count == before ? new(version, HashOf(text), rules) : null;
    }

    private static LoopRule Rule(LibraryDocument map, IReadOnlyList<ConsequenceKind> kinds, IReadOnlyList<string> metrics)
    {
        map.Knows("id", "title", "when", "then", "without", "days");
        var id = map.Text("id");
        if (id.Length > 40 || !id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')) map.Fault("id", "wrong-value", "A name has at most 40 letters, digits and dashes, for example high-risk-drift.");
        var title = map.Optional("title") ?? "";
        if (title.Length > LongestText || Written.HoldsUnseen(title) is not null) map.Fault("title", "wrong-value", $"A title has at most {LongestText} characters, all of which can be seen.");
        var keys = kinds.Select(kind => kind.Key).ToList();
        var (then, without) = (Listed(map, "then", keys), Listed(map, "without", keys));
        if (then.Count == 0 && without.Count == 0) map.Fault("then", "missing-key", "Say what follows, or what does not follow, by this rule.");
        foreach (var both in then.Intersect(without, StringComparer.Ordinal)) map.Fault("without", "wrong-value", $"The rule gives \"{both}\" and takes it away. Keep one of the two.");
        foreach (var kept in kinds.Where(kind => kind.Always && without.Contains(kind.Key, StringComparer.Ordinal))) map.Fault("without", "wrong-value", $"\"{kept.Key}\" cannot be taken away: {kept.Says}, always.");
        int? days = map.Keys.Contains("days") ? map.WholeNumber("days", atLeast: 1) : null;
        if (days > MostDays) map.Fault("days", "wrong-value", $"At most {MostDays} days can be given to correct something.");
        if (days is not null && !kinds.Any(kind => kind.TakesDays && then.Contains(kind.Key, StringComparer.Ordinal))) map.Fault("days", "wrong-value", $"Days to correct belong to a rule that gives {string.Join(" or ", kinds.Where(kind => kind.TakesDays).Select(kind => kind.Key))}.");
        return new(id, title, Condition(map, metrics), then, without, days);
    }

    private static LoopCondition Condition(LibraryDocument map, IReadOnlyList<string> metrics)
    {
        if (!map.Keys.Contains("when") || map.Map("when") is not { } when) return LoopCondition.Always;
        when.Knows("kind", "severity", "tier", "metric", "source", "windows");
        var windows = when.Keys.Contains("windows") ? when.WholeNumber("windows", atLeast: 1) : 1;
        if (windows > LongestRow) when.Fault("windows", "wrong-value", $"At most {LongestRow} windows can be waited for.");
        return new(Listed(when, "kind", Kinds), Listed(when, "severity", Severities), Listed(when, "tier", Tiers), Listed(when, "metric", metrics), Listed(when, "source", Sources), windows);
    }

    private static IReadOnlyList<string> Listed(LibraryDocument map, string key, IReadOnlyList<string> known)
    {
        if (!map.Keys.Contains(key)) return [];
        var named = map.Texts(key);
        foreach (var stray in named.Where(word => !known.Contains(word, StringComparer.Ordinal)))
            map.Fault(key, "unknown-key", $"\"{stray}\" is not known here. Known are: {string.Join(", ", known)}.");
        return [.. named.Distinct(StringComparer.Ordinal)];
    }

    private static List<LoopFloor> Floors(string folder, IReadOnlyList<ConsequenceKind> kinds, IReadOnlyList<string> metrics, List<Finding> faults) =>
        [.. (LibraryDocument.Read(folder, $"{Folder}/floors.yaml", faults)?.Knows("floors").Maps("floors") ?? []).Select(map => new LoopFloor(
            map.Knows("id", "refuses", "when", "needs_any", "because").Text("id"), map.Flag("refuses"), Condition(map, metrics), Listed(map, "needs_any", [.. kinds.Select(kind => kind.Key)]), map.Text("because")))];

    private static List<DutyInQuestion> Duties(string folder, IReadOnlyList<string> metrics, RulePack pack, List<Finding> faults)
    {
        var obligations = pack.Obligations.Select(obligation => obligation.Id).ToList();
        return [.. LibraryTable.Read(folder, $"{Folder}/duties.csv", ["kind", "metric", "severity", "obligation", "why"], [], faults).Rows.Select(row => new DutyInQuestion(
            One(row, "kind", Kinds), One(row, "metric", metrics), One(row, "severity", Severities), One(row, "obligation", obligations) ?? row.Text("obligation"), row.Text("why")))];
    }

    private static string? One(LibraryRow row, string column, IReadOnlyList<string> known)
    {
        var word = row.Optional(column);
        if (word is not null && !known.Contains(word, StringComparer.Ordinal)) row.Fault(column, "unknown-key", $"\"{word}\" is not known here. Correct it.");
        return word;
    }
}
