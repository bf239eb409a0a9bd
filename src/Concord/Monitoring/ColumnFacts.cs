using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>What is known of one column of a window beside the reference, before anything is judged.</summary>
internal sealed record ColumnFacts
{
    public required string Column { get; init; }

    public required DriftKind Kind { get; init; }

    public required long ReferenceRows { get; init; }

    public required long Rows { get; init; }

    public required long Missing { get; init; }

    public required Measured ReferenceMissingShare { get; init; }

    public required Measured MissingShare { get; init; }

    /// <summary>Both samples in the bins or levels that the index looks at.</summary>
    public required PairedCounts Counts { get; init; }

    /// <summary>The test that detection rests on.</summary>
    public required Measured PValue { get; init; }

    public Figure Ks { get; init; }

    public Measured KsP { get; init; }

    public Figure Wasserstein { get; init; }

    public Figure WassersteinNormalised { get; init; }

    public Figure UnitRatio { get; init; }

    /// <summary>The smaller number of non-zero values of both sides.</summary>
    public long NonZero { get; init; }

    public ChiSquareTest Chi2 { get; init; }

    public Measured CramersV { get; init; }

    public Measured NewLevelShare { get; init; }

    /// <summary>How probable so many rows of new levels are where nothing has changed.</summary>
    public Measured NewLevelP { get; init; }

    /// <summary>The first by name of the levels that the reference does not have.</summary>
    public IReadOnlyList<string> NewCategories { get; init; } = [];

    /// <summary>How many more of them there are.</summary>
    public long FurtherNewCategories { get; init; }

    /// <summary>Figures of the data itself.</summary>
    public IReadOnlyList<DataFact> Data { get; init; } = [];

    /// <summary>Why there is nothing to compare the column with; null where there is.</summary>
    public string? WhyNotCompared { get; init; }

    /// <summary>The levels of a categorical column that are not told one by one: half a character, which no text of a log can be.</summary>
    public const string RestLevel = "\ud800";

    private const int MostNewCategories = 1_000;

    public bool IsCategorical => Kind == DriftKind.Categorical;

    public Measured MissingIncrease => ReferenceMissingShare.IsComputed ? MissingShare.Select(share => share - ReferenceMissingShare.Value) : ReferenceMissingShare;

    public static ColumnFacts Numeric(string column, DriftKind kind, EmpiricalDistribution reference, QuantileBins bins, EmpiricalDistribution window)
    {
        var (distance, ks) = Measures.Wasserstein.WithKolmogorovSmirnov(reference, window);
        var ksP = ks.Select(d => KolmogorovSmirnov.LimitPValue(d, reference.Count, window.Count));
        return new()
        {
            Column = column,
            Kind = kind,
            ReferenceRows = reference.Rows,
            Rows = window.Rows,
            Missing = window.Missing,
            ReferenceMissingShare = reference.MissingShare,
            MissingShare = window.MissingShare,
            Counts = bins.Pair(reference, window),
            PValue = reference.Missing + window.Missing == 0 ? ksP : EitherTest(ksP, MissingShareTest.Of(reference, window).PValue),
            Ks = ks,
            KsP = ksP,
            Wasserstein = distance,
            WassersteinNormalised = Measures.Wasserstein.OverReferenceDeviation(reference, distance),
            UnitRatio = UnitChange.Ratio(reference, window),
            NonZero = Math.Min(reference.NonZeroCount, window.NonZeroCount),
            Data = DataFact.Of(kind, reference, window),
        };
    }

