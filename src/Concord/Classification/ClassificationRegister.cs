using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Classification;

/// <summary>Classifications of AI systems: drafted and answered by some, approved by somebody else.</summary>
internal sealed class ClassificationRegister(ConcordDb db, RulePack pack)
{
    /// <summary>Begins with the facts of the one before; the first with the roles the inventory knows. Of a system one is open at a time.</summary>
    public async Task<SystemClassification> Draft(string systemRef, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef);
        actor.DemandPerson(Permission.EditInventory, system.UnitId);
        system.DemandInLife();
        var known = await db.Set<SystemClassification>().AsNoTracking().Where(each => each.SystemId == system.Id).ToListAsync(stop);
        if (known.Find(each => each.IsOpen) is { } open)
            throw new RuleViolation("CLASSIFICATION-DRAFT", $"{open.Ref} is {Words.Of(open.State)} already. Go on with it, or withdraw it first.");
        var before = known.Where(each => each.State != ClassificationState.Withdrawn).MaxBy(each => each.ApprovedAt);
        var facts = WithRoles(before is null ? FactSheet.Empty : FactSheet.Of(pack, before.Facts), system);
        var classification = new SystemClassification(await work.NextRef("CLS", stop), system, facts, actor.Ref, db.Now);
        db.Add(classification);
        work.Note("classification.drafted", classification.Ref, $"of {system.Ref}, rule pack {pack.Name}{(before is null ? "" : $", from {before.Ref}")}");
        await work.Commit(stop);
        return classification;
    }

    /// <param name="answers">Fact and values. A list without values is "none"; null takes the answer back.</param>
    /// <param name="asOf">The day whose law counts; null: as before.</param>
    public async Task<SystemClassification> Answer(string reference, int expectedVersion, IReadOnlyDictionary<string, IReadOnlyList<string>?> answers, DateOnly? asOf, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (classification, _) = await FindToEdit(reference, expectedVersion, actor, stop);
        var faults = new List<Finding>();
        var facts = FactSheet.Of(pack, classification.Facts);
        foreach (var (fact, values) in answers) facts = values is null && pack.FindFact(fact) is not null ? facts.Without(fact) : facts.With(pack, fact, values ?? [], fact, faults);
        if (faults.Count > 0) throw new FindingsException(faults);
        var day = asOf ?? classification.AsOf;
        var outcome = ClassificationRules.Decide(pack, facts, day);
        classification.Answer(facts, day, actor.Ref);
        work.Note("classification.answered", classification.Ref, $"{string.Join(", ", answers.Keys)}: {outcome.TierName ?? $"{outcome.Questions.Count} questions open"}");
        await work.Commit(stop);
        return classification;
    }

    public async Task<SystemClassification> Write(string reference, int expectedVersion, string reasoning, IReadOnlyList<string> documents, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (classification, _) = await FindToEdit(reference, expectedVersion, actor, stop);
        var named = documents.Select(document => document.Trim()).Where(document => document.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        foreach (var document in named)
            if (!await db.Knows<Documents.Document>(document, stop)) throw Refusal.Missing("document", document);
        classification.Write(reasoning, named, actor.Ref);
        work.Note("classification.written", classification.Ref, $"{classification.Reasoning.Length} characters of reasoning{(named.Count > 0 ? $", with {string.Join(", ", named)}" : "")}");
        await work.Commit(stop);
        return classification;
    }

    public async Task<SystemClassification> Propose(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (classification, system) = await FindToEdit(reference, expectedVersion, actor, stop);
        var facts = FactSheet.Of(pack, classification.Facts);
        DemandRoles(facts, system);
        var outcome = ClassificationRules.Decide(pack, facts, classification.AsOf, system.LiveSince);
        classification.Propose(pack, system, outcome, actor.Ref, db.Now);
        work.Note("classification.proposed", classification.Ref, $"{system.Ref} is {outcome.TierName} by {outcome.Rule} of {pack.Name} as of {classification.AsOf:yyyy-MM-dd}, SHA-256 {classification.OutcomeSha256[..12]}…");
        await work.Commit(stop);
        return classification;
    }

    public async Task<SystemClassification> Return(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (classification, _) = await Find(reference, expectedVersion, unit => actor.DemandPerson(Permission.ApproveClassifications, unit), stop);
        classification.Return(reason);
        work.Note("classification.returned", classification.Ref, classification.Returned);
        await work.Commit(stop);
        return classification;
    }

    /// <summary>By another person than those who answered. The system has this class from now on; the one before is superseded.</summary>
    public async Task<SystemClassification> Approve(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (classification, system) = await Find(reference, expectedVersion, unit => actor.DemandDuty(Permission.ApproveClassifications, unit), stop);
        classification.Approve(actor.Ref, Staleness.Of(classification, system, pack, db.Today), db.Now);
        work.Note("classification.approved", classification.Ref, $"{pack.Tier(classification.Tier).Name}, written by {string.Join(", ", classification.Authors)}");
        foreach (var before in await db.Set<SystemClassification>().Where(each => each.SystemId == system.Id && each.State == ClassificationState.Approved && each.Id != classification.Id).ToListAsync(stop))
        {
            before.GiveWay(db.Now);
            work.Note("classification.superseded", before.Ref, $"by {classification.Ref}");
        }
        system.Classify(Enum.Parse<RiskClass>(pack.Tier(classification.Tier).RiskClass, ignoreCase: true), classification.Ref);
        work.Note("system.classified", system.Ref, $"{Words.Of(system.RiskClass)} by {classification.Ref}");
        await work.Commit(stop);
        return classification;
    }

    public async Task<SystemClassification> Withdraw(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (classification, system) = await FindToEdit(reference, expectedVersion, actor, stop);
        classification.Withdraw(db.Now);
        work.Note("classification.withdrawn", classification.Ref, $"of {system.Ref}");
        await work.Commit(stop);
        return classification;
    }

    private FactSheet WithRoles(FactSheet facts, AiSystem system)
    {
        var others = (facts.List(pack.Roles.Fact) ?? []).Except([pack.Roles.Provider, pack.Roles.Deployer], StringComparer.Ordinal);
        return facts.With(pack, pack.Roles.Fact, [.. others, .. system.IsProvider ? [pack.Roles.Provider] : Array.Empty<string>(), .. system.IsDeployer ? [pack.Roles.Deployer] : Array.Empty<string>()]);
    }

    /// <summary>The inventory and the classification must not say different things of the same system.</summary>
    private void DemandRoles(FactSheet facts, AiSystem system)
    {
        if (facts.List(pack.Roles.Fact) is not { } roles) return; // Asked as an open question.
        if (roles.Contains(pack.Roles.Provider) != system.IsProvider || roles.Contains(pack.Roles.Deployer) != system.IsDeployer)
            throw new RuleViolation("CLASSIFICATION-ROLES",
                $"The classification says {(roles.Count == 0 ? "no role" : string.Join(", ", roles))}, the inventory says of {system.Ref}: {SystemClassification.BasisOf(system)[^1]}. Correct one of them.");
    }

    private Task<(SystemClassification Classification, AiSystem System)> FindToEdit(string reference, int expectedVersion, Actor actor, CancellationToken stop) =>
        Find(reference, expectedVersion, unit => actor.DemandPerson(Permission.EditInventory, unit), stop);

    private async Task<(SystemClassification Classification, AiSystem System)> Find(string reference, int expectedVersion, Func<OrganisationUnitId, PersonId> demand, CancellationToken stop)
    {
        var classification = await db.Set<SystemClassification>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("classification", reference);
        var system = await db.Set<AiSystem>().SingleOrDefaultAsync(known => known.Id == classification.SystemId, stop) ?? throw Refusal.Missing("classification", reference);
        demand(classification.UnitId);
        Refusal.IfStale(classification, expectedVersion);
        return (classification, system);
    }
}
