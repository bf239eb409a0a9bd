using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Logs;
using Concord.Web.Api;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class LogCommands
{
    private static readonly RecordTable Table = new(
        new("file", row => Path.GetFileName($"{row["file"]}")), RecordColumn.Of("segment", "segment"), Count("stored", "stored"), Count("known", "knownRows"), Count("refused", "refusedRows"),
        RecordColumn.Of("first row", "first"), RecordColumn.Of("last row", "last"));

    private static readonly RecordTable LabelTable = new(
        new("file", row => Path.GetFileName($"{row["file"]}")), RecordColumn.Of("labels", "segment"), Count("stored", "stored"), Count("known", "knownLabels"), Count("refused", "refusedRows"),
        RecordColumn.Of("first row", "first"), RecordColumn.Of("last row", "last"));

    private static readonly RecordTable Expired = new(RecordColumn.Of("model", "model"), RecordColumn.Of("before", "before"), Count("segments deleted", "segments"), Count("rows", "rows"), Count("older kept", "kept"));

    private static readonly RecordTable Expiring = new(RecordColumn.Of("monitor", "monitor"), RecordColumn.Of("window", "window"), Count("rows that go", "rows"), Count("of", "counted"), Count("no outcome yet", "withoutOutcome"));

    private const int FindingsShown = 50;

    public static Command Create() => Group("log", "Prediction logs.", Append(), Labels(), Expire());

    private static Command Append()
    {
        var complete = new Option<bool>("--complete") { Description = "No more rows will come for the windows of these files." };
        var append = Batches("append", "Append files to a model's prediction log. What is printed as stored is on disk.", Table,
            (client, parsed, model, query, file, progress, stop) => client.Import($"{model}/log?{query}&complete={Word(parsed.GetValue(complete))}", file, import => progress?.Show(Path.GetFileName(file), Far(import)), stop));
        append.Add(complete);
        return append;
    }

    private static Command Labels() => Batches("labels", "Hand in labels that came after their predictions: prediction id, label, and when it became known. The next run measures their windows again.", LabelTable,
        async (client, _, model, query, file, _, stop) => (await client.Upload($"{model}/labels?{query}", [file], stop)).Body!.AsObject());

    private delegate Task<JsonObject> Sending(RecordClient client, ParseResult parsed, string model, string query, string file, TerminalProgress? progress, CancellationToken stop);

    private static Command Batches(string name, string description, RecordTable table, Sending send)
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV, JSON array, NDJSON or Parquet. Each file is one batch, in this order.", Arity = ArgumentArity.OneOrMore };
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var version = Optional("--version", "Label of the model version; the one with a monitor unless told.", "LABEL");
        var keep = new Option<bool>("--keep-good-rows") { Description = "Store the good rows of a file although others are refused." };
        var command = new Command(name, description) { files, model, version, keep };
        return command.Acting(async (client, parsed, stop) =>
        {
            var query = $"keepGoodRows={Word(parsed.GetValue(keep))}{(parsed.GetValue(version) is { } label ? $"&version={Uri.EscapeDataString(label)}" : "")}";
            var receipts = new JsonArray();
            JsonObject? refused = null;
            var format = parsed.GetValue(RecordOptions.Format);
            var progress = TerminalProgress.Unless(format == OutputFormat.Json);
            foreach (var file in parsed.GetValue(files)!)
            {
                try
                {
                    var receipt = await send(client, parsed, $"/models/{Segment(parsed.GetValue(model)!)}", query, file, progress, stop);
                    progress?.Clear();
                    receipts.Add(new JsonObject([new("file", file), .. receipt.Select(member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value?.DeepClone()))]));
                    Tell(file, receipt);
                }
                catch (Exception refusal) when (refusal is FindingsException or RuleViolation)
                {
                    progress?.Clear();
                    // It stops the row; what was stored before stays stored, and its receipts are printed.
                    refused = await Refuse(file, refusal);
                    break;
                }
            }
            RecordPrinter.Print(format == OutputFormat.Json ? new JsonObject { ["receipts"] = receipts, ["refused"] = refused } : receipts, format, table);
            return refused is null ? ExitCode.Fine : ExitCode.Refused;
        });
    }

    private static Command Expire()
    {
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var before = Needed("--before", "First day whose rows stay, UTC.", "DATE");
        var preview = new Option<bool>("--preview") { Description = "Delete nothing; print what would go, window by window." };
        var rows = new Option<long?>("--rows") { Description = "Rows that are to go, as --preview tells; with another number nothing is deleted.", HelpName = "N" };
        return new Command("expire", "Delete the rows of all segments that end before a day, for good. Counts, measures, evidence and the journal stay.") { model, before, preview, rows }.Acting(async (client, parsed, stop) =>
        {
            // The same words from folder and server, and before anything is asked.
            if (!DateOnly.TryParseExact(parsed.GetValue(before), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw Usage($"--before is a day such as 2025-01-01, not '{parsed.GetValue(before)}'.");
            var path = $"/models/{Segment(parsed.GetValue(model)!)}/log/expire";
            var format = parsed.GetValue(RecordOptions.Format);
            var named = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (!parsed.GetValue(preview))
            {
                RecordPrinter.Print((await client.Create(path, new JsonObject { ["before"] = named, ["rows"] = parsed.GetValue(rows) }, stop)).Body, format, Expired);
                return ExitCode.Fine;
            }
            var would = (await client.Get($"{path}?before={named}", stop)).Body!;
            if (format == OutputFormat.Json) RecordPrinter.Print(would, format, Expired);
            else
            {
                RecordPrinter.Print(would["windows"], format, Expiring);
                await Console.Error.WriteLineAsync(would["segments"]!.GetValue<int>() == 0 ? $"Nothing would go: no segment of {would["model"]} that still has its rows ends before {named}."
                    : string.Create(CultureInfo.InvariantCulture, $"Nothing was deleted. {would["rows"]!.GetValue<long>():N0} rows in segments that end before {named} would go for good: repeat with --rows {would["rows"]} instead of --preview."));
            }
            return ExitCode.Fine;
        });
    }

    private static async Task<JsonObject> Refuse(string file, Exception refusal)
    {
        await Console.Error.WriteLineAsync($"{file} was refused as a whole; nothing of it is stored.");
        var findings = refusal is FindingsException imperfect ? imperfect.Findings : [];
        foreach (var finding in findings.Take(FindingsShown)) await Console.Error.WriteLineAsync(CommandHost.Line(finding));
        if (findings.Count > FindingsShown) await Console.Error.WriteLineAsync(FormattableString.Invariant($"{findings.Count - FindingsShown} more findings; --format json prints all."));
        var code = refusal is RuleViolation violation ? violation.Code : "FINDINGS";
        if (findings.Count == 0) await Console.Error.WriteLineAsync($"{code}: {refusal.Message}");
        return new()
        {
            ["file"] = file,
            ["code"] = code,
            ["detail"] = findings.Count == 0 ? refusal.Message : null,
            ["findings"] = JsonSerializer.SerializeToNode(findings, ApiJson.Options),
        };
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

    private static LogProgress Far(JsonObject import) => new(import["rowsRead"]!.GetValue<long>(), import["bytesRead"]!.GetValue<long>(), import["bytesTotal"]!.GetValue<long>());

    private static RecordColumn Count(string header, string member) => new(header, row => RecordPrinter.Text(row[member]), IsNumber: true);

    private static string Word(bool value) => value ? "true" : "false";
}
