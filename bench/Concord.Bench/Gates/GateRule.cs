using Concord.Measures;
using Concord.Monitoring;

namespace Concord.Bench;

/// <summary>A rule by which a column is called drifted, as people use it. Ours is not among them: it looks at all columns of a window together.</summary>
/// <param name="Of">Null where the rule says nothing about this kind of column.</param>
internal sealed record GateRule(string Name, Func<ColumnFacts, GateSample, GateSample, bool?> Of)
{
    public static IReadOnlyList<GateRule> Others { get; } =
    [
        new("SciPy: KS or chi-square, p <= 0.05", (facts, _, _) => (facts.IsCategorical ? facts.Chi2.PValue : facts.KsP).ValueOrNull <= 0.05),
        new("chi-square, reference taken as exact, p <= 0.05", (facts, _, _) => facts.IsCategorical ? ChiSquareOneSample.Of(facts.Counts).PValue.ValueOrNull <= 0.05 : null),
        new("PSI >= 0.1, ten bins", (facts, _, _) => PopulationStabilityIndex.Of(facts.Counts).ValueOrNull >= 0.1),
        new("Wasserstein / sd or Jensen-Shannon >= 0.1", (facts, _, _) => (facts.IsCategorical ? JensenShannonDistance.Of(facts.Counts) : facts.WassersteinNormalised.Value).ValueOrNull >= 0.1),
    ];
}
