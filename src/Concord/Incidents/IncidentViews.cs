using Concord.Foundation;
using Concord.Links;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents;

internal sealed record IncidentLine(string Ref, DateOnly Date, string Kind, string SystemRef, string Title, string Summary, int Affected);

/// <param name="Signals">The signals it was opened from.</param>
internal sealed record IncidentDetail(IncidentLine Line, int Version, IReadOnlyList<string> Requirements, IReadOnlyList<string> Signals);

internal sealed class IncidentViews(ConcordDb db)
{
    public static readonly ListOrder<Incident> Order = new ListOrder<Incident>("-date", incident => incident.Ref)
        .By("date", incident => incident.Date).By("kind", incident => incident.Kind).By("system", incident => incident.SystemRef)
            .By("affected", incident => incident.Affected);

    /// <summary>Filter: <c>system:SYS-0001</c> <c>kind:near_miss</c> and words.</summary>
    public async Task<PageOf<IncidentLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Incident>().AsNoTracking();
        if (request.FilterValue("system") is { } system) list = list.Where(incident => incident.SystemRef == system);
        if (request.FilterValue("kind") is { } kind) list = list.Where(incident => incident.Kind == kind);
        list = list.Mentioning(request, incident => incident.Ref, incident => incident.Title);
        return (await list.Page(request, Order, incident => incident, stop)).Map(Line);
    }

    /// <summary>All of a system in order of time: the marks on its charts.</summary>
    public async Task<IReadOnlyList<IncidentLine>> OfSystem(string systemRef, CancellationToken stop) =>
        [.. (await db.Set<Incident>().AsNoTracking().Where(incident => incident.SystemRef == systemRef).OrderBy(incident => incident.Date)
            .ThenBy(incident => incident.Ref).ToListAsync(stop)).Select(Line)];

    public async Task<IncidentDetail> Detail(string reference, CancellationToken stop)
    {
        var incident = await db.Set<Incident>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("incident", reference);
        var signals = await db.Set<Link>().Where(link => link.To == incident.Ref && link.Relation == Relation.Incident).OrderBy(link => link.From)
            .Select(link => link.From).ToListAsync(stop);
        return new(Line(incident), incident.Version, incident.Requirements, signals);
    }

    private static IncidentLine Line(Incident incident) =>
        new(incident.Ref, incident.Date, incident.Kind, incident.SystemRef, incident.Title, incident.Summary, incident.Affected);
}
