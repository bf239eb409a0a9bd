using System.Globalization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// Whether the labels of a window are chosen by the decision in a way those of the reference are not: a bank that knows how the approved fared, compared with a
/// sample in which everybody did, has another population before it and not another model.
/// </summary>
/// <remarks>
/// With a and b the labelled shares after decision 1 and 0 in the window, s and t those of the reference, and m the maturity of the window, the difference is
/// (a − b) − m (s − t): 0 where labels are only late. The p-value is from the normal law, with the variances of Agresti and Caffo (2000), which shares of 0 and 1 have too.
/// </remarks>
/// <param name="AfterPositive">Share of the window's rows decided 1 that have a label.</param>
/// <param name="AfterNegative">The same of those decided 0.</param>
/// <param name="Difference">From −1 to 1 where the window is as labelled as the reference.</param>
/// <param name="P">Two-sided.</param>
internal sealed record LabelSelection(double AfterPositive, double AfterNegative, double ReferenceAfterPositive, double ReferenceAfterNegative, double Difference, double P)
{
    /// <param name="maturity">The labels that are in over those to expect.</param>
    /// <returns>Null where one of the two has only one kind of decision.</returns>
    public static LabelSelection? Of(OutcomeCounts window, OutcomeCounts reference, double maturity)
    {
        if (window.Positive == 0 || window.Negative == 0 || reference.Positive == 0 || reference.Negative == 0) return null;
        var (a, b) = (new Proportion(window.Positive - window.PositiveUnknown, window.Positive), new Proportion(window.Negative - window.NegativeUnknown, window.Negative));
        var (s, t) = (new Proportion(reference.Positive - reference.PositiveUnknown, reference.Positive), new Proportion(reference.Negative - reference.NegativeUnknown, reference.Negative));
        var difference = a.Value.Value - b.Value.Value - (maturity * (s.Value.Value - t.Value.Value));
        var error = Math.Sqrt(Variance(a) + Variance(b) + (maturity * maturity * (Variance(s) + Variance(t))));
        return new(a.Value.Value, b.Value.Value, s.Value.Value, t.Value.Value, difference, NormalLaw.TwoSided(difference / error));
    }

    /// <summary>Why figures of the labelled rows cannot be compared with those of the reference; null where they can, or when the policy does not ask.</summary>
    public string? Says(double? limit, double significance) => Math.Abs(Difference) > limit && P <= significance
        ? string.Create(CultureInfo.InvariantCulture, $"labels are missing by decision: {AfterPositive:0.0%} of the rows decided 1 have one and {AfterNegative:0.0%} of those decided 0, in the reference {ReferenceAfterPositive:0.0%} and {ReferenceAfterNegative:0.0%}; the labelled rows of the two are not alike")
        : null;

    private static double Variance(Proportion share)
    {
        var (successes, trials) = (share.Successes + 1.0, share.Trials + 2.0);
        return successes / trials * (1 - (successes / trials)) / trials;
    }
}
