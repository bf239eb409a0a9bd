using Concord.Foundation;
using Concord.Standards;

namespace Concord.Loop.Rules;

internal readonly record struct LoopRuleRevisionId(Guid Value) : IId<LoopRuleRevisionId>
{
    public static LoopRuleRevisionId From(Guid value) => new(value);
}

internal enum LoopRulesState
{
    Draft,
    Approved,
    Withdrawn,
}

/// <summary>Rules of the loop as some people of the organisation wrote and another approved them. What was approved is never changed; the next revision follows it.</summary>
internal sealed class LoopRuleRevision : IRecord
{
    private const int LongestText = 100_000;

    private static readonly Moves<LoopRulesState> Moves = new("A revision of the rules", "LOOP-RULES-STATE", (LoopRulesState.Draft, LoopRulesState.Approved), (LoopRulesState.Draft, LoopRulesState.Withdrawn));

    private LoopRuleRevision()
    {
    }

    public LoopRuleRevision(string reference, LoopRules rules, string text, string reason, string author, DateTimeOffset at)
    {
        Id = Foundation.Id.New<LoopRuleRevisionId>();
        Ref = reference;
        Write(rules, text, reason, author, at);
    }

    public LoopRuleRevisionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public LoopRulesState State { get; private set; }

    /// <summary>The version the rules call themselves.</summary>
    public string Label { get; private set; } = "";

    public string Text { get; private set; } = "";

    public string TextSha256 { get; private set; } = "";

    public string Reason { get; private set; } = "";

    /// <summary>References of everybody who wrote a part of it.</summary>
    public List<string> Authors { get; private set; } = [];

    public DateTimeOffset WrittenAt { get; private set; }

    public string ApprovedBy { get; private set; } = "";

    /// <summary>From then on it decides what follows, until the next one is approved.</summary>
    public DateTimeOffset? ApprovedAt { get; private set; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public void Edit(LoopRules rules, string text, string reason, string author, DateTimeOffset at)
    {
        if (State != LoopRulesState.Draft) throw new RuleViolation("LOOP-RULES-NOT-DRAFT", $"{Ref} is {Words.Of(State)}; only a draft can be changed. Write a new draft from it.");
        Write(rules, text, reason, author, at);
    }

    public void Approve(string by, DateTimeOffset at)
    {
        Moves.Demand(State, LoopRulesState.Approved);
        if (Authors.Contains(by)) throw new RuleViolation("LOOP-RULES-OWN", "You wrote a part of these rules. Another AIMS manager must approve them.");
        if (Written.SaysNothing(Reason)) throw new RuleViolation("LOOP-RULES-REASON", "It is not said why the rules should change. Have the reason written into the draft, then approve it.");
        (State, ApprovedBy, ApprovedAt) = (LoopRulesState.Approved, by, at);
    }

    public void Withdraw(DateTimeOffset at)
    {
        Moves.Demand(State, LoopRulesState.Withdrawn);
        (State, WithdrawnAt) = (LoopRulesState.Withdrawn, at);
    }

    private void Write(LoopRules rules, string text, string reason, string author, DateTimeOffset at)
    {
        if (text.Length > LongestText) throw new RuleViolation("LOOP-RULES-LONG", $"Rules have at most {LongestText:N0} characters.");
        (Label, Text, TextSha256, Reason, WrittenAt) = (rules.Version, text, rules.Sha256, reason.Trim(), at);
        if (!Authors.Contains(author)) Authors.Add(author);
    }
}
