using Concord.Controls;
using Concord.EnterpriseRisks;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Journal;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests.Risks;

public abstract class RiskContract(Backend backend)
{
    private static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);

    [Fact]
    public async Task A_risk_shows_its_levels_with_the_band_and_the_approver_of_the_criteria()
    {
        await using var world = await World.Create(backend);
        var system = await world.System("SYS-01");
        var risk = await world.Risk("GFC-R-01", system.Ref);
        var detail = await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default));
        detail.Line.Inherent.ShouldBe(new(4, 4, "critical", "stop or do not start until treated", "chief risk officer", null));
        detail.Line.Current!.Band.ShouldBe("medium");
        (detail.Line.SystemName, detail.Line.CatalogueTitle, detail.Line.Owner!.Name, detail.Line.Before)
            .ShouldBe(("Credit scoring", "Input data drift makes the model unfit", "RiskOwner Person", null));
        detail.Indicators.ShouldBe(["psi_feature", "psi_score"]);
        detail.NextStates.ShouldNotContain(RiskState.Reopened);
    }

    [Fact]
    public async Task Reopening_by_evidence_is_told_with_before_and_after_and_stays_on_the_page()
    {
        await using var world = await World.Create(backend);
        var risk = await Accepted(world);
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        db.SeeAs(Actor.System);
        await using var work = await db.Begin(Actor.System, default);
        var reopening = scope.ServiceProvider.GetRequiredService<RiskRegister>().Reopen(work, await db.Set<Risk>().SingleAsync(known => known.Ref == risk), "SIG-0001");
        await work.Commit(default);
        (reopening.Changed, reopening.StateBefore, reopening.LevelBefore, reopening.State, reopening.Level)
            .ShouldBe((true, RiskState.Accepted, new RiskLevel(2, 3), RiskState.Reopened, new RiskLevel(4, 4)));
        var line = (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk, default))).Line;
        (line.State, line.StateBefore, line.Before!.Band, line.Current!.Band).ShouldBe((RiskState.Reopened, RiskState.Accepted, "medium", "critical"));
        (await world.AsSystem(db => db.Set<JournalEntry>().OrderBy(entry => entry.Sequence).LastAsync())).Detail
            .ShouldBe("by SIG-0001: was accepted at 6 medium; now reopened at 16 critical");
    }

    [Fact]
    public async Task A_risk_of_a_prohibited_practice_is_critical_and_cannot_be_accepted()
    {
        await using var world = await World.Create(backend);
        var registration = new SystemRegistration(await world.Unit("RETAIL"), await world.Description() with { RiskClass = RiskClass.Prohibited },
            LifeCycle.Development, Reference: "SYS-99");
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default));
        var risk = await world.Risk(system: "SYS-99");
        var line = (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Line;
        (line.Current!.Score, line.Current.Band).ShouldBe((9, "critical"));
        line.Current.Rule!.ShouldContain("prohibited");
        await Assess(world, risk.Ref, Levels(4, 4), Levels(1, 1), Role.SystemOwner).ShouldBeRefused(Refusal.AccessDenied);
        await Assess(world, risk.Ref, Levels(4, 4), Levels(1, 1), Role.RiskOwner);
        await Accept(world, risk.Ref, Role.AimsManager).ShouldBeRefused("RISK-NOT-ACCEPTABLE");
        await Somebody(world);
        await Close("RISK-CLOSE-FORBIDDEN");
        (await Refs(world, "band:critical")).ShouldBe([risk.Ref]);
        (await Refs(world, "band:medium")).ShouldBeEmpty();
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Move("SYS-99", 0, LifeCycle.Rejected, "It must not be.", actor, default));
        await Close(null);

        // Not even by the chief risk officer, while the practice can happen.
        async Task Close(string? refused)
        {
            var version = await Version(world, risk.Ref);
            var closing = world.As("carl@example.test").Do((RiskRegister risks, Actor actor) => risks.Close(risk.Ref, version, "Gone.", actor, default));
            if (refused is null) (await closing).State.ShouldBe(RiskState.Closed);
            else await closing.ShouldBeRefused(refused);
        }
    }

    [Fact]
    public async Task A_control_that_covers_another_system_backs_no_level()
    {
        await using var world = await World.Create(backend);
        await Somebody(world);
        await world.System("SYS-01");
        await world.System("SYS-02", name: "Other");
        var application = new ControlApplication(await world.Unit("RETAIL"), "About the other", await world.PersonId(Role.SystemOwner), ControlStatus.Applied, ["SYS-02"], ["ISO42001:A.6.2.6"], [], ["psi_score"], "CTL-02");
        await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.Apply(application, actor, default));
        await world.Evidence("CTL-02");
        foreach (var (risk, system, approver) in new[] { ("R-01", "SYS-01", "chief risk officer"), ("R-02", "SYS-02", "system owner") })
        {
            await world.Risk(risk, system);
            await Assess(world, risk, Levels(5, 5), Levels(1, 2), Role.RiskOwner, ["CTL-02"]);
            var file = (await File(world, risk)).File!;
            (file.Approvers[0], file.Assessments[0].IsBacked, file.Grounds.Controls[0].State).ShouldBe((approver, system == "SYS-02", ControlState.Effective), risk);
            if (system == "SYS-01") file.Warning!.ShouldContain("(CTL-02 of other systems): it is a claim");
        }
        await world.As("otto@example.test").Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept("R-01", 1, null, "Small.", actor, default)).ShouldBeRefused("RISK-ACCEPT-REACH");
    }

    [Fact]
    public async Task Who_accepts_must_reach_the_residual_level_where_it_is_the_worse_one()
    {
        await using var world = await World.Create(backend);
        await Somebody(world);
        await world.System("SYS-01");
        await world.Control("CTL-01", ["ISO42001:A.6.2.6"]);
        await world.Evidence("CTL-01");
        await world.Risk("R-01", "SYS-01");
        await Assess(world, "R-01", Levels(4, 4), Levels(3, 2), Role.RiskOwner, ["CTL-01"], residual: Levels(4, 3));
        await world.As("ann@example.test").Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept("R-01", 1, null, "Small.", actor, default)).ShouldBeRefused("RISK-ACCEPT-REACH");
        (await File(world, "R-01")).File!.Approvers[0].ShouldBe("AI governance committee");
        (await Accept(world, "R-01", Role.AimsManager)).State.ShouldBe(RiskState.Accepted);
    }

    [Fact]
    public async Task A_residual_level_is_that_of_the_newest_assessment_or_none()
    {
        await using var world = await World.Create(backend);
        await world.Risk("R-01");
        await Assess(world, "R-01", Levels(4, 4), Levels(4, 4), Role.RiskOwner, residual: Levels(3, 4));
        (await File(world, "R-01")).Line.Residual!.Score.ShouldBe(12);
        await Assess(world, "R-01", Levels(2, 2), Levels(2, 2), Role.RiskOwner);
        (await File(world, "R-01")).Line.Residual.ShouldBeNull("it would lie above the inherent one");
    }

    [Fact]
    public async Task Each_band_is_accepted_by_whom_the_criteria_ask_and_by_nobody_below()
    {
        await using var world = await World.Create(backend);
        await Somebody(world);
        string[] people = ["otto", "ann", "aimsmanager", "carl"];
        foreach (var (likelihood, consequence, asked) in new[] { (2, 2, 0), (3, 3, 1), (3, 4, 2), (4, 4, 3) })
        {
            var risk = await world.Risk($"R-{likelihood}{consequence}");
            await Assess(world, risk.Ref, Levels(likelihood, consequence), Levels(likelihood, consequence), Role.RiskOwner);
            for (var rank = 0; rank < people.Length; rank++)
            {
                var version = await Version(world, risk.Ref);
                var accepting = world.As($"{people[rank]}@example.test").Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept(risk.Ref, version, null, "Because.", actor, default));
                if (rank < asked)
                {
                    await accepting.ShouldBeRefused("RISK-ACCEPT-REACH");
                    await world.As($"{people[rank]}@example.test").Do((RiskRegister risks, Actor actor) => risks.Close(risk.Ref, version, "Gone.", actor, default)).ShouldBeRefused(rank == 0 ? Refusal.AccessDenied : "RISK-CLOSE-REACH");
                }
                else (await accepting).State.ShouldBe(RiskState.Accepted);
            }
            (await File(world, risk.Ref)).File!.Acceptances.Count.ShouldBe(people.Length - asked);
            await Accept(world, risk.Ref, Role.Auditor).ShouldBeRefused(Refusal.AccessDenied);
            await Accept(world, risk.Ref, Role.RiskOwner).ShouldBeRefused("RISK-ACCEPT-OWN");
            await Accept(world, risk.Ref, Role.AimsManager, Via.LocalConsole).ShouldBeRefused(Refusal.LocalNoDuty);
        }
        var own = await world.Risk("R-OWN");
        await Assess(world, own.Ref, Levels(2, 2), Levels(2, 2), Role.AimsManager);
        await Accept(world, own.Ref, Role.AimsManager).ShouldBeRefused("RISK-ACCEPT-AUTHOR");
        await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks.Close(own.Ref, 1, "Gone.", actor, default)).ShouldBeRefused("RISK-CLOSE-AUTHOR");
        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.Close(own.Ref, 1, "Gone.", actor, default)).ShouldBeRefused("RISK-CLOSE-OWN");
        (await world.As("ann@example.test").Do((RiskRegister risks, Actor actor) => risks.Close(own.Ref, 1, "Gone.", actor, default))).State.ShouldBe(RiskState.Closed);
        await world.As("ann@example.test").Do((RiskRegister risks, Actor actor) => risks.Close(own.Ref, 1, "Gone.", actor, default)).ShouldBeRefused(Refusal.Stale);
    }

    [Fact]
    public async Task Who_gives_a_risk_away_does_not_accept_it_before_somebody_else_assesses_it()
    {
        await using var world = await World.Create(backend);
        await Somebody(world);
        var risk = await world.Risk("R-01");
        await AssessedByAnn();
        var (past, next) = (await world.PersonId(Role.RiskOwner), await world.PersonId(Role.Auditor));
        await Give(past).ShouldBeRefused("RISK-OWNER-SAME");
        await Give(next, " ").ShouldBeRefused("RISK-OWNER-REASON");
        await Give(await world.PersonId(Role.Viewer)).ShouldBeRefused("RISK-OWNER-ROLE");
        await world.As(Role.Viewer).Do((RiskRegister risks, Actor actor) => risks.HandOver(risk.Ref, 9, next, "T", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        (await Give(next)).OwnerId.ShouldBe(next);
        await Accept(world, risk.Ref, Role.RiskOwner).ShouldBeRefused("RISK-ACCEPT-PAST-OWNER");
        await Give(await world.PersonId(Role.AimsManager));
        await Accept(world, risk.Ref, Role.RiskOwner).ShouldBeRefused("RISK-ACCEPT-PAST-OWNER");
        await Accept(world, risk.Ref, Role.AimsManager).ShouldBeRefused("RISK-ACCEPT-OWN");

        // One of them assessing it clears nobody, somebody else does.
        await Assess(world, risk.Ref, Levels(1, 1), Levels(1, 1), Role.RiskOwner);
        await Accept(world, risk.Ref, Role.RiskOwner).ShouldBeRefused("RISK-ACCEPT-PAST-OWNER");
        await Give(next);
        await Accept(world, risk.Ref, Role.AimsManager).ShouldBeRefused("RISK-ACCEPT-PAST-OWNER");
        await AssessedByAnn();
        (await Reword("Something else")).Title.ShouldBe("Something else");
        await Accept(world, risk.Ref, Role.AimsManager).ShouldBeRefused("RISK-ACCEPT-STALE");
        await AssessedByAnn();
        await Reword("Something else").ShouldBeRefused("RISK-REWORD-SAME");
        (await Accept(world, risk.Ref, Role.AimsManager)).State.ShouldBe(RiskState.Accepted);
        await Reword("Nothing at all").ShouldBeRefused("RISK-REWORD-ACCEPTED");
        await Give(await world.PersonId(Role.AimsManager)).ShouldBeRefused("RISK-OWNER-ACCEPTED");

        async Task AssessedByAnn()
        {
            var version = await Version(world, risk.Ref);
            await world.As("ann@example.test").Do((RiskAssessments assessments, Actor actor) => assessments.Assess(risk.Ref, version, new(Levels(1, 1), Levels(1, 1), null, null, [], "As I see it."), actor, default));
        }

        async Task<Risk> Give(PersonId to, string reason = "She left.")
        {
            var version = await Version(world, risk.Ref);
            return await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.HandOver(risk.Ref, version, to, reason, actor, default));
        }

        async Task<Risk> Reword(string title)
        {
            var version = await Version(world, risk.Ref);
            return await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.Reword(risk.Ref, version, title, "Clearer.", actor, default));
        }
    }

    [Fact]
    public async Task A_level_says_what_it_rests_on_and_a_claim_without_effective_control_is_called_one()
    {
        await using var world = await World.Create(backend);
        await Somebody(world);
        await world.System("SYS-01");
        await world.Control("CTL-01", ["ISO42001:A.6.2.6"]);
        var risk = await world.Risk("R-01", "SYS-01");
        (await Should.ThrowAsync<FindingsException>(Assess(world, risk.Ref, Levels(4, 4), Levels(2, 3), Role.RiskOwner, ["CTL-01", "CTL-99"]))).Findings.Single().Place.ShouldBe("CTL-99");
        await Assess(world, risk.Ref, Levels(4, 4), Levels(2, 3), Role.RiskOwner, ["CTL-01"]);
        var file = (await File(world, risk.Ref)).File!;
        file.Warning!.ShouldContain("none of the controls it rests on is effective today (CTL-01 unproven): it is a claim");
        file.Grounds.Controls.Single().State.ShouldBe(ControlState.Unproven);
        file.Assessments[0].IsBacked.ShouldBe(false);
        file.Grounds.Indicators.Select(indicator => (indicator.Metric, indicator.Verdict, indicator.Value)).ShouldBe([("psi_feature", "not measured", null), ("psi_score", "not measured", null)]);
        file.Assessments[0].Levels.Single(level => level.Moment == "inherent").Dimensions.Single(dimension => dimension.Leads).Meaning.ShouldBe("serious harm to rights, money or health");
        file.Approvers.ShouldBe(["chief risk officer"]);
        await Accept(world, risk.Ref, Role.AimsManager).ShouldBeRefused("RISK-ACCEPT-REACH");

        await world.Evidence("CTL-01");
        file = (await File(world, risk.Ref)).File!;
        (file.Warning, file.Approvers[0], file.Assessments[0].IsBacked).ShouldBe((null, "risk owner", false));
        (await Accept(world, risk.Ref, Role.AimsManager)).State.ShouldBe(RiskState.Accepted);
        (await world.AsSystem(db => db.Set<Concord.Links.Link>().Where(link => link.From == "R-01").Select(link => link.To).ToListAsync())).ShouldBe(["CTL-01"]);
    }

    [Fact]
    public async Task Who_planned_the_treatment_does_not_accept_the_risk()
    {
        await using var world = await World.Create(backend);
        var risk = await world.Risk();
        await Somebody(world);
        await world.As("ann@example.test").Do((RiskAssessments assessments, Actor actor) => assessments.Assess(risk.Ref, 0, new(Levels(2, 3), Levels(2, 3), null, null, [], "Seldom."), actor, default));
        await world.As("carl@example.test").Do((RiskTreatments treatments, Actor actor) => treatments.Treat(risk.Ref, 1, new(TreatmentOption.Retain, "It is small.", [], null, []), actor, default));

        await world.As("carl@example.test").Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept(risk.Ref, 2, null, "Small enough.", actor, default)).ShouldBeRefused("RISK-ACCEPT-PLANNER");
        (await Accept(world, risk.Ref, Role.AimsManager)).State.ShouldBe(RiskState.Accepted);
    }

    [Fact]
    public async Task A_plan_is_carried_out_when_its_actions_are_done_and_its_controls_effective()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await world.Control("CTL-01", ["ISO42001:A.6.2.6"]);
        var risk = await world.Risk("R-01", "SYS-01");
        var owner = await world.PersonId(Role.SystemOwner);
        var plan = new TreatmentEntry(TreatmentOption.Modify, "Watch it.", ["CTL-01"], Levels(2, 2), [new("Mend the model", owner, world.Today.AddDays(30))]);
        Task<Risk> Treat(int version, TreatmentEntry entry) => world.As(Role.RiskOwner).Do((RiskTreatments treatments, Actor actor) => treatments.Treat(risk.Ref, version, entry, actor, default));
        Task<Risk> Finish() => world.As(Role.RiskOwner).Do(async (RiskTreatments treatments, Actor actor) => await treatments.Finish(risk.Ref, await Version(world, risk.Ref), "It is better.", actor, default));
        await Treat(0, plan with { Residual = Levels(5, 5) }).ShouldBeRefused("RISK-TREAT-RESIDUAL");
        await Treat(0, plan with { Option = TreatmentOption.Retain, Residual = Levels(1, 1) }).ShouldBeRefused("RISK-TREAT-RETAIN");
        await Treat(0, plan with { Plan = "\u2060" }).ShouldBeRefused("RISK-PLAN");
        (await Treat(0, plan)).State.ShouldBe(RiskState.Treating);
        var open = await Finish().Refused();
        open.Code.ShouldBe("RISK-TREAT-OPEN");
        open.Message.ShouldContain("ACT-0001 Mend the model is open until 2026-04-01; CTL-01 About CTL-01 is unproven");
        (await File(world, risk.Ref)).File!.OpenPoints.Count.ShouldBe(2);
        await world.As(Role.SystemOwner).Do((Concord.Actions.ActionRegister actions, Actor actor) => actions.Finish("ACT-0001", 0, "Mended.", actor, default));
        await world.Evidence("CTL-01");
        (await Finish()).State.ShouldBe(RiskState.Treated);
        var file = await File(world, risk.Ref);
        file.File!.Reasons.Single().Text.ShouldContain("its treatment is carried out; 4 low was expected");
        file.Line.Current!.Score.ShouldBe(9, "a treatment changes no level before somebody has looked");
        await Assess(world, risk.Ref, Levels(4, 4), Levels(2, 2), Role.RiskOwner, ["CTL-01"]);
        file = await File(world, risk.Ref);
        (file.Line.State, file.File!.Reasons.Count, file.File.Assessments.Count).ShouldBe((RiskState.Treated, 0, 1));
    }

    [Fact]
    public async Task A_new_assessment_is_asked_for_by_day_by_change_of_the_system_and_by_events_and_ends_it()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        var risk = await world.Risk("R-01", "SYS-01");
        await Assess(world, risk.Ref, Levels(4, 4), Levels(4, 4), Role.RiskOwner);
        (await File(world, risk.Ref)).File!.Reasons.ShouldBeEmpty();
        var description = await world.Description() with { Purpose = "Scores and prices applicants" };
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", 0, description, actor, default));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Move("SYS-01", 1, LifeCycle.Restricted, "", actor, default));
        for (var twice = 0; twice < 2; twice++)
            await world.AsSystem(async db =>
            {
                await using var work = await db.Begin(Actor.System, default);
                var known = await db.Set<Risk>().SingleAsync(known => known.Ref == "R-01");
                await new RiskReassessment(db, Library).Ask(work, known, "INC-0001: a customer was harmed", "INC-0001", default);
                if (twice == 0) await work.Commit(default);
            });
        world.Clock.Advance(TimeSpan.FromDays(100));
        var reasons = (await File(world, risk.Ref)).File!.Reasons;
        reasons.Select(reason => reason.Text).ShouldBe([
            "it was due on 2026-06-02, as the criteria ask for its band", "the purpose changed from \"Scores applicants\" to \"Scores and prices applicants\"",
            "the life cycle changed from \"in operation\" to \"restricted\"", "INC-0001: a customer was harmed"]);
        reasons[^1].From.ShouldBe("INC-0001");
        await Somebody(world);
        await world.As("carl@example.test").Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept("R-01", 1, null, "Because.", actor, default)).ShouldBeRefused("RISK-ACCEPT-STALE");
        (await Refs(world, "overdue:yes")).ShouldBe(["R-01"]);
        await Assess(world, risk.Ref, Levels(4, 4), Levels(4, 4), Role.RiskOwner);
        (await File(world, risk.Ref)).File!.Reasons.ShouldBeEmpty();
        (await Refs(world, "overdue:yes")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_day_after_its_last_day_an_acceptance_ends_and_the_risk_is_open_again()
    {
        await using var world = await World.Create(backend);
        var risk = await Accepted(world);
        Task<int> End() => world.AsSystem(async db => await new RiskAcceptances(db, Library, new(db, Library), new(db, Library)).EndThoseOver(default));
        var until = (await File(world, risk)).Line.AcceptedUntil!.Value;
        until.ShouldBe(world.Today.AddMonths(12));
        world.Clock.SetUtcNow(new(until.ToDateTime(new TimeOnly(23, 59)), TimeSpan.Zero));
        (await End()).ShouldBe(0);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await File(world, risk)).File!.Acceptances.Single().IsInForce.ShouldBeFalse("its page does not wait for the worker");
        (await End()).ShouldBe(1);
        (await End()).ShouldBe(0);
        var file = await File(world, risk);
        (file.Line.State, file.Line.StateBefore, file.Line.Current!.Score).ShouldBe((RiskState.Reopened, RiskState.Accepted, 6));
        file.File!.Reasons.Select(reason => reason.Text).ShouldContain(text => text.Contains("nobody carries it since", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rules_above_the_matrix_hold_in_lists_as_on_pages()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await world.System("SYS-02", name: "Other");
        foreach (var (reference, system, likelihood, individuals, money) in new[] { ("R-HARM", "SYS-01", 1, 5, 1), ("R-MONEY", "SYS-02", 1, 1, 5), ("R-BOTH", "SYS-01", 4, 5, 5) })
        {
            await world.Risk(reference, system);
            await Assess(world, reference, Levels(likelihood, individuals, money), Levels(likelihood, individuals, money), Role.RiskOwner);
        }
        (await Refs(world, "band:high")).ShouldBe(["R-HARM"]);
        (await Refs(world, "band:medium")).ShouldBe(["R-MONEY"]);
        (await Refs(world, "band:critical,moment:inherent")).ShouldBe(["R-BOTH"]);
        var line = (await File(world, "R-HARM")).Line;
        (line.Current!.Score, line.Current.Band, line.Current.Leading, line.IsAboveAppetite).ShouldBe((5, "high", "individuals", true));
        (await Refs(world, "category:drift,closed:no,moment:inherent,likelihood:4,consequence:5")).ShouldBe(["R-BOTH"]);
        (await Refs(world, "category:fairness")).ShouldBeEmpty();
        (await Refs(world, "category:weather").Refused()).Message.ShouldContain("fairness");
        var matrix = await world.As(Role.Viewer).See((RiskViews views) => views.Matrix(RiskMoment.Target, default));
        (matrix.WithoutLevel, matrix.Cells.Sum(cell => cell.Risks)).ShouldBe((3, 0));
    }

    [Fact]
    public async Task A_person_opens_a_risk_but_does_not_decide_it_in_the_same_breath()
    {
        await using var world = await World.Create(backend);
        var opening = new RiskOpening(await world.Unit("RETAIL"), "Something", null, "", await world.PersonId(Role.RiskOwner), RiskSource.Assessment, null,
            null, null, State: RiskState.Accepted);
        Task<Risk> Open(RiskOpening how) => world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.Open(how, actor, default));
        await Open(opening).ShouldBeRefused("RISK-OPEN-STATE");
        await Open(opening with { State = RiskState.Open, CatalogueId = "AIR-999" }).ShouldBeRefused(Refusal.NotFound);
        await Open(opening with { State = RiskState.Open, SystemRef = "SYS-404" }).ShouldBeRefused(Refusal.NotFound);
        await Open(opening with { State = RiskState.Open, EnterpriseRiskRef = "ENT-404" }).ShouldBeRefused(Refusal.NotFound);
        var risk = await Open(opening with { State = RiskState.Open });
        var line = (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Line;
        (line.Current, line.Inherent).ShouldBe((null, null));

        await Assess(world, risk.Ref, Levels(4, 3), Levels(4, 3), Role.RiskOwner);
        (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Line.Inherent!.Score.ShouldBe(12);
    }

    [Fact]
    public async Task A_risk_is_part_of_a_line_of_the_enterprise_register()
    {
        await using var world = await World.Create(backend);
        var unit = await world.Unit("RETAIL");
        var owner = await world.PersonId(Role.RiskOwner);
        await world.AsSystem(async db =>
        {
            await using var work = await db.Begin(Actor.System, default);
            await new EnterpriseRegister(db).Add(work, "ENT-07", unit, EnterpriseRiskFacts.Plain("Credit and conduct risk", owner, "high"), default);
            await work.Commit(default);
        });
        var risk = await world.Risk();
        await world.As(Role.RiskOwner).Do((RiskRegister risks, Actor actor) => risks.LinkToEnterprise(risk.Ref, 0, "ENT-07", actor, default));
        (await world.As(Role.Viewer).See((RiskViews views) => views.Detail(risk.Ref, default))).Enterprise.ShouldBe(
            new("ENT-07", "Credit and conduct risk", (await world.As(Role.Viewer)
                .See((EnterpriseViews views) => views.List(new(), default))).Items[0].Owner, "high"));
        (await Refs(world, "enterprise:ENT-07")).ShouldBe([risk.Ref]);
    }

    [Fact]
    public async Task The_list_is_worst_first_and_filtered_by_band_in_the_database()
    {
        await using var world = await World.Create(backend);
        await world.Risk("R-LOW", current: new(2, 2));
        await world.Risk("R-HIGH", current: new(4, 3));
        await world.Risk("R-MEDIUM", current: new(1, 5));
        await world.Risk("R-EDGE", current: new(2, 5));
        var unassessed = new RiskOpening(await world.Unit("RETAIL"), "New", null, "", await world.PersonId(Role.RiskOwner), RiskSource.Monitor, null, null,
            null, Reference: "R-NONE");
        await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks.Open(unassessed, actor, default));

        (await Refs(world, null)).ShouldBe(["R-HIGH", "R-EDGE", "R-MEDIUM", "R-LOW", "R-NONE"]);
        (await Refs(world, "band:low")).ShouldBe(["R-LOW"]);
        (await Refs(world, "band:medium")).ShouldBe(["R-MEDIUM"]);
        (await Refs(world, "band:high")).ShouldBe(["R-HIGH", "R-EDGE"]);
        (await Refs(world, "source:monitor")).ShouldBe(["R-NONE"]);
        (await Refs(world, "likelihood:2,consequence:5")).ShouldBe(["R-EDGE"]);
        (await Refs(world, "band:frightful").Refused()).Message.ShouldContain("low, medium, high, critical");

        var matrix = await world.As(Role.Viewer).See((RiskViews views) => views.Matrix(RiskMoment.Current, default));
        (matrix.Cells.Count, matrix.Cells.Sum(cell => cell.Risks), matrix.WithoutLevel).ShouldBe((25, 4, 1));
        matrix.Cells.Single(cell => cell is { Likelihood: 4, Consequence: 3 }).ShouldBe(new(4, 3, "high", 1));
        (await world.As(Role.Viewer).See((RiskViews views) => views.Matrix(RiskMoment.Inherent, default))).Cells
            .Single(cell => cell is { Likelihood: 4, Consequence: 4 }).Risks.ShouldBe(4);
    }

    private static LevelEntry Levels(int likelihood, int individuals, int money = 1) => new(likelihood, new Dictionary<string, int> { ["individuals"] = individuals, ["organization_financial"] = money });

    private static async Task<Risk> Assess(World world, string risk, LevelEntry inherent, LevelEntry current, Role role, string[]? controls = null, LevelEntry? residual = null)
    {
        var version = await Version(world, risk);
        return await world.As(role).Do((RiskAssessments assessments, Actor actor) => assessments.Assess(risk, version, new(inherent, current, residual, null, controls ?? [], "As we see it."), actor, default));
    }

    private static async Task<Risk> Accept(World world, string risk, Role role, Via via = Via.Page, DateOnly? until = null)
    {
        var version = await Version(world, risk);
        return await world.As(role, via).Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept(risk, version, until, "Small enough.", actor, default));
    }

    private static Task<int> Version(World world, string risk) => world.AsSystem(db => db.Set<Risk>().Where(known => known.Ref == risk).Select(known => known.Version).SingleAsync());

    private static Task<RiskDetail> File(World world, string risk) => world.As(Role.Viewer).See((RiskFileViews views) => views.Of(risk, default));

    /// <summary>At 6 medium, by the AIMS manager; the risk owner owns it, and somebody else assessed it.</summary>
    private static async Task<string> Accepted(World world)
    {
        var risk = await world.Risk();
        await Somebody(world);
        await world.As("ann@example.test").Do((RiskAssessments assessments, Actor actor) => assessments.Assess(risk.Ref, 0, new(Levels(4, 4), Levels(2, 3), null, null, [], "Seldom."), actor, default));
        await world.As("carl@example.test").Do((RiskAcceptances acceptances, Actor actor) => acceptances.Accept(risk.Ref, 1, null, "Small enough.", actor, default));
        return risk.Ref;
    }

    /// <summary>Ann, who owns risks, and Carl, who runs the AIMS and owns risks: the chief risk officer.</summary>
    internal static async Task Somebody(World world)
    {
        foreach (var (name, roles) in new (string, Role[])[] { ("ann", [Role.RiskOwner]), ("carl", [Role.AimsManager, Role.RiskOwner]), ("otto", [Role.SystemOwner]) })
            await world.AsAdministrator((PeopleRegister people, Actor actor) => people.InviteWithRoles(actor, new(name, $"{name}@example.test"), [.. roles.Select(role => new RoleGrant(role))], default));
    }

    private static async Task<List<string>> Refs(World world, string? filter) =>
        [.. (await world.As(Role.Viewer).See((RiskViews views) => views.List(new(Filter: filter), default))).Items.Select(line => line.Ref)];
}

public sealed class RisksOnSqlite() : RiskContract(Backend.Sqlite);

public sealed class RisksOnPostgres() : RiskContract(Backend.Postgres);
