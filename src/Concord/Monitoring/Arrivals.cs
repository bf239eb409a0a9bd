using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>How many rows of a window came, and when the last of them; null where rows have no time.</summary>
internal sealed record ArrivedRows(Window Window, long Rows, DateTimeOffset? Last);

/// <summary>
/// How many rows came in every window of a log, when the last of each came, and how many repeated a prediction. What is usual is taken from the
/// windows before: they are the log's, whatever part of it is measured, so that a window says the same alone and among others.
/// </summary>
internal sealed class Arrivals
{
    /// <summary>So many windows before one are looked at: a year of months.</summary>
    private const int Remembered = 12;

    /// <summary>What is usual takes so many windows.</summary>
    private const int Fewest = 3;

    /// <summary>Of a longer silence it is only said that it was at least so long.</summary>
    public const int LongestSilence = 1_000;

    /// <summary>Days and hours without rows come back every night or weekend; whether they do is known after so long.</summary>
    private static readonly TimeSpan Rhythm = TimeSpan.FromDays(14);

    // In order of time, and by their beginning: of logs by the hour there are many, and each is asked about all of them.
    private readonly ArrivedRows[] ordered;
    private readonly Dictionary<DateTimeOffset, ArrivedRows> windows;
    private readonly Dictionary<DateTimeOffset, Silence> silences = [];
    private readonly IReadOnlySet<Window>? complete;
    private readonly IReadOnlyList<RepeatedHour>? repeats;

    /// <param name="rows">Of all windows of the log; several of one window are added.</param>
    /// <param name="complete">Windows of which all rows are in; null: all but the newest, for nobody knows whether the log goes on.</param>
    /// <param name="repeats">Rows that were left out because they repeat a prediction, by hour; null where repeats never reach a log.</param>
    public Arrivals(IEnumerable<ArrivedRows> rows, IReadOnlySet<Window>? complete = null, IReadOnlyList<RepeatedHour>? repeats = null)
    {
        (this.complete, this.repeats) = (complete, repeats);
        ordered = [.. rows.GroupBy(each => each.Window).Select(window => new ArrivedRows(window.Key, window.Sum(part => part.Rows), window.Max(part => part.Last))).OrderBy(window => window.Window.Start)];
        windows = ordered.ToDictionary(window => window.Window.Start);
        var (at, longest) = (0, 0);
        foreach (var (earlier, later) in ordered.Zip(ordered.Skip(1)))
        {
            var silence = new Silence(WindowsBetween(earlier.Window, later.Window), longest, ++at);
            silences[later.Window.Start] = silence;
            longest = Math.Max(longest, silence.Windows);
        }
    }

    /// <summary>The windows without a row right before one that has some.</summary>
    /// <param name="Longest">The longest silence earlier in the log, in windows.</param>
    /// <param name="Known">Windows with rows before.</param>
    private readonly record struct Silence(int Windows, int Longest, int Known);

    /// <summary>Figures of the log as a whole in one window, before any policy is asked.</summary>
    public IEnumerable<QualityMeasurement> Measure(Window window, MonitorDefinition definition)
    {
        if (repeats is not null) yield return Duplicates(window, definition.PredictionId.Name);
        if (window.Length == WindowLength.All || !windows.TryGetValue(window.Start, out var arrived)) yield break;
        var before = Before(window).ToArray();
        yield return Volume(arrived, before);
        yield return Freshness(arrived, before);
        yield return SilenceBefore(arrived);
    }

    /// <summary>Figures that were taken before all rows were in, with what can be said of the log now that they are.</summary>
    public WindowMeasurement Complete(WindowMeasurement figures, Window window, MonitorDefinition definition) =>
        figures with { Quality = [.. figures.Quality.Where(check => check.Basis!.Arrival is null), .. Measure(window, definition).Where(check => check.Basis!.Arrival is not null)] };

    private QualityMeasurement Duplicates(Window window, string column)
    {
        var repeated = repeats!.Where(hour => Window.Of(window.Length, hour.Hour).Equals(window)).Sum(hour => hour.Rows);
        var all = repeated + (windows.TryGetValue(window.Start, out var own) ? own.Rows : 0);
        var share = new Proportion(repeated, all).Value;
        return QualityVerdicts.Measure(column, QualityCheck.Duplicate, share, QualityBasis.OfLog(all, share));
    }

