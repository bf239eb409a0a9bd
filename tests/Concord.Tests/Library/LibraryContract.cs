using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Journal;
using Concord.Library;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Library;

/// <summary>Another library is installed: it is noticed, what it changes is computed, and a person accepts it.</summary>
public abstract class LibraryContract(Backend backend) : IDisposable
{
    private const string Excluded = "ISO27001:A.5.7";

    private readonly LibraryCopy copy = new();

    public void Dispose()
    {
        copy.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_first_library_is_taken_and_the_same_one_again_is_no_change()
    {
        await using var world = await World.Create(backend);
        await Start(world);

        var known = await InUse(world);
        (known.InUse.Ref, known.InUse.State, known.IsToAccept, known.IsWhatThisServerReads).ShouldBe(("LIB-0001", LibraryState.Accepted, false, true));
        known.Editions.Select(edition => edition.Designation).ShouldBe(["ISO/IEC 27001:2022", "ISO/IEC 42001:2023", "ISO 9001:2015"], ignoreOrder: true);
        var changes = await Changes(world);
        (changes.Changes.Count, changes.Effects).ShouldBe((0, LibraryEffects.None));
        (await Told(world)).ShouldHaveSingleItem().Act.ShouldBe("library.adopted");
    }

    [Fact]
    public async Task One_corrected_claim_shows_its_row_and_the_figure_before_and_after()
    {
        copy.CorrectOneClaim();
        await using var world = await World.Create(backend, copy.Install);
        var judged = await world.As(Role.AimsManager).Do((ReuseRegister register, Actor actor) => register.Judge(new("ISO42001:4.1", "iso27001", ReuseStrength.Partial, null, "As it was", false), null, actor, default));
        await Start(world);

        var changes = await Changes(world);

        (changes.Before, changes.After, changes.Summary).ShouldBe(("LIB-0001", "LIB-0002", "1 row changed in 1 file"));
        changes.Changes.ShouldHaveSingleItem().Title.ShouldBe("Understanding the organization and its context");
        var (before, after) = (changes.Effects.ReuseBefore!, changes.Effects.ReuseAfter!);
        (before.Full, before.Partial, after.Full, after.Partial).ShouldBe((16, 43, 17, 42));
        // One requirement of seventy gains the half that a partial claim did not give.
        (after.Potential!.Value - before.Potential!.Value).ShouldBe(50.0 / 70, 0.06);
        Says(changes, EffectArea.Reuse, "ISO42001:4.1").ShouldBe("partial from ISO27001 → full from ISO27001; credit 0.5 → 1");
        var judgement = changes.Effects.Effects.Single(effect => effect.Ref == judged.Ref);
        (judgement.Says, judgement.Who!.Name).ShouldBe(("judged partial, where the library said partial and says full now", "AimsManager Person"));
        Says(changes, EffectArea.Crosswalk, "ISO27001:4.1").ShouldContain("ISO42001:4.1 partial → full");
        changes.Effects.Effects.ShouldAllBe(effect => effect.Area == EffectArea.Reuse || effect.Area == EffectArea.Crosswalk, "nothing else changes");
    }

    [Fact]
    public async Task What_named_a_requirement_that_is_gone_is_told_with_who_answers_for_it()
    {
        copy.WithoutThreatIntelligence();
        await using var world = await World.Create(backend, copy.Install);
        await world.Control("AC-01", ["ISO42001:9.1"]);
        await Remember(world, async (db, work) =>
        {
            var control = await db.Set<AppliedControl>().SingleAsync(known => known.Ref == "AC-01");
            control.Answer(Excluded, inPart: false);
            var state = new RequirementState(Excluded);
            state.Decide(applicable: true, "We buy a feed");
            db.Add(state);
            foreach (var number in (int[])[1, 2]) db.Add(new PlannedAction($"ACT-{number}", new(control.UnitId, "Choose a feed", "", "", $"{number}", [Excluded], null, null, null), null, db.Now));
            db.ChangeTracker.Entries<PlannedAction>().Last().Entity.Drop(null, "We have one", db.Now);
            work.Note("sample.made", "AC-01", "As it was with the library before.");
        });
        await world.Evidence("AC-01");
        await Start(world);

        var changes = await Changes(world);

        Says(changes, EffectArea.Requirement, Excluded).ShouldBe("gone; it stood at conforming (1 of 1 control effective); the decision that it applies counts no more");
        var control = changes.Effects.Effects.Single(effect => effect.Area == EffectArea.Control);
        (control.Ref, control.Says, control.Who!.Name).ShouldBe(("AC-01", "answers ISO27001:A.5.7 Threat intelligence, which is gone; it answers 1 other", "SystemOwner Person"));
        changes.Effects.Effects.Single(effect => effect.Area == EffectArea.Action).Says.ShouldBe("serves ISO27001:A.5.7 Threat intelligence, which is gone; nothing is left that asks for it");
        Says(changes, EffectArea.Statement, Excluded).ShouldBe("its line is gone");
        changes.Effects.Hidden.ShouldBe(0);
        var elsewhere = await Elsewhere(world, views => views.Changes(null, null, default));
        elsewhere.Effects.Effects.ShouldNotContain(effect => effect.Area == EffectArea.Control);
        elsewhere.Effects.Hidden.ShouldBe(2, "a control and an action");
    }

    [Fact]
    public async Task A_new_edition_brings_lines_nobody_decided_about_and_a_requirement_that_wants_a_document_another_state()
    {
        copy.WithNewEdition().Correct("iso42001-2023/clauses.csv", "evaluate it, keep evidence\",yes,Monitoring and measurement results,check", "evaluate it, keep evidence\",no,,check");
        await using var world = await World.Create(backend, copy.Install);
        await world.Control("AC-01", ["ISO42001:9.1"]);
        await world.Evidence("AC-01");
        var analysis = await world.As(Role.AimsManager).Do(async (GapRegister register, Actor actor) => await register.Start(await world.Unit("ORG"), "Before certification", actor.PersonId!.Value, null, actor, default));
        await Start(world);

        var changes = await Changes(world);

        changes.Files.Count.ShouldBe(5);
        Says(changes, EffectArea.Requirement, "iso99999:2030").ShouldBe("a new edition: 2 requirements, all of them not assessed until a control answers them");
        Says(changes, EffectArea.Requirement, "ISO42001:9.1").ShouldBe("partial → conforming: 1 of 1 control effective");
        Says(changes, EffectArea.Statement, "iso99999:2030").ShouldBe("lines that appear: 1, without a decision: 1");
        var open = changes.Effects.Effects.Single(effect => effect.Area == EffectArea.GapAnalysis);
        (open.Ref, open.Who!.Name).ShouldBe((analysis.Ref, "AimsManager Person"));
        open.Says.ShouldContain("ISO42001:9.1 partly → met");
    }

    [Fact]
    public async Task The_start_derives_anew_and_tells_it_behind_the_change_that_caused_it()
    {
        copy.Correct("iso42001-2023/clauses.csv", "evaluate it, keep evidence\",yes,Monitoring and measurement results,check", "evaluate it, keep evidence\",no,,check");
        await using var world = await World.Create(backend);
        await world.Control("AC-01", ["ISO42001:9.1"]);
        await world.Evidence("AC-01");

        (await StartWith(world, copy.Content, StandardsLibrary.Load(copy.Folder)))!.Ref.ShouldBe("LIB-0002");

        var last = await world.AsSystem(db => db.Set<JournalEntry>().AsNoTracking().OrderByDescending(entry => entry.Sequence).Take(2).ToListAsync());
        (last[1].Act, last[0].Act, last[0].Detail).ShouldBe(("library.installed", "requirement.derived", "ISO42001:9.1 partial → conforming: 1 of 1 control effective"));
        last[1].Detail.ShouldStartWith("1 row changed in 1 file against LIB-0001, which was accepted last; SHA-256 ");
    }

    [Fact]
    public async Task Accepting_needs_the_role_a_person_the_version_and_a_reason()
    {
        copy.CorrectOneClaim();
        await using var world = await World.Create(backend, copy.Install);
        await Start(world);
        (await world.As(Role.Viewer).See((LibraryViews views) => views.WaitingSince(default))).ShouldBe(World.Beginning);

        await Accept(world, Role.Auditor, "Read").ShouldBeRefused(Refusal.AccessDenied);
        await Accept(world, Role.AimsManager, "Read", via: Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Accept(world, Role.AimsManager, "Read", version: 7).ShouldBeRefused(Refusal.Stale);
        await Accept(world, Role.AimsManager, " ").ShouldBeRefused("LIBRARY-REASON");
        await Accept(world, Role.AimsManager, "Read", reference: "LIB-0001").ShouldBeRefused("LIBRARY-OTHER");
        var accepted = await Accept(world, Role.AimsManager, "The raters were told.");

        (accepted.State, accepted.Reason).ShouldBe((LibraryState.Accepted, "The raters were told."));
        accepted.Changed.ShouldStartWith("1 row changed in 1 file; ");
        accepted.Changed.ShouldContain("potential re-use");
        await Accept(world, Role.AimsManager, "Again", version: accepted.Version).ShouldBeRefused("LIBRARY-STATE");
        (await world.As(Role.Viewer).See((LibraryViews views) => views.WaitingSince(default))).ShouldBeNull();
        (await Told(world)).Select(entry => (entry.Act, entry.Subject)).ShouldBe([("library.adopted", "LIB-0001"), ("library.installed", "LIB-0002"), ("library.accepted", "LIB-0002")]);
        (await world.As(Role.Viewer).See((LibraryViews views) => views.Revisions(new(Filter: "state:accepted"), default))).Items.Select(line => line.AcceptedBy?.Name).ShouldBe(["AimsManager Person", null]);
    }

    [Fact]
    public async Task One_that_nobody_accepted_is_passed_over_and_what_was_accepted_before_needs_nobody_again()
    {
        copy.CorrectOneClaim();
        await using var world = await World.Create(backend, copy.Install);
        await Start(world);
        (await StartWith(world, LibraryContent.Read(StandardsLibrary.DefaultFolder), world.Services.GetRequiredService<StandardsLibrary>())).ShouldBeNull();

        var list = await world.As(Role.Viewer).See((LibraryViews views) => views.Revisions(new(), default));
        list.Items.Select(line => (line.Ref, line.State)).ShouldBe([("LIB-0003", LibraryState.Accepted), ("LIB-0002", LibraryState.PassedOver), ("LIB-0001", LibraryState.Accepted)]);
        list.Items[0].Reason.ShouldBe("It says what LIB-0001 says, which was accepted.");
        (await InUse(world)).IsWhatThisServerReads.ShouldBeFalse("this process was started with the corrected one");
        (await world.As(Role.Viewer).See((LibraryViews views) => views.Changes(null, "LIB-0003", default))).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kept_library_this_version_cannot_read_is_compared_row_by_row_and_the_rest_said_to_be_unknown()
    {
        await using var world = await World.Create(backend);
        var old = copy.CorrectOneClaim().Correct("evidence/validity.yaml", "version:", "edition: 1\nversion:").Content;

        var changes = await world.As(Role.Viewer).See((LibraryViews views) => views.Beside(old, default));

        changes.Changes.Count.ShouldBe(2);
        changes.Effects.NotComputed.ShouldContain("evidence/validity.yaml");
        changes.Effects.ReuseAfter.ShouldBeNull();
    }

    private static string Says(LibraryComparison changes, EffectArea area, string reference) => changes.Effects.Effects.Single(effect => effect.Area == area && effect.Ref == reference).Says;

    /// <summary>As the host does when it starts.</summary>
    private static async Task Start(World world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LibraryRegister>().NoticeInstalled(default);
    }

    /// <summary>As another process does that was started with other files.</summary>
    private static async Task<LibraryRevision?> StartWith(World world, LibraryContent content, StandardsLibrary standards)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        return await new LibraryRegister(db, content, standards, new DerivationRun(db, standards), scope.ServiceProvider.GetRequiredService<LibraryViews>()).NoticeInstalled(default);
    }

    private static Task<LibraryInUse> InUse(World world) => world.As(Role.Viewer).See((LibraryViews views) => views.InUse(default));

    private static Task<LibraryComparison> Changes(World world) => world.As(Role.AimsManager).See((LibraryViews views) => views.Changes(null, null, default));

    private static Task<LibraryRevision> Accept(World world, Role role, string reason, string reference = "LIB-0002", int version = 0, Via via = Via.Page) =>
        world.As(role, via).Do((LibraryRegister register, Actor actor) => register.Accept(reference, version, reason, actor, default));

    private static async Task<T> Elsewhere<T>(World world, Func<LibraryViews, Task<T>> ask)
    {
        var unit = await world.Unit("MARKETS");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Mara", "mara@example.test", Unit: unit), new(Role.Viewer, unit), default));
        return await world.As("mara@example.test").See(ask);
    }

    private static Task Remember(World world, Func<ConcordDb, Work, Task> change) => world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        await change(db, work);
        await work.Commit(default);
    });

    private static Task<List<JournalEntry>> Told(World world) =>
        world.AsSystem(db => db.Set<JournalEntry>().AsNoTracking().Where(entry => entry.Act.StartsWith("library.")).OrderBy(entry => entry.Sequence).ToListAsync());
}

public sealed class LibraryOnSqlite() : LibraryContract(Backend.Sqlite);

public sealed class LibraryOnPostgres() : LibraryContract(Backend.Postgres);
