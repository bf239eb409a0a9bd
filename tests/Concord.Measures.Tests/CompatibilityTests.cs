using System.Globalization;
using System.Text.Json;

namespace Concord.Measures.Tests;

/// <summary>Figures of NannyML 0.10.7 and Evidently 0.7.21 on the passengers of the Titanic, from the definitions that bear their names.</summary>
public sealed class CompatibilityTests
{
    private const double Close = 1e-9;

    private static readonly Dictionary<string, string?[]> Reference = Read("titanic_reference");
    private static readonly Dictionary<string, string?[]> Current = Read("titanic_analysis");

    private static readonly Dictionary<string, string> OfEvidently = new(StringComparer.Ordinal)
    {
        ["ks"] = "KS p-value, exact, ties ignored (evidently)",
        ["wasserstein"] = "Wasserstein over reference sd, 0.001 at least (evidently)",
        ["psi"] = "PSI (evidently)",
        ["jensenshannon"] = "JS, natural log (evidently)",
        ["kl_div"] = "KL (evidently)",
        ["hellinger"] = "Hellinger (evidently)",
        ["anderson"] = "Anderson-Darling p-value, 0.001 to 0.25 (evidently)",
        ["cramer_von_mises"] = "Cramér-von Mises p-value, mid-ranks (evidently)",
        ["mannw"] = "Mann-Whitney p-value, reference lower (evidently)",
        ["t_test"] = "t-test p-value, pooled variance (evidently)",
        ["es"] = "Epps-Singleton p-value (evidently)",
        ["ed"] = "Energy distance (evidently)",
        ["chisquare"] = "Chi-square p-value, one sample (evidently)",
        ["z"] = "z-test p-value, first level against others (evidently)",
        ["TVD"] = TotalVariationPermutation.Name,
    };

    private static readonly Dictionary<string, string> OfNannyML = new(StringComparer.Ordinal)
    {
        ["kolmogorov_smirnov"] = "KS statistic (NannyML)",
        ["wasserstein"] = "Wasserstein (NannyML)",
        ["jensen_shannon"] = "JS, equal width bins (NannyML)",
        ["hellinger"] = "Hellinger, equal width bins (NannyML)",
    };

    private static readonly Dictionary<string, string> CategoriesOfNannyML = new(StringComparer.Ordinal)
    {
        ["chi2"] = "Chi-square statistic, Yates (NannyML)",
        ["jensen_shannon"] = "JS, missing left out (NannyML)",
        ["l_infinity"] = "L-infinity, missing left out (NannyML)",
        ["hellinger"] = "Hellinger, missing left out (NannyML)",
    };

