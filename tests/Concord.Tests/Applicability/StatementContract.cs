using Concord.Applicability;
using Concord.Controls;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Journal;
using Concord.Links;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage.Verification;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using CsvWriter = Concord.Foundation.CsvWriter;

namespace Concord.Tests.Applicability;

/// <summary>The statement of applicability: composed from the record, frozen, approved, compared.</summary>
public abstract class StatementContract(Backend backend)
{
    private const string Monitored = "ISO42001:A.6.2.6";
    private const string Customers = "ISO42001:A.10.4";
    private const string Hostile = "=HYPERLINK(\"http://example.test\")\u202Egnp.exe, \"quoted\";\nnext line";

    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);

    [Fact]
    public async Task Every_control_of_both_standards_has_a_line_and_nobody_decided_yet()
    {
        await using var world = await World.Create(backend);
        var page = await List(world, new(Size: 200));
        page.Lines.Total.ShouldBe(38 + 93);
        page.Standing.Select(counts => (counts.Edition, counts.Controls, counts.NotDecided)).ShouldBe([("iso42001:2023", 38, 38), ("iso27001:2022", 93, 93)]);
        page.Lines.Items.ShouldAllBe(line => line.Applicability == ControlApplicability.NotDecided && line.DecidedBy == DecidedBy.Nobody && line.State == RequirementResult.NotAssessed);
    }

    [Fact]
    public async Task A_control_that_an_applied_control_answers_is_applicable_by_that_and_says_what_it_treats()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-A");
        await world.Risk("RISK-1", "SYS-A");
        await world.Control("AC-01", [Monitored, "ISO27001:A.8.16"]);
        await world.Evidence("AC-01", daysOld: 5);
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            db.Add(new Link("AC-01", Relation.Risk, "RISK-2", "", db.Now));
            work.Note("link.made", "AC-01", "RISK-2");
            await work.Commit(default);
        });
        await world.Risk("RISK-2");

        var line = await Line(world, Monitored);
        (line.Applicability, line.DecidedBy, line.JustificationDerived).ShouldBe((ControlApplicability.Applicable, DecidedBy.Fact, true));
        line.Justification.ShouldStartWith("answered by AC-01; treats RISK-1, RISK-2");
        line.Risks.Select(risk => (risk.Ref, risk.Because)).ShouldBe([("RISK-1", "AC-01 watches what indicates it"), ("RISK-2", "linked to AC-01")]);
        line.Obligations.ShouldAllBe(item => item.Framework.Length > 0);
        (line.Evidence!.AgeOn(world.Today), line.Evidence.CountsOn(world.Today), line.Controls.Single().OwnerName).ShouldBe((5, true, "SystemOwner Person"));

        var security = await Line(world, "ISO27001:A.8.16"); // One applied control, two standards.
        (security.State, security.Controls.Single().Ref).ShouldBe((RequirementResult.Conforming, "AC-01"));
    }

    [Fact]
    public async Task A_risk_whose_catalogue_entry_names_a_control_is_treated_by_it_until_it_is_closed()
    {
        await using var world = await World.Create(backend);
        await world.Risk("RISK-1");
        var line = await Line(world, Monitored);
        line.Applicability.ShouldBe(ControlApplicability.NotDecided);
        line.Justification.ShouldStartWith("treats RISK-1");
        line.Risks.Single().Because.ShouldBe("AIR-03 of the risk catalogue names this control");
        await world.Tamper("""UPDATE "Risk" SET "State" = 'Closed'""");
        (await Line(world, Monitored)).Risks.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_is_filtered_and_paged()
    {
        await using var world = await World.Create(backend);
        await Decide(world, Customers, applicable: false, "No customers at all.");
        (await List(world, new(Filter: "applicable:excluded"))).Lines.Items.ShouldHaveSingleItem().Key.ShouldBe(Customers);
        (await List(world, new(Filter: "customers at all"))).Lines.Items.ShouldHaveSingleItem().Key.ShouldBe(Customers);
        (await List(world, new(Filter: "standard:iso42001 group:ISO42001:A.10"))).Lines.Total.ShouldBe(3);
        (await List(world, new(Filter: "state:notAssessed standard:iso27001"))).Lines.Total.ShouldBe(93);
        (await List(world, new(Page: 3, Size: 60))).Lines.Items.Count.ShouldBe(11);
        await List(world, new(Filter: "standard:itil")).ShouldBeRefused("STATEMENT-STANDARD");
        await List(world, new(Sort: "colour")).ShouldBeRefused("LIST-SORT");
    }

    [Fact]
    public async Task What_lies_in_another_part_of_the_organisation_is_counted_and_not_named_live_and_frozen()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-R", [Monitored], unit: "RETAIL");
        await world.Control("AC-M", [Monitored], unit: "MARKETS");
        await world.Evidence("AC-M", unit: "MARKETS");
        await DecideAll(world);
        await Draft(world);
        var retail = await world.Unit("RETAIL");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: retail), new(Role.Viewer, retail), default));
        var rita = world.As("rita@example.test");
        foreach (var line in new[] { await rita.See((StatementViews views) => views.Control(Monitored, default)), (await rita.See((StatementViews views) => views.All(1, [], default))).Lines.Single(line => line.Key == Monitored) })
        {
            (line.Controls.Single().Ref, line.Hidden, line.Evidence!.Ref).ShouldBe(("AC-R", 1, ""));
        }
    }

    [Fact]
    public async Task A_revision_is_frozen_numbered_approved_by_another_and_superseded_by_the_next()
    {
        await using var world = await World.Create(backend);
        await DecideAll(world);
        var first = await Draft(world);
        (first.Number, first.Ref, first.State, first.Applicable, first.NotDecided).ShouldBe((1, "SOA-0001", StatementState.Draft, 131, 0));
        await Draft(world).ShouldBeRefused("STATEMENT-DRAFT");

        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Approve(1, first.Version, actor, default)).ShouldBeRefused("STATEMENT-OWN");
        await Approve(world, 1, first.Version, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        await Approve(world, 1, 7).ShouldBeRefused(Refusal.Stale);
        await world.As(Role.Auditor).Do((StatementRegister register, Actor actor) => register.Approve(1, first.Version, actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        var approved = await Approve(world, 1, first.Version);
        await Approve(world, 1, approved.Version).ShouldBeRefused("STATEMENT-STATE");

        await Decide(world, Customers, applicable: false, "Sold to nobody.");
        var second = await Draft(world);
        await Approve(world, 2, second.Version);
        var revisions = (await world.As(Role.Viewer).See((StatementViews views) => views.Revisions(new(), default))).Items;
        revisions.Select(line => (line.Number, line.State, line.Excluded)).ShouldBe([(2, StatementState.Approved, 1), (1, StatementState.Superseded, 0)]);
        (await world.As(Role.Viewer).See((StatementViews views) => views.All(1, [], default))).Lines.Single(line => line.Key == Customers).Applicability.ShouldBe(ControlApplicability.Applicable);
        (await Told(world, "SOA-0001")).ShouldBe(["statement.drafted", "statement.approved", "statement.superseded"]);
    }

    [Fact]
    public async Task What_is_not_decided_keeps_a_revision_from_being_approved_and_all_of_it_is_named()
    {
        await using var world = await World.Create(backend);
        await DecideAll(world, but: [Customers, Monitored]);
        await world.Tamper($"""UPDATE "RequirementState" SET "Override" = 'NotApplicable', "Justification" = NULL, "OverrideReason" = '' WHERE "Ref" = 'ISO42001:A.2.2'""");
        var draft = await Draft(world);
        var refusal = await Approve(world, 1, draft.Version).Refused();
        refusal.Code.ShouldBe("STATEMENT-INCOMPLETE");
        refusal.Message.ShouldContain($"No decision: {Monitored}, {Customers}.");
        refusal.Message.ShouldContain("Excluded without a justification: ISO42001:A.2.2.");
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Withdraw(1, draft.Version, actor, default));
        (await Draft(world)).Number.ShouldBe(2); // A withdrawn revision keeps its number.
    }

    [Fact]
    public async Task A_revision_states_the_standards_it_is_drafted_for_and_needs_a_reason()
    {
        await using var world = await World.Create(backend);
        var draft = await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft(["iso27001"], "As certified", actor, default));
        (draft.NotDecided, draft.Standards.ShouldHaveSingleItem()).ShouldBe((93, Library.Editions.Single(edition => edition.Prefix == "ISO27001").Designation));
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Withdraw(1, draft.Version, actor, default));
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft(["itil"], "R", actor, default)).ShouldBeRefused("STATEMENT-STANDARD");
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft([], " ", actor, default)).ShouldBeRefused("STATEMENT-REASON");
        await world.As(Role.SystemOwner).Do((StatementRegister register, Actor actor) => register.Draft([], "R", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
    }

    [Fact]
    public async Task Content_changed_behind_our_back_is_found_by_its_hash_and_by_the_journal()
    {
        await using var world = await World.Create(backend);
        await DecideAll(world);
        var draft = await Draft(world);
        (await world.As(Role.Viewer).See((StatementViews views) => views.Revision(1, default))).ContentIsWhole.ShouldBeTrue();
        await world.Tamper("""UPDATE "StatementRevision" SET "Content" = replace("Content", 'Needed here', 'Not needed')""");
        (await world.As(Role.Viewer).See((StatementViews views) => views.Revision(1, default))).ContentIsWhole.ShouldBeFalse();
        await Approve(world, 1, draft.Version).ShouldBeRefused("STATEMENT-CHANGED");
        var verified = await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default));
        verified.Damages.ShouldHaveSingleItem().Place.ShouldContain("SOA-0001");
    }

    [Fact]
    public async Task The_difference_is_told_in_words_between_revisions_and_to_the_statement_now()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", [Monitored]);
        var first = await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft(["iso42001"], "First", actor, default));
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Withdraw(1, first.Version, actor, default));
        (await Difference(world, 1, null)).ShouldBeEmpty("the other standard is not what the revision speaks of");

        await Decide(world, Customers, applicable: false, "Sold to nobody.");
        await Decide(world, Monitored, applicable: true, "Two systems drifted.");
        await world.Evidence("AC-01");
        await world.Control("AC-02", [Monitored]);
        await world.Risk("RISK-1");
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft(["iso42001"], "Second", actor, default));
        var told = (await Difference(world, 1, 2)).Select(change => (change.Key, change.Kind, change.Text)).ToList();
        told.ShouldContain((Customers, StatementChangeKind.Applicability, "not decided → excluded (Sold to nobody.)"));
        told.ShouldContain(change => change.Key == Monitored && change.Kind == StatementChangeKind.State && change.Text.StartsWith("not conforming → partial: 1 of 2 controls unproven"));
        told.Count(change => change.Key == Customers).ShouldBe(1);
        told.ShouldContain((Monitored, StatementChangeKind.Controls, "AC-02 answers it too; AC-01 unproven → effective"));
        told.ShouldContain((Monitored, StatementChangeKind.Risks, "treats RISK-1 too"));
        told.ShouldContain(change => change.Key == Monitored && change.Kind == StatementChangeKind.Justification && change.Text.EndsWith("→ “Two systems drifted.”"));
        (await Difference(world, 2, 2)).ShouldBeEmpty();
        (await Difference(world, 1, null)).Select(change => (change.Key, change.Kind, change.Text)).ShouldBe(told);
        (await Difference(world, 2, 1)).ShouldContain(change => change.Text == "AC-02 no longer answers it; AC-01 effective → unproven");
    }

    [Fact]
    public async Task The_file_is_read_by_re_use_and_a_hostile_justification_is_only_a_text()
    {
        await using var world = await World.Create(backend);
        await world.Control("AC-01", ["ISO27001:A.8.16"]);
        await world.Evidence("AC-01", "procedure");
        await Decide(world, "ISO27001:A.8.15", applicable: true, Hostile);
        await Decide(world, "ISO27001:A.8.30", applicable: false, Hostile);
        var (lines, asOf) = await world.As(Role.Viewer).See((StatementViews views) => views.All(null, ["iso27001"], default));
        var csv = StatementCsv.Of(lines, asOf, Library.ReuseDefinition);

        var read = new StatementReader(Library, asOf).Read([await world.Write(csv)], [.. Library.Editions.Where(edition => edition.Prefix == "ISO27001")]);
        // A statement has no clauses, and re-use rests on them too.
        read.Warnings.ShouldHaveSingleItem().Code.ShouldBe("clauses-not-stated");
        (read.States.Of["ISO27001:A.8.16"].Value, read.States.Of["ISO27001:A.8.1"].Because).ShouldBe((1, "not decided"));
        read.States.Of["ISO27001:A.8.30"].Because.ShouldStartWith("excluded: '=HYPERLINK");

        var rows = Rows(csv);
        rows.Count.ShouldBe(93);
        rows["ISO27001:A.8.15"]["justification"].ShouldBe("'" + Hostile);
        CsvWriter.Armed(rows["ISO27001:A.8.15"]["justification"]).ShouldBe(Hostile);
        (rows["ISO27001:A.8.30"]["applicable"], CsvWriter.Armed(rows["ISO27001:A.8.30"]["exclusion_reason"]), rows["ISO27001:A.8.30"]["decision"]).ShouldBe(("no", Hostile, "person"));
        (rows["ISO27001:A.8.16"]["decision"], rows["ISO27001:A.8.16"]["justification"], rows["ISO27001:A.8.16"]["applied_controls"]).ShouldBe(("fact", "", "AC-01 About AC-01 (SystemOwner Person)"));
        (rows["ISO27001:A.8.1"]["decision"], rows["ISO27001:A.8.1"]["applicable"], rows["ISO27001:A.8.1"]["status"]).ShouldBe(("not decided", "", ""), "nobody planned it");
        (rows["ISO27001:A.8.16"]["evidence_doc_ids"].Length, rows["ISO27001:A.8.16"]["evidence_title"].Length).ShouldBe((lines.Single(line => line.Key == "ISO27001:A.8.16").Evidence!.Ref.Length, lines.Single(line => line.Key == "ISO27001:A.8.16").Evidence!.Title.Length));
        rows["ISO27001:A.8.16"]["evidence_title"].ShouldNotBeEmpty();
    }

    private static Dictionary<string, Dictionary<string, string>> Rows(string csv)
    {
        using var reader = CsvReader.FromText(csv, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        reader.Read();
        var header = reader.Current.ToArray();
        header.ShouldBe(StatementCsv.Columns);
        var rows = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        while (reader.Read())
        {
            var cells = reader.Current.ToArray();
            rows.Add(cells[0], header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal));
        }
        return rows;
    }

    private static Task<StatementList> List(World world, PageRequest request) => world.As(Role.Viewer).See((StatementViews views) => views.List(request, default));

    private static Task<StatementLine> Line(World world, string key) => world.As(Role.Viewer).See((StatementViews views) => views.Control(key, default));

    private static Task<IReadOnlyList<StatementChange>> Difference(World world, int before, int? after) => world.As(Role.Viewer).See((StatementViews views) => views.Difference(before, after, default));

    private static Task<StatementRevision> Draft(World world) => world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft([], "For the audit", actor, default));

    private static async Task Decide(World world, string key, bool applicable, string justification)
    {
        var version = (await Line(world, key)).Version;
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(key, version, applicable, justification, actor, default));
    }

    private static Task DecideAll(World world, params string[] but) => world.AsSystem(async db =>
    {
        var register = new RequirementRegister(db, Library);
        await using var work = await db.Begin(Actor.System, default);
        var versions = await db.Set<RequirementState>().AsNoTracking().ToDictionaryAsync(state => state.Ref, state => state.Version, StringComparer.Ordinal);
        foreach (var control in Library.Requirements.Where(requirement => requirement is { IsRequirement: true, Kind: RequirementKind.Control } && !but.Contains(requirement.Key)))
            await register.Decide(work, control.Key, versions.GetValueOrDefault(control.Key), applicable: true, "Needed here", default);
        await work.Commit(default);
    });

    /// <summary>By somebody else with the same role.</summary>
    private static async Task<StatementRevision> Approve(World world, int number, int version, Via via = Via.Page)
    {
        const string other = "approver@example.test";
        if (!await world.AsSystem(db => db.Set<Person>().AnyAsync(person => person.Email == other)))
        {
            var root = await world.Unit("ORG");
            await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Marta", other, Unit: root), new(Role.AimsManager, root), default));
        }
        return await world.As(other, via).Do((StatementRegister register, Actor actor) => register.Approve(number, version, actor, default));
    }

    private static Task<List<string>> Told(World world, string reference) => world.AsSystem(db =>
        db.Set<JournalEntry>().Where(entry => entry.Subject == reference).OrderBy(entry => entry.Sequence).Select(entry => entry.Act).ToListAsync());
}

public sealed class StatementsOnSqlite() : StatementContract(Backend.Sqlite);

public sealed class StatementsOnPostgres() : StatementContract(Backend.Postgres);
