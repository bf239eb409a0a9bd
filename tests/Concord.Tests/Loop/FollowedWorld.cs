using Concord.Classification;
using Concord.Controls;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Loop;
using Concord.Loop.Rules;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Standards;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Loop;

/// <summary>A high-risk system with an approved classification and an impact assessment in force, whose selection rates come from elsewhere: figures raise signals without a log.</summary>
internal static class FollowedWorld
{
    public const string Second = "second@example.test";
    private const string Metric = "impact_ratio";

    private static readonly Dictionary<string, IReadOnlyList<string>?> Scoring = new(StringComparer.Ordinal)
    {
        ["is_ai_system"] = ["yes"], ["in_scope_territory"] = ["yes"], ["scope_exclusion"] = ["none"], ["prohibited_practices"] = [], ["annex_i_product"] = ["no"], ["annex_iii_points"] = ["5(b)"],
        ["fraud_detection_only"] = ["no"], ["profiling_of_natural_persons"] = ["yes"],
    };

    public static async Task<World> Make(Backend backend)
    {
        var world = await World.Create(backend);
        var (unit, owner) = (await world.Unit("ORG"), await world.PersonId(Role.SystemOwner));
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Mara Second", Second, Unit: unit), new(Role.AimsManager, unit), default));
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "Accept or decline", ["applicants"], SystemOrigin.InHouse, true, true, owner, null, RiskClass.High, "declared"), LifeCycle.InOperation, Reference: "SYS-01"), actor, default);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), actor, default);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, default);
        });
        await world.As(Role.AimsManager).Do(async (ControlRegister controls, Actor actor) =>
            await controls.Apply(new(unit, "Equal treatment is watched", owner, ControlStatus.Applied, ["SYS-01"], ["ISO42001:A.3.3"], [], [Metric], "AC-01"), actor, default));
        await Classify(world);
        await Assess(world);
        return world;
    }

    public static Task Define(World world, string subject) =>
        world.As(Role.SystemOwner).Do(async (SeriesRegister series, Actor actor) => await series.Define("MODEL-01", new(Metric, new(0.85, 0.80), HigherIsBetter: true, "fairtool", "1.0", Subject: subject), actor, default));

    /// <summary>The figure of a month, pushed on the fifth day of the next one.</summary>
    /// <returns>The references of the signals that were raised.</returns>
    public static async Task<IReadOnlyList<string>> Push(World world, string subject, int month, double value)
    {
        world.Clock.SetUtcNow(new DateTimeOffset(2026, month + 1, 5, 8, 0, 0, TimeSpan.Zero));
        var window = $"2026-{month:00}";
        return (await world.As(Role.SystemOwner).Do((SeriesRuns runs, Actor actor) => runs.Push("MODEL-01", null, [new(Metric, subject, window, value, 1000, Low: value - 0.01, High: value + 0.01)], [], actor, default))).Raised;
    }

    public static Task<IReadOnlyList<ConsequenceLine>> Followed(World world, string signal) => world.As(Role.Viewer).See((ConsequenceViews views) => views.OfSignal(signal, default));

    public static async Task Close(World world, string signal, CloseReason reason)
    {
        var version = await world.AsSystem(db => db.Set<Signal>().Where(known => known.Ref == signal).Select(known => known.Version).SingleAsync());
        await world.As(Role.Auditor).Do((SignalRegister register, Actor actor) => register.Close(signal, version, reason, "looked at", actor, default));
    }

    private static async Task Classify(World world)
    {
        var draft = await world.As(Role.AimsManager).Do((ClassificationRegister register, Actor actor) => register.Draft("SYS-01", actor, default));
        var pack = world.Services.GetRequiredService<RulePack>();
        var (sheet, answers) = (FactSheet.Of(pack, draft.Facts), new Dictionary<string, IReadOnlyList<string>?>(Scoring, StringComparer.Ordinal));
        foreach (var (fact, values) in Scoring) sheet = sheet.With(pack, fact, values!);
        while (ClassificationRules.Decide(pack, sheet, draft.AsOf).Questions is [var next, ..])
        {
            answers[next.Fact] = pack.FindFact(next.Fact)!.Default.Split(';');
            sheet = sheet.With(pack, next.Fact, answers[next.Fact]!);
        }
        var version = (await world.As(Role.AimsManager).Do((ClassificationRegister register, Actor actor) => register.Answer(draft.Ref, draft.Version, answers, null, actor, default))).Version;
        var proposed = await world.As(Role.AimsManager).Do((ClassificationRegister register, Actor actor) => register.Propose(draft.Ref, version, actor, default));
        await world.As(Role.RiskOwner).Do((ClassificationRegister register, Actor actor) => register.Approve(draft.Ref, proposed.Version, actor, default));
    }

    /// <summary>As its room leaves one that was approved: what the loop asks of it is its state and when it was submitted.</summary>
    private static Task Assess(World world) => world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        var system = await db.Set<AiSystem>().SingleAsync();
        var assessment = new ImpactAssessment("IMP-01", system, 1, null, "PERSON-0001", db.Now);
        db.Add(assessment);
        var entry = db.Entry(assessment);
        (entry.Property(known => known.State).CurrentValue, entry.Property(known => known.SubmittedAt).CurrentValue) = (ImpactState.InForce, db.Now);
        (entry.Property(known => known.ContentSha256).CurrentValue, entry.Property(known => known.Basis).CurrentValue) = ("frozen", [.. ImpactFit.BasisOf(system, (await db.ModelLines([system.Id], default))[system.Id])]);
        work.Note("impact.approved", "IMP-01", "for the test");
        await work.Commit(default);
    });
}