    /// <summary>From the counts of both sides on the same fine bins. What rests on the ten bins and on missing rows is as exact as ever; the others lie between two ends.</summary>
    public static ColumnFacts Binned(string column, DriftKind kind, ReferenceColumn known, NumericProfile reference, NumericProfile window)
    {
        var (rows, referenceRows) = (window.Count + window.Missing, reference.Count + reference.Missing);
        var noValue = reference.Count == 0 ? "the reference has no value" : "the window has no value";
        var ks = Figure.Middle(KolmogorovSmirnov.StatisticFromBins(new(reference.Bins, window.Bins), QuantileBins.FromEdges(known.Edges).IsSingle), noValue);
        var ksP = ks.Most.Select(d => KolmogorovSmirnov.LimitPValue(d, reference.Count, window.Count));
        var distance = Figure.Middle(Distance(known, reference, window), noValue);
        var deviation = reference.Count == 0 ? 0 : Math.Sqrt(reference.SquaredDeviations!.Value / reference.Count);
        return new()
        {
            Column = column,
            Kind = kind,
            ReferenceRows = referenceRows,
            Rows = rows,
            Missing = window.Missing,
            ReferenceMissingShare = MissingShareOf(reference.Missing, referenceRows),
            MissingShare = MissingShareOf(window.Missing, rows),
            Counts = known.Pair(reference, window),
            PValue = reference.Missing + window.Missing == 0 ? ksP : EitherTest(ksP, MissingShareTest.Of(reference.Missing, referenceRows, window.Missing, rows).PValue),
            Ks = ks,
            KsP = ksP,
            Wasserstein = distance,
            WassersteinNormalised = !distance.Value.IsComputed || deviation > 0 ? distance.Times(1 / deviation)
                : Measured.Not("all values of the reference are equal, so it has no standard deviation to compare with"),
            UnitRatio = Unit(known, reference, window),
            Data = DataFact.Of(kind, known.Edges, reference, window),
            NonZero = Math.Min(reference.Count - reference.Zero, window.Count - window.Zero),
        };
    }

    /// <summary>A column of the window that the reference does not have: what could be compared says why it is not.</summary>
    public static ColumnFacts NotInReference(string column, DriftKind kind, long referenceRows, NumericProfile window)
    {
        var why = Measured.Not($"the reference has no column {VisibleText.Quoted(column)}; take a reference that has it");
        var rows = window.Count + window.Missing;
        return new()
        {
            Column = column,
            Kind = kind,
            ReferenceRows = referenceRows,
            Rows = rows,
            Missing = window.Missing,
            ReferenceMissingShare = why,
            MissingShare = MissingShareOf(window.Missing, rows),
            Counts = new([], []),
            PValue = why,
            Ks = why,
            KsP = why,
            Wasserstein = why,
            WassersteinNormalised = why,
            UnitRatio = why,
            Data = [new(QualityCheck.Constant, why, null, why, why)],
            WhyNotCompared = why.Reason,
        };
    }

    /// <summary>What may be said of a protected column in so few rows: any figure of them tells who they are.</summary>
    public ColumnFacts OfTooFewToShow()
    {
        var why = Measured.Not(MeasureWords.TooFewToShow);
        return this with
        {
            MissingShare = why,
            Counts = new([], []),
            PValue = why,
            Ks = why,
            KsP = why,
            Wasserstein = why,
            WassersteinNormalised = why,
            UnitRatio = why,
            Chi2 = new(why, 0, why),
            CramersV = why,
            NewLevelShare = why,
            NewLevelP = why,
            NewCategories = [],
            FurtherNewCategories = 0,
            Data = [.. Data.Select(fact => new DataFact(fact.Check, why, null, why, why))],
            WhyNotCompared = why.Reason,
        };
    }

    /// <summary>A figure of both samples in their bins or levels.</summary>
    public Measured Compare(Func<PairedCounts, Measured> figure) => WhyNotCompared is { } why ? Measured.Not(why) : figure(Counts);

    private static Measured MissingShareOf(long missing, long rows) => rows == 0 ? Measured.Not("there are no rows") : Measured.Of((double)missing / rows);

    private static Bounds? Distance(ReferenceColumn known, NumericProfile reference, NumericProfile window)
    {
        if (reference.Count == 0 || window.Count == 0) return null;
        var (least, most) = (Math.Min(reference.Minimum!.Value, window.Minimum!.Value), Math.Max(reference.Maximum!.Value, window.Maximum!.Value));

        // Edges without rows beyond them, as the tenths of a score, may lie outside.
        double[] edges = [Math.Min(least, known.Edges[0]), .. known.Edges, Math.Max(most, known.Edges[^1])];
        return Measures.Wasserstein.FromBins(new(reference.Bins, window.Bins), edges, window.Mean!.Value - reference.Mean!.Value);
    }

