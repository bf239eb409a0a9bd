using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;
using Concord.Risks;

namespace Concord.EnterpriseRisks.Import;

internal enum RegisterChangeKind { NewLine, ChangedLine, Conflict, Settled }

/// <param name="Says">What would be done, in words.</param>
internal sealed record RegisterChange(int Row, string Line, RegisterChangeKind Kind, string Says);

/// <param name="Reference">What the line is called there, where that can be a reference here; null: the next free one.</param>
internal sealed record PlannedLine(string? Reference, OrganisationUnitId Unit, EnterpriseRiskFacts Facts);

internal sealed record PlannedRevision(string Reference, OrganisationUnitId Unit, EnterpriseRiskFacts Facts, string Says);

internal sealed record PlannedConflict(AiRisk Risk, RegisterField Field, string Theirs, string Ours, string SourceSystem);

internal sealed record PlannedSettlement(string Conflict, string Why);

/// <summary>What taking a register in would change, all of it, before anything is changed.</summary>
/// <param name="Nobody">Names of owners as they are written, where it is not known who is meant.</param>
/// <param name="Faulty">Rows with something to be corrected: of them nothing is planned, and nobody knows whether they change anything.</param>
internal sealed record RegisterPlan(
    IReadOnlyList<RegisterChange> Changes, IReadOnlyList<PlannedLine> Lines, IReadOnlyList<PlannedRevision> Revisions, IReadOnlyList<PlannedConflict> Conflicts, IReadOnlyList<PlannedSettlement> Settled, int Rows, int Faulty,
    IReadOnlyList<string> Nobody)
{
    /// <summary>By it a person confirms the plan that was shown and no other: what would be kept counts, not only what is said of it.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Changes.Select(change => $"{change.Row} {change.Line} {change.Kind} {change.Says}")
        .Concat(Lines.Select(line => $"{line.Reference} {line.Unit} {line.Facts}")).Concat(Revisions.Select(line => $"{line.Reference} {line.Unit} {line.Facts}"))))))[..32];

    public int Unchanged => Rows - Faulty - Changes.Select(change => change.Row).Distinct().Count();

    public bool IsEmpty => Changes.Count == 0;

    /// <summary>"12 lines new, 1 changed, 2 conflicts, 90 rows unchanged."</summary>
    public string Summary
    {
        get
        {
            if (Rows == 0) return "No row could be read.";
            if (IsEmpty) return FormattableString.Invariant($"Nothing to change: {(Rows == 1 ? "the row says" : $"all {Rows} rows say")} what the register says.");
            string?[] parts =
            [
                Counted(Lines.Count, "line new", "lines new"), Counted(Revisions.Count, "line changed", "lines changed"),
                Counted(Conflicts.Count, "conflict with the AI register", "conflicts with the AI register"), Counted(Settled.Count, "conflict settled", "conflicts settled"), Counted(Unchanged, "row unchanged", "rows unchanged"),
                Counted(Faulty, "row to be corrected", "rows to be corrected"),
            ];
            return string.Join(", ", parts.OfType<string>()) + ".";
        }
    }

    private static string? Counted(int count, string one, string more) => count == 0 ? null : FormattableString.Invariant($"{count} {(count == 1 ? one : more)}");
}
