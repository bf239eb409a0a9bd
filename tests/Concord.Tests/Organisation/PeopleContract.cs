using Concord.Foundation;
using Concord.Journal;
using Concord.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Organisation;

public abstract class PeopleContract(Backend backend)
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task A_role_reaches_down_the_tree_and_only_on_its_days()
    {
        await using var world = await World.Create(backend);
        var (root, retail, markets) = (await world.Unit("ORG"), await world.Unit("RETAIL"), await world.Unit("MARKETS"));
        var invited = await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) =>
            people.Invite(actor, new("Nora Nord", "Nora@Example.test"), new(Role.SystemOwner, retail, world.Today.AddDays(1), world.Today.AddDays(3)), default));
        invited.Ref.ShouldBe("PERSON-0007");

        var nora = world.As("nora@example.test");
        (await nora.Actor()).Grants.ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(3));
        var actor = await nora.Actor();
        actor.May(Permission.EditInventory, retail).ShouldBeTrue();
        actor.May(Permission.EditInventory, markets).ShouldBeFalse();
        actor.May(Permission.EditInventory, root).ShouldBeFalse();
        (await world.As(Role.SystemOwner).Actor()).May(Permission.EditInventory, markets).ShouldBeTrue();
        world.Clock.Advance(TimeSpan.FromDays(1));
        (await nora.Actor()).Grants.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_an_administrator_invites_and_only_within_the_own_units()
    {
        await using var world = await World.Create(backend);
        var retail = await world.Unit("RETAIL");
        (await Refused(() => Invite(world, Role.AimsManager, "a@example.test", null))).ShouldBe(Refusal.AccessDenied);

        await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: retail), new(Role.Administrator, retail), default));
        var rita = world.As("rita@example.test");
        await rita.Do((PeopleRegister people, Actor actor) => people.Invite(actor, new("B", "b@example.test", Unit: retail), new(Role.Viewer, retail), default));
        (await Refused(() => rita.Do((PeopleRegister people, Actor actor) => people.Invite(actor, new("C", "c@example.test"), null, default)))).ShouldBe(Refusal.AccessDenied);
        (await Refused(() => rita.Do((PeopleRegister people, Actor actor) => people.Invite(actor, new("D", "d@example.test", Unit: retail), new(Role.Viewer), default)))).ShouldBe(Refusal.AccessDenied);
        (await world.AsSystem(db => db.Set<Person>().CountAsync(person => person.Email == "d@example.test"))).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_gives_a_role_to_themselves_and_the_last_administrator_stays()
    {
        await using var world = await World.Create(backend);
        var administrator = world.As(Role.Administrator);
        var own = await administrator.Do((PeopleViews views, Actor actor) => views.Page(actor.Ref, default));
        (await Refused(() => administrator.Do((PeopleRegister people, Actor actor) => people.AssignRole(actor, actor.Ref, new(Role.Auditor), default)))).ShouldBe("ROLE-SELF");
        (await Refused(() => EndOwn())).ShouldBe("ROLE-LAST-ADMINISTRATOR");

        await Invite(world, Role.Administrator, "second@example.test", new(Role.Administrator, From: world.Today.AddDays(10)));
        (await Refused(() => EndOwn())).ShouldBe("ROLE-LAST-ADMINISTRATOR");
        world.Clock.Advance(TimeSpan.FromDays(11));
        await EndOwn();
        (await administrator.Actor()).Grants.ShouldBeEmpty();

        Task EndOwn() => administrator.Do((PeopleRegister people, Actor actor) => people.EndRole(actor, actor.Ref, own.Roles.Single().Id, null, default));
    }

    [Fact]
    public async Task A_role_taken_back_on_the_day_it_was_given_holds_no_longer()
    {
        await using var world = await World.Create(backend);
        var nora = await Invite(world, Role.Administrator, "nora@example.test", new(Role.Auditor));
        var page = await world.As(Role.Administrator).See((PeopleViews views) => views.Page(nora.Ref, default));
        await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.EndRole(actor, nora.Ref, page.Roles.Single().Id, null, default));
        (await world.As("nora@example.test").Actor()).Grants.ShouldBeEmpty();
        await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.AssignRole(actor, nora.Ref, new(Role.Auditor), default));
        (await Refused(() => world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.AssignRole(actor, nora.Ref, new(Role.Auditor), default)))).ShouldBe("ROLE-HELD");
    }

    [Fact]
    public async Task A_link_signs_in_once_and_not_after_a_week()
    {
        await using var world = await World.Create(backend);
        var nora = await Invite(world, Role.Administrator, "nora@example.test", new(Role.Viewer));
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await Redeem(world, nora.LinkSecret) == nora.Id ? "in" : "somebody else";
            }
            catch (RuleViolation refusal)
            {
                return refusal.Code;
            }
        })));
        answers.Count(answer => answer == "in").ShouldBe(1);
        answers.Count(answer => answer == "LINK-SPENT").ShouldBe(3);

        var late = await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.NewLink(actor, nora.Ref, default));
        var later = await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.NewLink(actor, nora.Ref, default));
        (await Refused(() => Redeem(world, late))).ShouldBe("LINK-SPENT");
        world.Clock.Advance(PeopleRegister.LinkLasts);
        (await Refused(() => Redeem(world, later))).ShouldBe("LINK-SPENT");
    }

    [Fact]
    public async Task The_first_administrator_comes_in_by_a_link_that_is_made_anew_until_somebody_has_signed_in()
    {
        await using var world = await World.Empty(backend);
        var first = await world.WithoutActor((PeopleRegister people) => people.FirstAdministrator(default));
        var second = await world.WithoutActor((PeopleRegister people) => people.FirstAdministrator(default));
        second!.Id.ShouldBe(first!.Id);
        (await Refused(() => Redeem(world, first.LinkSecret))).ShouldBe("LINK-SPENT");
        (await Redeem(world, second.LinkSecret)).ShouldBe(first.Id);
        (await world.WithoutActor((PeopleRegister people) => people.FirstAdministrator(default))).ShouldBeNull();
        var administrator = world.As("administrator@localhost");
        await administrator.Do((PeopleRegister people, Actor actor) => people.Rename(actor, actor.Ref, 0, new("Ada Admin", "ada@example.test"), default));
        (await world.As("ada@example.test").Actor()).MayAnywhere(Permission.ManagePeople).ShouldBeTrue();
    }

    [Fact]
    public async Task The_link_of_a_first_person_added_by_name_outlives_a_start_and_ends_when_either_is_used()
    {
        await using var world = await World.Empty(backend);
        var added = await world.WithoutActor((PeopleRegister people) => people.Found(new("Ada Admin", "ada@example.test"), [Role.Administrator], default));
        var printed = await world.WithoutActor((PeopleRegister people) => people.FirstAdministrator(default));
        printed!.Id.ShouldBe(added!.Id);
        (await Redeem(world, added.LinkSecret)).ShouldBe(added.Id);
        (await Refused(() => Redeem(world, printed.LinkSecret))).ShouldBe("LINK-SPENT");
    }

    [Fact]
    public async Task A_password_is_set_after_a_link_checked_and_closed_after_five_wrong_guesses()
    {
        await using var world = await World.Create(backend);
        var nora = await Invite(world, Role.Administrator, "nora@example.test", new(Role.Viewer));
        var page = world.As("nora@example.test");
        (await Refused(() => SetPassword(null, Password))).ShouldBe("PASSWORD-NO-ACCOUNT");
        await Redeem(world, nora.LinkSecret);
        (await Refused(() => SetPassword(null, "short"))).ShouldBe("PASSWORD-RULES");
        (await Refused(() => SetPassword(null, "nora nora nora 12"))).ShouldBe("PASSWORD-RULES");
        await SetPassword(null, Password);
        (await Refused(() => SetPassword("wrong", "another long password"))).ShouldBe("PASSWORD-RULES");
        (await SignIn("Nora@example.test ", Password)).ShouldBe(nora.Id);

        for (var guess = 0; guess < 5; guess++) (await Refused(() => SignIn("nora@example.test", "wrong"))).ShouldBe("SIGN-IN-REFUSED");
        (await Refused(() => SignIn("nora@example.test", Password))).ShouldBe("SIGN-IN-REFUSED");
        (await Refused(() => SignIn("stranger@example.test", Password))).ShouldBe("SIGN-IN-REFUSED");
        var acts = await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Subject == nora.Ref).OrderBy(entry => entry.Sequence).Select(entry => entry.Act).ToListAsync());
        acts.ShouldBe(["person.invited", "role.assigned", "person.signed-in-by-link", "person.password-set", "person.signed-in",
            "person.sign-in-failed", "person.sign-in-failed", "person.sign-in-failed", "person.sign-in-failed", "person.locked-out"]);

        var stamp = await world.As("nora@example.test").See((Accounts accounts) => accounts.StampOf(nora.Id, default));
        await Redeem(world, await world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.NewLink(actor, nora.Ref, default)));
        (await world.As("nora@example.test").See((Accounts accounts) => accounts.StampOf(nora.Id, default))).ShouldNotBe(stamp);
        (await world.As("nora@example.test").See((Accounts accounts) => accounts.HasPassword(nora.Id, default))).ShouldBeFalse();

        Task SetPassword(string? current, string next) => page.Do((Accounts accounts, Actor actor) => accounts.SetPassword(actor, current, next, default));
        Task<PersonId> SignIn(string email, string password) => page.See((Accounts accounts) => accounts.SignIn(email, password, default));
    }

    [Fact]
    public async Task A_key_acts_as_its_owner_until_it_is_revoked_or_runs_out()
    {
        await using var world = await World.Create(backend);
        var owner = world.As(Role.SystemOwner);
        var key = await owner.Do((ApiKeys keys, Actor actor) => keys.Create(actor, "pipeline", 30, default));
        key.Text.ShouldStartWith("concord_");
        var actor = await world.As(Role.Viewer).See((Actors actors) => actors.OfKey(key.Text, default));
        actor!.PersonId.ShouldBe(await world.PersonId(Role.SystemOwner));
        actor.Via.ShouldBe(Via.Api);
        (await world.As(Role.Viewer).See((Actors actors) => actors.OfKey(key.Text + "x", default))).ShouldBeNull();

        (await Refused(() => world.As(Role.RiskOwner).Do((ApiKeys keys, Actor other) => keys.Revoke(other, key.Ref, default)))).ShouldBe(Refusal.AccessDenied);
        await world.As(Role.Administrator).Do((ApiKeys keys, Actor administrator) => keys.Revoke(administrator, key.Ref, default));
        (await world.As(Role.Viewer).See((Actors actors) => actors.OfKey(key.Text, default))).ShouldBeNull();

        var second = await owner.Do((ApiKeys keys, Actor person) => keys.Create(person, "pipeline", 30, default));
        world.Clock.Advance(TimeSpan.FromDays(30));
        (await world.As(Role.Viewer).See((Actors actors) => actors.OfKey(second.Text, default))).ShouldBeNull();
    }

    [Fact]
    public async Task An_address_is_known_once_and_a_rename_from_an_old_page_is_refused()
    {
        await using var world = await World.Create(backend);
        (await Refused(() => Invite(world, Role.Administrator, World.EmailOf(Role.Viewer).ToUpperInvariant(), null))).ShouldBe("PERSON-EMAIL-TAKEN");
        var nora = await Invite(world, Role.Administrator, "nora@example.test", null);
        await Rename(0, "nora.nord@example.test");
        (await Refused(() => Rename(0, "n@example.test"))).ShouldBe(Refusal.Stale);
        (await Refused(() => Rename(1, World.EmailOf(Role.Viewer)))).ShouldBe("PERSON-EMAIL-TAKEN");

        Task Rename(int version, string email) => world.As(Role.Administrator).Do((PeopleRegister people, Actor actor) => people.Rename(actor, nora.Ref, version, new("Nora", email), default));
    }

    [Fact]
    public async Task People_are_listed_filtered_sorted_and_paged_in_the_database()
    {
        await using var world = await World.Create(backend);
        var list = await List(new(1, 2, "-name"));
        list.Total.ShouldBe(6);
        list.Items.Select(line => line.Name).ShouldBe(["Viewer Person", "SystemOwner Person"]);
        (await List(new(Filter: "role:auditor"))).Items.Single().Email.ShouldBe("auditor@example.test");
        (await List(new(Filter: "MANAGER person"))).Items.Single().RolesToday.ShouldBe([Role.AimsManager]);
        (await Refused(() => List(new(Filter: "role:nonsense")))).ShouldBe("LIST-FILTER");

        Task<PageOf<PersonLine>> List(PageRequest request) => world.As(Role.Viewer).See((PeopleViews views) => views.List(request, default));
    }

    private static Task<Invited> Invite(World world, Role by, string email, RoleGrant? role) =>
        world.As(by).Do((PeopleRegister people, Actor actor) => people.Invite(actor, new("Nora Nord", email), role, default));

    private static Task<PersonId> Redeem(World world, string secret) => world.WithoutActor((PeopleRegister people) => people.Redeem(secret, default));

    private static async Task<string> Refused(Func<Task> act) => (await Should.ThrowAsync<RuleViolation>(act)).Code;
}

public sealed class PeopleOnSqlite() : PeopleContract(Backend.Sqlite);

public sealed class PeopleOnPostgres() : PeopleContract(Backend.Postgres);
