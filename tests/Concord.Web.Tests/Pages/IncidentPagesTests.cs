using System.Net;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>A near miss as people walk it on the pages, and an incident with a clock as programs do.</summary>
public sealed class IncidentPagesTests(SharedBrowser browser)
{
    private const string Hostile = "<script>alert(1)</script> weird";

    [Fact]
    public async Task A_near_miss_is_walked_from_the_report_to_a_monitor_and_its_pages_are_accessible_small_and_quiet()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await world.As(Role.SystemOwner).Do((Concord.Inventory.Registry registry, Concord.Foundation.Actor actor) => registry.AddModel("SYS-01", new("Scorecard", "", "", "MODEL-01"), actor, default));
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        using var owner = await app.Visitor().SignIn(world, Role.SystemOwner);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        await Refused(viewer, "/incidents/new", "report", "This is no day", ("title", "T"), ("summary", "S"), ("kind", "near_miss"), ("date", "soon"), ("affected", "many"));
        await Refused(viewer, "/incidents/new", "report", "Day it happened", ("title", "T"), ("summary", "S"), ("kind", "near_miss"), ("date", ""), ("affected", "0"));
        var all = await Refused(viewer, "/incidents/new", "report", "7 things to change", ("title", ""), ("summary", " "), ("kind", "mishap"), ("date", "soon"), ("affected", "many"), ("aware", "yesterday"), ("place", "Atlantis"));
        foreach (var label in (string[])["What happened, in a few words", "What happened", "It is", "Day it happened", "People affected", "Noticed", "Place"]) all.ShouldContain($"<code>{label}</code>", Case.Sensitive, label);
        await Refused(viewer, "/incidents/new", "report", "U+202E", ("title", Hostile + "\u202E"), ("summary", "S"), ("kind", "near_miss"), ("date", "2026-03-01"), ("affected", "0"));
        await Done(viewer, "/incidents/new?system=SYS-01", "report", ("title", Hostile), ("summary", "The variable had no monitor"), ("kind", "near_miss"), ("system", "SYS-01"), ("date", "2026-03-01"), ("affected", "0"), ("aware", "2026-03-01T09:30"), ("place", "FI"));
        const string path = "/incidents/INC-0001";
        (await viewer.Read(path)).ShouldNotContain("<script>alert");
        (await Read(viewer, path)).ShouldNotContain("Judge it");

        (await Refused(manager, path, "triage", "2 things to change", ("severity", ""), ("text", " "))).ShouldContain("<code>How grave is it?</code>");
        await Done(manager, path, "triage", ("severity", "high"), ("text", "Luck"));
        await Refused(owner, path, "analyse", "Choose of which kind the cause is.", ("why", "Because"), ("cause", ""), ("root", "Nobody looked"));
        await Done(owner, path, "analyse", ("why", "Because"), ("cause", "monitoring"), ("root", "Nobody looked"));
        (await Read(manager, path)).ShouldContain("You worked on it and cannot close it");
        (await Read(owner, path)).ShouldContain("Variable without a monitor");
        var form = await Read(owner, "/models/MODEL-01/monitors/new?variable=device_field&incident=INC-0001");
        form.ShouldContain("No version of this model is in use");
        await Done(owner, path, "decide", ("kind", "none"), ("reason", "The model is switched off"));
        await Done(owner, path + "/file", "fact", ("fact", "breach"), ("since", "2026-03-02T09:00"), ("note", "A list was left open"));
        var page = await Read(owner, path);
        page.ShouldContain("Notify the breach of personal data");
        page.ShouldContain("5 Mar 2026, 09:00 (Europe/Helsinki)");
        page.ShouldContain("5 Mar 2026, 07:00 UTC");
        (await Read(owner, path + "/notification?clock=GDPR-72")).ShouldContain("[to be completed: what was done so that it does no more harm]");
        (await browser.FaultsAsync(app, path, Look.Both, "incident")).ShouldBeEmpty();
        (await browser.FaultsAsync(app, path + "/notification?clock=GDPR-72", Look.Both, "incident-draft")).ShouldBeEmpty();
        (await browser.FaultsAsync(app, "/incidents", Look.Both, "incidents")).ShouldBeEmpty();

