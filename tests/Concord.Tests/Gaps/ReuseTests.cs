using Concord.Foundation;
using Concord.Gaps;
using Concord.Standards;
using CsCheck;

namespace Concord.Tests.Gaps;

/// <summary>The figures of the definition, all of them, and what must hold for any question.</summary>
public sealed class ReuseTests : IDisposable
{
    private static readonly StandardsLibrary Library = ExpectedReuse.Library;

    private readonly string folder = Directory.CreateTempSubdirectory("concord-reuse-").FullName;

    public static TheoryData<string, string, double, double> Potential => ExpectedReuse.Figures("potential");

    public static TheoryData<string, string, double, double> Realised => ExpectedReuse.Figures("realised");

    public static TheoryData<string, string, int, int, int> Counts => ExpectedReuse.Counts();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Potential))]
    public void The_potential_is_that_of_the_definition(string holds, string weights, double p, double percent)
    {
        var figure = Reuse.Of(Library, ExpectedReuse.Question(holds, p, weights), null);

        figure.Potential.ShouldBe(percent);
        figure.Realised.ShouldBeNull();
        figure.NotComputed["realised"].ShouldBe("no statement of applicability was given");
        figure.Rows.ShouldAllBe(row => row.State == null && row.NotComputed["state"] == "no statement of applicability was given");
    }

    [Theory]
    [MemberData(nameof(Realised))]
    public void What_the_bank_s_security_statement_realises_is_that_of_the_definition(string holds, string weights, double p, double percent)
    {
        var figure = OfStatement(ExpectedReuse.SecurityStatement, ExpectedReuse.Question(holds, p, weights));

        figure.Realised.ShouldBe(percent);
        figure.NotComputed.ShouldBeEmpty();
        (figure.RealisedLow, figure.RealisedHigh).ShouldBe(weights switch { "equal" => (40.0, 48.9), "effort" => (28.9, 38.5), _ => (41.4, 50.4) });
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_counts_are_those_of_the_definition(string holds, string kind, int full, int partial, int none)
    {
        var rows = Reuse.Of(Library, ExpectedReuse.Question(holds), null).Rows.Where(row => Words.Key(row.Kind) == kind).ToList();

        (Count(ReuseStrength.Full), Count(ReuseStrength.Partial), Count(ReuseStrength.None)).ShouldBe((full, partial, none));
        int Count(ReuseStrength strength) => rows.Count(row => row.Strength == strength);
    }

    [Fact]
    public void The_headline_is_the_range_of_the_definition_whatever_p_is_asked()
    {
        var figure = Reuse.Of(Library, ExpectedReuse.Question("iso27001", 0.9), null);

        (figure.Low, figure.High, figure.LowP, figure.HighP, figure.P, figure.Definition).ShouldBe((40.3, 49.3, 0.33, 0.5, 0.9, "2026-11"));
        figure.Rows.Count.ShouldBe(70);
        (figure.Full, figure.Partial, figure.None).ShouldBe((16, 37, 17));
    }

    [Fact]
    public void Every_row_shows_what_it_was_computed_from()
    {
        var figure = OfStatement(ExpectedReuse.SecurityStatement, ExpectedReuse.Question("iso27001,iso9001", 0.5, "effort"));

        figure.Potential.ShouldBe(Math.Round(100 * figure.Rows.Sum(row => row.Weight * row.Credit) / figure.Rows.Sum(row => row.Weight), 1));
        figure.Realised.ShouldBe(Math.Round(100 * figure.Rows.Sum(row => row.Weight * row.RealisedCredit!.Value) / 195, 1));
        figure.WeightTotal.ShouldBe(195);
        figure.Rows.ShouldAllBe(row => row.Rationale.Length > 0 && row.JudgedBy.Length > 0);
        figure.Rows.Where(row => row.Strength != ReuseStrength.None).ShouldAllBe(row => row.SourceIds.Count > 0 && row.Sources.Count == row.SourceIds.Count && row.Delta.Length > 0);
        figure.Notes.ShouldBe(["Nothing is known of any requirement of ISO 9001:2015: it realises nothing."]);
    }

    [Fact]
    public void A_statement_about_no_standard_held_realises_nothing_that_could_be_computed()
    {
        var figure = OfStatement(ExpectedReuse.SecurityStatement, ExpectedReuse.Question("iso9001"));

        figure.Realised.ShouldBeNull();
        figure.NotComputed["realised"].ShouldBe("nothing is known of any requirement of ISO 9001:2015");
    }

    [Fact]
    public void With_p_at_its_ends_a_partial_claim_counts_nothing_or_all()
    {
        foreach (var holds in (string[])["iso27001", "iso9001", "iso27001,iso9001"])
        {
            var (none, all) = (Reuse.Of(Library, ExpectedReuse.Question(holds, 0), null), Reuse.Of(Library, ExpectedReuse.Question(holds, 1), null));
            none.Potential.ShouldBe(Math.Round(100.0 * none.Full / 70, 1));
            all.Potential.ShouldBe(Math.Round(100.0 * (all.Full + all.Partial) / 70, 1));
            (all.Full, all.Partial, all.None).ShouldBe((none.Full, none.Partial, none.None));
        }
    }

    [Fact]
    public void The_potential_never_falls_when_p_rises() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1], Schemes, Holds).Sample((one, other, weights, holds) =>
            Points(holds, Math.Min(one, other), weights) <= Points(holds, Math.Max(one, other), weights) + 1e-9);

    [Fact]
    public void No_more_is_realised_than_is_possible_and_never_less_than_nothing() =>
        Gen.Select(Gen.Double[0, 1], Schemes, Holds, States).Sample((p, weights, holds, states) =>
        {
            var figure = Reuse.Of(Library, ExpectedReuse.Question(holds, p, weights), states);
            return figure.RealisedPoints is >= 0 && figure.RealisedPoints <= figure.Points + 1e-9 && figure.Points <= figure.WeightTotal + 1e-9
                && figure.Rows.All(row => row.RealisedCredit <= row.Credit + 1e-12);
        });

    [Fact]
    public void Two_standards_held_are_never_worth_less_than_one_of_them() =>
        Gen.Select(Gen.Double[0, 1], Schemes, States).Sample((p, weights, states) =>
        {
            var both = Reuse.Of(Library, ExpectedReuse.Question("iso27001,iso9001", p, weights), states);
            return ((string[])["iso27001", "iso9001"]).All(alone => Reuse.Of(Library, ExpectedReuse.Question(alone, p, weights), states) is var one
                && one.Points <= both.Points + 1e-9 && one.RealisedPoints <= both.RealisedPoints + 1e-9);
        });

    [Fact]
    public void With_everything_done_all_of_the_potential_is_realised()
    {
        var done = Library.Requirements.Where(requirement => requirement.IsRequirement).ToDictionary(requirement => requirement.Key, _ => new SourceState(1, "done"));
        var figure = Reuse.Of(Library, ExpectedReuse.Question("iso27001,iso9001"), new(done, new HashSet<string>()));
        figure.Realised.ShouldBe(figure.Potential);
    }

    [Fact]
    public void An_excluded_control_leaves_the_set_and_a_clause_cannot()
    {
        var control = Library.Assessable(Library.ReuseDefinition.Target).First(requirement => requirement.Kind == RequirementKind.Control);
        var clause = Library.Assessable(Library.ReuseDefinition.Target).First(requirement => requirement.Kind == RequirementKind.Clause);
        var states = new SourceStates(new Dictionary<string, SourceState>(), new HashSet<string> { control.Key, clause.Key });

        foreach (var weights in (string[])["equal", "effort", "balanced50"])
        {
            var figure = Reuse.Of(Library, ExpectedReuse.Question("iso27001", 0.5, weights), states);
            figure.Excluded.ShouldBe([control.Key]);
            figure.Rows.Count.ShouldBe(69);
            figure.WeightTotal.ShouldBe(weights == "effort" ? 195 - control.Effort!.Value : 69, 1e-9);
        }
    }

    [Fact]
    public void An_older_practice_that_is_proven_can_realise_more_than_a_better_claim_that_is_not()
    {
        var row = Reuse.Of(Library, ExpectedReuse.Question("iso27001,iso9001"), null).Rows.First(one => one is { Strength: ReuseStrength.Full, Source: "ISO27001" }
            && Library.Reuse.Any(claim => claim.RequirementKey == one.Requirement && claim is { SourceStandard: "ISO9001", Strength: ReuseStrength.Partial }));
        var proven = Library.Reuse.Single(claim => claim.RequirementKey == row.Requirement && claim.SourceStandard == "ISO9001").SourceKeys.ToDictionary(key => key, _ => new SourceState(1, "done"));

        var judged = Reuse.Of(Library, ExpectedReuse.Question("iso27001,iso9001"), new(proven, new HashSet<string>())).Rows.Single(one => one.Requirement == row.Requirement);

        (judged.Source, judged.Credit, judged.State, judged.RealisedCredit, judged.RealisedSource).ShouldBe(("ISO27001", 1.0, 0.0, 0.5, "ISO9001"));
    }

    [Fact]
    public async Task Changing_the_date_of_a_source_control_s_evidence_moves_the_realised_figure()
    {
        var text = await File.ReadAllTextAsync(ExpectedReuse.SecurityStatement);
        var line = text.Split('\n').First(row => row.StartsWith("ISO27001:10.2,", StringComparison.Ordinal)).TrimEnd('\r');
        var cells = line.Split(',');
        cells[^1] = "2024-01-01";
        var changed = await Write(text.Replace(line, string.Join(',', cells)));

        var (before, after) = (OfStatement(ExpectedReuse.SecurityStatement, ExpectedReuse.Question("iso27001")), OfStatement(changed, ExpectedReuse.Question("iso27001")));

        (before.Realised, after.Realised).ShouldBe((48.9, 48.2)); // One full claim of 70 realises half.
        after.Potential.ShouldBe(before.Potential);
        after.Rows.Single(row => row.SourceIds.Contains("ISO27001:10.2")).Sources[0].Because.ShouldContain("of 2024-01-01 counted until 2025-12-31 as procedure");
        after.OldestEvidence.ShouldBe(new DateOnly(2024, 1, 1));
    }

    [Theory]
    [InlineData("ISO27001:10.2,yes,implemented,DOC-14,,2026-03-02,", 1, "implemented, evidence DOC-14 of 2026-03-02")]
    [InlineData("ISO27001:10.2,yes,partially,DOC-14,,2026-03-02,", 0.5, "partially, evidence DOC-14")]
    [InlineData("ISO27001:10.2,yes,planned,DOC-14,,2026-03-02,", 0, "planned")]
    [InlineData("ISO27001:10.2,yes,implemented,DOC-14,,2025-01-01,record", 0.5, "counted until 2026-02-05 as record")]
    [InlineData("ISO27001:10.2,yes,partially,DOC-14,,2024-01-01,", 0.25, "counted until")]
    [InlineData("ISO27001:10.2,yes,implemented,DOC-14,,2024-10-14,", 1, "evidence DOC-14")]
    [InlineData("ISO27001:10.2,yes,implemented,DOC-14,,2024-10-13,", 0.5, "counted until 2026-10-13")]
    [InlineData("ISO27001:10.2,yes,implemented,DOC-14,,2026-10-15,", 0, "does not count yet")]
    [InlineData("ISO27001:10.2,yes,implemented,,,,", 0, "without evidence")]
    [InlineData("ISO27001:10.2,yes,implemented,DOC-14,,,", 0, "without a date")]
    [InlineData("ISO27001:10.2,no,excluded,,No such thing,,", 0, "excluded: No such thing")]
    [InlineData("iso27001:2022/10.2,yes,implemented,=cmd|' /C calc'!A0,,2026-03-02,", 1, "=cmd")]
    public async Task A_row_of_a_statement_gives_the_state_of_the_definition(string row, double state, string because)
    {
        var said = Read(await Write($"requirement_id,applicable,status,evidence_doc_ids,exclusion_reason,evidence_date,evidence_kind\n{row}\n")).States.Of["ISO27001:10.2"];

        said.Value.ShouldBe(state);
        said.Because.ShouldContain(because);
    }

    [Fact]
    public async Task Everything_wrong_with_a_statement_is_said_at_once_with_its_place()
    {
        var file = await Write("""
            requirement_id,applicable,status,evidence_doc_ids,exclusion_reason,evidence_date,evidence_kind
            ISO27001:10.2,yes,done,DOC-14,,2026-13-02,letter
            ISO27001:10.2,maybe,implemented,DOC-14,,2026-03-02,
            =1+1,yes,implemented,DOC-14,,2026-03-02,
            ISO27001:10,yes,implemented,DOC-14,,2026-03-02,
            ISO42001:9.1,no,excluded,,not needed,,
            """);

        var findings = Should.Throw<FindingsException>(() => Read(file)).Findings;

        findings.Select(finding => (finding.Row, finding.Place.Split("column ")[1], finding.Code)).ShouldBe([
            (2, "status", "wrong-value"), (2, "evidence_date", "wrong-value"), (2, "evidence_kind", "wrong-value"),
            (3, "requirement_id", "duplicate-id"), (3, "applicable", "wrong-value"), (4, "requirement_id", "unknown-key"), (5, "requirement_id", "heading"),
            (6, "status", "clause-excluded"),
        ], ignoreOrder: true);
        findings.ShouldAllBe(finding => finding.Place.StartsWith("statement.csv, row ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_that_contradict_themselves_or_belong_to_no_standard_held_are_told_and_do_not_count()
    {
        var said = Read(await Write("""
            requirement_id,applicable,status,evidence_doc_ids,evidence_date
            ISO27001:10.1,no,implemented,DOC-14,2026-03-02
            ISO27001:10.2,yes,implemented,,2026-03-02
            ISO9001:10.1,yes,implemented,DOC-14,2026-03-02
            ISO9001:10.2,yes,implemented,DOC-14,2026-03-02
            """));

        said.States.Of.Keys.ShouldBe(["ISO27001:10.1", "ISO27001:10.2"]);
        said.States.Of.Values.ShouldAllBe(state => state.Value == 0);
        said.Warnings.Select(warning => warning.Code).ShouldBe(["contradiction", "unnamed-evidence", "standard-not-held"]);
        said.Warnings[^1].Message.ShouldStartWith("2 rows are about ISO9001");
    }

    [Fact]
    public void A_file_that_is_missing_empty_a_folder_or_without_rows_is_named()
    {
        File.WriteAllText(Path.Combine(folder, "empty.csv"), "");
        File.WriteAllText(Path.Combine(folder, "header.csv"), "requirement_id,applicable,status,evidence_doc_ids,evidence_date\n");
        File.WriteAllText(Path.Combine(folder, "other.csv"), "a,b\n1,2\n");

        var findings = Should.Throw<FindingsException>(() => Read(Path.Combine(folder, "nowhere.csv"), folder, Path.Combine(folder, "empty.csv"), Path.Combine(folder, "header.csv"), Path.Combine(folder, "other.csv"))).Findings;

        findings.Select(finding => finding.Code).Distinct().ShouldBe(["missing-file", "unreadable-file", "empty-file", "no-rows", "missing-column", "unknown-column"]);
    }

    [Fact]
    public void Everything_wrong_with_a_question_is_said_at_once()
    {
        var findings = Should.Throw<FindingsException>(() => ReuseQuestion.Read(Library, ["iso27001,itil"], "1.5", "heavy", "2026", ExpectedReuse.Day, [])).Findings;

        findings.Select(finding => finding.Place).ShouldBe(["holds", "p", "weights", "as-of"]);
        findings[0].Message.ShouldContain("Known are: iso27001, iso9001");
        foreach (var p in (string[])["-0.1", "NaN", "1e-1", "0,5", "Infinity"])
            Should.Throw<FindingsException>(() => ReuseQuestion.Read(Library, ["iso27001"], p, null, null, ExpectedReuse.Day, [])).Findings.Single().Place.ShouldBe("p");
    }

    private static readonly Gen<string> Holds = OneOf("iso27001", "iso9001", "iso27001,iso9001");

    private static readonly Gen<string> Schemes = OneOf("equal", "effort", "balanced50");

    private static readonly Gen<SourceStates> States = OneOf(0, 0.25, 0.5, 1).Array[184].Select(values => new SourceStates(
        Library.Requirements.Where(requirement => requirement.IsRequirement && requirement.Edition != Library.ReuseDefinition.Target)
            .Zip(values, (requirement, value) => (requirement.Key, value)).ToDictionary(pair => pair.Key, pair => new SourceState(pair.value, "drawn")), new HashSet<string>()));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static double Points(string holds, double p, string weights) => Reuse.Of(Library, ExpectedReuse.Question(holds, p, weights), null).Points;

    private static Statement Read(params string[] files) => new StatementReader(Library, ExpectedReuse.Day).Read(files, ExpectedReuse.Question("iso27001").Held);

    private static ReuseFigure OfStatement(string file, ReuseQuestion question) => Reuse.Of(Library, question, new StatementReader(Library, question.AsOf).Read([file], question.Held).States);

    private async Task<string> Write(string text)
    {
        var file = Path.Combine(folder, "statement.csv");
        await File.WriteAllTextAsync(file, text);
        return file;
    }
}
