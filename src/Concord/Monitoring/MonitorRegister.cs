using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>What a person asks to be monitored.</summary>
/// <param name="Definition">JSON of the contract.</param>
/// <param name="Reference">Files of the reference; empty: it is frozen later.</param>
/// <param name="Version">Label of the model version; null: the newest that is not retired.</param>
/// <param name="Staged">The reference already staged, instead of files, in a folder of the caller.</param>
internal sealed record MonitorRequest(string Definition, IReadOnlyList<string> Reference, string? Version = null, int GraceHours = Monitor.DefaultGraceHours, string Schedule = Monitor.DefaultSchedule, StagedLog? Staged = null);

/// <summary>Defines monitors and freezes what they compare with.</summary>
internal sealed class MonitorRegister(ConcordDb db, LogIntake intake, DataLocation data, Measurement measurement, FrozenSamples samples, PoliciesInForce policies)
{
    public async Task<Monitor> Define(string modelRef, MonitorRequest request, Actor actor, CancellationToken stop)
    {
        var definition = MonitorDefinition.Parse(request.Definition);
        CheckSchedule(request.Schedule);
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleOrDefaultAsync(m => m.Ref == modelRef, stop) ?? throw Refusal.Missing("model", modelRef);
        var version = Pick(model, request.Version);
        actor.Demand(Permission.EditMonitoring, model.UnitId);
        if (await db.Set<Monitor>().AnyAsync(monitor => monitor.ModelVersionId == version.Id, stop))
            throw new RuleViolation("MONITOR-KNOWN", $"{version.Ref} already has a monitor. Register a new version of the model for a new definition, or replace the reference.");
        using var frozen = request.Staged is { } staged ? new StagedReference(Folder: null, staged, await Count(definition, staged, stop))
            : request.Reference.Count > 0 ? await Stage(definition, version, request.Reference, stop) : null;
        await using var work = await db.Begin(actor, stop);
        var monitor = new Monitor(await work.NextRef("MON", stop), version, model.SystemId, definition.ToJson(), definition.Sha256(), request.GraceHours, request.Schedule);
        db.Add(monitor);
        work.Note("monitor.defined", monitor.Ref, $"for {version.Ref}, definition SHA-256 {monitor.DefinitionSha256[..12]}…");
        if (frozen is not null) await Freeze(work, monitor, frozen, actor, stop);
        await work.Commit(stop);
        return monitor;
    }

    /// <summary>The first reference is in force at once; a later one waits for another person's approval.</summary>
    public async Task<FrozenReference> FreezeReference(string monitorRef, IReadOnlyList<string> files, Actor actor, CancellationToken stop)
    {
        var known = await db.Set<Monitor>().AsNoTracking().SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef);
        actor.DemandPerson(Permission.EditMonitoring, known.UnitId);
        var version = await db.Set<ModelVersion>().AsNoTracking().SingleAsync(v => v.Id == known.ModelVersionId, stop);
        using var staged = await Stage(MonitorDefinition.Parse(known.Definition), version, files, stop);
        await using var work = await db.Begin(actor, stop);
        var monitor = await db.Set<Monitor>().Include(m => m.References).SingleAsync(m => m.Id == known.Id, stop);
        var frozen = await Freeze(work, monitor, staged, actor, stop);
        await work.Commit(stop);
        return frozen;
    }

    public async Task<FrozenReference> ApproveReference(string referenceRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var monitor = await db.Set<Monitor>().Include(m => m.References).SingleOrDefaultAsync(m => m.References.Any(r => r.Ref == referenceRef), stop)
            ?? throw Refusal.Missing("reference", referenceRef);
        var proposed = monitor.References.Single(r => r.Ref == referenceRef);
        var by = actor.DemandDuty(Permission.EditMonitoring, monitor.UnitId);
        Refusal.IfStale(proposed, expectedVersion);
        monitor.Approve(proposed, by, db.Now);
        work.Note("reference.approved", proposed.Ref, $"in force for {monitor.Ref}, SHA-256 {proposed.Sha256[..12]}…");
        await work.Commit(stop);
        return proposed;
    }

    /// <summary>No run follows; what was measured stays.</summary>
    public async Task<Monitor> Stop(string monitorRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var monitor = await db.Set<Monitor>().SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef);
        actor.DemandPerson(Permission.EditMonitoring, monitor.UnitId);
        Refusal.IfStale(monitor, expectedVersion);
        monitor.Stop();
        work.Note("monitor.stopped", monitor.Ref, "no further runs");
        await work.Commit(stop);
        return monitor;
    }

    private async Task<FrozenReference> Freeze(Work work, Monitor monitor, StagedReference staged, Actor actor, CancellationToken stop)
    {
        var path = Path.Combine("references", $"{monitor.Ref}-{monitor.References.Count + 1}-{Guid.CreateVersion7():N}.parquet");
        var sha256 = SegmentFiles.Seal(staged.Log.Path, data.Absolute(path));
        var measures = Measurement.Describe(staged.Sample, staged.Log.Sha256, MonitorDefinition.Parse(monitor.Definition), await policies.For(monitor.SystemId, stop)).ToJson();
        var log = new FrozenLog(path, sha256, staged.Log.Sha256, staged.Log.Rows, staged.Log.First, staged.Log.Last, staged.Log.Schema.ToJson(), measures, staged.Sample.Profile.ToBytes());
        samples.Keep(sha256, monitor.DefinitionSha256, staged.Sample);
        var frozen = monitor.Freeze(log, actor.PersonId, db.Now);
        db.Add(frozen);
        work.Note("reference.frozen", frozen.Ref, string.Create(CultureInfo.InvariantCulture, $"{frozen.Rows:N0} rows, {Words.Of(frozen.State)}, SHA-256 {sha256[..12]}…"));
        return frozen;
    }

    private async Task<StagedReference> Stage(MonitorDefinition definition, ModelVersion version, IReadOnlyList<string> files, CancellationToken stop)
    {
        var folder = StagingFolder.Create(data, "reference");
        try
        {
            var log = await intake.Stage(new(files, definition.ToColumns(version.Label), LogPurpose.Reference, folder.FullName), stop);
            if (log.Rows == 0) throw new RuleViolation("REFERENCE-EMPTY", "The reference has no rows. Give the log of a time in which the model was known to be good.");
            return new(folder, log, await Count(definition, log, stop));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private Task<ReferenceSample> Count(MonitorDefinition definition, StagedLog log, CancellationToken stop) => measurement.Freeze(definition, [new(log.Path, log.Schema)], FrozenSamples.LargestKept, stop);

    internal static ModelVersion Pick(Model model, string? label) => label is null
        ? model.Versions.Where(version => version.RetiredOn is null).OrderByDescending(version => version.LiveSince).ThenByDescending(version => version.Id.Value).FirstOrDefault()
            ?? throw new RuleViolation("MONITOR-NO-VERSION", $"{model.Ref} has no version in use. Register one first.")
        : model.Versions.SingleOrDefault(version => version.Label == label)
            ?? throw new RuleViolation("LOG-VERSION", $"{model.Ref} has no version {label}. Known: {string.Join(", ", model.Versions.Select(version => version.Label))}.");

    private static void CheckSchedule(string schedule)
    {
        if (!Cronos.CronExpression.TryParse(schedule, out _))
            throw new RuleViolation("MONITOR-SCHEDULE", $"'{schedule}' is not a cron expression of five fields, for example '30 5 * * *' for 05:30 UTC every day.");
    }

    private sealed record StagedReference(IDisposable? Folder, StagedLog Log, ReferenceSample Sample) : IDisposable
    {
        public void Dispose() => Folder?.Dispose();
    }
}
