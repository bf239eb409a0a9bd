using System.Collections.Concurrent;

namespace Concord.Monitoring;

/// <summary>
/// References that were counted lately, kept by the hashes of their file and definition: the same bytes under the same definition always give the
/// same sample. Large references are counted each time rather than held in memory.
/// </summary>
internal sealed class FrozenSamples
{
    private const int Kept = 16;
    /// <summary>In rows.</summary>
    public const long LargestKept = 200_000;

    private readonly ConcurrentDictionary<(string Reference, string Definition), ReferenceSample> samples = [];

    public async Task<ReferenceSample> Get(string referenceSha256, string definitionSha256, Func<Task<ReferenceSample>> count)
    {
        if (samples.TryGetValue((referenceSha256, definitionSha256), out var known)) return known;
        var sample = await count();
        Keep(referenceSha256, definitionSha256, sample);
        return sample;
    }

    public void Keep(string referenceSha256, string definitionSha256, ReferenceSample sample)
    {
        if (sample.Profile.Counts.Rows > LargestKept || sample.Values is not { IsInMemory: true }) return;
        if (samples.Count >= Kept) samples.Clear();
        samples[(referenceSha256, definitionSha256)] = sample;
    }
}
