using Concord.Actions;
using Concord.Foundation;
using Concord.Organisation;

namespace Concord.Tests.Actions;

public abstract class ActionContract(Backend backend)
{
    [Fact]
    public async Task A_plan_without_owner_is_a_proposal_that_somebody_accepts_and_its_owner_finishes()
    {
        await using var world = await World.Create(backend);
        await Plan(world, "Write the AI policy");
        (await Line(world)).State.ShouldBe(ActionState.Proposed);

        var viewer = await world.PersonId(Role.Viewer);
        await Agree(world, viewer, world.Today.AddDays(10));
        (await Line(world)).ShouldSatisfyAllConditions(line => line.State.ShouldBe(ActionState.Open), line => line.Owner!.Name.ShouldBe("Viewer Person"), line => line.EffortDays.ShouldBe(2.5));

        // Only the owner may do so without the permission to plan.
        await Finish(world, "administrator@example.test").ShouldBeRefused(Refusal.AccessDenied);
        await Finish(world, "viewer@example.test");
        (await Line(world)).ShouldSatisfyAllConditions(line => line.State.ShouldBe(ActionState.Done), line => line.Outcome.ShouldBe("Written."), line => line.EndedBy!.Name.ShouldBe("Viewer Person"));
        await world.As(Role.Viewer).Do((ActionRegister register, Actor actor) => register.Drop("ACT-0001", 2, "No.", actor, default)).ShouldBeRefused(Refusal.AccessDenied);

        await world.As(Role.Auditor).Do((ActionRegister register, Actor actor) => register.Reopen("ACT-0001", 2, "The text has a gap.", actor, default));
        (await Line(world)).ShouldSatisfyAllConditions(line => line.State.ShouldBe(ActionState.Open), line => line.Outcome.ShouldBe(""));
    }

    [Fact]
    public async Task The_same_cause_of_a_record_plans_once_also_within_one_act()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("ORG");
        await world.AsSystem(async db =>
        {
            var register = new ActionRegister(db, ActionTests.Library);
            await using var work = await db.Begin(Actor.System, default);
            var first = await register.Plan(work, FromDocument(unit), default);
            (await register.Plan(work, FromDocument(unit), default)).ShouldBeSameAs(first);
            await work.Commit(default);
        });
        (await world.As(Role.AimsManager).Do((ActionRegister register, Actor actor) => register.Plan(FromDocument(unit) with { Cause = "other" }, actor, default))).Ref.ShouldBe("ACT-0002");
        (await Refs(world, "source:DOC-01")).ShouldBe(["ACT-0001", "ACT-0002"]);
    }

    [Fact]
    public async Task What_is_to_be_done_comes_first_by_its_day_and_what_ended_last_and_a_filter_that_means_nothing_is_refused()
    {
        await using var world = await World.Create(backend);
        var owner = await world.PersonId(Role.SystemOwner);
        foreach (var title in new[] { "Done", "Later", "Proposed", "Sooner" }) await Plan(world, title);
        await Agree(world, owner, world.Today, "ACT-0001");
        await Agree(world, owner, world.Today.AddDays(20), "ACT-0002");
        await Agree(world, owner, world.Today.AddDays(10), "ACT-0004");
        await world.As(Role.AimsManager).Do((ActionRegister register, Actor actor) => register.Finish("ACT-0001", 1, "Written.", actor, default));
        (await world.As(Role.Viewer).See((ActionViews views) => views.List(new(), default))).Items.Select(line => line.Ref).ShouldBe(["ACT-0004", "ACT-0002", "ACT-0003", "ACT-0001"]);

        foreach (var filter in new[] { "due:2026-01-01", "requirement:ISO42001:99.9", "requirement:", "source:", "state:asleep", "overdue:perhaps", "state:open state:done", "http://x" })
            await Refs(world, filter).ShouldBeRefused("LIST-FILTER");
        await world.As(Role.Viewer).See((ActionViews views) => views.List(new(Sort: "colour"), default)).ShouldBeRefused("LIST-SORT");
    }

    [Fact]
    public async Task Overdue_open_and_owned_ones_are_found_and_what_is_over_is_refused()
    {
        await using var world = await World.Create(backend);
        await Plan(world, "First");
        await Plan(world, "Second", "ISO42001:5.2");
        await Agree(world, await world.PersonId(Role.SystemOwner), world.Today.AddDays(-1)).ShouldBeRefused("ACTION-DUE");
        await Agree(world, await world.PersonId(Role.SystemOwner), world.Today);
        (await Refs(world, "overdue:yes")).ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(1));
        (await Refs(world, "overdue:yes")).ShouldBe(["ACT-0001"]);
        (await Refs(world, "overdue:no,state:proposed")).ShouldBe(["ACT-0002"]);
        (await Refs(world, "requirement:ISO42001:5.2")).ShouldBe(["ACT-0002"]);
        (await Refs(world, $"owner:{(await world.As(Role.SystemOwner).Actor()).Ref} open:yes")).ShouldBe(["ACT-0001"]);
        // An overdue one may keep its day while it changes hands.
        await Agree(world, await world.PersonId(Role.AimsManager), world.Today.AddDays(-1));
        await world.As(Role.Viewer).Do((ActionRegister register, Actor actor) => register.Plan(new(default, "x", "", "", "", [], null, null, null), actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        var (unit, owner) = (await world.Unit("ORG"), await world.PersonId(Role.SystemOwner));
        await world.As(Role.AimsManager).Do((ActionRegister register, Actor actor) => register.Plan(new(unit, "Late", "", "", "", [], owner, world.Today.AddDays(-1), null), actor, default)).ShouldBeRefused("ACTION-DUE");
        await Plan(world, "Third", "ISO42001:99.9").ShouldBeRefused("REQUIREMENT-UNKNOWN");
        await world.As(Role.AimsManager).Do((ActionRegister register, Actor actor) => register.Drop("ACT-0002", 7, "No.", actor, default)).ShouldBeRefused(Refusal.Stale);
    }

    private static ActionPlan FromDocument(OrganisationUnitId unit) => new(unit, "Review DOC-01", "", "DOC-01", "review 2026-03-01", [], null, null, null);

    private static async Task<PlannedAction> Plan(World world, string title, params string[] requirements)
    {
        var unit = await world.Unit("ORG");
        return await world.As(Role.AimsManager).Do((ActionRegister register, Actor actor) => register.Plan(new(unit, title, "", "", "", requirements, null, null, null), actor, default));
    }

    private static async Task<PlannedAction> Agree(World world, PersonId owner, DateOnly due, string reference = "ACT-0001")
    {
        var version = (await world.As(Role.Viewer).See((ActionViews views) => views.Detail(reference, default))).Version;
        return await world.As(Role.RiskOwner).Do((ActionRegister register, Actor actor) => register.Agree(reference, version, owner, due, 2.5, actor, default));
    }

    private static async Task<PlannedAction> Finish(World world, string who)
    {
        var version = (await Line(world)).Version;
        return await world.As(who).Do((ActionRegister register, Actor actor) => register.Finish("ACT-0001", version, "Written.", actor, default));
    }

    private static Task<ActionLine> Line(World world) => world.As(Role.Viewer).See((ActionViews views) => views.Detail("ACT-0001", default));

    private static async Task<List<string>> Refs(World world, string filter) =>
        [.. (await world.As(Role.Viewer).See((ActionViews views) => views.List(new(Sort: "ref", Filter: filter), default))).Items.Select(line => line.Ref)];
}

public sealed class ActionsOnSqlite() : ActionContract(Backend.Sqlite);

public sealed class ActionsOnPostgres() : ActionContract(Backend.Postgres);
