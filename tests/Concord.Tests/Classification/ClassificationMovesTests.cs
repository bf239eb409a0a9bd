using Concord.Classification;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Classification;

/// <summary>Random people do random things with a classification: nobody approves own work, nothing moves where it may not.</summary>
public sealed class ClassificationMovesTests
{
    private static readonly (ClassificationState From, ClassificationState To)[] Allowed =
    [
        (ClassificationState.Draft, ClassificationState.Proposed), (ClassificationState.Draft, ClassificationState.Withdrawn), (ClassificationState.Proposed, ClassificationState.Draft),
        (ClassificationState.Proposed, ClassificationState.Approved), (ClassificationState.Proposed, ClassificationState.Withdrawn), (ClassificationState.Approved, ClassificationState.Superseded),
    ];

    [Fact]
    public void Nobody_approves_what_they_answered_and_no_move_is_made_that_is_not_allowed()
    {
        var draws = new Draws(Draws.Seed);
        var pack = ClassificationCaseTests.Pack;
        var at = new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);
        var person = Foundation.Id.New<PersonId>();
        var system = new AiSystem("SYS-01", Foundation.Id.New<OrganisationUnitId>(), new("Scoring", "Scores", "", [], SystemOrigin.InHouse, IsProvider: true, IsDeployer: true, person, null), LifeCycle.InOperation, ClassificationCaseTests.Today);
        var (whole, _) = ClassificationRules.WithDefaults(pack, FactSheet.Empty.With(pack, "roles", "provider", "deployer"), ClassificationCaseTests.Today);
        var (nothing, everything) = (ClassificationRules.Decide(pack, FactSheet.Empty, ClassificationCaseTests.Today), ClassificationRules.Decide(pack, whole, ClassificationCaseTests.Today));
        var (approved, refused) = (0, 0);
        for (var flow = 0; flow < 10_000; flow++)
        {
            var classification = new SystemClassification("CLS-0001", system, whole, "P0", at);
            for (var step = 0; step < 12; step++)
            {
                var (who, before, authors) = ($"P{(int)(draws.Uniform() * 4)}", classification.State, classification.Authors.ToList());
                var act = (int)(draws.Uniform() * 7);
                try
                {
                    switch (act)
                    {
                        case 0: classification.Answer(draws.Uniform() < 0.3 ? FactSheet.Empty : whole, ClassificationCaseTests.Today, who); break;
                        case 1: classification.Write("Because.", [], who); break;
                        case 2: classification.Propose(pack, system, classification.Facts.Count == 0 ? nothing : everything, who, at); break;
                        case 3: classification.Return(draws.Uniform() < 0.3 ? " " : "Look again."); break;
                        case 4: classification.Approve(who, flow % 20 == 0 ? Staleness.Of(classification, system, pack, ClassificationCaseTests.Today) : [], at); break;
                        case 5: classification.GiveWay(at); break;
                        default: classification.Withdraw(at); break;
                    }
                }
                catch (RuleViolation)
                {
                    refused++;
                    classification.State.ShouldBe(before);
                    classification.Authors.ShouldBe(authors);
                    continue;
                }
                if (act < 2) before.ShouldBe(ClassificationState.Draft);
                if (classification.State != before) Allowed.ShouldContain((before, classification.State));
                if (act != 4) continue;
                approved++;
                authors.ShouldNotContain(classification.ApprovedBy);
                classification.Frozen!.IsComplete.ShouldBeTrue();
            }
        }
        approved.ShouldBeGreaterThan(500);
        refused.ShouldBeGreaterThan(20_000);
    }
}
