using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Actions;

internal sealed record NonconformityLine(
    string Ref, string Title, string SystemRef, string ControlRef, PersonName? Owner, NonconformityGrade Grade, NonconformityState State,
    DateTimeOffset OpenedAt, DateOnly DueOn, bool IsOpen, bool IsOverdue, int Corrections);

internal sealed record CorrectionLine(PersonName? By, string Text, DateTimeOffset At);

internal sealed record NonconformityDetail(
    int Version, OrganisationUnitId UnitId, NonconformityLine Line, IReadOnlyList<CorrectionLine> Corrections, PersonName? VerifiedBy,
        DateTimeOffset? VerifiedAt, string VerificationReason);

/// <summary>Questions to the register of nonconformities.</summary>
internal sealed class NonconformityViews(ConcordDb db)
{
    public static readonly ListOrder<Nonconformity> Order = new ListOrder<Nonconformity>("due", nonconformity => nonconformity.Ref)
        .By("due", nonconformity => nonconformity.DueOn).By("opened", nonconformity => nonconformity.OpenedAt).By("state", nonconformity => nonconformity.State)
        .By("system", nonconformity => nonconformity.SystemRef).By("control", nonconformity => nonconformity.ControlRef);

    /// <summary>Filter: <c>open:yes</c> <c>overdue:yes</c> <c>state:</c> <c>grade:</c> <c>system:SYS-0001</c> <c>control:CTL-0001</c> <c>owner:PERSON-0001</c>
    /// and words.</summary>
    public async Task<PageOf<NonconformityLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Nonconformity>().AsNoTracking();
        if (request.YesNo("open") is { } open) list = list.Where(known => known.State != NonconformityState.ClosedEffective == open);
        var today = db.Today;
        if (request.YesNo("overdue") is { } overdue)
            list = list.Where(known => (known.State != NonconformityState.ClosedEffective && known.DueOn < today) == overdue);
        if (request.State<NonconformityState>("state") is { } state) list = list.Where(known => known.State == state);
        if (request.State<NonconformityGrade>("grade") is { } grade) list = list.Where(known => known.Grade == grade);
        if (request.FilterValue("system") is { } system) list = list.Where(known => known.SystemRef == system);
        if (request.FilterValue("control") is { } control) list = list.Where(known => known.ControlRef == control);
        if (request.FilterValue("owner") is { } owner)
            list = list.Where(known => db.Set<Person>().Any(person => person.Ref == owner && person.Id == known.OwnerId));
        list = list.Mentioning(request, known => known.Ref, known => known.Title);
        var page = await list.Page(request, Order, known => new { Known = known, Corrections = known.Corrections.Count }, stop);
        var names = await db.NamesOf(page.Items.Select(row => (PersonId?)row.Known.OwnerId), stop);
        return page.Map(row => Line(row.Known, row.Corrections, names, today));
    }

    public async Task<NonconformityDetail> Detail(string reference, CancellationToken stop)
    {
        var known = await db.Set<Nonconformity>().AsNoTracking().Include(nonconformity => nonconformity.Corrections)
            .SingleOrDefaultAsync(nonconformity => nonconformity.Ref == reference, stop)
            ?? throw Refusal.Missing("nonconformity", reference);
        var names = await db.NamesOf([known.OwnerId, known.VerifiedBy, .. known.Corrections.Select(correction => (PersonId?)correction.By)], stop);
        return new(known.Version, known.UnitId, Line(known, known.Corrections.Count, names, db.Today),
            [.. known.Corrections.OrderBy(correction => correction.At)
                .Select(correction => new CorrectionLine(names.Of(correction.By), correction.Text, correction.At))],
            names.Of(known.VerifiedBy), known.VerifiedAt, known.VerificationReason);
    }

    private static NonconformityLine Line(Nonconformity known, int corrections, IReadOnlyDictionary<PersonId, PersonName> names, DateOnly today) => new(
        known.Ref, known.Title, known.SystemRef, known.ControlRef, names.Of(known.OwnerId), known.Grade, known.State, known.OpenedAt, known.DueOn,
            known.IsOpen, known.IsOverdue(today), corrections);
}
