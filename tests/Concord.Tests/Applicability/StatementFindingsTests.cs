using Concord.Applicability.Import;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tables;

namespace Concord.Tests.Applicability;

/// <summary>A record with an excluded control, one that applies with a reason, and one that is answered. Nothing is taken in, so that all tests share it.</summary>
public sealed class StatedWorld : IAsyncLifetime
{
    internal World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await Tests.World.Create();
        World.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        await Decide("ISO27001:A.5.2", true, "Roles are named since 2019");
        await Decide("ISO27001:A.7.6", false, "We have no such areas");
        await World.Control("AC-01", ["ISO27001:A.5.2"], unit: "ORG");
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private Task Decide(string key, bool applies, string why) =>
        World.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(key, 0, applies, why, actor, default));
}

/// <summary>What an import says before anything is taken in, with the cell it speaks of.</summary>
public sealed class StatementFindingsTests(StatedWorld shared) : IClassFixture<StatedWorld>
{
    private World World => shared.World;

    [Fact]
    public async Task Days_are_read_as_the_column_tells_or_as_a_person_says_and_else_named_with_their_cell()
    {
        const string Header = "Control,Applicable,Status,Evidence,Evidence date\n";
        var told = await Propose($"{Header}A.5.1,yes,implemented,DOC-1,03/04/2026\nA.5.3,yes,implemented,DOC-2,25/04/2026\nA.5.4,yes,implemented,DOC-3,13/14/2026\n");
        told.Findings.Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["E4 (Evidence date) wrong-date"]);
        told.Plan.Evidence.Select(piece => piece.Date).ShouldBe([new DateOnly(2026, 4, 3), new DateOnly(2026, 4, 25)]);

