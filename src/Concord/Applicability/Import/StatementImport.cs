using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Concord.Tables;
using Microsoft.EntityFrameworkCore;

namespace Concord.Applicability.Import;

/// <summary>What the table was taken for: for a person to see and to correct.</summary>
/// <param name="Sheets">All sheets with rows.</param>
/// <param name="Columns">Names of all columns, by their place.</param>
/// <param name="Fields">Which column holds what, by its place.</param>
/// <param name="FirstRows">The first rows below the header.</param>
internal sealed record StatementReading(
    string File, string Sha256, IReadOnlyList<string> Sheets, string Sheet, int HeaderRow, IReadOnlyList<string> Columns, IReadOnlyDictionary<StatementField, int> Fields,
    IReadOnlyList<string> Unused, IReadOnlyList<IReadOnlyList<string>> FirstRows)
{
    /// <summary>A sentence on what was not read of a workbook: somebody may have typed there.</summary>
    public string OtherSheets => Sheets.Count < 2 ? "" : $" Only the sheet {Sheet} was read; nothing is taken from {string.Join(", ", Sheets.Where(other => other != Sheet))}.";
}

/// <param name="Field">Status or applicability.</param>
internal sealed record StatementStranger(StatementField Field, string Word);

/// <param name="Findings">All of them; with an error nothing is taken in.</param>
/// <param name="Words">Those of which nobody knows what they mean.</param>
internal sealed record StatementProposal(StatementReading Reading, StatementPlan Plan, IReadOnlyList<Finding> Findings, IReadOnlyList<StatementStranger> Words)
{
    public bool CanBeTakenIn => Findings.All(finding => finding.Severity == Severity.Warning);

    /// <summary>That nothing changes is said only of a file that could be read as a whole.</summary>
    public string Summary => (CanBeTakenIn || !Plan.IsEmpty || Plan.Rows == 0 ? Plan.Summary : "Of the rows that could be read none changes anything; see what is to be changed first.") + Reading.OtherSheets;
}

/// <summary>
/// Takes in the statement of applicability that an organisation has already: decisions, applied controls and evidence, through the registers that
/// keep them, in one act or not at all. Taking the same file in twice changes nothing the second time.
/// </summary>
internal sealed class StatementImport(ConcordDb db, StandardsLibrary library, ControlRegister controls, RequirementRegister requirements, DerivationRun derivation)
{
    private const int RowsShown = 5;
    private static readonly Lazy<StatementWords> Known = new(() => StatementWords.Read(StandardsLibrary.DefaultFolder));

    /// <summary>What taking it in would change, and everything that is wrong with it. Changes nothing.</summary>
    public async Task<StatementProposal> Propose(TableContent table, StatementSaid said, Actor actor, CancellationToken stop)
    {
        await Demand(actor, stop);
        return await Compare(table, said, stop);
    }

    /// <param name="seen">Fingerprint of the plan that a person saw; null: whatever it is.</param>
    /// <exception cref="FindingsException">With everything that is wrong; nothing is taken in.</exception>
    public async Task<StatementProposal> TakeIn(TableContent table, StatementSaid said, string? seen, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var unit = await Demand(actor, stop);
        var proposal = await Compare(table, said, stop);
        if (!proposal.CanBeTakenIn) throw new FindingsException(proposal.Findings);
        if (seen is not null && seen != proposal.Plan.Fingerprint)
            throw new RuleViolation(Refusal.Stale, "The record changed since this was shown, and with it what the import would change. Look at it again, then take it in.");
        if (proposal.Plan.IsEmpty) return proposal;
        work.Note("statement.imported", library.ReuseDefinition.Target, $"{proposal.Reading.File}, SHA-256 {table.Sha256[..12]}…: {proposal.Plan.Summary}");
        await Carry(work, proposal.Plan, unit, table, stop);
        await derivation.Run(work, stop);
        await work.Commit(stop);
        return proposal;
    }

    private async Task Carry(Work work, StatementPlan plan, OrganisationUnitId unit, TableContent table, CancellationToken stop)
    {
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var control in plan.Controls)
            references[control.Key] = (await controls.Apply(work, new(unit, control.Title, control.Owner, control.Status, [], control.Requirements, control.Partly, [], control.Reference), stop)).Ref;
        foreach (var (reference, revision) in plan.Revisions) await controls.Revise(work, reference, revision, stop);
        foreach (var decision in plan.Decisions) await requirements.Decide(work, decision.Requirement, decision.Version, decision.Applies, decision.Reason, stop);
        foreach (var piece in plan.Evidence)
        {
            await controls.Attach(work, new(unit, piece.Kind, piece.Document, piece.Date, EvidenceResult.Effective, $"Named in the statement of applicability {table.File}",
                FormattableString.Invariant($"{piece.Document} of {piece.Date:yyyy-MM-dd}, named in {table.File} with SHA-256 {table.Sha256}"), [.. piece.Controls.Select(key => references.GetValueOrDefault(key, key))]), stop);
        }
    }

    private async Task<StatementProposal> Compare(TableContent table, StatementSaid said, CancellationToken stop)
    {
        List<Finding> findings = [.. table.Notes];
        var mapping = StatementMapping.Of(table, said, Known.Value, findings);
        var (rows, strangers) = StatementRows.Read(library, mapping, said.Standard, db.Today, findings);
        var places = mapping.Table.Rows.ToDictionary(row => row.Number);
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var people = await db.Set<Person>().AsNoTracking().ToListAsync(stop);
        var plan = new StatementPlanning(facts, people, db.Today, findings, (row, field) => mapping.Place(places[row.Row], mapping.Nearest(field))).Of(rows);
        // As they stand in the file; the place names the row, so it is not said twice.
        return new(Reading(table, mapping), plan, [.. findings.OrderBy(finding => finding.Row ?? 0).Select(finding => finding with { Row = null })], strangers);
    }

    private static StatementReading Reading(TableContent table, StatementMapping mapping) => new(
        table.File, table.Sha256, [.. table.Sheets.Select(sheet => sheet.Name)], mapping.Table.Sheet.Name, mapping.Table.HeaderRow, mapping.Table.Columns, mapping.Columns, [.. mapping.Unused],
        [.. mapping.Table.Rows.Take(RowsShown).Select(row => (IReadOnlyList<string>)[.. mapping.Table.Columns.Select((_, place) => row[place].Text)])]);

    /// <summary>It speaks for the whole organisation, as controls and as decisions.</summary>
    private async Task<OrganisationUnitId> Demand(Actor actor, CancellationToken stop)
    {
        var whole = await db.WholeOrganisation(stop);
        actor.Demand(Permission.EditControls, whole);
        actor.Demand(Permission.JudgeRequirements, whole);
        return whole;
    }
}
