using System.Linq.Expressions;
using Concord.Actions;
using Concord.Documents;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Controls;

/// <summary>What the derivation needs to know of a piece of evidence.</summary>
internal sealed record EvidenceFact(
    string Ref, OrganisationUnitId Unit, string Kind, string Title, DateOnly Date, DateOnly ValidUntil, EvidenceResult Result, DateTimeOffset RecordedAt,
        IReadOnlyList<string> ControlRefs)
{
    public bool CountsOn(DateOnly day) => Date <= day && day <= ValidUntil;

    public int AgeOn(DateOnly day) => day.DayNumber - Date.DayNumber;
}

/// <summary>What the derivation needs to know of an applied control, with the evidence about it.</summary>
internal sealed record ControlFact(
    string Ref, OrganisationUnitId Unit, string Title, PersonId? Owner, ControlStatus Status, IReadOnlyList<string> Requirements,
        IReadOnlyList<string> PartlySatisfied, IReadOnlyList<string> FailingBecause, IReadOnlyList<EvidenceFact> Evidence);

internal sealed record DocumentFact(string Ref, OrganisationUnitId Unit, string Title, DocumentState State, DateOnly? ApprovedOn,
    IReadOnlyList<string> Requirements)
{
    /// <summary>Whether an approved revision exists that was not withdrawn.</summary>
    public bool Counts => State is DocumentState.Approved or DocumentState.Published;
}

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

    private DerivationFacts(IReadOnlyList<ControlFact> controls, IReadOnlyList<DocumentFact> documents, IReadOnlyList<NonconformityFact> nonconformities,
        Dictionary<string, RequirementState> states)
    {
        Controls = controls;
        this.controls = controls.SelectMany(control => control.Requirements.Select(key => (key, control)))
            .ToLookup(pair => pair.key, pair => pair.control, StringComparer.Ordinal);
        this.documents = documents.SelectMany(document => document.Requirements.Select(key => (key, document)))
            .ToLookup(pair => pair.key, pair => pair.document, StringComparer.Ordinal);
        this.nonconformities = nonconformities.ToLookup(nonconformity => nonconformity.ControlRef, StringComparer.Ordinal);
        this.states = states;
    }

    public IReadOnlyList<ControlFact> Controls { get; }

    /// <summary>Owners of requirements.</summary>
    public IEnumerable<PersonId?> Owners => states.Values.Select(state => state.OwnerId);

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
        var evidence = (await Present(db, Evidence, piece => piece.ControlRefs.Count > 0, fact => fact.Ref, stop))
            .SelectMany(fact => fact.ControlRefs.Select(control => (control, fact)))
            .ToLookup(pair => pair.control, pair => pair.fact, StringComparer.Ordinal);
        var applied = await Present(db, Control, _ => true, fact => fact.Ref, stop);
        var written = await Present(db, Document, document => document.Requirements.Count > 0, fact => fact.Ref, stop);
        var open = await Present(db, Nonconformity, known => known.State != NonconformityState.ClosedEffective, fact => fact.Ref, stop);
        var said = await (keep ? db.Set<RequirementState>() : db.Set<RequirementState>().AsNoTracking())
            .ToDictionaryAsync(state => state.Ref, StringComparer.Ordinal, stop);
        foreach (var state in db.Held<RequirementState>()) said[state.Ref] = state;
        return new([.. applied.Select(control => control with { Evidence = [.. evidence[control.Ref]] })], written, open, said);
    }

    /// <summary>The facts of some controls alone, past the filter on units as well.</summary>
    public static async Task<IReadOnlyList<ControlFact>> OfControls(ConcordDb db, IReadOnlyList<string> references, CancellationToken stop)
    {
        var evidence = (await Present(db, Evidence, piece => piece.ControlRefs.Any(control => references.Contains(control)), fact => fact.Ref, stop))
            .SelectMany(fact => fact.ControlRefs.Select(control => (control, fact))).ToLookup(pair => pair.control, pair => pair.fact, StringComparer.Ordinal);
        var named = await Present(db, Control, control => references.Contains(control.Ref), fact => fact.Ref, stop);
        return [.. named.Select(control => control with { Evidence = [.. evidence[control.Ref]] })];
    }

    private static readonly Expression<Func<Evidence, EvidenceFact>> Evidence = evidence => new(
        evidence.Ref, evidence.UnitId, evidence.Kind, evidence.Title, evidence.Date, evidence.ValidUntil, evidence.Result, evidence.RecordedAt,
            evidence.ControlRefs);

    private static readonly Expression<Func<AppliedControl, ControlFact>> Control = control => new(
        control.Ref, control.UnitId, control.Title, control.OwnerId, control.Status, control.Requirements, control.PartlySatisfied, control.FailingBecause,
        new List<EvidenceFact>());

    private static readonly Expression<Func<Document, DocumentFact>> Document = document => new(
        document.Ref, document.UnitId, document.Title, document.State, document.ApprovedOn, document.Requirements);

    private static readonly Expression<Func<Nonconformity, NonconformityFact>> Nonconformity = known => new(
        known.Ref, known.UnitId, known.SystemRef, known.ControlRef, known.Grade);

    /// <summary>The stored facts, with the records that the current act holds in their present state.</summary>
    private static async Task<IReadOnlyList<TFact>> Present<T, TFact>(
        ConcordDb db, Expression<Func<T, TFact>> fact, Expression<Func<T, bool>> speaks, Func<TFact, string> reference, CancellationToken stop) where T
            : class, IRecord
    {
        var held = db.Held<T>().ToDictionary(record => record.Ref, StringComparer.Ordinal);
        var stored = await db.Set<T>().IgnoreQueryFilters().AsNoTracking().Where(speaks).Select(fact).ToListAsync(stop);
        if (held.Count == 0) return stored;
        return [.. stored.Where(known => !held.ContainsKey(reference(known))), .. held.Values.Where(speaks.Compile(preferInterpretation: true)).Select(fact.Compile(preferInterpretation: true))];
    }
}
