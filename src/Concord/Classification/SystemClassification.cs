using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;

namespace Concord.Classification;

internal readonly record struct SystemClassificationId(Guid Value) : IId<SystemClassificationId>
{
    public static SystemClassificationId From(Guid value) => new(value);
}

internal enum ClassificationState
{
    Draft,
    Proposed,
    Approved,
    Superseded,
    Withdrawn,
}

/// <summary>
/// What one AI system is under a law: facts people answered, and from its proposal on the outcome a rule pack made of them, frozen with the hash of the pack and
/// with what the inventory said of the system. Another person than those who answered approves it. An approved one is never changed; the next one follows it.
/// </summary>
internal sealed class SystemClassification : IRecord, IScoped
{
    private const int LongestText = 10_000;

    private static readonly JsonSerializerOptions AsFrozen = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly Moves<ClassificationState> Moves = new("A classification", "CLASSIFICATION-STATE",
        (ClassificationState.Draft, ClassificationState.Proposed), (ClassificationState.Draft, ClassificationState.Withdrawn), (ClassificationState.Proposed, ClassificationState.Draft),
        (ClassificationState.Proposed, ClassificationState.Approved), (ClassificationState.Proposed, ClassificationState.Withdrawn), (ClassificationState.Approved, ClassificationState.Superseded));

    private SystemClassification()
    {
    }

    public SystemClassification(string reference, AiSystem system, FactSheet facts, string author, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SystemClassificationId>();
        (Ref, UnitId, SystemId, Facts, DraftedAt) = (reference, system.UnitId, system.Id, facts.Lines(), at);
        AsOf = DateOnly.FromDateTime(at.UtcDateTime);
        Authors.Add(author);
    }

    public SystemClassificationId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    public ClassificationState State { get; private set; }

    /// <summary>A line for each fact that is known: <see cref="FactSheet.Lines"/>.</summary>
    public List<string> Facts { get; private set; } = [];

    /// <summary>The law as it stood on that day.</summary>
    public DateOnly AsOf { get; private set; }

    /// <summary>Why these answers; the documented assessment where the outcome asks for one.</summary>
    public string Reasoning { get; private set; } = "";

    /// <summary>References of documents that hold the assessment.</summary>
    public List<string> Documents { get; private set; } = [];

    /// <summary>References of everybody who answered or wrote a part of it.</summary>
    public List<string> Authors { get; private set; } = [];

    public DateTimeOffset DraftedAt { get; private set; }

    /// <summary>Why it was given back, where it was.</summary>
    public string Returned { get; private set; } = "";

    public DateTimeOffset? ProposedAt { get; private set; }

    /// <summary>What the inventory said of the system when it was proposed.</summary>
    public List<string> Basis { get; private set; } = [];

    /// <summary>Name and version of the rule pack.</summary>
    public string RulePack { get; private set; } = "";

    public string RulePackSha256 { get; private set; } = "";

    /// <summary>The frozen outcome as JSON; empty while it is a draft.</summary>
    public string Outcome { get; private set; } = "";

    public string OutcomeSha256 { get; private set; } = "";

    /// <summary>The tier of the frozen outcome, in the pack's word.</summary>
    public string Tier { get; private set; } = "";

    public string ApprovedBy { get; private set; } = "";

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>When the next one was approved, or it was withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsOpen => State is ClassificationState.Draft or ClassificationState.Proposed;

    public ClassificationOutcome? Frozen => Outcome.Length == 0 ? null : JsonSerializer.Deserialize<ClassificationOutcome>(Outcome, AsFrozen);

    /// <summary>What of an AI system an outcome rests on beside the facts.</summary>
    public static List<string> BasisOf(AiSystem system) =>
    [
        $"purpose={system.Purpose}", $"intended use={system.IntendedUse}", $"affected groups={string.Join("; ", system.AffectedGroups)}",
        $"our role={(system.IsProvider, system.IsDeployer) switch { (true, true) => "provider and deployer", (true, false) => "provider", _ => "deployer" }}",
    ];

    public void Answer(FactSheet facts, DateOnly asOf, string author)
    {
        DemandDraft();
        (Facts, AsOf) = (facts.Lines(), asOf);
        Join(author);
    }

