using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concord.Logs;

/// <summary>Makes a rename durable. POSIX keeps the name of a file in its folder, so the folder must be flushed too; Windows needs no such step.</summary>
internal static partial class DurableFolder
{
    private const int ReadOnlyDirectory = 0x10000; // O_DIRECTORY | O_RDONLY on Linux

    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux()) return;
        var handle = Open(folder, ReadOnlyDirectory);
        if (handle < 0) return; // A file system that does not open folders has no way to be asked.
        using var owned = new SafeFileHandle(handle, ownsHandle: true);
        _ = Synchronise(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronise(int handle);
}
