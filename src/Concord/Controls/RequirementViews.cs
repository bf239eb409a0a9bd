using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Controls;

/// <summary>The heading under which a requirement is counted: the topmost one.</summary>
internal sealed record ClauseGroup(string Key, string Number, string Title);

internal static class ClauseGroups
{
    public static ClauseGroup GroupOf(this StandardsLibrary library, Requirement requirement)
    {
        var top = requirement;
        while (top.ParentKey is { } parent && library.FindRequirement(parent) is { } above) top = above;
        return new(top.Key, top.Number, top.Title);
    }
}

/// <param name="NewestEvidenceAge">Days since the newest evidence that counts; null when none does.</param>
/// <param name="Version">What a change of override or work status must expect; 0 while nothing was said yet.</param>
internal sealed record RequirementLine(
    string Key, string Edition, string Number, string Title, string Gist, RequirementKind Kind, PdcaPhase Phase, ClauseGroup Group,
    int Controls, int Effective, int Failing, int? NewestEvidenceAge, RequirementResult Derived, RequirementResult Shown, RequirementResult? Override,
        WorkStatus WorkStatus, PersonName? Owner, string Because, int Version);

internal sealed record EvidenceLine(string Ref, string Kind, string Title, DateOnly Date, DateOnly ValidUntil, int AgeInDays, bool Counts,
    EvidenceResult Result)
{
    public static EvidenceLine Of(EvidenceFact fact, DateOnly day) =>
        new(fact.Ref, fact.Kind, fact.Title, fact.Date, fact.ValidUntil, fact.AgeOn(day), fact.CountsOn(day), fact.Result);
}

/// <param name="OnlyInPart">It answers this requirement only in part.</param>
internal sealed record RequirementControlLine(string Ref, string Title, PersonName? Owner, ControlState State, string Because, bool OnlyInPart,
    IReadOnlyList<EvidenceLine> Evidence);

/// <param name="Rows">The rows that decided; those of records outside the reader's part of the organisation are counted in <paramref name="HiddenRows"/>
/// instead.</param>
/// <param name="DerivedSince">When the derived result last changed.</param>
internal sealed record RequirementDetail(
    RequirementLine Line, Requirement Requirement, string OverrideReason, DateTimeOffset? DerivedSince, string DerivationVersion,
    IReadOnlyList<RequirementControlLine> Controls, IReadOnlyList<DecidingRow> Rows, int HiddenRows,
    IReadOnlyList<Counterpart> Counterparts, IReadOnlyList<SupportedItem> Supports);

/// <summary>How far a clause group is: how many requirements stand at which result.</summary>
internal sealed record GroupReadiness(ClauseGroup Group, int Total, IReadOnlyDictionary<RequirementResult, int> Results)
{
    public int Of(RequirementResult result) => Results.GetValueOrDefault(result);
}

/// <summary>An applied control of which no evidence counts any more.</summary>
/// <param name="LastDay">The last day on which one counted.</param>
internal sealed record OutdatedControl(string Ref, string Title, PersonName? Owner, DateOnly LastDay);

/// <param name="Outdated">Controls that answer a requirement of the phase.</param>
internal sealed record PhaseRequirements(PdcaPhase Phase, IReadOnlyList<RequirementLine> Requirements, IReadOnlyList<OutdatedControl> Outdated);

/// <summary>Questions to the requirements. Results are derived anew each time, never read from a column.</summary>
internal sealed class RequirementViews(ConcordDb db, StandardsLibrary standards)
{
    public static readonly IReadOnlyList<string> SortKeys = ["number", "result", "phase", "evidence", "work"];

    /// <summary>
    /// One edition in the order of its standard. Filter: <c>result:</c> <c>derived:</c> <c>phase:</c> <c>kind:</c> <c>work:</c> <c>overridden:yes</c>
    /// <c>group:KEY</c> <c>owner:PERSON-0001</c> and words.
    /// The library is in memory, so sorting and filtering happen here.
    /// </summary>
    public async Task<PageOf<RequirementLine>> List(string edition, PageRequest request, CancellationToken stop) => Page(await Lines(edition, stop), request);

    /// <summary>The same of several editions, one after the other.</summary>
    public async Task<PageOf<RequirementLine>> List(IReadOnlyList<Edition> editions, PageRequest request, CancellationToken stop) => Page(await Lines(editions, stop), request);

