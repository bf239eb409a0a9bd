using System.Globalization;
using Concord.Foundation;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>Reads one batch, inside the reading process and in its folder: open, find the columns, judge the rows, look at the whole, write.</summary>
/// <param name="withOthers">Columns that nobody declared are read too.</param>
internal sealed class LogReading(LogReadRequest request, ReadProgress? progress, bool withOthers)
{
    public const string SpillFolder = "spill";

    private readonly FindingList _findings = new(request.Limits.Findings);
    private readonly string[] _files = [.. request.Sources.Select(source => source.Name)];
    private readonly DateTime _latest = request.Now.UtcDateTime + TimeSpan.FromDays(1);
    private readonly List<long> _shifted = [];
    private long _shiftedCount;
    private long _rows;
    private bool _inOrder = true;

    /// <summary>
    /// What is measured once and thrown away needs no column that nobody declared, except where they decide: two rows with one prediction id may differ in
    /// them alone.
    /// </summary>
    public static LogReadAnswer Run(LogReadRequest request, ReadProgress? progress = null) =>
        (request.Lasts || request.KeepGoodRows ? null : new LogReading(request, progress, withOthers: false).Run()) ?? new LogReading(request, progress, withOthers: true).Run()!;

    /// <returns>Null where columns were left out that decide.</returns>
    private LogReadAnswer? Run()
    {
        using DuckDbSession session = DuckDbSession.Open(
            [.. request.Sources.Select(source => source.Path), .. request.Sources.Select((_, file) => LogTable.CopyOf(file)), LogReadAnswer.StagedFile],
            [LogTable.HeldFolder],
            memoryMebibytes: request.Limits.MemoryBytes / (1 << 20) * 45 / 100,
            // Text comes from one thread; another would wait for it at full speed. What is measured once is read beside its reference, and a thread each needs half the memory.
            threads: request.Lasts && request.Sources.All(source => LogSource.IsParquet(source.Path)) ? Math.Min(4, Environment.ProcessorCount) : 1,
            spill: Path.GetFullPath(SpillFolder),
            spillMebibytes: Math.Max(256, request.Limits.Bytes / (1 << 20) * 4));
        List<LogSource> sources = [];
        try
        {
            return Run(session, sources);
        }
        catch (DuckDBException exception) when (LogSource.IsOutOfMemory(exception))
        {
            return LogReadAnswer.Refused([OutOfMemory()]);
        }
        finally
        {
            foreach (LogSource source in sources)
                source.Dispose();
        }
    }

    private LogReadAnswer? Run(DuckDbSession session, List<LogSource> sources)
    {
        IReadOnlySet<string> names = LogLayout.Names(request.Columns);
        foreach (LogReadSource file in request.Sources)
        {
            if (LogSource.Open(session, file, names, request.Limits, _findings) is { } source)
                sources.Add(source);
        }
        if (_findings.HasErrors)
            return Refused();
        LogLayout? layout = LogLayout.Find(request.Columns, request.Purpose, [.. sources.Select(source => (source.Name, source.Header))], request.Limits, _findings, withOthers);
        if (layout is null)
            return Refused();
        for (int file = 0; file < sources.Count; file++)
            sources[file].Parquet?.CheckTypes(_files[file], layout.Schema, layout.Positions[file], _findings);
        if (_findings.HasErrors)
            return Refused();

        LabelRule labels = new(request.Columns.PositiveLabel);
        LogTable table = new(session, layout.Schema, labels);
        LogPacking packing = new(request, table);
        RefusedFields fields = new(layout, sources);
        ColumnSights sights = new(layout.Schema.Columns.Count);
        using RefusedRows refused = new(_files, fields.Header, request.KeepGoodRows);
        for (int file = 0; file < sources.Count && _rows <= request.Limits.Rows; file++)
            ReadFile(table, packing, layout, sources[file], file, sights, refused, fields);
        if (_rows > request.Limits.Rows)
        {
            _findings.Error("the batch", "too-many-rows", $"The batch has more than {request.Limits.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows. Send it in parts.");
            return Refused();
        }
        table.Complete();
        new LogLabels(table, labels, _files, _findings).Resolve((key, reason) => refused.Add(key, reason, fields.OfTable(table, key)));
        LogRepeats repeats = new(table, _files, request.Limits, _findings);
        long repeated = sights.Ids.AllDiffer ? 0 : repeats.Remove((key, reason) => refused.Add(key, reason, fields.OfTable(table, key)));
        if (repeats.Any && !layout.IsWhole)
            return null;
        new LogOddities(table, request.Columns, request.Purpose, _latest, _files, _findings, sights).Report(_shifted, _shiftedCount);
        if (_findings.HasErrors && !request.KeepGoodRows)
            return Refused();
        return Write(table, packing, refused.Count, repeated) with { RepeatedAt = repeats.At };
    }

