using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Concord.Logs.Inbox;

/// <summary>How a value lies in the bytes of a row.</summary>
internal enum InboxType
{
    Time,
    Number,
    Flag,
    Text,
}

/// <summary>
/// Rows that passed every rule, as bytes: for each row its length, then for each column of the schema one byte (1: there is a value) and the value.
/// Times are microseconds since 1970, texts UTF-8 behind their length.
/// </summary>
internal sealed class InboxRows
{
    private const int Prefix = sizeof(int);

    private byte[] bytes = new byte[512];
    private int length, start;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Bytes => bytes.AsMemory(0, length);

    /// <summary>The row that was begun and not ended.</summary>
    public ReadOnlySpan<byte> Pending => bytes.AsSpan(start + Prefix, length - start - Prefix);

    /// <summary>Of each row the hash of its prediction id and its place in the bytes; empty where rows have no such id.</summary>
    public List<(UInt128 Id, int Place)> Predictions { get; } = [];

    /// <summary>Earliest and latest moment, microseconds since 1970.</summary>
    public long First { get; private set; } = long.MaxValue;

    public long Last { get; private set; } = long.MinValue;

    /// <summary>Labels are 0 or 1 here: a log whose labels are words needs all its rows to make sense of them.</summary>
    public static InboxType TypeOf(LogColumnKind kind) => kind switch
    {
        LogColumnKind.Timestamp or LogColumnKind.LabelTimestamp => InboxType.Time,
        LogColumnKind.Score or LogColumnKind.Numeric => InboxType.Number,
        LogColumnKind.Decision or LogColumnKind.Label => InboxType.Flag,
        _ => InboxType.Text,
    };

    /// <summary>Not for secrecy, but so that nobody can make two predictions look like one.</summary>
    public static UInt128 HashOf(ReadOnlySpan<byte> predictionId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(predictionId, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public void BeginRow()
    {
        start = length;
        Room(Prefix);
        length += Prefix;
    }

    public void EndRow(long? time, UInt128? prediction)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(start), length - start - Prefix);
        Count++;
        if (prediction is { } id) Predictions.Add((id, start));
        if (time is not { } micros) return;
        First = Math.Min(First, micros);
        Last = Math.Max(Last, micros);
    }

    /// <summary>Forgets the row that was begun.</summary>
    public void DropRow() => length = start;

    public void Missing()
    {
        Room(1);
        bytes[length++] = 0;
    }

    public void Add(long micros)
    {
        Room(1 + sizeof(long));
        bytes[length++] = 1;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(length), micros);
        length += sizeof(long);
    }

    public void Add(double number) => Add(BitConverter.DoubleToInt64Bits(number));

    public void Add(sbyte flag)
    {
        Room(2);
        bytes[length++] = 1;
        bytes[length++] = (byte)flag;
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        Room(1 + Prefix + text.Length);
        bytes[length++] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(length), text.Length);
        text.CopyTo(bytes.AsSpan(length + Prefix));
        length += Prefix + text.Length;
    }

    /// <summary>The row that begins at a place.</summary>
    public static ReadOnlySpan<byte> RowAt(ReadOnlySpan<byte> rows, int place) => rows.Slice(place + Prefix, BinaryPrimitives.ReadInt32LittleEndian(rows[place..]));

    /// <summary>The rows of a list without those whose place is named.</summary>
    public static InboxRows Without(InboxRows rows, IReadOnlySet<int> places, LogSchema schema)
    {
        var kept = new InboxRows();
        var all = rows.Bytes.Span;
        var time = schema.Columns.ToList().FindIndex(column => column.Kind == LogColumnKind.Timestamp);
        var next = 0;
        for (var place = 0; place < all.Length; place += Prefix + RowAt(all, place).Length)
        {
            UInt128? id = next < rows.Predictions.Count && rows.Predictions[next].Place == place ? rows.Predictions[next++].Id : null;
            if (places.Contains(place)) continue;
            var row = RowAt(all, place);
            kept.BeginRow();
            kept.Room(row.Length);
            row.CopyTo(kept.bytes.AsSpan(kept.length));
            kept.length += row.Length;
            kept.EndRow(time < 0 ? null : new InboxRowReader(row, schema).Skip(time).Time(), id);
        }
        return kept;
    }

    private void Room(int more)
    {
        if (length + more > bytes.Length) Array.Resize(ref bytes, Math.Max(bytes.Length * 2, length + more));
    }
}

/// <summary>Reads the values of one row in the order of its schema.</summary>
internal ref struct InboxRowReader(ReadOnlySpan<byte> row, LogSchema schema)
{
    private ReadOnlySpan<byte> rest = row;
    private int column;

    /// <summary>The bytes of the next value; false when it is missing.</summary>
    public bool Next(out ReadOnlySpan<byte> value)
    {
        var type = InboxRows.TypeOf(schema.Columns[column++].Kind);
        var present = rest[0] == 1;
        rest = rest[1..];
        value = default;
        if (!present) return false;
        var size = type switch
        {
            InboxType.Time or InboxType.Number => sizeof(long),
            InboxType.Flag => 1,
            _ => BinaryPrimitives.ReadInt32LittleEndian(rest),
        };
        if (type == InboxType.Text) rest = rest[sizeof(int)..];
        value = rest[..size];
        rest = rest[size..];
        return true;
    }

    public InboxRowReader Skip(int columns)
    {
        for (var i = 0; i < columns; i++) Next(out _);
        return this;
    }

    public long? Time() => Next(out var value) ? BinaryPrimitives.ReadInt64LittleEndian(value) : null;

    /// <summary>Whether two rows say the same in every column with a meaning that both have.</summary>
    public static bool Same(ReadOnlySpan<byte> one, LogSchema oneSchema, ReadOnlySpan<byte> other, LogSchema otherSchema, bool withLabels = true)
    {
        if (ReferenceEquals(oneSchema, otherSchema) && one.SequenceEqual(other)) return true;
        var reader = new InboxRowReader(one, oneSchema);
        foreach (var known in oneSchema.Columns)
        {
            var present = reader.Next(out var value);
            if (known.Kind == LogColumnKind.Other || (!withLabels && known.Kind is LogColumnKind.Label or LogColumnKind.LabelTimestamp)) continue;
            var at = Place(otherSchema, known.Name);
            if (at < 0) continue;
            var there = new InboxRowReader(other, otherSchema).Skip(at);
            if (there.Next(out var otherValue) != present || !value.SequenceEqual(otherValue)) return false;
        }
        return true;
    }

    private static int Place(LogSchema schema, string name)
    {
        for (var i = 0; i < schema.Columns.Count; i++)
        {
            if (schema.Columns[i].Name == name) return i;
        }
        return -1;
    }
}
