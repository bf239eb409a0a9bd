using Concord.Actions;
using Concord.Foundation;

namespace Concord.Controls;

internal enum ControlState
{
    Planned,
    Unproven,
    Effective,
    Failing,
}

internal enum FactKind
{
    Control,
    Evidence,
    Document,
    Nonconformity,
    Override,
}

/// <summary>One row that decided, or that was looked at and does not count.</summary>
/// <param name="Ref">The record it speaks of; empty for something that is missing.</param>
/// <param name="Speaks">For the requirement, against it, or not at all.</param>
internal sealed record DecidingRow(FactKind Kind, string Ref, Speaks Speaks, string Says);

internal enum Speaks
{
    For,
    Against,
    NotAtAll,
}

/// <param name="Newest">The evidence that decided the state; null when none counts.</param>
internal sealed record DerivedControl(ControlFact Control, ControlState State, string Because, EvidenceFact? Newest);

/// <param name="Derived">From the rows alone.</param>
/// <param name="Shown">A person's override where there is one, else the derived result.</param>
/// <param name="Because">One line: "2 of 4 controls failing".</param>
internal sealed record DerivedRequirement(
    RequirementResult Derived, RequirementResult Shown, string Because, IReadOnlyList<DerivedControl> Controls, IReadOnlyList<DecidingRow> Rows)
{
    public int Count(ControlState state) => Controls.Count(control => control.State == state);
}

/// <summary>
/// How the state of a control and the result of a requirement follow from the record: the one place, without clock or database. The same facts
/// and day always give the same result. Change <see cref="Version"/> with every change of meaning.
/// </summary>
internal static class Derivation
{
    public const string Version = "1";

    /// <summary>Planned → unproven (no valid evidence) → effective (the newest valid evidence says so) or failing (an open signal, or a failed test).</summary>
    public static DerivedControl Of(ControlFact control, DateOnly asOf)
    {
        if (control.Status == ControlStatus.Planned) return new(control, ControlState.Planned, "planned, not in effect yet", null);
        var newest = control.Evidence.Where(evidence => evidence.CountsOn(asOf))
            .OrderByDescending(evidence => evidence.Date).ThenByDescending(evidence => evidence.RecordedAt)
                .ThenByDescending(evidence => evidence.Ref, StringComparer.Ordinal).FirstOrDefault();
        if (control.FailingBecause.Count > 0)
            return new(control, ControlState.Failing, $"{Listed(control.FailingBecause)} {(control.FailingBecause.Count == 1 ? "is" : "are")} open", newest);
        return newest switch
        {
            null => new(control, ControlState.Unproven, control.Evidence.Count == 0 ? "no evidence" : "no evidence that counts today", null),
            { Result: EvidenceResult.Failing } => new(control, ControlState.Failing, $"{newest.Ref} of {newest.Date:yyyy-MM-dd} shows that it fails", newest),
            _ => new(control, ControlState.Effective, $"{newest.Ref} of {newest.Date:yyyy-MM-dd} shows that it works", newest),
        };
    }

    public static DerivedRequirement Of(RequirementFacts facts, DateOnly asOf)
    {
        var controls = facts.Controls.Select(control => Of(control, asOf)).ToList();
        var (derived, because) = Result(facts, controls);
        var rows = new List<DecidingRow>();
        if (facts.Override is { } said)
            rows.Add(new(FactKind.Override, facts.Requirement.Key, Speaks.For,
            $"a person says {Words.Of(said)} instead of {Words.Of(derived)}: {facts.OverrideReason}"));
        rows.AddRange(controls.SelectMany(control => ControlRows(control, facts.Requirement.Key, asOf)));
        rows.AddRange(DocumentRows(facts));
        rows.AddRange(facts.OpenNonconformities.Select(open =>
            new DecidingRow(FactKind.Nonconformity, open.Ref, Speaks.Against,
                $"{Words.Of(open.Grade)} nonconformity of {open.ControlRef} at {open.SystemRef} is open")));
        return new(derived, facts.Override ?? derived, because, controls, rows);
    }

