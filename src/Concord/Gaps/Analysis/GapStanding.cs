using System.Globalization;
using Concord.Controls;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Inventory;
using Concord.Monitoring;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

/// <param name="SystemRef">The registered system it is; null: none is known.</param>
/// <param name="ByName">Whether the same name says so, and no person.</param>
/// <param name="LooksLike">A registered system of a similar name, where none is known.</param>
internal sealed record ListedLine(
    string Ref, int Version, string List, string Name, string Note, string? SystemRef, bool ByName, string NoSystemBecause, string? LooksLike)
{
    public bool IsUnregistered => SystemRef is null && NoSystemBecause.Length == 0;
}

/// <summary>The first part: each registered system by the checks, and each listed name.</summary>
internal sealed record InventoryPart(IReadOnlyList<SystemCheck> Systems, IReadOnlyList<ListedLine> Listed)
{
    public int Unregistered => Listed.Count(line => line.IsUnregistered);

    /// <returns>How many of how many; none where the check concerns nothing.</returns>
    public (int Passed, int Of) Count(InventoryCheck check)
    {
        if (check.Id == InventoryChecks.Listed) return (Listed.Count - Unregistered, Listed.Count);
        var points = Systems.SelectMany(system => system.Points).Where(point => point.Check.Id == check.Id && point.Passed is not null).ToList();
        return (points.Count(point => point.Passed == true), points.Count);
    }
}

/// <summary>Reads what the parts of an analysis know today and makes its result of it. Nothing is kept here.</summary>
internal sealed class GapStanding(ConcordDb db, StandardsLibrary standards, GapLibrary library, InterviewViews interviews, ReuseViews reuse)
{
    public async Task<GapResult> Result(string analysisRef, CancellationToken stop)
    {
        var inventory = await Inventory(analysisRef, stop);
        var heard = await interviews.Answers(analysisRef, stop);
        var policies = await db.Set<PolicySource>().AnyAsync(source => source.Analysis == analysisRef, stop)
            ? await db.Set<PolicyFinding>().AsNoTracking().Where(finding => finding.Analysis == analysisRef).ToListAsync(stop) : [];
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var reused = (await reuse.OfHeld(facts, stop))?.Rows.ToDictionary(row => row.Requirement, StringComparer.Ordinal) ?? [];
        var byRequirement = policies.ToDictionary(finding => finding.Requirement, StringComparer.Ordinal);
        List<GapInput> inputs =
        [
            .. standards.Assessable(standards.ReuseDefinition.Target).Select(requirement =>
            {
                var own = facts.Of(requirement);
                var derived = Derivation.Of(own, db.Today);
                var excluded = derived.Shown == RequirementResult.NotApplicable ? own.OverrideReason : null;
                List<GapReason> reasons = [.. OfRecord(derived), .. OfInventory(requirement.Key, inventory), .. OfInterviews(heard[requirement.Key]), .. OfPolicies(byRequirement.GetValueOrDefault(requirement.Key)), .. OfCounterparts(reused.GetValueOrDefault(requirement.Key))];
                return new GapInput(requirement, reasons, excluded, own.OpenNonconformities.Count, reused.GetValueOrDefault(requirement.Key)?.RealisedCredit ?? 0);
            }),
        ];
        return GapAssessment.Of(inputs, standards, library, db.Today, policies.Count(finding => !finding.IsReviewed));
    }

    public async Task<InventoryPart> Inventory(string analysisRef, CancellationToken stop)
    {
        var systems = await db.Set<AiSystem>().AsNoTracking().Where(system => system.State != LifeCycle.Retired && system.State != LifeCycle.Rejected).OrderBy(system => system.Ref).ToListAsync(stop);
        var models = (await db.Set<Model>().AsNoTracking().Select(model => new { model.Id, model.SystemId, model.Ref, model.Name }).ToListAsync(stop)).ToLookup(model => model.SystemId);
        var monitors = await db.Set<Monitoring.Monitor>().AsNoTracking().Where(monitor => monitor.State != MonitorState.Stopped).Select(monitor => new { monitor.ModelId, monitor.State }).ToListAsync(stop);
        var series = (await db.Set<MetricSeries>().AsNoTracking().Select(one => one.ModelId).ToListAsync(stop)).ToHashSet();
        var referenced = monitors.Where(monitor => monitor.State == MonitorState.Active).Select(monitor => monitor.ModelId).ToHashSet();
        var watched = monitors.Select(monitor => monitor.ModelId).ToHashSet();
        var risks = (await db.Set<Risk>().AsNoTracking().Where(risk => risk.SystemRef != null && risk.State != RiskState.Closed).Select(risk => risk.SystemRef!).ToListAsync(stop)).ToLookup(reference => reference, StringComparer.Ordinal);
        var listed = await db.Set<ListedSystem>().AsNoTracking().Where(one => one.Analysis == analysisRef).OrderBy(one => one.List).ThenBy(one => one.Ref).ToListAsync(stop);
        var names = systems.Select(system => (system.Ref, Plain: ListedSystem.Plain(system.Name)))
            .Concat(systems.Select(system => (system.Ref, Plain: ListedSystem.Plain(system.Ref))))
            .Concat(systems.SelectMany(system => models[system.Id].SelectMany(model => new[] { (system.Ref, Plain: ListedSystem.Plain(model.Name)), (system.Ref, Plain: ListedSystem.Plain(model.Ref)) })))
            .Where(name => name.Plain.Length > 0).ToList();
        return new(
            [.. systems.Select(system => InventoryChecks.Of(new(system, models[system.Id].Any(model => referenced.Contains(model.Id) || series.Contains(model.Id)), models[system.Id].Count(),
                [.. models[system.Id].Where(model => !watched.Contains(model.Id) && !series.Contains(model.Id)).Select(model => model.Name)], risks[system.Ref].Count()), library))],
            [.. listed.Select(one => Line(one, names))]);
    }

