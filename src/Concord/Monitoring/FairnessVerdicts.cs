using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// Whether groups of people fare differently. Each group is compared with the largest one, and a verdict needs enough rows in both and a difference
/// that chance does not explain. A pure function of figures and policy: the reference plays no part.
/// </summary>
internal static class FairnessVerdicts
{
    /// <summary>The figures of all attributes, before any policy is asked.</summary>
    /// <param name="place">Where the rows lie, for the reader: the window, or the reference itself.</param>
    public static IReadOnlyList<FairnessMeasurement> Measure(IReadOnlyList<AttributeProfile> attributes, long rows, MonitorDefinition definition, string place = "window") =>
        [.. attributes.Select(attribute => new GroupFigures(attribute, definition.FavourableDecision).Measure(new(rows, place)))];

    /// <summary>All attributes of a window at once: their tests share one correction.</summary>
    public static IReadOnlyList<FairnessMeasurement> Judge(IReadOnlyList<FairnessMeasurement> attributes, MonitoringPolicy policy)
    {
        var compared = attributes.Select(attribute => new ComparedGroups(attribute, policy)).ToArray();

        // One family of tests per question, over all groups and attributes of the window.
        var ratios = Adjust([.. compared.SelectMany(attribute => attribute.Ratios)]);
        var differences = Adjust([.. compared.SelectMany(attribute => attribute.Differences)]);
        return [.. compared.Select(attribute => attribute.Judge(ratios, differences))];
    }

    private static Dictionary<GroupTest, Measured> Adjust(GroupTest[] tests) =>
        tests.Zip(BenjaminiHochberg.Adjust([.. tests.Select(test => test.PValue)])).ToDictionary(pair => pair.First, pair => pair.Second);
}

/// <summary>One group beside the largest of its attribute.</summary>
/// <param name="N">Rows of the group the test rests on: of true positive rates those with a favourable label.</param>
internal sealed record GroupTest(string Attribute, string Group, string Against, Proportion Rate, Proportion Largest, long N)
{
    public Measured PValue => TwoProportionTest.PValue(Rate, Largest);
}

/// <summary>The groups of one attribute, counted.</summary>
internal sealed class GroupFigures
{
    private readonly string attribute;
    private readonly GroupCounts[] groups;
    private readonly GroupCounts? largestLabelled;

    public GroupFigures(AttributeProfile profile, int favourable)
    {
        attribute = profile.Attribute;
        groups = [.. profile.Groups.Select(pair => pair.Value.ToGroup(pair.Key)).Select(group => favourable == 1 ? group : group.Flip())];
        largestLabelled = GroupComparison.Reference(groups.Where(group => group.Rows > 0), group => group.Rows);
    }

    public FairnessMeasurement Measure(FairnessBasis basis)
    {
        var reasons = new Reasons();
        return new()
        {
            Attribute = attribute,
            Groups = [.. groups.Select(Show)],
            DemographicParityDifference = reasons.Take("demographicParityDifference", DemographicParity.Difference(groups)),
            DemographicParityRatio = reasons.Take("demographicParityRatio", DemographicParity.Ratio(groups)),
            SelectionRateDifferenceAll = reasons.Take("selectionRateDifferenceAll", DemographicParity.DifferenceAll(groups)),
            SelectionRateRatioAll = reasons.Take("selectionRateRatioAll", DemographicParity.RatioAll(groups)),
            EqualOpportunityDifference = reasons.Take("equalOpportunityDifference", EqualOpportunity.Difference(groups)),
            EqualizedOddsDifference = reasons.Take("equalizedOddsDifference", EqualizedOdds.Difference(groups)),
            EqualizedOddsRatio = reasons.Take("equalizedOddsRatio", EqualizedOdds.Ratio(groups)),
            DisparateImpact = Impacts(reasons),
            Low = null,
            High = null,
            Verdict = Judgement.Unjudged.Verdict,
            DecidedBy = Judgement.Unjudged,
            Notes = Notes(),
            NotComputed = reasons.OrNull,
            Basis = basis,
        };
    }

