using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Risks;
using Concord.Storage;

namespace Concord.EnterpriseRisks.Committee;

/// <param name="Rank">Of the band, from 0; null: nobody assessed it.</param>
internal sealed record PicturedRisk(string Ref, string Title, Guid Unit, string PartOf, string? System, RiskState State, string? Band, int? Rank, int? Score, DateOnly? NextReview, DateOnly? AcceptedUntil);

/// <param name="Rank">Of the rating on its scale, from 0; null: it has none, or none that is known.</param>
internal sealed record PicturedLine(string Ref, string Title, Guid Unit, string Scale, string Rating, int? Rank, string Status, DateOnly? NextReview, AppetiteStanding Appetite, bool RatedLower);

/// <summary>The register at one moment: what is frozen for a committee, and what the present is compared with.</summary>
internal sealed record RegisterPicture(string Format, DateOnly AsOf, IReadOnlyList<PicturedLine> Lines, IReadOnlyList<PicturedRisk> Risks)
{
    private static readonly JsonSerializerOptions Written = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>AI risks that are part of no line belong to it too: the committee is to see that they are.</summary>
    public static RegisterPicture Of(EnterpriseStanding standing, DateOnly asOf)
    {
        var ranks = standing.Criteria.Bands.Select((band, rank) => (band.Name, rank)).ToDictionary(pair => pair.Name, pair => pair.rank, StringComparer.Ordinal);
        return new("1", asOf,
            [.. standing.Lines.Select(line => new PicturedLine(line.Ref, line.Facts.Title, line.UnitId.Value, line.Scale, line.Facts.Rating, standing.Scales.Of(line.Scale).Rating.Rank(line.Facts.Rating), line.Facts.Status,
                line.Facts.NextReview, line.Appetite, line.Rating == RatingStanding.LowerThanItsRisks))],
            [.. standing.Risks.Select(risk => new PicturedRisk(risk.Ref, risk.Title, risk.UnitId.Value, risk.PartOf, risk.SystemRef, risk.State, risk.Current?.Band,
                risk.Current is { } level && ranks.TryGetValue(level.Band, out var rank) ? rank : null, risk.Current?.Score, risk.NextReview, risk.AcceptedUntil))]);
    }

    public static RegisterPicture Read(string json) => JsonSerializer.Deserialize<RegisterPicture>(json, Written) ?? throw new InvalidOperationException("A meeting without a picture of the register.");

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    /// <summary>What a reader may see of it, by the units of today's filter.</summary>
    public RegisterPicture SeenBy(ConcordDb db)
    {
        if (db.SeesAll) return this;
        var units = db.VisibleUnits.Select(unit => unit.Value).ToHashSet();
        return this with { Lines = [.. Lines.Where(line => units.Contains(line.Unit))], Risks = [.. Risks.Where(risk => units.Contains(risk.Unit))] };
    }
}