    public void Write(string reasoning, IReadOnlyList<string> documents, string author)
    {
        DemandDraft();
        if (reasoning.Length > LongestText) throw new RuleViolation("CLASSIFICATION-LONG", $"The reasoning has at most {LongestText:N0} characters. Put the rest into a document and name it.");
        (Reasoning, Documents) = (reasoning.Trim(), [.. documents]);
        Join(author);
    }

    /// <summary>Freezes the outcome. Nothing may be open, and what the tier asks to be written must be written.</summary>
    public void Propose(RulePack pack, AiSystem system, ClassificationOutcome outcome, string author, DateTimeOffset at)
    {
        Moves.Demand(State, ClassificationState.Proposed);
        if (outcome.Contradictions is [var conflict, ..]) throw new RuleViolation("CLASSIFICATION-CONTRADICTION", $"{conflict.Question} Correct one of the answers, then propose it.");
        if (outcome.Questions is [var open, ..]) throw new RuleViolation("CLASSIFICATION-OPEN", $"{outcome.Questions.Count} {(outcome.Questions.Count == 1 ? "question is" : "questions are")} open, the next is: {open.Question} Answer it, then propose it.");
        var tier = pack.Tier(outcome.Tier!);
        if (tier.Documentation is { } asked && Reasoning.Length == 0) throw new RuleViolation("CLASSIFICATION-DOCUMENT", $"{asked} Write it, then propose it.");
        (State, ProposedAt, Returned, Basis) = (ClassificationState.Proposed, at, "", BasisOf(system));
        (RulePack, RulePackSha256, Tier) = (pack.Name, pack.Sha256, tier.Id);
        Outcome = JsonSerializer.Serialize(outcome, AsFrozen);
        OutcomeSha256 = HashOf(Outcome);
        Join(author);
    }

    /// <summary>Back to those who wrote it: what was frozen is open again.</summary>
    public void Return(string reason)
    {
        Moves.Demand(State, ClassificationState.Draft);
        if (Written.SaysNothing(reason)) throw new RuleViolation("CLASSIFICATION-REASON", "Say what is to be looked at again.");
        (State, Returned, ProposedAt, Basis) = (ClassificationState.Draft, reason.Trim(), null, []);
        (RulePack, RulePackSha256, Tier, Outcome, OutcomeSha256) = ("", "", "", "", "");
    }

    /// <param name="stale">Why the proposal no longer fits; none: it does.</param>
    public void Approve(string by, IReadOnlyList<string> stale, DateTimeOffset at)
    {
        Moves.Demand(State, ClassificationState.Approved);
        if (Authors.Contains(by)) throw new RuleViolation("CLASSIFICATION-OWN", $"You answered or wrote a part of {Ref}. Another person must approve it.");
        if (OutcomeSha256 != HashOf(Outcome)) throw new RuleViolation("CLASSIFICATION-CHANGED", $"The outcome of {Ref} is not what was proposed: its hash does not match. Have the journal verified.");
        if (stale.Count > 0) throw new RuleViolation("CLASSIFICATION-STALE", $"{Ref} no longer fits: {string.Join("; ", stale)}. Return it, and have it proposed again.");
        (State, ApprovedBy, ApprovedAt) = (ClassificationState.Approved, by, at);
    }

    public void GiveWay(DateTimeOffset at)
    {
        Moves.Demand(State, ClassificationState.Superseded);
        (State, EndedAt) = (ClassificationState.Superseded, at);
    }

    public void Withdraw(DateTimeOffset at)
    {
        Moves.Demand(State, ClassificationState.Withdrawn);
        (State, EndedAt) = (ClassificationState.Withdrawn, at);
    }

    private void DemandDraft()
    {
        if (State != ClassificationState.Draft) throw new RuleViolation("CLASSIFICATION-NOT-DRAFT", $"{Ref} is {Words.Of(State)}; only a draft can be changed. Have it returned, or begin the next one.");
    }

    private void Join(string author)
    {
        if (!Authors.Contains(author)) Authors.Add(author);
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