    /// <summary>A window is unusual when chance and the spread of the windows before do not explain its rows.</summary>
    private QualityMeasurement Volume(ArrivedRows arrived, ArrivedRows[] before)
    {
        var volume = Measures.Volume.Of(arrived.Rows, before.Select(each => each.Rows));
        return OfLog(QualityCheck.Volume, arrived, volume.Ratio, Basis(arrived, before, before.Length, isUnusual: volume.IsUnusual is true));
    }

    /// <summary>An end without rows is unusual when it is more than twice as long as any before: some logs always end early.</summary>
    private QualityMeasurement Freshness(ArrivedRows arrived, ArrivedRows[] before)
    {
        var silent = SilentEnd(arrived);
        double[] usual = [.. before.Select(SilentEnd).Where(end => end.IsComputed).Select(end => end.Value)];
        return OfLog(QualityCheck.Freshness, arrived, silent, Basis(arrived, before, usual.Length, isUnusual: silent.ValueOrNull > 2 * usual.DefaultIfEmpty().Max()));
    }

    /// <summary>Windows that no row came in are seen where rows come again; unusual is a silence more than twice as long as any before.</summary>
    private QualityMeasurement SilenceBefore(ArrivedRows arrived) => Silent(arrived, silences.GetValueOrDefault(arrived.Window.Start));

    /// <summary>
    /// A log that stops is told by no window of its own. By a clock it is known that whole windows have passed since its newest; they are measured as the window after
    /// them would if rows came in it again.
    /// </summary>
    /// <param name="passed">Windows without a row right after the newest that has some, at least one, oldest first.</param>
    public QualityMeasurement SilenceSince(IReadOnlyList<Window> passed)
    {
        var next = Window.Of(passed[^1].Length, passed[^1].End);
        var told = Silent(new(next, 0, null), new Silence(passed.Count, silences.Values.Select(silence => silence.Windows).DefaultIfEmpty().Max(), ordered.Length));
        return told with { Basis = told.Basis! with { Arrival = told.Basis.Arrival! with { IsComplete = true } } };
    }

    private QualityMeasurement Silent(ArrivedRows arrived, Silence silence)
    {
        var known = arrived.Window.Length >= WindowLength.Week || arrived.Window.Start - ordered[0].Window.Start >= Rhythm ? silence.Known : 0;
        ArrivedRows[] before = known < Fewest ? [] : ordered[Math.Max(0, known - Remembered)..known];
        return OfLog(QualityCheck.Silence, arrived, Measured.Of(silence.Windows), Basis(arrived, before, known, isUnusual: silence.Windows > 2 * silence.Longest));
    }

    private static int WindowsBetween(Window earlier, Window later)
    {
        var between = 0;
        for (var next = Window.Of(earlier.Length, earlier.End); next.Start < later.Start && between < LongestSilence; next = Window.Of(next.Length, next.End)) between++;
        return between;
    }

    private static QualityMeasurement OfLog(QualityCheck check, ArrivedRows arrived, Measured figure, ArrivalBasis basis) =>
        QualityVerdicts.Measure(QualityMeasurement.WholeLog, check, figure, QualityBasis.OfLog(arrived.Rows, figure, basis));

    private ArrivalBasis Basis(ArrivedRows arrived, ArrivedRows[] before, int known, bool isUnusual) =>
        known < Fewest ? new(UsualRows: null, IsComplete(arrived.Window), IsUnusual: false)
        : new(EmpiricalDistribution.FromRows(before.Select(each => (double)each.Rows)).Quantile(0.5).ValueOrNull, IsComplete(arrived.Window), isUnusual);

    private bool IsComplete(Window window) => complete?.Contains(window) ?? ordered[^1].Window.Start > window.Start;

    /// <summary>The windows before one, newest first, back to the first of the log; one without rows counts as such.</summary>
    private IEnumerable<ArrivedRows> Before(Window window)
    {
        var first = ordered[0].Window.Start;
        for (var remembered = 0; remembered < Remembered && window.Start > first; remembered++)
        {
            window = Window.Of(window.Length, window.Start.AddTicks(-1));
            yield return windows.GetValueOrDefault(window.Start) ?? new(window, 0, null);
        }
    }

    /// <summary>The share of a window after its last row.</summary>
    private static Measured SilentEnd(ArrivedRows arrived) => arrived.Last is { } last
        ? Measured.Of(Math.Clamp((arrived.Window.End - last) / (arrived.Window.End - arrived.Window.Start), 0, 1))
        : Measured.Not("no row has a time");
}
