using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concord.Logs;

/// <summary>
/// Records of a CSV file in UTF-8 as pieces of its bytes, one record at a time. It finds where records and fields end exactly as
/// <see cref="CsvRecordReader"/> does; what it cannot give as a plain piece of bytes it says is not plain, and the record is read as text.
/// </summary>
internal sealed class CsvBytes : IDisposable
{
    private const int LongestPlain = 1 << 20;
    private readonly FileStream file;
    private readonly byte delimiter;
    private readonly int largestBuffer;
    private byte[] buffer;
    private (int Start, int Length)[] fields = new (int, int)[64];
    private int position, length, start, stop;
    private long offset, line = 1;
    private bool ended;

    public CsvBytes(string path, byte delimiter, int block = 1 << 20, int largestBuffer = 64 << 20)
    {
        (this.delimiter, this.largestBuffer, buffer) = (delimiter, largestBuffer, new byte[block]);
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        Fill(keepFrom: 0);
        if (buffer.AsSpan(0, length).StartsWith<byte>([0xEF, 0xBB, 0xBF])) position = 3;
    }

    /// <summary>Fields of the current record.</summary>
    public int Count { get; private set; }

    /// <summary>Every field is a piece of the file as it stands: no doubled quote, nothing beside a quote, no giant.</summary>
    public bool IsPlain { get; private set; }

    /// <summary>No byte of the record is above 127, so that it is valid UTF-8; false says nothing.</summary>
    public bool IsAscii { get; private set; }

    /// <summary>The line on which the current record begins, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The current record with its quotes, without its line end.</summary>
    public ReadOnlySpan<byte> Record => buffer.AsSpan(start, stop - start);

    /// <summary>Where the current record begins in the file.</summary>
    public long Offset => offset + start;

    /// <summary>A field of a plain record, without quotes.</summary>
    public ReadOnlySpan<byte> this[int field] => buffer.AsSpan(fields[field].Start, fields[field].Length);

    /// <summary>Moves to the next record; false at the end.</summary>
    /// <exception cref="RecordTooLongException">The record is longer than what is held at once: read on as text from <see cref="Offset"/>.</exception>
    public bool Read()
    {
        if (!SkipEmptyLines()) return false;
        Line = line;
        start = position;
        if (TrySimple()) return true;
        while (!TryRecord())
        {
            Fill(keepFrom: start);
            (start, position, line) = (0, 0, Line);
        }
        return true;
    }

    public void Dispose() => file.Dispose();

    /// <summary>A record without any quote, found many bytes at a time. Most are.</summary>
    /// <returns>False for every other record, and near the end of the buffer: <see cref="TryRecord"/> reads it from its beginning.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TrySimple()
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(buffer);
        var (parts, from, count, seen) = (fields, position, 0, default(Vector256<byte>));
        Vector256<byte> delimiters = Vector256.Create(delimiter), feeds = Vector256.Create((byte)'\n'), returns = Vector256.Create((byte)'\r'), quotes = Vector256.Create((byte)'"');
        for (var at = position; at <= length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            var block = Vector256.LoadUnsafe(ref bytes, (nuint)at);
            seen |= block;
            var marks = (Vector256.Equals(block, delimiters) | Vector256.Equals(block, feeds) | Vector256.Equals(block, returns) | Vector256.Equals(block, quotes)).ExtractMostSignificantBits();
            for (; marks != 0; marks &= marks - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(marks);
                var mark = Unsafe.Add(ref bytes, place);
                if (mark == '"') return false;
                if (count == parts.Length)
                {
                    Array.Resize(ref fields, parts.Length * 2);
                    parts = fields;
                }
                parts[count++] = (from, place - from);
                from = place + 1;
                if (mark == delimiter) continue;
                if (place - position > LongestPlain || (mark == '\r' && from == length)) return false;
                (Count, IsPlain, IsAscii, stop, position) = (count, true, seen.ExtractMostSignificantBits() == 0, place, place);
                EndLine();
                return true;
            }
        }
        return false;
    }

    /// <returns>False when the buffer ended before the record; then more of the file is needed.</returns>
    private bool TryRecord()
    {
        (Count, IsPlain, IsAscii) = (0, true, false);
        while (true)
        {
            if (!TryField()) return false;
            if (position == length)
            {
                stop = position;
                return ended;
            }
            if (buffer[position] == delimiter)
            {
                position++;
                continue;
            }
            stop = position;
            if (buffer[position] == '\r' && position + 1 == length && !ended) return false; // A line feed may follow.
            EndLine();
            return true;
        }
    }

    private bool TryField()
    {
        if (Count == fields.Length) Array.Resize(ref fields, fields.Length * 2);
        if (position < length && buffer[position] == '"') return TryQuoted();
        var rest = buffer.AsSpan(position, length - position);
        var end = rest.IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
        if (end < 0 && !ended) return false;
        if (end < 0) end = rest.Length;
        Take(position, end);
        position += end;
        return true;
    }

    private bool TryQuoted()
    {
        var from = ++position;
        while (true)
        {
            var close = buffer.AsSpan(position, length - position).IndexOf((byte)'"');
            if (close < 0 || (position + close + 1 == length && !ended)) return Unclosed(from);
            line += buffer.AsSpan(position, close).Count((byte)'\n');
            position += close + 1;
            if (position == length || buffer[position] != '"') break;
            IsPlain = false; // A doubled quote stands for one.
            position++;
        }
        Take(from, position - 1 - from);
        if (position == length || buffer[position] == delimiter || buffer[position] is (byte)'\n' or (byte)'\r') return true;
        IsPlain = false;
        var end = buffer.AsSpan(position, length - position).IndexOfAny(delimiter, (byte)'\n', (byte)'\r');
        if (end < 0 && !ended) return false;
        position = end < 0 ? length : position + end;
        return true;
    }

    /// <summary>The file ends inside a quote, or only the buffer does.</summary>
    private bool Unclosed(int from)
    {
        if (!ended) return false;
        IsPlain = false;
        Take(from, length - from);
        position = length;
        return true;
    }

    private void Take(int from, int count)
    {
        fields[Count++] = (from, count);
        if (count > LongestPlain) IsPlain = false;
    }

    private bool SkipEmptyLines()
    {
        while (true)
        {
            if (position == length)
            {
                if (ended) return false;
                start = position;
                Fill(keepFrom: position);
                position = 0;
                continue;
            }
            if (buffer[position] is not ((byte)'\n' or (byte)'\r')) return true;
            if (buffer[position] == '\r' && position + 1 == length && !ended)
            {
                Fill(keepFrom: position);
                position = 0;
                continue;
            }
            EndLine();
        }
    }

    private void EndLine()
    {
        var end = buffer[position++];
        if (end == '\r' && position < length && buffer[position] == '\n') position++;
        line++;
    }

    /// <summary>Reads on, and moves what is still needed to the front.</summary>
    private void Fill(int keepFrom)
    {
        var kept = length - keepFrom;
        if (kept > buffer.Length / 2)
        {
            if (buffer.Length >= largestBuffer) throw new RecordTooLongException();
            var larger = new byte[buffer.Length * 2];
            buffer.AsSpan(keepFrom, kept).CopyTo(larger);
            buffer = larger;
        }
        else
        {
            buffer.AsSpan(keepFrom, kept).CopyTo(buffer);
        }
        offset += keepFrom;
        var read = file.Read(buffer, kept, buffer.Length - kept);
        length = kept + read;
        ended = read == 0;
    }
}

/// <summary>A record is longer than any honest one.</summary>
internal sealed class RecordTooLongException : Exception;
