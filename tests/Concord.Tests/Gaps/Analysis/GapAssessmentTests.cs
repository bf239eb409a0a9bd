using Concord.Gaps.Analysis;
using Concord.Standards;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Gaps.Analysis;

/// <summary>States, readiness and plan from what the parts say.</summary>
public sealed class GapAssessmentTests
{
    private static readonly StandardsLibrary Library = ExpectedReuse.Library;
    private static readonly GapLibrary Gaps = GapLibrary.Read(StandardsLibrary.DefaultFolder, Library);
    private static readonly IReadOnlyList<Requirement> All = [.. Library.Assessable(Library.ReuseDefinition.Target)];

    /// <summary>r record, i inventory, h interviews (heard), p policies, c counterparts in other standards; m met, f all that the part can show, h half, g gap, u an absence nobody confirmed.</summary>
    [Theory]
    [InlineData("", nameof(GapState.NotAssessed))]
    [InlineData("pg", nameof(GapState.Gap))]
    [InlineData("pm", nameof(GapState.Partly))] // Written only: no practice shown.
    [InlineData("ph", nameof(GapState.Partly))]
    [InlineData("rm", nameof(GapState.Met))]
    [InlineData("rm pg", nameof(GapState.Met))] // Evidence proves it, whatever is written.
    [InlineData("rm hg", nameof(GapState.Partly))] // People contradict the evidence.
    [InlineData("rm hm im pm", nameof(GapState.Met))]
    [InlineData("hm", nameof(GapState.Partly))] // Said, but no policy is known to carry it.
    [InlineData("hm pg", nameof(GapState.Partly))]
    [InlineData("hm pu", nameof(GapState.Partly))]
    [InlineData("pu", nameof(GapState.NotAssessed))] // A reading that found nothing is no evidence of a gap.
    [InlineData("hm ph", nameof(GapState.Met))]
    [InlineData("rg hg pg", nameof(GapState.Gap))]
    [InlineData("rg pm", nameof(GapState.Gap))] // A text does not outweigh evidence that says no,
    [InlineData("hg pm", nameof(GapState.Gap))] // nor people who say no.
    [InlineData("rg if pm", nameof(GapState.Gap))] // Nor does a field that is filled in.
    [InlineData("rg hm pm", nameof(GapState.Partly))]
    [InlineData("hg if", nameof(GapState.Partly))]
    [InlineData("if", nameof(GapState.Partly))] // A filled form alone is never met.
    [InlineData("if pm", nameof(GapState.Partly))]
    [InlineData("if hm", nameof(GapState.Partly))]
    [InlineData("if hm pm", nameof(GapState.Met))] // It has shown all it can, and does not contradict.
    [InlineData("ih hm pm", nameof(GapState.Partly))]
    [InlineData("rm if", nameof(GapState.Met))]
    [InlineData("rh", nameof(GapState.Partly))]
    [InlineData("ig hm", nameof(GapState.Partly))]
    [InlineData("ig", nameof(GapState.Gap))]
    [InlineData("cf", nameof(GapState.Partly))] // Heard where nothing else speaks,
    [InlineData("cf pu", nameof(GapState.Partly))]
    [InlineData("cf pg", nameof(GapState.Partly))] // also where a person confirmed that nothing is written, which says nothing of them,
    [InlineData("cf hg", nameof(GapState.Gap))] // not against a person who says no,
    [InlineData("cf ph hm", nameof(GapState.Met))] // nor against anything that shows more.
    [InlineData("cf hm", nameof(GapState.Partly))]
    public void A_state_follows_from_the_reasons(string said, string expected)
    {
        var finding = Result(new() { [All[0].Key] = said }).Findings[0];
        finding.State.ToString().ShouldBe(expected);
        finding.Because.ShouldNotBeEmpty();
    }

