using System.CommandLine;
using System.Text.Json.Nodes;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class KeyCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("for", "name"), RecordColumn.Of("expires", "expires"), RecordColumn.Of("revoked", "revokedAt"), RecordColumn.Of("works", "works"));

    /// <summary>On a data folder the owner of the new key is the one who acts: nobody makes a key for another.</summary>
    public static readonly Option<string?> Person = Optional("--person", "E-mail address of the owner, who is also the one who acts. With --server the owner of --key.", "EMAIL");

    public static Command Create() => Group("key", "Keys with which programs act as their owner.", Add(), new Command("list", "One's own keys.").Acting((client, _, stop) => client.Get("/keys", stop), Table), Revoke());

    private static Command Add()
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", HelpName = "TEXT", DefaultValueFactory = _ => "command line" };
        var days = new Option<int>("--days") { Description = "For how many days it works.", HelpName = "N", DefaultValueFactory = _ => 90 };
        var create = new Command("create", "Make a key. Its text is printed now and never again.") { Person, name, days };
        return create.Acting((client, parsed, stop) =>
            client.Create("/keys", new JsonObject { ["name"] = parsed.GetValue(name), ["days"] = parsed.GetValue(days) }, stop), Table);
    }

    private static Command Revoke()
    {
        var key = Reference("Reference of the key, for example KEY-0001.");
        return new Command("revoke", "Revoke a key: from now on it opens nothing.") { key }.Acting((client, parsed, stop) => client.Post($"/keys/{Segment(parsed.GetValue(key)!)}/revoke", null, stop), Table);
    }
}
