using System.Text.Json.Serialization;
using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <summary>How grave one dimension is, in the words of the criteria.</summary>
/// <param name="Leads">Whether it gave the level its consequence.</param>
internal sealed record DimensionLine(string Dimension, string Name, int Level, string Meaning, bool Leads);

/// <summary>A level of an assessment, readable.</summary>
internal sealed record LevelLine(string Moment, BandedLevel Banded, string LikelihoodName, string PerYear, IReadOnlyList<DimensionLine> Dimensions);

/// <param name="Grounds">What the current level rested on when it was made.</param>
/// <param name="IsBacked">Whether something effective backed a current level below the inherent one; null: it claimed nothing.</param>
internal sealed record AssessmentLine(int Number, DateTimeOffset At, PersonName? By, string Note, string CriteriaVersion, IReadOnlyList<LevelLine> Levels, RiskGrounds Grounds, bool? IsBacked);

internal sealed record TreatmentLine(int Number, TreatmentOption Option, string Plan, IReadOnlyList<ControlSight> Controls, BandedLevel? Expected, PersonName? By, DateTimeOffset At);

/// <param name="IsInForce">The risk is accepted by it, today.</param>
internal sealed record AcceptanceLine(int Likelihood, int Consequence, string Band, string Needed, string ReachedAs, PersonName? By, DateTimeOffset At, DateOnly Until, string Reason, bool IsInForce);

internal sealed record RiskStep(string Ref, string Title, ActionState State, PersonName? Owner, DateOnly? DueOn, bool IsOverdue, string Outcome);

/// <summary>Everything on record about a risk beside its line.</summary>
/// <param name="Assessments">Newest first.</param>
/// <param name="Grounds">What the current level rests on now.</param>
/// <param name="Warning">Said where a level below the inherent one is backed by nothing effective; null: it is backed, or claims nothing.</param>
/// <param name="Reasons">Why it must be assessed anew.</param>
/// <param name="OpenPoints">What must still happen before it is treated.</param>
/// <param name="Approvers">Who may accept it as it stands.</param>
/// <param name="NotAcceptable">Why nobody may accept it as it stands; null: somebody may.</param>
internal sealed record RiskFile(
    IReadOnlyList<AssessmentLine> Assessments, RiskGrounds Grounds, string? Warning, IReadOnlyList<ReassessmentReason> Reasons, IReadOnlyList<TreatmentLine> Treatments,
    IReadOnlyList<RiskStep> Steps, IReadOnlyList<string> OpenPoints, IReadOnlyList<AcceptanceLine> Acceptances, IReadOnlyList<string> Approvers, string ApproverBecause,
    string? NotAcceptable, DateOnly? AcceptableUntil)
{
    [JsonIgnore]
    public AssessmentLine? Newest => Assessments is [var newest, ..] ? newest : null;

    /// <summary>The plan that counts.</summary>
    [JsonIgnore]
    public TreatmentLine? Plan => Treatments is [var newest, ..] ? newest : null;
}

/// <summary>The whole file of one risk, for its page and its route.</summary>
internal sealed class RiskFileViews(ConcordDb db, StandardsLibrary standards, RiskViews views, RiskSight sight, RiskReassessment reassessment)
{
    private const int Shown = 50;

    public async Task<RiskDetail> Of(string reference, CancellationToken stop)
    {
        var detail = await views.Detail(reference, stop);
        var risk = await db.Set<Risk>().AsNoTracking().SingleAsync(known => known.Ref == reference, stop);
        var tier = await db.TierOf(risk, stop);
        var assessments = await db.Set<RiskAssessment>().AsNoTracking().Where(one => one.RiskId == risk.Id).OrderByDescending(one => one.Number).Take(Shown).ToListAsync(stop);
        var treatments = await db.Set<RiskTreatment>().AsNoTracking().Where(one => one.RiskId == risk.Id).OrderByDescending(one => one.Number).Take(Shown).ToListAsync(stop);
        var acceptances = (await db.Set<RiskAcceptance>().AsNoTracking().Where(one => one.RiskId == risk.Id).ToListAsync(stop)).OrderByDescending(one => one.At).Take(Shown).ToList();
        var steps = await db.Set<PlannedAction>().AsNoTracking().Where(action => action.Source == risk.Ref).OrderBy(action => action.Ref).Take(PageRequest.LargestSize).ToListAsync(stop);
        var names = await db.NamesOf([.. assessments.Select(one => (PersonId?)one.By), .. treatments.Select(one => (PersonId?)one.By), .. acceptances.Select(one => (PersonId?)one.By), .. steps.Select(step => step.OwnerId)], stop);
        var rests = assessments is [{ } newest, ..] ? newest.Controls : [];
        var controls = await sight.Controls(risk.SystemRef, [.. rests.Concat(treatments.SelectMany(one => one.Controls)).Distinct(StringComparer.Ordinal)], stop);
        var hidden = await Hidden(controls, stop);
        var seen = controls.ToDictionary(control => control.Ref, control => hidden.Contains(control.Ref) ? control with { Title = "a control of another part of the organisation" } : control, StringComparer.Ordinal);
        IReadOnlyList<ControlSight> Sights(IEnumerable<string> references) => [.. references.Select(one => seen.GetValueOrDefault(one)).OfType<ControlSight>()];
        var grounds = (await sight.Of(risk, [], stop)) with { Controls = Sights(rests) };
        var terms = RiskAuthority.Terms(standards.Criteria, risk, tier, grounds.HasEffectiveControl);
        return detail with
        {
            File = new(
                [.. assessments.Select(one => Line(one, tier, names))], grounds, Warning(risk, grounds, assessments.Count > 0), await reassessment.Reasons(risk, stop),
                [.. treatments.Select(one => new TreatmentLine(one.Number, one.Option, one.Plan, Sights(one.Controls), Banded(one.Expected, tier), names.Of(one.By), one.At))],
                [.. steps.Select(step => new RiskStep(step.Ref, step.Title, step.State, names.Of(step.OwnerId), step.DueOn, step.IsOverdue(db.Today), step.Outcome))],
                OpenPoints(treatments, steps, Sights),
                [.. acceptances.Select((one, at) => new AcceptanceLine(one.Likelihood, one.Consequence, one.Band, one.Needed, one.ReachedAs, names.Of(one.By), one.At, one.Until, one.Reason,
                    at == 0 && risk.State == RiskState.Accepted && one.Until >= db.Today))],
                RiskAuthority.From(standards.Criteria, terms), terms.Because, terms.Forbidden, risk.Current is null ? null : terms.Latest(db.Today)),
        };
    }