    [Fact]
    public void More_said_in_favour_never_lowers_a_state_and_never_makes_nothing_a_pass()
    {
        string[] parts = ["r", "i", "h", "p", "c"];
        string[] levels = ["", "g", "h", "m"];
        var all = from r in levels from i in levels.Append("f") from h in levels from p in levels.Append("u") select new[] { r, i, h, p };
        foreach (var levelsSaid in all)
        {
            var state = State(levelsSaid);
            if (levelsSaid.All(level => level.Length == 0)) state.ShouldBe(GapState.NotAssessed);
            if (levelsSaid[0] != "m" && levelsSaid[1] != "m" && levelsSaid[2] != "m") state.ShouldNotBe(GapState.Met, string.Join(' ', levelsSaid));
            ((int)State([.. levelsSaid, "f"])).ShouldBeGreaterThanOrEqualTo((int)state, "what is done for other standards never lowers a state");
            var onlyTexts = levelsSaid is ["", "", "", "g"];
            State([.. levelsSaid, "f"]).ShouldBe(state == GapState.NotAssessed || onlyTexts ? GapState.Partly : state);
            if (levelsSaid[3] == "u") state.ShouldBe(State([.. levelsSaid[..3], ""]), "what nobody confirmed is as if nothing were said");
            for (var part = 0; part < 4; part++)
            {
                string[] better = levelsSaid[part] switch { "g" or "u" => ["h"], "h" when part == 1 => ["f", "m"], "h" or "f" => ["m"], "" => part == 1 ? ["f", "m"] : ["m"], _ => [] };
                foreach (var level in better)
                {
                    string[] raised = [.. levelsSaid];
                    raised[part] = level;
                    ((int)State(raised)).ShouldBeGreaterThanOrEqualTo((int)state, $"{string.Join(' ', levelsSaid)} to {string.Join(' ', raised)}");
                }
            }
        }

        GapState State(string[] said) => Result(new() { [All[0].Key] = string.Join(' ', parts.Zip(said).Where(pair => pair.Second.Length > 0).Select(pair => pair.First + pair.Second)) }).Findings[0].State;
    }

    [Fact]
    public void Readiness_is_a_range_while_something_is_not_assessed()
    {
        var nothing = Result([]);
        (nothing.Overall.Low, nothing.Overall.High, nothing.Overall.Assessed, nothing.Overall.Requirements).ShouldBe((null, null, 0, 70));

        var result = Result(new() { [All[0].Key] = "rm", [All[1].Key] = "rh", [All[2].Key] = "rg" });
        result.Overall.Low!.Value.ShouldBe(100 * 1.5 / 70, 1e-9);
        result.Overall.High!.Value.ShouldBe(100 * 68.5 / 70, 1e-9);
        result.Groups.Sum(group => group.Requirements).ShouldBe(70);

        // What only counterparts carry counts what they save, and never as much as what is seen in part.
        var carried = GapAssessment.Of([.. All.Select((requirement, place) => new GapInput(requirement, place < 3 ? [Reason("cf")] : [], null, 0, Carried: place == 0 ? 1 : 0.33))], Library, Gaps, new(2026, 3, 2), 0);
        carried.Overall.Low!.Value.ShouldBe(100 * (0.5 + 0.33 + 0.33) / 70, 1e-9);
        (carried.Overall.High, carried.Overall.Assessed, carried.CarriedOnly).ShouldBe((100, 0, 3), "nobody was asked what is done for AI");
        var step = carried.Plan.First(step => step.Requirement == All[1].Key);
        step.EffortDays.ShouldBe(Math.Round(Gaps.Proposal(All[1].Key)!.EffortDays * 0.67, 1));

        // That nothing is written of them changes nothing of what they carry.
        var unwritten = GapAssessment.Of([.. All.Select((requirement, place) => new GapInput(requirement, place < 3 ? [Reason("cf"), Reason("pg")] : [], null, 0, Carried: place == 0 ? 1 : 0.33))], Library, Gaps, new(2026, 3, 2), 0);
        (unwritten.Overall, unwritten.CarriedOnly, unwritten.Count(GapState.Gap)).ShouldBe((carried.Overall, 3, 0));

        var known = Result(All.ToDictionary(requirement => requirement.Key, _ => "rh", StringComparer.Ordinal));
        (known.Overall.Low, known.Overall.High).ShouldBe((50, 50));
    }

    [Fact]
    public void Excluded_controls_leave_the_set()
    {
        var control = All[^1];
        var result = GapAssessment.Of([.. All.Select(requirement => new GapInput(requirement, [new GapReason(GapPart.Record, GapState.Met, "x")], requirement == control ? "not used" : null, 0))], Library, Gaps, new(2026, 3, 2), 0);
        (result.Overall.Requirements, result.Overall.Low).ShouldBe((69, 100));
        result.Findings.Single(finding => finding.Requirement == control.Key).State.ShouldBe(GapState.NotApplicable);
        result.Plan.ShouldBeEmpty();
    }

