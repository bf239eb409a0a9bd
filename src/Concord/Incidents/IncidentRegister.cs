using Concord.Foundation;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Incidents;

/// <param name="Kind">near_miss, drift_detected, fairness_alert, concern, …</param>
/// <param name="Affected">How many people it reached; 0 for a near miss.</param>
/// <param name="Signals">The signals it was opened from; linked, not told twice.</param>
/// <param name="Reference">The organisation's own reference; null: the next free one.</param>
internal sealed record IncidentReport(
    OrganisationUnitId Unit, DateOnly Date, string Kind, string SystemRef, string Title, string Summary, int Affected,
    IReadOnlyList<string> Requirements, IReadOnlyList<string> Signals, string? Reference = null);

/// <summary>Records what went wrong, nearly went wrong, or worries somebody.</summary>
internal sealed class IncidentRegister(ConcordDb db, StandardsLibrary standards)
{
    public async Task<Incident> Record(IncidentReport report, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var incident = await Record(work, report, stop);
        await work.Commit(stop);
        return incident;
    }

    public async Task<Incident> Record(Work work, IncidentReport report, CancellationToken stop)
    {
        work.Actor.Demand(Permission.WorkSignals, report.Unit);
        if (!await db.Knows<AiSystem>(report.SystemRef, stop)) throw Refusal.Missing("system", report.SystemRef);
        var incident = new Incident(await work.Reference<Incident>(report.Reference, "INC", stop), report.Unit, report.Date, report.Kind, report.SystemRef,
            report.Title, report.Summary, report.Affected, standards.DemandKeys(report.Requirements));
        db.Add(incident);
        var origin = report.Signals.Count > 0 ? $", opened from {string.Join(", ", report.Signals)}" : "";
        work.Note("incident.recorded", incident.Ref, $"{incident.Kind} of {incident.Date:yyyy-MM-dd} at {incident.SystemRef}{origin}");
        foreach (var signal in report.Signals)
        {
            if (!await db.Knows<Signal>(signal, stop)) throw Refusal.Missing("signal", signal);
            db.Add(new Link(signal, Relation.Incident, incident.Ref, "opened from this signal", db.Now));
        }
        return incident;
    }
}
