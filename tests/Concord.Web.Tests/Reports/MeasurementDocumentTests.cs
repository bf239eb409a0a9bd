using System.Text;
using System.Text.Json;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Web.Reports;
using Concord.Web.Tests.Browser;
using Concord.Web.Tests.Pages;

namespace Concord.Web.Tests.Reports;

/// <summary>The report of <c>concord measure</c> as one file: what it shows, and how large it can get.</summary>
public sealed class MeasurementDocumentTests(SharedBrowser browser)
{
    private const int Largest = 300_000;

    [Theory]
    [InlineData("Ok", "psi")]
    [InlineData("Alert", "psi")]
    [InlineData("Alert", "wassersteinNormalised")]
    public async Task A_hundred_columns_over_three_years_stay_below_the_limit_and_it_says_what_is_left_out(string verdict, string decidedBy)
    {
        var page = await Render(100, 36, Enum.Parse<Verdict>(verdict), decidedBy);

        Encoding.UTF8.GetByteCount(page).ShouldBeLessThan(Largest);
        page.ShouldContain("most drifted of 100 columns; all are in --format json.");
        page.ShouldContain("2025-12");
        page.ShouldContain("2023-01", Case.Sensitive, "columns are left out, never windows");
        if (verdict == "Alert") page.ShouldContain("more in --format json.");
    }

    [Fact]
    public async Task More_windows_than_a_chart_holds_are_said_to_be_left_out() =>
        (await Render(3, 100, Verdict.Ok, "psi")).ShouldContain("The newest 36 of 100 windows are shown.");

    [Fact]
    public async Task Labels_that_should_have_come_by_now_are_said_to_be_missing()
    {
        (await Render(3, 2, Verdict.Ok, "psi", new(2026, 3, 11))).ShouldContain("90 % of labels in; final by 12 March 2026");
        var later = await Render(3, 2, Verdict.Ok, "psi", new(2026, 3, 12));
        later.ShouldContain("90 % of labels in; the rest was due by 12 March 2026");
        later.ShouldNotContain("final by");
    }

    [Fact]
    public async Task Groups_of_a_few_persons_are_named_without_figures()
    {
        var page = await Render(3, 2, Verdict.Ok, "psi");
        page.ShouldContain("three persons</th><td colspan=\"6\">n below 30</td>");
        page.ShouldNotContain("33.3 %");
        page.ShouldContain(">417</td>");
        page.ShouldNotContain("25.0 %");
        page.ShouldContain("n below 30 with label");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_shows_drift_two_distributions_performance_with_its_estimate_and_fairness_and_is_accessible(bool onPhone)
    {
        var page = await Render(4, 6, Verdict.Alert, "psi");
        await using var app = await RunningApp.ShellAsync();
        await using var visit = await browser.VisitAsync(app, (onPhone ? Look.PhoneDark : Look.Desk).WithScript);
        await visit.Page.SetContentAsync(page);
        await visit.ScreenshotAsync("measure-report");

        (await visit.AxeAsync()).ShouldBeEmpty();
        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
        var text = await visit.Page.InnerTextAsync("main");
        foreach (var told in new[] { "Drift by column", "Distribution of a_rather_long_column_0", "Performance", "Estimate without labels", "the estimate failed", "The estimate failed in", "Fairness by sex", "90 % of labels in; final by 12 March 2026" })
            text.ShouldContain(told);
        (await visit.Page.Locator("main figure svg").CountAsync()).ShouldBeGreaterThanOrEqualTo(3);
        visit.Requests.Where(request => request.Scheme != "data").ShouldAllBe(request => request.Host == "127.0.0.1");
    }

    private static async Task<string> Render(int columns, int windows, Verdict verdict, string decidedBy, DateOnly? today = null)
    {
        var first = new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
        WindowMeasurement[] measured = [.. Enumerable.Range(0, windows).Select(month => MeasuredWindows.Measured(Window.Of(WindowLength.Month, first.AddMonths(month)), verdict, decidedBy, columns))];
        var names = string.Join(", ", Enumerable.Range(0, columns).Select(column => $"\"a_rather_long_column_{column}\""));
        using var definition = JsonDocument.Parse($$"""{ "modelId": "heavy", "numeric": [{{names}}], "protected": ["sex"], "window": "month" }""");
        var reference = new ReferenceMeasurement(50_000, 50_000, new string('a', 64), measured[0].Performance with { Auc = 0.85 }, measured[0].Fairness);
        var report = new MeasurementReport(definition.RootElement.Clone(), "1", "2026-11", "DuckDB 1.4", reference, new(400_000, new string('b', 64)), measured, verdict);
        var spread = new ColumnSpread("a_rather_long_column_0", measured[^1].Window, [.. Enumerable.Range(0, 11).Select(bin => new SpreadBin($"{bin}–{bin + 1}", 1000 + bin, 900 + (20 * bin)))], 50_000, 12_345);
        return await MeasurementDocument.Render(report, MonitoringPolicy.Read(), [spread, spread with { Column = "a_rather_long_column_1" }], today ?? new(2026, 1, 5));
    }
}
