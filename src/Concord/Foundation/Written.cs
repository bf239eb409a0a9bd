using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Concord.Foundation;

/// <summary>
/// What people write into the record. One place decides whether a text says anything, and what a title or a name may hold: characters nobody sees
/// are no reason, and a name must read as it is stored.
/// </summary>
internal static class Written
{
    /// <summary>Of a title, in characters.</summary>
    public const int LongestTitle = 300;

    /// <summary>Of a name, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>Letters of writing systems that fill a place and draw nothing.</summary>
    private static readonly SearchValues<char> Fillers = SearchValues.Create("\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0");

    /// <summary>They part or turn what stands beside them and are not seen: spaces without width, marks of direction, marks of the order of bytes.</summary>
    private static readonly SearchValues<char> Unseen = SearchValues.Create(
        "\u061C\u180E\u200B\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2028\u2029\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u206A\u206B\u206C\u206D\u206E\u206F\uFEFF\uFFF9\uFFFA\uFFFB");

    /// <summary>Whether a reader would see anything of it. Spaces, marks of direction and characters without width are nothing.</summary>
    public static bool SaysNothing([NotNullWhen(false)] string? text) => text is null || !text.EnumerateRunes().Any(IsSeen);

    /// <summary>Whether it draws nothing, or only space.</summary>
    public static bool IsInvisible(Rune rune) => (rune.IsBmp && Fillers.Contains((char)rune.Value)) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate or UnicodeCategory.SpaceSeparator;

    /// <summary>The first character of a title or name that nobody sees, as its code point; null: there is none.</summary>
    public static string? HoldsUnseen(string line)
    {
        foreach (var letter in line)
            if (char.IsControl(letter) || Unseen.Contains(letter)) return string.Create(CultureInfo.InvariantCulture, $"U+{(int)letter:X4}");
        return null;
    }

    /// <summary>A text that must be there, without what surrounds it.</summary>
    /// <param name="otherwise">What to say where it says nothing.</param>
    public static string Demand(string? text, string code, string otherwise) => SaysNothing(text) ? throw new RuleViolation(code, otherwise) : text.Trim();

    /// <summary>A title, one line long.</summary>
    public static string Title(string? text, string code, string otherwise, int longest = LongestTitle) => Line(text, "title", code, otherwise, longest);

    /// <summary>A title the product makes of what others wrote: what cannot be seen is left out, and it is cut where it is too long.</summary>
    public static string Composed(string title)
    {
        var seen = string.Concat(title.Where(letter => !char.IsControl(letter) && !Unseen.Contains(letter))).Trim();
        if (seen.Length <= LongestTitle) return seen;
        var end = char.IsHighSurrogate(seen[LongestTitle - 2]) ? LongestTitle - 2 : LongestTitle - 1;
        return string.Concat(seen.AsSpan(0, end), "…");
    }

    /// <summary>What somebody or something is called, one line long.</summary>
    public static string Name(string? text, string code, string otherwise, int longest = LongestName) => Line(text, "name", code, otherwise, longest);

    private static string Line(string? text, string what, string code, string otherwise, int longest)
    {
        var line = Demand(text, code, otherwise);
        if (line.Length > longest) throw new RuleViolation(code, string.Create(CultureInfo.InvariantCulture, $"A {what} has at most {longest:N0} characters; this one has {line.Length:N0}. Shorten it and write the rest where there is room."));
        return HoldsUnseen(line) is { } unseen
            ? throw new RuleViolation(code, $"This {what} holds a character that cannot be seen ({unseen}), so that it would not read as it is stored. Type it anew without it.") : line;
    }

    /// <summary>A mark over a letter is seen with its letter only.</summary>
    private static bool IsSeen(Rune rune) => !IsInvisible(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
