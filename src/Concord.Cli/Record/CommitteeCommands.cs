using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord committee</c>: what needs a decision, and what was decided. That it met is marked with <c>concord enterprise met</c>.</summary>
internal static class CommitteeCommands
{
    private static readonly RecordTable Items = new(
        RecordColumn.Of("question", "question"), RecordColumn.Of("record", "source"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("since", "since"), RecordColumn.Of("what", "what"));

    private static readonly RecordTable Decisions = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("on", "at"), RecordColumn.Of("question", "question"), RecordColumn.Of("record", "source"), RecordColumn.Of("decision", "outcome"),
        RecordColumn.Of("text", "text"), RecordColumn.Of("look again on", "lookAgainOn"), new("by", row => RecordPrinter.Text(row["by"]?["name"])));

    public static Command Create() => Group("committee", "What needs a decision of the committee, and what was decided; 'concord enterprise met' marks that it met.",
        new Command("list", "What needs a decision, by what is asked. With --filter question:restriction only that.").Listing("/committee", Items),
        new Command("decisions", "What was decided, the newest first. With --filter source:SIG-0001 on that, from:2026-08-12 since that day.").Listing("/committee/decisions", Decisions), Decide());

    private static Command Decide()
    {
        var record = Reference("Reference of the record the question is about, for example SIG-0001.");
        var (question, text) = (Needed("--question", "Which question of the list, as it names them.", "QUESTION"), Needed("--text", "What was decided, and why.", "TEXT"));
        question.AcceptOnlyFromAmong("seriousIncident", "restriction", "liftRestriction", "signal", "acceptance", "impactAssessment", "nonconformity");
        var outcome = new Option<string>("--outcome") { Description = "agreed or declined for a proposal, noted for the rest.", HelpName = "agreed|declined|noted", DefaultValueFactory = _ => "noted" };
        outcome.AcceptOnlyFromAmong("agreed", "declined", "noted");
        var again = Optional("--again", "The day on which it is to be on the list again, if it still holds, as 2027-01-31.", "DAY");
        return new Command("decide", "Decide on one thing of the list; not on what one answers for. Needs a key.") { record, question, outcome, text, again }.Acting(async (client, parsed, stop) =>
        {
            var (source, asked) = (parsed.GetValue(record)!.Trim(), parsed.GetValue(question)!);
            var items = (await client.Get($"/committee?size=200&filter={Uri.EscapeDataString($"question:{asked} source:{source}")}", stop)).Body!["items"]!.AsArray();
            var item = items.FirstOrDefault() ?? throw Refusal.Missing($"question ({asked}) on the list of the committee about", source);
            return await client.ChangeSeen("/committee/decide", $"\"{item["version"]}\"", new JsonObject
            {
                ["question"] = asked, ["source"] = source, ["outcome"] = parsed.GetValue(outcome), ["text"] = parsed.GetValue(text), ["lookAgainOn"] = Day(parsed.GetValue(again)),
            }, stop);
        }, Decisions);
    }
}
