using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;

namespace Concord.Risks;

/// <summary>Who may accept a risk as it stands, and whether somebody reaches that. Approvers, their order and their roles are data of the criteria.</summary>
internal static class RiskAuthority
{
    /// <summary>
    /// The band's approver; a higher one where a rule above the matrix asks for it, where the residual level is worse, or where nothing effective backs a level below
    /// the inherent one: a claim is accepted by whoever could accept the risk without it.
    /// </summary>
    /// <param name="isBacked">Whether a control that the current level rests on is effective now.</param>
    public static AcceptanceTerms Terms(RiskCriteria criteria, Risk risk, RiskClass? tier, bool isBacked)
    {
        var band = BandOf(criteria, risk.Current, RatedLevel.Of(risk.CurrentLikelihood, risk.CurrentDimensions), tier);
        var asked = new List<(string Approver, string Because)> { (band.Approver, "") };
        if (!isBacked && risk.ClaimsControl && BandOf(criteria, risk.Inherent, RatedLevel.Of(risk.InherentLikelihood, risk.InherentDimensions), tier) is var inherent && inherent.Min > band.Min)
            asked.Add((inherent.Approver, $"no effective control backs a level below the inherent one, which is {inherent.Name}"));
        // What is accepted is the level that stands, but nobody may carry what is expected to become more than they reach.
        var worst = band;
        if (risk.Residual is not null && BandOf(criteria, risk.Residual, RatedLevel.Of(risk.ResidualLikelihood, risk.ResidualDimensions), tier) is var residual && residual.Min > band.Min)
        {
            asked.Add((residual.Approver, $"the residual level is {residual.Name}"));
            worst = residual;
        }
        var rules = RiskBands.RuleFor(criteria, tier).ToList();
        asked.AddRange(rules.Where(rule => rule is { ApprovalAbove: not null, Approver: not null } && worst.Min > RiskBands.Named(criteria, rule.ApprovalAbove!).Min).Select(rule => (rule.Approver!, rule.Text)));
        var (approver, because) = asked.MaxBy(one => criteria.RankOf(one.Approver));
        return new(band, approver, criteria.RankOf(approver), because, rules.Find(rule => rule.NotAcceptable)?.Text);
    }

    /// <summary>The highest approver whose roles the person holds there, all of them.</summary>
    public static (int Rank, string Approver) Reached(RiskCriteria criteria, Actor actor, OrganisationUnitId unit)
    {
        for (var rank = criteria.Approvers.Count - 1; rank >= 0; rank--)
            if (criteria.Approvers[rank].Roles.All(role => actor.HasRole(RoleOf(role), unit))) return (rank, criteria.Approvers[rank].Name);
        return (-1, "");
    }

    /// <summary>"risk owner, or AI governance committee, …": everybody from the one asked for upwards.</summary>
    public static IReadOnlyList<string> From(RiskCriteria criteria, AcceptanceTerms terms) => [.. criteria.Approvers.Skip(Math.Max(0, terms.Rank)).Select(approver => approver.Name)];

    /// <summary>"aims-manager" of the criteria is the role <see cref="Role.AimsManager"/>.</summary>
    public static string RoleOf(string word) =>
        Enum.GetValues<Role>().First(role => string.Equals(role.ToString(), word.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase)).ToString();

    private static RiskBand BandOf(RiskCriteria criteria, RiskLevel? level, RatedLevel? rated, RiskClass? tier) =>
        RiskBands.Of(criteria, level, tier, rated) is { } banded && criteria.Bands.FirstOrDefault(band => band.Name == banded.Band) is { } known ? known : criteria.Bands[^1];
}
