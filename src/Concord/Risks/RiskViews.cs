using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <param name="Before">The level before the last reopening; null while it was never reopened, or had no level.</param>
internal sealed record RiskLine(
    string Ref, int Version, OrganisationUnitId UnitId, string Title, string? SystemRef, string? SystemName, string CatalogueId, string? CatalogueTitle,
        RiskSource Source, RiskState State,
    PersonName? Owner, string EnterpriseRiskRef, BandedLevel? Current, BandedLevel? Inherent, BandedLevel? Residual, RiskState? StateBefore,
        BandedLevel? Before);

/// <param name="NextStates">Where a person can decide to move it.</param>
/// <param name="Indicators">Metrics whose breach speaks of this risk.</param>
internal sealed record RiskDetail(
    RiskLine Line, string DecisionReason, IReadOnlyList<RiskState> NextStates, EnterpriseRiskLine? Enterprise, IReadOnlyList<string> Indicators,
        IReadOnlyList<string> Requirements, string TypicalCause);

internal sealed record EnterpriseRiskLine(string Ref, string Title, PersonName? Owner, string Rating);

/// <summary>A cell of the matrix with how many risks stand in it.</summary>
internal sealed record MatrixCell(int Likelihood, int Consequence, string Band, int Risks);

internal enum RiskMoment
{
    Current,
    Inherent,
    Residual,
}

/// <param name="WithoutLevel">Risks nobody assessed yet; they stand in no cell.</param>
internal sealed record RiskMatrix(RiskMoment Moment, int Size, IReadOnlyList<MatrixCell> Cells, int WithoutLevel);

/// <summary>Questions to the risk register.</summary>
internal sealed class RiskViews(ConcordDb db, StandardsLibrary standards)
{
    public static readonly ListOrder<Risk> Order = new ListOrder<Risk>("-current", risk => risk.Ref)
        .By("current", risk => (risk.CurrentLikelihood ?? 0) * (risk.CurrentConsequence ?? 0))
            .By("inherent", risk => (risk.InherentLikelihood ?? 0) * (risk.InherentConsequence ?? 0))
        .By("residual", risk => (risk.ResidualLikelihood ?? 0) * (risk.ResidualConsequence ?? 0)).By("title", risk => risk.Title)
            .By("state", risk => risk.State)
        .By("system", risk => risk.SystemRef ?? "");

    /// <summary>Filter: <c>state:</c> <c>source:</c> <c>band:high</c> <c>system:SYS-0001</c> <c>owner:PERSON-0001</c> <c>enterprise:ENT-01</c> <c>open:yes</c>
    /// <c>likelihood:4</c> <c>consequence:3</c> and words.</summary>
    public async Task<PageOf<RiskLine>> List(PageRequest request, CancellationToken stop)
    {
        var page = await Filtered(request).Page(request, Order, risk =>
            new { Risk = risk, System = db.Set<AiSystem>().Where(system => system.Ref == risk.SystemRef).Select(system => new { system.Name, system.RiskClass })
            .FirstOrDefault() }, stop);
        var names = await db.NamesOf(page.Items.Select(row => (PersonId?)row.Risk.OwnerId), stop);
        return page.Map(row => Line(row.Risk, row.System?.Name, row.System?.RiskClass, names));
    }

