using System.Collections.Frozen;

namespace Concord.Foundation;

/// <summary>The way an act came in. Journalled with every entry.</summary>
internal enum Via
{
    Page,
    Api,
    LocalConsole,
    System,
}

/// <summary>One assignment of a person, resolved: what it allows, in which units (the assigned unit and all below it).</summary>
internal sealed record Grant(string Role, FrozenSet<Permission> Permissions, FrozenSet<OrganisationUnitId> Units);

/// <summary>Who acts. The only place that answers "may this person do this here?".</summary>
internal sealed record Actor(PersonId? PersonId, string Ref, string Name, Via Via, IReadOnlyList<Grant> Grants)
{
    /// <summary>The product itself, for what follows from evidence without a person deciding it.</summary>
    public static Actor System { get; } = new(null, "system", "Concord", Via.System, []);

    public bool IsSystem => Via == Via.System;

    public bool May(Permission permission, OrganisationUnitId unit) =>
        IsSystem || Grants.Any(grant => grant.Permissions.Contains(permission) && grant.Units.Contains(unit));

    public bool MayAnywhere(Permission permission) => IsSystem || Grants.Any(grant => grant.Permissions.Contains(permission));

    public bool HasRole(string role, OrganisationUnitId unit) => Grants.Any(grant => grant.Role == role && grant.Units.Contains(unit));

    public IReadOnlyCollection<OrganisationUnitId> UnitsWith(Permission permission) =>
        [.. Grants.Where(grant => grant.Permissions.Contains(permission)).SelectMany(grant => grant.Units).Distinct()];

    public void Demand(Permission permission, OrganisationUnitId unit)
    {
        if (!May(permission, unit))
            throw new RuleViolation(Refusal.AccessDenied, $"{Name} has no role that allows this here ({permission}). Ask an administrator for one.");
    }

    /// <summary>Acts under separation of duties need an identified person: a key or a signed-in page, never a name typed on a console.</summary>
    public PersonId DemandDuty(Permission permission, OrganisationUnitId unit)
    {
        if (Via == Via.LocalConsole)
            throw new RuleViolation(Refusal.LocalNoDuty, "This act is under separation of duties. Do it on the page, or with --server and the person's own key.");
        Demand(permission, unit);
        return PersonId ?? throw new RuleViolation(Refusal.AccessDenied, "This act needs a person.");
    }

    public PersonId DemandPerson(Permission permission, OrganisationUnitId unit)
    {
        Demand(permission, unit);
        return PersonId ?? throw new RuleViolation(Refusal.AccessDenied, "This act needs a person.");
    }
}

/// <summary>Codes of refusals that hosts translate into a status of their own (403, 404, 412, 428, 503).</summary>
internal static class Refusal
{
    public const string AccessDenied = "ACCESS-DENIED";
    public const string LocalNoDuty = "LOCAL-NO-DUTY";
    public const string NotFound = "NOT-FOUND";
    public const string Stale = "STALE-VERSION";
    public const string VersionRequired = "VERSION-REQUIRED";

    /// <summary>Come back later: 503 with Retry-After.</summary>
    public const string InboxFull = "INBOX-FULL";
    public const string InboxUnavailable = "INBOX-UNAVAILABLE";

    public static RuleViolation Missing(string what, string reference) =>
        new(NotFound, $"There is no {what} {reference}, or it lies outside your part of the organisation.");

    /// <summary>Refuses a change that was made from an older state of the record.</summary>
    public static void IfStale(IRecord record, int expectedVersion)
    {
        if (record.Version != expectedVersion)
            throw new RuleViolation(Stale, $"{record.Ref} was changed meanwhile (version {record.Version}, you saw {expectedVersion}). Look at it again, then repeat your change.");
    }
}
