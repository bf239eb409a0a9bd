using System.Net;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Tests;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Tests.Pages;

/// <summary>What a system does to people, written by forms alone and approved by somebody else; the same by routes.</summary>
public sealed class ImpactPagesTests(SharedBrowser browser)
{
    private const string Hostile = "=HYPERLINK(\"x\") <script>alert(1)</script> \u202Egnp.exe aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public async Task An_assessment_is_written_section_by_section_and_its_pages_are_accessible_small_and_quiet()
    {
        await using var world = await World.Create();
        await world.System("SYS-01", state: LifeCycle.Validation);
        await Classify(world);
        await using var app = await RunningApp.OverAsync(world, new() { VisitorsMayRead = true });
        var method = world.Services.GetRequiredService<ImpactMethod>();
        using var owner = await app.Visitor().SignIn(world, Role.SystemOwner);
        using var counsel = await app.Visitor().SignIn(world, Role.RiskOwner);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);

        (await Read(viewer, "/impacts")).ShouldContain("Needed and not in force");
        (await Read(owner, "/systems/SYS-01/impact")).ShouldContain("before it is approved or operated an assessment must be in force");
        (await Done(owner, "/systems/SYS-01/impact", "begin")).ShouldEndWith("/impacts/IMP-0001?done=begun");
        const string path = "/impacts/IMP-0001";
        (await Read(viewer, path)).ShouldNotContain("Submit for approval");
        await Refused(owner, path, "submit", "Choose why it is assessed.");
        await Done(owner, path + "/screening", "screen", [.. method.Screening.Select(question => ($"answer.{question.Id}", question.Id == "special" ? "unknown" : "yes")), ("why.special", "P-05 looks at the postcode")]);

