using Concord.Bench.Policies;
using Concord.Gaps;
using Concord.Gaps.Reading;
using Concord.Tests.Logs;

namespace Concord.Tests.Gaps;

/// <summary>The assessment measured on texts labelled by two readers; <c>./dev bench policy</c> prints the same with intervals.</summary>
public sealed class PolicyTruthTests
{
    private static readonly PolicyTruth Truth = PolicyTruth.Read(Repository.Root);

    private static readonly IReadOnlyList<PolicyScore> Scores =
        PolicyScore.Measure(Truth, PolicyTexts.Vocabulary, file => PolicyFileReader.Read(File.ReadAllBytes(file), Path.GetExtension(file)));

    /// <summary>
    /// Label 2 is "a binding requirement covers the theme"; 1 "touched, or covered in part"; 0 "not there". A cell is strictly absent when 0 is the only label a
    /// fair reader may give. Themes count that stand first for a requirement that is assessed; general themes ("is.", "ms.") also for other standards.
    /// </summary>
    [Fact]
    public void The_labels_are_those_the_bars_were_set_on()
    {
        Truth.Documents.Count.ShouldBe(5);
        Truth.Cells.Count.ShouldBe(185);
        Scores[^1].Found.Cells.ShouldBe(23);
        Scores[^1].FalseClaims.Cells.ShouldBe(Truth.Cells.Count(cell => cell.IsStrictlyAbsent && Truth.Assessed(cell.Theme).Count > 0));
    }

    [Fact]
    public void At_least_85_percent_of_what_binds_is_found() => (Scores[^1].Found.Hits * 100).ShouldBeGreaterThanOrEqualTo(Scores[^1].Found.Cells * 85, Told);

    [Fact]
    public void At_most_two_claims_stand_on_cells_that_are_strictly_absent() => Scores[^1].FalseClaims.Hits.ShouldBeLessThanOrEqualTo(2, Told);

    [Fact]
    public void At_least_80_percent_of_the_general_places_are_named() => (Scores[^1].Places.Hits * 100).ShouldBeGreaterThanOrEqualTo(Scores[^1].Places.Cells * 80, Told);

    [Fact]
    public void Leaving_any_text_out_leaves_the_bars_met()
    {
        foreach (var score in Scores.SkipLast(1))
            ((Scores[^1].Found.Hits - score.Found.Hits) * 100).ShouldBeGreaterThanOrEqualTo((Scores[^1].Found.Cells - score.Found.Cells) * 85, score.Of);
    }

    [Fact]
    public void A_Word_document_gives_the_levels_of_the_same_text_in_Markdown()
    {
        static IEnumerable<(string, PolicyLevel)> Levels(string name) =>
            PolicyAssessment.Assess([new(name, PolicyFileReader.Read(File.ReadAllBytes(PolicyTexts.Labelled(name)), Path.GetExtension(name)))], PolicyTexts.Vocabulary).Select(one => (one.Requirement, one.Level));

        Levels("osa-acceptable-use-policy.docx").ShouldBe(Levels("osa-acceptable-use-policy.md"));
    }

    [Fact]
    public void An_interval_of_a_share_is_that_of_Wilson()
    {
        var (low, high) = new PolicyCount(9, 10, []).Interval();
        low.ShouldBe(0.5958, 0.0001);
        high.ShouldBe(0.9821, 0.0001);
    }

    private static string Told => PolicyScore.Table(Scores);
}
