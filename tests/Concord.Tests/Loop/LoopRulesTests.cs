using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Loop.Rules;
using Concord.Standards;
using Concord.Tests.Classification;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Loop;

/// <summary>The rules of what follows on a signal, without a record: what they give, what they may not switch off, how they are read.</summary>
public sealed class LoopRulesTests
{
    private static readonly LoopLibrary Library = LoopRulesReader.Read(StandardsLibrary.DefaultFolder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder), ClassificationCaseTests.Pack);

    private static readonly IReadOnlyList<LoopCase> Cases =
    [
        .. from kind in LoopRulesReader.Kinds
           from severity in LoopRulesReader.Severities
           from tier in LoopRulesReader.Tiers
           from metric in (string[])["psi_feature", "data_freshness", "own metric"]
           from source in LoopRulesReader.Sources
           from windows in (int[])[1, 2, 3, 7]
           select new LoopCase(kind, severity, tier, metric, source, windows),
    ];

    [Fact]
    public void The_words_of_the_library_are_those_the_product_acts_on()
    {
        Library.Consequences.Select(kind => kind.Key).ShouldBe(Consequence.All, ignoreOrder: true);
        LoopRulesReader.Kinds.ShouldBe(Enum.GetValues<SignalKind>().Select(Words.Key), ignoreOrder: true);
        LoopRulesReader.Severities.ShouldBe(Enum.GetValues<SignalSeverity>().Select(Words.Key), ignoreOrder: true);
        LoopRulesReader.Tiers.ShouldBe(Enum.GetValues<RiskClass>().Select(Words.Key), ignoreOrder: true);
        RuleFloors.Check(Library.Default, Library).ShouldBeEmpty();
        Cases.ShouldAllBe(signal => Library.Duties.Any(duty => duty.Concerns(signal)));
    }

    [Fact]
    public void The_rules_of_the_library_do_on_every_signal_what_the_loop_did_before_there_were_rules()
    {
        foreach (var signal in Cases)
        {
            var following = Library.Default.For(signal);
            Consequence.First.ShouldBeSubsetOf(following.Select(each => each.Consequence));
            following.ShouldAllBe(each => each.DueDays == null); // As the monitoring policy says.
            following.Any(each => each.Consequence == Consequence.Committee).ShouldBe(signal.Severity == "alert");
        }
    }

    [Fact]
    public void The_order_of_rules_means_nothing_and_a_rule_that_is_added_takes_nothing_away_unless_it_says_so()
    {
        var draws = new Draws(Draws.Seed);
        for (var round = 0; round < 60; round++)
        {
            List<LoopRule> rules = [.. Enumerable.Range(0, 2 + Pick(6)).Select(i => Rule($"r{i}", mayTakeAway: true))];
            var more = Rule("more", mayTakeAway: false);
            LoopRules set = new("1", "", rules), turned = new("1", "", [.. rules.OrderBy(_ => draws.Uniform())]), grown = new("1", "", [.. rules, more]);
            foreach (var signal in Cases.Where((_, at) => at % 7 == round % 7))
            {
                var given = Told(set.For(signal));
                Told(turned.For(signal)).ShouldBe(given);
                set.For(signal).Select(each => each.Consequence).ShouldBeSubsetOf(grown.For(signal).Select(each => each.Consequence));
                Consequence.All.Where(consequence => set.Gives(signal, consequence)).ShouldBe(set.For(signal).Select(each => each.Consequence), ignoreOrder: true);
            }
        }

        int Pick(int below) => (int)(draws.Uniform() * below);
        IReadOnlyList<string> Some(IReadOnlyList<string> words) => Pick(2) == 0 ? [] : [.. words.Where(_ => Pick(2) == 0)];
        LoopRule Rule(string id, bool mayTakeAway)
        {
            List<string> then = [.. Consequence.All.Where(_ => Pick(4) == 0)];
            return new(id, "", new(Some(LoopRulesReader.Kinds), Some(LoopRulesReader.Severities), Some(LoopRulesReader.Tiers), Some(["psi_feature", "data_freshness"]), Some(LoopRulesReader.Sources), 1 + Pick(3)), then,
                mayTakeAway && Pick(3) == 0 ? [.. Consequence.All.Except(then).Take(2)] : [], Pick(3) == 0 ? 1 + Pick(60) : null);
        }
        static List<string> Told(IEnumerable<FollowingConsequence> following) => [.. following.Select(each => $"{each.Consequence} by {string.Join(",", each.Rules)} in {each.DueDays}")];
    }

    [Fact]
    public void What_is_written_out_is_read_back_as_the_same_rules_whatever_stands_in_a_title()
    {
        List<LoopRule> rules = [.. Library.Default.Rules, new("hostile", "\"}: [x] # <script>&", new([], ["warn"], ["outOfScope"], ["psi_score"], ["series"], 4), [Consequence.Nonconformity], [Consequence.Committee], 12)];
        var text = LoopRulesText.Write("2027-01", rules);
        var faults = new List<Finding>();
        var read = LoopRulesReader.Rules(text, "rules", Library, faults);
        faults.ShouldBeEmpty();
        LoopRulesText.Write(read!.Version, read.Rules).ShouldBe(text);
        LoopRuleSentence.Of(read.Rules[^1], Library).ShouldBe("When a warning is raised on figures that come from elsewhere for a system whose class is out of scope, found by psi_score and has lasted for 4 windows: "
            + "a nonconformity is opened for each control that fails, to be corrected within 12 days; whatever other rules say, it does not follow that it is put on the list of the committee.");
    }

    [Fact]
    public void Everything_that_is_wrong_with_rules_is_told_at_once()
    {
        const string broken = """
            version: "1"
            rules:
              - id: "not a name"
                when: {kind: [drift, weather], windows: many, colour: [red]}
                then: [committee, nothing]
              - id: twice
                then: [committee]
                without: [freeze-evidence, committee]
                days: 0
              - id: twice
                title: "a\u202Eb"
            """;
        var faults = new List<Finding>();
        LoopRulesReader.Rules(broken, "rules", Library, faults).ShouldBeNull();
        string[] told = ["letters, digits and dashes", "\"weather\" is not known", "\"many\" is not a whole number", "colour", "\"nothing\" is not known", "cannot be taken away", "gives \"committee\" and takes it away", "\"0\" is not a whole number",
            "Days to correct belong to", "2 rules are called \"twice\"", "all of which can be seen", "Say what follows"];
        foreach (var each in told) faults.ShouldContain(fault => fault.Message.Contains(each, StringComparison.Ordinal) || fault.Place.Contains(each, StringComparison.Ordinal), each);
        faults.ShouldAllBe(fault => fault.Place.StartsWith("rules, row ", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_that_switch_off_what_law_or_safety_needs_are_named_with_the_plainest_signal_that_falls_through()
    {
        var quiet = new LoopRules("1", "", [.. Library.Default.Rules.Where(rule => rule.Id is not ("committee" or "rights" or "lasting"))]);
        var found = RuleFloors.Check(quiet, Library);
        var refused = found.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Message).ToList();
        refused.Count.ShouldBe(2);
        refused[0].ShouldStartWith("With these rules, nothing of this would follow on an alert of fairness (any other metric, measured here) for a system whose class is prohibited, lasting 1 window: ");
        refused[1].ShouldStartWith("With these rules, nothing of this would follow on an alert of drift (any other metric, measured here) for a system whose class is prohibited, lasting 1 window: ");
        found.Count(finding => finding.Severity == Severity.Warning).ShouldBe(1, "nobody is asked whether it is a serious incident");

        var hidden = new LoopRules("1", "", [.. Library.Default.Rules, new("later", "", LoopCondition.Always with { Metrics = ["impact_ratio"], Windows = 5 }, [], [Consequence.Committee, Consequence.Incident, Consequence.Restriction], null)]);
        RuleFloors.Check(hidden, Library).ShouldContain(finding => finding.Severity == Severity.Error && finding.Message.Contains("(impact_ratio, measured here) for a system whose class is prohibited, lasting 5 windows", StringComparison.Ordinal));
        RuleFloors.Check(new("1", "", [.. Library.Default.Rules.Where(rule => rule.Id != "evidence")]), Library).ShouldContain(finding => finding.Message.EndsWith("Evidence cannot be switched off.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-05", "2026-05", 1)]
    [InlineData("2026-05", "2026-07", 3)]
    [InlineData("2025-W52", "2026-W02", 3)]
    [InlineData("2026-02-27", "2026-03-01", 3)]
    [InlineData("reference", "reference", 1)]
    [InlineData("2026-05", "2026-04", 1)]
    public void A_signal_lasts_as_many_windows_as_the_calendar_has(string since, string newest, int windows) => SignalCase.Lasting(since, newest).ShouldBe(windows);
}
