using Concord.Standards;

namespace Concord.Risks;

/// <summary>An entry of the catalogue of risk sources, with what it names by name: nobody knows taxonomies by their numbers.</summary>
/// <param name="Sources">Risk sources of the standard's annex, "C.3.4 Risk sources related to machine learning".</param>
/// <param name="Objectives">What it endangers, by the same annex.</param>
/// <param name="Taxonomies">"MIT 7.3 Lack of capability or robustness".</param>
internal sealed record CatalogueLine(
    string Id, string Title, string TypicalCause, string Category, IReadOnlyList<string> Sources, IReadOnlyList<string> Objectives, IReadOnlyList<string> Taxonomies,
    IReadOnlyList<string> Requirements, IReadOnlyList<string> IndicatorMetrics)
{
    public static IReadOnlyList<CatalogueLine> All(StandardsLibrary library) => [.. library.Risks.Select(entry => Of(library, entry))];

    public static CatalogueLine? Find(StandardsLibrary library, string id) => library.FindRisk(id) is { } entry ? Of(library, entry) : null;

    private static CatalogueLine Of(StandardsLibrary library, CatalogueRisk entry)
    {
        string Annex(string key) => library.AnnexItems.FirstOrDefault(item => item.Key == key) is { } item ? $"{item.Number} {item.Title}" : key;
        string Taxonomy(string key) => library.Taxonomy.FirstOrDefault(item => item.Key == key) is { } item ? $"{item.TaxonomyName} {item.Code}: {item.Name}" : key;
        return new(entry.Id, entry.Title, entry.TypicalCause, entry.Category, [.. entry.RiskSourceKeys.Select(Annex)], [.. entry.ObjectiveKeys.Select(Annex)], [.. entry.TaxonomyKeys.Select(Taxonomy)],
            entry.RequirementKeys, entry.IndicatorMetrics);
    }
}
