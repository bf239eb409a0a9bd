using Concord.Classification;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Loop;
using Concord.Standards;
using Concord.Tests.Classification;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Impacts;

/// <summary>What is derived of an assessment: scores, depth, gaps, items of the law. Every combination, or thousands of random ones.</summary>
public sealed class ImpactRulesTests
{
    private static readonly ImpactMethod Method = GivenImpact.Method;
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly DateOnly Latest = new(2027, 3, 2);

    [Fact]
    public void The_score_lies_between_severity_and_the_cap_never_falls_when_a_part_gets_worse_and_is_certain_only_when_all_is_judged()
    {
        string[] people = ["", .. Method.People.Select(step => step.Id)];
        string[] back = ["", .. Method.Reversibility.Select(step => step.Id)];
        for (var severity = 1; severity <= Method.Severity.Count; severity++)
        {
            foreach (var reach in people)
            {
                foreach (var undone in back)
                {
                    var score = Of(severity, reach, undone);
                    (severity <= score.Low && score.Low <= score.High && score.High <= Method.Score.Cap).ShouldBeTrue();
                    score.IsCertain.ShouldBe((reach.Length > 0 && undone.Length > 0) || score.Low == Method.Score.Cap || score.Low == score.High);
                    score.Because.Count.ShouldBeGreaterThan(0);
                    if (severity < Method.Severity.Count) Of(severity + 1, reach, undone).Low.ShouldBeGreaterThanOrEqualTo(score.Low);
                    foreach (var worse in Method.People.Where(step => step.Level > Level(Method.People, reach))) Of(severity, worse.Id, undone).High.ShouldBeGreaterThanOrEqualTo(reach.Length == 0 ? 0 : score.High);
                    foreach (var worse in Method.Reversibility.Where(step => step.Level > Level(Method.Reversibility, undone))) Of(severity, reach, worse.Id).High.ShouldBeGreaterThanOrEqualTo(undone.Length == 0 ? 0 : score.High);
                    // Whatever is found out, it lies between the two ends.
                    foreach (var known in Method.People.Where(_ => reach.Length == 0)) Of(severity, known.Id, undone).ShouldSatisfyAllConditions(one => one.Low.ShouldBeGreaterThanOrEqualTo(score.Low), one => one.High.ShouldBeLessThanOrEqualTo(score.High));
                }
            }
        }
        ImpactScore.Of(Method, GivenImpact.Harm(severity: null)).ShouldBeNull();
        Of(3, "over-100000", "hard").ShouldSatisfyAllConditions(score => score.Text.ShouldBe("5"), score => score.Because.ShouldBe(["severity 3 moderate", "+1: it is hard to undo", "+1: more than 10 000 people are reached"]));
        Of(5, "over-100000", "irreversible").ShouldSatisfyAllConditions(score => score.Text.ShouldBe("5"), score => score.Because[^1].ShouldBe("at most 5"));
        Of(2, "", "easy").Text.ShouldBe("2 to 3");
    }

    [Fact]
    public void A_light_assessment_is_enough_only_where_every_answer_is_no()
    {
        var draws = new Draws(Draws.Seed);
        for (var round = 0; round < 3_000; round++)
        {
            var lines = Method.Screening.Where(_ => draws.Uniform() < 0.95).Select(question => new ScreeningLine(question.Id, (ScreeningAnswer)(int)(draws.Uniform() * 1.2 * 3 / 1.2), "")).ToList();
            if (round % 3 == 0) lines = [.. lines.Select(line => line with { Answer = ScreeningAnswer.No })];
            var allNo = lines.Count == Method.Screening.Count && lines.TrueForAll(line => line.Answer == ScreeningAnswer.No);
            ImpactScreening.Of(Method, ImpactContent.Empty with { Screening = lines }, "minimal").Depth.ShouldBe(allNo ? ImpactDepth.Light : ImpactDepth.Full);
            ImpactScreening.Of(Method, ImpactContent.Empty with { Screening = lines }, "high").Depth.ShouldBe(ImpactDepth.Full);
        }
    }

