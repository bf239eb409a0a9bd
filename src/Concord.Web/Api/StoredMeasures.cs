using System.Text.Json;
using System.Text.Json.Nodes;

namespace Concord.Web.Api;

/// <summary>Stored figures on their way out. A protected group of few rows could show single people, so it leaves without its figures.</summary>
internal static class StoredMeasures
{
    /// <summary>The smallest group whose figures may be seen.</summary>
    public const int SmallestGroup = 30;

    /// <summary>What stays of a small group: that it is there, and that it is small.</summary>
    private static readonly string[] Kept = ["group", "tooSmall"];

    /// <summary>The stored JSON; text that is no JSON stays text.</summary>
    public static JsonNode? WithoutSmallGroups(string stored)
    {
        if (stored.Length == 0) return null;
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(stored);
        }
        catch (JsonException)
        {
            return JsonValue.Create(stored);
        }
        Clean(json);
        return json;
    }

    private static void Clean(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject record:
                if (record["groups"] is JsonArray groups) Hide(groups, record);
                foreach (var value in record.Select(member => member.Value).ToList()) Clean(value);
                break;
            case JsonArray list:
                foreach (var item in list) Clean(item);
                break;
        }
    }

    private static void Hide(JsonArray groups, JsonObject attribute)
    {
        foreach (var group in groups.OfType<JsonObject>().Where(IsSmall))
        {
            foreach (var figure in group.Select(member => member.Key).Except(Kept, StringComparer.Ordinal).ToList()) group.Remove(figure);
            group["tooSmall"] = true;
            if (group["group"]?.GetValue<string>() is { } name && attribute["disparateImpact"] is JsonObject impact) impact.Remove(name);
        }
    }

    private static bool IsSmall(JsonObject group) => Rows(group["nAll"]) < SmallestGroup || Rows(group["n"]) < SmallestGroup;

    private static long? Rows(JsonNode? count) => count is JsonValue value && value.TryGetValue<long>(out var rows) ? rows : null;
}
