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

    /// <summary>The dimensions that gave the consequence; null where only the level as a whole is known.</summary>
    public string? Leading { get; init; }
}

/// <summary>Reads the criteria of the library: bands of the matrix, lifted by the rules that stand above it.</summary>
internal static class RiskBands
{
    /// <summary>The rules that hold for systems of a tier.</summary>
    public static IEnumerable<RiskOverride> RuleFor(RiskCriteria criteria, RiskClass? tier) =>
        tier is { } known ? criteria.Overrides.Where(rule => rule.Tier == Words.Key(known)) : [];

    /// <param name="rated">The same level by dimension, where it is known: some rules look at one dimension alone.</param>
    public static BandedLevel? Of(RiskCriteria criteria, RiskLevel? level, RiskClass? tier, RatedLevel? rated = null)
    {
        if (level is not { } place) return null;
        var band = Band(criteria, place);
        var lift = RuleFor(criteria, tier).Concat(RuleFor(criteria, rated)).Where(rule => rule.AtLeast is { } least && Named(criteria, least).Min > band.Min)
            .OrderByDescending(rule => Named(criteria, rule.AtLeast!).Min).FirstOrDefault();
        if (lift is not null) band = Named(criteria, lift.AtLeast!);
        return new(place.Likelihood, place.Consequence, band.Name, band.Action, band.Approver, lift?.Text)
        {
            Leading = rated is null ? null : string.Join(" and ", criteria.Dimensions.Where(rated.Leading.Contains).Select(RiskCriteria.DimensionName)),
        };
    }

    /// <summary>The rules that hold from a level of one dimension.</summary>
    private static IEnumerable<RiskOverride> RuleFor(RiskCriteria criteria, RatedLevel? rated) => rated is null ? []
        : criteria.Overrides.Where(rule => rule.Dimension is { } dimension && rated.Consequences.TryGetValue(dimension, out var level) && level >= rule.Level);

    /// <summary>"12 high"; "no assessed level".</summary>
    public static string Text(RiskCriteria criteria, RiskLevel? level) =>
        level is { } place ? $"{place.Score} {Band(criteria, place).Name}" : "no assessed level";

    /// <summary>The place of a band, from low on; above all others for a name the criteria do not have.</summary>
    public static int Rank(RiskCriteria criteria, string band)
    {
        for (var place = 0; place < criteria.Bands.Count; place++)
        {
            if (criteria.Bands[place].Name == band) return place;
        }
        return int.MaxValue;
    }

    public static RiskBand Named(RiskCriteria criteria, string name) =>
        criteria.Bands.FirstOrDefault(band => string.Equals(band.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new RuleViolation("LIST-FILTER", $"'{name}' is not a band. Known: {string.Join(", ", criteria.Bands.Select(band => band.Name))}.");

    /// <summary>A level was given in the matrix of its day; a later library can have a smaller one.</summary>
    private static RiskBand Band(RiskCriteria criteria, RiskLevel place) => place.Likelihood <= criteria.Size && place.Consequence <= criteria.Size
        ? criteria.Band(place.Likelihood, place.Consequence)
        : new("outside the matrix", 0, 0, "assess it anew", "nobody before it is assessed anew", 1, 1);
}
