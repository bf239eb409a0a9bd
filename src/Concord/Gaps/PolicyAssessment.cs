namespace Concord.Gaps;

/// <summary>
/// Which requirements policies already carry, and where the others would be at home. A function of texts and vocabulary: no clock, no files, the same for
/// any order of the texts, and for one that comes under several names.
/// </summary>
internal static class PolicyAssessment
{
    private const int MostPassages = 5;
    private const int PassagesOfSection = 2;

    /// <summary>So much of a document must speak of AI for its title to bind the rest of it.</summary>
    private const double ShareAboutAi = 0.15;

    /// <summary>Without a title that says so, and then in no fewer sentences than this: a note of two sentences is no document about one of them.</summary>
    private const double ShareThroughout = 0.5;

    private const int FewestThroughout = 5;

    public static IReadOnlyList<AssessedRequirement> Assess(IReadOnlyList<PolicyText> texts, PolicyVocabulary vocabulary)
    {
        List<ReadSection> sections = [.. PolicyText.Once(texts).SelectMany(text => Sections(text, vocabulary))];
        var places = PolicyHomes.Find(sections, vocabulary);
        return
        [
            .. vocabulary.Requirements.Select(requirement =>
            {
                List<SectionMatch> matches = [.. sections.Select(section => SectionMatch.Of(section, requirement)).Where(match => match.Level > PolicyLevel.Absent)
                    .OrderByDescending(match => match.Level).ThenByDescending(match => match.Strength)];
                var level = matches.Count == 0 ? PolicyLevel.Absent : matches[0].Level;
                return new AssessedRequirement(requirement.Requirement.Key, level, Passages(matches, level), PolicyHomes.Of(requirement.Requirement.Key, places));
            }),
        ];
    }

    private static IEnumerable<ReadSection> Sections(PolicyText text, PolicyVocabulary vocabulary)
    {
        var sections = PolicySections.Of(text);
        var whole = IsAboutAi(text, sections, vocabulary);
        return sections.Select(section => ReadSection.Of(section, whole, vocabulary));
    }

    /// <summary>A document binds AI as a whole when its title says so and its text bears it out, or when half of its sentences name AI.</summary>
    private static bool IsAboutAi(PolicyText text, IReadOnlyList<PolicySection> sections, PolicyVocabulary vocabulary)
    {
        var named = sections.SelectMany(section => section.Sentences).Select(sentence => new ReadSentence(sentence.Text, sentence.LeadIn, vocabulary).Has(PolicyVocabulary.Ai, alsoNames: true)).ToList();
        if (named.Count == 0) return false;
        var count = named.Count(isNamed => isNamed);
        var share = count / (double)named.Count;
        return new ReadSentence(text.Title, "", vocabulary).Has(PolicyVocabulary.Ai) ? share >= ShareAboutAi : count >= FewestThroughout && share >= ShareThroughout;
    }

    /// <summary>From the sections that decided the level, the strongest first.</summary>
    private static IReadOnlyList<PolicyPassage> Passages(List<SectionMatch> matches, PolicyLevel level) =>
    [
        .. matches.Where(match => match.Level == level)
            .SelectMany(match => match.Quotes.Take(PassagesOfSection).Select(quote => new PolicyPassage(match.Section.Section.File, match.Section.Section.Heading, PolicyQuote.Of(quote))))
            .Distinct().Take(MostPassages),
    ];
}
