namespace Concord.Measures;

/// <summary>A square matrix of non-negative numbers times a power of ten, so that high powers neither overflow nor vanish.</summary>
internal readonly record struct ScaledMatrix(double[] Elements, int Exponent)
{
    private const double Large = 1e140;

    public static ScaledMatrix Power(double[] matrix, int size, int power)
    {
        var square = new ScaledMatrix(matrix, 0);
        ScaledMatrix? result = null;
        for (var left = power; ; left >>= 1)
        {
            if ((left & 1) == 1)
                result = result is { } so ? Multiply(so, square, size) : square;
            if (left <= 1)
                return result!.Value;
            square = Multiply(square, square, size);
        }
    }

    private static ScaledMatrix Multiply(ScaledMatrix left, ScaledMatrix right, int size)
    {
        var product = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var inner = 0; inner < size; inner++)
            {
                var factor = left.Elements[(row * size) + inner];
                for (var column = 0; factor != 0 && column < size; column++)
                    product[(row * size) + column] += factor * right.Elements[(inner * size) + column];
            }
        }

        var exponent = left.Exponent + right.Exponent;
        if (product[((size / 2) * size) + (size / 2)] <= Large)
            return new(product, exponent);
        for (var i = 0; i < product.Length; i++)
            product[i] /= Large;
        return new(product, exponent + 140);
    }
}
