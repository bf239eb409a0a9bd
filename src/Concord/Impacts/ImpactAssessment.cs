using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;

namespace Concord.Impacts;

internal readonly record struct ImpactAssessmentId(Guid Value) : IId<ImpactAssessmentId>
{
    public static ImpactAssessmentId From(Guid value) => new(value);
}

internal enum ImpactState
{
    Draft,
    InReview,
    InForce,
    Superseded,
    Withdrawn,
}

/// <summary>
/// What an AI system does to people, written by some and approved by somebody who wrote none of it. From its submission on the text is frozen and hashed together
/// with what the inventory said of the system; one in force is never changed, the next revision follows it. That it no longer fits is found by comparing: <see cref="ImpactFit"/>.
/// </summary>
internal sealed class ImpactAssessment : IRecord, IScoped
{
    private static readonly Moves<ImpactState> Moves = new("An impact assessment", "IMPACT-STATE",
        (ImpactState.Draft, ImpactState.InReview), (ImpactState.Draft, ImpactState.Withdrawn), (ImpactState.InReview, ImpactState.Draft), (ImpactState.InReview, ImpactState.InForce),
        (ImpactState.InReview, ImpactState.Withdrawn), (ImpactState.InForce, ImpactState.Superseded));

    private ImpactAssessment()
    {
    }

    /// <param name="before">The one it follows, whose text it begins with; null: there is none.</param>
    public ImpactAssessment(string reference, AiSystem system, int revision, ImpactAssessment? before, string author, DateTimeOffset at)
    {
        Id = Foundation.Id.New<ImpactAssessmentId>();
        (Ref, UnitId, SystemId, BegunAt) = (reference, system.UnitId, system.Id, at);
        (Revision, Follows) = (revision, before?.Ref ?? "");
        // Why it is made and the scores belong to the revision, not to the text it begins with. The day of the next look stays until somebody writes another: revising does not put it off.
        var content = before is null ? ImpactContent.Empty : before.Said;
        Content = (content with
        {
            Trigger = "", Effects = [.. content.Effects.Select(effect => effect with { Score = null })], Conclusion = content.Conclusion with { NextReview = before?.DueOn > DateOnly.FromDateTime(at.UtcDateTime) ? before.DueOn : null },
        }).ToJson();
        Authors.Add(author);
    }

    public ImpactAssessmentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    /// <summary>1, 2, … of its system.</summary>
    public int Revision { get; private set; }

    /// <summary>Reference of the revision it began with; empty: none.</summary>
    public string Follows { get; private set; } = "";

    public ImpactState State { get; private set; }

    /// <summary><see cref="ImpactContent"/> as JSON.</summary>
    public string Content { get; private set; } = "";

    /// <summary>References of everybody who wrote into this revision.</summary>
    public List<string> Authors { get; private set; } = [];

    public DateTimeOffset BegunAt { get; private set; }

    /// <summary>Why it was given back, where it was.</summary>
    public string Returned { get; private set; } = "";

    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>What the inventory said of the system when it was submitted.</summary>
    public List<string> Basis { get; private set; } = [];

    /// <summary>Version of the method it was written by, and the hash of its files.</summary>
    public string Method { get; private set; } = "";

    public string MethodSha256 { get; private set; } = "";

    /// <summary>Over the text, the basis and the method; empty while it is a draft.</summary>
    public string ContentSha256 { get; private set; } = "";

    /// <summary>Of the frozen text, as the screening asked for it; null while it is a draft.</summary>
    public ImpactDepth? Depth { get; private set; }

    /// <summary>Of the frozen text: what the guard of the life cycle asks for.</summary>
    public ImpactVerdict? Verdict { get; private set; }

    public string ApprovedBy { get; private set; } = "";

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>The last day it fits without being looked at again.</summary>
    public DateOnly? DueOn { get; private set; }

    /// <summary>When the authority was told, and which.</summary>
    public DateOnly? NotifiedOn { get; private set; }

    public string NotifiedTo { get; private set; } = "";

    /// <summary>How many of its harms were decided for the risk register; each decision makes a new version of the record.</summary>
    public int RisksDecided { get; private set; }

    /// <summary>When the next one came into force, or it was withdrawn, and why.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public string EndedBecause { get; private set; } = "";

    public bool IsOpen => State is ImpactState.Draft or ImpactState.InReview;

    public bool IsFrozen => ContentSha256.Length > 0;

    public ImpactContent Said => ImpactContent.Read(Content);

    /// <summary>Whether the frozen text is still what was submitted.</summary>
    public bool IsWhole => !IsFrozen || ContentSha256 == Hash();

