using Concord.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Cli;

/// <summary>Documents, actions and judgements by commands alone, against one server.</summary>
public sealed class DocumentCommandTests
{
    private const string First = "# AI policy\n\nWe use AI with care.\n";
    private const string Second = "# AI policy\n\nWe use AI with great care.\n";

    [Fact]
    public async Task What_is_written_agreed_and_judged_goes_by_commands_alone()
    {
        await using var world = await World.Create();
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        var refs = await world.AsSystem(db => db.Set<Person>().ToDictionaryAsync(person => person.Email, person => person.Ref));
        var (writer, manager, auditor) = (await Key(world, Role.SystemOwner), await Key(world, Role.AimsManager), await Key(world, Role.Auditor));
        var administrator = await Key(world, Role.Administrator);
        world.LetGoOfFile();
        await using var server = await ServeProcess.On(world.Folder);
        Task<CommandResult> At(string key, params string[] arguments) => CommandLine.RunWith(new() { ["CONCORD_SERVER"] = server.Address, ["CONCORD_KEY"] = key }, arguments);

        await Documents(world, At, writer, manager, auditor, refs);
        await Actions(At, writer, manager, refs);
        await Judgements(At, manager, auditor);

        (await At(administrator, "person", "add", "new@example.test", "--name", "New", "--role", "viewer", "--format", "json")).ShouldEnd(0).Json["signInLink"]!.GetValue<string>().ShouldStartWith($"{server.Address}/link?secret=");
        Dictionary<string, string> local = new() { ["CONCORD_PERSON"] = World.EmailOf(Role.Administrator), ["CONCORD_DATA"] = world.Folder };
        (await CommandLine.RunWith(local, "person", "add", "local@example.test", "--name", "Local", "--role", "viewer", "--format", "json")).ShouldEnd(0).Json["signInLink"]!.GetValue<string>()
            .ShouldStartWith($"{server.Address}/link?secret=", customMessage: "the server that serves the folder");
        await server.Kill();
        var alone = (await CommandLine.RunWith(local, "person", "add", "later@example.test", "--name", "Later", "--role", "viewer", "--format", "json")).ShouldEnd(0);
        alone.Json["signInLink"]!.GetValue<string>().ShouldStartWith("http://127.0.0.1:5217/link?secret=");
        alone.Errors.ShouldContain("Nothing serves this folder now");
    }

