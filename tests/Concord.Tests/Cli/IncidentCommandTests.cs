using Concord.Foundation;
using Concord.Organisation;

namespace Concord.Tests.Cli;

/// <summary>An incident and a classification by commands alone, against one server.</summary>
public sealed class IncidentCommandTests
{
    [Fact]
    public async Task An_incident_is_reported_worked_on_told_and_closed_and_a_system_is_classified_by_commands_alone()
    {
        await using var world = await World.Create();
        world.Clock.SetUtcNow(TimeProvider.System.GetUtcNow());
        await world.System("SYS-01");
        var keys = new Dictionary<Role, string>();
        foreach (var role in (Role[])[Role.AimsManager, Role.RiskOwner, Role.Auditor]) keys[role] = (await world.As(role).Do((ApiKeys made, Actor actor) => made.Create(actor, "command", 30, default))).Text;
        world.LetGoOfFile();
        await using var server = await ServeProcess.On(world.Folder);
        Task<CommandResult> As(Role role, params string[] arguments) => CommandLine.RunWith(new() { ["CONCORD_SERVER"] = server.Address, ["CONCORD_KEY"] = keys[role] }, arguments);
        Task<CommandResult> Manager(params string[] arguments) => As(Role.AimsManager, arguments);

        var wrong = (await Manager("incident", "report", "--title", " ", "--text", "", "--kind", "mishap", "--date", "2999-01-01", "--system", "SYS-99", "--place", "Atlantis", "--aware", "2999-01-01T10:00:00Z")).ShouldEnd(2).Errors;
        foreach (var option in (string[])["--title: ", "--text: ", "--kind: ", "--date: ", "--system: ", "--place: ", "--aware: "]) wrong.ShouldContain(option);
        (await Manager("incident", "report", "--title", "Two customers saw each other's data", "--text", "A cache was shared.", "--date", "2026-03-01", "--system", "SYS-01", "--affected", "2", "--place", "DE", "--aware", "2026-03-01T08:00:00Z")).ShouldEnd(0).Output.ShouldContain("INC-0001");
        (await Manager("incident", "fact", "INC-0001", "--fact", "breach", "--since", "2026-03-01T08:00:00Z", "--note", "Names were shown")).ShouldEnd(0).Output.ShouldContain("GDPR-72");
        (await Manager("incident", "triage", "INC-0001", "--severity", "high", "--text", "People were affected")).ShouldEnd(0).Output.ShouldContain("triaged");
        (await Manager("incident", "analyse", "INC-0001", "--why", "The cache was keyed by branch", "--cause", "change", "--text", "No test for two customers")).ShouldEnd(0);
        (await Manager("incident", "tell", "INC-0001", "--to", "Authority", "--text", "Notified", "--channel", "portal", "--clock", "GDPR-72")).ShouldEnd(0);
        (await Manager("incident", "close", "INC-0001", "--text", "Seen")).ShouldBeRefused("INCIDENT-CLOSER-WORKED");
        (await As(Role.Auditor, "incident", "close", "INC-0001", "--text", "Seen")).ShouldEnd(0).Output.ShouldContain("closed");

        (await Manager("classification", "draft", "SYS-01")).ShouldEnd(0).Output.ShouldContain("CLS-0001");
        string[] facts = ["is_ai_system=yes", "in_scope_territory=yes", "scope_exclusion=none", "prohibited_practices=", "annex_i_product=no", "annex_iii_points=", "interacts_with_persons=yes", "generates_synthetic_content=no",
            "emotion_or_biometric_categorisation=no", "deep_fake=no", "public_interest_text=no", "is_gpai_model=unknown"];
        var open = (await Manager(["classification", "answer", "CLS-0001", .. facts.SelectMany(fact => new[] { "--fact", fact })])).ShouldEnd(0).Output;
        open.ShouldContain("limited risk");
        open.ShouldContain("is_gpai_model");
        open.Split('\n').ShouldAllBe(line => line.TrimEnd().Length <= 80);
        (await Manager("classification", "answer", "CLS-0001", "--fact", "is_gpai_model=no")).ShouldEnd(0);
        (await Manager("classification", "propose", "CLS-0001")).ShouldEnd(0);
        (await CommandLine.Run("classification", "approve", "CLS-0001", "--data", world.Folder, "--as", World.EmailOf(Role.RiskOwner))).ShouldBeRefused("LOCAL-NO-DUTY");
        (await As(Role.RiskOwner, "classification", "approve", "CLS-0001")).ShouldEnd(0).Output.ShouldContain("approved");
        (await Manager("classification", "list", "--filter", "system:SYS-01")).ShouldEnd(0).Output.ShouldContain("limited");
        (await server.Stop()).ShouldBe((0, ""));
    }
}
