using System.Globalization;
using System.Text;
using System.Text.Json;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Monitoring;

/// <summary>Reads pushed measurements: an object, an array or lines of JSON, or CSV with a header. All that is wrong is said at once.</summary>
internal static class MeasurementReader
{
    public const int LargestBytes = 16 << 20;
    public const int MostMeasurements = 10_000;

    private static readonly string[] Known =
        ["metric", "subject", "window", "value", "n", "successes", "standardError", "low", "high", "reason", "unit", "source", "sourceSha256", "complete", "correction"];

    /// <param name="faults">Takes everything that cannot be read of single measurements, with its row: what is wrong with the others is told together with it.</param>
    /// <returns>Those that could be read.</returns>
    /// <exception cref="FindingsException">The whole cannot be read.</exception>
    public static IReadOnlyList<PushedMeasurement> Read(ReadOnlySpan<byte> text, bool isCsv, List<Finding> faults)
    {
        if (text.StartsWith("\uFEFF"u8)) text = text[3..];
        if (text.Length > LargestBytes) throw Refused("body", "measurements-large", $"At most {LargestBytes >> 20} MB can be pushed at once. Send it in parts.");
        var decoded = Decoded(text);
        var findings = new List<Finding>();
        var read = isCsv ? FromCsv(decoded, findings) : FromJson(text, findings);
        if (read.Count > MostMeasurements) throw Refused("body", "measurements-many", $"At most {MostMeasurements} measurements can be pushed at once. Send them in parts.");
        if (read.Count + findings.Count == 0) throw Refused("body", "measurements-none", "There is no measurement in it.");
        faults.AddRange(findings);
        var faulty = findings.Select(finding => finding.Row).ToHashSet();
        return [.. read.Where((one, at) => !faulty.Contains(one.Row ?? at + 1))];
    }

