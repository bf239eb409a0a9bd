using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads <c>risk/criteria.yaml</c> and checks that every place of the matrix has exactly one band.</summary>
internal static class RiskCriteriaReader
{
    public static RiskCriteria? Read(string folder, List<Finding> faults)
    {
        var before = faults.Count;
        var document = LibraryDocument.Read(folder, "risk/criteria.yaml", faults)?
            .Knows("version", "likelihood", "consequence_dimensions", "consequence_levels", "score", "bands", "overrides");
        if (document is null)
            return null;

        var likelihoods = document.Maps("likelihood")
            .Select(item => new RiskLikelihood(item.Knows("level", "name", "per_year").WholeNumber("level"), item.Text("name"), item.Text("per_year")))
            .ToArray();
        for (var i = 0; i < likelihoods.Length; i++)
        {
            if (likelihoods[i].Level != i + 1)
                document.Fault("likelihood", "wrong-value",
                    FormattableString.Invariant($"Entry {i + 1} must have level {i + 1}. Number the levels 1, 2, 3, …."));
        }

        var bands = document.Maps("bands")
            .Select(item => new RiskBand(item.Knows("min", "max", "name", "action", "approver").Text("name"),
                item.WholeNumber("min"), item.WholeNumber("max"), item.Text("action"), item.Text("approver")))
            .ToArray();
        var levels = ReadLevels(document, likelihoods.Length);
        CheckBands(document, bands, likelihoods.Length * likelihoods.Length);
        var overrides = document.Maps("overrides").Select(item => ReadOverride(item, bands, levels)).ToArray();
        var version = document.Text("version");
        return faults.Count == before ? new RiskCriteria(version, likelihoods, levels, bands, overrides) : null;
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadLevels(LibraryDocument document, int size)
    {
        var levels = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var dimensions = document.Texts("consequence_dimensions");
        if (document.Map("consequence_levels")?.Knows([.. dimensions]) is not { } map)
            return levels;
        foreach (var dimension in dimensions)
        {
            levels[dimension] = map.Texts(dimension);
            if (levels[dimension].Count != size)
                map.Fault(dimension, "wrong-value",
                    FormattableString.Invariant($"Levels found here: {levels[dimension].Count}; {size} are needed, as many as for likelihood."));
        }

        return levels;
    }

    private static void CheckBands(LibraryDocument document, RiskBand[] bands, int highest)
    {
        var next = 1;
        foreach (var band in bands)
        {
            if (band.Min != next || band.Max < band.Min)
                document.Fault("bands", "wrong-value", FormattableString.Invariant(
                    $"The band \"{band.Name}\" must begin at {next} and not end before it begins: bands follow each other without gap."));
            next = band.Max + 1;
        }

        if (next != highest + 1)
            document.Fault("bands", "wrong-value",
                    FormattableString.Invariant($"The last band must end at {highest}, the highest score of the matrix."));
    }

    private static RiskOverride ReadOverride(LibraryDocument item, RiskBand[] bands, Dictionary<string, IReadOnlyList<string>> levels)
    {
        item.Knows("id", "when", "at_least", "not_acceptable", "approval_above", "approver", "text");
        var when = item.Map("when")?.Knows("tier", "dimension", "level");
        var dimension = when?.Optional("dimension");
        if (dimension is not null && !levels.ContainsKey(dimension))
            when!.Fault("dimension", "unknown-key", $"There is no consequence dimension \"{dimension}\". Correct the name.");
        foreach (var key in new[] { "at_least", "approval_above" })
        {
            if (item.Optional(key) is { } name && !Array.Exists(bands, band => string.Equals(band.Name, name, StringComparison.Ordinal)))
                item.Fault(key, "unknown-key", $"There is no band \"{name}\". Correct the name.");
        }

        return new RiskOverride(
            item.Text("id"), when?.Optional("tier"), dimension, dimension is null ? null : when!.WholeNumber("level"), item.Optional("at_least"),
            item.Flag("not_acceptable"), item.Optional("approval_above"), item.Optional("approver"), item.Text("text"));
    }
}
