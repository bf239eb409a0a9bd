using System.Text.RegularExpressions;
using Concord.Foundation;
using Concord.Logs;
using Concord.Organisation;
using Concord.Risks;

namespace Concord.EnterpriseRisks.Import;

/// <summary>A line that is here already.</summary>
internal sealed record KnownLine(string Ref, OrganisationUnitId UnitId, EnterpriseRiskFacts Facts);

/// <summary>What the record has, as a register is compared with it.</summary>
/// <param name="Answered">Conflicts there are, open and resolved.</param>
internal sealed record RegisterFacts(
    IReadOnlyList<KnownLine> Lines, IReadOnlyList<AiRisk> Risks, IReadOnlyList<Person> People, IReadOnlyList<OrganisationUnit> Units, OrganisationUnitId Whole, IReadOnlyList<RegisterConflict> Answered);

/// <summary>
/// Compares the rows of a register with the record. A row is a line of the enterprise, whose words are taken over as they stand, or an AI risk, of which nothing is
/// taken over: where it says something else than the AI register, that is a conflict. Nothing is ever deleted.
/// </summary>
internal sealed partial class RegisterPlanning(RegisterFacts facts, RegisterMapping mapping, RegisterScale scale, string system, List<Finding> findings, Func<RegisterRow, RegisterField, string> placeOf)
{
    /// <summary>Addresses under the register that are no lines of it.</summary>
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase) { "import", "conflicts", "scale", "committee", "file", "summary", "matrix", "ai-risks", "changes", "trend", "meetings" };

    private readonly List<RegisterChange> changes = [];
    private readonly List<PlannedLine> planned = [];
    private readonly List<PlannedRevision> revisions = [];
    private readonly List<PlannedConflict> conflicts = [];
    private readonly List<PlannedSettlement> overtaken = [];
    private readonly Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<KnownLine> met = [];
    private readonly HashSet<int> faulty = [];
    private readonly HashSet<string> strangers = new(StringComparer.Ordinal);
    private readonly List<string> nobody = [];
    private readonly Dictionary<string, AiRisk> risks = facts.Risks.ToDictionary(risk => risk.Ref, StringComparer.OrdinalIgnoreCase);
    private readonly ILookup<string, KnownLine> byId = facts.Lines.Where(line => line.Facts.SourceId.Length > 0).ToLookup(line => line.Facts.SourceId, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, KnownLine> byRef = facts.Lines.ToDictionary(line => line.Ref, StringComparer.OrdinalIgnoreCase);

    public RegisterPlan Of(IReadOnlyList<RegisterRow> rows)
    {
        foreach (var row in rows)
        {
            var key = row.Id.Length > 0 ? row.Id : row.SourceId.Length > 0 ? row.SourceId : row.Text(RegisterField.Title);
            if (!seen.TryAdd($"{row.Text(RegisterField.SourceSystem)}\n{key}", row.Number))
            {
                Fault(row, RegisterField.Id, "duplicate-line", $"{VisibleText.Quoted(key)} already stands in row {seen[$"{row.Text(RegisterField.SourceSystem)}\n{key}"]}. Keep one of the two rows.");
                // Whoever keeps this row and takes out the other is to know now what else is wrong with it.
                if (row.IsSound) _ = IsAiRisk(row);
                scale.Look(row, placeOf);
            }
            else if (!row.IsSound) scale.Look(row, placeOf);
            else if (IsAiRisk(row) is { } isAi && (isAi ? risks.GetValueOrDefault(row.Id) : null) is var risk)
            {
                if (risk is not null) Compare(row, risk);
                else if (!isAi) Line(row);
            }
        }
        SayMissing();
        return new(changes, planned, revisions, conflicts, overtaken, rows.Count, rows.Count(row => !row.IsSound || faulty.Contains(row.Number)), nobody);
    }

    /// <summary>Lines of the same register that the file leaves out: they stay, and a person decides what became of them.</summary>
    private void SayMissing()
    {
        var systems = met.Select(line => line.Facts.SourceSystem).Where(where => where.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = facts.Lines.Where(line => systems.Contains(line.Facts.SourceSystem) && !met.Contains(line)).Select(line => line.Ref).ToList();
        if (missing.Count > 0)
            findings.Add(Finding.Warning("file", "not-in-file", $"{missing.Count} {(missing.Count == 1 ? "line" : "lines")} of the same register {(missing.Count == 1 ? "is" : "are")} not in this file and {(missing.Count == 1 ? "stays as it is" : "stay as they are")}: {string.Join(", ", missing.Take(20))}{(missing.Count > 20 ? ", …" : "")}."));
    }

    /// <summary>Null where that cannot be known, which is said.</summary>
    private bool? IsAiRisk(RegisterRow row)
    {
        var risk = row.Id.Length > 0 ? risks.GetValueOrDefault(row.Id) : null;
        if (row.Kind == RegisterLineKind.Enterprise) return false;
        if (row.Kind == RegisterLineKind.Ai)
        {
            if (risk is not null) return true;
            Fault(row, RegisterField.Id, "unknown-ai-risk", $"{VisibleText.Quoted(row.Id)} is no AI risk of the register here. AI risks are opened here, not by an import: open it, or correct the id.");
            return null;
        }
        if (risk is null) return false;
        if (string.Equals(risk.Title, row.Text(RegisterField.Title), StringComparison.OrdinalIgnoreCase)) return true;
        Fault(row, RegisterField.Id, "line-or-ai-risk", $"{risk.Ref} is the AI risk {VisibleText.Quoted(risk.Title)} here, and the row calls it {VisibleText.Quoted(row.Text(RegisterField.Title))}. Say which is meant, in a column of its own with \"ai risk\" or \"enterprise\" in it, chosen as kind on the page or with --map kind=\"…\".");
        return null;
    }

    private void Compare(RegisterRow row, AiRisk risk)
    {
        var pushed = PushedFields.All.Where(pushed => mapping.Has(pushed.Field))
            .Select(pushed => (pushed.Field, Theirs: pushed.Field == RegisterField.NextReview ? PushedFields.Day(row.Review) : row.Text(pushed.Field), Ours: pushed.Value(risk)));
        foreach (var (field, theirs, ours) in pushed.Concat(Levels(row, risk)))
        {
            var open = facts.Answered.FirstOrDefault(known => known.RiskRef == risk.Ref && known.Field == field && known.State == ConflictState.Open);
            if (string.Equals(theirs, ours, StringComparison.OrdinalIgnoreCase))
            {
                if (open is not null) Settle(row, open, $"they say what we say, {Quoted(ours)}");
                continue;
            }
            Warn(row, field, "master-field", $"The register says {Quoted(theirs)} as {Words.Of(field)} of the AI risk {risk.Ref}; the AI register, which is master of it, says {Quoted(ours)}. Nothing is taken over.");
            if (open?.Theirs == theirs || facts.Answered.Any(known => known.RiskRef == risk.Ref && known.Field == field && known.Theirs == theirs && known.Ours == ours && known.State != ConflictState.Overtaken)) continue;
            if (open is not null) Settle(row, open, $"they say {Quoted(theirs)} by now");
            conflicts.Add(new(risk, field, theirs, ours, System(row)));
            changes.Add(new(row.Number, risk.Ref, RegisterChangeKind.Conflict, $"{Words.Of(field)}: they say {Quoted(theirs)}, we say {Quoted(ours)}"));
        }
    }

    /// <summary>The current level on the scale of the row. An empty cell says nothing of it, and a level without a counterpart there cannot be compared.</summary>
    private IEnumerable<(RegisterField Field, string Theirs, string Ours)> Levels(RegisterRow row, AiRisk risk)
    {
        var current = AiRiskLine.Of(risk, scale.Of(row)).Current;
        foreach (var (field, ours) in new[] { (RegisterField.Likelihood, current?.Likelihood), (RegisterField.Impact, current?.Impact), (RegisterField.Rating, current?.Rating) })
            if (scale.Meant(row, field) is { Length: > 0 } theirs && (ours is not null || risk.Current is null)) yield return (field, theirs, ours ?? "");
    }

    /// <summary>What was open is answered by the register itself.</summary>
    private void Settle(RegisterRow row, RegisterConflict conflict, string why)
    {
        overtaken.Add(new(conflict.Ref, why));
        changes.Add(new(row.Number, conflict.RiskRef, RegisterChangeKind.Settled, $"{conflict.Ref} is settled: {why}"));
    }

    private void Line(RegisterRow row)
    {
        if (Known(row, out var isClear) is not { } line)
        {
            if (!isClear) return;
            var wanted = row.Id.Length > 0 ? row.Id : row.SourceId;
            var isFree = wanted.Length > 0 && Form().IsMatch(wanted) && !byRef.ContainsKey(wanted) && !risks.ContainsKey(wanted) && !Taken.Contains(wanted);
            var unit = Unit(row) ?? facts.Whole;
            planned.Add(new(isFree ? wanted : null, unit, Facts(row, null)));
            changes.Add(new(row.Number, wanted.Length > 0 ? wanted : "new", RegisterChangeKind.NewLine, $"a new line: {row.Text(RegisterField.Title)}"));
            return;
        }
        met.Add(line);
        var (before, after, moved) = (line.Facts, Facts(row, line), Unit(row) ?? line.UnitId);
        if (before == after && moved == line.UnitId) return;
        var says = Differences(before, after, moved == line.UnitId ? null : facts.Units.First(unit => unit.Id == moved).Name);
        revisions.Add(new(line.Ref, moved, after, says));
        changes.Add(new(row.Number, line.Ref, RegisterChangeKind.ChangedLine, says));
    }

    /// <summary>By what it is called there, in its system; else by the reference here; without either by the title.</summary>
    private KnownLine? Known(RegisterRow row, out bool isClear)
    {
        isClear = true;
        var (id, where) = (row.SourceId.Length > 0 ? row.SourceId : row.Id, System(row));
        if (row.SourceId.Length > 0 && row.Id.Length > 0 && byRef.TryGetValue(row.Id, out var referred)) return referred;
        var same = byId[id].Where(line => where.Length == 0 || line.Facts.SourceSystem.Length == 0 || string.Equals(line.Facts.SourceSystem, where, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (id.Length > 0 && same.Length == 1) return same[0];
        if (same.Length > 1)
        {
            isClear = false;
            Fault(row, RegisterField.Id, "which-system", $"{VisibleText.Quoted(id)} is a line of {string.Join(" and of ", same.Select(line => VisibleText.Quoted(line.Facts.SourceSystem)))}. Say where this file comes from, under \"Where the register is kept\" on the page or with --system \"…\".");
            return null;
        }
        if (row.Id.Length > 0) return byRef.TryGetValue(row.Id, out var line) && (line.Facts.SourceId.Length == 0 || line.Facts.SourceSystem.Length == 0 || where.Length == 0) ? line : null;
        return id.Length > 0 ? null : facts.Lines.FirstOrDefault(known => known.Facts.SourceId.Length == 0 && string.Equals(known.Facts.Title, row.Text(RegisterField.Title), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What the line is after the row: a column the file does not have leaves what the record has.</summary>
    private EnterpriseRiskFacts Facts(RegisterRow row, KnownLine? line)
    {
        string Said(RegisterField field, string? before) => mapping.Has(field) ? Same(row.Text(field), before ?? "") : before ?? "";
        string Level(RegisterField field, string? before) => mapping.Has(field) ? Same(scale.Word(row, field, placeOf(row, field)), before ?? "") : before ?? "";
        var (owner, ownerAs) = mapping.Has(RegisterField.Owner) ? Owner(row, line) : (line?.Facts.Owner, line?.Facts.OwnerAs ?? "");
        var id = row.SourceId.Length > 0 ? row.SourceId : row.Id.Length > 0 && (line is null || line.Facts.SourceId.Length > 0 || !string.Equals(line.Ref, row.Id, StringComparison.OrdinalIgnoreCase)) && !(mapping.Has(RegisterField.SourceId)) ? row.Id : line?.Facts.SourceId ?? "";
        var where = System(row);
        return new(row.Text(RegisterField.Title), Said(RegisterField.Category, line?.Facts.Category), owner, ownerAs, scale.Kept(row, line?.Facts.Scale), Level(RegisterField.Likelihood, line?.Facts.Likelihood), Level(RegisterField.Impact, line?.Facts.Impact),
            Level(RegisterField.Rating, line?.Facts.Rating), Level(RegisterField.Appetite, line?.Facts.Appetite), Said(RegisterField.Status, line?.Facts.Status), mapping.Has(RegisterField.NextReview) ? row.Review : line?.Facts.NextReview,
            where.Length > 0 ? where : line?.Facts.SourceSystem ?? "", Same(id, line?.Facts.SourceId ?? ""));
    }

    /// <summary>The person who is meant, or the name as it is written: nobody is made up.</summary>
    private (PersonId? Owner, string OwnerAs) Owner(RegisterRow row, KnownLine? line)
    {
        var text = row.Text(RegisterField.Owner);
        if (text.Length == 0) return (null, "");
        var isSaid = mapping.Owners.TryGetValue(Tables.PlainWord.Of(text), out var meant);
        var said = meant ?? text;
        var found = facts.People.Where(person => person.Ref == said || string.Equals(person.Email, said, StringComparison.OrdinalIgnoreCase) || string.Equals(person.Name, said, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (line is not null && found.Any(person => person.Id == line.Facts.Owner)) return (line.Facts.Owner, line.Facts.OwnerAs); // However it is spelled.
        if (found is [var one]) return (one.Id, text);
        var isKept = line is not null && string.Equals(line.Facts.OwnerAs, text, StringComparison.Ordinal);
        if (isKept && !isSaid) return (line!.Facts.Owner, text); // Somebody was told of it, and kept it or said who it is.
        if (strangers.Add(said))
        {
            nobody.Add(text);
            Warn(row, RegisterField.Owner, found.Length == 0 ? "unknown-owner" : "which-owner", $"{(found.Length == 0 ? "Nobody" : "More than one person")} here is called {VisibleText.Quoted(said)}. {(isKept ? "The line keeps the owner it has" : "The name is kept as text, and the line has no owner here")}. If somebody is meant, add the person first, or say who in the form, or with the command: --owner \"{text}=PERSON-0001\" or an e-mail address.");
        }
        return (isKept ? line!.Facts.Owner : null, text);
    }

    private OrganisationUnitId? Unit(RegisterRow row)
    {
        var text = row.Text(RegisterField.Unit);
        if (text.Length == 0) return null;
        var found = facts.Units.Where(unit => string.Equals(unit.Ref, text, StringComparison.OrdinalIgnoreCase) || string.Equals(unit.Name, text, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (found is [var one]) return one.Id;
        if (strangers.Add($"unit {text}")) Warn(row, RegisterField.Unit, "unknown-unit", $"There is no unit {VisibleText.Quoted(text)} here, so the line stays with the organisation as a whole. Known: {string.Join(", ", facts.Units.Select(unit => unit.Name).Take(20))}.");
        return null;
    }

    private string System(RegisterRow row) => row.Text(RegisterField.SourceSystem) is { Length: > 0 } own ? own : system;

    private string Differences(EnterpriseRiskFacts before, EnterpriseRiskFacts after, string? unit)
    {
        (string Name, string Before, string After)[] fields =
        [
            ("title", before.Title, after.Title), ("category", before.Category, after.Category), ("owner", OwnerOf(before), OwnerOf(after)), ("scale", before.Scale, after.Scale), ("likelihood", before.Likelihood, after.Likelihood),
            ("impact", before.Impact, after.Impact), ("rating", before.Rating, after.Rating), ("appetite", before.Appetite, after.Appetite), ("status", before.Status, after.Status),
            ("next review", PushedFields.Day(before.NextReview), PushedFields.Day(after.NextReview)), ("source system", before.SourceSystem, after.SourceSystem), ("their id", before.SourceId, after.SourceId),
        ];
        var told = fields.Where(field => field.Before != field.After).Select(field => $"{field.Name} {Quoted(field.Before)} → {Quoted(field.After)}").ToList();
        if (unit is not null) told.Add($"unit → {VisibleText.Quoted(unit)}");
        return told.Count > 0 ? string.Join("; ", told) : "owner is another person";
    }

    /// <summary>As the file has it; where the register knows who it is and no file said so, by reference: what is told goes into the journal, which keeps no names.</summary>
    private string OwnerOf(EnterpriseRiskFacts line) => line.OwnerAs.Length > 0 ? line.OwnerAs : facts.People.FirstOrDefault(person => person.Id == line.Owner)?.Ref ?? "";

    /// <summary>Capitals and blanks alone are no change.</summary>
    private static string Same(string text, string before) => string.Equals(text, before, StringComparison.OrdinalIgnoreCase) ? before : text;

    private static string Quoted(string text) => text.Length == 0 ? "nothing" : VisibleText.Quoted(text, 80);

    private void Fault(RegisterRow row, RegisterField field, string code, string message)
    {
        faulty.Add(row.Number);
        findings.Add(Finding.Error(placeOf(row, field), code, message));
    }

    private void Warn(RegisterRow row, RegisterField field, string code, string message) => findings.Add(Finding.Warning(placeOf(row, field), code, message));

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
