using Concord.Controls;
using Concord.Foundation;
using Concord.Logs;
using Concord.Organisation;
using Concord.Standards;

namespace Concord.Applicability.Import;

/// <summary>
/// Compares the rows of a statement with the record. A row belongs to the applied control whose reference it names; without one to the control of the
/// same title among those that answer the requirement, else to the only one that does. Nothing is ever deleted, and no control is set back.
/// </summary>
internal sealed class StatementPlanning(DerivationFacts facts, IReadOnlyList<Person> people, DateOnly today, List<Finding> findings, Func<StatementRow, StatementField, string> placeOf)
{
    private readonly List<StatementImportChange> changes = [];
    private readonly Dictionary<string, PlannedControl> planned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ControlRevision> revisions = new(StringComparer.Ordinal);
    private readonly List<PlannedDecision> decisions = [];
    private readonly Dictionary<(string, DateOnly, string), PlannedEvidence> evidence = [];
    private readonly HashSet<string> strangers = new(StringComparer.Ordinal);
    private readonly List<StatementRow> unproven = [];
    private readonly Dictionary<string, string> skeletons = new(StringComparer.Ordinal);

    public StatementPlan Of(IReadOnlyList<StatementRow> rows)
    {
        foreach (var row in rows)
        {
            var controls = row.IsExcluded ? [] : Controls(row);
            Decide(row, controls.Count > 0);
            Prove(row, controls);
        }
        SayUnproven();
        return new(changes, [.. planned.Values], revisions, decisions, [.. evidence.Values], rows.Count);
    }

    /// <summary>The controls that the row is about, after what it changes: references of those there are, keys of new ones.</summary>
    private IReadOnlyList<string> Controls(StatementRow row)
    {
        var own = facts.Of(row.Requirement);
        var named = row.References.Select(reference => facts.Controls.FirstOrDefault(control => control.Ref == reference)).OfType<ControlFact>().ToArray();
        var answering = named.Length > 0 ? named : [.. own.Controls];
        var shown = Derivation.Of(own, today).Shown;
        if (named.Length == 0 && (own.Controls.Count == 0 || (!row.IsExport && row.References.Count > 0))) return New(row, shown, own.Controls.Count);

        var titled = answering.Where(control => row.Title.Length > 0 && string.Equals(control.Title, row.Title, StringComparison.OrdinalIgnoreCase)).ToArray();
        var matched = titled is [var only] ? only : answering is [var single] ? single : null;
        if (Says(row, Told(answering, row.Requirement.Key), shown)) Own(row, matched);
        else if (matched is null)
            Warn(row, StatementField.Status, "several-controls", $"{string.Join(", ", answering.Select(control => control.Ref))} answer {row.Requirement.Key}, and the row does not say which is {Word(row.Status)}. Nothing is changed; name one by its reference: --map reference=\"…\".");
        else Revise(row, matched);
        return [.. answering.Select(control => control.Ref)];
    }

