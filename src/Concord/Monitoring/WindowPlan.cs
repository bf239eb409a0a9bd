using System.Security.Cryptography;
using Concord.Journal;
using Concord.Logs;

namespace Concord.Monitoring;

/// <param name="RowsSha256">Over the files and the number of rows they have in the window: it changes when rows come, and only then.</param>
/// <param name="Paths">The files its rows lie in, or lay in before they were deleted.</param>
internal sealed record PlannedWindow(Window Window, string RowsSha256, bool IsComplete, long Rows, IReadOnlySet<string> Paths);

/// <summary>Which windows a run must compute: those whose inputs changed since they were last computed, and no other.</summary>
internal sealed record WindowPlan(IReadOnlyList<PlannedWindow> ToCompute, IReadOnlyList<WindowComputation> NowComplete, int Unchanged)
{
    /// <summary>Compares what the log holds with what was computed.</summary>
    /// <param name="rows">Of the engine: rows by window and file.</param>
    /// <param name="segments">The manifest; the hash of a file stands in it.</param>
    /// <param name="computed">The newest computation of each window.</param>
    /// <param name="inputs">What windows are computed from now, apart from their rows.</param>
    public static WindowPlan Of(Monitor monitor, IReadOnlyList<WindowRows> rows, IReadOnlyDictionary<string, LogSegment> segments, IReadOnlyList<WindowComputation> computed, ComputationInputs inputs, DateTimeOffset now)
    {
        var newestRow = rows.Count == 0 ? null : rows.Max(row => row.Last);
        var completed = segments.Values.Where(segment => segment.Complete).ToList();
        var toCompute = new List<PlannedWindow>();
        var nowComplete = new List<WindowComputation>();
        var unchanged = 0;
        foreach (var window in rows.GroupBy(row => row.Window).OrderBy(group => group.Key.Start))
        {
            var hash = RowsHash(window, segments);
            var complete = IsComplete(window.Key, newestRow, completed, monitor.GraceHours, now);
            var last = computed.SingleOrDefault(computation => computation.Window == window.Key.Label);
            if (last is null || !IsSame(last, inputs with { RowsSha256 = hash }))
            {
                toCompute.Add(new(window.Key, hash, complete, window.Sum(row => row.Rows), window.Select(row => row.Path).ToHashSet(StringComparer.Ordinal)));
                continue;
            }
            unchanged++;
            if (complete && !last.IsComplete) nowComplete.Add(last);
        }
        return new(toCompute, nowComplete, unchanged);
    }

    /// <summary>All rows of a window are in when a later row came, when its end plus the grace time has passed, or when the sender said so.</summary>
    private static bool IsComplete(Window window, DateTimeOffset? newestRow, List<LogSegment> completed, int graceHours, DateTimeOffset now)
    {
        if (completed.Exists(segment => window.Length == WindowLength.All || (segment.First < window.End && segment.Last >= window.Start))) return true;
        return window.Length != WindowLength.All && (newestRow >= window.End || now.AddHours(-graceHours) >= window.End);
    }

    /// <summary>A newer engine alone is no reason to compute again: the figures were right by the engine that is named with them.</summary>
    private static bool IsSame(WindowComputation last, ComputationInputs inputs) =>
        last.RowsSha256 == inputs.RowsSha256 && last.ReferenceSha256 == inputs.ReferenceSha256
        && last.DefinitionSha256 == inputs.DefinitionSha256 && last.PolicySha256 == inputs.PolicySha256;

    private static string RowsHash(IEnumerable<WindowRows> window, IReadOnlyDictionary<string, LogSegment> segments)
    {
        var encoding = new CanonicalEncoding();
        foreach (var part in window.Select(row => (segments[row.Path].Sha256, row.Rows)).OrderBy(part => part.Sha256, StringComparer.Ordinal))
            encoding.Add(part.Sha256).Add(part.Rows);
        return Convert.ToHexStringLower(SHA256.HashData(encoding.ToArray()));
    }
}
