using Concord.Actions;
using Concord.Classification;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;

namespace Concord.Tests.Classification;

/// <summary>From questions to a class that somebody else confirmed, and what makes it stale.</summary>
public abstract class ClassificationContract(Backend backend)
{
    private static readonly Dictionary<string, IReadOnlyList<string>?> Scoring = Facts("is_ai_system=yes", "in_scope_territory=yes", "scope_exclusion=none", "prohibited_practices=", "annex_i_product=no",
        "annex_iii_points=5(b)", "fraud_detection_only=no", "profiling_of_natural_persons=yes");

    [Fact]
    public async Task A_draft_knows_the_roles_asks_what_matters_and_is_proposed_only_when_nothing_is_open()
    {
        await using var world = await Begin();
        var draft = await Act(world, (register, actor) => register.Draft("SYS-01", actor, default));
        draft.Facts.ShouldBe(["roles=provider;deployer"]);
        (await Refused(world, (register, actor) => register.Draft("SYS-01", actor, default))).ShouldBe("CLASSIFICATION-DRAFT");
        (await Refused(world, (register, actor) => register.Propose(draft.Ref, 0, actor, default))).ShouldBe("CLASSIFICATION-OPEN");

        await Act(world, (register, actor) => register.Answer(draft.Ref, 0, Scoring, null, actor, default));
        var open = await Detail(world, draft.Ref);
        (open.Outcome.Tier, open.Outcome.Questions.Count > 0).ShouldBe(("high", true));
        await Complete(world, draft.Ref);

        var proposed = await Act(world, (register, actor) => register.Propose(draft.Ref, 2, actor, default));
        (proposed.Tier, proposed.RulePackSha256, proposed.State).ShouldBe(("high", ClassificationCaseTests.Pack.Sha256, ClassificationState.Proposed));
        (await Refused(world, (register, actor) => register.Answer(draft.Ref, 3, Facts("deep_fake=yes"), null, actor, default))).ShouldBe("CLASSIFICATION-NOT-DRAFT");
        (await Refused(world, (register, actor) => register.Answer(draft.Ref, 0, Facts("deep_fake=yes"), null, actor, default))).ShouldBe(Refusal.Stale);
    }

    [Fact]
    public async Task Nobody_approves_what_they_answered_and_the_class_of_the_system_follows_the_approval()
    {
        await using var world = await Begin(RiskClass.Minimal);
        var reference = await Proposed(world);
        (await Refused(world, (register, actor) => register.Approve(reference, 3, actor, default))).ShouldBe("CLASSIFICATION-OWN");
        (await Refused(world, (register, actor) => register.Approve(reference, 3, actor, default), Role.SystemOwner)).ShouldBe(Refusal.AccessDenied);
        (await Refused(world, (register, actor) => register.Approve(reference, 3, actor, default), Role.RiskOwner, Via.LocalConsole)).ShouldBe(Refusal.LocalNoDuty);
        (await ClassOf(world)).ShouldBe((RiskClass.Minimal, null));

        await Act(world, (register, actor) => register.Approve(reference, 3, actor, default), Role.RiskOwner);

        (await ClassOf(world)).ShouldBe((RiskClass.High, reference));
        var line = (await Lines(world)).ShouldHaveSingleItem();
        (line.Standing, line.Tier, line.ApprovedBy!.Name).ShouldBe((ClassificationStanding.Approved, "high risk", "RiskOwner Person"));
        var system = await world.As(Role.Viewer).See((RegistryViews views) => views.System("SYS-01", default));
        system.Description.RiskClass.ShouldBe(RiskClass.Minimal);
        var refused = await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", system.Version, system.Description with { RiskClass = RiskClass.Limited }, actor, default)).Refused();
        (refused.Code, refused.Message).ShouldBe(("SYSTEM-CLASS-DERIVED", $"SYS-01 is high by the approved classification {reference}; a class that is declared changes nothing. Leave it as it was, and classify the system anew where {reference} is wrong."));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", system.Version, system.Description with { Technique = "trees" }, actor, default));
        (await ClassOf(world)).ShouldBe((RiskClass.High, reference));
        (await Lines(world)).Single().Standing.ShouldBe(ClassificationStanding.Approved);
    }

