using System.Globalization;
using System.Text;

namespace Concord.Logs;

/// <summary>
/// The questions about a log as SQL text for DuckDB. Identifiers are the generated names of the name map and aliases of our own, never a name from a
/// file; paths pass the one quoting function of <see cref="DuckDbSession"/>, and numbers are written by us.
/// </summary>
internal sealed class DuckDbSql(IReadOnlyList<LogPart> log)
{
    /// <summary>Levels told one by one besides the known ones; a column with more is an identifier rather than a category.</summary>
    private const int LevelsTold = CategoricalProfile.MaximumLevels;

    /// <summary>Files with the same name map are read together.</summary>
    private readonly LogPart[][] alike = [.. log.GroupBy(part => (part.LateLabels.Count > 0 ? "late:" : "") + string.Join(',', part.Schema.Columns.Select(column => $"{column.Name}:{column.Source}")), StringComparer.Ordinal).Select(parts => parts.ToArray())];

    private readonly string[] lateLabels = [.. log.SelectMany(part => part.LateLabels).Distinct(StringComparer.Ordinal)];

    public string WindowRows(WindowLength length) =>
        $"SELECT w, file, count(*), epoch_us(min(t)), epoch_us(max(t)) FROM ({Rows(new(length), [Role("t", LogColumnKind.Timestamp)])}) GROUP BY w, file ORDER BY w, file";

    /// <summary>Labels that came late, by window of their prediction and file; null where no file of labels belongs to the log.</summary>
    public string? LateLabels(WindowLength length) => lateLabels.Length == 0 ? null : $"""
        SELECT {Start(length, timed: true)} AS w, filename, count(*), epoch_us(min(t)), epoch_us(max(t)) FROM read_parquet({DuckDbSession.List(lateLabels)}, filename = true)
        {(length == WindowLength.All ? "" : "WHERE t IS NOT NULL")} GROUP BY w, filename ORDER BY w, filename
        """;

    /// <summary>One pass of a function that counts everything; see <see cref="Kernel.WindowCounter"/> for its arguments.</summary>
    public string Profile(WindowCut cut, Kernel.CountingPlan plan, string function)
    {
        Wanted[] roles = [Role("t", LogColumnKind.Timestamp), Role("s", LogColumnKind.Score), Role("d", LogColumnKind.Decision), Role("y", LogColumnKind.Label)];
        Wanted[] columns =
        [
            .. plan.Numeric.Select((column, index) => new Wanted(string.Create(CultureInfo.InvariantCulture, $"a{index}"), column.Column, LogColumnKind.Numeric)),
            .. plan.Levels.Select((column, index) => new Wanted(string.Create(CultureInfo.InvariantCulture, $"c{index}"), column, LogColumnKind.Categorical)),
        ];
        Wanted[] read = [.. roles.Where(role => !plan.IsValuesOnly && (role.Kind != LogColumnKind.Score || plan.NeedsScore)), .. columns];
        var arguments = roles.Concat(columns).Select(column => read.Contains(column) ? column.Alias : NullOf(column.Kind));
        return $"SELECT w, file, {function}({string.Join(", ", arguments)}) FROM ({Rows(cut, read)}) GROUP BY w, file ORDER BY w, file";
    }

