using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.Foundation;

namespace Concord.Web.Pages.EnterpriseRisks;

/// <summary>What the tables of the register show, each its part.</summary>
public sealed record ShownRegister
{
    internal PageOf<EnterpriseLine> Lines { get; init; } = new([], 0, 1, 1);

    internal IReadOnlyList<RegisterDifferenceLine> Changes { get; init; } = [];

    internal OwnMatrix? Matrix { get; init; }

    internal IReadOnlyList<TrendPoint> Trend { get; init; } = [];

    internal IReadOnlyList<EnterpriseGroup> Groups { get; init; } = [];

    internal EnterpriseGrouping Grouping { get; init; }
}
