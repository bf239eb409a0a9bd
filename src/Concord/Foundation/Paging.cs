namespace Concord.Foundation;

/// <summary>Which part of a list is wanted. All lists are paged in the database.</summary>
internal sealed record PageRequest(int Page = 1, int Size = 50, string? Sort = null, string? Filter = null)
{
    public const int LargestSize = 200;

    public int Page { get; } = Math.Max(1, Page);

    public int Size { get; } = Math.Clamp(Size, 1, LargestSize);

    public int Skip => (Page - 1) * Size;

    public bool Descending => Sort is ['-', ..];

    public string? SortKey => Sort?.TrimStart('-');

    /// <summary>The value of <c>key:value</c> in the filter; several parts are separated by a comma or blank.</summary>
    public string? FilterValue(string key) =>
        Filter?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .FirstOrDefault(part => part.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase))?[(key.Length + 1)..];

    /// <summary>The words of the filter that are not <c>key:value</c>.</summary>
    public string? FreeText
    {
        get
        {
            var words = Filter?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains(':', StringComparison.Ordinal)).ToArray();
            return words is { Length: > 0 } ? string.Join(' ', words) : null;
        }
    }
}

internal sealed record PageOf<T>(IReadOnlyList<T> Items, int Total, int Page, int Size)
{
    public int Pages => Math.Max(1, (Total + Size - 1) / Size);
}
