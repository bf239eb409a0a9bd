using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Impacts;

/// <summary>Everything an assessment lacks before it can be submitted, each with its place. All of it at once.</summary>
internal static class ImpactGaps
{
    /// <param name="latest">The last day the cadence allows for the next look.</param>
    public static IReadOnlyList<Finding> Of(ImpactMethod method, ImpactContent content, ImpactScreening screening, DateOnly today, DateOnly latest)
    {
        var gaps = new List<Finding>();
        foreach (var question in method.Screening)
        {
            var said = content.Screened(question.Id);
            if (said is null) gaps.Add(Gap($"Screening: {question.Question}", "Answer yes, no, or that it is not known."));
            else if (said.Answer == ScreeningAnswer.Unknown && Written.SaysNothing(said.Why)) gaps.Add(Gap($"Screening: {question.Question}", "Say why it is not known, and who will find out."));
        }
        foreach (var section in method.Sections.Where(screening.Asks))
        {
            foreach (var field in section.Fields.Where(field => field.Required && ImpactAnswers.Of(method, content, section, field).Count == 0)) gaps.Add(Gap(Place(section, field.Question), What(field.Kind)));
            foreach (var field in section.Fields) gaps.AddRange(Within(method, content, section, field, today, latest));
        }
        return gaps;
    }

    private static IEnumerable<Finding> Within(ImpactMethod method, ImpactContent content, ImpactSection section, ImpactField field, DateOnly today, DateOnly latest) => field.Kind switch
    {
        ImpactFieldKind.Groups => content.Groups.Where(group => group.People is null && Written.SaysNothing(group.Basis)).Select(group => Gap(Place(section, group.Name), "Estimate how many they are, or say why nobody knows."))
            .Concat(content.Groups.Count > 0 && !content.Groups.Any(group => group.IsDirect) ? [Gap(Place(section, field.Question), "Name at least one group that is affected directly.")] : []),
        ImpactFieldKind.Benefits => content.Benefits.SelectMany(effect => OfEffect(method, content, section, effect)),
        ImpactFieldKind.Harms => content.Harms.SelectMany(effect => OfEffect(method, content, section, effect)),
        ImpactFieldKind.Verdict => OfVerdict(content.Conclusion, section, field),
        ImpactFieldKind.Residual when content.Conclusion.Residual is not null && Written.SaysNothing(content.Conclusion.ResidualWhy) => [Gap(Place(section, field.Question), "Say what the residual impact rests on.")],
        ImpactFieldKind.Review when content.Conclusion.NextReview is { } day && (day > latest || day <= today) =>
            [Gap(Place(section, field.Question), string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} is not between tomorrow and {latest:yyyy-MM-dd}, which the cadence allows. Name an earlier day, or none."))],
        _ => [],
    };

    private static IEnumerable<Finding> OfEffect(ImpactMethod method, ImpactContent content, ImpactSection section, ImpactEffect effect)
    {
        var open = new List<string>();
        if (effect.Rights.Count == 0) open.Add("which rights it touches");
        if (content.Group(effect.Group) is null) open.Add("whom it reaches");
        if (effect.Severity is null) open.Add("its severity");
        if (effect.People.Length == 0) open.Add("how many people it reaches");
        if (effect.Reversibility.Length == 0) open.Add("how it is undone");
        if (effect.Likelihood is null) open.Add("its likelihood");
        if (open.Count > 0) yield return Gap(Place(section, $"{effect.Called} {Short(effect.What)}"), $"Judge {string.Join(", ", open)}.");
        if (effect.IsHarm && ImpactScore.Of(method, effect)?.High >= method.Score.CandidateFrom && Written.SaysNothing(effect.Against) && !content.Measures.Any(measure => measure.Effects.Contains(effect.Number)))
            yield return Gap(Place(section, $"{effect.Called} {Short(effect.What)}"), "Say what is done against it, here or as a measure.");
    }

    private static IEnumerable<Finding> OfVerdict(ImpactConclusion said, ImpactSection section, ImpactField field)
    {
        if (said.Verdict is not null && Written.SaysNothing(said.Reasons)) yield return Gap(Place(section, field.Question), "Say why.");
        if (said.Verdict == ImpactVerdict.Conditional && Written.SaysNothing(said.Conditions)) yield return Gap(Place(section, field.Question), "Name the conditions under which it may be used.");
    }

    private static string What(ImpactFieldKind kind) => kind switch
    {
        ImpactFieldKind.Trigger => "Choose why it is assessed.",
        ImpactFieldKind.Groups => "Name the groups that are affected.",
        ImpactFieldKind.Consultations => "Enter who was asked, or that nobody was and why.",
        ImpactFieldKind.Benefits => "Enter at least one benefit.",
        ImpactFieldKind.Harms => "Enter at least one harm that can be foreseen.",
        ImpactFieldKind.Measures => "Enter the measures.",
        ImpactFieldKind.Verdict => "Decide: go, conditional or stop.",
        ImpactFieldKind.Residual => "Judge what is left.",
        _ => "Nothing is written yet.",
    };

    private static string Place(ImpactSection section, string what) => $"{section.Title}: {what}";

    private static Finding Gap(string place, string message) => Finding.Error(place, "impact-gap", message);

    private static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