    public async Task<RiskDetail> Detail(string reference, CancellationToken stop)
    {
        var risk = await db.Set<Risk>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("risk", reference);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == risk.SystemRef, stop);
        var enterprise = await db.Set<EnterpriseRisk>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == risk.EnterpriseRiskRef, stop);
        var names = await db.NamesOf([risk.OwnerId, enterprise?.OwnerId], stop);
        var entry = standards.FindRisk(risk.CatalogueId);
        return new(Line(risk, system?.Name, system?.RiskClass, names), risk.DecisionReason,
            [.. Risk.Allowed.From(risk.State).Where(state => state != RiskState.Reopened)],
            enterprise is null ? null : new(enterprise.Ref, enterprise.Title, names.Of(enterprise.OwnerId), enterprise.Rating),
            entry?.IndicatorMetrics ?? [], entry?.RequirementKeys ?? [], entry?.TypicalCause ?? "");
    }

    /// <summary>Counts per cell; closed risks are left out.</summary>
    public async Task<RiskMatrix> Matrix(RiskMoment moment, CancellationToken stop)
    {
        var risks = db.Set<Risk>().Where(risk => risk.State != RiskState.Closed);
        var places = moment switch
        {
            RiskMoment.Inherent => risks.Select(risk => new { Likelihood = risk.InherentLikelihood, Consequence = risk.InherentConsequence }),
            RiskMoment.Residual => risks.Select(risk => new { Likelihood = risk.ResidualLikelihood, Consequence = risk.ResidualConsequence }),
            _ => risks.Select(risk => new { Likelihood = risk.CurrentLikelihood, Consequence = risk.CurrentConsequence }),
        };
        var counts = await places.GroupBy(place => place).Select(group => new { group.Key.Likelihood, group.Key.Consequence, Risks = group.Count() })
            .ToListAsync(stop);
        var levels = Enumerable.Range(1, standards.Criteria.Size).ToList();
        var cells = levels.SelectMany(likelihood => levels
            .Select(consequence => new MatrixCell(likelihood, consequence, standards.Criteria.Band(likelihood, consequence).Name,
            counts.Where(count => count.Likelihood == likelihood && count.Consequence == consequence).Sum(count => count.Risks))));
        return new(moment, standards.Criteria.Size, [.. cells], counts.Where(count => count.Likelihood is null || count.Consequence is null)
            .Sum(count => count.Risks));
    }

    private IQueryable<Risk> Filtered(PageRequest request)
    {
        var list = db.Set<Risk>().AsNoTracking();
        if (request.State<RiskState>("state") is { } state) list = list.Where(risk => risk.State == state);
        if (request.YesNo("open") is { } open)
            list = list.Where(risk => (risk.State == RiskState.Open || risk.State == RiskState.Treating || risk.State == RiskState.Reopened) == open);
        if (request.State<RiskSource>("source") is { } source) list = list.Where(risk => risk.Source == source);
        if (request.FilterValue("system") is { } system) list = list.Where(risk => risk.SystemRef == system);
        if (request.FilterValue("enterprise") is { } enterprise) list = list.Where(risk => risk.EnterpriseRiskRef == enterprise);
        if (request.FilterValue("owner") is { } owner)
            list = list.Where(risk => db.Set<Person>().Any(person => person.Ref == owner && person.Id == risk.OwnerId));
        if (Number(request, "likelihood") is { } likelihood) list = list.Where(risk => risk.CurrentLikelihood == likelihood);
        if (Number(request, "consequence") is { } consequence) list = list.Where(risk => risk.CurrentConsequence == consequence);
        if (request.FilterValue("band") is { } band) list = InBand(list, RiskBands.Named(standards.Criteria, band));
        list = list.Mentioning(request, risk => risk.Ref, risk => risk.Title);
        return list;
    }

    /// <summary>By the matrix, except that systems of a tier with a lifting rule have their risks in the lifted band.</summary>
    private IQueryable<Risk> InBand(IQueryable<Risk> list, RiskBand band)
    {
        var lifts = standards.Criteria.Overrides.Where(rule => rule is { Tier: not null, AtLeast: not null }).ToList();
        var tiers = Enum.GetValues<RiskClass>().Where(tier => lifts.Any(rule => rule.Tier == Words.Key(tier))).ToList();
        var reached = tiers.Where(tier => RiskBands.RuleFor(standards.Criteria, tier).Any(rule => rule.AtLeast == band.Name)).ToList();
        var passed = tiers.Where(tier => RiskBands.RuleFor(standards.Criteria, tier)
            .Any(rule => rule.AtLeast is { } least && RiskBands.Named(standards.Criteria, least).Min > band.Min)).ToList();
        return list.Where(risk => risk.CurrentLikelihood != null && risk.CurrentLikelihood * risk.CurrentConsequence <= band.Max
            && (risk.CurrentLikelihood * risk.CurrentConsequence >= band.Min || db.Set<AiSystem>()
                .Any(system => system.Ref == risk.SystemRef && reached.Contains(system.RiskClass)))
            && !db.Set<AiSystem>().Any(system => system.Ref == risk.SystemRef && passed.Contains(system.RiskClass)));
    }

    private static int? Number(PageRequest request, string key) => request.FilterValue(key) switch
    {
        null => null,
        var word when int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        var word => throw new RuleViolation("LIST-FILTER", $"'{word}' is not a number ({key})."),
    };

    private RiskLine Line(Risk risk, string? system, RiskClass? tier, IReadOnlyDictionary<PersonId, PersonName> names)
    {
        BandedLevel? Banded(RiskLevel? level) => RiskBands.Of(standards.Criteria, level, tier);
        return new(risk.Ref, risk.Version, risk.UnitId, risk.Title, risk.SystemRef, system, risk.CatalogueId, standards.FindRisk(risk.CatalogueId)?.Title,
            risk.Source, risk.State, names.Of(risk.OwnerId),
            risk.EnterpriseRiskRef, Banded(risk.Current), Banded(risk.Inherent), Banded(risk.Residual), risk.StateBefore, Banded(risk.Before));
    }
}
