namespace Concord.Storage;

/// <summary>
/// A folder for work in progress, deleted when it ends. While its process lives the folder bears a mark that nobody else can open; what a killed process left,
/// rows of people among it, is removed by the next one.
/// </summary>
internal sealed class StagingFolder : IDisposable
{
    private const string Mark = "in-use";

    /// <summary>A folder without a mark is about to get one, or was made before there were marks.</summary>
    private static readonly TimeSpan Unmarked = TimeSpan.FromDays(1);

    private readonly FileStream mark;

    private StagingFolder(string path)
    {
        FullName = Directory.CreateDirectory(path).FullName;

        // Except on Windows a file is made first and locked a moment later: only then it becomes the mark.
        var made = Path.Combine(FullName, OperatingSystem.IsWindows() ? Mark : $"{Mark}.new");
        mark = new(made, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        if (!OperatingSystem.IsWindows()) File.Move(made, Path.Combine(FullName, Mark));
    }

    public string FullName { get; }

    /// <param name="work">What is done there, for people who look into the folder.</param>
    public static StagingFolder Create(DataLocation data, string work) => new(Path.Combine(Root(data), $"{work}-{Guid.CreateVersion7():N}"));

    /// <summary>Deletes what processes that are no more have left. A folder that cannot be deleted now is left to the next time.</summary>
    public static void RemoveAbandoned(DataLocation data)
    {
        if (!Directory.Exists(Root(data))) return;
        foreach (var folder in Directory.EnumerateDirectories(Root(data)))
        {
            try
            {
                if (IsAbandoned(folder)) Directory.Delete(folder, recursive: true);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                // In use, or deleted by its owner just now.
            }
        }
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows()) mark.Dispose(); // There an open file stays; elsewhere nobody else may delete the folder meanwhile.
        if (Directory.Exists(FullName)) Directory.Delete(FullName, recursive: true);
        mark.Dispose();
    }

    private static string Root(DataLocation data) => data.Absolute("staging");

    private static bool IsAbandoned(string folder)
    {
        var path = Path.Combine(folder, Mark);
        if (!File.Exists(path)) return Directory.GetLastWriteTimeUtc(folder) < TimeProvider.System.GetUtcNow().UtcDateTime - Unmarked; // Files bear the time of the machine, whatever the clock of the demonstration says.
        using var closed = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
        return true;
    }
}
