using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Logs;

[JsonConverter(typeof(JsonStringEnumConverter<LogColumnKind>))]
internal enum LogColumnKind
{
    [JsonStringEnumMemberName("timestamp")] Timestamp,
    [JsonStringEnumMemberName("predictionId")] PredictionId,
    [JsonStringEnumMemberName("score")] Score,
    [JsonStringEnumMemberName("decision")] Decision,
    [JsonStringEnumMemberName("label")] Label,
    [JsonStringEnumMemberName("labelTimestamp")] LabelTimestamp,
    [JsonStringEnumMemberName("modelVersion")] ModelVersion,
    [JsonStringEnumMemberName("numeric")] Numeric,
    [JsonStringEnumMemberName("categorical")] Categorical,
    [JsonStringEnumMemberName("other")] Other,
}

/// <summary>One column of a staged log.</summary>
/// <param name="Name">Generated: <c>t id s d y yt v</c>, <c>n0…</c>, <c>c0…</c>, <c>x0…</c>. Safe as an SQL identifier.</param>
/// <param name="Source">The name the definition uses, and for other columns the name in the file. Never an SQL identifier.</param>
internal sealed record LogColumn(string Name, string Source, LogColumnKind Kind);

/// <summary>The name map of a staged log: which generated column holds what the file calls what.</summary>
internal sealed record LogSchema(int Version, IReadOnlyList<LogColumn> Columns)
{
    public const int CurrentVersion = 1;

    /// <summary>Numbers beyond it are refused: sums of their squares would leave the range of a double, and no quantity of the world is that large.</summary>
    public const double LargestNumber = 1e140;

    public const string LargestNumberSql = "'1e140'::DOUBLE";

    /// <summary>The columns of one kind, in the order of <see cref="LogColumns"/>.</summary>
    public IEnumerable<LogColumn> Of(LogColumnKind kind) => Columns.Where(column => column.Kind == kind);

    /// <summary>Whether the log carries a role at all: an absent role is an absent column.</summary>
    public bool Has(LogColumnKind kind) => Columns.Any(column => column.Kind == kind);

    public string ToJson() => JsonSerializer.Serialize(this, LogJson.Default.LogSchema);

    public static LogSchema FromJson(string json) =>
        JsonSerializer.Deserialize(json, LogJson.Default.LogSchema) is { Version: CurrentVersion } schema
            ? schema
            : throw new InvalidDataException($"The name map of this log is not of version {CurrentVersion}.");
}
