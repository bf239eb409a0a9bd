using Concord.Actions;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Journal;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

internal sealed record GapLine(
    string Ref, int Version, OrganisationUnitId UnitId, string Title, GapAnalysisState State, PersonName? Lead, DateOnly StartedOn, DateOnly? EndedOn, PersonName? EndedBy, string Reason, string ResultSha256);

/// <param name="IsFrozen">Whether it was concluded; else it is what the parts say now.</param>
/// <param name="Comparison">With the analysis concluded before it; null for the first.</param>
/// <param name="NotSigned">Interviews that are not signed off: concluded now, they would not count. Empty once it has ended.</param>
/// <param name="Fingerprint">Of what is shown, to be sent with the wish to conclude; empty once it has ended.</param>
/// <param name="Actions">That serve steps of the plan, whichever analysis planned them.</param>
/// <param name="Owners">Who will be proposed as the owner of each step at the conclusion; empty once it has ended.</param>
internal sealed record GapDetail(
    GapLine Line, GapResult Result, bool IsFrozen, GapComparison? Comparison, IReadOnlyList<UnsignedInterview> NotSigned, string Fingerprint, IReadOnlyList<StepAction> Actions, IReadOnlyDictionary<string, PersonName> Owners)
{
    /// <summary>Who answers for a step: who owns its actions; while it has none, who is proposed. None: nobody took it.</summary>
    public IEnumerable<PersonName> OwnersOf(string requirement)
    {
        var made = Actions.Where(action => action.Requirement == requirement).ToList();
        return made.Count > 0 ? made.Select(action => action.Owner).OfType<PersonName>().Distinct() : Owners.TryGetValue(requirement, out var proposed) ? [proposed] : [];
    }
}

/// <param name="Actions">Of accepted places: reference and state by what names the place.</param>
internal sealed record PolicyFindingLine(
    string Requirement, string Number, string Title, int Version, PolicyLevel Suggested, PolicyLevel? Reviewed, bool IsOutdated, string ReviewReason, PersonName? ReviewedBy,
    DateTimeOffset? ReviewedAt, IReadOnlyList<PolicyPassage> Passages, IReadOnlyList<GeneralPlace> General, GapProposal? Proposal, IReadOnlyDictionary<string, string> Actions)
{
    public PolicyLevel Level => IsOutdated ? Suggested : Reviewed ?? Suggested;

    public string? ActionAt(GeneralPlace place) => Actions.GetValueOrDefault(PolicyReviewRegister.PlaceCause(Requirement, place.File, place.Section));
}

/// <param name="SameAs">Another name under which the same text was read: it counts once. Null: there is none.</param>
internal sealed record PolicySourceLine(string Ref, int Version, string File, string Title, int Sections, string Sha256, PersonName? ReadBy, DateTimeOffset ReadAt, string? SameAs);

/// <summary>A file that was handed in with others and could not be read.</summary>
internal sealed record PolicyNotRead(string File, string Why, DateTimeOffset At);

/// <summary>A section in which the words looked for stand.</summary>
internal sealed record PolicyHit(string File, string Heading, string Excerpt);

/// <summary>What the analysis concluded last found of one requirement.</summary>
internal sealed record ConcludedFinding(string Ref, string Title, DateOnly On, GapFinding Finding);

/// <summary>Questions to gap analyses.</summary>
internal sealed class GapViews(ConcordDb db, StandardsLibrary standards, GapLibrary library, GapStanding standing, InterviewViews interviews)
{
    public static readonly ListOrder<GapAnalysis> Order = new ListOrder<GapAnalysis>("-started", analysis => analysis.Ref)
        .By("started", analysis => analysis.StartedOn).By("title", analysis => analysis.Title).By("state", analysis => analysis.State);

