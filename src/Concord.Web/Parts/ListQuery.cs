using System.Globalization;
using System.Text;
using Concord.Foundation;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>
/// A view of a list as its address says it: <c>?page=2&amp;size=50&amp;sort=-since&amp;filter=state:open</c>. Pages and routes read it the same way,
/// so any view can be bookmarked, cited and exported as seen. What means nothing is refused in words, on pages as by routes: a view that is not the one asked for would be cited.
/// </summary>
public sealed record ListQuery(string Path, int Page, int Size, string? Sort, bool Descending, string? Filter)
{
    public const int DefaultSize = 50;
    private const int LargestPage = 1_000_000;

    public static ListQuery From(HttpRequest request)
    {
        var query = request.Query;
        var sort = Text(query["sort"]);
        var descending = sort is ['-', ..];
        return new ListQuery(
            request.Path.Value ?? "/",
            Number(query["page"], otherwise: 1, LargestPage, "LIST-PAGE", "Pages are counted from 1"),
            Number(query["size"], otherwise: DefaultSize, PageRequest.LargestSize, "LIST-SIZE", $"A page has 1 to {PageRequest.LargestSize} rows"),
            descending ? sort![1..] : sort,
            descending,
            Text(query["filter"]));
    }

    /// <summary>Where rows are long, fewer of them fit into a page.</summary>
    public ListQuery AtMost(int rows) => this with { Size = Math.Min(Size, rows) };

    /// <summary>The same wish as the views of every room take it.</summary>
    internal PageRequest Request => new(Page, Size, Sort is null ? null : (Descending ? "-" : "") + Sort, Filter);

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

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static int Number(string? value, int otherwise, int largest, string code, string rule) => string.IsNullOrEmpty(value) ? otherwise
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= largest ? number
        : throw new RuleViolation(code, $"{rule}; '{value}' is no such number. Correct the address.");
}
