using Concord.Foundation;
using Concord.Standards;

namespace Concord.Classification;

/// <summary>Facts of a file, or of a body: YAML or JSON, a map of facts, or a map that holds one under "facts". What is listed without a value is said to be unknown.</summary>
internal static class FactReader
{
    private const int LongestText = 100_000;
    private const string Nested = "facts";

    /// <param name="name">What the text is called in findings.</param>
    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    public static FactSheet Read(RulePack pack, string text, string name)
    {
        var faults = new List<Finding>();
        var read = Read(pack, text, name, faults);
        return faults.Count == 0 ? read : throw new FindingsException(faults);
    }

    /// <summary>One more, as <c>fact=value</c>; several values of a list are separated by commas, nothing behind the sign is none of them.</summary>
    public static FactSheet Read(RulePack pack, IEnumerable<string> pairs, FactSheet before)
    {
        var faults = new List<Finding>();
        var sheet = before;
        foreach (var pair in pairs)
        {
            if (Pair(pair) is var (fact, values)) sheet = sheet.With(pack, fact, values, fact, faults);
            else faults.Add(WrongForm(pair));
        }
        return faults.Count == 0 ? sheet : throw new FindingsException(faults);
    }

    /// <summary>The two sides of <c>fact=value,value</c>; null where the sign or the name is missing.</summary>
    public static (string Fact, IReadOnlyList<string> Values)? Pair(string pair)
    {
        var at = pair.IndexOf('=', StringComparison.Ordinal);
        return at < 1 ? null : (pair[..at].Trim(), Plain(pair[(at + 1)..].Trim()).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    public static Finding WrongForm(string pair) => Finding.Error(pair, "wrong-form", "Write a fact as name=value, for example profiling_of_natural_persons=true.");

    private static FactSheet Read(RulePack pack, string text, string name, List<Finding> faults)
    {
        if (text.Length > LongestText) faults.Add(Finding.Error(name, "too-long", $"Facts have at most {LongestText:N0} characters."));
        if (faults.Count > 0 || LibraryDocument.Parse(name, text, faults) is not { } document) return FactSheet.Empty;
        if (document.Keys.Contains(Nested)) document = document.Map(Nested) ?? document;
        return document.Keys.Aggregate(FactSheet.Empty, (sheet, fact) =>
            sheet.With(pack, fact, document.IsList(fact) ? document.Texts(fact) : Plain(document.Single(fact) ?? FactQuestion.NotKnown).Split(';'), $"{name}, {fact}", faults));
    }

    private static string Plain(string value) => value is "null" or "~" ? FactQuestion.NotKnown : value;
}
