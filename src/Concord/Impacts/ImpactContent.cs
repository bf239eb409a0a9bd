using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Foundation;

namespace Concord.Impacts;

internal enum ScreeningAnswer
{
    Unknown,
    No,
    Yes,
}

/// <param name="Why">Why it is not known, or what the answer rests on.</param>
internal sealed record ScreeningLine(string Question, ScreeningAnswer Answer, string Why);

/// <param name="People">How many in a year; null: nobody knows, and <paramref name="Basis"/> says why.</param>
/// <param name="Basis">Where the figure comes from, or why there is none.</param>
internal sealed record AffectedGroup(int Number, string Name, bool IsDirect, bool IsVulnerable, long? People, string Basis);

/// <summary>A benefit or a harm. What is not judged yet is null or empty.</summary>
/// <param name="Rights">Keys of Charter rights it touches.</param>
/// <param name="Group">Number of the affected group.</param>
/// <param name="People">Step of the scale of people.</param>
/// <param name="Against">What is done about it, in words.</param>
/// <param name="Score">Frozen with the assessment; null while it is a draft.</param>
internal sealed record ImpactEffect(
    int Number, bool IsHarm, string Dimension, IReadOnlyList<string> Rights, int? Group, string What, int? Severity, string People, string Reversibility, int? Likelihood, string Against, int? Score = null)
{
    /// <summary>As people cite it: H2, B1.</summary>
    [JsonIgnore]
    public string Called => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(IsHarm ? "H" : "B")}{Number}");

    /// <summary>Whether it says, and scores, what it said before: then what was decided of it holds on.</summary>
    public bool SaysWhat(ImpactEffect before) => this with { Rights = before.Rights } == before && Rights.SequenceEqual(before.Rights, StringComparer.Ordinal);
}

internal sealed record Consultation(int Number, DateOnly On, string Who, string How, string Said, string Done);

internal enum MeasureSort
{
    Technical,
    Organisational,
}

/// <param name="Effects">Numbers of the effects it is for.</param>
/// <param name="Reference">An applied control or an action; empty: none yet.</param>
internal sealed record ImpactMeasure(int Number, MeasureSort Sort, string What, IReadOnlyList<int> Effects, string Reference);

internal enum ImpactVerdict
{
    Go,
    Conditional,
    Stop,
}

/// <param name="Residual">What is left once the measures work, on the scale of severity.</param>
/// <param name="NextReview">Null: as late as the cadence allows.</param>
internal sealed record ImpactConclusion(ImpactVerdict? Verdict, string Reasons, string Conditions, int? Residual, string ResidualWhy, DateOnly? NextReview)
{
    public static readonly ImpactConclusion None = new(null, "", "", null, "", null);
}

/// <summary>The rows of an assessment that have a number of their own.</summary>
internal enum ImpactPart
{
    Group,
    Effect,
    Consultation,
    Measure,
}

/// <summary>Everything people wrote into an assessment. It is stored as one text, so that the same writing has the same hash, and a revision begins as a copy.</summary>
internal sealed record ImpactContent
{
    public const int MostRows = 50;

    private static readonly JsonSerializerOptions AsStored = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static readonly ImpactContent Empty = new();

    public string Trigger { get; init; } = "";

    public IReadOnlyList<ScreeningLine> Screening { get; init; } = [];

    /// <summary>By section and field: <c>IA-03.purpose</c>.</summary>
    public SortedDictionary<string, string> Texts { get; init; } = new(StringComparer.Ordinal);

    public IReadOnlyList<AffectedGroup> Groups { get; init; } = [];

    public IReadOnlyList<ImpactEffect> Effects { get; init; } = [];

    public IReadOnlyList<Consultation> Consultations { get; init; } = [];

    public IReadOnlyList<ImpactMeasure> Measures { get; init; } = [];

    public ImpactConclusion Conclusion { get; init; } = ImpactConclusion.None;

    [JsonIgnore]
    public IEnumerable<ImpactEffect> Harms => Effects.Where(effect => effect.IsHarm);

    [JsonIgnore]
    public IEnumerable<ImpactEffect> Benefits => Effects.Where(effect => !effect.IsHarm);

    public static string Key(string section, string field) => $"{section}.{field}";

    public string Text(string section, string field) => Texts.GetValueOrDefault(Key(section, field)) ?? "";

    public ScreeningLine? Screened(string question) => Screening.FirstOrDefault(line => line.Question == question);

    public AffectedGroup? Group(int? number) => Groups.FirstOrDefault(group => group.Number == number);

    public ImpactContent With(string section, IReadOnlyDictionary<string, string> texts)
    {
        var all = new SortedDictionary<string, string>(Texts, StringComparer.Ordinal);
        foreach (var (field, text) in texts)
        {
            if (Written.SaysNothing(text)) all.Remove(Key(section, field));
            else all[Key(section, field)] = text.Trim();
        }
        return this with { Texts = all };
    }

    /// <summary>The row that has the number, or a new one where it has none (0).</summary>
    public ImpactContent With(AffectedGroup row) => this with { Groups = Put(Groups, row.Number, known => known.Number, number => row with { Number = number }) };

    public ImpactContent With(ImpactEffect row) => this with { Effects = Put(Effects, row.Number, known => known.Number, number => row with { Number = number }) };

    public ImpactContent With(Consultation row) => this with { Consultations = Put(Consultations, row.Number, known => known.Number, number => row with { Number = number }) };

    public ImpactContent With(ImpactMeasure row) => this with { Measures = Put(Measures, row.Number, known => known.Number, number => row with { Number = number }) };

    /// <summary>What names the row lets go of it.</summary>
    public ImpactContent Without(ImpactPart part, int number) => part switch
    {
        ImpactPart.Group => this with { Groups = Drop(Groups, number, row => row.Number), Effects = [.. Effects.Select(effect => effect.Group == number ? effect with { Group = null } : effect)] },
        ImpactPart.Effect => this with { Effects = Drop(Effects, number, row => row.Number), Measures = [.. Measures.Select(measure => measure with { Effects = [.. measure.Effects.Where(one => one != number)] })] },
        ImpactPart.Consultation => this with { Consultations = Drop(Consultations, number, row => row.Number) },
        _ => this with { Measures = Drop(Measures, number, row => row.Number) },
    };

    public static ImpactContent Read(string json) => json.Length == 0 ? Empty : JsonSerializer.Deserialize<ImpactContent>(json, AsStored) ?? Empty;

    public string ToJson() => JsonSerializer.Serialize(this, AsStored);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static IReadOnlyList<T> Put<T>(IReadOnlyList<T> rows, int wanted, Func<T, int> numberOf, Func<int, T> numbered)
    {
        if (wanted != 0) return rows.Any(row => numberOf(row) == wanted) ? [.. rows.Select(row => numberOf(row) == wanted ? numbered(wanted) : row)] : throw Gone(wanted);
        if (rows.Count >= MostRows) throw new RuleViolation("IMPACT-ROWS", $"A list of an assessment has at most {MostRows} rows. Put the rest into a document and name it.");
        return [.. rows, numbered(rows.Select(numberOf).DefaultIfEmpty().Max() + 1)];
    }

    private static IReadOnlyList<T> Drop<T>(IReadOnlyList<T> rows, int number, Func<T, int> numberOf) =>
        rows.Any(row => numberOf(row) == number) ? [.. rows.Where(row => numberOf(row) != number)] : throw Gone(number);

    private static RuleViolation Gone(int number) => new("IMPACT-ROW", $"There is no row {number} here any more. Look at the page again.");
}
