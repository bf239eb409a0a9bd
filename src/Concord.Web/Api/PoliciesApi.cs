using System.ComponentModel;
using Concord.Foundation;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Monitoring policies: the limits verdicts rest on, as revisions that one person writes and another approves.</summary>
internal static class PoliciesApi
{
    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags("Monitoring");
        policies.MapGet("", ListPolicies).Permit(Permission.ViewRegister).WithSummary("Revisions of the monitoring policy, of the organisation and of AI systems");
        policies.MapPost("", Draft).Permit(Permission.EditMonitoring).Creates().WithSummary("Write a draft; at most one is open at a time");
        policies.MapGet("/{reference}", GetPolicy).Permit(Permission.ViewRegister).WithSummary("One revision with all its values");
        policies.MapGet("/{reference}/text", Export).Permit(Permission.ViewRegister).WithSummary("The policy file of a revision, which can be proposed again unchanged");
        policies.MapPost("/{reference}/edit", Edit).Permit(Permission.EditMonitoring).WithSummary("Change a draft");
        policies.MapPost("/{reference}/propose", Propose).Permit(Permission.EditMonitoring).WithSummary("Propose a draft to whoever approves it");
        policies.MapPost("/{reference}/approve", Approve).Permit(Permission.EditMonitoring).WithSummary("Approve a proposed revision; not by those who wrote it");
        policies.MapPost("/{reference}/withdraw", Withdraw).Permit(Permission.EditMonitoring).WithSummary("Withdraw a revision that is not in force yet");
        policies.MapGet("/{reference}/difference", Difference).Permit(Permission.ViewRegister).WithSummary("What a revision says differently from the one it follows, or from another");
        policies.MapGet("/{reference}/preview", Preview).Permit(Permission.ViewRegister).IsHeavy().WithSummary("What a revision would change in the stored history, monitor by monitor");
        policies.MapGet("/{reference}/preview/{monitor}", PreviewMonitor).Permit(Permission.ViewRegister).IsHeavy().WithSummary("Every verdict and signal of one monitor that a revision would change");
    }

    private static async Task<Ok<PageOf<PolicyLine>>> ListPolicies([AsParameters] ListParameters list, PolicyViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<CreatedRecord<PolicyAnswer>> Draft(NewPolicy body, PolicyRegister register, PolicyViews views, CurrentActor current, CancellationToken stop)
    {
        var revision = await register.Draft(body.System ?? "", body.Text, body.Reason ?? "", body.ValidFrom, current.Actor, stop);
        return Answer.Created(PolicyAnswer.Of(await views.Detail(revision.Ref, stop)), revision.Version, $"/policies/{revision.Ref}");
    }

    private static async Task<OneRecord<PolicyAnswer>> GetPolicy(string reference, PolicyViews views, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        return Answer.One(PolicyAnswer.Of(detail), detail.Line.Version);
    }

    private static async Task<ContentHttpResult> Export(string reference, PolicyViews views, CancellationToken stop) =>
        TypedResults.Text((await views.One(reference, stop)).Text, "application/yaml", System.Text.Encoding.UTF8);

    private static async Task<OneRecord<PolicyAnswer>> Edit(string reference, EditedPolicy body, SeenVersion seen, PolicyRegister register, PolicyViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Edit(reference, seen.Number, body.Text, body.Reason, body.ValidFrom, current.Actor, stop);
        return await GetPolicy(reference, views, stop);
    }

    private static async Task<OneRecord<PolicyAnswer>> Propose(string reference, SeenVersion seen, PolicyRegister register, PolicyViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Propose(reference, seen.Number, current.Actor, stop);
        return await GetPolicy(reference, views, stop);
    }

    private static async Task<OneRecord<PolicyAnswer>> Approve(string reference, SeenVersion seen, PolicyRegister register, PolicyViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Approve(reference, seen.Number, current.Actor, stop);
        return await GetPolicy(reference, views, stop);
    }

    private static async Task<OneRecord<PolicyAnswer>> Withdraw(string reference, SeenVersion seen, PolicyRegister register, PolicyViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Withdraw(reference, seen.Number, current.Actor, stop);
        return await GetPolicy(reference, views, stop);
    }

    private static async Task<Ok<IReadOnlyList<ChangedValue>>> Difference(
        string reference, [Description("The other revision; the one it follows unless told.")] string? from, PolicyViews views, CancellationToken stop)
    {
        var before = from ?? (await views.Detail(reference, stop)).Follows ?? reference;
        IReadOnlyList<ChangedValue> changed = [.. (await views.Difference(before, reference, stop)).Select(difference => new ChangedValue(difference.Path, PolicyText.Title(difference.Path), difference.Before, difference.After))];
        return TypedResults.Ok(changed);
    }

    private static async Task<Ok<PageOf<ForecastLine>>> Preview(string reference, [Description("1 for the first page of monitors.")] int? page, PolicyPreview preview, CancellationToken stop)
    {
        var forecasts = await preview.Of(reference, Math.Max(1, page ?? 1), stop);
        return TypedResults.Ok(new PageOf<ForecastLine>([.. forecasts.Items.Select(ForecastLine.Of)], forecasts.Total, forecasts.Page, forecasts.Size));
    }

    private static async Task<Ok<MonitorForecast>> PreviewMonitor(string reference, string monitor, PolicyPreview preview, CancellationToken stop) =>
        TypedResults.Ok(await preview.Of(reference, monitor, stop));
}

/// <summary>A draft.</summary>
internal sealed record NewPolicy
{
    [Description("The policy file, YAML; for one AI system only what differs from the organisation's.")]
    public required string Text { get; init; }

    [Description("Reference of the AI system it is for; the whole organisation unless told.")]
    public string? System { get; init; }

    [Description("Why the policy should change.")]
    public string? Reason { get; init; }

    [Description("The first day it holds; from approval unless told.")]
    public DateOnly? ValidFrom { get; init; }
}

/// <summary>A draft as it should be.</summary>
internal sealed record EditedPolicy(string Text, string Reason, DateOnly? ValidFrom = null);

/// <summary>A revision as it leaves: its values by their place in the file.</summary>
internal sealed record PolicyAnswer(PolicyLine Line, string? Follows, IReadOnlyDictionary<string, string> Values, string Text)
{
    public static PolicyAnswer Of(PolicyDetail detail) => new(detail.Line, detail.Follows,
        detail.Values.Where(value => value.Value is not null).ToDictionary(value => value.Path, value => value.Value!, StringComparer.Ordinal), detail.Text);
}

internal sealed record ChangedValue(string Path, string Title, string? Before, string? After);

/// <summary>What a revision would change of one monitor, counted.</summary>
internal sealed record ForecastLine(
    string MonitorRef, string SystemRef, string ModelRef, string VersionLabel, int Windows, int MustBeMeasured, int WindowsChanged, int VerdictsChanged, int Raised, int ProposedForClosing, int HeldOpen, int ChangedInSeverity, string? Impossible)
{
    public static ForecastLine Of(MonitorForecast forecast) => new(
        forecast.MonitorRef, forecast.SystemRef, forecast.ModelRef, forecast.VersionLabel, forecast.Windows, forecast.MustBeMeasured.Count, forecast.WindowsChanged, forecast.Changes.Count,
        forecast.Raised.Count, forecast.ProposedForClosing.Count, forecast.HeldOpen.Count, forecast.ChangedInSeverity.Count, forecast.Impossible);
}
