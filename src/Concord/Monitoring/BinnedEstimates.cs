using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// How far an estimate made from the middles of bins may lie from the one that the rows themselves would give. Estimates are sums over rows of a probability to
/// be positive, so what counts is how far that probability may be off; it rises with the score, so its ends are those of the bin.
/// </summary>
internal static class BinnedEstimates
{
    /// <param name="rows">Rows with a score, by decision (null: none).</param>
    /// <param name="calibrated">Gives the probability of a score.</param>
    /// <returns>By the name of the estimate; empty where nothing can be estimated.</returns>
    public static IReadOnlyDictionary<string, double> OffBy(IReadOnlyList<(int? Decision, BinnedRows Rows)> rows, IsotonicCalibration calibrated)
    {
        if (calibrated.Blocks.Length == 0 || rows.Count == 0) return new Dictionary<string, double>(StringComparer.Ordinal);
        var (selected, rejected) = (Of(1), Of(0));
        var positives = Sum(selected.Concat(rejected), one => Probability(one.Middle));
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["auc"] = OfOrder(rows.Select(one => one.Rows), Probability),
            ["brier"] = Sum(rows.Select(one => one.Rows), OfError) / rows.Sum(one => one.Rows.Count),
            ["accuracy"] = (Off(selected) + Off(rejected)) / Math.Max(1, Count(selected) + Count(rejected)),
            ["precision"] = Off(selected) / Math.Max(1, Count(selected)),

            // A / (A + B), where A may be off by a and B by b, is off by at most the larger of both over A + B.
            ["recall"] = positives > 0 ? Math.Min(1, Math.Max(Off(selected), Off(rejected)) / positives) : 0,
        };

        double Probability(double score) => calibrated.Of(score).Value;
        List<BinnedRows> Of(int decision) => [.. rows.Where(one => one.Decision == decision).Select(one => one.Rows)];
        double Off(IEnumerable<BinnedRows> some) => Sum(some, one => OffAt(one, Probability));
        double OfError(BinnedRows one) => ErrorOff(one, Probability);
        static long Count(IEnumerable<BinnedRows> some) => some.Sum(one => one.Count);
    }

    /// <summary>Of an area under the curve in which each row counts as positive with a probability.</summary>
    /// <remarks>
    /// With P = Σ w, N = Σ (1 − w) and all w off by Σ |δ| = d, the area moves by at most d (n + d) / (P N); pairs inside one bin may be in either order.
    /// </remarks>
    public static double OfOrder(IEnumerable<BinnedRows> rows, Func<double, double> probability)
    {
        var bins = rows.GroupBy(one => one.Bin).Select(bin => (
            Count: (double)bin.Sum(one => one.Count), Positive: Sum(bin, one => probability(one.Middle)), Off: Sum(bin, one => OffAt(one, probability)),
            Unordered: bin.Select(one => one.Middle).Distinct().Skip(1).Any() ? 1 : 0.5)).ToList();
        double count = bins.Sum(bin => bin.Count), positives = bins.Sum(bin => bin.Positive), off = bins.Sum(bin => bin.Off);
        var inside = bins.Sum(bin => bin.Unordered * bin.Positive * (bin.Count - bin.Positive));

        // A row is never paired with itself, so that a little less than all products of both are pairs.
        var pairs = (positives * (count - positives)) - Math.Min(positives, count - positives);
        return pairs <= 0 ? 1 : Math.Min(1, ((off * (count + off)) + inside) / pairs);
    }

    private static double OffAt(BinnedRows rows, Func<double, double> probability)
    {
        var middle = probability(rows.Middle);
        return Math.Max(probability(rows.Ends.High) - middle, middle - probability(rows.Ends.Low));
    }

    /// <summary>Of the expected squared error (s − p)² + p (1 − p) of a score: the most is at a corner of what both can be, the least where s is nearest to p.</summary>
    private static double ErrorOff(BinnedRows rows, Func<double, double> probability)
    {
        var middle = Error(rows.Middle, probability(rows.Middle));
        double[] likely = [probability(rows.Ends.Low), probability(rows.Ends.High)];
        var most = likely.Max(p => Math.Max(Error(rows.Ends.Low, p), Error(rows.Ends.High, p)));
        var least = likely.Min(p => Error(Math.Clamp(p, rows.Ends.Low, rows.Ends.High), p));
        return Math.Max(most - middle, middle - least);

        static double Error(double score, double p) => ((score - p) * (score - p)) + (p * (1 - p));
    }

    private static double Sum(IEnumerable<BinnedRows> rows, Func<BinnedRows, double> each) => rows.Sum(one => each(one) * one.Count);
}
