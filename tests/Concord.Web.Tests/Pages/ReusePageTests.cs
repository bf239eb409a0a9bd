using System.Net;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>The re-use figure as people read it, ask it otherwise and disagree with it; and as programs do.</summary>
public sealed class ReusePageTests
{
    private const string Source = "ISO27001:10.2";

    [Fact]
    public async Task The_page_shows_range_counts_and_definition_and_follows_the_address()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var reader = await app.Visitor().SignIn(world, Role.Viewer);

        var all = await Read(reader, "/reuse");
        all.ShouldContain("43.1 to 53.6 %");
        all.ShouldContain("16 full, 43 partial, 11 none");
        all.ShouldContain("definition 2026-11");
        all.ShouldContain("not computable: nothing is known of any requirement");

        var security = await Read(reader, "/reuse?holds=iso27001&weights=effort&p=0.33&asOf=2026-10-14");
        security.ShouldContain("href=\"/reuse/ISO42001%3A4.1?asOf=2026-10-14\"", Case.Sensitive, "the day asked about goes along");
        var then = await Read(reader, "/reuse/ISO42001%3A4.1?asOf=2026-10-14");
        then.ShouldContain("Evidence is looked at as of");
        then.ShouldContain("href=\"/reuse?asOf=2026-10-14\"");
        (await Read(reader, "/reuse/ISO42001%3A4.1")).ShouldNotContain("looked at as of");
        security.ShouldContain("29.0 to 38.7 %");
        security.ShouldContain("as of 14 Oct 2026");
        security.ShouldContain("href=\"/reuse?holds=iso27001&p=0.33&weights=effort&asOf=2026-10-14&page=2\"");

        using var filtered = await reader.Open("/reuse?holds=iso27001&strength=full&kind=&source=&words=");
        filtered.Headers.Location!.OriginalString.ShouldEndWith("/reuse?holds=iso27001&filter=strength%3Afull");
        (await Read(reader, "/reuse?holds=iso27001&filter=strength%3Afull")).ShouldContain("1–16 of 16");
    }

    [Fact]
    public async Task What_cannot_be_read_in_the_address_is_said_above_the_usual_figure()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var reader = await app.Visitor().SignIn(world, Role.Viewer);

        using var answer = await reader.Open("/reuse?holds=itil&p=2");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain("2 things to change");
        page.ShouldContain("43.1 to 53.6 %");
        page.ShouldContain("value=\"2\"");
    }

    [Fact]
    public async Task Evidence_of_a_source_control_moves_the_realised_figure_at_once()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var reader = await app.Visitor().SignIn(world, Role.Viewer);
        await world.Control("ISMS-01", [Source], unit: "ORG");
        (await Read(reader, "/reuse")).ShouldContain("0.0 to 0.0 % is proven by evidence");

        await world.Evidence("ISMS-01", daysOld: 500, unit: "ORG");
        (await Read(reader, "/reuse")).ShouldContain("0.7 to 0.7 % is proven by evidence");

        await world.Evidence("ISMS-01", unit: "ORG");
        (await Read(reader, "/reuse")).ShouldContain("1.4 to 1.4 % is proven by evidence");
    }

    [Fact]
    public async Task A_manager_judges_a_claim_on_its_page_and_the_list_shows_the_override_and_the_two_raters()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        const string page = "/reuse/ISO42001:9.1";

        using (var refused = await manager.Send(page, "judge", ("standard", "iso27001"), ("strength", "full"), ("reason", "")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("REUSE-REASON");
        }
        using (var kept = await manager.Send(page, "judge", ("standard", "iso27001"), ("strength", "full"), ("reason", "Model measures are in the plan"), ("override", "true")))
            kept.StatusCode.ShouldBe(HttpStatusCode.Found);
        using (var changed = await manager.Send(page, "judge", ("standard", "iso27001"), ("strength", "full"), ("reason", "Seen in the plan of June"), ("override", "true")))
            changed.StatusCode.ShouldBe(HttpStatusCode.Found);

        (await Read(manager, page)).ShouldContain("Seen in the plan of June");
        var list = await Read(manager, "/reuse?holds=iso27001");
        list.ShouldContain("override of partial by AimsManager Person");
        list.ShouldContain("1 partial → full");
        list.ShouldContain("1 of 140");
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await Read(viewer, page)).ShouldContain("Judging a claim needs the role AIMS manager");
    }

    [Fact]
    public async Task Programs_ask_the_same_figure_and_judge_with_the_version_they_saw()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);

        var figure = (await manager.Get("/reuse?holds=iso27001,iso9001&p=0.33&weights=effort")).ShouldBe(200);
        (figure["potential"], figure["low"], figure["high"], figure["definition"]).ShouldBe(("31.7", "31.7", "42.8", "2026-11"));
        figure.Body!["rows"]!.AsArray().Count.ShouldBe(70);
        figure.Body["notComputed"]!["realised"]!.GetValue<string>().ShouldContain("nothing is known");
        (await manager.Get("/reuse?holds=itil&p=2")).ShouldBeRefused(422, "FINDINGS").Body!["findings"]!.AsArray().Count.ShouldBe(2);

        var made = (await manager.Post("/reuse/judgements", new { requirement = "ISO42001:9.1", standard = "iso27001", strength = "none", reason = "Other measures" })).ShouldBe(201);
        (await manager.Post("/reuse/judgements", new { requirement = "ISO42001:9.1", standard = "iso27001", strength = "full", reason = "Again" })).ShouldBeRefused(422, "REUSE-JUDGED");
        (await manager.Post($"/reuse/judgements/{made["ref"]}/revise", new { strength = "full", reason = "Looked again" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Change($"/reuse/judgements/{made["ref"]}", "revise", new { strength = "full", reason = "Looked again", @override = true })).ShouldBe(200)["strength"].ShouldBe("full");
        (await manager.Get("/reuse/judgements?filter=override:yes"))["total"].ShouldBe("1");
        (await manager.Get("/reuse/raters")).Body!.AsArray()[0]!["items"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));
}