    private SortedDictionary<string, double?> Impacts(Reasons reasons)
    {
        var impacts = new SortedDictionary<string, double?>(StringComparer.Ordinal);
        foreach (var group in groups.Where(group => largestLabelled is not null && group != largestLabelled))
            impacts[group.Group] = reasons.Take("disparateImpact", DisparateImpact.Ratio(group.SelectionRate, largestLabelled!.SelectionRate));
        return impacts;
    }

    private Dictionary<string, string>? Notes() =>
        SelectiveLabels.Difference(groups).ValueOrNull is { } difference && Math.Abs(difference) > SelectiveLabels.NotableDifference
            ? new(StringComparer.Ordinal) { ["tpr"] = "selective labels", ["fpr"] = "selective labels", ["ppv"] = "selective labels" }
            : null;

    private GroupMeasurement Show(GroupCounts group)
    {
        var reasons = new Reasons();
        var unlabelled = groups.All(other => other.Rows == 0);
        return new()
        {
            Group = group.Group,
            N = group.Rows,
            NAll = group.AllRows,
            SelectionRate = reasons.Take("selectionRate", group.SelectionRate.Value),
            SelectionRateAll = reasons.Take("selectionRateAll", group.SelectionRateAll.Value),
            Tpr = reasons.Take("tpr", group.TruePositiveRate.Value),
            Fpr = reasons.Take("fpr", group.FalsePositiveRate.Value),
            Ppv = reasons.Take("ppv", group.PositivePredictiveValue.Value),
            BaseRate = reasons.Take("baseRate", group.BaseRate.Value),
            TooSmall = unlabelled ? group.AllRows < GroupCounts.SmallestShown : group.TooSmall,
            NotComputed = reasons.OrNull,
            Basis = new(group.AllSelected, group.TruePositives, group.FalsePositives, group.TrueNegatives, group.FalseNegatives),
        };
    }
}

/// <summary>The groups of one attribute with the comparisons that have enough rows for a policy.</summary>
internal sealed class ComparedGroups
{
    private const int MostNamed = 5;

    private readonly FairnessMeasurement figures;
    private readonly MonitoringPolicy policy;
    private readonly PolicySamples needed;
    private readonly GroupCounts[] groups;
    private readonly GroupCounts? largest;

    /// <summary>Shares of labelled rows after the favourable decision and after the other, where labels are missing by decision: a true positive rate of the labelled is none of all then.</summary>
    private readonly (double Favourable, double Other)? selective;

    public ComparedGroups(FairnessMeasurement figures, MonitoringPolicy policy)
    {
        (this.figures, this.policy, needed) = (figures, policy, policy.Samples);
        groups = [.. figures.Groups.Select(group => new GroupCounts(group.Group, group.NAll, group.Basis!.AllSelected, group.Basis.TruePositives, group.Basis.FalsePositives, group.Basis.TrueNegatives, group.Basis.FalseNegatives))];
        largest = GroupComparison.Reference(groups, group => group.AllRows);
        var largestLabelled = GroupComparison.Reference(groups.Where(group => group.Rows > 0), group => group.Rows);
        Ratios = [.. Others(largest, group => group.AllRows, group => true).Select(group => new GroupTest(figures.Attribute, group.Group, largest!.Group, group.SelectionRateAll, largest.SelectionRateAll, group.AllRows))];
        selective = SelectiveOutcomes.Shares(Together(groups), needed.LabelSelection, policy.PerformanceSignificance);
        Differences = selective is not null ? [] : [.. Others(largestLabelled, group => group.Rows, group => group.Positives >= needed.PositiveGroup)
            .Select(group => new GroupTest(figures.Attribute, group.Group, largestLabelled!.Group, group.TruePositiveRate, largestLabelled.TruePositiveRate, group.Positives))];
    }

    public IReadOnlyList<GroupTest> Ratios { get; }

    public IReadOnlyList<GroupTest> Differences { get; }

