using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class PolicyCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("version", "label"), new("for", row => $"{row["systemRef"]}" is { Length: > 0 } system ? system : "organisation"), RecordColumn.Of("standing", "standing"),
        RecordColumn.Of("in force from", "inForceFrom"), RecordColumn.Of("reason", "reason"))
    {
        // The file is what policy export prints; its values stand below one by one.
        Untold = ["text", "authorRefs", "isWhole", "isOpen"],
    };

    private static readonly RecordTable Forecasts = new(
        RecordColumn.Of("monitor", "monitorRef"), RecordColumn.Of("system", "systemRef"), new("windows", row => RecordPrinter.Text(row["windows"]), IsNumber: true), new("verdicts changed", row => RecordPrinter.Text(row["verdictsChanged"]), IsNumber: true),
        new("raised", row => RecordPrinter.Text(row["raised"]), IsNumber: true), new("to close", row => RecordPrinter.Text(row["proposedForClosing"]), IsNumber: true), new("severity", row => RecordPrinter.Text(row["changedInSeverity"]), IsNumber: true), new("to measure", row => RecordPrinter.Text(row["mustBeMeasured"]), IsNumber: true));

    public static Command Create() => Group("policy", "Monitoring policies: the limits verdicts rest on; and, with assess, policies of the organisation as texts.",
        new Command("list", "Revisions of the policy. With --filter system:SYS-0001 what one system does differently.").Listing("/policies", Table), Show(), Export(), Propose(),
        Act("approve", "Approve a proposed revision; not by those who wrote it. Needs a key."), Act("withdraw", "Withdraw a revision that is not in force yet."), Preview()).And(PolicyAssessCommand.Create());

    private static Command Show()
    {
        var policy = Policy();
        return new Command("show", "One revision with its values.") { policy }.Acting((client, parsed, stop) => client.Get(Path(parsed, policy), stop), Table);
    }

    private static Command Export()
    {
        var policy = Policy();
        var file = Optional("--out", "File to write; printed unless told.", "FILE");
        return new Command("export", "The policy file of a revision: for concord measure --policy, and to be proposed again.") { policy, file }.Acting(async (client, parsed, stop) =>
        {
            var text = (await client.Get(Path(parsed, policy), stop)).Body!["text"]!.GetValue<string>();
            if (parsed.GetValue(file) is { } name) await File.WriteAllTextAsync(name, text, stop);
            else await Console.Out.WriteAsync(text);
            return ExitCode.Fine;
        });
    }

    private static Command Propose()
    {
        var file = new Argument<string>("FILE") { Description = "The policy file; for one system only what differs from the organisation's." };
        var (reason, system, from) = (Needed("--reason", "Why the policy should change.", "TEXT"), Optional("--system", "Reference of the AI system it is for; the whole organisation unless told.", "SYSTEM"),
            Optional("--from", "The first day it holds, as 2027-01-01; from approval unless told.", "DAY"));
        return new Command("propose", "Propose a policy; another person approves it.") { file, reason, system, from }.Acting(async (client, parsed, stop) =>
        {
            var name = parsed.GetValue(file)!;
            if (!File.Exists(name)) throw new RuleViolation("FILE-MISSING", $"There is no file {name}.");
            var drafted = await client.Create("/policies", new JsonObject
            {
                ["text"] = await File.ReadAllTextAsync(name, stop), ["system"] = parsed.GetValue(system), ["reason"] = parsed.GetValue(reason), ["validFrom"] = Day(parsed.GetValue(from)),
            }, stop);
            return await client.Change($"/policies/{drafted.Body!["ref"]}", "propose", null, stop);
        }, Table);
    }

    private static Command Act(string act, string description)
    {
        var policy = Policy();
        return new Command(act, description) { policy }.Acting((client, parsed, stop) => client.Change(Path(parsed, policy), act, null, stop), Table);
    }

    private static Command Preview()
    {
        var policy = Policy();
        var monitor = Optional("--monitor", "Only this one, with every verdict and signal that would change.", "MONITOR");
        return new Command("preview", "What a revision would change in the stored history.") { policy, monitor }.Acting((client, parsed, stop) =>
            client.Get($"{Path(parsed, policy)}/preview{(parsed.GetValue(monitor) is { } one ? "/" + Segment(one) : "")}", stop), Forecasts);
    }

    private static Argument<string> Policy() => Reference("Reference of the revision, for example POL-0002.");

    private static string Path(ParseResult parsed, Argument<string> policy) => $"/policies/{Segment(parsed.GetValue(policy)!)}";
}
