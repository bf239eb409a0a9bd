using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;

namespace Concord.Tests.Gaps.Interviews;

/// <summary>The rules an interview keeps by itself.</summary>
public sealed class InterviewTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonId Interviewer = Id.New<PersonId>();
    private static readonly PersonId Interviewee = Id.New<PersonId>();
    private static readonly Dictionary<string, string> NoRemarks = new(StringComparer.Ordinal);

    private static readonly InterviewQuestion[] Questions =
    [
        new("Q-1", "legal", "Who signs?", ["ISO42001:8.2"], "signed", "by e-mail"), new("Q-2", "legal", "Who reports?", ["ISO42001:10.2", "ISO42001:A.8.4"], "a clock", "no owner"),
        new("Q-3", "legal", "Who keeps it?", ["ISO42001:7.5.2"], "a rule", "no rule"),
    ];

    [Fact]
    public void Nobody_interviews_themselves_and_a_stranger_has_a_name_and_an_address()
    {
        Refused(() => Begin(new(Interviewer))).ShouldBe("INTERVIEW-SELF");
        foreach (var nobody in new[] { " ", "\u200B\u2060", "Ann\u202Enosdrahcir" }) Refused(() => Begin(new(null, nobody, "a@b.example"))).ShouldBe("INTERVIEW-WHO");
        Refused(() => Begin(new(null, "Somebody", "nowhere"))).ShouldBe("INTERVIEW-EMAIL");
        Refused(() => _ = new Interview("INT-0001", "GAP-0001", default, "magic", new(Interviewee), Interviewer, Day, Day, [])).ShouldBe("INTERVIEW-ROLE");
    }

    [Fact]
    public void A_question_is_kept_as_it_was_asked_and_an_answer_says_what_was_said()
    {
        var interview = Begin();
        interview.Answers.Select(answer => (answer.Question, answer.Asked, answer.Rating)).ShouldBe([("Q-1", "Who signs?", AnswerRating.NotAsked), ("Q-2", "Who reports?", AnswerRating.NotAsked), ("Q-3", "Who keeps it?", AnswerRating.NotAsked)]);

        interview.Note(new("Q-1", AnswerRating.Gap, " Nobody.\r\nReally.\0 ", 0), Interviewer, Now).Changed.ShouldBeTrue();

        interview.Answers[0].ShouldSatisfyAllConditions(answer => answer.Text.ShouldBe("Nobody.\nReally."), answer => answer.NotedBy.ShouldBe(Interviewer), answer => answer.IsAnswered.ShouldBeTrue());
        Refused(() => interview.Note(new("Q-9", AnswerRating.Gap, "x", 0), Interviewer, Now)).ShouldBe("INTERVIEW-QUESTION");
        Refused(() => interview.Note(new("Q-2", AnswerRating.Gap, new string('x', 8001), 0), Interviewer, Now)).ShouldBe("INTERVIEW-LONG");
        Refused(() => interview.Note(new("Q-2", AnswerRating.Gap, "x", 0), Interviewee, Now)).ShouldBe("INTERVIEW-OWN");
    }

    [Fact]
    public void The_same_answer_sent_again_from_an_older_version_changes_nothing_and_is_no_conflict()
    {
        var interview = Begin();
        interview.Note(new("Q-1", AnswerRating.Gap, "Nobody.", 0), Interviewer, Now);
        interview.Note(new("Q-1", AnswerRating.Gap, "Nobody. ", 77), Interviewer, Now).Changed.ShouldBeFalse();
        Refused(() => interview.Note(new("Q-1", AnswerRating.Gap, "Somebody.", 77), Interviewer, Now)).ShouldBe(Refusal.Stale);
    }

    [Fact]
    public void Everything_that_cannot_be_signed_is_said_before_it_is_sent()
    {
        var interview = Begin();
        Refused(() => interview.Send(Day, Now)).ShouldBe("INTERVIEW-EMPTY");
        interview.Note(new("Q-1", AnswerRating.Full, "\u2060\u200F", 0), Interviewer, Now);
        interview.Note(new("Q-2", AnswerRating.NotAsked, "Heard in passing", 0), Interviewer, Now);
        Should.Throw<FindingsException>(() => interview.Send(Day, Now)).Findings.Select(finding => (finding.Place, finding.Code)).ShouldBe([("Q-1", "no-words"), ("Q-2", "not-rated")]);
        interview.State.ShouldBe(InterviewState.Draft);

        interview.Note(new("Q-1", AnswerRating.NotAnswered, "", 0), Interviewer, Now);
        interview.Note(new("Q-2", AnswerRating.Gap, "Heard in passing", 0), Interviewer, Now);
        Refused(() => interview.Send(Day.AddDays(-1), Now)).ShouldBe("INTERVIEW-DATE");
        interview.Send(Day, Now);
        interview.State.ShouldBe(InterviewState.SentForSignOff);
        Refused(() => interview.Note(new("Q-1", AnswerRating.Full, "x", 0), Interviewer, Now)).ShouldBe("INTERVIEW-NOT-DRAFT");
    }

    [Fact]
    public void Signed_off_it_is_final_and_its_hash_covers_every_word_and_no_name()
    {
        var interview = Sent(new(null, "Grace Outside", "grace@elsewhere.example"));
        Refused(() => interview.Sign(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["Q-9"] = "x" }, Now)).ShouldBe("INTERVIEW-QUESTION");
        var before = interview.Sha256;
        interview.Sign(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["Q-1"] = "Since May." }, Now);

        interview.SignedSha256.ShouldNotBe(before);
        interview.IsIntact.ShouldBeTrue();
        foreach (var word in new[] { "Nobody.", "Since May.", "Who signs?", "gap", "ISO42001:8.2", "GAP-0001", "2026-03-02" }) interview.Canonical().ShouldContain(word);
        interview.Canonical().ShouldNotContain("Grace");
        interview.Canonical().ShouldNotContain("elsewhere");
        Refused(() => interview.Note(new("Q-1", AnswerRating.Full, "x", 0), Interviewer, Now)).ShouldBe("INTERVIEW-NOT-DRAFT");
        Refused(interview.TakeBack).ShouldBe("INTERVIEW-STATE");
        Refused(() => interview.Object("No.", NoRemarks)).ShouldBe("INTERVIEW-STATE");
        Refused(() => interview.Sign(null, NoRemarks, Now)).ShouldBe("INTERVIEW-STATE");
    }

    [Fact]
    public void An_objection_says_why_and_leads_back_to_the_draft_with_the_remarks_kept()
    {
        var interview = Sent(new(Interviewee));
        foreach (var nothing in new[] { " ", "\u200B\uFEFF" }) Refused(() => interview.Object(nothing, NoRemarks)).ShouldBe("INTERVIEW-REASON");
        interview.Object("The second is wrong.", new Dictionary<string, string>(StringComparer.Ordinal) { ["Q-1"] = "Not quite." });
        (interview.State, interview.Objection, interview.Answers[0].Remark).ShouldBe((InterviewState.Draft, "The second is wrong.", "Not quite."));
        Refused(() => interview.Sign(Interviewee, NoRemarks, Now)).ShouldBe("INTERVIEW-STATE");
        interview.Note(new("Q-1", AnswerRating.Partial, "Nobody until May.", 0), Interviewer, Now);
        interview.Send(Day, Now);
        interview.Objection.ShouldBe("");
    }

    [Fact]
    public void A_link_works_for_a_fortnight_and_once()
    {
        var link = new InterviewLink(default, [1], Now);
        link.DemandWorks(Now.AddDays(14).AddSeconds(-1));
        Refused(() => link.Use(Now.AddDays(14))).ShouldBe("INTERVIEW-LINK-EXPIRED");
        link.Use(Now);
        Refused(() => link.Use(Now)).ShouldBe("INTERVIEW-LINK-USED");
    }

    private static Interview Begin(Interviewee? interviewee = null) => new("INT-0001", "GAP-0001", default, "legal", interviewee ?? new(Interviewee), Interviewer, Day, Day, Questions);

    private static Interview Sent(Interviewee interviewee)
    {
        var interview = Begin(interviewee);
        interview.Note(new("Q-1", AnswerRating.Gap, "Nobody.", 0), Interviewer, Now);
        interview.Send(Day, Now);
        return interview;
    }

    private static string Refused(Action act) => Should.Throw<RuleViolation>(act).Code;
}
