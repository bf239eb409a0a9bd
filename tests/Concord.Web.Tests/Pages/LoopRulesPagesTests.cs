using System.Net;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Tests.Loop;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>The rules of the loop and the list of the committee as people walk them by forms alone and as programs do; and the pages as people see them.</summary>
public sealed class LoopRulesPagesTests(SharedBrowser browser)
{
    [Fact]
    public async Task Rules_are_changed_by_forms_alone_approved_by_another_manager_and_what_signals_ask_is_decided()
    {
        await using var world = await FollowedWorld.Make(Backend.Sqlite);
        await FollowedWorld.Define(world, "sex");
        foreach (var month in (int[])[2, 3, 4]) await FollowedWorld.Push(world, "sex", month, 0.5);
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var owner = await app.Visitor().SignIn(world, Role.RiskOwner);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);

        (await Read(viewer, "/loop-rules")).ShouldContain("When an alert of fairness is raised for a system whose class is high or prohibited: a possible serious incident is put before a person");
        (await viewer.Open("/loop-rules/new")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Refused(manager, "/loop-rules/new", "draft", "There already are rules 2026-11", ("label", "2026-11"), ("reason", "x"));
        await Refused(manager, "/loop-rules/new", "draft", "A value must stand here.", ("label", ""), ("reason", "x"));
        await Done(manager, "/loop-rules/new", "draft", ("label", "2027-01"), ("reason", "Warnings of quality are answered by their owners"));
        var refused = await Refused(manager, "/loop-rules/LR-0001/rule", "rule", "is not a whole number", ("id", "no name"), ("title", "<script>alert(1)</script>"), ("windows", "soon"), ("metric", "psi_feature nothing"));
        refused.ShouldContain("letters, digits and dashes", Case.Sensitive, "all faults at once");
        refused.ShouldContain("\"nothing\" is not known here");
        refused.ShouldContain("value=\"soon\"", Case.Sensitive, "what was typed is kept");
        refused.ShouldNotContain("<script>alert");
        await Done(manager, "/loop-rules/LR-0001/rule", "rule", ("id", "quality"), ("title", "Quality asks for a second look"), ("kind", "quality"), ("then", "recheck-classification"), ("windows", ""));
        await Done(manager, "/loop-rules/LR-0001/rule?id=committee", "remove");
        await Done(manager, "/loop-rules/LR-0001/rule?id=lasting", "remove");
        var draft = await Read(manager, "/loop-rules/LR-0001");
        draft.ShouldContain("As they stand they cannot be approved.");
        draft.ShouldContain("You wrote a part of it, so another AIMS manager approves it. It may be approved by Mara Second");
        draft.ShouldNotContain("value=\"approve\"");
        (await Read(viewer, "/loop-rules/LR-0001/preview")).ShouldContain("Restriction proposed: one signal");

        var second = ApiClient.With(app, (await world.As(FollowedWorld.Second).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "test", 30, default))).Text);
        (await second.Change("/loop-rules/LR-0001", "approve")).ShouldBe(422);
        await Done(manager, "/loop-rules/LR-0001/rule", "rule", ("id", "prohibited"), ("severity", "alert"), ("tier", "prohibited"), ("then", "committee"), ("windows", ""));
        (await second.Change("/loop-rules/LR-0001", "approve")).ShouldBe(200);
        (await second.Get("/loop-rules"))["ref"].ShouldBe("LR-0001");
        (await Read(viewer, "/loop-rules/LR-0001/preview")).ShouldContain("LR-0001 is in force: nothing is compared with it.");
        (await second.Post("/loop-rules/LR-0001/withdraw")).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await Read(viewer, "/loop-rules")).ShouldContain("LR-0001 · rules 2027-01 of the organisation");

        var list = await Read(owner, "/committee");
        foreach (var asked in (string[])["seriousIncident&source=SIG-0001", "restriction&source=SIG-0001", "impactAssessment&source=IMP-01"]) list.ShouldContain($"decide?question={asked}");
        (await Read(viewer, "/committee")).ShouldNotContain(">Decide</a>");
        const string question = "/committee/decide?question=restriction&source=SIG-0001";
        (await viewer.Open(question)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Refused(owner, question, "decide", "Say what was decided and why", ("outcome", "agreed"), ("text", " "));
        await Done(owner, question, "decide", ("outcome", "agreed"), ("text", "=Suspended until May"));
        (await Read(viewer, "/committee/decisions")).ShouldContain("=Suspended until May");
        (await owner.Read("/committee/file")).ShouldContain("serious incident,SIG-0001,SYS-01,");
        (await second.Get("/committee?filter=question:seriousIncident")).Body!["total"]!.GetValue<int>().ShouldBe(1);
        await Done(owner, "/incidents/new?signal=SIG-0001&system=SYS-01", "report", ("title", "Unequal"), ("summary", "Women were declined"), ("kind", "fairness_alert"), ("system", "SYS-01"), ("date", "2026-05-01"), ("affected", ""), ("aware", ""), ("place", "EU"));
        (await Read(owner, "/committee")).ShouldNotContain("decide?question=seriousIncident");

        var signal = await Read(viewer, "/signals/SIG-0001");
        signal.ShouldContain("What followed by the rules");
        signal.ShouldContain("by rule lasting of the library 2026-11");
        (await Read(viewer, "/systems/SYS-01")).ShouldContain("What followed from its signals");
        (await Read(viewer, "/systems/SYS-01/classification")).ShouldContain("In question");
        string[] pages = ["/loop-rules", "/loop-rules/LR-0001", "/loop-rules/LR-0001/preview", "/committee", "/committee/decisions", "/signals/SIG-0001", "/systems/SYS-01/consequences"];
        foreach (var path in pages) (await browser.FaultsAsync(app, path, Look.Both, "loop" + path.Replace('/', '-'))).ShouldBeEmpty(path);
        await Done(manager, "/loop-rules/new", "draft", ("label", "2027-02"), ("reason", "more"));
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.SignInAsync(world, Role.AimsManager);
        foreach (var path in (string[])["/loop-rules/LR-0002/rule?id=evidence", "/committee/decide?question=impactAssessment&source=IMP-01"])
            (await visit.FaultsAsync(path, Look.Both, "loop" + path.Replace('/', '-').Replace('?', '-'))).ShouldBeEmpty(path);
    }

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));

    private static async Task Done(FormClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    private static async Task<string> Refused(FormClient client, string path, string form, string said, params (string Name, string Value)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        WebUtility.HtmlDecode(page).ShouldContain(said);
        return page.Replace("&quot;", "\"", StringComparison.Ordinal);
    }
}
