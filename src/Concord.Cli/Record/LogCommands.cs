using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class LogCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("file", "file"), RecordColumn.Of("segment", "segment"), Count("stored", "stored"), Count("known", "knownRows"), Count("refused", "refusedRows"),
        RecordColumn.Of("first row", "first"), RecordColumn.Of("last row", "last"));

    public static Command Create() => Group("log", "Prediction logs.", Append());

    private static Command Append()
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV, JSON array, NDJSON or Parquet. Each file is one batch, in this order.", Arity = ArgumentArity.OneOrMore };
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var version = Optional("--version", "Label of the model version; the one with a monitor unless told.", "LABEL");
        var keep = new Option<bool>("--keep-good-rows") { Description = "Store the good rows of a file although others are refused." };
        var complete = new Option<bool>("--complete") { Description = "No more rows will come for the windows of these files." };
        var append = new Command("append", "Append files to a model's prediction log. What is printed as stored is on disk.") { files, model, version, keep, complete };
        return append.Acting(async (client, parsed, stop) =>
        {
            var query = $"keepGoodRows={Word(parsed.GetValue(keep))}&complete={Word(parsed.GetValue(complete))}{(parsed.GetValue(version) is { } label ? $"&version={Uri.EscapeDataString(label)}" : "")}";
            var receipts = new JsonArray();
            try
            {
                foreach (var file in parsed.GetValue(files)!)
                {
                    var receipt = (await client.Upload($"/models/{Segment(parsed.GetValue(model)!)}/log?{query}", [file], stop)).Body!.AsObject();
                    receipts.Add(new JsonObject([new("file", file), .. receipt.Select(member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value?.DeepClone()))]));
                    Tell(file, receipt);
                }
                return ExitCode.Fine;
            }
            finally
            {
                // A refused file stops the row; what was stored before stays stored, and its receipts are printed.
                RecordPrinter.Print(new JsonObject { ["items"] = receipts, ["total"] = receipts.Count }, parsed.GetValue(RecordOptions.Format), Table);
            }
        });
    }

    /// <summary>What is odd about rows that were stored, and which were not.</summary>
    private static void Tell(string file, JsonObject receipt)
    {
        if (receipt["knownBatch"]?.GetValue<bool>() == true) Console.Error.WriteLine($"{file}: this batch was stored before; nothing was stored again.");
        foreach (var finding in receipt["findings"]?.AsArray() ?? [])
        {
            var row = finding!["row"] is { } line ? string.Create(CultureInfo.InvariantCulture, $", line {line.GetValue<long>()}") : "";
            Console.Error.WriteLine($"{finding["severity"]} {finding["place"]}{row}: {finding["message"]}");
        }
    }

    private static RecordColumn Count(string header, string member) => new(header, row => RecordPrinter.Text(row[member]), IsNumber: true);

    private static string Word(bool value) => value ? "true" : "false";
}
