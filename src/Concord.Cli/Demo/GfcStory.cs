using Concord.EnterpriseRisks.Committee;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Cli.Demo;

/// <summary>
/// Plays the demonstration into an empty record, through the same registers and runs that people and the schedule use: the bank as it was,
/// monitoring going live, the months that follow. Only the clock is moved by hand.
/// </summary>
/// <param name="scenario">Whether anything happens at all: where nothing does, no signal asks the committee.</param>
/// <param name="staging">The folder the logs are generated into; removed at the end.</param>
/// <param name="logs">The logs, generated meanwhile.</param>
internal sealed class GfcStory(IServiceProvider services, StoryClock clock, GfcOrganisation gfc, GfcScenario scenario, string staging, IReadOnlyList<GfcSystemLog> logs)
{
    private static readonly TimeSpan RunHour = new(6, 0, 0);

    /// <summary>The day on which the record is set up: before anything else that stands in it.</summary>
    public static DateOnly Begins => GfcGaps.Analyses()[0].Begun.AddDays(-7);

    /// <param name="told">Says what is being done, for the one who waits.</param>
    public async Task Play(Action<string> told, CancellationToken stop)
    {
        var analyses = GfcGaps.Analyses();
        told("Entering Global Finance Corp: its people, and the gap analysis of June 2025");
        clock.MoveTo(At(Begins));
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(Actor.System);
        var record = ActivatorUtilities.CreateInstance<GfcRecord>(scope.ServiceProvider);
        await record.EnterPeople(gfc, At(gfc.AsOf), stop);
        await Analyse(analyses[0], record, stop);

        told("Systems, the certified ISO 27001 system, risks, documents");
        clock.MoveTo(At(gfc.MonitoringSince.AddDays(-7)));
        await record.Enter(gfc, stop);
        var happenings = new Queue<(DateOnly Date, Func<Task> Play)>(gfc.Incidents.Select(incident => (incident.Date, Play: new Func<Task>(() => Record(record, db, incident, stop))))
            .Concat(gfc.Revisions.Select(revision => (revision.Date, Play: new Func<Task>(() => State(revision, stop)))))
            .Concat(gfc.Classifying.Select(day => (day.Date, Play: new Func<Task>(() => Classify(day, stop)))))
            .Concat(GfcRisks.Steps().GroupBy(step => step.Date).Select(day => (Date: day.Key, Play: new Func<Task>(() => Judge([.. day], stop)))))
            .Concat(GfcImpacts.Read().Select(impact => (impact.Date, Play: new Func<Task>(() => Assess(impact, stop)))))
            .Concat((scenario.Effects ? GfcCommitteeDecisions.Steps() : []).Select(step => (step.Date, Play: new Func<Task>(() => Decide(step, stop)))))
            .Concat(gfc.Meetings.Select(meeting => (meeting.Date, Play: new Func<Task>(() => Meet(meeting, stop)))))
            .Concat(GfcIncidents.Steps().Select(step => (step.Date, Play: new Func<Task>(() => Follow(step, stop))))).OrderBy(happening => happening.Date));
        async Task Until(DateOnly day)
        {
            while (happenings.TryPeek(out var next) && next.Date < day) await happenings.Dequeue().Play();
        }
        await Until(gfc.MonitoringSince);

        told("Monitoring goes live with four frozen references; fourteen months of prediction logs are generated meanwhile");
        clock.MoveTo(At(gfc.MonitoringSince));
        foreach (var log in logs) await Define(log, stop);
        await Finish(gfc.MonitoringSince, stop);
        clock.MoveTo(At(gfc.MonitoringSince.AddDays(9)));
        await record.AttachEvidence(gfc, gfc.MonitoringSince.AddDays(9), stop);
        var real = Task.Run(() => RealLogs.Stage(services, staging, stop), stop);

        foreach (var handedOver in GfcLogs.HandOvers)
        {
            await Until(handedOver);
            told($"Monitoring runs of {handedOver:d MMMM yyyy}");
            clock.MoveTo(At(handedOver, RunHour));
            foreach (var log in logs)
            {
                await Append(log, await log.Batches.Single(batch => batch.HandedOver == handedOver).Log, stop);
                await Run(ModelRef(log), stop);
            }
        }
        foreach (var analysis in analyses.Skip(1))
        {
            await Until(analysis.Begun);
            told($"Gap analysis of {analysis.Begun:MMMM yyyy}");
            await Analyse(analysis, record, stop);
        }
        await Until(gfc.AsOf);

        told("Two real logs beside them: German credit and Adult");
        clock.MoveTo(At(gfc.AsOf.AddDays(-1)));
        foreach (var log in await real) await new RealLogs(scope.ServiceProvider, record.Root, record.Person("P-05"), record.Person("P-04")).Enter(log, stop);
        clock.MoveTo(At(gfc.AsOf));
        Directory.Delete(staging, recursive: true);
    }

