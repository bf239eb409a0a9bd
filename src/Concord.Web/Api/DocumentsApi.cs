using System.ComponentModel;
using Concord.Documents;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Documents under control: revisions that some write and others approve.</summary>
internal static class DocumentsApi
{
    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        var documents = api.MapGroup("/documents").WithTags("Documents");
        documents.MapGet("", ListDocuments).Permit(Permission.ViewRegister).WithSummary("Documents with their state and when their review is due");
        documents.MapPost("", Register).Permit(Permission.EditDocuments).Creates().WithSummary("A new document with an empty first draft");
        documents.MapGet("/{reference}", GetDocument).Permit(Permission.ViewRegister).WithSummary("One document with all its revisions, approvals and reviews");
        documents.MapPost("/{reference}/describe", Describe).Permit(Permission.EditDocuments).WithSummary("Change title, owner, cadence or retention");
        documents.MapPost("/{reference}/confirm", Confirm).Permit(Permission.EditDocuments).WithSummary("Reviewed and still valid: the time to the next review begins anew; not by those who wrote it");
        documents.MapGet("/{reference}/difference", Difference).Permit(Permission.ViewRegister).IsHeavy().WithSummary("What one revision says differently from another, and which requirements it answers differently");
        documents.MapGet("/{reference}/acknowledgements", Acknowledgements).Permit(Permission.ViewRegister).WithSummary("Who is asked to acknowledge the published revision, who has and who has not");
        documents.MapPost("/{reference}/revisions", Start).Permit(Permission.EditDocuments).Creates().WithSummary("Start a draft from the revision in force; one is worked on at a time");
        documents.MapGet("/{reference}/revisions/{number}", GetRevision).Permit(Permission.ViewRegister).WithSummary("One revision with its text");
        documents.MapPost("/{reference}/revisions/{number}/save", Save).Permit(Permission.EditDocuments).WithSummary("Keep the draft: text or place, what changed, requirements it answers");
        documents.MapPost("/{reference}/revisions/{number}/file", Attach).Permit(Permission.EditDocuments).WithMetadata(new DocumentFileBody()).IsHeavy().WithSummary("Keep a file as the draft; the body is the file");
        documents.MapGet("/{reference}/revisions/{number}/file", Download).Permit(Permission.ViewRegister).WithSummary("The file of a revision, to be saved");
        documents.MapPost("/{reference}/revisions/{number}/send", Send).Permit(Permission.EditDocuments).WithSummary("Send a draft to the people who are to approve it");
        documents.MapPost("/{reference}/revisions/{number}/take-back", TakeBack).Permit(Permission.EditDocuments).WithSummary("Take a revision back from review");
        documents.MapPost("/{reference}/revisions/{number}/approve", Approve).Permit(Permission.AnswerDocuments).WithSummary("Approve a revision one is named for and wrote no part of");
        documents.MapPost("/{reference}/revisions/{number}/reject", Reject).Permit(Permission.AnswerDocuments).WithSummary("Send a revision back with the reason");
        documents.MapPost("/{reference}/revisions/{number}/publish", Publish).Permit(Permission.EditDocuments).WithSummary("Publish an approved revision in place of the one before");
        documents.MapPost("/{reference}/revisions/{number}/withdraw", Withdraw).Permit(Permission.EditDocuments).WithSummary("Withdraw a draft or a published revision");
        documents.MapPost("/{reference}/revisions/{number}/acknowledge", Acknowledge).Permit(Permission.AnswerDocuments).WithSummary("Say that one has read a published revision; once");
    }

    private static async Task<Ok<PageOf<DocumentLine>>> ListDocuments([AsParameters] ListParameters list, DocumentViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<CreatedRecord<DocumentDetail>> Register(DocumentBody body, DocumentRegister register, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        var document = await register.Register(body.AsNew(), current.Actor, stop);
        return Answer.Created(await views.Detail(document.Ref, stop), document.Version, $"/documents/{document.Ref}");
    }

    private static async Task<OneRecord<DocumentDetail>> GetDocument(string reference, DocumentViews views, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        return Answer.One(detail, detail.Line.Version);
    }

    private static async Task<OneRecord<DocumentDetail>> Describe(string reference, DocumentBody body, SeenVersion seen, DocumentRegister register, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Describe(reference, seen.Number, body.AsNew(), current.Actor, stop);
        return await GetDocument(reference, views, stop);
    }

    private static async Task<OneRecord<DocumentDetail>> Confirm(string reference, ReasonBody body, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.Confirm(reference, seen.Number, body.Reason ?? "", current.Actor, stop);
        return await GetDocument(reference, views, stop);
    }

    private static async Task<Ok<DocumentComparison>> Difference(
        string reference, [Description("The number of a revision; without, the one before.")] int? from, [Description("The number of a revision; without, the newest.")] int? to, DocumentComparing comparing, CancellationToken stop) =>
        TypedResults.Ok(await comparing.Of(reference, from, to, stop));

    private static async Task<Ok<AcknowledgementState>> Acknowledgements(string reference, DocumentViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Acknowledgements(reference, stop) ?? throw new RuleViolation("DOCUMENT-NOT-ASKED", $"The published revision of {reference} asks nobody to acknowledge it, or there is none."));

    private static async Task<CreatedRecord<RevisionAnswer>> Start(string reference, SeenVersion seen, DocumentRegister register, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        var revision = await register.StartRevision(reference, seen.Number, current.Actor, stop);
        return Answer.Created(await Revision(reference, revision.Number, views, stop), revision.Version, $"/documents/{reference}/revisions/{revision.Number}");
    }

    private static async Task<OneRecord<RevisionAnswer>> GetRevision(string reference, int number, DocumentViews views, CancellationToken stop)
    {
        var answer = await Revision(reference, number, views, stop);
        return Answer.One(answer, answer.Revision.Version);
    }

    private static async Task<OneRecord<RevisionAnswer>> Save(string reference, int number, DraftBody body, SeenVersion seen, DocumentRegister register, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Save(reference, number, seen.Number, new(body.Text, body.Note ?? "", body.Requirements ?? [], body.Sections ?? [], body.Location), current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<OneRecord<RevisionAnswer>> Attach(
        string reference, int number, [Description("What the file is called.")] string? name, SeenVersion seen, HttpContext context, DataLocation data, DocumentRegister register, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        using var staging = StagingFolder.Create(data, "document");
        var path = Path.Combine(staging.FullName, "body");
        await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true)) await context.Request.Body.CopyToAsync(file, stop);
        await register.AttachFile(reference, number, seen.Number, path, name ?? "document", context.Request.ContentType, current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<FileStreamHttpResult> Download(string reference, int number, DocumentViews views, DocumentFiles files, CancellationToken stop) => await HandOut(reference, number, views, files, stop);

    private static async Task<OneRecord<RevisionAnswer>> Send(string reference, int number, SendBody body, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.SendToReview(reference, number, seen.Number, body.Approvers ?? [], current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<OneRecord<RevisionAnswer>> TakeBack(string reference, int number, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.TakeBack(reference, number, seen.Number, current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<OneRecord<RevisionAnswer>> Approve(string reference, int number, ReasonBody body, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.Approve(reference, number, seen.Number, body.Reason ?? "", current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<OneRecord<RevisionAnswer>> Reject(string reference, int number, ReasonBody body, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.Reject(reference, number, seen.Number, body.Reason ?? "", current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<OneRecord<RevisionAnswer>> Publish(string reference, int number, PublishBody body, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.Publish(reference, number, seen.Number, body.AskRoles ?? [], body.AskUnits ?? [], current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<OneRecord<RevisionAnswer>> Withdraw(string reference, int number, ReasonBody body, SeenVersion seen, DocumentDecisions decisions, DocumentViews views, CurrentActor current, CancellationToken stop)
    {
        await decisions.Withdraw(reference, number, seen.Number, body.Reason ?? "", current.Actor, stop);
        return await GetRevision(reference, number, views, stop);
    }

    private static async Task<NoContent> Acknowledge(string reference, int number, DocumentDecisions decisions, CurrentActor current, CancellationToken stop)
    {
        await decisions.Acknowledge(reference, number, current.Actor, stop);
        return TypedResults.NoContent();
    }

    /// <summary>To be saved, never shown: what others wrote must not run where the record is read.</summary>
    internal static async Task<FileStreamHttpResult> HandOut(string reference, int number, DocumentViews views, DocumentFiles files, CancellationToken stop)
    {
        var revision = await views.File(reference, number, stop);
        return TypedResults.File(files.Open(revision), "application/octet-stream", revision.FileName);
    }

    private static async Task<RevisionAnswer> Revision(string reference, int number, DocumentViews views, CancellationToken stop)
    {
        var revision = (await views.Detail(reference, stop)).Revisions.FirstOrDefault(known => known.Number == number) ?? throw Refusal.Missing("revision", $"{reference}:{number}");
        var text = await views.Text(revision, stop);
        return new(revision, revision.Content == DocumentContent.Text ? text.Text : null, text.IsIntact);
    }
}

/// <summary>The body of the request is a file of any kind.</summary>
internal sealed class DocumentFileBody : IRequestSizeLimitMetadata
{
    public long? MaxRequestBodySize => DocumentFiles.MostBytes;
}

/// <param name="IsIntact">Whether the text is the one the revision was kept with.</param>
internal sealed record RevisionAnswer(RevisionLine Revision, string? Text, bool IsIntact);

internal sealed record DocumentBody(
    [property: Description("What it is called.")] string Title,
    [property: Description("policy, procedure, standard, plan, register, record, …")] string Kind,
    [property: Description("Reference of the person who sees to its review.")] string? Owner = null,
    [property: Description("How often it is reviewed; without, never.")] int? ReviewEveryMonths = null,
    [property: Description("fromApproval or afterForce; without, revisions are kept for good.")] RetentionRule? Retention = null,
    [property: Description("Months of retention.")] int? RetentionMonths = null,
    [property: Description("Reference of the unit it belongs to; without, the whole organisation. It cannot be changed later.")] string? Unit = null,
    [property: Description("The organisation's own reference; without, the next free one. It cannot be changed later.")] string? Reference = null)
{
    public NewDocument AsNew() => new(Title, Kind, Owner, ReviewEveryMonths, Retention, RetentionMonths, Unit, Reference);
}

internal sealed record DraftBody(
    [property: Description("Markdown; without, the content stays as it is.")] string? Text = null,
    [property: Description("What changed since the revision before.")] string? Note = null,
    [property: Description("Keys of the requirements the document answers as a whole.")] IReadOnlyList<string>? Requirements = null,
    [property: Description("Sections, by heading, and the requirements each answers.")] IReadOnlyList<SectionMapping>? Sections = null,
    [property: Description("Where the document is kept instead of here.")] string? Location = null);

internal sealed record SendBody([property: Description("References of the people who are to approve it.")] IReadOnlyList<string>? Approvers = null);

internal sealed record ReasonBody([property: Description("The reason, or a remark.")] string? Reason = null);

internal sealed record PublishBody(
    [property: Description("Whoever holds one of these roles is asked to acknowledge it.")] IReadOnlyList<Role>? AskRoles = null,
    [property: Description("References of units whose people are asked.")] IReadOnlyList<string>? AskUnits = null);
