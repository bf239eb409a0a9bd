namespace Concord.Measures;

/// <summary>How far predicted numbers lie from what turned out: bias, mean absolute error, root mean squared error, R² and quantiles.</summary>
/// <remarks>
/// The error of a row is prediction − outcome. Collected as counts of errors and of outcomes, so two samples merge by adding counts.
/// Rows without a prediction or an outcome are counted as missing and play no part. No row left: not computed. Bias and mean absolute
/// error carry the variance of the single errors; the interval of the root mean squared error is the root of the normal interval of
/// the mean squared error. R² = 1 − Σ error² / Σ (outcome − mean outcome)²; it has no lower bound and needs outcomes that differ.
/// Reference: Hyndman and Koehler (2006), International Journal of Forecasting 22; Kvålseth (1985), The American Statistician 39.
/// </remarks>
public sealed class RegressionErrors
{
    private const string NoRows = "no row has both a prediction and an outcome";

    private readonly EmpiricalDistribution errors;
    private readonly EmpiricalDistribution outcomes;

    private RegressionErrors(EmpiricalDistribution errors, EmpiricalDistribution outcomes)
    {
        this.errors = errors;
        this.outcomes = outcomes;
    }

    /// <summary>Rows with both a prediction and an outcome.</summary>
    public long Rows => errors.Count;

    /// <summary>Rows without one of the two.</summary>
    public long Missing => errors.Missing;

    /// <summary>The mean error: above 0 where predictions are too high.</summary>
    public MeanError Bias => Mean(static error => error);

    /// <summary>The mean of the errors without their sign.</summary>
    public MeanError MeanAbsoluteError => Mean(Math.Abs);

    /// <summary>The mean of the squared errors.</summary>
    public MeanError MeanSquaredError => Mean(static error => error * error);

    /// <summary>The root of the mean squared error.</summary>
    public Measured RootMeanSquaredError => MeanSquaredError.Value.Select(Math.Sqrt);

    /// <summary>The 95 % interval of the root mean squared error; null with fewer than two rows.</summary>
    public ConfidenceInterval? RootMeanSquaredError95 =>
        MeanSquaredError.Interval95 is { } interval ? new(Math.Sqrt(Math.Max(interval.Low, 0)), Math.Sqrt(interval.High)) : null;

    /// <summary>The share of the outcomes' variance that the predictions account for; at most 1, below 0 where the mean would predict better.</summary>
    public Measured RSquared
    {
        get
        {
            var squared = MeanSquaredError.Value;
            var deviation = outcomes.PopulationStandardDeviation();
            return !squared.IsComputed ? squared
                : !deviation.IsComputed ? deviation
                : outcomes.Values.Length < 2 ? Measured.Not("all outcomes are equal, so there is nothing to account for")
                : Measured.Finite(1 - (squared.Value / deviation.Value / deviation.Value));
        }
    }

    /// <summary>From rows in any order.</summary>
    /// <param name="rows">Prediction and outcome per row; null and anything not finite is missing.</param>
    public static RegressionErrors FromRows(IEnumerable<(double? Prediction, double? Outcome)> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var differences = new List<double>();
        var known = new List<double>();
        foreach (var (prediction, outcome) in rows)
        {
            var error = (prediction ?? double.NaN) - (outcome ?? double.NaN);
            differences.Add(error);
            known.Add(double.IsFinite(error) ? outcome!.Value : double.NaN);
        }

        return new(EmpiricalDistribution.FromRows(differences), EmpiricalDistribution.FromRows(known));
    }

    /// <summary>From counts collected earlier.</summary>
    /// <param name="errors">Prediction − outcome of each row.</param>
    /// <param name="outcomes">Outcomes of the same rows.</param>
    public static RegressionErrors FromCounts(EmpiricalDistribution errors, EmpiricalDistribution outcomes)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(outcomes);
        return errors.Count == outcomes.Count
            ? new(errors, outcomes)
            : throw new ArgumentException("Errors and outcomes are of the same rows.", nameof(outcomes));
    }

    /// <summary>The errors of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public RegressionErrors Merge(RegressionErrors other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(errors.Merge(other.errors), outcomes.Merge(other.outcomes));
    }

    /// <summary>The error, without its sign, below which the given share of rows stays; linear interpolation ("type 7").</summary>
    /// <param name="probability">From 0 to 1, for example 0.9.</param>
    public Measured AbsoluteErrorQuantile(double probability)
    {
        var quantile = EmpiricalDistribution.FromCounts(errors.Pairs().Select(pair => (Math.Abs(pair.Value), pair.Count))).Quantile(probability);
        return Rows == 0 ? Measured.Not(NoRows) : quantile;
    }

    private MeanError Mean(Func<double, double> of)
    {
        if (Rows == 0)
            return new(Measured.Not(NoRows), Measured.Not(NoRows), 0);
        var sum = default(CompensatedSum);
        foreach (var (error, count) in errors.Pairs())
            sum.Add(of(error) * count);
        var mean = sum.Value / Rows;
        if (Rows < 2)
            return new(Measured.Finite(mean), Measured.Not("a variance needs two rows"), Rows);
        var deviations = default(CompensatedSum);
        foreach (var (error, count) in errors.Pairs())
            deviations.Add((of(error) - mean) * (of(error) - mean) * count);
        return new(Measured.Finite(mean), Measured.Finite(deviations.Value / (Rows - 1)), Rows);
    }
}
