using Concord.Inventory;
using Concord.Standards;

namespace Concord.Classification;

/// <summary>Why a frozen classification no longer fits: found by comparing, whenever somebody looks. No reason: it fits.</summary>
internal static class Staleness
{
    public static IReadOnlyList<string> Of(SystemClassification classification, AiSystem system, RulePack pack, DateOnly today)
    {
        if (classification.Frozen is not { } frozen) return [];
        var reasons = new List<string>();
        var before = Named(classification.Basis);
        foreach (var (what, now) in Named(SystemClassification.BasisOf(system)).Where(pair => before.GetValueOrDefault(pair.Key) != pair.Value))
            reasons.Add($"the {what} changed from \"{Short(before.GetValueOrDefault(what) ?? "")}\" to \"{Short(now)}\"");
        if (classification.RulePackSha256 != pack.Sha256)
            reasons.Add(classification.RulePack == pack.Name ? $"the rule pack {pack.Name} was changed" : $"the rule pack {classification.RulePack} was followed by {pack.Name}");
        if (pack.LawOn(today) is { } law && law.Title != frozen.Law)
        {
            var now = ClassificationRules.Decide(pack, FactSheet.Of(pack, classification.Facts), today, system.LiveSince);
            if (now.Tier == frozen.Tier && now.AppliesFrom == frozen.AppliesFrom)
            {
                if (!now.Duties.Select(duty => (duty.Id, duty.From)).SequenceEqual(frozen.Duties.Select(duty => (duty.Id, duty.From)))) reasons.Add("the law changed: duties bind on other days today");
            }
            else reasons.Add($"the law changed: today it says {now.TierName ?? "undetermined"}{(now.AppliesFrom is { } from ? FormattableString.Invariant($" from {from:yyyy-MM-dd}") : "")}");
        }
        return reasons;
    }

    private static Dictionary<string, string> Named(IEnumerable<string> lines) =>
        lines.Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static string Short(string text) => text.Length <= 120 ? text : text[..119] + "…";
}
