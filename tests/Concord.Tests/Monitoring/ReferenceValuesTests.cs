using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Tests.Monitoring;

/// <summary>What is kept of a reference is what was counted, wherever it is kept.</summary>
public sealed class ReferenceValuesTests
{
    private const long FewerThanMemoryTakes = 1_000;
    private const long MoreThanMemoryTakes = 5_000_000;

    [Theory]
    [InlineData(FewerThanMemoryTakes)]
    [InlineData(MoreThanMemoryTakes)]
    public void Every_column_comes_back_as_it_was(long values)
    {
        var columns = new Dictionary<string, EmpiricalDistribution>(StringComparer.Ordinal)
        {
            ["distinct"] = EmpiricalDistribution.FromRows([.. Enumerable.Range(0, 70_000).Select(row => Math.Sin(row))], missing: 3),
            ["repeating"] = EmpiricalDistribution.FromRows([.. Enumerable.Range(0, 70_000).Select(row => (double)(row % 12))]),
            ["some repeating"] = EmpiricalDistribution.FromRows([.. Enumerable.Range(0, 70_000).Select(row => (double)(row % 65_000))], missing: 2),
            ["frequent"] = EmpiricalDistribution.FromCounts([(1, 127), (2, 128), (3, 16_383), (4, 16_384), (5, 1L << 40)]),
            ["constant"] = EmpiricalDistribution.FromRows([7, 7, 7], missing: 1),
            ["empty"] = EmpiricalDistribution.FromRows([], missing: 9),
        };
        using var kept = new ReferenceValues(values);
        for (var more = 0; more < 60; more++) columns.Add($"number {more}", EmpiricalDistribution.FromRows([.. Enumerable.Range(more, 1_000 * (more + 1)).Select(row => Math.Cos(row) * (more % 2))]));
        Parallel.ForEach(columns, column => kept.Add(column.Key, column.Value));

        kept.IsInMemory.ShouldBe(values == FewerThanMemoryTakes);
        foreach (var (column, before) in columns.Reverse())
        {
            kept[column].Pairs().ShouldBe(before.Pairs());
            (kept[column].Count, kept[column].Missing).ShouldBe((before.Count, before.Missing));
        }
        Should.Throw<ArgumentException>(() => kept.Add("empty", EmpiricalDistribution.Empty));
    }

    [Fact]
    public void The_file_has_no_name_by_which_anybody_could_open_it()
    {
        using var kept = new ReferenceValues(MoreThanMemoryTakes);
        kept.Add("n0", EmpiricalDistribution.FromRows([1, 2, 3]));

        if (OperatingSystem.IsLinux())
        {
            var open = Directory.EnumerateFiles("/proc/self/fd").Select(open => new FileInfo(open).LinkTarget ?? "").Where(target => target.Contains("concord-reference-", StringComparison.Ordinal)).ToList();
            open.ShouldNotBeEmpty();
            open.ShouldAllBe(target => target.EndsWith(" (deleted)", StringComparison.Ordinal));
        }
        kept["n0"].Count.ShouldBe(3);
    }
}
