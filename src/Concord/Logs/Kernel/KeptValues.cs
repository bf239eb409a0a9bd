using System.Buffers;
using Concord.Measures;

namespace Concord.Logs.Kernel;

/// <summary>Values in no order, in pieces, so that taking more and joining those of another thread copies nothing. Pieces are used again: they come by the thousand.</summary>
internal sealed class KeptValues
{
    private const int FirstPiece = 1 << 10, LargestPiece = 1 << 16;

    private readonly List<(double[] Values, int Length)> full = [];
    private double[] piece = [];
    private int length;

    public long Count => full.Sum(one => (long)one.Length) + length;

    public void Add(ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            if (length == piece.Length) Next();
            var fits = Math.Min(values.Length, piece.Length - length);
            values[..fits].CopyTo(piece.AsSpan(length));
            length += fits;
            values = values[fits..];
        }
    }

    public void Add(double value)
    {
        if (length == piece.Length) Next();
        piece[length++] = value;
    }

    /// <summary>Takes the values of the other, which has none afterwards.</summary>
    public void Take(KeptValues other)
    {
        full.AddRange(other.full);
        if (other.length > 0) full.Add((other.piece, other.length));
        other.full.Clear();
        (other.piece, other.length) = ([], 0);
    }

    /// <summary>The values in order; they are let go.</summary>
    public EmpiricalDistribution ToDistribution(long missing)
    {
        if (length > 0) full.Add((piece, length));
        (piece, length) = ([], 0);
        return EmpiricalDistribution.FromRowsInPlace([.. full.Select(one => one.Values.AsMemory(0, one.Length))], missing, LetGo);
    }

    private void LetGo()
    {
        foreach (var (values, _) in full) ArrayPool<double>.Shared.Return(values);
        full.Clear();
    }

    private void Next()
    {
        if (length > 0) full.Add((piece, length));
        (piece, length) = (ArrayPool<double>.Shared.Rent(Math.Clamp(piece.Length * 2, FirstPiece, LargestPiece)), 0);
    }
}
