using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads how impact is assessed, from <c>impact/</c>; every fault of it at once.</summary>
internal static class ImpactMethodReader
{
    private const string Folder = "impact";
    private static readonly string[] Files = ["method.yaml", "sections.yaml", "dimensions.csv", "charter-rights.csv", "fria-items.csv"];

    /// <exception cref="FindingsException">Names every fault with file, line and remedy.</exception>
    public static ImpactMethod Read(string standards, StandardsLibrary library, RulePack pack)
    {
        var faults = new List<Finding>();
        var method = Read(standards, faults);
        if (method is not null && faults.Count == 0) ImpactMethodCheck.Run(method, library, pack, faults);
        return faults.Count == 0 ? method! : throw new FindingsException(faults);
    }

    private static ImpactMethod? Read(string standards, List<Finding> faults)
    {
        var rights = Table(standards, "charter-rights.csv", ["id", "article", "right", "title"], faults).Select(row => new CharterRight(row.Text("id"), row.Text("article"), row.Text("right"), row.Text("title"))).ToList();
        var dimensions = Table(standards, "dimensions.csv", ["id", "name", "level", "charter_ids"], faults).Select(row => Dimension(row, rights)).ToList();
        var items = Table(standards, "fria-items.csv", ["id", "letter", "item", "citation"], faults).Select(row => new FriaItem(row.Text("id"), row.Text("letter"), row.Text("item"), row.Text("citation"))).ToList();
        var head = Open(standards, "method.yaml", faults)?.Knows("version", "title", "required_for", "triggers", "screening", "severity", "reversibility", "people", "score", "cadence", "fria");
        var sections = Open(standards, "sections.yaml", faults)?.Knows("sections");
        if (head is null || sections is null) return null;
        return new(
            head.Text("version"), head.Text("title"), Hash(standards),
            [.. head.Maps("triggers").Select(item => new ImpactTrigger(item.Knows("id", "title", "help").Text("id"), item.Text("title"), item.Text("help")))],
            [.. head.Maps("screening").Select(item => new ScreeningQuestion(item.Knows("id", "question", "help").Text("id"), item.Text("question"), item.Text("help")))],
            [.. sections.Maps("sections").Select(Section)], items, Fria(head), rights, dimensions, Scale(head, "severity"), Scale(head, "people"), Scale(head, "reversibility"), Score(head), head.Texts("required_for"), Cadence(head));
    }

    private static ImpactDimension Dimension(LibraryRow row, List<CharterRight> rights)
    {
        foreach (var key in row.List("charter_ids").Where(key => rights.TrueForAll(right => right.Id != key))) row.Fault("charter_ids", "unknown-key", $"charter-rights.csv has no right \"{key}\".");
        return new(row.Text("id"), row.Text("name"), row.Choice("level", ("individuals", "individuals"), ("groups", "groups"), ("society", "society")), row.List("charter_ids"));
    }

    private static ImpactSection Section(LibraryDocument item)
    {
        item.Knows("id", "title", "lead", "citation", "light", "fria", "requirements", "fields");
        var fria = item.Texts("fria");
        return new(item.Text("id"), item.Text("title"), item.Text("lead"), item.Text("citation"), item.Flag("light"), fria, item.Texts("requirements"), [.. item.Maps("fields").Select(field => Field(field, fria))]);
    }

