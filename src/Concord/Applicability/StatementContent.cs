using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Standards;

namespace Concord.Applicability;

/// <summary>What a revision freezes: the lines as they stood, and what they were derived by. Written the same way each time, so that its hash can be computed again.</summary>
/// <param name="Standards">Designations of the editions by their keys.</param>
internal sealed record StatementContent(string Format, DateOnly AsOf, string Derivation, IReadOnlyDictionary<string, string> Standards, IReadOnlyList<StatementLine> Lines)
{
    private static readonly JsonSerializerOptions Written = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static StatementContent Of(DateOnly asOf, IReadOnlyList<Edition> editions, IReadOnlyList<StatementLine> lines) => new(
        "1", asOf, Controls.Derivation.Version, new SortedDictionary<string, string>(editions.ToDictionary(edition => edition.Key, edition => edition.Designation, StringComparer.Ordinal), StringComparer.Ordinal),
        [.. lines.Select(line => line with { Version = 0, Controls = [.. line.Controls.Select(control => control with { OwnerName = null })] })]);

    public static StatementContent Read(string json) => JsonSerializer.Deserialize<StatementContent>(json, Written) ?? throw new InvalidOperationException("A revision without content.");

    public string ToJson() => JsonSerializer.Serialize(this, Written);

    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    /// <summary>What keeps it from being approved: every control without a decision, every decision without a justification. One sentence each; none when it is whole.</summary>
    public IReadOnlyList<string> Shortcomings() =>
    [
        .. Named("No decision", Lines.Where(line => line.Applicability == ControlApplicability.NotDecided)),
        .. Named("Excluded without a justification", Lines.Where(line => line is { Applicability: ControlApplicability.Excluded, Justification: "" })),
        .. Named("Applicable without a justification", Lines.Where(line => line is { Applicability: ControlApplicability.Applicable, Justification: "" })),
    ];

    private static IEnumerable<string> Named(string what, IEnumerable<StatementLine> lines)
    {
        var keys = lines.Select(line => line.Key).ToList();
        if (keys.Count > 0) yield return $"{what}: {string.Join(", ", keys)}.";
    }

    public int Count(ControlApplicability applicability) => Lines.Count(line => line.Applicability == applicability);
}
