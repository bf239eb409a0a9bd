using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Checks the parts of a pack against each other.</summary>
internal static class RulePackCheck
{
    public static void Run(RulePack pack, List<Finding> faults)
    {
        var flags = pack.AdditiveRules.Select(rule => rule.Flag).ToHashSet(StringComparer.Ordinal);
        var dates = pack.Calendar.Select(date => date.Id).ToHashSet(StringComparer.Ordinal);
        var tiers = pack.Tiers.Select(tier => tier.Id).ToHashSet(StringComparer.Ordinal);
        var roles = (pack.FindFact(pack.Roles.Fact)?.Options ?? []).Select(option => option.Value).Append(Obligation.AnyRole).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in pack.TierRules.Where(rule => !tiers.Contains(rule.Tier))) Fault(rule.Id, $"names the tier \"{rule.Tier}\"");
        if (pack.TierRules is not [.., { When: Always }]) Fault("tier_rules", "does not end with a rule that always holds, so some facts would have no outcome: the last rule");
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
            foreach (var date in new[] { obligation.Date, obligation.LegacyDate }.OfType<string>().Where(date => !dates.Contains(date))) Fault(obligation.Id, $"names the date \"{date}\"");
            if (obligation.NoteFact is { } fact && pack.FindFact(fact) is not { Kind: QuestionKind.YesNo }) Fault(obligation.Id, $"rests on the fact \"{fact}\"");
        }

        void Fault(string place, string what) => faults.Add(Finding.Error($"{pack.Id}, {place}", "unknown-key", $"It {what}, which the pack does not have. Correct it."));
    }
}
