namespace Concord.Standards;

/// <summary>A generic AI risk. A register's risk names the entry it came from and inherits what indicates it.</summary>
/// <param name="IndicatorMetrics">Ids of <see cref="MonitoringMetric"/> whose breach speaks of this risk.</param>
/// <param name="RequirementKeys">Requirements that answer the risk.</param>
internal sealed record CatalogueRisk(
    string Id,
    string Title,
    string TypicalCause,
    string Category,
    IReadOnlyList<string> RequirementKeys,
    IReadOnlyList<string> IndicatorMetrics,
    IReadOnlyList<string> RiskSourceKeys,
    IReadOnlyList<string> ObjectiveKeys,
    IReadOnlyList<string> TaxonomyKeys);

/// <summary>A class of a published taxonomy of AI risks or of trustworthy AI.</summary>
/// <param name="TaxonomyName">What the taxonomy calls its classes, as people read it.</param>
internal sealed record TaxonomyItem(string Key, string Taxonomy, string Code, string Name, string? ParentKey, string? Note, string TaxonomyName);
