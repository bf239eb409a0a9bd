using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Concord.Monitoring;

/// <summary>Measures as JSON: compact to be stored, indented to be printed.</summary>
internal static class MeasurementFormat
{
    private static readonly string[] NumericOnly = ["ks", "ksP", "wasserstein", "wassersteinNormalised"];
    private static readonly string[] CategoricalOnly = ["chi2", "chi2Dof", "chi2P", "cramersV", "totalVariation", "newCategories"];

    private static readonly JsonSerializerOptions Compact = Options(indented: false);
    private static readonly JsonSerializerOptions Indented = Options(indented: true);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Compact.GetTypeInfo(typeof(T)));

    /// <summary>Indented, for people and programs outside.</summary>
    public static void Write<T>(T value, Stream output) => JsonSerializer.Serialize(output, value, (JsonTypeInfo<T>)Indented.GetTypeInfo(typeof(T)));

    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)Compact.GetTypeInfo(typeof(T)))!;

    /// <summary>Builds the writers of a type and of all types in it.</summary>
    public static void Prepare<T>(bool indented)
    {
        var options = indented ? Indented : Compact;
        var known = new HashSet<Type>();
        var waiting = new Stack<Type>([typeof(T)]);
        while (waiting.TryPop(out var type))
        {
            if (!known.Add(type)) continue;
            var info = options.GetTypeInfo(type);
            if (info.ElementType is { } element) waiting.Push(element);
            foreach (var property in info.Properties) waiting.Push(property.PropertyType);
        }
    }

    private static JsonSerializerOptions Options(bool indented) => new(MeasurementJson.Default.Options)
    {
        WriteIndented = indented,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = MeasurementJson.Default.WithAddedModifier(indented ? type => { KeepWhatApplies(type); LeaveOutBasis(type); } : KeepWhatApplies),
    };

    /// <summary>What verdicts rest on besides the figures is stored for another policy; a report that people and programs read says what came out.</summary>
    private static void LeaveOutBasis(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.Name is "basis" or "judgedBy" or "estimatedUnder" or "measuredFrom")) property.ShouldSerialize = static (_, _) => false;
    }

    /// <summary>A null says "could not be computed"; a measure that does not exist for a kind of column has no key at all.</summary>
    private static void KeepWhatApplies(JsonTypeInfo type)
    {
        if (type.Type != typeof(DriftMeasurement)) return;
        foreach (var property in type.Properties)
        {
            if (NumericOnly.Contains(property.Name, StringComparer.Ordinal)) property.ShouldSerialize = (drift, _) => ((DriftMeasurement)drift).Kind != DriftKind.Categorical;
            if (CategoricalOnly.Contains(property.Name, StringComparer.Ordinal)) property.ShouldSerialize = (drift, _) => ((DriftMeasurement)drift).Kind == DriftKind.Categorical;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WindowMeasurement))]
[JsonSerializable(typeof(ReferenceMeasurement))]
[JsonSerializable(typeof(Judgement))]
[JsonSerializable(typeof(MeasurementReport))]
internal sealed partial class MeasurementJson : JsonSerializerContext;
