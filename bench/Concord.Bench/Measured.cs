using System.Diagnostics;
using System.Globalization;

namespace Concord.Bench;

/// <summary>Wall time of a command and the most memory that it and the processes it started held together.</summary>
internal sealed record Measured(string Name, double Seconds, double PeakMebibytes)
{
    public static async Task<Measured> Run(string name, string command, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, Tree(process.Id));
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(20));
        }
        var seconds = watch.Elapsed.TotalSeconds;
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{name} ended with {process.ExitCode}: {await error}");
        return new(name, seconds, peak / 1024.0);
    }

    /// <summary>Resident kibibytes of a process and all below it.</summary>
    private static long Tree(int root)
    {
        var parents = new Dictionary<int, int>();
        var resident = new Dictionary<int, long>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var status = File.ReadAllLines(Path.Combine(folder, "status")).Select(line => line.Split(':', 2)).ToLookup(parts => parts[0], parts => parts[^1].Trim(), StringComparer.Ordinal);
                var id = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                parents[id] = int.Parse(status["PPid"].Single(), CultureInfo.InvariantCulture);
                resident[id] = status["VmRSS"].Select(text => long.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture)).SingleOrDefault();
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                // The process ended while it was looked at.
            }
        }
        return resident.Where(one => Below(one.Key)).Sum(one => one.Value);

        bool Below(int id)
        {
            while (id != root && parents.TryGetValue(id, out var parent)) id = parent;
            return id == root;
        }
    }
}
