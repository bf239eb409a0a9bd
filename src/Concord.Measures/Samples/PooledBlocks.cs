namespace Concord.Measures;

/// <summary>Several samples put together in order: for each distinct value how many rows of each sample hold it.</summary>
internal static class PooledBlocks
{
    /// <summary>Ascending by value; the array is the same one at every step.</summary>
    public static IEnumerable<long[]> Of(IReadOnlyList<EmpiricalDistribution> samples)
    {
        var next = new int[samples.Count];
        var counts = new long[samples.Count];
        while (true)
        {
            var smallest = double.PositiveInfinity;
            for (var i = 0; i < samples.Count; i++)
                smallest = next[i] < samples[i].Values.Length ? Math.Min(smallest, samples[i].Values[next[i]]) : smallest;
            if (double.IsPositiveInfinity(smallest))
                yield break;
            for (var i = 0; i < samples.Count; i++)
                counts[i] = next[i] < samples[i].Values.Length && samples[i].Values[next[i]] == smallest ? samples[i].Counts[next[i]++] : 0;
            yield return counts;
        }
    }
}
