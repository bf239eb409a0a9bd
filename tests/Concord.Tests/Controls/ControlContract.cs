using System.Collections.Frozen;
using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Journal;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Controls;

public abstract class ControlContract(Backend backend)
{
    /// <summary>A requirement that needs no document, one that does, and one nobody touches.</summary>
    private const string Plain = "ISO42001:A.3.3";
    private const string Documented = "ISO42001:A.6.2.6";
    private const string Untouched = "ISO42001:A.10.3";

    [Fact]
    public async Task Applying_a_control_and_proving_it_moves_the_requirement_and_the_journal_says_why()
    {
        await using var world = await World.Create(backend);
        (await Line(world, Plain)).Derived.ShouldBe(RequirementResult.NotAssessed);

        await world.Control("AC-01", [Plain]);
        var unproven = await Line(world, Plain);
        (unproven.Derived, unproven.Because).ShouldBe((RequirementResult.NotConforming, "1 of 1 control unproven"));

        await world.Evidence("AC-01", daysOld: 3);
        var proven = await Line(world, Plain);
        (proven.Derived, proven.Because, proven.NewestEvidenceAge).ShouldBe((RequirementResult.Conforming, "1 of 1 control effective", 3));

        (await Told(world, Plain)).ShouldBe([
            $"{Plain} not assessed → not conforming: 1 of 1 control unproven",
            $"{Plain} not conforming → conforming: 1 of 1 control effective",
        ]);
        (await Told(world, Untouched)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Evidence_that_runs_out_is_noticed_by_the_products_own_derivation_and_only_once()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain]);
        await world.Evidence("AC-01", "computed");
        world.Clock.Advance(TimeSpan.FromDays(100));
        (await Refresh(world)).ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(1));
        (await Line(world, Plain)).Shown.ShouldBe(RequirementResult.NotConforming); // The page needs no run to know.
        (await Refresh(world)).ShouldBe([new(Plain, RequirementResult.Conforming, RequirementResult.NotConforming, "1 of 1 control unproven")]);
        (await Refresh(world)).ShouldBeEmpty();
        var detail = await Detail(world, Plain);
        detail.Rows.ShouldContain(row => row.Kind == FactKind.Evidence && row.Speaks == Speaks.NotAtAll && row.Says.Contains("no longer counts"));
        detail.Controls[0].Evidence[0].Counts.ShouldBeFalse();
        detail.Controls[0].Evidence[0].AgeInDays.ShouldBe(101);
    }

    [Fact]
    public async Task A_failing_control_among_four_makes_it_partial_and_the_only_one_not_conforming()
    {
        await using var world = await World.Create(backend);
        await Approved(world, "DOC-51", Documented);
        foreach (var control in new[] { "AC-01", "AC-03", "AC-04", "AC-05" })
        {
            await world.Control(control, [Documented]);
            await world.Evidence(control);
        }
        await world.Control("AC-02", [Plain]);
        await world.Evidence("AC-02");
        (await Line(world, Documented)).Because.ShouldBe("4 of 4 controls effective; documented in DOC-51");

        var changes = await Act(world, async (db, work) =>
        {
            foreach (var (control, signal) in new[] { ("AC-01", "SIG-0001"), ("AC-03", "SIG-0002"), ("AC-02", "SIG-0003") })
            {
                (await db.Set<AppliedControl>().SingleAsync(known => known.Ref == control)).Fails(signal);
                work.Note("control.failing", control, $"{signal} is open");
            }
        });
        changes.ShouldBe([
            new(Plain, RequirementResult.Conforming, RequirementResult.NotConforming, "1 of 1 control failing"),
            new(Documented, RequirementResult.Conforming, RequirementResult.Partial, "2 of 4 controls failing"),
        ], ignoreOrder: true);
        (await Detail(world, Documented)).Rows
            .ShouldContain(new DecidingRow(FactKind.Control, "AC-03", Speaks.Against, "About AC-03: failing, SIG-0002 is open"));

        (await Act(world, async (db, work) =>
        {
            foreach (var control in await db.Set<AppliedControl>().Where(known => known.FailingBecause.Count > 0).ToListAsync())
            {
                foreach (var signal in control.FailingBecause) control.NoLongerFails(signal);
                work.Note("control.released", control.Ref, "closed");
            }
        })).Select(change => change.After).ShouldBe([RequirementResult.Conforming, RequirementResult.Conforming]);
    }

    [Fact]
    public async Task A_control_of_a_lower_unit_names_it_and_one_of_the_topmost_names_none()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain], unit: "RETAIL");
        await world.Control("AC-02", [Plain], unit: "ORG");
        var views = world.As(Role.AimsManager);
        (await views.See((ControlViews controls) => controls.List(new PageRequest(Sort: "ref"), default))).Items.Select(line => (line.Ref, line.Unit)).ShouldBe([("AC-01", "Retail"), ("AC-02", null)]);
        (await views.See((ControlViews controls) => controls.Detail("AC-01", default))).Line.Unit.ShouldBe("Retail");
    }

    [Fact]
    public async Task What_an_act_changes_counts_in_its_own_derivation_before_it_is_stored()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("RETAIL");
        var owner = await world.PersonId(Role.SystemOwner);
        var changes = await world.AsSystem(async db =>
        {
            var standards = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
            var run = new DerivationRun(db, standards);
            var register = new ControlRegister(db, standards, run, new AddressBook(db));
            await using var work = await db.Begin(Actor.System, default);
            await new DocumentRegister(db, standards, new(world.Location)).BringIn(work, unit, "DOC-51", new("Plan", "plan", owner, "Risk", null),
                [new("# Plan", "", "", [Documented], [], "PERSON-X", owner, world.Clock.GetUtcNow())], default);
            await register.Apply(work, new(unit, "Monitoring", owner, ControlStatus.Applied, [], [Documented], [], ["psi_score"], "AC-01"), default);
            await register.Attach(work, new(unit, "record", "Report", world.Today, EvidenceResult.Effective, "", "seen", ["AC-01"]), default);
            var derived = await run.Run(work, default);
            await new NonconformityRegister(db).OpenOrJoin(work,
                new(unit, "SYS-01", "AC-01", "Out of bounds", owner, NonconformityGrade.Minor, world.Today.AddDays(30), "SIG-0001"), default);
            var again = await run.Run(work, default);
            await work.Commit(default);
            return derived.Concat(again).ToList();
        });
        changes.ShouldBe([
            new(Documented, RequirementResult.NotAssessed, RequirementResult.Conforming, "1 of 1 control effective; documented in DOC-51"),
            new(Documented, RequirementResult.Conforming, RequirementResult.Partial, "minor NC-0001 open"),
        ]);
    }

    [Fact]
    public async Task A_planned_control_counts_only_once_it_is_in_effect()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain], ControlStatus.Planned);
        await world.Evidence("AC-01");
        (await Line(world, Plain)).Because.ShouldBe("1 of 1 control planned");
        await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.PutIntoEffect("AC-01", 0, actor, default));
        (await Line(world, Plain)).Derived.ShouldBe(RequirementResult.Conforming);
        await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.PutIntoEffect("AC-01", 1, actor, default))
            .ShouldBeRefused("CONTROL-IN-EFFECT");
    }

    [Fact]
    public async Task What_the_library_does_not_know_is_refused()
    {
        await using var world = await World.Create(backend);
        (await world.Control("AC-01", [Plain, "ISO42001:A.99"]).Refused()).Message.ShouldContain("ISO42001:A.99");
        await world.Control("AC-01", ["ISO42001:A.6"]).ShouldBeRefused("REQUIREMENT-UNKNOWN"); // A heading is not a requirement.
        await world.Control("AC-01", [Plain], partly: [Documented]).ShouldBeRefused("CONTROL-PARTLY");
        await world.Control("AC-01", [Plain]);
        (await world.Evidence("AC-01", "rumour").Refused()).Message.ShouldContain("computed");
        await world.Evidence("AC-02").ShouldBeRefused(Refusal.NotFound);
        await world.Evidence("AC-01", daysOld: -1).ShouldBeRefused("EVIDENCE-DATE");
        var missing = new ControlApplication(await world.Unit("RETAIL"), "T", null, ControlStatus.Applied, ["SYS-77"], [Plain], [], []);
        await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.Apply(missing, actor, default))
            .ShouldBeRefused(Refusal.NotFound);
        await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls
            .Apply(missing with { Systems = [], Metrics = ["gut_feeling"] }, actor, default)).ShouldBeRefused(Refusal.NotFound);
        await world.As(Role.Auditor).Do((ControlRegister controls, Actor actor) => controls.Apply(missing with { Systems = [] }, actor, default))
            .ShouldBeRefused(Refusal.AccessDenied);
    }

    [Fact]
    public async Task A_key_may_be_written_in_both_spellings()
    {
        await using var world = await World.Create(backend);
        (await world.Control("AC-01", ["iso42001:2023/A.3.3"])).Requirements.ShouldBe([Plain]);
        (await Detail(world, "iso42001:2023/A.3.3")).Line.Controls.ShouldBe(1);
    }

    [Fact]
    public async Task An_override_needs_a_reason_is_shown_as_such_and_does_not_hide_what_was_derived()
    {
        await using var world = await World.Create(backend);
        var manager = world.As(Role.AimsManager);
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements
            .Overrule(Plain, 0, RequirementResult.NotApplicable, " ", actor, default)).ShouldBeRefused("REQUIREMENT-OVERRIDE-REASON");
        await world.As(Role.SystemOwner).Do((RequirementRegister requirements, Actor actor) => requirements
            .Overrule(Plain, 0, RequirementResult.Conforming, "Because I say so.", actor, default)).ShouldBeRefused("ACCESS-DENIED");
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements
            .Overrule(Plain, 0, RequirementResult.NotApplicable, "No such channel.", actor, default));
        var detail = await Detail(world, Plain);
        (detail.Line.Derived, detail.Line.Shown, detail.Line.Override, detail.OverrideReason)
            .ShouldBe((RequirementResult.NotAssessed, RequirementResult.NotApplicable, RequirementResult.NotApplicable, "No such channel."));
        detail.Rows[0].Kind.ShouldBe(FactKind.Override);

        await world.Control("AC-01", [Plain]);
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements.Overrule(Plain, 0, null, "", actor, default))
            .ShouldBeRefused(Refusal.Stale);
        var version = (await Line(world, Plain)).Version;
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements.Overrule(Plain, version, null, "", actor, default));
        (await Line(world, Plain)).Shown.ShouldBe(RequirementResult.NotConforming);
    }

    [Fact]
    public async Task Work_status_is_kept_apart_from_the_result()
    {
        await using var world = await World.Create(backend);
        await world.As(Role.AimsManager).Do((RequirementRegister requirements, Actor actor) => requirements.Set(Plain, 0, WorkStatus.Done, null, actor, default));
        var line = await Line(world, Plain);
        (line.WorkStatus, line.Owner, line.Shown).ShouldBe((WorkStatus.Done, null, RequirementResult.NotAssessed));
        await world.As(Role.Viewer).Do((RequirementRegister requirements, Actor actor) => requirements
            .Set(Plain, line.Version, WorkStatus.NotStarted, null, actor, default)).ShouldBeRefused(Refusal.AccessDenied);
    }

    [Fact]
    public async Task A_requirement_has_an_owner_by_whom_the_list_is_filtered_and_the_journal_says_who_was_before()
    {
        await using var world = await World.Create(backend);
        var manager = world.As(Role.AimsManager);
        var owner = await world.PersonId(Role.RiskOwner);
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements.Set(Plain, 0, WorkStatus.InProgress, owner, actor, default));
        var line = await Line(world, Plain);
        line.Owner!.Id.ShouldBe(owner);
        (await manager.See((RequirementViews views) => views.List("iso42001:2023", new(Filter: $"owner:{line.Owner.Ref}"), default))).Items.Select(one => one.Key).ShouldBe([Plain]);
        (await manager.See((RequirementViews views) => views.List("iso42001:2023", new(Filter: "owner:PERSON-9999"), default))).Total.ShouldBe(0);

        await manager.Do((RequirementRegister requirements, Actor actor) => requirements.Set(Plain, line.Version, WorkStatus.InProgress, null, actor, default));
        (await Line(world, Plain)).Owner.ShouldBeNull();
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements.Set(Plain, line.Version, WorkStatus.Done, owner, actor, default)).ShouldBeRefused(Refusal.Stale);
        await manager.Do((RequirementRegister requirements, Actor actor) => requirements.Set(Untouched, 0, WorkStatus.Done, new PersonId(Guid.CreateVersion7()), actor, default)).ShouldBeRefused("NOT-FOUND");
        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Act == "requirement.work").OrderBy(entry => entry.Sequence).Select(entry => entry.Detail).ToListAsync()))
            .ShouldBe([$"not started → in progress; owner nobody → {line.Owner.Name}", $"in progress → in progress; owner {line.Owner.Name} → nobody"]);
    }

    [Fact]
    public async Task The_list_stands_in_the_order_of_the_standard_and_readiness_counts_every_requirement_once()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain, Documented]);
        await world.Evidence("AC-01");
        var viewer = world.As(Role.Viewer);
        var all = await viewer.See((RequirementViews views) => views.List("iso42001:2023", new(Size: 200), default));
        (all.Total, all.Items[0].Number, all.Items[^1].Number).ShouldBe((70, "4.1", "A.10.4"));
        (await viewer.See((RequirementViews views) => views.List("iso42001:2023", new(Filter: "result:conforming"), default))).Items.Select(line => line.Key)
            .ShouldBe([Plain]);
        (await viewer.See((RequirementViews views) => views.List("iso42001:2023", new(Filter: "result:partial"), default))).Items.Select(line => line.Key)
            .ShouldBe([Documented]);
        (await viewer.See((RequirementViews views) => views.List("iso42001:2023", new(Filter: "phase:check,kind:clause"), default))).Items
            .ShouldAllBe(line => line.Phase == PdcaPhase.Check && line.Kind == RequirementKind.Clause);
        (await viewer.See((RequirementViews views) => views.List("iso42001:2023", new(Sort: "evidence", Size: 2), default))).Items
            .ShouldAllBe(line => line.NewestEvidenceAge == 0);

        var readiness = await viewer.See((RequirementViews views) => views.Readiness("iso42001:2023", default));
        readiness.Sum(group => group.Total).ShouldBe(70);
        readiness.ShouldAllBe(group => group.Results.Values.Sum() == group.Total);
        var group = readiness.Single(group => group.Group.Number == "A.6");
        (group.Of(RequirementResult.Partial), group.Of(RequirementResult.Conforming), group.Group.Title).ShouldBe((1, 0, "AI system life cycle"));
        await viewer.See((RequirementViews views) => views.List("iso42001:1999", new(), default)).ShouldBeRefused(Refusal.NotFound);
    }

    [Fact]
    public async Task A_result_speaks_for_the_whole_organisation_but_rows_of_other_units_are_only_counted()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain]);
        await world.Evidence("AC-01");
        await world.Control("AC-02", [Plain], unit: "MARKETS");
        var retail = await world.Unit("RETAIL");
        await world.AsSystem(async db =>
        {
            db.SeeAs(Seer(retail));
            var detail = await new RequirementViews(db, StandardsLibrary.Load(StandardsLibrary.DefaultFolder)).Detail(Plain, default);
            (detail.Line.Derived, detail.Line.Because, detail.HiddenRows).ShouldBe((RequirementResult.Partial, "1 of 2 controls unproven", 1));
            detail.Controls.Select(control => control.Ref).ShouldBe(["AC-01"]);
            detail.Rows.ShouldAllBe(row => row.Ref != "AC-02");
        });
    }

    [Fact]
    public async Task Evidence_shows_its_content_its_hash_its_age_and_what_it_speaks_about()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain]);
        var evidence = await world.Evidence("AC-01", daysOld: 7);
        var detail = await world.As(Role.Viewer).See((EvidenceViews views) => views.Detail(evidence.Ref, default));
        (detail.Content, detail.ContentIsWhole, detail.Line.AgeInDays, detail.Line.Counts).ShouldBe(("what was seen", true, 7, true));
        detail.ContentSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("what was seen"u8)));
        detail.Controls.ShouldBe([new("AC-01", "About AC-01")]);
        detail.RecordedBy!.Name.ShouldBe("AimsManager Person");

        var list = await world.As(Role.Viewer).See((EvidenceViews views) => views.List(new(Filter: "control:AC-01,counts:yes"), default));
        list.Items.ShouldHaveSingleItem().Line.Ref.ShouldBe(evidence.Ref);
        (await world.As(Role.Viewer).See((EvidenceViews views) => views.List(new(Filter: "control:AC-0"), default))).Total.ShouldBe(0);
    }

    [Fact]
    public async Task A_control_shows_its_derived_state()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Plain]);
        await world.Control("AC-02", [Documented]);
        await world.Evidence("AC-01", result: EvidenceResult.Failing);
        var lines = (await world.As(Role.Viewer).See((ControlViews views) => views.List(new(), default))).Items;
        lines.Select(line => (line.Ref, line.State)).ShouldBe([("AC-01", ControlState.Failing), ("AC-02", ControlState.Unproven)]);
        lines[0].Owner!.Name.ShouldBe("SystemOwner Person");
        (await world.As(Role.Viewer).See((ControlViews views) => views.List(new(Filter: $"requirement:{Documented}"), default))).Items
            .ShouldHaveSingleItem().Ref.ShouldBe("AC-02");
        (await world.As(Role.Viewer).See((ControlViews views) => views.Detail("AC-01", default))).Evidence.ShouldHaveSingleItem().Result
            .ShouldBe(EvidenceResult.Failing);
    }

    [Fact]
    public async Task Documents_are_listed_and_found_by_the_requirement_they_document()
    {
        await using var world = await World.Create(backend);
        await Approved(world, "DOC-51", Documented);
        await world.Document(null, [Plain], approvedOn: null);
        var viewer = world.As(Role.Viewer);
        (await viewer.See((DocumentViews views) => views.List(new(Filter: $"requirement:{Documented}"), default))).Items.ShouldHaveSingleItem().Ref
            .ShouldBe("DOC-51");
        (await viewer.See((DocumentViews views) => views.List(new(Filter: "state:draft"), default))).Items.ShouldHaveSingleItem().Ref.ShouldBe("DOC-0001");
        (await viewer.See((DocumentViews views) => views.Detail("DOC-51", default))).Line.Requirements.ShouldBe([Documented]);
    }

    private static Actor Seer(OrganisationUnitId unit) =>
        new(null, "PERSON-X", "Somebody", Via.Page,
            [new Grant(nameof(Role.Viewer), RolePermissions.Of(Role.Viewer).ToFrozenSet(), new[] { unit }.ToFrozenSet())]);

    private static Task Approved(World world, string reference, string requirement) => world.Document(reference, [requirement], new(2026, 1, 11));

    private static async Task<IReadOnlyList<RequirementChange>> Act(World world, Func<ConcordDb, Work, Task> change) => await world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        await change(db, work);
        var changes = await new DerivationRun(db, StandardsLibrary.Load(StandardsLibrary.DefaultFolder)).Run(work, default);
        await work.Commit(default);
        return changes;
    });

    private static Task<IReadOnlyList<RequirementChange>> Refresh(World world) =>
        world.AsSystem(db => new DerivationRun(db, StandardsLibrary.Load(StandardsLibrary.DefaultFolder)).Refresh(default));

    private static Task<RequirementDetail> Detail(World world, string key) => world.As(Role.Viewer).See((RequirementViews views) => views.Detail(key, default));

    private static async Task<RequirementLine> Line(World world, string key) => (await Detail(world, key)).Line;

    private static Task<List<string>> Told(World world, string key) => world.AsSystem(db =>
        db.Set<JournalEntry>().Where(entry => entry.Subject == key && entry.Act == "requirement.derived").OrderBy(entry => entry.Sequence)
            .Select(entry => entry.Detail).ToListAsync());
}

public sealed class ControlsOnSqlite() : ControlContract(Backend.Sqlite);

public sealed class ControlsOnPostgres() : ControlContract(Backend.Postgres);
