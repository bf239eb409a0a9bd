using System.ComponentModel;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Import;
using Concord.Foundation;
using Concord.Tables;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The risk register that the enterprise keeps elsewhere, taken into the record.</summary>
internal static class EnterpriseImportApi
{
    public static void MapEnterpriseImport(this IEndpointRouteBuilder register) =>
        register.MapPost("/import", TakeIn).Permit(Permission.EditRisks).TakesTable().WithSummary("Take in an enterprise risk register; with dryRun only say what would change and everything that is wrong");

    private static async Task<Ok<RegisterImportAnswer>> TakeIn(ReceivedFiles files, [AsParameters] RegisterImportParameters told, RegisterImport import, CurrentActor current, CancellationToken stop)
    {
        if (files.Paths is not [var path]) throw new RuleViolation("FILE-MANY", "One register is taken in at a time. Send one file.");
        _ = told.Part; // A part that cannot be is refused before anything is changed.
        var table = await TableIntake.Read(path, Path.GetFileName(path), stop);
        var isDry = told.DryRun ?? false;
        var proposal = isDry ? await import.Propose(table, told.Said, current.Actor, stop) : await import.TakeIn(table, told.Said, told.Plan, current.Actor, stop);
        return TypedResults.Ok(RegisterImportAnswer.Of(proposal, isDry, told.Part));
    }
}

internal sealed record RegisterImportParameters
{
    [Description("Only say what would change and what is wrong; nothing is changed.")]
    [FromQuery(Name = "dryRun")]
    public bool? DryRun { get; init; }

    [Description("The sheet to read; the one that looks most like a register unless told.")]
    [FromQuery(Name = "sheet")]
    public string? Sheet { get; init; }

    [Description("Where the register is kept; its ids are kept with it.")]
    [FromQuery(Name = "system")]
    public string? System { get; init; }

    [Description("Id of the scale its words are of; the one that knows all of them unless told.")]
    [FromQuery(Name = "scale")]
    public string? Scale { get; init; }

    [Description("What a column holds, as title=Risk description; the column by name or as #1; id, sourceId, sourceSystem, kind, title, category, unit, owner, likelihood, impact, rating, appetite, status, nextReview, scale, partOf, inherent, residual, band, treatmentStatus, systems. May be given several times.")]
    [FromQuery(Name = "map")]
    public string[]? Map { get; init; }

    [Description("What a word for a level means, as Severe=High. May be given several times.")]
    [FromQuery(Name = "level")]
    public string[]? Level { get; init; }

    [Description("Who is meant by a name, as bob=PERSON-0007 or an e-mail address. May be given several times.")]
    [FromQuery(Name = "owner")]
    public string[]? Owner { get; init; }

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

    public RegisterSaid Said => new(Sheet, System, Scale, Map, Level, Owner, Dates);

    /// <summary>Null: all changes.</summary>
    public PageRequest? Part => Page is null && Size is null ? null : new ListParameters { Page = Page, Size = Size }.Request;
}

/// <param name="TakenIn">Whether the record was changed.</param>
/// <param name="Plan">By it exactly this is confirmed.</param>
/// <param name="Changes">All, or the part that was asked for.</param>
/// <param name="ChangesTotal">How many there are.</param>
internal sealed record RegisterImportAnswer(
    bool DryRun, bool TakenIn, string Summary, string Plan, int Rows, int NewLines, int ChangedLines, int Conflicts, int Unchanged, IReadOnlyList<RegisterChange> Changes, IReadOnlyList<Finding> Findings, string Sheet,
    int HeaderRow, string Scale, IReadOnlyList<RegisterColumn> Columns, IReadOnlyList<string> Unused, int ChangesTotal, int Page, int Pages)
{
    public static RegisterImportAnswer Of(RegisterProposal proposal, bool isDry, PageRequest? part)
    {
        var (reading, plan) = (proposal.Reading, proposal.Plan);
        var told = new PageOf<RegisterChange>(part is null ? plan.Changes : [.. plan.Changes.Skip(part.Skip).Take(part.Size)], plan.Changes.Count, part?.Page ?? 1, part?.Size ?? Math.Max(1, plan.Changes.Count));
        return new(isDry, !isDry && !plan.IsEmpty, proposal.Summary, plan.Fingerprint, plan.Rows, plan.Lines.Count, plan.Revisions.Count, plan.Conflicts.Count, plan.Unchanged, told.Items, proposal.Findings, reading.Sheet,
            reading.HeaderRow, reading.Scale.Id, [.. reading.Fields.OrderBy(pair => pair.Value).Select(pair => new RegisterColumn(reading.Columns[pair.Value], pair.Key))], reading.Unused, told.Total, told.Page, told.Pages);
    }
}

internal sealed record RegisterColumn(string Column, RegisterField Holds);
