using System.Collections.Frozen;

namespace Concord.Gaps;

/// <summary>The words by which clauses deny: rows of <c>standards/policy/denials.csv</c>. Small words count here, so they are matched as written and not as terms.</summary>
internal sealed class DenialWords
{
    /// <summary>Stands for a year.</summary>
    private const string Year = "#";

    /// <summary>Every kind a file must have.</summary>
    public static readonly string[] Kinds =
    [
        "negation", "negative-subject", "harmless", "abstention", "untrue", "without-fine", "sanction", "rule-modal", "modal", "finite", "adverb", "subordinator", "relative", "complement", "rescue",
        "forbidden-act", "ban", "wanted-act", "wanted-done", "how", "undone", "stays", "light-verb", "sole", "boundary", "article", "break", "join", "refers-back", "introduction", "others", "past", "present", "conditional", "future", "someday", "english",
    ];

    private readonly FrozenDictionary<string, string[][]> phrases;
    private readonly FrozenDictionary<string, FrozenSet<string>> single;
    private readonly FrozenSet<string> acts;

    public DenialWords(IReadOnlyDictionary<string, List<string>> rows)
    {
        phrases = rows.ToFrozenDictionary(row => row.Key, row => row.Value.Select(phrase => phrase.Split(' ')).Where(phrase => phrase.Length > 1).ToArray(), StringComparer.Ordinal);
        single = rows.ToFrozenDictionary(row => row.Key, row => row.Value.Where(word => !word.Contains(' ', StringComparison.Ordinal)).ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);
        acts = single["forbidden-act"].Select(Stemmer.Stem).ToFrozenSet(StringComparer.Ordinal);
    }

    public bool Is(string kind, string word) => single[kind].Contains(word);

    public bool IsForbiddenAct(string word) => acts.Contains(Stemmer.Stem(word));

    /// <summary>How many words from there on are a phrase of the kind, the longest; 0 for none.</summary>
    public int Length(string kind, IReadOnlyList<ClauseWord> words, int at)
    {
        var longest = Is(kind, words[at].Folded) ? 1 : 0;
        foreach (var phrase in phrases[kind])
        {
            if (phrase.Length <= longest || at + phrase.Length > words.Count) continue;
            var fits = true;
            for (var i = 0; i < phrase.Length && fits; i++) fits = phrase[i] == Year ? IsYear(words[at + i].Folded) : phrase[i] == words[at + i].Folded;
            if (fits) longest = phrase.Length;
        }
        return longest;
    }

    private static bool IsYear(string word) => word.Length == 4 && word.All(char.IsAsciiDigit) && word[0] is '1' or '2';
}
