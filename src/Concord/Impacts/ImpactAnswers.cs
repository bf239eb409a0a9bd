using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Impacts;

/// <summary>What an assessment says to a field, in lines, whatever part of it fills the field. The page, the document and the notification read it here.</summary>
internal static class ImpactAnswers
{
    /// <returns>No line: nothing is said yet.</returns>
    public static IReadOnlyList<string> Of(ImpactMethod method, ImpactContent content, ImpactSection section, ImpactField field) => field.Kind switch
    {
        ImpactFieldKind.Trigger => content.Trigger.Length == 0 ? [] : [method.Triggers.FirstOrDefault(trigger => trigger.Id == content.Trigger)?.Title ?? content.Trigger],
        ImpactFieldKind.Groups => [.. content.Groups.Select(Said)],
        ImpactFieldKind.Consultations => [.. content.Consultations.Select(Said)],
        ImpactFieldKind.Benefits => [.. content.Benefits.Select(effect => Said(method, content, effect))],
        ImpactFieldKind.Harms => [.. content.Harms.Select(effect => Said(method, content, effect))],
        ImpactFieldKind.Measures => [.. content.Measures.Select(measure => Said(content, measure))],
        ImpactFieldKind.Verdict => content.Conclusion is { Verdict: { } verdict } said ? [Join(Of(verdict), said.Reasons, said.Conditions.Length > 0 ? $"Conditions: {said.Conditions}" : "")] : [],
        ImpactFieldKind.Residual => content.Conclusion is { Residual: { } level } left ? [Join($"{level} {ImpactMethod.NameOf(method.Severity, Number(level))}", left.ResidualWhy)] : [],
        ImpactFieldKind.Review => content.Conclusion.NextReview is { } day ? [day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)] : [],
        ImpactFieldKind.Derived => [],
        _ => content.Text(section.Id, field.Id) is { Length: > 0 } text ? [text] : [],
    };

    public static string Of(ImpactVerdict verdict) => verdict switch
    {
        ImpactVerdict.Go => "It may be used",
        ImpactVerdict.Conditional => "It may be used under conditions",
        _ => "It must not be used",
    };

    public static string People(AffectedGroup group) => group.People is { } people ? string.Create(CultureInfo.InvariantCulture, $"about {people:N0} a year") : "how many is not known";

    private static string Said(AffectedGroup group) =>
        Join($"{group.Name} ({(group.IsDirect ? "directly" : "indirectly")} affected{(group.IsVulnerable ? ", vulnerable" : "")})", $"{Plain(People(group))}{(group.Basis.Length > 0 ? $": {group.Basis}" : "")}");

    private static string Said(Consultation row) => Join(string.Create(CultureInfo.InvariantCulture, $"{row.On:yyyy-MM-dd}, {row.Who}, {row.How}"), $"Said: {row.Said}", row.Done.Length > 0 ? $"Done about it: {row.Done}" : "");

    private static string Said(ImpactMethod method, ImpactContent content, ImpactEffect effect)
    {
        var score = effect.Score is { } frozen ? Number(frozen) : ImpactScore.Of(method, effect)?.Text;
        return Join($"{effect.Called} {method.FindDimension(effect.Dimension)?.Name ?? effect.Dimension}, for {content.Group(effect.Group)?.Name ?? "nobody named yet"}: {effect.What}",
            score is null ? "Not judged yet" : $"Score {score}, likelihood {(effect.Likelihood is { } likely ? Number(likely) : "not judged")}", effect.Against.Length > 0 ? $"Against it: {effect.Against}" : "");
    }

    private static string Said(ImpactContent content, ImpactMeasure measure) => Join($"{Plain(Words.Of(measure.Sort))}: {measure.What}",
        measure.Effects.Count > 0 ? $"For {string.Join(", ", content.Effects.Where(effect => measure.Effects.Contains(effect.Number)).Select(effect => effect.Called))}" : "", measure.Reference.Length > 0 ? $"Done by {measure.Reference}" : "");

    /// <summary>Sentences, each with its full stop.</summary>
    private static string Join(params ReadOnlySpan<string> parts)
    {
        var said = new List<string>();
        foreach (var part in parts)
        {
            if (part.Trim() is { Length: > 0 } text) said.Add(text[^1] is '.' or '!' or '?' or ':' ? text : text + ".");
        }
        return string.Join(' ', said);
    }

    private static string Plain(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
