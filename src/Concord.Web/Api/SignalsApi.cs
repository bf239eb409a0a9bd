using System.ComponentModel;
using Concord.Foundation;
using Concord.Loop;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Signals: limits that are broken, and what followed.</summary>
internal static class SignalsApi
{
    public static void MapSignals(this IEndpointRouteBuilder api)
    {
        var signals = api.MapGroup("/signals").WithTags("Signals");
        signals.MapGet("", ListSignals).Permit(Permission.ViewRegister).WithSummary("Signals");
        signals.MapGet("/{reference}", GetSignal).Permit(Permission.ViewRegister).WithSummary("One signal with its consequences and its timeline");
        signals.MapPost("/{reference}/acknowledge", Acknowledge).Permit(Permission.WorkSignals).WithSummary("Take note of a signal");
        signals.MapPost("/{reference}/close", Close).Permit(Permission.CloseSignals).WithSummary("Close a signal; not by those who did the fixing");
    }

    private static async Task<Ok<PageOf<SignalRow>>> ListSignals([AsParameters] ListParameters list, SignalViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<SignalDetail>> GetSignal(string reference, SignalViews views, CancellationToken stop)
    {
        var signal = await views.Detail(reference, stop);
        return Answer.One(signal, signal.Signal.Version);
    }

    private static async Task<OneRecord<SignalDetail>> Acknowledge(string reference, SeenVersion seen, SignalRegister register, SignalViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Acknowledge(reference, seen.Number, current.Actor, stop);
        return await GetSignal(reference, views, stop);
    }

    private static async Task<OneRecord<SignalDetail>> Close(
        string reference, Closing body, SeenVersion seen, SignalRegister register, SignalViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Close(reference, seen.Number, body.Reason, body.Text, current.Actor, stop);
        return await GetSignal(reference, views, stop);
    }
}

/// <summary>Why a signal is closed. The words are those of the command line.</summary>
internal sealed record Closing(CloseReason Reason, [property: Description("What the closing rests on.")] string Text);
