using System.Text;
using Concord.Logs;
using Concord.Monitoring;
using Concord.Web.Charts;
using Concord.Web.Pages.Inventory;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concord.Web.Tests.Pages;

/// <summary>The heavy parts of a model's page at their largest: 36 windows of 25 columns and three protected attributes.</summary>
public sealed class ModelPageSizeTests
{
    private const int Windows = 36;
    private const int Columns = 25;

    /// <summary>What remains for head, facts, signals and quality findings is 12 kB.</summary>
    private const int Room = 88_000;

    [Theory]
    [InlineData("Ok", "psi", 36)]
    [InlineData("Alert", "psi", 7)]
    [InlineData("Alert", "wassersteinNormalised", 5)]
    public async Task The_charts_of_three_years_fit_a_page(string verdict, string decidedBy, int atLeast)
    {
        var version = Version(Enum.Parse<Verdict>(verdict), decidedBy);
        var policy = MonitoringPolicy.Read();
        var charts = new ModelCharts([version], policy);
        var drift = charts.Drift(version, page: 1, column => $"/models/MODEL-0001/columns/{column}")!.Value;
        var heat = await Bytes<DriftHeatTable>(drift.Data);
        var history = await Bytes<PerformanceHistoryChart>(charts.Performance(PerformanceMetric.Find("auc"), [], new(2026, 1, 5))!);
        var fairness = await Bytes<FairnessTrendChart>(FairnessCharts.Trend(version, "sex", policy));

        (heat + history + (ModelCharts.AttributesOnPage(Windows) * fairness)).ShouldBeLessThan(Room, $"heat {heat} of {drift.Data.Windows.Count} windows, history {history}, fairness {fairness} each");
        drift.Data.Windows.Count.ShouldBeGreaterThanOrEqualTo(atLeast);
        drift.Data.Windows[^1].ShouldBe("2025-12", "the newest are shown when not all fit");
        drift.HiddenWindows.ShouldBe(Windows - drift.Data.Windows.Count);
    }

    private static async Task<int> Bytes<TChart>(object data) where TChart : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var html = await renderer.RenderComponentAsync<TChart>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Data"] = data }));
            return Encoding.UTF8.GetByteCount(html.ToHtmlString());
        });
    }

    private static VersionHistory Version(Verdict verdict, string decidedBy)
    {
        var definition = MonitorDefinition.Parse("""{ "modelId": "m", "numeric": ["a"], "protected": ["sex"] }""");
        var first = new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new("1.0.0", "MON-0001", definition, null,
        [
            .. Enumerable.Range(0, Windows).Select(month => Window.Of(WindowLength.Month, first.AddMonths(month)))
                .Select(window => new MeasuredLine(new(window.Label, window.Start, window.End, 12_345, 11_111, "ok", true, window.End, "", ""), MeasuredWindows.Measured(window, verdict, decidedBy, Columns))),
        ]);
    }
}
