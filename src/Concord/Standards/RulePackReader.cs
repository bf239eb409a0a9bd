using System.Globalization;
using System.Security.Cryptography;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads the rule pack of a folder; every fault of it at once.</summary>
internal static class RulePackReader
{
    private const string Folder = "eu-ai-act";
    private const string TierDate = "tier";
    private static readonly string[] Files = ["pack.yaml", "facts.yaml", "rules.yaml", "annex-iii.csv", "prohibited.csv", "calendar.csv", "obligations.csv", "fines.csv"];

    /// <exception cref="FindingsException">Names every fault with file, line and remedy.</exception>
    public static RulePack Read(string standards, StandardsLibrary library)
    {
        var faults = new List<Finding>();
        var pack = Read(standards, library, faults);
        return faults.Count == 0 ? pack! : throw new FindingsException(faults);
    }

    private static RulePack? Read(string standards, StandardsLibrary library, List<Finding> faults)
    {
        var head = Open(standards, "pack.yaml", faults)?.Knows("id", "version", "title", "laws", "roles", "steps", "derived", "tiers", "cautions");
        var questions = Open(standards, "facts.yaml", faults)?.Knows("facts");
        var rules = Open(standards, "rules.yaml", faults)?.Knows("tier_rules", "additive_rules", "reliefs", "contradictions");
        if (head is null || questions is null || rules is null) return null;

        var laws = head.Maps("laws").Select(item => new LawVersion(item.Knows("id", "title", "in_force").Text("id"), item.Text("title"), Day(item, "in_force"))).ToList();
        var steps = head.Maps("steps").Select(item => new QuestionStep(item.Knows("id", "title", "about").Text("id"), item.Text("title"), item.Text("about"))).ToList();
        var facts = questions.Maps("facts").Select(item => ReadFact(standards, item, faults)).ToList();
        var derived = head.Maps("derived").Select(item => new DerivedFact(item.Knows("id", "of", "cite").Text("id"), item.Text("of"), item.Text("cite"))).ToList();
        var conditions = new ConditionReader(facts, derived);
        var tiers = head.Maps("tiers").Select(item => new Tier(
            item.Knows("id", "name", "risk_class", "meaning", "owes_duties", "documentation", "applies", "on_market_before").Text("id"), item.Text("name"), item.Text("risk_class"), item.Text("meaning"), item.Flag("owes_duties"),
            item.Optional("documentation"), [.. item.Maps("applies").Select(applies => new AppliesFrom(conditions.Read(applies.Knows("when", "date")), applies.Text("date")))],
            item.Optional("on_market_before"))).ToList();
        var tierRules = rules.Maps("tier_rules").Select(item => new TierRule(
            item.Knows("id", "when", "tier", "article", "reason").Text("id"), conditions.Read(item), item.Text("tier"), item.Text("article"), item.Text("reason"))).ToList();
        var additive = rules.Maps("additive_rules").Select(item => new AdditiveRule(
            item.Knows("id", "when", "flag", "title", "role", "adds_role", "article").Text("id"), conditions.Read(item), item.Optional("flag"), item.Text("title"), item.Text("role"), item.Optional("adds_role"),
            item.Text("article"))).ToList();
        var reliefs = rules.Maps("reliefs").Select(item => new DutyRelief(item.Knows("id", "when", "article", "reason").Text("id"), conditions.Read(item), item.Text("article"), item.Text("reason"))).ToList();
        var conflicts = rules.Maps("contradictions").Select(item => new FactConflict(item.Knows("id", "when", "question").Text("id"), conditions.Read(item), item.Text("question"))).ToList();
        var roles = head.Map("roles")?.Knows("fact", "provider", "deployer");
        var pack = new RulePack(
            head.Text("id"), head.Text("version"), head.Text("title"), Hash(standards), new(roles?.Text("fact") ?? "", roles?.Text("provider") ?? "", roles?.Text("deployer") ?? ""), laws, steps, facts, derived, tiers,
            tierRules, additive, reliefs, conflicts, ReadObligations(standards, library, faults), ReadFines(standards, faults), ReadCalendar(standards, faults), head.Texts("cautions"));
        if (faults.Count == 0) RulePackCheck.Run(pack, faults);
        return pack;
    }

    private static LibraryDocument? Open(string standards, string file, List<Finding> faults) => LibraryDocument.Read(standards, $"{Folder}/{file}", faults);

