using Concord.Inventory;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Concord.Web.Tests.Pages;

/// <summary>The way of a newcomer, by plain forms in a browser whose script is off: system, model, monitor, log, run.</summary>
public sealed class FormWalkTests(SharedBrowser browser)
{
    private const string Definition = """{ "modelId": "german-credit-lr", "numeric": ["duration", "credit_amount", "age"], "categorical": ["housing"], "protected": ["sex"], "window": "month" }""";

    [Fact]
    public async Task A_system_is_registered_monitored_and_fed_by_forms_alone()
    {
        await using var world = await World.Create();
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Desk);
        var page = visit.Page;
        await visit.SignInAsync(world, Role.AimsManager);

        await page.GotoAsync("/systems/new");
        await page.FillAsync("[name='Form.Name']", "Loan decisions");
        await page.FillAsync("[name='Form.Purpose']", "Advises on loans");
        await page.CheckAsync("[name='Form.IsDeployer']");
        await page.SelectOptionAsync("[name='Form.BusinessOwner']", new SelectOptionValue { Index = 1 });
        await page.SelectOptionAsync("[name='Form.RiskClass']", "high");
        await page.FillAsync("[name='Form.DecisionsPerYear']", "many");
        await page.ClickAsync("main form button");
        await page.GetByText("'many' is not a whole number.").WaitForAsync();
        (await page.InputValueAsync("[name='Form.Name']")).ShouldBe("Loan decisions", "what was typed is kept");
        await page.FillAsync("[name='Form.DecisionsPerYear']", "12000");
        await page.SelectOptionAsync("[name='Form.State']", "inOperation");
        await page.ClickAsync("main form button");
        await page.ArrivesAtAsync("**/systems/SYS-0001?done=registered");
        await visit.ScreenshotAsync("walk-system");

        await page.ClickAsync("text=Add a model");
        await page.FillAsync("[name='Form.Name']", "Credit score");
        await page.FillAsync("[name='Form.Version']", "1.0.0");
        await page.FillAsync("[name='Form.LiveSince']", "2025-01-01");
        await page.ClickAsync("main form button");
        await page.ArrivesAtAsync("**/models/MODEL-0001?done=added");

        await page.ClickAsync("text=Define a monitor");
        await page.FillAsync("[name=definition]", """{ "modelId": "german-credit-lr", "numeric": ["duration"], "windows": "month", "topShare": 7 }""");
        await page.ClickAsync("main form button");
        await page.GetByText("\"windows\" is not known").WaitForAsync();
        (await page.ContentAsync()).ShouldContain("topShare", Case.Sensitive, "all findings at once");
        await visit.ScreenshotAsync("walk-findings");
        await page.FillAsync("[name=definition]", Definition);
        await page.SetInputFilesAsync("[name=reference]", Path.Combine(MonitoredWorld.Logs, "german_reference.parquet"));
        await page.ClickAsync("main form button");
        await page.ArrivesAtAsync("**/monitors/MON-0001?done=defined");

        await Upload(page, Path.Combine(MonitoredWorld.Logs, "german_production.csv"));
        await page.GetByText("Stored as SEG-0001.").WaitForAsync();
        await visit.ScreenshotAsync("walk-receipt");
        await Upload(page, Path.Combine(MonitoredWorld.Logs, "german_production.csv"));
        await page.GetByText("This very batch was stored before as SEG-0001; nothing was stored again.").WaitForAsync();

        await page.GotoAsync("/monitors/MON-0001");
        await page.ClickAsync("text=Run now");
        await page.ArrivesAtAsync("**/monitors/MON-0001?done=ran");
        (await page.ContentAsync()).ShouldContain("RUN-0001 is done");
        (await page.ContentAsync()).ShouldContain("not enough data");
        visit.Complaints.Where(complaint => !complaint.Contains("422", StringComparison.Ordinal)).ShouldBeEmpty();
        (await world.LeftInStaging()).ShouldBeEmpty("what was uploaded is removed with the request");
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task A_refused_upload_shows_all_findings_and_stores_nothing()
    {
        await using var world = await World.Create();
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Phone);
        await Prepare(world);
        await visit.SignInAsync(world, Role.AimsManager);
        var file = Path.Combine(world.Folder, "bad.csv");
        await File.WriteAllTextAsync(file, """
            prediction_id,timestamp,duration,credit_amount,age,housing,sex,score,decision
            p1,2025-01-02T00:00:00Z,twelve,1000,30,own,male,0.5,1
            p2,yesterday,12,1000,30,own,male,0.5,1
            p3,2025-01-02T00:00:00Z,12,1000,30,own,male,0.5,7
            """);

        await Upload(visit.Page, file);
        await visit.Page.GetByText("things to change").WaitForAsync();
        await visit.ScreenshotAsync("walk-refused");

        var findings = await visit.Page.Locator("main .message li").AllInnerTextsAsync();
        findings.ShouldContain(text => text.Contains(" 2") && text.Contains("duration"));
        findings.ShouldContain(text => text.Contains(" 3") && text.Contains("timestamp"));
        findings.ShouldContain(text => text.Contains(" 4") && text.Contains("decision"));
        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_form_that_was_opened_before_another_change_says_so_and_keeps_what_was_typed()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        await using var visit = await browser.VisitAsync(app, Look.Desk);
        await Prepare(world);
        await visit.SignInAsync(world, Role.AimsManager);
        await visit.Page.GotoAsync("/systems/SYS-0001/edit");
        await visit.Page.FillAsync("[name='Form.Purpose']", "My purpose");
        await world.As(Role.AimsManager).Do((Registry registry, Concord.Foundation.Actor actor) => registry.Move("SYS-0001", 0, LifeCycle.Restricted, "", actor, default));

        await visit.Page.ClickAsync("main form button");
        await visit.Page.GetByText("was changed meanwhile").WaitForAsync();
        (await visit.Page.InputValueAsync("[name='Form.Purpose']")).ShouldBe("My purpose");
        await visit.Page.ClickAsync("main form button");
        await visit.Page.ArrivesAtAsync("**/systems/SYS-0001?done=described");
        (await visit.Page.ContentAsync()).ShouldContain("My purpose");
    }

    private static async Task Prepare(World world)
    {
        var description = new SystemDescription("Loan decisions", "Advises on loans", "", [], SystemOrigin.InHouse, IsProvider: false, IsDeployer: true, await world.PersonId(Role.SystemOwner), null, RiskClass.High);
        var unit = await world.Unit("RETAIL");
        var manager = world.As(Role.AimsManager);
        await manager.Do((Registry registry, Concord.Foundation.Actor actor) => registry.Register(new(unit, description, LifeCycle.InOperation), actor, default));
        await manager.Do((Registry registry, Concord.Foundation.Actor actor) => registry.AddModel("SYS-0001", new("Credit score", "", ""), new VersionRegistration("1.0.0", new DateOnly(2025, 1, 1)), actor, default));
        await manager.Do((MonitorRegister register, Concord.Foundation.Actor actor) => register.Define("MODEL-0001", new(Definition, [Path.Combine(MonitoredWorld.Logs, "german_reference.parquet")]), actor, default));
    }

    private static async Task Upload(IPage page, string file)
    {
        await page.GotoAsync("/monitors/MON-0001/upload");
        await page.SetInputFilesAsync("[name=log]", file);
        await page.ClickAsync("main form button");
    }
}
