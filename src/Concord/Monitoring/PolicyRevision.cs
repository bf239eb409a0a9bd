using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Monitoring;

internal readonly record struct PolicyRevisionId(Guid Value) : IId<PolicyRevisionId>
{
    public static PolicyRevisionId From(Guid value) => new(value);
}

internal enum PolicyState
{
    Draft,
    Proposed,
    Approved,
    Withdrawn,
}

/// <summary>Where a revision stands on a day: an approved one waits, is in force, or was followed by another.</summary>
internal enum PolicyStanding
{
    Draft,
    Proposed,
    ApprovedForLater,
    InForce,
    Superseded,
    Withdrawn,
}

/// <summary>What a person writes as a policy.</summary>
/// <param name="Text">The policy file, or for one AI system only what differs.</param>
/// <param name="ValidFrom">The first day; null: from approval.</param>
internal sealed record PolicyProposal(string Label, string Text, string Reason, DateOnly? ValidFrom);

/// <summary>
/// The limits verdicts rest on, as one person wrote and another approved them: of the organisation, or what one AI system does differently. A revision
/// that was approved is never changed; the next one follows it.
/// </summary>
internal sealed class PolicyRevision : IRecord
{
    private const int LongestText = 100_000;

    private static readonly Moves<PolicyState> Moves = new("A policy revision", "POLICY-STATE",
        (PolicyState.Draft, PolicyState.Proposed), (PolicyState.Draft, PolicyState.Withdrawn), (PolicyState.Proposed, PolicyState.Approved), (PolicyState.Proposed, PolicyState.Withdrawn),
        (PolicyState.Approved, PolicyState.Withdrawn));

    private PolicyRevision()
    {
    }

    public PolicyRevision(string reference, AiSystemId? system, PolicyProposal proposal, string author, DateTimeOffset at)
    {
        Id = Foundation.Id.New<PolicyRevisionId>();
        (Ref, SystemId) = (reference, system);
        Write(proposal, author, at);
    }

    public PolicyRevisionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>The system it is for; null: the whole organisation.</summary>
    public AiSystemId? SystemId { get; private set; }

    public PolicyState State { get; private set; }

    /// <summary>The version the policy calls itself: 2026-11.</summary>
    public string Label { get; private set; } = "";

    /// <summary>The policy file as it was written.</summary>
    public string Text { get; private set; } = "";

    public string TextSha256 { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public DateOnly? ValidFrom { get; private set; }

    /// <summary>References of everybody who wrote a part of it.</summary>
    public List<string> Authors { get; private set; } = [];

    public DateTimeOffset WrittenAt { get; private set; }

    public DateTimeOffset? ProposedAt { get; private set; }

    public string ApprovedBy { get; private set; } = "";

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>From when windows are judged by it; it ends where the next one begins.</summary>
    public DateTimeOffset? InForceFrom { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public bool IsOpen => State is PolicyState.Draft or PolicyState.Proposed;

    /// <summary>The first revision of an organisation: what the product came with, in force without a proposal.</summary>
    public static PolicyRevision Shipped(string reference, PolicyProposal shipped, DateTimeOffset at) =>
        new(reference, null, shipped, "", at) { State = PolicyState.Approved, ApprovedAt = at, InForceFrom = at };

    public void Edit(PolicyProposal proposal, string author, DateTimeOffset at)
    {
        if (State != PolicyState.Draft) throw new RuleViolation("POLICY-NOT-DRAFT", $"{Ref} is {Words.Of(State)}; only a draft can be changed. Withdraw it and write a new draft from it.");
        Write(proposal, author, at);
    }

    public void Propose(DateTimeOffset at)
    {
        Moves.Demand(State, PolicyState.Proposed);
        if (Written.SaysNothing(Reason)) throw new RuleViolation("POLICY-REASON", "Say why the policy should change, then propose it: whoever approves it must know.");
        (State, ProposedAt) = (PolicyState.Proposed, at);
    }

    public void Approve(string by, DateTimeOffset at)
    {
        Moves.Demand(State, PolicyState.Approved);
        if (Authors.Contains(by)) throw new RuleViolation("POLICY-OWN", "You wrote a part of this revision. Another person must approve it.");
        (State, ApprovedBy, ApprovedAt) = (PolicyState.Approved, by, at);
        InForceFrom = ValidFrom is { } day && day > DateOnly.FromDateTime(at.UtcDateTime) ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : at;
    }

    /// <summary>What is in force is not withdrawn: there would be no limits. The next revision follows it.</summary>
    public void Withdraw(DateTimeOffset at)
    {
        if (InForceFrom <= at) throw new RuleViolation("POLICY-IN-FORCE", $"{Ref} has been in force. Propose the revision that is to follow it.");
        Moves.Demand(State, PolicyState.Withdrawn);
        (State, WithdrawnAt) = (PolicyState.Withdrawn, at);
    }

    private void Write(PolicyProposal proposal, string author, DateTimeOffset at)
    {
        if (proposal.Text.Length > LongestText) throw new RuleViolation("POLICY-LONG", $"A policy has at most {LongestText:N0} characters.");
        (Label, Text, TextSha256) = (proposal.Label, proposal.Text, MonitoringPolicy.HashOf(proposal.Text));
        (Reason, ValidFrom, WrittenAt) = (proposal.Reason.Trim(), proposal.ValidFrom, at);
        if (author.Length > 0 && !Authors.Contains(author)) Authors.Add(author);
    }
}
