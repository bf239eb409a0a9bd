using Concord.Actions;
using Concord.Documents;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Controls;

/// <summary>What the derivation needs to know of a piece of evidence.</summary>
internal sealed record EvidenceFact(
    string Ref, OrganisationUnitId Unit, string Kind, string Title, DateOnly Date, DateOnly ValidUntil, EvidenceResult Result, DateTimeOffset RecordedAt, IReadOnlyList<string> ControlRefs)
{
    public bool CountsOn(DateOnly day) => Date <= day && day <= ValidUntil;

    public int AgeOn(DateOnly day) => day.DayNumber - Date.DayNumber;
}

/// <summary>What the derivation needs to know of an applied control, with the evidence about it.</summary>
internal sealed record ControlFact(
    string Ref, OrganisationUnitId Unit, string Title, PersonId? Owner, ControlStatus Status, IReadOnlyList<string> Requirements, IReadOnlyList<string> PartlySatisfied,
    IReadOnlyList<string> FailingBecause, IReadOnlyList<EvidenceFact> Evidence);

internal sealed record DocumentFact(string Ref, OrganisationUnitId Unit, string Title, DocumentState State, DateOnly? ApprovedOn, IReadOnlyList<string> Requirements);

internal sealed record NonconformityFact(string Ref, OrganisationUnitId Unit, string SystemRef, string ControlRef, NonconformityGrade Grade);

/// <summary>Everything that speaks for or against one requirement.</summary>
internal sealed record RequirementFacts(
    Requirement Requirement, IReadOnlyList<ControlFact> Controls, IReadOnlyList<DocumentFact> Documents, IReadOnlyList<NonconformityFact> OpenNonconformities,
    RequirementResult? Override = null, string OverrideReason = "");

/// <summary>
/// All facts of all requirements, read in one query per kind. A requirement's result speaks for the whole organisation, so this looks past the
/// filter on units; views hide the rows a reader may not see. Records changed in the current act count as changed, although not yet stored.
/// </summary>
internal sealed class DerivationFacts
{
    private readonly ILookup<string, ControlFact> controls;
    private readonly ILookup<string, DocumentFact> documents;
    private readonly ILookup<string, NonconformityFact> nonconformities;
    private readonly Dictionary<string, RequirementState> states;

    private DerivationFacts(IReadOnlyList<ControlFact> controls, IReadOnlyList<DocumentFact> documents, IReadOnlyList<NonconformityFact> nonconformities, Dictionary<string, RequirementState> states)
    {
        Controls = controls;
        this.controls = controls.SelectMany(control => control.Requirements.Select(key => (key, control))).ToLookup(pair => pair.key, pair => pair.control, StringComparer.Ordinal);
        this.documents = documents.SelectMany(document => document.Requirements.Select(key => (key, document))).ToLookup(pair => pair.key, pair => pair.document, StringComparer.Ordinal);
        this.nonconformities = nonconformities.ToLookup(nonconformity => nonconformity.ControlRef, StringComparer.Ordinal);
        this.states = states;
    }

    public IReadOnlyList<ControlFact> Controls { get; }

    public RequirementState? StateOf(string requirementKey) => states.GetValueOrDefault(requirementKey);

    public RequirementFacts Of(Requirement requirement)
    {
        var satisfying = controls[requirement.Key].OrderBy(control => control.Ref, StringComparer.Ordinal).ToList();
        var state = StateOf(requirement.Key);
        return new(requirement, satisfying, [.. documents[requirement.Key].OrderBy(document => document.Ref, StringComparer.Ordinal)],
            [.. satisfying.SelectMany(control => nonconformities[control.Ref]).OrderBy(nonconformity => nonconformity.Ref, StringComparer.Ordinal)],
            state?.Override, state?.OverrideReason ?? "");
    }

