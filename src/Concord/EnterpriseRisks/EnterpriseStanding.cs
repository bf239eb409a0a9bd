using Concord.EnterpriseRisks.Scales;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks;

internal enum EnterpriseGrouping { Unit, Category, System }

/// <param name="Key">What the list is filtered by; empty: lines without one.</param>
/// <param name="Lines">A line whose AI risks are about several systems counts with each of them.</param>
internal sealed record EnterpriseGroup(string Key, string Title, int Lines, int AiRisks, IReadOnlyList<BandCount> Bands, int WithoutLevel, int Above, int Within, int UnknownAppetite, int RatedLower);

/// <param name="Lines">Enterprise risks whose own words say this cell.</param>
/// <param name="AiRisks">AI risks that the converter puts here, at their current level.</param>
internal sealed record OwnCell(string Likelihood, string Impact, int Lines, int AiRisks);

/// <summary>The matrix on the enterprise's own scale.</summary>
/// <param name="LinesOutside">Lines of this scale that name no cell.</param>
/// <param name="AiOutside">AI risks without a level, or without a counterpart on the scale.</param>
internal sealed record OwnMatrix(string ScaleId, string Title, IReadOnlyList<string> Likelihoods, IReadOnlyList<string> Impacts, IReadOnlyList<OwnCell> Cells, int LinesOutside, int AiOutside);

/// <summary>The whole register as one may see it, read once: every list, group, matrix and frozen picture is computed from it, so that all of them agree.</summary>
internal sealed record EnterpriseStanding(IReadOnlyList<EnterpriseLine> Lines, IReadOnlyList<AiRisk> Risks, KnownScales Scales, RiskCriteria Criteria)
{
    public IEnumerable<AiRisk> Linked => Risks.Where(risk => risk.Counts && risk.PartOf.Length > 0);

    /// <summary>AI risks that are part of no line: the enterprise register does not know of them.</summary>
    public IReadOnlyList<AiRisk> Unlinked => [.. Risks.Where(risk => risk.Counts && risk.PartOf.Length == 0)];

    public static async Task<EnterpriseStanding> Read(ConcordDb db, StandardsLibrary standards, ScaleLibrary library, CancellationToken stop)
    {
        var scales = await KnownScales.Read(db, library, standards.Criteria, stop);
        var lines = await db.Set<EnterpriseRisk>().AsNoTracking().OrderBy(line => line.Ref).ToListAsync(stop);
        var risks = await AiRisk.Read(db, standards.Criteria, null, stop);
        var units = await db.Set<OrganisationUnit>().AsNoTracking().ToDictionaryAsync(unit => unit.Id, unit => unit.Name, stop);
        var names = await db.NamesOf(lines.Select(line => line.OwnerId), stop);
        var byLine = risks.ToLookup(risk => risk.PartOf, StringComparer.Ordinal);
        return new([.. lines.Select(line => EnterpriseLine.Of(line, units.GetValueOrDefault(line.UnitId, ""), names.Of(line.OwnerId), [.. byLine[line.Ref]], scales.Of(line.Scale ?? ""), standards.Criteria))],
            risks, scales, standards.Criteria);
    }

    public IReadOnlyList<EnterpriseGroup> By(EnterpriseGrouping grouping)
    {
        if (grouping == EnterpriseGrouping.System) return BySystem();
        return [.. Lines.GroupBy(line => grouping == EnterpriseGrouping.Unit ? line.Unit : line.Facts.Category, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Group(group.Key, group.Key.Length > 0 ? group.Key : "not said", [.. group], null))];
    }

    public OwnMatrix Matrix(EnterpriseScale scale)
    {
        string Cell(string? likelihood, string? impact) => $"{likelihood}\n{impact}";
        EnterpriseLine[] own = [.. Lines.Where(line => line.Scale == scale.Id)];
        var lines = own.Select(line => Cell(scale.Likelihood.Find(line.Facts.Likelihood)?.Word, scale.Impact.Find(line.Facts.Impact)?.Word)).CountBy(cell => cell, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var risks = Linked.Select(risk => risk.Current is { } level ? scale.Of(level.Likelihood, level.Consequence, level.Band) : null).Select(level => Cell(level?.Likelihood, level?.Impact))
            .CountBy(cell => cell, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        OwnCell[] cells = [.. scale.Likelihood.Steps.SelectMany(likelihood => scale.Impact.Steps.Select(impact =>
            new OwnCell(likelihood.Word, impact.Word, lines.GetValueOrDefault(Cell(likelihood.Word, impact.Word)), risks.GetValueOrDefault(Cell(likelihood.Word, impact.Word)))))];
        return new(scale.Id, scale.Title, [.. scale.Likelihood.Steps.Select(step => step.Word)], [.. scale.Impact.Steps.Select(step => step.Word)], cells,
            own.Length - cells.Sum(cell => cell.Lines), Linked.Count() - cells.Sum(cell => cell.AiRisks));
    }

    private IReadOnlyList<EnterpriseGroup> BySystem()
    {
        var byRef = Lines.ToDictionary(line => line.Ref, StringComparer.Ordinal);
        return [.. Linked.Where(risk => byRef.ContainsKey(risk.PartOf)).GroupBy(risk => risk.SystemRef ?? "", StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Group(group.Key, group.Key.Length > 0 ? group.First().SystemName ?? group.Key : "the organisation as a whole", [.. group.Select(risk => byRef[risk.PartOf]).Distinct()], [.. group]))];
    }

    /// <param name="risks">The AI risks that count; null: those of the lines.</param>
    private EnterpriseGroup Group(string key, string title, EnterpriseLine[] lines, AiRisk[]? risks) => new(
        key, title, lines.Length, risks?.Length ?? lines.Sum(line => line.AiRisks),
        [.. Criteria.Bands.Select((band, at) => new BandCount(band.Name, risks?.Count(risk => risk.Current?.Band == band.Name) ?? lines.Sum(line => line.Bands[at].Risks)))],
        risks?.Count(risk => risk.Current is null) ?? lines.Sum(line => line.WithoutLevel), lines.Count(line => line.Appetite == AppetiteStanding.Above), lines.Count(line => line.Appetite == AppetiteStanding.Within),
        lines.Count(line => line.Appetite == AppetiteStanding.Unknown), lines.Count(line => line.Rating == RatingStanding.LowerThanItsRisks));
}
