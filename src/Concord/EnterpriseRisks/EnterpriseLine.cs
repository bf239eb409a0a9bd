using System.Globalization;
using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;

namespace Concord.EnterpriseRisks;

internal enum AppetiteStanding { Above, Within, Unknown }

internal enum RatingStanding
{
    /// <summary>The line is rated at least as high as the gravest of its AI risks.</summary>
    Agrees,

    /// <summary>The line is rated lower than one of its AI risks: a conflict a person resolves.</summary>
    LowerThanItsRisks,

    /// <summary>One of the two values is missing, or has no counterpart.</summary>
    NotComparable,
}

/// <summary>The gravest AI risk of a line, on our scale and on the enterprise's own.</summary>
internal sealed record HighestRisk(string Ref, BandedLevel Level, OwnLevel Own);

/// <param name="Risks">How many AI risks of the line stand in the band.</param>
internal sealed record BandCount(string Band, int Risks);

/// <summary>A line of the enterprise register with what its AI risks say. Every figure is computed from the AI register; the line's own words stand as they came.</summary>
/// <param name="Scale">The scale its words are read with.</param>
/// <param name="AiRisks">Those that are not closed.</param>
/// <param name="WithoutLevel">Of them, those nobody assessed.</param>
internal sealed record EnterpriseLine(
    string Ref, int Version, OrganisationUnitId UnitId, string Unit, EnterpriseRiskFacts Facts, PersonName? Owner, string Scale, int AiRisks, int ClosedRisks, int WithoutLevel,
    IReadOnlyList<BandCount> Bands, HighestRisk? HighestCurrent, HighestRisk? HighestResidual, RatingStanding Rating, string RatingBecause, AppetiteStanding Appetite, string AppetiteBecause,
    IReadOnlyList<string> Systems)
{
    public string OwnerName => Owner?.Name ?? Facts.OwnerAs;

    public static EnterpriseLine Of(EnterpriseRisk line, string unit, PersonName? owner, IReadOnlyList<AiRisk> risks, EnterpriseScale scale, RiskCriteria criteria)
    {
        AiRisk[] counted = [.. risks.Where(risk => risk.Counts)];
        var current = Highest(counted, risk => risk.Current, scale, criteria);
        var (rating, why) = Compared(line.Facts, current, scale);
        var (appetite, because) = Borne(line.Facts, current, scale);
        return new(line.Ref, line.Version, line.UnitId, unit, line.Facts, owner, scale.Id, counted.Length, risks.Count - counted.Length, counted.Count(risk => risk.Current is null),
            [.. criteria.Bands.Select(band => new BandCount(band.Name, counted.Count(risk => risk.Current?.Band == band.Name)))], current, Highest(counted, risk => risk.Residual, scale, criteria),
            rating, why, appetite, because, [.. counted.Select(risk => risk.SystemRef).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    private static HighestRisk? Highest(AiRisk[] risks, Func<AiRisk, BandedLevel?> level, EnterpriseScale scale, RiskCriteria criteria)
    {
        var highest = risks.Where(risk => level(risk) is not null).MaxBy(risk => (RiskBands.Rank(criteria, level(risk)!.Band), level(risk)!.Score));
        return highest is null ? null : new(highest.Ref, level(highest)!, scale.Of(level(highest)!.Likelihood, level(highest)!.Consequence, level(highest)!.Band));
    }

    /// <summary>A line that is rated higher than its AI risks holds other things too; one that is rated lower contradicts them.</summary>
    private static (RatingStanding, string) Compared(EnterpriseRiskFacts facts, HighestRisk? highest, EnterpriseScale scale)
    {
        if (highest is null) return (RatingStanding.NotComparable, "none of its AI risks has an assessed level");
        if (facts.Rating.Length == 0) return (RatingStanding.NotComparable, "the register gives it no rating");
        if (scale.Rating.Rank(facts.Rating) is not { } own) return (RatingStanding.NotComparable, $"\"{facts.Rating}\" is no rating of the scale {scale.Title}");
        if (highest.Own.Rating is not { } said || scale.Rating.Rank(said) is not { } theirs) return (RatingStanding.NotComparable, highest.Own.Missing ?? "");
        return own >= theirs ? (RatingStanding.Agrees, $"rated {facts.Rating}; {highest.Ref} is {said}") : (RatingStanding.LowerThanItsRisks, $"the register says {facts.Rating}, {highest.Ref} says {said} ({Level(highest.Level)})");
    }

    private static (AppetiteStanding, string) Borne(EnterpriseRiskFacts facts, HighestRisk? highest, EnterpriseScale scale)
    {
        if (facts.Appetite.Length == 0) return (AppetiteStanding.Unknown, "the register states no appetite");
        if (scale.Rating.Rank(facts.Appetite) is not { } most) return (AppetiteStanding.Unknown, $"the appetite \"{facts.Appetite}\" is no rating of the scale {scale.Title}");
        var own = facts.Rating.Length == 0 ? null : scale.Rating.Rank(facts.Rating);
        var ai = highest?.Own.Rating is { } said ? scale.Rating.Rank(said) : null;
        if (own > most) return (AppetiteStanding.Above, $"rated {facts.Rating}, the appetite ends at {facts.Appetite}");
        if (ai > most) return (AppetiteStanding.Above, $"{highest!.Ref} is {highest.Own.Rating}, the appetite ends at {facts.Appetite}");
        if (own is null && facts.Rating.Length > 0) return (AppetiteStanding.Unknown, $"\"{facts.Rating}\" is no rating of the scale {scale.Title}");
        if (highest is not null && ai is null) return (AppetiteStanding.Unknown, highest.Own.Missing ?? "");
        return own is null && ai is null ? (AppetiteStanding.Unknown, "neither the line nor an AI risk of it has a level")
            : (AppetiteStanding.Within, $"{(own is null ? $"{highest!.Ref} is {highest.Own.Rating}" : $"rated {facts.Rating}")}, the appetite ends at {facts.Appetite}");
    }

    private static string Level(BandedLevel level) => string.Create(CultureInfo.InvariantCulture, $"{level.Score} {level.Band}");
}
