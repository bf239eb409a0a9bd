using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Standards;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord library</c>: the standards library in use, what it changed, and what another folder would change before it is installed.</summary>
internal static class LibraryCommands
{
    private static readonly RecordTable Revisions = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("state", "state"), RecordColumn.Of("in use from", "installedAt"), RecordColumn.Of("accepted by", "acceptedBy"), RecordColumn.Of("what it changed", "changed"));

    private static readonly RecordTable Rows = new(
        RecordColumn.Of("how", "kind"), RecordColumn.Of("file", "file"), RecordColumn.Of("key", "key"), new("what", row => Fields(row)));

    private static readonly RecordTable Effects = new(RecordColumn.Of("where", "area"), RecordColumn.Of("record", "ref"), RecordColumn.Of("what changes", "says"), new("who", row => RecordPrinter.Text(row["who"]?["name"])));

    public static Command Create() => Group("library", "The standards library: editions, crosswalks and catalogues, and what a change of them means for the record.",
        new Command("list", "Libraries that were in use, and who accepted what they changed.").Listing("/library/revisions", Revisions), Changes(), Difference(), Accept());

    private static Command Changes()
    {
        var (from, to) = (Optional("--from", "The earlier library, for example LIB-0001; the one accepted last unless told.", "REF"), Optional("--to", "The later one; the one in use unless told.", "REF"));
        return new Command("changes", "What the library in use says differently from the one accepted last, and what that changes.") { from, to }.Acting(async (client, parsed, stop) =>
            Print((await client.Get($"/library/changes?from={Segment(parsed.GetValue(from) ?? "")}&to={Segment(parsed.GetValue(to) ?? "")}", stop)).Body, parsed.GetValue(RecordOptions.Format)));
    }

    private static Command Difference()
    {
        var folder = new Argument<string>("FOLDER") { Description = "A folder like the one that lies beside the program: standards." };
        return new Command("diff", "What a folder would change if it were installed: rows, and states, lines, figures and analyses of this record. Installs nothing.") { folder }.Acting(async (client, parsed, stop) =>
        {
            var content = LibraryContent.Read(parsed.GetValue(folder)!);
            var files = new JsonObject([.. content.Files.Select(file => KeyValuePair.Create(file.Key, (JsonNode?)Convert.ToBase64String(file.Value)))]);
            return Print((await client.Post("/library/compare", new JsonObject { ["files"] = files }, stop)).Body, parsed.GetValue(RecordOptions.Format));
        });
    }

    private static Command Accept()
    {
        var reference = Reference("The library in use, for example LIB-0002.");
        var reason = Needed("--reason", "What you have seen to.", "TEXT");
        return new Command("accept", "Say that what the library in use changes has been read and seen to. Needs a key.") { reference, reason }.Acting((client, parsed, stop) =>
            client.Change($"/library/revisions/{Segment(parsed.GetValue(reference)!)}", "accept", new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop), Revisions);
    }

    private static int Print(JsonNode? comparison, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            RecordPrinter.Print(comparison, format, Rows);
            return ExitCode.Fine;
        }
        var (changes, effects) = (comparison!["changes"]!.AsArray(), comparison["effects"]!);
        var others = comparison["after"]!.GetValue<string>();
        Console.Out.WriteLine($"{(others.Length > 0 ? others : "This folder")} against {comparison["before"]}: {comparison["summary"]}.");
        if (changes.Count == 0)
        {
            Console.Out.WriteLine("Nothing changes for you.");
            return ExitCode.Fine;
        }
        RecordPrinter.Print(changes, format, Rows);
        if (effects["notComputed"]!.GetValue<string>() is { Length: > 0 } unknown) Console.Out.WriteLine($"Not computed: {unknown}.");
        if (effects["reuseBefore"] is JsonObject before && effects["reuseAfter"] is JsonObject after)
        {
            Console.Out.WriteLine($"Potential re-use {Percent(before, "potential")} → {Percent(after, "potential")}, realised {Percent(before, "realised")} → {Percent(after, "realised")}.");
        }
        var felt = effects["effects"]!.AsArray();
        if (felt.Count > 0) RecordPrinter.Print(felt, format, Effects);
        else if (effects["notComputed"]!.GetValue<string>().Length == 0) Console.Out.WriteLine("Nothing changes for you: no state, line of the statement, figure or open analysis differs.");
        if (effects["hidden"]!.GetValue<int>() is > 0 and var hidden) Console.Out.WriteLine(FormattableString.Invariant($"{hidden} more in parts of the organisation you do not see."));
        return ExitCode.Fine;
    }

    private static string Fields(JsonNode row) => string.Join("; ", row["fields"]!.AsArray().Take(4).Select(field => row["kind"]!.GetValue<string>() == "changed"
        ? $"{field!["name"]}: {Cell(field["before"])} → {Cell(field["after"])}" : $"{field!["name"]}: {field["before"]}{field["after"]}"));

    private static string Cell(JsonNode? cell) => cell?.GetValue<string>() is { Length: > 0 } text ? text : "(empty)";

    private static string Percent(JsonObject figure, string name) => figure[name] is { } value ? FormattableString.Invariant($"{value.GetValue<double>():0.0} %") : "not computable";
}
