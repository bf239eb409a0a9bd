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

    private static readonly RecordTable Meetings = new(RecordColumn.Of("ref", "ref"), RecordColumn.Of("day", "day"), RecordColumn.Of("committee", "committee"), RecordColumn.Of("note", "note"), RecordColumn.Of("marked by", "markedBy"));

    private static readonly RecordTable Conflicts = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("AI risk", "risk"), RecordColumn.Of("field", "field"), RecordColumn.Of("theirs", "theirs"), RecordColumn.Of("ours", "ours"), RecordColumn.Of("state", "state"));

    public static Command Create() => Group("enterprise", "The enterprise risk register with the AI risks in it; 'concord import risks' takes it in.",
        new Command("list", "Lines with what their AI risks say.").Listing("/enterprise-risks", Lines), Show(), Linking("link", "Make an AI risk part of a line.", takesOut: false), Linking("unlink", "Take an AI risk out of a line.", takesOut: true), Export(), Changes(), Met(),
        new Command("meetings", "Days on which the committee met over the register.").Listing("/enterprise-risks/meetings", Meetings),
        new Command("conflicts", "Where a file says of an AI risk what the AI register does not say.").Listing("/enterprise-risks/conflicts", Conflicts), Resolve());

    private static Command Show()
    {
        var line = Reference("Reference of the line, for example ENT-01.");
        return new Command("show", "One line of the register.") { line }.Acting((client, parsed, stop) => client.Get($"/enterprise-risks/{Segment(parsed.GetValue(line)!)}", stop), Lines);
    }

    /// <summary>What changes is the AI risk, so it is its version that is seen.</summary>
    private static Command Linking(string name, string description, bool takesOut)
    {
        var (line, risk) = (Reference("Reference of the line, for example ENT-01."), Needed("--risk", "Reference of the AI risk.", "REF"));
        return new Command(name, description) { line, risk }.Acting(async (client, parsed, stop) =>
        {
            var (of, reference) = ($"/enterprise-risks/{Segment(parsed.GetValue(line)!)}/risks", Segment(parsed.GetValue(risk)!));
            var seen = await client.Get($"/risks/{reference}", stop);
            return await client.ChangeSeen(takesOut ? $"{of}/{reference}/remove" : of, seen.ETag ?? "", takesOut ? null : new JsonObject { ["risk"] = parsed.GetValue(risk)!.Trim() }, stop);
        }, Lines);
    }

    private static Command Resolve()
    {
        var conflict = Reference("Reference of the conflict, for example CON-0001.");
        var how = new Option<string>("--as") { Description = "Keep ours, or note what is to be done.", HelpName = "oursKept|noted", Required = true };
        how.AcceptOnlyFromAmong("oursKept", "noted");
        var note = Optional("--note", "What is to be done; needed where it is noted.", "TEXT");
        return new Command("resolve", "Resolve a conflict: ours is kept, or it is noted what is to be done.") { conflict, how, note }.Acting(async (client, parsed, stop) =>
        {
            var reference = parsed.GetValue(conflict)!.Trim();
            var known = (await client.Get("/enterprise-risks/conflicts?size=200&filter=state:open", stop)).Body!["items"]!.AsArray().FirstOrDefault(one => one!["ref"]!.GetValue<string>() == reference)
                ?? throw Refusal.Missing("open conflict", reference);
            return await client.ChangeSeen($"/enterprise-risks/conflicts/{Segment(reference)}/resolve", $"\"{known["version"]}\"", new JsonObject { ["as"] = parsed.GetValue(how), ["note"] = parsed.GetValue(note) }, stop);
        }, Conflicts);
    }

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
        var page = new Option<int>("--page") { Description = "1 for the first page.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var size = new Option<int>("--size") { Description = "Differences of a page, at most 200.", HelpName = "N", DefaultValueFactory = _ => 200 };
        return new Command("changes", "What changed since a meeting of the committee.") { since, until, page, size }.Acting(async (client, parsed, stop) =>
        {
            var answer = (await client.Get(FormattableString.Invariant(
                $"/enterprise-risks/changes?since={Segment(parsed.GetValue(since) ?? "")}&until={Segment(parsed.GetValue(until) ?? "")}&page={parsed.GetValue(page)}&size={parsed.GetValue(size)}"), stop)).Body!;
            var format = parsed.GetValue(RecordOptions.Format);
            RecordPrinter.Print(format == OutputFormat.Json ? answer : new JsonObject { ["items"] = answer["differences"]!.DeepClone(), ["total"] = answer["total"]!.DeepClone() }, format, Differences);
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
