using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Reports;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord gap</c>: gap analyses, and their reports as files.</summary>
internal static class GapCommands
{
    private static readonly RecordTable Analyses = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("title", "title"), RecordColumn.Of("state", "state"), RecordColumn.Of("begun", "startedOn"), RecordColumn.Of("ended", "endedOn"));

    private static readonly RecordTable Plan = new(
        new("step", row => RecordPrinter.Text(row["number"]), IsNumber: true), RecordColumn.Of("requirement", "requirement"), RecordColumn.Of("what is done", "title"), RecordColumn.Of("because", "why"),
        new("days", row => RecordPrinter.Text(row["effortDays"]), IsNumber: true));

    public static Command Create() => Group("gap", "Gap analyses: how far the organisation is from the standard, why, and what to do next.",
        new Command("list", "Gap analyses.").Listing("/gaps", Analyses), Start(), Show(), Report());

    private static Command Start()
    {
        var (title, lead) = (Needed("--title", "What it prepares.", "TEXT"), Optional("--lead", "Who leads it: reference or e-mail address; you unless told.", "PERSON"));
        return new Command("start", "Begin a gap analysis.") { title, lead }.Acting((client, parsed, stop) =>
            client.Create("/gaps", new JsonObject { ["title"] = parsed.GetValue(title), ["lead"] = parsed.GetValue(lead) }, stop), Analyses);
    }

    private static Command Show()
    {
        var reference = Reference("For example GAP-0001.");
        return new Command("show", "How far an analysis says one is, and its plan; everything with --format json.") { reference }.Acting(async (client, parsed, stop) =>
        {
            var answer = await client.Get($"/gaps/{Segment(parsed.GetValue(reference)!)}", stop);
            var format = parsed.GetValue(RecordOptions.Format);
            if (format != OutputFormat.Json) Console.Out.WriteLine(HowFar(answer.Body!["result"]!));
            RecordPrinter.Print(format == OutputFormat.Json ? answer.Body : answer.Body?["result"]?["plan"], format, Plan);
            return ExitCode.Fine;
        });
    }

    private static string HowFar(JsonNode result)
    {
        var states = result["findings"]!.AsArray().CountBy(finding => finding!["state"]!.GetValue<string>()).ToDictionary(StringComparer.Ordinal);
        int Count(GapState state) => states.GetValueOrDefault(Words.Key(state));
        var (low, high) = (result["overall"]!["low"]?.GetValue<double>(), result["overall"]!["high"]?.GetValue<double>());
        var ready = low is { } least && high is { } most ? string.Create(CultureInfo.InvariantCulture, $"{least:0} to {most:0} % ready") : "Nothing is assessed";
        return string.Create(CultureInfo.InvariantCulture, $"{ready}: {Count(GapState.Met)} met, {Count(GapState.Partly)} partly, {Count(GapState.Gap)} gaps, {Count(GapState.NotAssessed)} not assessed, {Count(GapState.NotApplicable)} not applicable.");
    }

    private static Command Report()
    {
        var reference = new Argument<string?>("REF") { Description = "For example GAP-0001; the newest unless told.", Arity = ArgumentArity.ZeroOrOne };
        var file = Needed("--out", "File to write.", "FILE");
        var format = Optional("--format", "docx, html or xlsx; by the ending of the file unless told.", "FORMAT");
        return new Command("report", "Write a gap analysis as Word document, HTML or workbook.") { reference, file, format }.Acting(async (client, parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            var wanted = parsed.GetValue(format) ?? Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
            if (wanted.Length == 0) throw Usage($"Say in which format: --format {string.Join(", ", ReportFile.Formats)}, or an ending of {name} that says it.");
            if (Path.GetDirectoryName(Path.GetFullPath(name)) is { } folder && !Directory.Exists(folder)) throw new RuleViolation("FILE-FOLDER", $"There is no folder {folder}. Make it first.");
            var chosen = parsed.GetValue(reference) ?? (await client.Get("/gaps?size=1&sort=-started", stop)).Body?["items"]?.AsArray().FirstOrDefault()?["ref"]?.GetValue<string>()
                ?? throw Usage("There is no gap analysis yet. Begin one with concord gap start.");
            await client.Download($"/gaps/{Segment(chosen)}/report?format={Uri.EscapeDataString(wanted)}", name, stop);
            await Console.Error.WriteLineAsync($"{name} written.");
            return ExitCode.Fine;
        });
    }
}
