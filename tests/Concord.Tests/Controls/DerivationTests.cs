using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Standards;
using CsCheck;

namespace Concord.Tests.Controls;

public sealed class DerivationTests
{
    private const string Key = "X:1";
    private static readonly DateOnly Today = new(2026, 10, 14);
    private static readonly OrganisationUnitId Unit = Id.New<OrganisationUnitId>();

    [Fact]
    public void A_planned_control_stays_planned_whatever_speaks_about_it()
    {
        var control = Control("C-1", status: ControlStatus.Planned, failing: ["SIG-1"], evidence: [Evidence("E-1", daysOld: 1)]);
        Derivation.Of(control, Today).State.ShouldBe(ControlState.Planned);
    }

    [Fact]
    public void A_control_without_evidence_is_unproven()
    {
        var derived = Derivation.Of(Control("C-1"), Today);
        derived.State.ShouldBe(ControlState.Unproven);
        derived.Because.ShouldBe("no evidence");
    }

    [Fact]
    public void Evidence_counts_from_its_day_to_the_last_day_of_its_validity()
    {
        var control = Control("C-1", evidence: [Evidence("E-1", daysOld: 100, validDays: 100)]);
        Derivation.Of(control, Today).State.ShouldBe(ControlState.Effective);
        Derivation.Of(control, Today.AddDays(1)).State.ShouldBe(ControlState.Unproven);
        Derivation.Of(control, Today.AddDays(-101)).State.ShouldBe(ControlState.Unproven);
    }

    [Fact]
    public void The_newest_valid_evidence_decides()
    {
        var older = Evidence("E-1", daysOld: 20, result: EvidenceResult.Failing);
        var newer = Evidence("E-2", daysOld: 10);
        var derived = Derivation.Of(Control("C-1", evidence: [newer, older]), Today);
        derived.State.ShouldBe(ControlState.Effective);
        derived.Newest.ShouldBe(newer);
        derived.Because.ShouldBe("E-2 of 2026-10-04 shows that it works");

        var failed = Derivation.Of(Control("C-1", evidence: [older, newer, Evidence("E-3", daysOld: 0, result: EvidenceResult.Failing)]), Today);
        failed.State.ShouldBe(ControlState.Failing);
        failed.Because.ShouldBe("E-3 of 2026-10-14 shows that it fails");
    }

    [Fact]
    public void Of_two_pieces_of_one_day_the_later_recorded_decides()
    {
        var first = Evidence("E-2", daysOld: 3, result: EvidenceResult.Failing, recordedHour: 8);
        var second = Evidence("E-1", daysOld: 3, recordedHour: 9);
        Derivation.Of(Control("C-1", evidence: [first, second]), Today).Newest.ShouldBe(second);
        Derivation.Of(Control("C-1", evidence: [second, first]), Today).Newest.ShouldBe(second);
    }

    [Fact]
    public void An_open_signal_outweighs_evidence_that_speaks_for_the_control()
    {
        var derived = Derivation.Of(Control("C-1", failing: ["SIG-0001", "SIG-0002"], evidence: [Evidence("E-1", daysOld: 1)]), Today);
        derived.State.ShouldBe(ControlState.Failing);
        derived.Because.ShouldBe("SIG-0001, SIG-0002 are open");
    }

    [Fact]
    public void Nothing_linked_is_not_assessed()
    {
        var derived = Derivation.Of(Facts([]), Today);
        derived.Derived.ShouldBe(RequirementResult.NotAssessed);
        derived.Because.ShouldBe("nothing is linked: no applied control and no approved document");
        derived.Rows.ShouldBeEmpty();
    }

    [Fact]
    public void A_draft_alone_leaves_a_requirement_not_assessed_and_is_named()
    {
        var derived = Derivation.Of(Facts([], documents: [Document("DOC-46", DocumentState.Draft)], documented: true), Today);
        derived.Derived.ShouldBe(RequirementResult.NotAssessed);
        derived.Rows.ShouldContain(new DecidingRow(FactKind.Document, "DOC-46", Speaks.NotAtAll, "About DOC-46: draft, does not count"));
        derived.Rows.ShouldContain(row => row.Kind == FactKind.Document && row.Ref == "" && row.Speaks == Speaks.Against);
    }

