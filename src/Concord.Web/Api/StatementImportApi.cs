using System.ComponentModel;
using Concord.Applicability.Import;
using Concord.Foundation;
using Concord.Tables;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The statement of applicability that an organisation has already, taken into the record.</summary>
internal static class StatementImportApi
{
    public static void MapStatementImport(this IEndpointRouteBuilder api) =>
        api.MapPost("/imports/soa", TakeIn).Permit(Permission.JudgeRequirements).WithTags("Statement of applicability").TakesTable()
            .WithSummary("Take in an existing statement of applicability; with dryRun only say what would change and everything that is wrong");

    private static async Task<Ok<StatementImportAnswer>> TakeIn(ReceivedFiles files, [AsParameters] StatementImportParameters told, StatementImport import, CurrentActor current, CancellationToken stop)
    {
        if (files.Paths is not [var path]) throw new RuleViolation("FILE-MANY", "One statement is taken in at a time. Send one file.");
        _ = told.Part; // A part that cannot be is refused before anything is changed.
        var table = await TableIntake.Read(path, Path.GetFileName(path), stop);
        var isDry = told.DryRun ?? false;
        var proposal = isDry ? await import.Propose(table, told.Said, current.Actor, stop) : await import.TakeIn(table, told.Said, told.Plan, current.Actor, stop);
        return TypedResults.Ok(StatementImportAnswer.Of(proposal, isDry, told.Part));
    }
}

internal sealed record StatementImportParameters
{
    [Description("Only say what would change and what is wrong; nothing is changed.")]
    [FromQuery(Name = "dryRun")]
    public bool? DryRun { get; init; }

    [Description("The sheet to read; the one that looks most like a statement unless told.")]
    [FromQuery(Name = "sheet")]
    public string? Sheet { get; init; }

    [Description("The standard whose numbers stand without its name, for example iso27001.")]
    [FromQuery(Name = "standard")]
    public string? Standard { get; init; }

    [Description("What a column holds, as control=Annex ref; the column by name or as #1; control, title, applicable, status, justification, inclusion, exclusion, evidence, evidenceDate, evidenceKind, owner, reference, decision. May be given several times.")]
    [FromQuery(Name = "map")]
    public string[]? Map { get; init; }

    [Description("What a word means, as Live=implemented. May be given several times.")]
    [FromQuery(Name = "status")]
    public string[]? Status { get; init; }

    [Description("What a word about applicability means, as Da=yes. May be given several times.")]
    [FromQuery(Name = "applicable")]
    public string[]? Applicable { get; init; }

    [Description("What comes first in dates such as 03/04/2026: dayFirst or monthFirst; as the other dates of the column tell unless said.")]
    [FromQuery(Name = "dates")]
    public string? Dates { get; init; }

    [Description("The plan of a dry run: refused when the record changed since.")]
    [FromQuery(Name = "plan")]
    public string? Plan { get; init; }

    [Description("Which page of the changes is told, from 1; all of them where neither page nor size is said.")]
    [FromQuery(Name = "page")]
    public int? Page { get; init; }

    [Description("Changes of a page, 1 to 200.")]
    [FromQuery(Name = "size")]
    public int? Size { get; init; }

    public StatementSaid Said => new(Sheet, Standard, Map, Status, Applicable, Dates);

    /// <summary>Null: all changes.</summary>
    public PageRequest? Part => Page is null && Size is null ? null : new ListParameters { Page = Page, Size = Size }.Request;
}

/// <param name="TakenIn">Whether the record was changed.</param>
/// <param name="Plan">By it exactly this is confirmed.</param>
/// <param name="Changes">All, or the part that was asked for.</param>
/// <param name="ChangesTotal">How many there are.</param>
/// <param name="Page">Which part they are.</param>
internal sealed record StatementImportAnswer(
    bool DryRun, bool TakenIn, string Summary, string Plan, int Rows, int NewControls, int ChangedControls, int Exclusions, int Decisions, int NewEvidence, int Unchanged,
    IReadOnlyList<StatementImportChange> Changes, IReadOnlyList<Finding> Findings, string Sheet, int HeaderRow, IReadOnlyList<StatementColumn> Columns, IReadOnlyList<string> Unused, int ChangesTotal, int Page, int Pages)
{
    public static StatementImportAnswer Of(StatementProposal proposal, bool isDry, PageRequest? part)
    {
        var (reading, plan) = (proposal.Reading, proposal.Plan);
        var told = new PageOf<StatementImportChange>(part is null ? plan.Changes : [.. plan.Changes.Skip(part.Skip).Take(part.Size)], plan.Changes.Count, part?.Page ?? 1, part?.Size ?? Math.Max(1, plan.Changes.Count));
        return new(isDry, !isDry && !plan.IsEmpty, proposal.Summary, plan.Fingerprint, plan.Rows, plan.Controls.Count, plan.Revisions.Count, plan.Of(StatementImportKind.Exclusion), plan.Of(StatementImportKind.Decision), plan.Evidence.Count,
            plan.Unchanged, told.Items, proposal.Findings, reading.Sheet, reading.HeaderRow, [.. reading.Fields.OrderBy(pair => pair.Value).Select(pair => new StatementColumn(reading.Columns[pair.Value], pair.Key))], reading.Unused, told.Total, told.Page, told.Pages);
    }
}

internal sealed record StatementColumn(string Column, StatementField Holds);
