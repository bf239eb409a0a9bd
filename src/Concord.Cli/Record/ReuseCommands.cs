using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary>What of <c>concord reuse</c> acts on the record: people judge the library's claims.</summary>
internal static class ReuseCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("requirement", "requirement"), RecordColumn.Of("held", "sourceStandard"), RecordColumn.Of("strength", "strength"), new("by", row => RecordPrinter.Text(row["by"]?["name"])),
        RecordColumn.Of("on", "on"), RecordColumn.Of("override", "isOverride"));

    private static readonly RecordTable Raters = new(
        RecordColumn.Of("library", "library"), RecordColumn.Of("rater", "rater"), new("judged", row => RecordPrinter.Text(row["items"]), IsNumber: true), new("of", row => RecordPrinter.Text(row["claims"]), IsNumber: true),
        new("agree %", row => RecordPrinter.Text(row["agreement"]), IsNumber: true), new("kappa", row => RecordPrinter.Text(row["kappa"]), IsNumber: true));

    public static Command[] All() => [.. new[] { Judge(), Revise(), new Command("judgements", "What people think of claims.").Listing("/reuse/judgements", Table), ListRaters() }.Select(command => command.OnTheRecord())];

    private static Command Judge()
    {
        var requirement = new Argument<string>("REQUIREMENT") { Description = "Key of the requirement of ISO/IEC 42001." };
        var standard = Needed("--standard", "The standard held: iso27001 or iso9001.", "STANDARD");
        var (strength, reason, source, isOverride) = Opinion();
        return new Command("judge", "Judge a claim of re-use as a second rater.") { requirement, standard, strength, reason, source, isOverride }.Acting((client, parsed, stop) =>
        {
            var body = Said(parsed, strength, reason, source, isOverride);
            (body["requirement"], body["standard"]) = (parsed.GetValue(requirement), parsed.GetValue(standard));
            return client.Create("/reuse/judgements", body, stop);
        }, Table);
    }

    private static Command Revise()
    {
        var judgement = Reference("Reference of one's own judgement, for example REUSE-0001.");
        var (strength, reason, source, isOverride) = Opinion();
        return new Command("revise", "Replace one's own judgement; the journal keeps both.") { judgement, strength, reason, source, isOverride }.Acting((client, parsed, stop) =>
            client.Change($"/reuse/judgements/{Segment(parsed.GetValue(judgement)!)}", "revise", Said(parsed, strength, reason, source, isOverride), stop), Table);
    }

    private static Command ListRaters() => new Command("raters", "How far people who judged claims agree with the library.").Acting((client, _, stop) => client.Get("/reuse/raters", stop), Raters);

    private static (Option<string> Strength, Option<string> Reason, Option<string[]> Source, Option<bool> IsOverride) Opinion()
    {
        var strength = Needed("--strength", "How much of the work is done by what is held.", "full|partial|none");
        strength.AcceptOnlyFromAmong("full", "partial", "none");
        return (strength, Needed("--reason", "What an auditor would see in the existing artefact.", "TEXT"), Several("--source", "Key of a requirement that is re-used; those of the library's claim unless told; may be given several times.", "KEY"),
            new Option<bool>("--override") { Description = "The organisation's figure uses this judgement; for AIMS managers." });
    }

    private static JsonObject Said(ParseResult parsed, Option<string> strength, Option<string> reason, Option<string[]> source, Option<bool> isOverride) => new()
    {
        ["strength"] = parsed.GetValue(strength), ["reason"] = parsed.GetValue(reason), ["override"] = parsed.GetValue(isOverride), ["sources"] = parsed.GetValue(source) is { Length: > 0 } keys ? Listed(keys) : null,
    };
}
