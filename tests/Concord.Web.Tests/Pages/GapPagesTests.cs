using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;
using Microsoft.Playwright;

namespace Concord.Web.Tests.Pages;

/// <summary>A gap analysis as people walk it: begun, lists compared, policies handed in and reviewed, places accepted, concluded, and its actions ended.</summary>
public sealed partial class GapPagesTests(SharedBrowser browser)
{
    private const string SupplierPolicy = "# Supplier policy\n\n## Contracts with suppliers\n\nSuppliers must be assessed before a contract is signed. The contract must state security requirements and the right to audit.\n";
    private const string AiPolicy = "# AI policy\n\n## Policy\n\nThis AI policy is approved by top management. It states principles for developing and using AI systems and must be followed by all staff. <script>alert(1)</script>\n";

    [Fact]
    public async Task An_analysis_is_walked_on_its_pages_and_every_page_is_accessible_small_and_quiet()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var auditor = await app.Visitor().SignIn(world, Role.Auditor);
        (await browser.FaultsAsync(app, "/gaps", Look.Both, "gaps-empty")).ShouldBeEmpty();
        (await browser.FaultsAsync(app, "/actions", Look.Both, "actions-empty")).ShouldBeEmpty();

        await Refused(auditor, "/gaps", "start", "GAP-LEAD", ("title", "Stage 1"), ("lead", ""));
        await Done(auditor, "/gaps", "start", ("title", "Stage 1"), ("lead", await Ref(world, Role.AimsManager)));
        await Refused(auditor, "/gaps/GAP-0001", "conclude", "GAP-EMPTY");

        await world.System("SYS-01");
        const string inventory = "/gaps/GAP-0001/inventory";
        await Refused(auditor, inventory, "list", "The list names nothing", ("list", "MLflow"), ("names", ""));
        await Done(auditor, inventory, "list", ("list", "MLflow"), ("names", "Credit scoring\nchurn; old\nCredit scoring two"));
        (await Read(auditor, inventory)).ShouldContain("looks like");
        await Refused(auditor, inventory, "decide-LST-0002", "LISTED-REASON", ("listed", "LST-0002"));
        await Done(auditor, inventory, "decide-LST-0002", ("listed", "LST-0002"), ("because", "Switched off in 2024"));
        (await Read(auditor, inventory)).ShouldContain("no AI system: Switched off in 2024");

        const string policies = "/gaps/GAP-0001/policies";
        await HandIn(auditor, policies, ("supplier.md", SupplierPolicy), ("<b>ai.md", AiPolicy));
        var page = await Read(auditor, policies);
        page.ShouldContain("Contracts with suppliers");
        (await auditor.Read(policies)).ShouldNotContain("<script>alert");
        (await Read(auditor, $"{policies}?search=right%20audits")).ShouldContain("right to audit");

        (await Read(auditor, $"{policies}?search=%00")).ShouldContain("No section holds all these words");
        using (var filtered = await auditor.Open("/gaps/GAP-0001/findings?state=gap&group="))
            filtered.Headers.Location!.OriginalString.ShouldEndWith("/gaps/GAP-0001/findings?filter=state%3Agap");

        const string suppliers = policies + "/ISO42001:A.10.3";
        await Done(auditor, suppliers, "accept-0", ("owner", await Ref(world, Role.SystemOwner)), ("due", "2026-05-29"));
        (await Read(auditor, suppliers)).ShouldContain("Accepted: ");
        await Refused(auditor, policies + "/ISO42001:A.2.2", "review", "POLICY-REVIEW-REASON", ("level", "absent"), ("reason", ""));
        await Done(auditor, policies + "/ISO42001:A.2.2", "review", ("level", "absent"), ("reason", "A headline only"));
        (await Read(auditor, policies + "/ISO42001:A.2.2")).ShouldContain("A headline only");
        foreach (var path in new[] { "/gaps/GAP-0001", inventory, policies + "?search=contract", suppliers, "/gaps/GAP-0001/findings", "/gaps/GAP-0001/plan", "/gaps/GAP-0001/comparison" })
            (await browser.FaultsAsync(app, path, Look.Both, "gap" + path.Replace('/', '-').Replace(':', '-').Replace('?', '-'))).ShouldBeEmpty(path);

        (await Read(auditor, "/gaps/GAP-0001")).ShouldContain("69 suggestions not reviewed");

        // Absences of one clause are confirmed for one reason; the others stay open.
        (string, string)[] ticked = [.. Ticks().Matches(await Read(auditor, policies)).Select(tick => ("absent", tick.Groups[1].Value))];
        ticked.Length.ShouldBeGreaterThan(1);
        await Refused(auditor, policies, "absent-A.4", "POLICY-ABSENT-NONE", ("reason", "Read all of it"));
        await Refused(auditor, policies, "absent-A.4", "POLICY-ABSENT-REASON", [.. ticked, ("reason", "\u200b")]);
        await Done(auditor, policies, "absent-A.4", [.. ticked, ("reason", "Read all of it and asked the <i>IT</i> lead")]);
        (await Read(auditor, policies + "/ISO42001:A.4.5")).ShouldContain("Read all of it and asked the <i>IT</i> lead");
        (await auditor.Read(policies)).ShouldNotContain("absent-A.4\"");

