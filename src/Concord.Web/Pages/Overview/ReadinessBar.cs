using Concord.Controls;

namespace Concord.Web.Pages.Overview;

/// <summary>How far one clause is, as a bar: shares of its requirements.</summary>
public sealed record ReadinessBar(string Key, string Number, string Title, int Total, int Conforming, int Partial, int NotConforming)
{
    internal static IReadOnlyList<ReadinessBar> Of(IReadOnlyList<GroupReadiness> groups) =>
    [
        .. groups.Select(group => new ReadinessBar(group.Group.Key, group.Group.Number, group.Group.Title, group.Total,
            group.Of(RequirementResult.Conforming), group.Of(RequirementResult.Partial), group.Of(RequirementResult.NotConforming))),
    ];

    public double Width(int requirements) => Total == 0 ? 0 : 200.0 * requirements / Total;
}
