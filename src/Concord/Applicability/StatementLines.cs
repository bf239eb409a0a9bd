using Concord.Controls;
using Concord.Foundation;
using Concord.Links;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Applicability;

/// <summary>
/// The lines of the statement as the record stands now, for the whole organisation: one for each control of each edition that has controls. A fixed
/// number of queries, however many controls there are; <see cref="StatementScope"/> takes away what a reader may not see.
/// </summary>
internal sealed class StatementLines(ConcordDb db, StandardsLibrary library)
{
    /// <summary>The relation of the crosswalk that says evidence helps to meet an obligation; others only point at related items.</summary>
    private const string Supports = "supports";

    /// <param name="editions">Those wanted; all that have controls unless told.</param>
    public async Task<IReadOnlyList<StatementLine>> Read(IReadOnlyList<Edition>? editions, CancellationToken stop)
    {
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var owners = await db.NamesOf(facts.Controls.Select(control => control.Owner), stop);
        var treated = await TreatedRisks.Read(db, library, stop);
        return
        [
            .. (editions ?? StatementEditions.Of(library)).SelectMany(edition => library.Assessable(edition.Key)).Where(requirement => requirement.Kind == RequirementKind.Control)
                .Select(control => Line(control, facts, owners, treated)),
        ];
    }

    private StatementLine Line(Requirement control, DerivationFacts facts, IReadOnlyDictionary<PersonId, PersonName> owners, TreatedRisks treated)
    {
        var derived = Derivation.Of(facts.Of(control), db.Today);
        var state = facts.StateOf(control.Key);
        var (applicability, by) = state switch
        {
            { IsExcluded: true } => (ControlApplicability.Excluded, DecidedBy.Person),
            { Justification: not null } => (ControlApplicability.Applicable, DecidedBy.Person),
            _ when derived.Controls.Count > 0 => (ControlApplicability.Applicable, DecidedBy.Fact),
            _ => (ControlApplicability.NotDecided, DecidedBy.Nobody),
        };
        var group = library.GroupOf(control);
        return new StatementLine(control.Key, control.Edition, control.Number, control.Title, group.Key, $"{group.Number} {group.Title}", applicability, by,
            (applicability == ControlApplicability.Excluded ? state!.OverrideReason : state?.Justification) ?? "", JustificationDerived: false,
            derived.Shown, state?.Override is not null, derived.Because,
            [.. derived.Controls.Select(one => Control(one, control.Key, owners))], treated.By(control.Key, [.. derived.Controls.Select(one => one.Control)]),
            [.. library.SupportedBy(control).Where(item => item.Relation == Supports).Select(item => new StatementObligation(item.Key, item.Framework, item.Called, item.Title))],
            Newest(derived), Version: state?.Version ?? 0).Justified();
    }

    private static StatementControl Control(DerivedControl one, string key, IReadOnlyDictionary<PersonId, PersonName> owners)
    {
        var owner = owners.Of(one.Control.Owner);
        return new(one.Control.Ref, one.Control.Title, owner?.Ref, owner?.Name, one.State, one.Because, one.Control.PartlySatisfied.Contains(key));
    }

    private StatementEvidence? Newest(DerivedRequirement derived)
    {
        var newest = derived.Controls.SelectMany(control => control.Control.Evidence).Where(evidence => evidence.Date <= db.Today)
            .OrderByDescending(evidence => evidence.CountsOn(db.Today)).ThenByDescending(evidence => evidence.Date).ThenByDescending(evidence => evidence.RecordedAt)
            .ThenByDescending(evidence => evidence.Ref, StringComparer.Ordinal).FirstOrDefault();
        return newest is null ? null : new(newest.Ref, newest.Kind, newest.Title, newest.Date, newest.ValidUntil);
    }
}

/// <summary>
/// Which risks a control of a standard treats: those tied to an applied control that answers it, those whose indicators such a control watches at their
/// system, and those whose entry of the catalogue names it. Closed risks are left out: there is nothing to treat.
/// </summary>
internal sealed class TreatedRisks
{
    private readonly ILookup<string, RiskFact> linked;
    private readonly ILookup<string, RiskFact> watched;
    private readonly ILookup<string, RiskFact> named;

    private TreatedRisks(ILookup<string, RiskFact> linked, ILookup<string, RiskFact> watched, ILookup<string, RiskFact> named) => (this.linked, this.watched, this.named) = (linked, watched, named);

