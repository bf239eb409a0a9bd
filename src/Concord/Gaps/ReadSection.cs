namespace Concord.Gaps;

/// <summary>What a sentence is good for.</summary>
internal enum SentenceStanding
{
    Says,

    /// <summary>A template not filled in, something announced, what a law is told to demand: at most weak.</summary>
    Hints,

    /// <summary>It says that something does not apply.</summary>
    Denies,
}

/// <param name="Quote">The sentence as printed, also where only a part of it was judged.</param>
/// <param name="IsAboutAi">Itself, its heading, the sentence it continues, or a document that binds AI as a whole.</param>
internal sealed record JudgedSentence(string Quote, ReadSentence Words, SentenceStanding Standing, bool IsAboutAi, bool Binds);

/// <summary>A section whose sentences are read: which speak of AI, which bind, which are only hints.</summary>
/// <param name="IsList">References, definitions, contents: a name there is no rule.</param>
/// <param name="IsOfThirds">It binds suppliers or other third parties, so its audits and corrective actions are theirs.</param>
internal sealed record ReadSection(PolicySection Section, ReadSentence Heading, bool IsAboutAi, bool IsList, bool IsOfThirds, IReadOnlyList<JudgedSentence> Sentences)
{
    /// <summary>A sentence that is left with fewer words than this once placeholders are gone says nothing yet.</summary>
    private const int FewestWords = 4;

    public static ReadSection Of(PolicySection section, bool wholeIsAboutAi, PolicyVocabulary vocabulary)
    {
        var heading = new ReadSentence(section.Heading, "", vocabulary);
        ReadSentence[] above = [.. section.Above.Select(text => new ReadSentence(text, "", vocabulary))];
        ReadSentence[] headings = [heading, .. above];
        bool Under(IReadOnlyList<TermPattern> terms) => headings.Any(one => terms.Any(term => term.Find(one, alsoNames: true) is not null));

        // The title speaks for the whole only where the text bears it out.
        var title = section.Title;
        var isAboutAi = !heading.IsAboutOthersThanAi && (wholeIsAboutAi || headings.Where((_, i) => i == 0 ? section.Heading != title : section.Above[i - 1] != title).Any(one => one.Has(PolicyVocabulary.Ai, alsoNames: true)));
        var (isList, isOutside) = (Under(vocabulary.Lists), Under(vocabulary.Outside));
        // Nothing but lines of two words, a title once more: no sentence.
        var isBare = section.Sentences.All(sentence => sentence.IsProse && PolicyTokens.Of(sentence.Text).Length < FewestWords);
        var sentences = new List<JudgedSentence>();
        foreach (var sentence in section.Sentences)
        {
            var words = new ReadSentence(sentence.Text, sentence.LeadIn, vocabulary);
            var standing = isOutside ? SentenceStanding.Denies : StandingOf(words, sentence, isBare, vocabulary);
            if (sentence.ContinuesBlock && words.Denial.DeniesWhatIsBefore && sentences is [.., var before]) sentences[^1] = before with { Standing = SentenceStanding.Denies };
            var about = (isAboutAi && !words.IsAboutOthersThanAi) || words.Has(PolicyVocabulary.Ai, alsoNames: true)
                || (sentence.ContinuesBlock && sentences is [.., { IsAboutAi: true, Standing: not SentenceStanding.Denies }] && SpeaksOn(sentence.Text, words, vocabulary));
            sentences.Add(new(PolicyQuote.Of(sentence), words, standing, about, words.Has(PolicyVocabulary.Binding)));
        }
        var thirds = headings.Any(one => one.Has(PolicyVocabulary.Thirds)) || sentences.Count(one => one.Words.Has(PolicyVocabulary.Thirds)) * 3 > sentences.Count;
        return new(section, heading, isAboutAi, isList, thirds, sentences);
    }

    private static SentenceStanding StandingOf(ReadSentence words, PolicySentence sentence, bool isBare, PolicyVocabulary vocabulary)
    {
        bool Any(IReadOnlyList<TermPattern> terms) => terms.Any(term => term.Find(words) is not null);
        if (Any(vocabulary.Denials) && !Any(vocabulary.Rescues)) return SentenceStanding.Denies;
        var (all, left) = (words.Tokens.Length, words.WithoutDenied());
        if (left < all && left < FewestWords) return SentenceStanding.Denies;
        if (words.Denial.IsOnlyAnnounced || Any(vocabulary.Intents) || (words.Has(PolicyVocabulary.Laws, alsoNames: true) && !Any(vocabulary.OwnVoice))) return SentenceStanding.Hints;
        if (vocabulary.HasBlank(sentence.Text) || IsQuestion(sentence.Text)) return SentenceStanding.Hints;
        var filled = vocabulary.WithoutPlaceholders(sentence.Text);
        if (filled == sentence.Text) return isBare ? SentenceStanding.Hints : SentenceStanding.Says;
        var label = filled.Trim().TrimEnd('.', '`', '*', ' ').EndsWith(':');
        return PolicyTokens.Of(filled).Length < FewestWords || label ? SentenceStanding.Hints : SentenceStanding.Says;
    }

    /// <summary>Whoever asks has not said it.</summary>
    private static bool IsQuestion(string text) => text.AsSpan().TrimEnd(" \t\r\n\"'*_)").EndsWith("?");

    /// <summary>"It must …", "The tool must …": of what the sentence before spoke of.</summary>
    private static bool SpeaksOn(string text, ReadSentence words, PolicyVocabulary vocabulary)
    {
        var first = text.AsSpan().TrimStart();
        var end = first.IndexOfAny(" ,;:");
        var word = PolicyTokens.Fold(first[..(end < 0 ? first.Length : end)].ToString());
        return (word == "the" && words.Begins(PolicyVocabulary.Things)) || vocabulary.Class(PolicyVocabulary.Pronouns).Any(phrase => phrase is [[var form]] && form.AsSpan(1).SequenceEqual(word));
    }
}
