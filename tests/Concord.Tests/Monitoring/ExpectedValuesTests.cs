using System.Globalization;
using System.Text.Json;
using Concord.Logs;
using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>Every value of the contract in the expected files, recomputed from the logs through the product's own path.</summary>
public sealed class ExpectedValuesTests
{
    private const double Tolerance = 1e-9;
    private const double PValueTolerance = 1e-6;

    private static readonly (string Expected, Func<DriftMeasurement, double?> Actual)[] EveryColumn =
    [
        ("n_cur", drift => drift.N),
        ("missing_cur", drift => drift.Missing),
        ("psi", drift => drift.Psi),
        ("js_distance", drift => drift.Js),
    ];

    private static readonly (string Expected, Func<DriftMeasurement, double?> Actual)[] NumericColumn =
    [
        ("ks_statistic", drift => drift.Ks),
        ("ks_p_kolmogorov_limit", drift => drift.KsP),
        ("wasserstein", drift => drift.Wasserstein),
        ("wasserstein_over_ref_std", drift => drift.WassersteinNormalised),
    ];

    private static readonly (string Expected, Func<DriftMeasurement, double?> Actual)[] CategoricalColumn =
    [
        ("chi2", drift => drift.Chi2),
        ("chi2_p", drift => drift.Chi2P),
        ("chi2_dof", drift => drift.Chi2Dof),
        ("cramers_v", drift => drift.CramersV),
        ("total_variation", drift => drift.TotalVariation),
    ];

    private static readonly (string Expected, Func<PerformanceMeasurement, double?> Actual)[] Performance =
    [
        ("n", performance => performance.N),
        ("auc", performance => performance.Auc),
        ("accuracy", performance => performance.Accuracy),
        ("precision", performance => performance.Precision),
        ("recall", performance => performance.Recall),
        ("f1", performance => performance.F1),
        ("specificity", performance => performance.Specificity),
        ("brier", performance => performance.Brier),
        ("log_loss", performance => performance.LogLoss),
        ("ece10", performance => performance.Ece),
        ("average_precision", performance => performance.AveragePrecision),
        ("ks_separation", performance => performance.KsSeparation),
    ];

    private static readonly (string Expected, Func<GroupMeasurement, double?> Actual)[] Group =
    [
        ("n", group => group.N),
        ("selection_rate", group => group.SelectionRate),
        ("tpr", group => group.Tpr),
        ("fpr", group => group.Fpr),
        ("ppv", group => group.Ppv),
        ("base_rate", group => group.BaseRate),
    ];

    private static readonly (string Expected, Func<FairnessMeasurement, double?> Actual)[] Fairness =
    [
        ("demographic_parity_difference", fairness => fairness.DemographicParityDifference),
        ("demographic_parity_ratio", fairness => fairness.DemographicParityRatio),
        ("equal_opportunity_difference", fairness => fairness.EqualOpportunityDifference),
        ("equalized_odds_difference", fairness => fairness.EqualizedOddsDifference),
        ("equalized_odds_ratio", fairness => fairness.EqualizedOddsRatio),
    ];

    private readonly List<string> wrong = [];
    private int compared;

    [Theory]
    [InlineData("german", 23 * 5)]
    [InlineData("adult", 14 * 12)]
    [InlineData("acs_employment", 19 * 3)]
    public async Task Drift_of_every_column_and_window_equals_the_expected_values(string name, int columnWindows)
    {
        var log = await RealLog.Of(name);
        var seen = 0;
        foreach (var window in Expected(name).GetProperty("drift").EnumerateObject())
        {
            var measured = log.Window(window.Name).Drift.ToDictionary(drift => drift.Column, StringComparer.Ordinal);
            foreach (var column in window.Value.EnumerateObject())
            {
                seen++;
                var drift = measured[column.Name];
                var place = $"{window.Name} {column.Name}";
                Compare(place, column.Value, drift, [.. EveryColumn, .. drift.Kind == DriftKind.Categorical ? CategoricalColumn : NumericColumn]);
                if (drift.Kind == DriftKind.Categorical)
                    drift.NewCategories.ShouldBe(column.Value.GetProperty("new_categories").EnumerateArray().Select(level => level.GetString()!).Order(StringComparer.Ordinal), ignoreOrder: false, customMessage: place);
            }
            measured.Count.ShouldBe(window.Value.EnumerateObject().Count());
        }
        seen.ShouldBe(columnWindows);
        Finish();
    }

