using System.Collections.Frozen;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>
/// The library data of the folder <c>standards/</c>: requirements, crosswalks, risks, metrics. Read once, read-only afterwards.
/// Organisation data refers to it by key; nothing in code names a clause.
/// </summary>
internal sealed class StandardsLibrary
{
    private readonly FrozenDictionary<string, Requirement> requirements;
    private readonly FrozenDictionary<string, CatalogueRisk> risks;
    private readonly FrozenDictionary<string, MonitoringMetric> metrics;

    /// <summary>Only <see cref="StandardsReader"/> builds one, from parts it has checked against each other.</summary>
    internal StandardsLibrary(LibraryParts parts)
    {
        Editions = parts.Editions;
        Requirements = parts.Requirements;
        AnnexItems = parts.AnnexItems;
        Reuse = parts.Reuse;
        ReuseDefinition = parts.ReuseDefinition!;
        External = parts.External;
        Frameworks = parts.Frameworks;
        Risks = parts.Risks;
        Taxonomy = parts.Taxonomy;
        Criteria = parts.Criteria!;
        Metrics = parts.Metrics;
        EvidenceValidity = parts.EvidenceValidity!;
        requirements = parts.Requirements
            .SelectMany(requirement => new[] { (Key: requirement.Key, requirement), (Key: requirement.EditionKey, requirement) })
            .ToFrozenDictionary(pair => pair.Key, pair => pair.requirement, StringComparer.Ordinal);
        risks = parts.Risks.ToFrozenDictionary(risk => risk.Id, StringComparer.Ordinal);
        metrics = parts.Metrics.ToFrozenDictionary(metric => metric.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<Edition> Editions { get; }

    /// <summary>All editions, headings included, each edition in the order in which its standard prints it.</summary>
    public IReadOnlyList<Requirement> Requirements { get; }

    public IReadOnlyList<AnnexItem> AnnexItems { get; }

    public IReadOnlyList<ReuseClaim> Reuse { get; }

    public ReuseDefinition ReuseDefinition { get; }

    public IReadOnlyList<ExternalClaim> External { get; }

    public IReadOnlyList<FrameworkItem> Frameworks { get; }

    /// <summary>In catalogue order: "the first entry that names a metric" means this order.</summary>
    public IReadOnlyList<CatalogueRisk> Risks { get; }

    public IReadOnlyList<TaxonomyItem> Taxonomy { get; }

    public RiskCriteria Criteria { get; }

    public IReadOnlyList<MonitoringMetric> Metrics { get; }

    public EvidenceValidity EvidenceValidity { get; }

    /// <summary>The folder that is copied next to the executable.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "standards");

    /// <exception cref="FindingsException">Names every fault of the folder with file, row, column and remedy.</exception>
    public static StandardsLibrary Load(string folder) => StandardsReader.Read(folder);

    /// <summary>Accepts prefix and number (<c>ISO42001:…</c>) and edition and number (<c>iso42001:2023/…</c>); null for an unknown key.</summary>
    public Requirement? FindRequirement(string key) => requirements.GetValueOrDefault(key);

    public CatalogueRisk? FindRisk(string id) => risks.GetValueOrDefault(id);

    public MonitoringMetric? FindMetric(string id) => metrics.GetValueOrDefault(id);

    /// <summary>What can be assessed in an edition: no headings. Clauses first, then controls.</summary>
    public IEnumerable<Requirement> Assessable(string edition) =>
        Requirements.Where(requirement => requirement.IsRequirement && string.Equals(requirement.Edition, edition, StringComparison.Ordinal));

    /// <summary>Catalogue entries that name the metric as their indicator, in catalogue order.</summary>
    public IEnumerable<CatalogueRisk> RisksIndicatedBy(string metric) =>
        Risks.Where(risk => risk.IndicatorMetrics.Contains(metric, StringComparer.Ordinal));
}

/// <summary>What the reader collects before it is checked.</summary>
internal sealed class LibraryParts
{
    public List<Edition> Editions { get; } = [];
    public List<Requirement> Requirements { get; } = [];
    public List<AnnexItem> AnnexItems { get; } = [];
    public List<ReuseClaim> Reuse { get; } = [];
    public ReuseDefinition? ReuseDefinition { get; set; }
    public List<ExternalClaim> External { get; } = [];
    public List<FrameworkItem> Frameworks { get; } = [];
    public List<CatalogueRisk> Risks { get; } = [];
    public List<TaxonomyItem> Taxonomy { get; } = [];
    public List<MonitoringMetric> Metrics { get; } = [];
    public RiskCriteria? Criteria { get; set; }
    public EvidenceValidity? EvidenceValidity { get; set; }
}