    private async Task Define(GfcSystemLog log, CancellationToken stop)
    {
        using var scope = Scope();
        var definition = await File.ReadAllTextAsync(Path.Combine(GfcReader.DefaultFolder, "monitors", $"{log.Model.System}.json"), stop);
        await scope.ServiceProvider.GetRequiredService<MonitorRegister>()
            .Define(ModelRef(log), new(definition, [], Staged: Alone(await log.Reference)), Actor.System, stop);
    }

    private async Task Append(GfcSystemLog log, StagedLog batch, CancellationToken stop)
    {
        using var scope = Scope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        var reference = ModelRef(log);
        var model = await db.Set<Model>().AsNoTracking().Include(m => m.Versions).SingleAsync(m => m.Ref == reference, stop);
        await scope.ServiceProvider.GetRequiredService<PredictionLog>().Store(model, model.Versions[0], batch, new([], Complete: true), by: null, Actor.System, stop);
    }

    private async Task Run(string modelRef, CancellationToken stop)
    {
        using var scope = Scope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        var monitor = await (from m in db.Set<Concord.Monitoring.Monitor>() join model in db.Set<Model>() on m.ModelId equals model.Id where model.Ref == modelRef select m.Ref).SingleAsync(stop);
        await scope.ServiceProvider.GetRequiredService<MonitorRuns>().Run(monitor, RunTrigger.Schedule, null, Actor.System, stop);
    }

    private async Task Analyse(GfcGapAnalysis analysis, GfcRecord record, CancellationToken stop)
    {
        using var scope = Scope();
        await ActivatorUtilities.CreateInstance<GfcGaps>(scope.ServiceProvider).Play(analysis, record.Root, record, gfc, clock, stop);
    }

    private async Task Finish(DateOnly until, CancellationToken stop)
    {
        using var scope = Scope();
        await ActivatorUtilities.CreateInstance<GfcGaps>(scope.ServiceProvider).Finish(until, stop);
    }

    /// <summary>A revision of the statement of applicability, drafted in the morning by one person and approved in the afternoon by another.</summary>
    private async Task State(GfcRevision revision, CancellationToken stop)
    {
        using var scope = Scope();
        var statements = ActivatorUtilities.CreateInstance<GfcStatements>(scope.ServiceProvider);
        clock.MoveTo(At(revision.Date));
        await statements.Draft(revision, gfc, stop);
        clock.MoveTo(At(revision.Date, new TimeSpan(15, 0, 0)));
        await statements.Approve(revision, gfc, stop);
    }

    /// <summary>Every system without a classification that fits: answered and proposed in the morning, approved in the afternoon.</summary>
    private async Task Classify(GfcClassifying day, CancellationToken stop)
    {
        using var scope = Scope();
        await ActivatorUtilities.CreateInstance<GfcClassifications>(scope.ServiceProvider).Play(day, gfc, clock, stop);
    }

    /// <summary>What a system does to people: written in the morning, approved in the afternoon.</summary>
    private async Task Assess(GfcImpact impact, CancellationToken stop)
    {
        using var scope = Scope();
        await ActivatorUtilities.CreateInstance<GfcImpacts>(scope.ServiceProvider).Play(impact, gfc, clock, stop);
    }

