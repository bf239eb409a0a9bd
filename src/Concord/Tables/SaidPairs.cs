using Concord.Foundation;

namespace Concord.Tables;

/// <summary>What a person says about a foreign file, one pair each: <c>control=Annex ref</c>, <c>Live=implemented</c>.</summary>
internal static class SaidPairs
{
    /// <summary>A word of a file may hold the sign itself, what it means never does; of a column it is the other way round.</summary>
    /// <param name="code">Of the refusal where a pair says nothing.</param>
    public static IEnumerable<(string Key, string Value)> Read(IReadOnlyList<string>? said, string option, string example, string code, bool last = true) =>
        (said ?? []).Select(pair => (last ? pair.LastIndexOf('=') : pair.IndexOf('=', StringComparison.Ordinal)) is > 0 and var sign ? (pair[..sign].Trim(), pair[(sign + 1)..].Trim())
            : throw new RuleViolation(code, $"'{pair}' does not say what means what. Write it as {option} \"{example}\"."));

    /// <summary>The place a person named: by the name of the column, or by its number as <c>#1</c>; less than 0 where there is none.</summary>
    public static int PlaceOf(IReadOnlyList<string> columns, string named)
    {
        var place = named is ['#', .. var number] && int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var counted)
            ? counted - 1 : PlainWord.PlaceOf(columns, named);
        return place < columns.Count ? place : -1;
    }
}
