using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

internal sealed record PersonLine(PersonId Id, string Ref, string Name, string Email, string Position, string UnitName, IReadOnlyList<Role> RolesToday);

internal sealed record HeldRole(RoleAssignmentId Id, Role Role, OrganisationUnitId UnitId, string UnitName, DateOnly From, DateOnly? To, bool HoldsToday);

internal sealed record KeyLine(string Ref, string Name, DateTimeOffset Created, DateTimeOffset Expires, DateTimeOffset? RevokedAt, bool Works);

internal sealed record PersonDetail(
    PersonId Id, string Ref, int Version, string Name, string Email, string Position, OrganisationUnitId UnitId, string UnitName, bool HasSignedIn, bool HasPassword,
    IReadOnlyList<HeldRole> Roles, IReadOnlyList<KeyLine> Keys);

internal sealed record UnitLine(OrganisationUnitId Id, string Ref, string Name, OrganisationUnitId? ParentId, int Depth);

/// <summary>Questions about people, roles and units.</summary>
internal sealed class PeopleViews(ConcordDb db)
{
    public static readonly ListOrder<Person> Order = new ListOrder<Person>("name", person => person.Ref)
        .By("name", person => person.Name).By("position", person => person.Position);

    /// <summary>Filter: <c>role:auditor</c> whoever holds it today, and words of name and post.</summary>
    public async Task<PageOf<PersonLine>> List(PageRequest request, CancellationToken stop)
    {
        var today = db.Today;
        var people = db.Set<Person>().AsNoTracking().Mentioning(request, person => person.Name, person => person.Position);
        if (request.State<Role>("role") is { } role)
            people = people.Where(person => person.Roles.Any(held => held.Role == role && held.From <= today && (held.To == null || held.To >= today)));
        var page = await people.Include(person => person.Roles).Page(request, Order, person => person, stop);
        var units = await UnitNames(stop);
        return page.Map(person => new PersonLine(person.Id, person.Ref, person.Name, person.Email, person.Position, units[person.UnitId],
            [.. person.Roles.Where(held => held.HoldsOn(today)).Select(held => held.Role).Distinct().Order()]));
    }

    public async Task<PersonDetail> Page(string reference, CancellationToken stop)
    {
        var person = await db.Set<Person>().AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.Ref == reference, stop)
            ?? throw Refusal.Missing("person", reference);
        return await Describe(person, stop);
    }

    /// <summary>One's own page, whatever one may see of others.</summary>
    public async Task<PersonDetail> Own(PersonId id, CancellationToken stop) =>
        await Describe(await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().Include(p => p.Roles).SingleAsync(p => p.Id == id, stop), stop);

    /// <summary>The assignment of a role that has not ended yet.</summary>
    /// <param name="unit">Where it holds; null: the only one there is.</param>
    public async Task<RoleAssignmentId> HeldRole(string reference, Role role, OrganisationUnitId? unit, CancellationToken stop)
    {
        var held = (await Page(reference, stop)).Roles.Where(known => known.Role == role && (unit is null || known.UnitId == unit) && (known.To is null || known.To >= db.Today)).ToList();
        return held switch
        {
            [var only] => only.Id,
            [] => throw Refusal.Missing($"role {Words.Of(role)} of", reference),
            _ => throw new RuleViolation("ROLE-WHICH", $"{reference} holds the role {Words.Of(role)} in several units. Say in which one it ends."),
        };
    }

    /// <summary>Who holds a role today that allows it in the unit, by name.</summary>
    public async Task<IReadOnlyList<PersonName>> WhoMay(Permission permission, OrganisationUnitId unit, CancellationToken stop)
    {
        var (today, reaching) = (db.Today, (await UnitTree.Read(db, stop)).UpFrom(unit));
        var roles = Enum.GetValues<Role>().Where(role => RolePermissions.Of(role).Contains(permission)).ToList();
        var people = await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().Include(person => person.Roles)
            .Where(person => person.Roles.Any(held => roles.Contains(held.Role))).OrderBy(person => person.Name).ThenBy(person => person.Ref).ToListAsync(stop);
        return [.. people.Where(person => person.Roles.Exists(held => roles.Contains(held.Role) && reaching.Contains(held.UnitId) && held.HoldsOn(today))).Select(person => new PersonName(person.Id, person.Ref, person.Name))];
    }

    /// <summary>In the whole organisation.</summary>
    public async Task<IReadOnlyList<PersonName>> WhoMay(Permission permission, CancellationToken stop) => await WhoMay(permission, await db.WholeOrganisation(stop), stop);

    /// <summary>All units, each after the one it belongs to.</summary>
    public async Task<IReadOnlyList<UnitLine>> Units(CancellationToken stop)
    {
        var units = await db.Set<OrganisationUnit>().AsNoTracking().OrderBy(unit => unit.Name).ToListAsync(stop);
        var below = units.ToLookup(unit => unit.ParentId);
        List<UnitLine> lines = [];
        Walk(null, 0);
        return lines;

        void Walk(OrganisationUnitId? parent, int depth)
        {
            foreach (var unit in below[parent])
            {
                lines.Add(new(unit.Id, unit.Ref, unit.Name, unit.ParentId, depth));
                Walk(unit.Id, depth + 1);
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> NamesOf(IEnumerable<string> references, CancellationToken stop) => await db.NamesOf(references, stop);

    private async Task<PersonDetail> Describe(Person person, CancellationToken stop)
    {
        var units = await UnitNames(stop);
        var now = db.Now;
        var account = await db.Users.AsNoTracking().Where(known => known.PersonId == person.Id).Select(known => new { HasPassword = known.PasswordHash != null }).SingleOrDefaultAsync(stop);
        var keys = await db.Set<ApiKey>().AsNoTracking().Where(key => key.PersonId == person.Id).OrderByDescending(key => key.Created).ToListAsync(stop);
        return new(person.Id, person.Ref, person.Version, person.Name, person.Email, person.Position, person.UnitId, units[person.UnitId],
            account is not null, account?.HasPassword == true,
            [.. person.Roles.OrderByDescending(role => role.HoldsOn(db.Today)).ThenBy(role => role.From)
                .Select(role => new HeldRole(role.Id, role.Role, role.UnitId, units[role.UnitId], role.From, role.To, role.HoldsOn(db.Today)))],
            [.. keys.Select(key => new KeyLine(key.Ref, key.Name, key.Created, key.Expires, key.RevokedAt, key.ValidAt(now)))]);
    }

    private Task<Dictionary<OrganisationUnitId, string>> UnitNames(CancellationToken stop) =>
        db.Set<OrganisationUnit>().AsNoTracking().ToDictionaryAsync(unit => unit.Id, unit => unit.Name, stop);
}
