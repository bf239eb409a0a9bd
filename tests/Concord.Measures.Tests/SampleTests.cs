namespace Concord.Measures.Tests;

/// <summary>Samples are the same however they were collected.</summary>
public sealed class SampleTests
{
    private static readonly double[] Odd = [0.0, -0.0, double.Epsilon, -double.Epsilon, 1e140, -1e140, 5e-324, 1, -1, 0.1, 0.1, double.NaN, double.PositiveInfinity];

    [Theory]
    [InlineData(10)]
    [InlineData(999)]
    [InlineData(1_000)]
    [InlineData(20_011)]
    public void Large_and_small_samples_are_ordered_by_value_whatever_way_they_are_sorted(int rows)
    {
        double[] cells = [.. Enumerable.Range(0, rows).Select(i => ((i * 7_368_787L % 1_000_003 / 1_000_003.0) - 0.5) * Math.Pow(10, (i * 31 % 41) - 20)), .. Odd];
        var sample = EmpiricalDistribution.FromRows(cells, missing: 3);
        var finite = cells.Where(double.IsFinite).Order().ToList();
        sample.Pairs().SelectMany(pair => Enumerable.Repeat(pair.Value, (int)pair.Count)).ShouldBe(finite);
        sample.Missing.ShouldBe(3 + 2);
        sample.Values.ToArray().ShouldBe(finite.Distinct());
    }

    [Fact]
    public void Rounded_amounts_share_most_bytes_and_are_sorted_all_the_same()
    {
        double[] cells = [.. Enumerable.Range(0, 5_000).Select(i => (double)(i * 7_919 % 5_000 * 10))];
        EmpiricalDistribution.FromRows(cells).Values.ToArray().ShouldBe(cells.Order());
        EmpiricalDistribution.FromRows(Enumerable.Repeat(7.0, 5_000)).Pairs().ShouldBe([(7.0, 5_000L)]);
    }

    [Fact]
    public void Parts_merge_to_the_sample_of_all_rows()
    {
        double[] cells = [.. Enumerable.Range(0, 300).Select(i => (double)(i * 37 % 101)), double.NaN];
        var merged = EmpiricalDistribution.FromRows(cells.AsSpan(0, 120)).Merge(EmpiricalDistribution.FromRows(cells.AsSpan(120))).Merge(EmpiricalDistribution.Empty);
        var whole = EmpiricalDistribution.FromRows(cells);
        merged.Pairs().ShouldBe(whole.Pairs());
        merged.Missing.ShouldBe(1);
    }

    [Fact]
    public void Scores_apart_by_class_are_the_scores_of_all_labelled_rows()
    {
        (double Score, bool Label)[] rows = [.. Enumerable.Range(0, 500).Select(i => (i * 31 % 97 / 97.0, i % 3 == 0))];
        var apart = ScoreCounts.FromClasses(
            EmpiricalDistribution.FromRows(rows.Where(row => row.Label).Select(row => row.Score)),
            EmpiricalDistribution.FromRows(rows.Where(row => !row.Label).Select(row => row.Score)));
        apart.Entries().ShouldBe(ScoreCounts.FromRows(rows).Entries());
    }
}
