using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Documents;

/// <summary>Who may read a document, and who of them is asked to acknowledge it. A role holds in its unit and everything below.</summary>
internal sealed class DocumentAudience
{
    private readonly Dictionary<OrganisationUnitId, OrganisationUnit> units;
    private readonly IReadOnlyList<Person> people;
    private readonly DateOnly today;

    private DocumentAudience(Dictionary<OrganisationUnitId, OrganisationUnit> units, IReadOnlyList<Person> people, DateOnly today) => (this.units, this.people, this.today) = (units, people, today);

    public static async Task<DocumentAudience> Read(ConcordDb db, CancellationToken stop) => new(
        await db.Set<OrganisationUnit>().IgnoreQueryFilters().AsNoTracking().ToDictionaryAsync(unit => unit.Id, stop),
        await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().Include(person => person.Roles).OrderBy(person => person.Name).ThenBy(person => person.Ref).ToListAsync(stop),
        db.Today);

    public Person? Find(string reference) => people.FirstOrDefault(person => person.Ref == reference);

    public bool KnowsUnit(string reference) => units.Values.Any(unit => unit.Ref == reference);

    public string NameOfUnit(string reference) => units.Values.FirstOrDefault(unit => unit.Ref == reference)?.Name ?? reference;

    public bool MayRead(Person person, OrganisationUnitId unit)
    {
        var above = Above(unit).ToHashSet();
        return person.Roles.Any(role => role.HoldsOn(today) && above.Contains(role.UnitId));
    }

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<Person> AskedBy(DocumentRevision revision, OrganisationUnitId unit)
    {
        if (!revision.AsksForAcknowledgement) return [];
        var above = Above(unit).ToHashSet();
        return
        [
            .. people.Where(person => person.Roles.Any(role => role.HoldsOn(today) && above.Contains(role.UnitId))
                && (revision.AskedRoles.Count == 0 || person.Roles.Any(role => role.HoldsOn(today) && revision.AskedRoles.Contains(Words.Key(role.Role))))
                && (revision.AskedUnits.Count == 0 || Above(person.UnitId).Any(id => revision.AskedUnits.Contains(units[id].Ref)))),
        ];
    }

    /// <summary>The unit itself and all it belongs to.</summary>
    private IEnumerable<OrganisationUnitId> Above(OrganisationUnitId unit)
    {
        for (OrganisationUnitId? at = unit; at is { } id && units.TryGetValue(id, out var known); at = known.ParentId) yield return id;
    }
}