    [Fact]
    public void A_whole_assessment_has_no_gap_and_everything_that_is_taken_away_is_a_gap_with_its_place()
    {
        Gaps(GivenImpact.Whole).ShouldBeEmpty();
        foreach (var section in Method.Sections)
        {
            foreach (var field in section.Fields.Where(field => field.Required))
            {
                var without = field.Kind switch
                {
                    ImpactFieldKind.Trigger => GivenImpact.Whole with { Trigger = "" },
                    ImpactFieldKind.Groups => GivenImpact.Whole with { Groups = [] },
                    ImpactFieldKind.Consultations => GivenImpact.Whole with { Consultations = [] },
                    ImpactFieldKind.Benefits => GivenImpact.Whole with { Effects = [.. GivenImpact.Whole.Harms] },
                    ImpactFieldKind.Harms => GivenImpact.Whole with { Effects = [.. GivenImpact.Whole.Benefits] },
                    ImpactFieldKind.Measures => GivenImpact.Whole with { Measures = [] },
                    ImpactFieldKind.Verdict => GivenImpact.Whole with { Conclusion = GivenImpact.Whole.Conclusion with { Verdict = null } },
                    ImpactFieldKind.Residual => GivenImpact.Whole with { Conclusion = GivenImpact.Whole.Conclusion with { Residual = null } },
                    _ => GivenImpact.Whole.With(section.Id, new Dictionary<string, string>(StringComparer.Ordinal) { [field.Id] = "\u200B " }),
                };
                Gaps(without).ShouldContain(gap => gap.Place == $"{section.Title}: {field.Question}", $"{section.Id}.{field.Id}");
            }
        }
        var empty = Gaps(ImpactContent.Empty);
        empty.Count.ShouldBe(Method.Screening.Count + Method.Sections.Sum(section => section.Fields.Count(field => field.Required)), "all of it at once");
        empty.ShouldAllBe(gap => gap.Message.Length > 5);
    }

    [Fact]
    public void What_is_half_judged_is_a_gap_too()
    {
        var whole = GivenImpact.Whole;
        Messages(whole with { Effects = [GivenImpact.Harm(severity: null, people: "", reversibility: "", likelihood: null) with { Rights = [], Group = null }, .. whole.Benefits] })
            .ShouldBe(["Judge which rights it touches, whom it reaches, its severity, how many people it reaches, how it is undone, its likelihood."]);
        Messages(whole with { Effects = [GivenImpact.Harm() with { Against = " " }, .. whole.Benefits], Measures = [whole.Measures[0] with { Effects = [] }] }).ShouldBe(["Say what is done against it, here or as a measure."]);
        Messages(whole with { Effects = [GivenImpact.Harm(severity: 2) with { Against = " " }, .. whole.Benefits], Measures = [whole.Measures[0] with { Effects = [] }] }).ShouldBeEmpty("it is below the score that asks for one");
        Messages(whole with { Groups = [whole.Groups[0] with { People = null, Basis = "" }] }).ShouldBe(["Estimate how many they are, or say why nobody knows."]);
        Messages(whole with { Groups = [whole.Groups[0] with { IsDirect = false }] }).ShouldBe(["Name at least one group that is affected directly."]);
        Messages(whole with { Conclusion = whole.Conclusion with { Verdict = ImpactVerdict.Conditional } }).ShouldBe(["Name the conditions under which it may be used."]);
        Messages(whole with { Conclusion = whole.Conclusion with { NextReview = Latest.AddDays(1) } }).ShouldHaveSingleItem().ShouldContain("which the cadence allows");
        Messages(whole with { Conclusion = whole.Conclusion with { NextReview = Today } }).ShouldHaveSingleItem();
        Messages(whole with { Screening = [.. whole.Screening.Skip(1), whole.Screening[0] with { Answer = ScreeningAnswer.Unknown }] }).ShouldBe(["Say why it is not known, and who will find out."]);
    }

