namespace Concord.Gaps;

/// <summary>Sections of a general kind, whatever they say of AI: where a missing requirement would be at home.</summary>
internal static class PolicyHomes
{
    private const int PlacesOfFile = 2;

    internal sealed record Place(PolicyHome Home, ReadSection Section, int Score, string Quote);

    /// <summary>Of each file the best places of each kind, in the order of the files and of their text.</summary>
    public static IReadOnlyList<Place> Find(IReadOnlyList<ReadSection> sections, PolicyVocabulary vocabulary)
    {
        var places = new List<Place>();
        foreach (var home in vocabulary.Homes)
        {
            foreach (var file in sections.GroupBy(section => section.Section.File, StringComparer.Ordinal))
                places.AddRange(file.Select(section => At(home, section, vocabulary)).OfType<Place>().OrderByDescending(place => place.Score).Take(PlacesOfFile));
        }
        return places;
    }

    public static IReadOnlyList<GeneralPlace> Of(string requirement, IReadOnlyList<Place> places) =>
    [
        .. from place in places
           from reason in place.Home.Reasons.Where(reason => reason.Requirements.Contains(requirement)).Take(1)
           orderby place.Score descending
           select new GeneralPlace(place.Section.Section.File, place.Section.Section.Heading, PolicyQuote.Of(place.Quote), $"{place.Home.Name}: {reason.Why}", place.Home.Id),
    ];

    /// <summary>Its heading or title names the kind and a sentence speaks of it; or several sentences or terms do, and one of them binds.</summary>
    private static Place? At(PolicyHome home, ReadSection section, PolicyVocabulary vocabulary)
    {
        if (section.IsList) return null;
        List<JudgedSentence> says = [.. section.Sentences.Where(sentence => sentence.Standing == SentenceStanding.Says)];
        var found = home.Terms.Where(term => says.Any(sentence => Speaks(home, term, sentence))).ToList();
        if (found.Count == 0) return null;
        var byHeading = Named(home, section.Heading);
        var byTitle = !byHeading && Named(home, new ReadSentence(section.Section.Title, "", vocabulary));
        var best = says.MaxBy(sentence => found.Count(term => Speaks(home, term, sentence)) * 2 + (sentence.Binds ? 1 : 0))!;
        List<JudgedSentence> speaking = [.. says.Where(sentence => found.Any(term => Speaks(home, term, sentence)))];
        var binds = speaking.Exists(sentence => sentence.Binds);
        if (!byHeading && !byTitle && ((found.Count < 2 && speaking.Count < 2) || !binds)) return null;
        return new(home, section, (byHeading ? 4 : byTitle ? 2 : 0) + (binds ? 1 : 0) + Math.Min(found.Count, 6), best.Quote);
    }

    private static bool Speaks(PolicyHome home, TermPattern term, JudgedSentence sentence) =>
        term.Find(sentence.Words, alsoNames: true) is { } span && (home.ByBans || !sentence.Words.IsForbidden(span));

    private static bool Named(PolicyHome home, ReadSentence heading) => home.Headings.Any(term => term.Find(heading, alsoNames: true) is not null);
}
