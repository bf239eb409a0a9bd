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
        BandedLevel? Before)
{
    /// <summary>The level that is wanted; null: the appetite says it.</summary>
    public BandedLevel? Target { get; init; }

    /// <summary>Of the catalogue entry; null: it came from none.</summary>
    public string? Category { get; init; }

    /// <summary>The highest band the organisation carries in this category.</summary>
    public string Appetite { get; init; } = "";

    /// <summary>Null while it has no level.</summary>
    public bool? IsAboveAppetite { get; init; }

    public DateTimeOffset? AssessedAt { get; init; }

    public DateOnly? ReassessDueOn { get; init; }

    public DateOnly? AcceptedUntil { get; init; }

    /// <summary>Its new assessment was due, or an event asked for one that nobody made.</summary>
    public bool AsksAnew { get; init; }
}

/// <param name="NextStates">Where a person can decide to move it.</param>
/// <param name="Indicators">Metrics whose breach speaks of this risk.</param>
internal sealed record RiskDetail(
    RiskLine Line, string DecisionReason, IReadOnlyList<RiskState> NextStates, EnterpriseRiskLine? Enterprise, IReadOnlyList<string> Indicators,
        IReadOnlyList<string> Requirements, string TypicalCause)
{
    /// <summary>Everything else on record about it; null in lists.</summary>
    public RiskFile? File { get; init; }
}

internal sealed record EnterpriseRiskLine(string Ref, string Title, PersonName? Owner, string Rating);

/// <summary>A cell of the matrix with how many risks stand in it.</summary>
internal sealed record MatrixCell(int Likelihood, int Consequence, string Band, int Risks);

internal enum RiskMoment
{
    Current,
    Inherent,
    Residual,
    Target,
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
        .By("target", risk => (risk.TargetLikelihood ?? 0) * (risk.TargetConsequence ?? 0)).By("system", risk => risk.SystemRef ?? "")
        .By("due", risk => risk.ReassessDueOn ?? DateOnly.MaxValue);

    /// <summary>Filter: <c>state:</c> <c>source:</c> <c>category:fairness</c> <c>system:SYS-0001</c> (<c>none</c>: the organisation's own) <c>owner:PERSON-0001</c>
    /// <c>enterprise:ENT-01</c> <c>open:yes</c> <c>closed:no</c> <c>overdue:yes</c> (asks for a new assessment), <c>band:high</c> <c>likelihood:4</c> <c>consequence:3</c>
    /// of the current level, or of <c>moment:inherent</c>, and words.</summary>
    public async Task<PageOf<RiskLine>> List(PageRequest request, CancellationToken stop)
    {
        var page = await Filtered(request).Page(request, Order, risk =>
            new { Risk = risk, System = db.Set<AiSystem>().Where(system => system.Ref == risk.SystemRef).Select(system => new { system.Name, system.RiskClass })
            .FirstOrDefault() }, stop);
        var names = await db.NamesOf(page.Items.Select(row => (PersonId?)row.Risk.OwnerId), stop);
        var ids = page.Items.Select(row => row.Risk.Id).ToList();
        var asked = (await db.Set<RiskAsk>().Where(ask => ids.Contains(ask.RiskId) && ask.AnsweredAt == null).Select(ask => ask.RiskId).Distinct().ToListAsync(stop)).ToHashSet();
        return page.Map(row => Line(row.Risk, row.System?.Name, row.System?.RiskClass, names, asked.Contains(row.Risk.Id)));
    }

