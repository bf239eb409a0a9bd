using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Impacts;

/// <param name="Lines">What the assessment says to it; none: nothing yet.</param>
/// <param name="Suggestion">What the record knows already; null: nothing.</param>
internal sealed record ImpactFieldLine(ImpactField Field, IReadOnlyList<string> Lines, ImpactSuggestion? Suggestion);

/// <param name="IsAsked">A light assessment leaves sections out.</param>
internal sealed record ImpactSectionLine(ImpactSection Section, bool IsAsked, IReadOnlyList<ImpactFieldLine> Fields)
{
    /// <summary>Required questions of it without an answer.</summary>
    public int Open => IsAsked ? Fields.Count(line => line.Field.Required && line.Lines.Count == 0) : 0;

    public int Required => Fields.Count(line => line.Field.Required);
}

/// <param name="Score">Frozen, or of a draft as of now; null: its severity is not judged.</param>
/// <param name="Level">individuals, groups or society.</param>
/// <param name="IsCandidate">Grave enough for the risk register.</param>
/// <param name="Decision">What was decided of it there; null: nothing yet.</param>
internal sealed record ImpactEffectLine(ImpactEffect Effect, string Dimension, string Level, string Group, ImpactScore? Score, bool IsCandidate, CandidateLine? Decision)
{
    /// <summary>What the revision before decided of it, and whether that holds on; empty: nothing, or it is decided here.</summary>
    public string Earlier { get; init; } = "";
}

/// <param name="RiskRef">Empty: declined, and the reason says why.</param>
/// <param name="IsTakenOver">From the revision before: it may be decided otherwise.</param>
internal sealed record CandidateLine(string RiskRef, string Reason, PersonName? By, DateTimeOffset At, bool IsTakenOver);

/// <summary>One assessment with everything in it and everything derived from it.</summary>
/// <param name="Replaces">While this one is open: the one in force, with why it no longer fits; null: there is none.</param>
internal sealed record ImpactDetail(
    ImpactLine Line, LifeCycle SystemState, string Follows, ImpactContent Content, ImpactScreening Screening, IReadOnlyList<ImpactSectionLine> Sections, IReadOnlyList<ImpactEffectLine> Effects, IReadOnlyList<Finding> Gaps,
    IReadOnlyList<FriaLine> Fria, ClassifiedAs Classified, string Returned, string Ended, string Method, string ContentSha256, bool IsWhole, DateOnly LatestReview, DateOnly? NotifiedOn, string NotifiedTo, ImpactLine? Replaces)
{
    public int Answered => Sections.Where(section => section.IsAsked).Sum(section => section.Required - section.Open);

    public int Asked => Sections.Where(section => section.IsAsked).Sum(section => section.Required);
}

/// <summary>Opens one assessment.</summary>
internal sealed class ImpactFile(ConcordDb db, ImpactMethod method, ImpactViews views, ISystemKnowledge knowledge)
{
    public async Task<ImpactDetail> Detail(string reference, CancellationToken stop)
    {
        var row = await db.Set<ImpactAssessment>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("impact assessment", reference);
        var line = (await views.Lines([row], stop)).SingleOrDefault() ?? throw Refusal.Missing("impact assessment", reference);
        var system = await db.SystemOf(row, stop);
        var content = row.Said;
        var (models, columns, classified) = ((await db.ModelLines([system.Id], stop))[system.Id].ToList(), await knowledge.WatchedColumns(system, stop), await knowledge.Classified(system, stop));
        var screening = row.Depth is { } frozen ? new ImpactScreening(frozen, "as it was submitted") : ImpactScreening.Of(method, content, system.ConfirmedClass());
        var latest = method.LatestReview(system, db.Today);
        var effects = await Effects(row, content, stop);
        return new(line, system.State, row.Follows, content, screening,
            [.. method.Sections.Select(section => new ImpactSectionLine(section, screening.Asks(section), [.. section.Fields.Select(field => Field(section, field))]))],
            effects, row.State == ImpactState.Draft ? ImpactGaps.Of(method, content, screening, db.Today, latest) : [], Fria.Of(method, content), classified, row.Returned, row.EndedBecause,
            row.Method.Length > 0 ? row.Method : method.Version, row.ContentSha256, row.IsWhole, latest, row.NotifiedOn, row.NotifiedTo, await Replaced(row, stop));

        ImpactFieldLine Field(ImpactSection section, ImpactField field) => new(field, field.From switch
        {
            ImpactSource.System => [$"{system.Ref} {system.Name}", .. models],
            ImpactSource.Authors => [string.Join(", ", line.Authors.Select(author => author.Name))],
            ImpactSource.Approver => line.ApprovedBy is { } approver ? [approver.Name] : [],
            ImpactSource.Risks => [.. effects.Where(effect => effect.Decision is not null).Select(effect => effect.Decision!.RiskRef.Length > 0 ? $"{effect.Effect.Called} is {effect.Decision.RiskRef}" : $"{effect.Effect.Called} is none: {effect.Decision.Reason}")],
            _ => ImpactAnswers.Of(method, content, section, field),
        }, field.Kind == ImpactFieldKind.Derived || row.State != ImpactState.Draft ? null : ImpactSuggestions.For(field.From, system, models, classified, columns));
    }

