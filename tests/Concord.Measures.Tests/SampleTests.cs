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

    /// <summary>From one digit that moves keys to all three, with pieces of any length among them empty ones.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(900)]
    [InlineData(50_000)]
    [InlineData(1_000_000_007)]
    public void A_column_in_pieces_is_the_column_as_a_whole(long values)
    {
        double[] cells = [.. Enumerable.Range(0, 6_000).Select(i => i % 97 == 5 ? double.NaN : i * 7_368_787L % values / 8.0)];
        double[] known = [.. cells];
        Memory<double>[] pieces = [.. new[] { 0..0, 0..1, 1..2_500, 2_500..2_500, 2_500..6_000 }.Select(range => cells[range].AsMemory())];
        var read = 0;
        var (whole, joined) = (EmpiricalDistribution.FromRows(cells, missing: 2), EmpiricalDistribution.FromRowsInPlace(pieces, missing: 2, () =>
        {
            read++;
            cells.AsSpan().Fill(double.PositiveInfinity); // Somebody else has them now.
        }));
        read.ShouldBe(1);
        joined.Pairs().ShouldBe(known.Where(double.IsFinite).GroupBy(cell => cell).OrderBy(group => group.Key).Select(group => (group.Key, (long)group.Count())));
        joined.Pairs().ShouldBe(whole.Pairs());
        (joined.Count, joined.Missing).ShouldBe((whole.Count, whole.Missing));
        EmpiricalDistribution.FromRowsInPlace([], missing: 1).Rows.ShouldBe(1);
    }

    [Fact]
    public void A_sample_comes_back_from_its_distinct_values_and_counts()
    {
        var sample = EmpiricalDistribution.FromRows(Odd, missing: 3);
        var back = EmpiricalDistribution.FromAscending(sample.Values.ToArray(), sample.Counts.ToArray(), sample.Missing);
        back.Pairs().ShouldBe(sample.Pairs());
        (back.Count, back.Missing).ShouldBe((sample.Count, sample.Missing));
        EmpiricalDistribution.FromAscending([1, 2, 4], counts: null).Pairs().ShouldBe([(1, 1), (2, 1), (4, 1)]);
        EmpiricalDistribution.FromAscending([], counts: null).Rows.ShouldBe(0);
    }

    [Theory]
    [InlineData(new double[] { 2, 1 }, null)]
    [InlineData(new double[] { 1, 1 }, null)]
    [InlineData(new double[] { 1, double.NaN, 2 }, null)]
    [InlineData(new double[] { double.NaN }, null)]
    [InlineData(new double[] { 1, double.PositiveInfinity }, null)]
    [InlineData(new double[] { 1, 2 }, new long[] { 1 })]
    [InlineData(new double[] { 1, 2 }, new long[] { 1, 0 })]
    public void Values_out_of_order_or_without_a_count_are_refused(double[] values, long[]? counts) =>
        Should.Throw<ArgumentException>(() => EmpiricalDistribution.FromAscending(values, counts));

    /// <summary>One far value makes all others agree in the bits that are sorted by digits.</summary>
    [Theory]
    [InlineData(1e300)]
    [InlineData(-1e300)]
    [InlineData(0)]
    public void Values_that_differ_only_in_their_lowest_bits_are_ordered_beside_one_that_is_far(double far)
    {
        double[] cells = [far, .. Enumerable.Range(0, 5_000).Select(i => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1_000.0) + (i * 7_919L % 4_001)))];
        EmpiricalDistribution.FromRows(cells, missing: 0).Pairs().SelectMany(pair => Enumerable.Repeat(pair.Value, (int)pair.Count)).ShouldBe(cells.Order());
    }

    [Theory]
    [InlineData(new double[] { 0, 0, 0, 1, 2, 3 })]
    [InlineData(new double[] { -3, -2, 0, 0, 1 })]
    [InlineData(new double[] { -3, -2, 0, 5, 7, 9 })]
    [InlineData(new double[] { -1, 0, 0, 0 })]
    [InlineData(new double[] { -2, -1, 0, 4 })]
    [InlineData(new double[] { 1, 2 })]
    public void The_median_of_the_values_that_are_not_zero_passes_over_the_zeros(double[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        EmpiricalDistribution.FromRows(cells, missing: 0).MedianOfNonZero().Value.ShouldBe(EmpiricalDistribution.FromRows(cells.Where(cell => cell != 0)).Quantile(0.5).Value);
    }

    /// <summary>Rows are found by rank through running totals; the numbers of distinct values lie around the places where those are kept.</summary>
    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(2_600)]
    public void Every_row_is_found_by_its_rank_and_every_rank_by_its_value(int distinct)
    {
        (double Value, long Count)[] pairs = [.. Enumerable.Range(0, distinct).Select(i => ((double)(i - 300), 1L + (i * 7 % 5)))];
        var sample = EmpiricalDistribution.FromCounts(pairs);
        double[] rows = [.. pairs.SelectMany(pair => Enumerable.Repeat(pair.Value, (int)pair.Count))];
        for (var rank = 0; rank < rows.Length; rank++)
            sample.Quantile((double)rank / (rows.Length - 1)).Value.ShouldBe(rows[rank], 1e-9);
        for (var value = -302.0; value < distinct; value += 0.5)
            sample.RowsUpTo(value).ShouldBe(rows.Count(row => row <= value));
        (sample.RowsUpTo(double.NegativeInfinity), sample.RowsUpTo(double.PositiveInfinity)).ShouldBe((0, rows.Length));
        sample.MedianOfNonZero().Value.ShouldBe(EmpiricalDistribution.FromRows(rows.Where(row => row != 0)).Quantile(0.5).Value);
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
