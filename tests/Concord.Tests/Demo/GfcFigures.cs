using Concord.Cli.Demo;

namespace Concord.Tests.Demo;

internal enum Level { Ok, Warn, Alert }

/// <summary>One figure of one window against the reference, with the limit it reaches.</summary>
internal sealed record Figure(string Kind, string Subject, string Measure, double Value, Level Level);

/// <summary>
/// A small second computation of the measures the demonstration rests on, written from their definitions and sharing no code with the product.
/// Where it simplifies, it is stricter: a limit counts as reached without asking whether the column drifted at all.
/// </summary>
internal sealed class GfcFigures
{
    private readonly GfcModel model;
    private readonly GfcRows reference;
    private readonly (double[] Values, int Missing)[] numbers;
    private readonly (double[] Values, int Missing) score;
    private readonly (double[] Scores, double[] Labels) labelled;

    public GfcFigures(GfcModel model, GfcRows reference)
    {
        (this.model, this.reference) = (model, reference);
        numbers = [.. reference.Numbers.Select(values => Sorted(values.AsSpan(0, reference.Count)))];
        score = Sorted(reference.Score.AsSpan(0, reference.Count));
        labelled = Labelled(reference);
    }

    public IReadOnlyList<Figure> Compare(GfcRows window)
    {
        var figures = new List<Figure>();
        for (var i = 0; i < numbers.Length; i++)
            Numeric(figures, GfcRows.Numeric[i], numbers[i], Sorted(window.Numbers[i].AsSpan(0, window.Count)));
        Numeric(figures, "score", score, Sorted(window.Score.AsSpan(0, window.Count)));
        for (var i = 0; i < GfcRows.Categorical.Length; i++)
            Categorical(figures, GfcRows.Categorical[i], reference.Codes[i].AsSpan(0, reference.Count), window.Codes[i].AsSpan(0, window.Count));
        Categorical(figures, "decision", reference.Decision.AsSpan(0, reference.Count), window.Decision.AsSpan(0, window.Count));
        Performance(figures, window);
        Fairness(figures, model, window, attribute: 3);
        Fairness(figures, model, window, attribute: 4);
        return figures;
    }

    public static double PrecisionAtTop(GfcRows rows, double share) => PrecisionAtTop(Labelled(rows), share);