    /// <summary>What the classification of a system says, whether it has an assessment or not.</summary>
    public async Task<ClassifiedAs> Classified(string systemRef, CancellationToken stop) =>
        await knowledge.Classified(await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef), stop);

    private async Task<ImpactLine?> Replaced(ImpactAssessment row, CancellationToken stop) => !row.IsOpen ? null :
        (await views.Lines(await db.Set<ImpactAssessment>().AsNoTracking().Where(known => known.SystemId == row.SystemId && known.State == ImpactState.InForce).ToListAsync(stop), stop)).SingleOrDefault();

    private static string Earlier(CandidateRisk then, ImpactAssessment before, bool holdsOn) =>
        $"{(then.RiskRef.Length > 0 ? then.RiskRef : $"none ({then.Reason})")} in {before.Ref}; {(holdsOn ? "that holds on once this is approved" : "it says something else since, so it is asked again")}";

    private async Task<IReadOnlyList<ImpactEffectLine>> Effects(ImpactAssessment row, ImpactContent content, CancellationToken stop)
    {
        var decided = await db.Set<CandidateRisk>().AsNoTracking().Where(one => one.AssessmentId == row.Id).ToDictionaryAsync(one => one.Effect, stop);
        var names = await db.NamesOf(decided.Values.Select(one => (PersonId?)one.By), stop);
        var before = await db.Set<ImpactAssessment>().AsNoTracking().SingleOrDefaultAsync(one => one.Ref == row.Follows, stop);
        var earlier = before is null ? [] : await db.Set<CandidateRisk>().AsNoTracking().Where(one => one.AssessmentId == before.Id).ToDictionaryAsync(one => one.Effect, stop);
        var harms = before?.Said.Harms.ToDictionary(harm => harm.Number) ?? [];
        return
        [
            .. content.Effects.Select(effect =>
            {
                var dimension = method.FindDimension(effect.Dimension);
                var score = ImpactScore.Of(method, effect);
                if (effect.Score is { } frozen && score is not null && (!score.IsCertain || score.Low != frozen)) score = new(frozen, frozen, [$"as it was submitted by method {row.Method}"]);
                var decision = decided.GetValueOrDefault(effect.Number) is { } one ? new CandidateLine(one.RiskRef, one.Reason, names.Of(one.By), one.At, one.IsTakenOver(row)) : null;
                return new ImpactEffectLine(effect, dimension?.Name ?? effect.Dimension, dimension?.Level ?? "", content.Group(effect.Group)?.Name ?? "", score,
                    effect.IsHarm && score?.High >= method.Score.CandidateFrom, decision)
                {
                    Earlier = decision is null && earlier.TryGetValue(effect.Number, out var then) && harms.TryGetValue(effect.Number, out var was) ? Earlier(then, before!, row.IsOpen && (effect with { Score = score?.High }).SaysWhat(was)) : "",
                };
            }),
        ];
    }
}
