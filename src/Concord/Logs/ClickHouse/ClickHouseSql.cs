using System.Globalization;
using System.Text;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// The questions about a log as SQL for ClickHouse, from version 18 on: no grouping sets, window functions or common table expressions. Identifiers are
/// generated names and names checked to be plain; texts pass the one quoting function; numbers are written by us.
/// </summary>
/// <param name="table">Where the rows are asked for.</param>
/// <param name="schema">Of all of them.</param>
/// <param name="loads">Which rows of the table are the log.</param>
/// <param name="windows">Ascending, at most <see cref="WindowsAtOnce"/>; the answer numbers them in this order.</param>
internal sealed class ClickHouseSql(string table, LogSchema schema, IReadOnlyCollection<string> loads, IReadOnlyList<Window> windows)
{
    public const int WindowsAtOnce = 24;

    /// <summary>Levels of a window that are told one by one, as by the kernel; a column with more is an identifier.</summary>
    public const int MostLevels = Kernel.LevelCounter.MaximumLevels;

    private const long MicrosFromYearOne = 62_135_596_800_000_000;

    /// <summary>Rows of each load by day or hour: number of the stretch since the year 1 (negative: no time), rows, first, last.</summary>
    public static string Calendar(string table, IReadOnlyCollection<string> loads, long stretchMicros) => string.Create(CultureInfo.InvariantCulture,
        $"SELECT load, intDiv(t + toInt64({MicrosFromYearOne}), toInt64({stretchMicros})) AS stretch, toInt64(count()) AS n, min(t) AS f, max(t) AS l FROM {table} WHERE {In(loads)} GROUP BY load, stretch");

    /// <summary>When the stretch of that number begins; null: these rows have no time.</summary>
    public static DateTimeOffset? Start(long stretch, long stretchMicros) => stretch < 0 ? null : DateTimeOffset.MinValue.AddTicks(stretch * stretchMicros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Window, outcome, rows, first and last time.</summary>
    public string Totals() => $"SELECT {Window} AS w, k, toInt64(count()) AS n, min(t) AS f, max(t) AS l {From} GROUP BY w, k";

    /// <summary>
    /// Window, bin, outcome (0 where nobody asks), rows, zeros, least, most, sum, and the sum of squares around <paramref name="centre"/>. Bin i has i edges
    /// strictly below; one more than there are bins holds the missing values. One number is the key, for which the server has its fastest grouping.
    /// </summary>
    public string Bins(LogColumnKind kind, string? source, double[] edges, double centre, bool byOutcome)
    {
        var bins = edges.Length + 2;
        var place = $"{string.Concat(edges.Select(edge => $"(x > {Number(edge)}) + "))}isNaN(x) * {Text(edges.Length + 1)}";
        var key = $"({Window} * {Text(bins)} + {place})" + (byOutcome ? " * 9 + k" : "");
        var type = (long)windows.Count * bins * (byOutcome ? 9 : 1) <= ushort.MaxValue ? "toUInt16" : "toUInt32";
        return $"SELECT toUInt32(key), toInt64(count()), toInt64(sum(x = 0)), min(x), max(x), sum(x), sum((x - {Number(centre)}) * (x - {Number(centre)})) "
            + $"FROM (SELECT t, k, {NumberOf(kind, source)} AS x {From}) GROUP BY {type}({key}) AS key";
    }

    /// <summary>Window and the sum of squares around a centre of its own, over the values that are there.</summary>
    public string SquaredDeviations(LogColumnKind kind, string? source, IReadOnlyList<double> centres)
    {
        var centre = string.Join(" + ", centres.Select((value, w) => $"(w = {Text(w)}) * {Number(value)}"));
        return $"SELECT w, sum((x - c) * (x - c)) FROM (SELECT {Window} AS w, {centre} AS c, {NumberOf(kind, source)} AS x {From}) WHERE NOT isNaN(x) GROUP BY w";
    }

    /// <summary>Window, level, rows: missing first, then the most frequent; one more per window than are told one by one.</summary>
    public string Levels(string source) => $"SELECT {Window} AS w, {TextOf(source)} AS c, toInt64(count()) AS n {From} GROUP BY w, c ORDER BY isNull(c) DESC, n DESC, c LIMIT {Text(MostLevels + 1)} BY w";

    /// <summary>Window, levels, rows, of all levels: what a window with too many of them holds.</summary>
    public string LevelTotals(string source) => $"SELECT w, toInt64(count()), toInt64(sum(n)) FROM (SELECT {Window} AS w, {TextOf(source)} AS c, count() AS n {From} GROUP BY w, c) GROUP BY w";

    /// <summary>Window, the levels of each column, outcome, rows.</summary>
    public string Outcomes(IReadOnlyList<string> attribute)
    {
        var parts = string.Concat(attribute.Select((column, part) => $", {TextOf(column)} AS g{Text(part)}"));
        var keys = string.Concat(attribute.Select((_, part) => $", g{Text(part)}"));
        return $"SELECT {Window} AS w{parts}, k, toInt64(count()) AS n {From} GROUP BY w{keys}, k";
    }

    /// <summary>Window and value of every row, in no order.</summary>
    public string Values(string source) => $"SELECT {Window}, {NumberOf(LogColumnKind.Numeric, source)} {From}";

    /// <summary>Window, outcome and score of every row, in no order.</summary>
    public string Scores() => $"SELECT {Window}, k, {NumberOf(LogColumnKind.Score, null)} {From}";

    /// <summary>The one quoting function of this dialect.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("'", text.Length + 2);
        foreach (var letter in text)
            quoted.Append(letter switch { '\\' => "\\\\", '\'' => "\\'", '\0' => "\\0", _ => letter.ToString() });
        return quoted.Append('\'').ToString();
    }

