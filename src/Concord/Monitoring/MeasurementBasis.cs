using System.Globalization;
using System.Text.Json.Serialization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

// What a verdict rests on besides the figures people read. Stored with them, so that another policy can judge a window without reading its rows;
// not printed. A measurement without it was stored before it was kept, and must be measured anew.

/// <param name="Bins">Of the stability index; the floor of its limits depends on their number.</param>
/// <param name="MissingShareIncrease">Null where it cannot be computed.</param>
internal sealed record DriftBasis(long ReferenceRows, int Bins, double? MissingShareIncrease, double? NewLevelShare);

/// <param name="Compared">What is compared with the limit, where the figure shown is another one.</param>
/// <param name="WhyNot">Why there is nothing to compare.</param>
/// <param name="Support">Values the figure rests on where rows are not what counts.</param>
/// <param name="P">How probable so large a figure is where nothing changed, corrected over columns and checks of the window.</param>
/// <param name="Arrival">For checks of when and how many rows came.</param>
internal sealed record QualityBasis(
    DriftKind Kind, long ReferenceRows, long Rows, double? Compared,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WhyNot = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Support = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ArrivalBasis? Arrival = null)
{
    public static QualityBasis Of(ColumnFacts column, Measured compared) => new(column.Kind, column.ReferenceRows, column.Rows, compared.ValueOrNull, compared.Reason);

    /// <summary>Of the log as a whole: no reference plays a part.</summary>
    public static QualityBasis OfLog(long rows, Measured compared, ArrivalBasis? arrival = null) => new(default, rows, rows, compared.ValueOrNull, compared.Reason, Arrival: arrival);
}

/// <summary>How a window stands to the windows of the log before it.</summary>
/// <param name="UsualRows">Median of the rows before; null where fewer than three windows are known.</param>
/// <param name="IsComplete">Whether all rows of the window were in.</param>
/// <param name="IsUnusual">Whether the windows before do not explain it.</param>
internal sealed record ArrivalBasis(double? UsualRows, bool IsComplete, bool IsUnusual)
{
    /// <summary>Why nothing can be said of the arrival of rows; null where something can.</summary>
    /// <param name="needed">Rows that must usually come.</param>
    /// <param name="enoughAlready">More rows would not change what is said, so it need not wait for them.</param>
    public string? TooFew(int needed, bool enoughAlready) =>
        UsualRows is not { } usual ? "too few earlier windows are known"
        : usual < needed ? string.Create(CultureInfo.InvariantCulture, $"{usual:0} rows usually, {needed} needed")
        : IsComplete || enoughAlready ? null
        : "the window is not complete yet, more rows may come";
}

/// <summary>How a measure of performance stands to the reference.</summary>
/// <param name="Drop">What is compared with the limit: a drop, or how much worse.</param>
/// <param name="P">The p-value of the difference; of a figure that is not exact, that of its worse end.</param>
/// <param name="Between">Between what the drop lies; null: it is exact.</param>
/// <param name="Rows">Rows of the window it rests on, where they are not all labelled ones; null: they are.</param>
internal sealed record ComparedMeasure(
    string Measure, double? Drop,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WhyNot,
    double? P,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? WhyNoTest,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Bounds? Between = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Rows = null);

internal sealed record PerformanceBasis(LabelledShare Labels, IReadOnlyList<ComparedMeasure> Compared);

/// <summary>
/// How many rows have a label, in window and reference. A reference is old enough to have all labels it will ever get, also where some people never
/// get one; its share is what the window's is compared with, after each decision: where only the approved get a label, fewer approvals are no labels to come.
/// </summary>
/// <param name="Expected">Labels to expect if after each decision as many rows get one as in the reference; null: kept before that was told.</param>
/// <param name="Selection">Whether labels are missing by decision; null: one of the two has only one kind of decision, or it was kept before that was told.</param>
internal sealed record LabelledShare(
    long Rows, long Labelled, long ReferenceRows, long ReferenceLabelled,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Expected = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LabelSelection? Selection = null)
{
    /// <summary>The labels that are in over those to expect; null where the reference has no label, or none after the decisions that were made.</summary>
    [JsonIgnore]
    public double? Maturity => Rows == 0 || ReferenceLabelled == 0 || Wanted <= 0 ? null : Labelled / Wanted;

    private double Wanted => Expected ?? Rows * ((double)ReferenceLabelled / ReferenceRows);

    public static LabelledShare Of(Profile window, Profile reference)
    {
        var (now, then) = (window.Outcomes, reference.Outcomes);
        var share = reference.Rows == 0 ? 0 : (double)reference.Labelled / reference.Rows;
        var labelled = new LabelledShare(window.Rows, window.Labelled, reference.Rows, reference.Labelled,
            Expect(now.Positive, then.Positive, then.PositiveUnknown) + Expect(now.Negative, then.Negative, then.NegativeUnknown) + Expect(now.Undecided, then.Undecided, then.UndecidedUnknown));
        return labelled with { Selection = labelled.Maturity is { } maturity ? LabelSelection.Of(now, then, maturity) : null };

        // A decision the reference never made: nothing tells but all of its rows.
        double Expect(long rows, long before, long unknown) => rows * (before == 0 ? share : (double)(before - unknown) / before);
    }

    /// <summary>Why performance on the labels that are there says nothing; null where it does. That labels are missing by decision comes first: waiting does not mend it.</summary>
    public string? NotTelling(MonitoringPolicy policy) => Selection?.Says(policy.Samples.LabelSelection, policy.PerformanceSignificance) ?? Immature(policy.Samples.LabelMaturity);

    /// <summary>Why labels are not in yet; null when enough are, or when the policy asks for none.</summary>
    private string? Immature(double? needed) => Maturity is { } maturity && maturity < needed
        ? string.Create(CultureInfo.InvariantCulture, $"{(double)Labelled / Rows:0.0%} of the window's rows have a label, {Wanted / Rows:0.0%} would by the reference: {Math.Floor(maturity * 100):0}% of the labels are in, {needed:0%} needed")
        : null;
}

/// <summary>The counts of a group, from which every rate follows; decisions and labels turned so that 1 is favourable.</summary>
internal sealed record GroupBasis(long AllSelected, long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives);

/// <param name="Rows">Of the window, or of the reference itself.</param>
/// <param name="Place">Where the rows lie, for the reader.</param>
internal sealed record FairnessBasis(long Rows, string Place);

/// <summary>The policy the verdicts of a window come from.</summary>
/// <param name="Revisions">References of the revisions in the record; none for a policy that a command read from a file.</param>
/// <param name="FiguresOf">When the figures were measured, where the window was judged again without measuring it anew; null: just then.</param>
internal sealed record JudgedBy(
    string Policy, string Sha256, IReadOnlyList<string> Revisions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FiguresOf = null);

internal sealed record EstimatedUnder(int Rows, double Significance)
{
    public static EstimatedUnder Of(MonitoringPolicy policy) => new(policy.Samples.Window, policy.PerformanceSignificance);
}

/// <summary>What the figures of a window were computed from; under a policy that asks for the other, they must be measured anew.</summary>
/// <param name="Rows">The larger number of rows of window and reference, which is what the exactness limit is about.</param>
/// <param name="Exact">From the values of all rows; else from counts per bin.</param>
/// <param name="RowsDeleted">Rows were deleted on schedule before: whatever a policy asks for, there are only counts.</param>
internal sealed record MeasuredFrom(long Rows, bool Exact, bool RowsDeleted)
{
    public bool Fits(MonitoringPolicy policy) => Exact ? Rows <= policy.Samples.ExactRows : RowsDeleted || Rows > policy.Samples.ExactRows;
}
