using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Standards;
using Concord.Tests.Monitoring;

namespace Concord.Tests.EnterpriseRisks;

/// <summary>The converter between the enterprise's scale and the criteria: the shipped ones, any that is read, and those that are refused.</summary>
public sealed class ScaleTests
{
    private static readonly RiskCriteria Criteria = StandardsLibrary.Load(StandardsLibrary.DefaultFolder).Criteria;
    private static readonly IReadOnlyList<EnterpriseScale> Shipped = ScaleReader.Read(StandardsLibrary.DefaultFolder, Criteria);

    [Fact]
    public void Every_shipped_scale_converts_every_level_and_every_step_in_both_directions()
    {
        Shipped.Select(scale => scale.Id).ShouldBe(["five-by-five", "three-words", "four-words", "one-to-four", "one-to-ten", "letters-a-to-e", "five-words"]);
        foreach (var scale in Shipped) scale.Gaps(Criteria).ShouldBeEmpty(scale.Id);
        foreach (var axis in Shipped.SelectMany(scale => scale.Axes)) Holds(axis);
        Shipped[0].Axes.ShouldAllBe(axis => axis.Steps.All(axis.ComesBack), "the same scale loses nothing");
    }

    [Fact]
    public void Whatever_converter_is_read_rises_and_inverts_where_it_says_it_does()
    {
        var draws = new Draws(Draws.Seed);
        var read = 0;
        for (var i = 0; i < 400; i++)
        {
            var text = Drawn(draws);
            EnterpriseScale scale;
            try
            {
                scale = ScaleReader.Parse(text, Criteria);
            }
            catch (FindingsException refused)
            {
                refused.Findings.ShouldNotBeEmpty(text);
                continue;
            }
            read++;
            foreach (var axis in scale.Axes) Holds(axis);
            var missing = ScaleReader.OursOf(ScaleAxisKind.Likelihood, Criteria).Count(ours => scale.Likelihood.From(ours) is null);
            scale.Gaps(Criteria).Count(gap => gap.StartsWith("likelihood: ", StringComparison.Ordinal) && gap.Contains("of the criteria", StringComparison.Ordinal)).ShouldBe(missing, text);
        }
        read.ShouldBeInRange(40, 399, "some are read and some are refused");
    }

    [Fact]
    public void A_level_without_a_counterpart_is_said_and_not_guessed()
    {
        var scale = ScaleReader.Parse(Text("{ word: A, ours: [1], becomes: 1 }", "{ word: B, ours: [2] }"), Criteria);
        var level = scale.Of(5, 2, "high");
        (level.Likelihood, level.Impact, level.Rating, level.Missing).ShouldBe((null, "B", null, "no counterpart in the scale Ours: likelihood 5, band high"));
        scale.Likelihood.ComesBack(scale.Likelihood.Find("b")!).ShouldBeFalse("it becomes nothing");
        scale.Gaps(Criteria).ShouldContain("likelihood: 5 of the criteria has no counterpart");
        scale.Gaps(Criteria).ShouldContain("impact: B has no counterpart in the criteria");
    }

    [Theory]
    [InlineData("{ word: A, ours: [2], becomes: 2 }", "{ word: B, ours: [1], becomes: 1 }", "not-rising")]
    [InlineData("{ word: A, ours: [1, 2], becomes: 2 }", "{ word: B, ours: [2, 3], becomes: 3 }", "not-rising")]
    [InlineData("{ word: A, ours: [1], becomes: 2 }", "{ word: B, ours: [2], becomes: 2 }", "not-its-own")]
    [InlineData("{ word: A, ours: [1], becomes: 1 }", "{ word: a, ours: [2], becomes: 2 }", "duplicate-word")]
    [InlineData("{ word: A, ours: [0], becomes: 1 }", "{ word: B, ours: [2], becomes: 9 }", "unknown-level")]
    [InlineData("{ word: A, ours: [1], becomes: 1, guess: yes }", "{ word: B, ours: [2], becomes: 2 }", "unknown-key")]
    public void A_converter_that_would_hide_what_is_grave_or_guess_is_refused(string first, string second, string code) =>
        Should.Throw<FindingsException>(() => ScaleReader.Parse(Text(first, second), Criteria)).Findings.ShouldContain(finding => finding.Code == code);

    [Theory]
    [InlineData("not yaml: [")]
    [InlineData("")]
    [InlineData("a: &a [*a]")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void A_text_that_is_no_scale_is_refused_with_findings(string text) => Should.Throw<FindingsException>(() => ScaleReader.Parse(text, Criteria)).Findings.ShouldNotBeEmpty();

    /// <summary>Higher stays higher in both directions; a step that says it comes back does; what becomes of a level belongs to the step that names it.</summary>
    private static void Holds(ScaleAxis axis)
    {
        var ours = ScaleReader.OursOf(axis.Kind, Criteria).ToList();
        var there = ours.Select(axis.From).Where(step => step is not null).Select(step => axis.Steps.ToList().IndexOf(step!)).ToList();
        there.ShouldBe(there.Order().ToList());
        var back = axis.Steps.Where(step => step.Becomes is not null).Select(step => ours.IndexOf(step.Becomes!)).ToList();
        back.ShouldBe(back.Order().ToList());
        foreach (var step in axis.Steps.Where(axis.ComesBack)) axis.From(step.Becomes!)!.Word.ShouldBe(step.Word);
        foreach (var step in axis.Steps.Where(step => step.Ours.Count > 0 && step.Becomes is not null)) axis.ComesBack(step).ShouldBeTrue($"{step.Word} has levels of its own and becomes one of them");
        foreach (var level in ours)
            if (axis.From(level) is { Becomes: { } again } step) (axis.From(again) == step).ShouldBeTrue("once converted, converting again changes nothing");
    }

    private static string Text(string first, string second) =>
        $"id: ours\ntitle: Ours\nlikelihood:\n- {first}\n- {second}\nimpact:\n- {first}\n- {second}\nrating:\n- {{ word: Green, ours: [low], becomes: low }}\n";

    private static string Drawn(Draws draws)
    {
        int Below(int most) => (int)(draws.Uniform() * most);
        string Steps(int levels, Func<int, string> name)
        {
            var (next, text) = (1, "");
            for (var step = 0; step <= Below(6); step++)
            {
                var taken = Enumerable.Range(next, Math.Max(0, Math.Min(Below(3), levels - next + 1))).ToList();
                next += taken.Count;
                var becomes = Below(8) == 0 ? "" : taken.Count > 0 ? $", becomes: {name(taken[Below(taken.Count)])}" : $", becomes: {name(Math.Clamp(next - Below(2), 1, levels))}";
                text += $"- {{ word: W{step}, ours: [{string.Join(", ", taken.Select(name))}]{becomes} }}\n";
            }
            return text;
        }
        var bands = Criteria.Bands.Select(band => band.Name).ToArray();
        string Level(int level) => level.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"id: drawn\ntitle: Drawn\nlikelihood:\n{Steps(5, Level)}impact:\n{Steps(5, Level)}rating:\n{Steps(bands.Length, at => bands[at - 1])}";
    }
}