    public async Task<RiskDetail> Detail(string reference, CancellationToken stop)
    {
        var risk = await db.Set<Risk>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("risk", reference);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == risk.SystemRef, stop);
        var enterprise = await db.Set<EnterpriseRisk>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == risk.EnterpriseRiskRef, stop);
        var names = await db.NamesOf([risk.OwnerId, enterprise?.OwnerId], stop);
        var entry = standards.FindRisk(risk.CatalogueId);
        var asked = await db.Set<RiskAsk>().AnyAsync(ask => ask.RiskId == risk.Id && ask.AnsweredAt == null, stop);
        return new(Line(risk, system?.Name, system?.RiskClass, names, asked), risk.DecisionReason,
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
            RiskMoment.Target => risks.Select(risk => new { Likelihood = risk.TargetLikelihood, Consequence = risk.TargetConsequence }),
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

    public async Task<PageOf<EnterpriseRiskLine>> EnterpriseRisks(PageRequest request, CancellationToken stop)
    {
        var page = await db.Set<EnterpriseRisk>().AsNoTracking().Page(request, EnterpriseOrder, risk => risk, stop);
        var names = await db.NamesOf(page.Items.Select(risk => (PersonId?)risk.OwnerId), stop);
        return page.Map(risk => new EnterpriseRiskLine(risk.Ref, risk.Title, names.Of(risk.OwnerId), risk.Rating));
    }

    public static readonly ListOrder<EnterpriseRisk> EnterpriseOrder = new ListOrder<EnterpriseRisk>("ref", risk => risk.Ref).By("title", risk => risk.Title)
        .By("rating", risk => risk.Rating);

    private IQueryable<Risk> Filtered(PageRequest request)
    {
        var list = db.Set<Risk>().AsNoTracking();
        if (request.State<RiskState>("state") is { } state) list = list.Where(risk => risk.State == state);
        if (request.YesNo("open") is { } open)
            list = list.Where(risk => (risk.State == RiskState.Open || risk.State == RiskState.Treating || risk.State == RiskState.Reopened) == open);
        if (request.State<RiskSource>("source") is { } source) list = list.Where(risk => risk.Source == source);
        if (request.FilterValue("system") is { } system) list = system == "none" ? list.Where(risk => risk.SystemRef == null) : list.Where(risk => risk.SystemRef == system);
        if (request.FilterValue("enterprise") is { } enterprise) list = list.Where(risk => risk.EnterpriseRiskRef == enterprise);
        if (request.FilterValue("category") is { } category) list = InCategory(list, category);
        if (request.YesNo("closed") is { } closed) list = list.Where(risk => (risk.State == RiskState.Closed) == closed);
        if (request.YesNo("overdue") is { } overdue)
        {
            var today = db.Today;
            list = list.Where(risk => (risk.State != RiskState.Closed
                && (risk.ReassessDueOn < today || db.Set<RiskAsk>().Any(ask => ask.RiskId == risk.Id && ask.AnsweredAt == null))) == overdue);
        }
        if (request.FilterValue("owner") is { } owner)
            list = list.Where(risk => db.Set<Person>().Any(person => person.Ref == owner && person.Id == risk.OwnerId));
        list = AtLevel(list, request);
        list = list.Mentioning(request, risk => risk.Ref, risk => risk.Title);
        return list;
    }

    private IQueryable<Risk> InCategory(IQueryable<Risk> list, string category)
    {
        var entries = standards.Risks.Where(entry => string.Equals(entry.Category, category, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Id).ToList();
        return entries.Count > 0 ? list.Where(risk => entries.Contains(risk.CatalogueId))
            : throw new RuleViolation("LIST-FILTER", $"'{category}' is not a category of the risk catalogue. Known: {string.Join(", ", standards.Risks.Select(entry => entry.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}.");
    }

    private IQueryable<Risk> AtLevel(IQueryable<Risk> list, PageRequest request)
    {
        var placed = (request.State<RiskMoment>("moment") ?? RiskMoment.Current) switch
        {
            RiskMoment.Inherent => list.Select(risk => new Placed { Risk = risk, Likelihood = risk.InherentLikelihood, Consequence = risk.InherentConsequence, Dimensions = risk.InherentDimensions }),
            RiskMoment.Residual => list.Select(risk => new Placed { Risk = risk, Likelihood = risk.ResidualLikelihood, Consequence = risk.ResidualConsequence, Dimensions = risk.ResidualDimensions }),
            RiskMoment.Target => list.Select(risk => new Placed { Risk = risk, Likelihood = risk.TargetLikelihood, Consequence = risk.TargetConsequence, Dimensions = risk.TargetDimensions }),
            _ => list.Select(risk => new Placed { Risk = risk, Likelihood = risk.CurrentLikelihood, Consequence = risk.CurrentConsequence, Dimensions = risk.CurrentDimensions }),
        };
        var asked = placed;
        if (Number(request, "likelihood") is { } likelihood) asked = asked.Where(place => place.Likelihood == likelihood);
        if (Number(request, "consequence") is { } consequence) asked = asked.Where(place => place.Consequence == consequence);
        if (request.FilterValue("band") is { } band) asked = InBand(asked, RiskBands.Named(standards.Criteria, band));
        return ReferenceEquals(asked, placed) ? list : asked.Select(place => place.Risk);
    }

    /// <summary>By the matrix, except that rules above it lift risks of some tiers, and those that reach some level of a dimension.</summary>
    private IQueryable<Placed> InBand(IQueryable<Placed> list, RiskBand band)
    {
        var lifts = standards.Criteria.Overrides.Where(rule => rule.AtLeast is not null).ToList();
        var reaching = lifts.Where(rule => rule.AtLeast == band.Name).ToList();
        var passing = lifts.Where(rule => RiskBands.Named(standards.Criteria, rule.AtLeast!).Min > band.Min).ToList();
        var (reached, passed) = (Tiers(reaching), Tiers(passing));
        var (grave, graver) = (Levels(reaching), Levels(passing));
        return list.Where(place => place.Likelihood != null && place.Likelihood * place.Consequence <= band.Max
            && (place.Likelihood * place.Consequence >= band.Min || db.Set<AiSystem>().Any(system => system.Ref == place.Risk.SystemRef && reached.Contains(system.RiskClass))
                || (place.Dimensions != null && grave.Any(level => place.Dimensions.Contains(level))))
            && !db.Set<AiSystem>().Any(system => system.Ref == place.Risk.SystemRef && passed.Contains(system.RiskClass))
            && !(place.Dimensions != null && graver.Any(level => place.Dimensions.Contains(level))));
    }

    private static List<RiskClass> Tiers(List<RiskOverride> rules) => [.. Enum.GetValues<RiskClass>().Where(tier => rules.Exists(rule => rule.Tier == Words.Key(tier)))];

    /// <summary>As they stand in a row: from the level of the rule up to the highest.</summary>
    private List<string> Levels(List<RiskOverride> rules) =>
    [
        .. rules.Where(rule => rule is { Dimension: not null, Level: not null })
            .SelectMany(rule => Enumerable.Range(rule.Level!.Value, standards.Criteria.Size - rule.Level.Value + 1).Select(level => FormattableString.Invariant($";{rule.Dimension}={level};"))),
    ];

    private sealed class Placed
    {
        public required Risk Risk { get; init; }

        public required int? Likelihood { get; init; }

        public required int? Consequence { get; init; }

        public required string? Dimensions { get; init; }
    }

    private static int? Number(PageRequest request, string key) => request.FilterValue(key) switch
    {
        null => null,
        var word when int.TryParse(word, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) => number,
        var word => throw new RuleViolation("LIST-FILTER", $"'{word}' is not a number ({key})."),
    };

    private RiskLine Line(Risk risk, string? system, RiskClass? tier, IReadOnlyDictionary<PersonId, PersonName> names, bool asked)
    {
        BandedLevel? Banded(RiskLevel? level, int? likelihood, string? dimensions) => RiskBands.Of(standards.Criteria, level, tier, RatedLevel.Of(likelihood, dimensions));
        var current = Banded(risk.Current, risk.CurrentLikelihood, risk.CurrentDimensions);
        var category = standards.FindRisk(risk.CatalogueId)?.Category;
        var appetite = standards.Criteria.Appetite.For(category);
        return new(risk.Ref, risk.Version, risk.UnitId, risk.Title, risk.SystemRef, system, risk.CatalogueId, standards.FindRisk(risk.CatalogueId)?.Title,
            risk.Source, risk.State, names.Of(risk.OwnerId),
            risk.EnterpriseRiskRef, current, Banded(risk.Inherent, risk.InherentLikelihood, risk.InherentDimensions),
            Banded(risk.Residual, risk.ResidualLikelihood, risk.ResidualDimensions), risk.StateBefore, Banded(risk.Before, null, null))
        {
            Target = Banded(risk.Target, risk.TargetLikelihood, risk.TargetDimensions), Category = category, Appetite = appetite,
            IsAboveAppetite = current is null ? null : standards.Criteria.Bands.FirstOrDefault(band => band.Name == current.Band) is not { } band || band.Min > RiskBands.Named(standards.Criteria, appetite).Min,
            AssessedAt = risk.AssessedAt, ReassessDueOn = risk.ReassessDueOn, AcceptedUntil = risk.AcceptedUntil,
            AsksAnew = risk.State != RiskState.Closed && (asked || risk.ReassessDueOn < db.Today),
        };
    }
}
