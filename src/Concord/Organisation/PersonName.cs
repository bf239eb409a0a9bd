using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>A person as other records show them.</summary>
internal sealed record PersonName(PersonId Id, string Ref, string Name);

internal static class PersonNames
{
    /// <summary>
    /// The names behind owners and doers of records. Whoever sees a record sees who answers for it, also when that person sits in another unit:
    /// that is why this looks past the filter on units.
    /// </summary>
    public static async Task<IReadOnlyDictionary<PersonId, PersonName>> NamesOf(this ConcordDb db, IEnumerable<PersonId?> people, CancellationToken stop)
    {
        var ids = people.OfType<PersonId>().Distinct().ToList();
        if (ids.Count == 0) return new Dictionary<PersonId, PersonName>();
        return await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().Where(person => ids.Contains(person.Id))
            .Select(person => new PersonName(person.Id, person.Ref, person.Name)).ToDictionaryAsync(person => person.Id, stop);
    }

    /// <summary>The names behind references, as the journal has them.</summary>
    public static Task<Dictionary<string, string>> NamesOf(this ConcordDb db, IEnumerable<string> references, CancellationToken stop)
    {
        var wanted = references.Distinct(StringComparer.Ordinal).ToList();
        return db.Set<Person>().IgnoreQueryFilters().AsNoTracking().Where(person => wanted.Contains(person.Ref)).ToDictionaryAsync(person => person.Ref, person => person.Name, stop);
    }

    public static PersonName? Of(this IReadOnlyDictionary<PersonId, PersonName> names, PersonId? person) =>
        person is { } id ? names.GetValueOrDefault(id) : null;

    /// <summary>Refuses an owner nobody knows.</summary>
    public static async Task DemandPerson(this ConcordDb db, PersonId? person, CancellationToken stop)
    {
        if (person is { } id && !await db.Set<Person>().IgnoreQueryFilters().AnyAsync(known => known.Id == id, stop))
            throw Refusal.Missing("person", id.Value.ToString());
    }
}
