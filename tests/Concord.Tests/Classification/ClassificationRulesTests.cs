using Concord.Classification;
using Concord.Foundation;
using Concord.Standards;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Classification;

/// <summary>What holds of any facts: drawn at random from everything the pack can be told.</summary>
public sealed class ClassificationRulesTests
{
    private static readonly RulePack Pack = ClassificationCaseTests.Pack;
    private static readonly DateOnly Today = ClassificationCaseTests.Today;

    [Fact]
    public void Every_complete_set_of_facts_ends_and_the_order_of_answers_changes_nothing()
    {
        var draws = new Draws(Draws.Seed);
        for (var i = 0; i < 2_000; i++)
        {
            var whole = Draw(draws, missing: 0);
            var outcome = ClassificationRules.Decide(Pack, whole, Today);
            (outcome.IsComplete || outcome.Contradictions.Count > 0).ShouldBeTrue(string.Join(' ', whole.Lines()));

            var shuffled = whole.Known.OrderBy(_ => draws.Uniform()).Aggregate(FactSheet.Empty, (sheet, fact) => sheet.With(Pack, fact, whole.Word(fact)!.Split(';')));
            Written(ClassificationRules.Decide(Pack, shuffled, Today)).ShouldBe(Written(outcome));
        }
    }

    [Fact]
    public void Answering_the_next_question_each_time_ends_at_what_the_complete_facts_give_whichever_open_question_is_next()
    {
        var draws = new Draws(Draws.Seed + 1);
        for (var i = 0; i < 500; i++)
        {
            var whole = Draw(draws, missing: 0);
            var expected = ClassificationRules.Decide(Pack, whole, Today);
            if (expected.Contradictions.Count > 0) continue; // Of contradicting facts one must be taken back first: there is no such path.
            var known = FactSheet.Empty;
            var outcome = ClassificationRules.Decide(Pack, known, Today);
            for (var asked = 0; outcome.Questions.Count > 0; asked++)
            {
                asked.ShouldBeLessThan(Pack.Facts.Count);
                var next = outcome.Questions[(int)(draws.Uniform() * outcome.Questions.Count)].Fact;
                known.Knows(next).ShouldBeFalse();
                var before = outcome;
                known = known.With(Pack, next, whole.Word(next)!.Split(';'));
                outcome = ClassificationRules.Decide(Pack, known, Today);
                if (before.Tier is not null) outcome.Tier.ShouldBe(before.Tier);
                outcome.Possible.ShouldAllBe(tier => before.Possible.Contains(tier));
                before.Flags.ShouldAllBe(flag => outcome.Flags.Contains(flag));
            }
            (outcome.Tier, outcome.Rule).ShouldBe((expected.Tier, expected.Rule));
            outcome.Flags.ShouldBe(expected.Flags);
            outcome.Duties.Select(duty => (duty.Id, duty.From, duty.Note)).ShouldBe(expected.Duties.Select(duty => (duty.Id, duty.From, duty.Note)));
        }
    }

    [Fact]
    public void The_form_of_steps_ends_at_the_same_whatever_step_is_taken_and_whatever_nobody_knows_at_first()
    {
        var draws = new Draws(Draws.Seed + 3);
        var pages = new List<int>();
        for (var i = 0; i < 1_000; i++)
        {
            var whole = Draw(draws, missing: 0);
            var expected = ClassificationRules.Decide(Pack, whole, Today);
            if (expected.Contradictions.Count > 0) continue;
            var (known, shown, inOrder) = (FactSheet.Empty, 0, i % 2 == 0);
            for (; ; shown++)
            {
                shown.ShouldBeLessThan(2 * Pack.Facts.Count);
                var outcome = ClassificationRules.Decide(Pack, known, Today);
                var steps = AskedStep.Of(Pack, known, outcome);
                steps.SelectMany(step => step.Open.Concat(step.NotKnown)).Select(fact => fact.Id).Order().ShouldBe(outcome.Questions.Select(question => question.Fact).Order(), "what matters is asked, and nothing else");
                steps.SelectMany(step => step.Open.Concat(step.NotKnown)).ShouldAllBe(fact => !known.Knows(fact.Id), "no question twice");
                var choices = steps.Where(step => step.Open.Count > 0).ToList();
                if (choices.Count == 0) choices = [.. steps.Where(step => step.NotKnown.Count > 0)];
                if (choices.Count == 0) break;
                var step = inOrder ? choices[0] : choices[(int)(draws.Uniform() * choices.Count)];
                foreach (var question in step.Open.Count > 0 ? step.Open : step.NotKnown)
                {
                    // Half of the people begin by not knowing some things; later they find out.
                    var isKnown = inOrder || known.Speaks(question.Id) || draws.Uniform() < 0.8;
                    known = known.With(Pack, question.Id, isKnown ? whole.Word(question.Id)!.Split(';') : [FactQuestion.NotKnown]);
                }
            }
            if (inOrder) pages.Add(shown);
            var reached = ClassificationRules.Decide(Pack, known, Today);
            (reached.Tier, reached.Rule, reached.IsComplete).ShouldBe((expected.Tier, expected.Rule, true));
            reached.Flags.ShouldBe(expected.Flags);
            reached.Duties.Select(duty => (duty.Id, duty.From, duty.Note)).ShouldBe(expected.Duties.Select(duty => (duty.Id, duty.From, duty.Note)));
        }
        pages.Average().ShouldBeLessThan(9, "a step asks together what belongs together");
    }

