using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class NonconformityCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("title", "title"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("control", "controlRef"),
        RecordColumn.Of("state", "state"), RecordColumn.Of("due", "dueOn"));

    public static Command Create() => Group("nonconformity", "What was not kept, what was done about it, and whether that helped.",
        new Command("list", "Nonconformities. With --filter open:yes those that are not closed.").Listing("/nonconformities", Table), Show(), Correct(), Verify());

    private static Command Show()
    {
        var nonconformity = Nonconformity();
        return new Command("show", "One nonconformity with its corrections.") { nonconformity }.Acting((client, parsed, stop) => client.Get(Path(parsed, nonconformity), stop), Table);
    }

    private static Command Correct()
    {
        var nonconformity = Nonconformity();
        var text = Needed("--text", "What was done to correct it.", "TEXT");
        return new Command("correct", "Record what was done about it.") { nonconformity, text }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, nonconformity), "correct", new JsonObject { ["text"] = parsed.GetValue(text) }, stop), Table);
    }

    private static Command Verify()
    {
        var nonconformity = Nonconformity();
        var effective = Needed("--effective", "Whether the correction was effective.", "yes|no");
        effective.AcceptOnlyFromAmong("yes", "no");
        var reason = Needed("--reason", "What the verification rests on.", "TEXT");
        return new Command("verify", "Judge the correction; not by those who did the fixing. Needs a key.") { nonconformity, effective, reason }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, nonconformity), "verify", new JsonObject { ["effective"] = parsed.GetValue(effective) == "yes", ["reason"] = parsed.GetValue(reason) }, stop), Table);
    }

    private static Argument<string> Nonconformity() => Reference("Reference of the nonconformity, for example NC-0001.");

    private static string Path(ParseResult parsed, Argument<string> nonconformity) => $"/nonconformities/{Segment(parsed.GetValue(nonconformity)!)}";
}
