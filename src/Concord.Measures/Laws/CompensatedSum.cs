using System.Runtime.CompilerServices;

namespace Concord.Measures;

/// <summary>A running sum whose rounding error does not grow with the number of terms.</summary>
/// <remarks>Neumaier, A. (1974). Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen. ZAMM 54.</remarks>
internal struct CompensatedSum
{
    private double sum;
    private double correction;

    public readonly double Value => sum + correction;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double term)
    {
        var next = sum + term;
        correction += Math.Abs(sum) >= Math.Abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }
}
