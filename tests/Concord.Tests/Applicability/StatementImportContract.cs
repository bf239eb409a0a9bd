using System.Text;
using Concord.Applicability.Import;
using Concord.Controls;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Journal;
using Concord.Organisation;
using Concord.Reports;
using Concord.Standards;
using Concord.Tables;
using Concord.Tests.Gaps;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Applicability;

/// <summary>An organisation's own statement of applicability, taken into the record.</summary>
public abstract class StatementImportContract(Backend backend)
{
    private static readonly StandardsLibrary Library = ExpectedReuse.Library;

    [Fact]
    public async Task What_was_certified_is_in_the_record_and_re_used_as_the_file_says()
    {
        await using var world = await Later();
        var table = await Read(ExpectedReuse.SecurityStatement);

        var shown = await Propose(world, table);
        var unproven = shown.Findings.ShouldHaveSingleItem();
        (unproven.Place, unproven.Code).ShouldBe(("C124 (status)", "without-evidence"), "the last control is done and names nothing that proves it");
        (await world.AsSystem(db => db.Set<AppliedControl>().CountAsync())).ShouldBe(0, "a dry run changes nothing");
        (shown.Plan.Controls.Count, shown.Plan.Of(StatementImportKind.Exclusion), shown.Plan.Rows).ShouldBe((121, 2, 123));
        shown.Plan.Summary.ShouldStartWith("121 controls new, 2 exclusions, ");

        var taken = await TakeIn(world, table, seen: shown.Plan.Fingerprint);
        taken.Plan.Fingerprint.ShouldBe(shown.Plan.Fingerprint);
        var figure = await world.As(Role.Viewer).See((ReuseViews views) => views.Ask(["iso27001"], "0.33", null, "2026-10-14", default));
        figure.Realised.ShouldBe(40.0);
        var ofFile = Reuse.Of(Library, ExpectedReuse.Question("iso27001", 0.33), new StatementReader(Library, ExpectedReuse.Day).Read([ExpectedReuse.SecurityStatement], ExpectedReuse.Question("iso27001").Held).States);
        figure.Rows.Select(row => (row.Requirement, row.RealisedCredit)).ShouldBe(ofFile.Rows.Select(row => (row.Requirement, row.RealisedCredit)));
    }

    [Fact]
    public async Task The_same_statement_twice_in_any_form_changes_nothing_more()
    {
        await using var world = await Later();
        await TakeIn(world, await Read(ExpectedReuse.SecurityStatement));
        var before = await Entries(world);
        var lines = (await File.ReadAllLinesAsync(ExpectedReuse.SecurityStatement, TestContext.Current.CancellationToken)).Select(line => line.Split(',')).ToArray();
        var shuffled = await world.Write(string.Join('\n', lines.Select(line => string.Join(';', line[5], line[2], line[0].Replace("ISO27001:", "", StringComparison.Ordinal), line[4], line[1], $"\"{line[3]}\""))));

        foreach (var file in new[] { ExpectedReuse.SecurityStatement, shuffled, await Workbook(world, lines) })
        {
            var again = await TakeIn(world, await Read(file), new(Standard: "iso27001"));
            again.Findings.ShouldBeEmpty();
            again.Plan.Summary.ShouldBe("Nothing to change: all 123 rows say what the record says.");
        }
        (await Entries(world)).ShouldBe(before);
    }

    [Fact]
    public async Task A_row_that_lists_controls_or_was_cut_by_its_separator_is_refused_and_nothing_of_it_is_lost_quietly()
    {
        await using var world = await Later();
        var file = await Csv(world, "Control;Applicable;Status;Justification\nISO27001:A.5.31 and A.5.32;yes;implemented;a\nISO27001:A.7.7;yes;implemented;Law; contract; and risk");
        (await Should.ThrowAsync<FindingsException>(() => TakeIn(world, file))).Findings.Select(finding => finding.Code).ShouldBe(["several-controls", "too-many-cells", "without-evidence"]);
    }

