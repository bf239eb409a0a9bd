using System.Text;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tables;

/// <summary>A text file as a table. Nobody says which delimiter it has: the one under which most rows have the same number of fields.</summary>
internal static class CsvTableReader
{
    private const int Sample = 60;
    private static readonly char[] Delimiters = [',', ';', '\t'];

    public static (TableSheet Sheet, IReadOnlyList<Finding> Notes) Read(string path, string name)
    {
        var (encoding, guess) = TextFile.Detect(path);
        var delimiter = Delimiters.MaxBy(each => Score(path, encoding, each));
        var rows = new TableRows("");
        using var text = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true);
        var records = new CsvRecordReader(text, delimiter);
        while (records.Read())
        {
            if (records.Fields.Exists(field => field.Contains('\0', StringComparison.Ordinal)))
                throw new TableFileException("wrong-type", FormattableString.Invariant($"Line {records.Line} holds zero bytes, so this is no text file. Hand in the table as .csv or .xlsx."));
            if (records.Fault != CsvFault.None)
            {
                throw new TableFileException("broken-quotes", FormattableString.Invariant(
                    $"The quotes of line {records.Line} do not fit together. Put a whole cell in quotes and double the quotes inside it, or save the table anew as CSV."));
            }
            rows.Add((int)Math.Min(records.Line, int.MaxValue), [.. records.Fields.Select(field => new TableCell(Clean(field)))]);
        }
        if (rows.Rows.Count == 0) throw new TableFileException("empty", "The file holds no rows. Hand in the table itself.");
        return (new("", rows.Rows), guess is null ? []
            : [Finding.Warning(name, "encoding-guessed", $"The file is not valid UTF-8 and was read as {guess}. Save it as UTF-8 if letters look wrong.")]);
    }

    /// <summary>Of the first rows: how many have the most frequent number of fields beyond one, and how many fields that are.</summary>
    private static int Score(string path, Encoding encoding, char delimiter)
    {
        using var text = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true);
        var records = new CsvRecordReader(text, delimiter);
        var counts = new Dictionary<int, int>();
        var read = 0;
        for (; read < Sample && records.Read(); read++)
            if (records.Fields.Count > 1) counts[records.Fields.Count] = counts.GetValueOrDefault(records.Fields.Count) + 1;
        // A list in one cell has its separator many times over: what a single row says counts only where there is no other.
        return counts.Where(pair => pair.Value > 1 || read == 1).Select(pair => pair.Value * pair.Key).DefaultIfEmpty().Max();
    }

    private static string Clean(string field) => field.Trim().TrimStart('\uFEFF');
}