    private static List<PushedMeasurement> FromJson(ReadOnlySpan<byte> text, List<Finding> findings)
    {
        var read = new List<PushedMeasurement>();
        var isList = false;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 4 });
            while (reader.Read())
            {
                var element = JsonElement.ParseValue(ref reader);
                isList |= element.ValueKind == JsonValueKind.Array || read.Count > 0;
                foreach (var item in element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().ToArray() : [element])
                {
                    if (read.Count > MostMeasurements) return read;
                    var row = read.Count + 1;
                    if (item.ValueKind == JsonValueKind.Object) read.Add(new JsonFields(item, row, findings).Read());
                    else throw Refused("body", "measurement-object", "A measurement is an object: { \"metric\": …, \"window\": …, \"value\": …, \"n\": … }.", row);
                }
            }
        }
        catch (JsonException wrong)
        {
            throw Refused("body", "measurement-json", "This is no readable JSON. Send an object, an array of objects, or one object per line.", wrong.LineNumber + 1);
        }
        return isList || findings.Count > 0 ? read : [.. read.Select(alone => alone with { Row = null })];
    }

    private static List<PushedMeasurement> FromCsv(string text, List<Finding> findings)
    {
        var read = new List<PushedMeasurement>();
        using var reader = new StringReader(text);
        var records = new CsvRecordReader(reader, text.AsSpan(0, text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? end : text.Length).Contains(';') ? ';' : ',');
        if (!records.Read()) return read;
        var header = records.Fields.Select(name => name.Trim()).ToList();
        findings.AddRange(header.Where(name => !Known.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => Unknown(name, 1)));
        findings.AddRange(header.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => Finding.Error(same.Key, "measurement-column", "This column stands here twice.", 1)));
        if (findings.Count > 0) return read;
        while (records.Read() && read.Count <= MostMeasurements)
        {
            if (records.Fault != CsvFault.None || records.Fields.Count != header.Count)
                findings.Add(Finding.Error("row", "measurement-row", records.Fault != CsvFault.None ? "A quoted field is not closed, or text follows its closing quote." : $"There are {records.Fields.Count} fields, the header has {header.Count}.", records.Line));
            else
                read.Add(new CsvFields(header, records.Fields, records.Line, findings).Read());
        }
        return read;
    }

    private static string Decoded(ReadOnlySpan<byte> text)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        }
        catch (DecoderFallbackException)
        {
            throw Refused("body", "measurement-encoding", "This is no UTF-8 text. Save the file as UTF-8.");
        }
    }

    private static Finding Unknown(string name, long? row) => Finding.Error(VisibleText.Bare(name), "measurement-unknown", $"This is not known here. Known: {string.Join(", ", Known)}.", row);

    private static FindingsException Refused(string place, string code, string message, long? row = null) => new([Finding.Error(place, code, message, row)]);

    /// <summary>The members of one measurement, whatever they were written in: JSON or CSV, which inherit.</summary>
    private abstract class Fields(long row, List<Finding> findings)
    {
        public PushedMeasurement Read() => new(
            Needed("metric"), Text("subject") ?? "", Needed("window"), Number("value"), Whole("n"), Whole("successes"), Number("standardError"), Number("low"), Number("high"), Text("reason") ?? "",
            Text("unit"), Text("source") ?? "", Text("sourceSha256") ?? "", Truth("complete"), Text("correction") ?? "", row);

        /// <summary>Null where it is not given.</summary>
        protected abstract string? Text(string name);

        protected abstract double? Number(string name);

        protected abstract bool Truth(string name);

        protected void Wrong(string name, string message) => findings.Add(Finding.Error(name, "measurement-field", message, row));

        private string Needed(string name)
        {
            if (Text(name) is { Length: > 0 } text) return text;
            Wrong(name, "This is needed.");
            return "";
        }

        private long? Whole(string name)
        {
            if (Number(name) is not { } number) return null;
            if (number == Math.Floor(number) && Math.Abs(number) < 1L << 53) return (long)number;
            Wrong(name, "This is no whole number.");
            return null;
        }
    }

    private sealed class JsonFields : Fields
    {
        private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);

        public JsonFields(JsonElement measurement, long row, List<Finding> findings) : base(row, findings)
        {
            foreach (var member in measurement.EnumerateObject())
            {
                if (!Known.Contains(member.Name, StringComparer.Ordinal)) findings.Add(Unknown(member.Name, row));
                else if (!members.TryAdd(member.Name, member.Value)) Wrong(member.Name, "This stands here twice.");
            }
        }

        protected override string? Text(string name)
        {
            if (Given(name) is not { } value) return null;
            try
            {
                if (value.ValueKind == JsonValueKind.String) return value.GetString()!.Trim();
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair, written as an escape: JSON, but no text.
            }
            Wrong(name, "This is a text.");
            return null;
        }

        protected override double? Number(string name)
        {
            if (Given(name) is not { } value) return null;
            if (value.ValueKind == JsonValueKind.Number) return value.TryGetDouble(out var number) ? number : double.PositiveInfinity;
            Wrong(name, "Write a number, without quotation marks.");
            return null;
        }

        protected override bool Truth(string name)
        {
            if (Given(name) is not { } value) return false;
            if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Wrong(name, "This is true or false.");
            return value.ValueKind == JsonValueKind.True;
        }

        private JsonElement? Given(string name) => members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private sealed class CsvFields(List<string> header, List<string> fields, long row, List<Finding> findings) : Fields(row, findings)
    {
        private readonly Dictionary<string, string> members = header.Zip(fields).ToDictionary(pair => pair.First, pair => pair.Second.Trim(), StringComparer.OrdinalIgnoreCase);

        protected override string? Text(string name) => members.TryGetValue(name, out var text) && text.Length > 0 ? text : null;

        protected override double? Number(string name)
        {
            if (Text(name) is not { } text) return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return number;
            Wrong(name, $"{VisibleText.Quoted(text)} is no number. Write it with a point: 0.93.");
            return null;
        }

        protected override bool Truth(string name)
        {
            if (Text(name) is not { } text) return false;
            if (bool.TryParse(text, out var truth)) return truth;
            Wrong(name, "This is true or false.");
            return false;
        }
    }
}
