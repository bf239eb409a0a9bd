using Concord.Foundation;
using Concord.Links;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Controls;

internal sealed record EvidenceListLine(EvidenceLine Line, string Summary, IReadOnlyList<string> Controls, DateTimeOffset RecordedAt);

/// <param name="Content">Of computed evidence: definition, parameters, window, rows, hashes and result as JSON.</param>
/// <param name="ContentIsWhole">The hash of the content is still the one that was recorded.</param>
internal sealed record EvidenceDetail(
    EvidenceLine Line, string Summary, string Content, string ContentSha256, bool ContentIsWhole, IReadOnlyList<ControlName> Controls, PersonName? RecordedBy,
        DateTimeOffset RecordedAt, IReadOnlyList<LinkLine> Links);

internal sealed record ControlName(string Ref, string Title);

/// <param name="Other">The record at the other end.</param>
internal sealed record LinkLine(string Other, string Relation, string Note, DateTimeOffset At);

/// <summary>Questions to the evidence.</summary>
internal sealed class EvidenceViews(ConcordDb db)
{
    public static readonly ListOrder<Evidence> Order = new ListOrder<Evidence>("-date", evidence => evidence.Ref)
        .By("date", evidence => evidence.Date).By("valid", evidence => evidence.ValidUntil).By("kind", evidence => evidence.Kind)
            .By("result", evidence => evidence.Result).By("recorded", evidence => evidence.RecordedAt);

    /// <summary>Filter: <c>kind:computed</c> <c>control:AC-01</c> <c>result:</c> <c>counts:yes</c> and words.</summary>
    public async Task<PageOf<EvidenceListLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Evidence>().AsNoTracking();
        var today = db.Today;
        if (request.FilterValue("kind") is { } kind) list = list.Where(evidence => evidence.Kind == kind);
        if (request.FilterValue("control") is { } control) list = list.Where(evidence => evidence.ControlRefs.Contains(control));
        if (request.State<EvidenceResult>("result") is { } result) list = list.Where(evidence => evidence.Result == result);
        if (request.YesNo("counts") is { } counts) list = list.Where(evidence => (evidence.Date <= today && today <= evidence.ValidUntil) == counts);
        list = list.Mentioning(request, evidence => evidence.Ref, evidence => evidence.Title);
        var page = await list.Page(request, Order, evidence => new
        {
            Fact = new EvidenceFact(
                evidence.Ref, evidence.UnitId, evidence.Kind, evidence.Title, evidence.Date, evidence.ValidUntil, evidence.Result, evidence.RecordedAt,
                evidence.ControlRefs),
            evidence.Summary,
        }, stop);
        return page.Map(row => new EvidenceListLine(EvidenceLine.Of(row.Fact, today), row.Summary, row.Fact.ControlRefs, row.Fact.RecordedAt));
    }

    public async Task<EvidenceDetail> Detail(string reference, CancellationToken stop)
    {
        var evidence = await db.Set<Evidence>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("evidence", reference);
        var controls = await db.Set<AppliedControl>().Where(control => evidence.ControlRefs.Contains(control.Ref)).OrderBy(control => control.Ref)
            .Select(control => new ControlName(control.Ref, control.Title)).ToListAsync(stop);
        var links = await db.Set<Link>().AsNoTracking().Where(link => link.From == reference || link.To == reference).OrderBy(link => link.At)
            .ToListAsync(stop);
        var names = await db.NamesOf([evidence.RecordedBy], stop);
        var line = new EvidenceLine(evidence.Ref, evidence.Kind, evidence.Title, evidence.Date, evidence.ValidUntil,
            db.Today.DayNumber - evidence.Date.DayNumber, evidence.CountsOn(db.Today), evidence.Result);
        return new(line, evidence.Summary, evidence.Content, evidence.ContentSha256, evidence.ContentIsWhole, controls, names.Of(evidence.RecordedBy),
            evidence.RecordedAt,
            [.. links.Select(link => new LinkLine(link.From == reference ? link.To : link.From, link.Relation, link.Note, link.At))]);
    }
}