    [Theory]
    [InlineData("german")]
    [InlineData("adult")]
    [InlineData("acs_employment")]
    public async Task Performance_of_every_window_and_of_the_reference_equals_the_expected_values(string name)
    {
        var log = await RealLog.Of(name);
        var whole = await RealLog.Of(name, WindowLength.All);
        foreach (var period in Expected(name).GetProperty("performance").EnumerateObject())
        {
            var isReference = period.NameEquals("reference");
            var window = isReference ? null : period.NameEquals("production_all") ? whole.Window("all") : log.Window(period.Name);
            var performance = isReference ? log.ReferenceMeasures.Performance : window!.Performance;
            Compare(period.Name, period.Value, performance, Performance);
            var interval = period.Value.GetProperty("auc_delong95");
            Compare($"{period.Name} aucLow", interval[0], performance.AucLow, Tolerance);
            Compare($"{period.Name} aucHigh", interval[1], performance.AucHigh, Tolerance);
            Compare($"{period.Name} labelled", period.Value.GetProperty("labelled_rows"), isReference ? log.ReferenceMeasures.Labelled : window!.Labelled, 0);
            Compare($"{period.Name} rows", period.Value.GetProperty("rows"), isReference ? log.ReferenceMeasures.Rows : window!.Rows, 0);
            var estimated = isReference ? log.Reference.Performance.Estimate() : window!.Estimated;
            var cbpe = period.Value.GetProperty("cbpe_like");
            Compare($"{period.Name} estimated accuracy", cbpe.GetProperty("est_accuracy"), estimated.Accuracy, Tolerance);
            Compare($"{period.Name} estimated auc", cbpe.GetProperty("est_auc"), estimated.Auc, Tolerance);
        }
        Finish();
    }

    [Theory]
    [InlineData("german")]
    [InlineData("adult")]
    [InlineData("acs_employment")]
    public async Task Fairness_of_every_attribute_equals_the_expected_values(string name)
    {
        var log = await RealLog.Of(name);
        var whole = await RealLog.Of(name, WindowLength.All);
        foreach (var period in Expected(name).GetProperty("fairness").EnumerateObject())
        {
            var measured = period.NameEquals("reference") ? log.ReferenceMeasures.Fairness : (period.NameEquals("production_all") ? whole.Window("all") : log.Window(period.Name)).Fairness;
            foreach (var attribute in period.Value.EnumerateObject())
            {
                var fairness = measured.Single(each => string.Equals(each.Attribute, attribute.Name, StringComparison.Ordinal));
                var place = $"{period.Name} {attribute.Name}";
                var groups = attribute.Value.GetProperty("groups");
                fairness.Groups.Where(group => group.N > 0).Select(group => group.Group).ShouldBe(groups.EnumerateObject().Select(group => group.Name), ignoreOrder: true);
                foreach (var group in groups.EnumerateObject())
                    Compare($"{place} {group.Name}", group.Value, fairness.Groups.Single(each => string.Equals(each.Group, group.Name, StringComparison.Ordinal)), Group);
                var summary = attribute.Value.GetProperty("summary");
                Compare(place, summary, fairness, Fairness);
                foreach (var other in summary.GetProperty("versus_reference").EnumerateObject())
                    Compare($"{place} impact {other.Name}", other.Value.GetProperty("disparate_impact"), fairness.DisparateImpact[other.Name], Tolerance);
                if (attribute.Value.TryGetProperty("small_groups_n_lt_30", out var small))
                    fairness.Groups.Where(group => group is { TooSmall: true, N: > 0 }).Select(group => group.Group).ShouldBe(small.EnumerateArray().Select(group => group.GetString()!), ignoreOrder: true);
            }
        }
        Finish();
    }

