using static Concord.Measures.Tests.Calculations;

namespace Concord.Measures.Tests;

internal static class CompatibilityCalculations
{
    public static Dictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new(StringComparer.Ordinal)
    {
        ["StudentLaw"] = c => new() { ["twoSided"] = Words(StudentLaw.TwoSided(c.Number("t"), c.Number("degreesOfFreedom"))) },
        ["EvidentlyNumeric"] = c => Numeric(
            c,
            EvidentlyDefinitions.Numeric,
            "psi", "js", "kl", "hellinger", "wasserstein", "ks", "cramerVonMises", "andersonDarling", "mannWhitney", "student", "eppsSingleton", "energy"),
        ["EvidentlyCategorical"] = c => Categorical(c, EvidentlyDefinitions.Categorical, "psi", "js", "kl", "hellinger", "chiSquare", "g", "z"),
        ["TotalVariationPermutation"] = c => new() { ["p"] = Words(TotalVariationPermutation.PValue(Named(c, "reference"), Named(c, "current"))) },
        ["NannyMLNumeric"] = c => Numeric(c, NannyMLDefinitions.Numeric, "ks", "js", "wasserstein", "hellinger"),
        ["NannyMLCategorical"] = c => Categorical(c, NannyMLDefinitions.Categorical, "chiSquare", "js", "lInfinity", "hellinger"),
    };

    private static Dictionary<string, string[]> Numeric(Case c, IReadOnlyList<NumericDefinition> definitions, params string[] outputs) =>
        definitions.Zip(outputs).ToDictionary(pair => pair.Second, pair => Words(pair.First.Of(c.Sample("reference"), c.Sample("current"))), StringComparer.Ordinal);

    private static Dictionary<string, string[]> Categorical(Case c, IReadOnlyList<CategoricalDefinition> definitions, params string[] outputs) =>
        definitions.Zip(outputs).ToDictionary(pair => pair.Second, pair => Words(pair.First.Of(c.Levels("reference"), c.Levels("current"))), StringComparer.Ordinal);

    private static IEnumerable<string?> Named(Case c, string key) => c.Words(key).Select(word => word == "." ? null : word);
}
