using System.ComponentModel;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Reports;
using Concord.Risks;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The enterprise risk register with the AI risks in it: to be pulled by the tool that keeps it, and pushed by it.</summary>
internal static class EnterpriseRisksApi
{
    public static void MapEnterpriseRisks(this IEndpointRouteBuilder api)
    {
        var register = api.MapGroup("/enterprise-risks").WithTags("Enterprise risk register");
        register.MapGet("", ListLines).Permit(Permission.ViewRegister).WithSummary("Lines of the enterprise register with what their AI risks say");
        register.MapGet("/summary", GetSummary).Permit(Permission.ViewRegister).WithSummary("The register in figures, grouped by unit, category or system");
        register.MapGet("/matrix", GetMatrix).Permit(Permission.ViewRegister).WithSummary("Lines and AI risks in the matrix of the enterprise's own scale");
        register.MapGet("/ai-risks", ListRisks).Permit(Permission.ViewRegister).WithSummary("AI risks as lines of the register: the fields that are pushed, on the enterprise's own scale");
        register.MapGet("/file", File).Permit(Permission.ViewRegister).IsHeavy().WithSummary("The register as CSV, JSON, HTML, Word document or workbook; CSV and workbook can be taken in again");
        register.MapGet("/changes", GetChanges).Permit(Permission.ViewRegister).WithSummary("What changed since a meeting of the committee");
        register.MapGet("/trend", GetTrend).Permit(Permission.ViewRegister).WithSummary("The register at each meeting, and now");
        register.MapGet("/meetings", ListMeetings).Permit(Permission.ViewRegister).WithSummary("Days on which the committee met over the register");
        register.MapPost("/meetings", MarkMeeting).Permit(Permission.EditRisks).Creates().WithSummary("Mark that the committee met; the register is frozen as it stands");
        register.MapGet("/conflicts", ListConflicts).Permit(Permission.ViewRegister).WithSummary("Where a file of the enterprise register says of an AI risk what the AI register does not say");
        register.MapPost("/conflicts/{reference}/resolve", Resolve).Permit(Permission.EditRisks).WithSummary("Keep ours, or note what is to be done");
        register.MapGet("/scale", GetScale).Permit(Permission.ViewRegister).WithSummary("The scale of the register in both directions, and all that are known");
        register.MapPost("/scale", ProposeScale).Permit(Permission.EditRisks).Creates().WithSummary("Propose the scale of the register: a whole converter, or the id of a known one");
        register.MapPost("/scale/{reference}/approve", ApproveScale).Permit(Permission.EditRisks).WithSummary("Approve a scale; not by whoever wrote it");
        register.MapPost("/scale/{reference}/withdraw", WithdrawScale).Permit(Permission.EditRisks).WithSummary("Withdraw a scale that waits for approval");
        register.MapEnterpriseImport();
        register.MapGet("/{reference}", GetLine).Permit(Permission.ViewRegister).WithSummary("One line of the register");
        register.MapGet("/{reference}/risks", ListRisksOf).Permit(Permission.ViewRegister).WithSummary("AI risks of one line");
        register.MapPost("/{reference}/risks", Link).Permit(Permission.EditRisks).WithSummary("Make an AI risk part of this line; If-Match is the version of the AI risk");
        register.MapPost("/{reference}/risks/{risk}/remove", TakeOut).Permit(Permission.EditRisks).WithSummary("Take an AI risk out of this line; If-Match is the version of the AI risk");
    }

    /// <summary>The same file for people who are signed in on a page.</summary>
    public static void MapEnterpriseFile(this IEndpointRouteBuilder routes) => routes.MapGet("/enterprise-risks/file", File).Permit(Permission.ViewRegister).ExcludeFromDescription();

