using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Measures;

/// <summary>What one numeric column of a sample looks like: its distinct values in order, how often each occurs, and how many rows have none.</summary>
/// <remarks>
/// A value that is not finite (no number, or infinite) is counted as missing. Minus zero is zero. Immutable.
/// Two distributions merge by adding counts, so a distribution can be collected in parts.
/// </remarks>
public sealed class EmpiricalDistribution
{
    private const string NoValues = "there is no value";

    /// <summary>A running total is kept for every so many distinct values, so that a row is found by its rank without a walk from the beginning.</summary>
    private const int Stride = 512;

    /// <summary>Of measured numbers mostly no two are the same: one array of ones, as long as the longest, serves all such columns.</summary>
    private static readonly WeakReference<long[]> Ones = new([]);

    // As long as there are distinct values, or longer: both arrays.
    private readonly double[] values;
    private readonly long[] counts;
    private readonly int distinct;

    // Rows before each stride of distinct values.
    private readonly long[] before;

    // A reference is compared with every window; these cost a pass over its values each.
    private StrongBox<Measured>? deviation;
    private StrongBox<Measured>? medianOfNonZero;
    private StrongBox<Measured>? medianOfMagnitude;

    private EmpiricalDistribution(double[] values, int distinct, long[] counts, long missing)
    {
        this.values = values;
        this.distinct = distinct;
        this.counts = counts;
        Missing = missing;
        before = new long[(distinct + Stride - 1) / Stride];
        for (var stride = 0; stride < before.Length; stride++)
        {
            before[stride] = Count;
            foreach (var count in counts.AsSpan(stride * Stride, Math.Min(Stride, distinct - (stride * Stride))))
                Count = checked(Count + count);
        }
    }

    /// <summary>A distribution of no rows.</summary>
    public static EmpiricalDistribution Empty { get; } = new([], 0, [], missing: 0);

    /// <summary>The distinct values, ascending.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, distinct);

    /// <summary>How often each of <see cref="Values"/> occurs; each at least 1.</summary>
    public ReadOnlySpan<long> Counts => counts.AsSpan(0, distinct);

    /// <summary>Rows with a value.</summary>
    public long Count { get; }

    /// <summary>Rows without a value.</summary>
    public long Missing { get; }

    /// <summary>All rows.</summary>
    public long Rows => Count + Missing;

    /// <summary>The share of rows without a value.</summary>
    public Measured MissingShare => Rows == 0 ? Measured.Not("there are no rows") : Measured.Of((double)Missing / Rows);

    /// <summary>The smallest value.</summary>
    public Measured Minimum => distinct == 0 ? Measured.Not(NoValues) : Measured.Of(values[0]);

    /// <summary>The largest value.</summary>
    public Measured Maximum => distinct == 0 ? Measured.Not(NoValues) : Measured.Of(values[distinct - 1]);

    /// <summary>From the rows of a column in any order.</summary>
    /// <param name="rows">One entry per row; anything not finite is missing.</param>
    public static EmpiricalDistribution FromRows(IEnumerable<double> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromRowsInPlace([rows.ToArray()]);
    }

    /// <summary>From the rows of a column in any order.</summary>
    /// <param name="rows">One entry per row; null and anything not finite is missing.</param>
    public static EmpiricalDistribution FromRows(IEnumerable<double?> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return FromRows(rows.Select(row => row ?? double.NaN));
    }

    /// <summary>From the values of a column in any order.</summary>
    /// <param name="rows">One entry per row; copied. Anything not finite is missing.</param>
    /// <param name="missing">Rows without a value, beside those.</param>
    public static EmpiricalDistribution FromRows(ReadOnlySpan<double> rows, long missing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        return FromRowsInPlace([rows.ToArray()], missing);
    }

