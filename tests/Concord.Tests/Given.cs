using Concord.Controls;
using Concord.Documents;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Tests;

/// <summary>Records most tests begin with, made by the registers themselves.</summary>
internal static class Given
{
    public static async Task<SystemDescription> Description(this World world, string name = "Credit scoring") => new(
        name, "Scores applicants", "Accept, refer, decline", ["applicants"], SystemOrigin.InHouse, IsProvider: true, IsDeployer: true,
        await world.PersonId(Role.SystemOwner), await world.PersonId(Role.AimsManager), RiskClass.High, "credit scoring of natural persons");

    public static async Task<AiSystem> System(this World world, string? reference = null, string unit = "RETAIL", LifeCycle state = LifeCycle.InOperation,
        string name = "Credit scoring")
    {
        var registration = new SystemRegistration(await world.Unit(unit), await world.Description(name), state, Reference: reference);
        return await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Register(registration, actor, default));
    }

    public static async Task<AppliedControl> Control(
        this World world, string reference, string[] requirements, ControlStatus status = ControlStatus.Applied, string unit = "RETAIL",
            string[]? partly = null)
    {
        var application = new ControlApplication(
            await world.Unit(unit), $"About {reference}", await world.PersonId(Role.SystemOwner), status, [], requirements, partly ?? [],
                ["psi_score"], reference);
        return await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.Apply(application, actor, default));
    }

    public static async Task<Evidence> Evidence(
        this World world, string control, string kind = "record", EvidenceResult result = EvidenceResult.Effective, int daysOld = 0, string unit = "RETAIL")
    {
        var submission = new EvidenceSubmission(
            await world.Unit(unit), kind, $"A {kind}", world.Today.AddDays(-daysOld), result, "Seen and checked", "what was seen", [control]);
        return await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) => controls.Attach(submission, actor, default));
    }

    /// <summary>A document from before the record was kept here, approved by the risk owner, or a draft of the AIMS manager.</summary>
    public static async Task<Document> Document(this World world, string? reference, string[] requirements, DateOnly? approvedOn, string unit = "RETAIL", string title = "Model monitoring plan", string text = "# Plan", int? months = null)
    {
        var (at, place, approver) = (new DateTimeOffset((approvedOn ?? world.Today).ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero), await world.Unit(unit), await world.PersonId(Role.RiskOwner));
        var author = (await world.As(Role.AimsManager).Actor()).Ref;
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Concord.Storage.ConcordDb>();
        db.SeeAs(Actor.System);
        await using var work = await db.Begin(Actor.System, default);
        var document = await scope.ServiceProvider.GetRequiredService<DocumentRegister>().BringIn(work, place, reference, new(title, "plan", approver, unit, months),
            [new(text, "", "", requirements, [], author, approvedOn is null ? null : approver, at)], default);
        await work.Commit(default);
        return document;
    }

    public static async Task<Risk> Risk(this World world, string? reference = null, string? system = null, RiskLevel? inherent = null,
        RiskLevel? current = null, string unit = "RETAIL")
    {
        var opening = new RiskOpening(await world.Unit(unit), "Drift makes the model unfit", system, "AIR-03", await world.PersonId(Role.RiskOwner),
            RiskSource.Assessment, inherent ?? new(4, 4), current ?? new(3, 3), new RiskLevel(2, 3), Reference: reference);
        return await world.As(Role.AimsManager).Do((RiskRegister risks, Actor actor) => risks.Open(opening, actor, default));
    }

    /// <summary>The refusal an act ends with.</summary>
    public static async Task<RuleViolation> Refused(this Task act) => await Should.ThrowAsync<RuleViolation>(act);

    public static async Task ShouldBeRefused(this Task act, string code) => (await act.Refused()).Code.ShouldBe(code);
}
