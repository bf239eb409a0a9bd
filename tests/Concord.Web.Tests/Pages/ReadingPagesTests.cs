using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>Every page of overview, inventory and monitoring as somebody without an account reads it in the demonstration.</summary>
public sealed class ReadingPagesTests(SharedBrowser browser)
{
    private static readonly string[] Paths =
    [
        "/", "/systems", "/systems?filter=class:high&sort=-name", $"/systems/{MonitoredWorld.Drifting}", $"/systems/{MonitoredWorld.NotMonitored}", "/models/MODEL-ADULT", "/models/MODEL-ADULT/versions",
        "/models/MODEL-GERMAN", "/models/MODEL-ADULT/columns/capital_gain", "/models/MODEL-ADULT/columns/sex", "/models/MODEL-ADULT/columns/score", "/monitors/MON-0001", "/monitors/MON-0002",
    ];

    public static TheoryData<string> Everywhere() => [.. Paths];

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_page_is_accessible_small_and_quiet(string path)
    {
        var app = await MonitoredWorld.ReadByVisitors();
        (await browser.FaultsAsync(app, path, Look.Both, "page" + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_of_several_words_leaves_the_width_of_the_first_page_to_why()
    {
        await using var visit = await browser.VisitAsync(await MonitoredWorld.ReadByVisitors(), Look.Desk);
        await visit.OpenAsync("/");
        await visit.Page.EvaluateAsync("() => { document.querySelector('td.state .tag').lastChild.textContent = 'not enough data'; }");

        (await visit.Page.EvaluateAsync<double>("() => document.querySelector('td.state').getBoundingClientRect().width")).ShouldBeLessThan(120);
    }
}