    [Fact]
    public void A_document_alone_is_partial_because_nothing_shows_that_it_is_done()
    {
        var derived = Derivation.Of(Facts([], documents: [Document("DOC-43")]), Today);
        derived.Derived.ShouldBe(RequirementResult.Partial);
        derived.Because.ShouldBe("documented in DOC-43, but no applied control shows that it is done");
    }

    [Fact]
    public void All_controls_effective_and_documented_is_conforming()
    {
        var derived = Derivation.Of(Facts([Effective("C-1"), Effective("C-2")], documents: [Document("DOC-51")], documented: true), Today);
        derived.Derived.ShouldBe(RequirementResult.Conforming);
        derived.Because.ShouldBe("2 of 2 controls effective; documented in DOC-51");
        derived.Rows.ShouldBe([
            new(FactKind.Control, "C-1", Speaks.For, "About C-1: effective, E-C-1 of 2026-10-13 shows that it works"),
            new(FactKind.Control, "C-2", Speaks.For, "About C-2: effective, E-C-2 of 2026-10-13 shows that it works"),
            new(FactKind.Document, "DOC-51", Speaks.For, "About DOC-51: approved on 2026-05-11"),
        ]);
    }

    [Fact]
    public void Where_nothing_must_be_documented_no_document_is_missed()
    {
        Derivation.Of(Facts([Effective("C-1")]), Today).Derived.ShouldBe(RequirementResult.Conforming);
    }

    [Fact]
    public void What_must_be_documented_and_is_only_drafted_makes_it_partial()
    {
        var derived = Derivation.Of(Facts([Effective("C-1")], documents: [Document("DOC-41", DocumentState.Draft)], documented: true), Today);
        derived.Derived.ShouldBe(RequirementResult.Partial);
        derived.Because.ShouldBe("what must be documented has no approved document");
    }

    [Fact]
    public void Some_controls_failing_is_partial_and_counted_in_words()
    {
        var derived = Derivation
            .Of(Facts([Failing("C-1", "SIG-1"), Effective("C-2"), Failing("C-3", "SIG-2"), Control("C-4")], documents: [Document("DOC-51")],
            documented: true), Today);
        derived.Derived.ShouldBe(RequirementResult.Partial);
        derived.Because.ShouldBe("2 of 4 controls failing, 1 unproven");
        derived.Rows.ShouldContain(new DecidingRow(FactKind.Control, "C-1", Speaks.Against, "About C-1: failing, SIG-1 is open"));
        derived.Rows.ShouldContain(new DecidingRow(FactKind.Control, "C-4", Speaks.Against, "About C-4: unproven, no evidence"));
    }

    [Theory]
    [InlineData(ControlStatus.Planned, "1 of 1 control planned")]
    [InlineData(ControlStatus.Applied, "1 of 1 control unproven")]
    internal void No_control_effective_is_not_conforming(ControlStatus status, string because)
    {
        var derived = Derivation.Of(Facts([Control("C-1", status)], documents: [Document("DOC-51")]), Today);
        derived.Derived.ShouldBe(RequirementResult.NotConforming);
        derived.Because.ShouldBe(because);
    }

    [Fact]
    public void The_only_control_failing_is_not_conforming_although_its_nonconformity_is_minor()
    {
        var derived = Derivation.Of(Facts([Failing("C-1", "SIG-1")], open: [Open("NC-1", "C-1", NonconformityGrade.Minor)]), Today);
        derived.Derived.ShouldBe(RequirementResult.NotConforming);
        derived.Because.ShouldBe("1 of 1 control failing");
    }

    [Fact]
    public void A_minor_nonconformity_makes_it_partial_while_open()
    {
        var derived = Derivation.Of(Facts([Effective("C-1")], open: [Open("NC-0001", "C-1", NonconformityGrade.Minor)]), Today);
        derived.Derived.ShouldBe(RequirementResult.Partial);
        derived.Because.ShouldBe("minor NC-0001 open");
        derived.Rows.ShouldContain(new DecidingRow(FactKind.Nonconformity, "NC-0001", Speaks.Against, "minor nonconformity of C-1 at SYS-01 is open"));
    }

