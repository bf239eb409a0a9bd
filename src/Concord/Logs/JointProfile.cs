using System.Numerics;
using System.Text.Json.Serialization;
using Concord.Measures;

namespace Concord.Logs;

/// <summary>How the numeric columns of a window hang together: their co-moments over the rows that have a value in every column.</summary>
/// <param name="Incomplete">The other rows.</param>
/// <param name="Parts">One; of a reference several, into which its rows are dealt out, to know how much chance alone moves a measure.</param>
internal sealed record JointProfile(long Incomplete, IReadOnlyList<JointPart> Parts)
{
    /// <summary>With so many columns at most they are counted: the work grows with their square.</summary>
    public const int MostColumns = 32;

    public const int ReferenceParts = 16;

    [JsonIgnore]
    public CoMoments All => Parts.Select(part => part.ToMoments()).Aggregate((all, part) => all.Merge(part));

    public JointProfile Merge(JointProfile other) => new(Incomplete + other.Incomplete, [.. Parts.Zip(other.Parts, (a, b) => a.Merge(b))]);
}

/// <param name="Sums">Per column, in steps of the grid from its centre.</param>
/// <param name="Products">Of each column with itself and those before it.</param>
internal sealed record JointPart(long Rows, BigInteger[] Sums, BigInteger[] Products)
{
    public JointPart Merge(JointPart other) => new(Rows + other.Rows, [.. Sums.Zip(other.Sums, (a, b) => a + b)], [.. Products.Zip(other.Products, (a, b) => a + b)]);

    /// <summary>In steps of the grid: what is compared is in deviations of the reference, whatever the unit.</summary>
    public CoMoments ToMoments()
    {
        var columns = Sums.Length;
        var products = new double[columns * columns];
        for (int i = 0, at = 0; i < columns; i++)
        {
            for (var j = 0; j <= i; j++, at++)
                products[(i * columns) + j] = products[(j * columns) + i] = Rows == 0 ? 0 : (double)((Products[at] * Rows) - (Sums[i] * Sums[j])) / Rows;
        }
        return CoMoments.FromMoments(Rows, 0, Sums.Select(sum => Rows == 0 ? 0 : (double)sum / Rows), products);
    }
}
