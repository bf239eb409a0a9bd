using System.Net;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>A risk as people walk it on the pages, from the catalogue to an acceptance, and as programs do.</summary>
public sealed class RiskPagesTests(SharedBrowser browser)
{
    private const string Hostile = "<script>alert(1)</script> weird";

    [Fact]
    public async Task A_risk_is_walked_from_the_catalogue_to_its_acceptance_and_its_pages_are_accessible_small_and_quiet()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await world.Control("CTL-01", ["ISO42001:A.6.2.6"]);
        var invited = await world.AsAdministrator((PeopleRegister people, Actor actor) => people.InviteWithRoles(actor, new("Carla Risk", "carla@example.test"), [new(Role.AimsManager), new(Role.RiskOwner)], default));
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        using var assessor = await app.Visitor().SignIn(world, Role.RiskOwner);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        var owner = await world.As(Role.AimsManager).Actor();
        var acting = (await world.As(Role.SystemOwner).Actor()).Ref;

        var catalogue = await Read(assessor, "/risks/catalogue?system=SYS-01");
        catalogue.ShouldContain("/risks/new?catalogue=AIR-03&system=SYS-01");
        catalogue.ShouldContain("C.3.4 Risk sources related to machine learning");
        catalogue.ShouldContain("MIT AI risk 7.3: Lack of capability or robustness");
        (await Read(assessor, "/risks/new?catalogue=AIR-03&system=SYS-01")).ShouldContain("value=\"Input data drift makes the model unfit\"");
        await Refused(assessor, "/risks/new", "open", "RISK-TITLE", ("title", Hostile[..1] + "\u202E"), ("owner", owner.Ref), ("source", "assessment"));
        await Done(assessor, "/risks/new", "open", ("title", Hostile), ("catalogue", "AIR-03"), ("system", "SYS-01"), ("owner", owner.Ref), ("source", "assessment"));
        const string path = "/risks/RISK-0001";
        (await viewer.Read(path)).ShouldNotContain("<script>alert");
        (await Read(viewer, path)).ShouldContain("nobody has assessed it yet", Case.Insensitive);

        (string, string)[] levels = [("inherent.likelihood", "4"), ("inherent.individuals", "4"), ("inherent.groups", "2"), ("current.likelihood", "2"), ("current.individuals", "3")];
        await Refused(assessor, path + "/assess", "assess", "RISK-NOTE", [.. levels, ("note", " ")]);
        var wrong = await Refused(assessor, path + "/assess", "assess", "9 is not a level", [.. levels, ("current.groups", "9"), ("target.society", "2"), ("note", "N")]);
        wrong.ShouldContain("Say how likely it is.");
        wrong.ShouldContain("selected>4 serious harm to rights, money or health");
        await Done(assessor, path + "/assess", "assess", [.. levels, ("control", "CTL-01"), ("note", "Seen in the log")]);
        var page = await Read(viewer, path);
        page.ShouldContain("none of the controls it rests on is effective today (CTL-01 unproven): it is a claim");
        page.ShouldContain("4 serious harm to rights, money or health");
        page.ShouldContain("not measured");
        page.ShouldNotContain("Accept it<");

        await Refused(assessor, path + "/treat", "treat", "Choose who does it.", ("option", "modify"), ("plan", "P"), ("residual.likelihood", "1"), ("residual.individuals", "3"), ("step0", "Mend it"));
        await Done(assessor, path + "/treat", "treat", ("option", "modify"), ("plan", "Watch it each month"), ("more", "CTL-01"), ("residual.likelihood", "1"), ("residual.individuals", "3"), ("step0", "Mend it"), ("by0", acting), ("until0", "2026-05-01"));
        (await Read(assessor, path)).ShouldContain("CTL-01 is unproven: no evidence");
        foreach (var visitor in (FormClient[])[assessor, manager])
        {
            var unreached = await Read(visitor, path);
            unreached.ShouldContain("it is accepted by chief risk officer (no effective control backs");
            unreached.ShouldContain("your roles do not reach that");
            unreached.ShouldNotContain("Accept it</button>");
        }
        using var carla = app.Visitor();
        (await carla.Send($"/link?secret={invited.LinkSecret}", "link")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await Refused(carla, path, "accept", "is no day", ("reason", "We live with it."), ("until", "soon"))).ShouldContain("We live with it.");
        await Done(carla, path, "accept", ("reason", "Small enough"), ("until", "2026-12-31"));
        (await Read(viewer, path)).ShouldContain("Carla Risk as chief risk officer, at 6 medium, in force until 31 Dec 2026");
        (await Read(viewer, "/risks?filter=state:accepted category:drift moment:inherent likelihood:4 closed:no")).ShouldContain("RISK-0001");
        (await Read(viewer, "/risks/matrix")).ShouldContain("/risks?filter=moment:inherent%20likelihood:4%20consequence:4%20closed:no");
        await Done(assessor, path + "/assess", "assess", [.. levels, ("note", "Looked at again")]);
        (await Read(viewer, path)).ShouldNotContain("Hand it over");
        (await Refused(assessor, path, "hand-over", "RISK-OWNER", ("owner", "PERSON-9999"), ("because", "She left us."))).ShouldContain("She left us.");
        await Done(assessor, path, "hand-over", ("owner", acting), ("because", "She left us."));
        (await Read(manager, path)).ShouldNotContain("Accept it</button>");
        var another = await Refused(assessor, path + "/assess", "assess", "STALE-VERSION", [.. levels, ("note", "Mine"), ("version", "1")]);
        another.ShouldContain("As RISK-0001 stands now:");
        another.ShouldContain("Looked at again", Case.Sensitive, "what the other tab kept is shown beside what was typed here");
        another.ShouldContain("Mine");

