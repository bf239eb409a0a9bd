using System.Globalization;
using System.Text;

namespace Concord.Gaps;

/// <summary>A word of a sentence in the three forms in which it may be asked for.</summary>
/// <param name="Raw">As written: abbreviations are told from words by their capitals.</param>
/// <param name="Folded">Lower case without accents.</param>
/// <param name="Start">Where it stands in the text.</param>
internal readonly record struct PolicyToken(string Raw, string Folded, string Stem, int Start);

internal static class PolicyTokens
{
    /// <summary>Words of one or two letters that say nothing about what a sentence is about; they stand between others without parting them.</summary>
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
        { "a", "an", "the", "of", "for", "to", "in", "on", "with", "by", "its", "their", "our", "your", "any", "all", "each", "every", "and", "or", "such", "these", "those", "this", "that", "s" };

    // Not by the tables of the system, which a host may run without.
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ";
    private const string Plain = "aaaaaaceeeeiiiinoooooouuuuyy";

    /// <summary>The words of a text without those that carry nothing. Hyphens and slashes part words: "AI-generated", "third-party".</summary>
    public static PolicyToken[] Of(string text)
    {
        var tokens = new List<PolicyToken>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || (text[i] is '.' or '\'' or '’' && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1])))) i++;
            var raw = text[start..i].Replace(".", "", StringComparison.Ordinal);
            // "organisation's" is the organisation.
            if (raw.IndexOfAny(['\'', '’']) is > 0 and var at) raw = raw[(at + 1)..] == "t" ? raw[..at] + "t" : raw[..at];
            var folded = Fold(raw);
            if (!Ignored.Contains(folded)) tokens.Add(new(raw, folded, Stemmer.Stem(folded), start));
        }
        return [.. tokens];
    }

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            var lower = char.ToLowerInvariant(letter);
            var accent = Accented.IndexOf(lower, StringComparison.Ordinal);
            folded.Append(accent < 0 ? lower : Plain[accent]);
        }
        return folded.ToString();
    }
}
