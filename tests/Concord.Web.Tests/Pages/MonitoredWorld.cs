using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Risks;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>
/// A record in which two real logs are monitored: Adult, which drifts, and German credit, whose months are too small for a verdict. Made once per
/// run and only read; a test that changes something makes its own world.
/// </summary>
internal static class MonitoredWorld
{
    public const string Drifting = "REAL-ADULT";
    public const string Small = "REAL-GERMAN";
    public const string NotMonitored = "SYS-01";

    private static readonly Lazy<Task<World>> Shared = new(Make);

    private static readonly Lazy<Task<RunningApp>> SharedApp = new(async () => await RunningApp.OverAsync(await Adult(), new WebSettings { VisitorsMayRead = true }));

    public static string Logs { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "logs");

    public static Task<World> Adult() => Shared.Value;

    /// <summary>The host over it where visitors may read, for tests that change nothing; it ends with the run.</summary>
    public static Task<RunningApp> ReadByVisitors() => SharedApp.Value;

    /// <summary>A world of one's own, for a test that changes something.</summary>
    public static async Task<World> Make()
    {
        var world = await World.Create();
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        await Describe(world, NotMonitored, "Customer chat", RiskClass.Limited, "");
        await Describe(world, Drifting, "Income estimate", RiskClass.High, "real");
        await Describe(world, Small, "Loan decisions", RiskClass.High, "real");
        await world.As(Role.AimsManager).Do(async (RiskRegister risks, Actor actor) => await risks.Open(
            new(await world.Unit("RETAIL"), "Drift makes the model unfit", Drifting, "AIR-03", await world.PersonId(Role.RiskOwner), RiskSource.Assessment, new(4, 4), new(3, 3), new RiskLevel(2, 3)), actor, default));
        await Monitor(world, Drifting, "MODEL-ADULT", "adult", "2.1.0");
        await Monitor(world, Small, "MODEL-GERMAN", "german", "1.0.0");
        return world;
    }

    private static async Task Describe(World world, string reference, string name, RiskClass tier, string note)
    {
        var description = new SystemDescription(name, $"{name} for the retail bank", "Advice to clerks", ["applicants", "customers"], SystemOrigin.InHouse, IsProvider: true, IsDeployer: true,
            await world.PersonId(Role.SystemOwner), await world.PersonId(Role.AimsManager), tier, "entered for the test", DataNote: note);
        var unit = await world.Unit("RETAIL");
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Register(new(unit, description, LifeCycle.InOperation, Reference: reference), actor, default));
    }

    private static async Task Monitor(World world, string system, string model, string log, string version)
    {
        var owner = world.As(Role.AimsManager);
        await owner.Do((Registry registry, Actor actor) => registry.AddModel(system, new($"{log} model", "Decides", "gradient boosting", model), new VersionRegistration(version, new DateOnly(2025, 1, 1)), actor, default));
        var definition = await File.ReadAllTextAsync(Path.Combine(Logs, $"{log}.definition.json"));
        var monitor = await owner.Do((MonitorRegister register, Actor actor) => register.Define(model, new(definition, [Path.Combine(Logs, $"{log}_reference.parquet")]), actor, default));
        await owner.Do((PredictionLog predictions, Actor actor) => predictions.Append(model, new([Path.Combine(Logs, $"{log}_production.parquet")]), actor, default));
        await owner.Do((MonitorRuns runs, Actor actor) => runs.Run(monitor.Ref, RunTrigger.Person, null, actor, default));
    }
}
