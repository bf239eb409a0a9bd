using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Logs;
using Concord.Logs.Postgres;
using Concord.Monitoring;
using Concord.Storage;
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

    private static readonly RecordTable PullTable = new(
        RecordColumn.Of("table", "file"), RecordColumn.Of("segment", "segment"), Count("read", "rows"), Count("stored", "stored"), Count("known", "knownRows"), Count("refused", "refusedRows"),
        RecordColumn.Of("from", "from"), RecordColumn.Of("until", "until"));

    private static readonly RecordTable Expired = new(RecordColumn.Of("model", "model"), RecordColumn.Of("before", "before"), Count("segments deleted", "segments"), Count("rows", "rows"), Count("late labels", "labels"), Count("older kept", "kept"));

    private static readonly RecordTable Expiring = new(RecordColumn.Of("monitor", "monitor"), RecordColumn.Of("window", "window"), Count("rows that go", "rows"), Count("of", "counted"), Count("no outcome yet", "withoutOutcome"));

    private const int FindingsShown = 50;

    public static Command Create() => Group("log", "Prediction logs.", Append(), Pull(), Labels(), Expire());

    private static Command Append()
    {
        var complete = Complete();
        var append = Batches("append", "Append files to a model's prediction log. What is printed as stored is on disk.", Table,
            (client, parsed, model, query, file, progress, stop) => Import(client, model, $"{query}&complete={Word(parsed.GetValue(complete))}", file, progress, stop));
        append.Add(complete);
        return append;
    }

    private static Command Labels() => Batches("labels", "Hand in labels that came after their predictions: prediction id, label, and when it became known. The next run measures their windows again.", LabelTable,
        async (client, _, model, query, file, _, stop) => (await client.Upload($"{model}/labels?{query}", [file], stop)).Body!.AsObject());

    private delegate Task<JsonObject> Sending(RecordClient client, ParseResult parsed, string model, string query, string file, TerminalProgress? progress, CancellationToken stop);

    private static Command Batches(string name, string description, RecordTable table, Sending send)
    {
        var files = new Argument<string[]>("FILE") { Description = "CSV, JSON array, NDJSON or Parquet. Each file is one batch, in this order.", Arity = ArgumentArity.OneOrMore };
        var (model, version, keep) = Target();
        var command = new Command(name, description) { files, model, version, keep };
        return command.Acting((client, parsed, stop) =>
        {
            var query = $"keepGoodRows={Word(parsed.GetValue(keep))}{(parsed.GetValue(version) is { } label ? $"&version={Uri.EscapeDataString(label)}" : "")}";
            return HandIn(parsed, parsed.GetValue(files)!, table, (file, progress) => send(client, parsed, $"/models/{Segment(parsed.GetValue(model)!)}", query, file, progress, stop));
        });
    }

    /// <summary>Hands in one batch after the other, and prints what became of them.</summary>
    private static async Task<int> HandIn(ParseResult parsed, IEnumerable<string> batches, RecordTable table, Func<string, TerminalProgress?, Task<JsonObject>> send)
    {
        var receipts = new JsonArray();
        JsonObject? refused = null;
        var format = parsed.GetValue(RecordOptions.Format);
        var progress = TerminalProgress.Unless(format == OutputFormat.Json);
        foreach (var batch in batches)
        {
            try
            {
                var receipt = await send(batch, progress);
                progress?.Clear();
                receipts.Add(new JsonObject([new("file", batch), .. receipt.Select(member => new KeyValuePair<string, JsonNode?>(member.Key, member.Value?.DeepClone()))]));
                Tell(batch, receipt);
            }
            catch (Exception refusal) when (refusal is FindingsException or RuleViolation)
            {
                progress?.Clear();
                // It stops the row; what was stored before stays stored, and its receipts are printed.
                refused = await Refuse(batch, refusal);
                break;
            }
        }
        RecordPrinter.Print(format == OutputFormat.Json ? new JsonObject { ["receipts"] = receipts, ["refused"] = refused } : receipts, format, table);
        return refused is null ? ExitCode.Fine : ExitCode.Refused;
    }

    private static Command Pull()
    {
        var from = Optional("--from", $"Connection string of the database, Host=…;Database=…;Username=…. Also {PostgresAddress.Variable}, which keeps a password out of the list of processes.", "CONNECTION");
        var table = Needed("--table", "Table or view, as the catalogue writes it.", "SCHEMA.TABLE");
        var since = Optional("--since", "First moment to read, for rows that came late; where the log ends unless told. What is stored is known by its prediction id and not stored twice.", "TIME");
        var until = Optional("--until", "Last moment to read; a minute ago unless told.", "TIME");
        var (model, version, keep) = Target();
        var complete = Complete();
        return new Command("pull", "Append the new rows of a PostgreSQL table or view to a model's prediction log.") { model, from, table, version, since, until, keep, complete }.Acting((client, parsed, stop) =>
        {
            var label = parsed.GetValue(version) is { } told ? $"&version={Uri.EscapeDataString(told)}" : "";
            var address = PostgresAddress.Parse(parsed.Told(from, PostgresAddress.Variable) ?? throw Usage($"Say where the table is: --from CONNECTION or {PostgresAddress.Variable}."));
            if (parsed.GetValue(from) is not null && address.Password is { Length: > 0 })
                Console.Error.WriteLine($"A password in --from stands in the list of processes. Give the connection in {PostgresAddress.Variable} instead.");
            var source = PostgresTable.Parse(parsed.GetValue(table)!);
            var request = new PullRequest(address, source, new(), null, Moment(parsed, since), Moment(parsed, until));
            var path = $"/models/{Segment(parsed.GetValue(model)!)}";
            return HandIn(parsed, [source.ToString()], PullTable, (_, progress) => Pull(client, parsed, path, label, request,
                $"keepGoodRows={Word(parsed.GetValue(keep))}{label}&complete={Word(parsed.GetValue(complete))}", progress, stop));
        });
    }

    /// <summary>The rows come to this process, which alone knows the way to the database, and are handed in as a file like any other.</summary>
    private static async Task<JsonObject> Pull(RecordClient client, ParseResult parsed, string model, string label, PullRequest request, string query, TerminalProgress? progress, CancellationToken stop)
    {
        var stored = (await client.Get($"{model}/log?{label}", stop)).Body!;
        var monitor = (await client.Get($"/monitors/{Segment(stored["monitor"]!.GetValue<string>())}", stop)).Body!;
        var columns = MonitorDefinition.Parse(monitor["definition"]!.ToJsonString()).ToColumns(stored["version"]!.GetValue<string>());
        // In the data folder, where what is staged belongs; beside a server there is none.
        using var staging = parsed.ToldServer() is not null ? null : StagingFolder.Create(RecordConnection.Location(parsed.Told(RecordOptions.Data, RecordOptions.DataVariable)), "pull");
        var folder = staging?.FullName ?? Directory.CreateTempSubdirectory("concord-pull-").FullName;
        try
        {
            var file = Path.Combine(folder, request.Table.FileName);
            var name = request.Table.ToString();
            var pulled = await new PostgresPull(request with { Columns = columns, Stored = stored["last"]?.GetValue<DateTimeOffset>(), Progress = progress is null ? null : new Told(far => progress.Show(name, far)) }).To(file, stop);
            progress?.Clear();
            TellSpan(name, pulled);
            var receipt = pulled.Rows > 0 ? await ImportPulled(pulled, () => Import(client, model, query, file, progress, stop)) : Nothing(stored);
            receipt["rows"] = pulled.Rows;
            receipt["from"] = JsonSerializer.SerializeToNode(pulled.From, ApiJson.Options);
            receipt["until"] = JsonSerializer.SerializeToNode(pulled.Until, ApiJson.Options);
            receipt["findings"] = new JsonArray([.. JsonSerializer.SerializeToNode(pulled.Findings, ApiJson.Options)!.AsArray().Concat(receipt["findings"]!.AsArray()).Select(finding => finding!.DeepClone())]);
            return receipt;
        }
        finally
        {
            if (staging is null) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whoever is told why the rows were refused is also told what was left in the table.</summary>
    private static async Task<JsonObject> ImportPulled(PulledRows pulled, Func<Task<JsonObject>> import)
    {
        try
        {
            return await import();
        }
        catch (FindingsException refused) when (pulled.Findings.Count > 0)
        {
            throw new FindingsException([.. refused.Findings, .. pulled.Findings]);
        }
    }

    private static void TellSpan(string table, PulledRows pulled) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{table}: {(pulled.Rows == 1 ? "1 row" : $"{pulled.Rows:N0} rows")} {(pulled.From is { } first ? $"from {first.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFZ}" : "from the beginning")} until {pulled.Until.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFFFFZ}. Rows with older times that came since the last pull are read with --since."));

    /// <summary>A receipt for no rows: nothing is handed in, so nothing stands in the journal.</summary>
    private static JsonObject Nothing(JsonNode stored) => new()
    {
        ["model"] = stored["model"]!.GetValue<string>(),
        ["version"] = stored["version"]!.GetValue<string>(),
        ["segment"] = "",
        ["stored"] = 0L,
        ["knownRows"] = 0L,
        ["refusedRows"] = 0L,
        ["knownBatch"] = false,
        ["findings"] = new JsonArray(),
    };

    private static DateTimeOffset? Moment(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not { } text) return null;
        var (utc, _, fault) = LogTimestamp.Read(text);
        return fault is null ? utc : throw Usage($"{option.Name} is a time such as 2025-01-01T00:00:00Z, or a day. {fault.Message}");
    }

    /// <summary>Told at once, in the thread that reads: a line that came later would overwrite the next one.</summary>
    private sealed class Told(Action<LogProgress> tell) : IProgress<LogProgress>
    {
        public void Report(LogProgress value) => tell(value);
    }

    private static Task<JsonObject> Import(RecordClient client, string model, string query, string file, TerminalProgress? progress, CancellationToken stop) =>
        client.Import($"{model}/log?{query}", file, import => progress?.Show(Path.GetFileName(file), Far(import)), stop);

    private static (Option<string> Model, Option<string?> Version, Option<bool> Keep) Target() => (
        Needed("--model", "Reference of the model.", "MODEL"),
        Optional("--version", "Label of the model version; the one with a monitor unless told.", "LABEL"),
        new("--keep-good-rows") { Description = "Store the good rows of a file although others are refused." });

    private static Option<bool> Complete() => new("--complete") { Description = "No more rows will come for the windows of these rows." };

    private static Command Expire()
    {
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var before = Needed("--before", "First day whose rows stay, UTC.", "DATE");
        var preview = new Option<bool>("--preview") { Description = "Delete nothing; print what would go, window by window." };
        var rows = new Option<long?>("--rows") { Description = "Rows that are to go, as --preview tells; with another number nothing is deleted.", HelpName = "N" };
        return new Command("expire", "Delete the rows of all segments that end before a day, and labels that came later for them, for good. Counts, measures, evidence and the journal stay. Copies in the ClickHouse cluster that is configured go too.") { model, before, preview, rows }.Acting(async (client, parsed, stop) =>
        {
            // The same words from folder and server, and before anything is asked.
            if (!DateOnly.TryParseExact(parsed.GetValue(before), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                throw Usage($"--before is a day such as 2025-01-01, not '{parsed.GetValue(before)}'.");
            var path = $"/models/{Segment(parsed.GetValue(model)!)}/log/expire";
            var format = parsed.GetValue(RecordOptions.Format);
            var named = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            if (!parsed.GetValue(preview))
            {
                var done = (await client.Create(path, new JsonObject { ["before"] = named, ["rows"] = parsed.GetValue(rows) }, stop)).Body!;
                RecordPrinter.Print(done, format, Expired);
                if (done["copiesLeft"] is { } copies) await Console.Error.WriteLineAsync(copies.ToString());
                return ExitCode.Fine;
            }
            var would = (await client.Get($"{path}?before={named}", stop)).Body!;
            if (format == OutputFormat.Json) RecordPrinter.Print(would, format, Expired);
            else
            {
                RecordPrinter.Print(would["windows"], format, Expiring);
                await Console.Error.WriteLineAsync(WouldGo(would, named));
            }
            return ExitCode.Fine;
        });
    }

    private static string WouldGo(JsonNode would, string day)
    {
        long rows = would["rows"]!.GetValue<long>(), labels = would["labels"]!.GetValue<long>(), kept = would["labelsKept"]!.GetValue<long>();
        if (would["segments"]!.GetValue<int>() == 0 && labels == 0) return $"Nothing would go: no segment of {would["model"]} that still has its rows ends before {day}.";
        var late = labels == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {MeasureWords.Plural(labels, "label")} that came later for them");
        var staying = kept == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {kept:N0} labels lie in batches that can belong to rows that stay; these batches go with the last of those rows.");
        return string.Create(CultureInfo.InvariantCulture, $"Nothing was deleted. {MeasureWords.Plural(rows, "row")} in segments that end before {day}{late} would go for good: repeat with --rows {rows} instead of --preview.{staying}");
    }

    private static async Task<JsonObject> Refuse(string file, Exception refusal)
    {
        await Console.Error.WriteLineAsync($"{file} was refused as a whole; nothing of it is stored.");
        var findings = refusal is FindingsException imperfect ? imperfect.Findings : [];
        foreach (var finding in findings.Take(FindingsShown)) await Console.Error.WriteLineAsync(FindingLines.Of(finding));
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
