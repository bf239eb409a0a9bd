using System.Collections.Frozen;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>
/// Finds out who acts: a person with the roles held today, each reaching the unit it was given for and all units below it. It looks past the
/// filter on units, because nobody is known yet when it is asked.
/// </summary>
internal sealed class Actors(ConcordDb db)
{
    /// <summary>Whoever comes to the demonstration without signing in. No such role is given anywhere else.</summary>
    public async Task<Actor> AnonymousViewer(CancellationToken stop)
    {
        var units = await db.Set<OrganisationUnit>().AsNoTracking().Select(unit => unit.Id).ToListAsync(stop);
        return new(null, "anonymous", "Visitor", Via.Page, [GrantOf(Role.Viewer, units) with { Permissions = FrozenSet.Create(Permission.ViewRegister, Permission.ViewJournal) }]);
    }

    public Task<Actor?> OfPerson(PersonId id, Via via, CancellationToken stop) => Of(people => people.Where(person => person.Id == id), via, stop);

    /// <summary>The person named on a local console.</summary>
    public async Task<Actor> OnLocalConsole(string email, CancellationToken stop)
    {
        var address = email.Trim().ToLowerInvariant();
        return await Of(people => people.Where(person => person.Email == address), Via.LocalConsole, stop)
            ?? throw new RuleViolation("PERSON-UNKNOWN", $"Nobody here has the address {address}. Add the person first: concord person add {address} --name NAME --role ROLE.");
    }

    /// <summary>The owner of an API key; null when the key is unknown, expired or revoked.</summary>
    public async Task<Actor?> OfKey(string secret, CancellationToken stop)
    {
        var hash = Secret.HashOf(secret);
        var key = await db.Set<ApiKey>().AsNoTracking().SingleOrDefaultAsync(known => known.Hash == hash, stop);
        return key is not null && key.ValidAt(db.Now) ? await OfPerson(key.PersonId, Via.Api, stop) : null;
    }

    private async Task<Actor?> Of(Func<IQueryable<Person>, IQueryable<Person>> which, Via via, CancellationToken stop)
    {
        var person = await which(db.Set<Person>().IgnoreQueryFilters().AsNoTracking().Include(p => p.Roles)).SingleOrDefaultAsync(stop);
        if (person is null) return null;
        var units = await UnitTree.Read(db, stop);
        var today = db.Today;
        return new(person.Id, person.Ref, person.Name, via,
            [.. person.Roles.Where(role => role.HoldsOn(today)).Select(role => GrantOf(role.Role, units.From(role.UnitId)))]);
    }

    private static Grant GrantOf(Role role, IEnumerable<OrganisationUnitId> units) =>
        new(role.ToString(), RolePermissions.Of(role).ToFrozenSet(), units.ToFrozenSet());
}

/// <summary>Which units lie below which.</summary>
internal sealed class UnitTree(IEnumerable<(OrganisationUnitId Id, OrganisationUnitId? Parent)> units)
{
    private readonly ILookup<OrganisationUnitId?, OrganisationUnitId> below = units.ToLookup(unit => unit.Parent, unit => unit.Id);
    private readonly Dictionary<OrganisationUnitId, OrganisationUnitId?> above = units.ToDictionary(unit => unit.Id, unit => unit.Parent);

    public static async Task<UnitTree> Read(ConcordDb db, CancellationToken stop)
    {
        var units = await db.Set<OrganisationUnit>().AsNoTracking().Select(unit => new { unit.Id, unit.ParentId }).ToListAsync(stop);
        return new(units.Select(unit => (unit.Id, unit.ParentId)));
    }

    /// <summary>The unit itself and everything below it.</summary>
    public IReadOnlySet<OrganisationUnitId> From(OrganisationUnitId unit)
    {
        HashSet<OrganisationUnitId> reached = [unit];
        var open = new Queue<OrganisationUnitId>([unit]);
        while (open.TryDequeue(out var next))
        {
            foreach (var child in below[next].Where(reached.Add)) open.Enqueue(child);
        }
        return reached;
    }

    /// <summary>The unit itself and everything it lies below.</summary>
    public IReadOnlySet<OrganisationUnitId> UpFrom(OrganisationUnitId unit)
    {
        var reached = new HashSet<OrganisationUnitId>();
        for (OrganisationUnitId? next = unit; next is { } here && reached.Add(here);) next = above.GetValueOrDefault(here);
        return reached;
    }
}