    private async Task<HashSet<string>> Hidden(IReadOnlyList<ControlSight> controls, CancellationToken stop)
    {
        var references = controls.Select(control => control.Ref).ToList();
        var visible = await db.Set<AppliedControl>().Where(control => references.Contains(control.Ref)).Select(control => control.Ref).ToListAsync(stop);
        return [.. references.Except(visible, StringComparer.Ordinal)];
    }

    /// <summary>A level below the inherent one is a claim that something works. Where nothing shows it, the page must not look as if it did.</summary>
    private static string? Warning(Risk risk, RiskGrounds grounds, bool isOnRecord) => (risk.ClaimsControl, grounds.HasEffectiveControl, grounds.Controls.Count) switch
    {
        (false, _, _) or (_, true, _) => null,
        (_, _, 0) when !isOnRecord => "The current level lies below the inherent one, and no assessment on record says what it rests on.",
        (_, _, 0) => "The current level lies below the inherent one, and the assessment names no control it rests on: it is a claim.",
        _ => $"The current level lies below the inherent one, and none of the controls it rests on is effective today ({string.Join(", ", grounds.Controls.Select(control => $"{control.Ref} {control.Stands}"))}): it is a claim.",
    };

    private static IReadOnlyList<string> OpenPoints(List<RiskTreatment> treatments, List<PlannedAction> steps, Func<IEnumerable<string>, IReadOnlyList<ControlSight>> sights) => treatments is not [{ } plan, ..] ? [] :
    [
        .. steps.Where(step => step.State is ActionState.Open or ActionState.Proposed).Select(step => $"{step.Ref} {step.Title}"),
        .. sights(plan.Controls).Where(control => !control.Works).Select(control => $"{control.Ref} is {control.Stands}: {control.Because}"),
    ];

    private AssessmentLine Line(RiskAssessment one, RiskClass? tier, IReadOnlyDictionary<PersonId, PersonName> names)
    {
        var levels = one.Levels;
        var claims = levels.Current.Level.Score < levels.Inherent.Level.Score;
        LevelLine?[] lines = [Level("inherent", levels.Inherent, tier), Level("current", levels.Current, tier), Level("residual", levels.Residual, tier), Level("target", levels.Target, tier)];
        return new(one.Number, one.At, names.Of(one.By), one.Note, one.CriteriaVersion, [.. lines.OfType<LevelLine>()], one.Seen, claims ? one.Seen.HasEffectiveControl : null);
    }

    private LevelLine? Level(string moment, RatedLevel? level, RiskClass? tier)
    {
        if (level is null) return null;
        var likelihood = standards.Criteria.Likelihoods.FirstOrDefault(known => known.Level == level.Likelihood);
        return new(moment, Banded(level, tier)!, likelihood?.Name ?? "", likelihood?.PerYear ?? "",
            [.. standards.Criteria.Dimensions.Where(level.Consequences.ContainsKey).Select(dimension => new DimensionLine(dimension, RiskCriteria.DimensionName(dimension), level.Consequences[dimension],
                standards.Criteria.ConsequenceLevels[dimension].ElementAtOrDefault(level.Consequences[dimension] - 1) ?? "", level.Leading.Contains(dimension)))]);
    }

    private BandedLevel? Banded(RatedLevel? level, RiskClass? tier) => RiskBands.Of(standards.Criteria, level?.Level, tier, level);
}
