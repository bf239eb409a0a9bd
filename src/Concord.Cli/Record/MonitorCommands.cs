using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Monitoring;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class MonitorCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("model", "modelRef"), RecordColumn.Of("version", "versionLabel"), RecordColumn.Of("state", "state"),
        RecordColumn.Of("newest window", "newestWindow"), RecordColumn.Of("verdict", "verdict"));

    private static readonly RecordTable Runs = new(
        RecordColumn.Of("monitor", "monitor"), new("computed", row => RecordPrinter.Text(row["computed"]), IsNumber: true),
        new("judged", row => RecordPrinter.Text(row["judged"]), IsNumber: true), new("unchanged", row => RecordPrinter.Text(row["unchanged"]), IsNumber: true),
        new("raised", row => Signals(row["raised"])), new("followed", row => Signals(row["followed"])), new("to be closed", row => Signals(row["proposedForClosure"])));

    public static Command Create() => Group("monitor", "What is measured of a model, against which reference.", Define(), Reference(), Approve(), Run(), new Command("list", "Monitors.").Listing("/monitors", Table), Show());

    private static Command Define()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Monitor definition, JSON." };
        var reference = new Option<string[]>("--reference")
        {
            Description = "Log of a time in which the model was known to be good: CSV, JSON, NDJSON or Parquet; several files are one reference.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var model = Optional("--model", "Reference of the model; the modelId of the definition unless told.", "MODEL");
        var version = Optional("--version", "Label of the model version; the newest in use unless told.", "LABEL");
        var grace = new Option<int?>("--grace-hours") { Description = "Hours after the end of a window until it counts as complete although no later row came.", HelpName = "N" };
        var schedule = Optional("--schedule", "When the server runs it: cron expression, UTC.", "CRON");
        return new Command("define", "Define a monitor and freeze its reference.") { file, reference, model, version, grace, schedule }.Acting(async (client, parsed, stop) =>
        {
            var definition = Definition(parsed.GetValue(file)!);
            var body = new JsonObject { ["definition"] = definition.DeepClone() };
            if (parsed.GetValue(version) is { } label) body["version"] = label;
            if (parsed.GetValue(grace) is { } hours) body["graceHours"] = hours;
            if (parsed.GetValue(schedule) is { } cron) body["schedule"] = cron;
            var target = parsed.GetValue(model) ?? ModelId(definition);
            var defined = await client.Create($"/models/{Segment(target)}/monitors", body, stop);
            if (parsed.GetValue(reference) is not { Length: > 0 } files) return defined;
            var monitor = defined.Body!["ref"]!.GetValue<string>();
            try
            {
                await client.Upload($"/models/{Segment(target)}/reference?version={Uri.EscapeDataString(defined.Body["versionLabel"]!.GetValue<string>())}", files, stop);
            }
            catch (Exception refused) when (refused is FindingsException or RuleViolation)
            {
                await Console.Error.WriteLineAsync($"{monitor} is defined but has no reference yet. Repair the file, then: concord monitor reference --model {target} FILE");
                throw;
            }
            return await client.Get($"/monitors/{monitor}", stop);
        }, Table);
    }

    private static Command Reference()
    {
        var files = new Argument<string[]>("FILE") { Description = "Log of a time in which the model was known to be good; several files are one reference.", Arity = ArgumentArity.OneOrMore };
        var model = Needed("--model", "Reference of the model.", "MODEL");
        var version = Optional("--version", "Label of the model version; the one with a monitor unless told.", "LABEL");
        return new Command("reference", "Freeze the first reference, or propose a replacement that another person approves.") { files, model, version }.Acting((client, parsed, stop) => client.Upload(
            $"/models/{Segment(parsed.GetValue(model)!)}/reference{(parsed.GetValue(version) is { } label ? $"?version={Uri.EscapeDataString(label)}" : "")}", parsed.GetValue(files)!, stop), Table);
    }

    private static Command Approve()
    {
        var reference = RecordCommand.Reference("Reference of the proposal, for example MON-0001:R2.");
        return new Command("approve", "Approve a proposed reference; not by the one who froze it.") { reference }.Acting((client, parsed, stop) =>
            client.Change($"/references/{Segment(parsed.GetValue(reference)!)}", "approve", null, stop), Table);
    }

    private static Command Run()
    {
        var which = new Argument<string?>("M") { Description = "Reference of a monitor or of a model.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "All monitors that have a reference." };
        return new Command("run", "Compute every window whose rows changed, raise what is broken, propose closing what is clean.") { which, all }.Acting(async (client, parsed, stop) =>
        {
            if (parsed.GetValue(which) is null == !parsed.GetValue(all)) throw Usage("Name a monitor or a model, or say --all.");
            var runs = new JsonArray();
            foreach (var monitor in await Monitors(client, parsed.GetValue(which), stop))
                runs.Add((await client.Post($"/monitors/{Segment(monitor)}/runs", null, stop)).Body!.DeepClone());
            return new(runs, null);
        }, Runs);
    }

    private static Command Show()
    {
        var monitor = RecordCommand.Reference("Reference of the monitor, for example MON-0001.");
        return new Command("show", "One monitor with references and newest windows.") { monitor }.Acting((client, parsed, stop) => client.Get($"/monitors/{Segment(parsed.GetValue(monitor)!)}", stop), Table);
    }

    /// <summary>A monitor by its reference, those of a model, or all that can run.</summary>
    private static async Task<IReadOnlyList<string>> Monitors(RecordClient client, string? which, CancellationToken stop)
    {
        if (which?.StartsWith("MON-", StringComparison.Ordinal) == true) return [which];
        List<string> monitors = [];
        for (var page = 1; ; page++)
        {
            var filter = which is null ? "state:active" : $"state:active model:{which}";
            var answer = (await client.Get(string.Create(CultureInfo.InvariantCulture, $"/monitors?page={page}&size=200&filter={Uri.EscapeDataString(filter)}"), stop)).Body!;
            monitors.AddRange(answer["items"]!.AsArray().Select(monitor => monitor!["ref"]!.GetValue<string>()));
            if (monitors.Count >= answer["total"]!.GetValue<int>() || answer["items"]!.AsArray().Count == 0) break;
        }
        return monitors.Count > 0 ? monitors : throw new RuleViolation("MONITOR-NONE", which is null ? "There is no monitor that can run." : $"{which} has no monitor that can run. Define one, with a reference.");
    }

    private static string? Signals(JsonNode? references) => references is JsonArray { Count: > 2 } many
        ? string.Create(CultureInfo.InvariantCulture, $"{many.Count}: {many[0]} … {many[^1]}")
        : RecordPrinter.Text(references);

    private static JsonObject Definition(FileInfo file)
    {
        if (!file.Exists) throw new RuleViolation("FILE-MISSING", $"There is no file {file}.");
        var text = File.ReadAllText(file.FullName);
        try
        {
            if (JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) is JsonObject definition) return definition;
        }
        catch (JsonException wrong)
        {
            throw new FindingsException([MonitorDefinitionReader.Unreadable(text, file.Name, wrong)]);
        }
        throw new FindingsException([Finding.Error(file.Name, "definition-json", "A definition is a JSON object: { \"modelId\": …, \"numeric\": […] }.")]);
    }

    private static string ModelId(JsonObject definition) =>
        definition["modelId"] is JsonValue id && id.TryGetValue<string>(out var model) && model.Trim().Length > 0
            ? model
            : throw Usage("The definition names no modelId. Say which model it is for: --model MODEL.");
}
