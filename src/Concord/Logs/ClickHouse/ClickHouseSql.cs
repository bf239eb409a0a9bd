using System.Globalization;
using System.Numerics;
using System.Text;
using Concord.Logs.Kernel;

namespace Concord.Logs.ClickHouse;

/// <summary>
/// The questions about a log as SQL for ClickHouse, from version 18 on: no grouping sets, window functions or common table expressions. Identifiers are
/// generated names and names checked to be plain; texts pass the one quoting function; numbers are written by us. Answers are by cell: the rows of one file
/// in one window, as the number of the file times the number of windows plus the number of the window.
/// </summary>
/// <param name="table">Where the rows are asked for.</param>
/// <param name="schema">Of all of them.</param>
/// <param name="loads">Which rows of the table are the log: a number per file.</param>
/// <param name="windows">Ascending, at most <see cref="WindowsAtOnce"/>.</param>
internal sealed class ClickHouseSql(string table, LogSchema schema, IReadOnlyList<long> loads, IReadOnlyList<Window> windows)
{
    public const int WindowsAtOnce = 24;

    /// <summary>As by the kernel: a column with more levels in one cell is an identifier, of which only the known and the most frequent levels are told.</summary>
    public const int MostLevels = LevelCounter.MaximumLevels;

    /// <summary>Added and taken away again it rounds to the nearest whole number, halves to even.</summary>
    private const string Rounding = "6755399441055744.";

    private const long MicrosFromYearOne = 62_135_596_800_000_000;

    /// <summary>More edges than these are searched instead of compared one by one.</summary>
    private const int FewEdges = 16;

    private int Cells => loads.Count * windows.Count;

    /// <summary>Rows of each load by day or hour: number of the stretch since the year 1 (negative: no time), rows, first, last.</summary>
    public static string Calendar(string table, IReadOnlyCollection<long> loads, long stretchMicros) =>
        $"SELECT load, intDiv(t + toInt64({Text(MicrosFromYearOne)}), toInt64({Text(stretchMicros)})) AS stretch, toInt64(count()) AS n, min(t) AS f, max(t) AS l FROM {table} WHERE {In(loads)} GROUP BY load, stretch";

