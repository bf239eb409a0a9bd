namespace Concord.Measures;

/// <summary>The random numbers of NumPy's old interface (<c>numpy.random.seed</c>), for figures of other tools that come from them.</summary>
/// <remarks>
/// Mersenne Twister with 32-bit output; permutations by swapping from the last place down, each partner drawn by masking and rejecting.
/// NumPy has frozen this stream. For anything new use <see cref="Generator"/>. Reference: Matsumoto and Nishimura (1998), ACM Transactions on
/// Modeling and Computer Simulation 8.
/// </remarks>
internal sealed class NumPyGenerator
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] state = new uint[Length];
    private int next = Length;

    /// <param name="seed">What <c>numpy.random.seed</c> is given.</param>
    public NumPyGenerator(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < Length; i++)
            state[i] = unchecked((1812433253u * (state[i - 1] ^ (state[i - 1] >> 30))) + (uint)i);
    }

    /// <summary>The places 0 to <paramref name="length"/> − 1 in a random order.</summary>
    /// <param name="length">0 or more.</param>
    public int[] Permutation(int length)
    {
        int[] places = [.. Enumerable.Range(0, length)];
        for (var i = length - 1; i > 0; i--)
        {
            var other = (int)UpTo((uint)i);
            (places[i], places[other]) = (places[other], places[i]);
        }

        return places;
    }

    private uint UpTo(uint most)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount(most);
        uint value;
        do
            value = Next() & mask;
        while (value > most);
        return value;
    }

    private uint Next()
    {
        if (next == Length)
            Refill();
        var y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (var i = 0; i < Length; i++)
        {
            var y = (state[i] & 0x80000000u) | (state[(i + 1) % Length] & 0x7fffffffu);
            state[i] = state[(i + Middle) % Length] ^ (y >> 1) ^ ((y & 1) == 0 ? 0u : 0x9908b0dfu);
        }

        next = 0;
    }
}
