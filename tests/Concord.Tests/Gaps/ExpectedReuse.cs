using System.Globalization;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Standards;

namespace Concord.Tests.Gaps;

/// <summary>The figures of <c>expected/reuse.yaml</c>, and the questions they answer.</summary>
internal static class ExpectedReuse
{
    public static readonly DateOnly Day = new(2026, 10, 14);
    public static readonly StandardsLibrary Library = StandardsLibrary.Load(StandardsLibrary.DefaultFolder);

    public static string SecurityStatement => Path.Combine(AppContext.BaseDirectory, "samples", "gfc", "iso27001_soa.csv");

    public static ReuseQuestion Question(string holds, double p = 0.5, string weights = "equal") =>
        ReuseQuestion.Read(Library, [holds], p.ToString("0.####################", CultureInfo.InvariantCulture), weights, null, Day, []);

    public static TheoryData<string, string, double, double> Figures(string kind)
    {
        var data = new TheoryData<string, string, double, double>();
        foreach (var (holds, schemes) in Read().Map(kind)!.Inner())
        {
            foreach (var (scheme, figures) in schemes.Inner())
            {
                foreach (var p in figures.Keys)
                    data.Add(holds, scheme, double.Parse(p, CultureInfo.InvariantCulture), double.Parse(figures.Text(p), CultureInfo.InvariantCulture));
            }
        }
        return data;
    }

    public static TheoryData<string, string, int, int, int> Counts()
    {
        var data = new TheoryData<string, string, int, int, int>();
        foreach (var (name, counts) in Read().Map("counts")!.Inner())
            data.Add(name.Split(' ')[0].ToLowerInvariant(), name.Split(' ')[1], counts.WholeNumber("full"), counts.WholeNumber("partial"), counts.WholeNumber("none"));
        return data;
    }

    private static IEnumerable<(string Key, LibraryDocument Map)> Inner(this LibraryDocument document) => document.Keys.Select(key => (key, document.Map(key)!));

    private static LibraryDocument Read()
    {
        var faults = new List<Finding>();
        var document = LibraryDocument.Read(Path.Combine(AppContext.BaseDirectory, "Gaps", "expected"), "reuse.yaml", faults);
        return faults.Count == 0 ? document! : throw new FindingsException(faults);
    }
}