    /// <param name="keep">Whether the states of requirements will be changed and saved.</param>
    public static async Task<DerivationFacts> Read(ConcordDb db, bool keep, CancellationToken stop)
    {
        var evidence = await ReadEvidence(db, stop);
        var allControls = await ReadControls(db, evidence, stop);
        var allDocuments = Overlay(db, await Untracked<Document>(db).Where(document => document.Requirements.Count > 0)
            .Select(document => new DocumentFact(document.Ref, document.UnitId, document.Title, document.State, document.ApprovedOn, document.Requirements)).ToListAsync(stop),
            fact => fact.Ref, (Document document) => new DocumentFact(document.Ref, document.UnitId, document.Title, document.State, document.ApprovedOn, document.Requirements));
        var open = Overlay(db, await Untracked<Nonconformity>(db).Where(nc => nc.State != NonconformityState.ClosedEffective)
            .Select(nc => new NonconformityFact(nc.Ref, nc.UnitId, nc.SystemRef, nc.ControlRef, nc.Grade)).ToListAsync(stop),
            fact => fact.Ref, (Nonconformity nc) => nc.IsOpen ? new NonconformityFact(nc.Ref, nc.UnitId, nc.SystemRef, nc.ControlRef, nc.Grade) : null);
        var known = await (keep ? db.Set<RequirementState>() : db.Set<RequirementState>().AsNoTracking()).ToDictionaryAsync(state => state.Ref, StringComparer.Ordinal, stop);
        foreach (var state in db.Set<RequirementState>().Local) known[state.Ref] = state;
        return new(allControls, allDocuments, open, known);
    }

    private static async Task<ILookup<string, EvidenceFact>> ReadEvidence(ConcordDb db, CancellationToken stop)
    {
        var stored = await Untracked<Evidence>(db).Where(evidence => evidence.ControlRefs.Count > 0)
            .Select(evidence => new EvidenceFact(evidence.Ref, evidence.UnitId, evidence.Kind, evidence.Title, evidence.Date, evidence.ValidUntil, evidence.Result, evidence.RecordedAt, evidence.ControlRefs))
            .ToListAsync(stop);
        return Overlay(db, stored, fact => fact.Ref, (Evidence evidence) =>
                new EvidenceFact(evidence.Ref, evidence.UnitId, evidence.Kind, evidence.Title, evidence.Date, evidence.ValidUntil, evidence.Result, evidence.RecordedAt, evidence.ControlRefs))
            .SelectMany(fact => fact.ControlRefs.Select(control => (control, fact))).ToLookup(pair => pair.control, pair => pair.fact, StringComparer.Ordinal);
    }

    private static async Task<List<ControlFact>> ReadControls(ConcordDb db, ILookup<string, EvidenceFact> evidence, CancellationToken stop)
    {
        var stored = await Untracked<AppliedControl>(db)
            .Select(control => new ControlFact(control.Ref, control.UnitId, control.Title, control.OwnerId, control.Status, control.Requirements, control.PartlySatisfied, control.FailingBecause, new List<EvidenceFact>()))
            .ToListAsync(stop);
        var now = Overlay(db, stored, fact => fact.Ref, (AppliedControl control) =>
            new ControlFact(control.Ref, control.UnitId, control.Title, control.OwnerId, control.Status, control.Requirements, control.PartlySatisfied, control.FailingBecause, []));
        return [.. now.Select(control => control with { Evidence = [.. evidence[control.Ref]] })];
    }

    private static IQueryable<T> Untracked<T>(ConcordDb db) where T : class => db.Set<T>().IgnoreQueryFilters().AsNoTracking();

    /// <summary>The stored facts, with the records of the current act in their present state.</summary>
    private static List<TFact> Overlay<T, TFact>(ConcordDb db, IReadOnlyList<TFact> stored, Func<TFact, string> reference, Func<T, TFact?> present)
        where T : class, IRecord where TFact : class
    {
        var local = db.Set<T>().Local.ToDictionary(record => record.Ref, StringComparer.Ordinal);
        return [.. stored.Where(fact => !local.ContainsKey(reference(fact))), .. local.Values.Select(present).OfType<TFact>()];
    }
}
