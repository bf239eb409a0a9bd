using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps;

/// <param name="Requirement">Key of the requirement of the target.</param>
/// <param name="Standard">The standard held, by its word or its prefix.</param>
/// <param name="Sources">Keys of what is re-used; null: those of the library's claim.</param>
/// <param name="IsOverride">Whether the organisation's figure uses it.</param>
internal sealed record ReuseOpinion(string Requirement, string Standard, ReuseStrength Strength, IReadOnlyList<string>? Sources, string Reason, bool IsOverride);

/// <summary>What people think of the library's claims of re-use. It speaks for the whole organisation.</summary>
internal sealed class ReuseRegister(ConcordDb db, StandardsLibrary library)
{
    /// <param name="seenVersion">Of the person's own judgement that is replaced; null for the first.</param>
    public async Task<ReuseJudgement> Judge(ReuseOpinion opinion, int? seenVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var whole = await db.WholeOrganisation(stop);
        actor.Demand(Permission.RateReuse, whole);
        var by = actor.PersonId ?? throw new RuleViolation(Refusal.AccessDenied, "A judgement is a person's. Sign in as one.");
        var (requirement, standard) = Claim(opinion);
        var known = await db.Set<ReuseJudgement>().Where(judgement => judgement.Requirement == requirement && judgement.SourceStandard == standard.Prefix).ToListAsync(stop);
        var own = known.Find(judgement => judgement.By == by);
        if (opinion.IsOverride || own?.IsOverride == true) actor.Demand(Permission.JudgeRequirements, whole); // Whoever knows may rate; which judgement the figure uses is for who answers for it.
        if (own is null) db.Add(own = new ReuseJudgement(await work.Reference<ReuseJudgement>(null, "REUSE", stop), requirement, standard.Prefix, by));
        else if (seenVersion is { } seen) Refusal.IfStale(own, seen);
        else throw new RuleViolation("REUSE-JUDGED", $"You have judged this claim already: {own.Ref} says {Words.Of(own.Strength)}. Look at it again, and replace it if you changed your mind.");

        var claimed = library.Reuse.FirstOrDefault(claim => claim.RequirementKey == requirement && claim.SourceStandard == standard.Prefix);
        own.Say(opinion.Strength, opinion.Strength == ReuseStrength.None ? [] : Sources(opinion.Sources ?? claimed?.SourceKeys ?? [], standard), opinion.Reason, opinion.IsOverride, db.Today);
        work.Note("reuse.judged", own.Ref,
            $"{requirement} from {standard.Prefix}: {Words.Of(own.Strength)}, the library says {Words.Of(claimed?.Strength ?? ReuseStrength.None)}{(own.IsOverride ? "; the figure uses this" : "")}: {own.Reason}");
        foreach (var other in known.Where(judgement => own.IsOverride && judgement != own && judgement.IsOverride))
        {
            other.GiveWay();
            work.Note("reuse.gave-way", other.Ref, $"the figure uses {own.Ref} instead");
        }
        await work.Commit(stop);
        return own;
    }

    /// <summary>Only the person whose judgement it is replaces it.</summary>
    public async Task<ReuseJudgement> Revise(
        string reference, ReuseStrength strength, IReadOnlyList<string>? sources, string reason, bool isOverride, int expectedVersion, Actor actor, CancellationToken stop)
    {
        var known = await db.Set<ReuseJudgement>().AsNoTracking().SingleOrDefaultAsync(judgement => judgement.Ref == reference, stop) ?? throw Refusal.Missing("judgement", reference);
        if (known.By != actor.PersonId) throw new RuleViolation("REUSE-OWN", $"{reference} is the judgement of another person. Give your own instead.");
        return await Judge(new(known.Requirement, known.SourceStandard, strength, sources, reason, isOverride), expectedVersion, actor, stop);
    }

    private (string Requirement, Edition Standard) Claim(ReuseOpinion opinion)
    {
        var requirement = library.DemandRequirement(opinion.Requirement);
        if (requirement.Edition != library.ReuseDefinition.Target)
            throw new RuleViolation("REUSE-TARGET", $"{requirement.Key} is not a requirement whose work could be re-used. Name one of {library.ReuseDefinition.Target}.");
        var sources = ReuseQuestion.Sources(library);
        return (requirement.Key, sources.FirstOrDefault(source => ReuseQuestion.IsNamed(source, opinion.Standard))
            ?? throw new RuleViolation("REUSE-STANDARD", $"There are no claims of re-use from '{opinion.Standard}'. Known: {string.Join(", ", sources.Select(ReuseQuestion.Word))}."));
    }

    private IReadOnlyList<string> Sources(IReadOnlyList<string> keys, Edition standard)
    {
        var known = library.DemandKeys(keys);
        if (known.FirstOrDefault(key => library.FindRequirement(key)!.Edition != standard.Key) is { } stray)
            throw new RuleViolation("REUSE-SOURCES", $"{stray} is not a requirement of {standard.Designation}. Name requirements of that standard.");
        return known;
    }
}
