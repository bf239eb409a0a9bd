using Concord.Foundation;
using Concord.Incidents;
using Concord.Incidents.Concerns;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Cli.Demo;

/// <param name="What">What the act needs beside its text: a severity, a cause, <c>monitor:SYS-02</c>, <c>meeting:the committee</c>.</param>
internal sealed record GfcIncidentStep(string IncidentId, DateOnly Date, string? ById, string Act, string What, string Text, IReadOnlyList<string> Whys);

/// <summary>The bank's people work on its incidents, as the file tells.</summary>
internal sealed class GfcIncidents(ConcordDb db, Actors actors, IncidentRegister register, IncidentFile file, ConcernChannel channel, ConcernRegister concerns)
{
    /// <exception cref="FindingsException">Every fault with file, row and column.</exception>
    public static IReadOnlyList<GfcIncidentStep> Steps()
    {
        var faults = new List<Finding>();
        List<GfcIncidentStep> steps = [.. LibraryTable.Read(GfcReader.DefaultFolder, "incident_steps.csv", ["incident_id", "date", "by_id", "act", "what", "text", "whys"], [], faults).Rows.Select(row => new GfcIncidentStep(
            row.Text("incident_id"), row.Date("date") ?? default, row.Optional("by_id"), row.Text("act"), row.Optional("what") ?? "", row.Text("text"), row.List("whys")))];
        return faults.Count == 0 ? steps : throw new FindingsException(faults);
    }

    /// <param name="unit">Where no system is named.</param>
    public async Task Report(GfcIncident incident, GfcOrganisation gfc, OrganisationUnitId unit, IReadOnlyList<string> signals, CancellationToken stop)
    {
        var by = await Actor(incident.ReportedBy, gfc, stop);
        var description = new IncidentDescription(incident.Date, incident.Kind, incident.SystemId, incident.Title, incident.Summary, incident.Affected, "EU");
        var reported = await register.Report(new(unit, description, incident.RequirementKeys, signals, new(incident.Date.ToDateTime(new TimeOnly(8, 0)), TimeSpan.Zero), incident.Id), by, stop);
        if (incident.DocumentId is not { } document) return;
        var manager = await Actor(gfc.People.First(person => person.Roles.Contains(Role.AimsManager)).Id, gfc, stop);
        await file.Connect(reported.Ref, reported.Version, document, "the report of that time", manager, stop);
    }

    public async Task Play(GfcIncidentStep step, GfcOrganisation gfc, StoryClock clock, CancellationToken stop)
    {
        if (step.Act == "concern")
        {
            await channel.Send(step.Text, step.What, stop);
            return;
        }
        var by = await Actor(step.ById!, gfc, stop);
        if (step.Act == "take-up")
        {
            await TakeUp(step, by, stop);
            return;
        }
        var version = await db.Set<Incident>().AsNoTracking().Where(incident => incident.Ref == step.IncidentId).Select(incident => incident.Version).SingleAsync(stop);
        var (kind, rest) = step.What.Split(':', 2) is [var first, var second] ? (first, second) : (step.What, "");
        await (step.Act switch
        {
            "triage" => register.Triage(step.IncidentId, version, Enum.Parse<IncidentSeverity>(step.What, ignoreCase: true), step.Text, by, stop),
            "contain" => register.Contain(step.IncidentId, version, step.Text, by, stop),
            "analyse" => register.Analyse(step.IncidentId, version, step.Whys, step.What, step.Text, by, stop),
            "decide" => register.Decide(step.IncidentId, version, Enum.Parse<DecisionKind>(kind, ignoreCase: true), kind == "monitor" ? await MonitorOf(rest, stop) : rest, step.Text, by, stop),
            "fact" => file.Establish(step.IncidentId, version, step.What, clock.GetUtcNow(), step.Text, by, stop),
            "tell" => file.Tell(step.IncidentId, version, new(clock.GetUtcNow(), rest, Enum.Parse<MessageChannel>(kind, ignoreCase: true), step.Text, ""), by, stop),
            "close" => register.Close(step.IncidentId, version, step.Text, by, stop),
            var other => throw new InvalidOperationException($"incident_steps.csv: nobody knows how to {other}."),
        });
    }

    private async Task TakeUp(GfcIncidentStep step, Actor by, CancellationToken stop)
    {
        await concerns.TakeIn(by, stop);
        var reference = await db.Set<Concern>().AsNoTracking().Where(concern => concern.State == ConcernState.Open).Select(concern => concern.Ref).SingleAsync(stop);
        var taken = await concerns.TakeUp(reference, 0, step.IncidentId, by, stop);
        await concerns.Answer(reference, taken.Version, step.Text, by, stop);
    }

    /// <summary>As if signed in on a page: closing is a duty.</summary>
    private async Task<Actor> Actor(string id, GfcOrganisation gfc, CancellationToken stop) =>
        await actors.OnLocalConsole(gfc.People.Single(person => person.Id == id).Email, stop) with { Via = Via.Page };

    private Task<string> MonitorOf(string system, CancellationToken stop) =>
        (from monitor in db.Set<Concord.Monitoring.Monitor>()
         join model in db.Set<Model>() on monitor.ModelId equals model.Id
         join known in db.Set<AiSystem>() on model.SystemId equals known.Id
         where known.Ref == system
         select monitor.Ref).SingleAsync(stop);
}