    public IReadOnlyList<StatementRisk> By(string key, IReadOnlyList<ControlFact> controls) =>
    [
        .. controls.SelectMany(control => linked[control.Ref].Select(risk => (risk, Why: $"linked to {control.Ref}")))
            .Concat(controls.SelectMany(control => watched[control.Ref].Select(risk => (risk, Why: $"{control.Ref} watches what indicates it"))))
            .Concat(named[key].Select(risk => (risk, Why: $"{risk.CatalogueId} of the risk catalogue names this control")))
            .DistinctBy(pair => pair.risk.Ref).OrderBy(pair => pair.risk.Ref, StringComparer.Ordinal)
            .Select(pair => new StatementRisk(pair.risk.Ref, pair.risk.Title, pair.risk.State, pair.Why)),
    ];

    public static async Task<TreatedRisks> Read(ConcordDb db, StandardsLibrary library, CancellationToken stop)
    {
        var risks = await db.Set<Risk>().IgnoreQueryFilters().AsNoTracking().Where(risk => risk.State != RiskState.Closed)
            .Select(risk => new RiskFact(risk.Ref, risk.Title, risk.State, risk.SystemRef, risk.CatalogueId, risk.UnitId)).ToListAsync(stop);
        var links = await db.Set<Link>().IgnoreQueryFilters().AsNoTracking()
            .Where(link => (db.Set<AppliedControl>().Any(control => control.Ref == link.From) && db.Set<Risk>().Any(risk => risk.Ref == link.To))
                || (db.Set<AppliedControl>().Any(control => control.Ref == link.To) && db.Set<Risk>().Any(risk => risk.Ref == link.From)))
            .Select(link => new { link.From, link.To }).ToListAsync(stop);
        var watching = await db.Set<AppliedControl>().IgnoreQueryFilters().AsNoTracking().Where(control => control.Metrics.Count > 0).ToListAsync(stop);
        var units = await UnitTree.Read(db, stop);

        var byRef = risks.ToDictionary(risk => risk.Ref, StringComparer.Ordinal);
        return new(
            links.SelectMany(link => new[] { (Control: link.From, Risk: link.To), (Control: link.To, Risk: link.From) }).Where(pair => byRef.ContainsKey(pair.Risk))
                .ToLookup(pair => pair.Control, pair => byRef[pair.Risk], StringComparer.Ordinal),
            watching.SelectMany(control => risks.Where(risk => Watches(control, risk, library, units)).Select(risk => (control.Ref, risk))).ToLookup(pair => pair.Ref, pair => pair.risk, StringComparer.Ordinal),
            risks.SelectMany(risk => (library.FindRisk(risk.CatalogueId)?.RequirementKeys ?? []).Select(key => (key, risk))).ToLookup(pair => pair.key, pair => pair.risk, StringComparer.Ordinal));
    }

    private static bool Watches(AppliedControl control, RiskFact risk, StandardsLibrary library, UnitTree units) =>
        risk.SystemRef is { } system && library.FindRisk(risk.CatalogueId)?.IndicatorMetrics.Any(metric => control.Metrics.Contains(metric)) == true
        && control.AppliesTo(system, units.UpFrom(risk.Unit));

    private sealed record RiskFact(string Ref, string Title, RiskState State, string? SystemRef, string CatalogueId, OrganisationUnitId Unit);
}

/// <summary>The editions a statement speaks of: those that have controls, the one that is worked towards first.</summary>
internal static class StatementEditions
{
    public static IReadOnlyList<Edition> Of(StandardsLibrary library) => [.. library.Editions.Where(edition => edition.Controls > 0).OrderBy(edition => edition.Key != library.ReuseDefinition.Target)];

    /// <summary>As people name them: key, key without its year, or prefix.</summary>
    /// <param name="words">None: all.</param>
    public static IReadOnlyList<Edition> Named(StandardsLibrary library, IEnumerable<string> words)
    {
        var all = Of(library);
        var wanted = words.SelectMany(word => word.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var unknown = wanted.FirstOrDefault(word => !all.Any(edition => IsNamed(edition, word)));
        if (unknown is not null)
            throw new RuleViolation("STATEMENT-STANDARD", $"'{unknown}' is not a standard whose controls are stated. Known: {string.Join(", ", all.Select(Word))}.");
        return wanted.Count == 0 ? all : [.. all.Where(edition => wanted.Any(word => IsNamed(edition, word)))];
    }

    public static string Word(Edition edition) => edition.Key.Split(':')[0];

    private static bool IsNamed(Edition edition, string word) => new[] { edition.Key, Word(edition), edition.Prefix }.Contains(word, StringComparer.OrdinalIgnoreCase);
}
