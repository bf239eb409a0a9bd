using Concord.Foundation;
using Concord.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concord.Web.Shell;

/// <summary>
/// The one place where a failure becomes an answer: a refusal is 422 with its code, imperfect input 422 with all findings, a bug 500 with a
/// reference that also stands in the log. Routes under <c>/api</c> get problem+json, pages get a page.
/// </summary>
internal sealed partial class Failures(ILogger<Failures> log) : IExceptionHandler
{
    private const string RetryAfterSeconds = "5";

    public const string ReferenceKey = "concord.reference";
    public const string RefusalKey = "concord.refusal";

    /// <summary>Asked after a failure too, when the path is already that of the error page.</summary>
    public static bool IsApi(HttpContext context) =>
        new PathString(PathOf(context)).StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static int StatusOf(Exception exception) => exception switch
    {
        RuleViolation { Code: Refusal.AccessDenied or Refusal.LocalNoDuty } => StatusCodes.Status403Forbidden,
        RuleViolation { Code: Refusal.NotFound } => StatusCodes.Status404NotFound,
        RuleViolation { Code: Refusal.Stale } => StatusCodes.Status412PreconditionFailed,
        RuleViolation { Code: Refusal.VersionRequired } => StatusCodes.Status428PreconditionRequired,
        RuleViolation { Code: Refusal.InboxFull or Refusal.InboxUnavailable } => StatusCodes.Status503ServiceUnavailable,
        RuleViolation or FindingsException => StatusCodes.Status422UnprocessableEntity,
        BadHttpRequestException bad => bad.StatusCode,
        _ => StatusCodes.Status500InternalServerError,
    };

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        var problem = Describe(context, exception);
        context.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = RetryAfterSeconds;
        if (!IsApi(context))
        {
            // Not handled here: the pipeline runs the error page, which finds what to say in the items.
            if (exception is RuleViolation or FindingsException)
                context.Items[RefusalKey] = problem.Detail;
            return false;
        }

        await Results.Problem(problem).ExecuteAsync(context);
        return true;
    }

    private static string PathOf(HttpContext context) => context.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? context.Request.Path;

    private ProblemDetails Describe(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case RuleViolation refusal:
                return Problem(StatusOf(exception), refusal.Code, refusal.Message);
            case FindingsException imperfect:
                var problem = Problem(StatusCodes.Status422UnprocessableEntity, "FINDINGS", imperfect.Message);
                problem.Extensions["findings"] = imperfect.Findings;
                return problem;
            case BadHttpRequestException bad:
                return UnreadableRequest.Describe(context, bad);
            default:
                var reference = Reference(context);
                Failed(exception, context.Request.Method, PathOf(context), reference);
                var bug = Problem(StatusCodes.Status500InternalServerError, "UNEXPECTED", $"Something went wrong. Quote {reference} when you report it.");
                bug.Extensions["reference"] = reference;
                return bug;
        }
    }

    private static ProblemDetails Problem(int status, string code, string detail) =>
        new() { Status = status, Title = code, Detail = detail, Extensions = { ["code"] = code } };

    private static string Reference(HttpContext context)
    {
        var reference = context.TraceIdentifier;
        context.Items[ReferenceKey] = reference;
        return reference;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed, reference {Reference}")]
    private partial void Failed(Exception exception, string method, string path, string reference);
}

internal static class FailurePages
{
    public static void AddFailures(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = context => WithCode(context.HttpContext, context.ProblemDetails));
        services.AddExceptionHandler<Failures>();
    }

    public static void UseFailures(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            // The page that failed has used up the scope of its request.
            CreateScopeForErrors = true,
            // Failures has logged it already, with the reference the person sees.
            SuppressDiagnosticsCallback = _ => true,
            AllowStatusCode404Response = true,
            StatusCodeSelector = Failures.StatusOf,
        });
        app.UseWhen(context => !Failures.IsApi(context), pages =>
        {
            pages.UseStatusCodePagesWithReExecute("/error", createScopeForStatusCodePages: true);
            pages.UseLostForms();
        });
        app.UseWhen(Failures.IsApi, api => api.UseStatusCodePages());
    }

    /// <summary>Answers that no exception stands behind: routing and authorization set only a status.</summary>
    private static void WithCode(HttpContext context, ProblemDetails problem)
    {
        if (problem.Extensions.ContainsKey("code")) return;
        var (code, detail) = problem.Status switch
        {
            StatusCodes.Status401Unauthorized => ("NOT-SIGNED-IN", "Send a key that works: Authorization: Bearer KEY. Keys are made on the person's page."),
            StatusCodes.Status403Forbidden => (Refusal.AccessDenied, "None of your roles allows this. Ask an administrator for one."),
            StatusCodes.Status404NotFound => (Refusal.NotFound, "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("METHOD", "This address does not take this method."),
            StatusCodes.Status413PayloadTooLarge => ("TOO-LARGE", TooLarge.Sentence(context)),
            StatusCodes.Status415UnsupportedMediaType => ("MEDIA-TYPE", "This address takes application/json."),
            _ => ("REQUEST", problem.Detail ?? UnreadableRequest.Parameters(context)),
        };
        (problem.Title, problem.Detail) = (code, detail);
        problem.Extensions["code"] = code;
    }
}
