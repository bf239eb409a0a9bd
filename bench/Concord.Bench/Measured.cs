using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Concord.Bench;

/// <summary>How long a piece of work took, what it cost the processors, and the most memory that it and the processes it started held together.</summary>
/// <param name="Name">Who did it.</param>
/// <param name="Seconds">By the clock on the wall.</param>
/// <param name="ProcessorSeconds">Of all processes and threads together; steadier than the clock where others use the machine too.</param>
/// <param name="PeakMebibytes">Resident memory, pages that processes share counted in each; null where it was not looked at.</param>
internal sealed partial record Measured(string Name, double Seconds, double ProcessorSeconds, double? PeakMebibytes)
{
    private const int OfChildren = -1;
    private const int OfSelf = 0;

    /// <summary>A command in processes of its own.</summary>
    public static async Task<Measured> Run(string name, string command, params string[] arguments)
    {
        var processor = ProcessorTime(OfChildren);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExitAsync();
        var peak = 0L;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, Tree(process.Id));
            await Task.WhenAny(ended, Task.Delay(50)); // Looking costs as much as a thread where it is done all the time.
        }
        var seconds = watch.Elapsed.TotalSeconds;
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {await error}");
        return new(name, seconds, (ProcessorTime(OfChildren) - processor).TotalSeconds, peak / 1024.0);
    }

    /// <summary>Work within this process. Its memory holds the runtime too.</summary>
    public static async Task<Measured> Here(string name, Func<Task> work)
    {
        GC.Collect();
        File.WriteAllText("/proc/self/clear_refs", "5"); // The kernel forgets the peak so far.
        var processor = ProcessorTime(OfSelf);
        var watch = Stopwatch.StartNew();
        await work();
        return new(name, watch.Elapsed.TotalSeconds, (ProcessorTime(OfSelf) - processor).TotalSeconds, Kibibytes("self", "VmHWM") / 1024.0);
    }

    /// <summary>Resident kibibytes of a process and all below it.</summary>
    private static long Tree(int root)
    {
        try
        {
            var below = Directory.EnumerateDirectories($"/proc/{root}/task").SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToList();
            return Kibibytes(root.ToString(CultureInfo.InvariantCulture), "VmRSS") + below.Sum(child => Tree(int.Parse(child, CultureInfo.InvariantCulture)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0; // The process ended while it was looked at.
        }
    }

    private static long Kibibytes(string process, string figure) => File.ReadLines($"/proc/{process}/status")
        .Where(line => line.StartsWith(figure + ":", StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan(figure.Length + 1).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture)).SingleOrDefault();

    private static TimeSpan ProcessorTime(int whose)
    {
        var usage = new long[18];
        return ReadUsage(whose, usage) == 0 ? TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]) : TimeSpan.Zero;
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadUsage(int whose, [Out] long[] usage);
}
