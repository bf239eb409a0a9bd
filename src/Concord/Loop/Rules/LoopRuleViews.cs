using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop.Rules;

/// <param name="IsInForce">It decides what follows today.</param>
internal sealed record LoopRulesLine(
    string Ref, int Version, string Label, LoopRulesState State, bool IsInForce, string Reason, IReadOnlyList<string> Authors, IReadOnlyList<string> AuthorRefs, DateTimeOffset? WrittenAt, string ApprovedBy,
    DateTimeOffset? ApprovedAt, DateTimeOffset? Until, string TextSha256);

/// <summary>A rule as people read it.</summary>
internal sealed record LoopRuleLine(string Id, string Title, string Sentence, LoopCondition When, IReadOnlyList<string> Then, IReadOnlyList<string> Without, int? DueDays);

/// <param name="Line">With an empty reference where it is the library's.</param>
/// <param name="Warnings">What the rules switch off that law or safety asks for.</param>
/// <param name="CannotBeApproved">Some of that may not be switched off.</param>
internal sealed record LoopRulesDetail(LoopRulesLine Line, IReadOnlyList<LoopRuleLine> Rules, IReadOnlyList<string> Warnings, bool CannotBeApproved, string Text);

internal sealed class LoopRuleViews(ConcordDb db, LoopLibrary library, RulesInForce inForce)
{
    /// <summary>Revisions of the organisation, the newest first.</summary>
    public async Task<PageOf<LoopRulesLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<LoopRuleRevision>().AsNoTracking();
        if (request.State<LoopRulesState>("state") is { } state) list = list.Where(revision => revision.State == state);
        list = list.Mentioning(request, revision => revision.Ref, revision => revision.Label, revision => revision.Reason);
        request.DemandRead(sorts: false);
        var total = await list.CountAsync(stop);
        var revisions = await list.OrderByDescending(revision => revision.Ref).Skip(request.Skip).Take(request.Size).ToListAsync(stop);
        return new(await Lines(revisions, stop), total, request.Page, request.Size);
    }

    /// <summary>What decides today.</summary>
    public async Task<LoopRulesDetail> InForce(CancellationToken stop) => await inForce.Newest(stop) is { } revision ? await Detail(revision, stop) : OfLibrary(isInForce: true);

    public async Task<LoopRulesDetail> Detail(string reference, CancellationToken stop) => await Detail(await One(reference, stop), stop);

    /// <summary>What to begin a draft with: those in force.</summary>
    public async Task<LoopRuleRevision> One(string reference, CancellationToken stop) =>
        await db.Set<LoopRuleRevision>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("revision of the rules", reference);

    private LoopRulesDetail OfLibrary(bool isInForce) => Told(
        new("", 0, library.Default.Version, LoopRulesState.Approved, isInForce, "The rules of the library; they hold until the organisation approves its own.", [], [], null, "", null, null, library.Default.Sha256), library.Default, library.DefaultText);

    private async Task<LoopRulesDetail> Detail(LoopRuleRevision revision, CancellationToken stop) => Told((await Lines([revision], stop)).Single(), inForce.Of(revision), revision.Text);

    private LoopRulesDetail Told(LoopRulesLine line, LoopRules rules, string text)
    {
        var findings = RuleFloors.Check(rules, library);
        return new(
            line, [.. rules.Rules.Select(rule => new LoopRuleLine(rule.Id, rule.Title, LoopRuleSentence.Of(rule, library), rule.When, rule.Then, rule.Without, rule.DueDays))],
            [.. findings.Select(finding => finding.Message)], findings.Any(finding => finding.Severity == Severity.Error), text);
    }

    private async Task<IReadOnlyList<LoopRulesLine>> Lines(IReadOnlyList<LoopRuleRevision> revisions, CancellationToken stop)
    {
        var approved = await db.Set<LoopRuleRevision>().AsNoTracking().Where(known => known.State == LoopRulesState.Approved).OrderBy(known => known.ApprovedAt).ThenBy(known => known.Ref)
            .Select(known => new { known.Ref, known.ApprovedAt }).ToListAsync(stop);
        var people = revisions.SelectMany(revision => revision.Authors.Append(revision.ApprovedBy)).Distinct(StringComparer.Ordinal).ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(person => people.Contains(person.Ref)).ToDictionaryAsync(person => person.Ref, person => person.Name, StringComparer.Ordinal, stop);
        var newest = approved is [.., var last] ? last.Ref : null;
        return [.. revisions.Select(revision => new LoopRulesLine(
            revision.Ref, revision.Version, revision.Label, revision.State, newest == revision.Ref, revision.Reason, [.. revision.Authors.Select(author => names.GetValueOrDefault(author, author))], revision.Authors,
            revision.WrittenAt, names.GetValueOrDefault(revision.ApprovedBy, revision.ApprovedBy), revision.ApprovedAt,
            approved.SkipWhile(known => known.Ref != revision.Ref).Skip(1).FirstOrDefault()?.ApprovedAt, revision.TextSha256))];
    }
}
