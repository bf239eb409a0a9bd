using System.Text.Json;
using Concord.Foundation;

namespace Concord.Gaps.Analysis;

internal sealed record ListedName(string Name, string Note);

/// <summary>
/// Reads a list of systems kept elsewhere: a name in each line, a note after a semicolon or tab; or JSON of a model registry (an object with a
/// name, an array of them, or an object that holds such an array, as MLflow answers).
/// </summary>
internal static class ListedNames
{
    public const int MostNames = 1_000;
    public const int MostLetters = 1_000_000;
    private const int LongestName = 200;
    private const int LongestNote = 500;

    /// <exception cref="FindingsException">Everything that cannot be read.</exception>
    public static IReadOnlyList<ListedName> Read(string text)
    {
        if (text.Length > MostLetters) throw Wrong("too-large", $"The list has {text.Length:N0} letters; {MostLetters:N0} are read. Hand in its parts.");
        var trimmed = text.TrimStart('\uFEFF').Trim();
        List<ListedName> names = trimmed.StartsWith('{') || trimmed.StartsWith('[') ? FromJson(trimmed) : FromLines(trimmed);
        if (names.Count == 0) throw Wrong("no-names", "The list names nothing. Write a name in each line, or hand in the JSON of a model registry.");
        if (names.Count > MostNames) throw Wrong("too-many-names", $"The list has {names.Count:N0} names; {MostNames:N0} are read. Hand in its parts.");
        List<Finding> faults = [.. names.Where(name => name.Name.Length > LongestName).Select(name => Finding.Error($"the name \"{name.Name[..40]}…\"", "long-name", $"A name has at most {LongestName} letters. Shorten it."))];
        if (faults.Count > 0) throw new FindingsException(faults);
        return [.. names.DistinctBy(name => ListedSystem.Plain(name.Name), StringComparer.Ordinal)];
    }

    private static List<ListedName> FromLines(string text) =>
    [
        .. text.Split('\n').Select(line => line.Trim().Trim('"')).Where(line => line.Length > 0)
            .Select(line => line.Split([';', '\t'], 2, StringSplitOptions.TrimEntries))
            .Select(parts => new ListedName(parts[0].Trim('"'), parts.Length > 1 ? Short(parts[1]) : ""))
            .Where(name => ListedSystem.Plain(name.Name).Length > 0),
    ];

    private static List<ListedName> FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            return [.. Names(document.RootElement)];
        }
        catch (JsonException broken)
        {
            throw Wrong("broken-json", $"This begins as JSON and cannot be read: line {(broken.LineNumber ?? 0) + 1}. Export it again.");
        }
    }

    /// <summary>Of the outermost things that have a name: what lies inside them, versions for example, is not listed.</summary>
    private static IEnumerable<ListedName> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(one => one.ValueKind == JsonValueKind.String ? Of(one.GetString()!, "") : Names(one)),
        JsonValueKind.Object when Text(element, "name") is { } name => Of(name, Text(element, "description") ?? ""),
        JsonValueKind.Object => element.EnumerateObject().Select(property => property.Value)
            .Where(value => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && HoldsObjects(value)).SelectMany(Names),
        _ => [],
    };

    /// <summary>A bare array of texts deep inside is tags or stages, not names; at the top it is a list of names.</summary>
    private static bool HoldsObjects(JsonElement element) => element.ValueKind == JsonValueKind.Object || element.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object);

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<ListedName> Of(string name, string note) => ListedSystem.Plain(name).Length == 0 ? [] : [new(name.Trim(), Short(note.Trim()))];

    private static string Short(string note) => note.Length <= LongestNote ? note : PolicyQuote.Of(note);

    private static FindingsException Wrong(string code, string message) => new([Finding.Error("the list", code, message)]);
}
