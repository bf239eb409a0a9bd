using Concord.Classification;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Tests.Classification;

/// <summary>Forty cases with the tier and the flags people expect.</summary>
public sealed class ClassificationCaseTests
{
    internal static readonly RulePack Pack = RulePackReader.Read(StandardsLibrary.DefaultFolder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
    internal static readonly DateOnly Today = new(2026, 11, 30);

    private static readonly IReadOnlyList<LibraryDocument> All = LibraryDocument.Read(Path.Combine(AppContext.BaseDirectory, "Classification"), "cases.yaml", [])!.Maps("cases");

    public static TheoryData<string> Cases => [.. All.Select(item => item.Text("id"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_gives_the_expected_tier_flags_and_citations(string id)
    {
        var item = All.Single(each => each.Text("id") == id);
        var outcome = Of(item, Today);

        outcome.Tier.ShouldBe(item.Text("expected_tier"));
        outcome.Flags.ShouldBe(item.Texts("expected_flags"), ignoreOrder: true);
        outcome.IsComplete.ShouldBeTrue();
        var rule = Pack.TierRules.Single(each => each.Id == outcome.Rule);
        outcome.Citations[0].ShouldContain(rule.Article);
        outcome.Explanation.Single(step => step.Decisive).Rule.ShouldBe(rule.Id);
        outcome.Explanation.ShouldAllBe(step => step.Citation.Length > 0 && step.Text.Length > 0);
        foreach (var flag in outcome.Flags) outcome.Citations.ShouldContain(citation => citation.EndsWith(Pack.AdditiveRules.Single(each => each.Flag == flag).Article, StringComparison.Ordinal));
        (outcome.Duties.Count > 0).ShouldBe(Pack.Tier(outcome.Tier!).OwesDuties && item.Map("facts")!.Keys.Contains("roles") && !outcome.Explanation.Any(step => Pack.Reliefs.Any(relief => relief.Id == step.Rule)));
    }

    [Fact]
    public void There_are_forty_cases_and_together_they_end_at_every_rule() =>
        (All.Count, All.Select(item => Of(item, Today).Rule).Distinct().Order().Count()).ShouldBe((40, Pack.TierRules.Count));

    [Theory]
    [InlineData("TC01", "2026-07-26", "2026-08-02")] // The day before the Omnibus was in force.
    [InlineData("TC01", "2026-07-27", "2027-12-02")]
    [InlineData("TC28", "2026-07-26", "2027-08-02")]
    [InlineData("TC28", "2026-11-30", "2028-08-02")]
    [InlineData("TC13", "2026-11-30", "2026-08-02")]
    [InlineData("TC39", "2026-11-30", "2026-12-02")]
    [InlineData("TC11", "2026-11-30", "2025-02-02")]
    public void The_day_asked_about_decides_which_calendar_counts(string id, string asOf, string from)
    {
        var outcome = Of(All.Single(each => each.Text("id") == id), Day(asOf));

        outcome.AppliesFrom.ShouldBe(Day(from));
        outcome.Duties.Where(duty => duty.Because == outcome.TierName && Pack.Obligations.Single(each => each.Id == duty.Id).Date is null).ShouldAllBe(duty => duty.From == Day(from));
    }

    [Fact]
    public void A_practice_that_was_no_law_yet_does_not_count_and_the_outcome_says_so()
    {
        var outcome = Of(All.Single(each => each.Text("id") == "TC39"), new(2026, 7, 1));

        outcome.Tier.ShouldBe("limited");
        outcome.Explanation[0].Text.ShouldContain("not yet law on that day");
        outcome.Law.ShouldBe("Regulation (EU) 2024/1689");
    }

    [Fact]
    public void Before_the_law_there_is_no_answer() =>
        Should.Throw<RuleViolation>(() => Of(All[0], new(2024, 7, 31))).Code.ShouldBe("CLASSIFICATION-AS-OF");

    [Theory]
    [InlineData("2026-08-01", "2026-12-02")]
    [InlineData("2026-08-02", "2026-08-02")]
    [InlineData(null, "2026-08-02")]
    public void Marking_binds_later_for_what_was_on_the_market_before(string? market, string from)
    {
        var (facts, _) = Facts(All.Single(each => each.Text("id") == "TC13"), Today);
        var duty = ClassificationRules.Decide(Pack, facts, Today, market is null ? null : Day(market)).Duties.Single(each => each.Because.StartsWith("Mark", StringComparison.Ordinal));

        duty.From.ShouldBe(Day(from));
        duty.Note.Contains("on the market before", StringComparison.Ordinal).ShouldBe(market is null);
    }

    [Fact]
    public void Who_rebrands_owes_what_a_provider_owes()
    {
        var roles = Of(All.Single(each => each.Text("id") == "TC34"), Today).Duties.Select(duty => duty.Role).Distinct();
        roles.ShouldBe(["provider", "deployer", "every role"], ignoreOrder: true);
    }

    internal static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static ClassificationOutcome Of(LibraryDocument item, DateOnly asOf)
    {
        var (facts, assumed) = Facts(item, asOf);
        return ClassificationRules.Decide(Pack, facts, asOf, assumed: assumed);
    }

    private static (FactSheet Facts, IReadOnlyList<string> Assumed) Facts(LibraryDocument item, DateOnly asOf)
    {
        var facts = item.Map("facts")!;
        var sheet = facts.Keys.Aggregate(FactSheet.Empty, (known, fact) => known.With(Pack, fact, [.. facts.IsList(fact) ? facts.Texts(fact) : [facts.Text(fact)]]));
        return ClassificationRules.WithDefaults(Pack, sheet, asOf);
    }
}
