using System.ComponentModel;
using Concord.Applicability;
using Concord.Controls;
using Concord.Foundation;
using Concord.Reports;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The statement of applicability: live, and its revisions.</summary>
internal static class StatementApi
{
    public static void MapStatement(this IEndpointRouteBuilder api)
    {
        var statement = api.MapGroup("/statement").WithTags("Statement of applicability");
        statement.MapGet("", Live).Permit(Permission.ViewRegister).WithSummary("Every control of every standard as it stands now: whether it applies and why, its state, what it treats, its evidence");
        statement.MapGet("/file", File).Permit(Permission.ViewRegister).IsHeavy().WithSummary("The statement as CSV, JSON, HTML, Word document or workbook; the live one, or a revision");
        statement.MapGet("/controls/{key}", GetControl).Permit(Permission.ViewRegister).WithSummary("One control of a standard in the statement");
        statement.MapPost("/controls/{key}/decide", Decide).Permit(Permission.JudgeRequirements).WithSummary("Decide whether a control applies, and why");
        statement.MapGet("/revisions", ListRevisions).Permit(Permission.ViewRegister).WithSummary("Frozen revisions");
        statement.MapPost("/revisions", Draft).Permit(Permission.JudgeRequirements).Creates().WithSummary("Freeze the statement as it stands now as a draft; one at a time");
        statement.MapGet("/revisions/{reference}", GetRevision).Permit(Permission.ViewRegister).WithSummary("One revision: who drafted and approved it, its hash, what keeps it from being approved");
        statement.MapGet("/revisions/{reference}/lines", ListLines).Permit(Permission.ViewRegister).WithSummary("The frozen lines of a revision");
        statement.MapGet("/revisions/{reference}/difference", Difference).Permit(Permission.ViewRegister).WithSummary("What a revision, or the statement as it stands now, says differently from this one");
        statement.MapPost("/revisions/{reference}/approve", Approve).Permit(Permission.JudgeRequirements).WithSummary("Approve a draft; not by the person who drafted it");
        statement.MapPost("/revisions/{reference}/withdraw", Withdraw).Permit(Permission.JudgeRequirements).WithSummary("Withdraw a draft");
    }

    /// <summary>The same file for people who are signed in on a page.</summary>
    public static void MapStatementFile(this IEndpointRouteBuilder routes) => routes.MapGet("/statement/file", File).Permit(Permission.ViewRegister).ExcludeFromDescription();

    private static async Task<Ok<StatementList>> Live([AsParameters] ListParameters list, StatementViews views, CancellationToken stop) => TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<IResult> File(
        [Description("csv, json, html, docx or xlsx; csv unless told.")] string? format, [Description("Number of the revision; as it stands now unless told.")] string? revision,
        [Description("Whose controls: iso42001, iso27001, or both with a comma; all unless told.")] string? standard, StatementReport report, StatementViews views, CancellationToken stop)
    {
        var number = string.IsNullOrEmpty(revision) ? (int?)null : StatementRevision.NumberOf(revision);
        string[] standards = string.IsNullOrEmpty(standard) ? [] : [standard];
        if (format == "json")
        {
            var (lines, asOf) = await views.All(number, standards, stop);
            return TypedResults.Ok(new StatementFile(number, asOf, lines));
        }
        if (format is not null && !StatementReport.Formats.Contains(format, StringComparer.Ordinal))
            throw new RuleViolation("STATEMENT-FORMAT", $"The statement is written as {string.Join(", ", StatementReport.Formats)} or json; '{format}' is none of them.");
        var file = await report.Write(format ?? StatementReport.Csv, number, standards, stop);
        return TypedResults.File(file.Bytes, file.ContentType, StatementReport.NameOf(number) + file.Ending);
    }

    private static async Task<OneRecord<StatementLine>> GetControl(string key, StatementViews views, CancellationToken stop)
    {
        var line = await views.Control(Uri.UnescapeDataString(key), stop);
        return Answer.One(line, line.Version);
    }

    private static async Task<OneRecord<StatementLine>> Decide(string key, ControlDecision body, SeenVersion seen, RequirementRegister register, StatementViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Decide(Uri.UnescapeDataString(key), seen.Number, body.Applicable, body.Justification ?? "", current.Actor, stop);
        return await GetControl(key, views, stop);
    }

    private static async Task<Ok<PageOf<StatementRevisionLine>>> ListRevisions([AsParameters] ListParameters list, StatementViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Revisions(list.Request, stop));

    private static async Task<CreatedRecord<StatementRevisionDetail>> Draft(NewStatementRevision body, StatementRegister register, StatementViews views, CurrentActor current, CancellationToken stop)
    {
        var revision = await register.Draft(body.Standards ?? [], body.Reason, current.Actor, stop);
        return Answer.Created(await views.Revision(revision.Number, stop), revision.Version, $"/statement/revisions/{revision.Ref}");
    }

    private static async Task<OneRecord<StatementRevisionDetail>> GetRevision(string reference, StatementViews views, CancellationToken stop)
    {
        var revision = await views.Revision(StatementRevision.NumberOf(reference), stop);
        return Answer.One(revision, revision.Line.Version);
    }

    private static async Task<Ok<StatementList>> ListLines(string reference, [AsParameters] ListParameters list, StatementViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Lines(StatementRevision.NumberOf(reference), list.Request, stop));

    private static async Task<Ok<IReadOnlyList<StatementChange>>> Difference(
        string reference, [Description("The later revision; the statement as it stands now unless told.")] string? to, StatementViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Difference(StatementRevision.NumberOf(reference), string.IsNullOrEmpty(to) ? null : StatementRevision.NumberOf(to), stop));

    private static async Task<OneRecord<StatementRevisionDetail>> Approve(string reference, SeenVersion seen, StatementRegister register, StatementViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Approve(StatementRevision.NumberOf(reference), seen.Number, current.Actor, stop);
        return await GetRevision(reference, views, stop);
    }

    private static async Task<OneRecord<StatementRevisionDetail>> Withdraw(string reference, SeenVersion seen, StatementRegister register, StatementViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Withdraw(StatementRevision.NumberOf(reference), seen.Number, current.Actor, stop);
        return await GetRevision(reference, views, stop);
    }
}

/// <param name="Revision">Null: as it stands now.</param>
internal sealed record StatementFile(int? Revision, DateOnly AsOf, IReadOnlyList<StatementLine> Lines);

internal sealed record ControlDecision(
    [property: Description("False: the control is excluded.")] bool Applicable,
    [property: Description("Why. An exclusion needs one; where an applicable control has none, what the record links speaks for it.")] string? Justification = null);

internal sealed record NewStatementRevision(
    [property: Description("What this revision is for.")] string Reason,
    [property: Description("Whose controls it states: iso42001, iso27001; all unless told.")] IReadOnlyList<string>? Standards = null);