    /// <summary>The figures with the smallest ratio among groups of enough rows, its interval, and the verdict.</summary>
    public FairnessMeasurement Judge(IReadOnlyDictionary<GroupTest, Measured> ratioPValues, IReadOnlyDictionary<GroupTest, Measured> differencePValues)
    {
        var decided = Decide(ratioPValues, differencePValues);
        var smallest = FindSmallest();
        var interval = smallest is null ? null : DisparateImpact.Interval95(smallest.Rate, smallest.Largest);
        var noInterval = Measured.Not(smallest is null ? groups.Count(group => group.AllRows >= needed.Group) > 1 ? "nobody is selected in any group" : FormattableString.Invariant($"no two groups have {needed.Group} decided rows") : "nobody is selected in one of the two groups");
        var reasons = new Reasons(figures.NotComputed, without: ["low", "high"]);
        return figures with
        {
            Smallest = smallest is null ? null : new(smallest.Group, smallest.Against, smallest.Rate.Value.Value / smallest.Largest.Value.Value, smallest.N),
            Low = reasons.Take("low", interval is { } low ? Measured.Of(low.Low) : noInterval),
            High = reasons.Take("high", interval is { } high ? Measured.Of(high.High) : noInterval),
            Verdict = decided.Verdict,
            DecidedBy = decided,
            NotJudged = NotJudged(decided),
            NotComputed = reasons.OrNull,
        };
    }

    private Judgement Decide(IReadOnlyDictionary<GroupTest, Measured> ratioPValues, IReadOnlyDictionary<GroupTest, Measured> differencePValues)
    {
        var few = figures.Basis!.Rows < needed.Window ? $"{MeasureWords.Plural(figures.Basis.Rows, "row")} in the {figures.Basis.Place}, {MeasureWords.Count(needed.Window)} needed" : null;
        const string measure = "selectionRateRatio";
        if (largest is null || largest.AllRows == 0)
            return few is null ? Judgement.NotComputable(measure, Metric.ImpactRatio, 0, "no row has a decision") : Judgement.Insufficient(measure, Metric.ImpactRatio, 0, few);
        if (few is not null) return Judgement.Insufficient(measure, Metric.ImpactRatio, largest.AllRows, few);
        if (groups.Count(group => group.AllRows > 0) < 2) return Judgement.NotComputable(measure, Metric.ImpactRatio, largest.AllRows, "there is only one group");
        Judgement[] judged =
        [
            .. Ratios.Select(test => UnlessChance(Ratio(test), ratioPValues[test])).OrderBy(judgement => judgement.Value ?? double.PositiveInfinity),
            .. Differences.Select(test => UnlessChance(Difference(test), differencePValues[test])).OrderByDescending(judgement => judgement.Value),
        ];
        var second = groups.Where(group => group != largest).Max(group => group.AllRows);
        return judged.Length > 0
            ? Judgement.Worst(judged)
            : Judgement.Insufficient(measure, Metric.ImpactRatio, second, FormattableString.Invariant($"{Math.Min(second, largest.AllRows)} decided rows in the second largest group, {needed.Group} needed"));
    }

    private Judgement Ratio(GroupTest test)
    {
        const string measure = "selectionRateRatio";
        var worse = WorseOff(test);
        var ratio = DisparateImpact.Ratio(worse.Rate, worse.Largest);
        if (!ratio.IsComputed) return Judgement.NotComputable(measure, Metric.ImpactRatio, worse.N, "nobody is selected in either group") with { Group = worse.Group };
        var interval = DisparateImpact.Interval95(worse.Rate, worse.Largest);
        return Judgement.On(measure, Metric.ImpactRatio, ratio.Value, policy.Limits.SelectionRateRatio, worse.N, lowerIsWorse: true) with { Group = worse.Group, Low = interval?.Low, High = interval?.High };
    }