    /// <summary>A part of lines that were read already.</summary>
    public static PageOf<RequirementLine> Page(IReadOnlyList<RequirementLine> lines, PageRequest request)
    {
        var sorted = Sorted(Filtered(lines, request), request).ToList();
        return new([.. sorted.Skip(request.Skip).Take(request.Size)], sorted.Count, request.Page, request.Size);
    }

    /// <summary>Every requirement of an edition, for tables that show the whole standard.</summary>
    public async Task<IReadOnlyList<RequirementLine>> Lines(string edition, CancellationToken stop)
    {
        if (standards.Editions.FirstOrDefault(known => known.Key == edition) is not { } one) throw Refusal.Missing("edition", edition);
        return await Lines([one], stop);
    }

    public async Task<IReadOnlyList<RequirementLine>> Lines(IReadOnlyList<Edition> editions, CancellationToken stop)
    {
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var owners = await Owners(facts, stop);
        return [.. editions.SelectMany(edition => Lines(edition.Key, facts, owners))];
    }

    /// <summary>By phase of plan, do, check, act: every requirement of every edition, and the controls whose evidence went out of date.</summary>
    public async Task<IReadOnlyList<PhaseRequirements>> Phases(CancellationToken stop)
    {
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var owners = await Owners(facts, stop);
        var lines = standards.Editions.SelectMany(edition => Lines(edition.Key, facts, owners)).ToList();
        var outdated = facts.Controls.Where(control => Sees(control.Unit)).Select(control => Derivation.Of(control, db.Today))
            .Where(control => control is { State: ControlState.Unproven, Control.Evidence: [_, ..] }).ToList();
        var names = await db.NamesOf(outdated.Select(control => control.Control.Owner), stop);
        return
        [
            .. Enum.GetValues<PdcaPhase>().Select(phase => new PhaseRequirements(phase, [.. lines.Where(line => line.Phase == phase)],
            [
                .. outdated.Where(control => control.Control.Requirements.Any(key => standards.FindRequirement(key)?.Phase == phase))
                    .Select(control => new OutdatedControl(control.Control.Ref, control.Control.Title, names.Of(control.Control.Owner), control.Control.Evidence.Max(evidence => evidence.ValidUntil))),
            ])),
        ];
    }

    private IEnumerable<RequirementLine> Lines(string edition, DerivationFacts facts, IReadOnlyDictionary<PersonId, PersonName> owners) =>
        standards.Assessable(edition).Select(requirement => Line(requirement, facts, Derivation.Of(facts.Of(requirement), db.Today), owners));

    private Task<IReadOnlyDictionary<PersonId, PersonName>> Owners(DerivationFacts facts, CancellationToken stop) => db.NamesOf(facts.Owners, stop);

    public async Task<RequirementDetail> Detail(string key, CancellationToken stop)
    {
        var requirement = standards.DemandRequirement(key);
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var own = facts.Of(requirement);
        var derived = Derivation.Of(own, db.Today);
        var names = await db.NamesOf(own.Controls.Select(control => control.Owner), stop);
        var hidden = Hidden(own);
        var rows = derived.Rows.Where(row => !hidden.Contains(row.Ref)).ToList();
        var state = facts.StateOf(requirement.Key);
        return new(Line(requirement, facts, derived, await Owners(facts, stop)), requirement, own.OverrideReason, state?.DerivedAt, Derivation.Version,
            [.. derived.Controls.Where(control => Sees(control.Control.Unit)).Select(control => ControlLine(control, requirement.Key, names))], rows,
                derived.Rows.Count - rows.Count,
            standards.CounterpartsOf(requirement, other => Derivation.Of(facts.Of(other), db.Today).Shown), standards.SupportedBy(requirement));
    }

    /// <summary>By clause group in the order of the standard.</summary>
    public async Task<IReadOnlyList<GroupReadiness>> Readiness(string edition, CancellationToken stop) =>
    [
        .. (await Lines(edition, stop)).GroupBy(line => line.Group)
            .Select(group => new GroupReadiness(group.Key, group.Count(), group.GroupBy(line => line.Shown)
                .ToDictionary(results => results.Key, results => results.Count()))), ];

