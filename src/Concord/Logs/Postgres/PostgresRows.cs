using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Concord.Foundation;
using Concord.Logs.Kernel;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Concord.Logs.Postgres;

/// <summary>The rows of a binary COPY as a table of the engine: read while the engine writes them, so that no more than a row group is in memory.</summary>
internal sealed unsafe class PostgresRows
{
    /// <summary>A longer value is a document and no value of a log.</summary>
    private const int LongestValue = 1 << 20;

    /// <summary>Rows with long texts come to the engine in smaller parts.</summary>
    private const int BytesAtOnce = 8 << 20;

    private const int Usual = 60 * RowChunk.MaximumLength;

    /// <summary>Of the rows that wait in memory until they are written.</summary>
    private const int BytesOfGroup = 16 << 20;

    /// <summary>Told every so many rows.</summary>
    private const int ToldEvery = 32 * RowChunk.MaximumLength;

    /// <summary>PostgreSQL counts from 2000, the engine from 1970.</summary>
    private const long MicrosecondsBefore2000 = 946_684_800_000_000;

    private const int DaysBefore2000 = 10_957;

    private readonly IReadOnlyList<PostgresColumn> columns;
    private readonly string name;
    private readonly Stream copy;
    private readonly LogLimits limits;
    private readonly IProgress<LogProgress>? progress;
    private readonly CancellationToken stop;
    private byte[] buffer = new byte[1 << 18];
    private int start, end;
    private long rows;
    private bool begun, ended;
    private Exception? problem;

    private PostgresRows(string name, IReadOnlyList<PostgresColumn> columns, Stream copy, LogLimits limits, IProgress<LogProgress>? progress, CancellationToken stop) =>
        (this.name, this.columns, this.copy, this.limits, this.progress, this.stop) = (name, columns, copy, limits, progress, stop);