        // One that cannot be read keeps the others out only where the person says so.
        using (var partly = await Sent(auditor, policies, ("risk.md", "# Risk policy\n\nRisks are assessed every year.\n"), ("<i>leer.md", "")))
        {
            partly.StatusCode.ShouldBe(HttpStatusCode.OK);
            var told = await partly.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            told.ShouldContain("One policy is read in, 1 not.");
            told.ShouldContain("&lt;i&gt;leer.md");
            told.ShouldContain("risk.md</td>");
        }
        (await browser.FaultsAsync(app, policies + "?filter=level:absent", Look.Both, "gap-absences")).ShouldBeEmpty();
        await using (var paper = await browser.VisitAsync(app, Look.Desk))
        {
            // A sheet upright is narrower than the page on a screen.
            await paper.Page.SetViewportSizeAsync(718, 1000);
            await paper.OpenAsync("/gaps/GAP-0001/plan");
            await paper.Page.EmulateMediaAsync(new() { Media = Media.Print });
            (await paper.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(718, "the last column is on the sheet");
        }

        await Done(auditor, "/gaps/GAP-0001", "conclude");
        var frozen = await Read(auditor, "/gaps/GAP-0001");
        frozen.ShouldContain("What is shown is the frozen result.");
        frozen.ShouldNotContain("Review them", Case.Sensitive, "nothing is reviewed any more");
        frozen.ShouldContain("was only suggested; nobody looked at it");
        frozen.ShouldNotMatch(@"\b1 days");
        foreach (var format in new[] { "html" })
            (await Read(auditor, $"/gaps/GAP-0001/report?format={format}")).ShouldContain("leer.md");
        (await Read(auditor, "/actions/ACT-0002")).ShouldContain("would answer for it. Nobody has agreed to it yet.");
        (await Read(auditor, policies)).ShouldNotContain("Read in</button>");
        (await Read(auditor, "/actions?filter=source:GAP-0001")).ShouldContain("Embed in supplier.md, Contracts with suppliers");
        var requirement = await Read(auditor, "/requirements/ISO42001:A.10.3");
        requirement.ShouldContain("What is planned for it");
        requirement.ShouldContain("What the gap analysis found");
        requirement.ShouldContain("href=\"/gaps/GAP-0001/findings\"");
        foreach (var path in new[] { "/gaps", "/actions", "/actions/ACT-0001", "/requirements/ISO42001:A.10.3" })
            (await browser.FaultsAsync(app, path, Look.Both, "gap-done" + path.Replace('/', '-'))).ShouldBeEmpty(path);
    }