    private void ReadFile(LogTable table, LogPacking packing, LogLayout layout, LogSource source, int file, ColumnSights sights, RefusedRows refused, RefusedFields fields)
    {
        try
        {
            if (source.Text is CsvRows { IsUtf8: true } csv)
            {
                CopyCsv(table, packing, layout, csv, file, sights, refused, fields);
                return;
            }
            sights.GiveUp();
            if (source.Parquet is not { } parquet)
            {
                ReadRows(table, layout, source.Text!, file, refused, fields);
                return;
            }
            _rows += parquet.Rows;
            if (_rows > request.Limits.Rows)
                return;
            ParquetRules rules = new(layout, file, parquet, request.Columns, request.Purpose, _latest);
            bool isCopied = CopyParquet(table, packing, parquet, rules, file);
            if (isCopied)
                table.Arrived(file, [(0, 1)]);
            else
            {
                table.Change();
                parquet.InsertGood(rules, file);
                _rows -= parquet.Rows;
                long before = _rows;
                using ITextRows doubtful = parquet.Doubtful(rules);
                ReadRows(table, layout, doubtful, file, refused, fields);
                _rows = before + parquet.Rows;
            }
            progress?.Note(_rows, file, long.MaxValue);
            IEnumerable<int> declared = Enumerable.Range(0, layout.Schema.Columns.Count).Where(i => layout.Schema.Columns[i].Kind != LogColumnKind.Other).Select(i => layout.Positions[file][i]);
            foreach ((ParquetColumn column, long count) in isCopied && parquet.HasAllValues(rules, table, LogTable.CopyOf(file)) ? [] : parquet.NotANumber(declared))
                _findings.Warning($"{source.Name}, column {VisibleText.Quoted(column.Name)}", "not-a-number-missing", $"{count.ToString("N0", CultureInfo.InvariantCulture)} values are NaN and count as missing.");
        }
        catch (DuckDBException exception) when (!LogSource.IsOutOfMemory(exception))
        {
            _findings.Add(LogSource.Damaged(source.Name, exception));
        }
    }

    /// <summary>Copies the file to one of its own when every row of it is certainly good.</summary>
    private bool CopyParquet(LogTable table, LogPacking packing, ParquetFile parquet, ParquetRules rules, int file)
    {
        if (!parquet.CopyGood(rules, table, packing, LogTable.CopyOf(file)))
            return false;
        _inOrder &= !request.Lasts || table.Schema.Of(LogColumnKind.Timestamp).FirstOrDefault() is not { } time
            || table.Scalar($"SELECT count(*) FROM (SELECT {time.Name} AS t, lag({time.Name}) OVER () AS before FROM read_parquet({DuckDbSession.Quoted(Path.GetFullPath(LogTable.CopyOf(file)))})) WHERE t < before") == 0;
        return true;
    }

    private void CopyCsv(LogTable table, LogPacking packing, LogLayout layout, CsvRows text, int file, ColumnSights sights, RefusedRows refused, RefusedFields fields)
    {
        LogRowCheck check = new(layout, request.Columns, request.Purpose, _latest);
        LogRow row = new(layout.Schema.Columns.Count);
        LabelRule labels = new(request.Columns.PositiveLabel);
        using CsvTable csv = new(request.Sources[file].Path, text, layout.Schema, layout.Positions[file], new PlainValues(layout, file, request.Columns, request.Purpose, _latest), labels, sights,
            most: request.Limits.Rows - _rows, rows => Judge(check, rows, file, row, refused, fields) ? row : null, (read, bytes) => progress?.Note(_rows + read, file, bytes));
        csv.CopyTo(table.Session, string.Create(CultureInfo.InvariantCulture, $"csv{file}"), packing, LogTable.CopyOf(file));
        _rows += csv.Read;
        _inOrder &= csv.IsInOrder;
        table.Arrived(file, csv.Lines);
    }

