using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Concord.Logs;

/// <summary>How the reading process ended.</summary>
internal enum ReaderEnd
{
    Answered,
    TimedOut,
    TooMuchMemory,
    TooMuchOutput,
    Died,
}

/// <param name="End">How it ended.</param>
/// <param name="Output">What it wrote; only of use when it answered.</param>
/// <param name="ExitCode">As the system reports it.</param>
/// <param name="Error">The beginning of its error output.</param>
internal sealed record ReaderOutcome(ReaderEnd End, byte[] Output, int ExitCode, string Error);

/// <summary>
/// The reading process: this executable again, with an empty environment, its own folder, limits on time and memory, and without a network where the system lets us.
/// What it reads may be built to harm; the worst it can do is to end.
/// </summary>
internal static class ReaderProcess
{
    private const int MostOutput = 64 << 20;
    private const int MostError = 64 << 10;
    private const int KilledByProcessorLimit = 128 + 24;

    /// <summary>On a busy machine it waits for others most of the time. What it may cost is processor time; the clock ends only what waits for something that never comes.</summary>
    private const int WaitingFactor = 5;

    /// <summary>So many read at the same time; more would only take turns and memory.</summary>
    private static readonly SemaphoreSlim Places = new(Math.Max(2, Environment.ProcessorCount));

    private static readonly Lazy<string[]> NoNetwork = new(FindNoNetwork);

    /// <summary>What fences the reading process in on this machine, for people to see.</summary>
    public static string Describe() =>
        $"a process of its own with limits on time and memory{(OperatingSystem.IsLinux() ? " kept by the kernel" : " kept by the parent (this system offers no kernel limits)")}, "
        + (NoNetwork.Value.Length > 0 ? "without a network" : "with a network (this system does not let us take it away)");

    /// <param name="told">Given each line with which it says how far it is.</param>
    /// <param name="command">The hidden command it runs: what it reads.</param>
    public static async Task<ReaderOutcome> Run(string folder, byte[] request, LogLimits limits, Action<string> told, CancellationToken stop, string command = ReadLogCommand.Name)
    {
        await Places.WaitAsync(stop);
        try
        {
            return await RunInPlace(folder, request, limits, told, command, stop);
        }
        finally
        {
            Places.Release();
        }
    }

    private static async Task<ReaderOutcome> RunInPlace(string folder, byte[] request, LogLimits limits, Action<string> told, string command, CancellationToken stop)
    {
        using Process process = new() { StartInfo = StartInfo(folder, limits, command) };
        process.Start();
        using CancellationTokenSource clock = CancellationTokenSource.CreateLinkedTokenSource(stop);
        clock.CancelAfter(limits.Time * WaitingFactor);
        ReaderEnd? ended = null;
        void End(ReaderEnd why)
        {
            ended ??= why;
            clock.Cancel();
        }

        try
        {
            Task<byte[]> output = ReadAll(process.StandardOutput.BaseStream, MostOutput, () => End(ReaderEnd.TooMuchOutput), clock.Token);
            Task<string> error = ReadErrors(process.StandardError, told, clock.Token);
            Task watch = Watch(process, limits, End, clock.Token);
            await Send(process, request, clock.Token);
            await process.WaitForExitAsync(clock.Token);
            byte[] answer = await output;
            string said = await error;
            await clock.CancelAsync();
            await watch;
            ReaderEnd end = process.ExitCode == 0 ? ReaderEnd.Answered
                : process.ExitCode == KilledByProcessorLimit ? ReaderEnd.TimedOut
                : said.Contains("OutOfMemory", StringComparison.Ordinal) || said.Contains("Out of memory", StringComparison.OrdinalIgnoreCase) || said.Contains("bad_alloc", StringComparison.Ordinal) ? ReaderEnd.TooMuchMemory
                : ReaderEnd.Died;
            return new ReaderOutcome(end, answer, process.ExitCode, said);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ReaderOutcome(ended ?? ReaderEnd.TimedOut, [], -1, "");
        }
        finally
        {
            await Kill(process);
        }
    }

