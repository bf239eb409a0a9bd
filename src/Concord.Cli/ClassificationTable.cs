using System.Globalization;
using Concord.Classification;
using Concord.Foundation;
using Concord.Standards;
using Spectre.Console;

namespace Concord.Cli;

/// <summary>A classification for a person at a terminal: the tier and what decided it, what is open, the duties, the steps; in 80 columns.</summary>
internal static class ClassificationTable
{
    private const int Width = 80;

    public static void Print(ClassificationOutcome outcome, RulePack pack)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = Width;
        Line(console, outcome.TierName is { } name ? $"{pack.Title}: {name}. {outcome.Meaning}" : $"{pack.Title}: {outcome.NotComputed["tier"]}");
        if (outcome.Decisive is { } decisive) Line(console, $"Decided by {decisive.Rule}, {decisive.Citation}: {decisive.Text}.");
        if (outcome.Citations.Count > 0) Line(console, $"Rests on {string.Join("; ", outcome.Citations)}.");
        if (outcome.AppliesFrom is { } from) Line(console, Invariant($"Its duties bind from {from:yyyy-MM-dd}."));
        if (outcome.OnMarketBefore is { } earlier) Line(console, earlier);
        if (outcome.Flags.Count > 0) Line(console, $"Flags: {string.Join(", ", outcome.Flags)}.");
        Line(console, Invariant($"Law as of {outcome.AsOf:yyyy-MM-dd}: {outcome.Law}; rule pack {outcome.RulePack}."));
        foreach (var fine in outcome.Fines) Line(console, $"A breach may cost: {fine.Infringement}{Cap(fine)} (Article {fine.Article}). {fine.Note}".TrimEnd());
        foreach (var contradiction in outcome.Contradictions) Line(console, $"Contradiction: {contradiction.Question} ({string.Join(", ", contradiction.Facts)})");
        foreach (var question in outcome.Questions) Line(console, $"To answer: {question.Question} ({question.Fact}, {question.Citation})");
        if (outcome.Duties.Count > 0)
        {
            console.WriteLine();
            console.Write(Duties(outcome));
        }
        console.WriteLine();
        console.Write(Steps(outcome));
        if (outcome.Assumed.Count > 0) Line(console, $"Not given, taken as the rule pack's default: {string.Join(", ", outcome.Assumed)}.");
        Line(console, outcome.Note);
    }

    private static Table Duties(ClassificationOutcome outcome)
    {
        var table = Columns("from", "role", "article", "duty");
        foreach (var duty in outcome.Duties.OrderBy(duty => duty.From ?? DateOnly.MaxValue))
        {
            table.AddRow(new Text(duty.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "–"), new Text(duty.Role), new Text(duty.Article),
                new Text(string.Join(" ", new[] { duty.Text, duty.Condition.Length > 0 ? $"({duty.Condition})" : "", duty.Note }.Where(part => part.Length > 0))));
        }
        return table;
    }

    private static string Cap(Fine fine) => fine is { CapEuro: { } euro, CapTurnoverPercent: { } percent }
        ? Invariant($": up to EUR {euro:#,0} or {percent} % of worldwide turnover, whichever is {Words.Of(fine.Whichever)}") : "";

    private static Table Steps(ClassificationOutcome outcome)
    {
        var table = Columns("step", "holds", "citation", "what it says");
        foreach (var step in outcome.Explanation) table.AddRow(new Text(step.Rule), new Text(Words.Of(step.Holds)), new Text(step.Citation), new Text(step.Decisive ? $"{step.Text} (decisive)" : step.Text));
        return table;
    }

    private static Table Columns(params string[] headers)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var header in headers) table.AddColumn(new TableColumn(new Text(header)) { NoWrap = header is "from" or "step" or "holds" });
        return table;
    }

    private static void Line(IAnsiConsole console, string text) => console.Write(new Text(text + "\n"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
