using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Inventory;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class SystemCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("name", "name"), RecordColumn.Of("state", "state"), RecordColumn.Of("class", "riskClass"),
        new("owner", row => RecordPrinter.Text(row["businessOwner"]?["name"])), new("models", row => RecordPrinter.Text(row["models"]), IsNumber: true));

    public static Command Create() => Group("system", "AI systems of the inventory.", Add(), new Command("list", "AI systems.").Listing("/systems", Table), Show(), Move());

    private static Command Add()
    {
        var name = Needed("--name", "What the system is called.", "NAME");
        var purpose = Needed("--purpose", "What the system is for.", "TEXT");
        var role = new Option<string[]>("--role")
        {
            Description = "provider, deployer, or both by giving it twice; deployer unless told.",
            HelpName = "provider|deployer",
            DefaultValueFactory = _ => ["deployer"],
        };
        role.AcceptOnlyFromAmong("provider", "deployer");
        var state = Optional("--state", $"Where it stands already; proposed unless told: {string.Join(", ", Enum.GetValues<LifeCycle>().Select(Words.Key))}.", "STATE");
        var (reference, unit) = (Optional("--reference", "The organisation's own reference, for example SYS-01; the next free one unless told.", "REF"), Optional("--unit", "Reference of the organisation unit.", "UNIT"));
        var (owner, technical) = (Optional("--owner", "E-mail address or reference of the business owner; who acts unless told.", "EMAIL"), Optional("--technical-owner", "E-mail address or reference.", "EMAIL"));
        var (use, technique) = (Optional("--intended-use", "How it is meant to be used, and by whom.", "TEXT"), Optional("--technique", "For example gradient boosting.", "TEXT"));
        var affected = new Option<string[]>("--affects") { Description = "A group of people its results affect; may be given several times.", HelpName = "GROUP" };
        var riskClass = Optional("--risk-class", $"{string.Join(", ", Enum.GetValues<RiskClass>().Select(Words.Key))}.", "CLASS");
        var vendor = new Option<bool>("--vendor") { Description = "Bought from a vendor; in-house unless told." };
        var add = new Command("add", "Register an AI system.") { name, purpose, role, state, reference, unit, owner, technical, use, technique, affected, riskClass, vendor };
        return add.Acting((client, parsed, stop) =>
        {
            var body = new JsonObject
            {
                ["name"] = parsed.GetValue(name),
                ["purpose"] = parsed.GetValue(purpose),
                ["isProvider"] = parsed.GetValue(role)!.Contains("provider"),
                ["isDeployer"] = parsed.GetValue(role)!.Contains("deployer"),
                ["origin"] = parsed.GetValue(vendor) ? "vendor" : "inHouse",
                ["affectedGroups"] = new JsonArray([.. (parsed.GetValue(affected) ?? []).Select(group => JsonValue.Create(group))]),
            };
            foreach (var (member, option) in new[]
                { ("state", state), ("reference", reference), ("unit", unit), ("businessOwner", owner), ("technicalOwner", technical), ("intendedUse", use), ("technique", technique), ("riskClass", riskClass) })
                if (parsed.GetValue(option) is { } told) body[member] = told;
            return client.Create("/systems", body, stop);
        }, Table);
    }

    private static Command Show()
    {
        var system = Reference("Reference of the system, for example SYS-0001.");
        return new Command("show", "One AI system with its models.") { system }.Acting((client, parsed, stop) => client.Get($"/systems/{Segment(parsed.GetValue(system)!)}", stop), Table);
    }

    private static Command Move()
    {
        var system = Reference("Reference of the system, for example SYS-0001.");
        var to = Needed("--to", $"The next state: {string.Join(", ", Enum.GetValues<LifeCycle>().Select(Words.Key))}.", "STATE");
        var reason = Optional("--reason", "Why; needed to retire or reject a system. Kept in the journal.", "TEXT");
        return new Command("move", "Move an AI system through its life cycle.") { system, to, reason }.Acting((client, parsed, stop) =>
            client.Change($"/systems/{Segment(parsed.GetValue(system)!)}", "move", new JsonObject { ["to"] = parsed.GetValue(to), ["reason"] = parsed.GetValue(reason) ?? "" }, stop), Table);
    }
}
