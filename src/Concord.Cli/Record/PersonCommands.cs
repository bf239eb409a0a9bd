using System.CommandLine;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.Extensions.DependencyInjection;
using static Concord.Cli.Record.RecordCommand;

namespace Concord.Cli.Record;

internal static class PersonCommands
{
    private static readonly RecordTable Table = new(
        RecordColumn.Of("ref", "ref"), RecordColumn.Of("name", "name"), RecordColumn.Of("e-mail", "email"), RecordColumn.Of("unit", "unitName"), RecordColumn.Of("roles today", "rolesToday"));

    public static Command Create() => Group("person", "People and their roles.", Add(), List(), Show());

    private static Command Add()
    {
        var email = new Argument<string>("EMAIL") { Description = "E-mail address; nothing is sent to it." };
        var name = Needed("--name", "The person's name.", "NAME");
        var roles = new Option<string[]>("--role")
        {
            Description = $"Role from today on; may be given several times: {string.Join(", ", Enum.GetValues<Role>().Select(Words.Key))}.",
            HelpName = "ROLE",
            Required = true,
        };
        var unit = Optional("--unit", "Reference of the unit where the person works and the role holds; the whole organisation unless told.", "UNIT");
        var position = Optional("--position", "The post the person holds.", "TEXT");
        var add = new Command("add", "Invite a person and print a link that signs the person in once. In an empty data folder the first person is its administrator.") { email, name, roles, unit, position };
        add.SetAction(async (parsed, stop) =>
        {
            await using var connection = await RecordConnection.Open(parsed, stop, mayBeEmpty: true);
            var told = new Invitation(parsed.GetValue(name)!, parsed.GetValue(email)!, parsed.GetValue(position) ?? "");
            var answer = await First(connection, told, parsed.GetValue(roles)!, stop) ?? (await connection.Client.Create("/people", new JsonObject
            {
                ["email"] = told.Email,
                ["name"] = told.Name,
                ["position"] = told.Position,
                ["unit"] = parsed.GetValue(unit),
                ["roles"] = new JsonArray([.. parsed.GetValue(roles)!.Select(role => new JsonObject { ["role"] = role, ["unit"] = parsed.GetValue(unit) })]),
            }, stop)).Body;
            await Lead(answer, connection, stop);
            RecordPrinter.Print(answer, parsed.GetValue(RecordOptions.Format), Table);
            return ExitCode.Fine;
        });
        return add;
    }

    /// <summary>The link leads to the server that was told, or that serves the folder; the process of this command is none.</summary>
    private static async Task Lead(JsonNode? answer, RecordConnection connection, CancellationToken stop)
    {
        if (answer?["signInLink"]?.GetValue<string>() is not { } link) return;
        var address = connection.Local is { } local ? (await ServedAddress.Find(local.Location, stop))?.Address : connection.Where.TrimEnd('/');
        if (address is null) await Console.Error.WriteLineAsync($"Nothing serves this folder now. The link leads to {ServeCommand.DefaultUrl}: start concord serve, and put its address there if you choose another.");
        answer["signInLink"] = (address ?? ServeCommand.DefaultUrl) + new Uri(link).PathAndQuery;
    }

    /// <summary>Where nobody is registered nobody can invite: the installation itself makes the first person.</summary>
    private static async Task<JsonNode?> First(RecordConnection connection, Invitation invitation, string[] words, CancellationToken stop)
    {
        if (connection.Local is not { } local || !await local.IsEmpty(stop)) return null;
        var roles = words.Select(word => Enum.GetValues<Role>().Where(role => Words.Key(role).Equals(word.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)).Select(role => (Role?)role).FirstOrDefault()
            ?? throw Usage($"There is no role '{word}'. Known: {string.Join(", ", Enum.GetValues<Role>().Select(Words.Key))}.")).ToList();
        await using var scope = local.Services.CreateAsyncScope();
        var founded = await scope.ServiceProvider.GetRequiredService<PeopleRegister>().Found(invitation, roles, stop);
        return founded is null ? null : new JsonObject
        {
            ["ref"] = founded.Ref,
            ["name"] = invitation.Name,
            ["email"] = invitation.Email,
            ["signInLink"] = SignInLink.Address(ServeCommand.DefaultUrl, founded.LinkSecret),
        };
    }

    private static Command List() => new Command("list", "People with the roles they hold today.").Listing("/people", Table);

    private static Command Show()
    {
        var person = Reference("Reference of the person, for example PERSON-0001.");
        return new Command("show", "One person with roles and keys.") { person }.Acting((client, parsed, stop) => client.Get($"/people/{Segment(parsed.GetValue(person)!)}", stop), Table);
    }
}
