namespace Concord.Measures;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, largest value first.</summary>
/// <remarks>Reference: Golub and Van Loan (2013), Matrix Computations, section 8.5.</remarks>
internal static class SymmetricEigen
{
    private const int LargestNumberOfSweeps = 100;

    /// <summary>The vectors stand in the rows of the result.</summary>
    public static (double[] Values, double[][] Vectors) Of(double[][] symmetric)
    {
        var n = symmetric.Length;
        double[][] a = [.. symmetric.Select(row => row.ToArray())];
        double[][] v = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => i == j ? 1.0 : 0).ToArray())];
        for (var sweep = 0; sweep < LargestNumberOfSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < n; p++)
            {
                for (var q = p + 1; q < n; q++)
                    rotated |= Rotate(a, v, p, q);
            }

            if (!rotated)
                break;
        }

        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => a[i][i])];
        return ([.. order.Select(i => a[i][i])], [.. order.Select(i => v[i])]);
    }

    private static bool Rotate(double[][] a, double[][] v, int p, int q)
    {
        var off = a[p][q];
        if (Math.Abs(off) <= 1e-16 * Math.Sqrt(Math.Abs(a[p][p] * a[q][q])) || Math.Abs(off) < 1e-300)
            return false;
        var theta = (a[q][q] - a[p][p]) / (2 * off);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var c = 1 / Math.Sqrt((t * t) + 1);
        var s = t * c;
        for (var k = 0; k < a.Length; k++)
            (a[k][p], a[k][q]) = ((c * a[k][p]) - (s * a[k][q]), (s * a[k][p]) + (c * a[k][q]));
        for (var k = 0; k < a.Length; k++)
        {
            (a[p][k], a[q][k]) = ((c * a[p][k]) - (s * a[q][k]), (s * a[p][k]) + (c * a[q][k]));
            (v[p][k], v[q][k]) = ((c * v[p][k]) - (s * v[q][k]), (s * v[p][k]) + (c * v[q][k]));
        }

        a[p][q] = a[q][p] = 0;
        return true;
    }
}
