namespace Concord.Foundation;

/// <summary>Which part of a list is wanted. All lists are paged in the database.</summary>
internal sealed record PageRequest(int Page = 1, int Size = 50, string? Sort = null, string? Filter = null)
{
    public const int LargestSize = 200;

    private readonly FilterReading reading = new();

    public int Page { get; } = Math.Max(1, Page);

    public int Size { get; } = Math.Clamp(Size, 1, LargestSize);

    public int Skip => (Page - 1) * Size;

    public bool Descending => Sort is ['-', ..];

    public string? SortKey => Sort?.TrimStart('-');

    /// <summary>The words of the filter that are not <c>key:value</c>.</summary>
    public string? FreeText
    {
        get
        {
            reading.Words = true;
            return Words is { Length: > 0 } words ? string.Join(' ', words) : null;
        }
    }

    private string[] Words => Filter?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains(':', StringComparison.Ordinal)).ToArray() ?? [];

    private IEnumerable<(string Key, string Value)> Parts => (Filter ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(part => part.Contains(':', StringComparison.Ordinal)).Select(part => (part[..part.IndexOf(':', StringComparison.Ordinal)], part[(part.IndexOf(':', StringComparison.Ordinal) + 1)..]));

    /// <summary>The value of <c>key:value</c> in the filter; several parts are separated by a comma or blank. A list that asks for a key knows it.</summary>
    public string? FilterValue(string key)
    {
        reading.Keys.Add(key);
        return Parts.FirstOrDefault(part => part.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;
    }

    /// <summary>
    /// Refuses what was asked for and the list did not look at: a filter it does not know, one named twice or without a value, words where none are searched.
    /// Called when the list has read its filter; what it asked for is what it knows.
    /// </summary>
    /// <param name="sorts">Whether the list can be sorted; one that cannot refuses every order.</param>
    public void DemandRead(bool sorts = true)
    {
        foreach (var (key, value) in Parts)
        {
            if (!reading.Keys.Contains(key))
                throw Refused($"This list has no filter '{key}'. {(reading.Keys.Count == 0 ? "It has none." : $"Known: {string.Join(", ", reading.Keys.Order(StringComparer.Ordinal))}.")}");
            if (value.Length == 0) throw Refused($"Say what {key} is to be: {key}:VALUE.");
        }
        if (Parts.GroupBy(part => part.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Refused($"'{twice.Key}' stands in the filter {twice.Count()} times. Name it once.");
        if (!reading.Words && Words is [var word, ..]) throw Refused($"This list is not searched by words such as '{word}'.");
        if (!sorts && Sort is not null) throw new RuleViolation("LIST-SORT", $"This list cannot be sorted by '{SortKey}': it has one order.");
    }

    private static RuleViolation Refused(string message) => new("LIST-FILTER", message);

    /// <summary>What the list looked at so far.</summary>
    private sealed class FilterReading
    {
        public HashSet<string> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool Words { get; set; }
    }
}

internal sealed record PageOf<T>(IReadOnlyList<T> Items, int Total, int Page, int Size)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
}
