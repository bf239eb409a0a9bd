using System.Runtime.InteropServices;

namespace Concord.Monitoring;

/// <summary>A file that loses its name at once, so that it is gone with the process whatever happens to it. Written by one at a time, read by many.</summary>
internal sealed class NamelessFile : IDisposable
{
    private readonly FileStream file = Open();
    private readonly Lock writing = new();
    private long end;

    /// <returns>Where the bytes stand.</returns>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        lock (writing)
        {
            var start = end;
            RandomAccess.Write(file.SafeFileHandle, bytes, start);
            end += bytes.Length;
            return start;
        }
    }

    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public T[] Read<T>(long start, int length) where T : unmanaged
    {
        var read = GC.AllocateUninitializedArray<T>(length);
        var bytes = MemoryMarshal.AsBytes(read.AsSpan());
        for (var done = 0; done < bytes.Length;)
        {
            var got = RandomAccess.Read(file.SafeFileHandle, bytes[done..], start + done);
            if (got == 0) throw new EndOfStreamException("A temporary file was cut short.");
            done += got;
        }
        return read;
    }

    public void Dispose() => file.Dispose();

    private static FileStream Open()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.DeleteOnClose, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var opened = new FileStream(Path.Combine(Path.GetTempPath(), $"concord-reference-{Guid.CreateVersion7():N}"), options);
        File.Delete(opened.Name);
        return opened;
    }
}
