using Concord.Foundation;
using Concord.Impacts;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Impacts;

/// <summary>Random people do random things in random order: what happens is compared with a second, plain statement of the rules.</summary>
public sealed class ImpactWorkflowTests
{
    private const int Workflows = 10_000;

    private enum Act
    {
        Write,
        Submit,
        Return,
        Approve,
        GiveWay,
        Withdraw,
        Notify,
    }

    [Fact]
    public void In_ten_thousand_random_workflows_no_author_approves_and_what_is_frozen_never_changes()
    {
        var draws = new Draws(Draws.Seed);
        var system = ImpactRulesTests.System();
        string[] people = ["PERSON-1", "PERSON-2", "PERSON-3", "PERSON-4"];
        var (approved, refused, acts) = (0, 0, 0);
        for (var workflow = 0; workflow < Workflows; workflow++)
        {
            var first = people[Pick(draws, people.Length)];
            var assessment = new ImpactAssessment("IMP-0001", system, 1, null, first, World.Beginning);
            var (state, authors, frozen) = ("Draft", new HashSet<string> { first }, (string?)null);
            for (var step = 0; step < 12; step++, acts++)
            {
                var (act, by, stale, gaps) = ((Act)Pick(draws, Enum.GetValues<Act>().Length), people[Pick(draws, people.Length)], draws.Uniform() < 0.1, draws.Uniform() < 0.2);
                var mayHappen = (act, state) switch
                {
                    (Act.Write, "Draft") => true,
                    (Act.Submit, "Draft") => !gaps,
                    (Act.Return or Act.Withdraw, "InReview") or (Act.Withdraw, "Draft") => true,
                    (Act.Approve, "InReview") => !authors.Contains(by) && !stale,
                    (Act.GiveWay or Act.Notify, "InForce") => true,
                    _ => false,
                };
                Do(assessment, act, by, stale, gaps).ShouldBe(mayHappen, $"{act} by {by} in {state} of workflow {workflow}, step {step}");
                if (mayHappen)
                {
                    if (act is Act.Write or Act.Submit) authors.Add(by);
                    state = act switch
                    {
                        Act.Submit => "InReview",
                        Act.Return => "Draft",
                        Act.Approve => "InForce",
                        Act.GiveWay => "Superseded",
                        Act.Withdraw => "Withdrawn",
                        _ => state,
                    };
                    if (act == Act.Approve) approved++;
                    if (act == Act.Submit) frozen = assessment.Content;
                    if (act == Act.Return) frozen = null;
                }
                else
                {
                    refused++;
                }
                assessment.State.ToString().ShouldBe(state);
                assessment.Authors.ShouldBe(authors, ignoreOrder: true);
                assessment.IsWhole.ShouldBeTrue();
                if (frozen is not null) assessment.Content.ShouldBe(frozen, "what is submitted stays as it is");
                if (assessment.ApprovedBy.Length > 0) assessment.Authors.ShouldNotContain(assessment.ApprovedBy);
            }
        }
        approved.ShouldBeGreaterThan(500, "so that approving was tried in earnest");
        refused.ShouldBeGreaterThan(acts / 4);
    }

    [Fact]
    public void A_revision_begins_with_the_text_of_the_one_before_and_not_with_its_people_its_reason_or_its_scores()
    {
        var system = ImpactRulesTests.System();
        var before = ImpactRulesTests.InReview(system);
        before.Approve("PERSON-2", [], new(2027, 3, 2), World.Beginning);
        var next = new ImpactAssessment("IMP-0002", system, 2, before, "PERSON-3", World.Beginning);
        (next.Revision, next.Follows, next.State, next.IsFrozen).ShouldBe((2, "IMP-0001", ImpactState.Draft, false));
        next.Authors.ShouldBe(["PERSON-3"]);
        next.Said.Texts.ShouldBe(before.Said.Texts);
        (next.Said.Trigger, next.Said.Conclusion.NextReview, next.Said.Effects.All(effect => effect.Score is null)).ShouldBe(("", new DateOnly(2027, 3, 2), true), "revising does not put the next look off");
        next.Write(content => content.Without(ImpactPart.Group, 1), "PERSON-3");
        next.Said.Effects.ShouldAllBe(effect => effect.Group == null);
        before.Said.Groups.Count.ShouldBe(1, "the one before is not touched");
        new ImpactAssessment("IMP-0003", system, 3, before, "PERSON-3", World.Beginning.AddYears(2)).Said.Conclusion.NextReview.ShouldBeNull("a day that has passed is none to look forward to");
    }

    [Fact]
    public void The_same_writing_is_the_same_text_and_reads_back_as_it_was()
    {
        var hostile = GivenImpact.Whole.With("IA-03", new Dictionary<string, string>(StringComparer.Ordinal) { ["purpose"] = "<script>\u202E \"quotes\" \\ \uD83D\uDE00 \n =1+1 Ünïcode" });
        var again = ImpactContent.Read(hostile.ToJson());
        again.ToJson().ShouldBe(hostile.ToJson());
        again.Text("IA-03", "purpose").ShouldBe(hostile.Text("IA-03", "purpose"));
        ImpactContent.Read("").ToJson().ShouldBe(ImpactContent.Empty.ToJson());
    }

    private static bool Do(ImpactAssessment assessment, Act act, string by, bool stale, bool gaps)
    {
        try
        {
            switch (act)
            {
                case Act.Write:
                    assessment.Write(content => content with { Trigger = by }, by);
                    break;
                case Act.Submit:
                    assessment.Submit(assessment.Said, ImpactDepth.Full, gaps ? [Finding.Error("P", "impact-gap", "M")] : [], ["purpose=P"], GivenImpact.Method, by, World.Beginning);
                    break;
                case Act.Return:
                    assessment.Return("Look again");
                    break;
                case Act.Approve:
                    assessment.Approve(by, stale ? ["it changed"] : [], new(2027, 3, 2), World.Beginning);
                    break;
                case Act.GiveWay:
                    assessment.GiveWay("IMP-0002", World.Beginning);
                    break;
                case Act.Withdraw:
                    assessment.Withdraw("Not needed", World.Beginning);
                    break;
                default:
                    assessment.Notify(new(2026, 3, 2), "Authority", new(2026, 3, 2));
                    break;
            }
            return true;
        }
        catch (Exception refused) when (refused is RuleViolation or FindingsException)
        {
            return false;
        }
    }

    private static int Pick(Draws draws, int count) => (int)(draws.Uniform() * count);
}
