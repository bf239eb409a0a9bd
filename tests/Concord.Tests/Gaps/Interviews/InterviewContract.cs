using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Journal;
using Concord.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Gaps.Interviews;

public abstract class InterviewContract(Backend backend)
{
    private static readonly Dictionary<string, string> NoRemarks = new(StringComparer.Ordinal);

    [Fact]
    public async Task Only_what_was_signed_off_counts_by_requirement()
    {
        await using var world = await Begun(backend);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody signed a classification.");
        await Note(world, "Q-LEG-07", AnswerRating.NotAnswered, "");
        var sent = await Send(world);
        (await Answers(world)).Count.ShouldBe(0);
        (await Standing(world)).ShouldBe(new(SignedOff: 0, Sent: 1, Draft: 0, Withdrawn: 0));

        await ByLink(world, sent.LinkSecret, new Dictionary<string, string>(StringComparer.Ordinal) { ["Q-LEG-02"] = "Since May." });

        var answers = await Answers(world);
        answers["ISO42001:6.1.2"].ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            answer => answer.Rating.ShouldBe(AnswerRating.Gap), answer => answer.Text.ShouldBe("Nobody signed a classification."), answer => answer.Remark.ShouldBe("Since May."),
            answer => answer.Role.ShouldBe("legal"), answer => answer.Interview.ShouldBe("INT-0001"));
        answers["ISO42001:A.8.4"].ShouldHaveSingleItem().Rating.ShouldBe(AnswerRating.NotAnswered);
        answers["ISO42001:A.7.3"].ShouldBeEmpty("it was not asked");
        var detail = await Detail(world, Role.Viewer);
        (detail.Line.Counts, detail.IsIntact, detail.SignedByLink, detail.IsHidden).ShouldBe((true, true, true, false));

