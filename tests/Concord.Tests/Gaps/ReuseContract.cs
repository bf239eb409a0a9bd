using Concord.Controls;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Organisation;
using Concord.Standards;

namespace Concord.Tests.Gaps;

/// <summary>What the record's own controls and evidence realise.</summary>
public abstract class ReuseContract(Backend backend)
{
    private const string Source = "ISO27001:10.2";
    private static readonly StandardsLibrary Library = ExpectedReuse.Library;

    [Fact]
    public async Task An_organisation_without_controls_is_shown_the_potential_of_every_standard()
    {
        await using var world = await World.Create(backend);

        var figure = await Ask(world);

        (figure.Holds.Count, figure.Potential, figure.Realised).ShouldBe((2, 53.6, null));
        figure.NotComputed["realised"].ShouldContain("nothing is known");
    }

    [Fact]
    public async Task What_is_realised_follows_controls_evidence_and_its_age_at_once()
    {
        await using var world = await World.Create(backend);
        await world.Control("ISMS-01", [Source], unit: "ORG");
        (await State(world)).ShouldBe((0, "no evidence"));

        await world.Evidence("ISMS-01", daysOld: 399, unit: "ORG");
        (await State(world)).Value.ShouldBe(1);
        (await Ask(world)).Realised.ShouldBe(1.4); // One full claim of 70.
        (await Ask(world)).Holds.ShouldBe(["iso27001"]);

        world.Clock.Advance(TimeSpan.FromDays(2));
        var (value, because) = await State(world);
        (value, because).ShouldBe((0.5, "1 of 1 control effective, with evidence that is out of date"));
        (await Ask(world)).Realised.ShouldBe(0.7);
        (await Ask(world, asOf: world.Today.AddDays(-2))).Realised.ShouldBe(1.4);

        await world.Evidence("ISMS-01", unit: "ORG");
        (await State(world)).Value.ShouldBe(1);
    }

    [Fact]
    public async Task Half_done_failing_planned_and_excluded_count_as_the_definition_says()
    {
        await using var world = await World.Create(backend);
        await world.Control("ISMS-01", [Source], unit: "ORG", partly: [Source]);
        await world.Evidence("ISMS-01", unit: "ORG");
        (await State(world)).Value.ShouldBe(0.5);

        await world.Evidence("ISMS-01", result: EvidenceResult.Failing, unit: "ORG");
        (await State(world)).Value.ShouldBe(0);

        await world.Control("ISMS-02", [Source], unit: "ORG");
        await world.Evidence("ISMS-02", daysOld: 500, unit: "ORG");
        (await State(world)).Value.ShouldBe(0.25); // One of two, and out of date.

        var version = await world.AsSystem(async db => (await db.FindAsync<RequirementState>(Source))!.Version);
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Overrule(Source, version, RequirementResult.NotApplicable, "Not in scope", actor, default));
        (await State(world)).ShouldBe((0, "excluded: Not in scope"));
    }

    [Fact]
    public async Task A_control_of_the_target_that_a_person_calls_not_applicable_leaves_the_set()
    {
        await using var world = await World.Create(backend);
        var control = Library.Assessable(Library.ReuseDefinition.Target).Last(requirement => requirement.Kind == RequirementKind.Control);
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Overrule(control.Key, 0, RequirementResult.NotApplicable, "No customers", actor, default));

        var figure = await Ask(world);

        figure.Excluded.ShouldBe([control.Key]);
        figure.Rows.Count.ShouldBe(69);
    }

    [Fact]
    public async Task Rows_are_filtered_sorted_and_paged()
    {
        await using var world = await World.Create(backend);
        var figure = await Ask(world, "iso27001");

        ReuseViews.Rows(figure, new(Size: 10)).Total.ShouldBe(70);
        ReuseViews.Rows(figure, new(Filter: "strength:full")).Total.ShouldBe(16);
        ReuseViews.Rows(figure, new(Filter: "strength:full kind:control")).Total.ShouldBe(3);
        ReuseViews.Rows(figure, new(Filter: "source:iso9001")).Total.ShouldBe(0);
        ReuseViews.Rows(figure, new(Filter: "competence")).Items.ShouldContain(row => row.Number == "7.2");
        ReuseViews.Rows(figure, new(Sort: "-strength", Size: 1)).Items[0].Strength.ShouldBe(ReuseStrength.Full);
        ReuseViews.Rows(figure, new(Page: 8, Size: 10)).Items.ShouldBeEmpty();
        Should.Throw<RuleViolation>(() => ReuseViews.Rows(figure, new(Sort: "colour"))).Code.ShouldBe("LIST-SORT");
    }

    private static Task<ReuseFigure> Ask(World world, string? holds = null, DateOnly? asOf = null) =>
        world.As(Role.Viewer).See((ReuseViews views) => views.Ask([holds], null, null, asOf is { } day ? $"{day:yyyy-MM-dd}" : null, default));

    private static async Task<(double Value, string Because)> State(World world)
    {
        var source = (await Ask(world, "iso27001")).Rows.SelectMany(row => row.Sources).First(source => source.Id == Source);
        return (source.State, source.Because);
    }
}

public sealed class ReuseOnSqlite() : ReuseContract(Backend.Sqlite);

public sealed class ReuseOnPostgres() : ReuseContract(Backend.Postgres);
