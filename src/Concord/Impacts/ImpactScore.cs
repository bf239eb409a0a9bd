using System.Globalization;
using Concord.Standards;

namespace Concord.Impacts;

/// <summary>How grave an effect is, by the rule of the method, with what decided it. While a part is not judged it lies between two ends; nothing unknown counts as 0.</summary>
internal sealed record ImpactScore(int Low, int High, IReadOnlyList<string> Because)
{
    public bool IsCertain => Low == High;

    /// <summary>"4", or "3 to 5".</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{(IsCertain ? $"{Low}" : $"{Low} to {High}")}");

    /// <returns>Null while the severity is not judged.</returns>
    public static ImpactScore? Of(ImpactMethod method, ImpactEffect effect)
    {
        if (effect.Severity is not { } severity) return null;
        var because = new List<string> { string.Create(CultureInfo.InvariantCulture, $"severity {severity} {ImpactMethod.NameOf(method.Severity, severity.ToString(CultureInfo.InvariantCulture))}") };
        var (low, high) = (severity, severity);
        foreach (var rise in method.Score.Rises)
        {
            var judged = rise.Scale == ScoreRise.OfPeople ? effect.People : effect.Reversibility;
            if (judged.Length == 0)
            {
                high += rise.Points;
                because.Add(string.Create(CultureInfo.InvariantCulture, $"perhaps +{rise.Points}: {(rise.Scale == ScoreRise.OfPeople ? "how many people it reaches" : "how it is undone")} is not judged"));
            }
            else if (rise.Steps.Contains(judged))
            {
                (low, high) = (low + rise.Points, high + rise.Points);
                because.Add(string.Create(CultureInfo.InvariantCulture, $"+{rise.Points}: {rise.Because}"));
            }
        }
        if (high > method.Score.Cap) because.Add(string.Create(CultureInfo.InvariantCulture, $"at most {method.Score.Cap}"));
        return new(Math.Min(low, method.Score.Cap), Math.Min(high, method.Score.Cap), because);
    }
}
