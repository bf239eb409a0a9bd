using Concord.Impacts;

namespace Concord.Web.Pages.Impacts;

/// <summary>Benefits and harms as a table shows them.</summary>
public sealed class EffectRows
{
    internal EffectRows(IReadOnlyList<ImpactEffectLine> lines) => Lines = lines;

    internal IReadOnlyList<ImpactEffectLine> Lines { get; }
}