    public static TheoryData<string, double> Evidently()
    {
        var data = new TheoryData<string, double>();
        foreach (var one in Golden("stattests").EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object))
        {
            if (one.Value.TryGetProperty("score", out var score))
                data.Add(one.Name, score.GetDouble());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Evidently))]
    public void A_test_gives_what_Evidently_gives(string name, double expected)
    {
        var (column, test) = (name.Split('.')[0], OfEvidently[name.Split('.')[1]]);
        var actual = test == TotalVariationPermutation.Name ? TotalVariationPermutation.PValue(Reference[column], Current[column])
            : column is "Age" or "Fare"
            ? EvidentlyDefinitions.Numeric.Single(definition => definition.Name == test).Of(Numbers(Reference[column]), Numbers(Current[column]))
            : EvidentlyDefinitions.Categorical.Single(definition => definition.Name == test).Of(Levels(Reference[column]), Levels(Current[column]));
        actual.Value.ShouldBe(expected, Close);
    }

    [Theory]
    [InlineData("Sex.g_test")]
    [InlineData("Embarked.g_test")]
    public void The_G_test_of_Evidently_has_no_answer_for_samples_of_different_size_and_ours_says_why(string name)
    {
        Golden("stattests").GetProperty(name).TryGetProperty("error", out _).ShouldBeTrue();
        var column = name.Split('.')[0];
        EvidentlyDefinitions.Categorical.Single(definition => definition.Name == "G-test p-value, samples of one size (evidently)").Of(Levels(Reference[column]), Levels(Current[column]))
            .Reason.ShouldBe("the test of this name needs two samples of the same size");
    }

    [Fact]
    public void Every_figure_of_Evidently_is_compared() => Golden("stattests").EnumerateObject().Count(one => one.Value.ValueKind == JsonValueKind.Object).ShouldBe(Evidently().Count + 2);

    [Fact]
    public void Every_chunk_drifts_as_much_as_NannyML_says_and_its_limits_are_the_same()
    {
        var compared = 0;
        foreach (var (chunk, index) in Golden("titanic").GetProperty("univariate_drift_chunk_size_100").EnumerateArray().Select((chunk, index) => (chunk, index)))
        {
            foreach (var value in chunk.EnumerateObject().Where(one => one.Name.EndsWith(".value", StringComparison.Ordinal)))
            {
                var (column, method) = (value.Name.Split('.')[0], value.Name.Split('.')[1]);
                Drift(column, method, Current[column].Chunk(100).ElementAt(index)).Value.ShouldBe(value.Value.GetDouble(), Close, $"{value.Name} of chunk {index}");
                compared++;

                var limit = chunk.GetProperty($"{column}.{method}.upper_threshold");
                if (limit.ValueKind == JsonValueKind.Number)
                {
                    NannyMLDefinitions.Limits(Reference[column].Chunk(100).Select(part => Drift(column, method, part))).ShouldNotBeNull().High
                        .ShouldBe(limit.GetDouble(), Close, $"{column}.{method}");
                }
            }
        }

        compared.ShouldBe(5 * 28);
    }

    [Fact]
    public void Missing_and_unseen_values_per_chunk_are_the_same()
    {
        foreach (var chunk in Golden("titanic").GetProperty("missing_values").EnumerateArray())
        {
            foreach (var column in (string[])["Age", "Cabin", "Embarked", "Fare"])
                Levels(Part(column, chunk)).MissingShare.Value.ShouldBe(chunk.GetProperty(column + ".value").GetDouble(), Close);
        }

        foreach (var chunk in Golden("titanic").GetProperty("unseen_values").EnumerateArray())
        {
            foreach (var column in (string[])["Cabin", "Ticket", "Embarked", "Sex"])
                Levels(Part(column, chunk)).NewLevelShare(Levels(Reference[column])).Value.ShouldBe(chunk.GetProperty(column + ".value").GetDouble(), Close);
        }
    }

    [Theory]
    [InlineData("stats_avg")]
    [InlineData("stats_std")]
    [InlineData("stats_median")]
    [InlineData("stats_sum")]
    public void Summary_statistics_per_chunk_are_the_same(string statistic)
    {
        foreach (var period in Golden("titanic").GetProperty(statistic).EnumerateArray().GroupBy(chunk => chunk.GetProperty("chunk.period").GetString()))
        {
            foreach (var column in (string[])["Age", "Fare"])
            {
                // Chunks of a hundred rows with both an age and a fare.
                var table = period.Key == "reference" ? Reference : Current;
                var rows = table["Age"].Zip(table["Fare"], table[column]).Where(row => row.First is not null && row.Second is not null).Select(row => row.Third).Chunk(100);
                var actual = rows.Select(part => Numbers(part)).Select(sample => statistic switch
                {
                    "stats_avg" => sample.Mean().Value,
                    "stats_std" => sample.PopulationStandardDeviation().Value * Math.Sqrt(sample.Count / (sample.Count - 1.0)),
                    "stats_median" => sample.Quantile(0.5).Value,
                    _ => sample.Mean().Value * sample.Count,
                });
                actual.Zip(period.Select(chunk => chunk.GetProperty(column + ".value").GetDouble())).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-7);
                actual.Count().ShouldBe(period.Count());
            }
        }
    }

    [Fact]
    public void Every_definition_says_whose_it_is_and_gives_reasons_where_there_are_no_rows()
    {
        var sample = EmpiricalDistribution.FromRows([1.0, 2, 3, 4, 5, 6]);
        foreach (var definition in EvidentlyDefinitions.Numeric.Concat(NannyMLDefinitions.Numeric))
        {
            definition.Name.ShouldMatch(@"\((evidently|NannyML)\)$");
            definition.Of(sample, EmpiricalDistribution.Empty).Reason.ShouldNotBeNullOrWhiteSpace(definition.Name);
            definition.Of(EmpiricalDistribution.Empty, sample).Reason.ShouldNotBeNullOrWhiteSpace(definition.Name);
            definition.Of(EmpiricalDistribution.Empty, EmpiricalDistribution.Empty).IsComputed.ShouldBeFalse(definition.Name);
        }

        var levels = CategoryCounts.FromRows(["a", "b", "b"]);
        var nothing = CategoryCounts.FromRows([null, null]);
        foreach (var definition in EvidentlyDefinitions.Categorical.Concat(NannyMLDefinitions.Categorical))
        {
            definition.Of(levels, nothing).Reason.ShouldNotBeNullOrWhiteSpace(definition.Name);
            definition.Of(nothing, levels).Reason.ShouldNotBeNullOrWhiteSpace(definition.Name);
            definition.Of(nothing, nothing).IsComputed.ShouldBeFalse(definition.Name);
        }
    }

    private static Measured Drift(string column, string method, string?[] part) => column is "Sex" or "Embarked" or "Pclass"
        ? NannyMLDefinitions.Categorical.Single(definition => definition.Name == CategoriesOfNannyML[method]).Of(Levels(Reference[column]), Levels(part))
        : NannyMLDefinitions.Numeric.Single(definition => definition.Name == OfNannyML[method]).Of(Numbers(Reference[column]), Numbers(part));

    private static string?[] Part(string column, JsonElement chunk)
    {
        var rows = chunk.GetProperty("chunk.period").GetString() == "reference" ? Reference[column] : Current[column];
        return rows[chunk.GetProperty("chunk.start_index").GetInt32()..(chunk.GetProperty("chunk.end_index").GetInt32() + 1)];
    }

    private static EmpiricalDistribution Numbers(IEnumerable<string?> rows) =>
        EmpiricalDistribution.FromRows(rows.Select(row => row is null ? (double?)null : double.Parse(row, CultureInfo.InvariantCulture)));

    private static CategoryCounts Levels(IEnumerable<string?> rows) => CategoryCounts.FromRows(rows);

    private static JsonElement Golden(string name) => JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name + ".json"))).RootElement;

    private static Dictionary<string, string?[]> Read(string name)
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", name + ".csv")).Select(line => line.Split(','))];
        return lines[0].Select((column, i) => (column, Rows: lines.Skip(1).Select(line => line[i].Length == 0 ? null : line[i]).ToArray()))
            .ToDictionary(pair => pair.column, pair => pair.Rows, StringComparer.Ordinal);
    }
}
