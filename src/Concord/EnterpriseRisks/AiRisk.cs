using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks;

/// <summary>An AI risk as the enterprise register sees it: a summarised line, linked by its reference. The AI register is master of everything here.</summary>
/// <param name="PartOf">The line of the enterprise register; empty: none yet.</param>
/// <param name="NextReview">Null: the AI register names no day.</param>
/// <param name="AcceptedUntil">Null: it is not accepted, or without an end.</param>
internal sealed record AiRisk(
    string Ref, int Version, string Title, OrganisationUnitId UnitId, string PartOf, RiskState State, PersonName? Owner, BandedLevel? Inherent, BandedLevel? Current, BandedLevel? Residual,
    string? SystemRef, string? SystemName, DateOnly? NextReview, DateOnly? AcceptedUntil)
{
    /// <summary>A closed risk stays in the register and says nothing about what may happen now.</summary>
    public bool Counts => State != RiskState.Closed;

    /// <summary>All that may be seen, or those of some lines.</summary>
    public static async Task<IReadOnlyList<AiRisk>> Read(ConcordDb db, RiskCriteria criteria, IReadOnlyCollection<string>? lines, CancellationToken stop)
    {
        var risks = db.Set<Risk>().AsNoTracking();
        if (lines is not null) risks = risks.Where(risk => lines.Contains(risk.EnterpriseRiskRef));
        var read = await risks.OrderBy(risk => risk.Ref).Select(risk => new
        {
            risk.Ref, risk.Version, risk.Title, risk.UnitId, risk.EnterpriseRiskRef, risk.State, risk.OwnerId, risk.SystemRef, risk.ReassessDueOn, risk.AcceptedUntil,
            risk.InherentDimensions, risk.CurrentDimensions, risk.ResidualDimensions, Inherent = RiskLevel.Of(risk.InherentLikelihood, risk.InherentConsequence),
            Current = RiskLevel.Of(risk.CurrentLikelihood, risk.CurrentConsequence), Residual = RiskLevel.Of(risk.ResidualLikelihood, risk.ResidualConsequence),
        }).ToListAsync(stop);
        // Whoever sees a risk sees which system it is about, and its band needs the tier, wherever the system belongs.
        var systems = await db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking().Select(system => new { system.Ref, system.Name, system.RiskClass }).ToDictionaryAsync(system => system.Ref, stop);
        var names = await db.NamesOf(read.Select(risk => (PersonId?)risk.OwnerId), stop);
        // Thousands of risks share few levels: each is banded once.
        var known = new Dictionary<(RiskLevel, RiskClass?, string?), BandedLevel?>();
        return [.. read.Select(risk =>
        {
            var system = risk.SystemRef is { } reference ? systems.GetValueOrDefault(reference) : null;
            BandedLevel? Banded(RiskLevel? level, string? dimensions)
            {
                if (level is not { } place) return null;
                var key = (place, system?.RiskClass, dimensions);
                return known.TryGetValue(key, out var banded) ? banded : known[key] = RiskBands.Of(criteria, level, system?.RiskClass, RatedLevel.Of(place.Likelihood, dimensions));
            }
            return new AiRisk(risk.Ref, risk.Version, risk.Title, risk.UnitId, risk.EnterpriseRiskRef, risk.State, names.Of(risk.OwnerId), Banded(risk.Inherent, risk.InherentDimensions), Banded(risk.Current, risk.CurrentDimensions), Banded(risk.Residual, risk.ResidualDimensions),
                risk.SystemRef, system?.Name, risk.ReassessDueOn, risk.AcceptedUntil);
        })];
    }
}

/// <summary>The fields of an AI risk that are pushed into the enterprise register, and that come back from it unread: its names and texts stand in files as they stand here.</summary>
internal static class PushedFields
{
    /// <summary>As <c>mapping_to_enterprise_register</c> of the criteria of practice lists them, with the line it is part of.</summary>
    public static IReadOnlyList<(RegisterField Field, string Column, Func<AiRisk, string> Value)> All { get; } =
    [
        (RegisterField.Title, "title", risk => risk.Title),
        (RegisterField.Owner, "owner", risk => risk.Owner?.Name ?? ""),
        (RegisterField.Inherent, "inherent", risk => Level(risk.Inherent)),
        (RegisterField.Residual, "residual", risk => Level(risk.Residual)),
        (RegisterField.Band, "band", risk => risk.Current?.Band ?? ""),
        (RegisterField.TreatmentStatus, "treatment_status", risk => Words.Of(risk.State)),
        (RegisterField.NextReview, "next_review", risk => Day(risk.NextReview)),
        (RegisterField.Systems, "ai_system_ids", risk => risk.SystemRef ?? ""),
        (RegisterField.PartOf, "part_of", risk => risk.PartOf),
    ];

    /// <summary>Likelihood and consequence, "4x3"; empty while nobody assessed it.</summary>
    public static string Level(BandedLevel? level) => level is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{level.Likelihood}x{level.Consequence}");

    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
