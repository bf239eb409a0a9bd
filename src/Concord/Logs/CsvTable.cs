using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Concord.Logs.Kernel;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Concord.Logs;

/// <summary>
/// The rows of a CSV file as a table of the engine, from bytes to column vectors. A value that is plainly right is taken as it is read; a row with any
/// other is read as text and judged like every row, so that what is refused and why does not depend on speed.
/// </summary>
internal sealed unsafe class CsvTable : IDisposable
{
    private readonly IReadOnlyList<LogColumn> columns;
    private readonly LogColumnKind[] kinds;
    private readonly int[] positions;
    private readonly int fields;
    private readonly PlainValues plain;
    private readonly CsvBytes bytes;
    private readonly CsvRows text;
    private readonly string path;
    private readonly Func<ITextRows, LogRow?> judge;
    private readonly LabelRule labels;
    private readonly ColumnSights sights;
    private readonly int idColumn;
    private readonly long most;
    private readonly Action<long, long>? progress;
    private CsvRows? restAsText;
    private StreamReader? restStream;
    private Exception? problem;
    private long good, lastLine = long.MinValue, lastTime = long.MinValue;

    /// <param name="most">Reading stops behind so many rows; then <see cref="Read"/> is larger.</param>
    /// <param name="judge">Judges a row as text: the values of a good one, null for a refused one; throws to stop.</param>
    /// <param name="progress">Told after each chunk how many rows and bytes are read.</param>
    public CsvTable(string path, CsvRows text, LogSchema schema, int[] positions, PlainValues plain, LabelRule labels, ColumnSights sights, long most, Func<ITextRows, LogRow?> judge, Action<long, long>? progress = null)
    {
        (this.path, this.text, columns, this.positions, this.plain, this.labels, this.judge) = (path, text, schema.Columns, positions, plain, labels, judge);
        (this.most, this.progress, this.sights) = (most, progress, sights);
        (kinds, fields, idColumn) = ([.. columns.Select(column => column.Kind)], text.Header.Count, Array.FindIndex([.. columns], column => column.Kind == LogColumnKind.PredictionId));
        bytes = new CsvBytes(path, (byte)text.Delimiter);
        try
        {
            bytes.Read(); // The header.
        }
        catch (RecordTooLongException)
        {
            restAsText = text; // It stands behind its header already.
        }
    }

    /// <summary>The lines of the good rows, as far as they do not simply follow each other: from each row here on, counted from 0, its line.</summary>
    public List<(long Row, long Line)> Lines { get; } = [];

    /// <summary>Rows read, the refused ones too.</summary>
    public long Read { get; private set; }

    /// <summary>The times never go back.</summary>
    public bool IsInOrder { get; private set; } = true;

    /// <summary>Writes the good rows to a file in their order.</summary>
    public void CopyTo(DuckDbSession session, string name, LogPacking packing, string file)
    {
        var self = GCHandle.Alloc(this);
        try
        {
            DuckDbTableFunctions.Register(session, name, GCHandle.ToIntPtr(self), &Bind, &Fill);
            packing.Copy(columns.Select(column => column.Name), $"FROM {name}()", file);
        }
        catch (DuckDBException) when (problem is not null)
        {
            throw problem;
        }
        finally
        {
            self.Free();
        }
    }

