using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord loop</c>: what follows on a signal.</summary>
internal static class LoopCommands
{
    private static readonly RecordTable Rules = new(RecordColumn.Of("rule", "id"), RecordColumn.Of("what follows", "sentence"));

    private static readonly RecordTable Revisions = new(RecordColumn.Of("ref", "ref"), RecordColumn.Of("version", "label"), RecordColumn.Of("state", "state"), RecordColumn.Of("in force", "isInForce"), RecordColumn.Of("reason", "reason"));

    private static readonly RecordTable Forecasts = new(
        RecordColumn.Of("signal", "signalRef"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("what", "subject"), new("as well", row => Listed(row, "more")), new("not", row => Listed(row, "less")));

    public static Command Create() => new("loop", "What follows on a signal.")
    {
        Group("rules", "The rules of what follows on a signal; one AIMS manager changes them, another approves.", Show(), new Command("list", "Revisions of the organisation's own.").Listing("/loop-rules/revisions", Revisions), Preview(), Approve()),
    };

    private static Command Show()
    {
        var which = new Argument<string?>("REF") { Description = "A revision; the rules in force unless told.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("show", "The rules as sentences.") { which }.Acting((client, parsed, stop) =>
            Part(client, parsed, parsed.GetValue(which) is { } named ? $"/loop-rules/{Segment(named)}" : "/loop-rules", "rules", Rules, stop));
    }

    private static Command Preview()
    {
        var which = Reference("Reference of the revision, for example LR-0001.");
        return new Command("preview", "What would have followed on the signals of the last twelve months: the differences.") { which }.Acting((client, parsed, stop) =>
            Part(client, parsed, $"/loop-rules/{Segment(parsed.GetValue(which)!)}/preview", "changed", Forecasts, stop));
    }

    private static Command Approve()
    {
        var which = Reference("Reference of the draft, for example LR-0001.");
        return new Command("approve", "Approve a draft; not by those who wrote it. Needs a key.") { which }.Acting((client, parsed, stop) => client.Change($"/loop-rules/{Segment(parsed.GetValue(which)!)}", "approve", null, stop), Rules);
    }

    /// <summary>People read one member of the answer as a list; programs get all of it.</summary>
    private static async Task<int> Part(RecordClient client, ParseResult parsed, string path, string member, RecordTable table, CancellationToken stop)
    {
        var (body, format) = ((await client.Get(path, stop)).Body, parsed.GetValue(RecordOptions.Format));
        RecordPrinter.Print(format == OutputFormat.Json ? body : body?[member], format, table);
        return ExitCode.Fine;
    }

    private static string Listed(JsonNode row, string key) => row[key] is JsonArray titles ? string.Join(", ", titles.Select(title => $"{title}")) : "";
}