    public static string In(IEnumerable<string> loads) => $"load IN ({string.Join(", ", loads.Select(load => $"unhex({Quoted(load)})"))})";

    private string From => $"FROM {table} WHERE {In(loads)}{Cut}";

    /// <summary>The number of the window a row lies in: how many of the later ones have begun. One row's time is compared, nothing is looked up.</summary>
    private string Window => windows.Count == 1 ? "toUInt8(0)" : $"toUInt8({string.Join(" + ", windows.Skip(1).Select(window => $"(t >= {Micros(window.Start)})"))})";

    private string Cut
    {
        get
        {
            if (windows[0].Length == WindowLength.All) return "";
            var text = new StringBuilder($" AND t >= {Micros(windows[0].Start)} AND t < {Micros(windows[^1].End)}");
            for (var w = 1; w < windows.Count; w++)
                if (windows[w - 1].End < windows[w].Start) text.Append($" AND NOT (t >= {Micros(windows[w - 1].End)} AND t < {Micros(windows[w].Start)})");
            return text.ToString();
        }
    }

    private string NumberOf(LogColumnKind kind, string? source) => Find(kind, source) is not { } found ? "nan" : found.Kind == kind ? ClickHouseShape.Generated(found.Name) : ClickHouseShape.NumberOf(found.Name);

    private string TextOf(string source) => Find(LogColumnKind.Categorical, source) is { } found ? ClickHouseShape.Generated(found.Name) : "CAST(NULL AS Nullable(String))";

    /// <summary>A file staged before the definition named this column still carries it, as text.</summary>
    private LogColumn? Find(LogColumnKind kind, string? source) => kind == LogColumnKind.Score
        ? schema.Of(kind).FirstOrDefault()
        : schema.Columns.FirstOrDefault(column => column.Kind == kind && column.Source == source) ?? schema.Columns.FirstOrDefault(column => column.Kind == LogColumnKind.Other && column.Source == source);

    private static string Micros(DateTimeOffset at) => $"toInt64({((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture)})";

    /// <summary>Exact: the server's reading of decimals rounds otherwise than others, so a number travels as its bits.</summary>
    private static string Number(double value) => $"reinterpretAsFloat64(unhex('{Convert.ToHexString(BitConverter.GetBytes(value))}'))";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