    /// <summary>Filter: <c>state:</c> and words.</summary>
    public async Task<PageOf<GapLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<GapAnalysis>().AsNoTracking();
        if (request.State<GapAnalysisState>("state") is { } state) list = list.Where(analysis => analysis.State == state);
        list = list.Mentioning(request, analysis => analysis.Ref, analysis => analysis.Title);
        var page = await list.Page(request, Order, analysis => analysis, stop);
        var names = await db.NamesOf(page.Items.SelectMany(analysis => new[] { (PersonId?)analysis.LeadId, analysis.EndedBy }), stop);
        return page.Map(analysis => Line(analysis, names));
    }

    public async Task<GapLine> Head(string reference, CancellationToken stop)
    {
        var analysis = await Find(reference, stop);
        return Line(analysis, await db.NamesOf([analysis.LeadId, analysis.EndedBy], stop));
    }

    public async Task<GapDetail> Detail(string reference, CancellationToken stop)
    {
        var analysis = await Find(reference, stop);
        var line = Line(analysis, await db.NamesOf([analysis.LeadId, analysis.EndedBy], stop));
        var frozen = analysis.State == GapAnalysisState.Concluded;
        var result = frozen ? GapResult.FromJson(analysis.Result) : await standing.Result(reference, stop);
        var compared = await Compare(analysis, result, stop);
        var actions = await db.ActionsServing(analysis, db.Set<PlannedAction>(), stop);
        if (analysis.State != GapAnalysisState.Open) return new(line, result, frozen, compared, [], "", actions, new Dictionary<string, PersonName>(StringComparer.Ordinal));
        var notSigned = await interviews.NotSigned(reference, stop);
        return new(line, result, frozen, compared, notSigned, GapFingerprint.Of(result, notSigned).Text, actions, await Owners(analysis, result, stop));
    }

    /// <summary>Null where no analysis was concluded yet, or none was of this requirement.</summary>
    public async Task<ConcludedFinding?> NewestOf(string requirement, CancellationToken stop)
    {
        var newest = await db.Set<GapAnalysis>().AsNoTracking().Where(analysis => analysis.State == GapAnalysisState.Concluded)
            .OrderByDescending(analysis => analysis.EndedOn).ThenByDescending(analysis => analysis.Ref).FirstOrDefaultAsync(stop);
        return newest is { EndedOn: { } day } && GapResult.FromJson(newest.Result).Findings.FirstOrDefault(finding => finding.Requirement == requirement) is { } found ? new(newest.Ref, newest.Title, day, found) : null;
    }

    private async Task<IReadOnlyDictionary<string, PersonName>> Owners(GapAnalysis analysis, GapResult result, CancellationToken stop)
    {
        var owner = await db.OwnersOfSteps(analysis, stop);
        var names = await db.NamesOf(result.Plan.Select(step => (PersonId?)owner(step.Requirement)), stop);
        return result.Plan.ToDictionary(step => step.Requirement, step => names.Of(owner(step.Requirement))!, StringComparer.Ordinal);
    }

    public async Task<InventoryPart> Inventory(string reference, CancellationToken stop)
    {
        await Find(reference, stop);
        return await standing.Inventory(reference, stop);
    }

    public async Task<IReadOnlyList<PolicySourceLine>> Sources(string reference, CancellationToken stop)
    {
        var sources = await db.Set<PolicySource>().AsNoTracking().Where(source => source.Analysis == reference).OrderBy(source => source.File)
            .Select(source => new
            {
                source.Ref, source.Version, source.File, source.Title, Sections = source.Parts.Count, source.Sha256, source.ReadBy, source.ReadAt,
                Alike = db.Set<PolicySource>().Where(other => other.Analysis == reference && other.Blocks == source.Blocks && other.Ref != source.Ref).Select(other => other.File).ToList(),
            }).ToListAsync(stop);
        var names = await db.NamesOf(sources.Select(source => source.ReadBy), stop);
        return [.. sources.Select(source => new PolicySourceLine(source.Ref, source.Version, source.File, source.Title, source.Sections, source.Sha256, names.Of(source.ReadBy), source.ReadAt,
            source.Alike.Where(other => string.CompareOrdinal(other, source.File) < 0).Order(StringComparer.Ordinal).FirstOrDefault()))];
    }

    /// <summary>Nothing of them is kept but the line of the journal; those that could be read later are left out.</summary>
    public async Task<IReadOnlyList<PolicyNotRead>> NotRead(string reference, CancellationToken stop)
    {
        await Find(reference, stop);
        var entries = await db.Set<JournalEntry>().AsNoTracking().Where(entry => entry.Act == PolicyReviewRegister.SomeNotRead && entry.Subject == reference)
            .OrderByDescending(entry => entry.Sequence).Select(entry => new { entry.At, entry.Detail }).ToListAsync(stop);
        var read = await db.Set<PolicySource>().AsNoTracking().Where(source => source.Analysis == reference).Select(source => new { source.File, source.ReadAt }).ToListAsync(stop);
        return
        [
            .. entries.SelectMany(entry => PolicyReviewRegister.NotReadOf(entry.Detail).Select(one => new PolicyNotRead(one.File, one.Why, entry.At)))
                .DistinctBy(one => one.File).Where(one => !read.Any(source => source.File == one.File && source.ReadAt > one.At)).OrderBy(one => one.File, StringComparer.Ordinal),
        ];
    }

    /// <summary>Every requirement in the order of the standard; none while no policy was read.</summary>
    public async Task<IReadOnlyList<PolicyFindingLine>> Policies(string reference, CancellationToken stop)
    {
        var findings = await db.Set<PolicyFinding>().AsNoTracking().Where(finding => finding.Analysis == reference).ToDictionaryAsync(finding => finding.Requirement, StringComparer.Ordinal, stop);
        var accepted = await db.Set<PlannedAction>().AsNoTracking().Where(action => action.Source == reference).ToDictionaryAsync(action => action.Cause, action => action.Ref, StringComparer.Ordinal, stop);
        var names = await db.NamesOf(findings.Values.Select(finding => finding.ReviewedBy), stop);
        return
        [
            .. standards.Assessable(standards.ReuseDefinition.Target).Where(requirement => findings.ContainsKey(requirement.Key)).Select(requirement =>
            {
                var finding = findings[requirement.Key];
                var read = finding.Read();
                return new PolicyFindingLine(requirement.Key, requirement.Number, requirement.Title, finding.Version, finding.Suggested, finding.Reviewed, finding.IsOutdated, finding.ReviewReason,
                    names.Of(finding.ReviewedBy), finding.ReviewedAt, read.Passages, read.General, library.Proposal(requirement.Key), accepted);
            }),
        ];
    }

    public async Task<PolicyFindingLine> Policy(string reference, string requirement, CancellationToken stop)
    {
        var key = standards.DemandRequirement(requirement).Key;
        return (await Policies(reference, stop)).FirstOrDefault(finding => finding.Requirement == key) ?? throw Refusal.Missing("policy finding", $"{reference}/{requirement}");
    }

    /// <summary>Sections of the analysis' policies with all the words, by the search of the database; the best first.</summary>
    public async Task<IReadOnlyList<PolicyHit>> Search(string reference, string words, CancellationToken stop)
    {
        const int most = 30;
        await Find(reference, stop);
        words = string.Concat(words.Where(letter => !char.IsControl(letter)));
        if (!words.Any(char.IsLetterOrDigit)) return [];
        var found = await db.SearchPolicies(reference, words).AsNoTracking().Take(most).ToListAsync(stop);
        var ids = found.Select(part => part.SourceId).Distinct().ToList();
        var files = await db.Set<PolicySource>().AsNoTracking().Where(source => ids.Contains(source.Id)).ToDictionaryAsync(source => source.Id, source => source.File, stop);
        return [.. found.Where(part => files.ContainsKey(part.SourceId)).Select(part => new PolicyHit(files[part.SourceId], part.Heading, PolicyQuote.Of(Around(part.Text, words))))];
    }

    private async Task<GapComparison?> Compare(GapAnalysis analysis, GapResult result, CancellationToken stop)
    {
        var before = (await db.Set<GapAnalysis>().AsNoTracking().Where(known => known.UnitId == analysis.UnitId && known.State == GapAnalysisState.Concluded && known.Ref != analysis.Ref && known.StartedOn <= analysis.StartedOn).ToListAsync(stop))
            .Where(known => analysis.EndedOn is not { } ended || known.EndedOn <= ended).OrderBy(known => known.EndedOn).ThenBy(known => known.Id.Value).LastOrDefault();
        return before is null ? null : GapComparison.Of(before.Ref, GapResult.FromJson(before.Result), result);
    }

    /// <summary>From the first of the words on, so that the excerpt shows it.</summary>
    private static string Around(string text, string words)
    {
        var first = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase)).Where(at => at >= 0).DefaultIfEmpty(0).Min();
        var start = text.LastIndexOf('\n', first > 0 ? first - 1 : 0) + 1;
        return text[start..].Replace('\n', ' ');
    }

    private async Task<GapAnalysis> Find(string reference, CancellationToken stop) =>
        await db.Set<GapAnalysis>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("gap analysis", reference);

    private static GapLine Line(GapAnalysis analysis, IReadOnlyDictionary<PersonId, PersonName> names) => new(analysis.Ref, analysis.Version, analysis.UnitId, analysis.Title, analysis.State,
        names.Of(analysis.LeadId), analysis.StartedOn, analysis.EndedOn, names.Of(analysis.EndedBy), analysis.Reason, analysis.ResultSha256);
}
