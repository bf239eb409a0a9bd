using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class ModelCommands
{
    private static readonly RecordTable Table = new(RecordColumn.Of("ref", "ref"), RecordColumn.Of("label", "label"), RecordColumn.Of("live since", "liveSince"), RecordColumn.Of("retired on", "retiredOn"));

    public static Command Create() => Group("model", "Models of AI systems and their versions.", Add(), AddVersion(), Retire(), Show());

    private static Command Add()
    {
        var system = Needed("--system", "Reference of the AI system it works in.", "SYSTEM");
        var name = Needed("--name", "What the model is called.", "NAME");
        var reference = Optional("--reference", "The model's id as its prediction log carries it; the next free MODEL-… unless told.", "REF");
        var (purpose, technique) = (Optional("--purpose", "What the model is for.", "TEXT"), Optional("--technique", "For example gradient boosting.", "TEXT"));
        return new Command("add", "Add a model to an AI system.") { system, name, reference, purpose, technique }.Acting((client, parsed, stop) =>
            client.Create($"/systems/{Segment(parsed.GetValue(system)!)}/models", new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["purpose"] = parsed.GetValue(purpose) ?? "",
                ["technique"] = parsed.GetValue(technique) ?? "",
                ["reference"] = parsed.GetValue(reference),
            }, stop), Table);
    }

    private static Command AddVersion()
    {
        var model = Model();
        var label = Needed("--label", "The version as the prediction log names it, for example 1.0.0.", "LABEL");
        var live = new Option<DateOnly?>("--live-since") { Description = "First day on which it decides; today unless told.", HelpName = "DATE" };
        var notes = Optional("--notes", "What is new in it.", "TEXT");
        return new Command("version", "Register a version of a model.") { model, label, live, notes }.Acting((client, parsed, stop) =>
            client.Create($"/models/{Segment(parsed.GetValue(model)!)}/versions", new JsonObject
            {
                ["label"] = parsed.GetValue(label),
                ["liveSince"] = JsonDate(parsed.GetValue(live)),
                ["notes"] = parsed.GetValue(notes) ?? "",
            }, stop), Table);
    }

    private static Command Retire()
    {
        var model = Model();
        var label = Needed("--label", "The version to retire.", "LABEL");
        var on = new Option<DateOnly?>("--on") { Description = "The last day on which it decides; today unless told.", HelpName = "DATE" };
        return new Command("retire", "Retire a version of a model.") { model, label, on }.Acting((client, parsed, stop) =>
            client.Change($"/models/{Segment(parsed.GetValue(model)!)}/versions/{Segment(parsed.GetValue(label)!)}", "retire", new JsonObject { ["on"] = JsonDate(parsed.GetValue(on)) }, stop), Table);
    }

    private static Command Show()
    {
        var model = Reference("Reference of the model, for example MODEL-0001.");
        return new Command("show", "One model with its versions.") { model }.Acting((client, parsed, stop) => client.Get($"/models/{Segment(parsed.GetValue(model)!)}", stop), Table);
    }

    private static Option<string> Model() => Needed("--model", "Reference of the model, for example MODEL-0001.", "MODEL");

    private static JsonValue? JsonDate(DateOnly? day) => day is { } known ? JsonValue.Create(known.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) : null;
}
