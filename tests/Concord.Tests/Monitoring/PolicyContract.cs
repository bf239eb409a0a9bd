using Concord.Foundation;
using Concord.Journal;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Monitoring;

/// <summary>Policies in the record: who writes, who approves, what is in force.</summary>
public abstract class PolicyContract(Backend backend)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_begins_with_the_shipped_policy_in_force_and_has_it_once()
    {
        await using var world = await World.Create(backend);
        await world.Services.PrepareDatabase(Stop);
        var only = (await List(world)).ShouldHaveSingleItem();
        (only.Label, only.Standing, only.Authors.Count).ShouldBe(("2026-11", PolicyStanding.InForce, 0));
        var policy = await world.As(Role.Viewer).See((PoliciesInForce policies) => policies.Organisation(Stop));
        (policy.Sha256, policy.Revisions.Single()).ShouldBe((MonitoringPolicy.Read().Sha256, only.Ref), "windows judged by the file before were judged by this");
    }

    [Fact]
    public async Task Who_wrote_a_part_cannot_approve_and_a_typed_name_approves_nothing()
    {
        await using var world = await World.Create(backend);
        var draft = await Draft(world, Text("2027-01"));
        var edited = await world.As(Role.AimsManager).Do((PolicyRegister register, Actor actor) => register.Edit(draft.Ref, draft.Version, Text("2027-01", "0.2"), "still", null, actor, Stop));
        var proposed = await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Propose(draft.Ref, edited.Version, actor, Stop));
        (await Refused(world, Role.SystemOwner, (register, actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop))).ShouldBe("POLICY-OWN");
        (await Refused(world, Role.AimsManager, (register, actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop))).ShouldBe("POLICY-OWN");
        (await Refused(world, Role.AimsManager, (register, actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop), Via.LocalConsole)).ShouldBe(Refusal.LocalNoDuty);
        (await Refused(world, Role.Auditor, (register, actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop))).ShouldBe(Refusal.AccessDenied);
        (await Refused(world, Role.AimsManager, (register, actor) => register.Edit(draft.Ref, proposed.Version, Text("2027-01"), "late", null, actor, Stop))).ShouldBe("POLICY-NOT-DRAFT");
    }

    [Fact]
    public async Task An_approved_revision_follows_the_one_in_force_and_both_stay()
    {
        await using var world = await World.Create(backend);
        world.Clock.Advance(TimeSpan.FromDays(1));
        var draft = await Draft(world, Text("2027-01", "0.2"));
        (await Refused(world, Role.SystemOwner, (register, actor) => register.Draft("", Text("2027-02"), "another", null, actor, Stop))).ShouldBe("POLICY-DRAFT");
        await Approve(world, draft);
        (await List(world)).Select(line => (line.Label, line.Standing)).ShouldBe([("2027-01", PolicyStanding.InForce), ("2026-11", PolicyStanding.Superseded)]);
        (await world.As(Role.Viewer).See((PolicyViews views) => views.Difference("POL-0001", draft.Ref, Stop))).Select(difference => (difference.Path, difference.Before, difference.After)).ShouldBe([("limits.psi.warn", "0.1", "0.2")]);
        (await Refused(world, Role.AimsManager, (register, actor) => register.Withdraw(draft.Ref, 3, actor, Stop))).ShouldBe(Refusal.Stale);
        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Subject == draft.Ref).OrderBy(entry => entry.Sequence).Select(entry => entry.Act).ToListAsync(Stop))).ShouldBe(["policy.drafted", "policy.proposed", "policy.approved"]);
    }

    [Fact]
    public async Task A_revision_approved_for_later_waits_for_its_day_and_may_be_withdrawn_until_then()
    {
        await using var world = await World.Create(backend);
        var draft = await Draft(world, Text("2027-01", "0.2"), world.Today.AddDays(10));
        await Approve(world, draft);
        (await List(world))[0].Standing.ShouldBe(PolicyStanding.ApprovedForLater);
        (await world.As(Role.Viewer).See((PoliciesInForce policies) => policies.Organisation(Stop))).Version.ShouldBe("2026-11");
        world.Clock.Advance(TimeSpan.FromDays(11));
        (await world.As(Role.Viewer).See((PoliciesInForce policies) => policies.Organisation(Stop))).Version.ShouldBe("2027-01");
        (await Refused(world, Role.AimsManager, async (register, actor) => await register.Withdraw(draft.Ref, await Version(world, draft.Ref), actor, Stop))).ShouldBe("POLICY-IN-FORCE");
    }

    [Fact]
    public async Task A_policy_that_says_nothing_new_or_begins_in_the_past_or_takes_a_known_version_is_refused()
    {
        await using var world = await World.Create(backend);
        var past = await Should.ThrowAsync<FindingsException>(() => Draft(world, Text("2027-01"), world.Today.AddDays(-1)));
        past.Findings.Single().Place.ShouldBe("Valid from");
        (await Refused(world, Role.SystemOwner, (register, actor) => register.Draft("", Text("2026-11", "0.2"), "same name", null, actor, Stop))).ShouldBe("POLICY-VERSION");
        var faults = await Should.ThrowAsync<FindingsException>(() => Draft(world, Text("2027-01", "0.3").Replace("fdr: 0.05", "fdr: 5", StringComparison.Ordinal)));
        faults.Findings.Select(finding => finding.Code).ShouldBe(["wrong-order", "wrong-value"], ignoreOrder: true);
        var silent = await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Draft("", Text("2027-01", "0.2"), " ", null, actor, Stop));
        (await Refused(world, Role.SystemOwner, (register, actor) => register.Propose(silent.Ref, silent.Version, actor, Stop))).ShouldBe("POLICY-REASON");
    }

    private static string Text(string label, string warn = "0.10") => File.ReadAllText(MonitoringPolicy.DefaultFile)
        .Replace("version: 2026-11", $"version: {label}", StringComparison.Ordinal).Replace("psi: {warn: 0.10,", $"psi: {{warn: {warn},", StringComparison.Ordinal);

    private static Task<PolicyRevision> Draft(World world, string text, DateOnly? from = null) =>
        world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Draft("", text, "for the test", from, actor, Stop));

    private static async Task Approve(World world, PolicyRevision draft)
    {
        var proposed = await world.As(Role.SystemOwner).Do((PolicyRegister register, Actor actor) => register.Propose(draft.Ref, draft.Version, actor, Stop));
        await world.As(Role.AimsManager).Do((PolicyRegister register, Actor actor) => register.Approve(draft.Ref, proposed.Version, actor, Stop));
    }

    private static async Task<IReadOnlyList<PolicyLine>> List(World world) => (await world.As(Role.Viewer).See((PolicyViews views) => views.List(new(), Stop))).Items;

    private static Task<int> Version(World world, string reference) => world.AsSystem(db => db.Set<PolicyRevision>().Where(known => known.Ref == reference).Select(known => known.Version).SingleAsync(Stop));

    private static async Task<string> Refused(World world, Role role, Func<PolicyRegister, Actor, Task> act, Via via = Via.Page) => (await Should.ThrowAsync<RuleViolation>(() => world.As(role, via).Do(act))).Code;
}

public sealed class PoliciesOnSqlite() : PolicyContract(Backend.Sqlite);

public sealed class PoliciesOnPostgres() : PolicyContract(Backend.Postgres);