    /// <summary>When the stretch of that number begins; null: these rows have no time.</summary>
    public static DateTimeOffset? Start(long stretch, long stretchMicros) => stretch < 0 ? null : DateTimeOffset.MinValue.AddTicks(stretch * stretchMicros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Cell, outcome, first and last time, rows.</summary>
    public string Totals() => $"SELECT toUInt32({Cell}) AS cell, k, min(t), max(t), toInt64(count()) {From} GROUP BY cell, k";

    /// <summary>
    /// Cell, bin and outcome (0 where nobody asks) in one number, for which the server has its fastest grouping; rows, zeros, least, most, values too far
    /// from the centre for whole numbers of 46 bits, and of the others the sum of steps and of their squares. Bin i has i edges strictly below; one more than
    /// there are bins holds the missing values.
    /// </summary>
    public string Bins(LogColumnKind kind, string? source, double[] edges, bool byOutcome)
    {
        var bins = edges.Length + 2;
        var rows = Searched(edges, $"SELECT {Cell} AS cell, k, {NumberOf(kind, source)} AS x {From}", out var place);
        var key = $"(cell * {Text(bins)} + if(isNaN(x), {Text(edges.Length + 1)}, {place}))" + (byOutcome ? $" * {Text(Outcome.Kinds)} + k" : "");
        var type = (long)Cells * bins * (byOutcome ? Outcome.Kinds : 1) <= ushort.MaxValue ? "toUInt16" : "toUInt32";
        const string Whole = $"toDecimal128(toInt64(if(near, (steps + {Rounding}) - {Rounding}, 0)), 0)";
        return $"SELECT toUInt32(key), toInt64(count()), toInt64(sum(x = 0)), min(x), max(x), toInt64(sum(NOT near AND NOT isNaN(x))), sum(whole), sum(whole * whole) "
            + $"FROM (SELECT x, near, key, {Whole} AS whole FROM (SELECT x, {type}({key}) AS key, {Steps(edges)} FROM ({rows}))) GROUP BY key";
    }

    /// <summary>Cell, outcome and value of the rows that <see cref="Bins"/> calls far.</summary>
    public string Far(LogColumnKind kind, string? source, double[] edges) =>
        $"SELECT toUInt32(cell), k, x FROM (SELECT x, cell, k, {Steps(edges)} FROM (SELECT {Cell} AS cell, k, {NumberOf(kind, source)} AS x {From})) WHERE NOT near AND NOT isNaN(x)";

    /// <summary>
    /// Cell; rows, and those with a value near enough in all columns; of these the sums of steps, the sums of products of each column with itself and those before
    /// it, and, inexactly, the sums of squares, which tell whether whole numbers of 64 bits held all of it.
    /// </summary>
    /// <param name="wide">Products in 128 bits: exact whatever the rows, and much slower.</param>
    public string Joint(IReadOnlyList<(string Column, double[] Edges)> columns, bool wide)
    {
        string Each(Func<int, string> one) => string.Concat(Enumerable.Range(0, columns.Count).Select(i => $", {one(i)}"));
        string Steps(int i) => MomentGrid.Of(columns[i].Edges) is var grid ? $"((x{Text(i)} - {Number(grid.Centre)}) * {Number(JointCounter.Scale(grid))} + {Rounding}) - {Rounding} AS r{Text(i)}" : "";
        string Product(int i, int j) => wide ? $"sum(toDecimal128(w{Text(i)} * w{Text(j)}, 0))" : $"sum(w{Text(i)} * w{Text(j)})";
        var rows = $"SELECT {Cell} AS cell{Each(i => $"{NumberOf(LogColumnKind.Numeric, columns[i].Column)} AS x{Text(i)}")} {From}";
        rows = $"SELECT cell{Each(Steps)} FROM ({rows})";
        rows = $"SELECT cell{Each(i => $"r{Text(i)}")}, {string.Join(" AND ", Enumerable.Range(0, columns.Count).Select(i => $"abs(r{Text(i)}) <= {Number(JointCounter.Near)}"))} AS near FROM ({rows})";
        rows = $"SELECT cell, near{Each(i => $"toInt64(if(near, r{Text(i)}, 0)) AS w{Text(i)}")} FROM ({rows})";
        var products = string.Concat(Enumerable.Range(0, columns.Count).SelectMany(i => Enumerable.Range(0, i + 1).Select(j => $", {Product(i, j)}")));
        return $"SELECT toUInt32(cell), toInt64(count()), toInt64(sum(near)){Each(i => $"sum(w{Text(i)})")}{products}{Each(i => $"sum(toFloat64(w{Text(i)}) * w{Text(i)})")} FROM ({rows}) GROUP BY cell";
    }

    /// <summary>Cell, level, rows: at most one more per cell than are kept apart.</summary>
    public string Levels(string source) => $"SELECT toUInt32({Cell}) AS cell, {TextOf(source)} AS c, toInt64(count()) AS n {From} GROUP BY cell, c LIMIT {Text(MostLevels + 1)} BY cell";

    /// <summary>Cell, level, rows: missing and the known levels first, then the most frequent.</summary>
    public string FrequentLevels(string source, IReadOnlyCollection<string> known) =>
        $"SELECT cell, c, n FROM (SELECT toUInt32({Cell}) AS cell, {TextOf(source)} AS c, toInt64(count()) AS n {From} GROUP BY cell, c) "
        + $"ORDER BY isNull(c) DESC, {(known.Count == 0 ? "0" : $"ifNull(c IN ({string.Join(", ", known.Select(Quoted))}), 0)")} DESC, n DESC, c LIMIT {Text(known.Count + CategoricalProfile.MaximumLevels + 1)} BY cell";

    /// <summary>Cell, levels (missing is one), rows.</summary>
    public string LevelTotals(string source) => $"SELECT cell, toInt64(count()), toInt64(sum(n)) FROM (SELECT toUInt32({Cell}) AS cell, {TextOf(source)} AS c, count() AS n {From} GROUP BY cell, c) GROUP BY cell";

    /// <summary>Cell, the levels of each column, outcome, rows.</summary>
    public string Outcomes(IReadOnlyList<string> attribute)
    {
        var parts = string.Concat(attribute.Select((column, part) => $", {TextOf(column)} AS g{Text(part)}"));
        var keys = string.Concat(attribute.Select((_, part) => $", g{Text(part)}"));
        return $"SELECT toUInt32({Cell}) AS cell{parts}, k, toInt64(count()) {From} GROUP BY cell{keys}, k";
    }

    /// <summary>Number of the window, and value, of every row, in no order.</summary>
    public string Values(string source) => $"SELECT toUInt8({Window}), {NumberOf(LogColumnKind.Numeric, source)} {From}";

    /// <summary>Number of the window, level, and rows.</summary>
    public string AllLevels(string source) => $"SELECT toUInt8({Window}) AS w, {TextOf(source)} AS c, toInt64(count()) {From} GROUP BY w, c";

    /// <summary>Number of the window, outcome, and score, of every row, in no order.</summary>
    public string Scores() => $"SELECT toUInt8({Window}), k, {NumberOf(LogColumnKind.Score, null)} {From}";

    /// <summary>The one quoting function of this dialect.</summary>
    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("'", text.Length + 2);
        foreach (var letter in text)
        {
            if (letter is '\\' or '\'') quoted.Append('\\').Append(letter);
            else if (letter == '\0') quoted.Append("\\0");
            else quoted.Append(letter);
        }
        return quoted.Append('\'').ToString();
    }

