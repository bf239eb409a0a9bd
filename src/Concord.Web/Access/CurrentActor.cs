using Concord.Foundation;
using Concord.Storage;

namespace Concord.Web.Access;

/// <summary>
/// Who acts in this request. Pages and routes inject it and pass <see cref="Actor"/> to the register; whatever the record answers in this
/// request is limited to what that person may see.
/// </summary>
internal sealed class CurrentActor(ConcordDb db)
{
    private Actor? actor;

    /// <summary>Somebody came in: a signed-in person, the owner of a key, or the visitor of a demonstration.</summary>
    public bool IsKnown => actor is not null;

    /// <summary>A person of the record, not a visitor.</summary>
    public bool IsPerson => actor?.PersonId is not null;

    public Actor Actor => actor ?? throw new RuleViolation(Refusal.AccessDenied, "Sign in first.");

    public PersonId PersonId => Actor.PersonId ?? throw new RuleViolation(Refusal.AccessDenied, "Sign in first.");

    /// <summary>Whether to show a button. The register asks again, for the unit of the record.</summary>
    public bool May(Permission permission) => actor?.MayAnywhere(permission) == true;

    public bool May(Permission permission, OrganisationUnitId unit) => actor?.May(permission, unit) == true;

    public void Become(Actor known)
    {
        actor = known;
        db.SeeAs(known);
    }
}
