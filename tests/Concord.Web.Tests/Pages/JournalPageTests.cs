using System.Net;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

public sealed class JournalPageTests
{
    [Theory]
    [InlineData(Backend.Sqlite)]
    [InlineData(Backend.Postgres)]
    public async Task An_auditor_reads_filters_and_opens_entries(Backend backend)
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var auditor = await app.Visitor().SignIn(world, Role.Auditor);

        var all = await auditor.Read("/journal?size=5");
        all.ShouldContain("of 17"); // The policy and the library that are adopted, the organisation, two entries for each of six people, the link and the signing in.
        all.ShouldContain("Auditor Person");
        var roles = await auditor.Read("/journal?filter=act:role");
        roles.ShouldContain("role.assigned");
        roles.ShouldNotContain("person.invited");
        (await auditor.Open("/journal?words=&subject=PERSON-0003&act=&actor=")).Headers.Location!.ToString().ShouldEndWith("/journal?filter=subject%3APERSON-0003");
        (await auditor.Read("/journal?filter=subject:PERSON-0003")).ShouldContain("/people/PERSON-0003");

        var entry = await auditor.Read("/journal/4");
        entry.ShouldContain("person.invited");
        entry.ShouldContain("RoleAssignment");
        (await auditor.Open("/journal/99")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_journal_tells_of_all_units_and_is_closed_to_those_who_may_read_it_in_some()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        var retail = await world.Unit("RETAIL");
        var invited = await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: retail), new(Role.Auditor, retail), default));
        using var rita = app.Visitor();
        await rita.Send($"/link?secret={invited.LinkSecret}", "link");
        (await rita.Open("/journal")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await viewer.Read("/journal")).ShouldContain("organisation.created");
    }
}