    private static FactQuestion ReadFact(string standards, LibraryDocument item, List<Finding> faults)
    {
        item.Knows("id", "step", "kind", "default", "article", "question", "help", "options", "options_file");
        var kind = item.Choice("kind", ("yesno", QuestionKind.YesNo), ("choice", QuestionKind.Choice), ("list", QuestionKind.List));
        IReadOnlyList<FactOption> options = kind == QuestionKind.YesNo ? []
            : item.Optional("options_file") is { } file ? ReadOptions(standards, file, faults)
            : item.Map("options") is { } map ? [.. map.Keys.Select(key => new FactOption(key, map.Text(key)))] : [];
        return new(item.Text("id"), item.Text("step"), kind, kind == QuestionKind.List ? string.Join(';', item.Texts("default")) : item.Text("default"), item.Text("article"), item.Text("question"), item.Text("help"), options);
    }

    private static List<FactOption> ReadOptions(string standards, string file, List<Finding> faults) =>
        [.. LibraryTable.Read(standards, $"{Folder}/{file}", ["value", "group", "group_title", "title"], ["excluded_by", "law", "note", "registration"], faults).Rows.Select(row => new FactOption(
            row.Text("value"), row.Text("title"), row.Text("group"), row.Text("group_title"), row.Optional("excluded_by"), row.Optional("law"), row.Optional("note") ?? "",
            row.Optional("registration")))];

    private static List<LegalDate> ReadCalendar(string standards, List<Finding> faults) =>
        [.. LibraryTable.Read(standards, $"{Folder}/calendar.csv", ["id", "law", "date", "event", "articles", "confidence"], [], faults).Rows.Select(row => new LegalDate(
            row.Text("id"), row.Text("law"), row.Date("date") ?? default, row.Text("event"), row.Choice("confidence", ("high", "high"), ("medium", "medium"), ("low", "low"))))];

    private static List<Fine> ReadFines(string standards, List<Finding> faults) =>
        [.. LibraryTable.Read(standards, $"{Folder}/fines.csv", ["id", "infringement", "cap_eur", "cap_turnover_pct", "whichever", "applies", "since", "article", "note"], [], faults).Rows.Select(row => new Fine(
            row.Text("id"), row.Text("infringement"), row.WholeNumber("cap_eur"), row.WholeNumber("cap_turnover_pct"), row.Choice("whichever", ("higher", Whichever.Higher), ("lower", Whichever.Lower)),
            row.Choice("applies", ("named", FineScope.Named), ("always", FineScope.Always), ("others", FineScope.Others), ("relief", FineScope.Relief)), row.Date("since"), row.Text("article"), row.Optional("note") ?? ""))];

    private static List<Obligation> ReadObligations(string standards, StandardsLibrary library, List<Finding> faults)
    {
        var obligations = new List<Obligation>();
        var articles = library.Frameworks.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        string[] columns = ["id", "role", "tiers", "flags", "obligation", "article_id", "fine", "date", "legacy_before", "legacy_date", "unless", "condition", "note_fact", "note", "requirement_ids"];
        foreach (var row in LibraryTable.Read(standards, $"{Folder}/obligations.csv", columns, [], faults).Rows)
        {
            if (row.Text("article_id") is { Length: > 0 } article && !articles.Contains(article))
                row.Fault("article_id", "unknown-key", $"No framework has the item \"{article}\". Correct the key, or add the article to the frameworks.");
            foreach (var key in row.List("requirement_ids").Where(key => library.FindRequirement(key) is null)) row.Fault("requirement_ids", "unknown-key", $"There is no requirement \"{key}\". Correct the key.");
            var date = row.Text("date");
            obligations.Add(new(row.Text("id"), row.Text("role"), row.List("tiers"), row.List("flags"), row.Text("obligation"), row.Text("article_id"), row.Optional("fine"), date == TierDate ? null : date,
                row.Date("legacy_before"), row.Optional("legacy_date"), row.List("unless"), row.Optional("condition") ?? "", row.Optional("note_fact"), row.Optional("note") ?? "", row.List("requirement_ids")));
        }
        return obligations;
    }

    private static DateOnly Day(LibraryDocument item, string key)
    {
        if (DateOnly.TryParseExact(item.Text(key), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        item.Fault(key, "wrong-value", "This is not a day. Write it as 2026-07-27.");
        return default;
    }

    /// <summary>Over names and bytes of all files in their order; line ends do not count.</summary>
    private static string Hash(string standards)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            var path = Path.Combine(standards, Folder, file);
            if (!File.Exists(path)) continue;
            sum.AppendData(System.Text.Encoding.UTF8.GetBytes(file + "\n"));
            sum.AppendData([.. File.ReadAllBytes(path).Where(letter => letter != (byte)'\r')]);
        }
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
