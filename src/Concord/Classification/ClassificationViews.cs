using System.Text.Json.Serialization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Classification;

/// <summary>Where a classification stands today; stale is what was approved and no longer fits.</summary>
internal enum ClassificationStanding
{
    Draft,
    Proposed,
    Approved,
    Stale,
    Superseded,
    Withdrawn,
}

/// <param name="Tier">The pack's name of the tier; null: not decided yet.</param>
/// <param name="Stale">Why it no longer fits.</param>
internal sealed record ClassificationLine(
    string Ref, int Version, string SystemRef, string SystemName, ClassificationState State, ClassificationStanding Standing, string? Tier, string? Rule, DateOnly? AppliesFrom, int Open, DateOnly AsOf, string RulePack,
    IReadOnlyList<PersonName> Authors, DateTimeOffset DraftedAt, DateTimeOffset? ProposedAt, PersonName? ApprovedBy, DateTimeOffset? ApprovedAt, IReadOnlyList<string> Stale)
{
    public bool IsOpen => State is ClassificationState.Draft or ClassificationState.Proposed;
}

/// <param name="Facts">Fact and answer; unknown where somebody said that nobody knows it. One that was not asked is not in it.</param>
/// <param name="Outcome">Frozen, or of a draft as of now.</param>
internal sealed record ClassificationDetail(
    ClassificationLine Line, OrganisationUnitId UnitId, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<SaidFact> Said, ClassificationOutcome Outcome, string Reasoning, IReadOnlyList<string> Documents,
    string Returned, string? Documentation, string RulePackSha256, string OutcomeSha256)
{
    /// <summary>The guided form as it stands.</summary>
    [JsonIgnore]
    public IReadOnlyList<AskedStep> Steps { get; init; } = [];

    public bool IsFrozen => OutcomeSha256.Length > 0;
}

/// <summary>A question that is answered.</summary>
internal sealed record SaidFact(string Fact, string Question, string Answer);

/// <summary>Questions to classifications.</summary>
internal sealed class ClassificationViews(ConcordDb db, RulePack pack)
{
    public static readonly ListOrder<SystemClassification> Order = new ListOrder<SystemClassification>("-ref", known => known.Ref)
        .By("state", known => known.State).By("tier", known => known.Tier).By("drafted", known => known.DraftedAt);

    /// <summary>Filter: <c>state:</c> <c>system:SYS-0001</c> <c>tier:</c> and words of reference and reasoning.</summary>
    public async Task<PageOf<ClassificationLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<SystemClassification>().AsNoTracking();
        if (request.State<ClassificationState>("state") is { } state) list = list.Where(known => known.State == state);
        if (request.FilterValue("system") is { } system) list = list.Where(known => db.Set<AiSystem>().Any(each => each.Id == known.SystemId && each.Ref == system));
        if (request.FilterValue("tier") is { } tier) list = list.Where(known => known.Tier == tier);
        list = list.Mentioning(request, known => known.Ref, known => known.Reasoning);
        var page = await list.Page(request, Order, known => known, stop);
        return new(await Lines(page.Items, stop), page.Total, page.Page, page.Size);
    }

    /// <summary>Those approved that no longer fit. Found by comparing, so no filter of the list can ask the database for it; a system has one approved at most.</summary>
    public async Task<IReadOnlyList<ClassificationLine>> Stale(CancellationToken stop)
    {
        var approved = await db.Set<SystemClassification>().AsNoTracking().Where(known => known.State == ClassificationState.Approved).OrderBy(known => known.Ref).ToListAsync(stop);
        return [.. (await Lines(approved, stop)).Where(line => line.Stale.Count > 0)];
    }

    /// <summary>Every classification of a system, the newest first.</summary>
    public async Task<IReadOnlyList<ClassificationLine>> OfSystem(string systemRef, CancellationToken stop)
    {
        var known = await (from each in db.Set<SystemClassification>().AsNoTracking() join system in db.Set<AiSystem>() on each.SystemId equals system.Id
                           where system.Ref == systemRef orderby each.Ref descending select each).ToListAsync(stop);
        return await Lines(known, stop);
    }

    public async Task<ClassificationDetail> Detail(string reference, CancellationToken stop)
    {
        var known = await db.Set<SystemClassification>().AsNoTracking().SingleOrDefaultAsync(each => each.Ref == reference, stop) ?? throw Refusal.Missing("classification", reference);
        var line = (await Lines([known], stop)).SingleOrDefault() ?? throw Refusal.Missing("classification", reference);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleAsync(each => each.Id == known.SystemId, stop);
        var facts = FactSheet.Of(pack, known.Facts);
        var outcome = known.Frozen ?? ClassificationRules.Decide(pack, facts, known.AsOf, system.LiveSince);
        var documentation = pack.Tiers.FirstOrDefault(tier => tier.Id == outcome.Tier)?.Documentation;
        return new(line, known.UnitId, known.Facts.Select(fact => fact.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal),
            [.. pack.Facts.Where(fact => facts.Knows(fact.Id)).Select(fact => new SaidFact(fact.Id, fact.Question, facts.Said(fact)))], outcome, known.Reasoning, known.Documents, known.Returned, documentation,
            known.RulePackSha256, known.OutcomeSha256)
        {
            Steps = AskedStep.Of(pack, facts, outcome),
        };
    }

    private async Task<IReadOnlyList<ClassificationLine>> Lines(IReadOnlyList<SystemClassification> rows, CancellationToken stop)
    {
        var ids = rows.Select(row => row.SystemId).Distinct().ToList();
        var systems = await db.Set<AiSystem>().AsNoTracking().Where(system => ids.Contains(system.Id)).ToDictionaryAsync(system => system.Id, stop);
        var names = await db.NamesOf(rows.SelectMany(row => row.Authors.Append(row.ApprovedBy)), stop);
        return [.. rows.Where(row => systems.ContainsKey(row.SystemId)).Select(row => Line(row, systems[row.SystemId], names))];
    }

    private ClassificationLine Line(SystemClassification row, AiSystem system, Dictionary<string, string> names)
    {
        var outcome = row.Frozen ?? ClassificationRules.Decide(pack, FactSheet.Of(pack, row.Facts), row.AsOf, system.LiveSince);
        var stale = row.State is ClassificationState.Approved or ClassificationState.Proposed ? Staleness.Of(row, system, pack, db.Today) : [];
        return new(row.Ref, row.Version, system.Ref, system.Name, row.State, Standing(row.State, stale), outcome.TierName, outcome.Rule, outcome.AppliesFrom, outcome.Questions.Count + outcome.Contradictions.Count, row.AsOf,
            row.RulePack.Length > 0 ? row.RulePack : pack.Name, [.. row.Authors.Select(Named)], row.DraftedAt, row.ProposedAt, row.ApprovedBy.Length > 0 ? Named(row.ApprovedBy) : null, row.ApprovedAt, stale);

        PersonName Named(string reference) => new(default, reference, names.GetValueOrDefault(reference) ?? reference);
    }

    private static ClassificationStanding Standing(ClassificationState state, IReadOnlyList<string> stale) => state switch
    {
        ClassificationState.Draft => ClassificationStanding.Draft,
        ClassificationState.Proposed => ClassificationStanding.Proposed,
        ClassificationState.Approved => stale.Count > 0 ? ClassificationStanding.Stale : ClassificationStanding.Approved,
        ClassificationState.Superseded => ClassificationStanding.Superseded,
        _ => ClassificationStanding.Withdrawn,
    };
}
