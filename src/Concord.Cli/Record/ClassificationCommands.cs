using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Classification;
using Concord.Foundation;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class ClassificationCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("standing", "standing"), RecordColumn.Of("tier", "tier"), RecordColumn.Of("rule", "rule"),
        RecordColumn.Of("binds from", "appliesFrom"), new("open", row => RecordPrinter.Text(row["open"]), IsNumber: true));

    private static readonly RecordTable Unfit = new(RecordColumn.Of("ref", "ref"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("tier", "tier"), new("why it no longer fits", row => RecordPrinter.Text(row["stale"])));

    public static Command Create() => Group("classification", "Which tier of the law a system is in, who said so and who confirmed it. To try facts without a record: concord classify.",
        new Command("list", "Classifications. With --filter system:SYS-0001 those of a system.").Listing("/classifications", Table),
        new Command("stale", "Approved classifications that no longer fit, and why.").Acting((client, _, stop) => client.Get("/classifications/stale", stop), Unfit),
        Show(), Draft(), Answer(), Write(), Act("propose", "Propose a complete draft; its outcome is frozen."), Act("approve", "Approve a proposal; not by those who answered it. Needs a key."), Return(),
        Act("withdraw", "Withdraw a draft or a proposal."));

    private static Command Show()
    {
        var classification = Classification();
        return new Command("show", "One classification: the outcome, what it rests on, and what is still to be answered.") { classification }.Showing((client, parsed, stop) => client.Get(Path(parsed, classification), stop));
    }

    private static Command Draft()
    {
        var system = Reference("Reference of the AI system, for example SYS-0001.");
        return new Command("draft", "Begin a classification of a system, from the facts of the one before.") { system }.Showing((client, parsed, stop) =>
            client.Create($"/systems/{Segment(parsed.GetValue(system)!)}/classifications", new JsonObject(), stop));
    }

    private static Command Answer()
    {
        var classification = Classification();
        var facts = new Option<string[]>("--fact") { Description = "An answer, as name=value; several values with commas, unknown where nobody knows it. May be given several times.", HelpName = "NAME=VALUE" };
        var back = new Option<string[]>("--take-back") { Description = "A fact whose answer is taken back. May be given several times.", HelpName = "NAME" };
        var asOf = Optional("--as-of", "The day whose law counts.", "DATE");
        return new Command("answer", "Answer questions of a draft.") { classification, facts, back, asOf }.Showing((client, parsed, stop) =>
        {
            var answers = Answers(parsed.GetValue(facts) ?? [], parsed.GetValue(back) ?? []);
            if (answers.Count == 0 && parsed.GetValue(asOf) is null) throw Usage("Name an answer with --fact, one to take back with --take-back, or a day with --as-of.");
            return client.Change(Path(parsed, classification), "answer", new JsonObject { ["facts"] = answers, ["asOf"] = Day(parsed.GetValue(asOf)) }, stop);
        });
    }

    private static Command Write()
    {
        var (classification, text, documents) = (Classification(), Needed("--text", "Why these answers; the documented assessment where the outcome asks for one.", "TEXT"), Several("--document", "References of documents that hold the assessment.", "REF"));
        return new Command("write", "Write the reasoning of a draft and name its documents.") { classification, text, documents }.Showing((client, parsed, stop) =>
            client.Change(Path(parsed, classification), "write", new JsonObject { ["reasoning"] = parsed.GetValue(text), ["documents"] = Listed(parsed.GetValue(documents)) }, stop));
    }

    private static Command Return()
    {
        var (classification, reason) = (Classification(), Needed("--reason", "What is to be looked at again.", "TEXT"));
        return new Command("return", "Give a proposal back to those who wrote it.") { classification, reason }.Showing((client, parsed, stop) =>
            client.Change(Path(parsed, classification), "return", new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop));
    }

    private static Command Act(string name, string description)
    {
        var classification = Classification();
        return new Command(name, description) { classification }.Showing((client, parsed, stop) => client.Change(Path(parsed, classification), name, null, stop));
    }

    private static JsonObject Answers(string[] facts, string[] back)
    {
        var answers = new JsonObject();
        var faults = new List<Finding>();
        foreach (var fact in facts)
        {
            if (FactReader.Pair(fact) is var (name, values)) answers[name] = Listed([.. values]);
            else faults.Add(FactReader.WrongForm(fact));
        }
        foreach (var name in back) answers[name.Trim()] = null;
        return faults.Count == 0 ? answers : throw new FindingsException(faults);
    }

    /// <summary>Programs get all of it as the interface sent it; people what decides, what is open and what follows.</summary>
    private static Command Showing(this Command command, Func<RecordClient, ParseResult, CancellationToken, Task<RecordAnswer>> act) => command.Acting(async (client, parsed, stop) =>
    {
        var (body, format) = ((await act(client, parsed, stop)).Body, parsed.GetValue(RecordOptions.Format));
        RecordPrinter.Print(format == OutputFormat.Json ? body : ForPeople(body!), format, Table);
        return ExitCode.Fine;
    });

    private static JsonObject ForPeople(JsonNode detail)
    {
        var outcome = detail["outcome"]!;
        var shown = new JsonObject();
        foreach (var member in (string[])["ref", "systemRef", "systemName", "standing", "tier", "rule", "appliesFrom", "asOf", "rulePack", "authors", "approvedBy", "stale"]) shown[member] = detail[member]?.DeepClone();
        if (outcome["tierName"] is null) shown["undetermined"] = outcome["notComputed"]?["tier"]?.DeepClone();
        shown["restsOn"] = outcome["citations"]?.DeepClone();
        foreach (var member in (string[])["reasoning", "documents", "returned"]) shown[member] = detail[member]?.DeepClone();
        shown["contradictions"] = Rows(outcome["contradictions"], "question");
        shown["toAnswer"] = Rows(outcome["questions"], "fact", "question", "citation");
        shown["answers"] = Rows(detail["said"], "fact", "answer");
        shown["duties"] = Rows(outcome["duties"], "from", "role", "article", "text", "fine");
        return shown;
    }

    private static JsonArray Rows(JsonNode? list, params string[] members) =>
        [.. (list as JsonArray ?? []).Select(row => (JsonNode)new JsonObject(members.Select(member => KeyValuePair.Create(member, row![member]?.DeepClone()))))];

    private static Argument<string> Classification() => Reference("Reference of the classification, for example CLS-0001.");

    private static string Path(ParseResult parsed, Argument<string> classification) => $"/classifications/{Segment(parsed.GetValue(classification)!)}";
}
