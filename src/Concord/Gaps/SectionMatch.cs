namespace Concord.Gaps;

/// <summary>What one section says of one requirement.</summary>
/// <param name="Strength">Orders sections of one level: sentences that say it, and what supports them.</param>
internal sealed record SectionMatch(ReadSection Section, PolicyLevel Level, int Strength, IReadOnlyList<string> Quotes)
{
    private const int SupportsToCover = 2;
    private const int SupportsToHint = 3;

    public static SectionMatch Of(ReadSection section, RequirementTerms terms)
    {
        List<JudgedSentence> usable = [.. section.Sentences.Where(sentence => sentence.Standing != SentenceStanding.Denies && Carries(section, sentence, terms))];
        if (usable.Count == 0) return Nothing(section);

        List<JudgedSentence> says = section.IsList && !terms.InLists ? [] : [.. usable.Where(sentence => sentence.Standing == SentenceStanding.Says)];
        List<JudgedSentence> anchors = [.. says.Where(sentence => Any(terms.Anchors, sentence.Words))];
        var supports = terms.Supports.Count(term => usable.Any(sentence => term.Find(sentence.Words) is not null));
        List<JudgedSentence> supporting = [.. says.Where(sentence => Any(terms.Supports, sentence.Words))];

        // A heading names the subject; it takes a sentence below it to say something.
        if (anchors.Count == 0 && supporting.Count > 0 && Any(terms.Anchors, section.Heading) && (section.IsAboutAi || terms.Subject == RequirementSubject.ManagementSystem || section.Heading.Has(PolicyVocabulary.Ai)))
            anchors = supporting;
        if (anchors.Count > 0)
        {
            // A blank beside it is no support yet.
            supports = terms.Supports.Count(term => says.Exists(sentence => term.Find(sentence.Words) is not null));
            var covered = supports >= SupportsToCover && anchors.Any(sentence => sentence.Binds) && MayCover(section, anchors, terms);
            return new(section, covered ? PolicyLevel.Covered : PolicyLevel.Mentioned, (anchors.Count * 2) + supports, Quoted(anchors));
        }

        // A heading over nothing but blanks to fill in is a hint as well.
        List<JudgedSentence> hints = [.. usable.Where(sentence => Any(terms.Anchors, sentence.Words))];
        if (hints.Count == 0 && usable.TrueForAll(sentence => sentence.Standing == SentenceStanding.Hints) && Any(terms.Anchors, section.Heading)) hints = usable;
        if (hints.Count > 0) return new(section, PolicyLevel.Weak, hints.Count + supports, Quoted(hints));
        List<JudgedSentence> near = [.. supporting.Where(sentence => sentence.IsAboutAi)];
        supports = terms.Supports.Count(term => near.Exists(sentence => term.Find(sentence.Words) is not null));
        return supports >= SupportsToHint ? new(section, PolicyLevel.Weak, supports, Quoted(near)) : Nothing(section);
    }

    /// <summary>General text carries only what binds the management system as such, and there not what binds suppliers.</summary>
    private static bool Carries(ReadSection section, JudgedSentence sentence, RequirementTerms terms) =>
        sentence.IsAboutAi || (terms.Subject == RequirementSubject.ManagementSystem && !section.IsOfThirds && !sentence.Words.Has(PolicyVocabulary.Thirds));

    /// <summary>General text covers only where it names the management system, its documents, or all policies.</summary>
    private static bool MayCover(ReadSection section, List<JudgedSentence> anchors, RequirementTerms terms) =>
        terms.Subject == RequirementSubject.Ai || anchors.Any(sentence => sentence.IsAboutAi || sentence.Words.Has(PolicyVocabulary.Management)) || section.Heading.Has(PolicyVocabulary.Management);

    private static bool Any(IReadOnlyList<TermPattern> terms, ReadSentence sentence) => terms.Any(term => term.Find(sentence) is not null);

    /// <summary>Those that bind first.</summary>
    private static IReadOnlyList<string> Quoted(List<JudgedSentence> sentences) => [.. sentences.OrderByDescending(sentence => sentence.Binds).Select(sentence => sentence.Quote).Distinct(StringComparer.Ordinal)];

    private static SectionMatch Nothing(ReadSection section) => new(section, PolicyLevel.Absent, 0, []);
}