    [Theory]
    [InlineData("purpose")]
    [InlineData("affected groups")]
    [InlineData("our role")]
    public async Task What_the_inventory_says_differently_makes_it_stale_with_the_reason_and_the_next_one_replaces_it(string changed)
    {
        await using var world = await Begin();
        var first = await Approved(world);
        var system = await world.As(Role.AimsManager).See((RegistryViews views) => views.System("SYS-01", default));
        var description = changed switch
        {
            "purpose" => system.Description with { Purpose = "Sets limits" },
            "our role" => system.Description with { IsProvider = false },
            _ => system.Description with { AffectedGroups = ["guarantors"] },
        };
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", system.Version, description, actor, default));

        var stale = (await Lines(world)).Single();
        stale.Standing.ShouldBe(ClassificationStanding.Stale);
        stale.Stale.ShouldHaveSingleItem().ShouldStartWith($"the {changed} changed from ");
        (await ClassOf(world)).Class.ShouldBe(RiskClass.High);

        (await Unfit()).ShouldHaveSingleItem().Stale.ShouldBe(stale.Stale);

        var second = await Approved(world, complete: false);
        (await Unfit()).ShouldBeEmpty();
        (await Lines(world)).Select(line => (line.Ref, line.Standing)).ShouldBe([(second, ClassificationStanding.Approved), (first, ClassificationStanding.Superseded)]);
        (await ClassOf(world)).ClassifiedBy.ShouldBe(second);
        (await Refused(world, (register, actor) => register.Approve(first, 5, actor, default), Role.RiskOwner)).ShouldBe("CLASSIFICATION-STATE");

        Task<IReadOnlyList<ClassificationLine>> Unfit() => world.As(Role.Viewer).See((ClassificationViews views) => views.Stale(default));
    }

    [Fact]
    public async Task A_proposal_that_no_longer_fits_is_not_approved_and_comes_back_with_what_to_look_at()
    {
        await using var world = await Begin();
        var reference = await Proposed(world);
        var system = await world.As(Role.AimsManager).See((RegistryViews views) => views.System("SYS-01", default));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", system.Version, system.Description with { Purpose = "Sets limits" }, actor, default));

        (await Refused(world, (register, actor) => register.Approve(reference, 3, actor, default), Role.RiskOwner)).ShouldBe("CLASSIFICATION-STALE");
        await Act(world, (register, actor) => register.Return(reference, 3, "The purpose is another one.", actor, default), Role.RiskOwner);
        var detail = await Detail(world, reference);
        (detail.Line.State, detail.Returned, detail.IsFrozen).ShouldBe((ClassificationState.Draft, "The purpose is another one.", false));
        await Act(world, (register, actor) => register.Withdraw(reference, 4, actor, default));
        (await Refused(world, (register, actor) => register.Withdraw(reference, 5, actor, default))).ShouldBe("CLASSIFICATION-STATE");
        (await ClassOf(world)).ClassifiedBy.ShouldBeNull();
    }

    [Fact]
    public async Task A_law_that_moves_the_dates_makes_it_stale()
    {
        await using var world = await Begin();
        await Approved(world);
        world.Clock.SetUtcNow(new(2026, 7, 26, 8, 0, 0, TimeSpan.Zero));
        (await Lines(world)).Single().Standing.ShouldBe(ClassificationStanding.Approved);

        world.Clock.SetUtcNow(new(2026, 7, 27, 8, 0, 0, TimeSpan.Zero));
        (await Lines(world)).Single().Stale.ShouldBe(["the law changed: today it says high risk from 2027-12-02"]);
    }

    [Fact]
    public async Task An_exemption_is_proposed_only_with_its_documented_assessment()
    {
        await using var world = await Begin();
        var draft = await Act(world, (register, actor) => register.Draft("SYS-01", actor, default));
        await Act(world, (register, actor) => register.Answer(draft.Ref, 0, Scoring.Concat(Facts("art6_3_conditions=a", "materially_influences_decision=no")).ToDictionary(), null, actor, default));
        await Act(world, (register, actor) => register.Answer(draft.Ref, 1, Facts("profiling_of_natural_persons=no"), null, actor, default));
        await Complete(world, draft.Ref);
        (await Refused(world, (register, actor) => register.Propose(draft.Ref, 3, actor, default))).ShouldBe("CLASSIFICATION-DOCUMENT");
        (await Refused(world, (register, actor) => register.Write(draft.Ref, 3, "A narrow task.", ["DOC-9999"], actor, default))).ShouldBe(Refusal.NotFound);
        await Act(world, (register, actor) => register.Write(draft.Ref, 3, "A narrow task.", [], actor, default));

        var proposed = await Act(world, (register, actor) => register.Propose(draft.Ref, 4, actor, default));
        proposed.Tier.ShouldBe("exempt_6_3");
        await Act(world, (register, actor) => register.Approve(draft.Ref, 5, actor, default), Role.RiskOwner);
        (await ClassOf(world)).Class.ShouldBe(RiskClass.Exempt);
    }

