using Concord.Foundation;
using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;
using Microsoft.Playwright;

namespace Concord.Web.Tests.Pages;

/// <summary>A model whose outcomes come later, in a browser: labels handed in by a form, and the page that shows estimate and outcome side by side.</summary>
public sealed class LateLabelPageTests(SharedBrowser browser)
{
    private const string Definition = """{ "modelId": "m", "numeric": ["income"], "protected": [], "window": "month" }""";
    [Fact]
    public async Task Labels_are_handed_in_by_a_form_and_everything_wrong_with_them_is_shown()
    {
        await using var world = await Monitored();
        await Append(world, LateRows.Rows(10));
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Phone);
        var page = visit.Page;
        await visit.SignInAsync(world, Role.AimsManager);

        await HandIn(page, await world.Write("prediction_id,label\nnobody,1\n2025-10-1,0\n"));
        await page.GetByText("No prediction with this id is stored").WaitForAsync();
        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        await visit.ScreenshotAsync("labels-refused");
        await HandIn(page, await world.Write(LateRows.Labels(10)));
        await page.GetByText("Stored as LAB-0001.").WaitForAsync();
        await visit.ScreenshotAsync("labels-receipt");
        await HandIn(page, await world.Write(LateRows.Labels(10)));
        await page.GetByText("This very batch was stored before as LAB-0001; nothing was stored again.").WaitForAsync();

        await using var examined = await browser.VisitAsync(app, Look.PhoneDark.WithScript);
        await examined.SignInAsync(world, Role.AimsManager);
        await examined.OpenAsync("/monitors/MON-0001/upload");
        (await examined.AxeAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_pages_show_what_was_expected_what_turned_out_and_where_they_disagree()
    {
        await using var world = await Told();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        foreach (var (path, told) in Pages())
        {
            (await visit.FaultsAsync(path, Look.Both, "labels" + path.Replace('/', '-').Replace('?', '-'))).ShouldBeEmpty();
            var text = await visit.Page.InnerTextAsync("main");
            foreach (var sentence in told) text.ShouldContain(sentence, Case.Sensitive, path);
        }
    }

    private static IEnumerable<(string Path, string[] Told)> Pages()
    {
        string[] chart =
        [
            "The estimate failed in 2025-11: the outcomes lie outside its interval. It held in 1; one window in twenty fails by chance.",
            "62 % of labels in; the rest was due by 5 January 2026", "the estimate failed: the realised value", "0 % of labels in: estimate 0.", "no outcome", "too early to check: 62.5 % of labels are in, 95 % are needed",
        ];
        yield return ("/models/MODEL-01", chart);
        yield return ("/monitors/MON-0001?window=2025-11", ["What was said of 2025-11", "counts now", "the estimate failed", "too early to check", "Labels that came later", "LAB-0003", "62 % of labels in"]);
    }

    /// <summary>October turns out as expected, November does not, and of December not all is known.</summary>
    private static async Task<World> Told()
    {
        var world = await Monitored();
        foreach (var month in new[] { 10, 11, 12 }) await Append(world, LateRows.Rows(month));
        await Run(world);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await HandIn(world, LateRows.Labels(10));
        await HandIn(world, LateRows.Labels(11, turned: true));
        await HandIn(world, LateRows.Labels(12, to: 438));
        await Run(world);
        return world;
    }

    private static async Task<World> Monitored()
    {
        var world = await World.Create();
        var unit = await world.Unit("RETAIL");
        var owner = await world.PersonId(Role.SystemOwner);
        var manager = world.As(Role.AimsManager);
        await manager.Do(async (Registry registry, Actor actor) =>
        {
            await registry.Register(new(unit, new("Scoring", "Scores applicants", "", [], SystemOrigin.InHouse, true, true, owner, null), LifeCycle.InOperation, Reference: "SYS-01"), actor, default);
            await registry.AddModel("SYS-01", new("Score", "", "", "MODEL-01"), new VersionRegistration("1.0", new DateOnly(2025, 1, 1)), actor, default);
        });
        var reference = await world.Write(LateRows.Rows(8, to: 3000, labelColumn: true, labelled: true));
        await manager.Do((MonitorRegister register, Actor actor) => register.Define("MODEL-01", new(Definition, [reference]), actor, default));
        return world;
    }

    private static async Task Append(World world, string rows)
    {
        var file = await world.Write(rows);
        await world.As(Role.AimsManager).Do((PredictionLog log, Actor actor) => log.Append("MODEL-01", new([file]), actor, default));
    }

    private static async Task HandIn(World world, string labels)
    {
        var file = await world.Write(labels);
        await world.As(Role.AimsManager).Do((LateLabels late, Actor actor) => late.Append("MODEL-01", new([file]), actor, default));
    }

    private static Task<RunResult> Run(World world) => world.As(Role.AimsManager).Do((MonitorRuns runs, Actor actor) => runs.Run("MON-0001", RunTrigger.Person, null, actor, default));

    private static async Task HandIn(IPage page, string file)
    {
        await page.GotoAsync("/monitors/MON-0001/upload");
        await page.SetInputFilesAsync("[name=labels]", file);
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand in labels" }).ClickAsync();
    }
}
