using System.Security.Cryptography;
using System.Text;
using Concord.Controls;
using Concord.Foundation;

namespace Concord.Applicability.Import;

internal enum StatementImportKind { NewControl, ChangedControl, Exclusion, Decision, Evidence }

/// <param name="Says">What would be done, in words.</param>
internal sealed record StatementImportChange(int Row, string Requirement, StatementImportKind Kind, string Says);

/// <param name="Key">What rows that name the same new control share: its reference, else the requirement.</param>
internal sealed record PlannedControl(string Key, string? Reference, string Title, ControlStatus Status, PersonId? Owner, List<string> Requirements, List<string> Partly);

/// <param name="Controls">References of controls that are there, and keys of planned ones.</param>
internal sealed record PlannedEvidence(string Document, DateOnly Date, string Kind, List<string> Controls);

internal sealed record PlannedDecision(string Requirement, int Version, bool Applies, string Reason);

/// <summary>What taking a statement in would change, all of it, before anything is changed.</summary>
internal sealed record StatementPlan(
    IReadOnlyList<StatementImportChange> Changes, IReadOnlyList<PlannedControl> Controls, IReadOnlyDictionary<string, ControlRevision> Revisions, IReadOnlyList<PlannedDecision> Decisions,
    IReadOnlyList<PlannedEvidence> Evidence, int Rows)
{
    /// <summary>By it a person confirms the plan that was shown and no other.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Changes.Select(change => $"{change.Row} {change.Requirement} {change.Kind} {change.Says}")))))[..32];

    public int Unchanged => Rows - Changes.Select(change => change.Requirement).Distinct(StringComparer.Ordinal).Count();

    public bool IsEmpty => Changes.Count == 0;

    /// <summary>"12 controls new, 3 exclusions, 1 changed, 90 unchanged".</summary>
    public string Summary
    {
        get
        {
            if (IsEmpty) return FormattableString.Invariant($"Nothing to change: all {Rows} rows say what the record says.");
            string?[] parts =
            [
                Counted(Controls.Count, "control new", "controls new"), Counted(Of(StatementImportKind.Exclusion), "exclusion", "exclusions"), Counted(Of(StatementImportKind.Decision), "decided as applicable", "decided as applicable"),
                Counted(Revisions.Count, "control changed", "controls changed"), Counted(Evidence.Count, "piece of evidence new", "pieces of evidence new"), FormattableString.Invariant($"{Unchanged} {(Unchanged == 1 ? "row" : "rows")} unchanged"),
            ];
            return string.Join(", ", parts.OfType<string>()) + ".";
        }
    }

    public int Of(StatementImportKind kind) => Changes.Count(change => change.Kind == kind);

    private static string? Counted(int count, string one, string more) => count == 0 ? null : FormattableString.Invariant($"{count} {(count == 1 ? one : more)}");
}