    /// <summary>From the values of a column in any order and in pieces, which are not joined before they are sorted.</summary>
    /// <param name="pieces">One entry per row; not to be used afterwards. Anything not finite is missing.</param>
    /// <param name="missing">Rows without a value, beside those.</param>
    /// <param name="read">Called as soon as the pieces are not needed any more: most of the work is still to come then, and it needs room.</param>
    /// <exception cref="OverflowException">There are more rows than an array can hold.</exception>
    public static EmpiricalDistribution FromRowsInPlace(IReadOnlyList<Memory<double>> pieces, long missing = 0, Action? read = null)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        var rows = checked((int)pieces.Sum(piece => (long)piece.Length));
        var sorted = GC.AllocateUninitializedArray<double>(rows);
        var finite = RadixSort.Ascending(pieces, sorted, read ?? (() => { }));
        return FromSorted(sorted, finite, checked(missing + rows - finite));
    }

    /// <summary>From values with the number of rows that hold each.</summary>
    /// <param name="pairs">In any order; a value may come more than once. A value that is not finite counts as missing.</param>
    /// <param name="missing">Rows without a value, beside those.</param>
    public static EmpiricalDistribution FromCounts(IEnumerable<(double Value, long Count)> pairs, long missing = 0)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        var kept = new List<double>();
        var keptCounts = new List<long>();
        var ordered = true;
        foreach (var (value, count) in pairs)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(pairs));
            if (count == 0)
                continue;
            if (!double.IsFinite(value))
            {
                missing = checked(missing + count);
                continue;
            }

            ordered = ordered && (kept.Count == 0 || kept[^1] < value);
            kept.Add(value + 0.0);
            keptCounts.Add(count);
        }

        return ordered ? new([.. kept], kept.Count, [.. keptCounts], missing) : Collapse([.. kept], [.. keptCounts], missing);
    }

    /// <summary>From distinct values in ascending order, which it takes as they are.</summary>
    /// <param name="values">Finite, each larger than the one before; not to be changed afterwards.</param>
    /// <param name="counts">How often each occurs, at least once; null: once each.</param>
    /// <param name="missing">Rows without a value, beside those.</param>
    /// <exception cref="ArgumentException">The values are not in that order or not finite, or the counts do not belong to them.</exception>
    public static EmpiricalDistribution FromAscending(double[] values, long[]? counts, long missing = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(missing);
        if (!IsAscending(values))
            throw new ArgumentException("The values are not finite, distinct and in ascending order.", nameof(values));
        if (counts is not null && (counts.Length != values.Length || counts.ContainsAnyInRange(long.MinValue, 0)))
            throw new ArgumentException("Each value needs a count of at least 1.", nameof(counts));
        return new(values, values.Length, counts ?? OnesFor(values.Length), missing);
    }

    /// <summary>The distribution of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public EmpiricalDistribution Merge(EmpiricalDistribution other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Rows == 0 || Rows == 0)
            return Rows == 0 ? other : this;
        var length = DistinctOf(Values, other.Values);

        // Values that occur once on one side only occur once in all.
        var repeat = Count + other.Count != length;
        var (merged, totals) = (GC.AllocateUninitializedArray<double>(length), repeat ? GC.AllocateUninitializedArray<long>(length) : OnesFor(length));
        for (int mine = 0, theirs = 0, i = 0; i < length; i++)
        {
            var takeMine = theirs == other.distinct || (mine < distinct && values[mine] <= other.values[theirs]);
            var takeTheirs = mine == distinct || (theirs < other.distinct && other.values[theirs] <= values[mine]);
            merged[i] = takeMine ? values[mine] : other.values[theirs];
            var total = checked((takeMine ? counts[mine++] : 0) + (takeTheirs ? other.counts[theirs++] : 0));
            if (repeat)
                totals[i] = total;
        }

        return new(merged, length, totals, checked(Missing + other.Missing));
    }

    /// <summary>The mean.</summary>
    public Measured Mean()
    {
        if (Count == 0)
            return Measured.Not(NoValues);
        var sum = default(CompensatedSum);
        for (var i = 0; i < distinct; i++)
            sum.Add(values[i] * counts[i]);
        return Measured.Finite(sum.Value / Count);
    }

    /// <summary>The population standard deviation (divided by the number of values, not by one less).</summary>
    public Measured PopulationStandardDeviation() => (deviation ??= new(ComputeDeviation())).Value;

    /// <summary>The quantile with linear interpolation between neighbours ("type 7").</summary>
    /// <param name="probability">From 0 to 1.</param>
    public Measured Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        if (Count == 0)
            return Measured.Not(NoValues);
        var position = (Count - 1) * probability;
        var below = Math.Floor(position);
        return Measured.Of(Between((long)below, position - below));
    }

    /// <summary>
    /// The same at a probability that is a share of whole numbers. Where a row stands exactly at the quantile, it is that row's value: 7 of 10 is no number of the
    /// machine, and with the nearest one the quantile may end a last digit below the row it stands at. Between rows it is interpolated as NumPy does.
    /// </summary>
    /// <param name="part">From 0 to <paramref name="of"/>.</param>
    /// <param name="of">At least 1.</param>
    public Measured Quantile(long part, long of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, of);
        if (Count == 0)
            return Measured.Not(NoValues);
        var (row, rest) = Int128.DivRem((Int128)(Count - 1) * part, of);
        return rest == 0 ? Measured.Of(values[PlaceOf((long)row)]) : Quantile((double)part / of);
    }

    /// <summary>How many rows have a value that is not above a number.</summary>
    /// <param name="value">Any number but NaN.</param>
    public long RowsUpTo(double value)
    {
        var index = Values.BinarySearch(value);
        return RowsBefore(index < 0 ? ~index : index + 1);
    }

    /// <summary>The median of the values that are not zero: what a change of unit moves and a change of the zero share does not.</summary>
    public Measured MedianOfNonZero() => (medianOfNonZero ??= new(ComputeMedianOfNonZero())).Value;

    /// <summary>The median of the sizes of the values that are not zero, whatever their sign; that of the values where none is negative.</summary>
    public Measured MedianOfMagnitude() => distinct == 0 || values[0] >= 0 ? MedianOfNonZero() : (medianOfMagnitude ??= new(ComputeMedianOfMagnitude())).Value;

    /// <summary>Rows with a value other than zero.</summary>
    public long NonZeroCount => Count - ZeroCount;

    /// <summary>The share of zeros among the rows with a value.</summary>
    public Measured ZeroShare() => Count == 0 ? Measured.Not(NoValues) : Measured.Of((double)ZeroCount / Count);

    /// <summary>The distinct values with their counts, ascending.</summary>
    public IEnumerable<(double Value, long Count)> Pairs()
    {
        for (var i = 0; i < distinct; i++)
            yield return (values[i], counts[i]);
    }

    private Measured ComputeMedianOfNonZero()
    {
        if (NonZeroCount == 0)
            return Measured.Not("there is no value other than zero");
        var position = (NonZeroCount - 1) * 0.5;
        var below = Math.Floor(position);
        return Measured.Of(Between((long)below, position - below, passOver: Values.BinarySearch(0.0)));
    }

    private Measured ComputeMedianOfMagnitude()
    {
        if (NonZeroCount == 0)
            return Measured.Not("there is no value other than zero");
        var (rank, between) = Math.DivRem(NonZeroCount - 1, 2);
        var low = SizeAt(rank);
        return Measured.Finite(between == 0 ? low : low + ((SizeAt(rank + 1) - low) / 2));
    }

    /// <summary>The size of the non-zero value of that rank (from 0) by size: the smallest number within which more rows lie. Non-negative numbers have the order of their bits.</summary>
    private double SizeAt(long rank)
    {
        var zeros = ZeroCount;
        var (low, high) = (0L, BitConverter.DoubleToInt64Bits(double.MaxValue));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var size = BitConverter.Int64BitsToDouble(middle);
            if (RowsUpTo(size) - RowsUpTo(Math.BitDecrement(-size)) - zeros > rank)
                high = middle;
            else
                low = middle + 1;
        }

        return BitConverter.Int64BitsToDouble(low);
    }

    private Measured ComputeDeviation()
    {
        var mean = Mean();
        if (!mean.IsComputed)
            return mean;
        if (distinct == 1)
            return Measured.Of(0);

        // In units of the widest gap squares neither overflow nor vanish, and what rounding moved the mean by is taken out again: far from zero that is much
        // of the spread (Chan, Golub, LeVeque 1983, corrected two-pass algorithm).
        var widest = Math.Max(mean.Value - values[0], values[distinct - 1] - mean.Value);
        var exponent = double.IsFinite(widest) ? Math.Clamp(Math.ILogB(widest), -1000, 1000) : 0;
        var scale = Math.ScaleB(1, -exponent);
        var (gaps, squares) = (default(CompensatedSum), default(CompensatedSum));
        for (var i = 0; i < distinct; i++)
        {
            var gap = (values[i] - mean.Value) * scale;
            gaps.Add(gap * counts[i]);
            squares.Add(gap * gap * counts[i]);
        }

        var moved = gaps.Value / Count;
        return Measured.Finite(Math.ScaleB(Math.Sqrt(Math.Max(0, (squares.Value / Count) - (moved * moved))), exponent));
    }

    private long ZeroCount
    {
        get
        {
            var index = Values.BinarySearch(0.0);
            return index < 0 ? 0 : counts[index];
        }
    }

    /// <summary>The value a fraction of the way from the row of that rank (from 0) to the next.</summary>
    /// <param name="passOver">The place of a value whose rows are passed over; negative: none is.</param>
    private double Between(long rank, double fraction, int passOver = -1)
    {
        var rows = passOver < 0 ? Count : Count - counts[passOver];
        var (low, high) = (At(rank), At(Math.Min(rank + 1, rows - 1)));
        var step = high - low;
        if (!double.IsFinite(step))
            return (low * (1 - fraction)) + (high * fraction);
        return fraction < 0.5 ? low + (step * fraction) : high - (step * (1 - fraction));

        double At(long place) => values[PlaceOf(passOver >= 0 && place >= RowsBefore(passOver) ? place + counts[passOver] : place)];
    }

    /// <summary>Which distinct value the row of that rank has.</summary>
    private int PlaceOf(long rank)
    {
        var stride = Array.BinarySearch(before, rank);
        if (stride < 0)
            stride = ~stride - 1;
        var (place, seen) = (stride * Stride, before[stride]);
        while (seen + counts[place] <= rank)
            seen += counts[place++];
        return place;
    }

    /// <summary>How many rows have a value before that place among the distinct ones.</summary>
    private long RowsBefore(int place)
    {
        if (place == distinct)
            return Count;
        var rows = before[place / Stride];
        foreach (var count in counts.AsSpan(place / Stride * Stride, place % Stride))
            rows += count;
        return rows;
    }

    /// <param name="sorted">Kept where most of its values are distinct: a second array of its size costs more to make than its tail is worth.</param>
    private static EmpiricalDistribution FromSorted(double[] sorted, int length, long missing)
    {
        ReadOnlySpan<double> rows = sorted.AsSpan(0, length);
        var unlike = length - RepeatsIn(rows);
        var kept = unlike < sorted.Length / 4 * 3 ? GC.AllocateUninitializedArray<double>(unlike) : sorted;
        if (unlike == length && ReferenceEquals(kept, sorted))
            return new(sorted, unlike, OnesFor(unlike), missing);
        var totals = GC.AllocateUninitializedArray<long>(unlike);
        Gather(rows, kept, totals);
        return new(kept, unlike, totals, missing);
    }

    /// <summary>Whether a value is that of the row before is as good as chance in many columns, so that a branch on it would be guessed wrong.</summary>
    /// <param name="values">May be where the rows are: a value never moves up.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<double> rows, Span<double> values, Span<long> counts)
    {
        var (place, before) = (-1, double.NaN);
        for (var row = 0; row < rows.Length; row++)
        {
            var value = rows[row];
            place += Unsafe.BitCast<bool, byte>(value != before);
            values[place] = before = value;
            counts[place] = row + 1;
        }

        for (place = counts.Length - 1; place > 0; place--)
            counts[place] -= counts[place - 1];
    }

    private static bool IsAscending(ReadOnlySpan<double> rows)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (!(rows[i - 1] < rows[i]))
                return false;
        }

        return rows.IsEmpty || (double.IsFinite(rows[0]) && double.IsFinite(rows[^1]));
    }

    /// <summary>How many values are the same as the one before them.</summary>
    private static int RepeatsIn(ReadOnlySpan<double> rows)
    {
        if (rows.Length < 2)
            return 0;
        ReadOnlySpan<double> these = rows[1..], previous = rows[..^1];
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(these);
        var blocksBefore = MemoryMarshal.Cast<double, Vector<double>>(previous);
        var same = Vector<long>.Zero;
        for (var block = 0; block < blocks.Length; block++)
            same -= Vector.Equals(blocks[block], blocksBefore[block]);
        var repeats = (int)Vector.Sum(same);
        for (var i = blocks.Length * Vector<double>.Count; i < these.Length; i++)
            repeats += these[i] == previous[i] ? 1 : 0;
        return repeats;
    }

    private static long[] OnesFor(int length)
    {
        if (Ones.TryGetTarget(out var known) && known.Length >= length)
            return known;
        var made = GC.AllocateUninitializedArray<long>(length);
        made.AsSpan().Fill(1);
        Ones.SetTarget(made);
        return made;
    }

    /// <summary>How many distinct values two ascending rows of distinct values have together.</summary>
    internal static int DistinctOf(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var (both, i, j) = (0, 0, 0);
        while (i < first.Length && j < second.Length)
        {
            var (one, other) = (first[i], second[j]);
            both += one == other ? 1 : 0;
            i += one <= other ? 1 : 0;
            j += other <= one ? 1 : 0;
        }

        return first.Length + second.Length - both;
    }

    private static EmpiricalDistribution Collapse(double[] values, long[] counts, long missing)
    {
        Array.Sort(values, counts);
        var unlike = new List<double>();
        var totals = new List<long>();
        for (var i = 0; i < values.Length; i++)
            Append(unlike, totals, values[i], counts[i]);
        return new([.. unlike], unlike.Count, [.. totals], missing);
    }

    private static void Append(List<double> values, List<long> counts, double value, long count)
    {
        if (values.Count > 0 && values[^1] == value)
        {
            CollectionsMarshal.AsSpan(counts)[^1] = checked(counts[^1] + count);
            return;
        }

        values.Add(value);
        counts.Add(count);
    }
}
