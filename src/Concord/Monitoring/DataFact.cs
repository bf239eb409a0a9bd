using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>One figure of the data itself, with how probable so large a one is where nothing has changed.</summary>
/// <param name="Value">What is shown.</param>
/// <param name="Reference">The same figure in the reference, where it has one.</param>
/// <param name="Compared">What is compared with the limit: the value, or how far it moved.</param>
/// <param name="Between">Between what the value lies where rows are known by bin only: the value is the worse end. Null: it is exact.</param>
internal sealed record DataFact(QualityCheck Check, Measured Value, Measured? Reference, Measured Compared, Measured PValue, Bounds? Between = null)
{
    /// <summary>A figure of a numeric column. Of a score only whether it still varies: its range is not the range of an input.</summary>
    public static IReadOnlyList<DataFact> Of(DriftKind kind, EmpiricalDistribution reference, EmpiricalDistribution window) =>
        kind == DriftKind.Score ? [Constant(reference, window)] : [Range(reference, window), Constant(reference, window), Zeros(reference, window)];

    /// <summary>The same from counts per bin. The outer two edges are the smallest and the largest value of the reference.</summary>
    public static IReadOnlyList<DataFact> Of(DriftKind kind, double[] edges, NumericProfile reference, NumericProfile window) =>
        kind == DriftKind.Score ? [Constant(edges, reference, window)] : [Range(reference, window), Constant(edges, reference, window), Zeros(Share(reference.Zero, reference.Count), Share(window.Zero, window.Count))];

    /// <summary>A figure of a categorical column. Levels that are not known by name are neither lost nor of another type.</summary>
    public static IReadOnlyList<DataFact> Of(CategoryCounts reference, CategoryCounts window) => [NewKinds(reference, window), Lost(reference, window), Constant(reference, window)];

    private static DataFact Range(EmpiricalDistribution reference, EmpiricalDistribution window)
    {
        var outside = OutOfRange.OfReference(window, reference);
        var share = reference.Count == 0 ? Measured.Not("the reference has no value") : outside.Value;
        return new(QualityCheck.Range, share, null, share, OutOfRange.PValue(outside, reference.Count));
    }

    /// <summary>Values below the smallest of the reference are counted together with that one: how many they are is known where there are none.</summary>
    private static DataFact Range(NumericProfile reference, NumericProfile window)
    {
        if (reference.Count == 0 || window.Count == 0)
        {
            var none = Measured.Not(reference.Count == 0 ? "the reference has no value" : "there are no values");
            return new(QualityCheck.Range, none, null, none, none);
        }
        var (above, below) = (window.Bins[^1], window.Minimum < reference.Minimum ? window.Bins[0] : 0);
        var (least, most) = (Share(above + Math.Min(below, 1), window.Count), Share(above + below, window.Count));
        return new(QualityCheck.Range, most.Value, null, most.Value, OutOfRange.PValue(most, reference.Count), below <= 1 ? null : new(least.Value.Value, most.Value.Value));
    }

    private static DataFact Zeros(EmpiricalDistribution reference, EmpiricalDistribution window) =>
        Zeros(Share(reference.Count - reference.NonZeroCount, reference.Count), Share(window.Count - window.NonZeroCount, window.Count));

    private static DataFact Zeros(Proportion before, Proportion now) =>
        new(QualityCheck.ZeroShare, now.Value, before.Value, RateDifference.Of(now, before).Select(Math.Abs), TwoProportionTest.PValue(now, before));

    private static DataFact Constant(EmpiricalDistribution reference, EmpiricalDistribution window) => Constant(
        ConstantColumn.MostFrequent(reference),
        ConstantColumn.MostFrequent(window),
        () => reference.Values.BinarySearch(window.Values[0]) is >= 0 and var at ? reference.Counts[at] : 0);

    /// <summary>Whether a column varies follows from its smallest and largest value; of its most frequent value only what bins allow.</summary>
    private static DataFact Constant(double[] edges, NumericProfile reference, NumericProfile window)
    {
        if (window.Count < 2 || window.Minimum == window.Maximum)
        {
            var bin = window.Count == 0 ? 0 : QuantileBins.FromEdges(edges).BinOf(window.Minimum!.Value);
            return Constant(AtMost(reference), Share(window.Count, window.Count), () => window.Minimum == 0 ? reference.Zero : reference.Bins[bin]) with { Reference = null };
        }
        var most = AtMost(window);
        return Constant(AtMost(reference), most, () => 0) with { Reference = null, Between = new(Share(Math.Max(window.Zero, 1), window.Count).Value.Value, most.Value.Value) };
    }

    private static Proportion AtMost(NumericProfile column) => Share(column.Minimum == column.Maximum ? column.Count : Math.Min(column.Bins.Max(), column.Count - 1), column.Count);

    private static DataFact Constant(CategoryCounts reference, CategoryCounts window) => Constant(
        MostFrequent(reference),
        MostFrequent(window),
        () => reference[window.Levels.Keys.First(level => !string.Equals(level, CategoryCounts.MissingLevel, StringComparison.Ordinal))]);

    /// <summary>A column of one value in the reference is meant to hold it: there is nothing to lose.</summary>
    private static DataFact Constant(Proportion reference, Proportion window, Func<long> sameInReference)
    {
        var became = ConstantColumn.BecameConstant(reference, window);
        return new(QualityCheck.Constant, window.Value, reference.Value,
            became is null ? Measured.Not("there are too few values to vary") : window.Value,
            became is true ? ConstantColumn.PValue(new(sameInReference(), reference.Trials), window.Trials) : Measured.Of(1));
    }

    private static DataFact NewKinds(CategoryCounts reference, CategoryCounts window)
    {
        var (before, now) = (ValueKinds.Of(Named(reference)), ValueKinds.Of(Named(window)));
        var pair = ValueKinds.Pair(before, now);
        if (pair.ReferenceTotal == 0 || pair.CurrentTotal == 0)
        {
            var none = Measured.Not($"no level of the {(pair.ReferenceTotal == 0 ? "reference" : "window")} is known by name");
            return new(QualityCheck.TypeChange, none, null, none, none);
        }
        var share = Share(now.RowsOfNewKinds(before), pair.CurrentTotal);
        return new(QualityCheck.TypeChange, share.Value, null, share.Value, TwoProportionTest.PValue(share, Share(0, pair.ReferenceTotal)));
    }

    private static DataFact Lost(CategoryCounts reference, CategoryCounts window)
    {
        var lost = LostLevels.Of(Named(reference), window);
        var share = lost.PValue.IsComputed ? lost.Share.Value : lost.PValue;
        return new(QualityCheck.LostCategory, share, null, share, lost.PValue);
    }

    /// <summary>Levels that are not told by name are many, none of them the most frequent.</summary>
    private static Proportion MostFrequent(CategoryCounts levels) => new(ConstantColumn.MostFrequent(Named(levels)).Successes, ConstantColumn.MostFrequent(levels).Trials);

    private static CategoryCounts Named(CategoryCounts levels) => levels.Without(ColumnFacts.RestLevel);

    private static Proportion Share(long rows, long all) => new(rows, all);
}
