using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Impacts;

/// <summary>What is wrong with what somebody wants to write: everything at once. What is merely not said yet is no fault here; <see cref="ImpactGaps"/> lists it.</summary>
internal static class ImpactRows
{
    private const int LongestText = 10_000;
    private const int LongestCell = 2_000;

    public static List<Finding> Texts(ImpactMethod method, string section, IReadOnlyDictionary<string, string> texts)
    {
        var faults = new List<Finding>();
        if (method.FindSection(section) is not { } known) return [Unknown("section", section, method.Sections.Select(each => each.Id))];
        foreach (var (field, text) in texts)
        {
            var found = known.Fields.FirstOrDefault(each => each.Id == field && each.Kind == ImpactFieldKind.Text);
            if (found is null) faults.Add(Unknown("field", field, known.Fields.Where(each => each.Kind == ImpactFieldKind.Text).Select(each => each.Id)));
            else Long(faults, found.Question, text, LongestText);
        }
        return faults;
    }

    public static List<Finding> Screening(ImpactMethod method, IReadOnlyList<ScreeningLine> answers)
    {
        var faults = new List<Finding>();
        foreach (var answer in answers)
        {
            if (method.Screening.FirstOrDefault(question => question.Id == answer.Question) is not { } question) faults.Add(Unknown("screening question", answer.Question, method.Screening.Select(each => each.Id)));
            else Long(faults, question.Question, answer.Why, LongestCell);
        }
        return faults;
    }

    public static List<Finding> Of(AffectedGroup row)
    {
        var faults = new List<Finding>();
        Line(faults, "Group", row.Name, "Say who they are.");
        Long(faults, "Where the figure comes from", row.Basis, LongestCell);
        if (row.People < 0) faults.Add(Fault("How many", "The number of people is 0 or more; leave it empty where nobody knows, and say why."));
        return faults;
    }

    public static List<Finding> Of(ImpactMethod method, RiskCriteria criteria, ImpactContent content, ImpactEffect row)
    {
        var faults = new List<Finding>();
        if (Written.SaysNothing(row.What)) faults.Add(Fault(row.IsHarm ? "Harm" : "Benefit", "Say in a sentence what happens to people."));
        Long(faults, row.IsHarm ? "Harm" : "Benefit", row.What, LongestCell);
        Long(faults, "What is done against it", row.Against, LongestCell);
        if (row.Dimension.Length == 0) faults.Add(Fault("Dimension", "Choose what it touches."));
        else if (method.FindDimension(row.Dimension) is null) faults.Add(Unknown("dimension", row.Dimension, method.Dimensions.Select(each => each.Id)));
        faults.AddRange(row.Rights.Where(right => method.FindRight(right) is null).Select(right => Unknown("right", right, method.Rights.Select(each => each.Id))));
        if (row.Group is { } group && content.Group(group) is null) faults.Add(Fault("Whom", string.Create(CultureInfo.InvariantCulture, $"There is no affected group {group}. Enter the group first.")));
        if (row.Severity is { } severity && (severity < 1 || severity > method.Severity.Count)) faults.Add(Fault("Severity", string.Create(CultureInfo.InvariantCulture, $"Severity lies between 1 and {method.Severity.Count}.")));
        if (row.Likelihood is { } likelihood && (likelihood < 1 || likelihood > criteria.Size)) faults.Add(Fault("Likelihood", string.Create(CultureInfo.InvariantCulture, $"Likelihood lies between 1 and {criteria.Size}.")));
        if (row.People.Length > 0 && method.People.All(step => step.Id != row.People)) faults.Add(Unknown("scale of people", row.People, method.People.Select(step => step.Id)));
        if (row.Reversibility.Length > 0 && method.Reversibility.All(step => step.Id != row.Reversibility)) faults.Add(Unknown("reversibility", row.Reversibility, method.Reversibility.Select(step => step.Id)));
        return faults;
    }

    public static List<Finding> Of(Consultation row, DateOnly today)
    {
        var faults = new List<Finding>();
        if (row.On > today) faults.Add(Fault("When", string.Create(CultureInfo.InvariantCulture, $"{row.On:yyyy-MM-dd} is still to come. The log holds what took place.")));
        foreach (var (title, text, otherwise) in new[] { ("Who", row.Who, "Say who was asked, or that nobody was."), ("How", row.How, "Say how: a meeting, a survey, a letter."), ("What they said", row.Said, "Say what they said, or why nobody was asked.") })
        {
            if (Written.SaysNothing(text)) faults.Add(Fault(title, otherwise));
            Long(faults, title, text, LongestCell);
        }
        Long(faults, "What was done about it", row.Done, LongestCell);
        return faults;
    }

    public static List<Finding> Of(ImpactContent content, ImpactMeasure row)
    {
        var faults = new List<Finding>();
        if (Written.SaysNothing(row.What)) faults.Add(Fault("Measure", "Say what is done."));
        Long(faults, "Measure", row.What, LongestCell);
        foreach (var number in row.Effects.Where(number => content.Effects.All(effect => effect.Number != number)))
            faults.Add(Fault("For", string.Create(CultureInfo.InvariantCulture, $"There is no benefit or harm {number}. Enter it first.")));
        return faults;
    }

    public static List<Finding> Of(ImpactMethod method, ImpactConclusion said)
    {
        var faults = new List<Finding>();
        Long(faults, "Why", said.Reasons, LongestText);
        Long(faults, "Conditions", said.Conditions, LongestText);
        Long(faults, "What the residual impact rests on", said.ResidualWhy, LongestText);
        if (said.Residual is { } level && (level < 1 || level > method.Severity.Count)) faults.Add(Fault("Residual impact", string.Create(CultureInfo.InvariantCulture, $"The residual impact lies between 1 and {method.Severity.Count}.")));
        return faults;
    }

    public static Finding Unknown(string what, string key, IEnumerable<string> known) => Fault(what, $"There is no {what} \"{(key.Length > 60 ? key[..60] + "…" : key)}\". Known are: {string.Join(", ", known)}.");

    private static void Line(List<Finding> faults, string title, string text, string otherwise)
    {
        try
        {
            Written.Name(text, "IMPACT-FIELD", otherwise);
        }
        catch (RuleViolation refusal)
        {
            faults.Add(Fault(title, refusal.Message));
        }
    }

    private static void Long(List<Finding> faults, string title, string text, int longest)
    {
        if (text.Length > longest) faults.Add(Fault(title, string.Create(CultureInfo.InvariantCulture, $"At most {longest:N0} characters fit here; these are {text.Length:N0}. Put the rest into a document and name it.")));
    }

    private static Finding Fault(string place, string message) => Finding.Error(place, "impact-field", message);
}
