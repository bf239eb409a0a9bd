using System.Globalization;
using System.Text;
using Concord.Foundation;

namespace Concord.Logs;

/// <summary>Text from a file, written so that a person sees what is really there: invisible and direction-changing characters as code points.</summary>
internal static class VisibleText
{
    public static string Quoted(string value, int longest = 60) => Write(value, "\"", longest);

    /// <summary>The same without quotation marks, for places that hold nothing but the value.</summary>
    public static string Bare(string value, int longest = 60) => Write(value, "", longest);

    private static string Write(string value, string mark, int longest)
    {
        StringBuilder text = new(mark);
        int count = 0;
        foreach (Rune rune in value.EnumerateRunes())
        {
            if (count++ == longest)
                return text.Append(mark).Append(" …").ToString();
            if (IsInvisible(rune))
                text.Append('<').Append(CodePoint(rune)).Append('>');
            else
                text.Append(rune.ToString());
        }
        return text.Append(mark).ToString();
    }

    /// <summary>The value and, where it is not plain ASCII, its code points: two values that look the same can then be told apart.</summary>
    public static string Spelled(string value)
    {
        Rune[] runes = [.. value.EnumerateRunes().Take(16)];
        return runes.All(rune => rune.IsAscii && !IsInvisible(rune))
            ? Quoted(value)
            : $"{Quoted(value)} ({string.Join(' ', runes.Select(CodePoint))})";
    }

    public static bool IsInvisible(Rune rune) => rune.Value != ' ' && Written.IsInvisible(rune);

    private static string CodePoint(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
}