    [Fact]
    public void An_answer_that_is_taken_back_leaves_what_was_before()
    {
        var draws = new Draws(Draws.Seed + 4);
        for (var i = 0; i < 500; i++)
        {
            var some = Draw(draws, missing: 0.4);
            foreach (var fact in Pack.Facts.Where(fact => !some.Speaks(fact.Id)).Take(3))
            {
                Written(ClassificationRules.Decide(Pack, some.With(Pack, fact.Id, Answer(fact, draws)).Without(fact.Id), Today)).ShouldBe(Written(ClassificationRules.Decide(Pack, some, Today)));
                Written(ClassificationRules.Decide(Pack, some.With(Pack, fact.Id, FactQuestion.NotKnown), Today)).ShouldBe(Written(ClassificationRules.Decide(Pack, some, Today)), "not known counts as not answered");
            }
        }
    }

    [Fact]
    public void What_is_decided_from_some_facts_is_never_undone_by_more()
    {
        var draws = new Draws(Draws.Seed + 2);
        for (var i = 0; i < 2_000; i++)
        {
            var some = Draw(draws, missing: 0.5);
            var outcome = ClassificationRules.Decide(Pack, some, Today);
            var more = Pack.Facts.Where(fact => !some.Knows(fact.Id)).Aggregate(some, (sheet, fact) => sheet.With(Pack, fact.Id, Answer(fact, draws)));
            var after = ClassificationRules.Decide(Pack, more, Today);
            if (after.Contradictions.Count > outcome.Contradictions.Count) continue; // The new facts deny old ones: that is asked, not decided.
            if (outcome.Tier is not null) (after.Tier, after.Rule).ShouldBe((outcome.Tier, outcome.Rule));
            if (after.Tier is not null) outcome.Possible.ShouldContain(after.Tier);
            outcome.Flags.ShouldAllBe(flag => after.Flags.Contains(flag));
        }
    }

    /// <summary>Articles 53 to 55 bind whoever places the model on the market, whether or not it is part of a system.</summary>
    [Fact]
    public void The_provider_of_a_general_purpose_model_alone_has_its_duties_and_an_excluded_one_has_no_flag_of_them()
    {
        string[] model = ["is_ai_system=false", "is_gpai_model=true", "roles=gpai_provider"];

        var bound = ClassificationRules.Decide(Pack, Known(model), Today);
        bound.Tier.ShouldNotBe("out_of_scope");
        bound.Duties.Where(duty => duty.From == new DateOnly(2025, 8, 2)).ShouldNotBeEmpty();
        var elsewhere = ClassificationRules.Decide(Pack, Known([.. model, "in_scope_territory=false"]), Today);
        (elsewhere.Tier, elsewhere.Flags.Count, elsewhere.Duties.Count).ShouldBe(("out_of_scope", 0, 0));
    }

