using Concord.Controls;
using Concord.Foundation;
using Concord.Journal;
using Concord.Organisation;
using Concord.Standards;
using Microsoft.EntityFrameworkCore;

namespace Concord.Tests.Controls;

/// <summary>Whether a control of a standard applies is decided in one place.</summary>
public abstract class ControlDecisionContract(Backend backend)
{
    private const string Control = "ISO42001:A.10.4";
    private const string Clause = "ISO42001:9.1";

    [Fact]
    public async Task A_control_is_taken_in_excluded_and_taken_in_again_and_the_journal_tells_each_change_once()
    {
        await using var world = await World.Create(backend);
        var state = await Decide(world, 0, applicable: true, " Customers rely on it. ");
        (state.Justification, state.Override).ShouldBe(("Customers rely on it.", null));

        (await Decide(world, state.Version, applicable: true, "Customers rely on it.")).Version.ShouldBe(state.Version); // The same again.

        state = await Decide(world, state.Version, applicable: false, "No customers.");
        (state.Justification, state.Override, state.OverrideReason).ShouldBe((null, RequirementResult.NotApplicable, "No customers."));
        state = await Decide(world, state.Version, applicable: false, "No customers any more.");
        state = await Decide(world, state.Version, applicable: true, "");
        (state.Justification, state.Override, state.OverrideReason).ShouldBe(("", null, ""));

        (await Told(world)).ShouldBe([
            "not decided → applicable, with a justification", "applicable → excluded, with a justification", "excluded → excluded, with a justification", "excluded → applicable"]);
    }

    [Fact]
    public async Task An_exclusion_needs_a_justification_a_clause_cannot_be_excluded_and_only_some_may_decide()
    {
        await using var world = await World.Create(backend);
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Control, 0, false, " ", actor, default)).ShouldBeRefused("CONTROL-EXCLUSION-REASON");
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Control, 0, true, new string('x', 4_001), actor, default)).ShouldBeRefused("CONTROL-JUSTIFICATION-LONG");
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Clause, 0, false, "Not for us.", actor, default)).ShouldBeRefused("CONTROL-CLAUSE");
        await world.As(Role.SystemOwner).Do((RequirementRegister register, Actor actor) => register.Decide(Control, 0, false, "Not for us.", actor, default)).ShouldBeRefused(Refusal.AccessDenied);
        await Decide(world, 0, applicable: true, "");
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Control, 0, false, "Not for us.", actor, default)).ShouldBeRefused(Refusal.Stale);
        await world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Control, 7, false, "Not for us.", actor, default)).ShouldBeRefused(Refusal.Stale);
    }

    [Fact]
    public async Task Another_override_stays_when_a_control_is_taken_in_and_gives_way_when_it_is_excluded()
    {
        await using var world = await World.Create(backend);
        var state = await Overrule(world, 0, RequirementResult.Partial, "Half of it, says the audit.");
        state = await Decide(world, state.Version, applicable: true, "Needed.");
        (state.Justification, state.Override).ShouldBe(("Needed.", RequirementResult.Partial));
        state = await Overrule(world, state.Version, RequirementResult.NotApplicable, "No supplier.");
        (state.Justification, state.IsExcluded).ShouldBe((null, true));
        state = await Overrule(world, state.Version, null, "");
        (state.Justification, state.IsExcluded).ShouldBe((null, false)); // Lifting an exclusion is no decision to take it in.
    }

    [Fact]
    public async Task Decisions_are_steps_of_one_act()
    {
        await using var world = await World.Create(backend);
        await world.AsSystem(async db =>
        {
            var register = new RequirementRegister(db, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));
            await using var work = await db.Begin(Actor.System, default);
            (await register.Decide(work, Control, 0, false, "No customers.", default)).Changed.ShouldBeTrue();
            await register.Decide(work, "ISO42001:A.10.3", 0, true, "Vendors deliver models.", default);
            await work.Commit(default);
        });
        var states = await world.AsSystem(db => db.Set<RequirementState>().OrderBy(state => state.Ref).Select(state => new { state.Ref, state.Override, state.Justification }).ToListAsync());
        states.Select(state => (state.Ref, state.Override, state.Justification)).ShouldBe([
            ("ISO42001:A.10.3", null, "Vendors deliver models."), (Control, (RequirementResult?)RequirementResult.NotApplicable, (string?)null)]);
    }

    private static Task<RequirementState> Decide(World world, int version, bool applicable, string justification) =>
        world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Decide(Control, version, applicable, justification, actor, default));

    private static Task<RequirementState> Overrule(World world, int version, RequirementResult? result, string reason) =>
        world.As(Role.AimsManager).Do((RequirementRegister register, Actor actor) => register.Overrule(Control, version, result, reason, actor, default));

    private static Task<List<string>> Told(World world) => world.AsSystem(db =>
        db.Set<JournalEntry>().Where(entry => entry.Subject == Control).OrderBy(entry => entry.Sequence).Select(entry => entry.Detail).ToListAsync());
}

public sealed class ControlDecisionsOnSqlite() : ControlDecisionContract(Backend.Sqlite);

public sealed class ControlDecisionsOnPostgres() : ControlDecisionContract(Backend.Postgres);
