using System.Globalization;
using Concord.Foundation;

namespace Concord.Standards;

/// <summary>Reads the editions: every folder that has an <c>edition.yaml</c>, clauses or controls.</summary>
internal static class EditionReader
{
    private static readonly (string, PdcaPhase)[] Phases =
        [("plan", PdcaPhase.Plan), ("do", PdcaPhase.Do), ("check", PdcaPhase.Check), ("act", PdcaPhase.Act)];

    private static readonly string[] EditionFiles = ["edition.yaml", "clauses.csv", "controls.csv"];

    public static void ReadAll(string folder, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var names = Directory.GetDirectories(folder)
            .Where(path => Array.Exists(EditionFiles, file => File.Exists(Path.Combine(path, file))))
            .Select(path => Path.GetFileName(path)!)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (names.Length == 0)
        {
            check.Incomplete(Kinds.Requirement);
            check.Incomplete(Kinds.Annex);
            check.Incomplete(Kinds.Edition);
            check.Incomplete(Kinds.Prefix);
            faults.Add(Finding.Error("edition.yaml", "missing-file", "No folder holds an edition. Put one there, with edition.yaml and clauses.csv."));
        }

        foreach (var name in names)
            ReadEdition(folder, name, parts, check, faults);
    }

    private static void ReadEdition(string folder, string name, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var before = faults.Count;
        if (ReadDescription(folder, name, faults) is not { } edition)
        {
            check.Incomplete(Kinds.Requirement);
            check.Incomplete(Kinds.Annex);
            check.Incomplete(Kinds.Edition);
            check.Incomplete(Kinds.Prefix);
            return;
        }

        var isDescribed = faults.Count == before;
        parts.Editions.Add(edition);
        check.Define(Kinds.Edition, edition.Key);
        if (!isDescribed) check.Incomplete(Kinds.Edition);
        check.Define(Kinds.Prefix, edition.Prefix);

        var rows = new List<Requirement>();
        var clauses = ReadClauses(folder, name, edition, rows, check, faults);
        if (isDescribed && clauses.IsWhole)
            Count(clauses, edition.Clauses, rows.Count(row => row.IsRequirement), faults);
        if (edition.Controls > 0 || File.Exists(Path.Combine(folder, name, "controls.csv")))
        {
            ReadControlGroups(folder, name, edition, rows, check, faults);
            var controls = ReadControls(folder, name, edition, rows, check, faults);
            if (isDescribed && controls.IsWhole)
                Count(controls, edition.Controls, rows.Count(row => row is { Kind: RequirementKind.Control, IsRequirement: true }), faults);
        }

        if (File.Exists(Path.Combine(folder, name, "annex_c.csv")))
            ReadAnnex(folder, name, edition, parts, check, faults);
        parts.Requirements.AddRange(rows.OrderBy(row => row.Number, RequirementNumber.Order));
    }

    private static Edition? ReadDescription(string folder, string name, List<Finding> faults)
    {
        var file = $"{name}/edition.yaml";
        var document = LibraryDocument.Read(folder, file, faults)?
            .Knows("id", "prefix", "designation", "title", "packager", "packaged", "copyright", "requirements", "pdca");
        if (document is null)
            return null;
        var key = document.Text("id");
        if (!string.Equals(key.Replace(':', '-'), name, StringComparison.Ordinal))
            document.Fault("id", "wrong-folder",
                $"The edition \"{key}\" must lie in the folder \"{key.Replace(':', '-')}\", not in \"{name}\". Rename one of them.");
        var counts = document.Map("requirements")?.Knows("clauses", "controls");
        return new Edition(
            key, document.Text("prefix"), document.Text("designation"), document.Text("title"), document.Text("packager"), document.Text("packaged"),
            document.Text("copyright"), document.Text("pdca"), counts?.WholeNumber("clauses") ?? 0, counts?.WholeNumber("controls") ?? 0);
    }

