using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Concord.Foundation;

namespace Concord.Cli.Record;

/// <summary>A command that works on the record: connects, acts, prints.</summary>
internal static class RecordCommand
{
    public static IEnumerable<Command> All() =>
        [PersonCommands.Create(), KeyCommands.Create(), SystemCommands.Create(), ModelCommands.Create(), ControlCommands.Create(), ImportCommands.Create(), MonitorCommands.Create(), PolicyCommands.Create(), StatementCommands.Create(), LibraryCommands.Create(), LogCommands.Create(), SeriesCommands.Create(), MeasurementCommands.Create(), SignalCommands.Create(), LoopCommands.Create(), CommitteeCommands.Create(), NonconformityCommands.Create(), RiskCommands.Create(), IncidentCommands.Create(), ImpactCommands.Create(), EnterpriseCommands.Create(), ClassificationCommands.Create(), ActionCommands.Create(), DocumentCommands.Create(), GapCommands.Create()];

    /// <summary>A group of commands on one kind of record: each says on which record it acts, for whom, and how it prints.</summary>
    public static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands) group.Subcommands.Add(command.OnTheRecord());
        return group;
    }

    /// <summary>A group that has commands beside those on the record.</summary>
    public static Command And(this Command group, params Command[] commands)
    {
        foreach (var command in commands) group.Subcommands.Add(command);
        return group;
    }

    public static Command Acting(this Command command, Func<RecordClient, ParseResult, CancellationToken, Task<RecordAnswer>> act, RecordTable table) =>
        command.Acting(async (client, parsed, stop) =>
        {
            var answer = await act(client, parsed, stop);
            RecordPrinter.Print(answer.Body, parsed.GetValue(RecordOptions.Format), table);
            return ExitCode.Fine;
        });

    public static Command Acting(this Command command, Func<RecordClient, ParseResult, CancellationToken, Task<int>> act)
    {
        command.SetAction(async (parsed, stop) =>
        {
            await using var connection = await RecordConnection.Open(parsed, stop);
            try
            {
                return await act(connection.Client, parsed, stop);
            }
            catch (HttpRequestException unreachable)
            {
                await Console.Error.WriteLineAsync($"{connection.Where} does not answer: {unreachable.Message}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    public static Option<string> Needed(string name, string description, string help) => new(name) { Description = description, HelpName = help, Required = true };

    public static Option<string?> Optional(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    /// <summary>An option that may be given several times, or once with several values.</summary>
    public static Option<string[]> Several(string name, string description, string help) => new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };

    public static JsonArray Listed(string[]? told) => new([.. (told ?? []).Select(text => JsonValue.Create(text))]);

    /// <summary>A day as 2027-01-01.</summary>
    public static string? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : throw Usage($"'{text}' is not a day. Write it as 2027-01-01.");

    public static int Whole(string text, string what) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Usage($"'{text}' is no {what}. Write a whole number.");

    public static Argument<string> Reference(string description) => new("REF") { Description = description };

    /// <summary>References are path segments; what people type into them must not become a path.</summary>
    public static string Segment(string reference) => Uri.EscapeDataString(reference.Trim());

    public static RuleViolation Usage(string message) => new("USAGE", message);
}