    [Theory]
    [InlineData("german")]
    [InlineData("adult")]
    [InlineData("acs_employment")]
    public async Task Bin_edges_and_counts_of_the_stored_profile_equal_the_expected_ones(string name)
    {
        var log = await RealLog.Of(name);
        var expected = Expected(name);
        foreach (var (column, known) in log.Reference.Profile.Numeric)
            known.Bins.ShouldBe(expected.GetProperty("numeric_bin_edges").GetProperty(column).GetProperty("bin_edges").EnumerateArray().Select(edge => edge.GetDouble()), column);
        foreach (var window in log.Windows)
        {
            var drift = expected.GetProperty("drift").GetProperty(window.Measures.Window);
            foreach (var column in window.Profile.Numeric.Append(window.Profile.Score!))
            {
                var counts = drift.GetProperty(column.Column);
                var known = column.Column == "score" ? log.Reference.Profile.Score! : log.Reference.Profile.Numeric[column.Column];
                var bins = QuantileBins.FromEdges(known.Bins).Gather(QuantileBins.FromEdges(known.Edges), column.Bins);
                bins.ShouldBe(counts.GetProperty("cur_counts").EnumerateArray().Take(bins.Length).Select(count => count.GetInt64()), $"{window.Measures.Window} {column.Column}");
                column.Mean!.Value.ShouldBe(counts.GetProperty("mean_cur").GetDouble(), Tolerance * Math.Max(1, Math.Abs(column.Mean.Value)));
            }
            foreach (var column in window.Profile.Categorical)
            {
                var counts = drift.GetProperty(column.Column);
                var levels = counts.GetProperty("categories").EnumerateArray().Select(level => level.GetString()!).Zip(counts.GetProperty("cur_counts").EnumerateArray().Select(count => count.GetInt64()));
                foreach (var (level, count) in levels)
                    (string.Equals(level, "__missing__", StringComparison.Ordinal) ? column.Missing : column.Levels.GetValueOrDefault(level)).ShouldBe(count, $"{window.Measures.Window} {column.Column} {level}");
            }
        }
    }

    private static JsonElement Expected(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Monitoring", "expected", $"{name}.json"))).RootElement;

    private void Compare<T>(string place, JsonElement expected, T actual, (string Expected, Func<T, double?> Actual)[] figures)
    {
        foreach (var (key, figure) in figures)
        {
            if (!expected.TryGetProperty(key, out var value)) continue;
            var tolerance = key is "n" or "n_cur" or "missing_cur" or "chi2_dof" ? 0
                : key is "ks_p_kolmogorov_limit" or "chi2_p" ? PValueTolerance
                : key is "chi2" or "wasserstein" && value.ValueKind == JsonValueKind.Number ? Tolerance * Math.Max(1, Math.Abs(value.GetDouble()))
                : Tolerance;
            Compare($"{place} {key}", value, figure(actual), tolerance);
        }
    }

    private void Compare(string place, JsonElement expected, double? actual, double tolerance)
    {
        compared++;
        double? wanted = expected.ValueKind == JsonValueKind.Null ? null : expected.GetDouble();
        if (wanted is null && actual is null) return;
        if (wanted is { } a && actual is { } b && Math.Abs(a - b) <= tolerance) return;
        wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{place}: expected {wanted?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}, computed {actual?.ToString("R", CultureInfo.InvariantCulture) ?? "null"}"));
    }

    private void Finish()
    {
        compared.ShouldBeGreaterThan(50);
        wrong.ShouldBeEmpty();
    }
}
