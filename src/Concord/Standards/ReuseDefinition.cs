using Concord.Foundation;

namespace Concord.Standards;

/// <summary>What one requirement counts beside another.</summary>
internal enum ReuseWeights { Equal, Effort, Balanced50 }

/// <summary>
/// How the re-use figure is computed: the edition it is about, what a strength gives, what a state of a source requirement is worth. The figures
/// are the library's, so that a reviewer can change them without a programmer; whoever shows a figure shows the version.
/// </summary>
/// <param name="Target">Key of the edition whose requirements are the set.</param>
/// <param name="Strengths">What each strength means, in words.</param>
/// <param name="Partial">The share a partial claim gives unless told.</param>
/// <param name="Low">The lower share of the headline range.</param>
/// <param name="High">The upper one.</param>
/// <param name="Weights">The schemes in words.</param>
/// <param name="States">What a source requirement in that state counts while its evidence is in date.</param>
/// <param name="OutOfDate">The part that counts when the evidence is out of date.</param>
/// <param name="KindUnlessTold">The kind of evidence where a statement names none.</param>
internal sealed record ReuseDefinition(
    string Version,
    string Target,
    IReadOnlyDictionary<ReuseStrength, string> Strengths,
    double Partial,
    double Low,
    double High,
    IReadOnlyDictionary<ReuseWeights, string> Weights,
    IReadOnlyDictionary<string, double> States,
    double OutOfDate,
    string KindUnlessTold)
{
    private const string File = "crosswalks/reuse-measure.yaml";

    /// <summary>The states a statement of applicability or the record can give; each needs its value.</summary>
    public const string Implemented = "implemented";
    public const string InPart = "partially";
    public const string Planned = "planned";
    public const string Excluded = "excluded";

    public static ReuseDefinition? Read(string folder, ReferenceCheck check, List<Finding> faults)
    {
        var before = faults.Count;
        if (LibraryDocument.Read(folder, File, faults)?
            .Knows("version", "target", "strengths", "partial_credit", "weights", "states", "out_of_date", "kind_unless_told") is not { } document)
            return null;
        check.Refer(document, "target", Kinds.Edition);
        var partial = document.Map("partial_credit")?.Knows("unless_told", "low", "high");
        var (low, high) = (partial?.Fraction("low") ?? 0, partial?.Fraction("high") ?? 0);
        if (low > high) partial!.Fault("low", "wrong-value", "The lower share is larger than the upper one. Exchange them.");
        var states = document.Map("states")?.Knows(Implemented, InPart, Planned, Excluded);
        var definition = new ReuseDefinition(
            document.Text("version"), document.Text("target"), Described<ReuseStrength>(document, "strengths"), partial?.Fraction("unless_told") ?? 0, low, high,
            Described<ReuseWeights>(document, "weights"),
            new[] { Implemented, InPart, Planned, Excluded }.ToDictionary(state => state, state => states?.Fraction(state) ?? 0, StringComparer.Ordinal),
            document.Fraction("out_of_date"), document.Text("kind_unless_told"));
        return faults.Count == before ? definition : null;
    }

    private static Dictionary<TWord, string> Described<TWord>(LibraryDocument document, string key) where TWord : struct, Enum
    {
        var words = Enum.GetValues<TWord>();
        var map = document.Map(key)?.Knows([.. words.Select(Words.Key)]);
        return words.ToDictionary(word => word, word => map?.Text(Words.Key(word)) ?? "");
    }
}
