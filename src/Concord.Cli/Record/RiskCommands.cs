using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord risk</c>: from the catalogue or free, assessed by dimension, treated, accepted until a day.</summary>
internal static class RiskCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("risk", "title"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("state", "state"), Level("current"), RecordColumn.Of("assess by", "reassessDueOn"));

    private static readonly RecordTable Levels = new(
        RecordColumn.Of("level", "moment"), RecordColumn.Of("likelihood", "likelihood"), RecordColumn.Of("consequence", "consequence"), RecordColumn.Of("score", "score"), RecordColumn.Of("band", "band"), RecordColumn.Of("decided by", "leading"));

    private static readonly RecordTable Catalogue = new(
        RecordColumn.Of("id", "id"), RecordColumn.Of("what could happen", "title"), RecordColumn.Of("category", "category"), new("risk sources", row => Joined(row["sources"])), new("taxonomies", row => Joined(row["taxonomies"])));

    private static readonly RecordTable Cells = new(
        RecordColumn.Of("likelihood", "likelihood"), RecordColumn.Of("consequence", "consequence"), RecordColumn.Of("band", "band"), RecordColumn.Of("risks", "risks"));

    private static readonly string[] moments = ["inherent", "current", "residual", "target"];

    public static Command Create() => Group("risk", "What could happen, how grave it is, what is done about it, who carries it until when.",
        new Command("list", "Risks. With --filter open:yes those that wait for a decision, band:high, category:fairness, overdue:yes those that must be assessed anew.").Listing("/risks", Table),
        Show(), new Command("catalogue", "The catalogue of risk sources.").Acting((client, _, stop) => client.Get("/risks/catalogue", stop), Catalogue), Matrix(), Open(), Assess(), Treat(),
        Text("treated", "treated", "Say that the treatment is carried out; refused with everything that is open.", "What the treatment has changed."), Accept(), HandOver(), Reword(),
        Text("close", "close", "It is no risk any more; by whoever could accept it, not by its owner or its assessor. Needs a key.", "Why it is closed."));

    private static Command Show()
    {
        var risk = Risk();
        return new Command("show", "One risk with its levels; with --format json also what they rest on and their history.") { risk }.Acting(async (client, parsed, stop) =>
        {
            var (body, format) = ((await client.Get(Path(parsed, risk), stop)).Body!, parsed.GetValue(RecordOptions.Format));
            if (format == OutputFormat.Json) RecordPrinter.Print(body, format, Table);
            else RecordPrinter.PrintFacts(Facts(body), new JsonArray([.. moments.Where(moment => body[moment] is JsonObject).Select(moment => Placed(body[moment]!, moment))]), Levels);
            return ExitCode.Fine;
        });
    }

    /// <summary>What a person asks of a risk first.</summary>
    private static IEnumerable<(string Label, string? Text)> Facts(JsonNode risk)
    {
        string? Said(string member) => RecordPrinter.Text(risk[member]);
        var (plan, acceptance) = ((risk["file"]?["treatments"] as JsonArray)?.FirstOrDefault(), (risk["file"]?["acceptances"] as JsonArray)?.FirstOrDefault());
        yield return ("risk", $"{Said("ref")} {Said("title")}");
        yield return ("source", $"{Said("source")}{(Said("catalogueTitle") is { } entry ? $", {Said("catalogueId")} {entry}" : "")}");
        yield return ("system", Said("systemRef") is { } system ? $"{system} {Said("systemName")}" : "the organisation as a whole");
        yield return ("owner", Said("owner"));
        yield return ("state", Said("state"));
        yield return ("treatment", plan is null ? "none planned" : $"{RecordPrinter.Text(plan["option"])}: {RecordPrinter.Text(plan["plan"])}");
        yield return ("acceptance", acceptance is null ? "never accepted"
            : $"{(acceptance["isInForce"]?.GetValue<bool>() == true ? "in force until" : "not in force any more, its last day was to be")} {RecordPrinter.Text(acceptance["until"])}, by {RecordPrinter.Text(acceptance["by"])} as {RecordPrinter.Text(acceptance["reachedAs"])}: {RecordPrinter.Text(acceptance["reason"])}");
        yield return ("indicated by", Said("indicators") is { Length: > 0 } measures ? measures : "no measure");
        yield return ("appetite", $"{Said("appetite")}{(Said("isAboveAppetite") == "yes" ? ", exceeded" : "")}");
        yield return ("assess by", Said("reassessDueOn"));
        yield return ("asks anew", risk["file"]?["reasons"] is JsonArray { Count: > 0 } reasons ? string.Join("; ", reasons.Select(reason => RecordPrinter.Text(reason!["text"])).Distinct(StringComparer.Ordinal)) : null);
    }

    private static JsonNode Placed(JsonNode level, string moment)
    {
        var placed = level.DeepClone();
        placed["moment"] = moment;
        return placed;
    }

    private static Command Matrix()
    {
        var moment = new Option<string>("--level") { Description = "Which level.", HelpName = "current|inherent|residual|target", DefaultValueFactory = _ => "current" };
        moment.AcceptOnlyFromAmong("current", "inherent", "residual", "target");
        return new Command("matrix", "How many risks stand in each cell of the matrix.") { moment }.Acting((client, parsed, stop) => client.Get($"/risks/matrix?moment={parsed.GetValue(moment)}", stop), Cells);
    }

    private static Command Open()
    {
        var (title, entry, system) = (Optional("--title", "What could happen; without, the words of the catalogue entry.", "TEXT"), Optional("--catalogue", "Entry of the catalogue of risk sources, for example AIR-03.", "ID"), Optional("--system", "Reference of the AI system; without, the organisation as a whole.", "REF"));
        var (owner, source) = (Optional("--owner", "Who answers for it: reference or e-mail address; without, you.", "PERSON"), new Option<string>("--source") { Description = "Where it comes from.", HelpName = "assessment|impact|incident|audit", DefaultValueFactory = _ => "assessment" });
        source.AcceptOnlyFromAmong("assessment", "impact", "incident", "audit");
        return new Command("open", "Open a risk, from the catalogue or free; it is assessed next.") { title, entry, system, owner, source }.Acting((client, parsed, stop) => client.Create("/risks", new JsonObject
        {
            ["title"] = parsed.GetValue(title), ["catalogue"] = parsed.GetValue(entry), ["system"] = parsed.GetValue(system), ["owner"] = parsed.GetValue(owner), ["source"] = parsed.GetValue(source),
        }, stop), Table);
    }

    private static Command Assess()
    {
        const string levels = "likelihood=4,individuals=3,…";
        var (risk, note) = (Risk(), Needed("--note", "What the levels rest on.", "TEXT"));
        var (inherent, current) = (Needed("--inherent", "As if there were no control: likelihood, and how grave for each dimension it touches.", levels), Needed("--current", "With what is in effect today.", levels));
        var (residual, target) = (Optional("--residual", "Expected once treatment works; without, none is expected any more.", levels), Optional("--target", "What is wanted; without, the appetite of the criteria says it.", levels));
        var control = Several("--control", "Reference of an applied control the current level rests on; may be given several times.", "REF");
        return new Command("assess", "Assess a risk: levels by dimension, and what the current one rests on.") { risk, inherent, current, residual, target, control, note }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, risk), "assess", new JsonObject
            {
                ["inherent"] = Rated(parsed.GetValue(inherent)), ["current"] = Rated(parsed.GetValue(current)), ["residual"] = Rated(parsed.GetValue(residual)), ["target"] = Rated(parsed.GetValue(target)),
                ["controls"] = Listed(parsed.GetValue(control)), ["note"] = parsed.GetValue(note),
            }, stop), Table);
    }

    private static Command Treat()
    {
        var (risk, option, plan) = (Risk(), Needed("--option", "What is done.", "modify|avoid|share|retain"), Needed("--plan", "How, in sentences; or why it is retained.", "TEXT"));
        option.AcceptOnlyFromAmong("modify", "avoid", "share", "retain");
        var residual = Optional("--residual", "The level expected once it works; without, as assessed.", "likelihood=2,individuals=3,…");
        var control = Several("--control", "Reference of an applied control that does it, or will; may be given several times.", "REF");
        var action = Several("--action", "An action for the list: what, who, until which day; may be given several times.", "TEXT;PERSON;DAY");
        return new Command("treat", "Decide how a risk is treated: option, controls, actions, expected level.") { risk, option, plan, control, residual, action }.Acting((client, parsed, stop) => client.Change(Path(parsed, risk), "treat", new JsonObject
        {
            ["option"] = parsed.GetValue(option), ["plan"] = parsed.GetValue(plan), ["controls"] = Listed(parsed.GetValue(control)), ["residual"] = Rated(parsed.GetValue(residual)),
            ["actions"] = new JsonArray([.. (parsed.GetValue(action) ?? []).Select(Step)]),
        }, stop), Table);
    }

    private static Command Accept()
    {
        var (risk, reason, until) = (Risk(), Needed("--reason", "Why it is accepted.", "TEXT"), Optional("--until", "The last day, as 2027-01-31; without, as long as the criteria allow.", "DAY"));
        return new Command("accept", "Accept a risk until a day; not by its owner or its assessor. Needs a key.") { risk, reason, until }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, risk), "accept", new JsonObject { ["reason"] = parsed.GetValue(reason), ["until"] = Day(parsed.GetValue(until)) }, stop), Table);
    }

    private static Command HandOver()
    {
        var (risk, owner, reason) = (Risk(), Needed("--owner", "Who answers for it from now on: reference or e-mail address.", "PERSON"), Needed("--reason", "Why.", "TEXT"));
        return new Command("hand-over", "Give a risk to another owner; whoever owned it does not accept or close it before somebody else assesses it anew.") { risk, owner, reason }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, risk), "hand-over", new JsonObject { ["owner"] = parsed.GetValue(owner), ["reason"] = parsed.GetValue(reason) }, stop), Table);
    }

    private static Command Reword()
    {
        var (risk, title, reason) = (Risk(), Needed("--title", "What could happen.", "TEXT"), Needed("--reason", "Why it is worded anew.", "TEXT"));
        return new Command("reword", "Say better what could happen; not while the risk is accepted. Its levels are assessed anew afterwards.") { risk, title, reason }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, risk), "reword", new JsonObject { ["title"] = parsed.GetValue(title), ["reason"] = parsed.GetValue(reason) }, stop), Table);
    }

    private static Command Text(string name, string act, string description, string saying)
    {
        var (risk, text) = (Risk(), Needed("--text", saying, "TEXT"));
        return new Command(name, description) { risk, text }.Acting((client, parsed, stop) => client.Change(Path(parsed, risk), act, new JsonObject { ["text"] = parsed.GetValue(text) }, stop), Table);
    }

    /// <summary>"likelihood=4,individuals=3" as the routes take it.</summary>
    private static JsonObject? Rated(string? told)
    {
        if (told is null) return null;
        var parts = told.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2))
            .Select(part => part is [var name, var level] ? (Name: name.Trim(), Level: Whole(level.Trim(), "level")) : throw Usage($"'{told}' is not a level. Write it as likelihood=4,individuals=3.")).ToList();
        if (parts.Count(part => part.Name == "likelihood") > 1) throw Usage($"'{told}' names likelihood twice.");
        var consequences = new JsonObject();
        foreach (var (name, level) in parts.Where(part => part.Name != "likelihood"))
            if (!consequences.TryAdd(name, level)) throw Usage($"'{told}' names {name} twice.");
        return new JsonObject { ["likelihood"] = parts.Find(part => part.Name == "likelihood").Level, ["consequences"] = consequences };
    }

    private static JsonObject Step(string told) => told.Split(';', StringSplitOptions.TrimEntries) is [var title, var owner, var day]
        ? new JsonObject { ["title"] = title, ["owner"] = owner, ["dueOn"] = Day(day) }
        : throw Usage($"'{told}' is not an action. Write it as \"what is to be done;person@example.test;2027-01-31\".");

    private static RecordColumn Level(string name) => new(name, row => row[name] is { } level ? $"{RecordPrinter.Text(level["score"])} {RecordPrinter.Text(level["band"])}" : null);

    private static string Joined(JsonNode? list) => string.Join("; ", (list as JsonArray ?? []).Select(RecordPrinter.Text));

    private static Argument<string> Risk() => Reference("Reference of the risk, for example RISK-0001.");

    private static string Path(ParseResult parsed, Argument<string> risk) => $"/risks/{Segment(parsed.GetValue(risk)!)}";
}
