using Concord.Foundation;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop;
using Concord.Organisation;
using Concord.Reports;
using Concord.Risks;
using Concord.Storage;
using Concord.Storage.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Impacts;

/// <summary>From the first line of an assessment into force, to what makes it stale, and what follows from it.</summary>
public abstract class ImpactContract(Backend backend)
{
    [Fact]
    public async Task A_draft_is_submitted_only_whole_and_approved_only_by_somebody_who_wrote_none_of_it()
    {
        await using var world = await Begin();
        var (owner, risk, manager) = (world.As(Role.SystemOwner), world.As(Role.RiskOwner), world.As(Role.AimsManager));
        await world.As(Role.Viewer).Do((ImpactRegister register, Actor actor) => register.Begin("SYS-01", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await owner.Do((ImpactRegister register, Actor actor) => register.Begin("SYS-99", actor, default)).ShouldBeRefused(Refusal.NotFound);
        var draft = await owner.Do((ImpactRegister register, Actor actor) => register.Begin("SYS-01", actor, default));
        await owner.Do((ImpactRegister register, Actor actor) => register.Begin("SYS-01", actor, default)).ShouldBeRefused("IMPACT-OPEN");

        var gaps = await Should.ThrowAsync<FindingsException>(owner.Do((ImpactRegister register, Actor actor) => register.Submit(draft.Ref, 0, actor, default)));
        gaps.Findings.Count.ShouldBeGreaterThan(30);
        (await Detail(world, draft.Ref)).ShouldSatisfyAllConditions(detail => detail.Gaps.Count.ShouldBe(gaps.Findings.Count), detail => detail.Answered.ShouldBe(0),
            detail => detail.Sections.SelectMany(section => section.Fields).Single(field => field.Field.Id == "purpose").Suggestion!.Text.ShouldBe("Scores applicants"),
            detail => detail.Content.Texts.ShouldBeEmpty("a suggestion is never taken by itself"));
        await owner.Do((ImpactRegister register, Actor actor) => register.Withdraw(draft.Ref, 0, "Begun anew", actor, default));

        var whole = await world.Draft();
        await manager.Do((ImpactWriting writing, Actor actor) => writing.Section(whole.Ref, 0, "IA-01", new Dictionary<string, string>(StringComparer.Ordinal), null, actor, default)).ShouldBeRefused(Refusal.Stale);
        await manager.Do((ImpactWriting writing, Actor actor) => writing.Section(whole.Ref, whole.Version, "IA-03", Texts("period", "Every day"), null, actor, default));
        var seen = (await manager.Do((ImpactRegister register, Actor actor) => register.Submit(whole.Ref, whole.Version + 1, actor, default))).Version;
        await owner.Do((ImpactWriting writing, Actor actor) => writing.Section(whole.Ref, seen, "IA-03", Texts("period", "Never"), null, actor, default)).ShouldBeRefused("IMPACT-NOT-DRAFT");
        await manager.Do((ImpactRegister register, Actor actor) => register.Approve(whole.Ref, seen, actor, default)).ShouldBeRefused("IMPACT-OWN");
        await owner.Do((ImpactRegister register, Actor actor) => register.Approve(whole.Ref, seen, actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await world.As(Role.RiskOwner, Via.LocalConsole).Do((ImpactRegister register, Actor actor) => register.Approve(whole.Ref, seen, actor, default)).ShouldBeRefused(Refusal.LocalNoDuty);
        await risk.Do((ImpactRegister register, Actor actor) => register.Return(whole.Ref, seen, " ", actor, default)).ShouldBeRefused("IMPACT-REASON");
        seen = (await risk.Do((ImpactRegister register, Actor actor) => register.Return(whole.Ref, seen, "Say more of misuse", actor, default))).Version;
        seen = (await owner.Do((ImpactRegister register, Actor actor) => register.Submit(whole.Ref, seen, actor, default))).Version;
        var inForce = await risk.Do((ImpactRegister register, Actor actor) => register.Approve(whole.Ref, seen, actor, default));
        (inForce.State, inForce.DueOn, inForce.Verdict, inForce.Depth, inForce.Said.Effects[0].Score).ShouldBe((ImpactState.InForce, new DateOnly(2027, 3, 2), ImpactVerdict.Go, ImpactDepth.Full, 3));
        inForce.Authors.Count.ShouldBe(2);
        await owner.Do((ImpactRegister register, Actor actor) => register.Withdraw(whole.Ref, seen + 1, "No", actor, default)).ShouldBeRefused("IMPACT-STATE");

        (await world.As(Role.Viewer).See((ImpactViews views) => views.List(new(Filter: "state:inForce,system:SYS-01,due:2027-03-02"), default))).Items.ShouldHaveSingleItem().Standing.ShouldBe(ImpactStanding.InForce);
        (await world.As(Role.Viewer).See((ImpactViews views) => views.List(new(Filter: "due:2027-03-01"), default))).Total.ShouldBe(0);
        (await world.As(Role.Viewer).See((ImpactViews views) => views.List(new(Filter: "scoring", Sort: "due"), default))).Total.ShouldBe(2);
        await world.As(Role.Viewer).See((ImpactViews views) => views.List(new(Filter: "due:soon"), default)).ShouldBeRefused("LIST-FILTER");
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_wrong_with_a_row_is_said_all_at_once_and_nothing_of_it_is_written()
    {
        await using var world = await Begin();
        var owner = world.As(Role.SystemOwner);
        var draft = await owner.Do((ImpactRegister register, Actor actor) => register.Begin("SYS-01", actor, default));
        (await Faults((writing, actor) => writing.Put(draft.Ref, 0, new ImpactEffect(0, IsHarm: true, "DIM-99", ["CHARTER:99"], 7, " ", 6, "all", "never", 0, new('x', 3000)), actor, default))).ShouldBe(9);
        (await Faults((writing, actor) => writing.Put(draft.Ref, 0, new AffectedGroup(0, "A\u202Eb", IsDirect: true, IsVulnerable: false, -1, ""), actor, default))).ShouldBe(2);
        (await Faults((writing, actor) => writing.Put(draft.Ref, 0, new Consultation(0, new(2026, 3, 3), "", "\u200B", "", ""), actor, default))).ShouldBe(4);
        (await Faults((writing, actor) => writing.Put(draft.Ref, 0, new ImpactMeasure(0, MeasureSort.Technical, " ", [9], ""), actor, default))).ShouldBe(2);
        (await Faults((writing, actor) => writing.Conclude(draft.Ref, 0, new(ImpactVerdict.Go, new('x', 20_000), "", 9, "", null), actor, default))).ShouldBe(2);
        (await Faults((writing, actor) => writing.Screen(draft.Ref, 0, [new("weather", ScreeningAnswer.Yes, "")], actor, default))).ShouldBe(1);
        (await Faults((writing, actor) => writing.Section(draft.Ref, 0, "IA-03", Texts("colour", "blue"), "boredom", actor, default))).ShouldBe(2);
        await owner.Do((ImpactWriting writing, Actor actor) => writing.Put(draft.Ref, 0, new ImpactMeasure(0, MeasureSort.Technical, "M", [], "AC-99"), actor, default)).ShouldBeRefused(Refusal.NotFound);
        await owner.Do((ImpactWriting writing, Actor actor) => writing.Remove(draft.Ref, 0, ImpactPart.Effect, 1, actor, default)).ShouldBeRefused("IMPACT-ROW");
        (await world.AsSystem(db => db.Set<ImpactAssessment>().SingleAsync())).ShouldSatisfyAllConditions(row => row.Version.ShouldBe(0), row => row.Content.ShouldBe(ImpactContent.Empty.ToJson()));

        const string hostile = "<script>alert(1)</script>\u202E {{x}} '; drop table --";
        var version = (await owner.Do((ImpactWriting writing, Actor actor) => writing.Section(draft.Ref, 0, "IA-02", Texts("does", hostile), null, actor, default))).Version;
        (await owner.Do((ImpactWriting writing, Actor actor) => writing.Section(draft.Ref, version, "IA-02", Texts("does", hostile), null, actor, default))).Version.ShouldBe(version, "saying the same again changes nothing");
        var html = global::System.Text.Encoding.UTF8.GetString((await world.As(Role.Viewer).See((ImpactReport report) => report.Assessment(draft.Ref, "html", default))).Bytes);
        html.ShouldNotContain("<script>alert");
        html.ShouldContain("DRAFT. Impact assessment of Credit scoring");
        foreach (var format in (string[])["docx", "xlsx"]) (await world.As(Role.Viewer).See((ImpactReport report) => report.Notification(draft.Ref, format, default))).Bytes.Length.ShouldBeGreaterThan(1000);

        async Task<int> Faults(Func<ImpactWriting, Actor, Task> act) => (await Should.ThrowAsync<FindingsException>(owner.Do(act))).Findings.Count;
    }

    [Fact]
    public async Task It_is_stale_by_date_by_change_and_by_what_happened_and_the_next_revision_takes_its_place()
    {
        await using var world = await Begin();
        var first = await world.InForce();
        (await Line(world, first.Ref)).Standing.ShouldBe(ImpactStanding.InForce);
        (await Stale()).ShouldBeEmpty("what fits is in no list of what does not");

        (await Mark(world, "signal SIG-0001: the score drifts")).ShouldBe([first.Ref]);
        (await Mark(world, "signal SIG-0001: the score drifts")).ShouldBe([first.Ref]);
        (await Line(world, first.Ref)).ShouldSatisfyAllConditions(line => line.Standing.ShouldBe(ImpactStanding.Stale), line => line.Stale.ShouldBe(["signal SIG-0001: the score drifts"]));
        (await world.AsSystem(db => db.Set<ImpactMark>().CountAsync())).ShouldBe(1);

        await world.As(Role.SystemOwner).Do((Registry registry, Actor actor) => registry.AddModel("SYS-01", new("Scorecard", "", "trees", "MODEL-01"), new VersionRegistration("1"), actor, default));
        (await Line(world, first.Ref)).Stale.ShouldContain(reason => reason.StartsWith("model versions:", StringComparison.Ordinal));
        await world.Classified(RiskClass.Limited);
        (await Line(world, first.Ref)).Stale.ShouldContain(reason => reason.StartsWith("risk class: it was \"high\" and is \"limited\"", StringComparison.Ordinal));
        world.Clock.SetUtcNow(new(2027, 3, 4, 8, 0, 0, TimeSpan.Zero));
        (await Line(world, first.Ref)).Stale[0].ShouldBe("it was to be looked at again until 2027-03-02");
        (await Stale()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(line => line.Ref.ShouldBe(first.Ref), line => line.Stale.Count.ShouldBe(4, "by date, by two changes, by a signal"));

        var next = await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Begin("SYS-01", actor, default));
        (next.Revision, next.Follows, next.Said.Texts.Count).ShouldBe((2, first.Ref, first.Said.Texts.Count));
        (await Detail(world, next.Ref)).Replaces.ShouldNotBeNull().ShouldSatisfyAllConditions(line => line.Ref.ShouldBe(first.Ref), line => line.Stale.Count.ShouldBe(4, "whoever revises it sees what it has to answer"));
        (await Detail(world, first.Ref)).Replaces.ShouldBeNull("one in force replaces nothing any more");
        var seen = (await world.As(Role.SystemOwner).Do((ImpactWriting writing, Actor actor) => writing.Section(next.Ref, 0, "IA-01", Texts("scope", "All of it"), "incident", actor, default))).Version;
        seen = (await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Submit(next.Ref, seen, actor, default))).Version;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Mark(world, "incident INC-0001: people were harmed")).ShouldBe([first.Ref, next.Ref]);
        (await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(next.Ref, seen, actor, default)).Refused()).ShouldSatisfyAllConditions(no => no.Code.ShouldBe("IMPACT-STALE"), no => no.Message.ShouldContain("INC-0001"));
        seen = (await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Return(next.Ref, seen, "Take it in", actor, default))).Version;
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        seen = (await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Submit(next.Ref, seen, actor, default))).Version;
        await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(next.Ref, seen, actor, default));
        (await world.As(Role.Viewer).See((ImpactViews views) => views.OfSystem("SYS-01", default))).Select(line => (line.Ref, line.Standing)).ShouldBe([(next.Ref, ImpactStanding.InForce), (first.Ref, ImpactStanding.Superseded)]);
        (await Line(world, next.Ref)).DueOn.ShouldBe(new DateOnly(2029, 3, 4), "a system that is not high risk is looked at every second year");
        (await Stale()).ShouldBeEmpty("the revision that is superseded is asked for nothing");
        await world.System("SYS-02");
        (await Mark(world, "signal SIG-0002: nothing knows it", "SYS-02")).ShouldBeEmpty();
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();