    private static async Task Documents(World world, Func<string, string[], Task<CommandResult>> at, string writer, string manager, string auditor, Dictionary<string, string> refs)
    {
        var approver = refs[World.EmailOf(Role.AimsManager)];
        (await at(writer, ["document", "new", "--title", "AI policy", "--kind", "policy", "--review-every", "12"])).ShouldEnd(0).Output.ShouldContain("DOC-0001");
        (await at(writer, ["document", "draft", "DOC-0001", "--text", await Text(world, First), "--note", "First", "--requirement", "ISO42001:5.2"])).ShouldEnd(0).Output.ShouldContain("First");
        (await at(writer, ["document", "submit", "DOC-0001", "--approver", approver])).ShouldEnd(0).Output.ShouldContain("inReview");
        (await at(writer, ["document", "approve", "DOC-0001"])).ShouldBeRefused("DOCUMENT-OWN");
        (await at(manager, ["document", "approve", "DOC-0001", "--reason", "Fits"])).ShouldEnd(0).Output.ShouldContain("approved");
        (await at(writer, ["document", "publish", "DOC-0001", "--ask-role", "auditor"])).ShouldEnd(0).Output.ShouldContain("published");
        (await at(auditor, ["document", "acknowledge", "DOC-0001"])).ShouldEnd(0);

        var draft = (await at(writer, ["document", "draft", "DOC-0001", "--text", await Text(world, Second), "--format", "json"])).ShouldEnd(0).Json["revision"]!;
        (draft["number"]!.GetValue<int>(), draft["requirements"]!.AsArray().Single()!.GetValue<string>()).ShouldBe((2, "ISO42001:5.2"));
        (await at(auditor, ["document", "compare", "DOC-0001"])).ShouldEnd(0).Output.ShouldContain("{+great");
        (await at(auditor, ["document", "export", "DOC-0001"])).ShouldEnd(0).Output.ShouldBe(First);
        var file = await Text(world, "%PDF-1.7 a plan");
        (await at(writer, ["document", "draft", "DOC-0001", "--file", file])).ShouldEnd(0).Output.ShouldContain("file");
        var target = Path.Combine(world.Folder, "written.pdf");
        (await at(auditor, ["document", "export", "DOC-0001", "--revision", "2", "--out", target])).ShouldEnd(0);
        (await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)).ShouldBe("%PDF-1.7 a plan");
        (await at(writer, ["document", "withdraw", "DOC-0001", "--revision", "2", "--reason", "Not needed"])).ShouldEnd(0).Output.ShouldContain("withdrawn");
        (await at(writer, ["document", "submit", "DOC-0001", "--approver", approver])).ShouldBeRefused("DOCUMENT-NO-DRAFT");
        (await at(auditor, ["document", "show", "DOC-0001"])).ShouldEnd(0).Output.Split('\n').ShouldAllBe(line => line.Length <= 80);
    }

    private static async Task Actions(Func<string, string[], Task<CommandResult>> at, string writer, string manager, Dictionary<string, string> refs)
    {
        var owner = refs[World.EmailOf(Role.SystemOwner)];
        (await at(manager, ["action", "new", "--title", "Write the plan", "--requirement", "ISO42001:6.2", "--effort", "2.5"])).ShouldEnd(0).Output.ShouldContain("proposed");
        (await at(manager, ["action", "agree", "ACT-0001", "--owner", owner, "--due", "31.1.2099"])).ShouldBeRefused("Write it as 2027-01-01");
        (await at(manager, ["action", "agree", "ACT-0001", "--owner", owner, "--due", "2099-01-31"])).ShouldEnd(0).Output.ShouldContain("open");
        (await at(writer, ["action", "done", "ACT-0001", "--text", "Written"])).ShouldEnd(0).Output.ShouldContain("done");
        (await at(manager, ["action", "reopen", "ACT-0001", "--text", "A page is missing"])).ShouldEnd(0);
        (await at(manager, ["action", "drop", "ACT-0001", "--text", "Another plan has it"])).ShouldEnd(0);
        (await at(manager, ["action", "list", "--filter", "state:dropped", "--format", "json"])).ShouldEnd(0).Json["total"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task Judgements(Func<string, string[], Task<CommandResult>> at, string manager, string auditor)
    {
        string[] judge = ["reuse", "judge", "ISO42001:9.2.1", "--standard", "iso27001", "--strength", "full", "--reason", "One audit programme"];
        (await at(auditor, [.. judge, "--override"])).ShouldBeRefused("ACCESS-DENIED");
        (await at(auditor, judge)).ShouldEnd(0).Output.ShouldContain("REUSE-0001");
        (await at(auditor, ["reuse", "revise", "REUSE-0001", "--strength", "partial", "--reason", "Not the models"])).ShouldEnd(0).Output.ShouldContain("partial");
        (await at(manager, ["reuse", "judgements", "--format", "json"])).ShouldEnd(0).Json["items"]![0]!["reason"]!.GetValue<string>().ShouldBe("Not the models");
        (await at(manager, ["reuse", "raters"])).ShouldEnd(0).Output.ShouldContain("Auditor");
    }

    private static async Task<string> Key(World world, Role role) =>
        (await world.As(role).Do((ApiKeys keys, Foundation.Actor actor) => keys.Create(actor, "command", 30, TestContext.Current.CancellationToken))).Text;

    private static async Task<string> Text(World world, string text)
    {
        var file = Path.Combine(world.Folder, $"{Guid.CreateVersion7():N}.md");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }
}
