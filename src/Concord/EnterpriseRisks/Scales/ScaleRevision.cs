using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.EnterpriseRisks.Scales;

internal readonly record struct ScaleRevisionId(Guid Value) : IId<ScaleRevisionId>
{
    public static ScaleRevisionId From(Guid value) => new(value);
}

internal enum ScaleState { Proposed, Approved, Superseded, Withdrawn }

/// <summary>
/// The scale of the enterprise register as one person wrote it and another approved it: a whole converter, or the id of one that the library has. What was
/// approved is never changed; the next one follows it.
/// </summary>
internal sealed class ScaleRevision : IRecord
{
    public const int LongestText = 40_000;

    private static readonly Moves<ScaleState> Moves = new("A scale", "SCALE-STATE",
        (ScaleState.Proposed, ScaleState.Approved), (ScaleState.Proposed, ScaleState.Withdrawn), (ScaleState.Approved, ScaleState.Superseded));

    private ScaleRevision()
    {
    }

    public ScaleRevision(string reference, EnterpriseScale scale, string text, string reason, string by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<ScaleRevisionId>();
        (Ref, ScaleId, Title, Text, ProposedBy, ProposedAt) = (reference, scale.Id, scale.Title, text, by, at);
        TextSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Reason = Written.Demand(reason, "SCALE-REASON", "Say why the register is kept in this scale: whoever approves it must know.");
    }

    public ScaleRevisionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public ScaleState State { get; private set; }

    public string ScaleId { get; private set; } = "";

    public string Title { get; private set; } = "";

    /// <summary>The converter as it was written; empty: the one of the library with this id.</summary>
    public string Text { get; private set; } = "";

    public string TextSha256 { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public string ProposedBy { get; private set; } = "";

    public DateTimeOffset ProposedAt { get; private set; }

    public string ApprovedBy { get; private set; } = "";

    public DateTimeOffset? ApprovedAt { get; private set; }

    public void Approve(string by, DateTimeOffset at)
    {
        Moves.Demand(State, ScaleState.Approved);
        if (by == ProposedBy) throw new RuleViolation("SCALE-OWN", "You wrote this scale. Another person must approve it.");
        (State, ApprovedBy, ApprovedAt) = (ScaleState.Approved, by, at);
    }

    public void Withdraw()
    {
        Moves.Demand(State, ScaleState.Withdrawn);
        State = ScaleState.Withdrawn;
    }

    /// <summary>Another one was approved.</summary>
    public void GiveWay()
    {
        Moves.Demand(State, ScaleState.Superseded);
        State = ScaleState.Superseded;
    }
}