    private static async Task Send(Process process, byte[] request, CancellationToken stop)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(request, stop);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it took its request; how it ended says why.
        }
    }

    private static async Task<byte[]> ReadAll(Stream stream, int most, Action? tooMuch, CancellationToken stop)
    {
        using MemoryStream all = new();
        byte[] block = new byte[1 << 14];
        while (true)
        {
            int read = await stream.ReadAsync(block, stop);
            if (read == 0)
                return all.ToArray();
            if (all.Length + read <= most)
                all.Write(block, 0, read);
            else
                tooMuch?.Invoke();
        }
    }

    /// <summary>The beginning of its error output, without the lines that say how far it is.</summary>
    private static async Task<string> ReadErrors(StreamReader reader, Action<string> told, CancellationToken stop)
    {
        StringBuilder all = new();
        StringBuilder line = new();
        char[] block = new char[1 << 12];
        while (await reader.ReadAsync(block, stop) is > 0 and int read)
        {
            foreach (char letter in block.AsSpan(0, read))
            {
                if (letter != '\n')
                {
                    if (line.Length < MostError)
                        line.Append(letter);
                    continue;
                }
                End();
            }
        }
        End();
        return all.ToString();

        void End()
        {
            string said = line.ToString();
            line.Clear();
            if (said.StartsWith(ReadProgress.Mark, StringComparison.Ordinal))
                told(said);
            else if (all.Length + said.Length < MostError)
                all.Append(said).Append('\n');
        }
    }

    /// <summary>What is really in use, of memory and of the processors. The kernel's own limits stand higher, against bursts between two looks; other systems have none.</summary>
    private static async Task Watch(Process process, LogLimits limits, Action<ReaderEnd> end, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(100, stop);
                process.Refresh();
                if (process.WorkingSet64 > limits.MemoryBytes)
                    end(ReaderEnd.TooMuchMemory);
                if (process.TotalProcessorTime > limits.Time)
                    end(ReaderEnd.TimedOut);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or Win32Exception)
        {
            // It has ended, or the wait is over. What the system tells of a process is gone before the runtime knows that it ended: that is the last of the three.
        }
    }

    /// <summary>Returns when it is gone: only then nobody writes into its folder any more.</summary>
    private static async Task Kill(Process process)
    {
        try
        {
            if (process.HasExited)
                return;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the act.
        }
    }

    private static ProcessStartInfo StartInfo(string folder, LogLimits limits, string reads)
    {
        string[] command = [.. NoNetwork.Value, .. Executable(), reads];
        ProcessStartInfo start = new(command[0])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (string argument in command[1..])
            start.ArgumentList.Add(argument);
        // Connection strings, keys and proxies of the server are none of its business.
        string? systemRoot = Environment.GetEnvironmentVariable("SystemRoot");
        start.Environment.Clear();
        if (systemRoot is not null)
            start.Environment["SystemRoot"] = systemRoot;
        start.Environment["DOTNET_ROOT"] = RuntimeRoot();
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_GCHeapHardLimit"] = (limits.MemoryBytes * 35 / 100).ToString("X", System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["TMPDIR"] = folder;
        start.Environment["HOME"] = folder;
        return start;
    }

    /// <summary>The executable beside this assembly: also when a test host or the <c>dotnet</c> command runs us.</summary>
    private static string[] Executable()
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Concord.Cli.exe" : "Concord.Cli");
        if (File.Exists(program))
            return [program];
        string assembly = Path.Combine(AppContext.BaseDirectory, "Concord.Cli.dll");
        return File.Exists(assembly)
            ? [Path.Combine(RuntimeRoot(), OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), "exec", assembly]
            : throw new FileNotFoundException("The executable that reads files is not beside this program.", program);
    }

    /// <summary>The folder of .NET itself: three above the runtime's own libraries.</summary>
    private static string RuntimeRoot() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The words before a command that take its network away, if this system lets us; tried once.</summary>
    private static string[] FindNoNetwork()
    {
        const string Tool = "/usr/bin/unshare";
        if (!OperatingSystem.IsLinux() || !File.Exists(Tool))
            return [];
        string[][] ways = [[Tool, "--net", "--"], [Tool, "--user", "--map-current-user", "--net", "--"]];
        return Array.Find(ways, Works) ?? [];
    }

    private static bool Works(string[] way)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(way[0], [.. way[1..], "/bin/true"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            return process.WaitForExit(2000) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
