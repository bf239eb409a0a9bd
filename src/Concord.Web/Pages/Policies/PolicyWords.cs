using System.Globalization;
using Concord.Monitoring;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Policies;

/// <summary>Policies as people read them.</summary>
internal static class PolicyWords
{
    public static Tone Tone(PolicyStanding standing) => standing switch
    {
        PolicyStanding.InForce => Parts.Tone.Ok,
        PolicyStanding.Proposed or PolicyStanding.ApprovedForLater => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    public static string InForce(PolicyLine line) => line switch
    {
        { InForceFrom: { } from, Until: { } until } => $"{Day(from)} – {Day(until)}",
        { InForceFrom: { } from } => $"from {Day(from)}",
        { ValidFrom: { } day } => $"wanted from {Plain.Date(day)}",
        _ => "",
    };

    public static string Part(string part) => part switch
    {
        "limits" => "Limits",
        "detection" => "When a column counts as drifted",
        "significance" => "Significance",
        "nonconformity_due_days" => "Days to correct",
        "sample_rules" => "Rows and labels needed",
        "persistence" => "How long a breach lasts before it counts",
        "actions" => "What is asked for",
        _ => "Remarks",
    };

    /// <summary>A value with its unit; "none" where there is none.</summary>
    /// <param name="absent">What stands for a value that is not given.</param>
    public static string Value(PolicySetting setting, string? value, string absent = "none") => value switch
    {
        null => absent,
        PolicySetting.None => "none",
        _ when setting.Unit == "share" && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) => $"{value} ({(share * 100).ToString("0.##", CultureInfo.InvariantCulture)} %)",
        _ when setting.Unit.Length == 0 || setting.IsText => value,
        _ when setting.Unit.EndsWith('s') && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) => MeasureWords.Plural(whole, setting.Unit[..^1]),
        _ => $"{value} {setting.Unit}",
    };

    /// <summary>What a field accepts.</summary>
    public static string Bounds(PolicySetting setting) => setting.Least is null ? "" : string.Create(CultureInfo.InvariantCulture, $"From {setting.Least} to {setting.Most}{(setting.Unit.Length > 0 ? $", {setting.Unit}" : "")}.{(setting.Kind == SettingKind.Limit ? setting.LowerIsWorse ? " Lower is worse." : " Higher is worse." : "")}");

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
