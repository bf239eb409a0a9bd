using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Monitoring;

/// <summary>Reads a monitor definition and says everything that is wrong with it at once.</summary>
internal sealed class MonitorDefinitionReader
{
    private static readonly string[] Roles = ["timestamp", "score", "decision", "label", "labelTimestamp", "predictionId", "modelVersion"];

    private static readonly string[] Known =
        ["modelId", "threshold", "favourableDecision", "positiveLabel", "topShare", "numeric", "categorical", "protected", "intersections", "window", .. Roles];

    private readonly List<Finding> findings = [];
    private readonly JsonElement root;
    private readonly string place;

    private MonitorDefinitionReader(JsonElement root, string place) => (this.root, this.place) = (root, place);

    public static MonitorDefinition Read(string json, string place)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
        }
        catch (JsonException wrong)
        {
            throw new FindingsException([Unreadable(json, place, wrong)]);
        }
        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FindingsException([Finding.Error(place, "definition-json", "A definition is a JSON object: { \"modelId\": …, \"numeric\": […] }.")]);
            var reader = new MonitorDefinitionReader(document.RootElement, place);
            var definition = reader.Read();
            return reader.findings.Count == 0 ? definition : throw new FindingsException(reader.findings);
        }
    }

    /// <summary>Where a text that is no JSON breaks, in the words and counts of an editor: from 1, in characters.</summary>
    public static Finding Unreadable(string json, string place, JsonException wrong)
    {
        if (wrong is not { LineNumber: { } before, BytePositionInLine: { } bytes })
            return Finding.Error(place, "definition-json", $"This is no readable JSON: {Repeated(json)} stands twice in it. Remove one of the two.");
        var line = Encoding.UTF8.GetBytes(json.Split('\n')[(int)before]);
        var position = Encoding.UTF8.GetCharCount(line.AsSpan(0, Math.Min((int)bytes, line.Length))) + 1;
        return Finding.Error(
            place, "definition-json",
            string.Create(CultureInfo.InvariantCulture, $"This is no readable JSON: it cannot be read on from line {before + 1}, position {position}. Look there and just before for a comma, quotation mark or bracket that is missing or too many."),
            before + 1);
    }

    private static string Repeated(string json)
    {
        using var document = JsonDocument.Parse(json);
        var twice = document.RootElement.ValueKind != JsonValueKind.Object ? []
            : document.RootElement.EnumerateObject().GroupBy(member => member.Name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => Quote(same.Key)).ToList();
        return twice.Count == 0 ? "a key" : string.Join(" and ", twice);
    }

    private MonitorDefinition Read()
    {
        foreach (var property in root.EnumerateObject())
            if (!Known.Contains(property.Name, StringComparer.Ordinal))
                Wrong(property.Name, "unknown-key", $"is not known. Known keys: {string.Join(", ", Known)}.");

        var threshold = Find("threshold", JsonValueKind.Number, JsonValueKind.String);
        if (threshold is { ValueKind: JsonValueKind.Number } number && number.GetDouble() is not (>= 0 and <= 1))
            Wrong("threshold", "wrong-value", "is compared with the score, which lies between 0 and 1: give a number from 0 to 1, or in words how decisions are made.");
        var definition = new MonitorDefinition
        {
            ModelId = Text("modelId") ?? "",
            Threshold = threshold is { } t ? t.ValueKind == JsonValueKind.Number ? t.GetDouble().ToString("R", CultureInfo.InvariantCulture) : t.GetString() : null,
            ThresholdIsNumber = threshold?.ValueKind == JsonValueKind.Number,
            FavourableDecision = Favourable(),
            PositiveLabel = PositiveLabel(),
            TopShare = TopShare(),
            Numeric = Columns("numeric"),
            Categorical = Columns("categorical"),
            Protected = Columns("protected"),
            Intersections = Intersections(),
            Window = Window(),
            Timestamp = Role("timestamp", "timestamp"),
            Score = Role("score", "score"),
            Decision = Role("decision", "decision"),
            Label = Role("label", "label"),
            LabelTimestamp = Role("labelTimestamp", "label_timestamp"),
            PredictionId = Role("predictionId", "prediction_id"),
            ModelVersion = Role("modelVersion", "model_version"),
        };
        Check(definition);
        return definition;
    }

    private void Check(MonitorDefinition definition)
    {
        if (definition.ModelId.Length == 0 && !root.TryGetProperty("modelId", out _))
            Wrong("modelId", "missing-key", "is missing: name the model whose predictions the log holds.");
        if (!Has("numeric") && !Has("categorical"))
            Wrong("numeric", "missing-key", "and \"categorical\" are both missing: list at least one column of the log.");
        foreach (var both in definition.Numeric.Intersect(definition.Categorical, StringComparer.Ordinal))
            Wrong("categorical", "column-twice", $"lists {Quote(both)}, which \"numeric\" lists as well. Decide for one of the two.");

        LogRole[] roles = [definition.Timestamp, definition.Score, definition.Decision, definition.Label, definition.LabelTimestamp, definition.PredictionId, definition.ModelVersion];
        foreach (var (key, columns) in new[] { ("numeric", definition.Numeric), ("categorical", definition.Categorical), ("protected", definition.Protected) })
        {
            foreach (var column in columns)
            {
                var taken = Array.FindIndex(roles, role => string.Equals(role.Name, column, StringComparison.Ordinal));
                if (taken >= 0)
                    Wrong(key, "column-is-role", $"lists {Quote(column)}, which is the column of the {Roles[taken]}. Leave it out here (score and decision are measured anyway), or name another column under \"{Roles[taken]}\".");
            }
        }
        for (var i = 0; i < roles.Length; i++)
        {
            for (var j = i + 1; j < roles.Length; j++)
                if (string.Equals(roles[i].Name, roles[j].Name, StringComparison.Ordinal))
                    Wrong(Roles[j], "column-twice", $"names the column {Quote(roles[j].Name)}, which \"{Roles[i]}\" names as well.");
        }
        foreach (var column in definition.Intersections.SelectMany(columns => columns).Distinct(StringComparer.Ordinal).Except(definition.Protected, StringComparer.Ordinal))
            Wrong("intersections", "not-protected", $"names {Quote(column)}, which is not in \"protected\". Intersections are made of protected columns.");
    }

    private int Favourable()
    {
        if (Find("favourableDecision", JsonValueKind.Number) is not { } value) return 1;
        if (value.TryGetInt32(out var decision) && decision is 0 or 1) return decision;
        Wrong("favourableDecision", "wrong-value", "is 0 or 1: the decision that is good for the person.");
        return 1;
    }

    private string PositiveLabel() => Find("positiveLabel", JsonValueKind.Number, JsonValueKind.String, JsonValueKind.True, JsonValueKind.False) switch
    {
        null => "1",
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } label => label,
        { ValueKind: JsonValueKind.String } => Wrong("positiveLabel", "wrong-value", "is empty: name the label that counts as positive."),
        { ValueKind: JsonValueKind.True } => "true",
        { ValueKind: JsonValueKind.False } => "false",
        { } number => number.GetDouble().ToString("R", CultureInfo.InvariantCulture),
    };

    private double TopShare()
    {
        if (Find("topShare", JsonValueKind.Number) is not { } value) return 0.05;
        var share = value.GetDouble();
        if (share is > 0 and <= 1) return share;
        Wrong("topShare", "wrong-value", "lies above 0 and is at most 1, for example 0.05 for the highest 5 %.");
        return 0.05;
    }

    private WindowLength Window()
    {
        if (Text("window") is not { } name) return WindowLength.Month;
        foreach (var length in Enum.GetValues<WindowLength>())
            if (string.Equals(Words.Key(length), name, StringComparison.Ordinal)) return length;
        Wrong("window", "wrong-value", $"is {Quote(name)}. Known windows: {string.Join(", ", Enum.GetValues<WindowLength>().Select(Words.Key))}.");
        return WindowLength.Month;
    }

    private string[] Columns(string key) => Find(key, JsonValueKind.Array) is { } list ? Names(key, list) : [];

    private string[] Names(string key, JsonElement list)
    {
        var names = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            var name = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            if (name.Trim().Length == 0) Wrong(key, "wrong-type", $"holds {Shorten(item.GetRawText())}, which is no column name.");
            else if (names.Contains(name, StringComparer.Ordinal)) Wrong(key, "column-twice", $"lists {Quote(name)} twice.");
            else names.Add(name);
        }
        return [.. names];
    }

    private List<IReadOnlyList<string>> Intersections()
    {
        var intersections = new List<IReadOnlyList<string>>();
        if (Find("intersections", JsonValueKind.Array) is not { } list) return intersections;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() >= 2) intersections.Add(Names("intersections", item));
            else Wrong("intersections", "wrong-type", "is a list of lists of two or more protected columns, for example [[\"sex\", \"age_band\"]].");
        }
        return intersections;
    }

    private LogRole Role(string key, string byDefault) => Text(key) is { Length: > 0 } name ? new(name, Named: true) : new(byDefault);

    private string? Text(string key)
    {
        if (Find(key, JsonValueKind.String) is not { } value) return null;
        var text = value.GetString()!;
        return text.Trim().Length > 0 ? text : Wrong(key, "wrong-value", "is empty.");
    }

    private bool Has(string key) => root.TryGetProperty(key, out var list) && (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > 0);

    /// <summary>The value of a key if it is there and of one of these kinds; null counts as not there.</summary>
    private JsonElement? Find(string key, params JsonValueKind[] kinds)
    {
        if (!root.TryGetProperty(key, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (kinds.Contains(value.ValueKind)) return value;
        var words = kinds.Select(kind => kind switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.Number => "a number",
            JsonValueKind.String => "a text",
            _ => "true or false",
        }).Distinct(StringComparer.Ordinal);
        Wrong(key, "wrong-type", $"is {Shorten(value.GetRawText())}, but must be {string.Join(" or ", words)}.");
        return null;
    }

    private string Wrong(string key, string code, string message)
    {
        findings.Add(Finding.Error(place, code, $"{Quote(key)} {message}"));
        return "";
    }

    private static string Quote(string text) => $"\"{Shorten(text)}\"";

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "…";
}
