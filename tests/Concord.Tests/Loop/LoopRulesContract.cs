using Concord.Committee;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Impacts;
using Concord.Incidents;
using Concord.Journal;
using Concord.Loop;
using Concord.Loop.Rules;
using Concord.Organisation;
using Concord.Standards;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Loop;

/// <summary>The wider loop on a record: what followed and by which rules, what becomes of it, the list of the committee, rules that people change.</summary>
public abstract class LoopRulesContract(Backend backend)
{
    [Fact]
    public async Task An_alert_reaches_duties_impact_assessment_and_committee_and_what_it_proposed_ends_as_it_is_said()
    {
        await using var world = await FollowedWorld.Make(backend);
        await FollowedWorld.Define(world, "sex");
        var signal = (await FollowedWorld.Push(world, "sex", 2, 0.5)).ShouldHaveSingleItem();
        var followed = await FollowedWorld.Followed(world, signal);
        followed.Select(line => line.Kind).Distinct().ShouldBe(
            [Consequence.Evidence, Consequence.Risks, Consequence.Nonconformity, Consequence.Reassessment, Consequence.Duties, Consequence.Impact, Consequence.Committee, Consequence.Incident], ignoreOrder: true);
        followed.ShouldAllBe(line => line.Under == "library 2026-11" && line.Rules.Count > 0 && line.Becomes == "");
        followed.Where(line => line.Kind == Consequence.Duties).Select(line => line.Target).ShouldBe(["OBL-01", "OBL-02", "OBL-06", "OBL-11", "OBL-18", "OBL-19", "OBL-23", "OBL-25", "OBL-30"], ignoreOrder: true);
        followed.Single(line => line.Kind == Consequence.Impact).Target.ShouldBe("IMP-01");
        (await Duties(world)).Count.ShouldBe(9);
        (await world.AsSystem(db => db.Set<ImpactMark>().SingleAsync())).Because.ShouldStartWith($"{signal}: alert of fairness");
        (await world.AsSystem(db => db.Set<Incident>().CountAsync())).ShouldBe(0, "a person decides whether it is an incident");
        (await Questions(world)).ShouldBe([(CommitteeQuestion.SeriousIncident, signal), (CommitteeQuestion.ImpactAssessment, "IMP-01")]);

        // It lasts: only what is new follows, once.
        await FollowedWorld.Push(world, "sex", 3, 0.5);
        (await FollowedWorld.Followed(world, signal)).Count.ShouldBe(followed.Count);
        await FollowedWorld.Push(world, "sex", 4, 0.5);
        (await FollowedWorld.Followed(world, signal)).Select(line => line.Kind).Except(followed.Select(line => line.Kind)).ShouldBe([Consequence.Restriction]);
        await FollowedWorld.Push(world, "sex", 5, 0.5);
        (await FollowedWorld.Followed(world, signal)).Count.ShouldBe(followed.Count + 1);
        (await world.AsSystem(db => db.Set<SignalCase>().Where(known => known.SignalRef == signal).OrderBy(known => known.At).Select(known => known.Windows).ToListAsync())).ShouldBe([1, 2, 3, 4]);

        // The committee decides; the list forgets nothing else.
        var seen = (await Items(world)).Single(item => item.Question == CommitteeQuestion.Restriction).Version;
        (await Decide(world, Role.Auditor, CommitteeQuestion.Restriction, signal, seen).Refused()).Code.ShouldBe(Refusal.AccessDenied);
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.Restriction, signal, seen - 1).Refused()).Code.ShouldBe(Refusal.Stale);
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.Restriction, signal, seen, CommitteeOutcome.Noted).Refused()).Code.ShouldBe("COMMITTEE-OUTCOME");
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.Restriction, signal, seen, text: " \u200B").Refused()).Code.ShouldBe("COMMITTEE-REASON");
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.Restriction, signal, seen, via: Via.LocalConsole).Refused()).Code.ShouldBe(Refusal.LocalNoDuty);
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.Signal, signal, seen).Refused()).Code.ShouldBe(Refusal.NotFound);
        await Answers(world, await world.PersonId(Role.RiskOwner));
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.Restriction, signal, seen, CommitteeOutcome.Declined).Refused()).Code.ShouldBe("COMMITTEE-OWN", "nobody lets the own system run on");
        (await Decide(world, Role.RiskOwner, CommitteeQuestion.SeriousIncident, signal, seen, CommitteeOutcome.Declined).Refused()).Code.ShouldBe("COMMITTEE-OWN");
        await Answers(world, await world.PersonId(Role.SystemOwner));
        await Decide(world, Role.RiskOwner, CommitteeQuestion.Restriction, signal, seen);
        (await Decided(world, FormattableString.Invariant($"from:{world.Today:yyyy-MM-dd} until:{world.Today:yyyy-MM-dd}"))).ShouldBe(1);
        (await Decided(world, FormattableString.Invariant($"from:{world.Today.AddDays(1):yyyy-MM-dd}"))).ShouldBe(0);
        (await Decided(world, FormattableString.Invariant($"until:{world.Today.AddDays(-1):yyyy-MM-dd}"))).ShouldBe(0);
        (await Decided(world, "from:soon").Refused()).Code.ShouldBe("LIST-FILTER");
        (await Questions(world)).ShouldNotContain((CommitteeQuestion.Restriction, signal));
        var reported = await world.As(Role.SystemOwner).Do(async (IncidentRegister register, Actor actor) => await register.Report(
            new(await world.Unit("ORG"), new(world.Today, "fairness_alert", "SYS-01", "Unequal", "Women were declined", null, "EU"), [], [signal]), actor, default));
        (await world.As(Role.Viewer).See((IncidentViews views) => views.Running(default))).ShouldBeEmpty($"{reported.Ref} has no fact that starts a period");
        (await Questions(world)).ShouldBe([(CommitteeQuestion.ImpactAssessment, "IMP-01")]);

        // It recovers: lifting is proposed, the assessment stays stale.
        await FollowedWorld.Push(world, "sex", 6, 0.97);
        await FollowedWorld.Push(world, "sex", 7, 0.97);
        (await Questions(world)).ShouldBe([(CommitteeQuestion.LiftRestriction, signal), (CommitteeQuestion.ImpactAssessment, "IMP-01")]);
        await FollowedWorld.Close(world, signal, CloseReason.Recovered);
        (await FollowedWorld.Followed(world, signal)).ShouldAllBe(line => line.Becomes.Length > 0 && line.EndedAt == null);
        (await Duties(world)).ShouldBeEmpty();
        (await world.AsSystem(db => db.Set<JournalEntry>().CountAsync(entry => entry.Act == "impact.stale"))).ShouldBe(1);
    }

    [Fact]
    public async Task A_false_alarm_ends_what_only_asked_or_proposed_and_leaves_what_was_found()
    {
        await using var world = await FollowedWorld.Make(backend);
        await FollowedWorld.Define(world, "sex");
        var signal = (await FollowedWorld.Push(world, "sex", 2, 0.5)).Single();
        await FollowedWorld.Close(world, signal, CloseReason.FalseAlarm);

        var lines = await FollowedWorld.Followed(world, signal);
        lines.Where(line => line.EndedAt is not null).Select(line => line.Kind).Distinct().ShouldBe([Consequence.Duties, Consequence.Committee, Consequence.Incident], ignoreOrder: true);
        lines.ShouldAllBe(line => line.Becomes.Length > 0);
        (await Duties(world)).ShouldBeEmpty();
        (await Questions(world)).ShouldBe([(CommitteeQuestion.ImpactAssessment, "IMP-01")], "the doubt was on record until somebody assesses");
        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Act == "signal.consequences-ended").Select(entry => entry.Detail).SingleAsync())).ShouldContain("Possible serious incident");

        world.Clock.Advance(TimeSpan.FromDays(60));
        var overdue = (await Items(world)).Single(item => item.Question == CommitteeQuestion.Nonconformity);
        (await Decide(world, Role.RiskOwner, overdue.Question, overdue.Source, overdue.Version, CommitteeOutcome.Noted, until: world.Today).Refused()).Code.ShouldBe("COMMITTEE-UNTIL");
        await Decide(world, Role.RiskOwner, overdue.Question, overdue.Source, overdue.Version, CommitteeOutcome.Noted, until: world.Today.AddDays(7));
        (await Items(world)).ShouldNotContain(item => item.Source == overdue.Source);
        world.Clock.Advance(TimeSpan.FromDays(7));
        (await Items(world)).ShouldContain(item => item.Source == overdue.Source, "it is to be looked at again, and still holds");
    }

    [Fact]
    public async Task Rules_are_changed_by_one_manager_and_approved_by_another_and_the_preview_told_what_follows_then()
    {
        await using var world = await FollowedWorld.Make(backend);
        var before = await History(world, "sex", 2);
        (await Drafted(world, Role.SystemOwner, "2027-01", rules => rules).Refused()).Code.ShouldBe(Refusal.AccessDenied);
        (await Drafted(world, Role.AimsManager, "2026-11", rules => [.. rules.Skip(1)]).Refused()).Code.ShouldBe("LOOP-RULES-VERSION");

        var draft = await Drafted(world, Role.AimsManager, "2027-01", rules => [.. rules.Where(rule => rule.Id is not ("committee" or "rights" or "lasting"))]);
        (await Drafted(world, Role.AimsManager, "2027-02", rules => rules).Refused()).Code.ShouldBe("LOOP-RULES-DRAFT");
        (await Approve(world, draft).Refused()).Code.ShouldBe("LOOP-RULES-OWN");
        var below = await Should.ThrowAsync<FindingsException>(() => Approve(world, draft, FollowedWorld.Second));
        below.Findings.Count.ShouldBe(2);
        var detail = await world.As(Role.Viewer).See((LoopRuleViews views) => views.Detail(draft.Ref, default));
        (detail.CannotBeApproved, detail.Warnings.Count).ShouldBe((true, 3));

        draft = await Put(world, draft, "", new("quieter", "Warnings are not for the committee", ["fairness"], ["alert"], [], [], [], "2", [Consequence.Committee, Consequence.Restriction, Consequence.Nonconformity, Consequence.Classification], [Consequence.Reassessment], "9"));
        draft = await Put(world, draft, "duties", new("duties", "", [], ["alert"], ["minimal"], [], [], "", [Consequence.Duties], [], ""));
        draft = await Put(world, draft, "", new("rights", "", ["fairness"], ["alert"], ["high", "prohibited"], [], [], "", [Consequence.Committee], [], ""));
        draft = await Put(world, draft, "", new("prohibited", "", [], ["alert"], ["prohibited"], [], [], "", [Consequence.Committee], [], ""));
        (await Should.ThrowAsync<FindingsException>(() => Put(world, draft, "", RuleFields.Empty with { Windows = "soon", Days = "x" }))).Findings.Count.ShouldBeGreaterThan(2);
        (await Put(world, draft, "nobody", RuleFields.Empty with { Id = "x", Then = [Consequence.Committee] }).Refused()).Code.ShouldBe(Refusal.NotFound);

        var preview = await world.As(Role.Viewer).See((LoopRulePreview views) => views.Of(draft.Ref, new(), default));
        var told = preview.Changed.Items.Single();
        (preview.Signals, preview.Assumed, told.SignalRef).ShouldBe((1, 0, before.Signal));
        (await Approve(world, draft, FollowedWorld.Second, Via.LocalConsole).Refused()).Code.ShouldBe(Refusal.LocalNoDuty);
        (await Approve(world, draft, FollowedWorld.Second, version: draft.Version - 1).Refused()).Code.ShouldBe(Refusal.Stale);
        await Approve(world, draft, FollowedWorld.Second);
        (await Put(world, draft with { Version = draft.Version + 1 }, "", RuleFields.Empty with { Id = "x", Then = [Consequence.Committee] }).Refused()).Code.ShouldBe("LOOP-RULES-NOT-DRAFT");

        var after = await History(world, "age", 6);
        after.Lines.ShouldAllBe(line => line.Under == draft.Ref);
        var library = world.Services.GetRequiredService<LoopLibrary>();
        Titles(after).Except(Titles(before)).Order(StringComparer.Ordinal).ShouldBe(told.More);
        Titles(before).Except(Titles(after)).Order(StringComparer.Ordinal).ShouldBe(told.Less);
        told.More.ShouldBe([library.TitleOf(Consequence.Classification)]);
        told.Less.ShouldBe([library.TitleOf(Consequence.Duties), library.TitleOf(Consequence.Incident), library.TitleOf(Consequence.Reassessment)], ignoreOrder: true);
        (await FollowedWorld.Followed(world, before.Signal)).ShouldAllBe(line => line.Under == "library 2026-11", "what followed before stays as it is");
        (await world.As(Role.Viewer).See((LoopRuleViews views) => views.InForce(default))).Line.ShouldSatisfyAllConditions(line => line.Ref.ShouldBe(draft.Ref), line => line.ApprovedBy.ShouldBe("Mara Second"), line => line.IsInForce.ShouldBeTrue());
        (await world.AsSystem(db => db.Set<JournalEntry>().Where(entry => entry.Subject == draft.Ref).OrderBy(entry => entry.Sequence).Select(entry => entry.Act).ToListAsync()))
            .ShouldBe(["loop-rules.drafted", "loop-rules.edited", "loop-rules.edited", "loop-rules.edited", "loop-rules.edited", "loop-rules.approved"]);

        IEnumerable<string> Titles((string Signal, IReadOnlyList<ConsequenceLine> Lines) history) => history.Lines.Select(line => line.Title).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Two warnings, then two alerts.</summary>
    private static async Task<(string Signal, IReadOnlyList<ConsequenceLine> Lines)> History(World world, string subject, int month)
    {
        await FollowedWorld.Define(world, subject);
        var raised = new List<string>();
        foreach (var value in new[] { 0.82, 0.82, 0.6, 0.6 }) raised.AddRange(await FollowedWorld.Push(world, subject, month++, value));
        var signal = raised.ShouldHaveSingleItem();
        return (signal, await FollowedWorld.Followed(world, signal));
    }

    private static async Task<DraftSeen> Drafted(World world, Role role, string version, Func<IReadOnlyList<LoopRule>, IReadOnlyList<LoopRule>> change)
    {
        var text = LoopRulesText.Write(version, change(world.Services.GetRequiredService<LoopLibrary>().Default.Rules));
        var revision = await world.As(role).Do((LoopRuleRegister register, Actor actor) => register.Draft(text, "the committee is told too much", actor, default));
        return new(revision.Ref, revision.Version);
    }

    private static async Task<DraftSeen> Put(World world, DraftSeen draft, string instead, RuleFields rule)
    {
        var revision = await world.As(Role.AimsManager).Do((LoopRuleRegister register, Actor actor) => register.Put(draft.Ref, draft.Version, instead, rule, actor, default));
        return new(revision.Ref, revision.Version);
    }

    private static Task<LoopRuleRevision> Approve(World world, DraftSeen draft, string? email = null, Via via = Via.Page, int? version = null) =>
        world.As(email ?? World.EmailOf(Role.AimsManager), via).Do((LoopRuleRegister register, Actor actor) => register.Approve(draft.Ref, version ?? draft.Version, actor, default));

    private static Task<IReadOnlyDictionary<string, QuestionedDuty>> Duties(World world) => world.As(Role.Viewer).See((ConsequenceViews views) => views.DutiesOf("SYS-01", default));

    /// <summary>Hands the system to another business owner.</summary>
    private static Task Answers(World world, PersonId owner) => world.AsSystem(async db =>
    {
        await using var work = await db.Begin(Actor.System, default);
        db.Entry(await db.Set<AiSystem>().SingleAsync()).Property(system => system.BusinessOwnerId).CurrentValue = owner;
        work.Note("test.handed-over", "SYS-01", "handed over");
        await work.Commit(default);
    });

    private static async Task<int> Decided(World world, string filter) => (await world.As(Role.Viewer).See((CommitteeList list) => list.Decisions(new(Filter: filter), default))).Total;

    private static Task<IReadOnlyList<CommitteeItem>> Items(World world) => world.As(Role.Viewer).See((CommitteeList list) => list.Open(default));

    /// <summary>Without what only time makes.</summary>
    private static async Task<IReadOnlyList<(CommitteeQuestion Question, string Source)>> Questions(World world) => [.. (await Items(world)).Where(item => item.Question != CommitteeQuestion.Nonconformity).Select(item => (item.Question, item.Source))];

    private static Task<CommitteeDecision> Decide(World world, Role role, CommitteeQuestion question, string source, int version, CommitteeOutcome outcome = CommitteeOutcome.Agreed, string text = "It runs with a second look until it recovers", DateOnly? until = null, Via via = Via.Page) =>
        world.As(role, via).Do((CommitteeRegister register, Actor actor) => register.Decide(question, source, version, outcome, text, until, actor, default));

    /// <summary>A draft as somebody saw it.</summary>
    private sealed record DraftSeen(string Ref, int Version);
}

public sealed class LoopRulesOnSqlite() : LoopRulesContract(Backend.Sqlite);

public sealed class LoopRulesOnPostgres() : LoopRulesContract(Backend.Postgres);
