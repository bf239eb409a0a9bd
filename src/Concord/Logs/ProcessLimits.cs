using System.Runtime.InteropServices;

namespace Concord.Logs;

/// <summary>Limits that a process puts on itself and cannot lift again. The kernel keeps them even when native code is led astray by what it reads.</summary>
internal static partial class ProcessLimits
{
    private const int ProcessorSeconds = 0;
    private const int FileBytes = 1;
    private const int DataBytes = 2;
    private const int CoreBytes = 4;
    private const int NoNewPrivileges = 38;

    /// <summary>Only on Linux; elsewhere the parent's watch and the engine's own limits remain.</summary>
    public static void Impose(long memoryBytes, long fileBytes, TimeSpan processorTime)
    {
        if (!OperatingSystem.IsLinux())
            return;
        Set(CoreBytes, 0);
        Set(DataBytes, memoryBytes);
        Set(FileBytes, fileBytes);
        Set(ProcessorSeconds, (long)Math.Ceiling(processorTime.TotalSeconds));
        _ = SetProcessOption(NoNewPrivileges, 1, 0, 0, 0);
    }

    private static void Set(int resource, long value)
    {
        Limit limit = new((ulong)value, (ulong)value);
        if (SetLimit(resource, in limit) != 0)
            throw new InvalidOperationException($"The system refused the limit {resource}: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetProcessOption(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Limit(ulong Soft, ulong Hard);
}
