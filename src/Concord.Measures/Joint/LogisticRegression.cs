namespace Concord.Measures;

/// <summary>Logistic regression with a ridge penalty on everything but the intercept, fitted by steps that can only improve.</summary>
/// <remarks>
/// The curvature of the likelihood is nowhere larger than XᵀX/4, so solving with that bound instead of the curvature itself never
/// overshoots; it is factorised once per fold. Reference: Böhning and Lindsay (1988), Annals of the Institute of Statistical Mathematics 40.
/// </remarks>
internal static class LogisticRegression
{
    private const double Penalty = 1;
    private const double Settled = 1e-9;
    private const int LargestNumberOfSteps = 300;

    /// <summary>One model per fold, learnt on all rows of the other folds.</summary>
    public static IEnumerable<double[]> FitEachWithout(double[][] features, bool[] labels, int[] folds, int numberOfFolds)
    {
        var width = features[0].Length;
        var ofFold = new double[numberOfFolds][];
        for (var fold = 0; fold < numberOfFolds; fold++)
            ofFold[fold] = new double[width * width];
        for (var row = 0; row < features.Length; row++)
            AddSquare(ofFold[folds[row]], features[row]);
        for (var fold = 0; fold < numberOfFolds; fold++)
        {
            var bound = new double[width * width];
            for (var i = 0; i < bound.Length; i++)
            {
                for (var other = 0; other < numberOfFolds; other++)
                    bound[i] += other == fold ? 0 : ofFold[other][i] / 4;
            }

            for (var i = 1; i < width; i++)
                bound[(i * width) + i] += Penalty;
            int[] rows = [.. Enumerable.Range(0, features.Length).Where(row => folds[row] != fold)];
            yield return Fit(features, labels, rows, Factorise(bound, width));
        }
    }

    public static double Score(double[] weights, double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * features[i];
        return sum;
    }

    private static double[] Fit(double[][] features, bool[] labels, int[] rows, double[] factor)
    {
        var width = features[0].Length;
        var weights = new double[width];
        var gradient = new double[width];
        for (var step = 0; step < LargestNumberOfSteps; step++)
        {
            for (var i = 0; i < width; i++)
                gradient[i] = i == 0 ? 0 : -Penalty * weights[i];
            foreach (var row in rows)
            {
                var gap = (labels[row] ? 1 : 0) - (1 / (1 + Math.Exp(-Score(weights, features[row]))));
                for (var i = 0; i < width; i++)
                    gradient[i] += gap * features[row][i];
            }

            Solve(factor, gradient);
            var largest = 0.0;
            for (var i = 0; i < width; i++)
            {
                weights[i] += gradient[i];
                largest = Math.Max(largest, Math.Abs(gradient[i]));
            }

            if (largest < Settled)
                break;
        }

        return weights;
    }

    /// <summary>Adds the lower half of the product of a row with itself.</summary>
    private static void AddSquare(double[] square, double[] row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var factor = row[i];
            for (var j = 0; factor != 0 && j <= i; j++)
                square[(i * row.Length) + j] += factor * row[j];
        }
    }

    /// <summary>Cholesky's factor in place of the lower half.</summary>
    private static double[] Factorise(double[] matrix, int width)
    {
        for (var i = 0; i < width; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[(i * width) + j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[(i * width) + k] * matrix[(j * width) + k];
                matrix[(i * width) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[(j * width) + j];
            }
        }

        return matrix;
    }

    private static void Solve(double[] factor, double[] vector)
    {
        var width = vector.Length;
        for (var i = 0; i < width; i++)
        {
            for (var k = 0; k < i; k++)
                vector[i] -= factor[(i * width) + k] * vector[k];
            vector[i] /= factor[(i * width) + i];
        }

        for (var i = width - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < width; k++)
                vector[i] -= factor[(k * width) + i] * vector[k];
            vector[i] /= factor[(i * width) + i];
        }
    }
}
