using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Inventory;

public abstract class RegistryContract(Backend backend)
{
    [Fact]
    public async Task A_system_gets_the_next_free_reference_and_steps_over_one_that_somebody_brought()
    {
        await using var world = await World.Create(backend);
        (await world.System()).Ref.ShouldBe("SYS-0001");
        (await world.System("SYS-0002")).Ref.ShouldBe("SYS-0002");
        (await world.System("SYS-01")).Ref.ShouldBe("SYS-01");
        (await world.System()).Ref.ShouldBe("SYS-0003");
    }

    [Fact]
    public async Task A_reference_that_is_taken_or_cannot_be_an_address_is_refused()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01", "MARKETS");
        await world.System("SYS-01", "RETAIL").ShouldBeRefused("REFERENCE-TAKEN");
        await world.System("SYS 01").ShouldBeRefused("REFERENCE-FORM");
        await world.System("../SYS").ShouldBeRefused("REFERENCE-FORM");
    }

    [Fact]
    public async Task Only_a_role_with_that_permission_registers_a_system()
    {
        await using var world = await World.Create(backend);
        var registration = new SystemRegistration(await world.Unit("RETAIL"), await world.Description());
        foreach (var role in new[] { Role.Viewer, Role.Auditor, Role.RiskOwner, Role.Administrator })
            await world.As(role).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        (await world.As(Role.SystemOwner).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default))).State
            .ShouldBe(LifeCycle.Proposed);
    }

    [Fact]
    public async Task An_owner_nobody_knows_is_refused()
    {
        await using var world = await World.Create(backend);
        var registration = new SystemRegistration(await world.Unit("RETAIL"), await world.Description() with { BusinessOwner = Id.New<PersonId>() });
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default))
            .ShouldBeRefused(Refusal.NotFound);
    }

    [Fact]
    public async Task A_change_from_an_older_state_is_refused_and_nothing_is_kept_of_it()
    {
        await using var world = await World.Create(backend);
        var system = await world.System();
        var description = await world.Description("Renamed");
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe(system.Ref, 0, description, actor, default));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry
            .Describe(system.Ref, 0, description with { Name = "Lost" }, actor, default)).ShouldBeRefused(Refusal.Stale);
        var seen = await world.As(Role.Viewer).See((RegistryViews views) => views.System(system.Ref, default));
        (seen.Version, seen.Description.Name).ShouldBe((1, "Renamed"));
    }

    [Fact]
    public async Task The_journal_tells_which_fields_changed_but_not_their_values()
    {
        await using var world = await World.Create(backend);
        var system = await world.System();
        var description = await world.Description() with { Purpose = "Something else", RiskClass = RiskClass.Limited };
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe(system.Ref, 0, description, actor, default));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe(system.Ref, 1, description, actor, default));
        var entries = await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Subject == system.Ref).OrderBy(entry => entry.Sequence)
            .ToListAsync());
        entries.Select(entry => entry.Act).ShouldBe(["system.registered", "system.described"]);
        entries[1].Detail.ShouldBe("changed: purpose, risk class");
    }

    [Fact]
    public async Task A_refused_act_leaves_nothing_for_the_next_act_of_the_same_scope()
    {
        await using var world = await World.Create(backend);
        var system = await world.System();
        var wrong = await world.Description("Half changed") with { IsProvider = false, IsDeployer = false };
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Describe(system.Ref, 0, wrong, actor, default).ShouldBeRefused("SYSTEM-ROLE");
            await registry.Move(system.Ref, 0, LifeCycle.Restricted, "", actor, default);
        });
        var seen = await world.As(Role.Viewer).See((RegistryViews views) => views.System(system.Ref, default));
        (seen.Description.Name, seen.State, seen.Stage).ShouldBe(("Credit scoring", LifeCycle.Restricted, InventoryStage.InUse));
    }

    [Fact]
    public async Task Approving_a_system_is_a_duty_that_a_name_on_a_console_cannot_take()
    {
        await using var world = await World.Create(backend);
        var system = await world.System(state: LifeCycle.Validation);
        await world.As(Role.AimsManager, Via.LocalConsole)
            .Do((Registry registry, Actor actor) => registry.Move(system.Ref, 0, LifeCycle.Approved, "", actor, default)).ShouldBeRefused(Refusal.LocalNoDuty);
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Move(system.Ref, 0, LifeCycle.Approved, "", actor, default));
    }

    [Fact]
    public async Task Why_a_system_ended_stands_in_the_journal()
    {
        await using var world = await World.Create(backend);
        var system = await world.System();
        var manager = world.As(Role.AimsManager);
        await manager.Do((Registry registry, Actor actor) => registry.Move(system.Ref, 0, LifeCycle.Retired, " ", actor, default)).ShouldBeRefused("SYSTEM-END-REASON");
        await manager.Do((Registry registry, Actor actor) => registry.Move(system.Ref, 0, LifeCycle.Restricted, "", actor, default));
        await manager.Do((Registry registry, Actor actor) => registry.Move(system.Ref, 1, LifeCycle.Retired, " Replaced by SYS-02. ", actor, default));
        var told = await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Act == "system.moved").OrderBy(entry => entry.Sequence).Select(entry => entry.Detail).ToListAsync());
        told.ShouldBe(["in operation → restricted", "restricted → retired: Replaced by SYS-02."]);
    }

    [Fact]
    public async Task Models_and_versions_stand_on_the_page_of_the_system_newest_version_first()
    {
        await using var world = await World.Create(backend);
        var system = await world.System();
        var owner = world.As(Role.SystemOwner);
        var model = await owner.Do((Registry registry, Actor actor) => registry
            .AddModel(system.Ref, new("Scorecard", "Scores", "gradient boosting", "credit-gb"), actor, default));
        await owner.Do((Registry registry, Actor actor) => registry.AddVersion(model.Ref, new("1.0.0", new(2025, 1, 1)), actor, default));
        await owner.Do((Registry registry, Actor actor) => registry.AddVersion(model.Ref, new("1.1.0", new(2026, 1, 1), "retrained"), actor, default));
        await owner.Do((Registry registry, Actor actor) => registry.AddVersion(model.Ref, new("1.1.0"), actor, default)).ShouldBeRefused("VERSION-KNOWN");
        await owner.Do((Registry registry, Actor actor) => registry.RetireVersion("credit-gb:1.0.0", 0, world.Today.AddDays(1), actor, default))
            .ShouldBeRefused("VERSION-RETIRE-DATE");
        await owner.Do((Registry registry, Actor actor) => registry.RetireVersion("credit-gb:1.0.0", 0, world.Today, actor, default));

        var page = await world.As(Role.Viewer).See((RegistryViews views) => views.System(system.Ref, default));
        var line = page.Models.ShouldHaveSingleItem();
        line.Versions.Select(version => version.Label).ShouldBe(["1.1.0", "1.0.0"]);
        line.Versions[1].RetiredOn.ShouldBe(world.Today);
        line.Versions[1].RetiredBy!.Name.ShouldBe("SystemOwner Person");
        line.InUse!.Ref.ShouldBe("credit-gb:1.1.0");

        var detail = await world.As(Role.Viewer).See((RegistryViews views) => views.Model("credit-gb", default));
        (detail.System.Ref, detail.System.Models, detail.Versions.Count).ShouldBe((system.Ref, 1, 2));
    }

    [Fact]
    public async Task Nothing_is_added_to_a_system_that_has_ended()
    {
        await using var world = await World.Create(backend);
        var system = await world.System(state: LifeCycle.Retired);
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.AddModel(system.Ref, new("Late", "", ""), actor, default))
            .ShouldBeRefused("SYSTEM-ENDED");
    }

    [Fact]
    public async Task The_list_is_sorted_filtered_and_cut_by_known_keys()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01", name: "Credit scoring");
        await world.System("SYS-02", name: "Card fraud", state: LifeCycle.Development);
        await world.System("SYS-03", name: "Voice bot", state: LifeCycle.InProcurement);
        await world.System("SYS-04", name: "Alert ranking", state: LifeCycle.Suspended);

        (await Refs(world, new())).ShouldBe(["SYS-01", "SYS-02", "SYS-03", "SYS-04"]);
        (await Refs(world, new(Sort: "name"))).ShouldBe(["SYS-04", "SYS-02", "SYS-01", "SYS-03"]);
        (await Refs(world, new(Sort: "-ref", Size: 2, Page: 2))).ShouldBe(["SYS-02", "SYS-01"]);
        (await Refs(world, new(Filter: "stage:inUse"))).ShouldBe(["SYS-01", "SYS-04"]);
        (await Refs(world, new(Filter: "stage:in-procurement"))).ShouldBe(["SYS-03"]);
        (await Refs(world, new(Filter: "state:development,class:high"))).ShouldBe(["SYS-02"]);
        (await Refs(world, new(Filter: "CARD fraud"))).ShouldBe(["SYS-02"]);
        (await Refs(world, new(Filter: "100% _"))).ShouldBeEmpty();
        await Refs(world, new(Sort: "secret")).ShouldBeRefused("LIST-SORT");
        (await Refs(world, new(Filter: "stage:nowhere")).Refused()).Message.ShouldContain("inDevelopment, inProcurement, inUse, noLongerUsed");

        var stages = await world.As(Role.Viewer).See((RegistryViews views) => views.Stages(default));
        stages.ShouldBe([new(InventoryStage.InDevelopment, 1), new(InventoryStage.InProcurement, 1), new(InventoryStage.InUse, 2),
            new(InventoryStage.NoLongerUsed, 0)]);
    }

    [Fact]
    public async Task A_list_says_how_many_there_are_and_who_owns_them()
    {
        await using var world = await World.Create(backend);
        for (var i = 0; i < 5; i++) await world.System();
        var page = await world.As(Role.Viewer).See((RegistryViews views) => views.Systems(new(Size: 2), default));
        (page.Total, page.Pages, page.Items.Count).ShouldBe((5, 3, 2));
        page.Items.ShouldAllBe(line => line.BusinessOwner!.Name == "SystemOwner Person" && line.TechnicalOwner!.Name == "AimsManager Person");
        var owner = page.Items[0].BusinessOwner!.Ref;
        (await Refs(world, new(Filter: $"owner:{owner}"))).Count.ShouldBe(5);
        (await Refs(world, new(Filter: "owner:PERSON-9999"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_system_of_another_unit_is_not_there()
    {
        await using var world = await World.Create(backend);
        var system = await world.System(unit: "MARKETS");
        await world.AsSystem(async db =>
        {
            db.SeeAs(new Actor(null, "PERSON-X", "Somebody", Via.Page, []));
            (await new RegistryViews(db).Systems(new(), default)).Total.ShouldBe(0);
            await new RegistryViews(db).System(system.Ref, default).ShouldBeRefused(Refusal.NotFound);
        });
    }

    private static async Task<List<string>> Refs(World world, PageRequest request) =>
        [.. (await world.As(Role.Viewer).See((RegistryViews views) => views.Systems(request, default))).Items.Select(line => line.Ref)];
}

public sealed class RegistryOnSqlite() : RegistryContract(Backend.Sqlite);

public sealed class RegistryOnPostgres() : RegistryContract(Backend.Postgres);
