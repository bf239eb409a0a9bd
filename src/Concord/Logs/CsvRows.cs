using System.Text;

namespace Concord.Logs;

/// <summary>Rows of a CSV file. The delimiter is the one of comma, semicolon and tab under which the header makes most sense.</summary>
internal sealed class CsvRows : ITextRows
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly TextReader _text;
    private readonly CsvRecordReader _records;

    private CsvRows(TextReader text, CsvRecordReader records, IReadOnlyList<string> header, char delimiter) =>
        (_text, _records, Header, Delimiter) = (text, records, header, delimiter);

    public char Delimiter { get; }

    /// <summary>The file is UTF-8, so that its bytes can be read as they are.</summary>
    public bool IsUtf8 { get; private init; }

    public IReadOnlyList<string> Header { get; }

    public long Row => _records.Line;

    public IReadOnlyList<string?> Fields => _records.Fields;

    public RowFault? Fault { get; private set; }

    /// <summary>Opens the file at its first row; null when it has no header, which is then among the findings.</summary>
    public static CsvRows? Open(string path, string name, IReadOnlySet<string> expected, FindingList findings)
    {
        (Encoding encoding, string? guess) = TextFile.Detect(path);
        CsvRows? rows = Open(path, encoding, expected);
        if (rows is null)
        {
            findings.Error(name, "empty-file", "The file is empty. The first line must name the columns.");
            return null;
        }
        if (rows.Header.Any(column => column.Contains('\0', StringComparison.Ordinal) || (guess is not null && column.Any(NoText))))
        {
            rows.Dispose();
            findings.Error(name, "not-text", "The first line holds zero bytes or other bytes that no text has, so this is no text file. Logs are read from CSV, Parquet, a JSON array or NDJSON.");
            return null;
        }
        if (rows._records.Fault != CsvFault.None)
        {
            RowFault fault = FormFault(rows._records.Fault)!;
            rows.Dispose();
            findings.Error(name, fault.Code, "The header: " + fault.Message, 1);
            return null;
        }
        if (guess is not null)
            findings.Warning(name, "encoding-guessed", $"The file is not valid UTF-8 and was read as {guess}. Save it as UTF-8 if names or categories look wrong.");
        return rows;
    }

    /// <summary>In a text of a guessed encoding: of one that is valid UTF-8 a name may hold what it likes.</summary>
    private static bool NoText(char letter) => letter < ' ' && letter is not ('\t' or '\r' or '\n');

    /// <summary>The same rules for a part of the file that comes as text.</summary>
    /// <param name="line">The number of its first line.</param>
    public CsvRows Continue(TextReader text, long line) => new(text, new CsvRecordReader(text, Delimiter, line), Header, Delimiter);

    public bool Read()
    {
        if (!_records.Read())
            return false;
        Fault = FormFault(_records.Fault);
        if (Fault is null && _records.Fields.Count != Header.Count)
        {
            bool missing = _records.Fields.Count < Header.Count;
            Fault = new RowFault(missing ? "short-row" : "long-row",
                $"The row has {_records.Fields.Count} of {Header.Count} fields. {(missing ? "Write empty fields too, and check" : "Check")} for a missing quote or an unquoted delimiter.");
        }
        return true;
    }

    public void Dispose() => _text.Dispose();

    private static CsvRows? Open(string path, Encoding encoding, IReadOnlySet<string> expected)
    {
        CsvRows? best = null;
        (int Known, int Fields) bestScore = (-1, -1);
        foreach (char delimiter in Delimiters)
        {
            StreamReader text = new(path, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
            CsvRecordReader records = new(text, delimiter);
            (int, int) score = records.Read() ? (records.Fields.Count(expected.Contains), records.Fields.Count) : (-1, -1);
            if (score.CompareTo(bestScore) > 0)
            {
                best?.Dispose();
                (best, bestScore) = (new CsvRows(text, records, [.. records.Fields], delimiter) { IsUtf8 = encoding is UTF8Encoding }, score);
            }
            else
            {
                text.Dispose();
            }
        }
        return best;
    }

    private static RowFault? FormFault(CsvFault fault) => fault switch
    {
        CsvFault.UnclosedQuote => new("unclosed-quote", "A quote is opened here and never closed. Close it, or double a quote that belongs to the text."),
        CsvFault.TextAfterQuote => new("bad-quote", "Text follows a closing quote. Double a quote that belongs to the text."),
        CsvFault.TooLong => new("field-too-long", "A field is longer than a million characters, probably because a quote is never closed."),
        _ => null,
    };
}
