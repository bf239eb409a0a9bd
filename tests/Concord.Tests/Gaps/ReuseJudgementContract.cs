using Concord.Foundation;
using Concord.Gaps;
using Concord.Journal;
using Concord.Organisation;
using Concord.Standards;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Gaps;

/// <summary>What people think of the library's claims: overrides with a reason, and how far two raters agree.</summary>
public abstract class ReuseJudgementContract(Backend backend)
{
    private static readonly StandardsLibrary Library = ExpectedReuse.Library;

    /// <summary>A claim the library judges partial, and one it finds nothing for.</summary>
    private static readonly ReuseClaim Partial = Library.Reuse.First(claim => claim is { SourceStandard: "ISO27001", Strength: ReuseStrength.Partial });
    private static readonly ReuseClaim Nothing = Library.Reuse.First(claim => claim is { SourceStandard: "ISO27001", Strength: ReuseStrength.None, SourceKeys.Count: 0 });

    [Fact]
    public async Task A_judgement_leaves_the_figure_alone_and_an_override_changes_it_with_its_reason()
    {
        await using var world = await World.Create(backend);
        var first = await Judge(world, Partial, ReuseStrength.Full, isOverride: false);
        (await Figure(world)).Potential.ShouldBe(49.3);

        await Judge(world, Partial, ReuseStrength.Full, isOverride: true, version: first.Version);

        var figure = await Figure(world);
        (figure.Potential, figure.Full, figure.Partial).ShouldBe((50.0, 17, 36));
        var row = figure.Rows.Single(one => one.Requirement == Partial.RequirementKey);
        (row.Strength, row.Overruled, row.Rationale, row.JudgedBy, row.Delta).ShouldBe((ReuseStrength.Full, ReuseStrength.Partial, "Seen it", "AimsManager Person", Partial.Delta));
        row.SourceIds.ShouldBe(Partial.SourceKeys);
        (await Told(world)).ShouldBe([
            $"{Partial.RequirementKey} from ISO27001: full, the library says partial: Seen it",
            $"{Partial.RequirementKey} from ISO27001: full, the library says partial; the figure uses this: Seen it",
        ]);
    }

    [Fact]
    public async Task Of_one_claim_one_override_is_used_and_the_one_before_gives_way()
    {
        await using var world = await World.Create(backend);
        await Judge(world, Partial, ReuseStrength.Full, isOverride: true);
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Second Rater", "second@example.test"), new(Role.AimsManager), default));

        await world.As("second@example.test").Do((ReuseRegister register, Actor actor) => register.Judge(Opinion(Partial, ReuseStrength.None, true), null, actor, default));

        var figure = await Figure(world);
        figure.Rows.Single(one => one.Requirement == Partial.RequirementKey).JudgedBy.ShouldBe("Second Rater");
        figure.Potential.ShouldBe(48.6);
        (await world.As(Role.Viewer).See((ReuseViews views) => views.Judgements(new(Filter: "override:yes"), default))).Items.Single().By.Name.ShouldBe("Second Rater");
        (await Told(world))[^1].ShouldBe("the figure uses REUSE-0002 instead");
    }

    [Fact]
    public async Task What_the_library_finds_nothing_for_a_person_may_name()
    {
        await using var world = await World.Create(backend);
        await Judge(world, Nothing, ReuseStrength.Partial, isOverride: true).ShouldBeRefused("REUSE-SOURCES");
        await Judge(world, Nothing, ReuseStrength.Partial, isOverride: true, sources: ["ISO9001:10.2"]).ShouldBeRefused("REUSE-SOURCES");
        await Judge(world, Nothing, ReuseStrength.Partial, isOverride: true, sources: ["ISO27001:77"]).ShouldBeRefused("REQUIREMENT-UNKNOWN");

        await Judge(world, Nothing, ReuseStrength.Partial, isOverride: true, sources: ["iso27001:2022/10.2"]);

        (await Figure(world)).Rows.Single(one => one.Requirement == Nothing.RequirementKey).SourceIds.ShouldBe(["ISO27001:10.2"]);
    }