        Task<IReadOnlyList<ImpactLine>> Stale() => world.As(Role.Viewer).See((ImpactViews views) => views.Stale(default));
    }

    [Fact]
    public async Task A_system_that_needs_an_assessment_is_not_used_without_one_that_is_in_force_and_fits()
    {
        await using var world = await Begin(LifeCycle.Suspended);
        (await Refused(world)).Code.ShouldBe("IMPACT-MISSING");
        (await world.As(Role.Viewer).See((ImpactViews views) => views.Wanted(default))).ShouldHaveSingleItem().SystemRef.ShouldBe("SYS-01");
        await Moved(world, LifeCycle.Restricted, "");
        await Moved(world, LifeCycle.Suspended, "");
        var draft = await world.Draft();
        (await Refused(world)).Message.ShouldContain($"{draft.Ref} is draft: complete it");
        var seen = (await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Submit(draft.Ref, draft.Version, actor, default))).Version;
        (await Refused(world)).Message.ShouldContain("in review: have it approved");
        await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(draft.Ref, seen, actor, default));
        await Mark(world, "signal SIG-0001: the score drifts");
        (await Refused(world)).ShouldSatisfyAllConditions(no => no.Code.ShouldBe("IMPACT-STALE"), no => no.Message.ShouldContain("SIG-0001"), no => no.Message.ShouldContain("say as the reason"));
        await Moved(world, LifeCycle.InOperation, "People decide meanwhile");
        (await world.AsSystem(db => db.Set<Concord.Journal.JournalEntry>().Where(entry => entry.Act == "system.moved").OrderByDescending(entry => entry.Sequence).Select(entry => entry.Detail).FirstAsync()))
            .ShouldStartWith($"suspended → in operation: People decide meanwhile, although: {draft.Ref} no longer fits SYS-01: signal SIG-0001");

        await world.System("SYS-02", state: LifeCycle.Validation);
        await world.Classified(RiskClass.High, "SYS-02");
        await world.InForce("SYS-02", GivenImpact.Whole with { Conclusion = GivenImpact.Whole.Conclusion with { Verdict = ImpactVerdict.Stop } });
        (await Move(world, "SYS-02", LifeCycle.Approved, "Because").Refused()).Code.ShouldBe("IMPACT-STOP");

        await world.System("SYS-03", state: LifeCycle.Validation);
        var light = GivenImpact.Whole with { Screening = [.. GivenImpact.Whole.Screening.Select(line => line with { Answer = ScreeningAnswer.No })] };
        (await world.InForce("SYS-03", light)).Depth.ShouldBe(ImpactDepth.Light);
        await Move(world, "SYS-03", LifeCycle.Approved, "");
        await world.Classified(RiskClass.High, "SYS-03");
        (await Move(world, "SYS-03", LifeCycle.InOperation, "Because").Refused()).Code.ShouldBe("IMPACT-LIGHT");

        await world.System("SYS-04", state: LifeCycle.Validation);
        var begun = await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Begin("SYS-04", actor, default));
        (await Move(world, "SYS-04", LifeCycle.Approved, "").Refused()).Message.ShouldContain($"the screening of {begun.Ref} says so (not answered:");
        await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Withdraw(begun.Ref, 0, "A mistake", actor, default));
        await Move(world, "SYS-04", LifeCycle.Approved, "");
        // A class that is only declared forbids nothing, but nobody goes live past it in silence.
        (await world.As(Role.Viewer).See((ImpactViews views) => views.Wanted(default))).ShouldHaveSingleItem().SystemRef.ShouldBe("SYS-04");
        (await Move(world, "SYS-04", LifeCycle.InOperation, " ").Refused()).ShouldSatisfyAllConditions(no => no.Code.ShouldBe("IMPACT-MISSING"), no => no.Message.ShouldContain("declared high"), no => no.Message.ShouldContain("say as the reason"));
        await Move(world, "SYS-04", LifeCycle.InOperation, "The assessment follows");

        async Task<RuleViolation> Refused(World one) => await Move(one, "SYS-01", LifeCycle.InOperation, "").Refused();
        Task Moved(World one, LifeCycle to, string reason) => Move(one, "SYS-01", to, reason);
    }

    [Fact]
    public async Task A_grave_harm_becomes_a_risk_is_one_already_or_is_none_and_the_reason_is_kept()
    {
        await using var world = await Begin();
        var content = GivenImpact.Whole with
        {
            Effects = [GivenImpact.Harm(), GivenImpact.Whole.Effects[1], GivenImpact.Harm(3, 4, "over-100000", "hard", 4, "DIM-11"), GivenImpact.Harm(4, 3), GivenImpact.Harm(5, 2, "under-100")],
        };
        await world.Risk("RISK-A", "SYS-01");
        await world.Risk("RISK-B");
        await world.System("SYS-02");
        await world.Risk("RISK-C", "SYS-02");
        var draft = await world.Draft(content: content);
        await Decide(draft.Version, (risks, actor) => risks.Open(draft.Ref, draft.Version, 1, null, null, "", actor, default)).ShouldBeRefused("IMPACT-NOT-IN-FORCE");
        var seen = (await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Submit(draft.Ref, draft.Version, actor, default))).Version;
        seen = (await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(draft.Ref, seen, actor, default))).Version;
        (await Detail(world, draft.Ref)).Effects.Where(effect => effect.IsCandidate).Select(effect => effect.Effect.Called).ShouldBe(["H1", "H3", "H4"]);

        await world.As(Role.SystemOwner).Do((ImpactRisks risks, Actor actor) => risks.Decline(draft.Ref, seen, 1, "No", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await Decide(seen, (risks, actor) => risks.Decline(draft.Ref, seen, 1, " ", actor, default)).ShouldBeRefused("IMPACT-DECLINE");
        await Decide(seen, (risks, actor) => risks.Decline(draft.Ref, seen, 5, "Too small", actor, default)).ShouldBeRefused("IMPACT-NO-CANDIDATE");
        await Decide(seen, (risks, actor) => risks.Decline(draft.Ref, seen, 2, "A benefit", actor, default)).ShouldBeRefused(Refusal.NotFound);
        await Decide(seen, (risks, actor) => risks.Known(draft.Ref, seen, 1, "RISK-C", "", actor, default)).ShouldBeRefused("IMPACT-RISK-SYSTEM");
        await Decide(seen, (risks, actor) => risks.Known(draft.Ref, seen, 1, "RISK-Z", "", actor, default)).ShouldBeRefused(Refusal.NotFound);
        seen = (await Decide(seen, (risks, actor) => risks.Known(draft.Ref, seen, 1, "RISK-A", "the same", actor, default))).Version;
        await Decide(seen, (risks, actor) => risks.Decline(draft.Ref, seen, 1, "No", actor, default)).ShouldBeRefused("IMPACT-DECIDED");
        seen = (await Decide(seen, (risks, actor) => risks.Decline(draft.Ref, seen, 4, "It is H1 in other words", actor, default))).Version;
        await Decide(seen, (risks, actor) => risks.Open(draft.Ref, seen, 3, null, null, "", actor, default));

        var opened = await world.AsSystem(db => db.Set<Risk>().SingleAsync(risk => risk.Source == RiskSource.Impact));
        (opened.SystemRef, opened.Inherent, opened.Title).ShouldBe(("SYS-01", new RiskLevel(4, 5), "Young applicants are declined more often (consequence for society)"));
        (await world.AsSystem(db => db.Set<Link>().OrderBy(link => link.From).Select(link => new { link.From, link.Relation, link.To }).ToListAsync())).Select(link => $"{link.From} {link.Relation} {link.To}")
            .ShouldBe([$"{draft.Ref} risk {opened.Ref}", $"{draft.Ref} risk RISK-A", $"{opened.Ref} impact {draft.Ref}", $"RISK-A impact {draft.Ref}"], ignoreOrder: true);
        (await Detail(world, draft.Ref)).Effects.Select(effect => effect.Decision?.RiskRef).ShouldBe(["RISK-A", null, opened.Ref, "", null]);
        (await Detail(world, draft.Ref)).Line.Standing.ShouldBe(ImpactStanding.InForce);

        world.Clock.Advance(TimeSpan.FromMinutes(1));
        // The next revision says of H3 something else, and of the others what the first said.
        var next = await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Begin("SYS-01", actor, default));
        next.Said.Conclusion.NextReview.ShouldBe((await Detail(world, draft.Ref)).Line.DueOn, "revising does not put the next look off");
        seen = (await world.As(Role.SystemOwner).Do((ImpactWriting writing, Actor actor) => writing.Section(next.Ref, 0, "IA-01", Texts("scope", "All of it"), "incident", actor, default))).Version;
        seen = (await world.As(Role.SystemOwner).Do((ImpactWriting writing, Actor actor) => writing.Put(next.Ref, seen, next.Said.Effects[2] with { What = "Nobody young is accepted" }, actor, default))).Version;
        (await Detail(world, next.Ref)).Effects.Select(effect => effect.Earlier).ShouldBe([$"RISK-A in {draft.Ref}; that holds on once this is approved", "",
            $"{opened.Ref} in {draft.Ref}; it says something else since, so it is asked again", $"none (It is H1 in other words) in {draft.Ref}; that holds on once this is approved", ""]);
        seen = (await world.As(Role.SystemOwner).Do((ImpactRegister register, Actor actor) => register.Submit(next.Ref, seen, actor, default))).Version;
        await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(next.Ref, seen, actor, default));
        var revised = await Detail(world, next.Ref);
        revised.Effects.Select(effect => effect.Decision?.RiskRef).ShouldBe(["RISK-A", null, null, "", null]);
        (revised.Effects[3].Decision!.Reason, revised.Effects[2].Earlier).ShouldBe(("It is H1 in other words", $"{opened.Ref} in {draft.Ref}; it says something else since, so it is asked again"));
        (await world.AsSystem(db => db.Set<Link>().CountAsync(link => link.From == next.Ref && link.To == "RISK-A"))).ShouldBe(1);
        await Decide(revised.Line.Version, (risks, actor) => risks.Decline(next.Ref, revised.Line.Version, 1, "It is no longer one", actor, default));
        (await Detail(world, next.Ref)).Effects[0].Decision!.ShouldSatisfyAllConditions(line => line.RiskRef.ShouldBe(""), line => line.IsTakenOver.ShouldBeFalse("what was taken over may be decided otherwise, once"));
        await Decide(revised.Line.Version + 1, (risks, actor) => risks.Decline(next.Ref, revised.Line.Version + 1, 1, "Again", actor, default)).ShouldBeRefused("IMPACT-DECIDED");
        (await world.AsSystem(db => db.Set<Link>().CountAsync(link => link.To == "RISK-A" || link.From == "RISK-A"))).ShouldBe(2, "those of the first revision");
        revised.Line.DueOn.ShouldBe((await Detail(world, draft.Ref)).Line.DueOn);
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeTrue();

        Task<ImpactAssessment> Decide(int version, Func<ImpactRisks, Actor, Task<ImpactAssessment>> act) => world.As(Role.AimsManager).Do(act);
    }

    [Fact]
    public async Task Who_wrote_an_assessment_does_not_say_alone_that_its_grave_harm_is_no_risk()
    {
        await using var world = await Begin();
        var draft = await world.Draft(by: Role.AimsManager);
        var seen = (await world.As(Role.AimsManager).Do((ImpactRegister register, Actor actor) => register.Submit(draft.Ref, draft.Version, actor, default))).Version;
        seen = (await world.As(Role.RiskOwner).Do((ImpactRegister register, Actor actor) => register.Approve(draft.Ref, seen, actor, default))).Version;
        await world.As(Role.AimsManager).Do((ImpactRisks risks, Actor actor) => risks.Decline(draft.Ref, seen, 1, "Not so bad", actor, default)).ShouldBeRefused("IMPACT-DECLINE-OWN");
        (await world.As(Role.RiskOwner).Do((ImpactRisks risks, Actor actor) => risks.Decline(draft.Ref, seen, 1, "It is in another", actor, default))).RisksDecided.ShouldBe(1);
    }

    [Fact]
    public async Task Another_part_of_the_organisation_sees_nothing_of_it_and_what_is_changed_behind_the_back_is_named()
    {
        await using var world = await Begin();
        var inForce = await world.InForce();
        var markets = await world.Unit("MARKETS");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Mia Markets", "mia@example.test"), new(Role.RiskOwner, markets), default));
        var mia = world.As("mia@example.test");
        await mia.See((ImpactFile file) => file.Detail(inForce.Ref, default)).ShouldBeRefused(Refusal.NotFound);
        (await mia.See((ImpactViews views) => views.List(new(), default))).Total.ShouldBe(0);
        (await mia.See((ImpactViews views) => views.Wanted(default))).ShouldBeEmpty();
        await mia.Do((ImpactRegister register, Actor actor) => register.Notify(inForce.Ref, inForce.Version, world.Today, "Authority", actor, default)).ShouldBeRefused(Refusal.NotFound);

        var owner = world.As(Role.SystemOwner);
        await owner.Do((ImpactRegister register, Actor actor) => register.Notify(inForce.Ref, inForce.Version, world.Today.AddDays(1), "Authority", actor, default)).ShouldBeRefused("IMPACT-NOTIFIED");
        await owner.Do((ImpactRegister register, Actor actor) => register.Notify(inForce.Ref, inForce.Version, world.Today.AddDays(-1), "Authority", actor, default)).ShouldBeRefused("IMPACT-NOTIFIED");
        await owner.Do((ImpactRegister register, Actor actor) => register.Notify(inForce.Ref, inForce.Version, world.Today, "Market surveillance authority", actor, default));
        var notice = global::System.Text.Encoding.UTF8.GetString((await world.As(Role.Viewer).See((ImpactReport report) => report.Notification(inForce.Ref, "html", default))).Bytes);
        foreach (var part in (string[])["Fundamental rights impact assessment: Credit scoring", "About purpose", "Article 27(1)(a)", "Applicants (directly affected)", "[to be completed]", "Whether it is owed is not known"]) notice.ShouldContain(part);
        notice.ShouldNotContain("DRAFT");
        var harm = notice[notice.IndexOf("Article 27(1)(d)", StringComparison.Ordinal)..notice.IndexOf("Article 27(1)(e)", StringComparison.Ordinal)];
        foreach (var part in (string[])["How could it be misused?", "About misuse", "Young applicants are declined more often"]) harm.ShouldContain(part, Case.Sensitive, "what could be done with it belongs to the harm people risk");

        await world.Tamper("UPDATE \"ImpactAssessment\" SET \"Content\" = REPLACE(\"Content\", 'About purpose', 'About profit')");
        (await Detail(world, inForce.Ref)).IsWhole.ShouldBeFalse();
        (await world.AsSystem(db => new JournalVerification(db, world.Location).Run(default))).IsSound.ShouldBeFalse();
    }

    private async Task<World> Begin(LifeCycle state = LifeCycle.InOperation)
    {
        var world = await World.Create(backend);
        await world.System("SYS-01", state: state);
        await world.Classified(RiskClass.High);
        return world;
    }

    private static Dictionary<string, string> Texts(string field, string text) => new(StringComparer.Ordinal) { [field] = text };

    private static Task<ImpactDetail> Detail(World world, string reference) => world.As(Role.Viewer).See((ImpactFile file) => file.Detail(reference, default));

    private static async Task<ImpactLine> Line(World world, string reference) => (await world.As(Role.Viewer).See((ImpactViews views) => views.OfSystem("SYS-01", default))).Single(line => line.Ref == reference);

    private static async Task Move(World world, string system, LifeCycle to, string reason)
    {
        var version = await world.AsSystem(db => db.Set<AiSystem>().Where(known => known.Ref == system).Select(known => known.Version).SingleAsync());
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Move(system, version, to, reason, actor, default));
    }

    private static async Task<IReadOnlyList<string>> Mark(World world, string because, string system = "SYS-01")
    {
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(Actor.System);
        await using var work = await db.Begin(Actor.System, default);
        var marked = await scope.ServiceProvider.GetRequiredService<ImpactStaleness>().Mark(work, system, because, default);
        work.Note("test.marked", system, because);
        await work.Commit(default);
        return marked;
    }
}

public sealed class ImpactsOnSqlite() : ImpactContract(Backend.Sqlite);

public sealed class ImpactsOnPostgres() : ImpactContract(Backend.Postgres);
