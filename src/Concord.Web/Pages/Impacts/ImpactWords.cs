using System.Globalization;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Standards;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Impacts;

/// <summary>Words and typed fields of the pages of impact assessments.</summary>
internal static class ImpactWords
{
    public static Tone Tone(ImpactStanding standing) => standing switch
    {
        ImpactStanding.InForce => Parts.Tone.Ok,
        ImpactStanding.Stale => Parts.Tone.Alert,
        ImpactStanding.Draft or ImpactStanding.InReview => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    public static Tone Tone(ImpactVerdict verdict) => verdict switch
    {
        ImpactVerdict.Go => Parts.Tone.Ok,
        ImpactVerdict.Conditional => Parts.Tone.Warn,
        _ => Parts.Tone.Alert,
    };

    /// <summary>From the score at which a harm is offered to the risk register; the highest is worse.</summary>
    public static Tone Tone(ImpactScore? score, ImpactMethod method) => score is null ? Parts.Tone.Neutral
        : score.High >= method.Score.Cap ? Parts.Tone.Alert : score.High >= method.Score.CandidateFrom ? Parts.Tone.Warn : Parts.Tone.Ok;

    public static string Of(ScreeningAnswer answer) => answer == ScreeningAnswer.Unknown ? "not known" : Words.Of(answer);

    public static IReadOnlyList<Choice> Steps(IReadOnlyList<ScaleStep> scale) => [.. scale.Select(step => new Choice(step.Id, $"{step.Name}: {step.Help}"))];

    public static IReadOnlyList<Choice> Levels(IReadOnlyList<ScaleStep> scale) => [.. scale.Select(step => new Choice(Number(step.Level), $"{step.Level} {step.Name}: {step.Help}"))];

    public static IReadOnlyList<Choice> Likelihoods(RiskCriteria criteria) => [.. criteria.Likelihoods.Select(step => new Choice(Number(step.Level), $"{step.Level} {step.Name}: {step.PerYear}"))];

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A day that was typed; null where nothing was.</summary>
    public static DateOnly? Day(HttpContext context, string field, string label)
    {
        if (context.Typed(field)?.Trim() is not { Length: > 0 } typed) return null;
        return DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
            : throw new FindingsException([Finding.Error(label, "form-field", "This is no day. Write it as 2026-12-31.")]);
    }
}
