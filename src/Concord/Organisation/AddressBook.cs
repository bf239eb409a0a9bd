using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>Finds people and units by what somebody outside writes: a reference or an address.</summary>
internal sealed class AddressBook(ConcordDb db)
{
    /// <param name="who">PERSON-0001 or an e-mail address; null: whoever acts.</param>
    public async Task<PersonId> Person(string? who, Actor actor, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(who)) return actor.PersonId ?? throw new RuleViolation("PERSON-MISSING", "Name the person by reference or e-mail address.");
        var (reference, address) = (who.Trim(), who.Trim().ToLowerInvariant());
        var found = await db.Set<Person>().IgnoreQueryFilters().Where(person => person.Ref == reference || person.Email == address)
            .Select(person => (PersonId?)person.Id).SingleOrDefaultAsync(stop);
        return found ?? throw new RuleViolation("PERSON-UNKNOWN", $"Nobody here has the reference or address {reference}. Add the person first.");
    }

    /// <param name="reference">UNIT-0001; null: the topmost unit in which the actor may do it.</param>
    public async Task<OrganisationUnitId> Unit(string? reference, Actor actor, Permission permission, CancellationToken stop)
    {
        var units = await db.Set<OrganisationUnit>().AsNoTracking().OrderBy(unit => unit.Ref).Select(unit => new { unit.Id, unit.Ref, unit.ParentId }).ToListAsync(stop);
        if (!string.IsNullOrWhiteSpace(reference)) return units.SingleOrDefault(unit => unit.Ref == reference.Trim())?.Id ?? throw Refusal.Missing("unit", reference.Trim());
        var allowed = units.Where(unit => actor.May(permission, unit.Id)).ToList();
        var topmost = allowed.Where(unit => allowed.All(other => other.Id != unit.ParentId)).ToList();
        return topmost switch
        {
            [var only] => only.Id,
            [] => throw new RuleViolation(Refusal.AccessDenied, $"{actor.Name} has no role that allows this anywhere ({permission}). Ask an administrator for one."),
            _ => throw new RuleViolation("UNIT-WHICH", $"Say which unit it belongs to. Yours: {string.Join(", ", topmost.Select(unit => unit.Ref))}."),
        };
    }
}