    [Fact]
    public void The_plan_holds_every_open_requirement_once_and_nothing_before_what_it_rests_on()
    {
        var draws = new Draws(7);
        string[] levels = ["g", "h", "m"];
        for (var round = 0; round < 50; round++)
        {
            var result = Result(All.ToDictionary(requirement => requirement.Key, _ => "r" + levels[(int)(draws.Uniform() * 3)], StringComparer.Ordinal));
            var open = result.Findings.Where(finding => finding.State is GapState.Gap or GapState.Partly).Select(finding => finding.Requirement).Order(StringComparer.Ordinal);
            result.Plan.Select(step => step.Requirement).Order(StringComparer.Ordinal).ShouldBe(open);
            var places = result.Plan.ToDictionary(step => step.Requirement, step => step.Number, StringComparer.Ordinal);
            foreach (var step in result.Plan) step.After.ShouldAllBe(before => places[before] < step.Number);
            result.Plan.Select(step => step.Number).ShouldBe(Enumerable.Range(1, result.Plan.Count));
        }
    }

    [Fact]
    public void Of_what_may_come_next_the_most_urgent_comes_first_and_half_done_takes_half_the_work()
    {
        var result = Result(new() { ["ISO42001:A.2.4"] = "rh", ["ISO42001:A.6.2.6"] = "hg" });
        result.Plan.Select(step => (step.Requirement, step.Urgency)).ShouldBe([("ISO42001:A.6.2.6", 5), ("ISO42001:A.2.4", 2)]);
        result.Plan[1].EffortDays.ShouldBe(Gaps.Proposal("ISO42001:A.2.4")!.EffortDays / 2);
        result.Plan[0].Why.ShouldBe("must, a gap, seen in practice");
    }

    [Fact]
    public void A_frozen_result_is_read_as_it_was_and_compared()
    {
        var before = Result(new() { [All[0].Key] = "rg", [All[1].Key] = "rm", [All[2].Key] = "rh" });
        GapResult.FromJson(before.ToJson()).ToJson().ShouldBe(before.ToJson());

        var after = Result(new() { [All[0].Key] = "rh", [All[1].Key] = "rh", [All[3].Key] = "rm" });
        var compared = GapComparison.Of("GAP-0001", GapResult.FromJson(before.ToJson()), after);
        compared.Better.Select(change => change.Requirement).ShouldBe([All[0].Key]);
        compared.Worse.Select(change => change.Requirement).ShouldBe([All[1].Key]);
        compared.NotAsked.Select(change => (change.Requirement, change.Before, change.After)).ShouldBe([(All[2].Key, GapState.Partly, GapState.NotAssessed)]);
        compared.Otherwise.Select(change => (change.Requirement, change.Before, change.After)).ShouldBe([(All[3].Key, GapState.NotAssessed, GapState.Met)]);
        compared.Rule.ShouldBeNull();
    }

    [Fact]
    public void That_nothing_is_known_is_not_told_as_nothing_to_do()
    {
        Result([]).WhyNoStep.ShouldStartWith("Nothing is known yet");
        Result(new() { [All[0].Key] = "rm" }).WhyNoStep.ShouldContain("69 requirements are not assessed");
        Result(All.ToDictionary(requirement => requirement.Key, _ => "rm", StringComparer.Ordinal)).WhyNoStep.ShouldBe("Every requirement that applies is met.");
    }

    [Fact]
    public void A_comparison_across_two_rules_says_so_and_what_the_rule_alone_changed()
    {
        // The rule before called partly what is met today, and what was said of the second is another thing now.
        var said = Result(new() { [All[0].Key] = "rm", [All[1].Key] = "rm" });
        var before = said with { Definition = "2025-01", Findings = [.. said.Findings.Select(finding => finding.State == GapState.Met ? finding with { State = GapState.Partly } : finding)] };
        var after = Result(new() { [All[0].Key] = "rm", [All[1].Key] = "rg" });

        var rule = GapComparison.Of("GAP-0001", before, after).Rule.ShouldNotBeNull();
        (rule.Before, rule.After).ShouldBe(("2025-01", GapAssessment.Definition));
        rule.ByRuleAlone.ShouldNotBeNull().ShouldBe([All[0].Key]);
        rule.Sentence("GAP-0001", key => $"<{key}>").ShouldEndWith($"one requirement stands otherwise: <{All[0].Key}>.");

        // Of an older rule nobody can tell any more what it would say.
        rule = GapComparison.Of("GAP-0001", before, after with { Definition = "2025-02" }).Rule.ShouldNotBeNull();
        rule.ByRuleAlone.ShouldBeNull();
        rule.Sentence("GAP-0001", key => key).ShouldContain("cannot be told");
    }

