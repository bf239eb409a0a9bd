using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Checks the parts of a pack against each other.</summary>
internal static class RulePackCheck
{
    public static void Run(RulePack pack, List<Finding> faults)
    {
        var flags = pack.AdditiveRules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var reliefs = pack.Reliefs.Select(relief => relief.Id).ToHashSet(StringComparer.Ordinal);
        var fines = pack.Fines.Where(fine => fine.Scope == FineScope.Named).Select(fine => fine.Id).ToHashSet(StringComparer.Ordinal);
        var dates = pack.Calendar.Select(date => date.Id).ToHashSet(StringComparer.Ordinal);
        var tiers = pack.Tiers.Select(tier => tier.Id).ToHashSet(StringComparer.Ordinal);
        var roles = (pack.FindFact(pack.Roles.Fact)?.Options ?? []).Select(option => option.Value).Append(Obligation.AnyRole).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in pack.TierRules.Where(rule => !tiers.Contains(rule.Tier))) Fault(rule.Id, $"names the tier \"{rule.Tier}\"");
        if (pack.TierRules is not [.., { When: Always }]) Fault("tier_rules", "does not end with a rule that always holds, so some facts would have no outcome: the last rule");
        foreach (var fact in pack.Facts.Where(fact => pack.Steps.All(step => step.Id != fact.Step))) Fault(fact.Id, $"is asked in the step \"{fact.Step}\"");
        foreach (var fact in pack.Facts.Where(fact => fact.Options.Any(option => option.Value == FactQuestion.NotKnown || (fact.Kind == QuestionKind.List && option.Value == FactQuestion.NoneOfThem))))
            faults.Add(Finding.Error($"{pack.Id}, {fact.Id}", "wrong-value", $"\"{FactQuestion.NotKnown}\", and of a list \"{FactQuestion.NoneOfThem}\", are answers to any question and no options of one. Call the option otherwise."));
        foreach (var law in pack.Calendar.Select(date => date.Law).Distinct().Where(law => pack.Laws.All(known => known.Id != law))) Fault("calendar.csv", $"names the law \"{law}\"");
        foreach (var option in pack.Facts.SelectMany(fact => fact.Options))
        {
            if (option.ExcludedBy is { } fact && pack.FindFact(fact) is not { Kind: QuestionKind.YesNo }) Fault(option.Value, $"is excluded by \"{fact}\"");
            if (option.Law is { } law && pack.Laws.All(known => known.Id != law)) Fault(option.Value, $"names the law \"{law}\"");
        }
        foreach (var date in pack.Tiers.SelectMany(tier => tier.Applies).Select(applies => applies.Date).Where(date => !dates.Contains(date))) Fault("tiers", $"name the date \"{date}\"");
        foreach (var obligation in pack.Obligations)
        {
            if (!roles.Contains(obligation.Role)) Fault(obligation.Id, $"names the role \"{obligation.Role}\"");
            foreach (var tier in obligation.Tiers.Where(tier => !tiers.Contains(tier))) Fault(obligation.Id, $"names the tier \"{tier}\"");
            foreach (var flag in obligation.Flags.Where(flag => !flags.Contains(flag))) Fault(obligation.Id, $"names the flag \"{flag}\"");
            foreach (var relief in obligation.Unless.Where(relief => !reliefs.Contains(relief))) Fault(obligation.Id, $"names the relief \"{relief}\"");
            if (obligation.Fine is { } fine && !fines.Contains(fine)) Fault(obligation.Id, $"names the fine \"{fine}\"");
            foreach (var date in new[] { obligation.Date, obligation.LegacyDate }.OfType<string>().Where(date => !dates.Contains(date))) Fault(obligation.Id, $"names the date \"{date}\"");
            if (obligation.NoteFact is { } fact && pack.FindFact(fact) is not { Kind: QuestionKind.YesNo }) Fault(obligation.Id, $"rests on the fact \"{fact}\"");
        }

        void Fault(string place, string what) => faults.Add(Finding.Error($"{pack.Id}, {place}", "unknown-key", $"It {what}, which the pack does not have. Correct it."));
    }
}