    private Judgement Difference(GroupTest test)
    {
        var (better, worse) = test.Rate.Value.Value >= test.Largest.Value.Value ? (test.Rate, test.Largest) : (test.Largest, test.Rate);
        var interval = RateDifference.Interval95(better, worse);
        return Judgement.On("tprDifference", Metric.EqualOpportunityDifference, better.Value.Value - worse.Value.Value, policy.Limits["tprDifference"], test.N) with { Group = test.Group, Low = interval?.Low, High = interval?.High };
    }

    private Judgement UnlessChance(Judgement judgement, Measured pValue) =>
        judgement.IsBreach && !(pValue.IsComputed && pValue.Value <= policy.FairnessSignificance) ? judgement.ByChance(pValue.ValueOrNull) : judgement;

    /// <summary>The pair of a group and the largest that differs most, as it is judged: what decides and what is told are the same ratio.</summary>
    private GroupTest? FindSmallest() =>
        Ratios.Where(test => test.Rate.Successes + test.Largest.Successes > 0).Select(WorseOff).MinBy(test => test.Rate.Value.Value / test.Largest.Value.Value);

    /// <summary>
    /// The rate of the worse off beside that of the better off: which of the two groups happens to be larger must not decide whether anybody is treated unfairly.
    /// </summary>
    private GroupTest WorseOff(GroupTest test) =>
        test.Rate.Value.Value <= test.Largest.Value.Value ? test : new(figures.Attribute, test.Against, test.Group, test.Largest, test.Rate, largest!.AllRows);

    /// <summary>What the verdict is silent about because it rests on too few: a group that is not judged has not passed.</summary>
    private IReadOnlyList<string>? NotJudged(Judgement decided)
    {
        if (decided.Verdict is Verdict.Insufficient or Verdict.NotComputable) return null;
        List<string> told =
        [
            .. groups.Where(group => group.AllRows > 0 && group.AllRows < needed.Group).OrderByDescending(group => group.AllRows).Select(group =>
                $"{MeasureWords.Name(group.Group)} ({(group.AllRows < GroupCounts.SmallestShown ? MeasureWords.TooFewToShow : $"{MeasureWords.Plural(group.AllRows, "decided row")}, {MeasureWords.Count(needed.Group)} needed")})"),
        ];
        if (told.Count > MostNamed) told = [.. told.Take(MostNamed), $"and {MeasureWords.Plural(told.Count - MostNamed, "further small group")}"];
        var compared = Differences.SelectMany(test => new[] { test.Group, test.Against }).ToHashSet(StringComparer.Ordinal);
        var without = groups.Where(group => group.AllRows >= needed.Group && !compared.Contains(group.Group)).Select(group => MeasureWords.Name(group.Group)).ToList();
        if (selective is var (favourable, other))
            told.Add(FormattableString.Invariant($"true positive rate of all groups (labels are missing by decision: {favourable * 100:0.0} % of the rows decided favourably have one, {other * 100:0.0} % of the others)"));
        else if (without.Count > 0)
            told.Add($"true positive rate of {(compared.Count == 0 ? "all groups" : without.Count > MostNamed ? MeasureWords.Plural(without.Count, "group") : string.Join(", ", without))} ({MeasureWords.Count(needed.Group)} rows with label and {MeasureWords.Count(needed.PositiveGroup)} favourable labels needed, in {MeasureWords.Name(largest!.Group)} as well)");
        return told.Count == 0 ? null : told;
    }

    private static GroupCounts Together(GroupCounts[] groups) => new("", groups.Sum(group => group.AllRows), groups.Sum(group => group.AllSelected),
        groups.Sum(group => group.TruePositives), groups.Sum(group => group.FalsePositives), groups.Sum(group => group.TrueNegatives), groups.Sum(group => group.FalseNegatives));

    private IEnumerable<GroupCounts> Others(GroupCounts? reference, Func<GroupCounts, long> size, Func<GroupCounts, bool> enough) =>
        reference is null || size(reference) < needed.Group || !enough(reference)
            ? []
            : groups.Where(group => group != reference && size(group) >= needed.Group && enough(group));
}