    [Fact]
    public void A_light_assessment_asks_for_its_sections_only()
    {
        var light = GivenImpact.Whole with { Screening = [.. GivenImpact.Whole.Screening.Select(line => line with { Answer = ScreeningAnswer.No })], Effects = [], Measures = [] };
        foreach (var section in Method.Sections.Where(section => !section.Light)) light = light.With(section.Id, section.Fields.ToDictionary(field => field.Id, _ => "", StringComparer.Ordinal));
        Gaps(light).ShouldBeEmpty();
        ImpactGaps.Of(Method, light, ImpactScreening.Of(Method, light, "high"), Today, Latest).ShouldNotBeEmpty();
    }

    [Fact]
    public void The_items_of_the_law_are_filled_from_the_sections_and_say_which_question_would_fill_the_rest()
    {
        Fria.Of(Method, GivenImpact.Whole).ShouldAllBe(line => line.IsFilled && line.Said.Count > 0);
        Fria.Of(Method, ImpactContent.Empty).ShouldAllBe(line => !line.IsFilled && line.Said.Count == 0 && line.Missing.Count > 0);
        foreach (var section in Method.Sections)
        {
            foreach (var field in section.Fields.Where(field => field is { Kind: ImpactFieldKind.Text, Fria.Count: > 0 }))
            {
                var lines = Fria.Of(Method, GivenImpact.Whole.With(section.Id, new Dictionary<string, string>(StringComparer.Ordinal) { [field.Id] = "" }));
                lines.Where(line => !line.IsFilled).Select(line => line.Item.Id).ShouldBe(field.Fria, ignoreOrder: true);
                lines.Where(line => !line.IsFilled).ShouldAllBe(line => line.Missing.Count == 1 && line.Missing[0].Section == section.Id && line.Missing[0].Question == field.Question);
            }
        }
    }

    [Fact]
    public void Whether_the_assessment_of_the_law_is_owed_follows_the_tier_the_role_and_the_point_and_nothing_unknown_is_a_no()
    {
        var pack = ClassificationCaseTests.Pack;
        var points = pack.FindFact("annex_iii_points")!.Options.Select(option => option.Value).Prepend("").ToList();
        var (owed, not) = (0, 0);
        foreach (var point in points)
        {
            foreach (var roles in (string[])["provider", "deployer", "provider;deployer"])
            {
                foreach (var isPublic in new[] { true, false })
                {
                    var outcome = Outcome(pack, point, roles, isPublic);
                    outcome.Tier.ShouldNotBeNull($"{point} {roles}");
                    var said = SystemKnowledge.Of(pack, Method.Fria, "CLS-0001", outcome, []);
                    var isCredit = point is "5(b)" or "5(c)";
                    var expected = roles.Contains("deployer", StringComparison.Ordinal) && outcome.Tier == "high" && (isCredit || (isPublic && point.Length > 0 && !point.StartsWith('2')));
                    said.FriaOwed.ShouldBe(expected, $"{point} {roles} {isPublic}: {said.Because}{said.Question}");
                    if (expected) owed++;
                    else not++;
                    var stale = SystemKnowledge.Of(pack, Method.Fria, "CLS-0001", outcome, ["the purpose changed"]);
                    stale.FriaOwed.ShouldBe(expected ? true : null, "an old no is no answer");
                    if (!expected) stale.Question.ShouldContain("the purpose changed");
                }
            }
        }
        (owed > 10 && not > 10).ShouldBeTrue($"{owed} owed, {not} not");
        var open = SystemKnowledge.Of(pack, Method.Fria, "CLS-0001", ClassificationRules.Decide(pack, FactSheet.Empty, ClassificationCaseTests.Today), []);
        (open.FriaOwed, open.Question.Length > 0).ShouldBe((null, true));
    }

