using System.Text.Json.Serialization;
using Concord.Controls;
using Concord.Risks;

namespace Concord.Applicability;

internal enum ControlApplicability
{
    NotDecided,
    Applicable,
    Excluded,
}

/// <summary>Who says whether a control applies.</summary>
internal enum DecidedBy
{
    Nobody,

    /// <summary>Nobody decided, and an applied control answers it: what the organisation does, applies to it.</summary>
    Fact,
    Person,
}

/// <summary>An applied control that answers a control of a standard.</summary>
/// <param name="Owner">Reference of the person. Names are not frozen: a person can be erased, a revision cannot be changed.</param>
/// <param name="OwnerName">As the person is called today; null in frozen content.</param>
internal sealed record StatementControl(string Ref, string Title, string? Owner, string? OwnerName, ControlState State, string Because, bool OnlyInPart);

/// <param name="Because">How the control and the risk come together.</param>
internal sealed record StatementRisk(string Ref, string Title, RiskState State, string Because);

/// <summary>An item of a law or of guidance that evidence for the control supports.</summary>
internal sealed record StatementObligation(string Key, string Framework, string Called, string Title);

/// <param name="Ref">Empty where the reader may not see it; its dates speak for the whole organisation.</param>
/// <param name="ValidUntil">The last day on which it counts.</param>
internal sealed record StatementEvidence(string Ref, string Kind, string Title, DateOnly Date, DateOnly ValidUntil)
{
    public int AgeOn(DateOnly day) => day.DayNumber - Date.DayNumber;

    public bool CountsOn(DateOnly day) => Date <= day && day <= ValidUntil;
}

/// <summary>One control of a standard in the statement of applicability.</summary>
/// <param name="Group">Key of the topmost heading above it.</param>
/// <param name="Justification">As a person wrote it, or derived from what the record links; empty where there is neither.</param>
/// <param name="State">The result that is shown for it: derived, or a person's override.</param>
/// <param name="Evidence">The newest that counts; where none does, the newest there is.</param>
/// <param name="Hidden">Rows outside the reader's part of the organisation; they count and are not shown.</param>
/// <param name="Version">What a decision must expect; 0 while nothing was said of the control, and in frozen content.</param>
internal sealed record StatementLine(
    string Key, string Edition, string Number, string Title, string Group, string GroupTitle, ControlApplicability Applicability, DecidedBy DecidedBy,
    string Justification, bool JustificationDerived, RequirementResult State, bool Overridden, string Because,
    IReadOnlyList<StatementControl> Controls, IReadOnlyList<StatementRisk> Risks, IReadOnlyList<StatementObligation> Obligations, StatementEvidence? Evidence,
    int Hidden = 0, int Version = 0)
{
    /// <summary>A person put another result in the place of the derived one. That it is excluded is kept in the same place and is a decision, no such result.</summary>
    [JsonIgnore]
    public bool IsOverruled => Overridden && Applicability != ControlApplicability.Excluded;

    /// <summary>With the justification that follows from what is linked, where no person wrote one.</summary>
    public StatementLine Justified() => Applicability == ControlApplicability.Excluded || (Justification.Length > 0 && !JustificationDerived)
        ? this
        : this with { Justification = DerivedJustification(), JustificationDerived = true };

    private string DerivedJustification()
    {
        string?[] parts =
        [
            Said(Controls.Select(control => control.Ref), "answered by"), Said(Risks.Select(risk => risk.Ref), "treats"),
            Said(Obligations.Select(obligation => $"{obligation.Framework} {obligation.Called}"), "supports"),
            Hidden > 0 ? $"{Hidden} more in other parts of the organisation" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }

    private static string? Said(IEnumerable<string> references, string how)
    {
        const int Most = 6;
        var all = references.ToList();
        return all.Count == 0 ? null : $"{how} {string.Join(", ", all.Take(Most))}{(all.Count > Most ? $" and {all.Count - Most} more" : "")}";
    }
}
