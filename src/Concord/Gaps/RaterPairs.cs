using Concord.Measures;
using Concord.Standards;

namespace Concord.Gaps;

/// <summary>How far a person agrees with the library on the claims that both judged.</summary>
/// <param name="Library">Whose judgement the library's claims are.</param>
/// <param name="Rater">The person's name.</param>
/// <param name="Items">How many claims both judged, of <paramref name="Claims"/>.</param>
/// <param name="Agreement">Share judged alike, in percent with one decimal.</param>
/// <param name="Kappa">Cohen's κ: agreement beyond chance.</param>
/// <param name="Counts">A row for each strength the library gives, none first; in it the strengths the person gives.</param>
/// <param name="NotComputed">Why a figure is null, under its name.</param>
internal sealed record RaterPair(
    string Library, string Rater, long Items, int Claims, double? Agreement, double? Kappa, IReadOnlyList<IReadOnlyList<long>> Counts, IReadOnlyDictionary<string, string> NotComputed);

internal static class RaterPairs
{
    private static readonly ReuseStrength[] Strengths = Enum.GetValues<ReuseStrength>();

    /// <param name="second">The person's strengths by requirement and source standard.</param>
    public static RaterPair Of(IReadOnlyList<ReuseClaim> claims, string rater, IReadOnlyDictionary<(string Requirement, string Standard), ReuseStrength> second)
    {
        var pairs = claims.Where(claim => second.ContainsKey((claim.RequirementKey, claim.SourceStandard)))
            .Select(claim => (First: claim.Strength, Second: second[(claim.RequirementKey, claim.SourceStandard)])).ToList();
        long[][] counts = [.. Strengths.Select(first => Strengths.Select(other => pairs.LongCount(pair => pair.First == first && pair.Second == other)).ToArray())];
        var agreement = CohenKappa.Of(counts);
        var reasons = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (agreement.Observed.Reason is { } unseen) reasons["agreement"] = unseen;
        if (agreement.Kappa.Reason is { } reason) reasons["kappa"] = reason;
        return new(string.Join(", ", claims.Select(claim => claim.JudgedBy).Distinct(StringComparer.Ordinal)), rater, agreement.Items, claims.Count,
            agreement.Observed.ValueOrNull is { } share ? Math.Round(100 * share, 1, MidpointRounding.AwayFromZero) : null,
            agreement.Kappa.ValueOrNull is { } kappa ? Math.Round(kappa, 3, MidpointRounding.AwayFromZero) : null, counts, reasons);
    }
}
