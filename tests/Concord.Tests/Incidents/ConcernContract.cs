using Concord.Foundation;
using Concord.Incidents;
using Concord.Incidents.Concerns;
using Concord.Journal;
using Concord.Organisation;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Incidents;

public abstract class ConcernContract(Backend backend)
{
    [Fact]
    public async Task A_concern_is_sent_read_answered_added_to_taken_up_and_closed_by_receipt_alone()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        var auditor = world.As(Role.Auditor);
        await world.WithoutActor((ConcernChannel channel) => channel.Send(" ", "", default)).ShouldBeRefused("CONCERN-TEXT");
        var receipt = await world.WithoutActor((ConcernChannel channel) => channel.Send("The tool turns down people over sixty.", "the screening tool", default));
        (await world.WithoutActor((ConcernChannel channel) => channel.Read(receipt.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), default))).Lines.ShouldHaveSingleItem().Waits.ShouldBeTrue();
        await world.WithoutActor((ConcernChannel channel) => channel.Read(receipt[..^1] + (receipt[^1] == 'A' ? 'B' : 'A'), default)).ShouldBeRefused("CONCERN-RECEIPT");

        (await auditor.Do((ConcernViews views, Actor actor) => views.Waiting(actor, default))).ShouldBe(1);
        (await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.TakeIn(actor, default))).ShouldBe(1);
        (await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.Answer("CONC-0001", 0, "We look at it.", actor, default))).Version.ShouldBe(1);
        await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.Answer("CONC-0001", 0, "Twice", actor, default)).ShouldBeRefused(Refusal.Stale);
        await Add(world, receipt, "It happens since March.");
        await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.TakeIn(actor, default));

        await world.As(Role.RiskOwner).Do((IncidentRegister incidents, Actor actor) => incidents.Report(new(actor.UnitsWith(Permission.ReportIncidents).First(), new(world.Today, "concern", "SYS-01", "Screening", "Examined", null, "EU"), [], [], Reference: "INC-05"), actor, default));
        var detail = await auditor.Do((ConcernViews views, Actor actor) => views.Detail("CONC-0001", actor, default));
        detail.Said.Select(said => said.By?.Name).ShouldBe([null, "Auditor Person", null]);
        detail.Clocks.Select(clock => (clock.Clock, clock.MetAt is null)).ShouldBe([("WHISTLE-ANSWER", true), ("WHISTLE-ACK", false)]);
        var seen = (await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.TakeUp("CONC-0001", detail.Line.Version, "INC-05", actor, default))).Version;
        await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.Close("CONC-0001", seen, "The rule was taken out.", actor, default));

        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Act.StartsWith("concern.") && (entry.Subject.Contains("INC-") || entry.Detail.Contains("INC-"))).CountAsync())).ShouldBe(0, "everybody who reads the journal would know which incident came from a concern");

        var thread = await world.WithoutActor((ConcernChannel channel) => channel.Read(receipt, default));
        (thread.State, thread.About, thread.Day).ShouldBe((ConcernState.Closed, "the screening tool", world.Today));
        thread.Lines.Select(line => (line.IsAnswer, line.Text)).ShouldBe([(false, "The tool turns down people over sixty."), (true, "We look at it."), (false, "It happens since March."), (true, "The rule was taken out.")]);
        await Add(world, receipt, "It is back.");
        await auditor.Do((ConcernRegister concerns, Actor actor) => concerns.TakeIn(actor, default));
        (await auditor.Do((ConcernViews views, Actor actor) => views.Detail("CONC-0001", actor, default))).Line.State.ShouldBe(ConcernState.TakenUp);
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task Only_those_who_handle_concerns_see_that_there_are_any()
    {
        await using var world = await World.Create(backend);
        await world.WithoutActor((ConcernChannel channel) => channel.Send("Something is wrong", "", default));
        await world.As(Role.AimsManager).Do((ConcernRegister concerns, Actor actor) => concerns.TakeIn(actor, default));
        foreach (var role in (Role[])[Role.Viewer, Role.SystemOwner, Role.RiskOwner, Role.Administrator])
        {
            await world.As(role).Do((ConcernRegister concerns, Actor actor) => concerns.TakeIn(actor, default)).ShouldBeRefused(Refusal.AccessDenied);
            await world.As(role).Do((ConcernViews views, Actor actor) => views.Detail("CONC-0001", actor, default)).ShouldBeRefused(Refusal.NotFound);
            (await world.As(role).Do((ConcernViews views, Actor actor) => views.List(new(), actor, default))).Total.ShouldBe(0);
            await world.As(role).Do((ConcernRegister concerns, Actor actor) => concerns.Answer("CONC-0001", 0, "Me", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        }
        (await world.As(Role.Auditor).Do((ConcernViews views, Actor actor) => views.List(new(Filter: "state:open"), actor, default))).Total.ShouldBe(1);
    }

    [Fact]
    public async Task The_journal_learns_of_a_concern_when_its_day_is_over_and_never_what_it_says()
    {
        await using var world = await World.Create(backend);
        var entries = await Entries(world);
        await world.WithoutActor((ConcernChannel channel) => channel.Send("Secret words", "secret tool", default));
        (await Entries(world)).Count.ShouldBe(entries.Count, "an entry would tell the moment");
        (await world.AsSystem(db => new ConcernRegister(db).TakeInOfPastDays(default))).ShouldBe(0, "the day is not over");
        world.Clock.Advance(TimeSpan.FromHours(16));
        (await world.AsSystem(db => new ConcernRegister(db).TakeInOfPastDays(default))).ShouldBe(1);
        var entry = (await Entries(world))[^1];
        (entry.Act, entry.ActorRef, entry.Subject, entry.Detail).ShouldBe(("concern.received", "concern-channel", "CONC-0001", "of 2026-03-02"));
        (await world.AsSystem(db => db.Set<ConcernLetter>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Receipts_of_concerns_that_were_taken_in_stand_in_no_order_that_tells_who_came_first()
    {
        await using var world = await World.Create(backend);
        var receipts = new List<string>();
        for (var sender = 0; sender < 20; sender++) receipts.Add(await world.WithoutActor((ConcernChannel channel) => channel.Send($"Concern {sender}", "", default)));
        var sent = await Stored();
        await world.As(Role.Auditor).Do((ConcernRegister concerns, Actor actor) => concerns.TakeIn(actor, default));
        var kept = await Stored();
        kept.ShouldBe(sent, ignoreOrder: true);
        kept.ShouldNotBe(sent, "the order of the rows is the order of sending");
        for (var sender = 0; sender < 20; sender++) (await world.WithoutActor((ConcernChannel channel) => channel.Read(receipts[sender], default))).Lines.ShouldHaveSingleItem().Text.ShouldBe($"Concern {sender}");

        Task<List<string>> Stored() => world.AsSystem(db => db.Database.SqlQueryRaw<string>(db.Database.IsSqlite() ? """SELECT "ConcernId" AS "Value" FROM "ConcernReceipt" ORDER BY rowid""" : """SELECT CAST("ConcernId" AS TEXT) AS "Value" FROM "ConcernReceipt" ORDER BY ctid""").ToListAsync());
    }

    private static Task<int> Add(World world, string receipt, string text) => world.WithoutActor(async (ConcernChannel channel) =>
    {
        await channel.Add(receipt, text, default);
        return 0;
    });

    private static Task<List<JournalEntry>> Entries(World world) => world.AsSystem(db => db.Set<JournalEntry>().AsNoTracking().OrderBy(entry => entry.Sequence).ToListAsync());
}

public sealed class ConcernsOnSqlite() : ConcernContract(Backend.Sqlite);

public sealed class ConcernsOnPostgres() : ConcernContract(Backend.Postgres);
