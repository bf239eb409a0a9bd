using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Interviews;

/// <param name="Interviewee">The name as people read it.</param>
/// <param name="IntervieweeRef">Null: somebody outside the record.</param>
/// <param name="Answered">Questions rated gap, partial or full.</param>
/// <param name="Counts">Whether it counts in the result of the analysis: signed off.</param>
internal sealed record InterviewLine(
    string Ref, int Version, OrganisationUnitId UnitId, string Analysis, string Role, string Interviewee, string? IntervieweeRef, PersonName? Interviewer, DateOnly HeldOn,
    InterviewState State, int Questions, int Answered, bool Counts, DateTimeOffset? SentAt, DateTimeOffset? LinkExpires, DateTimeOffset? SignedAt);

/// <param name="Rating">Null with an empty text: hidden from whoever may not read a draft.</param>
internal sealed record InterviewAnswerLine(
    string Question, int Version, string Asked, IReadOnlyList<string> Requirements, string FullLooksLike, string GapLooksLike, AnswerRating? Rating, string Text, string Remark,
    PersonName? NotedBy, DateTimeOffset? NotedAt);

/// <param name="IntervieweeEmail">Of somebody outside the record; empty for those who may not work on it.</param>
/// <param name="IsHidden">Whether the answers are kept from this reader: they are not signed off.</param>
/// <param name="IsIntact">Whether what was signed off is what stands here; null while nothing is signed.</param>
internal sealed record InterviewDetail(
    InterviewLine Line, string IntervieweeEmail, string Objection, bool SignedByLink, string SignedSha256, bool? IsIntact, bool IsHidden, IReadOnlyList<InterviewAnswerLine> Answers);

/// <summary>An answer that counts: rated, and signed off by whoever gave it.</summary>
/// <param name="Interview">Its reference.</param>
internal sealed record SignedAnswer(
    string Requirement, string Question, string Asked, AnswerRating Rating, string Text, string Remark, string Role, string Interview, DateOnly HeldOn);

/// <summary>An interview that would not count if its analysis were concluded now.</summary>
internal sealed record UnsignedInterview(string Ref, string Interviewee, InterviewState State);

/// <summary>How many interviews of an analysis count, and how many do not yet.</summary>
/// <param name="Withdrawn">Ended with their analysis before anybody signed them off.</param>
internal sealed record InterviewStanding(int SignedOff, int Sent, int Draft, int Withdrawn)
{
    /// <summary>They may still come to count.</summary>
    public int NotCounting => Sent + Draft;
}

/// <summary>Questions to the interviews of a gap analysis.</summary>
internal sealed class InterviewViews(ConcordDb db, GapLibrary library)
{
    public static readonly ListOrder<Interview> Order = new ListOrder<Interview>("-held", interview => interview.Ref)
        .By("held", interview => interview.HeldOn).By("role", interview => interview.Role).By("state", interview => interview.State);

    /// <summary>Filter: <c>state:</c> <c>role:data_science</c>.</summary>
    public async Task<PageOf<InterviewLine>> List(string analysis, PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Interview>().AsNoTracking().Include(interview => interview.Answers).Where(interview => interview.Analysis == analysis);
        if (request.State<InterviewState>("state") is { } state) list = list.Where(interview => interview.State == state);
        if (request.FilterValue("role") is { } role && !library.Roles.Contains(role)) throw new RuleViolation("LIST-FILTER", $"'{role}' is not a value of role. Known: {string.Join(", ", library.Roles)}.");
        if (request.FilterValue("role") is { } asked) list = list.Where(interview => interview.Role == asked);
        list = list.Mentioning(request, interview => interview.Ref, interview => interview.Role);
        var page = await list.Page(request, Order, interview => interview, stop);
        var names = await Names(page.Items, stop);
        var links = await Links(page.Items, stop);
        return page.Map(interview => Line(interview, names, links));
    }

    /// <param name="reader">Answers that are not signed off are shown to those who run gap analyses, and once sent to the interviewee.</param>
    public async Task<InterviewDetail> Detail(string analysis, string reference, Actor reader, CancellationToken stop)
    {
        var interview = await db.Set<Interview>().AsNoTracking().Include(known => known.Answers).SingleOrDefaultAsync(known => known.Ref == reference && known.Analysis == analysis, stop)
            ?? throw Refusal.Missing("interview", reference);
        var worksOnIt = reader.May(Permission.AnalyseGaps, interview.UnitId);
        var isHidden = interview.State != InterviewState.SignedOff && !worksOnIt
            && (interview.State == InterviewState.Draft || interview.SentAt is null || reader.PersonId is null || reader.PersonId != interview.IntervieweeId);
        return await Detail(interview, isHidden, worksOnIt, stop);
    }

    /// <summary>What whoever holds the link reads. Refused as the register refuses it.</summary>
    public async Task<InterviewDetail> DetailByLink(InterviewRegister register, string secret, Actor? present, CancellationToken stop)
    {
        var interview = await register.Read(secret, present, stop);
        using var all = db.SeeEverything();
        return await Detail(interview, isHidden: false, worksOnIt: false, stop);
    }

