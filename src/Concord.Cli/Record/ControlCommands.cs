using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class ControlCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("title", "title"), RecordColumn.Of("state", "state"), RecordColumn.Of("systems", "systems"),
        RecordColumn.Of("requirements", "requirements"), RecordColumn.Of("metrics", "metrics"));

    public static Command Create() => Group("control", "Applied controls: what is done about the requirements.",
        Add(), new Command("list", "Applied controls. With --filter metric:psi_feature those that list the metric.").Listing("/controls", Table), Show(), PutIntoEffect());

    private static Command Add()
    {
        var title = Needed("--title", "What is done, for example: drift is watched every month.", "TEXT");
        var owner = Optional("--owner", "E-mail address or reference of who answers for it; who acts unless told.", "EMAIL");
        var system = Several("--system", "Reference of an AI system it covers; may be given several times. Without one it covers all of its organisation unit and those below.", "SYSTEM");
        var requirement = Several("--requirement", "Key of a requirement it answers: ISO42001, a colon and the number; may be given several times.", "KEY");
        var partly = Several("--partly", "Key of one of these that it answers only in part; may be given several times.", "KEY");
        var metric = Several("--metric", "Monitoring metric whose limits back it, for example psi_feature; may be given several times.", "METRIC");
        var planned = new Option<bool>("--planned") { Description = "Not in effect yet; applied unless told." };
        var (reference, unit) = (Optional("--reference", "The organisation's own reference, for example AC-01; the next free one unless told.", "REF"), Optional("--unit", "Reference of the organisation unit; that of its systems unless told.", "UNIT"));
        var add = new Command("add", "Apply a control. A signal on a metric it lists opens a nonconformity.") { title, owner, system, requirement, partly, metric, planned, reference, unit };
        return add.Acting((client, parsed, stop) => client.Create("/controls", new JsonObject
        {
            ["title"] = parsed.GetValue(title),
            ["owner"] = parsed.GetValue(owner),
            ["status"] = parsed.GetValue(planned) ? "planned" : "applied",
            ["systems"] = Listed(parsed.GetValue(system)),
            ["requirements"] = Listed(parsed.GetValue(requirement)),
            ["partly"] = Listed(parsed.GetValue(partly)),
            ["metrics"] = Listed(parsed.GetValue(metric)),
            ["reference"] = parsed.GetValue(reference),
            ["unit"] = parsed.GetValue(unit),
        }, stop), Table);
    }

    private static Command Show()
    {
        var control = Control();
        return new Command("show", "One applied control with its evidence.") { control }.Acting((client, parsed, stop) => client.Get(Path(parsed, control), stop), Table);
    }

    private static Command PutIntoEffect()
    {
        var control = Control();
        return new Command("put-into-effect", "Put a planned control into effect.") { control }.Acting((client, parsed, stop) => client.Change(Path(parsed, control), "put-into-effect", new JsonObject(), stop), Table);
    }

    private static Argument<string> Control() => Reference("Reference of the control, for example CTL-0001.");

    private static string Path(ParseResult parsed, Argument<string> control) => $"/controls/{Segment(parsed.GetValue(control)!)}";
}
