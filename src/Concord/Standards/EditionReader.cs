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
        check.Define(Kinds.Edition, edition.Key);
        if (parts.Editions.Find(known => string.Equals(known.Prefix, edition.Prefix, StringComparison.Ordinal)) is { } first)
        {
            // Every key would be there twice: one fault says what a hundred would hide.
            check.Incomplete(Kinds.Requirement);
            check.Incomplete(Kinds.Annex);
            faults.Add(Finding.Error($"{name}/edition.yaml, key prefix", "duplicate-prefix",
                $"The prefix \"{edition.Prefix}\" is that of {first.Key} in the folder {first.Key.Replace(':', '-')}, so every key would stand for two requirements. Where the new edition takes the place of the old one, delete that folder and name {edition.Key} as the target where {first.Key} stands (crosswalks/reuse-measure.yaml). Where both stand side by side, write another prefix here and in the ids of all files of this folder."));
            return;
        }
        parts.Editions.Add(edition);
        if (!isDescribed) check.Incomplete(Kinds.Edition);
        check.Define(Kinds.Prefix, edition.Prefix);

        var rows = new List<Requirement>();
        var clauses = ReadClauses(folder, name, edition, rows, check, faults);
        if (isDescribed && clauses is { IsWhole: true })
            Count(clauses, edition.Clauses, rows.Count(row => row.IsRequirement), faults);
        if (edition.Controls > 0 || File.Exists(Path.Combine(folder, name, "controls.csv")))
        {
            ReadControlGroups(folder, name, edition, rows, check, faults);
            var controls = ReadControls(folder, name, edition, rows, check, faults);
            if (isDescribed && controls is { IsWhole: true })
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

    /// <summary>Null: the rows are those of another edition.</summary>
    private static LibraryTable? ReadClauses(string folder, string name, Edition edition, List<Requirement> rows, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(LibraryTable.Read(folder, $"{name}/clauses.csv", ["id", "number", "parent_id", "title", "pdca", "is_requirement"],
            ["gist", "documented_info", "documented_info_what", "origin", "effort_points"], faults), Kinds.Requirement);
        if (AreOfAnother(table, edition, Kinds.Requirement, check, faults)) return null;
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
        if (AreOfAnother(table, edition, Kinds.Requirement, check, faults)) return;
        foreach (var row in table.Rows)
        {
            check.Refer(row, "parent_id", Kinds.Requirement);
            rows.Add(new Requirement(
                Key(row, edition, check), edition.Key, RequirementKind.Control, row.Text("number"), row.Text("title"), row.Text("aim"),
                PdcaPhase.Do, row.Optional("parent_id"), IsRequirement: false, DocumentedInformation: false, DocumentedWhat: null,
                TypicalEvidence: null, Origin: null, LifeCycleStage: null, Effort: null));
        }
    }

    /// <summary>Null: the rows are those of another edition.</summary>
    private static LibraryTable? ReadControls(string folder, string name, Edition edition, List<Requirement> rows, ReferenceCheck check, List<Finding> faults)
    {
        var table = check.Defines(LibraryTable.Read(folder, $"{name}/controls.csv", ["id", "number", "group_id", "title", "gist", "pdca"],
            ["documented_info", "typical_evidence", "life_cycle_stage", "effort_points"], faults), Kinds.Requirement);
        if (AreOfAnother(table, edition, Kinds.Requirement, check, faults)) return null;
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
        if (AreOfAnother(table, edition, Kinds.Annex, check, faults)) return;
        foreach (var row in table.Rows)
        {
            parts.AnnexItems.Add(new AnnexItem(
                check.Define(row, "id", Kinds.Annex), edition.Key, row.Text("number"), row.Text("title"),
                row.Choice("kind", ("objective", "objective"), ("risk_source", "risk_source")), row.Text("gist")));
        }
    }

    /// <summary>Rows copied from another edition, their prefix with them: said once for the file.</summary>
    private static bool AreOfAnother(LibraryTable table, Edition edition, string kind, ReferenceCheck check, List<Finding> faults)
    {
        if (table.Rows.Select(row => row.Optional("id")?.Split(':')[0]).Distinct().ToList() is not [{ } prefix] || prefix == edition.Prefix) return false;
        check.Incomplete(kind);
        faults.Add(Finding.Error(table.File, "wrong-prefix",
            $"All ids begin with \"{prefix}:\", and edition.yaml says the prefix \"{edition.Prefix}\". Replace \"{prefix}:\" by \"{edition.Prefix}:\" in this file, also where its rows name each other, or correct the prefix."));
        return true;
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