    private static LibraryTable ReadClauses(string folder, string name, Edition edition, List<Requirement> rows, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(LibraryTable.Read(folder, $"{name}/clauses.csv", ["id", "number", "parent_id", "title", "pdca", "is_requirement"],
            ["gist", "documented_info", "documented_info_what", "origin", "effort_points"], faults), Kinds.Requirement);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "parent_id", Kinds.Requirement);
            rows.Add(new Requirement(
                Key(row, edition, check), edition.Key, RequirementKind.Clause, row.Text("number"), row.Text("title"), row.Optional("gist") ?? "",
                row.Choice("pdca", Phases), row.Optional("parent_id"), row.YesNo("is_requirement"),
                row.Optional("documented_info") is not null && row.YesNo("documented_info"), row.Optional("documented_info_what"),
                TypicalEvidence: null, row.Optional("origin"), LifeCycleStage: null, row.WholeNumber("effort_points")));
        }

        return table;
    }

    private static void ReadControlGroups(string folder, string name, Edition edition, List<Requirement> rows, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(
            LibraryTable.Read(folder, $"{name}/control_groups.csv", ["id", "number", "parent_id", "title", "aim"], [], faults), Kinds.Requirement);
        foreach (var row in table.Rows)
        {
            check.Refer(row, "parent_id", Kinds.Requirement);
            rows.Add(new Requirement(
                Key(row, edition, check), edition.Key, RequirementKind.Control, row.Text("number"), row.Text("title"), row.Text("aim"),
                PdcaPhase.Do, row.Optional("parent_id"), IsRequirement: false, DocumentedInformation: false, DocumentedWhat: null,
                TypicalEvidence: null, Origin: null, LifeCycleStage: null, Effort: null));
        }
    }

    private static LibraryTable ReadControls(string folder, string name, Edition edition, List<Requirement> rows, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(LibraryTable.Read(folder, $"{name}/controls.csv", ["id", "number", "group_id", "title", "gist", "pdca"],
            ["documented_info", "typical_evidence", "life_cycle_stage", "effort_points"], faults), Kinds.Requirement);
        foreach (var row in table.Rows)
        {
            row.Text("group_id");
            check.Refer(row, "group_id", Kinds.Requirement);
            rows.Add(new Requirement(
                Key(row, edition, check), edition.Key, RequirementKind.Control, row.Text("number"), row.Text("title"), row.Text("gist"),
                row.Choice("pdca", Phases), row.Optional("group_id"), IsRequirement: true,
                row.Optional("documented_info") is not null && row.YesNo("documented_info"), DocumentedWhat: null,
                row.Optional("typical_evidence"), Origin: null, row.Optional("life_cycle_stage"), row.WholeNumber("effort_points")));
        }

        return table;
    }

    private static void ReadAnnex(string folder, string name, Edition edition, LibraryParts parts, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(LibraryTable.Read(folder, $"{name}/annex_c.csv", ["id", "number", "title", "kind", "gist"], [], faults), Kinds.Annex);
        foreach (var row in table.Rows)
        {
            parts.AnnexItems.Add(new AnnexItem(
                check.Define(row, "id", Kinds.Annex), edition.Key, row.Text("number"), row.Text("title"),
                row.Choice("kind", ("objective", "objective"), ("risk_source", "risk_source")), row.Text("gist")));
        }
    }

    private static string Key(LibraryRow row, Edition edition, ReferenceCheck check)
    {
        var key = check.Define(row, "id", Kinds.Requirement);
        var expected = $"{edition.Prefix}:{row.Optional("number")}";
        if (key.Length > 0 && !string.Equals(key, expected, StringComparison.Ordinal))
            row.Fault("id", "wrong-key", $"The id \"{key}\" does not fit the number. Write \"{expected}\" or correct the number.");
        return key;
    }

    private static void Count(LibraryTable table, int expected, int found, List<Finding> faults)
    {
        if (expected != found)
        {
            faults.Add(Finding.Error(table.File, "wrong-count", string.Create(CultureInfo.InvariantCulture,
                $"Requirements found here: {found}; edition.yaml says {expected}. Restore the missing rows or correct the number.")));
        }
    }
}
