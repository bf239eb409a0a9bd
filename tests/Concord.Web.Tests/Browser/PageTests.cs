namespace Concord.Web.Tests.Browser;

/// <summary>What every page keeps: readable without script, in both themes, on a phone, for everybody, and from one host only.</summary>
public sealed class PageTests(SharedBrowser browser)
{
    private const int LargestPage = 100_000;

    public static TheoryData<string, Look> Everywhere()
    {
        var cells = new TheoryData<string, Look>();
        foreach (var path in new[] { "/gallery/parts", "/gallery/charts", "/nowhere" })
        {
            foreach (var look in Look.All)
                cells.Add(path, look);
        }

        return cells;
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_page_is_accessible_small_and_quiet(string path, Look look)
    {
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, look);

        var (status, bytes) = await visit.OpenAsync(path);
        await visit.ScreenshotAsync("shell" + path.Replace('/', '-'));

        status.ShouldBe(path == "/nowhere" ? 404 : 200);
        bytes.ShouldBeLessThan(LargestPage);
        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        visit.Complaints.Where(complaint => status == 200 || !complaint.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
        visit.Requests.ShouldAllBe(request => request.Host == "127.0.0.1");

        await using var examined = await browser.VisitAsync(app, look.WithScript);
        await examined.OpenAsync(path);
        (await examined.AxeAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_could_not_see_or_use_is_found()
    {
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.OpenAsync("/gallery/parts");
        await visit.Page.EvaluateAsync("""
            () => {
                document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="data:,"><p id="pale">pale</p><input type="text">');
                Object.assign(document.querySelector('#pale').style, { color: '#bbb', background: '#fff' });
            }
            """);
        (await visit.AxeAsync()).Select(fault => fault.Split(':')[0]).ShouldBe(["color-contrast", "image-alt", "label"], ignoreOrder: true);
    }

    /// <summary>Without script nothing holds a page back until its style sheet is there: measured too early, its charts would be wider than a phone.</summary>
    [Fact]
    public async Task A_page_is_measured_as_people_see_it_also_when_its_style_sheet_is_slow()
    {
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, Look.Phone);
        await visit.Page.RouteAsync("**/*.css*", async route =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            await route.ContinueAsync();
        });

        await visit.OpenAsync("/gallery/charts");

        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task The_menu_opens_on_a_phone_without_script()
    {
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, Look.Phone);
        await visit.OpenAsync("/gallery/parts");
        var signals = visit.Page.Locator("nav.side").GetByRole(Microsoft.Playwright.AriaRole.Link, new() { Name = "Signals" });
        (await signals.IsVisibleAsync()).ShouldBeFalse();

        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Menu" }).ClickAsync();

        await signals.WaitForAsync();
        await visit.ScreenshotAsync("shell-menu");
    }

    [Fact]
    public async Task The_first_tab_offers_to_skip_to_the_content()
    {
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, Look.Desk);
        await visit.OpenAsync("/gallery/parts?sort=-since");

        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");

        await visit.Page.WaitForURLAsync("**/gallery/parts?sort=-since#main", Visit.Arrived);
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("main");
    }
}