        foreach (var (address, name) in new[] { (path, "risk"), ("/risks", "risks"), ("/risks/matrix", "risk-matrix"), ("/risks/catalogue", "risk-catalogue") })
            (await browser.FaultsAsync(app, address, Look.Both, name)).ShouldBeEmpty(address);
        await using (var visit = await browser.VisitAsync(app, Look.WiderPhone))
        {
            await visit.Page.GotoAsync("/risks/matrix");
            (await visit.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.matrix td.h2')].every(cell => getComputedStyle(cell).backgroundRepeat === 'repeat-x' && parseFloat(getComputedStyle(cell).paddingTop) >= 6)")).ShouldBeTrue("the pattern lies above the word");
            await visit.Page.SetViewportSizeAsync(720, 1000);
            await visit.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
            await visit.Page.GotoAsync(path);
            (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(720, "it fits its sheet");
            (await visit.Page.EvaluateAsync<int>("[...document.querySelectorAll('.history .why')].filter(note => note.getBoundingClientRect().width < 300).length")).ShouldBe(0, "a note is no column of single words");
        }
        foreach (var closed in (string[])[path + "/assess", path + "/treat", "/risks/new"]) (await viewer.Open(closed)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, closed);
    }

    [Fact]
    public async Task Programs_open_assess_treat_accept_and_are_told_everything_that_is_wrong()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        using var risk = await ApiClient.As(world, app, Role.RiskOwner);
        var created = (await risk.Post("/risks", new { catalogue = "AIR-24" })).ShouldBe(201);
        created["title"].ShouldBe("Unregistered (shadow) AI");
        (await risk.Post("/risks", new { title = "T", catalogue = "AIR-99" })).ShouldBeRefused(404, "NOT-FOUND");
        var level = new { likelihood = 2, consequences = new { organization_legal = 3, groups = 1 } };
        (await risk.Post("/risks/RISK-0001/assess", new { inherent = level, current = level, note = "N" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await risk.Change("/risks/RISK-0001", "assess", new { inherent = level, current = new { likelihood = 7, consequences = new { weather = 3 } }, note = "N" })).Status.ShouldBe(422);
        var assessed = (await risk.Change("/risks/RISK-0001", "assess", new { inherent = level, current = level, note = "N" })).ShouldBe(200);
        assessed.Body!["current"]!["leading"]!.GetValue<string>().ShouldBe("organization legal");
        (await risk.Change("/risks/RISK-0001", "treat", new { option = "retain", plan = "It stays" })).ShouldBe(200)["state"].ShouldBe("treating");
        (await risk.Change("/risks/RISK-0001", "treated", new { text = "T" })).ShouldBeRefused(422, "RISK-TREAT-PROOF");
        (await risk.Change("/risks/RISK-0001", "accept", new { reason = "R" })).ShouldBeRefused(422, "RISK-ACCEPT-OWN");
        var accepted = (await manager.Change("/risks/RISK-0001", "accept", new { reason = "R", until = "2026-06-30" })).ShouldBe(200);
        accepted.Body!["file"]!["acceptances"]![0]!["reachedAs"]!.GetValue<string>().ShouldBe("AI governance committee");
        (await manager.Get("/risks/matrix?moment=inherent")).ShouldBe(200).Body!["cells"]!.AsArray().Count.ShouldBe(25);
        (await manager.Get("/risks/criteria")).ShouldBe(200).Body!["approvers"]!.AsArray().Count.ShouldBe(4);
        (await manager.Get("/risks/catalogue")).Body!.AsArray().Count.ShouldBe(36);
        (await risk.Change("/risks/RISK-0001", "reword", new { title = "Other words", reason = "R" })).ShouldBeRefused(422, "RISK-REWORD-ACCEPTED");
        (await risk.Change("/risks/RISK-0001", "hand-over", new { owner = "NONE-1", reason = "R" })).ShouldBeRefused(422, "PERSON-UNKNOWN");
        var auditor = (await world.As(Role.Auditor).Actor()).Ref;
        (await risk.Change("/risks/RISK-0001", "hand-over", new { owner = auditor, reason = "R" })).ShouldBe(200).Body!["owner"]!["ref"]!.GetValue<string>().ShouldBe(auditor);
        (await manager.Change("/risks/RISK-0001", "close", new { text = "Gone" })).ShouldBe(200)["state"].ShouldBe("closed");
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
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        text.ShouldContain(said);
        return text;
    }
}
