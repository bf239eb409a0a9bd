using Concord.Foundation;

namespace Concord.Loop.Rules;

internal readonly record struct SignalConsequenceId(Guid Value) : IId<SignalConsequenceId>
{
    public static SignalConsequenceId From(Guid value) => new(value);
}

/// <summary>The keys of <c>standards/loop/consequences.csv</c> that the product acts on.</summary>
internal static class Consequence
{
    public const string Evidence = "freeze-evidence";
    public const string Risks = "reopen-risks";
    public const string Nonconformity = "open-nonconformity";
    public const string Reassessment = "reassess-risks";
    public const string Duties = "name-duties";
    public const string Classification = "recheck-classification";
    public const string Impact = "stale-impact";
    public const string Committee = "committee";
    public const string Incident = "propose-incident";
    public const string Restriction = "propose-restriction";

    public static readonly IReadOnlyList<string> All = [Evidence, Risks, Nonconformity, Reassessment, Duties, Classification, Impact, Committee, Incident, Restriction];

    /// <summary>What the loop has always done: a signal from before rules were kept has these already.</summary>
    public static readonly IReadOnlyList<string> First = [Evidence, Risks, Nonconformity];
}

/// <summary>One thing that followed on a signal, by which rules, under which revision. Never changed; one that rests on an alarm that was false is ended.</summary>
internal sealed class SignalConsequence : IScoped
{
    private SignalConsequence()
    {
    }

    /// <param name="target">Reference of the record it reached, or the id of a duty; empty: none.</param>
    public SignalConsequence(Signal signal, string systemRef, string consequence, string target, IReadOnlyList<string> rules, string under, string note, DateTimeOffset at)
    {
        Id = Foundation.Id.New<SignalConsequenceId>();
        (UnitId, SignalRef, SystemRef, Kind, Target, Rules, Under, Note, At) = (signal.UnitId, signal.Ref, systemRef, consequence, target, [.. rules], under, note, at);
    }

    public SignalConsequenceId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string SignalRef { get; private set; } = "";

    public string SystemRef { get; private set; } = "";

    /// <summary>A key of <see cref="Consequence"/>.</summary>
    public string Kind { get; private set; } = "";

    public string Target { get; private set; } = "";

    /// <summary>Names of the rules that gave it.</summary>
    public List<string> Rules { get; private set; } = [];

    /// <summary>The revision these rules stand in.</summary>
    public string Under { get; private set; } = "";

    /// <summary>What happened, or why nothing could.</summary>
    public string Note { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string EndedBecause { get; private set; } = "";

    public void End(string because, DateTimeOffset at)
    {
        if (EndedAt is not null) throw new RuleViolation("CONSEQUENCE-ENDED", $"What followed on {SignalRef} was ended before.");
        (EndedAt, EndedBecause) = (at, because);
    }
}
