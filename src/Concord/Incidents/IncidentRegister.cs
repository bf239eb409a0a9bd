using Concord.Controls;
using Concord.Foundation;
using Concord.Incidents.Clocks;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents;

/// <param name="Unit">Where no system is named; else the system's unit counts.</param>
/// <param name="AwareSince">When the organisation came to know of it; null: now, by this report.</param>
/// <param name="Signals">The signals it was opened from; linked, not told twice.</param>
/// <param name="Reference">The organisation's own reference; null: the next free one.</param>
internal sealed record IncidentReport(
    OrganisationUnitId Unit, IncidentDescription Description, IReadOnlyList<string> Requirements, IReadOnlyList<string> Signals, DateTimeOffset? AwareSince = null, string? Reference = null)
{
    /// <summary>What a form could not read; told with what the rules say of the rest.</summary>
    public IReadOnlyList<Finding> Unread { get; init; } = [];
}

/// <summary>Takes in what went wrong, nearly went wrong, or worries somebody, and brings it to its end. What is entered on the way: <see cref="IncidentFile"/>.</summary>
internal sealed class IncidentRegister(ConcordDb db, StandardsLibrary standards, ClockLibrary library, RiskReassessment reassessment, GraveIncidents grave)
{
    public async Task<Incident> Report(IncidentReport report, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var incident = await Report(work, report, stop);
        await work.Commit(stop);
        return incident;
    }

    public async Task<Incident> Report(Work work, IncidentReport report, CancellationToken stop)
    {
        var actor = work.Actor;
        var system = await SystemOf(report.Description, stop);
        var unit = system?.UnitId ?? report.Unit;
        actor.Demand(Permission.ReportIncidents, unit);
        if (actor is { IsSystem: false, PersonId: null }) throw new RuleViolation(Refusal.AccessDenied, "A report has a person. Sign in, or use the anonymous channel.");
        var faults = Faults(report.Description, system, report.Unread);
        IReadOnlyList<string> keys = [];
        faults.Gather("requirements", () => keys = standards.DemandKeys(report.Requirements));
        foreach (var signal in report.Signals)
            if (!await db.Knows<Signal>(signal, stop)) faults.Add(Finding.Error("signals", "not-found", Refusal.Missing("signal", signal).Message));
        if (report.AwareSince > db.Now) faults.Add(Finding.Error("awareSince", "incident-fact-time", "Nobody can have come to know of it in the future. Give a moment that has come."));
        // West of UTC it can still be the day before; and a day no form could read is told as that.
        else if (report.AwareSince is { } aware && report.Unread.All(fault => fault.Place != "date") && DateOnly.FromDateTime(aware.UtcDateTime).AddDays(1) < report.Description.Date)
            faults.Add(Finding.Error("awareSince", "incident-fact-time", $"Nobody can have come to know of it before {report.Description.Date:yyyy-MM-dd}, the day it happened. Correct one of the two: periods of law begin here."));
        faults.DemandNone();
        var incident = new Incident(await work.Reference<Incident>(report.Reference, "INC", stop), unit, report.Description, keys, actor.PersonId, db.Now);
        db.Add(incident);
        db.Add(incident.Establish(AwareFact, report.AwareSince ?? db.Now, "", actor.PersonId, db.Now));
        var origin = report.Signals.Count > 0 ? $", opened from {string.Join(", ", report.Signals)}" : "";
        work.Note("incident.recorded", incident.Ref, $"{incident.Kind} of {incident.Date:yyyy-MM-dd}{(incident.SystemRef.Length > 0 ? $" at {incident.SystemRef}" : "")}{origin}");
        foreach (var signal in report.Signals) db.Add(new Link(signal, Relation.Incident, incident.Ref, "opened from this signal", db.Now));
        return incident;
    }

    public const string AwareFact = "aware";

    /// <summary>Years an incident may lie back.</summary>
    private const int LongestBack = 50;