    public void Write(Func<ImpactContent, ImpactContent> change, string author)
    {
        if (State != ImpactState.Draft) throw new RuleViolation("IMPACT-NOT-DRAFT", $"{Ref} is {Words.Of(State)}; only a draft can be changed. {(State == ImpactState.InReview ? "Have it returned." : "Begin the next revision.")}");
        Content = change(Said).ToJson();
        Join(author);
    }

    /// <param name="scored">The text with the score of each effect.</param>
    /// <param name="gaps">Everything that is missing; none may be.</param>
    public void Submit(ImpactContent scored, ImpactDepth depth, IReadOnlyList<Finding> gaps, IReadOnlyList<string> basis, ImpactMethod method, string author, DateTimeOffset at)
    {
        Moves.Demand(State, ImpactState.InReview);
        if (gaps.Count > 0) throw new FindingsException(gaps);
        Join(author);
        (State, SubmittedAt, Returned, Basis) = (ImpactState.InReview, at, "", [.. basis]);
        (Content, Depth, Verdict, Method, MethodSha256) = (scored.ToJson(), depth, scored.Conclusion.Verdict, method.Version, method.Sha256);
        ContentSha256 = Hash();
    }

    /// <summary>Back to those who wrote it: what was frozen is open again.</summary>
    public void Return(string reason)
    {
        Moves.Demand(State, ImpactState.Draft);
        Returned = Written.Demand(reason, "IMPACT-REASON", "Say what is to be looked at again.");
        (State, SubmittedAt, Basis, Depth, Verdict, Method, MethodSha256, ContentSha256) = (ImpactState.Draft, null, [], null, null, "", "", "");
        var said = Said;
        Content = (said with { Effects = [.. said.Effects.Select(effect => effect with { Score = null })] }).ToJson();
    }

    /// <param name="stale">Why what was submitted no longer fits; none: it does.</param>
    /// <param name="latest">The last day the cadence allows for the next look.</param>
    public void Approve(string by, IReadOnlyList<string> stale, DateOnly latest, DateTimeOffset at)
    {
        Moves.Demand(State, ImpactState.InForce);
        if (Authors.Contains(by)) throw new RuleViolation("IMPACT-OWN", $"You wrote a part of {Ref}. Another person must approve it.");
        if (!IsWhole) throw new RuleViolation("IMPACT-CHANGED", $"The text of {Ref} is not what was submitted: its hash does not match. Have the journal verified.");
        if (stale.Count > 0) throw new RuleViolation("IMPACT-STALE", $"{Ref} no longer fits: {string.Join("; ", stale)}. Return it, and have it submitted again.");
        var wished = Said.Conclusion.NextReview;
        (State, ApprovedBy, ApprovedAt, DueOn) = (ImpactState.InForce, by, at, wished < latest ? wished : latest);
    }

    /// <summary>The authority was told. The text stays as it is.</summary>
    public void Notify(DateOnly on, string to, DateOnly today)
    {
        DemandInForce("The authority is told of what is in force.");
        if (on > today) throw new RuleViolation("IMPACT-NOTIFIED", $"{on:yyyy-MM-dd} is still to come. Enter the notification when it was made.");
        if (ApprovedAt is { } approved && on < DateOnly.FromDateTime(approved.UtcDateTime))
            throw new RuleViolation("IMPACT-NOTIFIED", $"{Ref} is in force since {approved.UtcDateTime:yyyy-MM-dd}; on {on:yyyy-MM-dd} the authority cannot have been told of it. Correct the day.");
        NotifiedTo = Written.Name(to, "IMPACT-NOTIFIED", "Say which authority was told.");
        NotifiedOn = on;
    }

    public void GiveWay(string to, DateTimeOffset at)
    {
        Moves.Demand(State, ImpactState.Superseded);
        (State, EndedAt, EndedBecause) = (ImpactState.Superseded, at, $"{to} is in force");
    }

    public void Withdraw(string reason, DateTimeOffset at)
    {
        Moves.Demand(State, ImpactState.Withdrawn);
        EndedBecause = Written.Demand(reason, "IMPACT-REASON", "Say why it is withdrawn.");
        (State, EndedAt) = (ImpactState.Withdrawn, at);
    }

    /// <summary>One of its harms is, or is not, a risk.</summary>
    public void Decided()
    {
        DemandInForce("Its harms become risks when it is in force.");
        RisksDecided++;
    }

    public void DemandInForce(string what)
    {
        if (State != ImpactState.InForce) throw new RuleViolation("IMPACT-NOT-IN-FORCE", $"{Ref} is {Words.Of(State)}. {what}");
    }

    private void Join(string author)
    {
        if (!Authors.Contains(author)) Authors.Add(author);
    }

    private string Hash() => ImpactContent.HashOf(string.Join('\n', [Content, .. Basis, $"{Depth}", Method, MethodSha256]));
}
