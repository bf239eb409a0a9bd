using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Gaps.Analysis;

internal sealed record ListedName(string Name, string Note);

/// <summary>
/// Reads a list of systems kept elsewhere: a name in each line, a note after a semicolon or tab; a table with a header (comma, semicolon or tab, quotes as
/// in CSV); or JSON of a model registry (an object with a name, an array of them, or an object that holds such an array, as MLflow answers).
/// </summary>
internal static class ListedNames
{
    public const int MostNames = 1_000;
    public const int MostLetters = 1_000_000;
    private const int LongestNote = 500;

    /// <exception cref="FindingsException">Everything that cannot be read.</exception>
    public static IReadOnlyList<ListedName> Read(string text)
    {
        if (text.Length > MostLetters) throw Wrong("too-large", $"The list has {text.Length:N0} letters; {MostLetters:N0} are read. Hand in its parts.");
        var trimmed = text.TrimStart('\uFEFF').Trim();
        List<ListedName> names = trimmed.StartsWith('{') || trimmed.StartsWith('[') ? FromJson(trimmed) : ListedTable.Read(trimmed) is { } table ? Cut(table) : FromLines(trimmed);
        if (names.Count == 0) throw Wrong("no-names", "The list names nothing. Write a name in each line, hand in a table whose header has a column \"name\", or the JSON of a model registry in which each entry has a text called \"name\".");
        if (names.Count > MostNames) throw Wrong("too-many-names", $"The list has {names.Count:N0} names; {MostNames:N0} are read. Hand in its parts.");
        List<Finding> faults = [.. names.Select(Fault).OfType<Finding>()];
        if (faults.Count > 0) throw new FindingsException(faults);
        return [.. names.DistinctBy(name => ListedSystem.Plain(name.Name), StringComparer.Ordinal)];
    }

    private static Finding? Fault(ListedName name)
    {
        var place = $"the name {VisibleText.Quoted(name.Name, 40)}";
        if (name.Name.Length > Written.LongestName) return Finding.Error(place, "long-name", $"A name has at most {Written.LongestName} letters. Shorten it.");
        return Written.HoldsUnseen(name.Name) is { } unseen ? Finding.Error(place, "hidden-character", $"It holds a character that cannot be seen ({unseen}). Take it out of the list it comes from.") : null;
    }

    private static List<ListedName> Cut(List<ListedName> names) => [.. names.Select(name => name with { Note = Short(name.Note) })];

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
            List<Finding> faults = [];
            List<ListedName> names = [.. Names(document.RootElement, "", faults)];
            return faults.Count == 0 ? names : throw new FindingsException(faults);
        }
        catch (JsonException broken)
        {
            throw Wrong("broken-json", $"This begins as JSON and cannot be read: line {(broken.LineNumber ?? 0) + 1}. Export it again.");
        }
    }

    /// <summary>Of the outermost things that have a name: what lies inside them, versions for example, is not listed.</summary>
    private static IEnumerable<ListedName> Names(JsonElement element, string place, List<Finding> faults) => element.ValueKind switch
    {
        JsonValueKind.Array => Entries(element, place, faults),
        JsonValueKind.Object when Text(element, "name") is { } name => Of(name, Text(element, "description") ?? ""),
        JsonValueKind.Object => element.EnumerateObject()
            .Where(property => property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && HoldsObjects(property.Value)).SelectMany(property => Names(property.Value, $"{place}{(place.Length > 0 ? "." : "")}{VisibleText.Bare(property.Name, 40)}", faults)),
        _ => [],
    };

    /// <summary>Where one entry has a name, the array is a list of systems, and one without is a fault of it; an array of none is something else.</summary>
    private static List<ListedName> Entries(JsonElement array, string place, List<Finding> faults)
    {
        List<ListedName> names = [];
        List<Finding> unnamed = [];
        var number = 0;
        foreach (var entry in array.EnumerateArray())
        {
            number++;
            var here = $"{(place.Length > 0 ? place : "the list")}, entry {number}";
            List<ListedName> found = [.. entry.ValueKind == JsonValueKind.String ? Of(entry.GetString()!, "") : Names(entry, here, faults)];
            names.AddRange(found);
            if (found.Count == 0) unnamed.Add(Finding.Error(here, "no-name", $"{Kind(entry)} Give each entry a text called \"name\", or take it out."));
        }
        if (names.Count > 0) faults.AddRange(unnamed);
        return names;
    }

    private static string Kind(JsonElement entry) => entry.ValueKind switch
    {
        JsonValueKind.Object when entry.TryGetProperty("name", out var name) => name.ValueKind == JsonValueKind.String ? "Its name is empty." : "Its name is no text.",
        JsonValueKind.Object => "It has no name.",
        JsonValueKind.String => "It is an empty text.",
        _ => "It is no system: neither a name nor an object with one.",
    };

    /// <summary>A bare array of texts deep inside is tags or stages, not names; at the top it is a list of names.</summary>
    private static bool HoldsObjects(JsonElement element) => element.ValueKind == JsonValueKind.Object || element.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.Object);

    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static IEnumerable<ListedName> Of(string name, string note) => ListedSystem.Plain(name).Length == 0 ? [] : [new(name.Trim(), Short(note.Trim()))];

    private static string Short(string note) => note.Length <= LongestNote ? note : PolicyQuote.Of(note);

    private static FindingsException Wrong(string code, string message) => new([Finding.Error("the list", code, message)]);
}
