using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

/// <summary><c>concord action</c>: the one list of what is to be done, whatever it came from.</summary>
internal static class ActionCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("what", "title"), RecordColumn.Of("state", "state"), new("owner", row => RecordPrinter.Text(row["owner"]?["name"])), RecordColumn.Of("due", "dueOn"));

    public static Command Create() => Group("action", "What is to be done, by whom and until when, whatever it came from.",
        new Command("list", "Actions. With --filter open:yes those that are not ended, overdue:yes those that are late.").Listing("/actions", Table), Show(), New(), Agree(),
        End("done", "finish", "Say that it is done: its owner, or who may plan actions.", "What was done."), End("drop", "drop", "Say that it will not be done.", "Why not."),
        End("reopen", "reopen", "Open it again.", "Why it is open again."));

    private static Command Show()
    {
        var action = Action();
        return new Command("show", "One action.") { action }.Acting((client, parsed, stop) => client.Get(Path(parsed, action), stop), Table);
    }

    private static Command New()
    {
        var title = Needed("--title", "What is to be done, in a few words.", "TEXT");
        var (what, owner, due, effort, unit) = (Optional("--what", "The task in sentences.", "TEXT"), Optional("--owner", "Who does it: reference or e-mail address; without owner or day it is a proposal.", "PERSON"), Due("The last day, as 2027-01-31."), Effort(),
            Optional("--unit", "Reference of the organisation unit; the topmost one in which you may plan actions unless told.", "UNIT"));
        var requirement = Several("--requirement", "Key of a requirement it serves; may be given several times.", "KEY");
        return new Command("new", "Plan an action: open with owner and day, else a proposal.") { title, what, owner, due, effort, requirement, unit }.Acting((client, parsed, stop) => client.Create("/actions", new JsonObject
        {
            ["title"] = parsed.GetValue(title), ["what"] = parsed.GetValue(what), ["requirements"] = Listed(parsed.GetValue(requirement)), ["owner"] = parsed.GetValue(owner), ["dueOn"] = Day(parsed.GetValue(due)),
            ["effortDays"] = Days(parsed.GetValue(effort)), ["unit"] = parsed.GetValue(unit),
        }, stop), Table);
    }

    private static Command Agree()
    {
        var (action, owner, due, effort) = (Action(), Needed("--owner", "Who does it: reference or e-mail address.", "PERSON"), Needed("--due", "The last day, as 2027-01-31.", "DAY"), Effort());
        return new Command("agree", "Agree who does it until when; a proposal is open from then on.") { action, owner, due, effort }.Acting((client, parsed, stop) =>
            client.Change(Path(parsed, action), "agree", new JsonObject { ["owner"] = parsed.GetValue(owner), ["dueOn"] = Day(parsed.GetValue(due)), ["effortDays"] = Days(parsed.GetValue(effort)) }, stop), Table);
    }

    private static Command End(string name, string act, string description, string saying)
    {
        var (action, text) = (Action(), Needed("--text", saying, "TEXT"));
        return new Command(name, description) { action, text }.Acting((client, parsed, stop) => client.Change(Path(parsed, action), act, new JsonObject { ["text"] = parsed.GetValue(text) }, stop), Table);
    }

    private static Option<string?> Due(string description) => Optional("--due", description, "DAY");

    private static Option<string?> Effort() => Optional("--effort", "Days of one person.", "DAYS");

    private static double? Days(string? text) => text is null ? null
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var days) ? days : throw Usage($"'{text}' is no number of days. Write it as 2.5.");

    private static Argument<string> Action() => Reference("Reference of the action, for example ACT-0001.");

    private static string Path(ParseResult parsed, Argument<string> action) => $"/actions/{Segment(parsed.GetValue(action)!)}";
}
