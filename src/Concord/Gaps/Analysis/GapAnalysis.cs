using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Gaps.Analysis;

internal readonly record struct GapAnalysisId(Guid Value) : IId<GapAnalysisId>
{
    public static GapAnalysisId From(Guid value) => new(value);
}

internal enum GapAnalysisState
{
    Open,
    Concluded,
    Withdrawn,
}

/// <summary>
/// How far an organisation is from the standard on a day: inventory, interviews and policies looked at together. While it is open its parts are
/// worked on; concluded, its result is frozen with a hash, and the next analysis is compared with it.
/// </summary>
internal sealed class GapAnalysis : IRecord, IScoped
{
    public static readonly Moves<GapAnalysisState> Allowed = new("A gap analysis", "GAP-STATE",
        (GapAnalysisState.Open, GapAnalysisState.Concluded), (GapAnalysisState.Open, GapAnalysisState.Withdrawn));

    private GapAnalysis()
    {
    }

    public GapAnalysis(string reference, OrganisationUnitId unit, string title, PersonId lead, DateOnly on)
    {
        Id = Foundation.Id.New<GapAnalysisId>();
        (Ref, UnitId, Title, LeadId, StartedOn) = (reference, unit, Written.Title(title, "GAP-TITLE", "Give the analysis a title, for example what it prepares."), lead, on);
    }

    public GapAnalysisId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>Who answers for the analysis, and for what it proposes while nobody else is named.</summary>
    public PersonId LeadId { get; private set; }

    public DateOnly StartedOn { get; private set; }

    public GapAnalysisState State { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public PersonId? EndedBy { get; private set; }

    /// <summary>The frozen result, JSON; empty while it is open.</summary>
    public string Result { get; private set; } = "";

    public string ResultSha256 { get; private set; } = "";

    /// <summary>Why it was withdrawn.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Refuses work on the parts of an analysis that has ended.</summary>
    public void DemandOpen()
    {
        if (State != GapAnalysisState.Open) throw new RuleViolation("GAP-ENDED", $"{Ref} is {Words.Of(State)} and is not changed any more. Start a new analysis.");
    }

    public void Conclude(string result, PersonId by, DateOnly on)
    {
        Allowed.Demand(State, GapAnalysisState.Concluded);
        (State, Result, ResultSha256, EndedBy, EndedOn) = (GapAnalysisState.Concluded, result, Sha256Of(result), by, on);
    }

    public void Withdraw(string reason, PersonId by, DateOnly on)
    {
        Allowed.Demand(State, GapAnalysisState.Withdrawn);
        if (Written.SaysNothing(reason)) throw new RuleViolation("GAP-REASON", "Say why the analysis is given up.");
        (State, Reason, EndedBy, EndedOn) = (GapAnalysisState.Withdrawn, reason.Trim(), by, on);
    }

    public static string Sha256Of(string result) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result)));
}
