using System.ComponentModel;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Loop;
using Concord.Organisation;
using Concord.Reports;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>What AI systems do to people: written part by part, approved by somebody else, and what follows.</summary>
internal static class ImpactsApi
{
    public static void MapImpacts(this IEndpointRouteBuilder api)
    {
        var systems = api.MapGroup("/systems").WithTags("Impact assessments");
        systems.MapGet("/{reference}/impacts", OfSystem).Permit(Permission.ViewRegister).WithSummary("Impact assessments of an AI system, the newest first");
        systems.MapPost("/{reference}/impacts", Begin).Permit(Permission.EditImpacts).Creates().WithSummary("Begin an assessment, or the next revision with the text of the one before");

        var impacts = api.MapGroup("/impacts").WithTags("Impact assessments");
        impacts.MapGet("", List).Permit(Permission.ViewRegister).WithSummary("Impact assessments");
        impacts.MapGet("/wanted", Wanted).Permit(Permission.ViewRegister).WithSummary("Systems that need an assessment in force and have none");
        impacts.MapGet("/stale", Stale).Permit(Permission.ViewRegister).WithSummary("Assessments in force that no longer fit, with every reason");
        impacts.MapGet("/{reference}", Get).Permit(Permission.ViewRegister).WithSummary("One assessment: sections, benefits and harms with their scores, gaps, items of the fundamental rights impact assessment");
        impacts.MapPost("/{reference}/screening", Screen).Permit(Permission.EditImpacts).WithSummary("Answer the screening of a draft: yes, no, or unknown and why");
        impacts.MapPost("/{reference}/sections/{section}", WriteSection).Permit(Permission.EditImpacts).WithSummary("Write the texts of a section of a draft");
        impacts.MapPost("/{reference}/groups", PutGroup).Permit(Permission.EditImpacts).WithSummary("Enter an affected group, or change the one with that number");
        impacts.MapPost("/{reference}/effects", PutEffect).Permit(Permission.EditImpacts).WithSummary("Enter a benefit or a harm, or change the one with that number");
        impacts.MapPost("/{reference}/consultations", PutConsultation).Permit(Permission.EditImpacts).WithSummary("Enter who was asked and what they said, or change the row with that number");
        impacts.MapPost("/{reference}/measures", PutMeasure).Permit(Permission.EditImpacts).WithSummary("Enter a measure, or change the one with that number");
        impacts.MapPost("/{reference}/remove", Remove).Permit(Permission.EditImpacts).WithSummary("Take a row of a draft away");
        impacts.MapPost("/{reference}/conclude", Conclude).Permit(Permission.EditImpacts).WithSummary("Write the conclusion of a draft");
        impacts.MapPost("/{reference}/submit", Submit).Permit(Permission.EditImpacts).WithSummary("Submit a complete draft; its text is frozen. Everything that is missing is listed at once");
        impacts.MapPost("/{reference}/return", Return).Permit(Permission.ApproveImpacts).WithSummary("Give it back to those who wrote it");
        impacts.MapPost("/{reference}/approve", Approve).Permit(Permission.ApproveImpacts).WithSummary("Approve it; not by those who wrote a part of it");
        impacts.MapPost("/{reference}/withdraw", Withdraw).Permit(Permission.EditImpacts).WithSummary("Withdraw a draft or what is in review");
        impacts.MapPost("/{reference}/notified", Notified).Permit(Permission.EditImpacts).WithSummary("Enter that the authority was told");
        impacts.MapPost("/{reference}/harms/{harm}/risk", Decide).Permit(Permission.EditRisks).WithSummary("Decide a grave harm: open it as a risk, say which risk it is, or why it is none");
        impacts.MapGet("/{reference}/report", Report).Permit(Permission.ViewRegister).WithSummary("The assessment as HTML, Word document or workbook");
        impacts.MapGet("/{reference}/notification", Notification).Permit(Permission.ViewRegister).WithSummary("The notification of the fundamental rights impact assessment as HTML, Word document or workbook");
    }

