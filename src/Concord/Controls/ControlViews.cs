using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Controls;

/// <param name="Unit">Name of the organisation unit it belongs to; null: the topmost one, which is the whole organisation.</param>
/// <param name="Systems">Those it is applied to; none: all of its unit and those below.</param>
internal sealed record ControlLine(
    string Ref, int Version, string Title, PersonName? Owner, string? Unit, ControlState State, string Because, IReadOnlyList<string> Systems,
        IReadOnlyList<string> Requirements, IReadOnlyList<string> Metrics, DateOnly? NewestEvidence);

internal sealed record ControlDetail(ControlLine Line, OrganisationUnitId UnitId, IReadOnlyList<string> PartlySatisfied, IReadOnlyList<EvidenceLine> Evidence);

/// <summary>Questions to the applied controls. Their state is derived anew each time.</summary>
internal sealed class ControlViews(ConcordDb db)
{
    public static readonly ListOrder<AppliedControl> Order = new ListOrder<AppliedControl>("ref", control => control.Ref).By("title", control => control.Title)
        .By("status", control => control.Status);

    /// <summary>Filter: <c>system:SYS-0001</c> <c>requirement:KEY</c> <c>metric:psi_score</c> <c>owner:PERSON-0001</c> and words.</summary>
    public async Task<PageOf<ControlLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<AppliedControl>().AsNoTracking();
        if (request.FilterValue("system") is { } system) list = list.Where(control => control.SystemRefs.Contains(system));
        if (request.FilterValue("requirement") is { } key) list = list.Where(control => control.Requirements.Contains(key));
        if (request.FilterValue("metric") is { } metric) list = list.Where(control => control.Metrics.Contains(metric));
        if (request.FilterValue("owner") is { } owner)
            list = list.Where(control => db.Set<Person>().Any(person => person.Ref == owner && person.Id == control.OwnerId));
        list = list.Mentioning(request, control => control.Ref, control => control.Title);
        var page = await list.Page(request, Order, control => control, stop);
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var derived = facts.Controls.ToDictionary(control => control.Ref, control => Derivation.Of(control, db.Today), StringComparer.Ordinal);
        var names = await db.NamesOf(page.Items.Select(control => control.OwnerId), stop);
        var units = await LowerUnits(stop);
        return page.Map(control => Line(control, derived[control.Ref], names, units));
    }

    public async Task<ControlDetail> Detail(string reference, CancellationToken stop)
    {
        var control = await db.Set<AppliedControl>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("applied control", reference);
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var derived = Derivation.Of(facts.Controls.Single(known => known.Ref == reference), db.Today);
        var names = await db.NamesOf([control.OwnerId], stop);
        var evidence = derived.Control.Evidence.Where(piece => db.SeesAll || db.VisibleUnits.Contains(piece.Unit)).OrderByDescending(piece => piece.Date)
            .ThenByDescending(piece => piece.RecordedAt);
        return new(Line(control, derived, names, await LowerUnits(stop)), control.UnitId, control.PartlySatisfied,
            [.. evidence.Select(piece => EvidenceLine.Of(piece, db.Today))]);
    }

    private Task<Dictionary<OrganisationUnitId, string>> LowerUnits(CancellationToken stop) =>
        db.Set<OrganisationUnit>().AsNoTracking().Where(unit => unit.ParentId != null).ToDictionaryAsync(unit => unit.Id, unit => unit.Name, stop);

    private static ControlLine Line(AppliedControl control, DerivedControl derived, IReadOnlyDictionary<PersonId, PersonName> names, Dictionary<OrganisationUnitId, string> units) => new(
        control.Ref, control.Version, control.Title, names.Of(control.OwnerId), units.GetValueOrDefault(control.UnitId), derived.State, derived.Because, control.SystemRefs, control.Requirements,
            control.Metrics, derived.Newest?.Date);
}