        await world.Tamper("UPDATE \"InterviewAnswer\" SET \"Text\" = 'All is well.' WHERE \"Question\" = 'Q-LEG-02'");
        (await Detail(world, Role.Viewer)).IsIntact.ShouldBe(false);
    }

    [Fact]
    public async Task Two_people_note_different_questions_at_once_and_the_same_one_only_after_looking()
    {
        await using var world = await Begun(backend);
        await Note(world, "Q-LEG-01", AnswerRating.Full, "There is a list.", 0, Role.AimsManager);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.", 0, Role.Auditor);
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "There is none.", 0, Role.Auditor).ShouldBeRefused(Refusal.Stale);
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "There is none.", 1, Role.Auditor);
        var answer = (await Detail(world, Role.AimsManager)).Answers[0];
        (answer.Rating, answer.Text, answer.NotedBy!.Name, answer.Version).ShouldBe((AnswerRating.Gap, "There is none.", "Auditor Person", 2));

        // Of several, all or none.
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) =>
            register.Answer("INT-0001", [new("Q-LEG-03", AnswerRating.Full, "Yes.", 0), new("Q-LEG-01", AnswerRating.Full, "Old.", 0)], actor, default)).ShouldBeRefused(Refusal.Stale);
        (await Detail(world, Role.AimsManager)).Answers[2].Rating.ShouldBe(AnswerRating.NotAsked);
    }

    [Fact]
    public async Task Of_two_who_write_the_same_answer_at_the_same_moment_one_wins()
    {
        await using var world = await Begun(backend);
        var acts = Enumerable.Range(0, 6).Select(number => Outcome(Note(world, "Q-LEG-01", AnswerRating.Gap, $"Text {number}"))).ToList();
        var outcomes = await Task.WhenAll(acts);
        outcomes.Count(code => code is null).ShouldBe(1);
        outcomes.Count(code => code == Refusal.Stale).ShouldBe(5);
    }

    [Fact]
    public async Task Only_the_interviewee_signs_and_never_from_a_console()
    {
        await using var world = await Begun(backend, Role.RiskOwner);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.");
        var sent = await Send(world);
        foreach (var role in new[] { Role.AimsManager, Role.Auditor, Role.Viewer }) await Sign(world, role).ShouldBeRefused("INTERVIEW-SIGNER");
        await world.As(Role.RiskOwner, Via.LocalConsole).Do((InterviewRegister register, Actor actor) => register.Sign("INT-0001", new(1, NoRemarks), actor, default)).ShouldBeRefused(Refusal.LocalNoDuty);
        // The link does not help somebody else who is signed in.
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.SignByLink(sent.LinkSecret, new(1, NoRemarks), actor, default)).ShouldBeRefused("INTERVIEW-SIGNER");
        await Sign(world, Role.RiskOwner, version: 0).ShouldBeRefused(Refusal.Stale);

        await Sign(world, Role.RiskOwner);
        var detail = await Detail(world, Role.RiskOwner);
        (detail.Line.State, detail.SignedByLink).ShouldBe((InterviewState.SignedOff, false));
        await ByLink(world, sent.LinkSecret, NoRemarks).ShouldBeRefused("INTERVIEW-LINK-UNKNOWN");
    }

    [Fact]
    public async Task A_link_for_somebody_who_can_sign_in_signs_for_them_only_when_they_are_signed_in()
    {
        await using var world = await Begun(backend, Role.RiskOwner);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.");
        var sent = await Send(world);
        // The interviewer, who made the link and could copy it: without a session, and with their own.
        await ByLink(world, sent.LinkSecret, NoRemarks).ShouldBeRefused("INTERVIEW-SIGN-IN");
        await Object(world, sent.LinkSecret, "No.").ShouldBeRefused("INTERVIEW-SIGN-IN");
        await world.WithoutActor((InterviewRegister register) => register.Read(sent.LinkSecret, null, default)).ShouldBeRefused("INTERVIEW-SIGN-IN");
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Read(sent.LinkSecret, actor, default)).ShouldBeRefused("INTERVIEW-SIGNER");
        (await Detail(world, Role.AimsManager)).Line.State.ShouldBe(InterviewState.SentForSignOff);

        await world.As(Role.RiskOwner).Do((InterviewRegister register, Actor actor) => register.SignByLink(sent.LinkSecret, new(1, NoRemarks), actor, default));
        var detail = await Detail(world, Role.AimsManager);
        (detail.Line.State, detail.SignedByLink).ShouldBe((InterviewState.SignedOff, false));
        (await Told(world)).ShouldContain($"signed off by the interviewee, signed in as {(await world.As(Role.RiskOwner).Actor()).Ref}");
    }

    [Fact]
    public async Task Where_nobody_could_sign_in_the_link_signs_and_the_record_says_so_but_never_in_a_session_of_somebody_else()
    {
        await using var world = await Begun(backend);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.");
        var sent = await Send(world);
        foreach (var role in new[] { Role.AimsManager, Role.Viewer })
            await world.As(role).Do((InterviewRegister register, Actor actor) => register.SignByLink(sent.LinkSecret, new(1, NoRemarks), actor, default)).ShouldBeRefused("INTERVIEW-SIGNER");
        await ByLink(world, sent.LinkSecret, NoRemarks);
        (await Detail(world, Role.AimsManager)).SignedByLink.ShouldBeTrue();
        (await Told(world)).ShouldContain("signed off by the interviewee, by its link");

        // A person of the record without a role, whose invitation ran out unused, has no other way than the link.
        var invited = await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Nora", "nora@example.test"), null, default));
        world.Clock.Advance(TimeSpan.FromDays(8));
        await Hold(world, new(invited.Id));
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Answer("INT-0002", [new("Q-LEG-02", AnswerRating.Gap, "Nobody.", 0)], actor, default));
        var second = await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.SendForSignOff("INT-0002", 0, actor, default));
        (await ByLink(world, second.LinkSecret, NoRemarks)).SignedBy.ShouldBeNull();
    }

    [Fact]
    public async Task An_interview_is_begun_on_its_day_or_in_the_year_after_it()
    {
        await using var world = await Analysis(backend);
        foreach (var day in new[] { new DateOnly(1900, 1, 1), world.Today.AddDays(-366), world.Today.AddDays(1) })
            await HoldOn(world, day).ShouldBeRefused("INTERVIEW-DATE");
        foreach (var day in new[] { world.Today, world.Today.AddDays(-365) }) (await HoldOn(world, day)).HeldOn.ShouldBe(day);
    }

    [Fact]
    public async Task With_its_analysis_ends_what_was_not_signed_off_and_can_still_be_read()
    {
        await using var world = await Begun(backend, Role.RiskOwner);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.");
        await Send(world);
        await Hold(world, new(null, "Grace Outside", "grace@elsewhere.example"));
        await world.As(Role.AimsManager).Do((GapRegister register, Actor actor) => register.Withdraw("GAP-0001", 0, "Another standard first.", actor, default));

        (await Standing(world)).ShouldBe(new(SignedOff: 0, Sent: 0, Draft: 0, Withdrawn: 2));
        (await Detail(world, Role.AimsManager)).Answers[1].Text.ShouldBe("Nobody.");
        (await Detail(world, Role.RiskOwner)).Answers[1].Text.ShouldBe("Nobody.", "it was sent to them");
        ShouldBeHidden(await Detail(world, Role.Viewer));
        (await Answers(world)).Count.ShouldBe(0);
        (await Refs(world, "GAP-0001", "state:withdrawn")).ShouldBe(["INT-0001", "INT-0002"]);
        (await Told(world)).ShouldContain("interview.withdrawn INT-0001 sent for sign off when GAP-0001 was withdrawn");
        await Refs(world, "GAP-0001", "role:magic").ShouldBeRefused("LIST-FILTER");
    }

    [Fact]
    public async Task A_link_is_refused_when_guessed_used_replaced_expired_or_of_an_analysis_that_ended()
    {
        await using var world = await Begun(backend);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.");
        var first = await Send(world);
        foreach (var guess in new[] { "", "guessed", first.LinkSecret + "x", first.LinkSecret[..^1] }) await ByLink(world, guess, NoRemarks).ShouldBeRefused("INTERVIEW-LINK-UNKNOWN");

        var second = await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.NewLink("INT-0001", 1, actor, default));
        await ByLink(world, first.LinkSecret, NoRemarks).ShouldBeRefused("INTERVIEW-LINK-UNKNOWN");
        world.Clock.Advance(TimeSpan.FromDays(14));
        await ByLink(world, second.LinkSecret, NoRemarks).ShouldBeRefused("INTERVIEW-LINK-EXPIRED");

        var third = await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.NewLink("INT-0001", 1, actor, default));
        await Object(world, third.LinkSecret, "The date is wrong.");
        await ByLink(world, third.LinkSecret, NoRemarks, version: 2).ShouldBeRefused("INTERVIEW-LINK-USED");
        (await Detail(world, Role.AimsManager)).Objection.ShouldBe("The date is wrong.");

        var fourth = await Send(world, version: 2);
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.TakeBack("INT-0001", 3, actor, default));
        await ByLink(world, fourth.LinkSecret, NoRemarks, version: 4).ShouldBeRefused("INTERVIEW-LINK-UNKNOWN");
        var fifth = await Send(world, version: 4);
        await world.As(Role.AimsManager).Do((GapRegister register, Actor actor) => register.Withdraw("GAP-0001", 0, "Another standard first.", actor, default));
        await ByLink(world, fifth.LinkSecret, NoRemarks, version: 5).ShouldBeRefused("INTERVIEW-ENDED");
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "x").ShouldBeRefused("GAP-ENDED");
    }

    [Fact]
    public async Task A_link_is_used_once_also_by_two_at_the_same_moment()
    {
        await using var world = await Begun(backend);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody.");
        var sent = await Send(world);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Outcome(ByLink(world, sent.LinkSecret, NoRemarks))));
        outcomes.Count(code => code is null).ShouldBe(1);
        outcomes.Count(code => code is "INTERVIEW-LINK-USED").ShouldBe(3);
    }

    [Fact]
    public async Task Drafts_are_read_by_those_who_run_analyses_and_once_sent_by_the_interviewee()
    {
        await using var world = await Begun(backend, Role.RiskOwner);
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody signed.");
        (await Detail(world, Role.Auditor)).Answers[1].Text.ShouldBe("Nobody signed.");
        foreach (var role in new[] { Role.Viewer, Role.RiskOwner }) ShouldBeHidden(await Detail(world, role));
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "x", 0, Role.Viewer).ShouldBeRefused(Refusal.AccessDenied);
        await Note(world, "Q-LEG-01", AnswerRating.Gap, "x", 0, Role.RiskOwner).ShouldBeRefused(Refusal.AccessDenied);

        await Send(world);
        ShouldBeHidden(await Detail(world, Role.Viewer));
        (await Detail(world, Role.RiskOwner)).Answers[1].Text.ShouldBe("Nobody signed.");
    }

    [Fact]
    public async Task Somebody_outside_the_record_is_named_to_people_and_never_in_the_journal()
    {
        await using var world = await Analysis(backend);
        await Hold(world, new(null, "Grace Outside", "Grace@Elsewhere.example"));
        await Hold(world, new(null, "An Auditor", World.EmailOf(Role.Auditor))).ShouldBeRefused("INTERVIEW-KNOWN");
        await Hold(world, new(await world.PersonId(Role.AimsManager))).ShouldBeRefused("INTERVIEW-SELF");
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("magic", new(null, "A", "a@b.example")), actor, default)).ShouldBeRefused("INTERVIEW-ROLE");
        await world.As(Role.Viewer).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "A", "a@b.example")), actor, default)).ShouldBeRefused(Refusal.AccessDenied);

        var manager = await Detail(world, Role.AimsManager);
        (manager.Line.Interviewee, manager.IntervieweeEmail, manager.Line.IntervieweeRef).ShouldBe(("Grace Outside", "grace@elsewhere.example", null));
        (await Detail(world, Role.Viewer)).IntervieweeEmail.ShouldBe("");
        await Note(world, "Q-LEG-02", AnswerRating.Gap, "Nobody at Northwind.");
        await Object(world, (await Send(world)).LinkSecret, "I never said Northwind.");

        var told = await Told(world);
        told.ShouldContain("interview.objected INT-0001");
        told.ShouldContain("Q-LEG-02 gap");
        foreach (var word in new[] { "Grace", "elsewhere", "Northwind" }) told.ShouldNotContain(word, Case.Insensitive);
    }

    [Fact]
    public async Task Lists_are_filtered_by_state_and_role_and_belong_to_their_analysis()
    {
        await using var world = await Begun(backend);
        await world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("hr", new(null, "H", "h@b.example")), actor, default));
        (await Refs(world, "GAP-0001", "role:hr")).ShouldBe(["INT-0002"]);
        (await Refs(world, "GAP-0001", "state:signed-off")).ShouldBeEmpty();
        (await Refs(world, "GAP-0001", "state:draft")).ShouldBe(["INT-0001", "INT-0002"]);
        (await Refs(world, "GAP-0002", null)).ShouldBeEmpty();
        await world.As(Role.AimsManager).See((InterviewViews views) => views.Detail("GAP-0002", "INT-0001", Actor.System, default)).ShouldBeRefused(Refusal.NotFound);
    }

    private static void ShouldBeHidden(InterviewDetail detail)
    {
        detail.IsHidden.ShouldBeTrue();
        detail.Answers.ShouldAllBe(answer => answer.Rating == null && answer.Text.Length == 0 && answer.Remark.Length == 0 && answer.NotedBy == null);
    }

    private static async Task<World> Analysis(Backend backend)
    {
        var world = await World.Create(backend);
        var (unit, lead) = (await world.Unit("ORG"), await world.PersonId(Role.AimsManager));
        await world.As(Role.AimsManager).Do((GapRegister register, Actor actor) => register.Start(unit, "Before certification", lead, null, actor, default));
        return world;
    }

    private static async Task<World> Begun(Backend backend, Role? interviewee = null)
    {
        var world = await Analysis(backend);
        await Hold(world, interviewee is { } role ? new(await world.PersonId(role)) : new(null, "Grace Outside", "grace@elsewhere.example"));
        return world;
    }

    private static Task<Interview> Hold(World world, Interviewee interviewee) =>
        world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", interviewee), actor, default));

    private static Task<Interview> HoldOn(World world, DateOnly day) =>
        world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "Grace Outside", "grace@elsewhere.example"), HeldOn: day), actor, default));

    private static async Task<string> Told(World world) => string.Join('\n', (await world.AsSystem(db => db.Set<JournalEntry>().AsNoTracking().ToListAsync())).Select(entry => $"{entry.Act} {entry.Subject} {entry.Detail}"));

    private static Task<Interview> Note(World world, string question, AnswerRating rating, string text, int seen = 0, Role by = Role.AimsManager) =>
        world.As(by).Do((InterviewRegister register, Actor actor) => register.Answer("INT-0001", [new(question, rating, text, seen)], actor, default));

    private static Task<SentInterview> Send(World world, int version = 0) =>
        world.As(Role.AimsManager).Do((InterviewRegister register, Actor actor) => register.SendForSignOff("INT-0001", version, actor, default));

    private static Task<Interview> Sign(World world, Role role, int version = 1) =>
        world.As(role).Do((InterviewRegister register, Actor actor) => register.Sign("INT-0001", new(version, NoRemarks), actor, default));

    private static Task<Interview> ByLink(World world, string secret, IReadOnlyDictionary<string, string> remarks, int version = 1) =>
        world.WithoutActor((InterviewRegister register) => register.SignByLink(secret, new(version, remarks), null, default));

    private static Task<Interview> Object(World world, string secret, string reason) =>
        world.WithoutActor((InterviewRegister register) => register.ObjectByLink(secret, reason, new(1, NoRemarks), null, default));

    private static Task<InterviewDetail> Detail(World world, Role role) => world.As(role).Do((InterviewViews views, Actor actor) => views.Detail("GAP-0001", "INT-0001", actor, default));

    private static Task<ILookup<string, SignedAnswer>> Answers(World world) => world.As(Role.Viewer).See((InterviewViews views) => views.Answers("GAP-0001", default));

    private static Task<InterviewStanding> Standing(World world) => world.As(Role.Viewer).See((InterviewViews views) => views.Standing("GAP-0001", default));

    private static async Task<List<string>> Refs(World world, string analysis, string? filter) =>
        [.. (await world.As(Role.Viewer).See((InterviewViews views) => views.List(analysis, new(Sort: "ref", Filter: filter), default))).Items.Select(line => line.Ref)];

    private static async Task<string?> Outcome(Task act)
    {
        try
        {
            await act;
            return null;
        }
        catch (RuleViolation refusal)
        {
            return refusal.Code;
        }
    }
}

public sealed class InterviewsOnSqlite() : InterviewContract(Backend.Sqlite);

public sealed class InterviewsOnPostgres() : InterviewContract(Backend.Postgres);
