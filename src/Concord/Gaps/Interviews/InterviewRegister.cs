using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Interviews;

/// <param name="Role">Word of the library, as data_science.</param>
/// <param name="Interviewer">Null: whoever begins it.</param>
/// <param name="HeldOn">Null: today.</param>
internal sealed record InterviewPlan(string Role, Interviewee Interviewee, PersonId? Interviewer = null, DateOnly? HeldOn = null);

/// <summary>What the interviewee answers to what was noted.</summary>
/// <param name="Remarks">By the id of the question; those not named stay as they are.</param>
internal sealed record SignOff(int SeenVersion, IReadOnlyDictionary<string, string> Remarks);

/// <summary>The address is shown now and never again.</summary>
internal sealed record SentInterview(string Ref, string LinkSecret, DateTimeOffset LinkExpires);

/// <summary>Holds interviews for a gap analysis, notes what is said, and has it signed off by those who said it.</summary>
internal sealed class InterviewRegister(ConcordDb db, GapRegister gaps, GapLibrary library)
{
    public async Task<Interview> Hold(string analysis, InterviewPlan plan, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var gap = await gaps.FindOpen(analysis, actor, stop);
        var interviewer = plan.Interviewer ?? actor.PersonId ?? throw new RuleViolation("INTERVIEW-INTERVIEWER", "Name the interviewer.");
        await db.DemandPerson(interviewer, stop);
        await db.DemandPerson(plan.Interviewee.Person, stop);
        await RefuseKnownAddress(plan.Interviewee, stop);
        var role = plan.Role.Trim();
        var interview = new Interview(await work.Reference<Interview>(own: null, "INT", stop), gap.Ref, gap.UnitId, role, plan.Interviewee, interviewer, plan.HeldOn ?? db.Today, db.Today,
            [.. library.Questions.Where(question => question.Role == role)]);
        db.Add(interview);
        var names = await db.NamesOf([interview.IntervieweeId, interviewer], stop);
        work.Note("interview.begun", interview.Ref,
            $"{gap.Ref}, questions for {GapLibrary.Word(role)}, {names.Of(interview.IntervieweeId)?.Ref ?? "somebody outside the record"} by {names.Of(interviewer)?.Ref}, {interview.HeldOn:yyyy-MM-dd}");
        await work.Commit(stop);
        return interview;
    }

    /// <summary>One answer or several: all are noted or none.</summary>
    public async Task<Interview> Answer(string reference, IReadOnlyList<NotedAnswer> answers, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var interview = await FindWorked(reference, actor, stop);
        var changed = answers.Select(noted => interview.Note(noted, actor.PersonId, db.Now)).Where(noted => noted.Changed).Select(noted => noted.Answer).ToList();
        if (changed.Count == 0) return interview;
        work.Note("interview.noted", interview.Ref, string.Join(", ", changed.Select(answer => $"{answer.Question} {Words.Of(answer.Rating)}")));
        await work.Commit(stop);
        return interview;
    }

    /// <summary>From now on it is not changed; the link goes to the interviewee.</summary>
    public Task<SentInterview> SendForSignOff(string reference, int expectedVersion, Actor actor, CancellationToken stop) =>
        WithLink(reference, expectedVersion, "interview.sent", "sent for sign-off", interview => interview.Send(db.Today, db.Now), actor, stop);

    /// <summary>The link before no longer works.</summary>
    public Task<SentInterview> NewLink(string reference, int expectedVersion, Actor actor, CancellationToken stop) =>
        WithLink(reference, expectedVersion, "interview.link-made", "a new link to sign off; older ones no longer work", interview =>
        {
            if (interview.State != InterviewState.SentForSignOff) throw new RuleViolation("INTERVIEW-NOT-SENT", $"{reference} is {Words.Of(interview.State)}. Only what waits for its sign-off has a link.");
        }, actor, stop);

    public async Task<Interview> TakeBack(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var interview = await FindWorked(reference, actor, stop);
        Refusal.IfStale(interview, expectedVersion);
        interview.TakeBack();
        await VoidLinks(interview, stop);
        work.Note("interview.taken-back", interview.Ref, "taken back by the interviewer");
        await work.Commit(stop);
        return interview;
    }

    /// <summary>The interviewee, a person of the record who is signed in, confirms.</summary>
    public Task<Interview> Sign(string reference, SignOff signOff, Actor actor, CancellationToken stop) =>
        AsInterviewee(reference, signOff, "interview.signed-off", (interview, by) => interview.Sign(by, signOff.Remarks, db.Now), actor, stop);

    public Task<Interview> Object(string reference, string reason, SignOff signOff, Actor actor, CancellationToken stop) =>
        AsInterviewee(reference, signOff, "interview.objected", (interview, _) => interview.Object(reason, signOff.Remarks), actor, stop);

    /// <param name="present">Who is signed in where the link is opened; null: nobody.</param>
    public Task<Interview> SignByLink(string secret, SignOff signOff, Actor? present, CancellationToken stop) =>
        ByLink(secret, signOff, "interview.signed-off", interview => interview.Sign(present?.PersonId, signOff.Remarks, db.Now), present, stop);

    public Task<Interview> ObjectByLink(string secret, string reason, SignOff signOff, Actor? present, CancellationToken stop) =>
        ByLink(secret, signOff, "interview.objected", interview => interview.Object(reason, signOff.Remarks), present, stop);

