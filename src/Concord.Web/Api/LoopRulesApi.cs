using System.ComponentModel;
using Concord.Foundation;
using Concord.Loop.Rules;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>What follows on a signal, as rules that one AIMS manager writes and another approves.</summary>
internal static class LoopRulesApi
{
    public static void MapLoopRules(this IEndpointRouteBuilder api)
    {
        var rules = api.MapGroup("/loop-rules").WithTags("Signals");
        rules.MapGet("", GetInForce).Permit(Permission.ViewRegister).WithSummary("The rules in force: what follows on a signal");
        rules.MapGet("/revisions", ListRevisions).Permit(Permission.ViewRegister).WithSummary("Revisions of the organisation's own, the newest first");
        rules.MapPost("", Draft).Permit(Permission.ChangeLoopRules).Creates().WithSummary("Write a draft; at most one is open at a time");
        rules.MapGet("/{reference}", GetRevision).Permit(Permission.ViewRegister).WithSummary("One revision: its rules, what it switches off, its text");
        rules.MapPost("/{reference}/edit", Edit).Permit(Permission.ChangeLoopRules).WithSummary("Change a draft");
        rules.MapPost("/{reference}/rules", Put).Permit(Permission.ChangeLoopRules).WithSummary("Add one rule to a draft, or put it in the place of another");
        rules.MapPost("/{reference}/rules/{rule}/remove", Remove).Permit(Permission.ChangeLoopRules).WithSummary("Remove one rule from a draft");
        rules.MapPost("/{reference}/approve", Approve).Permit(Permission.ChangeLoopRules).WithSummary("Approve a draft; not by those who wrote it");
        rules.MapPost("/{reference}/withdraw", Withdraw).Permit(Permission.ChangeLoopRules).WithSummary("Withdraw a draft");
        rules.MapGet("/{reference}/preview", Preview).Permit(Permission.ViewRegister).IsHeavy().WithSummary("What would have followed on the signals of the last twelve months: the differences");
        api.MapGet("/systems/{reference}/consequences", OfSystem).Permit(Permission.ViewRegister).WithTags("Signals").WithSummary("What followed on the signals of a system, the newest first");
    }

    private static async Task<Ok<LoopRulesDetail>> GetInForce(LoopRuleViews views, CancellationToken stop) => TypedResults.Ok(await views.InForce(stop));

    private static async Task<Ok<PageOf<LoopRulesLine>>> ListRevisions([AsParameters] ListParameters list, LoopRuleViews views, CancellationToken stop) => TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<LoopRulesDetail>> GetRevision(string reference, LoopRuleViews views, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        return Answer.One(detail, detail.Line.Version);
    }

    private static async Task<CreatedRecord<LoopRulesDetail>> Draft(NewLoopRules body, LoopRuleRegister register, LoopRuleViews views, CurrentActor current, CancellationToken stop)
    {
        var revision = await register.Draft(body.Text, body.Reason ?? "", current.Actor, stop);
        return Answer.Created(await views.Detail(revision.Ref, stop), revision.Version, $"/loop-rules/{revision.Ref}");
    }

    private static Task<OneRecord<LoopRulesDetail>> Edit(string reference, NewLoopRules body, SeenVersion seen, LoopRuleRegister register, LoopRuleViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Edit(reference, seen.Number, body.Text, body.Reason ?? "", current.Actor, stop), views, stop);

    private static Task<OneRecord<LoopRulesDetail>> Put(string reference, PutLoopRule body, SeenVersion seen, LoopRuleRegister register, LoopRuleViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Put(reference, seen.Number, body.Instead ?? "", body.Fields, current.Actor, stop), views, stop);

    private static Task<OneRecord<LoopRulesDetail>> Remove(string reference, string rule, SeenVersion seen, LoopRuleRegister register, LoopRuleViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Remove(reference, seen.Number, rule, current.Actor, stop), views, stop);

    private static Task<OneRecord<LoopRulesDetail>> Approve(string reference, SeenVersion seen, LoopRuleRegister register, LoopRuleViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Approve(reference, seen.Number, current.Actor, stop), views, stop);

    private static Task<OneRecord<LoopRulesDetail>> Withdraw(string reference, SeenVersion seen, LoopRuleRegister register, LoopRuleViews views, CurrentActor current, CancellationToken stop) =>
        Done(register.Withdraw(reference, seen.Number, current.Actor, stop), views, stop);

    private static async Task<Ok<RulePreviewPage>> Preview(string reference, [AsParameters] ListParameters list, LoopRulePreview preview, CancellationToken stop) =>
        TypedResults.Ok(await preview.Of(reference, list.Request, stop));

    private static async Task<Ok<PageOf<ConsequenceLine>>> OfSystem(string reference, [AsParameters] ListParameters list, ConsequenceViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.OfSystem(reference, list.Request, stop));

    private static async Task<OneRecord<LoopRulesDetail>> Done(Task<LoopRuleRevision> act, LoopRuleViews views, CancellationToken stop) => await GetRevision((await act).Ref, views, stop);
}

/// <summary>Rules as a file.</summary>
internal sealed record NewLoopRules([property: Description("The rules, YAML, as standards/loop/rules.yaml is written.")] string Text, [property: Description("Why they should change.")] string? Reason = null);

/// <summary>One rule. What is left out is left open.</summary>
internal sealed record PutLoopRule(
    string Id, string? Title = null, IReadOnlyList<string>? Kind = null, IReadOnlyList<string>? Severity = null, IReadOnlyList<string>? Tier = null, IReadOnlyList<string>? Metric = null, IReadOnlyList<string>? Source = null, int? Windows = null,
    [property: Description("Keys of consequences that follow.")] IReadOnlyList<string>? Then = null,
    [property: Description("Keys of consequences that do not follow, whatever other rules say.")] IReadOnlyList<string>? Without = null, int? Days = null,
    [property: Description("Name of the rule it takes the place of; it is added unless told.")] string? Instead = null)
{
    internal RuleFields Fields => new(Id, Title ?? "", Kind ?? [], Severity ?? [], Tier ?? [], Metric ?? [], Source ?? [], Text(Windows), Then ?? [], Without ?? [], Text(Days));

    private static string Text(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
}