    /// <summary>The same files for people who are signed in on a page.</summary>
    public static void MapImpactFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/impacts/{reference}/report", Report).Permit(Permission.ViewRegister).ExcludeFromDescription();
        routes.MapGet("/impacts/{reference}/notification", Notification).Permit(Permission.ViewRegister).ExcludeFromDescription();
    }

    private static async Task<Ok<PageOf<ImpactLine>>> List([AsParameters] ListParameters list, ImpactViews views, CancellationToken stop) => TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<Ok<IReadOnlyList<ImpactLine>>> OfSystem(string reference, ImpactViews views, CancellationToken stop) => TypedResults.Ok(await views.OfSystem(reference, stop));

    private static async Task<Ok<IReadOnlyList<ImpactWanted>>> Wanted(ImpactViews views, CancellationToken stop) => TypedResults.Ok(await views.Wanted(stop));

    private static async Task<Ok<IReadOnlyList<ImpactLine>>> Stale(ImpactViews views, CancellationToken stop) => TypedResults.Ok(await views.Stale(stop));

    private static async Task<CreatedRecord<ImpactDetail>> Begin(string reference, ImpactRegister register, ImpactFile file, CurrentActor current, CancellationToken stop)
    {
        var begun = await register.Begin(reference, current.Actor, stop);
        return Answer.Created(await file.Detail(begun.Ref, stop), begun.Version, $"/impacts/{begun.Ref}");
    }

    private static async Task<OneRecord<ImpactDetail>> Get(string reference, ImpactFile file, CancellationToken stop)
    {
        var detail = await file.Detail(reference, stop);
        return Answer.One(detail, detail.Line.Version);
    }

    private static Task<OneRecord<ImpactDetail>> Screen(string reference, ScreenedAnswers body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Screen(reference, seen.Number, [.. body.Answers.Select(answer => new ScreeningLine(answer.Question, answer.Answer, answer.Why ?? ""))], current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> WriteSection(string reference, string section, SectionTexts body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Section(reference, seen.Number, section, body.Texts ?? new Dictionary<string, string>(StringComparer.Ordinal), body.Trigger, current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> PutGroup(string reference, GroupBody body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Put(reference, seen.Number, new AffectedGroup(body.Number ?? 0, body.Name, body.IsDirect, body.IsVulnerable, body.People, body.Basis ?? ""), current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> PutEffect(string reference, EffectBody body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Put(reference, seen.Number, new ImpactEffect(body.Number ?? 0, body.IsHarm, body.Dimension, body.Rights ?? [], body.Group, body.What, body.Severity, body.People ?? "", body.Reversibility ?? "", body.Likelihood, body.Against ?? ""),
            current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> PutConsultation(string reference, ConsultationBody body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Put(reference, seen.Number, new Consultation(body.Number ?? 0, body.On, body.Who, body.How, body.Said, body.Done ?? ""), current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> PutMeasure(string reference, MeasureBody body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Put(reference, seen.Number, new ImpactMeasure(body.Number ?? 0, body.Sort, body.What, body.Effects ?? [], body.Reference ?? ""), current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Remove(string reference, RemovedRow body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Remove(reference, seen.Number, body.Part, body.Number, current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Conclude(string reference, ConclusionBody body, SeenVersion seen, ImpactWriting writing, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(writing.Conclude(reference, seen.Number, new(body.Verdict, body.Reasons ?? "", body.Conditions ?? "", body.Residual, body.ResidualWhy ?? "", body.NextReview), current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Submit(string reference, SeenVersion seen, ImpactRegister register, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(register.Submit(reference, seen.Number, current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Return(string reference, ImpactReason body, SeenVersion seen, ImpactRegister register, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(register.Return(reference, seen.Number, body.Reason, current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Approve(string reference, SeenVersion seen, ImpactRegister register, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(register.Approve(reference, seen.Number, current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Withdraw(string reference, ImpactReason body, SeenVersion seen, ImpactRegister register, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(register.Withdraw(reference, seen.Number, body.Reason, current.Actor, stop), file, stop);

    private static Task<OneRecord<ImpactDetail>> Notified(string reference, NotifiedBody body, SeenVersion seen, ImpactRegister register, ImpactFile file, CurrentActor current, CancellationToken stop) =>
        Done(register.Notify(reference, seen.Number, body.On, body.Authority, current.Actor, stop), file, stop);

    private static async Task<OneRecord<ImpactDetail>> Decide(string reference, int harm, CandidateChoice body, SeenVersion seen, ImpactRisks risks, AddressBook book, ImpactFile file, CurrentActor current, CancellationToken stop)
    {
        var owner = string.IsNullOrWhiteSpace(body.Owner) ? (PersonId?)null : await book.Person(body.Owner, current.Actor, stop);
        return await Done(body.Decision switch
        {
            CandidateDecision.Open => risks.Open(reference, seen.Number, harm, body.Title, owner, body.EnterpriseRisk ?? "", current.Actor, stop),
            CandidateDecision.Known => risks.Known(reference, seen.Number, harm, body.Risk ?? "", body.Reason ?? "", current.Actor, stop),
            _ => risks.Decline(reference, seen.Number, harm, body.Reason ?? "", current.Actor, stop),
        }, file, stop);
    }

    private static async Task<IResult> Report(string reference, [Description("html, docx or xlsx; html unless told.")] string? format, ImpactReport report, CancellationToken stop)
    {
        var file = await report.Assessment(reference, format ?? "html", stop);
        return TypedResults.File(file.Bytes, file.ContentType, $"impact-assessment-{reference}{file.Ending}");
    }

    private static async Task<IResult> Notification(string reference, [Description("html, docx or xlsx; html unless told.")] string? format, ImpactReport report, CancellationToken stop)
    {
        var file = await report.Notification(reference, format ?? "html", stop);
        return TypedResults.File(file.Bytes, file.ContentType, $"fria-notification-{reference}{file.Ending}");
    }

    private static async Task<OneRecord<ImpactDetail>> Done(Task<ImpactAssessment> act, ImpactFile file, CancellationToken stop) => await Get((await act).Ref, file, stop);
}

internal sealed record ScreenedAnswer(
    [property: Description("Id of the question, for example vulnerable.")] string Question, [property: Description("yes, no or unknown.")] ScreeningAnswer Answer,
    [property: Description("What it rests on; of unknown, why.")] string? Why = null);

internal sealed record ScreenedAnswers([property: Description("The others stay as they are.")] IReadOnlyList<ScreenedAnswer> Answers);

internal sealed record SectionTexts(
    [property: Description("By id of the field; an empty text takes it away, the others stay as they are.")] IReadOnlyDictionary<string, string>? Texts = null,
    [property: Description("Why it is assessed now, for example new; without, as before.")] string? Trigger = null);

internal sealed record GroupBody(
    [property: Description("Who they are.")] string Name,
    [property: Description("The system decides about them; else they feel it through others.")] bool IsDirect,
    [property: Description("They can defend themselves less well.")] bool IsVulnerable = false,
    [property: Description("How many in a year; null while nobody knows.")] long? People = null,
    [property: Description("Where the figure comes from, or why there is none.")] string? Basis = null,
    [property: Description("Of the row to change; without, a new one.")] int? Number = null);

internal sealed record EffectBody(
    [property: Description("A harm; else a benefit.")] bool IsHarm,
    [property: Description("For example DIM-03.")] string Dimension,
    [property: Description("What happens to people.")] string What,
    [property: Description("Keys of Charter rights, for example CHARTER:21.")] IReadOnlyList<string>? Rights = null,
    [property: Description("Number of the affected group.")] int? Group = null,
    [property: Description("1 to 5; null: not judged yet.")] int? Severity = null,
    [property: Description("Step of the scale of people, for example over-100000.")] string? People = null,
    [property: Description("easy, effort, hard or irreversible.")] string? Reversibility = null,
    [property: Description("1 to 5; null: not judged yet.")] int? Likelihood = null,
    [property: Description("What is done against it.")] string? Against = null,
    [property: Description("Of the row to change; without, a new one.")] int? Number = null);

internal sealed record ConsultationBody(
    [property: Description("The day, as 2026-12-31.")] DateOnly On, [property: Description("Who was asked.")] string Who, [property: Description("How.")] string How, [property: Description("What they said.")] string Said,
    [property: Description("What was done about it.")] string? Done = null, [property: Description("Of the row to change; without, a new one.")] int? Number = null);

internal sealed record MeasureBody(
    [property: Description("technical or organisational.")] MeasureSort Sort, [property: Description("What is done.")] string What, [property: Description("Numbers of the benefits and harms it is for.")] IReadOnlyList<int>? Effects = null,
    [property: Description("The applied control or the action that does it.")] string? Reference = null, [property: Description("Of the row to change; without, a new one.")] int? Number = null);

internal sealed record RemovedRow([property: Description("group, effect, consultation or measure.")] ImpactPart Part, int Number);

internal sealed record ConclusionBody(
    [property: Description("go, conditional or stop; null: nobody has concluded yet.")] ImpactVerdict? Verdict = null, [property: Description("Why.")] string? Reasons = null, [property: Description("Under which conditions.")] string? Conditions = null,
    [property: Description("What is left once the measures work, 1 to 5.")] int? Residual = null, [property: Description("What that rests on.")] string? ResidualWhy = null,
    [property: Description("When it is looked at again; without, as late as the cadence allows.")] DateOnly? NextReview = null);

internal sealed record ImpactReason([property: Description("Why.")] string Reason);

internal sealed record NotifiedBody([property: Description("The day, as 2026-12-31.")] DateOnly On, [property: Description("Which authority was told.")] string Authority);

/// <summary>What becomes of a grave harm in the risk register.</summary>
internal enum CandidateDecision
{
    Open,
    Known,
    Decline,
}

internal sealed record CandidateChoice(
    [property: Description("open: a new risk; known: it is the risk named; decline: it is none.")] CandidateDecision Decision,
    [property: Description("With known: reference of the risk.")] string? Risk = null,
    [property: Description("Why it is declined; with known a note.")] string? Reason = null,
    [property: Description("With open: what could happen; without, as the harm says it.")] string? Title = null,
    [property: Description("With open: reference or e-mail address of the owner; without, the business owner of the system.")] string? Owner = null,
    [property: Description("With open: the line of the enterprise register it is part of.")] string? EnterpriseRisk = null);
