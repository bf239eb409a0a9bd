namespace Concord.Measures;

/// <summary>DDM, drift detection method: does a model make more errors than in its best times?</summary>
/// <remarks>
/// With the error rate p of n rows and s = √(p(1 − p)/n), the pair with the smallest p + s is remembered from the 30th row on. Warning when
/// p + s exceeds p_min + 2 s_min, drift when it exceeds p_min + 3 s_min; everything begins anew after drift. As long as there was no error nothing is
/// remembered, because a rate of exactly 0 would make the first error a drift. It sees sudden rises well and slow ones late.
/// Reference: Gama, Medas, Castillo and Rodrigues (2004), Learning with Drift Detection, SBIA.
/// </remarks>
public sealed class DriftDetectionMethod
{
    private const long SmallestNumber = 30;
    private const double WarningLevel = 2;
    private const double DriftLevel = 3;

    private long rows;
    private long errors;
    private double smallestRate = double.PositiveInfinity;
    private double smallestDeviation = double.PositiveInfinity;

    /// <summary>The error rate since the last drift.</summary>
    public Proportion ErrorRate => new(errors, rows);

    /// <summary>Takes the next row.</summary>
    /// <param name="error">Whether the model was wrong.</param>
    public StreamState Observe(bool error)
    {
        rows++;
        errors += error ? 1 : 0;
        if (rows < SmallestNumber || errors == 0)
            return StreamState.Stable;
        var rate = (double)errors / rows;
        var deviation = Math.Sqrt(rate * (1 - rate) / rows);
        if (rate + deviation <= smallestRate + smallestDeviation)
            (smallestRate, smallestDeviation) = (rate, deviation);
        if (rate + deviation > smallestRate + (DriftLevel * smallestDeviation))
        {
            (rows, errors, smallestRate, smallestDeviation) = (0, 0, double.PositiveInfinity, double.PositiveInfinity);
            return StreamState.Drift;
        }

        return rate + deviation > smallestRate + (WarningLevel * smallestDeviation) ? StreamState.Warning : StreamState.Stable;
    }
}
