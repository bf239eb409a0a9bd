using System.Globalization;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Web.Access;
using Concord.Web.Api;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Pages.Gaps.Interviews;

/// <summary>Where the page of an interview saves one answer while it is typed. With the session and the token of the page, like a form; routes for programs take a key.</summary>
internal static class InterviewSaving
{
    /// <param name="Code">Null when it is saved; else why not, and what stands there instead where somebody else changed it.</param>
    private sealed record Saved(int Version, string Rating, string Text, string By, string? Code = null, string? Message = null);

    public static void MapInterviewSaving(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(CurrentActor))) return;
        routes.MapPost("/gaps/{analysis}/interviews/{interview}/answers/{question}", Save).Permit(Permission.AnalyseGaps)
            .WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
    }

    private static async Task Save(HttpContext context, string analysis, string interview, string question)
    {
        if (LostForms.HasExpired(context))
        {
            await Write(context, StatusCodes.Status400BadRequest, new(0, "", "", "", "FORM-EXPIRED", "This page was opened too long ago. Copy what you typed and load the page again."));
            return;
        }
        var (register, views, current) = (Service<InterviewRegister>(context), Service<InterviewViews>(context), Service<CurrentActor>(context));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            if (TypedInterview.Answer(form, question) is { } noted) await register.Answer(interview, [noted], current.Actor, context.RequestAborted);
            await Write(context, StatusCodes.Status200OK, await Now());
        }
        catch (RuleViolation refusal) when (refusal.Code == Refusal.Stale)
        {
            await Write(context, StatusCodes.Status412PreconditionFailed, (await Now()) with { Code = refusal.Code, Message = refusal.Message });
        }
        catch (RuleViolation refusal)
        {
            await Write(context, Failures.StatusOf(refusal), new(0, "", "", "", refusal.Code, refusal.Message));
        }

        async Task<Saved> Now()
        {
            var answer = (await views.Detail(analysis, interview, current.Actor, context.RequestAborted)).Answers.FirstOrDefault(one => one.Question == question)
                ?? throw Refusal.Missing("question of the interview", question);
            return new(answer.Version, answer.Rating is { } rating ? Words.Key(rating) : "", answer.Text, answer.NotedBy?.Name ?? "somebody");
        }
    }

    private static T Service<T>(HttpContext context) where T : notnull => context.RequestServices.GetRequiredService<T>();

    private static Task Write(HttpContext context, int status, Saved saved)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.ETag = status == StatusCodes.Status200OK ? string.Create(CultureInfo.InvariantCulture, $"\"{saved.Version}\"") : default;
        return context.Response.WriteAsJsonAsync(saved, ApiJson.Options, context.RequestAborted);
    }
}