        var first = await Read(owner, path + "/sections/IA-03");
        first.ShouldContain("The inventory, SYS-01 says:");
        (await Done(owner, path + "/sections/IA-03", "texts", ("text.purpose", "Mine"), ("take", "purpose"))).ShouldEndWith("?done=taken");
        (await Read(owner, path + "/sections/IA-03")).ShouldContain("Mine\nScores applicants");
        foreach (var section in method.Sections.Where(section => section.Fields.Any(field => field.Kind is ImpactFieldKind.Text or ImpactFieldKind.Trigger)))
        {
            await Done(owner, $"{path}/sections/{section.Id}", "texts", [.. section.Fields.Where(field => field.Kind == ImpactFieldKind.Text).Select(field => ($"text.{field.Id}", Hostile)),
                .. section.Fields.Any(field => field.Kind == ImpactFieldKind.Trigger) ? [("trigger", "new")] : Array.Empty<(string, string)>()]);
        }
        await Refused(owner, path + "/sections/IA-07", "group", "U+202E", ("name", "A\u202Eb"), ("people", "1"));
        await Refused(owner, path + "/sections/IA-07", "group", "no whole number", ("name", "A"), ("people", "many"));
        await Done(owner, path + "/sections/IA-07", "group", ("name", "<b>Applicants"), ("direct", "yes"), ("people", "1000"), ("basis", "counted"));
        await Done(owner, path + "/sections/IA-07", "group", ("name", "Households"), ("people", ""), ("basis", "nobody counts them"));
        await Done(owner, path + "/sections/IA-07?part=group&row=2", "group", ("number", "2"), ("remove", "2"));
        await Refused(owner, path + "/sections/IA-07", "consultation", "Say on which day", ("who", "Council"), ("how", "meeting"), ("said", "Why"), ("on", ""));
        await Done(owner, path + "/sections/IA-07", "consultation", ("who", "Council"), ("how", "meeting"), ("said", Hostile), ("on", "2026-03-01"), ("did", "Letters"));
        await Done(owner, path + "/sections/IA-08", "benefit", ("sort", "benefit"), ("what", "An answer at once"), ("dimension", "DIM-07"), ("group", "1"), ("rights", "CHARTER:36"), ("severity", "2"), ("people", "over-100000"), ("reversibility", "easy"), ("likelihood", "5"));
        await Refused(owner, path + "/sections/IA-08", "harm", "Choose what it touches.", ("sort", "harm"), ("what", "X"), ("dimension", ""));
        await Done(owner, path + "/sections/IA-08", "harm", ("sort", "harm"), ("what", Hostile), ("dimension", "DIM-03"), ("group", "1"), ("rights", "CHARTER:21"), ("rights", "CHARTER:25"), ("severity", "3"), ("people", ""), ("reversibility", "hard"), ("likelihood", "3"));
        (await Read(owner, path + "/sections/IA-08")).ShouldContain("4 to 5 of 5");
        await Done(owner, path + "/sections/IA-08?part=effect&row=2", "harm", ("sort", "harm"), ("number", "2"), ("what", Hostile), ("dimension", "DIM-03"), ("group", "1"), ("rights", "CHARTER:21"), ("severity", "3"), ("people", "to-10000"), ("reversibility", "hard"), ("likelihood", "3"));
        await Done(owner, path + "/sections/IA-09", "measure", ("what", "It is measured"), ("kind", "technical"), ("effects", "2"), ("reference", ""));
        await Done(owner, path + "/sections/IA-10", "conclude", ("verdict", "conditional"), ("reasons", "R"), ("conditions", "C"), ("residual", "2"), ("residualWhy", "W"), ("review", ""));
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.SignInAsync(world, Role.AimsManager); // Another person than those with forms: a new link ends the sessions of its owner.
        foreach (var written in (string[])["/sections/IA-08?part=effect&row=2", "/sections/IA-07", "/screening", ""]) (await visit.FaultsAsync(path + written, Look.Both, "impact-draft" + written.Replace('/', '-').Replace('?', '-'))).ShouldBeEmpty();
        (await Read(owner, path)).ShouldContain("Nothing is missing. Submit it");
        (await Done(owner, path, "submit")).ShouldEndWith("?done=submitted");
        await Refused(counsel, path, "return", "IMPACT-REASON", ("why", ""));
        await Done(counsel, path, "approve");
        (await browser.FaultsAsync(app, path, Look.Both, "impact")).ShouldBeEmpty();
        (await browser.FaultsAsync(app, "/impacts", Look.Both, "impacts")).ShouldBeEmpty();
        (await Read(counsel, path)).ShouldContain("One harm from score 3 is not decided for the risk register");

