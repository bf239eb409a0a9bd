using System.Globalization;
using Concord.Foundation;

namespace Concord.Logs.ClickHouse;

/// <summary>The rows of one file in one day or hour.</summary>
/// <param name="Start">Null: rows without a time.</param>
internal sealed record LogStretch(LogPart Part, DateTimeOffset? Start, long Rows, DateTimeOffset? First, DateTimeOffset? Last);

/// <summary>
/// Which rows the cluster holds: every file of the log whole, by the manifest, or no answer at all. Every later answer is compared with it, so a shard
/// that came back empty or a table somebody emptied is found, and not taken for a quiet month.
/// </summary>
internal sealed record LogCalendar(IReadOnlyList<(LoadedParts Group, IReadOnlyList<LogStretch> Stretches)> Groups)
{
    private const long Day = 86_400_000_000, Hour = 3_600_000_000;

    public static async Task<LogCalendar> Read(ClickHouseStore store, ClickHouseHttp http, IReadOnlyList<LogPart> log, bool byHour, CancellationToken stop)
    {
        IReadOnlyDictionary<long, LogPart> lost = new Dictionary<long, LogPart>();
        for (var attempt = 0; ; attempt++)
        {
            var calendar = new List<(LoadedParts, IReadOnlyList<LogStretch>)>();
            foreach (var group in await store.Load(log, lost, stop)) calendar.Add((group, await Ask(http, group, byHour ? Hour : Day, stop)));
            lost = Incomplete(calendar);
            if (lost.Count == 0) return new(calendar);
            if (attempt > 0) throw Wrong(lost.Values.First());
        }
    }

    /// <summary>The rows of each window by group of files and file; windows without rows are not there.</summary>
    public IEnumerable<(Window Window, int Group, LogStretch Stretch)> By(WindowLength length) => Groups.SelectMany((one, group) => one.Stretches
        .Where(stretch => length == WindowLength.All || stretch.Start is not null)
        .Select(stretch => (length == WindowLength.All ? Window.All : Window.Of(length, stretch.Start!.Value), group, stretch)));

    public static RuleViolation Wrong(LogPart part) => new("ENGINE-COVERAGE", string.Create(CultureInfo.InvariantCulture,
        $"The ClickHouse cluster does not hold the {part.Stored!.Rows} rows of {part.Stored.Ref}, although they were loaded. No figures are given. Look for tables somebody changed or a server that lost its disk; then run again: missing segments are loaded anew."));

    private static async Task<IReadOnlyList<LogStretch>> Ask(ClickHouseHttp http, LoadedParts group, long micros, CancellationToken stop)
    {
        var stretches = new List<LogStretch>();
        foreach (var loads in group.Parts.Keys.Chunk(10_000))
            stretches.AddRange(await http.Ask(ClickHouseSql.Calendar(group.Table, loads, micros), row =>
            {
                var found = new List<LogStretch>();
                while (row.Next())
                {
                    var part = group.Parts[row.Int64()];
                    var start = ClickHouseSql.Start(row.Int64(), micros);
                    found.Add(new(part, start, row.Int64(), Moment(row.Int64()), Moment(row.Int64())));
                }
                return found;
            }, stop));
        return stretches;
    }

    private static DateTimeOffset? Moment(long micros) => micros == ClickHouseShape.NoMoment ? null : DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    private static Dictionary<long, LogPart> Incomplete(List<(LoadedParts Group, IReadOnlyList<LogStretch> Stretches)> calendar)
    {
        var incomplete = new Dictionary<long, LogPart>();
        foreach (var (group, stretches) in calendar)
        {
            var rows = stretches.GroupBy(stretch => stretch.Part).ToDictionary(part => part.Key, part => part.Sum(stretch => stretch.Rows));
            foreach (var (load, part) in group.Parts)
                if (rows.GetValueOrDefault(part) != part.Stored!.Rows) incomplete.Add(load, part);
        }
        return incomplete;
    }
}