    /// <summary>Writes all rows to a Parquet file in their order.</summary>
    /// <param name="name">What findings call the table.</param>
    /// <param name="columns">Of the rows, in their order.</param>
    /// <returns>How many rows there were.</returns>
    public static long CopyTo(string file, string name, IReadOnlyList<PostgresColumn> columns, Stream copy, LogLimits limits, IProgress<LogProgress>? progress, CancellationToken stop)
    {
        var source = new PostgresRows(name, columns, copy, limits, progress, stop);
        // One thread keeps the order by itself; only where the engine need not keep it, it counts the bytes of a row group.
        using var session = DuckDbSession.Open([file], memoryMebibytes: limits.MemoryBytes / (1 << 20) / 2, threads: 1, ordered: false);
        var self = GCHandle.Alloc(source);
        try
        {
            DuckDbTableFunctions.Register(session, "pulled", GCHandle.ToIntPtr(self), &Bind, &Fill);
            session.Execute(FormattableString.Invariant($"COPY (FROM pulled()) TO {DuckDbSession.Quoted(file)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ROW_GROUP_SIZE {Usual}, ROW_GROUP_SIZE_BYTES {BytesOfGroup})"));
            return source.rows;
        }
        catch (DuckDBException) when (source.problem is not null)
        {
            throw source.problem;
        }
        catch (DuckDBException exception) when (LogSource.IsOutOfMemory(exception))
        {
            throw new FindingsException([Finding.Error(name, "memory-limit", FormattableString.Invariant($"The rows do not fit into {limits.MemoryBytes / (1 << 20)} MiB of memory. Pull a view without long texts."))]);
        }
        finally
        {
            self.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var source = (PostgresRows)GCHandle.FromIntPtr(DuckDbTableFunctions.GetBindInfo(info)).Target!;
        foreach (var column in source.columns)
        {
            using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(column.Holds!.Value);
            DuckDbTableFunctions.AddResultColumn(info, column.Name, type.DangerousGetHandle());
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        var source = (PostgresRows)GCHandle.FromIntPtr(DuckDbTableFunctions.GetExtraInfo(info)).Target!;
        try
        {
            DuckDbTableFunctions.SetSize(chunk, (ulong)source.Fill(chunk));
        }
        catch (Exception thrown)
        {
            source.problem = thrown;
            DuckDbTableFunctions.SetError(info, thrown.Message);
        }
    }

    private int Fill(nint chunk)
    {
        stop.ThrowIfCancellationRequested();
        if (!begun) ReadHeader();
        var writers = new ColumnWriter[columns.Count];
        for (var column = 0; column < writers.Length; column++) writers[column] = new(DuckDbAggregates.ChunkVector(chunk, (ulong)column));
        var row = 0;
        for (var bytes = 0; row < RowChunk.MaximumLength && bytes < BytesAtOnce && !ended; row++)
        {
            if (BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short))) < 0) // The mark behind the last row; a connection that breaks off never sends it.
            {
                ended = true;
                break;
            }
            for (var column = 0; column < writers.Length; column++) bytes += Read(ref writers[column], columns[column], row);
        }
        rows += row;
        if (rows > limits.Rows)
            throw new FindingsException([Finding.Error(name, "too-many-rows", FormattableString.Invariant($"More than {limits.Rows:N0} rows are new; so many are not taken at once. Pull them in parts: with --until up to a moment, then again."))]);
        if (rows / ToldEvery > (rows - row) / ToldEvery) progress?.Report(new(rows, 0, 0));
        return row;
    }

    /// <returns>The bytes of the value.</returns>
    private int Read(ref ColumnWriter writer, PostgresColumn column, int row)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
        if (length > LongestValue)
            throw new FindingsException([Finding.Error($"{name}, column {VisibleText.Quoted(column.Name)}", "long-value", FormattableString.Invariant($"A value has {length:N0} bytes, which no value of a prediction log has. Pull a view without this column."))]);
        if (length < 0)
            writer.Missing(row);
        else
            Write(ref writer, column.Holds, Take(length), row);
        return Math.Max(0, length);
    }

    private static void Write(ref ColumnWriter writer, DuckDBType? holds, ReadOnlySpan<byte> value, int row)
    {
        switch (holds)
        {
            case DuckDBType.BigInt:
                writer.Set(row, BinaryPrimitives.ReadInt64BigEndian(value));
                break;
            case DuckDBType.Double:
                writer.Set(row, BinaryPrimitives.ReadDoubleBigEndian(value));
                break;
            case DuckDBType.Float:
                writer.Set(row, BinaryPrimitives.ReadSingleBigEndian(value));
                break;
            case DuckDBType.Boolean:
                writer.Set(row, value[0]);
                break;
            case DuckDBType.Timestamp:
                writer.Set(row, Moment(BinaryPrimitives.ReadInt64BigEndian(value)));
                break;
            case DuckDBType.Date:
                writer.Set(row, Day(BinaryPrimitives.ReadInt32BigEndian(value)));
                break;
            default:
                // A database without an encoding sends bytes as they are; the engine takes valid text only.
                writer.Set(row, Utf8.IsValid(value) ? value : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value)));
                break;
        }
    }

    /// <summary>Both sides have an infinity at each end; what the engine cannot count any more is one too, and refused like one.</summary>
    private static long Moment(long microseconds) =>
        microseconds == long.MinValue ? -long.MaxValue : microseconds > long.MaxValue - MicrosecondsBefore2000 ? long.MaxValue : microseconds + MicrosecondsBefore2000;

    private static int Day(int days) => days == int.MinValue ? -int.MaxValue : days > int.MaxValue - DaysBefore2000 ? int.MaxValue : days + DaysBefore2000;

    /// <summary>The signature, flags, and an extension of a length that is told.</summary>
    private void ReadHeader()
    {
        begun = true;
        if (!Take(11).StartsWith("PGCOPY\n"u8)) throw new InvalidDataException("The server sent no binary copy.");
        Take(sizeof(int));
        Take(BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int))));
    }

    /// <summary>The next bytes; valid until the next call.</summary>
    private ReadOnlySpan<byte> Take(int length)
    {
        if (end - start < length) Receive(length);
        start += length;
        return buffer.AsSpan(start - length, length);
    }

    private void Receive(int length)
    {
        var rest = buffer.AsSpan(start, end - start);
        var target = length > buffer.Length ? new byte[length + (1 << 12)] : buffer;
        rest.CopyTo(target);
        (buffer, start, end) = (target, 0, rest.Length);
        while (end < length)
        {
            var received = Receive(buffer.AsMemory(end));
            if (received == 0) throw new EndOfStreamException("The copy broke off.");
            end += received;
        }
    }

    /// <summary>The engine asks from a thread of its own that cannot wait any other way; only asynchronous reading can be stopped while nothing comes.</summary>
    private int Receive(Memory<byte> target)
    {
        var reading = copy.ReadAsync(target, stop);
        return reading.IsCompletedSuccessfully ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
    }
}