    private static async Task<Ok<PageOf<EnterpriseLine>>> ListLines([AsParameters] ListParameters list, EnterpriseViews views, CancellationToken stop) => TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<Ok<EnterpriseFigures>> GetSummary(
        [Description("unit, category or system; unit unless told.")] string? by, [Description("Which page of the groups is told, from 1.")] int? page, [Description("Groups of a page, 1 to 200; 50 unless told.")] int? size,
        EnterpriseViews views, CancellationToken stop)
    {
        var part = new ListParameters { Page = page, Size = size }.Request;
        var standing = await views.Standing(stop);
        var grouping = string.IsNullOrWhiteSpace(by) ? EnterpriseGrouping.Unit : Concord.Tables.PlainWord.Named<EnterpriseGrouping>(by)
            ?? throw new RuleViolation("LIST-FILTER", $"The register is not grouped by '{by}'. Known: {string.Join(", ", Enum.GetValues<EnterpriseGrouping>().Select(Words.Key))}.");
        var groups = standing.By(grouping);
        return TypedResults.Ok(new EnterpriseFigures(await views.Summary(standing, stop), grouping, [.. groups.Skip(part.Skip).Take(part.Size)], groups.Count));
    }

    private static async Task<Ok<OwnMatrix>> GetMatrix([Description("Id of the scale; the one in force unless told.")] string? scale, EnterpriseViews views, CancellationToken stop)
    {
        var standing = await views.Standing(stop);
        return TypedResults.Ok(standing.Matrix(string.IsNullOrEmpty(scale) ? standing.Scales.InForce : standing.Scales.Demand(scale)));
    }

    private static async Task<Ok<PageOf<AiRiskLine>>> ListRisks([AsParameters] ListParameters list, EnterpriseViews views, CancellationToken stop) => TypedResults.Ok(await views.Risks(null, list.Request, stop));

    private static async Task<IResult> File(
        [Description("csv, json, html, docx or xlsx; csv unless told.")] string? format, [Description("As the list takes it; the whole register unless told.")] string? filter, EnterpriseReport report, CancellationToken stop)
    {
        var asked = string.IsNullOrWhiteSpace(filter) ? null : filter;
        if (format == "json")
        {
            var (lines, risks) = await report.Content(asked, stop);
            return TypedResults.Ok(new EnterpriseFile(lines, risks));
        }
        if (format is not null && !EnterpriseReport.Formats.Contains(format, StringComparer.Ordinal))
            throw new RuleViolation("REGISTER-FORMAT", $"The register is written as {string.Join(", ", EnterpriseReport.Formats)} or json; '{format}' is none of them.");
        var file = await report.Write(format ?? EnterpriseReport.Csv, asked, stop);
        return TypedResults.File(file.Bytes, file.ContentType, EnterpriseReport.Name + file.Ending);
    }

    private static async Task<Ok<RegisterChanges>> GetChanges(
        [Description("Reference of the meeting; the last one unless told.")] string? since, [Description("Reference of a later one; as it stands now unless told.")] string? until,
        [Description("Which page of the differences is told, from 1.")] int? page, [Description("Differences of a page, 1 to 200; 50 unless told.")] int? size,
        CommitteeMeetings committees, CancellationToken stop)
    {
        var changes = await committees.Changes(Told(since), Told(until), null, stop) ?? throw new RuleViolation(Refusal.NotFound, "No meeting of a committee is marked yet. Mark one, and the next look is compared with it.");
        var part = new ListParameters { Page = page, Size = size }.Request;
        return TypedResults.Ok(changes with { Differences = [.. changes.Differences.Skip(part.Skip).Take(part.Size)] });
    }

    private static async Task<Ok<IReadOnlyList<TrendPoint>>> GetTrend(EnterpriseViews views, CommitteeMeetings committees, CancellationToken stop) => TypedResults.Ok(await committees.Trend(await views.Standing(stop), stop));

    private static async Task<Ok<PageOf<MeetingLine>>> ListMeetings([AsParameters] ListParameters list, CommitteeMeetings committees, CancellationToken stop) => TypedResults.Ok(await committees.Meetings(list.Request, stop));

    private static async Task<CreatedRecord<RegisterChanges>> MarkMeeting(NewMeeting body, CommitteeMeetings committees, CurrentActor current, CancellationToken stop)
    {
        var meeting = await committees.Mark(body.Committee, body.Day, body.Note ?? "", current.Actor, stop);
        return Answer.Created((await committees.Changes(meeting.Ref, null, null, stop))!, meeting.Version, "/enterprise-risks/meetings");
    }

    private static async Task<Ok<PageOf<ConflictLine>>> ListConflicts([AsParameters] ListParameters list, EnterpriseRegister register, CancellationToken stop) => TypedResults.Ok(await register.Conflicts(list.Request, stop));

