using System.Text.Json;
using Concord.Foundation;

namespace Concord.Logs;

/// <summary>
/// The request and the answer as the reading process meets them. It starts for every file, and the runtime would have to compile the serializer's
/// generics for each type of a value, which takes a quarter of a short reading: the request is read by hand, the answer written by generated code.
/// </summary>
internal static class LogReadJson
{
    public static LogReadRequest Read(Stream input)
    {
        using JsonDocument document = JsonDocument.Parse(input);
        JsonElement request = document.RootElement;
        return new LogReadRequest(
            Each(request.GetProperty("sources"), source => new LogReadSource(Text(source, "path")!, Text(source, "name")!)),
            Columns(request.GetProperty("columns")), Enum.Parse<LogPurpose>(Text(request, "purpose")!), request.GetProperty("keepGoodRows").GetBoolean(),
            request.GetProperty("now").GetDateTimeOffset(), Limits(request.GetProperty("limits")), request.GetProperty("lasts").GetBoolean());
    }

    private static LogColumns Columns(JsonElement columns) => new()
    {
        Numeric = Texts(columns, "numeric"),
        Categorical = Texts(columns, "categorical"),
        Protected = Texts(columns, "protected"),
        Timestamp = Role(columns, "timestamp"),
        Score = Role(columns, "score"),
        Decision = Role(columns, "decision"),
        Label = Role(columns, "label"),
        LabelTimestamp = Role(columns, "labelTimestamp"),
        PredictionId = Role(columns, "predictionId"),
        ModelVersion = Role(columns, "modelVersion"),
        ExpectedModelId = Text(columns, "expectedModelId"),
        ExpectedVersion = Text(columns, "expectedVersion"),
        PositiveLabel = Text(columns, "positiveLabel")!,
        Threshold = columns.TryGetProperty("threshold", out JsonElement threshold) ? threshold.GetDouble() : null,
    };

    private static LogLimits Limits(JsonElement limits) => new()
    {
        Bytes = limits.GetProperty("bytes").GetInt64(),
        Rows = limits.GetProperty("rows").GetInt64(),
        Columns = limits.GetProperty("columns").GetInt32(),
        MemoryBytes = limits.GetProperty("memoryBytes").GetInt64(),
        IdsAtOnce = limits.GetProperty("idsAtOnce").GetInt64(),
        Time = TimeSpan.Parse(Text(limits, "time")!, System.Globalization.CultureInfo.InvariantCulture),
        Findings = limits.GetProperty("findings").GetInt32(),
    };

    private static LogRole Role(JsonElement columns, string name)
    {
        JsonElement role = columns.GetProperty(name);
        return new LogRole(Text(role, "name")!, role.GetProperty("named").GetBoolean());
    }

    private static List<string> Texts(JsonElement parent, string name) => Each(parent.GetProperty(name), text => text.GetString()!);

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private static List<T> Each<T>(JsonElement list, Func<JsonElement, T> read)
        where T : class
    {
        List<T> all = new(list.GetArrayLength());
        foreach (JsonElement one in list.EnumerateArray())
            all.Add(read(one));
        return all;
    }

    public static void Write(Stream output, LogReadAnswer answer)
    {
        using Utf8JsonWriter json = new(output);
        json.WriteStartObject();
        if (answer.Schema is { } schema)
        {
            json.WriteStartObject("schema");
            json.WriteNumber("version", schema.Version);
            json.WriteStartArray("columns");
            foreach (LogColumn column in schema.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("source", column.Source);
                json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(column.Kind.ToString()));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteNumber("rows", answer.Rows);
        json.WriteNumber("refusedRows", answer.RefusedRows);
        json.WriteNumber("repeatedRows", answer.RepeatedRows);
        if (answer.First is { } first)
            json.WriteString("first", first);
        if (answer.Last is { } last)
            json.WriteString("last", last);
        Write(json, answer.Findings);
        if (answer.RepeatedAt is { } repeated)
        {
            json.WriteStartArray("repeatedAt");
            foreach (RepeatedHour hour in repeated)
            {
                json.WriteStartObject();
                json.WriteString("hour", hour.Hour);
                json.WriteNumber("rows", hour.Rows);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("severity", finding.Severity.ToString());
            json.WriteString("place", finding.Place);
            json.WriteString("code", finding.Code);
            json.WriteString("message", finding.Message);
            if (finding.Row is { } row)
                json.WriteNumber("row", row);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