    private static ImpactField Field(LibraryDocument item, IReadOnlyList<string> ofSection)
    {
        item.Knows("id", "kind", "required", "question", "help", "from", "fria");
        var kind = item.Choice("kind", ("text", ImpactFieldKind.Text), ("trigger", ImpactFieldKind.Trigger), ("groups", ImpactFieldKind.Groups), ("consultations", ImpactFieldKind.Consultations),
            ("benefits", ImpactFieldKind.Benefits), ("harms", ImpactFieldKind.Harms), ("measures", ImpactFieldKind.Measures), ("verdict", ImpactFieldKind.Verdict), ("residual", ImpactFieldKind.Residual),
            ("review", ImpactFieldKind.Review), ("derived", ImpactFieldKind.Derived));
        var from = item.Single("from") is null ? ImpactSource.None : item.Choice("from", ("system", ImpactSource.System), ("purpose", ImpactSource.Purpose), ("intended_use", ImpactSource.IntendedUse),
            ("affected_groups", ImpactSource.AffectedGroups), ("role", ImpactSource.Role), ("technique", ImpactSource.Technique), ("models", ImpactSource.Models), ("decisions_per_year", ImpactSource.DecisionsPerYear),
            ("data_columns", ImpactSource.DataColumns), ("class", ImpactSource.Class), ("authors", ImpactSource.Authors), ("approver", ImpactSource.Approver), ("risks", ImpactSource.Risks));
        var items = item.IsList("fria") ? item.Texts("fria") : kind == ImpactFieldKind.Derived ? [] : ofSection;
        foreach (var stray in items.Except(ofSection, StringComparer.Ordinal)) item.Fault("fria", "wrong-value", $"The section does not fill {stray}. Add it there, or take it away here.");
        return new(item.Text("id"), kind, item.Flag("required"), item.Text("question"), item.Text("help"), from, items);
    }

    private static List<ScaleStep> Scale(LibraryDocument head, string key)
    {
        var steps = head.Maps(key).Select(item => new ScaleStep(item.Knows("id", "level", "name", "help").Text("id"), item.WholeNumber("level", atLeast: 1), item.Text("name"), item.Text("help"))).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Level != i + 1) head.Fault(key, "wrong-value", string.Create(CultureInfo.InvariantCulture, $"Step {i + 1} must have level {i + 1}. Number the levels 1, 2, 3, …."));
        }
        return steps;
    }

    private static ImpactScoreRule Score(LibraryDocument head)
    {
        var score = head.Map("score")?.Knows("text", "cap", "candidate_from", "rises");
        if (score is null) return new(1, 1, [], "");
        return new(score.WholeNumber("cap", atLeast: 1), score.WholeNumber("candidate_from", atLeast: 1),
            [.. score.Maps("rises").Select(item => new ScoreRise(item.Knows("scale", "steps", "points", "because").Choice("scale", (ScoreRise.OfReversibility, ScoreRise.OfReversibility), (ScoreRise.OfPeople, ScoreRise.OfPeople)),
                item.Texts("steps"), item.WholeNumber("points", atLeast: 1), item.Text("because")))], score.Text("text"));
    }

    private static ReviewCadence Cadence(LibraryDocument head)
    {
        var cadence = head.Map("cadence")?.Knows("otherwise", "months");
        var months = cadence?.Map("months");
        return new(months?.Keys.Distinct(StringComparer.Ordinal).ToDictionary(key => key, key => months.WholeNumber(key, atLeast: 1), StringComparer.Ordinal) ?? [], cadence?.WholeNumber("otherwise", atLeast: 1) ?? 1);
    }

    private static FriaRule Fria(LibraryDocument head)
    {
        var fria = head.Map("fria")?.Knows("flag", "title", "citation", "lead", "lines");
        return fria is null ? new("", "", "", "", []) : new(fria.Text("flag"), fria.Text("title"), fria.Text("citation"), fria.Text("lead"), fria.Texts("lines"));
    }

    private static LibraryDocument? Open(string standards, string file, List<Finding> faults) => LibraryDocument.Read(standards, $"{Folder}/{file}", faults);

    private static IReadOnlyList<LibraryRow> Table(string standards, string file, string[] columns, List<Finding> faults) => LibraryTable.Read(standards, $"{Folder}/{file}", columns, [], faults).Rows;

    /// <summary>Over names and bytes of all files in their order; line ends do not count.</summary>
    private static string Hash(string standards)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Files)
        {
            var path = Path.Combine(standards, Folder, file);
            if (!File.Exists(path)) continue;
            sum.AppendData(Encoding.UTF8.GetBytes(file + "\n"));
            sum.AppendData([.. File.ReadAllBytes(path).Where(letter => letter != (byte)'\r')]);
        }
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }
}
