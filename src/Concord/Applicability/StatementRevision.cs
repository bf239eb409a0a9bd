using Concord.Foundation;

namespace Concord.Applicability;

internal readonly record struct StatementRevisionId(Guid Value) : IId<StatementRevisionId>
{
    public static StatementRevisionId From(Guid value) => new(value);
}

internal enum StatementState
{
    Draft,
    Approved,
    Superseded,
    Withdrawn,
}

/// <summary>
/// The statement of applicability as it stood on a day: numbered, frozen when it is drafted, approved by somebody who did not draft it, followed by the next.
/// Its content is never changed; a draft that should say something else is withdrawn and drafted anew.
/// </summary>
internal sealed class StatementRevision : IRecord
{
    private const int LongestReason = 2_000;
    private const string Prefix = "SOA-";

    private static readonly Moves<StatementState> Moves = new("A revision of the statement", "STATEMENT-STATE",
        (StatementState.Draft, StatementState.Approved), (StatementState.Draft, StatementState.Withdrawn), (StatementState.Approved, StatementState.Superseded));

    private StatementRevision()
    {
    }

    public StatementRevision(int number, StatementContent content, string reason, string draftedBy, DateTimeOffset at)
    {
        if (Written.SaysNothing(reason)) throw new RuleViolation("STATEMENT-REASON", "Say what this revision is for: whoever approves it, and whoever reads it in a year, must know.");
        if (reason.Length > LongestReason) throw new RuleViolation("STATEMENT-REASON-LONG", $"What a revision is for takes at most {LongestReason} characters.");
        Id = Foundation.Id.New<StatementRevisionId>();
        (Number, Ref, Reason, DraftedBy, DraftedAt) = (number, $"{Prefix}{number:0000}", reason.Trim(), draftedBy, at);
        (Content, AsOf) = (content.ToJson(), content.AsOf);
        ContentSha256 = StatementContent.HashOf(Content);
        (Applicable, Excluded, NotDecided) = (content.Count(ControlApplicability.Applicable), content.Count(ControlApplicability.Excluded), content.Count(ControlApplicability.NotDecided));
        Standards = [.. content.Standards.Values];
    }

    public StatementRevisionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>1, 2, … A withdrawn revision keeps its number.</summary>
    public int Number { get; private set; }

    public StatementState State { get; private set; }

    /// <summary>The day whose state it holds.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>What they are called, in the order of their keys.</summary>
    public List<string> Standards { get; private set; } = [];

    public int Applicable { get; private set; }

    public int Excluded { get; private set; }

    public int NotDecided { get; private set; }

    /// <summary>All lines as JSON.</summary>
    public string Content { get; private set; } = "";

    public string ContentSha256 { get; private set; } = "";

    public string Reason { get; private set; } = "";

    /// <summary>Reference of the person.</summary>
    public string DraftedBy { get; private set; } = "";

    public DateTimeOffset DraftedAt { get; private set; }

    public string ApprovedBy { get; private set; } = "";

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>When the next one was approved, or it was withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The number in what people type: 2, or SOA-0002.</summary>
    public static int NumberOf(string reference)
    {
        var digits = reference.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? reference[Prefix.Length..] : reference;
        return int.TryParse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw Refusal.Missing("revision of the statement", reference);
    }

    public bool ContentIsWhole => ContentSha256 == StatementContent.HashOf(Content);

    public void Approve(string by, DateTimeOffset at)
    {
        Moves.Demand(State, StatementState.Approved);
        if (by == DraftedBy) throw new RuleViolation("STATEMENT-OWN", $"You drafted {Ref}. Another person must approve it.");
        if (!ContentIsWhole) throw new RuleViolation("STATEMENT-CHANGED", $"The content of {Ref} is not what was drafted: its hash does not match. Have the journal verified, and draft it anew.");
        if (StatementContent.Read(Content).Shortcomings() is { Count: > 0 } shortcomings)
            throw new RuleViolation("STATEMENT-INCOMPLETE", $"{Ref} cannot be approved. {string.Join(" ", shortcomings)} Decide them, withdraw this draft and draft the statement anew.");
        (State, ApprovedBy, ApprovedAt) = (StatementState.Approved, by, at);
    }

    public void GiveWay(DateTimeOffset at)
    {
        Moves.Demand(State, StatementState.Superseded);
        (State, EndedAt) = (StatementState.Superseded, at);
    }

    public void Withdraw(DateTimeOffset at)
    {
        Moves.Demand(State, StatementState.Withdrawn);
        (State, EndedAt) = (StatementState.Withdrawn, at);
    }
}
