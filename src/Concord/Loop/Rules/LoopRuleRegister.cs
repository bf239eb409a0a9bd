using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop.Rules;

/// <summary>Rules of the loop: written by some, approved by another.</summary>
internal sealed class LoopRuleRegister(ConcordDb db, LoopLibrary library, RulesInForce inForce)
{
    public async Task<LoopRuleRevision> Draft(string text, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandPerson(Permission.ChangeLoopRules, await db.WholeOrganisation(stop));
        if (await db.Set<LoopRuleRevision>().FirstOrDefaultAsync(known => known.State == LoopRulesState.Draft, stop) is { } open)
            throw new RuleViolation("LOOP-RULES-DRAFT", $"{open.Ref} is a draft already. Go on with it, or withdraw it first.");
        var rules = await Checked(text, null, stop);
        var revision = new LoopRuleRevision(await work.NextRef("LR", stop), rules, text, reason, actor.Ref, db.Now);
        db.Add(revision);
        work.Note("loop-rules.drafted", revision.Ref, $"{revision.Label}, {rules.Rules.Count} rules, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    public async Task<LoopRuleRevision> Edit(string reference, int expectedVersion, string text, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var revision = await Find(reference, expectedVersion, unit => actor.DemandPerson(Permission.ChangeLoopRules, unit), stop);
        var rules = await Checked(text, revision, stop);
        revision.Edit(rules, text, reason, actor.Ref, db.Now);
        work.Note("loop-rules.edited", revision.Ref, $"{revision.Label}, {rules.Rules.Count} rules, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    /// <summary>One rule of a draft, new or instead of another.</summary>
    /// <param name="instead">Name of the rule it takes the place of; empty: it is added.</param>
    public async Task<LoopRuleRevision> Put(string reference, int expectedVersion, string instead, RuleFields rule, Actor actor, CancellationToken stop)
    {
        var faults = new List<Finding>();
        var read = LoopRulesReader.Rules(LoopRulesText.Write(rule), "rule", library, faults)?.Rules.Single();
        return await Change(reference, expectedVersion, $"rule {rule.Id}", rules =>
        {
            if (read is null) throw new FindingsException(faults);
            if (instead.Length == 0) return [.. rules, read];
            return rules.Any(known => known.Id == instead) ? [.. rules.Select(known => known.Id == instead ? read : known)] : throw Refusal.Missing($"rule of {reference}", instead);
        }, actor, stop);
    }

    public Task<LoopRuleRevision> Remove(string reference, int expectedVersion, string rule, Actor actor, CancellationToken stop) => Change(reference, expectedVersion, $"rule {rule} removed", rules =>
        rules.Any(known => known.Id == rule) ? [.. rules.Where(known => known.Id != rule)] : throw Refusal.Missing($"rule of {reference}", rule), actor, stop);

    /// <summary>By another AIMS manager than those who wrote it. From then on they decide; what followed before stays as it is.</summary>
    public async Task<LoopRuleRevision> Approve(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var revision = await Find(reference, expectedVersion, unit => actor.DemandDuty(Permission.ChangeLoopRules, unit), stop);
        revision.Approve(actor.Ref, db.Now);
        // The library may have changed since the draft was written: what is approved must hold today.
        var warnings = Refuse(RuleFloors.Check(inForce.Of(revision), library));
        if ((await inForce.Now(stop)).Rules.Sha256 == revision.TextSha256) throw new RuleViolation("LOOP-RULES-SAME", $"{revision.Ref} says what is in force already.");
        work.Note("loop-rules.approved", revision.Ref, $"{revision.Label}, SHA-256 {revision.TextSha256[..12]}…{(warnings.Count == 0 ? "" : $"; {warnings.Count} warnings were shown")}");
        await work.Commit(stop);
        return revision;
    }

    public async Task<LoopRuleRevision> Withdraw(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var revision = await Find(reference, expectedVersion, unit => actor.DemandPerson(Permission.ChangeLoopRules, unit), stop);
        revision.Withdraw(db.Now);
        work.Note("loop-rules.withdrawn", revision.Ref, revision.Label);
        await work.Commit(stop);
        return revision;
    }

    /// <summary>Everything that is wrong with a text at once; and a version nobody used for other rules. Below a floor a draft may be on its way; approved it is not.</summary>
    private async Task<LoopRules> Checked(string text, LoopRuleRevision? itself, CancellationToken stop)
    {
        var faults = new List<Finding>();
        var rules = LoopRulesReader.Rules(text, "rules", library, faults) ?? throw new FindingsException(faults);
        var own = itself?.Id ?? default;
        if ((rules.Version == library.Default.Version && rules.Sha256 != library.Default.Sha256)
            || await db.Set<LoopRuleRevision>().AnyAsync(known => known.Label == rules.Version && known.State != LoopRulesState.Withdrawn && known.Id != own, stop))
            throw new RuleViolation("LOOP-RULES-VERSION", $"There already are rules {rules.Version}. Give these another version: signals name it.");
        return rules;
    }

    private async Task<LoopRuleRevision> Change(string reference, int expectedVersion, string what, Func<IReadOnlyList<LoopRule>, IReadOnlyList<LoopRule>> change, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var revision = await Find(reference, expectedVersion, unit => actor.DemandPerson(Permission.ChangeLoopRules, unit), stop);
        var text = LoopRulesText.Write(revision.Label, change(inForce.Of(revision).Rules));
        revision.Edit(await Checked(text, revision, stop), text, revision.Reason, actor.Ref, db.Now);
        work.Note("loop-rules.edited", revision.Ref, $"{what}, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    private static IReadOnlyList<Finding> Refuse(IReadOnlyList<Finding> findings) =>
        findings.Any(finding => finding.Severity == Severity.Error) ? throw new FindingsException([.. findings.Where(finding => finding.Severity == Severity.Error)]) : findings;

    private async Task<LoopRuleRevision> Find(string reference, int expectedVersion, Action<OrganisationUnitId> permit, CancellationToken stop)
    {
        var revision = await db.Set<LoopRuleRevision>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("revision of the rules", reference);
        permit(await db.WholeOrganisation(stop));
        Refusal.IfStale(revision, expectedVersion);
        return revision;
    }
}