    private static double PrecisionAtTop((double[] Scores, double[] Labels) rows, double share)
    {
        var (scores, labels) = rows;
        var top = (int)Math.Ceiling(share * scores.Length);
        var border = scores[^top];
        var above = 0;
        double positive = 0, tied = 0, tiedPositive = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > border) { above++; positive += labels[i]; }
            else if (scores[i] == border) { tied++; tiedPositive += labels[i]; }
        }

        return (positive + (top - above) * tiedPositive / tied) / top;
    }

    private static void Numeric(List<Figure> figures, string subject, (double[] Values, int Missing) reference, (double[] Values, int Missing) current)
    {
        var (e, missingE) = reference;
        var (a, missingA) = current;
        var (referenceRows, currentRows) = (e.Length + missingE, a.Length + missingA);
        var edges = new SortedSet<double>();
        for (var k = 1; k < 10; k++)
        {
            var at = (e.Length - 1) * k / 10.0;
            var low = (int)at;
            edges.Add(e[low] + (at - low) * (e[Math.Min(low + 1, e.Length - 1)] - e[low]));
        }

        var expected = Bins(e, [.. edges], missingE);
        var actual = Bins(a, [.. edges], missingA);
        var psi = Psi(expected, actual, referenceRows, currentRows);
        figures.Add(new Figure("drift", subject, "psi", psi, psi >= 0.25 ? Level.Alert : psi >= 0.10 ? Level.Warn : Level.Ok));

        var mean = e.Average();
        var deviation = Math.Sqrt(e.Sum(x => (x - mean) * (x - mean)) / e.Length);
        var distance = Wasserstein(e, a) / deviation;
        figures.Add(new Figure("drift", subject, "wasserstein", distance, distance >= 0.20 ? Level.Alert : distance >= 0.10 ? Level.Warn : Level.Ok));
        var missing = (double)missingA / currentRows - (double)missingE / referenceRows;
        figures.Add(new Figure("quality", subject, "missing", missing, missing >= 0.05 ? Level.Alert : missing >= 0.02 ? Level.Warn : Level.Ok));
    }

    private static void Categorical(List<Figure> figures, string subject, ReadOnlySpan<byte> reference, ReadOnlySpan<byte> current)
    {
        var expected = new double[256];
        var actual = new double[256];
        foreach (var code in reference) expected[code]++;
        foreach (var code in current) actual[code]++;
        double chi2 = 0, unseen = 0, n = reference.Length + current.Length;
        var keptExpected = new List<double>();
        var keptActual = new List<double>();
        for (var level = 0; level < 256; level++)
        {
            var total = expected[level] + actual[level];
            if (total == 0) continue;
            keptExpected.Add(expected[level]);
            keptActual.Add(actual[level]);
            if (expected[level] == 0) unseen += actual[level] / current.Length;
            var meanExpected = total * reference.Length / n;
            var meanActual = total * current.Length / n;
            chi2 += Math.Pow(expected[level] - meanExpected, 2) / meanExpected + Math.Pow(actual[level] - meanActual, 2) / meanActual;
        }

        var psi = Psi([.. keptExpected], [.. keptActual], reference.Length, current.Length);
        figures.Add(new Figure("drift", subject, "psi", psi, psi >= 0.25 ? Level.Alert : psi >= 0.10 ? Level.Warn : Level.Ok));
        var v = Math.Sqrt(chi2 / n);
        figures.Add(new Figure("drift", subject, "cramersV", v, v > 0.10 ? Level.Warn : Level.Ok));
        figures.Add(new Figure("quality", subject, "newLevels", unseen, unseen >= 0.02 ? Level.Alert : unseen >= 0.005 ? Level.Warn : Level.Ok));
    }

    private void Performance(List<Figure> figures, GfcRows window)
    {
        var (referenceScores, referenceLabels) = labelled;
        var (scores, labels) = Labelled(window);

        var (auc0, variance0) = Auc(referenceScores, referenceLabels);
        var (auc, variance) = Auc(scores, labels);
        var z = (auc0 - auc) / Math.Sqrt(variance0 + variance);
        figures.Add(new Figure("performance", "auc", "auc", auc, Significant(z) ? Reached(auc0 - auc, 0.03, 0.05) : Level.Ok));

        var top0 = PrecisionAtTop(labelled, 0.05);
        var top = PrecisionAtTop((scores, labels), 0.05);
        double n0 = Math.Ceiling(0.05 * referenceScores.Length), n1 = Math.Ceiling(0.05 * scores.Length), pooled = (top0 * n0 + top * n1) / (n0 + n1);
        z = (top0 - top) / Math.Sqrt(pooled * (1 - pooled) * (1 / n0 + 1 / n1));
        figures.Add(new Figure("performance", "precisionAtTop", "precisionAtTop", top, Significant(z) ? Reached(top0 - top, 0.03, 0.05) : Level.Ok));

        var (brier0, brierVariance0) = Brier(referenceScores, referenceLabels);
        var (brier, brierVariance) = Brier(scores, labels);
        z = (brier - brier0) / Math.Sqrt(brierVariance0 + brierVariance);
        figures.Add(new Figure("performance", "brier", "brier", brier, Significant(z) ? Reached(brier / brier0 - 1, 0.05, 0.10) : Level.Ok));
    }

    private static void Fairness(List<Figure> figures, GfcModel model, GfcRows rows, int attribute)
    {
        var levels = GfcRows.Levels[attribute];
        var n = new double[levels.Length];
        var selected = new double[levels.Length];
        var good = new double[levels.Length];
        var goodSelected = new double[levels.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            var group = rows.Codes[attribute][row];
            var favourable = rows.Decision[row] == 1 == model.FavourableIsOne;
            n[group]++;
            if (favourable) selected[group]++;
            if (rows.Outcome[row] == GfcRows.Missing || rows.Outcome[row] == 1 != model.FavourableIsOne) continue;
            good[group]++;
            if (favourable) goodSelected[group]++;
        }

        var largest = Array.IndexOf(n, n.Max());
        var (ratio, ratioLevel, difference, differenceLevel) = (1.0, Level.Ok, 0.0, Level.Ok);
        for (var group = 0; group < levels.Length; group++)
        {
            if (group == largest) continue;
            var r = selected[group] / n[group] / (selected[largest] / n[largest]);
            r = Math.Min(r, 1 / r);
            if (r < ratio) (ratio, ratioLevel) = (r, r <= 0.80 ? Level.Alert : r <= 0.85 ? Level.Warn : Level.Ok);
            var d = Math.Abs(goodSelected[group] / good[group] - goodSelected[largest] / good[largest]);
            if (d > difference) (difference, differenceLevel) = (d, Reached(d, 0.08, 0.10));
        }

        figures.Add(new Figure("fairness", GfcRows.Categorical[attribute], "ratio", ratio, ratioLevel));
        figures.Add(new Figure("fairness", GfcRows.Categorical[attribute], "tprDifference", difference, differenceLevel));
    }

    private static bool Significant(double z) => z >= 2.3263478740408408;

    private static Level Reached(double value, double warn, double alert) => value >= alert ? Level.Alert : value >= warn ? Level.Warn : Level.Ok;

    private static (double[] Values, int Missing) Sorted(ReadOnlySpan<double> values)
    {
        var known = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (!double.IsNaN(value)) known[count++] = value;
        }

        Array.Resize(ref known, count);
        Array.Sort(known);
        return (known, values.Length - count);
    }

    private static double[] Bins(double[] sorted, double[] edges, int missing)
    {
        var counts = new double[edges.Length + 2];
        var bin = 0;
        foreach (var value in sorted)
        {
            while (bin < edges.Length && edges[bin] < value) bin++;
            counts[bin]++;
        }

        counts[^1] = missing;
        return counts;
    }

    private static double Psi(double[] expected, double[] actual, int n0, int n1)
    {
        var sum = 0.0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] + actual[i] == 0) continue;
            var e = Math.Max(expected[i] / n0, 0.0001);
            var a = Math.Max(actual[i] / n1, 0.0001);
            sum += (a - e) * Math.Log(a / e);
        }

        return sum;
    }

    /// <summary>Area between the two distribution functions, walked along the merged values.</summary>
    private static double Wasserstein(double[] x, double[] y)
    {
        double sum = 0, at = Math.Min(x[0], y[0]);
        int i = 0, j = 0;
        while (i < x.Length || j < y.Length)
        {
            var next = j == y.Length || (i < x.Length && x[i] <= y[j]) ? x[i] : y[j];
            sum += Math.Abs((double)i / x.Length - (double)j / y.Length) * (next - at);
            at = next;
            while (i < x.Length && x[i] == at) i++;
            while (j < y.Length && y[j] == at) j++;
        }

        return sum;
    }

    private static (double[] Scores, double[] Labels) Labelled(GfcRows rows)
    {
        var known = Enumerable.Range(0, rows.Count).Where(row => rows.Outcome[row] != GfcRows.Missing).ToArray();
        var scores = Array.ConvertAll(known, row => rows.Score[row]);
        var labels = Array.ConvertAll(known, row => (double)rows.Outcome[row]);
        Array.Sort(scores, labels);
        return (scores, labels);
    }

    /// <summary>Area under the curve by midranks, with DeLong's variance.</summary>
    private static (double Auc, double Variance) Auc(double[] scores, double[] labels)
    {
        var positives = labels.Sum();
        var negatives = labels.Length - positives;
        double sum = 0, v10 = 0, v01 = 0, below = 0, abovePositives = 0;
        var placesOfPositives = new List<double>();
        var placesOfNegatives = new List<double>();
        for (var i = 0; i < scores.Length;)
        {
            var j = i;
            double p = 0;
            while (j < scores.Length && scores[j] == scores[i]) p += labels[j++];
            var q = j - i - p;
            for (var k = 0; k < p; k++) placesOfPositives.Add((below + q / 2) / negatives);
            for (var k = 0; k < q; k++) placesOfNegatives.Add(1 - (abovePositives + p / 2) / positives);
            below += q;
            abovePositives += p;
            i = j;
        }

        sum = placesOfPositives.Average();
        v10 = placesOfPositives.Sum(place => (place - sum) * (place - sum)) / (positives - 1);
        v01 = placesOfNegatives.Sum(place => (place - sum) * (place - sum)) / (negatives - 1);
        return (sum, v10 / positives + v01 / negatives);
    }

    private static (double Brier, double Variance) Brier(double[] scores, double[] labels)
    {
        var errors = scores.Zip(labels, (score, label) => (score - label) * (score - label)).ToArray();
        var mean = errors.Average();
        return (mean, errors.Sum(error => (error - mean) * (error - mean)) / errors.Length / errors.Length);
    }
}
