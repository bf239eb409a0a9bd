using System.Globalization;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Standards;
using Spectre.Console;

namespace Concord.Cli;

/// <summary>The re-use figure for a person at a terminal: the range, how it came about, and the requirements in 80 columns.</summary>
internal static class ReuseTable
{
    private const int Width = 80;

    public static void Print(ReuseFigure figure, StandardsLibrary library)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = Width;
        var held = string.Join(" and ", ReuseQuestion.Sources(library).Where(source => figure.Holds.Contains(ReuseQuestion.Word(source))).Select(source => source.Designation));
        var target = library.Editions.First(edition => edition.Key == library.ReuseDefinition.Target).Designation;
        Line(console, $"Re-use of {held} for {target}");
        Line(console, $"{Range(figure.Low, figure.High)} potential" + (figure.RealisedLow is null ? "" : $", {Range(figure.RealisedLow, figure.RealisedHigh)} realised") + Invariant($" (p {figure.LowP} to {figure.HighP})"));
        Line(console, Invariant($"At p {figure.P}: potential {Percent(figure.Potential)}, realised {Percent(figure.Realised, figure.NotComputed, "realised")}."));
        Line(console, Invariant($"{figure.Full} full, {figure.Partial} partial, {figure.None} none of {figure.Rows.Count} requirements; weights {Words.Key(figure.Weights)}: {library.ReuseDefinition.Weights[figure.Weights]}."));
        Line(console, Invariant($"Potential = {figure.Points:0.###} / {figure.WeightTotal:0.###}") + (figure.RealisedPoints is { } points ? Invariant($", realised = {points:0.###} / {figure.WeightTotal:0.###}") : "") + ": sum of weight × credit by sum of weights.");
        Line(console, Invariant($"As of {figure.AsOf:yyyy-MM-dd}") + (figure.OldestEvidence is { } oldest ? Invariant($", evidence of {oldest:yyyy-MM-dd} to {figure.NewestEvidence:yyyy-MM-dd}") : "") + $"; definition {figure.Definition}.");
        foreach (var note in figure.Notes) Line(console, note);
        if (figure.Excluded.Count > 0) Line(console, $"Excluded, not in the set: {string.Join(", ", figure.Excluded)}.");
        console.WriteLine();
        console.Write(Rows(figure));
        Line(console, "Rationale, what is to be added for AI, and each state: --format json.");
    }

    private static Table Rows(ReuseFigure figure)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var (header, isNumber) in new[] { ("No.", false), ("re-uses", false), ("strength", false), ("credit", true), ("weight", true), ("state", true), ("realised", true) })
            table.AddColumn(new TableColumn(new Text(header)) { NoWrap = header != "re-uses", Alignment = isNumber ? Justify.Right : Justify.Left });
        foreach (var row in figure.Rows)
        {
            table.AddRow(new Text(row.Number), new Text(row.Strength == ReuseStrength.None ? "–" : string.Join(", ", row.SourceIds)), new Text(Words.Of(row.Strength)),
                Number(row.Credit), Number(row.Weight), Number(row.State), Number(row.RealisedCredit));
        }
        return table;
    }

    private static Text Number(double? value) => new(value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "–");

    private static string Range(double? low, double? high) => low is null ? "not computable" : Invariant($"{low:0.0} to {high:0.0} %");

    private static string Percent(double? value, IReadOnlyDictionary<string, string>? reasons = null, string name = "") =>
        value is { } percent ? Invariant($"{percent:0.0} %") : $"not computable ({reasons?.GetValueOrDefault(name) ?? "the weights of all requirements are zero"})";

    private static void Line(IAnsiConsole console, string text) => console.Write(new Text(text + "\n"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
