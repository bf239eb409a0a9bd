using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Impacts;

/// <summary>Why what was submitted no longer fits the system: found by comparing, whenever somebody looks. No reason: it fits.</summary>
internal static class ImpactFit
{
    /// <summary>What of a system an assessment rests on.</summary>
    /// <param name="models">A line for each model with its versions in use.</param>
    public static IReadOnlyList<string> BasisOf(AiSystem system, IEnumerable<string> models) =>
    [
        $"purpose={system.Purpose}", $"intended use={system.IntendedUse}", $"affected groups={string.Join("; ", system.AffectedGroups)}",
        $"role={(system.IsProvider, system.IsDeployer) switch { (true, true) => "provider and deployer", (true, false) => "provider", _ => "deployer" }}",
        $"technique={system.Technique}", $"model versions={string.Join("; ", models.Order(StringComparer.Ordinal))}", $"risk class={Words.Of(system.RiskClass)}",
    ];

    /// <param name="marks">What happened to the system.</param>
    public static IReadOnlyList<string> Of(ImpactAssessment assessment, AiSystem system, IEnumerable<string> models, IEnumerable<ImpactMark> marks, DateOnly today)
    {
        if (!assessment.IsFrozen || assessment.State is not (ImpactState.InForce or ImpactState.InReview)) return [];
        var reasons = new List<string>();
        if (assessment.DueOn < today) reasons.Add(string.Create(CultureInfo.InvariantCulture, $"it was to be looked at again until {assessment.DueOn:yyyy-MM-dd}"));
        var before = Named(assessment.Basis);
        foreach (var (what, now) in Named(BasisOf(system, models)))
        {
            var was = before.GetValueOrDefault(what) ?? "";
            if (was != now) reasons.Add(was.Length == 0 ? $"{what}: nothing was known, and now it is \"{Short(now)}\"" : $"{what}: it was \"{Short(was)}\" and is \"{Short(now)}\"");
        }
        reasons.AddRange(marks.Where(mark => mark.At >= assessment.SubmittedAt).OrderBy(mark => mark.At).Select(mark => mark.Because));
        return reasons;
    }

    private static Dictionary<string, string> Named(IEnumerable<string> lines) =>
        lines.Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static string Short(string text) => text.Length <= 120 ? text : text[..119] + "…";
}
