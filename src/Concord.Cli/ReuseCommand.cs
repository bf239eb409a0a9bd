using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concord.Cli.Record;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Standards;
using Concord.Web.Api;

namespace Concord.Cli;

/// <summary><c>concord reuse</c>: the standards held in; how much of the work is already done, out. Needs no data folder and keeps nothing; its subcommands judge claims on the record.</summary>
internal static class ReuseCommand
{
    private static readonly JsonSerializerOptions Readable = new(ApiJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var holds = new Option<string[]>("--holds") { Description = "Standards already held: iso27001, iso9001, or both with a comma.", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "STANDARD" };
        var credit = new Option<string?>("--p") { Description = "The part of the work a partial claim saves, 0 to 1. Default: 0.5. The range from 0.33 to 0.5 is always shown.", HelpName = "SHARE" };
        var weights = new Option<string?>("--weights") { Description = "equal, effort or balanced50. Default: equal.", HelpName = "SCHEME" };
        var statement = new Option<string[]>("--soa") { Description = "Statement of applicability of a standard held, a CSV file; may be given several times. Without one nothing is said to be realised.", AllowMultipleArgumentsPerToken = true, HelpName = "FILE" };
        var asOf = new Option<string?>("--as-of") { Description = "The day on which evidence must be in date. Default: today.", HelpName = "DATE" };
        var format = new Option<string?>("--format") { Description = "json or table. Default: table." };
        format.AcceptOnlyFromAmong("json", "table");

        var command = new Command("reuse", "How much of ISO/IEC 42001 the evidence of standards already held can prove, and how much of that really stands.") { holds, credit, weights, statement, asOf, format }.And(ReuseCommands.All());
        command.SetAction(parsed =>
        {
            var library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
            var (figure, warnings) = Figure(library, parsed.GetValue(holds)!, parsed.GetValue(credit), parsed.GetValue(weights), parsed.GetValue(asOf), parsed.GetValue(statement) ?? []);
            foreach (var warning in warnings) Console.Error.WriteLine(FindingLines.Of(warning));
            if (parsed.GetValue(format) == "json") Console.Out.WriteLine(JsonSerializer.Serialize(figure, Readable));
            else ReuseTable.Print(figure, library);
            return ExitCode.Fine;
        });
        return command;
    }

    /// <summary>What is wrong with the options and with the files is said at once.</summary>
    private static (ReuseFigure Figure, IReadOnlyList<Finding> Warnings) Figure(
        StandardsLibrary library, string[] holds, string? credit, string? weights, string? asOf, string[] statements)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var faults = new List<Finding>();
        var question = Tried(() => ReuseQuestion.Read(library, holds, credit, weights, asOf, today, []), faults);
        var sources = ReuseQuestion.Sources(library);
        var statement = statements.Length == 0 ? null : Tried(() => new StatementReader(library, question?.AsOf ?? today).Read(statements, question?.Held ?? sources), faults);
        if (faults.Count == 0 && question!.Held.Count == 0)
            faults.Add(Finding.Error("holds", "missing-value", $"Name at least one standard. Known are: {string.Join(", ", sources.Select(ReuseQuestion.Word))}."));
        return faults.Count == 0 ? (Reuse.Of(library, question!, statement?.States), statement?.Warnings ?? []) : throw new FindingsException(faults);
    }

    private static T? Tried<T>(Func<T> read, List<Finding> faults) where T : class
    {
        try
        {
            return read();
        }
        catch (FindingsException refused)
        {
            faults.AddRange(refused.Findings);
            return null;
        }
    }
}