    /// <summary>
    /// Rows per window, file, column (by its index) and level; the last of a window, file and column may stand for many levels. Missing and the known levels
    /// come first, however rare.
    /// </summary>
    /// <param name="columns">With the levels to be told by name.</param>
    public string Levels(WindowCut cut, IReadOnlyList<(string Column, IReadOnlyCollection<string> Known)> columns)
    {
        var counts = columns.Select((column, index) => string.Create(CultureInfo.InvariantCulture,
            $"SELECT {index} AS k, w, file, c AS level, count(*) AS n, c IS NULL{Among(column.Known)} AS known FROM ({Rows(cut, [new("c", column.Column, LogColumnKind.Categorical)])}) GROUP BY w, file, c"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            WITH ranked AS (SELECT k, w, file, level, n, known, row_number() OVER (PARTITION BY k, w, file, known ORDER BY n DESC, level) AS place FROM ({string.Join(" UNION ALL ", counts)}))
            SELECT k, w, file, level, 0 AS rest, n FROM ranked WHERE known OR place <= {LevelsTold}
            UNION ALL SELECT k, w, file, NULL, count(*), sum(n)::BIGINT FROM ranked WHERE NOT known AND place > {LevelsTold} GROUP BY k, w, file
            """);
    }

    /// <summary>Rows per window and level.</summary>
    public string AllLevels(WindowCut cut, string column) => $"SELECT w, c, count(*) FROM ({Rows(cut, [new("c", column, LogColumnKind.Categorical)])}) GROUP BY w, c";

    /// <summary>Rows per window, file, attribute (by its index), levels of the group, decision and label.</summary>
    public string Outcomes(WindowCut cut, IReadOnlyList<IReadOnlyList<string>> attributes)
    {
        Wanted[] outcome = [Role("d", LogColumnKind.Decision), Role("y", LogColumnKind.Label)];
        var counts = attributes.Select((attribute, index) =>
        {
            var parts = attribute.Select((column, part) => new Wanted(string.Create(CultureInfo.InvariantCulture, $"g{part}"), column, LogColumnKind.Categorical)).ToArray();
            var group = string.Join(", ", parts.Select(part => part.Alias));
            return string.Create(CultureInfo.InvariantCulture, $"SELECT {index} AS k, w, file, [{group}]::VARCHAR[] AS g, d, y, count(*) AS n FROM ({Rows(cut, [.. parts, .. outcome])}) GROUP BY ALL");
        });
        return string.Join(" UNION ALL ", counts);
    }

    /// <summary>Labels by whole days since the decision; without days: rows that have no label.</summary>
    public string LabelDelays() => $"""
        SELECT CASE WHEN y IS NOT NULL THEN greatest(0, date_diff('day', t, yt)) END AS days, count(*)
        FROM ({Rows(new(WindowLength.All), [Role("t", LogColumnKind.Timestamp), Role("y", LogColumnKind.Label), Role("yt", LogColumnKind.LabelTimestamp)])})
        WHERE t IS NOT NULL AND (y IS NULL OR yt IS NOT NULL) GROUP BY days ORDER BY days
        """;

    /// <summary>A column as it is needed: under an alias of ours, from whatever generated column each file keeps it in.</summary>
    private sealed record Wanted(string Alias, string? Source, LogColumnKind Kind);

    private static Wanted Role(string alias, LogColumnKind kind) => new(alias, null, kind);

    public string Count(WindowCut cut) => $"SELECT count(*) FROM ({Rows(cut, [])})";

    private string Rows(WindowCut cut, IReadOnlyList<Wanted> columns) => string.Join(" UNION ALL ", alike.Select(parts => FromFiles(cut, columns, parts)));

    private static string FromFiles(WindowCut cut, IReadOnlyList<Wanted> columns, LogPart[] parts)
    {
        var schema = parts[0].Schema;
        var timed = schema.Has(LogColumnKind.Timestamp);
        var files = $"read_parquet({DuckDbSession.List(parts.Select(part => part.Path))}, filename = true)";
        var within = Within(cut);
        string[] labels = schema.Has(LogColumnKind.PredictionId) && columns.Any(column => IsLabel(column.Kind)) ? [.. parts.SelectMany(part => part.LateLabels).Distinct(StringComparer.Ordinal)] : [];
        if (labels.Length > 0) files = WithLateLabels(files, schema, labels, timed ? within : "");
        var text = new StringBuilder($"SELECT {Start(cut, timed)} AS w{string.Concat(columns.Select(column => $", {Expression(schema, column, labels.Length > 0)} AS {column.Alias}"))}");
        text.Append(CultureInfo.InvariantCulture, $", filename AS file FROM {files}");
        if (cut.Length == WindowLength.All) return text.ToString();
        if (!timed) return text.Append(" WHERE false").ToString();
        text.Append(" WHERE t IS NOT NULL").Append(within);
        if (cut.Only is { Count: > 0 } only && HaveGaps(only)) text.Append(CultureInfo.InvariantCulture, $" AND {Start(cut, timed)} IS NOT NULL");
        return text.ToString();
    }

    /// <summary>From the first moment of the windows asked for to the last; time itself has no end that could be excluded.</summary>
    private static string Within(WindowCut cut)
    {
        if (cut.Only is not { } only || cut.Length == WindowLength.All) return "";
        if (only.Count == 0) return " AND false";
        var end = only.Max(window => window.End);
        return $" AND t >= {Moment(only.Min(window => window.Start))} AND t {(end == DateTimeOffset.MaxValue ? "<=" : "<")} {Moment(end)}";
    }

    /// <summary>The rows with the labels that came after them. Files of labels carry the time of the prediction, so only those of the windows asked for are held to be joined.</summary>
    private static string WithLateLabels(string files, LogSchema schema, string[] labels, string within)
    {
        string[] own = [.. schema.Columns.Where(column => IsLabel(column.Kind)).Select(column => column.Name)];
        string Either(string name) => own.Contains(name, StringComparer.Ordinal) ? $"coalesce(early.{name}, late.{name})" : $"late.{name}";
        return $"(SELECT early.*{(own.Length == 0 ? "" : $" EXCLUDE ({string.Join(", ", own)})")}, {Either(LabelFiles.Label)} AS {LabelFiles.Label}, {Either(LabelFiles.Time)} AS {LabelFiles.Time} "
            + $"FROM {files} early LEFT JOIN (SELECT id, {LabelFiles.Label}, {LabelFiles.Time} FROM read_parquet({DuckDbSession.List(labels)}) WHERE true{within}) late ON early.id = late.id)";
    }

    private static bool IsLabel(LogColumnKind kind) => kind is LogColumnKind.Label or LogColumnKind.LabelTimestamp;

    private static LogColumn? Find(LogSchema schema, Wanted wanted) =>
        schema.Columns.FirstOrDefault(column => column.Kind == wanted.Kind && (wanted.Source is null || string.Equals(column.Source, wanted.Source, StringComparison.Ordinal)))
        // A file staged before the definition named this column still carries it, as text.
        ?? (wanted.Source is null ? null : schema.Columns.FirstOrDefault(column => column.Kind == LogColumnKind.Other && string.Equals(column.Source, wanted.Source, StringComparison.Ordinal)));

    private static string Expression(LogSchema schema, Wanted wanted, bool withLateLabels)
    {
        if (withLateLabels && IsLabel(wanted.Kind)) return wanted.Kind == LogColumnKind.Label ? LabelFiles.Label : LabelFiles.Time;
        var found = Find(schema, wanted);
        if (found is not null && found.Kind == wanted.Kind) return found.Name;
        if (found is null) return NullOf(wanted.Kind);
        return wanted.Kind switch
        {
            LogColumnKind.Numeric or LogColumnKind.Score => $"CASE WHEN abs(TRY_CAST({found.Name} AS DOUBLE)) <= {LogSchema.LargestNumberSql} THEN TRY_CAST({found.Name} AS DOUBLE) END",
            LogColumnKind.Categorical => found.Name,
            _ => NullOf(wanted.Kind),
        };
    }

    private static string NullOf(LogColumnKind kind) => kind switch
    {
        LogColumnKind.Numeric or LogColumnKind.Score => "NULL::DOUBLE",
        LogColumnKind.Categorical => "NULL::VARCHAR",
        LogColumnKind.Decision or LogColumnKind.Label => "NULL::TINYINT",
        _ => "NULL::TIMESTAMP",
    };

    private static string Start(WindowCut cut, bool timed) => cut is { Length: not WindowLength.All, Only: { Count: > 0 } only } && timed
        ? StartAmong([.. only.OrderBy(window => window.Start).Distinct()])
        : Start(cut.Length, timed);

    /// <summary>Of windows that are known a row's is found by halving, which costs less than the calendar; between two windows that do not touch there is none.</summary>
    private static string StartAmong(ReadOnlySpan<Window> windows)
    {
        if (windows is [var only]) return Micros(only.Start);
        var half = windows.Length / 2;
        ReadOnlySpan<Window> earlier = windows[..half], later = windows[half..];
        var gap = earlier[^1].End < later[0].Start ? $" WHEN t >= {Moment(earlier[^1].End)} AND t < {Moment(later[0].Start)} THEN NULL" : "";
        return $"CASE{gap} WHEN t < {Moment(later[0].Start)} THEN {StartAmong(earlier)} ELSE {StartAmong(later)} END";
    }

    private static bool HaveGaps(IReadOnlyList<Window> windows)
    {
        var inOrder = windows.OrderBy(window => window.Start).Distinct().ToArray();
        return inOrder.Zip(inOrder.Skip(1), (earlier, later) => earlier.End < later.Start).Any(gap => gap);
    }

    private static string Start(WindowLength length, bool timed) => length switch
    {
        WindowLength.All => "0::BIGINT",
        _ when !timed => "NULL::BIGINT",
        _ => $"epoch_us(date_trunc('{length.ToString().ToLowerInvariant()}', t))",
    };

    /// <summary>Levels as literals; a zero character cannot stand in one.</summary>
    private static string Among(IReadOnlyCollection<string> levels) =>
        levels.Count == 0 ? "" : $" OR c IN ({string.Join(", ", levels.Select(level => string.Join(" || chr(0) || ", level.Split('\0').Select(DuckDbSession.Quoted))))})";

    private static string Moment(DateTimeOffset at) => $"make_timestamp({Micros(at)})";

    private static string Micros(DateTimeOffset at) => ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture) + "::BIGINT";
}
