namespace Concord.Web.Tests.Browser;

/// <summary>What every page keeps: readable without script, in both themes, on a phone, for everybody, and from one host only.</summary>
public sealed class PageTests(SharedBrowser browser)
{
    [Theory]
    [InlineData("/gallery/parts")]
    [InlineData("/gallery/charts")]
    [InlineData("/nowhere", 404)]
    public async Task A_page_is_accessible_small_and_quiet(string path, int status = 200)
    {
        await using var app = await RunningApp.ShellAsync();
        (await browser.FaultsAsync(app, path, Look.All, "shell" + path.Replace('/', '-'), status)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_somebody_could_not_see_or_use_is_found()
    {
        const string Faults = """<img src="data:,"><p style="color: #bbb; background: #fff">pale</p><input type="text"><div style="width: 500px">wide</div></main>""";
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.Page.RouteAsync("**/gallery/parts", async route =>
        {
            var page = await route.FetchAsync();
            var headers = page.Headers.Where(header => header.Key != "content-security-policy").ToDictionary(StringComparer.Ordinal);
            await route.FulfillAsync(new() { Response = page, Headers = headers, Body = (await page.TextAsync()).Replace("</main>", Faults, StringComparison.Ordinal) });
        });

        var found = await visit.FaultsAsync("/gallery/parts", Look.Both, "faults");

        found.Select(fault => fault.Split(": ")).Select(fault => fault.Length > 1 ? string.Join(": ", fault.Take(2)) : fault[0]).Distinct().ShouldBe(
            [
                "/gallery/parts, 1280-light: color-contrast", "/gallery/parts, 1280-light: image-alt", "/gallery/parts, 1280-light: label", "/gallery/parts: wider than 360 pixels",
                "/gallery/parts, 360-dark: color-contrast", "/gallery/parts, 360-dark: image-alt", "/gallery/parts, 360-dark: label",
            ], ignoreOrder: true);
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
        var signals = visit.Page.Locator("nav.side a[href='/signals']");
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

        await visit.Page.ArrivesAtAsync("**/gallery/parts?sort=-since#main");
        (await visit.Page.EvaluateAsync<string>("() => document.activeElement.id")).ShouldBe("main");
    }
}
