namespace Concord.Measures;

/// <summary>The outcome of a chi-square test.</summary>
/// <param name="Statistic">Pearson's statistic.</param>
/// <param name="DegreesOfFreedom">Number of levels that occur, minus one.</param>
/// <param name="PValue">Upper tail of the chi-square law; always above 0.</param>
public readonly record struct ChiSquareTest(Measured Statistic, int DegreesOfFreedom, Measured PValue)
{
    internal static ChiSquareTest Of(double statistic, int degreesOfFreedom) =>
        new(Measured.Of(statistic), degreesOfFreedom, Measured.Of(ChiSquareLaw.UpperTail(statistic, degreesOfFreedom)));

    internal static ChiSquareTest Not(string reason) => new(Measured.Not(reason), 0, Measured.Not(reason));
}