    private IReadOnlyList<string> New(StatementRow row, RequirementResult shown, int known)
    {
        // An exported row that is neither proven nor in part says "planned" for everything else: that is no control.
        if (row.Status is not (StatementStatus.Implemented or StatementStatus.Partially or StatementStatus.Planned)) return [];
        if (row.IsExport && (row.Status == StatementStatus.Planned || known > 0 || Says(row, null, shown))) return [];
        var key = row.References is [var reference] ? reference : row.Requirement.Key;
        if (row.References.Count > 1)
        {
            Warn(row, StatementField.Reference, "several-references", $"None of {string.Join(", ", row.References)} is in the record, so one control stands for them. Give each a row of its own to keep them apart.");
            key = row.References[0];
        }
        var (owner, status) = (OwnerOf(row), row.Status == StatementStatus.Planned ? ControlStatus.Planned : ControlStatus.Applied);
        if (!planned.TryGetValue(key, out var control))
        {
            var title = row.Title.Length > 0 ? row.Title : row.Requirement.Title;
            planned[key] = control = new(key, row.References.Count > 0 ? key : null, title, status, owner, [], []);
            changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.NewControl, $"a new control, {Word(row.Status)}: {title}"));
        }
        else
        {
            if (control.Status != status) Warn(row, StatementField.Status, "one-control-two-states", $"{key} stands in several rows and is once planned, once applied; it counts as {Words.Of(control.Status)}.");
            changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.NewControl, $"answered by the new control {key}"));
        }
        if (status == ControlStatus.Applied && row.Documents.Count == 0) unproven.Add(row);
        control.Requirements.Add(row.Requirement.Key);
        if (row.Status == StatementStatus.Partially) control.Partly.Add(row.Requirement.Key);
        return [key];
    }

    /// <summary>Said once: a statement without a column for evidence has it in every row.</summary>
    private void SayUnproven()
    {
        if (unproven is not [var first, .. var others]) return;
        Warn(first, StatementField.Status, "without-evidence", $"{first.Requirement.Key} is {Word(first.Status)} and no evidence is named{(others is [] ? "" : FormattableString.Invariant($", as in {others.Count} more {(others.Count == 1 ? "row" : "rows")}"))}. It is taken in as an applied control that nothing proves: it counts as not assessed, and an export of the statement calls it planned until evidence is attached.");
    }

    /// <summary>What the row says differs from the record, and one control is meant.</summary>
    private void Revise(StatementRow row, ControlFact control)
    {
        var recorded = Told([control], row.Requirement.Key);
        // The words stand from the most to the least: what comes later says less.
        if (row.Status > recorded || row.Status is StatementStatus.NotImplemented || (row.Status == StatementStatus.Planned && control.Status == ControlStatus.Applied))
        {
            Warn(row, StatementField.Status, "not-set-back", $"The file says {Word(row.Status)}, and in the record {control.Ref} {Stands(control, recorded)}. An import takes nothing back: correct the control on its page if the file is right.");
            Own(row, control);
            return;
        }
        // Another control answers more of it, and this one as much as the row says.
        if (row.Status == recorded)
        {
            Own(row, control);
            return;
        }
        var inPart = row.Status == StatementStatus.Partially;
        var before = revisions.GetValueOrDefault(control.Ref);
        var answers = new Dictionary<string, bool>(before?.Answers ?? new Dictionary<string, bool>(), StringComparer.Ordinal);
        if (row.Status != StatementStatus.Planned) answers[row.Requirement.Key] = inPart;
        else if (!control.Requirements.Contains(row.Requirement.Key)) answers[row.Requirement.Key] = false;
        var effect = row.Status is StatementStatus.Implemented or StatementStatus.Partially && control.Status == ControlStatus.Planned;
        revisions[control.Ref] = new(effect || before?.InEffect == true, before?.Owner, answers);
        changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.ChangedControl, $"{control.Ref} {(effect ? "is in effect and " : "")}answers it{(inPart ? " in part" : "")}"));
        Own(row, control);
    }

    private void Own(StatementRow row, ControlFact? control)
    {
        if (control is null || OwnerOf(row) is not { } owner || owner == control.Owner) return;
        var before = revisions.GetValueOrDefault(control.Ref);
        if (before?.Owner == owner) return;
        revisions[control.Ref] = new(before?.InEffect == true, owner, before?.Answers ?? new Dictionary<string, bool>());
        changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.ChangedControl, $"{control.Ref} is answered for by {people.First(person => person.Id == owner).Ref}"));
    }

    /// <summary>Only controls are decided about. What an applied control answers applies by that fact; words are kept where the file has some.</summary>
    private void Decide(StatementRow row, bool isAnswered)
    {
        if (!row.Decides || row.Requirement.Kind == RequirementKind.Clause) return;
        var state = facts.StateOf(row.Requirement.Key);
        if (row.IsExcluded)
        {
            if (row.Reason.Length > 0 && !(state?.IsExcluded == true && IsSame(state.OverrideReason, row.Reason))) Exclude(row, state);
            return;
        }
        var says = row.Reason.Length > 0 ? row.Reason : state?.Justification ?? "";
        if (state is { IsExcluded: false, Justification: { } justification } && IsSame(justification, says)) return;
        if (row.Reason.Length == 0 && isAnswered && state?.IsExcluded != true) return;
        if (state is { IsExcluded: true } && IsSame(state.OverrideReason, row.Reason))
            Warn(row, row.ReasonIn, "reason-turned", $"{Quoted(row.Reason)} is in the record why {row.Requirement.Key} is excluded; it would now be why it applies. Correct the row, or write why it applies.");
        decisions.Add(new(row.Requirement.Key, state?.Version ?? 0, true, says));
        changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.Decision, $"applies{(says.Length > 0 ? $": {says}" : "")}{SoFar(state, says)}"));
    }

    /// <summary>What a person reads before an exclusion is taken in: what its reason was so far, and that the work on the control goes on.</summary>
    private void Exclude(StatementRow row, RequirementState? state)
    {
        if (state is { IsExcluded: false, Justification: { Length: > 0 } justification } && IsSame(justification, row.Reason))
            Warn(row, row.ReasonIn, "reason-turned", $"{Quoted(row.Reason)} is in the record why {row.Requirement.Key} applies; it would now be why it is excluded. Correct the row, or write why it is excluded.");
        var answering = facts.Of(row.Requirement).Controls;
        if (answering.Count > 0)
        {
            Warn(row, StatementField.Applicable, "excluded-yet-answered", $"{row.Requirement.Key} would be excluded although {Listed(answering)} {(answering.Count == 1 ? "answers" : "answer")} it. An import takes nothing back: the work stays in the record and counts for nothing here. Correct the row if the control applies.");
        }
        decisions.Add(new(row.Requirement.Key, state?.Version ?? 0, false, row.Reason));
        changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.Exclusion, $"excluded: {row.Reason}{SoFar(state, row.Reason)}{(answering.Count > 0 ? $"; still answered by {string.Join(", ", answering.Select(control => control.Ref))}" : "")}"));
    }

    /// <summary>The decision that is replaced.</summary>
    private static string SoFar(RequirementState? state, string reason) => state switch
    {
        { IsExcluded: true } => $"; so far excluded: {VisibleText.Bare(state.OverrideReason, 200)}",
        { Justification: { Length: > 0 } justification } => $"; so far it applies: {VisibleText.Bare(justification, 200)}",
        { Justification: not null } when reason.Length > 0 => "; so far it applies without a reason",
        _ => "",
    };

    private static string Listed(IReadOnlyList<ControlFact> controls)
    {
        const int Most = 8;
        return string.Join(", ", controls.Take(Most).Select(control => $"{control.Ref} {Quoted(control.Title)}{(control.Status == ControlStatus.Planned ? " (planned)" : "")}")) + (controls.Count > Most ? FormattableString.Invariant($" and {controls.Count - Most} more") : "");
    }

    private static string Quoted(string text) => VisibleText.Quoted(text);

    /// <summary>A form sends two letters for the end of a line, a workbook keeps one.</summary>
    private static bool IsSame(string left, string right) => left.ReplaceLineEndings("\n") == right.ReplaceLineEndings("\n");

    /// <summary>The date is that of the newest document: where all are known and the newest is not older, the row says nothing new.</summary>
    private void Prove(StatementRow row, IReadOnlyList<string> controls)
    {
        if (row.Date is not { } date || row.Documents.Count == 0 || controls.Count == 0) return;
        // What another control of the requirement is proven by need not be said again, but for a new control.
        var isNew = controls.Any(planned.ContainsKey);
        var known = facts.Controls.Where(control => controls.Contains(control.Ref)).Concat(isNew ? [] : facts.Of(row.Requirement).Controls).SelectMany(control => control.Evidence).ToArray();
        var fresh = row.Documents.Where(document => !known.Any(piece => Is(piece, document))).ToArray();
        foreach (var document in fresh)
        {
            if (Array.Find(known, piece => Skeleton(piece.Title) == Skeleton(document)) is { } twin)
                Warn(row, StatementField.Evidence, "look-alike", $"{VisibleText.Spelled(document)} looks like {twin.Ref} {VisibleText.Spelled(twin.Title)} of the record and counts as other evidence. Write it alike if it is the same document.");
        }
        if (fresh.Length == 0 && known.Where(piece => row.Documents.Any(document => Is(piece, document))).Max(piece => piece.Date) < date) fresh = [.. row.Documents];
        foreach (var document in fresh)
        {
            if (!evidence.TryGetValue((document, date, row.Kind), out var piece)) evidence[(document, date, row.Kind)] = piece = new(document, date, row.Kind, []);
            piece.Controls.AddRange(controls.Except(piece.Controls, StringComparer.Ordinal));
        }
        if (fresh.Length > 0) changes.Add(new(row.Row, row.Requirement.Key, StatementImportKind.Evidence, FormattableString.Invariant($"{row.Kind} of {date:yyyy-MM-dd}: {string.Join(", ", fresh)}")));
    }

    private string Skeleton(string name)
    {
        if (!skeletons.TryGetValue(name, out var skeleton)) skeletons[name] = skeleton = LookAlikes.Skeleton(name);
        return skeleton;
    }

    private static bool Is(EvidenceFact piece, string document) => piece.Ref == document || string.Equals(piece.Title, document, StringComparison.OrdinalIgnoreCase);

    private PersonId? OwnerOf(StatementRow row)
    {
        if (row.Owner.Length == 0) return null;
        var found = people.Where(person => person.Ref == row.Owner || string.Equals(person.Email, row.Owner, StringComparison.OrdinalIgnoreCase) || string.Equals(person.Name, row.Owner, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (found is [var one]) return one.Id;
        if (strangers.Add(row.Owner))
            Warn(row, StatementField.Owner, found.Length == 0 ? "unknown-owner" : "which-owner", $"{(found.Length == 0 ? "Nobody" : "More than one person")} here is called {VisibleText.Quoted(row.Owner)}, so nobody is put down as the owner. Add the person first, or write the e-mail address.");
        return null;
    }

    /// <summary>What the record says already, by its controls or by what is derived from them.</summary>
    private static bool Says(StatementRow row, StatementStatus? told, RequirementResult shown) => row.Status is null || row.Status == told || row.Status == shown switch
    {
        RequirementResult.Conforming => StatementStatus.Implemented,
        RequirementResult.Partial => StatementStatus.Partially,
        _ when row.IsExport => StatementStatus.Planned,
        _ => null,
    };

    private static StatementStatus Told(IReadOnlyList<ControlFact> controls, string key)
    {
        var applied = controls.Where(control => control.Status == ControlStatus.Applied && control.Requirements.Contains(key)).ToArray();
        return applied.Length == 0 ? controls.Any(control => control.Requirements.Contains(key)) ? StatementStatus.Planned : StatementStatus.NotImplemented
            : applied.All(control => control.PartlySatisfied.Contains(key)) ? StatementStatus.Partially : StatementStatus.Implemented;
    }

    private static string Stands(ControlFact control, StatementStatus told) => told switch
    {
        StatementStatus.Implemented => "answers it in full",
        StatementStatus.Partially => "answers it in part",
        _ => $"is {Words.Of(control.Status)}",
    };

    private static string Word(StatementStatus? status) => status is { } said ? Words.Of(said) : "not said";

    private void Warn(StatementRow row, StatementField field, string code, string message) => findings.Add(Finding.Warning(placeOf(row, field), code, message, row.Row));
}
