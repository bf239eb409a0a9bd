using System.Net;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Concord.Web.Tests.Pages;

/// <summary>Old rows are deleted from a page that first says what would go, for it cannot be undone.</summary>
public sealed class LogExpiryPageTests(SharedBrowser browser)
{
    private const string Definition = """{ "modelId": "m", "numeric": ["income"], "protected": [], "window": "month" }""";
    private const string Path = "/monitors/MON-0001/expire";

    [Fact]
    public async Task Nothing_goes_before_the_page_said_what_and_what_went_meanwhile_or_twice_does_no_harm()
    {
        await using var world = await Measured(10, 11);
        await using var app = await RunningApp.OverAsync(world);
        using (var auditor = await app.Visitor().SignIn(world, Role.Auditor))
        {
            (await auditor.Open(Path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            (await auditor.Read("/monitors/MON-0001")).ShouldNotContain(Path);
        }
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        (await manager.Read("/monitors/MON-0001")).ShouldContain($"href=\"{Path}\"");
        foreach (var (query, told) in new[] { ("", "Choose the first day whose rows stay"), ("yesterday", "Choose the first day whose rows stay"), ("2026-03-03", "lies in the future"), ("2026-03-02", "Name 2026-03-01 or an earlier day") })
        {
            var refused = await manager.Open($"{Path}?before={query}");
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, query);
            var text = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            text.ShouldContain(told, Case.Sensitive, query);
            text.ShouldNotContain("for good</button>", Case.Sensitive, "nothing can be confirmed that would be refused");
        }
        (await manager.Read($"{Path}?before=2025-10-01")).ShouldContain("Nothing: no batch that still has its rows ends before");

        // Two pages are open, one of them is from before the other batch was old enough to be seen.
        var first = await manager.FillIn($"{Path}?before=2025-12-01", "expire");
        var stale = await manager.FillIn($"{Path}?before=2025-12-01", "expire", ("rows", "700"));
        var again = await manager.FillIn($"{Path}?before=2025-12-01", "expire");
        var old = await manager.Http.PostAsync($"{Path}?before=2025-12-01", stale, TestContext.Current.CancellationToken);
        old.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await old.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("2,400 rows of MODEL-01 would go now, you saw 700; nothing was deleted.");
        foreach (var sent in new[] { first, again })
        {
            var done = await manager.Http.PostAsync($"{Path}?before=2025-12-01", sent, TestContext.Current.CancellationToken);
            (done.StatusCode, done.Headers.Location?.PathAndQuery).ShouldBe((HttpStatusCode.Found, "/monitors/MON-0001?done=expired"));
        }
        (await world.AsSystem(db => db.Set<JournalEntry>().CountAsync(entry => entry.Act == "log.expired"))).ShouldBe(2, "each segment once");
    }

    [Fact]
    public async Task The_page_is_read_and_used_without_script_on_a_desk_and_on_a_phone()
    {
        await using var world = await Measured(10, 11);
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Desk);
        var page = visit.Page;
        await visit.SignInAsync(world, Role.AimsManager);

        await page.GotoAsync("/monitors/MON-0001");
        await page.ClickAsync("text=Delete old rows");
        await visit.ScreenshotAsync("expire-day");
        await page.FillAsync("[name=before]", "2025-11-15");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would go" }).ClickAsync();
        var text = await page.InnerTextAsync("main");
        foreach (var sentence in (string[])["700 rows in one batch end before 15 Nov 2025.", "One batch begins before that day and ends on it or later; it stays whole.", "2025-10", "It cannot be undone."])
            text.ShouldContain(sentence);
        foreach (var look in (Look[])[Look.Desk, Look.DeskDark, new(390, Dark: false), Look.PhoneDark])
        {
            await visit.SeeAsAsync(look);
            (await visit.ScrollsSidewaysAsync()).ShouldBeFalse(look.ToString());
            (await visit.ScrollingListsAsync()).ShouldBeEmpty(look.ToString());
            await visit.ScreenshotAsync("expire-preview");
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete 700 rows for good" }).ClickAsync();
        await page.ArrivesAtAsync("**/monitors/MON-0001?done=expired");
        (await page.InnerTextAsync("main")).ShouldContain("700 rows before 15 Nov 2025 were deleted on schedule.");
        await visit.ScreenshotAsync("expire-done");
        visit.Complaints.ShouldBeEmpty();

        await using var examined = await browser.VisitAsync(app, Look.PhoneDark.WithScript);
        await examined.SignInAsync(world, Role.AimsManager);
        foreach (var query in (string[])["", "?before=2025-12-01", "?before=2026-03-02"])
        {
            await examined.OpenAsync(Path + query);
            await examined.ScreenshotAsync("expire" + query.Replace('?', '-'));
            (await examined.AxeAsync()).ShouldBeEmpty(query);
        }
    }

    private static async Task<World> Measured(params int[] months)
    {
        var world = await World.Create();
        var unit = await world.Unit("RETAIL");
        var person = await world.PersonId(Role.SystemOwner);
        var manager = world.As(Role.AimsManager);
        await manager.Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, person, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, default);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), new VersionRegistration("1.0", new DateOnly(2025, 1, 1)), actor, default);
        });
        var reference = await world.Write(LateRows.Rows(8, to: 3000, labelColumn: true, labelled: true));
        await manager.Do((MonitorRegister register, Actor actor) => register.Define("MODEL-01", new(Definition, [reference]), actor, default));
        var march = LateRows.Rows(3, to: 100).Replace("2025-", "2026-", StringComparison.Ordinal); // The window that is still open.
        foreach (var rows in (string[])[.. months.Select(month => LateRows.Rows(month, to: month == 11 ? 1700 : LateRows.Month)), march])
        {
            var file = await world.Write(rows);
            await manager.Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file]), actor, default));
        }
        await manager.Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, default));
        return world;
    }
}