    private static ListedLine Line(ListedSystem listed, List<(string Ref, string Plain)> names)
    {
        var plain = ListedSystem.Plain(listed.Name);
        var named = names.Find(name => name.Plain == plain).Ref;
        var decided = listed.SystemRef.Length > 0 ? listed.SystemRef : listed.NoSystemBecause.Length > 0 ? null : named;
        var similar = decided is null && plain.Length >= 5 ? names.Find(name => name.Plain.Length >= 5 && (name.Plain.Contains(plain, StringComparison.Ordinal) || plain.Contains(name.Plain, StringComparison.Ordinal))).Ref : null;
        return new(listed.Ref, listed.Version, listed.List, listed.Name, listed.Note, decided, decided is not null && listed.SystemRef.Length == 0, listed.NoSystemBecause, similar);
    }

    private static IEnumerable<GapReason> OfRecord(DerivedRequirement derived)
    {
        GapState? state = derived.Shown switch
        {
            RequirementResult.Conforming => GapState.Met,
            RequirementResult.Partial => GapState.Partly,
            RequirementResult.NotConforming => GapState.Gap,
            _ => null,
        };
        if (state is { } known) yield return new(GapPart.Record, known, $"{Words.Of(derived.Shown)}: {derived.Because}");
    }

    private IEnumerable<GapReason> OfInventory(string requirement, InventoryPart inventory)
    {
        var counts = library.Checks.Where(check => check.Requirements.Contains(requirement)).Select(check => (Check: check, Count: inventory.Count(check))).Where(one => one.Count.Of > 0).ToList();
        if (counts.Count == 0) yield break;
        var full = counts.TrueForAll(one => one.Count.Passed == one.Count.Of);
        var state = full ? counts.Max(one => one.Check.AtMost) : counts.TrueForAll(one => one.Count.Passed == 0) ? GapState.Gap : GapState.Partly;
        yield return new(GapPart.Inventory, state, string.Join("; ", counts.Select(one => $"{one.Check.Title.ToLowerInvariant()}: {one.Count.Passed} of {one.Count.Of}")), full);
    }

    /// <summary>Where somebody could not tell, the answer says nothing.</summary>
    private static IEnumerable<GapReason> OfInterviews(IEnumerable<SignedAnswer> heard)
    {
        var answers = heard.Where(answer => answer.Rating is AnswerRating.Full or AnswerRating.Partial or AnswerRating.Gap).ToList();
        if (answers.Count == 0) yield break;
        var state = answers.TrueForAll(answer => answer.Rating == AnswerRating.Full) ? GapState.Met : answers.TrueForAll(answer => answer.Rating == AnswerRating.Gap) ? GapState.Gap : GapState.Partly;
        yield return new(GapPart.Interviews, state, string.Join("; ", answers.Select(answer => $"{GapLibrary.Word(answer.Role)} ({answer.Interview}): {Words.Of(answer.Rating)}{(answer.Text.Length > 0 ? $", \"{PolicyQuote.Of(answer.Text)}\"" : "")}")));
    }

    /// <summary>A claim that was found can be looked up, so it counts as written; that none was found says something only once a person confirmed it.</summary>
    private static IEnumerable<GapReason> OfPolicies(PolicyFinding? finding)
    {
        if (finding is null) yield break;
        var state = finding.Level switch { PolicyLevel.Covered => GapState.Met, PolicyLevel.Mentioned => GapState.Partly, _ => finding.IsReviewed ? GapState.Gap : GapState.NotAssessed };
        var read = finding.Read();
        var place = read.Passages is [var first, ..] && finding.Level > PolicyLevel.Absent ? $", {first.File}, {first.Section}" : "";
        var said = finding.Reviewed is null ? "suggested, not reviewed" : finding.IsOutdated ? $"suggested; a reviewer said {Words.Of(finding.Reviewed.Value)} before the texts changed" : finding.Reviewed == finding.Suggested ? "confirmed by a reviewer" : $"by a reviewer; {Words.Of(finding.Suggested)} was suggested";
        yield return new(GapPart.Policies, state, $"{Words.Of(finding.Level)} ({said}){place}");
    }

    /// <summary>All that counterparts can show: they contradict nobody, and are heard where nothing else speaks.</summary>
    private IEnumerable<GapReason> OfCounterparts(ReuseRow? row)
    {
        if (row is not { RealisedCredit: > 0 and var carried, RealisedSource: { } source }) yield break;
        var designation = standards.Editions.First(edition => edition.Prefix == source).Designation;
        var claim = row.Source == source ? $" {string.Join(", ", row.SourceIds.Select(id => standards.FindRequirement(id)?.Number ?? id))}{(row.State < 1 ? ", not done in full," : "")}" : "";
        yield return new(GapPart.Counterparts, GapState.Partly, string.Create(CultureInfo.InvariantCulture, $"{designation}{claim} carries {carried * 100:0} % of the work{(row.Delta.Length > 0 ? $"; for AI is to be added: {row.Delta}" : "")}"), IsFull: true);
    }
}
