using System.Net;
using System.Net.Http.Headers;
using Concord.Documents;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>A document by forms alone: written by one, approved by another, read by a third; and its pages as people see them.</summary>
public sealed class DocumentPagesTests(SharedBrowser browser)
{
    private const string Text = "# AI policy\n\n## Purpose\n\nWe use AI with care.\n\n| Level | Who |\n|---|---|\n| High | committee |\n";

    [Fact]
    public async Task A_document_is_written_approved_published_and_read_by_forms_alone()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var writer = await app.Visitor().SignIn(world, Role.SystemOwner);
        using var approver = await app.Visitor().SignIn(world, Role.RiskOwner);
        using var reader = await app.Visitor().SignIn(world, Role.Auditor);
        var named = (await world.As(Role.RiskOwner).Actor()).Ref;
        (await writer.Read("/documents")).ShouldContain("No document is under control yet.");

        var refused = await writer.Send("/documents/new", "document", ("title", "AI policy"), ("kind", "policy"), ("months", "twelve"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("value=\"twelve\"", Case.Sensitive, "what was typed is kept");
        (await writer.Send("/documents/new", "document", ("title", "AI policy"), ("kind", "policy"), ("months", "12"))).Headers.Location!.ToString().ShouldEndWith("/documents/DOC-0001/edit");
        (await writer.Send("/documents/DOC-0001/edit", "draft", ("text", Text), ("note", ""), ("requirements", "ISO42001:5.2"))).Headers.Location!.ToString().ShouldContain("done=kept");
        (await writer.Read("/documents/DOC-0001/edit")).ShouldContain("name=\"section Purpose\"", Case.Sensitive, "each heading can be mapped");
        (await writer.Send("/documents/DOC-0001/edit", "draft", ("text", Text), ("section Purpose", "ISO42001:5.2 ISO42001:A.2.2"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await writer.Send("/documents/DOC-0001", "send", ("approver", named))).StatusCode.ShouldBe(HttpStatusCode.Found);

        (await approver.Read("/documents")).ShouldContain("You are named to approve it.");
        (await writer.Read("/documents/DOC-0001")).ShouldNotContain("value=\"approve\"", Case.Sensitive, "its author is offered no approval");
        (await approver.Send("/documents/DOC-0001", "approve", ("remark", "Good."))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await writer.Send("/documents/DOC-0001", "publish", ("role", "auditor"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await reader.Read("/documents/DOC-0001")).ShouldContain("You are asked to read this");
        (await reader.Send("/documents/DOC-0001", "acknowledge")).StatusCode.ShouldBe(HttpStatusCode.Found);
        var page = WebUtility.HtmlDecode(await reader.Read("/documents/DOC-0001"));
        page.ShouldContain("1 of 1 who are asked have read revision 1");
        page.ShouldContain("<h3 id=\"s-2\">Purpose</h3>");
        (await reader.Read("/requirements/ISO42001:A.2.2")).ShouldContain("sections: Purpose");
    }

    [Fact]
    public async Task A_page_says_why_nothing_can_be_written_sent_or_compared()
    {
        await using var world = await Draft();
        await using var app = await RunningApp.OverAsync(world);
        using var writer = await app.Visitor().SignIn(world, Role.SystemOwner);
        (await writer.Open("/documents/DOC-0001?revision=abc")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await writer.Open("/documents/DOC-0001/compare?from=abc")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await writer.Read("/documents/DOC-0001/compare?from=1&to=1")).ShouldContain("There is one revision only");

        (await writer.Send("/documents/DOC-0001/edit", "draft", ("text", "\u200B \r\n"))).Headers.Location!.ToString().ShouldEndWith("done=kept-empty");
        (await writer.Read("/documents/DOC-0001?done=kept-empty")).ShouldContain("Nothing is written yet, so there is nothing to approve.");
        await writer.Send("/documents/DOC-0001/edit", "draft", ("text", Text));
        await writer.Send("/documents/DOC-0001", "send", ("approver", (await world.As(Role.RiskOwner).Actor()).Ref));
        var locked = WebUtility.HtmlDecode(await writer.Read("/documents/DOC-0001/edit"));
        locked.ShouldContain("It is in review and waits for RiskOwner Person");
        foreach (var field in new[] { "<textarea", "type=\"file\"", "Keep the draft" }) locked.ShouldNotContain(field);

        await world.Document("DOC-02", [], world.Today, unit: "ORG");
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.StartRevision("DOC-02", 0, actor, default));
        var inForce = WebUtility.HtmlDecode(await writer.Read("/documents/DOC-02"));
        inForce.ShouldContain("/documents/DOC-02/compare?from=1&to=2\">What changes with revision 2</a>", Case.Sensitive, "the first revision has none before it");
        (await writer.Read("/documents/DOC-02?revision=2")).ShouldContain("What changed</a>");
        (await writer.Read("/documents/DOC-02/compare?from=1&to=1")).ShouldContain("Both sides are revision 1. Choose two different ones below.");
    }

    [Fact]
    public async Task Of_two_editors_the_second_is_told_what_changed_meanwhile_and_loses_nothing()
    {
        await using var world = await Draft();
        await using var app = await RunningApp.OverAsync(world);
        using var first = await app.Visitor().SignIn(world, Role.SystemOwner);
        using var second = await app.Visitor().SignIn(world, Role.AimsManager);
        const string path = "/documents/DOC-0001/edit";
        var late = await second.FillIn(path, "draft", ("text", Text + "\nMy last sentence.\n"), ("note", "mine"), ("requirements", "ISO42001:9.1"));
        (await first.Send(path, "draft", ("text", Text.Replace("with care", "with great care", StringComparison.Ordinal)))).StatusCode.ShouldBe(HttpStatusCode.Found);

        var answer = await second.Http.PostAsync(path, late);
        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        var said = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        said.ShouldContain("STALE-VERSION");
        said.ShouldContain("My last sentence.\n</textarea>", Case.Sensitive, "what was typed is in the field");
        said.ShouldContain("value=\"ISO42001:9.1\"");
        said.ShouldContain("<ins>great </ins>", Case.Sensitive, "what the other wrote");
        said.ShouldContain("<del>My last sentence.</del>", Case.Sensitive, "what the other has not");
        var detail = await world.As(Role.Viewer).See((DocumentViews views) => views.Detail("DOC-0001", default));
        (await world.As(Role.Viewer).See((DocumentViews views) => views.Text(detail.Open!, default))).Text.ShouldContain("great care", Case.Sensitive, "nothing was overwritten");

        said.ShouldContain($"name=\"version\" value=\"{detail.Open!.Version}\"", Case.Sensitive, "keeping it again is a decision");
    }

    [Fact]
    public async Task A_hostile_text_is_shown_and_does_nothing()
    {
        await using var world = await Draft("# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[click](javascript:alert(1)) ![p](https://example.test/p.png)\n\n## \"><svg onload=alert(1)>\n");
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        (await browser.FaultsAsync(app, "/documents/DOC-0001", Look.Both, "documents-hostile")).ShouldBeEmpty();
        using var visitor = app.Visitor();
        var page = await visitor.Read("/documents/DOC-0001");
        foreach (var word in new[] { "<script", "<img", "onerror=alert(1)>", "javascript:", "example.test", "<svg onload" }) page.ShouldNotContain(word, Case.Insensitive);
    }

    [Fact]
    public async Task A_file_is_handed_out_to_be_saved_and_never_shown()
    {
        await using var world = await Draft();
        await using var app = await RunningApp.OverAsync(world);
        using var writer = await app.Visitor().SignIn(world, Role.SystemOwner);
        var fields = await writer.FillIn("/documents/DOC-0001/edit", "file");
        using var form = new MultipartFormDataContent();
        foreach (var pair in (await fields.ReadAsStringAsync()).Split('&').Select(pair => pair.Split('='))) form.Add(new StringContent(WebUtility.UrlDecode(pair[1])), WebUtility.UrlDecode(pair[0]));
        var file = new StringContent("<script>alert(1)</script>");
        file.Headers.ContentType = new MediaTypeHeaderValue("text/html");
        form.Add(file, "document", "page.html");
        (await writer.Http.PostAsync("/documents/DOC-0001/edit", form)).StatusCode.ShouldBe(HttpStatusCode.Found);

        (await writer.Read("/documents/DOC-0001")).ShouldContain("page.html");
        var answer = await writer.Open("/documents/DOC-0001/revisions/1/file");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("<script>alert(1)</script>");
        (await app.Visitor().Open("/documents/DOC-0001/revisions/1/file")).StatusCode.ShouldNotBe(HttpStatusCode.OK, "not without signing in");
    }

    [Fact]
    public async Task A_program_walks_the_same_way_with_the_version_it_saw()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var writer = await ApiClient.As(world, app, Role.SystemOwner);
        using var approver = await ApiClient.As(world, app, Role.RiskOwner);
        (await writer.Post("/documents", new { title = "Plan", kind = "plan", reviewEveryMonths = 12, reference = "DOC-51" })).ShouldBe(201);
        const string revision = "/documents/DOC-51/revisions/1";
        (await writer.Post($"{revision}/save", new { text = Text })).ShouldBeRefused(428, Refusal.VersionRequired);
        var seen = (await writer.Get(revision)).ETag;
        (await writer.Post($"{revision}/save", new { text = Text, requirements = new[] { "ISO42001:9.1" } }, seen)).ShouldBe(200);
        (await writer.Post($"{revision}/save", new { text = "other" }, seen)).ShouldBeRefused(412, Refusal.Stale);
        // A client that asks before it sends is told at once; one that does not has its connection closed.
        var http = app.Client();
        http.DefaultRequestHeaders.ExpectContinue = true;
        http.DefaultRequestHeaders.Authorization = new("Bearer", (await world.As(Role.SystemOwner).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "files", 30, default))).Text);
        using (var sender = new ApiClient(http))
        {
            (await sender.Send(HttpMethod.Post, $"{revision}/file?name=x.bin", new ByteArrayContent(new byte[(int)DocumentFiles.MostBytes + 1]), (await writer.Get(revision)).ETag)).Status.ShouldBe(413);
            (await sender.Get(revision))["text"].ShouldBe(Text);
        }
        (await writer.Change(revision, "send", new { approvers = new[] { (await world.As(Role.SystemOwner).Actor()).Ref } })).ShouldBeRefused(422, "DOCUMENT-APPROVER-AUTHOR");
        (await writer.Change(revision, "send", new { approvers = new[] { (await world.As(Role.RiskOwner).Actor()).Ref } })).ShouldBe(200);
        (await approver.Change(revision, "approve", new { })).ShouldBe(200)["revision"].ShouldContain("\"approved\"");
        (await writer.Change(revision, "publish", new { })).ShouldBe(200);
        (await writer.Get("/documents?filter=state:published"))["total"].ShouldBe("1");
        (await writer.Get("/documents/DOC-51/difference")).ShouldBe(200);
        (await writer.Post("/documents/DOC-51/revisions", null, (await writer.Get("/documents/DOC-51")).ETag)).ShouldBe(201);
        (await writer.Post("/documents/DOC-51/revisions", null, (await writer.Get("/documents/DOC-51")).ETag)).ShouldBeRefused(422, "DOCUMENT-OPEN");
    }

    [Theory]
    [InlineData("/documents")]
    [InlineData("/documents?filter=overdue:yes&sort=-due")]
    [InlineData("/documents/DOC-01")]
    [InlineData("/documents/DOC-01/compare?from=1&to=2")]
    [InlineData("/documents/DOC-0001")]
    [InlineData("/documents/new")]
    [InlineData("/documents/DOC-0001/edit")]
    [InlineData("/documents/DOC-0001/describe")]
    public async Task A_page_of_documents_is_accessible_small_and_quiet(string path)
    {
        await using var app = await RunningApp.OverAsync(await Filled.Value, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.SignInAsync(await Filled.Value, Role.SystemOwner);
        (await visit.FaultsAsync(path, Look.Both, "documents" + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'))).ShouldBeEmpty();
    }

    [Fact]
    public async Task On_a_phone_no_list_of_documents_scrolls_sideways()
    {
        await using var app = await RunningApp.OverAsync(await Filled.Value, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.PhoneDark);
        foreach (var path in new[] { "/documents", "/documents/DOC-01", "/documents/DOC-01/compare?from=1&to=2" })
        {
            (await visit.OpenAsync(path)).Status.ShouldBe(200, path);
            (await visit.ScrollingListsAsync()).ShouldBeEmpty(path);
        }
    }

    /// <summary>A draft of the system owner, and a published document with two revisions, overdue.</summary>
    private static readonly Lazy<Task<World>> Filled = new(async () =>
    {
        var world = await Draft();
        await world.Document("DOC-01", ["ISO42001:9.1", "ISO42001:5.2"], world.Today.AddMonths(-14), unit: "ORG", title: "Information security policy", text: Text, months: 12);
        var version = (await Detail(world)).Line.Version;
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.StartRevision("DOC-01", version, actor, default));
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) =>
            register.Save("DOC-01", 2, 0, new(Text.Replace("with care", "with great care", StringComparison.Ordinal) + "\nA new last line.\n", "Said more clearly.", ["ISO42001:5.2"], []), actor, default));
        return world;
    });

    private static Task<DocumentDetail> Detail(World world) => world.As(Role.Viewer).See((DocumentViews views) => views.Detail("DOC-01", default));

    private static async Task<World> Draft(string text = Text)
    {
        var world = await World.Create();
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.Register(new("AI policy", "policy", null, 12), actor, default));
        await world.As(Role.SystemOwner).Do((DocumentRegister register, Actor actor) => register.Save("DOC-0001", 1, 0, new(text, "", ["ISO42001:5.2"], []), actor, default));
        return world;
    }
}
