namespace Concord.Gaps;

/// <summary>A sentence as the assessment sees it: its words, those of its lead-in first, names of laws and frameworks told apart from what the sentence itself says.</summary>
internal sealed class ReadSentence
{
    private const string Non = "non";

    private readonly PolicyVocabulary vocabulary;
    private readonly bool[] named;
    private readonly Lazy<Denial> denial;
    private readonly Dictionary<string, int[]> members = new(StringComparer.Ordinal);

    public ReadSentence(string text, string leadIn, PolicyVocabulary vocabulary)
    {
        this.vocabulary = vocabulary;
        // The colon of a lead-in parts nothing: the item goes on with its clause.
        var whole = vocabulary.WithoutPlaceholders(leadIn).TrimEnd(' ', ':') + " " + vocabulary.WithoutPlaceholders(text);
        Tokens = [.. PolicyTokens.Of(whole)];
        denial = new(() => Denial.Of(whole, vocabulary.Denying));
        IsShouted = text.Count(char.IsUpper) > 8 && !text.Any(char.IsLower);
        named = new bool[Tokens.Length];
        MarkNames();
    }

    public PolicyToken[] Tokens { get; }

    public Denial Denial => denial.Value;

    /// <summary>It names what is no AI, "non-AI systems", and nothing that is.</summary>
    public bool IsAboutOthersThanAi => Enumerable.Range(0, Tokens.Length).Any(at => IsExcluded(at) && Tokens[at].Folded == PolicyVocabulary.Ai) && !Has(PolicyVocabulary.Ai, alsoNames: true);

    /// <summary>In capitals throughout, so that capitals tell nothing: "AIMS" may be aims.</summary>
    private bool IsShouted { get; }

    /// <summary>Takes what its clauses deny out of what it says; like names, such words still tell what it is about.</summary>
    /// <returns>How many words are left.</returns>
    public int WithoutDenied()
    {
        var left = Tokens.Length;
        for (var at = 0; at < Tokens.Length; at++)
        {
            if (!Denial.Covers(Tokens[at].Start)) continue;
            named[at] = true;
            left--;
        }
        return left;
    }

    /// <summary>All of it stands where the sentence forbids or denies.</summary>
    public bool IsForbidden(TermSpan span) => Tokens[span.Start..span.End].All(token => Denial.Forbids(token.Start) || Denial.Covers(token.Start));

    /// <summary>A member of the class stands in it.</summary>
    /// <param name="alsoNames">Also inside the name of a law, a framework or another kind of assessment.</param>
    public bool Has(string name, bool alsoNames = false)
    {
        for (var at = 0; at < Tokens.Length; at++)
        {
            if (Member(name, at) > 0 && (alsoNames || !named[at])) return true;
        }
        return false;
    }

    /// <summary>Its first word of weight is a member of the class.</summary>
    public bool Begins(string name) => Tokens.Length > 0 && Member(name, 0) > 0;

    /// <summary>How many words from there on are this form; 0 for none.</summary>
    public int Matches(string form, int at, bool alsoNames)
    {
        if (at >= Tokens.Length || (named[at] && !alsoNames)) return 0;
        var token = Tokens[at];
        return form[0] switch
        {
            '@' => Member(form[1..], at),
            '~' => MatchesWords(form, at, alsoNames),
            '^' => MatchesUnless(form, at, alsoNames),
            '=' => form.AsSpan(1).SequenceEqual(token.Folded) ? 1 : 0,
            '!' => !IsExcluded(at) && MatchesCapitals(form.AsSpan(1), token) ? 1 : 0,
            _ => form == token.Stem ? 1 : 0,
        };
    }

    /// <summary>"Non-AI".</summary>
    private bool IsExcluded(int at) => at > 0 && Tokens[at - 1].Folded == Non;

    private int MatchesWords(string form, int start, bool alsoNames)
    {
        var at = start;
        foreach (var word in form[1..].Split(' '))
        {
            var length = Matches(word, at, alsoNames);
            if (length == 0) return 0;
            at += length;
        }
        return at - start;
    }

    private int MatchesUnless(string form, int at, bool alsoNames)
    {
        var words = form[1..].Split(' ');
        var length = Matches(words[0], at, alsoNames);
        return length > 0 && Array.TrueForAll(words[1..], word => Matches(word, at + length, alsoNames: true) == 0) ? length : 0;
    }

    private bool MatchesCapitals(ReadOnlySpan<char> form, PolicyToken token) =>
        token.Raw.AsSpan().TrimEnd('s').SequenceEqual(form) && (!IsShouted || form.Length < 4);

    /// <summary>Looked up once for each class and sentence: many terms ask for the same few classes.</summary>
    private int Member(string name, int at)
    {
        if (!members.TryGetValue(name, out var lengths))
        {
            lengths = new int[Tokens.Length];
            members.Add(name, lengths);
            foreach (var term in vocabulary.Class(name))
            {
                for (var start = 0; start < Tokens.Length; start++) lengths[start] = name == PolicyVocabulary.Ai && IsExcluded(start) ? 0 : Math.Max(lengths[start], Length(term, start));
            }
        }
        return lengths[at];
    }

    private int Length(string[][] phrase, int start)
    {
        var at = start;
        foreach (var word in phrase)
        {
            var length = 0;
            foreach (var form in word) length = Math.Max(length, Matches(form, at, alsoNames: true));
            if (length == 0) return 0;
            at += length;
        }
        return at - start;
    }

    private void MarkNames()
    {
        for (var at = 0; at < Tokens.Length; at++)
        {
            var length = Math.Max(Member(PolicyVocabulary.Names, at), Member(PolicyVocabulary.Laws, at));
            for (var i = at; i < at + length; i++) named[i] = true;
        }
    }
}
