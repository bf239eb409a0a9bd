namespace Concord.Measures;

/// <summary>Joint drift by a domain classifier: how well can a model tell rows of the window from rows of the reference? One half means not at all.</summary>
/// <remarks>
/// A ridge logistic regression, penalty ½ |β|², on the columns as ranks, their squares, products of pairs, and whether a value is
/// missing. A value becomes u = (2 r − 1)/n − 1 with r its mid-rank among the values of both samples; a missing one 0. The features are
/// u, (3u² − 1)/2, u v for every pair of columns as long as there are at most 20 columns, and 1 for missing in columns where both kinds
/// occur. Cross-fitted: row i of either side belongs to fold i mod 5 and is scored by the model of the other folds, so the model never
/// scores what it has learnt. The area is the mean of the folds' areas under the ROC curve; its standard error √2 times the root of the
/// sum of squared DeLong standard errors, over 5. The √2 is there because without drift every pair of folds speaks twice, each having
/// learnt from the other, which doubles the variance; with drift it is more caution than needed. Deterministic: no random start, no
/// random folds; of more than 5,000 rows of a side every so many-th is taken. Fewer than 20 rows on a side, or no column that varies: not
/// computed. Order of columns never matters; the order of rows decides the folds. Reference: Lopez-Paz and Oquab (2017), Revisiting
/// Classifier Two-Sample Tests, ICLR; Böhning and Lindsay (1988), Annals of the Institute of Statistical Mathematics 40, for the fit.
/// </remarks>
public static class DomainClassifier
{
    /// <summary>Rows taken of each side at most.</summary>
    public const int LargestSide = 5_000;

    /// <summary>Rows needed on each side.</summary>
    public const int SmallestSide = 20;

    internal const int Folds = 5;
    private const int LargestNumberOfPairedColumns = 20;

    /// <summary>The area with its standard error.</summary>
    /// <param name="reference">Rows of the reference, one value per column; anything not finite is missing.</param>
    /// <param name="current">Rows of the window with the same columns.</param>
    public static AreaUnderCurve Of(IReadOnlyList<double[]> reference, IReadOnlyList<double[]> current)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(current);
        if (reference.Count < SmallestSide || current.Count < SmallestSide)
            return Not($"a side has fewer than {SmallestSide} rows");
        double[][] rows = [.. Taken(reference), .. Taken(current)];
        var columns = rows[0].Length;
        if (rows.Any(row => row.Length != columns))
            throw new ArgumentException("Every row has one value per column.", nameof(current));
        var features = Features(rows, columns);
        if (features[0].Length == 1)
            return Not("no column varies");

        var ofReference = Math.Min(reference.Count, LargestSide);
        int[] folds = [.. Enumerable.Range(0, rows.Length).Select(i => (i < ofReference ? i : i - ofReference) % Folds)];
        bool[] labels = [.. Enumerable.Range(0, rows.Length).Select(i => i >= ofReference)];
        var area = 0.0;
        var variance = 0.0;
        var fold = 0;
        foreach (var weights in LogisticRegression.FitEachWithout(features, labels, folds, Folds))
        {
            var one = RocAuc.Of(ScoreCounts.FromRows(Enumerable.Range(0, rows.Length)
                .Where(i => folds[i] == fold).Select(i => (LogisticRegression.Score(weights, features[i]), labels[i]))));
            fold++;
            area += one.Value.Value / Folds;
            variance += 2 * one.StandardError.Value * one.StandardError.Value / (Folds * Folds);
        }

        return new(Measured.Of(area), Measured.Of(Math.Sqrt(variance)));
    }

    /// <summary>The one-sided p-value of an area above one half; always above 0.</summary>
    /// <param name="area">The area as computed here.</param>
    public static Measured PValue(AreaUnderCurve area) =>
        !area.Value.IsComputed ? area.Value
        : !area.StandardError.IsComputed ? area.StandardError
        : area.StandardError.Value > 0 ? Measured.Of(NormalLaw.UpperTail((area.Value.Value - 0.5) / area.StandardError.Value))
        : Measured.Of(area.Value.Value > 0.5 ? double.Epsilon : 1);

    private static AreaUnderCurve Not(string reason) => new(Measured.Not(reason), Measured.Not(reason));

    private static IEnumerable<double[]> Taken(IReadOnlyList<double[]> rows) => rows.Count <= LargestSide
        ? rows
        : Enumerable.Range(0, LargestSide).Select(i => rows[(int)((long)i * rows.Count / LargestSide)]);

    /// <summary>Per row a 1 for the intercept and then the features; columns with one value only give none.</summary>
    private static double[][] Features(double[][] rows, int columns)
    {
        var ranked = new List<double[]>();
        var indicators = new List<double[]>();
        for (var column = 0; column < columns; column++)
        {
            double[] values = [.. rows.Select(row => row[column])];
            var distribution = EmpiricalDistribution.FromRows(values);
            if (distribution.Values.Length > 1)
                ranked.Add(Ranks(values, distribution));
            if (distribution.Missing > 0 && distribution.Count > 0)
                indicators.Add([.. values.Select(value => double.IsFinite(value) ? 0.0 : 1)]);
        }

        var paired = ranked.Count <= LargestNumberOfPairedColumns;
        return [.. Enumerable.Range(0, rows.Length).Select(row =>
        {
            var features = new List<double> { 1 };
            for (var i = 0; i < ranked.Count; i++)
            {
                var u = ranked[i][row];
                features.Add(u);
                features.Add(((3 * u * u) - 1) / 2);
                for (var j = 0; paired && j < i; j++)
                    features.Add(u * ranked[j][row]);
            }

            features.AddRange(indicators.Select(indicator => indicator[row]));
            return features.ToArray();
        })];
    }

    private static double[] Ranks(double[] values, EmpiricalDistribution distribution)
    {
        var below = new long[distribution.Values.Length];
        for (var i = 1; i < below.Length; i++)
            below[i] = below[i - 1] + distribution.Counts[i - 1];
        return [.. values.Select(value =>
        {
            if (!double.IsFinite(value))
                return 0;
            var index = distribution.Values.BinarySearch(value + 0.0);
            return ((2 * (below[index] + ((distribution.Counts[index] + 1) / 2.0))) - 1) / distribution.Count - 1;
        })];
    }
}