    [Fact]
    public void Every_change_of_the_system_is_a_reason_of_its_own_and_what_stays_is_none()
    {
        var system = System();
        var assessment = InReview(system);
        ImpactFit.Of(assessment, system, ["MODEL-01, version 1"], [], Today).ShouldBeEmpty();
        foreach (var (changed, what) in new (SystemDescription, string)[]
        {
            (Described() with { Purpose = "Sets limits" }, "purpose"), (Described() with { AffectedGroups = ["guarantors"] }, "affected groups"), (Described() with { Technique = "neural network" }, "technique"),
            (Described() with { IntendedUse = "Anything" }, "intended use"), (Described() with { IsProvider = false }, "role"),
        })
        {
            var other = System();
            other.Describe(changed);
            ImpactFit.Of(assessment, other, ["MODEL-01, version 1"], [], Today).ShouldHaveSingleItem().ShouldStartWith(what + ":");
        }
        ImpactFit.Of(assessment, system, ["MODEL-01, version 2"], [], Today).ShouldHaveSingleItem().ShouldStartWith("model versions: it was");
        var classified = System();
        classified.Classify(RiskClass.Limited, "CLS-0001");
        ImpactFit.Of(assessment, classified, ["MODEL-01, version 1"], [], Today).ShouldHaveSingleItem().ShouldStartWith("risk class:");
        ImpactFit.Of(assessment, system, ["MODEL-01, version 1"], [new(system, "signal SIG-0001: before", World.Beginning.AddHours(-1)), new(system, "signal SIG-0002: after", World.Beginning.AddHours(1))], Today)
            .ShouldBe(["signal SIG-0002: after"]);
        assessment.Approve("PERSON-9", [], Today.AddYears(1), World.Beginning);
        ImpactFit.Of(assessment, system, ["MODEL-01, version 1"], [], Today.AddYears(1)).ShouldBeEmpty();
        ImpactFit.Of(assessment, system, ["MODEL-01, version 1"], [], Today.AddYears(1).AddDays(1)).ShouldHaveSingleItem().ShouldStartWith("it was to be looked at again until");
    }

    internal static ImpactAssessment InReview(AiSystem system, string author = "PERSON-1")
    {
        var assessment = new ImpactAssessment("IMP-0001", system, 1, null, author, World.Beginning);
        assessment.Write(_ => GivenImpact.Whole, author);
        assessment.Submit(GivenImpact.Whole, ImpactDepth.Full, [], ImpactFit.BasisOf(system, ["MODEL-01, version 1"]), Method, author, World.Beginning);
        return assessment;
    }

    internal static AiSystem System() => new("SYS-01", Id.New<OrganisationUnitId>(), Described(), LifeCycle.InOperation, Today);

    private static SystemDescription Described() => new("Credit scoring", "Scores applicants", "Accept or decline", ["applicants"], SystemOrigin.InHouse, IsProvider: true, IsDeployer: true, Id.New<PersonId>(), null, RiskClass.High, Technique: "trees");

    private static ImpactScore Of(int severity, string people, string reversibility) => ImpactScore.Of(Method, GivenImpact.Harm(severity: severity, people: people, reversibility: reversibility))!;

    private static int Level(IReadOnlyList<ScaleStep> scale, string id) => scale.FirstOrDefault(step => step.Id == id)?.Level ?? 0;

    private static IReadOnlyList<Finding> Gaps(ImpactContent content) => ImpactGaps.Of(Method, content, ImpactScreening.Of(Method, content, ""), Today, Latest);

    private static List<string> Messages(ImpactContent content) => [.. Gaps(content).Select(gap => gap.Message)];

    private static ClassificationOutcome Outcome(RulePack pack, string point, string roles, bool isPublic)
    {
        var sheet = FactSheet.Empty;
        foreach (var fact in pack.Facts) sheet = sheet.With(pack, fact.Id, fact.Default.Split(';'));
        sheet = sheet.With(pack, "annex_iii_points", point).With(pack, "roles", roles.Split(';')).With(pack, "deployer_public_or_public_service", isPublic ? "yes" : "no").With(pack, "profiling_of_natural_persons", "yes");
        return ClassificationRules.Decide(pack, sheet, ClassificationCaseTests.Today);
    }
}
