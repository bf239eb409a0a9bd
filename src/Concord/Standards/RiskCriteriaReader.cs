using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads <c>risk/criteria.yaml</c> and checks that every place of the matrix has exactly one band.</summary>
internal static class RiskCriteriaReader
{
    /// <summary>The roles people can hold. They are of a higher room, which this one does not know; a test compares the two.</summary>
    internal static readonly string[] Roles = ["administrator", "aims-manager", "system-owner", "risk-owner", "auditor", "viewer"];

    public static RiskCriteria? Read(string folder, List<Finding> faults)
    {
        var before = faults.Count;
        var document = LibraryDocument.Read(folder, "risk/criteria.yaml", faults)?
            .Knows("version", "likelihood", "consequence_dimensions", "consequence_levels", "score", "bands", "overrides", "approvers", "appetite");
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
            .Select(item => new RiskBand(item.Knows("min", "max", "name", "action", "approver", "reassess_months", "acceptance_months").Text("name"),
                item.WholeNumber("min"), item.WholeNumber("max"), item.Text("action"), item.Text("approver"),
                item.WholeNumber("reassess_months", atLeast: 1), item.WholeNumber("acceptance_months", atLeast: 1)))
            .ToArray();
        var levels = ReadLevels(document, likelihoods.Length);
        CheckBands(document, bands, likelihoods.Length * likelihoods.Length);
        var overrides = document.Maps("overrides").Select(item => ReadOverride(item, bands, levels)).ToArray();
        var approvers = document.Maps("approvers").Select(ReadApprover).ToArray();
        CheckApprovers(document, bands, overrides, approvers);
        var appetite = ReadAppetite(document, bands);
        var version = document.Text("version");
        return faults.Count == before ? new RiskCriteria(version, likelihoods, levels, bands, overrides, approvers, appetite!) : null;
    }

    private static RiskApprover ReadApprover(LibraryDocument item)
    {
        var roles = item.Knows("name", "roles").Texts("roles");
        foreach (var role in roles.Where(role => !Array.Exists(Roles, known => string.Equals(known, role, StringComparison.Ordinal))))
            item.Fault("roles", "unknown-key", $"There is no role \"{role}\". Known are: {string.Join(", ", Roles)}.");
        if (roles.Count == 0)
            item.Fault("roles", "missing-key", "An approver without a role is nobody. Name one.");
        return new RiskApprover(item.Text("name"), roles);
    }

    private static void CheckApprovers(LibraryDocument document, RiskBand[] bands, RiskOverride[] overrides, RiskApprover[] approvers)
    {
        foreach (var name in bands.Select(band => band.Approver).Concat(overrides.Select(rule => rule.Approver)).OfType<string>().Where(name => name.Length > 0)
            .Distinct(StringComparer.Ordinal).Where(name => !Array.Exists(approvers, approver => string.Equals(approver.Name, name, StringComparison.Ordinal))))
            document.Fault("approvers", "unknown-key", $"\"{name}\" is asked to accept risks and is not listed here. Add it with its roles.");
    }

    private static RiskAppetite? ReadAppetite(LibraryDocument document, RiskBand[] bands)
    {
        if (document.Map("appetite")?.Knows("default", "categories") is not { } map)
            return null;
        var categories = new Dictionary<string, string>(StringComparer.Ordinal);
        if (map.Map("categories") is { } listed)
        {
            foreach (var category in listed.Keys.Distinct(StringComparer.Ordinal))
                categories[category] = Band(listed, category);
        }

        return new RiskAppetite(Band(map, "default"), categories);

        string Band(LibraryDocument of, string key)
        {
            var name = of.Text(key);
            if (name.Length > 0 && !Array.Exists(bands, band => string.Equals(band.Name, name, StringComparison.Ordinal)))
                of.Fault(key, "unknown-key", $"There is no band \"{name}\". Correct the name.");
            return name;
        }
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