    private void ReadRows(LogTable table, LogLayout layout, ITextRows rows, int file, RefusedRows refused, RefusedFields fields)
    {
        LogRowCheck check = new(layout, request.Columns, request.Purpose, _latest);
        LogRow row = new(layout.Schema.Columns.Count);
        using DuckDBAppender appender = table.Appender();
        while (rows.Read())
        {
            if (++_rows > request.Limits.Rows)
                return;
            if (_rows % 4096 == 0)
                progress?.Note(_rows, file, rows.Offset);
            if (Judge(check, rows, file, row, refused, fields))
                table.Append(appender, row);
        }
    }

    /// <summary>Fills <paramref name="row"/> and says whether it is good; a row that is not becomes findings.</summary>
    private bool Judge(LogRowCheck check, ITextRows rows, int file, LogRow row, RefusedRows refused, RefusedFields fields)
    {
        row.Key = LogRowKey.Of(file, rows.Row);
        if (rows.Fault is { } fault)
        {
            _findings.Error(_files[file], fault.Code, fault.Message, rows.Row);
            refused.Add(row.Key, fault.Message, fields.OfFile(file, rows.Fields));
            return false;
        }
        IReadOnlyList<RowProblem> problems = check.Check(file, rows.Fields, row);
        if (problems.Count == 0)
        {
            NoteShifted(row);
            return true;
        }
        foreach (RowProblem problem in problems)
            _findings.Error(RowNotes.Place(_files, row.Key, problem.Column), problem.Code, problem.Message, rows.Row);
        refused.Add(row.Key, string.Join(" ", problems.Select(problem => $"{problem.Column}: {problem.Message}")), fields.OfFile(file, rows.Fields));
        return false;
    }

    private void NoteShifted(LogRow row)
    {
        if (!row.Shifted)
            return;
        _shiftedCount++;
        if (_shifted.Count < RowNotes.Few)
            _shifted.Add(row.Key);
    }

    private LogReadAnswer Write(LogTable table, LogPacking packing, long refused, long repeated)
    {
        long rows = table.Count();
        string? time = table.Schema.Of(LogColumnKind.Timestamp).FirstOrDefault()?.Name;
        (DateTimeOffset? first, DateTimeOffset? last) = time is null ? (null, null) : Span(table, time);
        string order = request.Lasts ? $" ORDER BY {(time is null ? "" : time + ", ")}{LogTable.Key}" : "";
        if (table.WholeCopy is { } copy && (_inOrder || !request.Lasts))
            File.Move(copy, LogReadAnswer.StagedFile);
        else
            packing.Copy(table.Schema.Columns.Select(column => column.Name), $"FROM {LogTable.Name}{order}", LogReadAnswer.StagedFile);
        return new LogReadAnswer(table.Schema, rows, refused, repeated, first, last, _findings.InOrder());
    }

    private static (DateTimeOffset? First, DateTimeOffset? Last) Span(LogTable table, string time)
    {
        using DuckDBDataReader reader = table.Query($"SELECT min({time}), max({time}) FROM {LogTable.Name}");
        return reader.Read() && !reader.IsDBNull(0)
            ? (new DateTimeOffset(reader.GetDateTime(0), TimeSpan.Zero), new DateTimeOffset(reader.GetDateTime(1), TimeSpan.Zero))
            : (null, null);
    }

    private LogReadAnswer Refused() => LogReadAnswer.Refused(_findings.InOrder());

    private Finding OutOfMemory() => Finding.Error(string.Join(", ", _files), "memory-limit",
        $"The batch could not be read within {request.Limits.MemoryBytes / (1 << 20)} MiB of memory. Send fewer rows or columns at a time.");
}
