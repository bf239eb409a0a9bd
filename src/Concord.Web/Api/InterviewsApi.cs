using System.ComponentModel;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Web.Access;
using Concord.Web.Pages.Gaps.Interviews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The interviews of a gap analysis.</summary>
internal static class InterviewsApi
{
    public static void MapInterviews(this IEndpointRouteBuilder api)
    {
        var interviews = api.MapGroup("/gaps/{gap}/interviews").WithTags("Interviews");
        interviews.MapGet("", ListInterviews).Permit(Permission.ViewRegister).WithSummary("Interviews of a gap analysis; those signed off count in its result");
        interviews.MapGet("/{reference}", GetInterview).Permit(Permission.ViewRegister).WithSummary("One interview with every question; answers that are not signed off only for those who run gap analyses");
        interviews.MapPost("", Hold).Permit(Permission.AnalyseGaps).Creates().WithSummary("Begin an interview with the questions of a role");
        interviews.MapPost("/{reference}/answers", NoteAnswers).Permit(Permission.AnalyseGaps).WithSummary("Note answers, each from the version of it that was seen; all or none");
        interviews.MapPost("/{reference}/send", Send).Permit(Permission.AnalyseGaps).WithSummary("Have it signed off; the link for the interviewee is shown now and never again");
        interviews.MapPost("/{reference}/link", NewLink).Permit(Permission.AnalyseGaps).WithSummary("Make a new link for the interviewee; the one before no longer works");
        interviews.MapPost("/{reference}/take-back", TakeBack).Permit(Permission.AnalyseGaps).WithSummary("Take it back to change it");
        interviews.MapPost("/{reference}/sign", Sign).Permit(Permission.ViewRegister).WithSummary("Sign off one's own interview");
        interviews.MapPost("/{reference}/object", SendBack).Permit(Permission.ViewRegister).WithSummary("Send one's own interview back to the interviewer");
    }

    private static async Task<Ok<PageOf<InterviewLine>>> ListInterviews(string gap, [AsParameters] ListParameters list, InterviewViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(gap, list.Request, stop));

    private static async Task<OneRecord<InterviewDetail>> GetInterview(string gap, string reference, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        var interview = await views.Detail(gap, reference, current.Actor, stop);
        return Answer.One(interview, interview.Line.Version);
    }

    private static async Task<CreatedRecord<InterviewDetail>> Hold(
        string gap, NewInterview body, InterviewRegister register, InterviewViews views, AddressBook addresses, CurrentActor current, CancellationToken stop)
    {
        PersonId? interviewee = string.IsNullOrWhiteSpace(body.Interviewee) ? null : await addresses.Person(body.Interviewee, current.Actor, stop);
        PersonId? interviewer = string.IsNullOrWhiteSpace(body.Interviewer) ? null : await addresses.Person(body.Interviewer, current.Actor, stop);
        var interview = await register.Hold(gap, new(body.Role ?? "", new(interviewee, body.Name ?? "", body.Email ?? ""), interviewer, body.HeldOn), current.Actor, stop);
        return Answer.Created(await views.Detail(gap, interview.Ref, current.Actor, stop), interview.Version, $"/gaps/{gap}/interviews/{interview.Ref}");
    }

    private static async Task<OneRecord<InterviewDetail>> NoteAnswers(
        string gap, string reference, NotedAnswers body, InterviewRegister register, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        await views.Detail(gap, reference, current.Actor, stop);
        await register.Answer(reference, [.. (body.Answers ?? []).Select(answer => new NotedAnswer(answer.Question, answer.Rating, answer.Text ?? "", answer.Version))], current.Actor, stop);
        return await GetInterview(gap, reference, views, current, stop);
    }

    private static async Task<Ok<LinkToSign>> Send(
        string gap, string reference, SeenVersion seen, HttpRequest request, InterviewRegister register, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        await views.Detail(gap, reference, current.Actor, stop);
        return LinkToSign.Of(request, await register.SendForSignOff(reference, seen.Number, current.Actor, stop));
    }

    private static async Task<Ok<LinkToSign>> NewLink(
        string gap, string reference, SeenVersion seen, HttpRequest request, InterviewRegister register, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        await views.Detail(gap, reference, current.Actor, stop);
        return LinkToSign.Of(request, await register.NewLink(reference, seen.Number, current.Actor, stop));
    }

    private static async Task<OneRecord<InterviewDetail>> TakeBack(
        string gap, string reference, SeenVersion seen, InterviewRegister register, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        await views.Detail(gap, reference, current.Actor, stop);
        await register.TakeBack(reference, seen.Number, current.Actor, stop);
        return await GetInterview(gap, reference, views, current, stop);
    }

    private static async Task<OneRecord<InterviewDetail>> Sign(
        string gap, string reference, InterviewRemarks body, SeenVersion seen, InterviewRegister register, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        await views.Detail(gap, reference, current.Actor, stop);
        await register.Sign(reference, new(seen.Number, body.Remarks ?? new Dictionary<string, string>(StringComparer.Ordinal)), current.Actor, stop);
        return await GetInterview(gap, reference, views, current, stop);
    }

    private static async Task<OneRecord<InterviewDetail>> SendBack(
        string gap, string reference, InterviewObjection body, SeenVersion seen, InterviewRegister register, InterviewViews views, CurrentActor current, CancellationToken stop)
    {
        await views.Detail(gap, reference, current.Actor, stop);
        await register.Object(reference, body.Reason ?? "", new(seen.Number, body.Remarks ?? new Dictionary<string, string>(StringComparer.Ordinal)), current.Actor, stop);
        return await GetInterview(gap, reference, views, current, stop);
    }
}

internal sealed record NewInterview
{
    [Description("Whose questions are asked: legal, data_science, business, security, hr, top_management.")]
    public string? Role { get; init; }

    [Description("Who is interviewed, a person of the record: reference or e-mail address.")]
    public string? Interviewee { get; init; }

    [Description("Name of somebody who is not in the record; instead of interviewee.")]
    public string? Name { get; init; }

    [Description("Address of somebody who is not in the record.")]
    public string? Email { get; init; }

    [Description("Who interviews: reference or e-mail address; you unless told.")]
    public string? Interviewer { get; init; }

    [Description("The day, as 2026-10-14; today unless told.")]
    public DateOnly? HeldOn { get; init; }
}

internal sealed record NotedAnswers
{
    public IReadOnlyList<NewAnswer>? Answers { get; init; }
}

/// <param name="Version">Of the answer as it was read; 0 of a question nothing was noted to.</param>
internal sealed record NewAnswer(string Question, AnswerRating Rating, string? Text = null, int Version = 0);

internal sealed record InterviewRemarks
{
    [Description("A remark to an answer, by the id of its question.")]
    public IReadOnlyDictionary<string, string>? Remarks { get; init; }
}

internal sealed record InterviewObjection
{
    [Description("What is not right.")]
    public string? Reason { get; init; }

    [Description("A remark to an answer, by the id of its question.")]
    public IReadOnlyDictionary<string, string>? Remarks { get; init; }
}

/// <param name="Link">Where the interviewee reads and signs, without signing in. Shown once.</param>
internal sealed record LinkToSign(string Interview, string Link, DateTimeOffset Expires)
{
    public static Ok<LinkToSign> Of(HttpRequest request, SentInterview sent) =>
        TypedResults.Ok(new LinkToSign(sent.Ref, SignOffLink.Address($"{request.Scheme}://{request.Host}", sent.LinkSecret), sent.LinkExpires));
}
