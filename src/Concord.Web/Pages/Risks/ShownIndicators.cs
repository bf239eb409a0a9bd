using Concord.Risks;

namespace Concord.Web.Pages.Risks;

/// <summary>What measures say of a risk, as the parts of its pages hand it to each other.</summary>
public sealed class ShownIndicators
{
    internal ShownIndicators(IReadOnlyList<IndicatorSight> rows) => Rows = rows;

    internal IReadOnlyList<IndicatorSight> Rows { get; }
}
