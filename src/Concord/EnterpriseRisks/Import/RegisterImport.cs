using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Concord.Tables;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks.Import;

/// <summary>What the table was taken for: for a person to see and to correct.</summary>
internal sealed record RegisterReading(
    string File, string Sha256, IReadOnlyList<string> Sheets, string Sheet, int HeaderRow, IReadOnlyList<string> Columns, IReadOnlyDictionary<RegisterField, int> Fields, IReadOnlyList<string> Unused,
    IReadOnlyList<IReadOnlyList<string>> FirstRows, EnterpriseScale Scale);

/// <param name="Findings">All of them; with an error nothing is taken in.</param>
/// <param name="Words">Those of which nobody knows which level they are.</param>
internal sealed record RegisterProposal(RegisterReading Reading, RegisterPlan Plan, IReadOnlyList<Finding> Findings, IReadOnlyList<RegisterStranger> Words)
{
    public bool CanBeTakenIn => Findings.All(finding => finding.Severity == Severity.Warning);

    /// <summary>That nothing changes is said only of a file that could be read as a whole.</summary>
    public string Summary => CanBeTakenIn || !Plan.IsEmpty || Plan.Rows == 0 ? Plan.Summary : "Of the rows that could be read none changes anything; see what is to be changed first.";
}

/// <summary>
/// Takes in the risk register that the enterprise keeps elsewhere, in one act or not at all. Of its own lines it is master: they are taken over as they stand. Of AI
/// risks the AI register is master: what the file says else becomes a conflict. Taking the same file in twice changes nothing the second time.
/// </summary>
internal sealed class RegisterImport(ConcordDb db, StandardsLibrary standards, ScaleLibrary library, EnterpriseRegister register)
{
    private const int RowsShown = 5;
    private static readonly Lazy<RegisterWords> Known = new(() => RegisterWords.Read(StandardsLibrary.DefaultFolder));

    /// <summary>What taking it in would change, and everything that is wrong with it. Changes nothing.</summary>
    public async Task<RegisterProposal> Propose(TableContent table, RegisterSaid said, Actor actor, CancellationToken stop)
    {
        await Demand(actor, stop);
        return await Compare(table, said, stop);
    }

    /// <param name="seen">Fingerprint of the plan that a person saw; null: whatever it is.</param>
    /// <exception cref="FindingsException">With everything that is wrong; nothing is taken in.</exception>
    public async Task<RegisterProposal> TakeIn(TableContent table, RegisterSaid said, string? seen, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        await Demand(actor, stop);
        var proposal = await Compare(table, said, stop);
        if (!proposal.CanBeTakenIn) throw new FindingsException(proposal.Findings);
        if (seen is not null && seen != proposal.Plan.Fingerprint)
            throw new RuleViolation(Refusal.Stale, "The record changed since this was shown, and with it what the import would change. Look at it again, then take it in.");
        if (proposal.Plan.IsEmpty) return proposal;
        work.Note("enterprise-register.imported", "enterprise risk register", $"{proposal.Reading.File}, SHA-256 {table.Sha256[..12]}…: {proposal.Plan.Summary}");
        await Carry(work, proposal.Plan, table.File, stop);
        await work.Commit(stop);
        return proposal;
    }

    private async Task Carry(Work work, RegisterPlan plan, string file, CancellationToken stop)
    {
        foreach (var line in plan.Lines) await register.Add(work, line.Reference, line.Unit, line.Facts, stop);
        var references = plan.Revisions.Select(revision => revision.Reference).ToList();
        var lines = await db.Set<EnterpriseRisk>().Where(line => references.Contains(line.Ref)).ToDictionaryAsync(line => line.Ref, stop);
        foreach (var revision in plan.Revisions)
        {
            lines[revision.Reference].Revise(revision.Unit, revision.Facts);
            work.Note("enterprise-risk.revised", revision.Reference, revision.Says);
        }
        foreach (var conflict in plan.Conflicts)
        {
            var record = new RegisterConflict(await work.NextRef("CON", stop), conflict.Risk.UnitId, conflict.Risk.Ref, conflict.Field, conflict.Theirs, conflict.Ours, file, conflict.SourceSystem, db.Now);
            db.Add(record);
            work.Note("enterprise-conflict.noticed", record.Ref, $"{Words.Of(conflict.Field)} of {conflict.Risk.Ref}");
        }
        foreach (var settled in plan.Settled)
        {
            (await db.Set<RegisterConflict>().SingleAsync(conflict => conflict.Ref == settled.Conflict, stop)).Overtake(settled.Why, db.Now);
            work.Note("enterprise-conflict.overtaken", settled.Conflict, settled.Why);
        }
    }

