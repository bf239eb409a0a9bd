using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Concord.Logs.Kernel;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Concord.Logs.Inbox;

/// <summary>One batch as it lies in the inbox.</summary>
internal sealed record InboxPart(LogSchema Schema, byte[] Rows);

/// <summary>The rows of many batches as a table of the engine, under one schema: a column that a batch lacks is missing in its rows.</summary>
internal sealed unsafe class InboxTable : IDisposable
{
    private readonly LogSchema schema;
    private readonly IEnumerator<InboxPart> parts;
    private readonly Dictionary<LogSchema, int[]> targets = new(ReferenceEqualityComparer.Instance);
    private byte[] rows = [];
    private LogSchema? ofRows;
    private int place;
    private Exception? problem;

    private InboxTable(LogSchema schema, IEnumerable<InboxPart> parts) => (this.schema, this.parts) = (schema, parts.GetEnumerator());

    /// <summary>Writes all rows to a staged file, sorted by time.</summary>
    public static void CopyTo(LogSchema schema, IEnumerable<InboxPart> parts, string file)
    {
        using var table = new InboxTable(schema, parts);
        using var session = DuckDbSession.Open([file], memoryMebibytes: 1024, spill: Path.Combine(Path.GetDirectoryName(file)!, "spill"), spillMebibytes: 4096);
        var self = GCHandle.Alloc(table);
        try
        {
            DuckDbTableFunctions.Register(session, "inbox", GCHandle.ToIntPtr(self), &Bind, &Fill);
            var order = schema.Of(LogColumnKind.Timestamp).FirstOrDefault() is { } time ? $"ORDER BY {time.Name}" : "";
            session.Execute($"COPY (FROM inbox() {order}) TO {DuckDbSession.Quoted(file)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)");
        }
        catch (DuckDBException) when (table.problem is not null)
        {
            throw table.problem;
        }
        finally
        {
            self.Free();
        }
    }

    /// <summary>One schema that holds the columns of all: declared ones by their generated name, others by the name they have in the batches.</summary>
    public static LogSchema Union(IEnumerable<LogSchema> schemas)
    {
        var all = schemas.SelectMany(schema => schema.Columns).ToList();
        var declared = all.Where(column => column.Kind != LogColumnKind.Other).DistinctBy(column => column.Name).OrderBy(column => column.Kind).ThenBy(column => column.Name.Length).ThenBy(column => column.Name, StringComparer.Ordinal);
        var others = all.Where(column => column.Kind == LogColumnKind.Other).DistinctBy(column => column.Source).Select((column, i) => column with { Name = $"x{i}" });
        return new(LogSchema.CurrentVersion, [.. declared, .. others]);
    }

    public void Dispose() => parts.Dispose();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var table = (InboxTable)GCHandle.FromIntPtr(DuckDbTableFunctions.GetBindInfo(info)).Target!;
        foreach (var column in table.schema.Columns)
        {
            using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(InboxRows.TypeOf(column.Kind) switch
            {
                InboxType.Time => DuckDBType.Timestamp,
                InboxType.Number => DuckDBType.Double,
                InboxType.Flag => DuckDBType.TinyInt,
                _ => DuckDBType.Varchar,
            });
            DuckDbTableFunctions.AddResultColumn(info, column.Name, type.DangerousGetHandle());
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        var table = (InboxTable)GCHandle.FromIntPtr(DuckDbTableFunctions.GetExtraInfo(info)).Target!;
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

    private int Fill(nint chunk)
    {
        var writers = new ColumnWriter[schema.Columns.Count];
        for (var column = 0; column < writers.Length; column++) writers[column] = new(DuckDbAggregates.ChunkVector(chunk, (ulong)column));
        var row = 0;
        while (row < RowChunk.MaximumLength)
        {
            while (place >= rows.Length)
            {
                if (!parts.MoveNext()) return row;
                (rows, ofRows, place) = (parts.Current.Rows, parts.Current.Schema, 0);
            }
            var bytes = InboxRows.RowAt(rows, place);
            place += sizeof(int) + bytes.Length;
            Write(writers, row++, bytes);
        }
        return row;
    }

    private void Write(ColumnWriter[] writers, int row, ReadOnlySpan<byte> bytes)
    {
        var target = TargetsOf(ofRows!);
        var reader = new InboxRowReader(bytes, ofRows!);
        if (target.Length < writers.Length)
        {
            foreach (var writer in writers) writer.Missing(row);
        }
        for (var column = 0; column < target.Length; column++)
        {
            var writer = writers[target[column]];
            if (!reader.Next(out var value))
            {
                writer.Missing(row);
                continue;
            }
            switch (InboxRows.TypeOf(ofRows!.Columns[column].Kind))
            {
                case InboxType.Time:
                    writer.Set(row, BinaryPrimitives.ReadInt64LittleEndian(value));
                    break;
                case InboxType.Number:
                    writer.Set(row, BinaryPrimitives.ReadDoubleLittleEndian(value));
                    break;
                case InboxType.Flag:
                    writer.Set(row, (sbyte)value[0]);
                    break;
                default:
                    writer.Set(row, value);
                    break;
            }
        }
    }

    /// <summary>For each column of a batch its place in the table.</summary>
    private int[] TargetsOf(LogSchema batch)
    {
        if (targets.TryGetValue(batch, out var known)) return known;
        var columns = schema.Columns.ToList();
        return targets[batch] = [.. batch.Columns.Select(column => columns.FindIndex(of => column.Kind == LogColumnKind.Other ? of.Kind == LogColumnKind.Other && of.Source == column.Source : of.Name == column.Name))];
    }
}
