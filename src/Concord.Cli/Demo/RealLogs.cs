using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Cli.Demo;

/// <summary>A real log that is read and waits to be entered.</summary>
internal sealed record RealLog(string System, string Name, string Purpose, string Groups, string Technique, string Version, MonitorDefinition Definition, StagedLog Reference, StagedLog Production);

/// <summary>The two real prediction logs of the demonstration, marked as real. They pass the reader like any file of a stranger.</summary>
internal sealed class RealLogs(IServiceProvider services, OrganisationUnitId unit, PersonId owner, PersonId technicalOwner)
{
    private static readonly (string System, string File, string Name, string Purpose, string Groups, string Technique)[] All =
    [
        ("REAL-GERMAN", "german", "German credit (Statlog)", "Scores credit applicants of a public research data set; nobody is decided upon", "credit applicants of 1994", "logistic regression"),
        ("REAL-ADULT", "adult", "Adult income (census)", "Predicts income above 50,000 dollars on a public research data set; nobody is decided upon", "persons of the 1994 census", "gradient boosting"),
    ];

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "samples", "logs");

    public static async Task<IReadOnlyList<RealLog>> Stage(IServiceProvider services, string staging, CancellationToken stop)
    {
        var intake = services.GetRequiredService<LogIntake>();
        var logs = new List<RealLog>();
        foreach (var (system, file, name, purpose, groups, technique) in All)
        {
            var definition = MonitorDefinition.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, $"{file}.definition.json"), stop));
            var reference = intake.Stage(new([Path.Combine(Folder, $"{file}_reference.parquet")], definition.ToColumns(), LogPurpose.Reference, Path.Combine(staging, $"{file}-reference")), stop);
            var production = intake.Stage(new([Path.Combine(Folder, $"{file}_production.parquet")], definition.ToColumns(), LogPurpose.Append, Path.Combine(staging, $"{file}-production")), stop);
            logs.Add(new(system, name, purpose, groups, technique, "1.0.0", definition, await reference, await production));
        }
        return logs;
    }

    public async Task Enter(RealLog log, CancellationToken stop)
    {
        var registry = services.GetRequiredService<Registry>();
        var description = new SystemDescription(log.Name, log.Purpose, "Research and demonstration only", [log.Groups], SystemOrigin.InHouse, IsProvider: true, IsDeployer: false, owner, technicalOwner,
            Technique: log.Technique, DataNote: "real");
        var system = await registry.Register(new(unit, description, LifeCycle.Validation, Reference: log.System), Actor.System, stop);
        var model = await registry.AddModel(system.Ref, new(log.Name, log.Purpose, log.Technique, $"MODEL-{log.System[5..]}"), Actor.System, stop);
        var version = await registry.AddVersion(model.Ref, new(log.Version, new DateOnly(2025, 1, 1)), Actor.System, stop);
        var monitor = await services.GetRequiredService<MonitorRegister>().Define(model.Ref, new(log.Definition.ToJson(), [], Staged: log.Reference), Actor.System, stop);
        await services.GetRequiredService<PredictionLog>().Store(model, version, log.Production, new([], Complete: true), by: null, Actor.System, stop);
        services.GetRequiredService<ConcordDb>().ChangeTracker.Clear();
        await services.GetRequiredService<MonitorRuns>().Run(monitor.Ref, RunTrigger.Schedule, null, Actor.System, stop);
    }
}
