using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Controls;

/// <param name="Systems">References of the systems it is applied to; empty: all of its organisation unit and those below.</param>
/// <param name="Partly">Those of its requirements that it answers only in part.</param>
/// <param name="Metrics">Ids of the monitoring metrics whose limits back it.</param>
/// <param name="Reference">The organisation's own reference, for example AC-01; null: the next free one.</param>
internal sealed record ControlApplication(
    OrganisationUnitId Unit, string Title, PersonId? Owner, ControlStatus Status, IReadOnlyList<string> Systems, IReadOnlyList<string> Requirements,
    IReadOnlyList<string> Partly, IReadOnlyList<string> Metrics, string? Reference = null);

/// <summary>What becomes known of a control that is there already.</summary>
/// <param name="InEffect">It is applied now; false leaves its status.</param>
/// <param name="Owner">Null leaves who answers for it.</param>
/// <param name="Answers">Requirements it answers, and whether only in part; others stay as they are.</param>
internal sealed record ControlRevision(bool InEffect, PersonId? Owner, IReadOnlyDictionary<string, bool> Answers);

/// <param name="Kind">computed, record, interview, file, link, or the kind of the document it is: decides how long it counts.</param>
/// <param name="Content">What is hashed: of computed evidence JSON, else the text, address or file hash it stands for.</param>
/// <param name="Controls">References of the applied controls it speaks about.</param>
/// <param name="Reference">The organisation's own reference; null: the next free one.</param>
internal sealed record EvidenceSubmission(
    OrganisationUnitId Unit, string Kind, string Title, DateOnly Date, EvidenceResult Result, string Summary, string Content, IReadOnlyList<string> Controls,
        string? Reference = null);

/// <summary>Applies controls and attaches what proves or disproves that they work. The requirements they answer follow at once.</summary>
internal sealed class ControlRegister(ConcordDb db, StandardsLibrary standards, DerivationRun derivation, AddressBook addresses)
{
    /// <param name="unit">UNIT-0001; null: the unit its systems share, else the topmost one in which the actor may apply controls.</param>
    public async Task<OrganisationUnitId> UnitFor(string? unit, IReadOnlyList<string> systems, Actor actor, CancellationToken stop)
    {
        if (!string.IsNullOrWhiteSpace(unit)) return await addresses.Unit(unit, actor, Permission.EditControls, stop);
        var shared = await db.Set<AiSystem>().Where(system => systems.Contains(system.Ref)).Select(system => system.UnitId).Distinct().ToListAsync(stop);
        return shared is [var only] ? only : await addresses.Unit(null, actor, Permission.EditControls, stop);
    }

    public async Task<AppliedControl> Apply(ControlApplication application, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var control = await Apply(work, application, stop);
        await derivation.Run(work, stop);
        await work.Commit(stop);
        return control;
    }

