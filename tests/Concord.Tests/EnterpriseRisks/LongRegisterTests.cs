using System.Diagnostics;
using System.Globalization;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Tests.Storage;

namespace Concord.Tests.EnterpriseRisks;

/// <summary>A register of five thousand lines with five thousand AI risks on them.</summary>
public sealed class LongRegisterTests
{
    private const int Lines = 5_000;

    [Fact]
    public async Task A_long_register_is_read_with_a_few_queries_whatever_page_is_asked_for()
    {
        var (world, count) = await QueryCount.NewWorld();
        await using var _ = world;
        var (unit, owner) = (await world.Unit("RETAIL"), await world.PersonId(Role.RiskOwner));
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            for (var i = 0; i < Lines; i++)
            {
                var reference = i.ToString("'L'00000", CultureInfo.InvariantCulture);
                db.Add(new EnterpriseRisk(reference, unit, EnterpriseRiskFacts.Plain($"Line {reference}", owner, "medium") with { Category = $"Category {i % 20}", Appetite = "medium", SourceId = reference }));
                db.Add(new Risk(i.ToString("'R'00000", CultureInfo.InvariantCulture), unit, "Drift", null, "", owner, RiskSource.Assessment, new(4, 4), new((i % 5) + 1, 3), new(2, 2), RiskState.Treating, reference));
            }
            work.Note("test.filled", "L00000", "Filled.");
            await work.Commit(default);
        });
        var viewer = world.As(Role.Viewer);
        async Task<(int Queries, double Milliseconds)> Asked(Func<Task> ask)
        {
            await ask(); // Once, so that what is compiled and cached is not measured.
            var clock = Stopwatch.StartNew();
            var queries = await count.Of(ask);
            return (queries, clock.Elapsed.TotalMilliseconds);
        }
        foreach (var request in new[] { new PageRequest(), new PageRequest(Page: 100, Sort: "-risks"), new PageRequest(Filter: "appetite:above category:Category_3") })
        {
            var asked = await Asked(() => viewer.See((EnterpriseViews views) => views.List(request, default)));
            asked.Queries.ShouldBeLessThan(15);
            TestContext.Current.TestOutputHelper!.WriteLine($"{request.Filter ?? request.Sort ?? "first page"}: {asked.Queries} queries, {asked.Milliseconds:0} ms");
        }
        (await viewer.See((EnterpriseViews views) => views.List(new(Filter: "appetite:above"), default))).Total.ShouldBe(2_000, "levels 4 and 5 of 5, times 3, are high");
        (await Asked(() => viewer.See((EnterpriseViews views) => views.Line("L00042", default)))).Queries.ShouldBeLessThan(15);
        await world.As(Role.RiskOwner).Do((CommitteeMeetings committees, Actor actor) => committees.Mark("Committee", world.Today, "", actor, default));
        (await viewer.See((CommitteeMeetings committees) => committees.Changes(null, null, null, default)))!.Differences.ShouldBeEmpty();
        var again = await Asked(() => viewer.See((EnterpriseViews views) => views.Standing(default)));
        again.Queries.ShouldBeLessThan(4, "nothing happened since the last look: beside who asks, one query to the journal");
        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.Reword("R00042", 0, "Renamed", "It is wider.", actor, default));
        (await viewer.See((EnterpriseViews views) => views.Standing(default))).Risks.Single(risk => risk.Ref == "R00042").Title.ShouldBe("Renamed", "what happened is seen at once");
    }
}
