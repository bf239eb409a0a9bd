using Concord.Actions;
using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Incidents.Clocks;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop;
using Concord.Risks;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents;

/// <summary>What is entered into the file of an incident while it is worked on: facts, who was told what, records it belongs with.</summary>
internal sealed class IncidentFile(ConcordDb db, ClockLibrary library, RiskReassessment reassessment, GraveIncidents grave)
{
    public Task<Incident> Establish(string reference, int expectedVersion, string fact, DateTimeOffset since, string note, Actor actor, CancellationToken stop, params IReadOnlyList<Finding> unread) =>
        Enter(reference, expectedVersion, actor, async (incident, by, work) =>
        {
            var faults = unread.ToList();
            faults.Gather("fact", () => library.DemandFact(fact));
            db.Add(incident.Establish(fact, since, note, by, db.Now, faults));
            work.Note("incident.fact", incident.Ref, $"{fact} since {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
            if (grave.IsSerious(fact)) await grave.Reach(work, incident, stop);
        }, stop);

    public Task<Incident> Withdraw(string reference, int expectedVersion, string fact, string reason, Actor actor, CancellationToken stop) =>
        Enter(reference, expectedVersion, actor, (incident, _, work) =>
        {
            incident.Withdraw(fact, actor.DemandDuty(Permission.HandleIncidents, incident.UnitId), reason, db.Now);
            work.Note("incident.fact-withdrawn", incident.Ref, fact);
            return Task.CompletedTask;
        }, stop);

    /// <summary>An entry of the communication log. One that names a clock meets it.</summary>
    public Task<Incident> Tell(string reference, int expectedVersion, MessageEntry entry, Actor actor, CancellationToken stop, params IReadOnlyList<Finding> unread) =>
        Enter(reference, expectedVersion, actor, async (incident, by, work) =>
        {
            var faults = unread.ToList();
            var system = await db.SystemOf(incident, stop);
            if (entry.Clock.Length > 0)
            {
                faults.Gather("clock", () =>
                {
                    var clock = library.DemandRule(entry.Clock);
                    var started = IncidentClocks.Of(library, incident, system).FirstOrDefault(one => one.Rule.Id == clock.Id)
                        ?? throw new RuleViolation("INCIDENT-CLOCK", $"No fact on record has started {clock.Id}. Record the fact, or leave the clock empty.");
                    if (!LegalClock.CanBeMet(started.Place, started.Start, entry.At))
                        throw new RuleViolation("INCIDENT-CLOCK-BEFORE", $"{clock.Id} began on {started.Start.UtcDateTime:yyyy-MM-dd HH:mm} UTC; a message from a day before that does not meet it. Correct its moment or the moment of the fact, or leave the clock empty.");
                });
            }
            db.Add(incident.Tell(entry, by, db.Now, faults));
            work.Note("incident.told", incident.Ref, $"{entry.To} by {Words.Of(entry.Channel)}{(entry.Clock.Length > 0 ? $", as {entry.Clock} asks" : "")}");
        }, stop);

    /// <summary>It belongs with another record: a risk, a control, a nonconformity, a signal, a model, a monitor, an action, a document or a system.</summary>
    public Task<Incident> Connect(string reference, int expectedVersion, string other, string note, Actor actor, CancellationToken stop) =>
        Enter(reference, expectedVersion, actor, async (incident, _, work) =>
        {
            var target = other.Trim();
            var relation = await RelationOf(target, stop) ?? throw Refusal.Missing("record", target);
            var link = relation == Relation.Incident ? new Link(target, relation, incident.Ref, note.Trim(), db.Now) : new Link(incident.Ref, relation, target, note.Trim(), db.Now);
            if (await db.Set<Link>().AnyAsync(known => known.From == link.From && known.To == link.To && known.Relation == relation, stop))
                throw new RuleViolation("INCIDENT-LINKED", $"{incident.Ref} and {target} are connected already.");
            db.Add(link);
            incident.Connected();
            if (relation == Relation.Risk) await reassessment.AskOf(work, target, incident, stop);
            work.Note("incident.linked", incident.Ref, $"{relation} {target}");
        }, stop);

    private async Task<string?> RelationOf(string reference, CancellationToken stop) =>
        await db.Knows<Risk>(reference, stop) ? Relation.Risk
        : await db.Knows<AppliedControl>(reference, stop) ? Relation.Control
        : await db.Knows<Nonconformity>(reference, stop) ? Relation.Nonconformity
        : await db.Knows<Signal>(reference, stop) ? Relation.Incident
        : await db.Knows<Model>(reference, stop) ? Relation.Model
        : await db.Knows<Monitoring.Monitor>(reference, stop) || await db.Knows<Monitoring.MetricSeries>(reference, stop) ? Relation.Monitor
        : await db.Knows<PlannedAction>(reference, stop) ? Relation.Action
        : await db.Knows<Document>(reference, stop) ? Relation.Document
        : await db.Knows<AiSystem>(reference, stop) ? Relation.System
        : null;

    private async Task<Incident> Enter(string reference, int expectedVersion, Actor actor, Func<Incident, PersonId, Work, Task> enter, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var incident = await db.IncidentFile(reference, stop);
        var by = actor.DemandPerson(Permission.HandleIncidents, incident.UnitId);
        Refusal.IfStale(incident, expectedVersion);
        await enter(incident, by, work);
        await work.Commit(stop);
        return incident;
    }
}

internal static class IncidentReading
{
    /// <summary>Whoever assessed the risk before the report did not know of what happened. Its title stays with those who see the incident: others may read the risk.</summary>
    public static async Task AskOf(this RiskReassessment reassessment, Work work, string riskRef, Incident incident, CancellationToken stop)
    {
        var risk = await work.Db.RiskToChange(riskRef, stop);
        if (!(risk.AssessedAt >= incident.ReportedAt)) await reassessment.Ask(work, risk, $"{incident.Ref} was reported", incident.Ref, stop);
    }

    /// <summary>With everything in its file.</summary>
    public static async Task<Incident> IncidentFile(this ConcordDb db, string reference, CancellationToken stop) =>
        await db.Set<Incident>().Include(incident => incident.Steps).Include(incident => incident.Facts).Include(incident => incident.Decisions).Include(incident => incident.Messages)
            .AsSplitQuery().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("incident", reference);

    /// <summary>The system it names; null where it names none. Clocks of law depend on it whoever may see it.</summary>
    public static Task<AiSystem?> SystemOf(this ConcordDb db, Incident incident, CancellationToken stop) =>
        db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(system => system.Ref == incident.SystemRef, stop);
}
