using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Reports;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord enterprise</c>: the enterprise risk register with the AI risks in it; it is taken in by <c>concord import risks</c>.</summary>
internal static class EnterpriseCommands
{
    private static readonly RecordTable Lines = new(
        RecordColumn.Of("ref", "ref"), new("title", row => RecordPrinter.Text(row["facts"]?["title"])), new("rating", row => RecordPrinter.Text(row["facts"]?["rating"])),
        new("gravest AI risk", row => RecordPrinter.Text(row["highestCurrent"]?["ref"])), new("which is", row => RecordPrinter.Text(row["highestCurrent"]?["own"]?["rating"])),
        new("AI risks", row => RecordPrinter.Text(row["aiRisks"]), IsNumber: true), RecordColumn.Of("appetite", "appetite"), RecordColumn.Of("unit", "unit"));

    private static readonly RecordTable Differences = new(RecordColumn.Of("what", "kind"), RecordColumn.Of("risk", "ref"), RecordColumn.Of("title", "title"), RecordColumn.Of("how", "text"));

    private static readonly RecordTable Conflicts = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("AI risk", "risk"), RecordColumn.Of("field", "field"), RecordColumn.Of("theirs", "theirs"), RecordColumn.Of("ours", "ours"), RecordColumn.Of("state", "state"));

    public static Command Create() => Group("enterprise", "The enterprise risk register with the AI risks in it; 'concord import risks' takes it in.",
        new Command("list", "Lines with what their AI risks say.").Listing("/enterprise-risks", Lines), Export(), Changes(), Met(),
        new Command("conflicts", "Where a file says of an AI risk what the AI register does not say.").Listing("/enterprise-risks/conflicts", Conflicts));

    private static Command Export()
    {
        var file = Needed("--out", "File to write.", "FILE");
        var (filter, format) = (Optional("--filter", "As the list takes it; the whole register unless told.", "FILTER"), Optional("--format", "csv, xlsx, docx, html or json; by the ending of the file unless told.", "FORMAT"));
        return new Command("export", "Write the register with the fields of AI risks that are pushed.") { file, filter, format }.Acting(async (client, parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            var wanted = parsed.GetValue(format) ?? Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
            if (wanted.Length == 0) throw Usage($"Say in which format: --format {string.Join(", ", EnterpriseReport.Formats)} or json, or an ending of {name} that says it.");
            if (Path.GetDirectoryName(Path.GetFullPath(name)) is { } folder && !Directory.Exists(folder)) throw new RuleViolation("FILE-FOLDER", $"There is no folder {folder}. Make it first.");
            await client.Download($"/enterprise-risks/file?format={Uri.EscapeDataString(wanted)}{(parsed.GetValue(filter) is { } asked ? $"&filter={Uri.EscapeDataString(asked)}" : "")}", name, stop);
            await Console.Error.WriteLineAsync($"{name} written.");
            return ExitCode.Fine;
        });
    }

    private static Command Changes()
    {
        var (since, until) = (Optional("--since", "Reference of the meeting; the last one unless told.", "REF"), Optional("--until", "Reference of a later one; as it stands now unless told.", "REF"));
        return new Command("changes", "What changed since a meeting of the committee.") { since, until }.Acting(async (client, parsed, stop) =>
        {
            var answer = (await client.Get($"/enterprise-risks/changes?since={Segment(parsed.GetValue(since) ?? "")}&until={Segment(parsed.GetValue(until) ?? "")}", stop)).Body!;
            var format = parsed.GetValue(RecordOptions.Format);
            RecordPrinter.Print(format == OutputFormat.Json ? answer : answer["differences"]!.DeepClone(), format, Differences);
            return ExitCode.Fine;
        });
    }

    private static Command Met()
    {
        var (committee, day, note) = (Needed("--committee", "Which committee met.", "NAME"), Needed("--day", "The day, as 2026-12-31.", "DATE"), Optional("--note", "What the meeting was about.", "TEXT"));
        return new Command("met", "Mark that the committee met; the register is frozen as it stands.") { committee, day, note }.Acting(async (client, parsed, stop) =>
        {
            await client.Create("/enterprise-risks/meetings", new JsonObject { ["committee"] = parsed.GetValue(committee), ["day"] = Day(parsed.GetValue(day)), ["note"] = parsed.GetValue(note) }, stop);
            await Console.Error.WriteLineAsync("The register is frozen as it stands.");
            return ExitCode.Fine;
        });
    }
}
