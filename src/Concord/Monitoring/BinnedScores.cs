using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>Scores of which only the bins are known, and between what the measures of performance lie for it.</summary>
internal sealed class BinnedScores
{
    private readonly IReadOnlyList<(ScoreProfile Part, BinnedValues Values)> parts;

    private readonly double[] edges;

    public BinnedScores(double[] edges, IReadOnlyList<ScoreProfile> scores)
    {
        this.edges = edges;
        parts = [.. scores.Select(part => (part, new BinnedValues(edges, part.Scores)))];
        Middle = Sample(_ => null);
        (Best, Worst) = (ByLabel(positiveIsLargest: true), ByLabel(positiveIsLargest: false));
        AucBetween = Between(counts => RocAuc.Of(counts).Value);
    }

    public ScoredSample Middle { get; }

    public Bounds? AucBetween { get; }

    /// <summary>Exact: sums and sums of squares are kept of each outcome. Only where it can be computed at all.</summary>
    public double Brier
    {
        get
        {
            var (errors, rows) = (0.0, 0L);
            foreach (var (part, _) in parts.Where(one => one.Part.Label is not null && one.Part.Scores.Count > 0))
            {
                var scores = part.Scores;
                var squares = scores.Grid.SumOfSquares(scores.Sum, scores.Squares, scores.Count);
                errors += part.Label == 0 ? squares : scores.Count - (2 * scores.Mean!.Value * scores.Count) + squares;
                rows += scores.Count;
            }
            return Math.Max(0, errors / rows);
        }
    }

    /// <summary>The labelled rows as they rank best, and worst.</summary>
    private ScoreCounts Best { get; }

    private ScoreCounts Worst { get; }

    public Bounds? TopBetween(double share) => Between(counts => PrecisionAtTop.Of(counts, share).Value);

    /// <summary>Of the rows as they rank worst.</summary>
    public TopPrecision LeastTop(double share) => PrecisionAtTop.Of(Worst, share);

    public IEnumerable<(string Name, Figure Figure)> Others(ScoreCounts middle)
    {
        yield return ("logLoss", new(LogLoss.Of(middle), Between(LogLoss.Of)));
        yield return ("averagePrecision", new(AveragePrecision.Of(middle), AveragePrecision.FromBins(ByBin())));
        yield return ("ece", Within(ExpectedCalibrationError.Of(middle), MeanHalfWidth(part => part.Label is not null)));
        var separation = LabelledBins() is { } labelled ? KolmogorovSmirnov.StatisticFromBins(labelled, QuantileBins.FromEdges(edges).IsSingle) : null;
        yield return ("ksSeparation", new(ScoreSeparation.Of(middle), separation));
    }

    public IEnumerable<(string Name, Figure Figure)> Estimates(EmpiricalDistribution middle)
    {
        var (most, least) = (Decided(positiveIsLargest: true), Decided(positiveIsLargest: false));
        yield return ("accuracy", new(most, most.IsComputed ? new(least.Value, most.Value) : null));

        // Each score counts as the probability to be positive, and may be off by half the width of its bin.
        var estimate = EstimatedPerformance.Auc(middle);
        yield return ("auc", Within(estimate, estimate.IsComputed ? BinnedEstimates.OfOrder(parts.SelectMany(one => one.Values.Rows), score => score) : 0));
    }

    /// <summary>How far calibrated estimates made from the middles may lie from those the rows would give.</summary>
    public IReadOnlyDictionary<string, double> OffBy(IsotonicCalibration calibrated) =>
        BinnedEstimates.OffBy([.. parts.SelectMany(one => one.Values.Rows.Select(rows => (one.Part.Decision, rows)))], calibrated);

    private double MeanHalfWidth(Func<ScoreProfile, bool> wanted)
    {
        var these = parts.Where(one => wanted(one.Part) && one.Part.Scores.Count > 0).ToList();
        return these.Count == 0 ? 0 : these.Sum(one => one.Values.MeanHalfWidth * one.Part.Scores.Count) / these.Sum(one => one.Part.Scores.Count);
    }

    private Measured Decided(bool positiveIsLargest)
    {
        var sample = Sample(part => part.Decision is null ? null : part.Decision == 1 == positiveIsLargest);
        return EstimatedPerformance.Accuracy(sample.Decided(1), sample.Decided(0));
    }

    private Bounds? Between(Func<ScoreCounts, Measured> measure)
    {
        var (one, other) = (measure(Best), measure(Worst));
        return one.IsComputed && other.IsComputed ? new(Math.Min(one.Value, other.Value), Math.Max(one.Value, other.Value)) : null;
    }

    private static Figure Within(Measured value, double distance) => new(value, value.IsComputed ? new(Math.Max(0, value.Value - distance), Math.Min(1, value.Value + distance)) : null);

    private ScoreCounts ByLabel(bool positiveIsLargest) => Sample(part => part.Label is null ? null : part.Label == 1 == positiveIsLargest).Labelled;

    /// <param name="largest">Whether the rows of a part have the largest values their bins allow, or the least; null: the middle.</param>
    private ScoredSample Sample(Func<ScoreProfile, bool?> largest) => new([.. parts.Select(one => new ScoredPart(one.Part.Decision, one.Part.Label, largest(one.Part) switch
    {
        true => one.Values.Largest,
        false => one.Values.Least,
        null => one.Values.Middle,
    }))]);

    private PairedCounts? LabelledBins() => Bins(1) is { } positive && Bins(0) is { } negative ? new(positive, negative) : null;

    /// <summary>Labelled rows under the number of their bin, which is all that is known of their order.</summary>
    private ScoreCounts ByBin()
    {
        var (positive, negative) = (Bins(1) ?? new long[edges.Length + 1], Bins(0) ?? new long[edges.Length + 1]);
        return ScoreCounts.FromCounts(positive.Select((rows, bin) => ((double)bin, rows, negative[bin])));
    }

    private long[]? Bins(int label) => parts.Where(one => one.Part.Label == label).Select(one => one.Part.Scores.Bins)
        .Aggregate((long[]?)null, (sum, bins) => sum is null ? bins : [.. sum.Zip(bins, (a, b) => a + b)]);
}
