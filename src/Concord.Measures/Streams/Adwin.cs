namespace Concord.Measures;

/// <summary>ADWIN, adaptive windowing: keeps the longest recent stretch of a stream in which no two parts have different means.</summary>
/// <remarks>
/// The window is kept as buckets of 1, 2, 4 … values, at most five of a size; two of a size are joined when a sixth comes. After every 32
/// values, once the window is longer than 10, every border between buckets splits it into an older part of n₀ and a newer of n₁ values, 5
/// at least. Where |mean₀ − mean₁| > √(2 m v d) + ⅔ d m, with v the variance of the window, d = ln(2 ln(n₀ + n₁)/δ) and m = 1/(n₀ − 4) +
/// 1/(n₁ − 4), the oldest bucket is dropped and the rest looked at again; dropping anything is drift. δ bounds the share of false alarms
/// for values between 0 and 1: scale others first. Equal values never alarm. A value that is not finite is refused. Detection waits for
/// the next multiple of 32. Reference: Bifet and Gavaldà (2007), Learning from Time-Changing Data with Adaptive Windowing, SIAM Data
/// Mining.
/// </remarks>
public sealed class Adwin
{
    /// <summary>The usual bound on false alarms.</summary>
    public const double DefaultDelta = 0.002;

    private const int LargestNumberOfOneSize = 5;
    private const int Interval = 32;
    private const int SmallestWindow = 10;
    private const int SmallestPart = 5;

    private readonly double delta;
    private readonly bool lastOfEachSizeCounts;

    // Buckets by the power of two of their size, the oldest of each size first.
    private readonly List<List<Bucket>> sizes = [[]];
    private Bucket window;
    private long seen;

    /// <summary>A detector that has seen nothing.</summary>
    /// <param name="delta">Above 0 and below 1; smaller is slower and surer.</param>
    public Adwin(double delta = DefaultDelta)
        : this(delta, lastOfEachSizeCounts: true)
    {
    }

    private Adwin(double delta, bool lastOfEachSizeCounts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(delta, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(delta, 1);
        this.delta = delta;
        this.lastOfEachSizeCounts = lastOfEachSizeCounts;
    }

    /// <summary>Values in the window.</summary>
    public long Width => window.Rows;

    /// <summary>The mean of the window.</summary>
    public Measured Mean => window.Rows == 0 ? Measured.Not("the window is empty") : Measured.Finite(window.Mean);

    /// <summary>
    /// "ADWIN (scikit-multiflow)": leaves the newest bucket of each size out of the older part, so that the parts are not next to each other. It alarms later
    /// and longer; for reproducing that tool's figures.
    /// </summary>
    /// <param name="delta">Above 0 and below 1.</param>
    public static Adwin AsScikitMultiflow(double delta = DefaultDelta) => new(delta, lastOfEachSizeCounts: false);

    /// <summary>Takes the next value.</summary>
    /// <param name="value">Finite.</param>
    public StreamState Observe(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "Leave out rows without a value.");
        var one = new Bucket(1, value, 0);
        sizes[0].Add(one);
        window = window.Join(one);
        for (var size = 0; sizes[size].Count > LargestNumberOfOneSize; size++)
        {
            if (size + 1 == sizes.Count)
                sizes.Add([]);
            sizes[size + 1].Add(sizes[size][0].Join(sizes[size][1]));
            sizes[size].RemoveRange(0, 2);
        }

        seen++;
        var state = StreamState.Stable;
        while (seen % Interval == 0 && Width > SmallestWindow && HasTwoMeans())
        {
            DropOldest();
            state = StreamState.Drift;
        }

        return state;
    }

    private bool HasTwoMeans()
    {
        var older = default(Bucket);
        var d = Math.Log(2 * Math.Log(window.Rows) / delta);
        for (var size = sizes.Count - 1; size >= 0; size--)
        {
            for (var k = 0; k < sizes[size].Count - (lastOfEachSizeCounts ? 0 : 1); k++)
            {
                older = older.Join(sizes[size][k]);
                var newer = window.Rows - older.Rows;
                if (older.Rows < SmallestPart || newer < SmallestPart)
                    continue;
                var m = (1.0 / (older.Rows - SmallestPart + 1)) + (1.0 / (newer - SmallestPart + 1));
                var gap = Math.Abs(older.Mean - window.Mean) * window.Rows / newer;
                if (gap > Math.Sqrt(2 * m * window.Squares / window.Rows * d) + (2 * d * m / 3))
                    return true;
            }
        }

        return false;
    }

    private void DropOldest()
    {
        sizes[^1].RemoveAt(0);
        if (sizes[^1].Count == 0 && sizes.Count > 1)
            sizes.RemoveAt(sizes.Count - 1);
        // Joined anew rather than subtracted, so that rounding never piles up.
        window = default;
        for (var size = sizes.Count - 1; size >= 0; size--)
        {
            foreach (var bucket in sizes[size])
                window = window.Join(bucket);
        }
    }

    /// <summary>Some values next to each other: how many, their mean, and the sum of squared deviations from it.</summary>
    private readonly record struct Bucket(long Rows, double Mean, double Squares)
    {
        public Bucket Join(Bucket other)
        {
            var rows = Rows + other.Rows;
            var gap = other.Mean - Mean;
            return rows == 0 ? this : new(
                rows,
                Mean + (gap * ((double)other.Rows / rows)),
                Squares + other.Squares + (gap * gap * ((double)Rows / rows * other.Rows)));
        }
    }
}
