using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Standards;

namespace Concord.Loop.Rules;

/// <summary>A rule as a person filled it in: nothing is checked yet. Empty days and windows are not said.</summary>
internal sealed record RuleFields(
    string Id, string Title, IReadOnlyList<string> Kinds, IReadOnlyList<string> Severities, IReadOnlyList<string> Tiers, IReadOnlyList<string> Metrics, IReadOnlyList<string> Sources, string Windows,
    IReadOnlyList<string> Then, IReadOnlyList<string> Without, string Days)
{
    public static readonly RuleFields Empty = new("", "", [], [], [], [], [], "", [], [], "");

    public static RuleFields Of(LoopRule rule) => new(rule.Id, rule.Title, rule.When.Kinds, rule.When.Severities, rule.When.Tiers, rule.When.Metrics, rule.When.Sources,
        rule.When.Windows == 1 ? "" : rule.When.Windows.ToString(CultureInfo.InvariantCulture), rule.Then, rule.Without, rule.DueDays?.ToString(CultureInfo.InvariantCulture) ?? "");
}

/// <summary>Rules as a file. What is written out is read back as the same rules.</summary>
internal static class LoopRulesText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(string version, IEnumerable<LoopRule> rules) => Write(version, rules.Select(RuleFields.Of));

    /// <summary>One rule by itself, so that everything that is wrong with it can be told at once.</summary>
    public static string Write(RuleFields rule) => Write("1", [rule]);

    private static string Write(string version, IEnumerable<RuleFields> rules)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"version: {Quoted(version)}\nrules:\n");
        foreach (var rule in rules) Write(text, rule);
        return text.ToString();
    }

    private static void Write(StringBuilder text, RuleFields rule)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - id: {Quoted(rule.Id)}\n");
        if (rule.Title.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    title: {Quoted(rule.Title)}\n");
        var when = string.Join(", ", new[]
        {
            Listed("kind", rule.Kinds), Listed("severity", rule.Severities), Listed("tier", rule.Tiers), Listed("metric", rule.Metrics), Listed("source", rule.Sources), Number("windows", rule.Windows),
        }.Where(part => part.Length > 0));
        if (when.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    when: {{{when}}}\n");
        foreach (var line in new[] { Listed("then", rule.Then), Listed("without", rule.Without), Number("days", rule.Days) }.Where(line => line.Length > 0))
            text.Append(CultureInfo.InvariantCulture, $"    {line}\n");
    }

    private static string Number(string key, string typed) => typed.Length == 0 ? "" : $"{key}: {(int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? typed : Quoted(typed))}";

    private static string Listed(string key, IReadOnlyList<string> words) => words.Count == 0 ? "" : $"{key}: [{string.Join(", ", words.Select(Quoted))}]";

    /// <summary>A JSON string is a YAML string, whatever stands in it.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}
