using System.Globalization;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Whether the parts of the method fit each other and the rest of the library.</summary>
internal static class ImpactMethodCheck
{
    public static void Run(ImpactMethod method, StandardsLibrary library, RulePack pack, List<Finding> faults)
    {
        Twice("impact/method.yaml", "trigger", method.Triggers.Select(trigger => trigger.Id));
        Twice("impact/method.yaml", "screening question", method.Screening.Select(question => question.Id));
        Twice("impact/sections.yaml", "section", method.Sections.Select(section => section.Id));
        Twice("impact/dimensions.csv", "dimension", method.Dimensions.Select(dimension => dimension.Id));
        Twice("impact/charter-rights.csv", "right", method.Rights.Select(right => right.Id));
        Twice("impact/fria-items.csv", "item", method.FriaItems.Select(item => item.Id));
        foreach (var (name, scale) in new[] { ("severity", method.Severity), (ScoreRise.OfPeople, method.People), (ScoreRise.OfReversibility, method.Reversibility) })
        {
            Twice("impact/method.yaml", $"step of {name}", scale.Select(step => step.Id));
            if (scale.Count == 0) Add("impact/method.yaml", $"The scale {name} has no step. Add them from the least to the most.");
        }
        foreach (var section in method.Sections) Check(section);
        foreach (var item in method.FriaItems.Where(item => method.Sections.All(section => section.Fields.All(field => !field.Fria.Contains(item.Id)))))
            Add("impact/fria-items.csv", $"No field fills {item.Id}. Name it at a section and its fields.");
        foreach (var rise in method.Score.Rises)
        {
            var scale = rise.Scale == ScoreRise.OfPeople ? method.People : method.Reversibility;
            foreach (var step in rise.Steps.Where(step => scale.All(known => known.Id != step))) Add("impact/method.yaml, key score.rises", $"The scale {rise.Scale} has no step \"{step}\".");
        }
        if (method.Score.Cap < method.Severity.Count || method.Score.CandidateFrom > method.Score.Cap || (library.Criteria.Size is var size && method.Score.Cap > size))
            Add("impact/method.yaml, key score", string.Create(CultureInfo.InvariantCulture, $"The cap lies between the highest severity ({method.Severity.Count}) and the highest consequence of the risk criteria ({library.Criteria.Size}), and candidate_from not above it."));
        foreach (var dimension in method.Dimensions.Where(dimension => !library.Criteria.Dimensions.Contains(dimension.Level)))
            Add("impact/dimensions.csv", $"The risk criteria have no consequence dimension \"{dimension.Level}\" ({dimension.Id}).");
        if (pack.AdditiveRules.All(rule => rule.Flag != method.Fria.Flag)) Add("impact/method.yaml, key fria.flag", $"No rule of {pack.Name} raises the flag \"{method.Fria.Flag}\". Correct it.");
        var classes = pack.Tiers.Select(tier => tier.RiskClass).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var word in method.RequiredFor.Concat(method.Cadence.Months.Keys).Where(word => !classes.Contains(word)).Distinct(StringComparer.Ordinal))
            Add("impact/method.yaml", $"\"{word}\" is no risk class of {pack.Name}. Known are: {string.Join(", ", classes.Order(StringComparer.Ordinal))}.");

        void Check(ImpactSection section)
        {
            Twice("impact/sections.yaml", $"field of {section.Id}", section.Fields.Select(field => field.Id));
            foreach (var key in section.Requirements.Where(key => library.FindRequirement(key) is null)) Add($"impact/sections.yaml, section {section.Id}", $"There is no requirement \"{key}\". Correct the key.");
            foreach (var key in section.Fria.Where(key => method.FriaItems.All(item => item.Id != key))) Add($"impact/sections.yaml, section {section.Id}", $"fria-items.csv has no item \"{key}\".");
        }

        void Twice(string file, string what, IEnumerable<string> ids)
        {
            foreach (var id in ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1))
                faults.Add(Finding.Error(file, "duplicate-id", $"The {what} {id.Key} stands twice. Keep one."));
        }

        void Add(string place, string message) => faults.Add(Finding.Error(place, "unknown-key", message));
    }
}