    [Fact]
    public void What_is_no_AI_system_rests_on_the_definition_alone()
    {
        var outcome = ClassificationRules.Decide(Pack, Known("is_ai_system=false", "interacts_with_persons=true", "generates_synthetic_content=true", "deep_fake=true"), Today);

        (outcome.Tier, outcome.Rule).ShouldBe(("out_of_scope", "R01"));
        outcome.Citations.ShouldBe(["Article 3(1)"]);
        outcome.Flags.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_known_is_no_answer_and_asks_first_what_everything_else_rests_on()
    {
        var outcome = ClassificationRules.Decide(Pack, FactSheet.Empty, Today);

        outcome.Tier.ShouldBeNull();
        outcome.NotComputed["tier"].ShouldStartWith("undetermined");
        outcome.Questions[0].Fact.ShouldBe(Pack.Facts[0].Id);
        outcome.Duties.ShouldBeEmpty();
        outcome.Possible.ShouldBe(Pack.Tiers.Select(tier => tier.Id), ignoreOrder: true);
    }

    [Fact]
    public void An_unknown_fact_above_the_rule_that_would_win_is_asked_and_never_taken_for_no()
    {
        var facts = Known("annex_iii_points=5(b)", "profiling_of_natural_persons=unknown", "art6_3_conditions=a", "materially_influences_decision=false");

        var open = ClassificationRules.Decide(Pack, facts, Today);
        open.Tier.ShouldBeNull();
        open.Possible.ShouldBe(["high", "exempt_6_3"]);
        open.Questions[0].Fact.ShouldBe("profiling_of_natural_persons");
        ClassificationRules.Decide(Pack, facts.With(Pack, "profiling_of_natural_persons", "no"), Today).Tier.ShouldBe("exempt_6_3");
        ClassificationRules.Decide(Pack, facts.With(Pack, "profiling_of_natural_persons", "yes"), Today).Tier.ShouldBe("high");
    }

    [Theory]
    [InlineData("annex_i_third_party_assessment=true", "annex_i_product=false")]
    [InlineData("annex_i_section=B", "annex_i_product=false", "annex_i_third_party_assessment=true")]
    [InlineData("prohibited_practices=5(1)(a)", "prohibited_exception_applies=true")]
    [InlineData("gpai_systemic_risk=true", "is_gpai_model=false")]
    [InlineData("roles=gpai_provider", "is_gpai_model=false")]
    public void Facts_that_contradict_each_other_become_a_question(string one, string other, params string[] matters)
    {
        var said = ClassificationRules.Decide(Pack, Known(one, other), Today);
        var conflict = said.Contradictions.ShouldHaveSingleItem();
        conflict.Facts.ShouldBe([one.Split('=')[0], other.Split('=')[0]], ignoreOrder: true);
        said.IsComplete.ShouldBeFalse();

        // Where only one of them was said, the default of the other is no statement: it is asked.
        if (other.EndsWith("=false", StringComparison.Ordinal))
        {
            var asked = ClassificationRules.Decide(Pack, Known([one, .. matters]), Today);
            asked.Contradictions.ShouldBeEmpty();
            asked.IsComplete.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("5(1)(f)", "1(c)")]
    [InlineData("5(1)(h)", "1(a)")]
    [InlineData("5(1)(d)", "6(d)")]
    [InlineData("5(1)(g)", "1(b)")]
    public void What_an_exception_of_Article_5_permits_is_asked_for_its_point_of_Annex_III_and_never_guessed_to_be_minimal(string practice, string point)
    {
        string[] excepted = ["roles=deployer", $"prohibited_practices={practice}", "prohibited_exception_applies=true"];
        var silent = ClassificationRules.Decide(Pack, Known(excepted), Today);
        (silent.Tier, silent.IsComplete).ShouldBe((null, false));
        silent.Questions.Select(question => question.Fact).ShouldContain("annex_iii_points");
        var denied = ClassificationRules.Decide(Pack, Known([.. excepted, "annex_iii_points=4(a)"]), Today);
        denied.Contradictions.ShouldHaveSingleItem().Question.ShouldContain($"Annex III {point}");
        denied.IsComplete.ShouldBeFalse();
        var named = ClassificationRules.Decide(Pack, Known([.. excepted, $"annex_iii_points={point}"]), Today);
        (named.Tier, named.IsComplete).ShouldBe(("high", true));
        ClassificationRules.Decide(Pack, Known("roles=deployer", $"prohibited_practices={practice}"), Today).Tier.ShouldBe("prohibited");
    }

    [Theory]
    [InlineData("scope_exclusion=personal_non_professional", "roles=provider")]
    [InlineData("annex_i_product=true", "annex_i_section=none")]
    public void What_the_role_or_the_annex_denies_is_asked(string one, string other)
    {
        var said = ClassificationRules.Decide(Pack, Known(one, other), Today);
        said.Contradictions.ShouldHaveSingleItem().Facts.ShouldBe([one.Split('=')[0], other.Split('=')[0]], ignoreOrder: true);
        said.IsComplete.ShouldBeFalse();
        said.Flags.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("roles=provider,deployer", "annex_iii_points=2", "at national level")]
    [InlineData("roles=provider", "annex_iii_points=4(a)", "EU database")]
    [InlineData("roles=provider", "annex_iii_points=2,4(a)", "at national level", "EU database")]
    [InlineData("roles=importer", "annex_iii_points=4(a)")]
    public void Critical_infrastructure_is_registered_at_national_level_and_other_listed_uses_in_the_EU_database(string roles, string points, params string[] where)
    {
        var registered = ClassificationRules.Decide(Pack, Known(roles, points), Today).Duties.Where(duty => duty is { Article: "EUAIA:49", Role: "provider" }).Select(duty => duty.Text).ToList();
        registered.Count.ShouldBe(where.Length);
        foreach (var place in where) registered.ShouldContain(duty => duty.Contains(place, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2025-01-01", "2027-08-02")]
    [InlineData("2025-08-02", "2025-08-02")]
    [InlineData(null, "2025-08-02")]
    public void A_general_purpose_model_that_was_on_the_market_before_August_2025_has_two_years_more(string? market, string from)
    {
        var duties = ClassificationRules.Decide(Pack, Known("roles=gpai_provider", "is_gpai_model=true", "gpai_systemic_risk=true"), Today, market is null ? null : ClassificationCaseTests.Day(market)).Duties;
        duties.Select(duty => duty.Article).ShouldBe(["EUAIA:53", "EUAIA:54", "EUAIA:55", "EUAIA:53"]);
        duties.ShouldAllBe(duty => duty.From == ClassificationCaseTests.Day(from));
        duties.ShouldAllBe(duty => duty.Note.Contains("2027-08-02", StringComparison.Ordinal) == (market == null));
    }

    [Theory]
    [InlineData(true, false, "EUAIA:53")]
    [InlineData(true, true, "EUAIA:53", "EUAIA:54", "EUAIA:55", "EUAIA:53")]
    [InlineData(false, false, "EUAIA:53", "EUAIA:54", "EUAIA:53")]
    public void An_open_licence_relieves_a_general_purpose_model_without_systemic_risk_and_says_by_which_article(bool isOpen, bool isSystemic, params string[] articles)
    {
        var outcome = ClassificationRules.Decide(Pack, Known("roles=gpai_provider", "is_gpai_model=true", $"gpai_systemic_risk={isSystemic}", $"open_source_released={isOpen}"), Today);
        outcome.Duties.Select(duty => duty.Article).ShouldBe(articles);
        outcome.Explanation.Any(step => step.Citation == "Article 53(2), 54(6)" && step.Text.Contains("copyright policy", StringComparison.Ordinal)).ShouldBe(isOpen && !isSystemic);
        outcome.IsComplete.ShouldBeTrue();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("2025-01-01", true)]
    [InlineData("2027-12-01", true)]
    [InlineData("2027-12-02", false)]
    public void What_is_on_the_market_before_the_duties_for_high_risk_bind_is_told_when_they_come_to_count(string? market, bool told)
    {
        var outcome = ClassificationRules.Decide(Pack, Known("roles=provider", "annex_iii_points=4(a)"), Today, market is null ? null : ClassificationCaseTests.Day(market));
        (outcome.OnMarketBefore?.Contains("Article 111(2)", StringComparison.Ordinal) == true).ShouldBe(told);
        if (market is not null && told) outcome.OnMarketBefore!.ShouldStartWith($"On the market since {market}.");
        ClassificationRules.Decide(Pack, Known("roles=provider", "interacts_with_persons=true"), Today).OnMarketBefore.ShouldBeNull();
    }

    [Fact]
    public void A_person_who_uses_it_privately_is_free_and_a_deployer_of_deep_fakes_discloses_them()
    {
        ClassificationRules.Decide(Pack, Known("scope_exclusion=personal_non_professional", "roles=deployer"), Today).ShouldSatisfyAllConditions(free => free.Tier.ShouldBe("out_of_scope"), free => free.IsComplete.ShouldBeTrue());
        ClassificationRules.Decide(Pack, Known("deep_fake=true", "roles=provider,deployer"), Today).Duties.ShouldContain(duty => duty.Article == "EUAIA:50");
        ClassificationRules.Decide(Pack, Known("deep_fake=true", "roles=provider"), Today).Contradictions.ShouldBeEmpty("what a system can do is no role of its provider");
    }

    [Fact]
    public void A_system_under_both_annexes_owes_its_duties_from_the_earlier_day()
    {
        var product = Known("roles=provider", "annex_i_product=true", "annex_i_third_party_assessment=true", "annex_i_section=A");
        ClassificationRules.Decide(Pack, product, Today).AppliesFrom.ShouldBe(new DateOnly(2028, 8, 2));
        ClassificationRules.Decide(Pack, product.With(Pack, "annex_iii_points", "4(a)"), Today).AppliesFrom.ShouldBe(new DateOnly(2027, 12, 2));
        var exempt = product.With(Pack, "annex_iii_points", "4(a)").With(Pack, "art6_3_conditions", "a").With(Pack, "materially_influences_decision", "no");
        ClassificationRules.Decide(Pack, exempt, Today).AppliesFrom.ShouldBe(new DateOnly(2028, 8, 2));
    }

    [Fact]
    public void The_section_of_Annex_I_is_asked_of_a_product_alone()
    {
        var listed = Known("roles=deployer", "annex_iii_points=4(a)").With(Pack, "annex_i_section", FactQuestion.NotKnown);
        ClassificationRules.Decide(Pack, listed, Today).IsComplete.ShouldBeTrue();
        var product = Known("roles=provider", "annex_i_product=true", "annex_i_third_party_assessment=true").With(Pack, "annex_i_section", FactQuestion.NotKnown);
        ClassificationRules.Decide(Pack, product, Today).Questions.ShouldHaveSingleItem().Fact.ShouldBe("annex_i_section");
    }

    [Fact]
    public void Everything_wrong_in_a_file_of_facts_is_said_at_once()
    {
        var findings = Should.Throw<FindingsException>(() => FactReader.Read(Pack, "annex_iii_points: [5(b), 9(z)]\nprofiling: true\nscope_exclusion: [none, none2]\ndeep_fake: perhaps\nis_ai_system: null\n", "facts.yaml")).Findings;

        findings.Select(finding => finding.Place).ShouldBe(["facts.yaml, annex_iii_points", "facts.yaml, profiling", "facts.yaml, scope_exclusion", "facts.yaml, scope_exclusion", "facts.yaml, deep_fake"]);
        Should.Throw<FindingsException>(() => FactReader.Read(Pack, "- a list", "facts.yaml"));
        var facts = FactReader.Read(Pack, """{"facts": {"roles": ["deployer", "provider"], "deep_fake": null}}""", "facts.json");
        (facts.Word("roles"), facts.Speaks("deep_fake"), facts.Knows("deep_fake"), facts.Speaks("roles")).ShouldBe(("provider;deployer", true, false, true));
    }

    private static FactSheet Known(params string[] pairs)
    {
        return ClassificationRules.WithDefaults(Pack, FactReader.Read(Pack, pairs, FactSheet.Empty), Today).Facts;
    }

    private static string Written(ClassificationOutcome outcome) => System.Text.Json.JsonSerializer.Serialize(outcome);

    private static FactSheet Draw(Draws draws, double missing) => Pack.Facts.Aggregate(FactSheet.Empty, (sheet, fact) => draws.Uniform() < missing ? sheet : sheet.With(Pack, fact.Id, Answer(fact, draws)));

    /// <summary>Lists are mostly short, so that rules below the first are reached.</summary>
    private static IReadOnlyList<string> Answer(FactQuestion fact, Draws draws) => fact.Kind switch
    {
        QuestionKind.YesNo => [draws.Uniform() < (fact.Default == "true" ? 0.9 : 0.3) ? "yes" : "no"],
        QuestionKind.Choice => [draws.Uniform() < 0.7 ? fact.Default : fact.Options[(int)(draws.Uniform() * fact.Options.Count)].Value],
        _ => [.. fact.Options.Where(_ => draws.Uniform() < 0.8 / fact.Options.Count).Select(option => option.Value)],
    };
}
