using System.ComponentModel;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>People and their roles.</summary>
internal static class PeopleApi
{
    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("People");
        people.MapGet("", ListPeople).Permit(Permission.ManagePeople).WithSummary("People with the roles they hold today");
        people.MapPost("", Invite).Permit(Permission.ManagePeople).Creates().WithSummary("Invite a person; the link that signs in once is shown now and never again");
        people.MapGet("/{reference}", GetPerson).Permit(Permission.ManagePeople).WithSummary("One person with roles and keys");
        people.MapPost("/{reference}/link", NewLink).Permit(Permission.ManagePeople).WithSummary("Make a new link that signs the person in once");
        people.MapPost("/{reference}/roles", AssignRole).Permit(Permission.ManagePeople).WithSummary("Give a role");
        people.MapPost("/{reference}/roles/end", EndRole).Permit(Permission.ManagePeople).WithSummary("End a role that is held today or later");
    }

    private static async Task<Ok<PageOf<PersonLine>>> ListPeople([AsParameters] ListParameters list, PeopleViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<PersonDetail>> GetPerson(string reference, PeopleViews views, CancellationToken stop)
    {
        var person = await views.Page(reference, stop);
        return Answer.One(person, person.Version);
    }

    private static async Task<CreatedRecord<InvitedPerson>> Invite(HttpRequest request, NewPerson body, AddressBook book, PeopleRegister people, PeopleViews views, CurrentActor current, CancellationToken stop)
    {
        var actor = current.Actor;
        var unit = await book.Unit(body.Unit, actor, Permission.ManagePeople, stop);
        var roles = await body.ReadRoles(book, actor, stop);
        var invited = await people.InviteWithRoles(actor, new(body.Name, body.Email, body.Position, unit), roles, stop);
        var person = await views.Page(invited.Ref, stop);
        return Answer.Created(new InvitedPerson(person, SignInLink.Address(Host(request), invited.LinkSecret)), person.Version, $"/people/{invited.Ref}");
    }

    private static async Task<Ok<NewSignInLink>> NewLink(HttpRequest request, string reference, PeopleRegister people, CurrentActor current, CancellationToken stop) =>
        TypedResults.Ok(new NewSignInLink(SignInLink.Address(Host(request), await people.NewLink(current.Actor, reference, stop))));

    private static string Host(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static async Task<OneRecord<PersonDetail>> AssignRole(string reference, GivenRole body, AddressBook book, PeopleRegister people, PeopleViews views, CurrentActor current, CancellationToken stop)
    {
        var actor = current.Actor;
        await people.AssignRole(actor, reference, await body.Read(book, actor, stop), stop);
        return await GetPerson(reference, views, stop);
    }

    private static async Task<OneRecord<PersonDetail>> EndRole(string reference, EndedRole body, AddressBook book, PeopleRegister people, PeopleViews views, CurrentActor current, CancellationToken stop)
    {
        var actor = current.Actor;
        var unit = body.Unit is null ? (OrganisationUnitId?)null : await book.Unit(body.Unit, actor, Permission.ManagePeople, stop);
        await people.EndRole(actor, reference, await views.HeldRole(reference, body.Role, unit, stop), body.LastDay, stop);
        return await GetPerson(reference, views, stop);
    }
}

internal sealed record NewPerson
{
    public required string Name { get; init; }

    public required string Email { get; init; }

    [Description("The post the person holds, for example Head of Data Science.")]
    public string Position { get; init; } = "";

    [Description("Reference of the unit the person works in; the topmost of yours unless told.")]
    public string? Unit { get; init; }

    public IReadOnlyList<GivenRole> Roles { get; init; } = [];

    public async Task<IReadOnlyList<RoleGrant>> ReadRoles(AddressBook book, Actor actor, CancellationToken stop)
    {
        List<RoleGrant> grants = [];
        foreach (var role in Roles) grants.Add(await role.Read(book, actor, stop));
        return grants;
    }
}

/// <param name="Unit">Where the role holds, with everything below; the topmost unit of yours unless told.</param>
/// <param name="From">The first day; today unless told.</param>
/// <param name="To">The last day; until it is ended unless told.</param>
internal sealed record GivenRole(Role Role, string? Unit = null, DateOnly? From = null, DateOnly? To = null)
{
    public async Task<RoleGrant> Read(AddressBook book, Actor actor, CancellationToken stop) => new(Role, await book.Unit(Unit, actor, Permission.ManagePeople, stop), From, To);
}

/// <param name="LastDay">The last day on which it holds; unless told, it no longer holds from now on.</param>
internal sealed record EndedRole(Role Role, string? Unit = null, DateOnly? LastDay = null);

/// <param name="SignInLink">Signs the person in once. Null when the answer is repeated.</param>
internal sealed record InvitedPerson(PersonDetail Line, string? SignInLink) : IShownOnce<InvitedPerson>
{
    public InvitedPerson ToRepeat() => this with { SignInLink = null };
}

internal sealed record NewSignInLink(string SignInLink);