    public static string In(IEnumerable<long> loads) => $"load IN ({string.Join(", ", loads.Select(Text))})";

    private string From => $"FROM {table} WHERE {In(loads)}{Cut}";

    private string Cell => loads.Count == 1 ? Window : $"(transform(load, [{string.Join(", ", loads.Select(load => $"toInt64({Text(load)})"))}], [{string.Join(", ", Enumerable.Range(0, loads.Count).Select(load => Text(load)))}], 0) * {Text(windows.Count)} + {Window})";

    /// <summary>The number of the window a row lies in: how many of the later ones have begun.</summary>
    private string Window => windows.Count == 1 ? "toUInt8(0)" : $"({string.Join(" + ", windows.Skip(1).Select(window => $"(t >= {Micros(window.Start)})"))})";

    private string Cut
    {
        get
        {
            if (windows[0].Length == WindowLength.All) return "";
            var text = new StringBuilder($" AND t >= {Micros(windows[0].Start)}");
            if (windows[^1].End < DateTimeOffset.MaxValue) text.Append($" AND t < {Micros(windows[^1].End)}");
            for (var w = 1; w < windows.Count; w++)
                if (windows[w - 1].End < windows[w].Start) text.Append($" AND NOT (t >= {Micros(windows[w - 1].End)} AND t < {Micros(windows[w].Start)})");
            return text.ToString();
        }
    }

    /// <summary>
    /// How many edges lie below <c>x</c>: each compared, or found by halving, one step per level of nesting, because the server writes out an alias wherever
    /// it is used. Lists are written as decimals, which the server reads exactly; below the normal numbers it reads none.
    /// </summary>
    private static string Searched(double[] edges, string rows, out string place)
    {
        place = edges.Length == 0 ? "0" : $"({string.Join(" + ", edges.Select(edge => $"({Number(edge)} < x)"))})";
        if (edges.Length <= FewEdges || Array.Exists(edges, edge => edge != 0 && !double.IsNormal(edge))) return rows;
        double[] padded = [.. edges, .. Enumerable.Repeat(double.MaxValue, (int)BitOperations.RoundUpToPowerOf2((uint)edges.Length + 1) - 1 - edges.Length)];
        var list = $"[{string.Join(", ", padded.Select(Decimal))}]";
        place = "toUInt16(0)";
        for (var step = (padded.Length + 1) / 2; step > 0; step /= 2)
        {
            rows = $"SELECT x, cell, k, toUInt16({place} + {Text(step)} * ({list}[{place} + {Text(step)}] < x)) AS p{Text(step)} FROM ({rows})";
            place = $"p{Text(step)}";
        }
        return rows;
    }

    /// <summary>Always with a point or an exponent: whole numbers would make another type of list.</summary>
    private static string Decimal(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }

    /// <summary>As <see cref="MomentCounter"/> has them: distance from the centre in steps of the grid, and whether a whole number of 46 bits holds it.</summary>
    private static string Steps(double[] edges)
    {
        var grid = MomentGrid.Of(edges);
        return $"(x - {Number(grid.Centre)}) * {Number(Math.ScaleB(1, -grid.Exponent))} AS steps, abs(steps) < {Number(MomentCounter.Near)} AS near";
    }

    private string NumberOf(LogColumnKind kind, string? source) => Find(kind, source) is not { } found ? "nan" : found.Kind == kind ? ClickHouseShape.Generated(found.Name) : ClickHouseShape.NumberOf(found.Name);

    private string TextOf(string source) => Find(LogColumnKind.Categorical, source) is { } found ? ClickHouseShape.Generated(found.Name) : "CAST(NULL AS Nullable(String))";

    /// <summary>A file staged before the definition named this column still carries it, as text.</summary>
    private LogColumn? Find(LogColumnKind kind, string? source) => kind == LogColumnKind.Score
        ? schema.Of(kind).FirstOrDefault()
        : schema.Columns.FirstOrDefault(column => column.Kind == kind && column.Source == source) ?? schema.Columns.FirstOrDefault(column => column.Kind == LogColumnKind.Other && column.Source == source);

    private static string Micros(DateTimeOffset at) => $"toInt64({Text((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)})";

    /// <summary>Exact: the server's reading of decimals may round otherwise, so a number travels as its bits.</summary>
    private static string Number(double value) => $"reinterpretAsFloat64(unhex('{Convert.ToHexString(BitConverter.GetBytes(value))}'))";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