    [Fact]
    public async Task What_nobody_knows_stays_a_question_on_record_until_somebody_finds_out_and_an_answer_can_be_taken_back()
    {
        await using var world = await Begin();
        var draft = await Act(world, (register, actor) => register.Draft("SYS-01", actor, default));
        await Act(world, (register, actor) => register.Answer(draft.Ref, 0, Scoring.Concat(Facts("interacts_with_persons=unknown")).ToDictionary(), null, actor, default));
        await Complete(world, draft.Ref, except: "interacts_with_persons");
        (await Refused(world, (register, actor) => register.Propose(draft.Ref, 2, actor, default))).ShouldBe("CLASSIFICATION-OPEN");
        var detail = await Detail(world, draft.Ref);
        detail.Facts["interacts_with_persons"].ShouldBe("unknown");
        detail.Steps.SelectMany(step => step.NotKnown).ShouldHaveSingleItem().Id.ShouldBe("interacts_with_persons");
        AskedStep.Next(detail.Steps).ShouldBeNull("it is not asked again and again");

        await Act(world, (register, actor) => register.Answer(draft.Ref, 2, new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal) { ["interacts_with_persons"] = null }, null, actor, default));
        AskedStep.Next((await Detail(world, draft.Ref)).Steps)!.Open.ShouldHaveSingleItem().Id.ShouldBe("interacts_with_persons");
        await Complete(world, draft.Ref);
        (await Act(world, (register, actor) => register.Propose(draft.Ref, 4, actor, default))).State.ShouldBe(ClassificationState.Proposed);
    }

    [Fact]
    public async Task Roles_that_differ_from_the_inventory_are_refused()
    {
        await using var world = await Begin();
        var draft = await Act(world, (register, actor) => register.Draft("SYS-01", actor, default));
        await Act(world, (register, actor) => register.Answer(draft.Ref, 0, Scoring.Concat(Facts("roles=deployer")).ToDictionary(), null, actor, default));
        await Complete(world, draft.Ref);
        (await Refused(world, (register, actor) => register.Propose(draft.Ref, 2, actor, default))).ShouldBe("CLASSIFICATION-ROLES");
    }

    [Fact]
    public async Task Duties_follow_with_dates_and_owners_and_what_is_done_about_them_stands_in_the_list_of_actions()
    {
        await using var world = await Begin();
        (await world.As(Role.AimsManager).Do((DutyRegister duties, Actor actor) => duties.Plan("SYS-01", [], null, null, actor, default)).Refused()).Code.ShouldBe("DUTY-UNCLASSIFIED");
        await Approved(world);

        var before = await Duties(world);
        before.Count.ShouldBeGreaterThan(20);
        before.ShouldAllBe(duty => duty.State == DutyState.NotPlanned && duty.Owner!.Name == "SystemOwner Person" && duty.Article.StartsWith("Article", StringComparison.Ordinal));
        before.Where(duty => duty.IsOverdue).Select(duty => duty.From).Distinct().ShouldBe([new DateOnly(2025, 2, 2)]);

        var risk = await world.PersonId(Role.RiskOwner);
        var later = before.First(duty => duty.From > world.Today);
        await world.As(Role.AimsManager).Do((DutyRegister duties, Actor actor) => duties.Plan("SYS-01", [later.Id], risk, null, actor, default));
        (await world.As(Role.AimsManager).Do((DutyRegister duties, Actor actor) => duties.Plan("SYS-01", [later.Id], risk, null, actor, default)).Refused()).Code.ShouldBe("DUTY-PLANNED");
        var planned = (await Duties(world)).Single(duty => duty.Id == later.Id);
        (planned.State, planned.Owner!.Name, planned.DueOn).ShouldBe((DutyState.Open, "RiskOwner Person", later.From));

        await world.As(Role.AimsManager).Do((DutyRegister duties, Actor actor) => duties.Plan("SYS-01", [], null, null, actor, default));
        var all = await Duties(world);
        all.Where(duty => duty.IsOverdue).ShouldAllBe(duty => duty.State == DutyState.Proposed);
        var late = all.First(duty => duty.IsOverdue);
        await world.As(Role.AimsManager).Do((ActionRegister actions, Actor actor) => actions.Agree(late.Action!, 0, risk, world.Today, null, actor, default));
        await world.As(Role.RiskOwner).Do((ActionRegister actions, Actor actor) => actions.Finish(late.Action!, 1, "Everybody was trained.", actor, default));
        (await Duties(world)).Single(duty => duty.Id == late.Id).ShouldSatisfyAllConditions(duty => duty.State.ShouldBe(DutyState.Done), duty => duty.IsOverdue.ShouldBeFalse());
    }

    [Fact]
    public async Task Another_part_of_the_organisation_is_not_seen()
    {
        await using var world = await Begin();
        var reference = await Proposed(world);
        var markets = await world.Unit("MARKETS");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Mia Markets", "mia@example.test"), new(Role.RiskOwner, markets), default));
        (await world.As("mia@example.test").See((ClassificationViews views) => views.Detail(reference, default)).Refused()).Code.ShouldBe(Refusal.NotFound);
        (await world.As("mia@example.test").See((ClassificationViews views) => views.List(new(), default))).Total.ShouldBe(0);
        (await world.As("mia@example.test").Do((ClassificationRegister register, Actor actor) => register.Approve(reference, 3, actor, default)).Refused()).Code.ShouldBe(Refusal.NotFound);
    }

    private async Task<World> Begin(RiskClass declared = RiskClass.High)
    {
        var world = await Tests.World.Create(backend);
        var registration = new SystemRegistration(await world.Unit("RETAIL"), await world.Description() with { RiskClass = declared }, LifeCycle.InOperation, Reference: "SYS-01");
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default));
        return world;
    }

    private static async Task<string> Proposed(World world, bool complete = true)
    {
        var draft = await Act(world, (register, actor) => register.Draft("SYS-01", actor, default));
        if (complete)
        {
            await Act(world, (register, actor) => register.Answer(draft.Ref, 0, Scoring, null, actor, default));
            await Complete(world, draft.Ref);
        }
        return (await Act(world, (register, actor) => register.Propose(draft.Ref, complete ? 2 : 0, actor, default))).Ref;
    }

    private static async Task<string> Approved(World world, bool complete = true)
    {
        var reference = await Proposed(world, complete);
        await Act(world, (register, actor) => register.Approve(reference, complete ? 3 : 1, actor, default), Role.RiskOwner);
        return reference;
    }

    /// <summary>What is still open is answered as the pack's default says, in one act.</summary>
    /// <param name="except">A question that is left as it is.</param>
    private static async Task Complete(World world, string reference, string? except = null)
    {
        var pack = ClassificationCaseTests.Pack;
        var detail = await Detail(world, reference);
        var sheet = FactSheet.Of(pack, detail.Facts.Select(pair => $"{pair.Key}={pair.Value}"));
        var answers = new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal);
        while (ClassificationRules.Decide(pack, sheet, detail.Line.AsOf).Questions.FirstOrDefault(question => question.Fact != except) is { } next)
        {
            answers[next.Fact] = pack.FindFact(next.Fact)!.Default.Split(';');
            sheet = sheet.With(pack, next.Fact, answers[next.Fact]!);
        }
        await Act(world, (register, actor) => register.Answer(reference, detail.Line.Version, answers, null, actor, default));
    }

    private static Dictionary<string, IReadOnlyList<string>?> Facts(params string[] pairs) =>
        pairs.Select(pair => pair.Split('=')).ToDictionary(parts => parts[0], IReadOnlyList<string>? (parts) => parts[1].Split(';', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);

    private static Task<SystemClassification> Act(World world, Func<ClassificationRegister, Actor, Task<SystemClassification>> act, Role role = Role.AimsManager) => world.As(role).Do(act);

    private static async Task<string> Refused(World world, Func<ClassificationRegister, Actor, Task<SystemClassification>> act, Role role = Role.AimsManager, Via via = Via.Page) =>
        (await world.As(role, via).Do(act).Refused()).Code;

    private static Task<ClassificationDetail> Detail(World world, string reference) => world.As(Role.Viewer).See((ClassificationViews views) => views.Detail(reference, default));

    private static Task<IReadOnlyList<ClassificationLine>> Lines(World world) => world.As(Role.Viewer).See((ClassificationViews views) => views.OfSystem("SYS-01", default));

    private static Task<IReadOnlyList<DutyLine>> Duties(World world) => world.As(Role.Viewer).See((DutyViews views) => views.OfSystem("SYS-01", default));

    private static async Task<(RiskClass Class, string? ClassifiedBy)> ClassOf(World world)
    {
        var system = await world.As(Role.Viewer).See((RegistryViews views) => views.System("SYS-01", default));
        return (system.RiskClass, system.ClassifiedBy);
    }
}

public sealed class ClassificationsOnSqlite() : ClassificationContract(Backend.Sqlite);

public sealed class ClassificationsOnPostgres() : ClassificationContract(Backend.Postgres);
