using Concord.Classification;
using Concord.Standards;

namespace Concord.Tests.Classification;

/// <summary>Cases written from the articles, independently of the rule pack: tier, flags, citations, and which duties must and must not follow.</summary>
public sealed class ArticleCaseTests
{
    private static readonly IReadOnlyList<LibraryDocument> All = LibraryDocument.Read(Path.Combine(AppContext.BaseDirectory, "Classification"), "article_cases.yaml", [])!.Maps("cases");

    public static TheoryData<string> Cases => [.. All.Select(item => item.Text("id"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_the_article_says_is_what_comes_out(string id)
    {
        var item = All.Single(each => each.Text("id") == id);
        var outcome = Of(item);

        outcome.Tier.ShouldBe(item.Single("tier") is "null" or null ? null : item.Text("tier"), string.Join(' ', outcome.Questions.Select(question => question.Fact)));
        outcome.Flags.ShouldBe(item.Texts("flags"), ignoreOrder: true);
        foreach (var citation in Listed(item, "cites")) outcome.Citations.ShouldContain(citation);
        var articles = outcome.Duties.Select(duty => duty.Article).ToHashSet(StringComparer.Ordinal);
        foreach (var article in Listed(item, "duties")) articles.ShouldContain(article);
        foreach (var article in Listed(item, "never")) articles.ShouldNotContain(article);
        if (item.Keys.Contains("none")) articles.ShouldBeEmpty();
        if (item.Keys.Contains("from")) outcome.AppliesFrom.ShouldBe(ClassificationCaseTests.Day(item.Text("from")));
        foreach (var open in Listed(item, "open")) outcome.Questions.Select(question => question.Fact).ShouldContain(open);
        outcome.IsComplete.ShouldBe(outcome.Tier is not null);
    }

    [Fact]
    public void Each_fine_is_named_where_its_duty_is_and_duties_without_a_figure_say_so()
    {
        var bank = Of(All.Single(each => each.Text("id") == "AC11"));
        bank.Duties.Where(duty => duty.Article == "EUAIA:26").ShouldAllBe(duty => duty.Fine == "FINE-2");
        bank.Duties.Single(duty => duty.Article == "EUAIA:27").Fine.ShouldBeNull("Article 99(4) does not name Article 27");
        bank.Fines.Select(fine => fine.Id).ShouldBe(["FINE-2", "FINE-3", "FINE-0", "FINE-5"]);
        bank.Fines[0].ShouldSatisfyAllConditions(fine => fine.CapEuro.ShouldBe(15_000_000), fine => fine.CapTurnoverPercent.ShouldBe(3), fine => fine.Whichever.ShouldBe(Whichever.Higher));
        Of(All.Single(each => each.Text("id") == "AC01")).Fines[0].ShouldSatisfyAllConditions(fine => fine.Article.ShouldBe("99(3)"), fine => fine.CapEuro.ShouldBe(35_000_000));
        Of(All.Single(each => each.Text("id") == "AC28")).Fines.ShouldContain(fine => fine.Article == "101");
        Of(All.Single(each => each.Text("id") == "AC06")).Fines.ShouldBeEmpty("no duty, no fine");
    }

    private static IEnumerable<string> Listed(LibraryDocument item, string key) => item.Keys.Contains(key) ? item.Texts(key) : [];

    private static ClassificationOutcome Of(LibraryDocument item)
    {
        var pack = ClassificationCaseTests.Pack;
        var day = item.Keys.Contains("asOf") ? ClassificationCaseTests.Day(item.Text("asOf")) : ClassificationCaseTests.Today;
        var facts = item.Map("facts")!;
        var given = facts.Keys.Aggregate(FactSheet.Empty, (known, fact) => known.With(pack, fact, [.. facts.IsList(fact) ? facts.Texts(fact) : [facts.Text(fact)]]));
        var (whole, assumed) = ClassificationRules.WithDefaults(pack, given, day);
        return ClassificationRules.Decide(pack, whole, day, assumed: assumed);
    }
}
