using System.Collections.Frozen;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Storage;

/// <summary>What every database under the record must do. Each subclass names one.</summary>
public abstract class RecordContract(Backend backend)
{
    [Fact]
    public async Task A_prepared_database_has_the_model_of_this_version()
    {
        await using var world = await World.Empty(backend);
        await world.Services.PrepareDatabase(default);
        (await world.AsSystem(db => db.Database.GetPendingMigrationsAsync())).ShouldBeEmpty();
        (await world.AsSystem(db => Task.FromResult(db.Database.HasPendingModelChanges()))).ShouldBeFalse("run ./dev migration");
    }

    [Fact]
    public async Task Each_context_sees_its_own_units_and_nobody_known_sees_nothing()
    {
        await using var world = await World.Create(backend);
        var (retail, markets) = (await world.Unit("RETAIL"), await world.Unit("MARKETS"));
        await Register(world, retail, "SYS-RETAIL");
        await Register(world, markets, "SYS-MARKETS");

        await using var scope = world.Services.CreateAsyncScope();
        await using var other = world.Services.CreateAsyncScope();
        await using var third = world.Services.CreateAsyncScope();
        var (one, two, none) = (Db(scope), Db(other), Db(third));
        one.SeeAs(Viewer(retail));
        two.SeeAs(Viewer(markets));
        (await one.Set<AiSystem>().Select(system => system.Ref).ToListAsync()).ShouldBe(["SYS-RETAIL"]);
        (await two.Set<AiSystem>().Select(system => system.Ref).ToListAsync()).ShouldBe(["SYS-MARKETS"]);
        (await none.Set<AiSystem>().CountAsync()).ShouldBe(0);
        one.SeeAs(Viewer(retail, markets));
        (await one.Set<AiSystem>().CountAsync()).ShouldBe(2);
        two.SeeAs(Actor.System);
        (await two.Set<AiSystem>().CountAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Instants_are_compared_and_ordered_in_the_database_across_offsets_and_fractions()
    {
        await using var world = await World.Create(backend);
        var noon = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        DateTimeOffset[] instants = [noon.AddTicks(10), noon, new(2026, 3, 2, 13, 30, 0, TimeSpan.FromHours(2)), noon.AddMilliseconds(500), noon.AddSeconds(-1)];
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            foreach (var (at, index) in instants.Select((at, index) => (at, index))) db.Add(new Concord.Links.Link("A-1", "risk", $"B-{index}", "", at));
            work.Note("links.made", "A-1", "Five links.");
            await work.Commit(default);
        });
        await world.AsSystem(async db =>
        {
            var ordered = await db.Set<Concord.Links.Link>().OrderBy(link => link.At).Select(link => link.At).ToListAsync();
            ordered.ShouldBe(instants.Order());
            (await db.Set<Concord.Links.Link>().CountAsync(link => link.At > noon)).ShouldBe(2);
            (await db.Set<Concord.Links.Link>().CountAsync(link => link.At <= new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.FromHours(2)))).ShouldBe(3);
        });
    }

    [Fact]
    public async Task A_covered_record_cannot_be_saved_without_an_entry()
    {
        await using var world = await World.Create(backend);
        await world.AsSystem(async db =>
        {
            var person = await db.Set<Concord.Organisation.Person>().FirstAsync();
            person.Rename("Somebody Else", "else@example.test", "");
            Should.Throw<InvalidOperationException>(() => db.SaveChanges()).Message.ShouldContain("Person");
            await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });
        (await world.AsSystem(db => db.Set<Concord.Organisation.Person>().AnyAsync(person => person.Name == "Somebody Else"))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_from_a_stale_version_is_refused_and_leaves_no_entry()
    {
        await using var world = await World.Create(backend);
        await Register(world, await world.Unit("ORG"), "SYS-01");
        await using var early = world.Services.CreateAsyncScope();
        var db = Db(early);
        db.SeeAs(Actor.System);
        var seenEarly = await db.Set<AiSystem>().SingleAsync();
        await world.AsSystem(later => Move(later, LifeCycle.Screening));
        var entries = await Entries(world);

        await using var work = await db.Begin(Actor.System, default);
        seenEarly.Move(LifeCycle.Rejected, world.Today, "Not needed.");
        work.Note("system.moved", seenEarly.Ref, "Rejected.");
        (await Should.ThrowAsync<RuleViolation>(() => work.Commit(default))).Code.ShouldBe(Refusal.Stale);
        await work.DisposeAsync();

        (await world.AsSystem(now => now.Set<AiSystem>().SingleAsync())).State.ShouldBe(LifeCycle.Screening);
        (await Entries(world)).ShouldBe(entries);
    }

    [Fact]
    public async Task Eight_writers_at_once_count_references_and_entries_without_gaps()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("ORG");
        const int writers = 8, each = 6;
        var before = await Entries(world);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            await using var scope = world.Services.CreateAsyncScope(); // One context for several acts: what it remembers of the counter is old by then.
            var db = Db(scope);
            db.SeeAs(Actor.System);
            for (var i = 0; i < each; i++)
            {
                await using var work = await db.Begin(Actor.System, default);
                var reference = await work.NextRef("SYS", default);
                db.Add(NewSystem(unit, reference, world.Today));
                work.Note("system.registered", reference, "Registered.");
                await work.Commit(default);
            }
        })));
        var references = await world.AsSystem(db => db.Set<AiSystem>().OrderBy(system => system.Ref).Select(system => system.Ref).ToListAsync());
        references.ShouldBe(Enumerable.Range(1, writers * each).Select(number => $"SYS-{number:0000}"));
        var chain = await world.AsSystem(db => db.Set<JournalEntry>().Include(entry => entry.States).OrderBy(entry => entry.Sequence).ToListAsync());
        chain.Count.ShouldBe(before + (writers * each));
        for (var i = 0; i < chain.Count; i++)
        {
            chain[i].Sequence.ShouldBe(i + 1);
            chain[i].PreviousHash.ShouldBe(i == 0 ? JournalEntry.Beginning : chain[i - 1].Hash);
            chain[i].ComputeHash().ShouldBe(chain[i].Hash);
        }
    }

    [Fact]
    public async Task An_act_that_breaks_off_leaves_nothing_not_even_in_memory()
    {
        await using var world = await World.Create(backend);
        await Register(world, await world.Unit("ORG"), "SYS-01");
        var entries = await Entries(world);
        await using var scope = world.Services.CreateAsyncScope();
        var db = Db(scope);
        db.SeeAs(Actor.System);
        foreach (var noted in (bool[])[false, true])
        {
            await Should.ThrowAsync<RuleViolation>(async () =>
            {
                await using var work = await db.Begin(Actor.System, default);
                var reference = await work.NextRef("SYS", default);
                var system = await db.Set<AiSystem>().SingleAsync();
                system.Move(LifeCycle.Screening, world.Today);
                if (noted) work.Note("system.moved", reference, "Moved.");
                system.Move(LifeCycle.InOperation, world.Today);
                await work.Commit(default);
            });
            db.ChangeTracker.HasChanges().ShouldBeFalse();
        }
        await Move(db, LifeCycle.Rejected);
        (await Entries(world)).ShouldBe(entries + 1);
        (await world.AsSystem(now => now.Set<AiSystem>().SingleAsync())).State.ShouldBe(LifeCycle.Rejected);
        (await world.AsSystem(now => now.Set<ReferenceCounter>().CountAsync(counter => counter.Prefix == "SYS"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_record_added_to_the_list_of_its_owner_is_stored_without_further_words()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("ORG");
        await Register(world, unit, "SYS-01");
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var system = await db.Set<AiSystem>().SingleAsync();
            db.Add(new Model("MODEL-1", unit, system.Id, "Scoring", "", ""));
            work.Note("model.registered", "MODEL-1", "Registered.");
            await work.Commit(default);
        });
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            var model = await db.Set<Model>().Include(m => m.Versions).SingleAsync();
            var version = model.AddVersion("1.0.0", world.Today, "", null);
            work.Note("version.registered", version.Ref, "Registered.");
            await work.Commit(default);
        });
        (await world.AsSystem(db => db.Set<ModelVersion>().SingleAsync())).Label.ShouldBe("1.0.0");
    }

    private static ConcordDb Db(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<ConcordDb>();

    private static Actor Viewer(params OrganisationUnitId[] units) => new(null, "V", "Viewer", Via.Page,
        [new Grant("Viewer", FrozenSet.Create(Permission.ViewRegister), units.ToFrozenSet())]);

    private static Task<int> Entries(World world) => world.AsSystem(db => db.Set<JournalEntry>().CountAsync());

    private static AiSystem NewSystem(OrganisationUnitId unit, string reference, DateOnly today) => new(reference, unit,
        new("Scoring", "Decides on credit", "Consumer credit", ["applicants"], SystemOrigin.InHouse, true, true, Id.New<PersonId>(), null), LifeCycle.Proposed, today);

    private static Task Register(World world, OrganisationUnitId unit, string reference) => world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        db.Add(NewSystem(unit, reference, world.Today));
        work.Note("system.registered", reference, "Registered.");
        await work.Commit(default);
    });

    private static async Task Move(ConcordDb db, LifeCycle to)
    {
        await using var work = await db.Begin(Actor.System, default);
        var system = await db.Set<AiSystem>().SingleAsync();
        system.Move(to, db.Today, "As the test says.");
        work.Note("system.moved", system.Ref, $"Moved to {Words.Of(to)}.");
        await work.Commit(default);
    }
}

public sealed class RecordOnSqlite() : RecordContract(Backend.Sqlite);

public sealed class RecordOnPostgres() : RecordContract(Backend.Postgres);
