using static Concord.Measures.Tests.Calculations;

namespace Concord.Measures.Tests;

internal static class RankTestCalculations
{
    public static Dictionary<string, Func<Case, Dictionary<string, string[]>>> ByFile { get; } = new(StringComparer.Ordinal)
    {
        ["CramerVonMisesLaw"] = c => new() { ["upperTail"] = Words(CramerVonMisesLaw.UpperTail(c.Number("x"))) },
        ["AndersonDarlingLaw"] = c => new() { ["upperTail"] = Words(AndersonDarlingLaw.UpperTail(c.Number("x"), (int)c.Whole("samples"))) },
        ["CramerVonMises"] = c => new()
        {
            ["statistic"] = Words(CramerVonMises.Statistic(c.Sample("reference"), c.Sample("current"))),
            ["p"] = Words(CramerVonMises.PValue(c.Sample("reference"), c.Sample("current"))),
        },
        ["AndersonDarling"] = c =>
        {
            var test = AndersonDarling.Of([.. Enumerable.Range(1, 9).Where(i => c.Has("sample" + i)).Select(i => c.Sample("sample" + i))]);
            return new() { ["statistic"] = Words(test.Statistic), ["standardized"] = Words(test.Standardized), ["p"] = Words(test.PValue) };
        },
        ["KolmogorovSmirnovExact"] = c => new()
        {
            ["statistic"] = Words(KolmogorovSmirnov.Statistic(c.Sample("reference"), c.Sample("current"))),
            ["p"] = Words(KolmogorovSmirnov.ExactPValue(c.Sample("reference"), c.Sample("current"))),
        },
    };
}
