using System.Net;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Access;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.AspNetCore.Builder;

namespace Concord.Web.Tests.Access;

public sealed class AccessTests
{
    private const string Password = "correct horse battery";

    [Fact]
    public async Task Opening_a_link_does_not_spend_it_and_pressing_its_button_does()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        var invited = await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Nora Nord", "nora@example.test"), new(Role.Viewer), default));
        var address = $"/link?secret={invited.LinkSecret}";
        for (var scanner = 0; scanner < 3; scanner++)
        {
            using var client = app.Client();
            (await client.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await client.PostAsync(address, null)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, "a form without its token");
        }

        using var nora = app.Visitor();
        (await nora.Send(address, "link")).Headers.Location!.ToString().ShouldEndWith("/account");
        (await nora.Read("/account")).ShouldContain("Nora Nord");
        using var second = app.Visitor();
        var spent = await second.Send(address, "link");
        spent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await spent.Content.ReadAsStringAsync()).ShouldContain("LINK-SPENT");
        (await second.Open("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task A_page_asks_to_sign_in_and_leads_back_but_never_to_another_host()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var nora = app.Visitor();
        await nora.SignIn(world, Role.Auditor);
        (await nora.Send("/account", "password", ("Passwords.Next", Password))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await nora.Send("/account", "sign-out")).StatusCode.ShouldBe(HttpStatusCode.Found);

        var asked = await nora.Open("/people?filter=role:auditor");
        asked.StatusCode.ShouldBe(HttpStatusCode.Found);
        asked.Headers.Location!.PathAndQuery.ShouldBe("/sign-in?returnUrl=%2Fpeople%3Ffilter%3Drole%3Aauditor");
        var back = await SignIn(asked.Headers.Location.PathAndQuery, Password);
        back.Headers.Location!.ToString().ShouldEndWith("/people?filter=role:auditor");
        (await nora.Open("/people?filter=role:auditor")).StatusCode.ShouldBe(HttpStatusCode.OK);

        foreach (var evil in (string[])["//evil.example", "/\\evil.example", "https://evil.example/", "evil", "/\t/evil.example"])
        {
            var answer = await SignIn($"/sign-in?returnUrl={Uri.EscapeDataString(evil)}", Password);
            new Uri(new Uri(app.Address), answer.Headers.Location!).ShouldBe(new Uri(new Uri(app.Address), "/"), evil);
        }
        var wrong = await SignIn("/sign-in", "wrong password");
        wrong.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wrong.Content.ReadAsStringAsync()).ShouldNotContain("wrong password");

        Task<HttpResponseMessage> SignIn(string path, string password) => nora.Send(path, "sign-in", ("Entered.Email", World.EmailOf(Role.Auditor)), ("Entered.Password", password));
    }

    [Fact]
    public async Task What_the_role_does_not_allow_is_forbidden_and_a_role_that_ended_ends_at_once()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await viewer.Open("/people/invite")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.Read("/people")).ShouldNotContain("@example.test");

        using var administrator = await app.Visitor().SignIn(world, Role.Administrator);
        (await administrator.Read("/people")).ShouldContain("viewer@example.test");
        var person = (await world.As(Role.Viewer).Actor()).Ref;
        var page = await administrator.Read($"/people/{person}");
        var form = System.Text.RegularExpressions.Regex.Match(page, "end-[0-9a-f]{32}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        (await (await administrator.Send($"/people/{person}", form)).Content.ReadAsStringAsync()).ShouldContain("The role no longer holds.");
        (await viewer.Open("/people")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task An_administrator_invites_gives_a_role_and_the_person_comes_in(Backend backend)
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var administrator = await app.Visitor().SignIn(world, Role.Administrator);
        var invited = await (await administrator.Send("/people/invite", "invite", ("Entered.Name", "Nora Nord"), ("Entered.Email", "nora@example.test"), ("Entered.Unit", "RETAIL"), ("Entered.Role", "Viewer"))).Content.ReadAsStringAsync();
        var link = System.Text.RegularExpressions.Regex.Match(invited, "/link\\?secret=[A-Za-z0-9_-]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        (await administrator.Send("/people/PERSON-0007", "give-role", ("Given.Role", "Auditor"), ("Given.Unit", "MARKETS"), ("Given.From", "2026-03-02"), ("Given.To", "2026-03-31"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var nora = app.Visitor();
        (await nora.Send(link, "link")).StatusCode.ShouldBe(HttpStatusCode.Found);
        var account = await nora.Read("/account");
        account.ShouldContain("Retail");
        account.ShouldContain("Markets");
        account.ShouldContain("31 Mar 2026");

        var again = await administrator.Send("/people/invite", "invite", ("Entered.Name", "Nora Two"), ("Entered.Email", "nora@example.test"), ("Entered.Unit", "ORG"), ("Entered.Role", ""));
        again.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await again.Content.ReadAsStringAsync()).ShouldContain("PERSON-EMAIL-TAKEN");
    }

    [Fact]
    public async Task A_key_opens_the_api_as_its_owner_and_a_cookie_does_not()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, routes: routes =>
        {
            routes.MapGet("/api/v1/who-acts", (CurrentActor current) => $"{current.Actor.Ref} {current.Actor.Via}").Permit(Permission.ViewRegister);
            routes.MapGet("/api/v1/who-manages", () => "all").Permit(Permission.ManagePeople);
        });
        using var owner = await app.Visitor().SignIn(world, Role.SystemOwner);
        (await owner.Open("/api/v1/who-acts")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var made = await (await owner.Send("/account", "new-key", ("NewKey.Name", "pipeline"), ("NewKey.Days", "30"))).Content.ReadAsStringAsync();
        var key = System.Text.RegularExpressions.Regex.Match(made, "concord_[A-Za-z0-9_-]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        (await owner.Read("/account")).ShouldNotContain(key);

        using var program = app.Client();
        var refused = await program.GetAsync("/api/v1/who-acts");
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        refused.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        program.DefaultRequestHeaders.Authorization = new("Bearer", key);
        (await program.GetStringAsync("/api/v1/who-acts")).ShouldBe($"{(await world.As(Role.SystemOwner).Actor()).Ref} Api");
        var forbidden = await program.GetAsync("/api/v1/who-manages");
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await forbidden.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"ACCESS-DENIED\"");

        (await owner.Send("/account", "revoke-KEY-0001")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetAsync("/api/v1/who-acts")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_visitor_of_the_demonstration_reads_as_viewer_and_may_do_nothing()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var visitor = app.Visitor();
        (await visitor.Read("/people")).ShouldNotContain("@example.test");
        (await visitor.Open("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await visitor.Open("/people/invite")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Guessing_from_one_address_is_slowed_down()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { GuessesPerMinute = 3 });
        using var visitor = app.Visitor();
        for (var guess = 0; guess < 3; guess++) (await visitor.Send($"/link?secret=guess{guess}", "link")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var limited = await visitor.Send("/link?secret=guess4", "link");
        limited.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        limited.Headers.RetryAfter.ShouldNotBeNull();
        (await visitor.Open("/sign-in")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_link_ends_the_sessions_opened_before()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var old = await app.Visitor().SignIn(world, Role.RiskOwner);
        (await old.Open("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var now = await app.Visitor().SignIn(world, Role.RiskOwner);
        (await old.Open("/account")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await now.Open("/account")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
