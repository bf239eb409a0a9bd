using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Logs.Kernel;

/// <summary>
/// Sums and sums of products of several numeric columns over the rows that have a value in all of them. Values are whole steps of a coarse grid, so that the
/// products of a block add up exactly in double precision, in any order.
/// </summary>
/// <param name="edges">Of each column.</param>
/// <param name="chunks">Into how many parts rows are dealt out, each by its own values.</param>
internal sealed class JointCounter(SearchEdges[] edges, int chunks)
{
    /// <summary>A step is this much coarser than that of a column's own moments: a 4,096th of its middle half, or less.</summary>
    public const int Coarser = 22;

    /// <summary>So far from the centre products of 2,048 rows still add up exactly. A row with a value further out is left out as incomplete, and counted.</summary>
    public const double Near = 1 << 21;

    private readonly JointSums[] parts = [.. Enumerable.Range(0, chunks).Select(_ => new JointSums(edges.Length))];
    private readonly double[] room = new double[RowChunk.MaximumLength];
    private readonly ulong[] mixed = new ulong[RowChunk.MaximumLength];
    private readonly int[] places = new int[RowChunk.MaximumLength];
    private long incomplete;

    /// <param name="cells">Column after column, <see cref="RowChunk.MaximumLength"/> apart; overwritten.</param>
    public void Add(double[] cells, int rows)
    {
        for (var column = 0; column < edges.Length; column++) ToSteps(Column(cells, column, rows), edges[column].Grid);
        var complete = Complete(cells, rows);
        incomplete += rows - complete;
        if (parts.Length == 1) parts[0].Add(cells, 0, complete);
        else Deal(cells, complete);
    }

    public void Merge(JointCounter other)
    {
        incomplete += other.incomplete;
        for (var part = 0; part < parts.Length; part++) parts[part].Merge(other.parts[part]);
    }

    public JointProfile ToProfile() => new(incomplete, [.. parts.Select(part => part.ToProfile())]);

    /// <summary>Steps of the coarse grid in a unit of the column.</summary>
    public static double Scale(MomentGrid grid) => Math.ScaleB(1, -grid.Exponent - Coarser);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ToSteps(Span<double> cells, MomentGrid grid)
    {
        var scale = Scale(grid);
        var blocks = MemoryMarshal.Cast<double, Vector<double>>(cells);
        Vector<double> centre = new(grid.Centre), near = new(Near), missing = new(double.NaN);
        for (var block = 0; block < blocks.Length; block++)
        {
            var steps = Vector.Round((blocks[block] - centre) * scale);
            blocks[block] = Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(steps), near), steps, missing);
        }
        for (var row = blocks.Length * Vector<double>.Count; row < cells.Length; row++)
        {
            var steps = Math.Round((cells[row] - grid.Centre) * scale);
            cells[row] = Math.Abs(steps) <= Near ? steps : double.NaN;
        }
    }

    /// <summary>Moves the complete rows to the front of every column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Complete(double[] cells, int rows)
    {
        var sums = room.AsSpan(0, rows);
        sums.Clear();
        for (var column = 0; column < edges.Length; column++)
        {
            var values = Column(cells, column, rows);
            for (var row = 0; row < rows; row++) sums[row] += values[row];
        }
        var kept = 0;
        for (var row = 0; row < rows; row++)
        {
            if (!double.IsNaN(sums[row])) places[kept++] = row;
        }
        if (kept == rows) return rows;
        for (var column = 0; column < edges.Length; column++)
        {
            var values = Column(cells, column, rows);
            for (var row = 0; row < kept; row++) values[row] = values[places[row]];
        }
        return kept;
    }

    /// <summary>The same row always comes into the same part, whoever reads it. Rows of a part are brought together, so that they are added at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Deal(double[] cells, int rows)
    {
        var hashes = mixed.AsSpan(0, rows);
        hashes.Clear();
        for (var column = 0; column < edges.Length; column++)
        {
            var values = Column(cells, column, rows);
            for (var row = 0; row < rows; row++) hashes[row] = (hashes[row] ^ (ulong)(long)values[row]) * 0x9E3779B97F4A7C15;
        }
        Span<int> ends = stackalloc int[parts.Length];
        ends.Clear();
        for (var row = 0; row < rows; row++) ends[places[row] = (int)((hashes[row] >> 40) % (ulong)parts.Length)]++;
        for (var part = 1; part < ends.Length; part++) ends[part] += ends[part - 1];
        for (var row = rows - 1; row >= 0; row--) places[row] = --ends[places[row]];
        for (var column = 0; column < edges.Length; column++)
        {
            var values = Column(cells, column, rows);
            for (var row = 0; row < rows; row++) room[places[row]] = values[row];
            room.AsSpan(0, rows).CopyTo(values);
        }
        for (var part = 0; part < parts.Length; part++) parts[part].Add(cells, ends[part], (part + 1 < parts.Length ? ends[part + 1] : rows) - ends[part]);
    }

    private static Span<double> Column(double[] cells, int column, int rows) => cells.AsSpan(column * RowChunk.MaximumLength, rows);
}

/// <summary>The sums of one part of the rows.</summary>
internal sealed class JointSums(int columns)
{
    private readonly Int128[] sums = new Int128[columns], products = new Int128[columns * (columns + 1) / 2];
    private long count;

    public void Add(double[] cells, int from, int rows)
    {
        count += rows;
        var at = 0;
        for (var i = 0; i < columns; i++)
        {
            var one = cells.AsSpan((i * RowChunk.MaximumLength) + from, rows);
            sums[i] += (long)Sum(one);
            for (var j = 0; j <= i; j++) products[at++] += (long)Dot(one, cells.AsSpan((j * RowChunk.MaximumLength) + from, rows));
        }
    }

    public void Merge(JointSums other)
    {
        count += other.count;
        for (var i = 0; i < sums.Length; i++) sums[i] += other.sums[i];
        for (var i = 0; i < products.Length; i++) products[i] += other.products[i];
    }

    public JointPart ToProfile() => new(count, [.. sums.Select(sum => (BigInteger)sum)], [.. products.Select(product => (BigInteger)product)]);

    private static double Sum(ReadOnlySpan<double> cells)
    {
        var sum = 0.0;
        foreach (var cell in cells) sum += cell;
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var ones = MemoryMarshal.Cast<double, Vector<double>>(one);
        var others = MemoryMarshal.Cast<double, Vector<double>>(other);
        var partial = Vector<double>.Zero;
        for (var i = 0; i < ones.Length; i++) partial += ones[i] * others[i];
        var sum = Vector.Sum(partial);
        for (var i = ones.Length * Vector<double>.Count; i < one.Length; i++) sum += one[i] * other[i];
        return sum;
    }
}