    private static async Task<OneRecord<ConflictLine>> Resolve(string reference, ConflictAnswer body, SeenVersion seen, EnterpriseRegister register, CurrentActor current, CancellationToken stop)
    {
        var conflict = await register.Resolve(reference, seen.Number, body.As, body.Note ?? "", current.Actor, stop);
        return Answer.One(await register.Conflict(reference, stop), conflict.Version);
    }

    private static async Task<Ok<ScaleStanding>> GetScale(ScaleRegister scales, CancellationToken stop) => TypedResults.Ok(await scales.Standing(stop));

    private static async Task<CreatedRecord<ScaleLine>> ProposeScale(NewScale body, ScaleRegister scales, CurrentActor current, CancellationToken stop)
    {
        var revision = await scales.Propose(body.Scale ?? "", body.Reason, current.Actor, stop);
        return Answer.Created(await scales.Find(revision.Ref, stop), revision.Version, "/enterprise-risks/scale");
    }

    private static async Task<OneRecord<ScaleLine>> ApproveScale(string reference, SeenVersion seen, ScaleRegister scales, CurrentActor current, CancellationToken stop)
    {
        var revision = await scales.Approve(reference, seen.Number, current.Actor, stop);
        return Answer.One(await scales.Find(reference, stop), revision.Version);
    }

    private static async Task<OneRecord<ScaleLine>> WithdrawScale(string reference, SeenVersion seen, ScaleRegister scales, CurrentActor current, CancellationToken stop)
    {
        var revision = await scales.Withdraw(reference, seen.Number, current.Actor, stop);
        return Answer.One(await scales.Find(reference, stop), revision.Version);
    }

    private static async Task<OneRecord<EnterpriseLine>> GetLine(string reference, EnterpriseViews views, CancellationToken stop)
    {
        var line = await views.Line(reference, stop);
        return Answer.One(line, line.Version);
    }

    private static async Task<Ok<PageOf<AiRiskLine>>> ListRisksOf(string reference, [AsParameters] ListParameters list, EnterpriseViews views, CancellationToken stop) => TypedResults.Ok(await views.Risks(reference, list.Request, stop));

    private static async Task<OneRecord<EnterpriseLine>> Link(string reference, LinkedRisk body, SeenVersion seen, RiskRegister risks, EnterpriseViews views, CurrentActor current, CancellationToken stop)
    {
        await risks.LinkToEnterprise(body.Risk, seen.Number, reference, current.Actor, stop);
        return await GetLine(reference, views, stop);
    }

    private static async Task<OneRecord<EnterpriseLine>> TakeOut(string reference, string risk, SeenVersion seen, RiskRegister risks, EnterpriseViews views, CurrentActor current, CancellationToken stop)
    {
        await risks.TakeFromEnterprise(risk, seen.Number, reference, current.Actor, stop);
        return await GetLine(reference, views, stop);
    }

    private static string? Told(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <param name="Groups">Those of the page.</param>
/// <param name="Total">How many groups there are.</param>
internal sealed record EnterpriseFigures(EnterpriseSummary Summary, EnterpriseGrouping By, IReadOnlyList<EnterpriseGroup> Groups, int Total);

/// <param name="AiRisks">With the fields that are pushed.</param>
internal sealed record EnterpriseFile(IReadOnlyList<EnterpriseLine> Lines, IReadOnlyList<AiRiskLine> AiRisks);

internal sealed record NewMeeting(
    [property: Description("Which committee met.")] string Committee,
    [property: Description("The day, as 2026-12-31.")] DateOnly Day,
    [property: Description("What the meeting was about.")] string? Note = null);

internal sealed record ConflictAnswer(
    [property: Description("oursKept: the AI register's value stands; noted: the note says what is to be done.")] ConflictState As,
    [property: Description("What is to be done; needed where it is noted.")] string? Note = null);

internal sealed record NewScale(
    [property: Description("A converter as YAML (id, title, likelihood, impact, rating), or the id of a known scale.")] string Scale,
    [property: Description("Why the register is kept in it.")] string Reason);

internal sealed record LinkedRisk([property: Description("Reference of the AI risk.")] string Risk);
