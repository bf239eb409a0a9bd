using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// The values of a reference's numeric columns, sorted once for all windows: in memory where they are few, else in files without a name.
/// </summary>
internal sealed class ReferenceValues : IDisposable
{
    /// <summary>So many values are held in memory: 32 MiB.</summary>
    private const long MostHeld = 4_000_000;

    private readonly ConcurrentDictionary<string, Func<EmpiricalDistribution>> columns = new(StringComparer.Ordinal);

    /// <summary>One for each processor: who writes to a file keeps all others from it.</summary>
    private readonly NamelessFile[] files;
    private uint added;

    /// <param name="values">How many there are in all columns together.</param>
    public ReferenceValues(long values) => files = values <= MostHeld ? [] : [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new NamelessFile())];

    public bool IsInMemory => files.Length == 0;

    public EmpiricalDistribution this[string column] => columns[column]();

    /// <summary>Several columns may be added, and asked for, at the same time.</summary>
    public void Add(string column, EmpiricalDistribution values)
    {
        if (!columns.TryAdd(column, IsInMemory ? () => values : Written(values, files[Interlocked.Increment(ref added) % files.Length]))) throw new ArgumentException("The column was added before.", nameof(column));
    }

    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
    }

    // Apart, so that what is left behind holds none of the values.
    private static Func<EmpiricalDistribution> Written(EmpiricalDistribution values, NamelessFile file)
    {
        var (distinct, missing) = (values.Values.Length, values.Missing);
        var start = file.Append(MemoryMarshal.AsBytes(values.Values));
        if (values.Count == distinct) return () => EmpiricalDistribution.FromAscending(file.Read<double>(start, distinct), counts: null, missing);
        var packed = PackedCounts.Of(values.Counts);
        var (counts, length) = (file.Append(packed), packed.Length);
        return () => EmpiricalDistribution.FromAscending(file.Read<double>(start, distinct), PackedCounts.Unpack(file.Read<byte>(counts, length), distinct), missing);
    }
}
