using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Concord.Foundation;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class IncidentCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("date", "date"), RecordColumn.Of("kind", "kind"), RecordColumn.Of("system", "systemRef"), RecordColumn.Of("what happened", "title"),
        RecordColumn.Of("severity", "severity"), RecordColumn.Of("state", "state"));

    private static readonly RecordTable Clocks = new(
        RecordColumn.Of("incident", "incident"), new("clock", row => RecordPrinter.Text(row["clock"]?["clock"])), new("time left", row => RecordPrinter.Text(row["clock"]?["left"])),
        new("until", row => RecordPrinter.Text(row["clock"]?["localEnd"])), new("tell", row => RecordPrinter.Text(row["clock"]?["tell"])));

    public static Command Create() => Group("incident", "What went wrong, nearly went wrong, or worries somebody; who must be told until when.",
        new Command("list", "Incidents. With --filter open:yes those that are not closed.").Listing("/incidents", Table),
        new Command("clocks", "Periods of law that run and nobody has met, the next end first.").Acting((client, _, stop) => client.Get("/incidents/clocks", stop), Clocks),
        Show(), Report(), Triage(), Step("contain", "Say what was done so that it does no more harm."), Analyse(), Decide(), Step("reject", "It is no incident; not by whoever reported it. Needs a key."),
        Step("close", "Close it; not by those who worked on it. Needs a key."), Step("reopen", "Open it again."), Fact(), Withdraw(), Tell(), Connect());

    private static Command Show()
    {
        var incident = Incident();
        return new Command("show", "One incident with its clocks and everything in its file.") { incident }.Acting((client, parsed, stop) => client.Get(Path(parsed, incident), stop), Table);
    }

    private static Command Report()
    {
        var (title, summary) = (Needed("--title", "What happened, in a few words.", "TEXT"), Needed("--text", "What happened, in sentences.", "TEXT"));
        var kind = new Option<string>("--kind") { Description = "incident, drift_detected, fairness_alert, near_miss or concern.", HelpName = "KIND", DefaultValueFactory = _ => "incident" };
        var (system, date, aware) = (Optional("--system", "Reference of the AI system.", "REF"), Needed("--date", "The day it happened, as 2026-12-31.", "DATE"), Optional("--aware", "When the organisation came to know of it, as 2026-12-31T14:30:00Z; without, now.", "TIME"));
        var (affected, place) = (Optional("--affected", "How many people it reached; without, nobody knows.", "N"), Optional("--place", "Whose calendar and time zone count, for example DE.", "PLACE"));
        return new Command("report", "Report an incident, a near miss or a concern.") { title, summary, kind, system, date, aware, affected, place }.Entering((client, parsed, stop) => client.Create("/incidents", new JsonObject
        {
            ["title"] = parsed.GetValue(title), ["summary"] = parsed.GetValue(summary), ["kind"] = parsed.GetValue(kind), ["system"] = parsed.GetValue(system), ["date"] = parsed.GetValue(date),
            ["awareSince"] = parsed.GetValue(aware), ["place"] = parsed.GetValue(place),
            ["affected"] = parsed.GetValue(affected) is not { } people ? null : int.TryParse(people, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Usage("--affected is a whole number."),
        }, stop), Table);
    }

    private static Command Triage()
    {
        var (incident, severity, text) = (Incident(), Needed("--severity", "How grave it is.", "low|medium|high|critical"), Needed("--text", "Why it is that grave.", "TEXT"));
        severity.AcceptOnlyFromAmong("low", "medium", "high", "critical");
        return new Command("triage", "Say how grave it is.") { incident, severity, text }.Entering((client, parsed, stop) =>
            client.Change(Path(parsed, incident), "triage", new JsonObject { ["severity"] = parsed.GetValue(severity), ["text"] = parsed.GetValue(text) }, stop), Table);
    }

    private static Command Step(string name, string description)
    {
        var (incident, text) = (Incident(), Needed("--text", "What was done, or why.", "TEXT"));
        return new Command(name, description) { incident, text }.Entering((client, parsed, stop) => client.Change(Path(parsed, incident), name, new JsonObject { ["text"] = parsed.GetValue(text) }, stop), Table);
    }

    private static Command Analyse()
    {
        var (incident, cause, text) = (Incident(), Needed("--cause", "Category of the root cause, for example monitoring.", "KEY"), Needed("--text", "The root cause in a sentence.", "TEXT"));
        var whys = new Option<string[]>("--why") { Description = "Why it happened; given again: why that was so. Usually five.", HelpName = "TEXT", Required = true };
        return new Command("analyse", "Say why it happened, and why that was so, down to the root.") { incident, whys, cause, text }.Entering((client, parsed, stop) => client.Change(Path(parsed, incident), "analyse", new JsonObject
        {
            ["whys"] = new JsonArray([.. parsed.GetValue(whys)!.Select(why => (JsonNode)why)]), ["cause"] = parsed.GetValue(cause), ["text"] = parsed.GetValue(text),
        }, stop), Table);
    }

    private static Command Decide()
    {
        var (incident, kind, which, reason) = (Incident(), Needed("--kind", "What follows.", "risk|control|monitor|none"), Optional("--which", "Reference of the risk, control or monitor.", "REF"), Needed("--reason", "Why.", "TEXT"));
        kind.AcceptOnlyFromAmong("risk", "control", "monitor", "none");
        return new Command("decide", "Decide what follows. A near miss is not closed without a decision.") { incident, kind, which, reason }.Entering((client, parsed, stop) => client.Change(Path(parsed, incident), "decide", new JsonObject
        {
            ["kind"] = parsed.GetValue(kind), ["reference"] = parsed.GetValue(which), ["reason"] = parsed.GetValue(reason),
        }, stop), Table);
    }

    private static Command Fact()
    {
        var (incident, fact, since, note) = (Incident(), Needed("--fact", "Key of the fact, for example breach.", "KEY"), Optional("--since", "From when the organisation knew it, as 2026-12-31T14:30:00Z; without, now.", "TIME"), Optional("--note", "What it rests on.", "TEXT"));
        return new Command("fact", "Record a fact; facts start periods of law.") { incident, fact, since, note }.Entering((client, parsed, stop) => client.Change(Path(parsed, incident), "facts", new JsonObject
        {
            ["fact"] = parsed.GetValue(fact), ["since"] = parsed.GetValue(since), ["note"] = parsed.GetValue(note),
        }, stop), Table);
    }

    private static Command Withdraw()
    {
        var (incident, fact, reason) = (Incident(), Needed("--fact", "Key of the fact.", "KEY"), Needed("--reason", "Why it is none.", "TEXT"));
        return new Command("withdraw", "It was no fact; not by whoever recorded it. Needs a key.") { incident, fact, reason }.Entering((client, parsed, stop) =>
            client.Change(Path(parsed, incident), $"facts/{Segment(parsed.GetValue(fact)!)}/withdraw", new JsonObject { ["reason"] = parsed.GetValue(reason) }, stop), Table);
    }

    private static Command Tell()
    {
        var (incident, to, text, clock) = (Incident(), Needed("--to", "Who was told.", "TEXT"), Needed("--text", "What was told.", "TEXT"), Optional("--clock", "Id of the clock it meets, for example GDPR-72.", "ID"));
        var (at, channel) = (Optional("--at", "When, as 2026-12-31T14:30:00Z; without, now.", "TIME"), new Option<string>("--channel") { Description = "How.", HelpName = "portal|mail|telephone|letter|meeting|other", DefaultValueFactory = _ => "other" });
        channel.AcceptOnlyFromAmong("portal", "mail", "telephone", "letter", "meeting", "other");
        return new Command("tell", "Enter who was told what; with --clock it is met.") { incident, to, text, channel, at, clock }.Entering((client, parsed, stop) => client.Change(Path(parsed, incident), "messages", new JsonObject
        {
            ["to"] = parsed.GetValue(to), ["text"] = parsed.GetValue(text), ["channel"] = parsed.GetValue(channel), ["at"] = parsed.GetValue(at), ["clock"] = parsed.GetValue(clock),
        }, stop), Table);
    }

    private static Command Connect()
    {
        var (incident, other, note) = (Incident(), Needed("--with", "Reference of the other record.", "REF"), Optional("--note", "Why they belong together.", "TEXT"));
        return new Command("connect", "Connect it with a risk, a control, a nonconformity or another record.") { incident, other, note }.Entering((client, parsed, stop) =>
            client.Change(Path(parsed, incident), "links", new JsonObject { ["reference"] = parsed.GetValue(other), ["note"] = parsed.GetValue(note) }, stop), Table);
    }

    /// <summary>What is wrong with an entry is told by the options it was typed into.</summary>
    private static Command Entering(this Command command, Func<RecordClient, ParseResult, CancellationToken, Task<RecordAnswer>> act, RecordTable table) => command.Acting(async (client, parsed, stop) =>
    {
        try
        {
            return await act(client, parsed, stop);
        }
        catch (FindingsException imperfect)
        {
            throw new FindingsException([.. imperfect.Findings.Select(finding => finding with { Place = OptionOf(finding.Place, command) })]);
        }
    }, table);

    private static string OptionOf(string place, Command command)
    {
        var option = place switch
        {
            "summary" => "--text",
            "whys" => "--why",
            "awareSince" => "--aware",
            "reference" => "--which",
            _ => $"--{place}",
        };
        return command.Options.Any(known => known.Name == option) ? option : place;
    }

    private static Argument<string> Incident() => Reference("Reference of the incident, for example INC-0001.");

    private static string Path(ParseResult parsed, Argument<string> incident) => $"/incidents/{Segment(parsed.GetValue(incident)!)}";
}
