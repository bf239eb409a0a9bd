using System.Net;
using System.Text;
using Concord.Organisation;
using Concord.Risks;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>The enterprise risk register as the chief risk officer walks it on pages without script, and as the tool that keeps it pulls and pushes.</summary>
public sealed class EnterpriseRiskPagesTests(SharedBrowser browser)
{
    private const string Foreign = "risk_id,description,impact,likelihood,owner,rating,appetite\nR001,Unauthorized access <b>to</b> DB,High,Medium,bob,Low,Medium\nR002,Loss of laptop with PII,Medium,Highish,charlie,Medium,Medium\n";

    [Fact]
    public async Task A_register_is_taken_in_mapped_linked_watched_and_shown_to_the_committee()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await world.Risk("RISK-A", "SYS-01", current: new RiskLevel(4, 4));
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var owner = await app.Visitor().SignIn(world, Role.RiskOwner);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await Read(manager, "/enterprise-risks")).ShouldContain("The enterprise register is not here yet.");

        var address = await Sent(manager, "register.csv", Foreign);
        var first = await Read(manager, address);
        first.ShouldContain("\"Highish\" is no likelihood of the scale Low, medium, high");
        first.ShouldContain("Nothing can be taken in while something above is to be changed");
        first.ShouldContain("Nobody here is called \"bob\"");
        first.ShouldContain("Who these owners are");
        var bob = await world.As(Role.RiskOwner).Actor();
        var ready = $"{address}&level=Highish%3DHigh&system=GRC&owner=bob%3D{bob.Ref}";
        var again = await Read(manager, ready);
        again.ShouldContain("2 lines new.");
        again.ShouldNotContain("Nobody here is called \"bob\"");
        again.ShouldContain($"<option value=\"bob={bob.Ref}\" selected", Case.Insensitive);
        using var taken = await manager.Send(ready, "take");
        taken.Headers.Location!.OriginalString.ShouldEndWith("/enterprise-risks/import?done=taken");
        (await world.LeftInStaging()).ShouldBeEmpty();

        await Done(owner, "/enterprise-risks/R001", "link", ("risk", "RISK-A 0"));
        await Refused(owner, "/enterprise-risks/R001", "out-RISK-A", "STALE-VERSION", ("version", "0"));
        await Done(owner, "/enterprise-risks/R001", "out-RISK-A");
        (await Read(owner, "/enterprise-risks/R001?done=out")).ShouldContain("no longer part of this line");
        await Done(owner, "/enterprise-risks/R001", "link", ("risk", "RISK-A 2"));
        (await Read(viewer, "/risks/RISK-A")).ShouldContain("href=\"/enterprise-risks/R001\"");
        (await Read(viewer, "/enterprise-risks/R001")).ShouldContain(bob.Name);
        (await Read(viewer, "/enterprise-risks/R001")).ShouldNotContain("Take out");
        await Refused(owner, "/enterprise-risks/committee", "mark", "COMMITTEE-DAY", ("committee", "Risk committee"), ("day", "2027-01-01"), ("note", ""));
        await Done(owner, "/enterprise-risks/committee", "mark", ("committee", "Risk committee"), ("day", "2026-03-02"), ("note", "The first"));
        await world.Risk("RISK-B", "SYS-01", current: new RiskLevel(2, 2));
        (await Read(owner, "/enterprise-risks/R001?find=no:thing")).ShouldContain("None matches.");
        (await Read(owner, "/enterprise-risks/R001?find=risk-b")).ShouldContain("One AI risk of 1 can be chosen below.");
        await Refused(owner, "/enterprise-risks/scale", "propose", "This key is not known here", ("scale", "id: x\nguess: y"), ("reason", "R"));
        await Done(owner, "/enterprise-risks/scale", "propose", ("scale", "three-words"), ("reason", "As the register is kept"));
        await Refused(owner, "/enterprise-risks/scale", "decide-SCALE-0001", "SCALE-OWN", ("as", "approve"));
        await Done(manager, "/enterprise-risks/scale", "decide-SCALE-0001", ("as", "approve"));

        var meetings = await Read(viewer, "/enterprise-risks/committee");
        meetings.ShouldContain("What it is asked is on <a href=\"/committee\">its list</a>: nothing waits for a decision.");
        meetings.ShouldContain("No decision was made in this time.");
        var changes = await Read(viewer, "/enterprise-risks/committee/changes?size=1");
        changes.ShouldContain("1–1 of ");
        changes.ShouldContain("between 2 Mar 2026 and now.");
        (await viewer.Open("/enterprise-risks/committee/changes?filter=since:MEETING-9999")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Read(viewer, "/committee")).ShouldContain("Last met: Risk committee, 2 Mar 2026.");

        var raw = await viewer.Read("/enterprise-risks");
        raw.ShouldNotContain("<b>to</b>");
        Encoding.UTF8.GetByteCount(raw).ShouldBeLessThan(100_000);
        var page = WebUtility.HtmlDecode(raw);
        page.ShouldContain("Two enterprise risks with one AI risk: 1 critical.");
        page.ShouldContain("One line is rated lower than its AI risks say.");
        page.ShouldContain("Changed since the committee of 2 Mar 2026");
        page.ShouldContain("part of no line yet");
        (await Read(viewer, "/enterprise-risks/R001")).ShouldContain("The two registers disagree: the register says Low, RISK-A says High (16 critical).");
        (await Read(viewer, "/enterprise-risks?filter=appetite:above")).ShouldNotContain("Loss of laptop");
        (await viewer.Open("/enterprise-risks/import")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        foreach (var (path, picture) in new[] { ("/enterprise-risks", "enterprise-risks"), ("/enterprise-risks/R001", "enterprise-risk"), ("/enterprise-risks/committee", "enterprise-committee"), ("/enterprise-risks/committee/changes", "enterprise-changes"), ("/enterprise-risks/scale", "enterprise-scale") })
            (await browser.FaultsAsync(app, path, Look.Both, picture)).ShouldBeEmpty(path);
        using var file = await viewer.Open("/enterprise-risks/file?format=csv&filter=appetite:above");
        (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3, "a header, the line as seen, and its AI risk");
    }

    [Fact]
    public async Task A_tool_pulls_the_lines_and_what_it_pushes_back_of_ai_risks_is_a_conflict()
    {
        await using var world = await World.Create();
        await world.Risk("RISK-A", current: new RiskLevel(4, 4));
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var tool = await ApiClient.As(world, app, Role.RiskOwner);
        (await tool.Get("/enterprise-risks/changes")).ShouldBeRefused(404, "NOT-FOUND");
        var dry = (await tool.Raw("/enterprise-risks/import?dryRun=true&level=Highish%3DHigh&system=GRC", Foreign, "text/csv")).ShouldBe(200);
        (dry["takenIn"], dry["newLines"], dry["scale"]).ShouldBe(("false", "2", "three-words"));
        dry.Body!["findings"]!.AsArray().Select(finding => finding!["code"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(["unknown-owner", "unknown-owner", "which-scale"]);
        (await tool.Raw("/enterprise-risks/import?plan=other&level=Highish%3DHigh&system=GRC", Foreign, "text/csv")).ShouldBeRefused(412, "STALE-VERSION");
        (await tool.Raw($"/enterprise-risks/import?plan={dry["plan"]}&level=Highish%3DHigh&system=GRC", Foreign, "text/csv")).ShouldBe(200)["takenIn"].ShouldBe("true");
        (await tool.Raw("/enterprise-risks/import?level=Highish%3DHigh&system=GRC", Foreign, "text/csv")).ShouldBe(200)["summary"].ShouldBe("Nothing to change: all 2 rows say what the register says.");

        (await tool.Post("/enterprise-risks/R001/risks", new { risk = "RISK-A" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        var line = (await tool.Post("/enterprise-risks/R001/risks", new { risk = "RISK-A" }, ifMatch: "\"0\"")).ShouldBe(200);
        (line["aiRisks"], line["rating"], line.Body!["highestCurrent"]!["own"]!["rating"]!.GetValue<string>()).ShouldBe(("1", "lowerThanItsRisks", "High"));
        var pulled = (await tool.Get("/enterprise-risks/R001/risks")).ShouldBe(200).Body!["items"]![0]!;
        (pulled["risk"]!["ref"]!.GetValue<string>(), pulled["current"]!["likelihood"]!.GetValue<string>(), pulled["scale"]!.GetValue<string>()).ShouldBe(("RISK-A", "High", "three-words"));
        (await tool.Post("/enterprise-risks/R002/risks/RISK-A/remove", new { }, ifMatch: "\"1\"")).ShouldBeRefused(404, "NOT-FOUND");
        (await tool.Post("/enterprise-risks/R001/risks/RISK-A/remove", new { }, ifMatch: "\"0\"")).ShouldBeRefused(412, "STALE-VERSION");
        (await tool.Post("/enterprise-risks/R001/risks/RISK-A/remove", new { }, ifMatch: "\"1\"")).ShouldBe(200)["aiRisks"].ShouldBe("0");
        (await tool.Post("/enterprise-risks/R001/risks", new { risk = "RISK-A" }, ifMatch: "\"2\"")).ShouldBe(200);
        (await tool.Get("/enterprise-risks?filter=appetite:above")).ShouldBe(200)["total"].ShouldBe("1");
        (await tool.Get("/enterprise-risks?filter=colour:red")).ShouldBeRefused(422, "LIST-FILTER");
        (await tool.Get("/enterprise-risks/R404")).ShouldBeRefused(404, "NOT-FOUND");
        (await tool.Get("/enterprise-risks/summary?by=category")).ShouldBe(200).Body!["summary"]!["ratedLower"]!.GetValue<int>().ShouldBe(1);
        (await tool.Get("/enterprise-risks/matrix?scale=three-words")).ShouldBe(200).Body!["cells"]!.AsArray().Count.ShouldBe(9);
        (await tool.Get("/enterprise-risks/file?format=json")).ShouldBe(200).Body!["aiRisks"]!.AsArray().Count.ShouldBe(1);
        (await tool.Get("/enterprise-risks/file?format=pdf")).ShouldBeRefused(422, "REGISTER-FORMAT");

        var pushed = (await tool.Raw("/enterprise-risks/import", "kind,reference,title,residual\nai risk,RISK-A,Another title,2x3\n", "text/csv")).ShouldBe(200);
        (pushed["conflicts"], pushed["changedLines"]).ShouldBe(("1", "0"));
        var conflict = (await tool.Get("/enterprise-risks/conflicts?filter=state:open")).ShouldBe(200).Body!["items"]![0]!;
        (conflict["theirs"]!.GetValue<string>(), conflict["ours"]!.GetValue<string>()).ShouldBe(("Another title", "Drift makes the model unfit"));
        using var owner = await app.Visitor().SignIn(world, Role.RiskOwner);
        (await browser.FaultsAsync(app, "/enterprise-risks/conflicts", Look.Both, "enterprise-conflicts")).ShouldBeEmpty();
        await Done(owner, "/enterprise-risks/conflicts", "resolve-CON-0001", ("as", "noted"), ("note", "They rename it"));
        (await Read(owner, "/enterprise-risks/conflicts")).ShouldContain("They rename it · RiskOwner Person");
        (await tool.Post("/enterprise-risks/meetings", new { committee = "Risk committee", day = "2026-03-02" })).ShouldBe(201).Body!["differences"]!.AsArray().ShouldBeEmpty();
        await world.Risk("RISK-B", current: new RiskLevel(2, 2));
        await world.Risk("RISK-C", current: new RiskLevel(2, 2));
        var part = (await tool.Get("/enterprise-risks/changes?size=1&page=2")).ShouldBe(200);
        (part["total"], part.Body!["differences"]![0]!["ref"]!.GetValue<string>()).ShouldBe(("2", "RISK-C"));
        (await tool.Get("/enterprise-risks/changes?size=201")).ShouldBeRefused(422, "LIST-SIZE");
        for (var at = 0; at < 60; at++) await world.Risk($"RISK-M{at:00}", current: new RiskLevel(2, 2));
        var first = (await tool.Get("/enterprise-risks/changes")).ShouldBe(200);
        (first["total"], first.Body!["differences"]!.AsArray().Count).ShouldBe(("62", 50), "a long answer comes in pages, as lists do");
        var figures = (await tool.Get("/enterprise-risks/summary?by=category&size=1&page=2")).ShouldBe(200);
        (figures["total"], figures.Body!["groups"]!.AsArray().Count).ShouldBe(("1", 0));
        (figures.Body!["summary"]!["unlinked"]!.GetValue<int>(), figures.Body!["summary"]!["unlinkedRisks"]!.AsArray().Count).ShouldBe((62, 30), "the first are named, and how many there are is said");
        (await tool.Get("/enterprise-risks/trend")).ShouldBe(200).Body!.AsArray().Count.ShouldBe(2);
    }

    private static async Task<string> Sent(FormClient visitor, string name, string text)
    {
        using var form = new MultipartFormDataContent();
        var fields = await (await visitor.FillIn("/enterprise-risks/import", "send")).ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var field in fields.Split('&').Select(pair => pair.Split('='))) form.Add(new StringContent(WebUtility.UrlDecode(field[1])), WebUtility.UrlDecode(field[0]));
        form.Add(new StringContent(text), "register", name);
        using var answer = await visitor.Http.PostAsync("/enterprise-risks/import", form, TestContext.Current.CancellationToken);
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<string> Read(FormClient visitor, string path)
    {
        using var answer = await visitor.Open(path);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task Done(FormClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task Refused(FormClient client, string path, string form, string said, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(said);
    }
}
