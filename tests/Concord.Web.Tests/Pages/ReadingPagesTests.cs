using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>Every page of overview, inventory and monitoring as somebody without an account reads it in the demonstration.</summary>
public sealed class ReadingPagesTests(SharedBrowser browser)
{
    private const int LargestPage = 100_000;

    private static readonly string[] Paths =
    [
        "/", "/systems", "/systems?filter=class:high&sort=-name", $"/systems/{MonitoredWorld.Drifting}", $"/systems/{MonitoredWorld.NotMonitored}", "/models/MODEL-ADULT", "/models/MODEL-ADULT/versions",
        "/models/MODEL-GERMAN", "/models/MODEL-ADULT/columns/capital_gain", "/models/MODEL-ADULT/columns/sex", "/models/MODEL-ADULT/columns/score", "/monitors/MON-0001", "/monitors/MON-0002",
    ];

    public static TheoryData<string, Look> Everywhere()
    {
        var cells = new TheoryData<string, Look>();
        foreach (var path in Paths)
        {
            cells.Add(path, Look.Desk);
            cells.Add(path, Look.PhoneDark);
        }

        return cells;
    }

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_page_is_accessible_small_and_quiet(string path, Look look)
    {
        var app = await MonitoredWorld.ReadByVisitors();
        await using var visit = await browser.VisitAsync(app, look);

        var (status, bytes) = await visit.OpenAsync(path);
        await visit.ScreenshotAsync("page" + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'));

        status.ShouldBe(200);
        bytes.ShouldBeLessThan(LargestPage);
        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        if (look.Width < Look.Desk.Width)
        {
            await visit.SeeAsAsync(look with { Width = 390 });
            (await visit.ScrollsSidewaysAsync()).ShouldBeFalse("a wider phone");
        }

        visit.Complaints.ShouldBeEmpty();
        visit.Requests.ShouldAllBe(request => request.Host == "127.0.0.1");

        await using var examined = await browser.VisitAsync(app, look.WithScript);
        await examined.OpenAsync(path);
        (await examined.AxeAsync()).ShouldBeEmpty();
    }
}
