using System.Net;
using Concord.Applicability;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Pages;

/// <summary>The statement of applicability as people decide, draft, approve and read it, and as programs do.</summary>
public sealed class StatementPagesTests(SharedBrowser browser)
{
    private const string Key = "ISO42001:A.10.4";
    private const string Hostile = "=HYPERLINK(\"x\") <script>alert(1)</script> \u202Egnp.exe aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public async Task A_manager_decides_drafts_and_cannot_approve_and_another_can()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        var statement = await Read(manager, "/statement");
        statement.ShouldContain("131 controls are not decided");
        statement.ShouldMatch("<p class=\"onpaper\">These are 50 of 131 controls.*/statement/file\\?format=html", "on paper it is told that there are more");
        (await Read(manager, "/statement/revisions")).ShouldContain("No revision yet.");

        var page = $"/statement/{Key}";
        await Refused(manager, page, "decide", "CONTROL-DECISION", ("applicable", ""));
        await Refused(manager, page, "decide", "CONTROL-EXCLUSION-REASON", ("applicable", "no"), ("justification", " "));
        await Done(manager, page, "decide", ("applicable", "no"), ("justification", "Nothing is sold to other organisations."));
        (await Read(manager, page)).ShouldContain("Nothing is sold to other organisations.");
        var requirement = await Read(manager, $"/requirements/{Key}");
        requirement.ShouldContain("Nothing is sold to other organisations.");
        requirement.ShouldContain("excluded in the statement of applicability; derived: ");
        foreach (var shown in new[] { page, "/statement", "/statement/file?format=html", $"/requirements/{Key}" }) (await Read(manager, shown)).ShouldNotContain("an override", Case.Sensitive, shown);

        await Refused(manager, "/statement/revisions", "draft", "STATEMENT-REASON", ("standard", "iso42001"), ("reason", ""));
        await Done(manager, "/statement/revisions", "draft", ("standard", "iso42001"), ("reason", "For stage 1"));
        (await Read(manager, "/statement/revisions/1")).ShouldContain("No decision: ISO42001:A.2.2");
        var own = await Read(manager, "/statement/revisions/1");
        own.ShouldNotContain("value=\"approve\"", Case.Sensitive, "whoever drafted it is offered no approval");
        own.ShouldContain("You drafted it, so another person approves it. Nobody else holds a role that may approve it");
        await Done(manager, "/statement/revisions/1", "withdraw");

        await DecideAll(world);
        await Done(manager, "/statement/revisions", "draft", ("standard", "iso42001"), ("reason", "For stage 1"));
        using var other = await SecondManager(world, app);
        (await Read(manager, "/statement/revisions/2")).ShouldContain("You drafted it, so another person approves it. It may be approved by ");
        (await Read(manager, "/statement/revisions/2/difference")).ShouldContain("which the revision covers");
        await Done(other, "/statement/revisions/2", "approve");
        var revision = await Read(other, "/statement/revisions/2");
        revision.ShouldContain("The revision that holds.");
        revision.ShouldContain("still matches");
        (await Read(other, "/statement/revisions/1/difference?to=2")).ShouldContain("not decided → applicable (Needed here)");
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await Read(viewer, page)).ShouldContain("needs the role AIMS manager");
        (await Read(viewer, "/statement")).ShouldContain("href=\"/statement/revisions/2/difference\"");
    }

    [Fact]
    public async Task The_statement_downloads_in_every_format()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        foreach (var (format, type, start) in new[]
        {
            ("csv", "text/csv", "\uFEFFrequirement_id,applicable,status"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"),
            ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK"), ("html", "text/html", "<!"), ("json", "application/json", "{"),
        })
        {
            using var answer = await viewer.Open($"/statement/file?format={format}");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            System.Text.Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldStartWith(start);
        }
        using var stranger = app.Visitor();
        using var refused = await stranger.Open("/statement/file?format=csv");
        refused.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Hostile_words_stay_words_on_every_page()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Key, 0, false, Hostile, actor, default));
        await world.As(Role.AimsManager).Do((StatementRegister register, Actor actor) => register.Draft([], Hostile, actor, default));
        foreach (var path in new[] { "/statement?filter=applicable:excluded", $"/statement/{Key}", "/statement/revisions", "/statement/revisions/1?filter=applicable:excluded", "/statement/revisions/1/difference" })
            (await browser.FaultsAsync(app, path, Look.Both, "statement" + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'))).ShouldBeEmpty(path);
        await using var visit = await browser.VisitAsync(app, Look.PhoneDark);
        foreach (var path in new[] { "/statement?filter=applicable:excluded", $"/statement/{Key}", "/statement/revisions", "/statement/revisions/1" })
        {
            (await visit.OpenAsync(path)).Status.ShouldBe(200, path);
            (await visit.ScrollingListsAsync()).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Programs_decide_with_the_version_they_saw_and_draft_and_compare()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        (await manager.Get("/statement?filter=standard:iso42001&size=1"))["lines"].ShouldNotBeNull();
        (await manager.Post($"/statement/controls/{Key}/decide", new { applicable = true })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Change($"/statement/controls/{Key}", "decide", new { applicable = false, justification = "None" })).ShouldBe(200)["applicability"].ShouldBe("excluded");
        (await manager.Post($"/statement/controls/{Key}/decide", new { applicable = true }, ifMatch: "\"9\"")).ShouldBeRefused(412, "STALE-VERSION");
        (await manager.Post("/statement/revisions", new { reason = "First" })).ShouldBe(201);
        (await manager.Change("/statement/revisions/SOA-0001", "approve", null)).ShouldBeRefused(422, "STATEMENT-OWN");
        (await manager.Get("/statement/revisions/1/difference")).Body!.AsArray().Count.ShouldBe(0);
        (await manager.Get("/statement/revisions/1/lines?filter=applicable:excluded")).Body!["lines"]!["total"]!.GetValue<int>().ShouldBe(1);
        (await manager.Get("/statement/revisions/7")).ShouldBeRefused(404, "NOT-FOUND");
        (await manager.Get("/statement/file?format=odt")).ShouldBeRefused(422, "STATEMENT-FORMAT");
    }

    private static Task DecideAll(World world) => world.AsSystem(async db =>
    {
        var library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);
        var register = new RequirementRegister(db, library);
        await using var work = await db.Begin(Actor.System, default);
        var decided = await db.Set<RequirementState>().AsNoTracking().Select(state => state.Ref).ToListAsync();
        foreach (var control in library.Requirements.Where(requirement => requirement is { IsRequirement: true, Kind: RequirementKind.Control } && !decided.Contains(requirement.Key)))
            await register.Decide(work, control.Key, 0, applicable: true, "Needed here", default);
        await work.Commit(default);
    });

    private static async Task<FormClient> SecondManager(World world, RunningApp app)
    {
        var root = await world.Unit("ORG");
        var invited = await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Marta", "marta@example.test", Unit: root), new(Role.AimsManager, root), default));
        var client = app.Visitor();
        (await client.Send($"/link?secret={invited.LinkSecret}", "link")).StatusCode.ShouldBe(HttpStatusCode.Found);
        return client;
    }

    private static async Task Refused(FormClient client, string path, string form, string code, params (string, string)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(code);
    }

    private static async Task Done(FormClient client, string path, string form, params (string, string)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));
}
