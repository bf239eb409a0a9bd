using System.Runtime.CompilerServices;

namespace Concord.Measures;

/// <summary>Isotonic calibration: which share of rows with a score turned out positive, made to rise with the score.</summary>
/// <remarks>
/// Least squares under the condition that a higher score never means a smaller share: neighbouring scores whose shares fall are pooled
/// until none does (pool adjacent violators), each score weighted by its rows. Scores between two blocks get the straight line between
/// them, scores beyond either end the share of the end block. Ties are pooled by nature. Needs counts of scores by label only. No
/// labelled row: not computed. Reference: Ayer et al. (1955), Annals of Mathematical Statistics 26; Zadrozny and Elkan (2002), KDD.
/// </remarks>
public sealed class IsotonicCalibration
{
    private readonly Block[] blocks;

    private IsotonicCalibration(Block[] blocks, ScoreCounts learnt)
    {
        this.blocks = blocks;
        Learnt = learnt;
        OnLearnt = new(() => ConfidenceBasedPerformance.OfLearnt(this));
        RealisedOnLearnt = new(() => (RocAuc.Of(learnt).Value, BrierScore.Of(learnt).Value));
    }

    /// <summary>What it was learnt from.</summary>
    internal ScoreCounts Learnt { get; }

    /// <summary>What is estimated of the very rows it was learnt from; every window is corrected by it, so it is worked out once.</summary>
    internal Lazy<ConfidenceBasedPerformance> OnLearnt { get; }

    /// <summary>What came out on those rows.</summary>
    internal Lazy<(Measured Auc, Measured Brier)> RealisedOnLearnt { get; }

    /// <summary>Neighbouring scores with one share.</summary>
    /// <param name="Low">The lowest score.</param>
    /// <param name="High">The highest score.</param>
    /// <param name="Rows">Labelled rows.</param>
    /// <param name="Positives">Positive rows among them.</param>
    public readonly record struct Block(double Low, double High, long Rows, long Positives)
    {
        /// <summary>The share of positive rows.</summary>
        public double Share => (double)Positives / Rows;
    }

    /// <summary>The blocks, with rising scores and rising shares.</summary>
    public ReadOnlySpan<Block> Blocks => blocks;

    /// <summary>Learns the shares.</summary>
    /// <param name="counts">Labelled rows by score, usually of the reference.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static IsotonicCalibration FromCounts(ScoreCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var pooled = new List<Block>();
        for (var i = 0; i < counts.Scores.Length; i++)
        {
            var (score, positives, negatives) = (counts.Scores[i], counts.PositivesAt[i], counts.NegativesAt[i]);
            var next = new Block(score, score, positives + negatives, positives);
            // Shares are compared as whole numbers, so that equal ones are always pooled.
            while (pooled.Count > 0 && (Int128)pooled[^1].Positives * next.Rows >= (Int128)next.Positives * pooled[^1].Rows)
            {
                next = new(pooled[^1].Low, next.High, pooled[^1].Rows + next.Rows, pooled[^1].Positives + next.Positives);
                pooled.RemoveAt(pooled.Count - 1);
            }

            pooled.Add(next);
        }

        return new([.. pooled], counts);
    }

    /// <summary>The calibrated probability of a score.</summary>
    /// <param name="score">A finite score.</param>
    public Measured Of(double score) => blocks.Length == 0 ? Measured.Not("there is no labelled row to calibrate with") : Measured.Of(PlaceOf(score).Share);

    /// <summary>Where a score lies among the blocks; without a block the share is 0.</summary>
    internal Place PlaceOf(double score)
    {
        if (blocks.Length == 0)
            return default;
        var (low, high) = (0, blocks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (blocks[middle].High < score)
                low = middle + 1;
            else
                high = middle;
        }

        var (below, above, weight) = low == blocks.Length ? (low - 1, low - 1, 0.0)
            : low == 0 || score >= blocks[low].Low ? (low, low, 0.0)
            : (low - 1, low, ((score / 2) - (blocks[low - 1].High / 2)) / ((blocks[low].Low / 2) - (blocks[low - 1].High / 2)));
        return new(below, weight, ((1 - weight) * blocks[below].Share) + (weight * blocks[above].Share));
    }

    /// <summary>Where a score lies: in a block, or with some weight on the way to the next; and the share that follows.</summary>
    internal readonly record struct Place(int Below, double Weight, double Share)
    {
        public int Above => Weight == 0 ? Below : Below + 1;
    }
}