    [Fact]
    public async Task A_judgement_has_a_reason_a_person_with_the_role_and_the_version_that_was_seen()
    {
        await using var world = await World.Create(backend);
        await Judge(world, Partial, ReuseStrength.Full, reason: " ").ShouldBeRefused("REUSE-REASON");
        await Judge(world, Partial, ReuseStrength.Full, role: Role.RiskOwner).ShouldBeRefused(Refusal.AccessDenied);
        var own = await Judge(world, Partial, ReuseStrength.Full);
        await Judge(world, Partial, ReuseStrength.None).ShouldBeRefused("REUSE-JUDGED");
        await Judge(world, Partial, ReuseStrength.None, version: own.Version);
        await Judge(world, Partial, ReuseStrength.Full, version: own.Version).ShouldBeRefused(Refusal.Stale);
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Second Rater", "second@example.test"), new(Role.AimsManager), default));
        await world.As("second@example.test").Do((ReuseRegister register, Actor actor) => register.Revise(own.Ref, ReuseStrength.None, null, "No", false, own.Version, actor, default)).ShouldBeRefused("REUSE-OWN");
        var opinion = Opinion(Partial, ReuseStrength.Full, false);
        await world.As(Role.AimsManager).Do((ReuseRegister register, Actor actor) => register.Judge(opinion with { Standard = "itil" }, null, actor, default)).ShouldBeRefused("REUSE-STANDARD");
        await world.As(Role.AimsManager).Do((ReuseRegister register, Actor actor) => register.Judge(opinion with { Requirement = "ISO27001:10.2" }, null, actor, default)).ShouldBeRefused("REUSE-TARGET");
    }

    [Fact]
    public async Task An_auditor_rates_as_a_second_person_and_leaves_the_figure_to_the_manager()
    {
        await using var world = await World.Create(backend);
        await Judge(world, Partial, ReuseStrength.Full);
        await Judge(world, Partial, ReuseStrength.None, isOverride: true, role: Role.Auditor).ShouldBeRefused(Refusal.AccessDenied);
        var own = await Judge(world, Partial, ReuseStrength.None, role: Role.Auditor);
        await Judge(world, Partial, ReuseStrength.Full, isOverride: true, version: own.Version, role: Role.Auditor).ShouldBeRefused(Refusal.AccessDenied);

        (await Raters(world)).Count.ShouldBe(2);
        (await Figure(world)).Potential.ShouldBe(49.3);
    }

    [Fact]
    public async Task Two_raters_are_compared_on_the_claims_both_judged()
    {
        await using var world = await World.Create(backend);
        (await Raters(world)).ShouldBeEmpty();
        var claims = Library.Reuse.Where(claim => claim.SourceStandard == "ISO27001" && claim.SourceKeys.Count > 0).GroupBy(claim => claim.Strength).SelectMany(group => group.Take(4)).ToList();
        claims.Count.ShouldBe(12);
        // Alike but for two: a full and a partial claim that the person finds weaker.
        foreach (var (claim, at) in claims.Select((claim, at) => (claim, at)))
            await Judge(world, claim, at % 4 == 3 && claim.Strength != ReuseStrength.None ? claim.Strength - 1 : claim.Strength);

        var pair = (await Raters(world)).ShouldHaveSingleItem();

        (pair.Library, pair.Rater, pair.Items, pair.Claims, pair.Agreement).ShouldBe(("Concord project", "AimsManager Person", 12, 140, 83.3));
        pair.Counts.ShouldBe([[4, 0, 0], [1, 3, 0], [0, 1, 3]]);
        pair.Kappa.ShouldBe(0.75); // (10/12 − 48/144) / (1 − 48/144)
    }

    [Fact]
    public async Task Raters_who_both_use_one_level_only_have_no_kappa_and_a_reason()
    {
        await using var world = await World.Create(backend);
        await Judge(world, Partial, ReuseStrength.Partial);

        var pair = (await Raters(world)).Single();

        (pair.Agreement, pair.Kappa, pair.NotComputed["kappa"]).ShouldBe((100, null, "both raters used one and the same level only"));
    }

    private static ReuseOpinion Opinion(ReuseClaim claim, ReuseStrength strength, bool isOverride, string reason = "Seen it", string[]? sources = null) =>
        new(claim.RequirementKey, "iso27001", strength, sources, reason, isOverride);

    private static Task<ReuseJudgement> Judge(
        World world, ReuseClaim claim, ReuseStrength strength, bool isOverride = false, int? version = null, string reason = "Seen it", string[]? sources = null, Role role = Role.AimsManager) =>
        world.As(role).Do((ReuseRegister register, Actor actor) => register.Judge(Opinion(claim, strength, isOverride, reason, sources), version, actor, default));

    private static Task<ReuseFigure> Figure(World world) => world.As(Role.Viewer).See((ReuseViews views) => views.Ask(["iso27001"], null, null, null, default));

    private static Task<IReadOnlyList<RaterPair>> Raters(World world) => world.As(Role.Viewer).See((ReuseViews views) => views.Raters(default));

    private static Task<List<string>> Told(World world) => world.AsSystem(db =>
        db.Set<JournalEntry>().Where(entry => entry.Subject.StartsWith("REUSE-")).OrderBy(entry => entry.Sequence).Select(entry => entry.Detail).ToListAsync());
}

public sealed class ReuseJudgementsOnSqlite() : ReuseJudgementContract(Backend.Sqlite);

public sealed class ReuseJudgementsOnPostgres() : ReuseJudgementContract(Backend.Postgres);