    private async Task<RegisterProposal> Compare(TableContent table, RegisterSaid said, CancellationToken stop)
    {
        List<Finding> findings = [.. table.Notes];
        var mapping = RegisterMapping.Of(table, said, Known.Value, findings);
        var rows = new RegisterRows(mapping, findings).Read();
        var facts = new RegisterFacts([.. (await db.Set<EnterpriseRisk>().AsNoTracking().OrderBy(line => line.Ref).ToListAsync(stop)).Select(line => new KnownLine(line.Ref, line.UnitId, line.Facts))], await AiRisk.Read(db, standards.Criteria, null, stop),
            await db.Set<Person>().AsNoTracking().ToListAsync(stop), await db.Set<OrganisationUnit>().AsNoTracking().OrderBy(unit => unit.Ref).ToListAsync(stop), await db.WholeOrganisation(stop),
            await db.Set<RegisterConflict>().AsNoTracking().ToListAsync(stop));
        var scales = await KnownScales.Read(db, library, standards.Criteria, stop);
        var system = said.System?.Trim() ?? "";
        if (system.Length > EnterpriseRisk.LongestWord) throw new RuleViolation("ENTERPRISE-RISK-WORD", $"The name of a system has at most {EnterpriseRisk.LongestWord} characters.");
        var scale = RegisterScale.Of(scales, mapping, said.Scale, Before(facts, rows), rows, findings);
        var byNumber = mapping.Table.Rows.ToDictionary(row => row.Number);
        string Place(RegisterRow row, RegisterField field) => mapping.Place(byNumber[row.Number], field);
        foreach (var row in rows.Where(row => row.Text(RegisterField.Scale) is { Length: > 0 } named && scales.Find(named) is null))
            findings.Add(Finding.Error(Place(row, RegisterField.Scale), "unknown-scale", $"There is no scale {Logs.VisibleText.Quoted(row.Text(RegisterField.Scale))}. Known: {string.Join(", ", scales.All.Select(known => known.Id))}."));
        var plan = new RegisterPlanning(facts, mapping, scale, system, findings, Place).Of(rows);
        scale.Finish([.. rows.Where(row => row.Kind != RegisterLineKind.Ai)], findings);
        return new(Reading(table, mapping, scale.OfFile), plan, findings, scale.Strangers);
    }

    /// <summary>Scales of the lines that the file speaks of, as it was read before.</summary>
    private static IReadOnlyList<string> Before(RegisterFacts facts, IReadOnlyList<RegisterRow> rows)
    {
        var named = rows.SelectMany(row => (string[])[row.Id, row.SourceId]).Where(id => id.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. facts.Lines.Where(line => line.Facts.Scale.Length > 0 && (named.Contains(line.Ref) || named.Contains(line.Facts.SourceId))).Select(line => line.Facts.Scale).Distinct(StringComparer.Ordinal)];
    }

    private static RegisterReading Reading(TableContent table, RegisterMapping mapping, EnterpriseScale scale) => new(
        table.File, table.Sha256, [.. table.Sheets.Select(sheet => sheet.Name)], mapping.Table.Sheet.Name, mapping.Table.HeaderRow, mapping.Table.Columns, mapping.Columns, [.. mapping.Unused],
        [.. mapping.Table.Rows.Take(RowsShown).Select(row => (IReadOnlyList<string>)[.. mapping.Table.Columns.Select((_, place) => row[place].Text)])], scale);

    /// <summary>It speaks for the whole organisation.</summary>
    private async Task Demand(Actor actor, CancellationToken stop) => actor.Demand(Permission.EditRisks, await db.WholeOrganisation(stop));
}
