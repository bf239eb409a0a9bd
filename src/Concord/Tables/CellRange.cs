using System.Globalization;

namespace Concord.Tables;

/// <summary>Cells of a sheet from one corner to the other, such as <c>B2:C14</c>; columns count from 0, rows from 1.</summary>
internal sealed record CellRange(int Left, int Top, int Right, int Bottom)
{
    public bool IsInOneColumn => Left == Right;

    /// <summary>Null for what names no cells, or one alone.</summary>
    public static CellRange? Of(string? range) => range?.Split(':') is [var from, var to] && ColumnOf(from) is { } left && ColumnOf(to) is { } right && RowOf(from) is { } top && RowOf(to) is { } bottom
        && left <= right && top <= bottom ? new(left, top, right, bottom) : null;

    public bool Holds(int column, int row) => column >= Left && column <= Right && row >= Top && row <= Bottom;

    /// <summary>Of a place such as <c>C14</c>.</summary>
    public static int? ColumnOf(string? place)
    {
        var column = 0;
        foreach (var letter in (place ?? "").TakeWhile(char.IsAsciiLetter).Take(4)) column = (column * 26) + char.ToUpperInvariant(letter) - 'A' + 1;
        return column == 0 ? null : column - 1;
    }

    private static int? RowOf(string place) => int.TryParse(place.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : null;
}
