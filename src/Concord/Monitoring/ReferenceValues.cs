using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>
/// The values of a reference's numeric columns, sorted once for all windows: in memory where they are few, else in a file that loses its name at once, so
/// that it is gone with the process whatever happens to it.
/// </summary>
internal sealed class ReferenceValues : IDisposable
{
    /// <summary>So many values are held in memory: 32 MiB.</summary>
    private const long MostHeld = 4_000_000;

    private readonly ConcurrentDictionary<string, Func<EmpiricalDistribution>> columns = new(StringComparer.Ordinal);
    private readonly FileStream? file;
    private long end;

    /// <param name="values">How many there are in all columns together.</param>
    public ReferenceValues(long values) => file = values <= MostHeld ? null : Nameless();

    public bool IsInMemory => file is null;

    public EmpiricalDistribution this[string column] => columns[column]();

    /// <summary>Several columns may be added, and asked for, at the same time.</summary>
    public void Add(string column, EmpiricalDistribution values)
    {
        if (!columns.TryAdd(column, file is null ? () => values : Written(values))) throw new ArgumentException("The column was added before.", nameof(column));
    }

    // Apart, so that what is left behind holds none of the values.
    private Func<EmpiricalDistribution> Written(EmpiricalDistribution values)
    {
        var (distinct, missing, repeat) = (values.Values.Length, values.Missing, values.Count != values.Values.Length);
        var length = distinct * (long)sizeof(double);
        var start = Interlocked.Add(ref end, repeat ? 2 * length : length) - (repeat ? 2 * length : length);
        var counts = start + length;
        RandomAccess.Write(file!.SafeFileHandle, MemoryMarshal.AsBytes(values.Values), start);
        if (repeat) RandomAccess.Write(file.SafeFileHandle, MemoryMarshal.AsBytes(values.Counts), counts);
        return Reader(start, distinct, repeat ? counts : null, missing);
    }

    private Func<EmpiricalDistribution> Reader(long values, int distinct, long? counts, long missing) =>
        () => EmpiricalDistribution.FromAscending(Read<double>(values, distinct), counts is { } start ? Read<long>(start, distinct) : null, missing);

    public void Dispose() => file?.Dispose();

    private T[] Read<T>(long start, int length) where T : unmanaged
    {
        var read = GC.AllocateUninitializedArray<T>(length);
        var bytes = MemoryMarshal.AsBytes(read.AsSpan());
        for (var done = 0; done < bytes.Length;)
        {
            var got = RandomAccess.Read(file!.SafeFileHandle, bytes[done..], start + done);
            if (got == 0) throw new EndOfStreamException("The file that holds the sorted values of the reference was cut short.");
            done += got;
        }
        return read;
    }

    private static FileStream Nameless()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var opened = new FileStream(Path.Combine(Path.GetTempPath(), $"concord-reference-{Guid.CreateVersion7():N}"), options);
        File.Delete(opened.Name);
        return opened;
    }
}