    [Fact]
    public void A_major_nonconformity_makes_it_not_conforming_while_open()
    {
        var derived = Derivation
            .Of(Facts([Effective("C-1"), Effective("C-2")],
            open: [Open("NC-0001", "C-1", NonconformityGrade.Minor), Open("NC-0002", "C-2", NonconformityGrade.Major)]), Today);
        derived.Derived.ShouldBe(RequirementResult.NotConforming);
        derived.Because.ShouldBe("major NC-0002 open");
    }

    [Fact]
    public void Controls_that_answer_only_in_part_make_it_at_best_partial()
    {
        var derived = Derivation.Of(Facts([Effective("C-1", inPart: true), Effective("C-2", inPart: true)]), Today);
        derived.Derived.ShouldBe(RequirementResult.Partial);
        derived.Because.ShouldBe("C-1, C-2 answer it only in part");
        derived.Rows[0].Says.ShouldEndWith("; answers this requirement only in part");
    }

    [Fact]
    public void One_control_that_answers_in_full_is_enough_beside_one_that_answers_in_part()
    {
        Derivation.Of(Facts([Effective("C-1"), Effective("C-2", inPart: true)]), Today).Derived.ShouldBe(RequirementResult.Conforming);
    }

    [Fact]
    public void Evidence_out_of_date_does_not_count_and_is_named()
    {
        var old = Evidence("EV-0007", daysOld: 101, validDays: 100, result: EvidenceResult.Failing);
        var derived = Derivation.Of(Facts([Control("C-1", evidence: [old])]), Today);
        derived.Derived.ShouldBe(RequirementResult.NotConforming);
        derived.Rows
            .ShouldContain(new DecidingRow(FactKind.Evidence, "EV-0007", Speaks.NotAtAll, "record for C-1 was valid until 2026-10-13 and no longer counts"));
    }

    [Fact]
    public void An_override_is_shown_as_such_beside_what_was_derived()
    {
        var derived = Derivation.Of(Facts([Effective("C-1")]) with { Override = RequirementResult.NotApplicable, OverrideReason = "No such activity." }, Today);
        derived.Derived.ShouldBe(RequirementResult.Conforming);
        derived.Shown.ShouldBe(RequirementResult.NotApplicable);
        derived.Rows[0].ShouldBe(new(FactKind.Override, Key, Speaks.For, "a person says not applicable instead of conforming: No such activity."));
    }

    [Fact]
    public void One_more_failure_never_makes_a_requirement_better()
    {
        Cases().Sample(facts =>
        {
            var before = Rank(Derivation.Of(facts, Today).Derived);
            foreach (var control in facts.Controls)
            {
                var worse = facts with { Controls = [.. facts.Controls
                    .Select(known => known == control ? known with { FailingBecause = [.. known.FailingBecause, "SIG-9"] } : known)] };
                Rank(Derivation.Of(worse, Today).Derived).ShouldBeLessThanOrEqualTo(before);
            }
            var graver = facts with { OpenNonconformities = [.. facts.OpenNonconformities, Open("NC-9", "C-0", NonconformityGrade.Major)] };
            if (facts.Controls.Count > 0) Rank(Derivation.Of(graver, Today).Derived).ShouldBe(Rank(RequirementResult.NotConforming));
        });
    }

    [Fact]
    public void Conforming_says_nothing_against_and_every_other_result_has_a_reason()
    {
        Cases().Sample(facts =>
        {
            var derived = Derivation.Of(facts, Today);
            derived.Because.ShouldNotBeNullOrWhiteSpace();
            if (derived.Derived == RequirementResult.Conforming) derived.Rows.ShouldAllBe(row => row.Speaks != Speaks.Against);
            if (derived.Derived == RequirementResult.NotConforming) derived.Rows.ShouldContain(row => row.Speaks == Speaks.Against);
            derived.Derived.ShouldNotBe(RequirementResult.NotApplicable);
        });
    }

