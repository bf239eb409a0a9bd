using Concord.Actions;
using Concord.Foundation;
using Concord.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Actions;

public abstract class NonconformityContract(Backend backend)
{
    private static readonly IReadOnlySet<PersonId> Nobody = new HashSet<PersonId>();

    [Fact]
    public async Task One_is_open_for_a_system_and_a_control_and_a_further_breach_joins_it()
    {
        await using var world = await World.Create(backend);
        await Open(world, "SYS-01", "AC-01", "SIG-0001");
        await Open(world, "SYS-01", "AC-01", "SIG-0002", dueIn: 20);
        await Open(world, "SYS-01", "AC-02", "SIG-0003");
        await Open(world, "SYS-04", "AC-01", "SIG-0004");
        var list = (await world.As(Role.Viewer).See((NonconformityViews views) => views.List(new(), default))).Items;
        list.Select(line => (line.Ref, line.SystemRef, line.ControlRef))
            .ShouldBe([("NC-0001", "SYS-01", "AC-01"), ("NC-0002", "SYS-01", "AC-02"), ("NC-0003", "SYS-04", "AC-01")]);
        list[0].DueOn.ShouldBe(world.Today.AddDays(20));
        list[0].Owner!.Name.ShouldBe("SystemOwner Person");
    }

    [Fact]
    public async Task Two_breaches_of_one_act_share_one_nonconformity()
    {
        await using var world = await World.Create(backend);
        var report = await Report(world, "SYS-01", "AC-01", "SIG-0001");
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var register = new NonconformityRegister(db);
            var first = await register.OpenOrJoin(work, report, default);
            (await register.OpenOrJoin(work, report with { Because = "SIG-0002" }, default)).ShouldBeSameAs(first);
            await work.Commit(default);
            (await db.Set<Nonconformity>().CountAsync()).ShouldBe(1);
        });
    }

    [Fact]
    public async Task A_closed_one_is_not_joined_but_followed_by_a_new_one()
    {
        await using var world = await World.Create(backend);
        await Open(world, "SYS-01", "AC-01", "SIG-0001");
        await Correct(world, Role.SystemOwner);
        await Verify(world, Role.Auditor, effective: true);
        (await Open(world, "SYS-01", "AC-01", "SIG-0009")).Ref.ShouldBe("NC-0002");
    }

    [Fact]
    public async Task Correcting_and_verifying_are_duties_of_two_people()
    {
        await using var world = await World.Create(backend);
        await Open(world, "SYS-01", "AC-01", "SIG-0001");
        await Correct(world, Role.AimsManager);
        await Verify(world, Role.AimsManager, effective: true).ShouldBeRefused("NC-VERIFIER-FIXED");
        await Verify(world, Role.SystemOwner, effective: true).ShouldBeRefused(Refusal.AccessDenied);
        await Verify(world, Role.Auditor, effective: true, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Verify(world, Role.RiskOwner, effective: true, fixers: new HashSet<PersonId> { await world.PersonId(Role.RiskOwner) })
            .ShouldBeRefused("NC-VERIFIER-FIXED");
        await Verify(world, Role.Auditor, effective: false);
        await Verify(world, Role.Auditor, effective: true).ShouldBeRefused("NC-STATE");
        await Correct(world, Role.SystemOwner);
        await Verify(world, Role.Auditor, effective: true, Via.Api);

        var detail = await world.As(Role.Viewer).See((NonconformityViews views) => views.Detail("NC-0001", default));
        (detail.Line.State, detail.Line.IsOpen, detail.VerifiedBy!.Name, detail.VerificationReason)
            .ShouldBe((NonconformityState.ClosedEffective, false, "Auditor Person", "Looked at two windows."));
        detail.Corrections.Select(correction => correction.By!.Name).ShouldBe(["AimsManager Person", "SystemOwner Person"]);
    }

    [Fact]
    public async Task A_change_from_an_older_state_is_refused()
    {
        await using var world = await World.Create(backend);
        await Open(world, "SYS-01", "AC-01", "SIG-0001");
        await Correct(world, Role.SystemOwner);
        await world.As(Role.SystemOwner).Do((NonconformityRegister register, Actor actor) => register.Correct("NC-0001", 0, "Again.", actor, default))
            .ShouldBeRefused(Refusal.Stale);
        await world.As(Role.SystemOwner).Do((NonconformityRegister register, Actor actor) => register.Correct("NC-0404", 0, "Again.", actor, default))
            .ShouldBeRefused(Refusal.NotFound);
    }

    [Fact]
    public async Task Overdue_ones_are_found_by_the_day()
    {
        await using var world = await World.Create(backend);
        await Open(world, "SYS-01", "AC-01", "SIG-0001", dueIn: 10);
        await Open(world, "SYS-01", "AC-02", "SIG-0002", dueIn: 40);
        (await Refs(world, "overdue:yes")).ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(11));
        (await Refs(world, "overdue:yes")).ShouldBe(["NC-0001"]);
        (await Refs(world, "open:yes,control:AC-02")).ShouldBe(["NC-0002"]);
        (await Refs(world, "grade:minor,system:SYS-01")).ShouldBe(["NC-0001", "NC-0002"]);
        (await world.As(Role.Viewer).See((NonconformityViews views) => views.List(new(Sort: "-due"), default))).Items.Select(line => line.IsOverdue)
            .ShouldBe([false, true]);
    }

    private static async Task<NonconformityReport> Report(World world, string system, string control, string because, int dueIn = 30) => new(
        await world.Unit("RETAIL"), system, control, $"{control} out of bounds", await world.PersonId(Role.SystemOwner), NonconformityGrade.Minor, world.Today
            .AddDays(dueIn), because);

    private static async Task<Nonconformity> Open(World world, string system, string control, string because, int dueIn = 30)
    {
        var report = await Report(world, system, control, because, dueIn);
        return await world.As(Role.AimsManager).Do((NonconformityRegister register, Actor actor) => register.OpenOrJoin(report, actor, default));
    }

    private static async Task Correct(World world, Role role)
    {
        var version = (await world.As(Role.Viewer).See((NonconformityViews views) => views.Detail("NC-0001", default))).Version;
        await world.As(role).Do((NonconformityRegister register, Actor actor) => register.Correct("NC-0001", version, "Retrained the model.", actor, default));
    }

    private static async Task Verify(World world, Role role, bool effective, Via via = Via.Page, IReadOnlySet<PersonId>? fixers = null)
    {
        var version = (await world.As(Role.Viewer).See((NonconformityViews views) => views.Detail("NC-0001", default))).Version;
        await world.As(role, via).Do((NonconformityRegister register, Actor actor) => register
            .Verify("NC-0001", version, effective, "Looked at two windows.", fixers ?? Nobody, actor, default));
    }

    private static async Task<List<string>> Refs(World world, string filter) =>
        [.. (await world.As(Role.Viewer).See((NonconformityViews views) => views.List(new(Filter: filter), default))).Items.Select(line => line.Ref)];
}

public sealed class NonconformitiesOnSqlite() : NonconformityContract(Backend.Sqlite);

public sealed class NonconformitiesOnPostgres() : NonconformityContract(Backend.Postgres);
