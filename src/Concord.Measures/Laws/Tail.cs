namespace Concord.Measures;

/// <summary>What all upper tails have in common.</summary>
internal static class Tail
{
    /// <summary>
    /// A probability inside 0 to 1 that is never 0: what is too small for a double is reported as the smallest positive
    /// number. A tail of exactly 0 would claim an impossibility that no sample shows.
    /// </summary>
    public static double Positive(double probability) => Math.Clamp(probability, double.Epsilon, 1);

    /// <summary>The point above which a falling tail leaves the given mass, by bisection to the last digit.</summary>
    public static double Point(Func<double, double> upperTail, double mass, double low, double high)
    {
        while (upperTail(high) > mass)
        {
            low = high;
            high *= 2;
        }

        while (true)
        {
            var middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high)
                return middle;
            if (upperTail(middle) > mass)
                low = middle;
            else
                high = middle;
        }
    }
}