        await Refused(counsel, path + "/risks", "decide2", "IMPACT-DECLINE", ("decision", "decline"), ("reason", ""));
        await Done(counsel, path + "/risks", "decide2", ("decision", "take"), ("risk", ""), ("reason", ""));
        (await Read(viewer, path)).ShouldContain(">RISK-0001<");
        await Done(owner, path, "notified", ("authority", "Authority"), ("on", "2026-03-02"));
        (await Read(viewer, path)).ShouldContain("Authority was told on 2 Mar 2026");
        (await Read(viewer, "/systems/SYS-01")).ShouldContain(">IMP-0001<");
        (await Read(viewer, "/impacts")).ShouldNotContain("no longer fitting");
        var system = await world.As(Role.AimsManager).See((RegistryViews views) => views.System("SYS-01", default));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", system.Version, system.Description with { Purpose = Hostile }, actor, default));
        (await Read(viewer, "/impacts")).ShouldSatisfyAllConditions(page => page.ShouldContain("In force and no longer fitting"), page => page.ShouldContain("Purpose: it was"));
        (await browser.FaultsAsync(app, "/impacts", Look.Both, "impacts-stale")).ShouldBeEmpty();
        foreach (var file in (string[])["/report?format=html", "/notification?format=html"])
        {
            var document = await viewer.Read(path + file);
            document.ShouldNotContain("<script>alert");
            document.ShouldContain("&lt;script&gt;alert");
        }
        (await viewer.Open(path + "/risks")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await viewer.Open(path + "/sections/IA-99")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Programs_write_it_part_by_part_with_the_version_they_saw_and_everything_missing_comes_at_once()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        using var viewer = await ApiClient.As(world, app, Role.Viewer);
        (await manager.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await viewer.Post("/systems/SYS-01/impacts")).ShouldBeRefused(403, "ACCESS-DENIED");
        var begun = (await owner.Post("/systems/SYS-01/impacts")).ShouldBe(201);
        begun["ref"].ShouldBe("IMP-0001");
        const string path = "/impacts/IMP-0001";
        (await owner.Post(path + "/conclude", new { verdict = "go" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await owner.Post(path + "/conclude", new { verdict = "go" }, "\"9\"")).ShouldBeRefused(412, "STALE-VERSION");
        (await owner.Change(path, "screening", new { answers = new[] { new { question = "vulnerable", answer = "unknown", why = "" } } })).ShouldBe(200);
        (await owner.Change(path, "groups", new { name = "Applicants", isDirect = true, people = 5 })).ShouldBe(200);
        var judged = (await owner.Change(path, "effects", new { isHarm = true, dimension = "DIM-03", what = "They are declined", severity = 3, people = "over-100000" })).ShouldBe(200);
        judged.Body!["effects"]![0]!["score"]!.ToJsonString().ShouldContain("\"low\":4,\"high\":5");
        (await owner.Change(path, "measures", new { sort = "technical", what = "It is measured", effects = new[] { 1 }, reference = "AC-99" })).ShouldBeRefused(404, "NOT-FOUND");
        (await owner.Change(path, "effects", new { isHarm = true, dimension = "X", what = "", severity = 9 })).ShouldBe(422).Body!.ToJsonString().ShouldContain("Severity lies between 1 and 5");
        var missing = (await owner.Change(path, "submit")).ShouldBe(422).Body!.ToJsonString();
        foreach (var part in (string[])["Choose why it is assessed.", "Say why it is not known", "Judge which rights it touches", "Enter at least one benefit.", "Decide: go, conditional or stop."]) missing.ShouldContain(part);
        (await owner.Change(path, "remove", new { part = "group", number = 1 })).ShouldBe(200);
        (await owner.Change(path, "harms/1/risk", new { decision = "decline", reason = "No" })).ShouldBeRefused(403, "ACCESS-DENIED");
        (await manager.Change(path, "harms/1/risk", new { decision = "decline", reason = "No" })).ShouldBeRefused(422, "IMPACT-NOT-IN-FORCE");
        (await viewer.Get("/impacts?filter=state:draft")).ShouldBe(200).Body!["total"]!.GetValue<int>().ShouldBe(1);
        (await viewer.Get("/impacts/stale")).ShouldBe(200).Body!.AsArray().ShouldBeEmpty();
        (await viewer.Get("/impacts?filter=colour:blue")).ShouldBeRefused(422, "LIST-FILTER");
        (await viewer.Get(path + "/report?format=docx")).ShouldBe(200).Response.Content.Headers.ContentDisposition!.FileName.ShouldBe("impact-assessment-IMP-0001.docx");
        (await viewer.Get(path + "/report?format=odt")).ShouldBeRefused(422, "REPORT-FORMAT");
        (await owner.Change(path, "withdraw", new { reason = "Begun anew" })).ShouldBe(200)["standing"].ShouldBe("withdrawn");
    }

    private static Task Classify(World world) => world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        (await db.Set<AiSystem>().SingleAsync()).Classify(RiskClass.High, "CLS-0001");
        work.Note("system.classified", "SYS-01", "high");
        await work.Commit(default);
    });

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));

    private static async Task<string> Done(FormClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        return answer.Headers.Location!.ToString();
    }

    private static async Task Refused(FormClient client, string path, string form, string said, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(said);
    }
}
