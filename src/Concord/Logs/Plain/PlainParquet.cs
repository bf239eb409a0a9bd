using System.Text;
using Concord.Logs.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Concord.Logs.Plain;

/// <summary>
/// Writes a Parquet file that is read once and thrown away: no compression, one page per column and row group, levels of text as short dictionaries. What the
/// engine's own writer weighs for files that last costs a tenth of a measurement.
/// </summary>
/// <remarks>Format: github.com/apache/parquet-format, version 1 pages. The file is complete only after <see cref="Complete"/>.</remarks>
internal sealed unsafe class PlainParquet : IDisposable
{
    /// <summary>A row group ends early where long texts fill it; looked at after so many rows.</summary>
    private const int MostBytes = 32 << 20;
    private const int RowsBetweenLooks = 256;

    private static readonly byte[] Mark = "PAR1"u8.ToArray();

    private readonly SafeFileHandle file;
    private readonly PlainColumn[] columns;
    private readonly List<RowGroup> groups = [];
    private readonly int groupRows;
    private readonly ThriftBytes text = new();
    private int waiting;
    private long position;

    private sealed record RowGroup(int Rows, PlainChunk[] Chunks);

    /// <param name="groupRows">Rows that wait in memory until they are written.</param>
    public PlainParquet(string path, IEnumerable<PlainColumn> columns, int groupRows)
    {
        (this.columns, this.groupRows) = ([.. columns], groupRows);
        file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        Write(Mark);
    }

    public long Rows { get; private set; }

    /// <param name="chunk">Of the engine: one vector for each column, in their order. Valid during the call.</param>
    public void Append(nint chunk)
    {
        var length = (int)DuckDbAggregates.ChunkSize(chunk);
        for (var from = 0; from < length;)
        {
            var rows = Math.Min(Math.Min(length - from, RowsBetweenLooks), groupRows - waiting);
            for (var column = 0; column < columns.Length; column++)
            {
                var vector = DuckDbAggregates.ChunkVector(chunk, (ulong)column);
                columns[column].Append((byte*)DuckDbAggregates.VectorData(vector), DuckDbAggregates.VectorValidity(vector), from, rows);
            }
            (from, waiting, Rows) = (from + rows, waiting + rows, Rows + rows);
            if (waiting == groupRows || columns.Sum(column => (long)column.TextBytes) > MostBytes) EndGroup();
        }
    }

    /// <summary>Writes what waits, and where everything lies.</summary>
    public void Complete()
    {
        EndGroup();
        text.Clear();
        Describe();
        var length = text.Written.Length;
        Write(text.Written);
        Write(BitConverter.GetBytes(length));
        Write(Mark);
    }

    public void Dispose() => file.Dispose();

    private void EndGroup()
    {
        if (waiting == 0) return;
        var chunks = new PlainChunk[columns.Length];
        for (var column = 0; column < columns.Length; column++)
        {
            text.Clear();
            chunks[column] = columns[column].End(text, position);
            Write(text.Written);
        }
        groups.Add(new(waiting, chunks));
        waiting = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, position);
        position += bytes.Length;
    }

    /// <summary>FileMetaData of the format; the numbers are its fields.</summary>
    private void Describe()
    {
        text.Begin();
        text.Number(1, 1);
        text.List(2, ThriftBytes.Struct, columns.Length + 1);
        text.Begin();
        text.Bytes(4, "rows"u8);
        text.Number(5, columns.Length);
        text.End();
        foreach (var column in columns)
        {
            text.Begin();
            text.Number(1, (int)column.Type);
            text.Number(3, 1); // Every column may have missing values.
            text.Bytes(4, Encoding.UTF8.GetBytes(column.Name));
            if (column.Meaning is { } meaning) text.Number(6, meaning);
            text.End();
        }
        text.Long(3, Rows);
        text.List(4, ThriftBytes.Struct, groups.Count);
        foreach (var group in groups) Describe(group);
        text.Bytes(6, "Concord"u8);
        text.End();
    }

    private void Describe(RowGroup group)
    {
        text.Begin();
        text.List(1, ThriftBytes.Struct, columns.Length);
        for (var column = 0; column < columns.Length; column++)
        {
            text.Begin();
            text.Long(2, group.Chunks[column].Start);
            text.BeginField(3);
            group.Chunks[column].Describe(text, columns[column], group.Rows);
            text.End();
            text.End();
        }
        text.Long(2, group.Chunks.Sum(chunk => chunk.Length));
        text.Long(3, group.Rows);
        text.End();
    }
}
