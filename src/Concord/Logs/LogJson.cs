using System.Text.Json.Serialization;

namespace Concord.Logs;

/// <summary>Generated serializers: the reading process starts for every file and must not spend its time on reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogSchema))]
[JsonSerializable(typeof(LogReadRequest))]
[JsonSerializable(typeof(LogReadAnswer))]
internal sealed partial class LogJson : JsonSerializerContext;
