using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>
/// A view of a list as its address says it: <c>?page=2&amp;size=50&amp;sort=-since&amp;filter=state:open</c>. Pages and routes read it the same way,
/// so any view can be bookmarked, cited and exported as seen. Values out of range are brought into range, never refused.
/// </summary>
public sealed record ListQuery(string Path, int Page, int Size, string? Sort, bool Descending, string? Filter)
{
    public const int DefaultSize = 50;
    public const int LargestSize = 200;

    public int Skip => (int)Math.Min((Page - 1L) * Size, int.MaxValue - LargestSize);

    public static ListQuery From(HttpRequest request)
    {
        var query = request.Query;
        var sort = Text(query["sort"]);
        var descending = sort is ['-', ..];
        return new ListQuery(
            request.Path.Value ?? "/",
            Number(query["page"], otherwise: 1, largest: int.MaxValue),
            Number(query["size"], otherwise: DefaultSize, largest: LargestSize),
            descending ? sort![1..] : sort,
            descending,
            Text(query["filter"]));
    }

    /// <summary>The value after <c>key:</c> in the filter; <c>state:open system:SYS-01</c> has two.</summary>
    public string? FilterBy(string key) =>
        Words().Where(word => word.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)).Select(word => word[(key.Length + 1)..]).FirstOrDefault();

    /// <summary>What remains of the filter when the <c>key:value</c> words are taken out.</summary>
    public string FilterText => string.Join(' ', Words().Where(word => !word.Contains(':', StringComparison.Ordinal)));

    public string At(int page) => Address(this with { Page = page });

    public string SortedBy(string key, bool descending) => Address(this with { Sort = key, Descending = descending, Page = 1 });

    public string FilteredBy(string? filter) => Address(this with { Filter = filter, Page = 1 });

    private static string Address(ListQuery view)
    {
        var address = new StringBuilder(view.Path);
        Append(address, "page", view.Page == 1 ? null : view.Page.ToString(CultureInfo.InvariantCulture));
        Append(address, "size", view.Size == DefaultSize ? null : view.Size.ToString(CultureInfo.InvariantCulture));
        Append(address, "sort", view.Sort is null ? null : (view.Descending ? "-" : "") + view.Sort);
        Append(address, "filter", view.Filter);
        return address.ToString();
    }

    private static void Append(StringBuilder address, string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        address.Append(address.ToString().Contains('?', StringComparison.Ordinal) ? '&' : '?').Append(key).Append('=').Append(Uri.EscapeDataString(value));
    }

    private string[] Words() => Filter?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static int Number(string? value, int otherwise, int largest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? Math.Min(number, largest) : otherwise;
}