    /// <summary>An incident, reported by a person and linked to the open signals it was opened from.</summary>
    private async Task Record(GfcRecord record, ConcordDb db, GfcIncident incident, CancellationToken stop)
    {
        if (incident.Date >= gfc.MonitoringSince) clock.MoveTo(At(incident.Date));
        var kinds = incident.Kind switch
        {
            "drift_detected" => [SignalKind.Drift, SignalKind.Performance],
            "fairness_alert" => [SignalKind.Fairness],
            _ => Array.Empty<SignalKind>(),
        };
        var signals = await (from signal in db.Set<Signal>() join system in db.Set<AiSystem>() on signal.SystemId equals system.Id
                             where system.Ref == incident.SystemId && signal.State != SignalState.Closed && kinds.Contains(signal.Kind)
                             orderby signal.Ref select signal.Ref).ToListAsync(stop);
        using var scope = Scope();
        await ActivatorUtilities.CreateInstance<GfcIncidents>(scope.ServiceProvider).Report(incident, gfc, record.Root, signals, stop);
    }

    /// <summary>The enterprise risk committee met; the register is frozen as it stood that afternoon.</summary>
    private async Task Meet(GfcMeeting meeting, CancellationToken stop)
    {
        using var scope = Scope();
        clock.MoveTo(At(meeting.Date, new TimeSpan(16, 0, 0)));
        var chair = await scope.ServiceProvider.GetRequiredService<Actors>().OnLocalConsole(gfc.People.Single(person => person.Id == meeting.MarkedBy).Email, stop) with { Via = Via.Page };
        await scope.ServiceProvider.GetRequiredService<CommitteeMeetings>().Mark(meeting.Committee, meeting.Date, meeting.Note, chair, stop);
    }

    /// <summary>What people did about an incident, in the forenoon.</summary>
    private async Task Follow(GfcIncidentStep step, CancellationToken stop)
    {
        using var scope = Scope();
        clock.MoveTo(At(step.Date, new TimeSpan(10, 0, 0)));
        await ActivatorUtilities.CreateInstance<GfcIncidents>(scope.ServiceProvider).Play(step, gfc, clock, stop);
    }

    /// <summary>Risks are assessed, treated and accepted, before noon.</summary>
    private async Task Judge(IReadOnlyList<GfcRiskStep> day, CancellationToken stop)
    {
        using var scope = Scope();
        clock.MoveTo(At(day[0].Date, new TimeSpan(11, 0, 0)));
        await ActivatorUtilities.CreateInstance<GfcRisks>(scope.ServiceProvider).Play(day, gfc, stop);
    }

    /// <summary>What the committee decided, in the afternoon.</summary>
    private async Task Decide(GfcCommitteeStep step, CancellationToken stop)
    {
        using var scope = Scope();
        clock.MoveTo(At(step.Date, new TimeSpan(16, 0, 0)));
        await ActivatorUtilities.CreateInstance<GfcCommitteeDecisions>(scope.ServiceProvider).Play(step, gfc, stop);
    }

    private static string ModelRef(GfcSystemLog log) => $"MODEL-{log.Model.System[4..]}";

    private IServiceScope Scope()
    {
        var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        return scope;
    }

    /// <summary>Freezing takes the file and its folder away, so each reference gets a folder of its own.</summary>
    private static StagedLog Alone(StagedLog log)
    {
        var folder = Directory.CreateDirectory(log.Path + ".reference").FullName;
        var path = Path.Combine(folder, Path.GetFileName(log.Path));
        File.Move(log.Path, path);
        return log with { Path = path };
    }

    private static DateTimeOffset At(DateOnly day, TimeSpan? hour = null) => new(day.ToDateTime(TimeOnly.FromTimeSpan(hour ?? new TimeSpan(8, 0, 0))), TimeSpan.Zero);
}