    [Fact]
    public void The_order_in_which_records_are_read_changes_nothing()
    {
        Gen.Select(Cases(), Gen.Int[0, 1000]).Sample((facts, turn) =>
        {
            List<ControlFact> turned = [.. facts.Controls.Select(control => control with { Evidence = [.. control.Evidence.Reverse()] })];
            var derived = Derivation.Of(facts with { Controls = turned }, Today);
            var plain = Derivation.Of(facts, Today);
            derived.Derived.ShouldBe(plain.Derived);
            derived.Because.ShouldBe(plain.Because);
            derived.Rows.ShouldBe(plain.Rows);
        });
    }

    private static int Rank(RequirementResult result) => result switch
    {
        RequirementResult.Conforming => 2,
        RequirementResult.Partial => 1,
        _ => 0,
    };

    private static Gen<RequirementFacts> Cases()
    {
        var evidence = Gen.Select(Gen.Int[-5, 150], Gen.Bool, Gen.Int[0, 3]).Select(case_ => (Days: case_.Item1, Failing: case_.Item2, Hour: case_.Item3));
        var control = Gen.Select(Gen.Bool, Gen.Bool, Gen.Int[0, 2], evidence.Array[0, 3]);
        return Gen.Select(control.Array[0, 4], Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 2]).Select((controls, documented, document, open) => Facts(
            [.. controls.Select((drawn, i) =>
                Control($"C-{i}", drawn.Item1 || drawn.Item3 > 0 ? ControlStatus.Applied : ControlStatus.Planned, drawn.Item3 == 2 ? ["SIG-1"] : [],
                [.. drawn.Item4.Select((piece, j) =>
                    Evidence($"E-{i}-{j}", piece.Days, result: piece.Failing ? EvidenceResult.Failing : EvidenceResult.Effective, recordedHour: piece.Hour))],
                    drawn.Item2))], document == 0 ? [] : [Document("DOC-1", document == 1 ? DocumentState.Draft : DocumentState.Approved)],
            controls.Length == 0 || open == 0 ? [] : [Open("NC-1", "C-0", open == 1 ? NonconformityGrade.Minor : NonconformityGrade.Major)],
            documented));
    }

    private static RequirementFacts Facts(IReadOnlyList<ControlFact> controls, IReadOnlyList<DocumentFact>? documents = null,
        IReadOnlyList<NonconformityFact>? open = null, bool documented = false) => new(
        new Requirement(Key, "x:1", RequirementKind.Clause, "1", "A requirement", "Do it", PdcaPhase.Do, null, IsRequirement: true, documented, null, null,
            null, null, null), controls, documents ?? [], open ?? []);

    private static ControlFact Control(
        string reference, ControlStatus status = ControlStatus.Applied, IReadOnlyList<string>? failing = null, IReadOnlyList<EvidenceFact>? evidence = null,
            bool inPart = false) =>
        new(reference, Unit, $"About {reference}", null, status, [Key], inPart ? [Key] : [], failing ?? [], evidence ?? []);

    private static ControlFact Effective(string reference, bool inPart = false) =>
        Control(reference, evidence: [Evidence($"E-{reference}", daysOld: 1)], inPart: inPart);

    private static ControlFact Failing(string reference, string signal) =>
        Control(reference, failing: [signal], evidence: [Evidence($"E-{reference}", daysOld: 1)]);

    private static EvidenceFact Evidence(string reference, int daysOld, int validDays = 100, EvidenceResult result = EvidenceResult.Effective,
        int recordedHour = 8)
    {
        var date = Today.AddDays(-daysOld);
        return new(reference, Unit, "record", $"About {reference}", date, date.AddDays(validDays), result, new(date, new(recordedHour, 0), TimeSpan.Zero), []);
    }

    private static DocumentFact Document(string reference, DocumentState state = DocumentState.Approved) =>
        new(reference, Unit, $"About {reference}", state, state == DocumentState.Draft ? null : new(2026, 5, 11), [Key]);

    private static NonconformityFact Open(string reference, string control, NonconformityGrade grade) => new(reference, Unit, "SYS-01", control, grade);
}
