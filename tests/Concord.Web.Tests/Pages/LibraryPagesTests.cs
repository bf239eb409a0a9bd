using System.Net;
using Concord.Actions;
using Concord.Applicability;
using Concord.Controls;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Library;
using Concord.Organisation;
using Concord.Standards;
using Concord.Tests;
using Concord.Tests.Library;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Tests.Pages;

/// <summary>Another library than the last: how people read what it changes and accept it, and that no page breaks by what is gone.</summary>
public sealed class LibraryPagesTests(SharedBrowser browser) : IDisposable
{
    private const string Gone = "ISO27001:A.5.7";

    private readonly LibraryCopy copy = new();

    public void Dispose() => copy.Dispose();

    [Fact]
    public async Task Every_page_says_that_it_changed_until_a_manager_accepts_it_with_a_reason()
    {
        copy.CorrectOneClaim();
        await using var world = await World.Create();
        await using var app = await Upgraded(world);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        (await Read(viewer, "/risks")).ShouldContain("nobody has accepted it yet");
        var changes = await Read(viewer, "/library/changes");
        changes.ShouldContain("1 row changed in 1 file, against LIB-0001");
        changes.ShouldContain("partial from ISO27001 → full from ISO27001; credit 0.5 → 1");
        changes.ShouldContain("16 full, 43 partial, 11 none → 17 full, 42 partial, 11 none");
        changes.ShouldContain("needs the role AIMS manager");
        (await Read(viewer, "/library/changes/rows?filter=kind:changed")).ShouldContain("<b>strength:</b> partial → full");
        (await Read(viewer, "/library/changes/rows?filter=kind:added")).ShouldContain("No row matches this filter");

        using (var refused = await manager.Send("/library/changes", "accept", ("reason", " ")))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("LIBRARY-REASON");
        }
        using (var accepted = await manager.Send("/library/changes", "accept", ("reason", "<b>Told</b> the raters.")))
            accepted.Headers.Location!.ToString().ShouldEndWith("/library?done=accepted");
        var library = await manager.Read("/library");
        library.ShouldContain("&lt;b&gt;Told&lt;/b&gt; the raters.");
        library.ShouldNotContain("nobody has accepted it yet");
        (await Read(viewer, "/library/changes?from=LIB-0002&to=LIB-0001")).ShouldContain("full from ISO27001 → partial from ISO27001");
    }

    [Fact]
    public async Task The_pages_of_a_changed_library_are_accessible_small_and_quiet()
    {
        copy.WithNewEdition().WithoutThreatIntelligence().CorrectOneClaim();
        await using var world = await World.Create();
        await WithRecords(world);
        await using var app = await Upgraded(world, new WebSettings { VisitorsMayRead = true });

        foreach (var path in new[] { "/library", "/library/changes", "/library/changes/rows", "/requirements?standard=all&filter=result:conforming" })
            (await browser.FaultsAsync(app, path, Look.Both, "library" + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'))).ShouldBeEmpty(path);
    }

    [Fact]
    public async Task What_names_a_requirement_that_is_gone_breaks_no_page()
    {
        await using var world = await World.Create();
        await WithRecords(world);
        copy.WithoutThreatIntelligence();
        await using var app = await Upgraded(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        foreach (var path in new[]
        {
            "/", "/cycle", "/requirements?standard=all", "/controls", "/controls/AC-01", "/documents", "/documents/DOC-01", "/actions", "/actions/ACT-0001", "/statement?size=200", "/statement/revisions/1", "/statement/revisions/1/difference",
            "/reuse", "/reuse/ISO42001:9.1", "/gaps", "/gaps/GAP-0001", "/gaps/GAP-0001/interviews/INT-0001", "/evidence", "/evidence/EV-0001", "/journal", "/library", "/library/changes", "/library/changes/rows",
        })
        {
            using var answer = await manager.Open(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }
        (await Read(manager, "/controls/AC-01")).ShouldContain($"{Gone}</span> <small>no longer in the library");
        (await Read(manager, "/reuse/ISO42001:9.1")).ShouldContain($"{Gone}</span> <small>no longer in the library");
        (await Read(manager, "/library/changes")).ShouldContain("answers ISO27001:A.5.7 Threat intelligence, which is gone");
        using var missing = await manager.Open($"/requirements/{Gone}");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await missing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The standards library in use has no requirement");
    }

    [Fact]
    public async Task Programs_read_compare_and_accept_with_the_version_they_saw()
    {
        copy.CorrectOneClaim();
        await using var world = await World.Create();
        await using var app = await Upgraded(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        using var viewer = await ApiClient.As(world, app, Role.Viewer);

        var known = (await viewer.Get("/library")).ShouldBe(200);
        (known.Body!["inUse"]!["ref"]!.GetValue<string>(), known.Body["isToAccept"]!.GetValue<bool>(), known.Body["editions"]!.AsArray().Count).ShouldBe(("LIB-0002", true, 3));
        (await viewer.Get("/library/changes")).ShouldBe(200).Body!["effects"]!["effects"]!.AsArray().ShouldNotBeEmpty();
        var files = LibraryContent.Read(StandardsLibrary.DefaultFolder).Files;
        (await viewer.Post("/library/compare", new { files })).ShouldBeRefused(403, "ACCESS-DENIED");
        (await manager.Post("/library/compare", new { files })).ShouldBe(200)["summary"].ShouldBe("1 row changed in 1 file");
        (await manager.Post("/library/compare", new { files = new Dictionary<string, byte[]> { ["../x.csv"] = [1] } })).ShouldBeRefused(422, "FINDINGS");
        (await manager.Post("/library/revisions/LIB-0002/accept", new { reason = "Read" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Change("/library/revisions/LIB-0002", "accept", new { reason = "Read" })).ShouldBe(200)["state"].ShouldBe("accepted");
        (await viewer.Get("/library/revisions?filter=state:notAccepted"))["total"].ShouldBe("0");
    }

    [Fact]
    public async Task Requirements_of_all_standards_stand_in_one_list_and_a_filter_follows_from_one_to_the_other()
    {
        await using var world = await World.Create();
        await world.Control("AC-01", ["ISO42001:9.1", Gone]);
        await world.Evidence("AC-01");
        var owner = await world.PersonId(Role.SystemOwner);
        foreach (var key in new[] { "ISO42001:9.1", Gone })
            await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Set(key, 1, WorkStatus.InProgress, owner, actor, default));
        var reference = (await world.As(Role.SystemOwner).Actor()).Ref;
        await using var app = await RunningApp.OverAsync(world);
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        using var program = await ApiClient.As(world, app, Role.Viewer);

        var owned = await Read(viewer, $"/requirements?standard=all&filter=owner:{reference}");
        owned.ShouldContain("Two requirements of all standards match");
        foreach (var key in new[] { "ISO42001%3A9.1", "ISO27001%3AA.5.7" }) owned.ShouldContain($"href=\"/requirements/{key}\"");
        owned.ShouldContain("ISO/IEC 42001:2023, 9 Performance evaluation");
        owned.ShouldContain($"href=\"/requirements?standard=iso27001:2022&filter=owner%3A{reference}\"");
        (await Read(viewer, $"/requirements?standard=iso27001&filter=owner:{reference}%20phase:do")).ShouldContain("One requirement matches");
        var empty = await Read(viewer, $"/requirements?standard=iso9001&filter=owner:{reference}");
        empty.ShouldContain("Look in all standards");
        (await Read(viewer, "/requirements?standard=all&sort=-result")).ShouldContain("<th role=\"columnheader\" scope=\"col\">Standard</th>");
        using (var chosen = await viewer.Open("/requirements?standard=all&result=conforming&phase=&work=&owner=&words="))
            chosen.Headers.Location!.OriginalString.ShouldEndWith("/requirements?standard=all&filter=result%3Aconforming");

        (await program.Get("/requirements?standard=all&size=1"))["total"].ShouldBe("254");
        (await program.Get($"/requirements?standard=iso42001,iso27001&filter=owner:{reference}"))["total"].ShouldBe("2");
        (await program.Get("/requirements?standard=itil")).ShouldBeRefused(422, "REQUIREMENT-STANDARD");
    }

    /// <summary>The host as it starts with the corrected folder on a record that worked with the shipped one.</summary>
    private async Task<RunningApp> Upgraded(World world, WebSettings? settings = null)
    {
        var app = await RunningApp.OverAsync(world, settings, services: copy.Install);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<LibraryRegister>().NoticeInstalled(default);
        return app;
    }

    /// <summary>A record of every kind that can name a requirement.</summary>
    private static async Task WithRecords(World world)
    {
        var manager = world.As(Role.AimsManager);
        var (whole, owner) = (await world.Unit("ORG"), await world.PersonId(Role.AimsManager));
        await world.System("SYS-01");
        await world.Control("AC-01", ["ISO42001:9.1", "ISO27001:9.1", Gone]);
        await world.Evidence("AC-01");
        await world.Document("DOC-01", [Gone], world.Today);
        await manager.Do((ActionRegister actions, Actor actor) => actions.Plan(new(whole, "Buy a feed", "", "", "", [Gone], owner, world.Today.AddDays(9), null), actor, default));
        await manager.Do((RequirementRegister register, Actor actor) => register.Decide(Gone, 1, applicable: true, "We buy a feed", actor, default));
        await manager.Do((ReuseRegister register, Actor actor) => register.Judge(new("ISO42001:9.1", "iso27001", ReuseStrength.Full, [Gone, "ISO27001:9.1"], "Seen", true), null, actor, default));
        await manager.Do((StatementRegister register, Actor actor) => register.Draft([], "As of today", actor, default));
        await manager.Do((GapRegister register, Actor actor) => register.Start(whole, "Before certification", owner, null, actor, default));
        await manager.Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "Grace", "grace@elsewhere.example"), null, world.Today), actor, default));
    }

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));
}
