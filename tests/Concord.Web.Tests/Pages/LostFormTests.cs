using System.Net;
using Concord.Organisation;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>Forms that are sent when their page no longer offers them, or without the token their page gave.</summary>
public sealed class LostFormTests
{
    [Fact]
    public async Task A_form_its_page_no_longer_offers_says_what_happened_and_leads_back()
    {
        await using var world = await MonitoredWorld.Make();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        const string path = "/signals/SIG-0001";
        var otherTab = await manager.FillIn(path, "acknowledge");
        (await manager.Send(path, "acknowledge")).StatusCode.ShouldBe(HttpStatusCode.Found);

        var late = await manager.Http.PostAsync(path, otherTab);

        var said = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync());
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict, said);
        said.ShouldContain("<h1>Done or changed meanwhile</h1>");
        said.ShouldContain($"href=\"{path}\"");
        said.ShouldNotContain("Something went wrong");
    }

    [Fact]
    public async Task A_form_without_its_token_says_that_it_expired_and_leads_back()
    {
        await using var world = await MonitoredWorld.Make();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        const string path = "/signals/SIG-0001";

        var expired = await manager.Send(path, "acknowledge", ("__RequestVerificationToken", "of another time"));

        var said = WebUtility.HtmlDecode(await expired.Content.ReadAsStringAsync());
        expired.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        said.ShouldContain("<h1>This form has expired</h1>");
        said.ShouldContain($"href=\"{path}\"");
        (await manager.Read(path)).ShouldContain("Acknowledge it");
    }

    [Fact]
    public async Task A_form_with_a_sign_that_is_no_text_is_told_that_it_cannot_be_read()
    {
        await using var app = await RunningApp.OverAsync(await MonitoredWorld.Adult());
        using var manager = await app.Visitor().SignIn(await MonitoredWorld.Adult(), Role.AimsManager);

        var unreadable = await manager.Send("/systems/new", "register", ("Form.Name", "a\0b"));

        unreadable.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await unreadable.Content.ReadAsStringAsync()).ShouldContain("<h1>This request could not be read</h1>");
    }

    [Fact]
    public async Task A_form_sent_to_a_page_the_role_does_not_allow_or_that_is_not_there_is_told_in_words()
    {
        await using var app = await RunningApp.OverAsync(await MonitoredWorld.Adult());
        using var manager = await app.Visitor().SignIn(await MonitoredWorld.Adult(), Role.AimsManager);
        using var viewer = await app.Visitor().SignIn(await MonitoredWorld.Adult(), Role.Viewer);
        var form = await manager.FillIn("/controls/new", "apply");

        var forbidden = await viewer.Http.PostAsync("/controls/new", form);
        forbidden.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await forbidden.Content.ReadAsStringAsync()).ShouldContain("Your role does not permit this.");
        var nowhere = await manager.Http.PostAsync("/nowhere", await manager.FillIn("/controls/new", "apply"));
        nowhere.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nowhere.Content.ReadAsStringAsync()).ShouldContain("Nothing here");
    }
}