    [Fact]
    public async Task What_was_exported_changes_nothing_when_it_is_taken_in()
    {
        await using var world = await Later();
        await TakeIn(world, await Read(ExpectedReuse.SecurityStatement));
        await TakeIn(world, await Csv(world, "Control,Applicable,Reason\nISO42001:A.6.2.6,yes,=we watch it\nISO42001:A.2.2,no,'No AI policy; of our own\nISO42001:A.2.3,yes,"));
        foreach (var (key, applies, why) in new[] { ("ISO42001:A.9.3", false, "'=two\r\nlines"), ("ISO42001:A.9.4", true, "'it''s; \"quoted\",\r\n\t@and more"), ("ISO42001:A.4.2", true, "'+49 30 1234") })
            await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(key, 0, applies, why, actor, default));
        await world.Control("CTL-A", ["ISO42001:A.6.2.6", "ISO27001:A.5.1"], unit: "ORG");
        await world.Evidence("CTL-A", daysOld: 3, unit: "ORG");
        await world.Control("CTL-B", ["ISO42001:A.9.2"], unit: "ORG", partly: ["ISO42001:A.9.2"]);
        await world.Control("CTL-C", ["ISO42001:A.9.3", "ISO42001:A.9.2"], unit: "ORG");
        var before = await Entries(world);

