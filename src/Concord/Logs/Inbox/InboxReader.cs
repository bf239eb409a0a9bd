using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Concord.Foundation;

namespace Concord.Logs.Inbox;

/// <summary>A small batch that passed the rules.</summary>
/// <param name="Repeated">Rows left out because the same prediction with the same content came earlier in the batch.</param>
internal sealed record InboxContent(LogSchema Schema, InboxRows Rows, long Refused, long Repeated, IReadOnlyList<Finding> Findings);

/// <summary>
/// Reads small batches of JSON within this process, in managed code only. Values that are plainly right are taken as they are read; a batch with any other
/// is read a second time as text and judged row by row, by the rules and with the findings of every other format.
/// </summary>
internal sealed class InboxReader(LogColumns columns, LogLimits limits)
{
    private const int MostShapes = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    private readonly LabelRule labels = new(columns.PositiveLabel);
    private readonly ConcurrentDictionary<string, Shape> shapes = new(StringComparer.Ordinal);

    /// <summary>What follows from the keys of a first row, so that it need not be found out for each batch.</summary>
    private sealed record Shape(LogLayout Layout, PlainValues Plain, byte[][] Names, int[] Positions, DateTime Latest);

    /// <summary>Null when the reading process must look at it: labels in words are known only when all of them are, and what does not begin like JSON may be anything.</summary>
    /// <param name="name">What findings call the batch.</param>
    /// <exception cref="FindingsException">The batch is refused; the exception holds everything that is wrong with it.</exception>
    public InboxContent? Read(ReadOnlyMemory<byte> body, string name, bool keepGoodRows, DateTimeOffset now)
    {
        var latest = now.UtcDateTime + TimeSpan.FromDays(1);
        return IsJson(body.Span) ? TryPlain(body.Span, name, latest) ?? AsText(body, name, keepGoodRows, latest) : null;
    }

    /// <summary>What a file is, its first bytes say; what is none of ours is named by the reading process.</summary>
    private static bool IsJson(ReadOnlySpan<byte> body) => (body.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? body[3..] : body).TrimStart(" \t\r\n"u8) is [(byte)'[' or (byte)'{', ..];

