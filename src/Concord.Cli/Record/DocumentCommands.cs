using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Organisation;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord document</c>: documents under control, from the first draft to who has read them.</summary>
internal static class DocumentCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("title", "title"), RecordColumn.Of("state", "state"), RecordColumn.Of("review due", "reviewDueOn"),
        new("worked on", row => row["openRevision"] is { } open ? $"{RecordPrinter.Text(open)}, {RecordPrinter.Text(row["openState"])}" : null));

    private static readonly RecordTable Revisions = new(
        new("no.", row => RecordPrinter.Text(row["number"]), IsNumber: true), RecordColumn.Of("state", "state"), RecordColumn.Of("holds", "content"), RecordColumn.Of("what changed", "note"), RecordColumn.Of("written by", "authors"),
        RecordColumn.Of("approved", "approvedOn"));

    private static readonly RecordTable Differences = new(
        new("was", row => RecordPrinter.Text(row["before"]), IsNumber: true), new("is", row => RecordPrinter.Text(row["after"]), IsNumber: true), RecordColumn.Of("what", "kind"),
        new("text: [-gone-] {+new+}", row => string.Concat(row["parts"]!.AsArray().Select(Part))));

    public static Command Create() => Group("document", "Documents under control: written by some, approved by others, published, reviewed, acknowledged.",
        new Command("list", "Documents. With --filter overdue:yes those whose review is late.").Listing("/documents", Table), Show(), New(), Draft(), Submit(),
        Decide("approve", "Approve the revision one is named for and wrote no part of. Needs a key.", reasonNeeded: false), Decide("reject", "Send the revision back with the reason. Needs a key.", reasonNeeded: true),
        TakeBack(), Publish(), Withdraw(), Acknowledge(), Acknowledgements(), Confirm(), Compare(), DocumentExport.Create());

    private static Command Show()
    {
        var document = Document();
        return new Command("show", "One document with its revisions; everything with --format json.") { document }.Acting(async (client, parsed, stop) =>
        {
            var (answer, format) = ((await client.Get(Path(parsed, document), stop)).Body!, parsed.GetValue(RecordOptions.Format));
            var revisions = answer["revisions"]!.DeepClone();
            if (format != OutputFormat.Json) answer.AsObject().Remove("revisions");
            RecordPrinter.Print(answer, format, Table);
            if (format != OutputFormat.Json) RecordPrinter.Print(revisions, format, Revisions);
            return ExitCode.Fine;
        });
    }

    private static Command New()
    {
        var (title, kind) = (Needed("--title", "What it is called.", "TEXT"), Needed("--kind", "policy, procedure, standard, plan, register, record, …", "KIND"));
        var (owner, every, rule, months) = (Optional("--owner", "Reference of the person who sees to its review.", "PERSON"), Optional("--review-every", "Months between reviews; without, it is never reviewed.", "MONTHS"),
            Optional("--retention", "fromApproval or afterForce; without, revisions are kept for good.", "RULE"), Optional("--retention-months", "Months of retention.", "MONTHS"));
        var (unit, reference) = (Optional("--unit", "Reference of the unit it belongs to; the whole organisation unless told.", "UNIT"), Optional("--reference", "The organisation's own reference; the next free one unless told.", "REF"));
        return new Command("new", "Register a document; its first draft is empty.") { title, kind, owner, every, rule, months, unit, reference }.Acting((client, parsed, stop) =>
        {
            var body = new JsonObject { ["title"] = parsed.GetValue(title), ["kind"] = parsed.GetValue(kind) };
            foreach (var (member, option) in new[] { ("owner", owner), ("retention", rule), ("unit", unit), ("reference", reference) })
                if (parsed.GetValue(option) is { } told) body[member] = told;
            foreach (var (member, option) in new[] { ("reviewEveryMonths", every), ("retentionMonths", months) })
                if (parsed.GetValue(option) is { } told) body[member] = Whole(told, "number of months");
            return client.Create("/documents", body, stop);
        }, Table);
    }

    private static Command Draft()
    {
        var (document, text, file, location) = (Document(), Optional("--text", "A Markdown file whose text becomes the draft.", "FILE"), Optional("--file", "A file of any kind that becomes the draft.", "FILE"), Optional("--location", "Where the document is kept instead of here.", "TEXT"));
        var note = Optional("--note", "What changed since the revision before.", "TEXT");
        var requirement = Several("--requirement", "Key of a requirement the document answers as a whole, instead of those named so far; may be given several times.", "KEY");
        return new Command("draft", "Work on the draft: begin one where none is open, and keep what is given.") { document, text, file, location, note, requirement }.Acting(async (client, parsed, stop) =>
        {
            if (new[] { text, file, location }.Count(option => parsed.GetValue(option) is not null) > 1) throw Usage("A draft is a text, a file, or kept elsewhere: give one of --text, --file and --location.");
            var typed = parsed.GetValue(text) is { } name ? await Read(name, stop) : null;
            var path = Path(parsed, document);
            var found = (await client.Get(path, stop)).Body!;
            var number = found["openRevision"]?.GetValue<int>() ?? (await client.Change(path, "revisions", null, stop)).Body!["revision"]!["number"]!.GetValue<int>();
            var revision = $"{path}/revisions/{number}";
            if (parsed.GetValue(file) is { } handed) await client.ChangeByFile(revision, "file", handed, stop);
            var now = (await client.Get(revision, stop)).Body!["revision"]!;
            var keys = parsed.GetValue(requirement) is { Length: > 0 } told ? Listed(told) : now["requirements"]!.DeepClone();
            if (typed is not null || parsed.GetValue(location) is not null || parsed.GetValue(note) is not null || parsed.GetValue(requirement) is { Length: > 0 })
            {
                await client.Change(revision, "save", new JsonObject
                {
                    ["text"] = typed, ["location"] = parsed.GetValue(location), ["note"] = parsed.GetValue(note) ?? now["note"]!.GetValue<string>(), ["requirements"] = keys, ["sections"] = now["sections"]!.DeepClone(),
                }, stop);
            }
            return Revision(await client.Get(revision, stop), parsed);
        }, Revisions);
    }

    private static Command Submit()
    {
        var (document, approver) = (Document(), Several("--approver", "Reference of a person who is to approve it and wrote no part of it; may be given several times.", "PERSON"));
        approver.Required = true;
        return new Command("submit", "Send the draft to the people who are to approve it.") { document, approver }.Acting(async (client, parsed, stop) =>
            Revision(await client.Change(await Open(client, Path(parsed, document), stop), "send", new JsonObject { ["approvers"] = Listed(parsed.GetValue(approver)) }, stop), parsed), Revisions);
    }

    private static Command Decide(string act, string description, bool reasonNeeded)
    {
        var (document, reason) = (Document(), new Option<string?>("--reason") { Description = reasonNeeded ? "Why." : "A remark.", HelpName = "TEXT", Required = reasonNeeded });
        return new Command(act, description) { document, reason }.Acting(async (client, parsed, stop) =>
            Revision(await client.Change(await Open(client, Path(parsed, document), stop), act, new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop), parsed), Revisions);
    }

    private static Command TakeBack()
    {
        var document = Document();
        return new Command("take-back", "Take the revision back from review: it is a draft again.") { document }.Acting(async (client, parsed, stop) =>
            Revision(await client.Change(await Open(client, Path(parsed, document), stop), "take-back", null, stop), parsed), Revisions);
    }

    private static Command Publish()
    {
        var document = Document();
        var role = Several("--ask-role", $"Whoever holds this role is asked to acknowledge it; may be given several times: {string.Join(", ", Enum.GetValues<Role>().Select(Words.Key))}.", "ROLE");
        var unit = Several("--ask-unit", "Reference of a unit whose people are asked; may be given several times.", "UNIT");
        return new Command("publish", "Publish the approved revision in place of the one before.") { document, role, unit }.Acting(async (client, parsed, stop) =>
            Revision(await client.Change(await Open(client, Path(parsed, document), stop), "publish", new JsonObject { ["askRoles"] = Listed(parsed.GetValue(role)), ["askUnits"] = Listed(parsed.GetValue(unit)) }, stop), parsed), Revisions);
    }

    private static Command Withdraw()
    {
        var (document, number, reason) = (Document(), Needed("--revision", "Number of the revision: one that is worked on, or the one in force.", "N"), Needed("--reason", "Why.", "TEXT"));
        return new Command("withdraw", "Withdraw a draft, or the published revision.") { document, number, reason }.Acting(async (client, parsed, stop) =>
            Revision(await client.Change($"{Path(parsed, document)}/revisions/{Whole(parsed.GetValue(number)!, "revision")}", "withdraw", new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop), parsed), Revisions);
    }

    private static Command Acknowledge()
    {
        var document = Document();
        return new Command("acknowledge", "Say that one has read the published revision.") { document }.Acting(async (client, parsed, stop) =>
        {
            var revision = await DocumentExport.Published(client, Path(parsed, document), stop);
            await client.Post($"{revision}/acknowledge", null, stop);
            return Revision(await client.Get(revision, stop), parsed);
        }, Revisions);
    }

    private static Command Acknowledgements()
    {
        var document = Document();
        return new Command("acknowledgements", "Who is asked to read the published revision, who has said so and who has not.") { document }.Acting((client, parsed, stop) => client.Get($"{Path(parsed, document)}/acknowledgements", stop), Table);
    }

    private static Command Confirm()
    {
        var (document, reason) = (Document(), Needed("--reason", "What was looked at.", "TEXT"));
        return new Command("confirm", "Reviewed and still valid: the time to the next review begins anew. Not by those who wrote it; needs a key.") { document, reason }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, document), "confirm", new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop), Table);
    }

    private static Command Compare()
    {
        var (document, from, to) = (Document(), Optional("--from", "Number of a revision; the one before unless told.", "N"), Optional("--to", "Number of a revision; the newest unless told.", "N"));
        return new Command("compare", "What one revision says differently from another, line by line; which requirements with --format json.") { document, from, to }.Acting(async (client, parsed, stop) =>
        {
            List<string> parts = [];
            foreach (var (name, option) in new[] { ("from", from), ("to", to) })
                if (parsed.GetValue(option) is { } told) parts.Add($"{name}={Whole(told, "revision")}");
            var (answer, format) = ((await client.Get($"{Path(parsed, document)}/difference{(parts.Count > 0 ? "?" + string.Join('&', parts) : "")}", stop)).Body!, parsed.GetValue(RecordOptions.Format));
            if (format == OutputFormat.Json) RecordPrinter.Print(answer, format, Differences);
            else RecordPrinter.Print(new JsonArray([.. answer["lines"]!.AsArray().Where(line => line!["kind"]!.GetValue<string>() != "same").Select(line => line!.DeepClone())]), format, Differences);
            return ExitCode.Fine;
        });
    }

    private static string Part(JsonNode? part) => (part!["kind"]!.GetValue<string>(), part["text"]!.GetValue<string>()) switch
    {
        ("removed", var gone) => $"[-{gone}-]",
        ("added", var more) => $"{{+{more}+}}",
        (_, var text) => text,
    };

    /// <summary>The revision that is worked on.</summary>
    private static async Task<string> Open(RecordClient client, string document, CancellationToken stop) => (await client.Get(document, stop)).Body!["openRevision"]?.GetValue<int>() is { } number
        ? $"{document}/revisions/{number}" : throw new RuleViolation("DOCUMENT-NO-DRAFT", "No revision of it is worked on. Begin one with concord document draft.");

    private static async Task<string> Read(string file, CancellationToken stop) => File.Exists(file) ? await File.ReadAllTextAsync(file, stop) : throw new RuleViolation("FILE-MISSING", $"There is no file {file}.");

    /// <summary>People read the line of the revision; programs get all of it.</summary>
    private static RecordAnswer Revision(RecordAnswer answer, ParseResult parsed) => parsed.GetValue(RecordOptions.Format) == OutputFormat.Json ? answer : answer with { Body = new JsonArray(answer.Body?["revision"]?.DeepClone()) };

    internal static Argument<string> Document() => Reference("Reference of the document, for example DOC-0001.");

    internal static string Path(ParseResult parsed, Argument<string> document) => $"/documents/{Segment(parsed.GetValue(document)!)}";
}