    private RequirementLine Line(Requirement requirement, DerivationFacts facts, DerivedRequirement derived, IReadOnlyDictionary<PersonId, PersonName> owners)
    {
        var state = facts.StateOf(requirement.Key);
        var newest = derived.Controls.Select(control => control.Newest).OfType<EvidenceFact>().OrderByDescending(evidence => evidence.Date).FirstOrDefault();
        return new(requirement.Key, requirement.Edition, requirement.Number, requirement.Title, requirement.Gist, requirement.Kind, requirement.Phase,
            standards.GroupOf(requirement), derived.Controls.Count, derived.Count(ControlState.Effective), derived.Count(ControlState.Failing), newest?.AgeOn(db.Today),
            derived.Derived, derived.Shown, state?.Override, state?.WorkStatus ?? WorkStatus.NotStarted, owners.Of(state?.OwnerId), derived.Because, state?.Version ?? 0);
    }

    private RequirementControlLine ControlLine(DerivedControl derived, string key, IReadOnlyDictionary<PersonId, PersonName> names) => new(
        derived.Control.Ref, derived.Control.Title, names.Of(derived.Control.Owner), derived.State, derived.Because,
            derived.Control.PartlySatisfied.Contains(key),
    [
        .. derived.Control.Evidence.Where(evidence => Sees(evidence.Unit)).OrderByDescending(evidence => evidence.Date)
            .ThenByDescending(evidence => evidence.RecordedAt)
            .Select(evidence => EvidenceLine.Of(evidence, db.Today)), ]);

    private HashSet<string> Hidden(RequirementFacts facts) =>
    [
        .. facts.Controls.Where(control => !Sees(control.Unit)).Select(control => control.Ref),
        .. facts.Controls.SelectMany(control => control.Evidence).Where(evidence => !Sees(evidence.Unit)).Select(evidence => evidence.Ref),
        .. facts.Documents.Where(document => !Sees(document.Unit)).Select(document => document.Ref),
        .. facts.OpenNonconformities.Where(open => !Sees(open.Unit)).Select(open => open.Ref),
    ];

    private bool Sees(OrganisationUnitId unit) => db.SeesAll || db.VisibleUnits.Contains(unit);

    private static IEnumerable<RequirementLine> Filtered(IEnumerable<RequirementLine> lines, PageRequest request)
    {
        if (request.State<RequirementResult>("result") is { } result) lines = lines.Where(line => line.Shown == result);
        if (request.State<RequirementResult>("derived") is { } derived) lines = lines.Where(line => line.Derived == derived);
        if (request.State<PdcaPhase>("phase") is { } phase) lines = lines.Where(line => line.Phase == phase);
        if (request.State<RequirementKind>("kind") is { } kind) lines = lines.Where(line => line.Kind == kind);
        if (request.State<WorkStatus>("work") is { } work) lines = lines.Where(line => line.WorkStatus == work);
        if (request.YesNo("overridden") is { } overridden) lines = lines.Where(line => line.Override is not null == overridden);
        if (request.FilterValue("owner") is { } owner) lines = lines.Where(line => line.Owner?.Ref == owner);
        if (request.FilterValue("group") is { } group) lines = lines.Where(line => line.Group.Key == group || line.Group.Number == group);
        if (request.FreeText is { } words)
            lines = lines.Where(line => line.Number.Contains(words, StringComparison.OrdinalIgnoreCase)
                || line.Title.Contains(words, StringComparison.OrdinalIgnoreCase) || line.Gist.Contains(words, StringComparison.OrdinalIgnoreCase));
        request.DemandRead();
        return lines;
    }

    private static IEnumerable<RequirementLine> Sorted(IEnumerable<RequirementLine> lines, PageRequest request)
    {
        Func<RequirementLine, int>? key = request.SortKey switch
        {
            null or "" or "number" => null,
            "result" => line => (int)line.Shown,
            "phase" => line => (int)line.Phase,
            "evidence" => line => line.NewestEvidenceAge ?? int.MaxValue,
            "work" => line => (int)line.WorkStatus,
            var other => throw new RuleViolation("LIST-SORT", $"This list cannot be sorted by '{other}'. Known: {string.Join(", ", SortKeys)}."),
        };
        if (key is null) return request.Descending ? lines.Reverse() : lines;
        return request.Descending ? lines.OrderByDescending(key) : lines.OrderBy(key);
    }
}
