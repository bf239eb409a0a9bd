using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Monitoring;

/// <summary>What a monitor measures, in the words of the model's owner and the column names of the log.</summary>
internal sealed record MonitorDefinition
{
    public required string ModelId { get; init; }

    /// <summary>Shown, and used to point out decisions that disagree with it; nothing is computed from it. A number or a text.</summary>
    public string? Threshold { get; init; }

    public bool ThresholdIsNumber { get; init; }

    /// <summary>Which decision is good for the person: 1 or 0.</summary>
    public int FavourableDecision { get; init; } = 1;

    public string PositiveLabel { get; init; } = "1";

    /// <summary>The share of highest scores that is acted on first.</summary>
    public double TopShare { get; init; } = 0.05;

    public IReadOnlyList<string> Numeric { get; init; } = [];

    public IReadOnlyList<string> Categorical { get; init; } = [];

    public IReadOnlyList<string> Protected { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Intersections { get; init; } = [];

    public WindowLength Window { get; init; } = WindowLength.Month;

    public LogRole Timestamp { get; init; } = new("timestamp");

    public LogRole Score { get; init; } = new("score");

    public LogRole Decision { get; init; } = new("decision");

    public LogRole Label { get; init; } = new("label");

    public LogRole LabelTimestamp { get; init; } = new("label_timestamp");

    public LogRole PredictionId { get; init; } = new("prediction_id");

    public LogRole ModelVersion { get; init; } = new("model_version");

    /// <summary>Categorical and protected columns, once each: drift treats them alike.</summary>
    public IReadOnlyList<string> Levels => [.. Categorical.Union(Protected, StringComparer.Ordinal)];

    /// <summary>Protected attributes and intersections, each as the columns it is made of.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Attributes => [.. Protected.Select(column => (IReadOnlyList<string>)[column]), .. Intersections];

    /// <param name="version">Rows that carry another version are refused or reported.</param>
    public LogColumns ToColumns(string? version = null) => new()
    {
        Numeric = Numeric,
        Categorical = Levels,
        Protected = Protected,
        Timestamp = Timestamp,
        Score = Score,
        Decision = Decision,
        Label = Label,
        LabelTimestamp = LabelTimestamp,
        PredictionId = PredictionId,
        ModelVersion = ModelVersion,
        ExpectedModelId = ModelId,
        ExpectedVersion = version,
        PositiveLabel = PositiveLabel,
        Threshold = ThresholdIsNumber ? double.Parse(Threshold!, CultureInfo.InvariantCulture) : null,
    };

    /// <summary>One text for one meaning: all keys in the contract's order, defaults written out. Only roles that were named are in it, because naming one makes it required.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson())));

    /// <exception cref="FindingsException">With everything that is wrong.</exception>
    public static MonitorDefinition Parse(string json, string place = "definition") => MonitorDefinitionReader.Read(json, place);

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("modelId", ModelId);
        if (ThresholdIsNumber) json.WriteNumber("threshold", double.Parse(Threshold!, CultureInfo.InvariantCulture));
        else if (Threshold is not null) json.WriteString("threshold", Threshold);
        json.WriteNumber("favourableDecision", FavourableDecision);
        json.WriteString("positiveLabel", PositiveLabel);
        json.WriteNumber("topShare", TopShare);
        WriteList(json, "numeric", Numeric);
        WriteList(json, "categorical", Categorical);
        WriteList(json, "protected", Protected);
        json.WriteStartArray("intersections");
        foreach (var intersection in Intersections) WriteList(json, null, intersection);
        json.WriteEndArray();
        json.WriteString("window", Words.Key(Window));
        foreach (var (key, role) in new[] { ("timestamp", Timestamp), ("score", Score), ("decision", Decision), ("label", Label), ("labelTimestamp", LabelTimestamp), ("predictionId", PredictionId), ("modelVersion", ModelVersion) })
            if (role.Named) json.WriteString(key, role.Name);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string? key, IReadOnlyList<string> names)
    {
        if (key is null) json.WriteStartArray();
        else json.WriteStartArray(key);
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
