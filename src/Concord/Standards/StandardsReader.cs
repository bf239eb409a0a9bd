using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads the folder <c>standards/</c> file by file, then checks the parts against each other, and reports everything at once.</summary>
internal static class StandardsReader
{
    public static StandardsLibrary Read(string folder)
    {
        var faults = new List<Finding>();
        if (!Directory.Exists(folder))
            throw new FindingsException([Finding.Error(folder, "missing-folder",
                "The folder of the standards library does not exist. Name the folder \"standards\" of Concord.")]);

        var parts = new LibraryParts();
        var check = new ReferenceCheck(faults);
        EditionReader.ReadAll(folder, parts, check, faults);
        ReadTaxonomy(folder, parts, check, faults);
        ReadMetrics(folder, parts, check, faults);
        ReadFrameworks(folder, parts, check, faults);
        ReadReuse(folder, parts, check, faults);
        parts.ReuseDefinition = ReuseDefinition.Read(folder, check, faults);
        ReadExternal(folder, parts, check, faults);
        ReadCatalogue(folder, parts, check, faults);
        parts.Criteria = RiskCriteriaReader.Read(folder, faults);
        parts.EvidenceValidity = ReadValidity(folder, faults);
        CheckKind(parts, faults);
        check.Resolve();

        return faults.Count == 0 ? new StandardsLibrary(parts) : throw new FindingsException(faults);
    }

    private static void ReadTaxonomy(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(
            LibraryTable.Read(folder, "risk/taxonomy.csv", ["id", "taxonomy", "code", "name"], ["parent_id", "note", "taxonomy_name"], faults), Kinds.Taxonomy);
        foreach (var row in table.Rows)
        {
            var item = new TaxonomyItem(
                check.Define(row, "id", Kinds.Taxonomy), row.Text("taxonomy"), row.Text("code"), row.Text("name"),
                row.Optional("parent_id"), row.Optional("note"), row.Optional("taxonomy_name") ?? row.Text("taxonomy"));
            check.Refer(row, "parent_id", Kinds.Taxonomy);
            parts.Taxonomy.Add(item);
        }
    }

    private static void ReadMetrics(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(
            LibraryTable.Read(folder, "monitoring/metrics.csv", ["id", "title", "family", "applies_to", "default_threshold"], ["note", "scale"], faults), Kinds.Metric);
        foreach (var row in table.Rows)
        {
            parts.Metrics.Add(new MonitoringMetric(
                check.Define(row, "id", Kinds.Metric), row.Text("title"), row.Text("family"), row.Text("applies_to"), row.Text("default_threshold"), row.Optional("note") ?? "", row.Optional("scale") is not null && row.Choice("scale", ("share", true))));
        }
    }

    private static void ReadFrameworks(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        string[] more = ["addressee", "class", "chapter", "function", "status", "topic"];
        foreach (var known in check.Defines(LibraryTable.Read(folder, "frameworks/frameworks.csv", ["id", "name", "item", "file"], [], faults), Kinds.Framework).Rows)
        {
            var framework = new Framework(known.Text("id"), known.Text("name"), known.Optional("item") ?? "");
            foreach (var row in check.Defines(LibraryTable.Read(folder, $"frameworks/{known.Text("file")}", ["id", "number", "title"], more, faults), Kinds.Framework).Rows)
                parts.Frameworks.Add(new FrameworkItem(check.Define(row, "id", Kinds.Framework), framework, row.Text("number"), row.Text("title")));
        }
    }

    private static void ReadReuse(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var table = LibraryTable.Read(folder, "crosswalks/reuse.csv",
            ["requirement_id", "source_standard", "source_ids", "strength", "rationale", "ai_delta", "judged_by", "judged_on"], [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "requirement_id", Kinds.Requirement);
            check.Refer(row, "source_standard", Kinds.Prefix);
            check.Refer(row, "source_ids", Kinds.Requirement);
            var strength = row.Choice("strength", ("none", ReuseStrength.None), ("partial", ReuseStrength.Partial), ("full", ReuseStrength.Full));
            if (strength != ReuseStrength.None && row.List("source_ids").Count == 0)
                row.Fault("source_ids", "empty-cell", "A claim of re-use names the requirements it re-uses. Fill the cell or set the strength to none.");
            parts.Reuse.Add(new ReuseClaim(
                row.Text("requirement_id"), row.Text("source_standard"), row.List("source_ids"), strength,
                row.Text("rationale"), row.Optional("ai_delta") ?? "", row.Text("judged_by"), row.Text("judged_on")));
        }
    }

    private static void CheckKind(LibraryParts parts, List<Finding> faults)
    {
        if (parts is { ReuseDefinition: { } definition, EvidenceValidity: { } validity } && validity.For(definition.KindUnlessTold) is null)
            faults.Add(Finding.Error("crosswalks/reuse-measure.yaml, key kind_unless_told", "unknown-key",
                $"There is no kind of evidence \"{definition.KindUnlessTold}\". Choose one of evidence/validity.yaml."));
    }

    private static void ReadExternal(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var table = LibraryTable.Read(folder, "crosswalks/iso42001-external.csv",
            ["requirement_id", "target_framework", "target_id", "relation", "judged_by", "judged_on"], ["note"], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "requirement_id", Kinds.Requirement);
            check.Refer(row, "target_id", Kinds.Framework);
            parts.External.Add(new ExternalClaim(
                row.Text("requirement_id"), row.Text("target_framework"), row.Text("target_id"),
                row.Choice("relation", ("related", "related"), ("corresponds", "corresponds"), ("supports", "supports"), ("guidance", "guidance")),
                row.Optional("note") ?? "", row.Text("judged_by"), row.Text("judged_on")));
        }
    }

    private static void ReadCatalogue(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        string[] taxonomies = ["mit_ids", "nist_tc_ids", "owasp_ids"];
        var table = LibraryTable.Read(folder, "risk/catalogue.csv",
            ["id", "title", "typical_cause", "risk_source_ids", "objective_ids", .. taxonomies, "requirement_ids", "indicator_metrics", "category"],
            [], faults);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "requirement_ids", Kinds.Requirement);
            check.Refer(row, "indicator_metrics", Kinds.Metric);
            check.Refer(row, "risk_source_ids", Kinds.Annex);
            check.Refer(row, "objective_ids", Kinds.Annex);
            foreach (var column in taxonomies)
                check.Refer(row, column, Kinds.Taxonomy);
            parts.Risks.Add(new CatalogueRisk(
                check.Define(row, "id", Kinds.Risk), row.Text("title"), row.Text("typical_cause"), row.Text("category"),
                row.List("requirement_ids"), row.List("indicator_metrics"), row.List("risk_source_ids"), row.List("objective_ids"),
                [.. taxonomies.SelectMany(row.List)]));
        }
    }

    private static EvidenceValidity? ReadValidity(string folder, List<Finding> faults)
    {
        var document = LibraryDocument.Read(folder, "evidence/validity.yaml", faults)?.Knows("version", "days");
        if (document?.Map("days") is not { } days)
            return null;
        return new EvidenceValidity(
            document.Text("version"),
            days.Keys.Distinct(StringComparer.Ordinal).ToDictionary(kind => kind, kind => days.WholeNumber(kind, atLeast: 1), StringComparer.Ordinal));
    }
}