    /// <summary>As a step: derive anew when all steps are done.</summary>
    public async Task<AppliedControl> Apply(Work work, ControlApplication application, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditControls, application.Unit);
        await db.DemandPerson(application.Owner, stop);
        var requirements = standards.DemandKeys(application.Requirements);
        var partly = standards.DemandKeys(application.Partly);
        if (partly.Except(requirements, StringComparer.Ordinal).FirstOrDefault() is { } stray)
            throw new RuleViolation("CONTROL-PARTLY", $"{stray} is named as answered in part, but not among the requirements of the control. Add it there.");
        foreach (var metric in application.Metrics.Where(metric => standards.FindMetric(metric) is null)) throw Refusal.Missing("monitoring metric", metric);
        await DemandSystems(application.Systems, stop);
        var reference = await work.Reference<AppliedControl>(application.Reference, "CTL", stop);
        var control = new AppliedControl(reference, application.Unit, application.Title, application.Owner, application.Status, application.Systems,
            requirements, partly, application.Metrics);
        db.Add(control);
        work.Note("control.applied", control.Ref,
            $"{Words.Of(control.Status)}, for {(control.SystemRefs.Count == 0 ? "the organisation" : Listed(control.SystemRefs))}, answers {Listed(control.Requirements)}");
        return control;
    }

    /// <summary>A planned control is in effect from now on; evidence has to prove it.</summary>
    public async Task<AppliedControl> PutIntoEffect(string controlRef, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var control = await db.Set<AppliedControl>().SingleOrDefaultAsync(known => known.Ref == controlRef, stop)
            ?? throw Refusal.Missing("applied control", controlRef);
        actor.Demand(Permission.EditControls, control.UnitId);
        Refusal.IfStale(control, expectedVersion);
        control.PutIntoEffect();
        work.Note("control.in-effect", control.Ref, "planned → applied");
        await derivation.Run(work, stop);
        await work.Commit(stop);
        return control;
    }

    /// <summary>As a step: derive anew when all steps are done. What is known already changes nothing and is not journalled.</summary>
    public async Task Revise(Work work, string controlRef, ControlRevision revision, CancellationToken stop)
    {
        var control = await db.Set<AppliedControl>().SingleOrDefaultAsync(known => known.Ref == controlRef, stop) ?? throw Refusal.Missing("applied control", controlRef);
        work.Actor.Demand(Permission.EditControls, control.UnitId);
        await db.DemandPerson(revision.Owner, stop);
        List<string> changes = [];
        if (revision.InEffect && control.Status == ControlStatus.Planned)
        {
            control.PutIntoEffect();
            changes.Add("planned → applied");
        }
        if (revision.Owner is { } owner && control.GiveTo(owner)) changes.Add("another owner");
        foreach (var (key, inPart) in revision.Answers)
            if (control.Answer(standards.DemandRequirement(key).Key, inPart)) changes.Add($"answers {key}{(inPart ? " in part" : "")}");
        if (changes.Count > 0) work.Note("control.revised", control.Ref, Listed(changes));
    }

    public async Task<Evidence> Attach(EvidenceSubmission submission, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var evidence = await Attach(work, submission, stop);
        await derivation.Run(work, stop);
        await work.Commit(stop);
        return evidence;
    }

    /// <summary>As a step: derive anew when all steps are done.</summary>
    public async Task<Evidence> Attach(Work work, EvidenceSubmission submission, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditControls, submission.Unit);
        var title = Written.Title(submission.Title, "EVIDENCE-TITLE", "Say what the evidence is.");
        if (submission.Date > db.Today)
            throw new RuleViolation("EVIDENCE-DATE", $"{submission.Date:yyyy-MM-dd} lies in the future. Evidence has the date on which it was true.");
        if (standards.EvidenceValidity.For(submission.Kind) is not { } validity)
            throw new RuleViolation("EVIDENCE-KIND",
                $"Nobody laid down how long evidence of kind '{submission.Kind}' counts. Known: {Listed(standards.EvidenceValidity.Days.Keys.Order(StringComparer.Ordinal))}.");
        await DemandControls(submission.Controls, stop);
        var evidence = new Evidence(await work.Reference<Evidence>(submission.Reference, "EV", stop), submission.Unit, submission.Kind,
            title, submission.Date, validity.Days, submission.Result, submission.Summary.Trim(), submission.Content,
            submission.Controls.Distinct(StringComparer.Ordinal), work.Actor.PersonId, db.Now);
        db.Add(evidence);
        work.Note("evidence.attached", evidence.Ref,
            $"{evidence.Kind} of {evidence.Date:yyyy-MM-dd}, {Words.Of(evidence.Result)} for {Listed(evidence.ControlRefs)}, SHA-256 {evidence.ContentSha256[..12]}…");
        return evidence;
    }

    private static string Listed(IEnumerable<string> references) => string.Join(", ", references);

    private async Task DemandSystems(IReadOnlyList<string> systems, CancellationToken stop)
    {
        var wanted = systems.Except(db.Held<AiSystem>().Select(system => system.Ref), StringComparer.Ordinal).ToList();
        var known = wanted.Count == 0 ? [] : await db.Set<AiSystem>().Where(system => wanted.Contains(system.Ref)).Select(system => system.Ref)
            .ToListAsync(stop);
        if (wanted.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } missing) throw Refusal.Missing("system", missing);
    }

    private async Task DemandControls(IReadOnlyList<string> controls, CancellationToken stop)
    {
        if (controls.Count == 0) throw new RuleViolation("EVIDENCE-CONTROL", "Name at least one applied control that the evidence speaks about.");
        var wanted = controls.Except(db.Held<AppliedControl>().Select(control => control.Ref), StringComparer.Ordinal).ToList();
        var known = wanted.Count == 0 ? [] : await db.Set<AppliedControl>().Where(control => wanted.Contains(control.Ref)).Select(control => control.Ref)
            .ToListAsync(stop);
        if (wanted.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } missing) throw Refusal.Missing("applied control", missing);
    }
}
