using System.Text;

namespace Concord.Reports;

/// <summary>Text as every format can hold it. What it must not hold is replaced by a sign that shows something stood there.</summary>
internal static class ReportText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Control characters and lone halves of pairs are in no XML; characters that turn the direction of writing would make a reader see another text
    /// than the one that stands there. Ends of lines become one kind.
    /// </summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '\r') clean.Append(i + 1 < text.Length && text[i + 1] == '\n' ? "" : "\n");
            else if (i + 1 < text.Length && char.IsSurrogatePair(letter, text[i + 1])) clean.Append(letter).Append(text[++i]);
            else clean.Append(Breaks(letter) ? Replacement : letter);
        }
        return clean.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string? text) => Of(text).Replace('\n', ' ').Replace('\t', ' ').Trim();

    private static bool Breaks(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || char.IsSurrogate(letter)
        || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFFFE' or '\uFFFF';
}
