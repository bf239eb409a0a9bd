using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Concord.Web.Tests.Browser.SharedBrowser))]

namespace Concord.Web.Tests.Browser;

/// <summary>One Chromium for all browser tests: the one without windows where it is installed, which takes half of the time. Where there is none the tests say so and are skipped, never silently passed.</summary>
public sealed class SharedBrowser : IAsyncLifetime
{
    private static readonly string[] Candidates = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? playwright;
    private IBrowser? browser;
    private string missing = "The browser was not started.";

    public async ValueTask InitializeAsync()
    {
        var executable = Environment.GetEnvironmentVariable("CONCORD_CHROMIUM") is { Length: > 0 } named ? named : Candidates.FirstOrDefault(File.Exists);
        if (executable is null)
        {
            missing = "No Chromium: install the package chromium, or name one in CONCORD_CHROMIUM.";
            return;
        }

        try
        {
            playwright = await Playwright.CreateAsync();
            browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = executable, Args = Flags });
        }
        catch (Exception exception) when (exception is PlaywrightException or IOException or System.ComponentModel.Win32Exception)
        {
            missing = $"Chromium at {executable} did not start: {exception.Message.Split('\n')[0]}";
        }
    }

    /// <summary>A fresh visitor with no cookies; skips the test where there is no browser.</summary>
    internal async Task<Visit> VisitAsync(RunningApp app, Look look)
    {
        if (browser is null)
            Assert.Skip(missing);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = app.Address,
            ViewportSize = new ViewportSize { Width = look.Width, Height = 900 },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = look.Script,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await Visit.StartAsync(context, look);
    }

    /// <summary>What is wrong with a page for a visitor who stays for as long as the host runs: each new one is a process. That every kind of page is read without script too is shown by the walk along all links.</summary>
    internal async Task<IReadOnlyList<string>> FaultsAsync(RunningApp app, string path, IReadOnlyList<Look> looks, string picture, int expected = 200) =>
        await (app.Guest ??= await VisitAsync(app, looks[0].WithScript)).FaultsAsync(path, [.. looks, Look.WiderPhone], picture, expected);

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.CloseAsync();
        playwright?.Dispose();
    }
}

/// <summary>How a visitor looks at a page. Nobody needs script: it is off unless a check needs it.</summary>
public sealed record Look(int Width, bool Dark, bool Script = false)
{
    public static readonly Look Desk = new(1280, Dark: false);
    public static readonly Look DeskDark = new(1280, Dark: true);
    public static readonly Look Phone = new(360, Dark: false);
    public static readonly Look PhoneDark = new(360, Dark: true);

    public static readonly Look WiderPhone = new(390, Dark: true);

    /// <summary>Both widths and both themes.</summary>
    public static readonly IReadOnlyList<Look> Both = [Desk, PhoneDark];

    public static readonly IReadOnlyList<Look> All = [Desk, DeskDark, Phone, PhoneDark];

    public Look WithScript => this with { Script = true };

    public override string ToString() => $"{Width}-{(Dark ? "dark" : "light")}";
}
