using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concord.Classification;
using Concord.Foundation;
using Concord.Standards;
using Concord.Web.Api;

namespace Concord.Cli;

/// <summary><c>concord classify</c>: facts of a system in; tier, duties and every step with its citation out. Needs no data folder and keeps nothing.</summary>
internal static class ClassifyCommand
{
    private static readonly JsonSerializerOptions Readable = new(ApiJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var file = new Option<string?>("--facts") { Description = "YAML or JSON file of facts. A fact it does not list takes the default of the rule pack; one that is listed as unknown becomes a question.", HelpName = "FILE" };
        var more = new Option<string[]>("--fact") { Description = "One fact, as name=value; several values with commas, unknown to leave it open. May be given several times, and counts before the file.", HelpName = "NAME=VALUE" };
        var asOf = new Option<string?>("--as-of") { Description = "The day whose law counts. Default: today.", HelpName = "DATE" };
        var market = new Option<string?>("--on-market-since") { Description = "Since when it is on the market or in service; some duties came later for what was there before.", HelpName = "DATE" };
        var format = new Option<string?>("--format") { Description = "json or table. Default: table." };
        format.AcceptOnlyFromAmong("json", "table");

        var command = new Command("classify", "Which tier of the EU AI Act a system is in, by which rule, and which duties follow from when. Decision support: a named person confirms it.") { file, more, asOf, market, format };
        command.SetAction(async (parsed, stop) =>
        {
            var pack = RulePackReader.Read(StandardsLibrary.DefaultFolder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
            var outcome = await Classify(pack, parsed.GetValue(file), parsed.GetValue(more) ?? [], parsed.GetValue(asOf), parsed.GetValue(market), stop);
            if (parsed.GetValue(format) == "json") Console.Out.WriteLine(JsonSerializer.Serialize(outcome, Readable));
            else ClassificationTable.Print(outcome, pack);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<ClassificationOutcome> Classify(RulePack pack, string? file, string[] more, string? asOf, string? market, CancellationToken stop)
    {
        if (file is null && more.Length == 0) throw new FindingsException([Finding.Error("facts", "missing-value", "Name a file with --facts, or single facts with --fact.")]);
        if (Directory.Exists(file)) throw new FindingsException([Finding.Error(file, "is-folder", "This is a folder. Name the file of facts in it.")]);
        if (file is not null && !File.Exists(file)) throw new FindingsException([Finding.Error(file, "missing-file", "There is no such file. Correct the path.")]);
        var day = Day("as-of", asOf) ?? DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var facts = file is null ? FactSheet.Empty : FactReader.Read(pack, await File.ReadAllTextAsync(file, stop), Path.GetFileName(file));
        var (whole, assumed) = ClassificationRules.WithDefaults(pack, FactReader.Read(pack, more, facts), day);
        return ClassificationRules.Decide(pack, whole, day, Day("on-market-since", market), assumed);
    }

    private static DateOnly? Day(string option, string? text) => text is null ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new FindingsException([Finding.Error(option, "wrong-value", $"\"{text}\" is not a day. Write it as 2026-07-27.")]);
}
