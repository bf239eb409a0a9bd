using System.Globalization;
using System.Text;
using Concord.Foundation;
using CsvHelper;

namespace Concord.Standards;

/// <summary>One CSV file of the library. Every fault goes to the list with file, row and column; reading goes on.</summary>
internal sealed class LibraryTable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private LibraryTable(string file, IReadOnlyList<LibraryRow> rows, bool isWhole)
    {
        File = file;
        Rows = rows;
        IsWhole = isWhole;
    }

    public string File { get; }

    public IReadOnlyList<LibraryRow> Rows { get; }

    /// <summary>False when the file, or a row of it, could not be read: what it defines is then not known to be missing.</summary>
    public bool IsWhole { get; }

    /// <summary>No rows, and a fault, when the file cannot be read as the table it should be.</summary>
    public static LibraryTable Read(string folder, string file, string[] required, string[] optional, List<Finding> faults)
    {
        var text = ReadText(folder, file, faults);
        if (text is null)
            return new LibraryTable(file, [], isWhole: false);

        var malformed = new HashSet<long>();
        using var reader = CsvReader.FromText(text, new CsvReaderOptions
        {
            HasHeader = false,
            Separator = ',',
            TrackLineNumbers = true,
            OnMalformedRecord = record => malformed.Add(record.LineNumber),
        });
        if (!reader.Read())
        {
            faults.Add(Finding.Error(file, "empty-file", $"The file is empty. Its first line must be: {string.Join(',', required)}"));
            return new LibraryTable(file, [], isWhole: false);
        }

        var header = reader.Current.ToArray();
        if (!HeaderIsRight(file, header, required, optional, faults))
            return new LibraryTable(file, [], isWhole: false);

        var rows = new List<LibraryRow>();
        var before = faults.Count;
        while (reader.Read())
        {
            var line = reader.LineNumber;
            if (malformed.Contains(line))
            {
                faults.Add(Finding.Error(Place(file, line), "broken-quotes",
                    "The quotes of this row do not fit together. Put a whole cell in quotes and double the quotes inside it.", line));
            }
            else if (reader.FieldCount != header.Length)
            {
                faults.Add(Finding.Error(Place(file, line), "ragged-row",
                    $"The row has {reader.FieldCount} cells, the header {header.Length}. Put a cell that contains a comma in quotes.", line));
            }
            else
            {
                rows.Add(new LibraryRow(file, line, header, reader.Current.ToArray(), faults));
            }
        }

        return new LibraryTable(file, rows, isWhole: faults.Count == before);
    }

    /// <summary>The text of a file of the library, or null and a fault.</summary>
    public static string? ReadText(string folder, string file, List<Finding> faults)
    {
        var path = Path.Combine(folder, file);
        if (!System.IO.File.Exists(path))
        {
            faults.Add(Finding.Error(file, "missing-file", "The file is missing. Put it back."));
            return null;
        }

        var bytes = System.IO.File.ReadAllBytes(path);
        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException broken)
        {
            var row = bytes.AsSpan(0, Math.Max(broken.Index, 0)).Count((byte)'\n') + 1;
            faults.Add(Finding.Error(Place(file, row), "not-utf-8",
                "The row holds a byte that is not UTF-8. Save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\").", row));
            return null;
        }
    }

    public static string Place(string file, long row) => string.Create(CultureInfo.InvariantCulture, $"{file}, row {row}");

    private static bool HeaderIsRight(string file, string[] header, string[] required, string[] optional, List<Finding> faults)
    {
        var before = faults.Count;
        string[] known = [.. required, .. optional];
        foreach (var column in required.Except(header, StringComparer.Ordinal))
            faults.Add(Finding.Error(Place(file, 1), "missing-column", $"The column \"{column}\" is missing. Add it to the header and fill it.", 1));
        foreach (var column in header.Except(known, StringComparer.Ordinal))
            faults.Add(Finding.Error(Place(file, 1), "unknown-column",
                $"The column \"{column}\" is not known here. Known are: {string.Join(", ", known)}.", 1));
        foreach (var column in header.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            faults.Add(Finding.Error(Place(file, 1), "duplicate-column", $"The column \"{column.Key}\" stands twice. Keep one.", 1));
        return faults.Count == before;
    }
}

/// <summary>One row of a library table; its readers report what is wrong with a cell and give a harmless value instead.</summary>
internal sealed class LibraryRow(string file, long line, string[] header, string[] cells, List<Finding> faults)
{
    public long Line => line;

    public string Place => LibraryTable.Place(file, line);

    /// <summary>The text of a cell that must not be empty.</summary>
    public string Text(string column)
    {
        var text = Optional(column);
        if (text is null)
            Fault(column, "empty-cell", "The cell is empty. Fill it.");
        return text ?? "";
    }

    /// <summary>Null when the cell is empty or the file does not have the column.</summary>
    public string? Optional(string column)
    {
        var at = Array.IndexOf(header, column);
        var text = at < 0 ? "" : cells[at].Trim();
        return text.Length == 0 ? null : text;
    }

    public bool YesNo(string column) => Choice(column, ("yes", true), ("no", false));

    public T Choice<T>(string column, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        var text = Optional(column) ?? "";
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
                return value;
        }

        var words = new List<string>(choices.Length);
        foreach (var (word, _) in choices)
            words.Add(word);
        Fault(column, "wrong-value", $"\"{text}\" is not one of {string.Join(", ", words)}.");
        return choices[0].Value;
    }

    public int? WholeNumber(string column)
    {
        if (Optional(column) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Fault(column, "wrong-value", $"\"{text}\" is not a whole number.");
        return null;
    }

    /// <summary>Null, and a fault, when the cell is not a day written as 2026-10-14; null without a fault when it is empty.</summary>
    public DateOnly? Date(string column)
    {
        if (Optional(column) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        Fault(column, "wrong-value", $"\"{text}\" is not a day. Write it as 2026-10-14.");
        return null;
    }

    /// <summary>Several values in one cell, separated by semicolons.</summary>
    public IReadOnlyList<string> List(string column) =>
        Optional(column)?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public void Fault(string column, string code, string message) =>
        faults.Add(Finding.Error($"{LibraryTable.Place(file, line)}, column {column}", code, message, line));
}
