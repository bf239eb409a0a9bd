using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Reports;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord soa</c>: the statement of applicability, its revisions, and both as files.</summary>
internal static class StatementCommands
{
    private static readonly RecordTable Lines = new(
        RecordColumn.Of("control", "key"), RecordColumn.Of("title", "title"), new("applicable", row => RecordPrinter.Text(row["applicability"])), RecordColumn.Of("state", "state"),
        RecordColumn.Of("justification", "justification"));

    private static readonly RecordTable Revisions = new(
        new("no.", row => RecordPrinter.Text(row["number"]), IsNumber: true), RecordColumn.Of("state", "state"), RecordColumn.Of("as of", "asOf"), new("applicable", row => RecordPrinter.Text(row["applicable"]), IsNumber: true),
        new("excluded", row => RecordPrinter.Text(row["excluded"]), IsNumber: true), RecordColumn.Of("drafted by", "draftedBy"), RecordColumn.Of("approved by", "approvedBy"));

    private static readonly RecordTable Changes = new(RecordColumn.Of("control", "key"), RecordColumn.Of("what", "kind"), RecordColumn.Of("how", "text"));

    public static Command Create() => Group("soa", "The Statement of Applicability over the controls of all standards, and its frozen revisions.",
        Export(), Decide(), new Command("revisions", "Frozen revisions.").Listing("/statement/revisions", Revisions), Draft(),
        Act("approve", "Approve a draft; not by the person who drafted it. Needs a key."), Act("withdraw", "Withdraw a draft."), Difference());

    private static Command Export()
    {
        var file = Needed("--out", "File to write.", "FILE");
        var revision = Optional("--revision", "Number of a frozen revision; as it stands now unless told.", "N");
        var standard = Optional("--standard", "Whose controls: iso42001, iso27001, or both with a comma; all unless told.", "STANDARD");
        var format = Optional("--format", "csv, xlsx, docx, html or json; by the ending of the file unless told.", "FORMAT");
        return new Command("export", "Write the statement as CSV, workbook, Word document, HTML or JSON.") { file, revision, standard, format }.Acting(async (client, parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            var wanted = parsed.GetValue(format) ?? Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
            if (wanted.Length == 0) throw Usage($"Say in which format: --format {string.Join(", ", StatementReport.Formats)} or json, or an ending of {name} that says it.");
            if (Path.GetDirectoryName(Path.GetFullPath(name)) is { } folder && !Directory.Exists(folder)) throw new RuleViolation("FILE-FOLDER", $"There is no folder {folder}. Make it first.");
            await client.Download($"/statement/file?format={Uri.EscapeDataString(wanted)}{Part("revision", parsed.GetValue(revision))}{Part("standard", parsed.GetValue(standard))}", name, stop);
            await Console.Error.WriteLineAsync($"{name} written.");
            return ExitCode.Fine;
        });
    }

    private static Command Decide()
    {
        var control = new Argument<string>("CONTROL") { Description = "Key of the control, as the statement prints it." };
        var (applicable, justification) = (Needed("--applicable", "yes, or no: it is excluded.", "yes|no"), Optional("--justification", "Why. An exclusion needs one.", "TEXT"));
        applicable.AcceptOnlyFromAmong("yes", "no");
        return new Command("decide", "Decide whether a control applies.") { control, applicable, justification }.Acting((client, parsed, stop) =>
            client.Change($"/statement/controls/{Segment(parsed.GetValue(control)!)}", "decide", new JsonObject { ["applicable"] = parsed.GetValue(applicable) == "yes", ["justification"] = parsed.GetValue(justification) }, stop), Lines);
    }

    private static Command Draft()
    {
        var (reason, standard) = (Needed("--reason", "What this revision is for.", "TEXT"), Optional("--standard", "Whose controls it states; all unless told.", "STANDARD"));
        return new Command("draft", "Freeze the statement as it stands now as a draft; another person approves it.") { reason, standard }.Acting((client, parsed, stop) =>
            client.Create("/statement/revisions", new JsonObject { ["reason"] = parsed.GetValue(reason), ["standards"] = parsed.GetValue(standard) is { } one ? new JsonArray(one) : null }, stop), Revisions);
    }

    private static Command Act(string act, string description)
    {
        var revision = Revision();
        return new Command(act, description) { revision }.Acting((client, parsed, stop) => client.Change($"/statement/revisions/{Segment(parsed.GetValue(revision)!)}", act, null, stop), Revisions);
    }

    private static Command Difference()
    {
        var revision = Revision();
        var to = Optional("--to", "The later revision; as it stands now unless told.", "N");
        return new Command("difference", "What a later revision, or the statement now, says differently.") { revision, to }.Acting((client, parsed, stop) =>
            client.Get($"/statement/revisions/{Segment(parsed.GetValue(revision)!)}/difference{(parsed.GetValue(to) is { } later ? $"?to={Segment(later)}" : "")}", stop), Changes);
    }

    private static Argument<string> Revision() => Reference("Number of the revision, for example 2.");

    private static string Part(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