    public Task<Incident> Describe(string reference, int expectedVersion, IncidentDescription description, Actor actor, CancellationToken stop, params IReadOnlyList<Finding> unread) =>
        Act(reference, expectedVersion, actor, Handling, async (incident, _, work) =>
        {
            var before = incident.SystemRef;
            incident.Describe(description, Faults(description, await SystemOf(description, stop), unread));
            if (incident.SystemRef != before) await grave.Reach(work, incident, stop);
            work.Note("incident.described", incident.Ref, $"{incident.Kind} of {incident.Date:yyyy-MM-dd}{(incident.SystemRef.Length > 0 ? $" at {incident.SystemRef}" : "")}");
        }, stop);

    public Task<Incident> Triage(string reference, int expectedVersion, IncidentSeverity? severity, string text, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Handling, async (incident, by, work) =>
        {
            var before = incident.Severity;
            db.Add(incident.Triage(by, severity, text, db.Now));
            if (before is null || incident.Severity > before) await grave.Reach(work, incident, stop);
            work.Note("incident.triaged", incident.Ref, Words.Of(incident.Severity!.Value));
        }, stop);

    public Task<Incident> Contain(string reference, int expectedVersion, string text, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Handling, (incident, by, work) =>
        {
            db.Add(incident.Contain(by, text, db.Now));
            work.Note("incident.contained", incident.Ref, "it does no more harm");
        }, stop);

    public Task<Incident> Analyse(string reference, int expectedVersion, IReadOnlyList<string> whys, string cause, string text, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Handling, (incident, by, work) =>
        {
            var faults = new List<Finding>();
            faults.Gather("cause", () => library.DemandCause(cause));
            db.Add(incident.Analyse(by, whys, cause, text, db.Now, faults));
            work.Note("incident.analysed", incident.Ref, $"root cause: {library.DemandCause(cause).Title}");
        }, stop);

    public Task<Incident> Decide(string reference, int expectedVersion, DecisionKind? kind, string decided, string reason, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Handling, async (incident, by, work) =>
        {
            var target = decided.Trim();
            var faults = new List<Finding>();
            var relation = kind is { } named and not DecisionKind.None && target.Length > 0 ? await Known(incident, named, target, faults, stop) : null;
            db.Add(incident.Decide(by, kind, target, reason, db.Now, faults));
            if (relation is not null) db.Add(new Link(incident.Ref, relation, target, "decided from it", db.Now));
            if (relation == Relation.Risk) await reassessment.AskOf(work, target, incident, stop);
            work.Note("incident.decided", incident.Ref, relation is null ? "nothing follows" : $"{relation} {target}");
        }, stop);

    public Task<Incident> Reject(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Closing, async (incident, by, work) =>
        {
            db.Add(incident.Reject(by, reason, await OpenClocks(incident, stop), db.Now));
            work.Note("incident.rejected", incident.Ref, "it is no incident");
        }, stop);

    public Task<Incident> Close(string reference, int expectedVersion, string text, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Closing, async (incident, by, work) =>
        {
            db.Add(incident.Close(by, text, await OpenClocks(incident, stop), db.Now));
            work.Note("incident.closed", incident.Ref, "closed by somebody who did not work on it");
        }, stop);

    public Task<Incident> Reopen(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, Handling, (incident, by, work) =>
        {
            db.Add(incident.Reopen(by, reason, db.Now));
            work.Note("incident.reopened", incident.Ref, $"it is {Words.Of(incident.State)} again");
        }, stop);

    private async Task<IReadOnlyList<string>> OpenClocks(Incident incident, CancellationToken stop) =>
        [.. IncidentClocks.Of(library, incident, await db.SystemOf(incident, stop)).Where(clock => clock.MetAt is null).Select(clock => clock.Rule.Id)];

