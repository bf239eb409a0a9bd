using Concord.Gaps;
using Concord.Tests.Logs;

namespace Concord.Tests.Gaps;

/// <summary>What a sentence denies it does not claim, whatever the verb; what it forbids or demands by a negation it claims. Sentences in <c>expected</c>.</summary>
public sealed class PolicyDenialTests
{
    public static TheoryData<string, string, string> Denials() => [.. Rows("denials.txt").Select(row => (row[0], row[1], row[2]))];

    public static TheoryData<string, string> Prohibitions() => [.. Rows("prohibitions.txt").Select(row => (row[0], row[1]))];

    [Theory]
    [MemberData(nameof(Denials))]
    public void What_is_denied_is_no_claim_and_the_same_as_a_rule_is(string number, string denies, string says)
    {
        Level(number, denies).CompareTo(PolicyLevel.Mentioned).ShouldBeLessThan(0, denies);
        Level(number, says).CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0, says);
    }

    [Theory]
    [MemberData(nameof(Prohibitions))]
    public void What_forbids_or_demands_by_a_negation_is_a_claim(string number, string rule) => Level(number, rule).CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0, rule);

    [Fact]
    public void A_list_under_words_that_deny_is_denied() =>
        PolicyTexts.Level("6.1.4", "# Rules\n\nFor AI systems we do not carry out:\n\n- impact assessments\n- reviews by the board\n").CompareTo(PolicyLevel.Mentioned).ShouldBeLessThan(0);

    [Fact]
    public void What_the_next_sentence_denies_is_no_claim() =>
        PolicyTexts.Level("A.8.4", "# Rules\n\nCustomers expect that AI incidents are reported to them. At present nobody does so.\n").CompareTo(PolicyLevel.Mentioned).ShouldBeLessThan(0);

    [Fact]
    public void What_is_said_beside_a_denial_stays_said() =>
        PolicyTexts.Level("A.8.4", "# Rules\n\nAI incidents are reported to the service desk, but their costs are not recorded.\n").CompareTo(PolicyLevel.Mentioned).ShouldBeGreaterThanOrEqualTo(0);

    private static PolicyLevel Level(string number, string sentence) => PolicyTexts.Level(number, $"# Rules\n\n## Part\n{sentence}\n");

    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Concord.Tests", "Gaps", "expected", file)).Where(line => !line.StartsWith('#')).Select(line => line.Split(" | "));
}