    public void Dispose()
    {
        bytes.Dispose();
        restStream?.Dispose();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var table = (CsvTable)GCHandle.FromIntPtr(DuckDbTableFunctions.GetBindInfo(info)).Target!;
        foreach (var column in table.columns)
        {
            using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(table.TypeOf(column.Kind));
            DuckDbTableFunctions.AddResultColumn(info, column.Name, type.DangerousGetHandle());
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        var table = (CsvTable)GCHandle.FromIntPtr(DuckDbTableFunctions.GetExtraInfo(info)).Target!;
        try
        {
            DuckDbTableFunctions.SetSize(chunk, (ulong)table.Fill(chunk));
        }
        catch (Exception thrown)
        {
            table.problem = thrown;
            DuckDbTableFunctions.SetError(info, thrown.Message);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Fill(nint chunk)
    {
        var writers = new ColumnWriter[columns.Count];
        for (var column = 0; column < writers.Length; column++) writers[column] = new(DuckDbAggregates.ChunkVector(chunk, (ulong)column));
        var row = 0;
        while (row < RowChunk.MaximumLength)
        {
            var (found, line) = restAsText is null ? ReadBytes(writers, row) : ReadText(restAsText, writers, row);
            if (found is null || ++Read > most) break;
            if (found is false) continue;
            Note(line);
            row++;
        }
        progress?.Invoke(Read, bytes.Offset);
        return row;
    }

    /// <returns>Whether the next record is a good row; null at the end of the file.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (bool? Found, long Line) ReadBytes(ColumnWriter[] writers, int row)
    {
        try
        {
            if (!bytes.Read()) return (null, 0);
        }
        catch (RecordTooLongException)
        {
            restStream = new StreamReader(path, new UTF8Encoding());
            restStream.BaseStream.Position = bytes.Offset;
            restAsText = text.Continue(restStream, bytes.Line);
            return ReadText(restAsText, writers, row);
        }
        // A file may be marked as UTF-8 and still hold other bytes; as text they become replacement characters, and the engine takes nothing else.
        if (bytes.IsPlain && bytes.Count == fields && (bytes.IsAscii || Utf8.IsValid(bytes.Record)) && plain.Belongs(bytes) && TryWrite(writers, row))
        {
            if (idColumn >= 0 && positions[idColumn] is >= 0 and var id && !bytes[id].IsEmpty) sights.Ids.Add(bytes[id]);
            return (true, bytes.Line);
        }
        using var record = text.Continue(new StringReader(Encoding.UTF8.GetString(bytes.Record)), bytes.Line);
        return ReadText(record, writers, row);
    }

    private (bool? Found, long Line) ReadText(CsvRows rows, ColumnWriter[] writers, int row)
    {
        if (!rows.Read()) return (null, 0);
        sights.SawText();
        if (Read >= most || judge(rows) is not { } good) return (false, 0); // One row too many is counted, not judged.
        for (var column = 0; column < writers.Length; column++) Write(ref writers[column], kinds[column], good, column, row);
        for (var column = 0; column < writers.Length; column++)
            if (good.Texts[column] is { Length: > 0 } words && words[0] < 128 && StartsLikeFormula((byte)words[0])) sights.FormulaStart[column] = true;
        if (idColumn >= 0 && good.Texts[idColumn] is { } id) sights.Ids.Add(Encoding.UTF8.GetBytes(id));
        return (true, rows.Row);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryWrite(ColumnWriter[] writers, int row)
    {
        for (var column = 0; column < writers.Length; column++)
        {
            var position = positions[column];
            var field = position < 0 ? default : bytes[position];
            if (field.IsEmpty)
            {
                if (!plain.MayBeEmpty(kinds[column])) return false;
                writers[column].Missing(row);
            }
            else if (!TryWrite(ref writers[column], column, field, row))
            {
                return false;
            }
        }
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryWrite(ref ColumnWriter writer, int column, ReadOnlySpan<byte> field, int row)
    {
        var kind = kinds[column];
        switch (kind)
        {
            case LogColumnKind.Timestamp:
                if (!plain.TryTimestamp(field, out var time)) return false;
                Time = time;
                writer.Set(row, time);
                return true;
            case LogColumnKind.LabelTimestamp:
                if (!plain.TryLabelTime(field, out var moment)) return false;
                writer.Set(row, moment);
                return true;
            case LogColumnKind.Numeric or LogColumnKind.Score:
                if (!PlainValues.TryNumber(field, out var number) || (kind == LogColumnKind.Score && number is < 0 or > 1)) return false;
                writer.Set(row, number);
                sights.Values[column]++;
                if (number < 0) sights.Negative[column]++;
                return true;
            case LogColumnKind.Decision or LogColumnKind.Label when kind == LogColumnKind.Decision || labels.IsBinary:
                if (PlainValues.Flag(field) is not { } flag) return false;
                writer.Set(row, (sbyte)(kind == LogColumnKind.Label ? labels.Mapped(flag) : flag));
                return true;
            case LogColumnKind.Label:
                return false; // A word: it is spelled the one way in which labels are compared.
            default:
                if (field.Contains((byte)0)) return false;
                if (StartsLikeFormula(field[0])) sights.FormulaStart[column] = true;
                writer.Set(row, field);
                return true;
        }
    }

    /// <summary>At least every text that <see cref="LogOddities"/> calls one.</summary>
    private static bool StartsLikeFormula(byte first) => first is (byte)'=' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'+' or (byte)'-';

    private long? Time { get; set; }

    private void Write(ref ColumnWriter writer, LogColumnKind kind, LogRow good, int column, int row)
    {
        switch (TypeOf(kind))
        {
            case DuckDBType.Timestamp when good.Times[column] is { } time:
                var micros = (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
                if (kind == LogColumnKind.Timestamp) Time = micros;
                writer.Set(row, micros);
                break;
            case DuckDBType.Double when good.Numbers[column] is { } number:
                writer.Set(row, number);
                break;
            case DuckDBType.TinyInt when good.Flags[column] is { } flag:
                writer.Set(row, flag);
                break;
            case DuckDBType.Varchar when good.Texts[column] is { } words:
                writer.Set(row, Encoding.UTF8.GetBytes(words));
                break;
            default:
                writer.Missing(row);
                break;
        }
    }

    private void Note(long line)
    {
        if (line != lastLine + 1) Lines.Add((good, line));
        lastLine = line;
        good++;
        if (Time is not { } time) return;
        IsInOrder &= time >= lastTime;
        lastTime = time;
    }

    private DuckDBType TypeOf(LogColumnKind kind) => LogTable.TypeOf(kind, labels) switch
    {
        "TIMESTAMP" => DuckDBType.Timestamp,
        "DOUBLE" => DuckDBType.Double,
        "TINYINT" => DuckDBType.TinyInt,
        _ => DuckDBType.Varchar,
    };
}