    /// <summary>Had the people said again what they said, nothing were better.</summary>
    [Theory]
    [InlineData("rm hg", "rm", false)]
    [InlineData("hg cf", "cf", false)]
    [InlineData("rm hg", "rm hm", true)]
    [InlineData("rg hg", "rm hm", true)]
    public void Silence_is_no_improvement(string before, string after, bool better)
    {
        var compared = GapComparison.Of("GAP-0001", Result(new() { [All[0].Key] = before }), Result(new() { [All[0].Key] = after }));
        compared.Worse.Concat(compared.Otherwise).ShouldBeEmpty();
        (compared.Better.Count, compared.NotAsked.Count).ShouldBe(better ? (1, 0) : (0, 1));
    }

    [Theory]
    [InlineData("hm pm", "pm", false, GapPart.Interviews)] // No interview was held.
    [InlineData("hm pm", "hm", false, GapPart.Policies)]
    [InlineData("hm pm", "hm pu", false, GapPart.Policies)] // Read, but what is suggested was not confirmed.
    [InlineData("pg", "pu", false, GapPart.Policies)]
    [InlineData("hm ph", "ig", true, GapPart.Inventory)] // Also what was silent before now says no.
    [InlineData("hm pm", "hg pm", true, GapPart.Interviews)]
    [InlineData("rm hm", "rg", true, GapPart.Record)] // Would the people say it again, it were still worse.
    [InlineData("rm", "rm hg", true, GapPart.Interviews)]
    [InlineData("hm if pm", "hm ih pm", true, GapPart.Inventory)]
    [InlineData("cf", "", true, GapPart.Counterparts)] // Nobody asks them: their evidence ran out.
    [InlineData("hm cf pm", "cf", false, GapPart.Interviews)]
    public void What_was_only_not_asked_this_time_is_not_called_worse(string before, string after, bool worse, object part)
    {
        var compared = GapComparison.Of("GAP-0001", Result(new() { [All[0].Key] = before }), Result(new() { [All[0].Key] = after }));
        compared.Better.Concat(compared.Otherwise).ShouldBeEmpty();
        (worse ? compared.NotAsked : compared.Worse).ShouldBeEmpty();
        (worse ? compared.Worse : compared.NotAsked).ShouldHaveSingleItem().Parts.ShouldContain((GapPart)part);
    }

    [Fact]
    public void The_library_has_a_proposal_for_every_requirement_and_checks_that_speak_of_some()
    {
        All.ShouldAllBe(requirement => Gaps.Proposal(requirement.Key) != null);
        All.Select(requirement => Gaps.Proposal(requirement.Key)!.Sentence).Distinct().Count().ShouldBe(70);
        Gaps.Checks.ShouldAllBe(check => check.Requirements.Count > 0 && check.AtMost == GapState.Partly);
        (Gaps.Questions.Count, Gaps.Roles.Count).ShouldBe((62, 6));
    }

    private static GapResult Result(Dictionary<string, string> said) => GapAssessment.Of(
        [.. All.Select(requirement => new GapInput(requirement, [.. (said.GetValueOrDefault(requirement.Key) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Reason)], null, 0))],
        Library, Gaps, new(2026, 3, 2), 0);

    private static GapReason Reason(string word) => new(
        word[0] switch { 'r' => GapPart.Record, 'i' => GapPart.Inventory, 'h' => GapPart.Interviews, 'c' => GapPart.Counterparts, _ => GapPart.Policies },
        word[1] switch { 'm' => GapState.Met, 'h' or 'f' => GapState.Partly, 'u' => GapState.NotAssessed, _ => GapState.Gap }, "because", word[1] == 'f');
}