    private InboxContent? TryPlain(ReadOnlySpan<byte> body, string name, DateTime latest)
    {
        if (!Utf8.IsValid(body)) return null;
        if (body.StartsWith<byte>([0xEF, 0xBB, 0xBF])) body = body[3..];
        var rows = new InboxRows();
        try
        {
            Shape? shape = null;
            if (body.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
            {
                var reader = new Utf8JsonReader(body, Options);
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    if (!TryRow(ref reader, body, ref shape, rows, name, latest)) return null;
                }
                if (reader.TokenType != JsonTokenType.EndArray || reader.Read()) return null;
            }
            else
            {
                while (!body.IsEmpty)
                {
                    var end = body.IndexOf((byte)'\n');
                    var line = (end < 0 ? body : body[..end]).Trim(" \t\r"u8);
                    body = end < 0 ? [] : body[(end + 1)..];
                    if (line.IsEmpty) continue;
                    var reader = new Utf8JsonReader(line, Options);
                    if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !TryRow(ref reader, line, ref shape, rows, name, latest) || reader.Read()) return null;
                }
            }
            return shape is null || Repeats(rows) ? null : new(shape.Layout.Schema, rows, 0, 0, []);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Repeats(InboxRows rows)
    {
        if (rows.Predictions.Count < 2) return false;
        var seen = new HashSet<UInt128>(rows.Predictions.Count);
        return rows.Predictions.Exists(prediction => !seen.Add(prediction.Id));
    }

    private bool TryRow(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref Shape? shape, InboxRows rows, string name, DateTime latest)
    {
        shape ??= ShapeOf(reader, name, latest);
        if (shape is null) return false;
        Span<(int Start, int Length)> fields = shape.Names.Length <= 256 ? stackalloc (int, int)[shape.Names.Length] : new (int, int)[shape.Names.Length];
        fields.Fill((-1, 0));
        var expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var position = expected < shape.Names.Length && reader.ValueTextEquals(shape.Names[expected]) ? expected : Position(ref reader, shape.Names);
            if (position < 0 || fields[position].Start >= 0) return false; // A new key or one that stands twice.
            expected = position + 1;
            if (!reader.Read()) return false;
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    fields[position] = (0, 0);
                    continue;
                case JsonTokenType.String when !reader.ValueIsEscaped:
                    fields[position] = ((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    break;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    fields[position] = ((int)reader.TokenStartIndex, reader.ValueSpan.Length);
                    break;
                default:
                    return false;
            }
            if (!shape.Plain.Belongs(position, reader.ValueSpan)) return false;
        }
        return TryWrite(shape, text, fields, rows);
    }

    private bool TryWrite(Shape shape, ReadOnlySpan<byte> text, ReadOnlySpan<(int Start, int Length)> fields, InboxRows rows)
    {
        rows.BeginRow();
        long? time = null;
        UInt128? id = null;
        for (var column = 0; column < shape.Positions.Length; column++)
        {
            var (start, length) = fields[shape.Positions[column]];
            var kind = shape.Layout.Schema.Columns[column].Kind;
            if (length == 0)
            {
                if (kind == LogColumnKind.Timestamp) return false;
                rows.Missing();
                continue;
            }
            var value = text.Slice(start, length);
            switch (kind)
            {
                case LogColumnKind.Timestamp:
                    if (!shape.Plain.TryTimestamp(value, out var micros)) return false;
                    rows.Add(micros);
                    time = micros;
                    break;
                case LogColumnKind.LabelTimestamp:
                    if (!PlainValues.TryMoment(value, out var moment)) return false;
                    rows.Add(moment);
                    break;
                case LogColumnKind.Numeric or LogColumnKind.Score:
                    if (!PlainValues.TryNumber(value, out var number) || (kind == LogColumnKind.Score && number is < 0 or > 1)) return false;
                    rows.Add(number);
                    break;
                case LogColumnKind.Decision or LogColumnKind.Label:
                    if (PlainValues.Flag(value) is not { } flag) return false;
                    rows.Add((sbyte)(kind == LogColumnKind.Label ? labels.Mapped(flag) : flag));
                    break;
                default:
                    if (kind == LogColumnKind.PredictionId) id = InboxRows.HashOf(value);
                    rows.Add(value);
                    break;
            }
        }
        rows.EndRow(time, id);
        return true;
    }

    private static int Position(ref Utf8JsonReader reader, byte[][] names)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i])) return i;
        }
        return -1;
    }

    /// <param name="reader">At the beginning of the first row; a copy, so that it is read again.</param>
    private Shape? ShapeOf(Utf8JsonReader reader, string name, DateTime latest)
    {
        List<string> header = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            header.Add(reader.GetString()!);
            if (header.Count > limits.Columns || !reader.Read()) return null;
            reader.Skip();
        }
        var key = string.Join('\n', header);
        if (shapes.TryGetValue(key, out var known) && known.Latest > latest - TimeSpan.FromHours(1)) return known;
        if (header.Count == 0 || header.Exists(column => column.Contains('\n', StringComparison.Ordinal)) || header.Distinct(StringComparer.Ordinal).Count() != header.Count) return null;
        if (LogLayout.Find(columns, LogPurpose.Append, [(name, header)], limits, new FindingList(1)) is not { } layout || InWords(layout.Schema)) return null;
        var shape = new Shape(layout, new PlainValues(layout, 0, columns, LogPurpose.Append, latest), [.. header.Select(Encoding.UTF8.GetBytes)], layout.Positions[0], latest);
        if (shapes.Count >= MostShapes) shapes.Clear(); // Senders of ever new keys pay for it themselves.
        shapes[key] = shape;
        return shape;
    }

    private bool InWords(LogSchema schema) => !labels.IsBinary && schema.Has(LogColumnKind.Label);

    private InboxContent? AsText(ReadOnlyMemory<byte> body, string name, bool keepGoodRows, DateTime latest)
    {
        var findings = new FindingList(limits.Findings);
        using var source = LogSource.OpenJson(name, () => new MemoryStream(body.ToArray(), writable: false), limits, findings) ?? throw new FindingsException(findings.InOrder());
        var layout = LogLayout.Find(columns, LogPurpose.Append, [(name, source.Header)], limits, findings) ?? throw new FindingsException(findings.InOrder());
        if (InWords(layout.Schema)) return null;
        var text = new InboxTextRows(layout, new LogRowCheck(layout, columns, LogPurpose.Append, latest), name, columns.Timestamp.Name, findings);
        text.Read(source.Text!);
        return findings.HasErrors && !keepGoodRows
            ? throw new FindingsException(findings.InOrder())
            : new(layout.Schema, text.Rows, text.Refused, text.Repeated, findings.InOrder());
    }
}
