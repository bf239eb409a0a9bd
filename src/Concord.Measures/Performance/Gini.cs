namespace Concord.Measures;

/// <summary>Gini coefficient of a ranking: the area under the ROC curve rescaled so that chance is 0 and perfection 1.</summary>
/// <remarks>2 AUC − 1; ties and missing classes as in <see cref="RocAuc"/>. Also called Somers' D or accuracy ratio.</remarks>
public static class Gini
{
    /// <summary>The coefficient, from −1 to 1.</summary>
    /// <param name="counts">Labelled rows by score.</param>
    public static Measured Of(ScoreCounts counts) => RocAuc.Of(counts).Value.Select(static auc => (2 * auc) - 1);
}