        foreach (var format in new[] { "csv", "xlsx" })
        {
            var export = Path.Combine(world.Folder, $"export.{format}");
            await File.WriteAllBytesAsync(export, (await world.As(Role.AimsManager).See((StatementReport report) => report.Write(format, null, [], default))).Bytes, TestContext.Current.CancellationToken);
            var again = await TakeIn(world, await Read(export));
            again.Findings.ShouldBeEmpty($"nothing of our own {format} is a fault or worth a warning");
            again.Plan.Changes.ShouldBeEmpty(format);
            again.Summary.Contains("Only the sheet Data was read; nothing is taken from", StringComparison.Ordinal).ShouldBe(format == "xlsx", again.Summary);
        }
        (await Entries(world)).ShouldBe(before);
    }

    /// <summary>Who fills in an export and leaves the column that says who decided has decided all the same.</summary>
    [Fact]
    public async Task Decisions_typed_into_an_export_are_taken_in()
    {
        await using var world = await Later();
        await world.Control("CTL-B", ["ISO42001:A.9.2"], unit: "ORG");
        var lines = Encoding.UTF8.GetString((await world.As(Role.AimsManager).See((StatementReport report) => report.Write("csv", null, [], default))).Bytes).Split('\n');
        void Type(string control, string answer, string status, string reason)
        {
            var at = Array.FindIndex(lines, line => line.StartsWith($"ISO42001:{control},", StringComparison.Ordinal));
            var cells = lines[at].Split(',');
            lines[at] = string.Join(',', [cells[0], answer, status.Length > 0 ? status : cells[2], cells[3], reason, .. cells[5..]]);
        }
        Type("A.7.4", "no", "excluded", "No data of our own");
        Type("A.8.3", "yes", "", "");
        Type("A.9.2", "no", "excluded", "Nobody uses it");
        var taken = await TakeIn(world, await Csv(world, string.Join('\n', lines)));
        taken.Plan.Decisions.Select(decision => (decision.Requirement, decision.Applies, decision.Reason)).ShouldBe(
            [("ISO42001:A.7.4", false, "No data of our own"), ("ISO42001:A.8.3", true, ""), ("ISO42001:A.9.2", false, "Nobody uses it")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_foreign_statement_is_read_when_a_person_says_what_its_words_mean()
    {
        await using var world = await Later();
        var file = Path.Combine(world.Folder, "erklaerung.csv");
        await File.WriteAllBytesAsync(file, System.Text.Encoding.Latin1.GetBytes(
            "Anwendbarkeitserklärung der Muster AG\n\nBaustein;Anwendbar?;Wie weit;Begründung;Nachweis;vom;Verantwortlich\n"
            + "A 5.1 Informationssicherheitsrichtlinien;Ja;steht;Gesetz;Richtlinie IS;5.11.2025;" + World.EmailOf(Role.RiskOwner) + "\nA.5.07;Ja;läuft;;;;niemand\nISO/IEC 27001:2022 A.7.6;Nein;;Keine solchen Bereiche;;;\nA-8.34;Ja;kommt;;;;"), TestContext.Current.CancellationToken);
        var table = await Read(file);

        var strange = await Propose(world, table);
        strange.CanBeTakenIn.ShouldBeFalse();
        strange.Findings.ShouldContain(finding => finding.Code == "encoding-guessed");
        strange.Findings.ShouldContain(finding => finding.Code == "no-control-column" && finding.Message.Contains("--map control", StringComparison.Ordinal));

        string[] columns = ["control=Baustein", "applicable=anwendbar", "status=Wie weit", "justification=#4", "evidence=Nachweis", "evidenceDate=vom", "owner=Verantwortlich"];
        var mapped = await Propose(world, table, new(Columns: columns));
        mapped.Words.Select(word => word.Word).ShouldBe(["steht", "läuft", "kommt"], ignoreOrder: true);
        mapped.Findings.ShouldContain(finding => finding.Code == "unknown-status" && finding.Place.StartsWith("C4 ", StringComparison.Ordinal));

        var taken = await TakeIn(world, table, new(Columns: columns, Status: ["steht=implemented", "läuft=partially", "kommt=planned"]));
        taken.Findings.ShouldContain(finding => finding.Code == "unknown-owner" && finding.Message.Contains("niemand", StringComparison.Ordinal));
        (taken.Plan.Controls.Count, taken.Plan.Of(StatementImportKind.Exclusion), taken.Plan.Evidence.Count).ShouldBe((3, 1, 1));
        var control = await world.AsSystem(db => db.Set<AppliedControl>().SingleAsync(known => known.Title.StartsWith("Policies for")));
        (control.OwnerId, control.Status).ShouldBe((await world.PersonId(Role.RiskOwner), ControlStatus.Applied));
        control.Requirements.ShouldBe(["ISO27001:A.5.1"]);
        (await world.AsSystem(db => db.Set<Evidence>().Select(piece => new { piece.Title, piece.Date }).SingleAsync())).ShouldBe(new { Title = "Richtlinie IS", Date = new DateOnly(2025, 11, 5) });
    }

    [Fact]
    public async Task Formulas_without_a_value_are_named_by_their_cell_and_nothing_is_taken_in()
    {
        await using var world = await Later();
        var file = Path.Combine(world.Folder, "formulas.xlsx");
        await File.WriteAllBytesAsync(file, Books.Of(("SoA", [["Control", "Applicable", "Status", "Owner"], ["A.5.1", "yes", "=IF(1,\"implemented\",\"\")|", "=A1|"], ["A.5.2", "yes", "planned", "text"]])), TestContext.Current.CancellationToken);

        var shown = await Propose(world, await Read(file));

        shown.Findings.Where(finding => finding.Code == "formula").Select(finding => finding.Place).ShouldBe(["SoA!C2 (Status)", "SoA!D2 (Owner)"]);
        shown.CanBeTakenIn.ShouldBeFalse();
        (await Should.ThrowAsync<FindingsException>(async () => await TakeIn(world, await Read(file)))).Findings.Count.ShouldBeGreaterThanOrEqualTo(2);
        (await world.AsSystem(db => db.Set<AppliedControl>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once_with_its_place_and_nothing_is_taken_in()
    {
        await using var world = await Later();
        var table = await Csv(world,
            "Statement of Applicability\nControl ID,Applicability (Y/N),Status,Justification,Evidence,Evidence date,Evidence type\nA.5.1,yes,implemented,,DOC-1,31/12/2030,procedure\nA.5.1,yes,planned,,,,\nA.9.99,yes,planned,,,,\n"
            + "A.5.2,no,,,,,\n,yes,planned,,,,\nA.5.3,perhaps,live-ish,,DOC-2,soon,tablet\n4.1,no,,because,,,\nA.5.4,yes,implemented,,DOC-3,,\nA.5 Organizational controls,,,,,,\n");

        var refused = (await Should.ThrowAsync<FindingsException>(() => TakeIn(world, table))).Findings;

        refused.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(
        [
            "F3 (Evidence date) future-date", "A4 (Control ID) duplicate-control", "A5 (Control ID) unknown-control", "D6 (Justification) exclusion-without-reason", "A7 (Control ID) no-control",
            "F8 (Evidence date) wrong-date", "G8 (Evidence type) unknown-kind", "B9 (Applicability (Y/N)) clause-excluded", "B8 (Applicability (Y/N)) unknown-answer", "C8 (Status) unknown-status",
        ], ignoreOrder: true);
        refused.ShouldContain(finding => finding.Severity == Severity.Warning && finding.Code == "undated-evidence");
        (await world.AsSystem(db => db.Set<AppliedControl>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_record_has_is_moved_on_and_never_set_back()
    {
        await using var world = await Later();
        await TakeIn(world, await Csv(world, "Control,Applicable,Status,Applied control\nA.5.1,yes,planned,\nA.5.2,yes,implemented,AC-01\nA.5.3,yes,partially,AC-01\nA.8.1,yes,not implemented,\n"), new(Standard: "iso27001"));
        (await Control(world, "AC-01")).Requirements.ShouldBe(["ISO27001:A.5.2", "ISO27001:A.5.3"]);
        (await Control(world, "AC-01")).PartlySatisfied.ShouldBe(["ISO27001:A.5.3"]);

        var next = await TakeIn(world, await Csv(world, $"Control,Applicable,Status,Owner\nA.5.1,yes,implemented,{World.EmailOf(Role.RiskOwner)}\nA.5.2,yes,planned,\nA.5.3,yes,implemented,\n"), new(Standard: "iso27001"));

        next.Findings.ShouldHaveSingleItem().Code.ShouldBe("not-set-back");
        next.Plan.Revisions.Keys.ShouldBe(["CTL-0001", "AC-01"], ignoreOrder: true);
        var moved = await Control(world, "CTL-0001");
        (moved.Status, moved.OwnerId).ShouldBe((ControlStatus.Applied, await world.PersonId(Role.RiskOwner)));
        (await Control(world, "AC-01")).PartlySatisfied.ShouldBeEmpty();
        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Act == "statement.imported").CountAsync())).ShouldBe(2);
    }

    [Fact]
    public async Task A_full_answer_is_not_set_back_to_one_in_part()
    {
        await using var world = await Later();
        await world.Control("AC-01", ["ISO27001:A.5.3"], unit: "ORG");
        await world.Control("AC-02", ["ISO27001:A.5.3", "ISO27001:A.5.4"], unit: "ORG", partly: ["ISO27001:A.5.3"]);
        foreach (var control in new[] { "AC-01", "AC-02" }) await world.Evidence(control, daysOld: 3, unit: "ORG");

        var taken = await TakeIn(world, await Csv(world, "Control,Applicable,Status,Applied control\nA.5.3,yes,partially,AC-01\nA.5.4,yes,partially,AC-02\n"), new(Standard: "iso27001"));

        taken.Findings.Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["C2 (Status) not-set-back", "C3 (Status) not-set-back"]);
        taken.Findings[0].Message.ShouldStartWith("The file says partially, and in the record AC-01 answers it in full.");
        taken.Plan.Changes.ShouldBeEmpty("nothing of it is taken");
        (await Control(world, "AC-01")).PartlySatisfied.ShouldBeEmpty();
        (await Control(world, "AC-02")).PartlySatisfied.ShouldBe(["ISO27001:A.5.3"]);

        var known = await TakeIn(world, await Csv(world, "Control,Title,Applicable,Status\nA.5.3,About AC-02,yes,partially\n"), new(Standard: "iso27001"));
        known.Plan.Changes.ShouldBeEmpty("this control answers as much as the row says");
    }

    [Fact]
    public async Task A_plan_that_no_longer_holds_is_not_carried_out()
    {
        await using var world = await Later();
        var table = await Csv(world, "Control,Applicable,Status\nISO27001:A.5.1,yes,implemented\n");
        var shown = await Propose(world, table);
        await world.Control("CTL-A", ["ISO27001:A.5.1"], unit: "ORG");

        await TakeIn(world, table, seen: shown.Plan.Fingerprint).ShouldBeRefused(Refusal.Stale);
        (await TakeIn(world, table)).Plan.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_who_speaks_for_the_whole_organisation_may_take_it_in()
    {
        await using var world = await Later();
        var table = await Csv(world, "Control,Applicable,Status\nISO27001:A.5.1,yes,implemented\n");

        await world.As(Role.Viewer).Do((StatementImport import, Actor actor) => import.Propose(table, new(), actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await world.As(Role.Viewer).Do((StatementImport import, Actor actor) => import.TakeIn(table, new(), null, actor, default)).ShouldBeRefused(Refusal.AccessDenied);
    }

    private static async Task<string> Workbook(World world, string[][] lines)
    {
        ReportColumn[] columns = [new("Status"), new("Annex A ref."), new("Notes"), new("Evidence", Share: 0.2), new("Last reviewed", ReportCellKind.Date), new("In scope"), new("Reason for exclusion")];
        var rows = lines.Skip(1).Select(line => (IReadOnlyList<ReportCell>)
        [
            line[2] == "excluded" ? "N/A" : line[2] == "partially" ? "Partially implemented" : "Fully implemented", line[0].Replace("ISO27001:", "", StringComparison.Ordinal) + " " + Library.FindRequirement(line[0])!.Title, "…", line[3].Replace(';', '\n'),
            ReportCell.Of(line[5].Length > 0 ? DateOnly.Parse(line[5], System.Globalization.CultureInfo.InvariantCulture) : null), line[1] == "yes" ? "✓" : "out of scope", line[4],
        ]).ToArray();
        var report = new Report("ISMS", null, [new("Owner", "CISO")], [new("Statement", 1, [new ReportTable("Statement", columns, rows)])]) { Written = World.Beginning };
        var file = Path.Combine(world.Folder, "soa.xlsx");
        await File.WriteAllBytesAsync(file, ReportFile.Of(report, ReportFormat.Xlsx).Bytes);
        return file;
    }

    private async Task<World> Later()
    {
        var world = await World.Create(backend);
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        return world;
    }

    private static Task<TableContent> Read(string file) => TableIntake.Read(file, Path.GetFileName(file), TestContext.Current.CancellationToken);

    private static async Task<TableContent> Csv(World world, string text) => await Read(await world.Write(text));

    private static Task<StatementProposal> Propose(World world, TableContent table, StatementSaid? said = null) =>
        world.As(Role.AimsManager).Do((StatementImport import, Actor actor) => import.Propose(table, said ?? new(), actor, default));

    private static Task<StatementProposal> TakeIn(World world, TableContent table, StatementSaid? said = null, string? seen = null) =>
        world.As(Role.AimsManager).Do((StatementImport import, Actor actor) => import.TakeIn(table, said ?? new(), seen, actor, default));

    private static Task<int> Entries(World world) => world.AsSystem(db => db.Set<JournalEntry>().CountAsync());

    private static Task<AppliedControl> Control(World world, string reference) => world.AsSystem(db => db.Set<AppliedControl>().AsNoTracking().SingleAsync(control => control.Ref == reference));
}

public sealed class StatementImportOnSqlite() : StatementImportContract(Backend.Sqlite);

public sealed class StatementImportOnPostgres() : StatementImportContract(Backend.Postgres);