    private static (RequirementResult Result, string Because) Result(RequirementFacts facts, List<DerivedControl> controls)
    {
        var approved = facts.Documents.Where(document => document.Counts).Select(document => document.Ref).ToList();
        if (controls.Count == 0)
            return approved.Count == 0
                ? (RequirementResult.NotAssessed, "nothing is linked: no applied control and no approved document")
                : (RequirementResult.Partial, $"documented in {Listed(approved)}, but no applied control shows that it is done");

        var counts = Counts(controls);
        var effective = controls.Count(control => control.State == ControlState.Effective);
        var majors = facts.OpenNonconformities.Where(open => open.Grade == NonconformityGrade.Major).Select(open => open.Ref).ToList();
        if (majors.Count > 0) return (RequirementResult.NotConforming, Joined(effective == controls.Count ? null : counts, $"major {Listed(majors)} open"));
        if (effective == 0) return (RequirementResult.NotConforming, counts);

        var inPart = controls.All(control => control.State != ControlState.Effective || control.Control.PartlySatisfied.Contains(facts.Requirement.Key));
        var minors = facts.OpenNonconformities.Select(open => open.Ref).ToList();
        string?[] shortcomings =
        [
            effective == controls.Count ? null : counts,
            inPart ? InPart([.. controls.Where(control => control.State == ControlState.Effective).Select(control => control.Control.Ref)]) : null,
            facts.Requirement.DocumentedInformation && approved.Count == 0 ? "what must be documented has no approved document" : null,
            minors.Count > 0 ? $"minor {Listed(minors)} open" : null,
        ];
        return shortcomings.All(shortcoming => shortcoming is null)
            ? (RequirementResult.Conforming, Joined(counts, approved.Count > 0 ? $"documented in {Listed(approved)}" : null))
            : (RequirementResult.Partial, Joined(shortcomings));
    }

    /// <summary>"2 of 4 controls failing, 1 unproven"; "4 of 4 controls effective".</summary>
    private static string Counts(List<DerivedControl> controls)
    {
        var bad = new[] { ControlState.Failing, ControlState.Unproven, ControlState.Planned }
            .Select(state => (State: state, Count: controls.Count(control => control.State == state))).Where(pair => pair.Count > 0).ToList();
        if (bad.Count == 0) bad = [(ControlState.Effective, controls.Count)];
        var first = $"{bad[0].Count} of {controls.Count} {(controls.Count == 1 ? "control" : "controls")} {Words.Of(bad[0].State)}";
        return string.Join(", ", bad.Skip(1).Select(pair => $"{pair.Count} {Words.Of(pair.State)}").Prepend(first));
    }

    private static string InPart(string[] effective) => $"{Listed(effective)} {(effective.Length == 1 ? "answers" : "answer")} it only in part";

    private static IEnumerable<DecidingRow> ControlRows(DerivedControl derived, string requirement, DateOnly asOf)
    {
        var part = derived.Control.PartlySatisfied.Contains(requirement) ? "; answers this requirement only in part" : "";
        yield return new(FactKind.Control, derived.Control.Ref, derived.State == ControlState.Effective ? Speaks.For : Speaks.Against,
            $"{derived.Control.Title}: {Words.Of(derived.State)}, {derived.Because}{part}");
        foreach (var old in derived.Control.Evidence.Where(evidence => !evidence.CountsOn(asOf)).OrderByDescending(evidence => evidence.Date)
            .ThenBy(evidence => evidence.Ref, StringComparer.Ordinal))
        {
            var why = old.Date > asOf ? $"is of {old.Date:yyyy-MM-dd} and does not count yet"
                : $"was valid until {old.ValidUntil:yyyy-MM-dd} and no longer counts";
            yield return new(FactKind.Evidence, old.Ref, Speaks.NotAtAll, $"{old.Kind} for {derived.Control.Ref} {why}");
        }
    }

    private static IEnumerable<DecidingRow> DocumentRows(RequirementFacts facts)
    {
        foreach (var document in facts.Documents)
        {
            yield return document.Counts
                ? new(FactKind.Document, document.Ref, Speaks.For, $"{document.Title}: approved on {document.ApprovedOn:yyyy-MM-dd}")
                : new(FactKind.Document, document.Ref, Speaks.NotAtAll, $"{document.Title}: {Words.Of(document.State)}, does not count");
        }
        if (facts.Requirement.DocumentedInformation && facts.Documents.All(document => !document.Counts))
            yield return new(FactKind.Document, "", Speaks.Against,
                $"documented information is required{(facts.Requirement.DocumentedWhat is { } what ? $" ({what})" : "")}, and no approved document is linked");
    }

    private static string Joined(params string?[] parts) => string.Join("; ", parts.OfType<string>());

    private static string Listed(IEnumerable<string> references) => string.Join(", ", references);
}
