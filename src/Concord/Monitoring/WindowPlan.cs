using System.Security.Cryptography;
using Concord.Journal;
using Concord.Logs;

namespace Concord.Monitoring;

/// <param name="RowsSha256">Over the files and the number of rows and late labels they have in the window: it changes when rows or labels come, and only then.</param>
/// <param name="Rows">How many it has.</param>
/// <param name="Paths">The files its rows lie in, or lay in before they were deleted.</param>
internal sealed record PlannedWindow(Window Window, string RowsSha256, bool IsComplete, long Rows, IReadOnlySet<string> Paths);

/// <summary>A window whose figures stand, with the computation that holds them.</summary>
internal sealed record StandingFigures(PlannedWindow Planned, WindowComputation Last);

/// <summary>What a prediction log holds now.</summary>
/// <param name="Rows">Of the engine: rows by window and file.</param>
/// <param name="Lost">Of windows nobody can measure any more, because rows of theirs were deleted: they still say how many rows usually come.</param>
/// <param name="LateLabels">Of the engine: labels that came late, by window of their prediction and file.</param>
/// <param name="Sha256ByFile">Of the manifest: the hash of every file.</param>
/// <param name="Complete">Batches whose sender said that their windows are complete.</param>
internal sealed record LoggedRows(IReadOnlyList<WindowRows> Rows, IReadOnlyList<WindowRows> Lost, IReadOnlyList<WindowRows> LateLabels, IReadOnlyDictionary<string, string> Sha256ByFile, IReadOnlyList<LogSegment> Complete);

/// <summary>Which windows a run must compute: those whose inputs changed since they were last computed, and no other.</summary>
/// <param name="ToJudge">Only the policy changed: the figures stand, and are judged anew.</param>
/// <param name="NowComplete">Nothing came, but by now all rows are known to be in: only then can a window say that rows are lacking.</param>
/// <param name="Arrivals">When rows came in all windows, those that are not computed now included.</param>
internal sealed record WindowPlan(IReadOnlyList<PlannedWindow> ToCompute, IReadOnlyList<StandingFigures> ToJudge, IReadOnlyList<StandingFigures> NowComplete, Arrivals Arrivals, int Unchanged)
{
    /// <summary>Compares what the log holds with what was computed.</summary>
    /// <param name="computed">The newest computation of each window.</param>
    /// <param name="inputs">What windows are computed from now, apart from their rows.</param>
    public static WindowPlan Of(Monitor monitor, LoggedRows log, IReadOnlyList<WindowComputation> computed, ComputationInputs inputs, DateTimeOffset now)
    {
        var newestRow = log.Rows.Max(row => row.Last);
        var labels = log.LateLabels.ToLookup(label => label.Window);
        var toCompute = new List<PlannedWindow>();
        var toJudge = new List<StandingFigures>();
        var nowComplete = new List<StandingFigures>();
        var allIn = log.Lost.Select(row => row.Window).ToHashSet();
        var unchanged = 0;
        foreach (var window in log.Rows.GroupBy(row => row.Window).OrderBy(group => group.Key.Start))
        {
            var hash = Hash(window.Concat(labels[window.Key]), log.Sha256ByFile);
            var complete = IsComplete(window.Key, newestRow, log.Complete, monitor.GraceHours, now);
            if (complete) allIn.Add(window.Key);
            var planned = new PlannedWindow(window.Key, hash, complete, window.Sum(row => row.Rows), window.Select(row => row.Path).ToHashSet(StringComparer.Ordinal));
            var last = computed.SingleOrDefault(computation => computation.Window == window.Key.Label);
            if (last is null || !HasFigures(last, inputs with { RowsSha256 = hash })) toCompute.Add(planned);
            else if (last.PolicySha256 != inputs.PolicySha256) toJudge.Add(new(planned, last));
            else if (complete && !last.IsComplete) nowComplete.Add(new(planned, last));
            else unchanged++;
        }
        return new(toCompute, toJudge, nowComplete, new Arrivals(log.Rows.Concat(log.Lost).Select(row => new ArrivedRows(row.Window, row.Rows, row.Last)), allIn), unchanged);
    }

    /// <summary>All rows of a window are in when a later row came, when its end plus the grace time has passed, or when the sender said so.</summary>
    private static bool IsComplete(Window window, DateTimeOffset? newestRow, IReadOnlyList<LogSegment> completed, int graceHours, DateTimeOffset now)
    {
        if (completed.Any(segment => window.Length == WindowLength.All || (segment.First < window.End && segment.Last >= window.Start))) return true;
        return window.Length != WindowLength.All && (newestRow >= window.End || now.AddHours(-graceHours) >= window.End);
    }

    /// <summary>A newer engine alone is no reason to compute again: the figures were right by the engine that is named with them.</summary>
    private static bool HasFigures(WindowComputation last, ComputationInputs inputs) =>
        last.RowsSha256 == inputs.RowsSha256 && last.ReferenceSha256 == inputs.ReferenceSha256 && last.DefinitionSha256 == inputs.DefinitionSha256;

    private static string Hash(IEnumerable<WindowRows> window, IReadOnlyDictionary<string, string> sha256ByFile)
    {
        var encoding = new CanonicalEncoding();
        foreach (var part in window.Select(file => (Sha256: sha256ByFile[file.Path], file.Rows)).OrderBy(part => part.Sha256, StringComparer.Ordinal))
            encoding.Add(part.Sha256).Add(part.Rows);
        return Convert.ToHexStringLower(SHA256.HashData(encoding.ToArray()));
    }
}
