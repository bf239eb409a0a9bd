using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concord.Measures;

namespace Concord.Logs;

/// <summary>One staged file of a log with its own name map: files of one log may have been staged for different definitions.</summary>
/// <param name="Stored">The line of the manifest, when the file is a stored segment: an engine may keep copies of those.</param>
internal sealed record LogPart(string Path, LogSchema Schema, StoredSegment? Stored = null)
{
    /// <summary>Files of labels that came after these rows: <see cref="LabelFiles.Schema"/>, by prediction id. No row has more than one label in all of them and its own file.</summary>
    public IReadOnlyList<string> LateLabels { get; init; } = [];
}

/// <summary>What the manifest says of a segment's file.</summary>
internal sealed record StoredSegment(string Ref, string Sha256, long Rows);

/// <param name="Name">With version, as it stands in a result.</param>
internal sealed record EngineInfo(string Name);

/// <summary>The rows of one window that lie in one file: predictions, or labels that came late.</summary>
internal sealed record WindowRows(Window Window, string Path, long Rows, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>Which rows are asked for, and how they are cut.</summary>
/// <param name="Only">The windows wanted; null: every window that has rows.</param>
internal sealed record WindowCut(WindowLength Length, IReadOnlyList<Window>? Only = null);

/// <summary>The counts of the rows of one window that lie in one file.</summary>
internal sealed record PartProfile(string Path, Profile Profile);

/// <summary>What is counted, in the log's own column names.</summary>
/// <param name="Edges">Bin edges per numeric column and for the score (<see cref="ScoreEdges"/>), from the reference; none where it has no value.</param>
/// <param name="Categorical">Columns with the levels of the reference: these are kept by name in every window, however rare there.</param>
/// <param name="Attributes">One column, or several for their intersection.</param>
/// <param name="JointParts">Into how many parts of the rows co-moments of the numeric columns are counted; 0: not at all.</param>
internal sealed record ProfileQuestion(
    IReadOnlyDictionary<string, double[]> Edges,
    double[] ScoreEdges,
    IReadOnlyDictionary<string, IReadOnlyCollection<string>> Categorical,
    IReadOnlyList<IReadOnlyList<string>> Attributes,
    int JointParts = 0)
{
    /// <summary>Names what is counted and how: counts of one name add up, those of different names do not.</summary>
    public string Sha256() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        this with { Categorical = Categorical.ToDictionary(column => column.Key, IReadOnlyCollection<string> (column) => [.. column.Value.Order(StringComparer.Ordinal)], StringComparer.Ordinal) },
        ProfileJson.Default.ProfileQuestion))) + string.Create(CultureInfo.InvariantCulture, $"/{Profile.CurrentVersion}");
}

/// <summary>
/// Answers questions about prediction logs. It is asked in words of the domain, never with SQL, so that another engine can answer them its own way.
/// </summary>
internal interface IProfileEngine
{
    /// <summary>For what actually counted see <see cref="ILogReading.Describe"/>.</summary>
    EngineInfo Describe();

    /// <summary>Opens a log for a row of questions: opening and locking an engine costs more than most answers.</summary>
    ILogReading Open(IReadOnlyList<LogPart> log);

    /// <summary>Deletes the copies the engine keeps of stored segments. Files are not touched and need not be there; what has no copy is passed over.</summary>
    /// <exception cref="Concord.Foundation.RuleViolation">A server that has copies does not answer: call it again.</exception>
    Task Forget(IReadOnlyList<LogPart> log, CancellationToken stop);
}

/// <summary>A log that is open for questions. Each question covers all windows asked for at once.</summary>
internal interface ILogReading : IDisposable
{
    /// <summary>Who answers. An engine may leave a log to another one.</summary>
    EngineInfo Describe();

    /// <summary>Which windows have rows, how many, from which files, and their first and last time. For deciding what must be computed again.</summary>
    Task<IReadOnlyList<WindowRows>> Windows(WindowLength length, CancellationToken stop);

    /// <summary>For which windows labels came late, how many, in which files, by the time of the prediction. Empty where none did.</summary>
    Task<IReadOnlyList<WindowRows>> LateLabels(WindowLength length, CancellationToken stop);

    /// <summary>Counts only, per window in order of time and file: what is kept for ever. The same rows give the same counts, in whatever order and however many threads they are read.</summary>
    /// <param name="rowsFollow">Values and scores of the same cut will be asked next, so that one pass may answer all.</param>
    Task<IReadOnlyList<PartProfile>> Profiles(WindowCut cut, ProfileQuestion what, bool rowsFollow, CancellationToken stop);

    /// <summary>The values of numeric columns, one after another in the order asked. Row-level: to be used and let go, for only a few columns are in memory at a time.</summary>
    IAsyncEnumerable<IReadOnlyDictionary<Window, EmpiricalDistribution>> Values(WindowCut cut, IReadOnlyList<string> numericColumns, CancellationToken stop);

    /// <summary>All levels of categorical columns with their rows, one column after another in the order asked, also of those with more levels than counts keep. To be used and let go.</summary>
    IAsyncEnumerable<IReadOnlyDictionary<Window, CategoryCounts>> Levels(WindowCut cut, IReadOnlyList<string> categoricalColumns, CancellationToken stop);

    /// <summary>Scores with decision and label. Row-level, as <see cref="Values"/>.</summary>
    Task<IReadOnlyDictionary<Window, ScoredSample>> Scores(WindowCut cut, CancellationToken stop);

    /// <summary>Over the whole log: how many days after the decision labels came. Rows whose label has no time tell nothing; a label before its decision took no time.</summary>
    Task<LabelDelays> LabelDelays(CancellationToken stop);
}
