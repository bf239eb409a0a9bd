namespace Concord.Measures;

/// <summary>A value with the 95 % interval it came with; both ends are the value where it has no uncertainty.</summary>
/// <param name="Value">The value.</param>
/// <param name="Low">The lower end, not above the value.</param>
/// <param name="High">The upper end, not below the value.</param>
public readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>A value that is taken as exact.</summary>
    /// <param name="value">The value.</param>
    public static Estimate Exact(double value) => new(value, value, value);

    /// <summary>A value with its standard error, by the normal law.</summary>
    /// <param name="value">The value.</param>
    /// <param name="standardError">Its standard error, not negative.</param>
    public static Estimate WithError(double value, double standardError) =>
        new(value, value - (ConfidenceInterval.NormalPoint95 * standardError), value + (ConfidenceInterval.NormalPoint95 * standardError));

    /// <summary>Whether there is any uncertainty.</summary>
    public bool IsExact => Low >= High;
}

/// <summary>Difference and ratio of two independent estimates of which only the intervals are known.</summary>
/// <remarks>
/// The method of variance estimates recovery: what each interval says of the spread on either side of its value is put together. For a − b:
/// a − b − √((a − l)² + (u′ − b)²) to a − b + √((u − a)² + (b − l′)²), with the interval l … u of a and l′ … u′ of b. Of two rates with Wilson's
/// intervals this is Newcombe's interval (<see cref="RateDifference"/>); of two means with normal intervals the usual one. For a / b, where b is
/// surely above 0, the same idea gives the ends below. An exact estimate has an interval of no width. The ratio is not computed unless the
/// whole interval of b lies above 0 and its upper end below 2 b: nearer to 0 no interval of this kind exists.
/// Reference: Donner and Zou (2012), Closed-form confidence intervals for functions of the normal mean and standard deviation, Statistical Methods in Medical Research 21.
/// </remarks>
public static class ComparedEstimates
{
    /// <summary>The difference with its 95 % interval.</summary>
    /// <param name="first">One estimate.</param>
    /// <param name="second">What is taken from it.</param>
    public static Estimate Difference(Estimate first, Estimate second)
    {
        var value = first.Value - second.Value;
        return new(value, value - Length(first.Value - first.Low, second.High - second.Value), value + Length(first.High - first.Value, second.Value - second.Low));
    }

    /// <summary>The ratio with its 95 % interval; null where the second is not surely above 0.</summary>
    /// <param name="first">The numerator.</param>
    /// <param name="second">The denominator.</param>
    public static Estimate? Ratio(Estimate first, Estimate second)
    {
        if (!(second.Low > 0) || !(second.High < 2 * second.Value))
            return null;
        var (a, b) = (first.Value, second.Value);
        var product = a * b;
        // Below 0 a larger denominator makes the ratio larger, so the other end of it counts.
        var low = End(first.Low, first.Low < 0 ? second.Low : second.High, -1);
        var high = End(first.High, first.High < 0 ? second.High : second.Low, 1);
        return double.IsFinite(low) && double.IsFinite(high) ? new(a / b, low, high) : null;

        double End(double end, double other, int side)
        {
            var spread = other * ((2 * b) - other);
            return (product + (side * Root((product * product) - (end * ((2 * a) - end) * spread)))) / spread;
        }
    }

    private static double Length(double a, double b) => Math.Sqrt((a * a) + (b * b));

    /// <summary>Two exact estimates leave 0, which rounding can put just below.</summary>
    private static double Root(double number) => Math.Sqrt(Math.Max(number, 0));
}
