using System.Buffers;
using System.Globalization;

namespace Concord.Foundation;

/// <summary>
/// The one writer of CSV for people. A text that a spreadsheet would run as a formula gets an apostrophe in front; numbers keep their sign.
/// Fields are quoted where they must be (RFC 4180).
/// </summary>
internal sealed class CsvWriter(TextWriter writer) : IDisposable
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;\"\r\n\t");

    private bool _first = true;

    public void Field(string? text)
    {
        if (!_first)
            writer.Write(',');
        _first = false;
        string safe = Defused(text ?? "");
        bool quotes = safe.AsSpan().ContainsAny(Quoted) || (safe.Length > 0 && (char.IsWhiteSpace(safe[0]) || char.IsWhiteSpace(safe[^1])));
        writer.Write(quotes ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe);
    }

    public void EndRow()
    {
        writer.Write("\r\n");
        _first = true;
    }

    public void Row(params IEnumerable<string?> fields)
    {
        foreach (string? field in fields)
            Field(field);
        EndRow();
    }

    public void Dispose() => writer.Dispose();

    /// <summary>What a spreadsheet shows instead of computing it.</summary>
    public static string Defused(string text) => NeedsMark(text) ? "'" + text : text;

    /// <summary>The text a defused cell was written from, for whoever reads a file of ours back.</summary>
    public static string Armed(string cell) => cell is ['\'', .. var text] && NeedsMark(text) ? text : cell;

    /// <summary>Also where a person wrote the mark: without one more, reading it back would take theirs away.</summary>
    private static bool NeedsMark(string text) => StartsFormula(text.TrimStart('\''));

    /// <summary>Whether a spreadsheet would take the text for a formula. A plain number with a sign is none; wide forms of the signs are.</summary>
    public static bool StartsFormula(string text)
    {
        if (text.Length == 0)
            return false;
        char first = text[0] is >= '！' and <= '～' ? (char)(text[0] - 0xFEE0) : text[0];
        return first switch
        {
            '=' or '@' or '\t' or '\r' or '|' or '%' => true,
            '+' or '-' => !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            _ => false,
        };
    }
}
