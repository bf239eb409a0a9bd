using System.Numerics;
using Concord.Logs;
using Concord.Logs.Kernel;
using Concord.Tests.Monitoring;

namespace Concord.Tests.Logs;

/// <summary>What is counted of numbers by blocks, against one number at a time: every law here is exact.</summary>
public sealed class NumericKernelTests
{
    public static TheoryData<string> Laws() => [.. Numbers.Keys];

    private static readonly Dictionary<string, Func<Draws, double>> Numbers = new(StringComparer.Ordinal)
    {
        ["even"] = draws => draws.Uniform(),
        ["both signs"] = draws => draws.Uniform() - draws.Uniform(),
        ["long tail"] = draws => Math.Exp(12 * (draws.Uniform() - draws.Uniform())),
        ["two heaps far apart"] = draws => draws.Uniform() + (Below(draws, 2) * 1e9),
        ["one value and little else"] = draws => Below(draws, 10) > 0 ? 7 : draws.Uniform() * 100,
        ["whole numbers"] = draws => Below(draws, 40),
        ["neighbours"] = draws => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1) + Below(draws, 50)),
        ["subnormal"] = draws => Below(draws, 1000) * double.Epsilon,
        ["all sizes"] = draws => BitConverter.Int64BitsToDouble(((long)(draws.Uniform() * (1L << 53)) << 11) | 0x2AA) is var any && double.IsFinite(any) ? any : 0,
        ["largest"] = draws => (Below(draws, 3) - 1) * double.MaxValue,
    };

    [Theory, MemberData(nameof(Laws))]
    public void Every_number_falls_into_the_bin_of_the_first_edge_that_is_not_below_it(string law)
    {
        var draws = new Draws(Draws.Seed);
        foreach (var length in new[] { 0, 1, 2, 3, 9, 16, 17, 225, 450 })
        {
            double[] edges = [.. Enumerable.Range(0, length).Select(_ => Numbers[law](draws)).Distinct().Order()];
            var counter = new BinCounter(new(edges));
            var expected = new long[edges.Length + 1];

            // Beside numbers of the law the edges themselves, their neighbours, what lies beyond all of them, and rows without a number.
            double[] cells = [.. Enumerable.Range(0, 999).Select(_ => Numbers[law](draws)), .. edges, .. edges.Select(Math.BitIncrement), .. edges.Select(Math.BitDecrement), 0, -0.0, double.MaxValue, double.MinValue, double.NaN, double.NaN];
            cells = [.. cells.OrderBy(_ => draws.Uniform())];
            foreach (var cell in cells)
            {
                if (!double.IsNaN(cell)) expected[edges.Count(edge => edge < cell)]++;
            }

            counter.Add(cells, missing: 2);

            counter.Counts().ShouldBe(expected, $"{edges.Length} edges");
        }
    }

    [Theory, MemberData(nameof(Laws))]
    public void Sums_and_squares_are_those_of_whole_steps_added_one_by_one(string law)
    {
        var draws = new Draws(Draws.Seed);
        double[] edges = [.. Enumerable.Range(0, 225).Select(_ => Numbers[law](draws)).Distinct().Order()];
        var grid = MomentGrid.Of(edges);
        foreach (var length in new[] { 0, 1, 7, 8, 1023, 2048 })
        {
            // Beside numbers of the law some at the end of what fits in 46 bits of steps, on both sides of it, and far outside.
            var end = Math.ScaleB(MomentCounter.Near, grid.Exponent);
            double[] cells = [.. Enumerable.Range(0, length).Select(place => (place % 7) switch { 3 => grid.Centre + end, 4 => grid.Centre - (end * (1 - 1e-15)), 5 => grid.Centre + (end * (1 - 1e-16)), 6 => double.NaN, _ => Numbers[law](draws) }).Where(cell => !double.IsInfinity(cell))];
            var (sum, squares) = (BigInteger.Zero, BigInteger.Zero);
            foreach (var distance in cells.Where(cell => !double.IsNaN(cell)).Select(cell => cell - grid.Centre).Where(double.IsFinite))
            {
                var steps = distance * Math.ScaleB(1, -grid.Exponent);
                var whole = double.IsFinite(steps) ? new BigInteger(Math.Round(steps)) : new BigInteger(distance) << -grid.Exponent;
                (sum, squares) = (sum + whole, squares + (whole * whole));
            }

            var counter = new MomentCounter(grid);
            counter.Add([.. cells.Where(cell => double.IsNaN(cell) || double.IsFinite(cell - grid.Centre))]);

            (counter.Sum, counter.Squares).ShouldBe((sum, squares), $"{length} rows");
        }
    }

    private static int Below(Draws draws, int limit) => (int)(draws.Uniform() * limit);
}