        const string Open = $"{Header}A.5.1,yes,implemented,DOC-1,03/04/2026\n";
        (await Propose(Open)).Findings.ShouldHaveSingleItem().Code.ShouldBe("ambiguous-date");
        (await Propose(Open, new(Dates: "monthFirst"))).Plan.Evidence.Single().Date.ShouldBe(new DateOnly(2026, 3, 4));
        (await Propose(Open, new(Dates: "day-first"))).Plan.Evidence.Single().Date.ShouldBe(new DateOnly(2026, 4, 3));
        await Propose(Open, new(Dates: "backwards")).ShouldBeRefused("STATEMENT-MAP");
    }

    [Fact]
    public async Task A_reason_for_inclusion_never_becomes_a_reason_for_exclusion_by_itself()
    {
        const string Rows = "A.5.1,no,Because the law says so\nA.5.3,yes,Law\n";
        var fault = (await Propose($"Control,Applicable,Justification for inclusion\n{Rows}")).Findings.ShouldHaveSingleItem();
        (fault.Severity, fault.Place, fault.Code).ShouldBe((Severity.Error, "C2 (Justification for inclusion)", "reason-for-inclusion"));
        fault.Message.ShouldContain("\"Because the law says so\"");

        var both = await Propose($"Control,Applicable,Justification for inclusion\n{Rows}", new(Columns: ["exclusion=Justification for inclusion"]));
        both.Findings.ShouldBeEmpty("a person said that the column holds both");
        both.Plan.Changes.Select(change => change.Says).ShouldBe(["excluded: Because the law says so", "applies: Law"]);
        (await Propose($"Control,Applicable,Justification\n{Rows}")).CanBeTakenIn.ShouldBeTrue("one column for both kinds");
        (await Propose("Control,Applicable,Justification,Reason for exclusion\nA.5.1,no,Law,\nA.5.3,yes,,None here\nA.5.4,no,Law,None here\n")).Findings.Select(finding => $"{finding.Place} {finding.Code}")
            .ShouldBe(["C2 (Justification) reason-for-inclusion", "D3 (Reason for exclusion) reason-not-taken-in", "C4 (Justification) reason-not-taken-in"]);
    }

    [Fact]
    public async Task What_is_found_stands_in_the_order_of_the_rows_and_names_the_cell_to_fill()
    {
        var read = await Propose("Control,Applicable,Status,Justification\nA.5.1,yes,odd,\nA.5.3,no,excluded,\nA.5.4,maybe,,\nA.5.5,no,excluded,\n");
        read.Findings.Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["C2 (Status) unknown-status", "D3 (Justification) exclusion-without-reason", "B4 (Applicable) unknown-answer", "D5 (Justification) exclusion-without-reason"]);

        (await Propose("Control,Status\nA.5.1,excluded\n")).Findings.ShouldHaveSingleItem().Place.ShouldBe("A2 (Control)", "no column is there for a reason");
    }

    [Fact]
    public async Task A_number_without_a_letter_that_is_a_clause_too_is_named_once_with_all_its_cells()
    {
        var read = await Propose("Control,Applicable,Reason\n5.1,yes,Law\n5.2,yes,Law\n5.37,yes,Law\n", new(Standard: "iso27001"));

        read.CanBeTakenIn.ShouldBeTrue();
        read.Plan.Changes.Select(change => change.Requirement).ShouldBe(["ISO27001:A.5.1", "ISO27001:A.5.2", "ISO27001:A.5.37"]);
        var told = read.Findings.ShouldHaveSingleItem();
        (told.Place, told.Code).ShouldBe(("A2 (Control)", "clause-or-control"));
        told.Message.ShouldContain("it could be ISO27001:5.1");
        told.Message.ShouldContain("write Clause 5.1. The same in A3.");
    }

    [Fact]
    public async Task What_is_said_to_be_done_without_evidence_is_told_to_prove_nothing()
    {
        var told = (await Propose("Control,Applicable,Status\nA.5.3,yes,Live\nA.5.4,yes,planned\nA.5.5,yes,partly\n")).Findings.ShouldHaveSingleItem();
        (told.Severity, told.Place, told.Code).ShouldBe((Severity.Warning, "C2 (Status)", "without-evidence"));
        told.Message.ShouldContain("ISO27001:A.5.3 is implemented and no evidence is named, as in 1 more row.");
    }

    [Fact]
    public async Task A_decision_that_is_turned_shows_its_reason_before_and_the_controls_that_still_answer()
    {
        var turned = await Propose("Control,Applicable,Justification\nA.5.2,no,Roles are named since 2019\nA.7.6,yes,We have no such areas\n");

        turned.CanBeTakenIn.ShouldBeTrue();
        turned.Findings.Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["C2 (Justification) reason-turned", "B2 (Applicable) excluded-yet-answered", "C3 (Justification) reason-turned"]);
        turned.Findings[1].Message.ShouldContain("although AC-01 \"About AC-01\" answers it");
        turned.Plan.Changes.Select(change => change.Says).ShouldBe(
        [
            "excluded: Roles are named since 2019; so far it applies: Roles are named since 2019; still answered by AC-01",
            "applies: We have no such areas; so far excluded: We have no such areas",
        ]);
    }

    [Fact]
    public async Task A_text_that_begins_like_a_formula_is_kept_as_text_and_told_with_its_cells()
    {
        var read = await Propose("Control,Applicable,Justification,Notes\nA.5.1,yes,=1+1,=2+2\nA.5.3,yes,-,x\nA.5.4,yes,@SUM(1),x\nA.5.5,yes,'=3,x\nA.5.6,yes,-5,x\n");

        var warning = read.Findings.ShouldHaveSingleItem();
        (warning.Severity, warning.Place, warning.Code).ShouldBe((Severity.Warning, "C2 (Justification)", "formula-text"));
        warning.Message.ShouldContain("The same in C4.");
        read.Plan.Changes.Select(change => change.Says).ShouldBe(["applies: =1+1", "applies: -", "applies: @SUM(1)", "applies: =3", "applies: -5"]);
    }

    [Fact]
    public async Task A_formula_in_a_workbook_counts_with_the_value_it_gave_and_without_one_is_a_fault()
    {
        var book = Path.Combine(World.Folder, "formulas.xlsx");
        await File.WriteAllBytesAsync(book, Books.Of(("SoA", [["Control", "Applicable", "Status", "Justification"], ["A.5.1", "yes", "=IF(1,\"implemented\",\"\")|implemented", "=1+1"], ["A.5.3", "yes", "=A1|", "=2"], ["A.5.4", "yes", "=A9|planned", "plain"]])), TestContext.Current.CancellationToken);

        var read = await Look(book, new());

        read.Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["SoA!C3 (Status) formula"]);
        var value = read.Findings.Single(finding => finding.Place == "SoA!C2 (Status)" && finding.Code != "without-evidence");
        (value.Severity, value.Code).ShouldBe((Severity.Warning, "formula-value"));
        value.Message.ShouldContain("\"implemented\", is used");
        value.Message.ShouldContain("The same in SoA!C4.");
        read.Plan.Controls.Select(control => control.Key).ShouldBe(["ISO27001:A.5.1", "ISO27001:A.5.4"]);
    }

    [Theory]
    [InlineData("A.5.1\u202E,yes,implemented,x,DOC-1", "A2 (Control)", "U+202E")]
    [InlineData("A.5.1,yes,implemented,x,DOC\u200B-1", "E2 (Evidence)", "U+200B")]
    [InlineData("A.5.1,yes,implemented,pay \u2066now\u2069,DOC-1", "D2 (Justification)", "turns the direction")]
    [InlineData("A.5.1,yes,implemented,\u0007bell,DOC-1", "D2 (Justification)", "U+0007")]
    public async Task Signs_nobody_sees_are_named_with_their_cell(string row, string place, string says)
    {
        var fault = (await Propose($"Control,Applicable,Status,Justification,Evidence,Evidence date\n{row},2026-10-01\n")).Findings.ShouldHaveSingleItem();

        (fault.Severity, fault.Place, fault.Code).ShouldBe((Severity.Error, place, "invisible-character"));
        fault.Message.ShouldContain(says);
    }

    [Fact]
    public async Task Marks_that_languages_need_in_their_words_are_no_fault() =>
        (await Propose("Control,Applicable,Justification\nA.5.1,yes,\u05D0\u200F (1) \u0645\u06CC\u200C\u0634\u0648\u062F and a\u00A0blank\n")).Findings.ShouldBeEmpty();

    [Fact]
    public async Task Texts_that_are_too_long_and_names_that_look_alike_are_told_with_their_cells()
    {
        var many = string.Join("; ", Enumerable.Range(1, 51).Select(number => $"Paper {number}"));
        var read = await Propose($"Control,Title,Applicable,Status,Evidence,Evidence date\nA.5.1,{new string('t', 400)},yes,implemented,x,2026-10-01\nA.5.3,T,yes,implemented,{new string('d', 301)},2026-10-01\n"
            + $"A.5.4,T,yes,implemented,{many},2026-10-01\nA.5.5,T,yes,implemented,DOC-1,2026-10-01\nA.5.6,T,yes,implemented,D\u041EC-1,2026-10-01\n");

        read.Findings.Select(finding => $"{finding.Place} {finding.Code}").ShouldBe(["B2 (Title) long-text", "E3 (Evidence) long-title", "E4 (Evidence) many-documents", "E6 (Evidence) look-alike"]);
        read.Findings[^1].Message.ShouldContain("U+041E");
        await World.As(Role.AimsManager).Do(async (ControlRegister register, Actor actor) => await register.Apply(new(await World.Unit("ORG"), new string('t', 301), null, ControlStatus.Applied, [], [], [], [], null), actor, default)).ShouldBeRefused("CONTROL-TITLE");
    }

    private async Task<StatementProposal> Propose(string text, StatementSaid? said = null) => await Look(await World.Write(text), (said ?? new()) with { Standard = "iso27001" });

    private async Task<StatementProposal> Look(string file, StatementSaid said)
    {
        var table = await TableIntake.Read(file, Path.GetFileName(file), TestContext.Current.CancellationToken);
        return await World.As(Role.AimsManager).Do((StatementImport import, Actor actor) => import.Propose(table, said with { Standard = "iso27001" }, actor, default));
    }
}
