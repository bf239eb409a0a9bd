using System.ComponentModel;
using Concord.Foundation;
using Concord.Incidents;
using Concord.Incidents.Clocks;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Incidents, near misses and concerns of people with a name; legal clocks; the communication log.</summary>
internal static class IncidentsApi
{
    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapGet("", ListIncidents).Permit(Permission.ViewRegister).WithSummary("Incidents, near misses and concerns");
        incidents.MapGet("/clocks", ListClocks).Permit(Permission.ViewRegister).WithSummary("Legal clocks of open incidents that nobody has met, the next end first");
        incidents.MapGet("/{reference}", GetIncident).Permit(Permission.ViewRegister).WithSummary("One incident with its clocks and everything in its file");
        incidents.MapGet("/{reference}/notification", GetNotification).Permit(Permission.ViewRegister).WithSummary("The draft of a notification that a clock asks for");
        incidents.MapPost("", Report).Permit(Permission.ReportIncidents).Creates().WithSummary("Report what went wrong, nearly went wrong, or is worrying");
        incidents.MapPost("/{reference}/describe", Describe).Permit(Permission.HandleIncidents).WithSummary("Correct what the report says");
        incidents.MapPost("/{reference}/triage", Triage).Permit(Permission.HandleIncidents).WithSummary("Say how grave it is");
        incidents.MapPost("/{reference}/contain", Contain).Permit(Permission.HandleIncidents).WithSummary("Say what was done so that it does no more harm");
        incidents.MapPost("/{reference}/analyse", Analyse).Permit(Permission.HandleIncidents).WithSummary("Say why it happened, and why that was so, down to the root");
        incidents.MapPost("/{reference}/decide", Decide).Permit(Permission.HandleIncidents).WithSummary("Decide what follows: a risk, a control, a monitor, or nothing");
        incidents.MapPost("/{reference}/reject", Reject).Permit(Permission.CloseIncidents).WithSummary("It is no incident; not by whoever reported it");
        incidents.MapPost("/{reference}/close", Close).Permit(Permission.CloseIncidents).WithSummary("Close it; not by those who worked on it");
        incidents.MapPost("/{reference}/reopen", Reopen).Permit(Permission.HandleIncidents).WithSummary("Open it again");
        incidents.MapPost("/{reference}/facts", Establish).Permit(Permission.HandleIncidents).WithSummary("Record a fact; facts start legal clocks");
        incidents.MapPost("/{reference}/facts/{fact}/withdraw", Withdraw).Permit(Permission.HandleIncidents).WithSummary("It was no fact; not by whoever recorded it");
        incidents.MapPost("/{reference}/messages", Tell).Permit(Permission.HandleIncidents).WithSummary("Enter who was told what; with a clock it is met");
        incidents.MapPost("/{reference}/links", Connect).Permit(Permission.HandleIncidents).WithSummary("Connect it with another record");
    }

    private static async Task<Ok<PageOf<IncidentLine>>> ListIncidents([AsParameters] ListParameters list, IncidentViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<Ok<IReadOnlyList<RunningClock>>> ListClocks(IncidentViews views, CancellationToken stop) =>
        TypedResults.Ok<IReadOnlyList<RunningClock>>([.. (await views.Running(stop)).Select(pair => new RunningClock(pair.Incident.Ref, pair.Incident.Title, pair.Clock))]);

    private static async Task<OneRecord<IncidentDetail>> GetIncident(string reference, IncidentViews views, CurrentActor current, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop, current.Actor.PersonId);
        return Answer.One(detail, detail.Line.Version);
    }

    private static async Task<Ok<NotificationDraft>> GetNotification(string reference, [Description("Id of the clock, for example AIA-15.")] string clock, IncidentViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Draft(reference, clock, stop));

    private static async Task<CreatedRecord<IncidentDetail>> Report(
        NewIncident body, IncidentRegister register, IncidentViews views, ClockLibrary library, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        var unit = await addresses.Unit(body.Unit, current.Actor, Permission.ReportIncidents, stop);
        var incident = await register.Report(new(unit, Said(body.Date, body.Kind, body.System, body.Title, body.Summary, body.Affected, body.Place, library), body.Requirements ?? [], body.Signals ?? [], body.AwareSince), current.Actor, stop);
        return Answer.Created(await views.Detail(incident.Ref, stop), incident.Version, $"/incidents/{incident.Ref}");
    }

    private static Task<OneRecord<IncidentDetail>> Describe(
        string reference, IncidentWords body, SeenVersion seen, IncidentRegister register, IncidentViews views, ClockLibrary library, CurrentActor current, CancellationToken stop) =>
        Done(register.Describe(reference, seen.Number, Said(body.Date, body.Kind, body.System, body.Title, body.Summary, body.Affected, body.Place, library), current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Triage(string reference, IncidentTriage body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Triage(reference, seen.Number, body.Severity, body.Text, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Contain(string reference, IncidentText body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Contain(reference, seen.Number, body.Text, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Analyse(string reference, IncidentAnalysis body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Analyse(reference, seen.Number, body.Whys, body.Cause, body.Text, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Decide(string reference, IncidentChoice body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Decide(reference, seen.Number, body.Kind, body.Reference ?? "", body.Reason, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Reject(string reference, IncidentText body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Reject(reference, seen.Number, body.Text, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Close(string reference, IncidentText body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Close(reference, seen.Number, body.Text, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Reopen(string reference, IncidentText body, SeenVersion seen, IncidentRegister register, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Reopen(reference, seen.Number, body.Text, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Establish(string reference, NewFact body, SeenVersion seen, IncidentFile file, IncidentViews views, CurrentActor current, TimeProvider clock, CancellationToken stop) =>
        Done(file.Establish(reference, seen.Number, body.Fact, body.Since ?? clock.GetUtcNow(), body.Note ?? "", current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Withdraw(string reference, string fact, FactWithdrawal body, SeenVersion seen, IncidentFile file, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(file.Withdraw(reference, seen.Number, fact, body.Reason, current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Tell(string reference, NewMessage body, SeenVersion seen, IncidentFile file, IncidentViews views, CurrentActor current, TimeProvider clock, CancellationToken stop) =>
        Done(file.Tell(reference, seen.Number, new(body.At ?? clock.GetUtcNow(), body.To, body.Channel, body.Text, body.Clock ?? ""), current.Actor, stop), views, current, stop);

    private static Task<OneRecord<IncidentDetail>> Connect(string reference, NewConnection body, SeenVersion seen, IncidentFile file, IncidentViews views, CurrentActor current, CancellationToken stop) =>
        Done(file.Connect(reference, seen.Number, body.Reference, body.Note ?? "", current.Actor, stop), views, current, stop);

    private static async Task<OneRecord<IncidentDetail>> Done(Task<Incident> act, IncidentViews views, CurrentActor current, CancellationToken stop) => await GetIncident((await act).Ref, views, current, stop);

    private static IncidentDescription Said(DateOnly date, string kind, string? system, string title, string summary, int? affected, string? place, ClockLibrary library) =>
        new(date, kind, system?.Trim() ?? "", title, summary, affected, place ?? library.DefaultPlace.Id);
}

internal sealed record RunningClock(string Incident, string Title, ClockLine Clock);

internal sealed record NewIncident(
    [property: Description("The day it happened, as 2026-12-31.")] DateOnly Date,
    [property: Description("incident, drift_detected, fairness_alert, near_miss or concern.")] string Kind,
    [property: Description("What happened, in a few words.")] string Title,
    [property: Description("What happened, in sentences.")] string Summary,
    [property: Description("Reference of the AI system; without, none is named.")] string? System = null,
    [property: Description("How many people it reached; null while nobody knows.")] int? Affected = null,
    [property: Description("When the organisation came to know of it; without, now.")] DateTimeOffset? AwareSince = null,
    [property: Description("Whose calendar and time zone count, for example DE; without, the default.")] string? Place = null,
    [property: Description("Keys of requirements it touches.")] IReadOnlyList<string>? Requirements = null,
    [property: Description("References of signals it is opened from.")] IReadOnlyList<string>? Signals = null,
    [property: Description("Reference of the part of the organisation, where no system is named.")] string? Unit = null);

internal sealed record IncidentWords(
    [property: Description("The day it happened, as 2026-12-31.")] DateOnly Date,
    [property: Description("incident, drift_detected, fairness_alert, near_miss or concern.")] string Kind,
    [property: Description("What happened, in a few words.")] string Title,
    [property: Description("What happened, in sentences.")] string Summary,
    [property: Description("Reference of the AI system; without, none is named.")] string? System = null,
    [property: Description("How many people it reached; null while nobody knows.")] int? Affected = null,
    [property: Description("Whose calendar and time zone count, for example DE; without, the default.")] string? Place = null);

internal sealed record IncidentText([property: Description("What was done, or why.")] string Text);

internal sealed record IncidentTriage([property: Description("How grave it is.")] IncidentSeverity Severity, [property: Description("Why it is that grave.")] string Text);

internal sealed record IncidentAnalysis(
    [property: Description("Why it happened, why that was so, and so on: usually five answers.")] IReadOnlyList<string> Whys,
    [property: Description("Category of the root cause, for example monitoring.")] string Cause,
    [property: Description("The root cause in a sentence.")] string Text);

internal sealed record IncidentChoice(
    [property: Description("What follows.")] DecisionKind Kind,
    [property: Description("Why it follows, or why nothing does.")] string Reason,
    [property: Description("Reference of the risk, control or monitor; none where nothing follows.")] string? Reference = null);

internal sealed record NewFact(
    [property: Description("Key of the fact, for example death.")] string Fact,
    [property: Description("From when the organisation knew it; without, now.")] DateTimeOffset? Since = null,
    [property: Description("What it rests on.")] string? Note = null);

internal sealed record FactWithdrawal([property: Description("Why it is no fact.")] string Reason);

internal sealed record NewMessage(
    [property: Description("Who was told.")] string To,
    [property: Description("What was told.")] string Text,
    [property: Description("How.")] MessageChannel Channel = MessageChannel.Other,
    [property: Description("When; without, now.")] DateTimeOffset? At = null,
    [property: Description("Id of the clock it meets.")] string? Clock = null);

internal sealed record NewConnection([property: Description("Reference of the other record.")] string Reference, [property: Description("Why they belong together.")] string? Note = null);
