using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>Somebody to be added.</summary>
/// <param name="Unit">Where the person works; null: the organisation itself.</param>
internal sealed record Invitation(string Name, string Email, string Position = "", OrganisationUnitId? Unit = null);

/// <summary>A role to be given.</summary>
/// <param name="Unit">Where it holds, with everything below; null: the whole organisation.</param>
/// <param name="From">The first day; null: today.</param>
/// <param name="To">The last day; null: until it is ended.</param>
internal sealed record RoleGrant(Role Role, OrganisationUnitId? Unit = null, DateOnly? From = null, DateOnly? To = null);

/// <summary>The person as registered, and the link that signs in once. The link is shown now and never again.</summary>
internal sealed record Invited(PersonId Id, string Ref, string LinkSecret);

/// <summary>Who belongs to the organisation and what they may do: every change of it.</summary>
internal sealed class PeopleRegister(ConcordDb db)
{
    public static readonly TimeSpan LinkLasts = TimeSpan.FromDays(7);

    /// <summary>Of the administrator a start makes where nobody is there yet.</summary>
    private const string NamelessAddress = "administrator@localhost";

    public Task<Invited> Invite(Actor actor, Invitation invitation, RoleGrant? role, CancellationToken stop) =>
        InviteWithRoles(actor, invitation, role is null ? [] : [role], stop);

    public async Task<Invited> InviteWithRoles(Actor actor, Invitation invitation, IReadOnlyList<RoleGrant> roles, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var root = await db.WholeOrganisation(stop);
        var unit = invitation.Unit ?? root;
        actor.Demand(Permission.ManagePeople, unit);
        await RefuseKnownAddress(invitation.Email, null, stop);
        var person = new Person(await work.NextRef("PERSON", stop), unit, invitation.Name, invitation.Email, invitation.Position);
        db.Add(person);
        work.Note("person.invited", person.Ref, "Invited; a link that signs in once was made.");
        foreach (var role in roles) Give(work, person, role, root);
        var secret = MakeLink(person.Id);
        await work.Commit(stop);
        return new(person.Id, person.Ref, secret);
    }

    /// <summary>A new link for somebody who lost the first one or the password. Older links stop working.</summary>
    public async Task<string> NewLink(Actor actor, string personRef, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var person = await Find(personRef, stop);
        DemandOverAllOf(actor, person);
        var secret = await ReplaceLinks(person.Id, stop);
        work.Note("person.link-made", person.Ref, "A new link that signs in once was made; older ones no longer work.");
        await work.Commit(stop);
        return secret;
    }

    public async Task Rename(Actor actor, string personRef, int version, Invitation now, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var person = await Find(personRef, stop);
        if (actor.PersonId == person.Id) actor.Demand(Permission.OwnAccount, person.UnitId);
        else DemandOverAllOf(actor, person);
        Refusal.IfStale(person, version);
        await RefuseKnownAddress(now.Email, person.Id, stop);
        person.Rename(now.Name, now.Email, now.Position);
        work.Note("person.renamed", person.Ref, "Name, address or post changed.");
        await work.Commit(stop);
    }

    public async Task AssignRole(Actor actor, string personRef, RoleGrant role, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        Give(work, await Find(personRef, stop), role, await db.WholeOrganisation(stop));
        await work.Commit(stop);
    }

    /// <param name="lastDay">The last day on which it holds; null: it ends today, and no longer holds from now on.</param>
    public async Task EndRole(Actor actor, string personRef, RoleAssignmentId assignment, DateOnly? lastDay, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var person = await Find(personRef, stop);
        var held = person.Roles.SingleOrDefault(role => role.Id == assignment) ?? throw Refusal.Missing("role assignment of", personRef);
        actor.Demand(Permission.ManagePeople, held.UnitId);
        var last = lastDay ?? db.Today.AddDays(-1);
        if (await IsLastAdministrator(held, last, stop))
            throw new RuleViolation("ROLE-LAST-ADMINISTRATOR", "This is the last administrator of the whole organisation. Give somebody else that role first, without an end.");
        held.End(last);
        work.Note("role.ended", person.Ref, $"Role {Words.Of(held.Role)} ends with {last:yyyy-MM-dd}.");
        await work.Commit(stop);
    }

    /// <summary>
    /// The link with which the very first person comes in. It is made anew at each start until somebody has signed in; from then on there is none.
    /// Who was added by name was given a link then, and that one goes on working beside it.
    /// </summary>
    public async Task<Invited?> FirstAdministrator(CancellationToken stop)
    {
        if (await db.Users.AnyAsync(stop)) return null;
        await using var work = await db.Begin(Actor.System, stop);
        var person = await db.Set<Person>().IgnoreQueryFilters().Include(p => p.Roles).OrderBy(p => p.Ref)
            .FirstOrDefaultAsync(p => p.Roles.Any(role => role.Role == Role.Administrator && role.To == null), stop) ?? await MakeFirstAdministrator(work, stop);
        var secret = person.Email == NamelessAddress ? await ReplaceLinks(person.Id, stop) : MakeLink(person.Id);
        work.Note("person.link-made", person.Ref, "A link for the first administrator was printed on the console.");
        await work.Commit(stop);
        return new(person.Id, person.Ref, secret);
    }

