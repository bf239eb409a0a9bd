using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Measures;

namespace Concord.Web.Pages.Evidence;

/// <summary>
/// The content of computed evidence as a page may show it. A protected group below 30 rows is named without figures, also inside the JSON: the
/// stored content, which the hash covers, is unchanged.
/// </summary>
internal static class ShownContent
{
    public const long SmallestShown = GroupCounts.SmallestShown;
    public const string TooSmall = "too small";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null where the content is text that a person wrote.</summary>
    public static JsonObject? Of(string content)
    {
        JsonObject? known;
        try
        {
            known = JsonNode.Parse(content) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }

        if (known?["result"]?["fairness"] is JsonArray fairness)
        {
            foreach (var attribute in fairness.OfType<JsonObject>())
                HideSmall(attribute);
        }

        return known;
    }

    public static string Text(JsonObject content) => content.ToJsonString(Readable);

    private static void HideSmall(JsonObject attribute)
    {
        var largest = (attribute["groups"] as JsonArray)?.OfType<JsonObject>().Select(group => Count(group, "nAll")).DefaultIfEmpty().Max() ?? 0;
        foreach (var group in (attribute["groups"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [])
        {
            var (name, labelled, all) = ((string?)group["group"] ?? "", Count(group, "n"), Count(group, "nAll"));
            if (all < SmallestShown) Keep(group, ["group"]);
            else if (labelled < SmallestShown) Keep(group, ["group", "nAll", "selectionRateAll"]);
            if (labelled < SmallestShown && attribute["disparateImpact"] is JsonObject impact && impact.ContainsKey(name)) impact[name] = TooSmall;
            if (all < SmallestShown && all < largest) HideComparisons(attribute, name);
        }
    }

    /// <summary>Figures that compare one named group with another say the figure of that group.</summary>
    private static void HideComparisons(JsonObject attribute, string name)
    {
        if ((string?)attribute["smallest"]?["group"] == name) attribute["smallest"] = TooSmall;
        if ((string?)attribute["decidedBy"]?["group"] == name) attribute["decidedBy"] = TooSmall;
    }

    private static long Count(JsonObject group, string field) => group[field] is JsonValue value && value.TryGetValue<long>(out var count) ? count : 0;

    private static void Keep(JsonObject group, string[] fields)
    {
        foreach (var field in group.Select(pair => pair.Key).Except(fields, StringComparer.Ordinal).ToList())
            group.Remove(field);
        group["figures"] = TooSmall;
    }
}
