using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Reports;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord impact</c>: impact assessments, their documents, and what follows from grave harms.</summary>
internal static class ImpactCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("system", "systemRef"), new("revision", row => RecordPrinter.Text(row["revision"]), IsNumber: true), RecordColumn.Of("state", "standing"),
        RecordColumn.Of("conclusion", "verdict"), RecordColumn.Of("next review", "dueOn"));

    private static readonly RecordTable Unfit = new(RecordColumn.Of("ref", "ref"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("next review", "dueOn"), new("why it no longer fits", row => RecordPrinter.Text(row["stale"])));

    private static readonly RecordTable Harms = new(
        new("no.", row => (row["effect"]?["isHarm"]?.GetValue<bool>() == true ? "H" : "B") + RecordPrinter.Text(row["effect"]?["number"])), RecordColumn.Of("dimension", "dimension"), RecordColumn.Of("for", "group"),
        new("score", row => RecordPrinter.Text(row["score"]?["text"]), IsNumber: true), new("what happens", row => RecordPrinter.Text(row["effect"]?["what"])), new("risk", row => RecordPrinter.Text(row["decision"]?["riskRef"])));

    public static Command Create() => Group("impact", "What AI systems do to people: assessments, their approval, their documents.",
        new Command("list", "Impact assessments. With --filter state:inForce or due:2026-12-31.").Listing("/impacts", Table),
        new Command("stale", "Assessments in force that no longer fit, and why.").Acting((client, _, stop) => client.Get("/impacts/stale", stop), Unfit), Show(), Begin(), Act("submit", "Submit a complete draft; everything that is missing is listed."),
        Act("approve", "Approve it; not by those who wrote a part of it. Needs a key."), Reasoned("return", "Give it back to those who wrote it."), Reasoned("withdraw", "Withdraw a draft or what is in review."), Risk(), Report());

    private static Command Show()
    {
        var impact = Impact();
        return new Command("show", "Benefits and harms of an assessment with their scores; everything with --format json.") { impact }.Acting(async (client, parsed, stop) =>
        {
            var answer = await client.Get(Path(parsed, impact), stop);
            RecordPrinter.Print(parsed.GetValue(RecordOptions.Format) == OutputFormat.Json ? answer.Body : answer.Body?["effects"], parsed.GetValue(RecordOptions.Format), Harms);
            return ExitCode.Fine;
        });
    }

    private static Command Begin()
    {
        var system = Reference("Reference of the AI system, for example SYS-0001.");
        return Done(new Command("begin", "Begin the assessment of a system, or its next revision.") { system }, (client, parsed, stop) => client.Create($"/systems/{Segment(parsed.GetValue(system)!)}/impacts", new JsonObject(), stop));
    }

    private static Command Act(string name, string description)
    {
        var impact = Impact();
        return Done(new Command(name, description) { impact }, (client, parsed, stop) => client.Change(Path(parsed, impact), name, new JsonObject(), stop));
    }

    private static Command Reasoned(string name, string description)
    {
        var (impact, reason) = (Impact(), Needed("--reason", "Why.", "TEXT"));
        return Done(new Command(name, description) { impact, reason }, (client, parsed, stop) => client.Change(Path(parsed, impact), name, new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop));
    }

    private static Command Risk()
    {
        var (impact, harm, known, decline, enterprise) = (Impact(), Needed("--harm", "The harm, for example H2.", "HARM"), Optional("--known", "Reference of the risk it is.", "REF"),
            Optional("--decline", "Why it is no risk of its own.", "TEXT"), Optional("--enterprise", "Of a new risk: the line of the enterprise register it is part of.", "REF"));
        return Done(new Command("risk", "Decide a grave harm: a new risk, one that is known, or none.") { impact, harm, known, decline, enterprise }, (client, parsed, stop) =>
        {
            if (parsed.GetValue(known) is not null && parsed.GetValue(decline) is not null) throw Usage("Say --known or --decline, not both; neither opens a new risk.");
            if (!int.TryParse(parsed.GetValue(harm)!.TrimStart('H', 'h'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Usage("--harm is a harm such as H2.");
            var decision = parsed.GetValue(known) is not null ? "known" : parsed.GetValue(decline) is not null ? "decline" : "open";
            return client.Change(Path(parsed, impact), string.Create(CultureInfo.InvariantCulture, $"harms/{number}/risk"), new JsonObject
            {
                ["decision"] = decision, ["risk"] = parsed.GetValue(known), ["reason"] = parsed.GetValue(decline), ["enterpriseRisk"] = parsed.GetValue(enterprise),
            }, stop);
        });
    }

    private static Command Report()
    {
        var (impact, file) = (Impact(), Needed("--out", "File to write.", "FILE"));
        var notification = new Option<bool>("--notification") { Description = "The notification of the fundamental rights impact assessment instead of the assessment." };
        var format = Optional("--format", "docx, html or xlsx; by the ending of the file unless told.", "FORMAT");
        return new Command("report", "Write an assessment as Word document, HTML or workbook.") { impact, file, notification, format }.Acting(async (client, parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            var wanted = parsed.GetValue(format) ?? System.IO.Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
            if (wanted.Length == 0) throw Usage($"Say in which format: --format {string.Join(", ", ReportFile.Formats)}, or an ending of {name} that says it.");
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(name)) is { } folder && !Directory.Exists(folder)) throw new RuleViolation("FILE-FOLDER", $"There is no folder {folder}. Make it first.");
            await client.Download($"{Path(parsed, impact)}/{(parsed.GetValue(notification) ? "notification" : "report")}?format={Uri.EscapeDataString(wanted)}", name, stop);
            await Console.Error.WriteLineAsync($"{name} written.");
            return ExitCode.Fine;
        });
    }

    /// <summary>People read the assessment as a list shows it, programs all of it.</summary>
    private static Command Done(Command command, Func<RecordClient, ParseResult, CancellationToken, Task<RecordAnswer>> act) => command.Acting(async (client, parsed, stop) =>
    {
        var answer = await act(client, parsed, stop);
        RecordPrinter.Print(parsed.GetValue(RecordOptions.Format) == OutputFormat.Json ? answer.Body : new JsonArray(answer.Body?.DeepClone()), parsed.GetValue(RecordOptions.Format), Table);
        return ExitCode.Fine;
    });

    private static Argument<string> Impact() => Reference("Reference of the assessment, for example IMP-0001.");

    private static string Path(ParseResult parsed, Argument<string> impact) => $"/impacts/{Segment(parsed.GetValue(impact)!)}";
}