    /// <summary>What the reference keeps is exact where all its values have one sign; of both signs it is the values, not their sizes, and the bins tell.</summary>
    private static Figure Unit(ReferenceColumn known, NumericProfile reference, NumericProfile window)
    {
        if (known.MedianOfNonZero is not { } median) return Measured.Not("in the reference there is no value other than zero");
        if (new BinnedValues(known.Edges, window).MedianOfMagnitude() is not { } now) return Measured.Not("in the window there is no value other than zero");
        if (reference.Minimum >= 0 || reference.Maximum <= 0) return Figure.Middle(now, "").Times(1 / Math.Abs(median));
        var before = new BinnedValues(known.Edges, reference).MedianOfMagnitude()!.Value;
        return before.Low > 0 ? Figure.Middle(new(now.Low / before.High, now.High / before.Low), "") : Measured.Not("the values of the reference lie too close to zero to tell their size by bin");
    }

    /// <summary>From the levels of both sides, all of them known.</summary>
    public static ColumnFacts Categorical(string column, CategoryCounts reference, CategoryCounts window)
    {
        var counts = CategoryCounts.Pair(reference, window);
        var newLevels = window.Without(RestLevel).NewLevels(reference);
        return new()
        {
            Column = column,
            Kind = DriftKind.Categorical,
            ReferenceRows = reference.Rows,
            Rows = window.Rows,
            Missing = window.Missing,
            ReferenceMissingShare = reference.MissingShare,
            MissingShare = window.MissingShare,
            Counts = counts,
            PValue = SameShares(counts).PValue,
            Chi2 = ChiSquareTwoSample.Of(counts),
            CramersV = Measures.CramersV.Of(counts),
            NewLevelShare = window.NewLevelShare(reference),
            NewLevelP = UnseenLevels.Of(reference, window).PValue,
            NewCategories = [.. newLevels.Take(MostNewCategories)],
            FurtherNewCategories = Math.Max(0, newLevels.Count - MostNewCategories),
            Data = DataFact.Of(reference, window),
        };
    }

    /// <summary>
    /// From counts that are kept. Where the window alone has levels that are not told by name, all of them are new. Where the reference has some, those it tells
    /// are those that were frequent there, and must be rarer elsewhere: nothing can be tested, and no level be called new.
    /// </summary>
    public static ColumnFacts Categorical(CategoricalProfile window, CategoricalProfile reference)
    {
        var facts = Categorical(window.Column, Levels(reference, reference), Levels(window, reference));
        if (window.RestLevels > 0) facts = facts with { NewLevelP = Measured.Not("not all levels are told by name") };
        facts = facts with { FurtherNewCategories = facts.FurtherNewCategories + (reference.RestLevels == 0 ? window.RestLevels : 0) };
        if (reference.RestLevels == 0) return facts;
        var untold = Measured.Not(FormattableString.Invariant($"the reference has {reference.Levels.Count + reference.RestLevels} levels, of which counts keep {reference.Levels.Count} by name"));
        return facts with { PValue = untold, NewLevelShare = untold, NewLevelP = untold };
    }

    /// <summary>Levels too rare for the usual test are pooled, and where that would leave one level only, all are tested by the law of rare ones.</summary>
    private static ChiSquareTest SameShares(PairedCounts counts) =>
        ChiSquareTwoSample.OfMerged(counts) is { PValue.IsComputed: true } usual ? usual : ChiSquareTwoSample.OfSparse(counts);

    /// <summary>The counts of a profile as levels. Where the reference does not know all its levels by name, a level unknown there need not be new: it joins the rest.</summary>
    private static CategoryCounts Levels(CategoricalProfile profile, CategoricalProfile reference) => CategoryCounts.FromCounts(
    [
        (null, profile.Missing),
        (RestLevel, profile.RestRows),
        .. profile.Levels.Select(pair => ((string?)(reference.RestLevels == 0 || reference.Levels.ContainsKey(pair.Key) ? pair.Key : RestLevel), pair.Value)),
    ]);

    /// <summary>Values and missing values are tested on their own; the smaller p-value of two tests is doubled.</summary>
    private static Measured EitherTest(Measured values, Measured missing) =>
        !values.IsComputed && !missing.IsComputed ? values
        : Measured.Of(Math.Min(1, 2 * Math.Min(values.ValueOrNull ?? 1, missing.ValueOrNull ?? 1)));
}