    /// <summary>Spends a link: whoever holds it is the person it was made for. A password set before no longer works.</summary>
    public async Task<PersonId> Redeem(string secret, CancellationToken stop)
    {
        var hash = Secret.HashOf(secret);
        await using var work = await db.Begin(Actor.System, stop);
        var link = await db.Set<OneTimeLink>().SingleOrDefaultAsync(known => known.Hash == hash, stop)
            ?? throw new RuleViolation("LINK-SPENT", "This link was used already or has run out. Ask an administrator for a new one.");
        link.Use(db.Now);
        db.RemoveRange(await db.Set<OneTimeLink>().Where(other => other.PersonId == link.PersonId && other.UsedAt == null && other.Hash != hash).ToListAsync(stop));
        var person = await db.Set<Person>().IgnoreQueryFilters().SingleAsync(p => p.Id == link.PersonId, stop);
        if (await db.Users.SingleOrDefaultAsync(known => known.PersonId == person.Id, stop) is { } account) account.StartAnew();
        else db.Add(SignInAccount.For(person));
        work.Note("person.signed-in-by-link", person.Ref, "Signed in with a link that works once.");
        await work.Commit(stop);
        return person.Id;
    }

    /// <summary>
    /// The first person of an installation, made by the installation itself because nobody is there yet who could; null when somebody is.
    /// </summary>
    public async Task<Invited?> Found(Invitation invitation, IReadOnlyList<Role> roles, CancellationToken stop)
    {
        if (await db.Set<Person>().IgnoreQueryFilters().AnyAsync(stop)) return null;
        if (!roles.Contains(Role.Administrator))
            throw new RuleViolation("PERSON-FIRST", "The first person is the administrator who adds the others. Give the role administrator, beside others if needed.");
        await using var work = await db.Begin(Actor.System, stop);
        var person = await MakeFirst(work, invitation, roles, stop);
        var secret = MakeLink(person.Id);
        await work.Commit(stop);
        return new(person.Id, person.Ref, secret);
    }

    private Task<Person> MakeFirstAdministrator(Work work, CancellationToken stop) =>
        MakeFirst(work, new("First administrator", NamelessAddress), [Role.Administrator], stop);

    private async Task<Person> MakeFirst(Work work, Invitation invitation, IReadOnlyList<Role> roles, CancellationToken stop)
    {
        var root = await db.Set<OrganisationUnit>().SingleOrDefaultAsync(unit => unit.ParentId == null, stop);
        if (root is null)
        {
            root = new(await work.NextRef("UNIT", stop), "Our organisation", null);
            db.Add(root);
            work.Note("organisation.created", root.Ref, "The organisation itself.");
        }
        var person = new Person(await work.NextRef("PERSON", stop), root.Id, invitation.Name, invitation.Email, invitation.Position);
        foreach (var role in roles.Distinct()) person.Assign(role, root.Id, db.Today, null, by: null);
        db.Add(person);
        work.Note("person.first-administrator", person.Ref, "The first administrator, made by the installation itself.");
        return person;
    }

    private void Give(Work work, Person person, RoleGrant role, OrganisationUnitId root)
    {
        var unit = role.Unit ?? root;
        work.Actor.Demand(Permission.ManagePeople, unit);
        var given = person.Assign(role.Role, unit, role.From ?? db.Today, role.To, work.Actor.PersonId);
        db.Add(given);
        var until = given.To is { } last ? $"to {last:yyyy-MM-dd}" : "until ended";
        work.Note("role.assigned", person.Ref, $"Role {Words.Of(role.Role)} from {given.From:yyyy-MM-dd} {until}.");
    }

    private async Task<string> ReplaceLinks(PersonId person, CancellationToken stop)
    {
        db.RemoveRange(await db.Set<OneTimeLink>().Where(link => link.PersonId == person && link.UsedAt == null).ToListAsync(stop));
        return MakeLink(person);
    }

    private string MakeLink(PersonId person)
    {
        var secret = Secret.New("");
        db.Add(new OneTimeLink(person, secret.Hash, db.Now + LinkLasts));
        return secret.Text;
    }

    /// <summary>A link or another address opens everything the person may do: whoever makes one needs to be administrator of all of it.</summary>
    private void DemandOverAllOf(Actor actor, Person person)
    {
        actor.Demand(Permission.ManagePeople, person.UnitId);
        foreach (var role in person.Roles.Where(role => role.To is null || role.To >= db.Today)) actor.Demand(Permission.ManagePeople, role.UnitId);
    }

    private async Task<Person> Find(string reference, CancellationToken stop) =>
        await db.Set<Person>().Include(person => person.Roles).SingleOrDefaultAsync(person => person.Ref == reference, stop)
        ?? throw Refusal.Missing("person", reference);

    private async Task RefuseKnownAddress(string email, PersonId? except, CancellationToken stop)
    {
        var address = email.Trim().ToLowerInvariant();
        if (await db.Set<Person>().IgnoreQueryFilters().AnyAsync(person => person.Email == address && person.Id != except, stop))
            throw new RuleViolation("PERSON-EMAIL-TAKEN", "Somebody with this address is registered already.");
    }

    /// <summary>Somebody must always be administrator of the whole organisation, without an end in sight.</summary>
    private async Task<bool> IsLastAdministrator(RoleAssignment ending, DateOnly lastDay, CancellationToken stop)
    {
        var root = await db.WholeOrganisation(stop);
        if (ending.Role != Role.Administrator || ending.UnitId != root || ending.To is not null) return false;
        var needed = lastDay.AddDays(1);
        return !await db.Set<RoleAssignment>().AnyAsync(
            role => role.Id != ending.Id && role.Role == Role.Administrator && role.UnitId == root && role.To == null && role.From <= needed, stop);
    }
}
