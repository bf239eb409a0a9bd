using System.Collections.Frozen;

namespace Concord.Gaps;

/// <summary>What is read as one: a sentence, or what a semicolon parts from the rest of it.</summary>
/// <param name="Whole">The sentence it stands in: half of one is not quoted where the whole can be.</param>
internal readonly record struct SentencePart(string Text, string Whole);

/// <summary>Where a sentence ends: a full stop, question or exclamation mark before a blank and a capital, unless an abbreviation or a number stands before it.</summary>
internal static class SentenceEnds
{
    private static readonly FrozenSet<string> Abbreviations =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "e.g", "i.e", "etc", "cf", "vs", "no", "nos", "art", "sec", "ref", "fig", "dr", "mr", "ms", "mrs", "inc", "ltd", "co", "u.s", "approx", "incl");

    public static IReadOnlyList<SentencePart> Split(string text)
    {
        var parts = new List<SentencePart>();
        var whole = new List<string>();
        var (start, first) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (!EndsAt(text, i, start)) continue;
            Add(i + 1);
            if (text[i] != ';') Close(i + 1);
        }
        Add(text.Length);
        Close(text.Length);
        return parts;

        void Add(int end)
        {
            var part = text[start..end].Trim();
            if (part.Any(char.IsLetterOrDigit)) whole.Add(part);
            start = end;
        }

        void Close(int end)
        {
            parts.AddRange(whole.Select(part => new SentencePart(part, text[first..end].Trim())));
            whole.Clear();
            first = end;
        }
    }

    private static bool EndsAt(string text, int at, int start)
    {
        if (text[at] is not ('.' or '!' or '?' or ';') || at + 1 >= text.Length || !char.IsWhiteSpace(text[at + 1])) return false;
        if (text[at] == ';') return true;
        var next = at + 1;
        // What stands in the next cell of a row belongs to the rule beside it: who, how often.
        while (next < text.Length && !char.IsLetterOrDigit(text[next]) && text[next] != '|') next++;
        if (next < text.Length && text[next] == '|') return false;
        if (next < text.Length && char.IsLower(text[next])) return false;
        if (text[at] != '.') return true;
        var word = at;
        while (word > start && (char.IsLetterOrDigit(text[word - 1]) || text[word - 1] == '.')) word--;
        var before = text[word..at];
        // "4. Scope" numbers, "J. Smith" abbreviates.
        return before.Length > 1 && !Abbreviations.Contains(before) && !(word == start && before.All(letter => char.IsDigit(letter) || letter == '.'));
    }
}
