using System.Text.RegularExpressions;
using Concord.Organisation;
using Concord.Tests;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Concord.Web.Tests.Browser;

/// <summary>One visitor's page, with everything the browser complained about or asked for.</summary>
internal sealed class Visit : IAsyncDisposable
{
    public const int LargestPage = 100_000;

    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("CONCORD_SCREENSHOTS");

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    /// <summary>In the page itself: no page has frames, and carrying results of every rule to a page of their own takes most of the time.</summary>
    private const string Violations = """
        async tags => (await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })).violations
            .flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html} ${node.any.map(check => check.message).join('; ')}`))
        """;

    private readonly IBrowserContext context;
    private Look look;
    private readonly List<string> complaints = [];
    private readonly List<Uri> requests = [];

    private Visit(IBrowserContext context, IPage page, Look look) => (this.context, Page, this.look) = (context, page, look);

    public IPage Page { get; }

    /// <summary>What the console printed as error or warning: violations of the content policy are among it.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    public IReadOnlyList<Uri> Requests => requests;

    public static async Task<Visit> StartAsync(IBrowserContext context, Look look)
    {
        var visit = new Visit(context, await context.NewPageAsync(), look);
        visit.Page.SetDefaultTimeout(60_000); // No measure of speed: a machine that does three things at once may take long over one page.
        visit.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                visit.complaints.Add(message.Text);
        };
        visit.Page.PageError += (_, error) => visit.complaints.Add(error);
        visit.Page.Request += (_, request) => visit.requests.Add(new Uri(request.Url));
        return visit;
    }

    /// <summary>The same visitor picks up another device.</summary>
    public async Task SeeAsAsync(Look other)
    {
        await Page.SetViewportSizeAsync(other.Width, 900);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = other.Dark ? ColorScheme.Dark : ColorScheme.Light });
        look = other with { Script = look.Script };
    }

    /// <summary>Signs in as the prepared person of that role, with a link that works once.</summary>
    public async Task SignInAsync(World world, Role role)
    {
        await Page.GotoAsync($"/link?secret={await world.LinkSecret(role)}");
        await Page.ClickAsync("main form button");
        await Page.ArrivesAtAsync("**/account");
    }

    /// <summary>The same person at another device: a second link would end what the first one began.</summary>
    public async Task SignInAsAsync(Visit other) => await context.AddCookiesAsync((await other.context.CookiesAsync()).Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path }));

    /// <summary>Waits for the style sheet as well: a page without script is read before it, and would be measured unstyled.</summary>
    /// <returns>The status and the bytes of the page itself, uncompressed.</returns>
    public async Task<(int Status, int Bytes)> OpenAsync(string path)
    {
        var response = await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        await Page.Locator("main").WaitForAsync();
        return (response!.Status, (await response.BodyAsync()).Length);
    }

    /// <summary>What is wrong with a page on any of these devices, which the visitor picks up one after the other: too heavy, too wide, loud, asking strangers, or, with script, not for everybody.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(string path, IEnumerable<Look> looks, string picture, int expected = 200)
    {
        var before = complaints.Count; // What was said about the page before this one was told there.
        var (status, bytes) = await OpenAsync(path);
        var faults = new List<string>();
        if (status != expected)
            faults.Add($"{path}: status {status}");
        if (bytes >= LargestPage)
            faults.Add($"{path}: {bytes} bytes");
        foreach (var device in looks)
        {
            await SeeAsAsync(device);
            await ScreenshotAsync(picture);
            if (await ScrollsSidewaysAsync())
                faults.Add($"{path}: wider than {device.Width} pixels");
            // The wider phone differs from the other only in what fits beside each other.
            if (look.Script && device != Look.WiderPhone)
                faults.AddRange((await AxeAsync()).Select(fault => $"{path}, {look}: {fault}"));
        }

        faults.AddRange(complaints.Skip(before).Where(complaint => expected == 200 || !complaint.Contains($"{expected}", StringComparison.Ordinal)).Select(complaint => $"{path}: {complaint}"));
        faults.AddRange(requests.Where(request => request.Host != "127.0.0.1").Select(request => $"{path} asks {request.Host}"));
        return faults;
    }

    /// <summary>Violations of WCAG 2.2 A and AA, one line each with the first element.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        // Axe waits for timers, and those never fire where script is off.
        look.Script.ShouldBeTrue("axe needs a visit with script");
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window")) await Page.EvaluateAsync(Axe);
        return await Page.EvaluateAsync<string[]>(Violations, Tags).WaitAsync(TimeSpan.FromSeconds(30));
    }

    public Task<bool> ScrollsSidewaysAsync() => Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>The boxes of lists that are wider than they have room for, by their label; not the figures that a chart keeps folded.</summary>
    public Task<string[]> ScrollingListsAsync() => Page.EvaluateAsync<string[]>(
        "() => [...document.querySelectorAll('.scroll:has(table.list)')].filter(box => !box.closest('details') && box.scrollWidth > box.clientWidth).map(box => box.getAttribute('aria-label'))");

    /// <summary>Kept only where <c>CONCORD_SCREENSHOTS</c> names a folder.</summary>
    public async Task ScreenshotAsync(string name)
    {
        if (Screenshots is { Length: > 0 })
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}-{look}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync() => await context.CloseAsync();
}

internal static class Arrivals
{
    /// <summary>
    /// Waits for the address; whoever looks for something on the page waits for that. Asked of the browser again and again, because an event that is awaited
    /// after it happened never comes (microsoft/playwright-dotnet issues 3364 and 3365).
    /// </summary>
    /// <param name="glob"><c>**</c> stands for anything, <c>*</c> for anything without a slash.</param>
    public static Task ArrivesAtAsync(this IPage page, string glob) => Assertions.Expect(page).ToHaveURLAsync(
        new Regex("^" + Regex.Escape(glob).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)),
        new PageAssertionsToHaveURLOptions { Timeout = 60_000 });
}