        using var auditor = await app.Visitor().SignIn(world, Role.Auditor);
        await Refused(auditor, path, "close", "INCIDENT-CLOCK-OPEN", ("closing", "Seen"));
        await Done(owner, path + "/file", "tell", ("to", "Authority"), ("channel", "portal"), ("at", ""), ("told", "Notified"), ("clock", "GDPR-72"));
        await Done(owner, path + "/file", "describe", ("title", "A variable nobody watched"), ("summary", "The variable had no monitor"), ("kind", "near_miss"), ("system", "SYS-01"), ("date", "2026-03-01"), ("affected", ""), ("place", "FI"));
        await Done(auditor, path, "close", ("closing", "Seen"));
        (await Read(viewer, path)).ShouldContain("Seen · Auditor Person · ");
        (await Read(viewer, "/incidents?filter=state:closed")).ShouldContain("A variable nobody watched");
        await Done(manager, path, "reopen", ("again", "It came back"));
        foreach (var closed in (string[])["/incidents/INC-0001/file", "/concerns"]) (await viewer.Open(closed)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, closed);
    }

    [Fact]
    public async Task A_variable_is_given_its_monitor_and_the_way_leads_back_to_the_incident()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        (await manager.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await manager.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        const string model = "scores";
        (await manager.Post($"/models/{model}/versions", new { label = "1" })).ShouldBe(201);
        (await manager.Post("/incidents", new { date = "2026-03-01", kind = "near_miss", title = "T", summary = "S", system = "SYS-01", affected = 0 })).ShouldBe(201)["ref"].ShouldBe("INC-0001");
        using var owner = await app.Visitor().SignIn(world, Role.SystemOwner);
        var address = $"/models/{model}/monitors/new?variable=device_field&incident=INC-0001";
        var page = await Read(owner, address);
        page.ShouldContain("\"categorical\": [\"device_field\"]");
        using var content = new MultipartFormDataContent();
        using var fields = await owner.FillIn(address, "define", ("definition", $$"""{ "modelId": "{{model}}", "categorical": ["device_field"] }"""), ("grace", "24"), ("schedule", "30 5 * * *"), ("version", "1"));
        foreach (var field in (await fields.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('&').Select(field => field.Split('=')))
            content.Add(new StringContent(WebUtility.UrlDecode(field[1])), WebUtility.UrlDecode(field[0]));
        using var answer = await owner.Http.PostAsync(address, content, TestContext.Current.CancellationToken);
        answer.Headers.Location!.ToString().ShouldEndWith("/incidents/INC-0001?done=defined&monitor=MON-0001");
        page = await Read(owner, $"/models/{model}/monitors/new?variable=other_field&incident=INC-0001");
        page.ShouldContain("Every version in use has its monitor.");
        page.ShouldContain("so other_field is watched from a new version of the model on");
        page.ShouldContain("Back to <a href=\"/incidents/INC-0001\"");
        (await manager.Change("/incidents/INC-0001", "triage", new { severity = "low", text = "T" })).ShouldBe(200);
        (await Read(owner, "/incidents/INC-0001?done=defined&monitor=MON-0001")).ShouldContain("value=\"MON-0001\"");
        (await manager.Change("/incidents/INC-0001", "decide", new { kind = "monitor", reference = "MON-0001", reason = "It had none" })).ShouldBe(200);
        (await manager.Change("/incidents/INC-0001", "facts", new { fact = "rights", since = "2026-03-01T00:00:00Z" })).ShouldBe(200);
        (await manager.Get("/incidents/clocks")).Body!.AsArray().Count.ShouldBe(0, "the duty applies from August 2026");
        (await manager.Post("/incidents/INC-0001/messages", new { to = "A", text = "T" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Change("/incidents/INC-0001", "facts/rights/withdraw", new { reason = "T" })).ShouldBeRefused(422, "INCIDENT-FACT-OWN");
        (await manager.Get("/incidents/INC-0001/notification?clock=AIA-15")).ShouldBeRefused(404, "NOT-FOUND");
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
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain(said);
        return page;
    }
}
