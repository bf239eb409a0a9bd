namespace Concord.Measures;

/// <summary>Means and co-moments of several numeric columns together: all that a covariance needs, collected in one pass and mergeable.</summary>
/// <remarks>
/// Rows are added one at a time by updating means and centred products, never by subtracting large sums of squares, so a large offset costs
/// few digits. A row with a missing value in any column is counted as incomplete and plays no part. Immutable once built; merging two gives what all
/// rows together give, up to rounding. Reference: Welford (1962), Technometrics 4; Chan, Golub and LeVeque (1983), The American Statistician 37.
/// </remarks>
public sealed class CoMoments
{
    private readonly double[] means;
    private readonly double[] products;

    private CoMoments(long rows, long incomplete, double[] means, double[] products)
    {
        Rows = rows;
        Incomplete = incomplete;
        this.means = means;
        this.products = products;
    }

    /// <summary>Number of columns.</summary>
    public int Columns => means.Length;

    /// <summary>Rows with a value in every column.</summary>
    public long Rows { get; }

    /// <summary>Rows that miss a value.</summary>
    public long Incomplete { get; }

    /// <summary>The mean of each column; meaningless without rows.</summary>
    internal ReadOnlySpan<double> Means => means;

    /// <summary>From rows in any order.</summary>
    /// <param name="rows">Each with one value per column; anything not finite is missing.</param>
    /// <param name="columns">Number of columns, at least 1.</param>
    public static CoMoments FromRows(IEnumerable<IReadOnlyList<double>> rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var centre = new double[columns];
        var square = new double[columns * columns];
        var before = new double[columns];
        var (complete, incomplete) = (0L, 0L);
        foreach (var row in rows)
        {
            if (row.Count != columns)
                throw new ArgumentException("Every row has one value per column.", nameof(rows));
            if (!row.All(double.IsFinite))
            {
                incomplete++;
                continue;
            }

            complete++;
            for (var i = 0; i < columns; i++)
            {
                before[i] = row[i] - centre[i];
                centre[i] += before[i] / complete;
            }

            for (var i = 0; i < columns; i++)
            {
                for (var j = 0; j <= i; j++)
                    square[(i * columns) + j] += before[i] * (row[j] - centre[j]);
            }
        }

        for (var i = 0; i < columns; i++)
        {
            for (var j = i + 1; j < columns; j++)
                square[(i * columns) + j] = square[(j * columns) + i];
        }

        return new(complete, incomplete, centre, square);
    }

    /// <summary>From means and covariances stored earlier.</summary>
    /// <param name="rows">Rows with a value in every column.</param>
    /// <param name="incomplete">Rows that miss a value.</param>
    /// <param name="means">One per column.</param>
    /// <param name="products">Sums of products of deviations from the means, row after row of the square matrix.</param>
    public static CoMoments FromMoments(long rows, long incomplete, IEnumerable<double> means, IEnumerable<double> products)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(incomplete);
        double[] centre = [.. means];
        double[] square = [.. products];
        return centre.Length > 0 && square.Length == centre.Length * centre.Length && centre.All(double.IsFinite) && square.All(double.IsFinite)
            ? new(rows, incomplete, centre, square)
            : throw new ArgumentException("There is one finite mean per column and one finite product per pair of columns.", nameof(products));
    }

    /// <summary>The moments of both samples together.</summary>
    /// <param name="other">Rows that are not in this one, with the same columns.</param>
    public CoMoments Merge(CoMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Columns != Columns)
            throw new ArgumentException("Both samples have the same columns.", nameof(other));
        var rows = checked(Rows + other.Rows);
        var incomplete = checked(Incomplete + other.Incomplete);
        if (Rows == 0 || other.Rows == 0)
            return Rows == 0 ? new(rows, incomplete, other.means, other.products) : new(rows, incomplete, means, products);
        var centre = new double[Columns];
        var square = new double[products.Length];
        var weight = (double)Rows / rows * other.Rows;
        for (var i = 0; i < Columns; i++)
            centre[i] = means[i] + ((other.means[i] - means[i]) * ((double)other.Rows / rows));
        for (var i = 0; i < Columns; i++)
        {
            for (var j = 0; j < Columns; j++)
            {
                var at = (i * Columns) + j;
                square[at] = products[at] + other.products[at] + ((other.means[i] - means[i]) * (other.means[j] - means[j]) * weight);
            }
        }

        return new(rows, incomplete, centre, square);
    }

    /// <summary>The mean of a column.</summary>
    /// <param name="column">From 0.</param>
    public Measured Mean(int column) => Rows == 0 ? Measured.Not(NoRows) : Measured.Finite(means[column]);

    /// <summary>The population covariance of two columns (divided by the number of rows); of a column with itself its variance.</summary>
    /// <param name="first">From 0.</param>
    /// <param name="second">From 0.</param>
    public Measured Covariance(int first, int second)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)first, (uint)Columns, nameof(first));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)second, (uint)Columns, nameof(second));
        return Rows == 0 ? Measured.Not(NoRows) : Measured.Finite(products[(first * Columns) + second] / Rows);
    }

    private const string NoRows = "no row has a value in every column";
}