    /// <summary>By key of requirement: every rated answer that was signed off, and those where the person could not tell. Answers of drafts are not among them.</summary>
    public async Task<ILookup<string, SignedAnswer>> Answers(string analysis, CancellationToken stop)
    {
        var interviews = await db.Set<Interview>().AsNoTracking().Include(interview => interview.Answers)
            .Where(interview => interview.Analysis == analysis && interview.State == InterviewState.SignedOff).OrderBy(interview => interview.Ref).ToListAsync(stop);
        return (from interview in interviews
                from answer in interview.Answers.OrderBy(answer => answer.Position)
                where answer.Rating != AnswerRating.NotAsked
                from key in answer.Requirements
                select new SignedAnswer(key, answer.Question, answer.Asked, answer.Rating, answer.Text, answer.Remark, interview.Role, interview.Ref, interview.HeldOn))
            .ToLookup(answer => answer.Requirement, StringComparer.Ordinal);
    }

    /// <summary>Those that wait for words or for their sign-off, by reference.</summary>
    public async Task<IReadOnlyList<UnsignedInterview>> NotSigned(string analysis, CancellationToken stop)
    {
        var open = await db.Set<Interview>().AsNoTracking().Where(interview => interview.Analysis == analysis && (interview.State == InterviewState.Draft || interview.State == InterviewState.SentForSignOff))
            .OrderBy(interview => interview.Ref).Select(interview => new { interview.Ref, interview.IntervieweeId, interview.IntervieweeName, interview.State }).ToListAsync(stop);
        var names = await db.NamesOf(open.Select(interview => interview.IntervieweeId), stop);
        return [.. open.Select(interview => new UnsignedInterview(interview.Ref, names.Of(interview.IntervieweeId)?.Name ?? interview.IntervieweeName, interview.State))];
    }

    public async Task<InterviewStanding> Standing(string analysis, CancellationToken stop)
    {
        var counts = await db.Set<Interview>().Where(interview => interview.Analysis == analysis).GroupBy(interview => interview.State)
            .Select(group => new { State = group.Key, Count = group.Count() }).ToListAsync(stop);
        return new(Of(InterviewState.SignedOff), Of(InterviewState.SentForSignOff), Of(InterviewState.Draft), Of(InterviewState.Withdrawn));

        int Of(InterviewState state) => counts.Where(count => count.State == state).Sum(count => count.Count);
    }

    private async Task<InterviewDetail> Detail(Interview interview, bool isHidden, bool worksOnIt, CancellationToken stop)
    {
        var names = await db.NamesOf(interview.Answers.Select(answer => answer.NotedBy).Concat([interview.IntervieweeId, interview.InterviewerId]), stop);
        var signed = interview.State == InterviewState.SignedOff;
        return new(
            Line(interview, names, await Links([interview], stop)), worksOnIt ? interview.IntervieweeEmail : "", isHidden ? "" : interview.Objection,
            signed && interview.SignedBy is null, interview.SignedSha256, signed ? interview.IsIntact : null, isHidden,
            [.. interview.Answers.OrderBy(answer => answer.Position).Select(answer => AnswerLine(answer, isHidden, names))]);
    }

    private InterviewAnswerLine AnswerLine(InterviewAnswer answer, bool isHidden, IReadOnlyDictionary<PersonId, PersonName> names)
    {
        var known = library.Question(answer.Question);
        return new(
            answer.Question, answer.Version, answer.Asked, answer.Requirements, known?.FullLooksLike ?? "", known?.GapLooksLike ?? "", isHidden ? null : answer.Rating,
            isHidden ? "" : answer.Text, isHidden ? "" : answer.Remark, isHidden ? null : names.Of(answer.NotedBy), isHidden ? null : answer.NotedAt);
    }

    private static InterviewLine Line(Interview interview, IReadOnlyDictionary<PersonId, PersonName> names, IReadOnlyDictionary<InterviewId, DateTimeOffset> links) => new(
        interview.Ref, interview.Version, interview.UnitId, interview.Analysis, interview.Role, names.Of(interview.IntervieweeId)?.Name ?? interview.IntervieweeName,
        names.Of(interview.IntervieweeId)?.Ref, names.Of(interview.InterviewerId), interview.HeldOn, interview.State, interview.Answers.Count,
        interview.Answers.Count(answer => answer.IsAnswered), interview.State == InterviewState.SignedOff, interview.SentAt,
        links.TryGetValue(interview.Id, out var expires) ? expires : null, interview.SignedAt);

    private Task<IReadOnlyDictionary<PersonId, PersonName>> Names(IEnumerable<Interview> interviews, CancellationToken stop) =>
        db.NamesOf(interviews.SelectMany(interview => new[] { interview.IntervieweeId, interview.InterviewerId }), stop);

    /// <summary>Until when the link of each works, where there is one.</summary>
    private async Task<IReadOnlyDictionary<InterviewId, DateTimeOffset>> Links(IEnumerable<Interview> interviews, CancellationToken stop)
    {
        var ids = interviews.Select(interview => interview.Id).ToList();
        return await db.Set<InterviewLink>().AsNoTracking().Where(link => ids.Contains(link.InterviewId) && link.UsedAt == null)
            .ToDictionaryAsync(link => link.InterviewId, link => link.Expires, stop);
    }
}
