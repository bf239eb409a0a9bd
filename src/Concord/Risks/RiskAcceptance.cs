using Concord.Foundation;
using Concord.Standards;

namespace Concord.Risks;

internal readonly record struct RiskAcceptanceId(Guid Value) : IId<RiskAcceptanceId>
{
    public static RiskAcceptanceId From(Guid value) => new(value);
}

/// <summary>
/// A person with the authority the criteria ask for carries a risk at a level until a day. Never changed: it is in force while the risk is accepted, it is the newest,
/// and its last day is not over.
/// </summary>
internal sealed class RiskAcceptance
{
    private RiskAcceptance()
    {
    }

    public RiskAcceptance(RiskId risk, RiskLevel level, AcceptanceTerms terms, string reachedAs, PersonId by, DateOnly until, string reason, DateTimeOffset at)
    {
        Id = Foundation.Id.New<RiskAcceptanceId>();
        (RiskId, Likelihood, Consequence, Band, Needed, ReachedAs) = (risk, level.Likelihood, level.Consequence, terms.Band.Name, terms.Approver, reachedAs);
        (By, Until, Reason, At) = (by, until, reason.Trim(), at);
    }

    public RiskAcceptanceId Id { get; private set; }

    public RiskId RiskId { get; private set; }

    public int Likelihood { get; private set; }

    public int Consequence { get; private set; }

    public string Band { get; private set; } = "";

    /// <summary>Whom the criteria asked for.</summary>
    public string Needed { get; private set; } = "";

    /// <summary>As whom the person acted.</summary>
    public string ReachedAs { get; private set; } = "";

    public PersonId By { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>The last day it holds.</summary>
    public DateOnly Until { get; private set; }

    public string Reason { get; private set; } = "";
}

/// <summary>What the criteria ask for before the risk as it stands may be accepted.</summary>
/// <param name="Band">Of the level that stands, lifted by the rules above the matrix.</param>
/// <param name="Approver">Whom they ask.</param>
/// <param name="Because">Why it is somebody else than the band itself names; empty: it is not.</param>
/// <param name="Forbidden">The rule under which nobody may accept it; null: somebody may.</param>
internal sealed record AcceptanceTerms(RiskBand Band, string Approver, int Rank, string Because, string? Forbidden)
{
    /// <summary>Who wrote the newest treatment plan, and so takes part in what is accepted; null: there is none.</summary>
    public PersonId? PlannedBy { get; init; }

    public DateOnly Latest(DateOnly today) => today.AddMonths(Band.AcceptanceMonths);
}
