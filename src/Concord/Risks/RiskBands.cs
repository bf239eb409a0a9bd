using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;

namespace Concord.Risks;

/// <summary>A level as people read it: its place in the matrix and what the criteria say about it.</summary>
/// <param name="Band">low, medium, …: the name the criteria give it.</param>
/// <param name="Approver">Who may accept a risk there.</param>
/// <param name="Rule">The rule above the matrix that lifted the band; null: the matrix alone.</param>
internal sealed record BandedLevel(int Likelihood, int Consequence, string Band, string Action, string Approver, string? Rule)
{
    public int Score => Likelihood * Consequence;
}

/// <summary>Reads the criteria of the library: bands of the matrix, lifted by the rules that stand above it.</summary>
internal static class RiskBands
{
    /// <summary>The rules that hold for systems of a tier.</summary>
    public static IEnumerable<RiskOverride> RuleFor(RiskCriteria criteria, RiskClass? tier) =>
        tier is { } known ? criteria.Overrides.Where(rule => rule.Tier == Words.Key(known)) : [];

    public static BandedLevel? Of(RiskCriteria criteria, RiskLevel? level, RiskClass? tier)
    {
        if (level is not { } place) return null;
        var band = Band(criteria, place);
        var lift = RuleFor(criteria, tier).FirstOrDefault(rule => rule.AtLeast is { } least && Named(criteria, least).Min > band.Min);
        if (lift is not null) band = Named(criteria, lift.AtLeast!);
        return new(place.Likelihood, place.Consequence, band.Name, band.Action, band.Approver, lift?.Text);
    }

    /// <summary>"12 high"; "no assessed level".</summary>
    public static string Text(RiskCriteria criteria, RiskLevel? level) =>
        level is { } place ? $"{place.Score} {Band(criteria, place).Name}" : "no assessed level";

    public static RiskBand Named(RiskCriteria criteria, string name) =>
        criteria.Bands.FirstOrDefault(band => string.Equals(band.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new RuleViolation("LIST-FILTER", $"'{name}' is not a band. Known: {string.Join(", ", criteria.Bands.Select(band => band.Name))}.");

    /// <summary>A level was given in the matrix of its day; a later library can have a smaller one.</summary>
    private static RiskBand Band(RiskCriteria criteria, RiskLevel place) => place.Likelihood <= criteria.Size && place.Consequence <= criteria.Size
        ? criteria.Band(place.Likelihood, place.Consequence)
        : new("outside the matrix", 0, 0, "assess it anew", "nobody before it is assessed anew");
}
