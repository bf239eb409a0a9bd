using System.Globalization;
using Concord.Web.Charts;

namespace Concord.Web.Tests.Gallery;

/// <summary>Invented figures for the gallery: fourteen months with everything that can happen to a chart.</summary>
internal static class GalleryData
{
    public static readonly IReadOnlyList<string> Windows =
        [.. Enumerable.Range(0, 14).Select(month => new DateOnly(2025, 7, 1).AddMonths(month).ToString("yyyy-MM", CultureInfo.InvariantCulture))];

    public static PerformanceHistoryData Performance { get; } = new(
        "AUC",
        Windows,
        [
            new("version 4.1", [.. Windows.Take(6).Select((window, at) => new PerformancePoint(window, 0.776 - (at * 0.0035), 0.766 - (at * 0.0035), 0.786 - (at * 0.0035), 9_200 + at))], new ChartLimits(0.746, 0.726)),
            new("version 4.2", [.. Windows.Skip(5).Select(Newest)], new ChartLimits(0.761, 0.741)),
            new("version 4.2, estimated without labels", [.. Windows.Skip(5).Select((window, at) => new PerformancePoint(window, 0.790 - (at * 0.0025), null, null, 15_000))]),
        ],
        [new("2026-02", "broker channel"), new("2026-06", "INC-0002"), new("2026-06", "reference replaced")]);

    public static FairnessTrendData Fairness { get; } = new(
        "age band", "Selection rate ratio",
        [.. Windows.Select((window, at) => at switch
        {
            2 => new FairnessPoint(window, "65 and over", "25 to 64", null, null, null, 41) { NotComputable = "fewer than 100 rows" },
            4 => new FairnessPoint(window, "65 and over", "25 to 64", 0.97, 0.80, 1.12, 96) { Insufficient = true },
            _ => Fair(window, at < 10 ? 0.94 - (at * 0.004) : 0.79 - ((at - 10) * 0.006), provisional: at == 13),
        })],
        new ChartLimits(0.85, 0.80));

    public static DriftHeatData Drift { get; } = new(Windows, [.. Columns().Select((column, row) => new DriftRow(column, row % 2 == 0 ? "/gallery/charts" : null, [.. Windows.Select((_, at) => Cell(row, at))]))]);

    public static DistributionCompareData Distribution { get; } = new(
        "income", "2026-08",
        [
            new("below 18,000", 0.10, 0.19), new("to 21,000", 0.10, 0.15), new("to 24,500", 0.10, 0.12), new("to 28,000", 0.10, 0.11), new("to 32,000", 0.10, 0.09),
            new("to 37,000", 0.10, 0.08), new("to 43,000", 0.10, 0.07), new("to 52,000", 0.10, 0.07), new("to 70,000", 0.10, 0.06), new("above", 0.09, 0.04), new("missing", 0.01, null),
        ],
        20_000, 15_412);

    private static PerformancePoint Newest(string window, int at)
    {
        if (at == 3)
            return new PerformancePoint(window, null, null, null, 0) { NotComputable = "one class only" };
        var value = at < 3 ? 0.791 - (at * 0.001) : 0.782 - ((at - 3) * 0.011);
        return new PerformancePoint(window, value, value - 0.012, value + 0.012, 9_710 - (at * 100)) { Provisional = at >= 7 };
    }

    private static FairnessPoint Fair(string window, double ratio, bool provisional) =>
        new(window, "under 25", "25 to 64", ratio, ratio - 0.06, ratio + 0.06, 1_390) { Difference = (ratio - 1) * 0.4, DifferenceLow = (ratio - 1.06) * 0.4, DifferenceHigh = (ratio - 0.94) * 0.4, Provisional = provisional };

    private static IEnumerable<string> Columns() =>
        ["score", "income", "channel", "loan amount", "months employed", "a column whose name is rather long", "region", .. Enumerable.Range(1, 19).Select(n => $"feature {n}"), "decision"];

    private static DriftCell? Cell(int row, int at)
    {
        var provisional = at == 13;
        if (row == 4 && at < 2)
            return null;
        if (row == 6)
            return new DriftCell(at == 5 ? null : 0.21, at == 5 ? "notComputable" : "insufficient", Drifted: false, 103) { Provisional = provisional };
        var psi = row < 4 ? Math.Max(0.004, (at - 6 - row) * 0.055) : 0.002 + ((row * 7 + at) % 11 * 0.004);
        var verdict = psi >= 0.25 ? "alert" : psi >= 0.1 ? "warn" : "ok";
        return new DriftCell(psi, verdict, Drifted: psi >= 0.05, 15_412) { Provisional = provisional };
    }
}