    /// <summary>Everything wrong with what is said of an incident, with what a form could not read.</summary>
    private List<Finding> Faults(IncidentDescription said, AiSystem? system, IReadOnlyList<Finding> unread)
    {
        List<Finding> faults = [.. unread, .. said.Faults()];
        faults.Gather("kind", () => library.DemandKind(said.Kind));
        faults.Gather("place", () => library.DemandPlace(said.Place));
        // East of UTC it can be tomorrow already.
        if (said.Date > db.Today.AddDays(1)) faults.Add(Finding.Error("date", "incident-date", $"{said.Date:yyyy-MM-dd} has not come yet. Give the day it happened."));
        if (said.Date < db.Today.AddYears(-LongestBack) && unread.All(fault => fault.Place != "date")) faults.Add(Finding.Error("date", "incident-date", $"{said.Date:yyyy-MM-dd} lies more than {LongestBack} years back. Is the year mistyped?"));
        if (said.SystemRef.Length > 0 && system is null) faults.Add(Finding.Error("system", "not-found", Refusal.Missing("system", said.SystemRef).Message));
        return faults;
    }

    private async Task<AiSystem?> SystemOf(IncidentDescription said, CancellationToken stop) => said.SystemRef.Length == 0 ? null
        : db.Held<AiSystem>().FirstOrDefault(system => system.Ref == said.SystemRef) ?? await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(system => system.Ref == said.SystemRef, stop);

    private async Task<string> Known(Incident incident, DecisionKind kind, string reference, List<Finding> faults, CancellationToken stop)
    {
        var (known, relation) = kind switch
        {
            DecisionKind.Risk => (await db.Knows<Risk>(reference, stop), Relation.Risk),
            DecisionKind.Control => (await db.Knows<AppliedControl>(reference, stop), Relation.Control),
            _ => (await db.Knows<Monitoring.Monitor>(reference, stop) || await db.Knows<Monitoring.MetricSeries>(reference, stop), Relation.Monitor),
        };
        if (!known) faults.Add(Finding.Error("reference", "not-found", Refusal.Missing(Words.Of(kind), reference).Message));
        if (known && relation == Relation.Monitor && incident.SystemRef.Length > 0 && await WatchedBy(reference, stop) is { } watched && watched != incident.SystemRef)
            faults.Add(Finding.Error("reference", "incident-decision", $"{reference} watches {watched}, and {incident.Ref} is about {incident.SystemRef}. Name a monitor of {incident.SystemRef}, or correct the system of the incident."));
        return relation;
    }

    /// <summary>The system of a monitor or of a series, whoever may see that system.</summary>
    private Task<string?> WatchedBy(string reference, CancellationToken stop) => db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking()
        .Where(system => db.Set<Monitoring.Monitor>().Any(monitor => monitor.Ref == reference && monitor.SystemId == system.Id) || db.Set<Monitoring.MetricSeries>().Any(series => series.Ref == reference && series.SystemId == system.Id))
        .Select(system => (string?)system.Ref).FirstOrDefaultAsync(stop);

    private static PersonId Handling(Actor actor, OrganisationUnitId unit) => actor.DemandPerson(Permission.HandleIncidents, unit);

    private static PersonId Closing(Actor actor, OrganisationUnitId unit) => actor.DemandDuty(Permission.CloseIncidents, unit);

    private Task<Incident> Act(string reference, int expectedVersion, Actor actor, Func<Actor, OrganisationUnitId, PersonId> demand, Action<Incident, PersonId, Work> act, CancellationToken stop) =>
        Act(reference, expectedVersion, actor, demand, (incident, by, work) =>
        {
            act(incident, by, work);
            return Task.CompletedTask;
        }, stop);

    private async Task<Incident> Act(string reference, int expectedVersion, Actor actor, Func<Actor, OrganisationUnitId, PersonId> demand, Func<Incident, PersonId, Work, Task> act, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var incident = await db.IncidentFile(reference, stop);
        var by = demand(actor, incident.UnitId);
        Refusal.IfStale(incident, expectedVersion);
        await act(incident, by, work);
        await work.Commit(stop);
        return incident;
    }
}
