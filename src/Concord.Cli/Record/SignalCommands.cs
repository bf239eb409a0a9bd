using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class SignalCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("system", "systemRef"), new("limit broken", row => $"{row["kind"]} {row["subject"]}"),
        new("value (limit)", row => $"{RecordPrinter.Text(row["value"])} ({RecordPrinter.Text(row["limit"])})"), new("windows", Windows), new("state", row => $"{row["severity"]}, {row["state"]}"));

    public static Command Create() => Group("signal", "Limits that are broken, and what followed.",
        new Command("list", "Signals. With --filter state:open those that are not closed.").Listing("/signals", Table), Show(), Acknowledge(), Close());

    private static Command Show()
    {
        var signal = Signal();
        return new Command("show", "One signal with its consequences and its timeline.") { signal }.Acting(async (client, parsed, stop) =>
        {
            var (body, format) = ((await client.Get(Path(parsed, signal), stop)).Body, parsed.GetValue(RecordOptions.Format));
            // The key of a consequence is for programs; its title stands beside it.
            if (format != OutputFormat.Json)
                foreach (var consequence in (body?["consequences"] as JsonArray ?? []).OfType<JsonObject>()) consequence.Remove("kind");
            RecordPrinter.Print(body, format, Table);
            return ExitCode.Fine;
        });
    }

    private static Command Acknowledge()
    {
        var signal = Signal();
        return new Command("acknowledge", "Take note of a signal.") { signal }.Acting((client, parsed, stop) => client.Change(Path(parsed, signal), "acknowledge", null, stop), Table);
    }

    private static Command Close()
    {
        var signal = Signal();
        var reason = Needed("--reason", "Why it can be closed; the middle two need the approved change.", "recovered|reference-replaced|version-retired|false-alarm");
        reason.AcceptOnlyFromAmong("recovered", "reference-replaced", "version-retired", "false-alarm");
        var text = Needed("--text", "What the closing rests on.", "TEXT");
        return new Command("close", "Close a signal; not by those who did the fixing. Needs a key.") { signal, reason, text }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, signal), "close", new JsonObject { ["reason"] = parsed.GetValue(reason), ["text"] = parsed.GetValue(text) }, stop), Table);
    }

    private static string Windows(JsonNode row) => $"{row["since"]}" == $"{row["window"]}" ? $"{row["window"]}" : $"{row["since"]} … {row["window"]}";

    private static Argument<string> Signal() => Reference("Reference of the signal, for example SIG-0001.");

    private static string Path(ParseResult parsed, Argument<string> signal) => $"/signals/{Segment(parsed.GetValue(signal)!)}";
}
