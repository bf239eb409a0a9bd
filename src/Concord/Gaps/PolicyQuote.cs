namespace Concord.Gaps;

internal static class PolicyQuote
{
    private const int MostLetters = 300;

    /// <summary>The whole sentence, though a part of it was read by itself; where that is too long, the part, with what tells that it is one.</summary>
    public static string Of(PolicySentence sentence)
    {
        var (part, whole) = (sentence.Text, sentence.Whole);
        if (whole.Length <= MostLetters) return whole;
        return (whole.StartsWith(part, StringComparison.Ordinal) ? "" : "… ") + part + (whole.EndsWith(part, StringComparison.Ordinal) ? "" : " …");
    }

    /// <summary>The sentence, or as much of it as a reader needs to find it.</summary>
    public static string Of(string sentence)
    {
        if (sentence.Length <= MostLetters) return sentence;
        var end = sentence.LastIndexOf(' ', MostLetters - 2);
        if (end < MostLetters / 2) end = MostLetters - 2;
        // Never half of a letter that takes two places.
        if (char.IsHighSurrogate(sentence[end - 1])) end--;
        return sentence[..end] + " …";
    }
}
