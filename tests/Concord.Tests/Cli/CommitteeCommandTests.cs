using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Tests.Loop;

namespace Concord.Tests.Cli;

/// <summary>The enterprise register and its committee by commands alone, against one server.</summary>
public sealed class CommitteeCommandTests
{
    [Fact]
    public async Task A_register_is_taken_in_linked_shown_and_the_committee_decides_and_meets_by_commands_alone()
    {
        await using var world = await FollowedWorld.Make(Backend.Sqlite);
        await FollowedWorld.Define(world, "sex");
        var signal = (await FollowedWorld.Push(world, "sex", 2, 0.5)).ShouldHaveSingleItem();
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        await world.Risk("RISK-A", current: new RiskLevel(4, 4));
        var key = (await world.As(Role.RiskOwner).Do((ApiKeys made, Actor actor) => made.Create(actor, "command", 30, default))).Text;
        var file = await world.Write("Nr;Risiko;Bewertung\nR-1;Ausfall;mittel\n");
        world.LetGoOfFile();
        await using var server = await ServeProcess.On(world.Folder);
        Task<CommandResult> Owner(params string[] arguments) => CommandLine.RunWith(new() { ["CONCORD_SERVER"] = server.Address, ["CONCORD_KEY"] = key }, arguments);

        (await Owner("import", "risks", file)).ShouldEnd(0).Output.ShouldContain("Ausfall");
        var doubled = await Owner("import", "risks", await world.Write("Nr;Risiko;Bewertung\nR-1;;mittel\n"), "--dry-run");
        doubled.Errors.ShouldNotContain("Nothing.", Case.Sensitive, "a fault is no empty list");
        var shown = (await Owner("risk", "show", "RISK-A")).ShouldEnd(0).Output;
        foreach (var fact in (string[])["RISK-A Drift makes the model unfit", "never accepted", "none planned", "RiskOwner Person", "inherent"]) shown.ShouldContain(fact);
        shown.Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= 80);
        var listed = (await Owner("signal", "show", signal)).ShouldEnd(0).Output;
        listed.ShouldContain($"  {signal} ");
        listed.ShouldNotContain("open-nonconformity");
        (await Owner("enterprise", "link", "R-1", "--risk", "RISK-A")).ShouldEnd(0);
        (await Owner("enterprise", "show", "R-1")).ShouldEnd(0).Output.ShouldContain("RISK-A");
        (await Owner("enterprise", "unlink", "R-1", "--risk", "RISK-A")).ShouldEnd(0);
        (await Owner("enterprise", "unlink", "R-1", "--risk", "RISK-A")).ShouldBeRefused("NOT-FOUND");
        (await Owner("enterprise", "resolve", "CON-9", "--as", "oursKept")).ShouldBeRefused("NOT-FOUND");
        (await Owner("committee", "decide", signal, "--question", "seriousIncident", "--text", "Seen")).ShouldBeRefused("COMMITTEE-OUTCOME");
        (await Owner("committee", "decide", signal, "--question", "seriousIncident", "--outcome", "declined", "--text", "Nobody was harmed")).ShouldEnd(0);
        (await Owner("committee", "decide", signal, "--question", "seriousIncident", "--outcome", "declined", "--text", "Again")).ShouldBeRefused("NOT-FOUND");
        (await Owner("committee", "decisions", "--filter", $"source:{signal}", "--format", "json")).ShouldEnd(0).Output.ShouldContain("Nobody was harmed");
        (await Owner("enterprise", "met", "--committee", "Risk committee", "--day", FormattableString.Invariant($"{world.Today:yyyy-MM-dd}"))).ShouldEnd(0);
        (await Owner("enterprise", "meetings")).ShouldEnd(0).Output.ShouldContain("Risk committee");
        (await server.Stop()).ShouldBe((0, ""));
    }
}