    /// <summary>The interview a link leads to, while the link works and the analysis is open; to be read only.</summary>
    public async Task<Interview> Read(string secret, Actor? present, CancellationToken stop)
    {
        using var all = db.SeeEverything();
        var (_, interview) = await Open(secret, present, stop);
        db.ChangeTracker.Clear(); // An answer to it begins anew, from what the record then holds.
        return interview;
    }

    /// <summary>Asked past the filter on units: whoever holds the link is the interviewee, and may see nothing else.</summary>
    private async Task<(InterviewLink Link, Interview Interview)> Open(string secret, Actor? present, CancellationToken stop)
    {
        var hash = Secret.HashOf(secret);
        var link = await db.Set<InterviewLink>().SingleOrDefaultAsync(known => known.Hash == hash, stop) ?? throw InterviewLink.Unknown();
        link.DemandWorks(db.Now);
        var interview = await db.Set<Interview>().Include(known => known.Answers).SingleAsync(known => known.Id == link.InterviewId, stop);
        await DemandOpen(interview, stop);
        interview.DemandSigner(present?.PersonId, interview.IntervieweeId is { } known && await db.CanSignIn(known, stop));
        return (link, interview);
    }

    private async Task<SentInterview> WithLink(string reference, int expectedVersion, string act, string said, Action<Interview> change, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var interview = await FindWorked(reference, actor, stop);
        Refusal.IfStale(interview, expectedVersion);
        change(interview);
        await VoidLinks(interview, stop);
        var secret = Secret.New("");
        var link = new InterviewLink(interview.Id, secret.Hash, db.Now);
        db.Add(link);
        work.Note(act, interview.Ref, $"{said}, until {link.Expires:yyyy-MM-dd}");
        await work.Commit(stop);
        return new(interview.Ref, secret.Text, link.Expires);
    }

    private async Task<Interview> AsInterviewee(string reference, SignOff signOff, string act, Action<Interview, PersonId> answer, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var interview = await Find(reference, stop);
        var person = actor.DemandDuty(Permission.ViewRegister, interview.UnitId);
        if (person != interview.IntervieweeId) throw new RuleViolation("INTERVIEW-SIGNER", $"Only the person who was interviewed signs {reference} off.");
        await DemandOpen(interview, stop);
        Refusal.IfStale(interview, signOff.SeenVersion);
        answer(interview, person);
        await VoidLinks(interview, stop);
        work.Note(act, interview.Ref, Said(interview, $"signed in as {actor.Ref}"));
        await work.Commit(stop);
        return interview;
    }

    private async Task<Interview> ByLink(string secret, SignOff signOff, string act, Action<Interview> answer, Actor? present, CancellationToken stop)
    {
        using var all = db.SeeEverything();
        await using var work = await db.Begin(present?.PersonId is null ? Actor.System : present, stop);
        var (link, interview) = await Open(secret, present, stop);
        Refusal.IfStale(interview, signOff.SeenVersion);
        answer(interview);
        link.Use(db.Now);
        work.Note(act, interview.Ref, Said(interview, present?.PersonId is null ? "by its link" : $"signed in as {present.Ref}"));
        await work.Commit(stop);
        return interview;
    }

    /// <summary>No words of the interviewee: what people say of each other may have to be erased, the journal cannot.</summary>
    private static string Said(Interview interview, string how) => interview.State == InterviewState.SignedOff
        ? $"signed off by the interviewee, {how}; sha256 {interview.SignedSha256}"
        : $"sent back by the interviewee, {how}";

    private async Task<Interview> Find(string reference, CancellationToken stop) =>
        await db.Set<Interview>().Include(known => known.Answers.OrderBy(answer => answer.Position)).SingleOrDefaultAsync(known => known.Ref == reference, stop)
        ?? throw Refusal.Missing("interview", reference);

    /// <summary>An interview of an open analysis that the actor may work on.</summary>
    private async Task<Interview> FindWorked(string reference, Actor actor, CancellationToken stop)
    {
        var interview = await Find(reference, stop);
        await gaps.FindOpen(interview.Analysis, actor, stop);
        return interview;
    }

    private async Task DemandOpen(Interview interview, CancellationToken stop)
    {
        if (!await db.Set<GapAnalysis>().AnyAsync(gap => gap.Ref == interview.Analysis && gap.State == GapAnalysisState.Open, stop))
            throw new RuleViolation("INTERVIEW-ENDED", "The analysis this interview belongs to has ended. There is nothing left to sign off.");
    }

    private async Task VoidLinks(Interview interview, CancellationToken stop) =>
        db.RemoveRange(await db.Set<InterviewLink>().Where(link => link.InterviewId == interview.Id && link.UsedAt == null).ToListAsync(stop));

    private async Task RefuseKnownAddress(Interviewee interviewee, CancellationToken stop)
    {
        if (interviewee.Person is not null) return;
        var address = interviewee.Email.Trim().ToLowerInvariant();
        if (await db.Set<Person>().IgnoreQueryFilters().Where(person => person.Email == address).Select(person => person.Ref).FirstOrDefaultAsync(stop) is { } known)
            throw new RuleViolation("INTERVIEW-KNOWN", $"Whoever has this address is {known} in the record. Choose that person instead.");
    }
}
