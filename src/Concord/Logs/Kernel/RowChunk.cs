using System.Runtime.CompilerServices;

namespace Concord.Logs.Kernel;

/// <summary>Up to 2,048 rows as DuckDB hands them over: a flat vector per argument of the function.</summary>
/// <param name="chunk">Valid during the call.</param>
/// <param name="rows">The rows meant, when they are not all of the chunk.</param>
internal readonly unsafe ref struct RowChunk(nint chunk, int length, ReadOnlySpan<ushort> rows, bool all)
{
    /// <summary>The vector size of the engine.</summary>
    public const int MaximumLength = 2048;

    private readonly ReadOnlySpan<ushort> rows = rows;

    public int Length => all ? length : rows.Length;

    /// <summary>Numbers with NaN for missing; the engine's own memory where that is possible.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<double> Doubles(int column, double[] scratch, out bool complete)
    {
        var data = (double*)Vector(column, out var valid);
        complete = valid is null;
        if (complete && all) return new(data, length);
        for (var i = 0; i < Length; i++)
        {
            var row = all ? i : rows[i];
            scratch[i] = IsValid(valid, row) ? data[row] : double.NaN;
        }
        return scratch.AsSpan(0, Length);
    }

    /// <summary>0 or 1 per row, 2 for missing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Flags(int column, byte[] scratch)
    {
        var data = (sbyte*)Vector(column, out var valid);
        for (var i = 0; i < Length; i++)
        {
            var row = all ? i : rows[i];
            scratch[i] = !IsValid(valid, row) ? (byte)2 : data[row] == 1 ? (byte)1 : (byte)0;
        }
        return scratch.AsSpan(0, Length);
    }

    /// <summary>The first and last moment in microseconds since 1970, widening what is known already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Span(int column, ref long first, ref long last)
    {
        var data = (long*)Vector(column, out var valid);
        for (var i = 0; i < Length; i++)
        {
            var row = all ? i : rows[i];
            if (!IsValid(valid, row)) continue;
            first = Math.Min(first, data[row]);
            last = Math.Max(last, data[row]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(int column, LevelCounter counter, int[] codes)
    {
        var data = (UInt128*)Vector(column, out var valid);
        for (var i = 0; i < Length; i++)
        {
            var row = all ? i : rows[i];
            codes[i] = IsValid(valid, row) ? counter.Count(data[row]) : counter.CountMissing();
        }
    }

    private void* Vector(int column, out ulong* valid)
    {
        var vector = DuckDbAggregates.ChunkVector(chunk, (ulong)column);
        valid = DuckDbAggregates.VectorValidity(vector);
        return DuckDbAggregates.VectorData(vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid(ulong* valid, int row) => valid is null || (valid[row >> 6] >> (row & 63) & 1) != 0;
}
