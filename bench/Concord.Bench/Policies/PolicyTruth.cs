using System.Globalization;
using System.Text.Json;

namespace Concord.Bench.Policies;

/// <summary>What two readers found in one text of one theme.</summary>
/// <param name="Label">2: a rule that binds covers the theme. 1: touched, or covered in part. 0: not there.</param>
/// <param name="Accept">Labels a fair reader may give. Only 0: strictly absent, so any claim is false.</param>
internal sealed record PolicyCell(string Document, string Theme, int Label, IReadOnlyList<int> Accept)
{
    public bool IsStrictlyAbsent => Accept is [0];
}

/// <summary>
/// The labelled policies of the tests: the texts, a label for each theme and text, and which requirements stand behind a theme. A theme is general (supplier,
/// change, incident, …) or of AI; general text never fulfils a theme of AI.
/// </summary>
internal sealed class PolicyTruth
{
    private readonly Dictionary<string, List<string>> main = new(StringComparer.Ordinal);

    private PolicyTruth(string folder)
    {
        Folder = folder;
        foreach (var line in File.ReadLines(Path.Combine(folder, "truth_theme_map.csv")).Skip(1))
        {
            var cells = line.Split(',');
            if (cells[2] != "main") continue;
            if (!main.TryGetValue(cells[0], out var known)) main[cells[0]] = known = [];
            known.Add(cells[1]);
        }
        using var truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "truth_policies_dev.json")));
        Cells =
        [
            .. from document in truth.RootElement.GetProperty("documents").EnumerateObject()
               from theme in document.Value.GetProperty("labels").EnumerateObject()
               select new PolicyCell(document.Name, theme.Name, theme.Value.GetProperty("label").GetInt32(), [.. theme.Value.GetProperty("accept").EnumerateArray().Select(label => label.GetInt32())]),
        ];
    }

    public string Folder { get; }

    public IReadOnlyList<PolicyCell> Cells { get; }

    public IReadOnlyList<string> Documents => [.. Cells.Select(cell => cell.Document).Distinct()];

    public static PolicyTruth Read(string root) => new(Path.Combine(root, "tests", "Concord.Tests", "Gaps", "policies"));

    /// <summary>The requirements a theme stands for first, of the standard that is assessed.</summary>
    public IReadOnlyList<string> Assessed(string theme) => [.. Main(theme).Where(key => key.StartsWith("ISO42001:", StringComparison.Ordinal))];

    /// <summary>Those of other standards: what general text answers to.</summary>
    public IReadOnlyList<string> General(string theme) => [.. Main(theme).Where(key => !key.StartsWith("ISO42001:", StringComparison.Ordinal))];

    private List<string> Main(string theme) => main.GetValueOrDefault(theme) ?? [];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Documents.Count} texts, {Cells.Count} cells");
}
