using Concord.Foundation;
using DuckDB.NET.Data;

namespace Concord.Logs;

/// <summary>An opened file of a batch. What it is, its first bytes say; its name is only believed where they say nothing.</summary>
internal sealed class LogSource : IDisposable
{
    private LogSource(string name, IReadOnlyList<string> header, ParquetFile? parquet, ITextRows? text) => (Name, Header, Parquet, Text) = (name, header, parquet, text);

    public string Name { get; }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Exactly one of this and <see cref="Text"/> is there.</summary>
    public ParquetFile? Parquet { get; }

    public ITextRows? Text { get; }

    /// <summary>Null when the file cannot be opened; then the findings say why.</summary>
    public static LogSource? Open(DuckDbSession session, LogReadSource file, IReadOnlySet<string> expected, LogLimits limits, FindingList findings)
    {
        if (IsParquet(file.Path))
            return OpenParquet(session, file, findings);
        ReadOnlySpan<byte> head = Head(file.Path);
        if (Foreign(head, file.Name) is { } foreign)
        {
            findings.Error(file.Name, foreign.Code, foreign.Message);
            return null;
        }
        ReadOnlySpan<byte> text = head.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("["u8) || text.StartsWith("{"u8))
            return OpenJson(file.Name, () => File.OpenRead(file.Path), limits, findings);
        return CsvRows.Open(file.Path, file.Name, expected, findings) is { } csv ? new LogSource(file.Name, csv.Header, null, csv) : null;
    }

    public static bool IsParquet(string path) => Head(path).AsSpan().StartsWith("PAR1"u8);

    public static bool IsOutOfMemory(DuckDBException exception) => exception.Message.StartsWith("Out of Memory", StringComparison.Ordinal);

    public static Finding Damaged(string name, Exception exception)
    {
        string reason = exception.Message.Split('\n')[0];
        if (reason.Length > 200)
            reason = reason[..200] + " …";
        return Finding.Error(name, "damaged-file", $"The file is damaged or is no valid Parquet file, so nothing of it is used. The reader says: {VisibleText.Quoted(reason, 200)}. Write it again from the source.");
    }

    public void Dispose() => Text?.Dispose();

    private static byte[] Head(string path)
    {
        byte[] start = new byte[64];
        using FileStream stream = File.OpenRead(path);
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    private static LogSource? OpenParquet(DuckDbSession session, LogReadSource file, FindingList findings)
    {
        try
        {
            ParquetFile parquet = ParquetFile.Open(session, file.Path);
            return new LogSource(file.Name, [.. parquet.Columns.Select(column => column.Name)], parquet, null);
        }
        catch (Exception exception) when (exception is InvalidDataException || (exception is DuckDBException fault && !IsOutOfMemory(fault)))
        {
            findings.Add(Damaged(file.Name, exception));
            return null;
        }
    }

    /// <summary>As <see cref="Open"/>, for rows of JSON wherever they lie.</summary>
    public static LogSource? OpenJson(string name, Func<Stream> open, LogLimits limits, FindingList findings)
    {
        JsonRows rows = JsonRows.Open(open, limits.Columns);
        if (rows.Header.Count > 0)
            return new LogSource(name, rows.Header, null, rows);
        // No row names a column: either every row is broken, which is said, or there is no row.
        bool broken = false;
        while (rows.Read())
        {
            broken = true;
            if (rows.Fault is { } fault)
                findings.Error(name, fault.Code, fault.Message, rows.Row);
        }
        if (!broken)
            findings.Error(name, "empty-file", "The file holds no rows, so nobody can tell its columns.");
        else if (!findings.HasErrors)
            findings.Error(name, "empty-rows", "The rows are empty objects. A row holds at least a timestamp and the declared columns.");
        rows.Dispose();
        return null;
    }

    /// <summary>Files people hand in by mistake, named for what they are.</summary>
    private static RowFault? Foreign(ReadOnlySpan<byte> head, string name)
    {
        const string Formats = "Logs are read from CSV, Parquet, a JSON array or NDJSON.";
        if (head.StartsWith("PARE"u8))
            return new("encrypted-file", $"The Parquet file is encrypted. Write it without encryption. {Formats}");
        if (head.StartsWith<byte>([0x50, 0x4B, 0x03, 0x04]) || head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
            return new("spreadsheet", $"This is a spreadsheet or a ZIP archive. Save the sheet as CSV. {Formats}");
        if (head.StartsWith<byte>([0x1F, 0x8B]) || head.StartsWith<byte>([0x28, 0xB5, 0x2F, 0xFD]) || head.StartsWith("BZh"u8))
            return new("compressed-file", $"The file is compressed. Unpack it first. {Formats}");
        if (name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".pq", StringComparison.OrdinalIgnoreCase))
            return new("damaged-file", $"The file is named as Parquet, but its content is not. {Formats}");
        return null;
    }
}
