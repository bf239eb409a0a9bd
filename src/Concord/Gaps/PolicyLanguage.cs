namespace Concord.Gaps;

/// <summary>Tells a text that is plainly not English: by the share of the small words every English text is full of.</summary>
internal static class PolicyLanguage
{
    /// <summary>English policies have a fourth, lists of rules still an eighth; other languages share a few words with English by chance.</summary>
    private const double LeastShare = 0.06;

    /// <summary>A shorter text may do without them.</summary>
    private const int FewestWords = 12;

    public static bool IsEnglish(IReadOnlyList<PolicyBlock> blocks, DenialWords words)
    {
        List<ClauseWord> read = [.. blocks.SelectMany(block => ClauseWord.Of(block.Text)).Where(word => word.Folded.Any(char.IsLetter))];
        return read.Count < FewestWords || read.Count(word => words.Is("english", word.Folded)) >= read.Count * LeastShare;
    }
}
