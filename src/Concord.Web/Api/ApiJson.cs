using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Concord.Foundation;

namespace Concord.Web.Api;

/// <summary>
/// How the interface writes and reads JSON: camelCase, states as camelCase words, instants in UTC. Bodies are read strictly: an unknown or
/// repeated member is a mistake of the sender and never silently dropped. Keys of the database stay inside; records are known by reference.
/// </summary>
internal static class ApiJson
{
    private const int DeepestBody = 32;

    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = DeepestBody;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.Converters.Add(new WordConverterFactory());
        options.Converters.Add(new UtcInstantConverter());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutKeys, LineBesideDetail } };
    }

    public static JsonSerializerOptions Options { get; } = MakeOptions();

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    private static bool IsKey(Type type) => (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces()
        .Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>));

    private static void WithoutKeys(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        foreach (var key in type.Properties.Where(property => IsKey(property.PropertyType)).ToList()) type.Properties.Remove(key);
        if (type.Type.IsGenericType && type.Type.GetGenericTypeDefinition() == typeof(PageOf<>))
            type.Properties.Remove(type.Properties.Single(property => property.AttributeProvider is PropertyInfo { Name: nameof(PageOf<>.Pages) }));
    }

    /// <summary>A detail carries the line it has in lists; its fields are written beside the detail's own, so that every record has its reference on top.</summary>
    private static void LineBesideDetail(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Properties.FirstOrDefault(IsLine) is not { Get: { } line } nested) return;
        var place = type.Properties.IndexOf(nested);
        type.Properties.RemoveAt(place);
        foreach (var field in type.Options.GetTypeInfo(nested.PropertyType).Properties.Where(field => type.Properties.All(own => own.Name != field.Name)).ToList())
        {
            var flat = type.CreateJsonPropertyInfo(field.PropertyType, field.Name);
            flat.Get = detail => field.Get!(line(detail)!);
            flat.AttributeProvider = field.AttributeProvider;
            type.Properties.Insert(place++, flat);
        }
    }

    private static bool IsLine(JsonPropertyInfo property) =>
        property.PropertyType != typeof(string) && property.AttributeProvider is PropertyInfo { Name: "Line" or "Description" or "Signal" };

    private sealed class UtcInstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}

/// <summary>States as camelCase words, read also with dashes (<c>false-alarm</c>); one that is not known is answered with those that are.</summary>
internal sealed class WordConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(typeToConvert))!;

    private sealed class WordConverter<TWord> : JsonConverter<TWord> where TWord : struct, Enum
    {
        public override TWord Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Find(reader.TokenType == JsonTokenType.String ? reader.GetString() : null);

        public override void Write(Utf8JsonWriter writer, TWord value, JsonSerializerOptions options) => writer.WriteStringValue(Words.Key(value));

        public override TWord ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Find(reader.GetString());

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TWord value, JsonSerializerOptions options) => writer.WritePropertyName(Words.Key(value));

        private static TWord Find(string? word)
        {
            var plain = word?.Replace("-", "", StringComparison.Ordinal);
            foreach (var known in Enum.GetValues<TWord>())
            {
                if (string.Equals(known.ToString(), plain, StringComparison.OrdinalIgnoreCase)) return known;
            }
            throw new WordException($"This is not one of {string.Join(", ", Enum.GetValues<TWord>().Select(Words.Key))}.");
        }
    }
}

/// <summary>Its message is meant for the sender.</summary>
internal sealed class WordException(string message) : JsonException(message);
