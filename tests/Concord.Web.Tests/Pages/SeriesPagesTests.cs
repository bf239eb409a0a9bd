using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Pages;

/// <summary>Series are defined and pushed by plain forms, and their pages can be read by everybody.</summary>
public sealed class SeriesPagesTests(SharedBrowser browser)
{
    [Fact]
    public async Task A_series_is_defined_and_fed_by_forms_alone()
    {
        await using var world = await Modelled();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Desk);
        var page = visit.Page;
        await visit.SignInAsync(world, Role.AimsManager);

        await page.GotoAsync("/models/MODEL-01");
        await page.ClickAsync("text=Define a series");
        await page.SelectOptionAsync("[name=metric]", "grounded_answer_rate");
        await page.FillAsync("[name=tool]", "ragcheck");
        await page.FillAsync("[name=warn]", "much");
        await page.ClickAsync("main form button");
        await page.GetByText("This is no number").WaitForAsync();
        await page.FillAsync("[name=warn]", "0.95");
        await page.FillAsync("[name=alert]", "0.90");
        await page.ClickAsync("main form button");
        await page.ArrivesAtAsync("**/series/SER-0001?done=defined");
        await page.GetByText("The series is defined").WaitForAsync();

        await page.FillAsync("[name=window]", "2026-W01");
        await page.FillAsync("[name=n]", "400");
        await page.FillAsync("[name=successes]", "340");
        await page.ClickAsync("text=Push the figure");
        await page.GetByText("is no month").WaitForAsync();
        (await page.GetByText("The series is defined").CountAsync()).ShouldBe(0, "what was done before is no answer to what was sent now");
        (await page.InputValueAsync("[name=successes]")).ShouldBe("340", "what was typed is kept");
        await page.FillAsync("[name=window]", "2026-02");
        await page.ClickAsync("text=Push the figure");
        await page.ArrivesAtAsync("**/series/SER-0001?done=pushed");
        (await page.ContentAsync()).ShouldContain("SIG-0001");
        (await world.AsSystem(db => db.Set<SeriesMeasurement>().SingleAsync())).Value.ShouldBe(0.85);
        visit.Complaints.Where(complaint => !complaint.Contains("422", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_with_series_are_accessible_small_and_quiet()
    {
        await using var world = await Modelled();
        await Feed(world);
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        foreach (var path in new[] { "/", "/systems/SYS-01", "/models/MODEL-01", "/series/SER-0001", "/series/SER-0002", "/signals", "/signals/SIG-0001" })
            (await browser.FaultsAsync(app, path, Look.Both, "series" + path.Replace('/', '-'))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_figure_of_absurd_size_leaves_the_others_readable()
    {
        await using var world = await Modelled();
        await world.As(Role.AimsManager).Do((SeriesRegister series, Actor actor) => series.Define("MODEL-01", new("latency_p95", new(1000, 2000), HigherIsBetter: false, "gateway", Unit: "ms"), actor, default));
        PushedMeasurement Of(string window, double value) => new("latency_p95", "", window, value, 400);
        await world.As(Role.AimsManager).Do((SeriesRuns runs, Actor actor) => runs.Push("MODEL-01", null, [Of("2025-11", 810.5), Of("2025-12", 1e300), Of("2026-01", 790)], [], actor, default));
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.Phone);

        await visit.OpenAsync("/series/SER-0001");
        await visit.ScreenshotAsync("series-absurd");
        var text = await visit.Page.InnerTextAsync("main");
        text.ShouldContain("2025-12 lies off the chart with 1E+300.");
        text.ShouldContain("810.5");
        text.ShouldNotContain("000,000");
        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        await visit.OpenAsync("/models/MODEL-01");
        (await visit.Page.InnerTextAsync("main")).ShouldNotContain("000,000");
    }

    private static async Task<World> Modelled()
    {
        var world = await World.Create();
        await world.System("SYS-01", "RETAIL", name: "Customer chat");
        await world.As(Role.AimsManager).Do(async (Registry registry, Actor actor) =>
        {
            await registry.AddModel("SYS-01", new("Assistant", "Answers customers", "", "MODEL-01"), actor, default);
            await registry.AddVersion("MODEL-01", new("1.0", new DateOnly(2025, 1, 1)), actor, default);
        });
        return world;
    }

    /// <summary>A series that fell out of bounds with a correction, a gap and a window without value; and one without any figure.</summary>
    private static async Task Feed(World world)
    {
        await world.As(Role.AimsManager).Do(async (SeriesRegister series, Actor actor) =>
        {
            await series.Define("MODEL-01", new("grounded_answer_rate", new(0.95, 0.90), HigherIsBetter: true, "ragcheck", "2.1"), actor, default);
            await series.Define("MODEL-01", new("latency_p95", new(WarnChange: 0.2, IsRelative: true, BaselineValue: 800), HigherIsBetter: false, "gateway", Unit: "ms", Subject: "Greek"), actor, default);
        });
        PushedMeasurement Of(string window, long successes) => new("grounded_answer_rate", "", window, null, 400, successes, Source: "https://vendor.example/report");
        await world.As(Role.AimsManager).Do(async (SeriesRuns runs, Actor actor) =>
        {
            await runs.Push("MODEL-01", null, [Of("2025-08", 388), Of("2025-09", 386), new("grounded_answer_rate", "", "2025-10", null, null, Reason: "the vendor sent none"), Of("2025-12", 392), Of("2026-01", 350)], [], actor, default);
            await runs.Push("MODEL-01", null, [Of("2025-12", 384) with { Correction = "eight answers had been rated twice" }, Of("2026-02", 340), Of("2026-03", 330)], [], actor, default);
        });
    }
}
