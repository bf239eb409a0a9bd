namespace Concord.Measures;

/// <summary>Decisions against labels: the four counts and the rates that follow from them.</summary>
/// <remarks>
/// Decision 1 is "predicted positive", label 1 is "positive". A rate whose denominator is 0 is not computed. Every rate but F1 is
/// a share of rows and has Wilson's interval. Immutable; merging adds counts.
/// </remarks>
/// <param name="TruePositives">Predicted positive and positive.</param>
/// <param name="FalsePositives">Predicted positive and negative.</param>
/// <param name="TrueNegatives">Predicted negative and negative.</param>
/// <param name="FalseNegatives">Predicted negative and positive.</param>
public readonly record struct Confusion(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives)
{
    /// <summary>All labelled rows with a decision.</summary>
    public long Rows => TruePositives + FalsePositives + TrueNegatives + FalseNegatives;

    /// <summary>The share of rows decided as they turned out.</summary>
    public Proportion Accuracy => new(TruePositives + TrueNegatives, Rows);

    /// <summary>The share of rows predicted positive that are positive.</summary>
    public Proportion Precision => new(TruePositives, TruePositives + FalsePositives);

    /// <summary>The share of positive rows that were predicted positive.</summary>
    public Proportion Recall => new(TruePositives, TruePositives + FalseNegatives);

    /// <summary>The share of negative rows that were predicted negative.</summary>
    public Proportion Specificity => new(TrueNegatives, TrueNegatives + FalsePositives);

    /// <summary>The share of positive rows.</summary>
    public Proportion BaseRate => new(TruePositives + FalseNegatives, Rows);

    /// <summary>The share of rows predicted positive.</summary>
    public Proportion DecisionRate => new(TruePositives + FalsePositives, Rows);

    /// <summary>The harmonic mean of precision and recall, 2 tp / (2 tp + fp + fn).</summary>
    public Measured F1 => (2 * TruePositives) + FalsePositives + FalseNegatives is var denominator and not 0
        ? Measured.Of(2.0 * TruePositives / denominator)
        : Measured.Not("no row is positive and none was predicted positive");

    /// <summary>The counts of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public Confusion Merge(Confusion other) => new(
        checked(TruePositives + other.TruePositives),
        checked(FalsePositives + other.FalsePositives),
        checked(TrueNegatives + other.TrueNegatives),
        checked(FalseNegatives + other.FalseNegatives));
}
