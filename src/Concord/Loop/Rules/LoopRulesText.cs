using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Standards;

namespace Concord.Loop.Rules;

/// <summary>Rules as a file. What is written out is read back as the same rules.</summary>
internal static class LoopRulesText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(string version, IEnumerable<LoopRule> rules)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"version: {Quoted(version)}\nrules:\n");
        foreach (var rule in rules) Write(text, rule);
        return text.ToString();
    }

    private static void Write(StringBuilder text, LoopRule rule)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - id: {Quoted(rule.Id)}\n");
        if (rule.Title.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    title: {Quoted(rule.Title)}\n");
        var when = string.Join(", ", new[]
        {
            Listed("kind", rule.When.Kinds), Listed("severity", rule.When.Severities), Listed("tier", rule.When.Tiers), Listed("metric", rule.When.Metrics), Listed("source", rule.When.Sources),
            rule.When.Windows == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"windows: {rule.When.Windows}"),
        }.Where(part => part.Length > 0));
        if (when.Length > 0) text.Append(CultureInfo.InvariantCulture, $"    when: {{{when}}}\n");
        if (rule.Then.Count > 0) text.Append(CultureInfo.InvariantCulture, $"    {Listed("then", rule.Then)}\n");
        if (rule.Without.Count > 0) text.Append(CultureInfo.InvariantCulture, $"    {Listed("without", rule.Without)}\n");
        if (rule.DueDays is { } days) text.Append(CultureInfo.InvariantCulture, $"    days: {days}\n");
    }

    private static string Listed(string key, IReadOnlyList<string> words) => words.Count == 0 ? "" : $"{key}: [{string.Join(", ", words.Select(Quoted))}]";

    /// <summary>A JSON string is a YAML string, whatever stands in it.</summary>
    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}