    [Fact]
    public async Task What_is_concluded_is_what_the_page_showed_with_the_interviews_that_do_not_count()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var auditor = await app.Visitor().SignIn(world, Role.Auditor);
        await world.System("SYS-01");
        await Done(auditor, "/gaps", "start", ("title", "Stage 1"), ("lead", await Ref(world, Role.AimsManager)));
        await world.As(Role.Auditor).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "Grace Outside", "grace@elsewhere.example")), actor, default));
        var page = await Read(auditor, "/gaps/GAP-0001");
        page.ShouldContain("One interview is not signed off: it will not count");
        page.ShouldContain("Grace Outside, draft");
        await using (var visit = await browser.VisitAsync(app, Look.Desk.WithScript))
        {
            await visit.SignInAsync(world, Role.AimsManager);
            (await visit.FaultsAsync("/gaps/GAP-0001", Look.Both, "gap-conclude")).ShouldBeEmpty();
        }

        using var form = await auditor.FillIn("/gaps/GAP-0001", "conclude");
        await world.System("SYS-02", name: "Churn");
        using (var late = await auditor.Http.PostAsync("/gaps/GAP-0001", form, TestContext.Current.CancellationToken))
        {
            late.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
            var said = WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            said.ShouldContain("STALE-VERSION");
            said.ShouldContain("is not what you saw");
            said.ShouldContain("What is shown is what the parts say now");
        }
        await Done(auditor, "/gaps/GAP-0001", "conclude");
        (await Read(auditor, "/gaps/GAP-0001/interviews/INT-0001")).ShouldContain("Withdrawn when GAP-0001 ended: nobody had signed it off, so it does not count.");
        (await Read(auditor, "/gaps/GAP-0001/interviews")).ShouldContain("No interview was signed off before the analysis ended, so none counts; one interview ended with it.");
    }

    [Fact]
    public async Task An_action_is_planned_accepted_done_and_opened_again_and_its_owner_ends_it_without_a_role()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        await Refused(manager, "/actions/new", "plan", "This is no day", ("title", "Write it"), ("due", "soon"), ("effort", "much"));
        await Done(manager, "/actions/new", "plan", ("title", "Write it"));
        await Refused(manager, "/actions/ACT-0001", "agree", "Choose the person who does it", ("owner", ""));
        await Done(manager, "/actions/ACT-0001", "agree", ("owner", await Ref(world, Role.Viewer)), ("due", "2026-03-31"), ("effort", "2.5"));

        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await Read(viewer, "/actions/ACT-0001")).ShouldContain("It is done");
        await Done(viewer, "/actions/ACT-0001", "finish", ("outcome", "Written and approved"));
        (await Read(viewer, "/actions/ACT-0001")).ShouldContain("Written and approved");
        await Refused(manager, "/actions/ACT-0001", "reopen", "ACTION-REASON", ("why", ""));
        await Done(manager, "/actions/ACT-0001", "reopen", ("why", "A page is missing"));
        (await Read(manager, "/actions?filter=state:open")).ShouldContain("Write it");
    }

    [Fact]
    public async Task Programs_walk_the_same_and_take_the_report_in_every_format()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        (await manager.Post("/gaps", new { title = "Stage 1" })).ShouldBe(201)["ref"].ShouldBe("GAP-0001");
        using (var nothing = new MultipartFormDataContent { { new StringContent("x"), "field" } })
            (await manager.Send(HttpMethod.Post, "/gaps/GAP-0001/policies", nothing)).ShouldBeRefused(422, "POLICY-FILES");
        using (var wrong = Parts(("a.exe", "MZ"), ("b.md", "")))
            (await manager.Send(HttpMethod.Post, "/gaps/GAP-0001/policies", wrong)).ShouldBeRefused(422, "FINDINGS");
        using (var parts = Parts(("supplier.md", SupplierPolicy)))
            (await manager.Send(HttpMethod.Post, "/gaps/GAP-0001/policies", parts)).ShouldBe(200).Body!.AsArray().Count.ShouldBe(70);
        (await manager.Post("/gaps/GAP-0001/policies/ISO42001:A.10.3/accept", new { file = "supplier.md", section = "Contracts with suppliers" })).ShouldBe(201)["action"].ShouldBe("ACT-0001");
        (await manager.Post("/gaps/GAP-0001/policies/ISO42001:A.10.3/review", new { level = "absent" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Get("/gaps/GAP-0001/search?words=contract")).Body!.AsArray().Count.ShouldBe(1);
        (await manager.Change("/gaps/GAP-0001", "conclude")).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Post("/gaps/GAP-0001/policies/ISO42001:A.10.3/review", new { level = "absent", reason = "Nothing on AI in it." }, "\"0\"")).ShouldBe(200);
        var seen = (await manager.Get("/gaps/GAP-0001"))["fingerprint"];
        (await manager.Change("/gaps/GAP-0001", "conclude", new { fingerprint = seen + ".INT-00090" })).ShouldBeRefused(412, "STALE-VERSION");
        (await manager.Change("/gaps/GAP-0001", "conclude", new { fingerprint = seen })).ShouldBe(200)["isFrozen"].ShouldBe("true");
        (await manager.Post("/gaps/GAP-0001/conclude", null, "\"0\"")).ShouldBeRefused(422, "GAP-ENDED");

        foreach (var (format, start) in new[] { ("html", "<!DOCTYPE html>"), ("docx", "PK"), ("xlsx", "PK") })
        {
            var answer = (await manager.Send(HttpMethod.Get, $"/gaps/GAP-0001/report?format={format}")).ShouldBe(200);
            (await answer.Response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith(start, Case.Insensitive);
        }
        (await manager.Get("/gaps/GAP-0001/report?format=odt")).ShouldBeRefused(422, "REPORT-FORMAT");
        (await manager.Get("/gaps/GAP-0009/report")).ShouldBeRefused(404, "NOT-FOUND");
    }

    private static MultipartFormDataContent Parts(params (string Name, string Text)[] files)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, text) in files) content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "policy", name);
        return content;
    }

    private static async Task HandIn(FormClient client, string path, params (string Name, string Text)[] files)
    {
        using var answer = await Sent(client, path, files);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<HttpResponseMessage> Sent(FormClient client, string path, params (string Name, string Text)[] files)
    {
        using var content = Parts(files);
        using var fields = await client.FillIn(path, "read");
        content.Add(new StringContent("yes"), "readable");
        foreach (var field in (await fields.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('&').Select(field => field.Split('=')))
            content.Add(new StringContent(WebUtility.UrlDecode(field[1])), WebUtility.UrlDecode(field[0]));
        return await client.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"absent\" value=\"(?<cell>ISO42001:A\\.4\\.[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Ticks();

    private static async Task<string> Ref(World world, Role role) => (await world.As(role).Actor()).Ref;

    private static async Task Refused(FormClient client, string path, string form, string said, params (string, string)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(said);
    }

    private static async Task Done(FormClient client, string path, string form, params (string, string)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));
}
