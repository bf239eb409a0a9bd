using Concord.Foundation;
using Concord.Logs;
using Concord.Tables;

namespace Concord.Gaps.Analysis;

/// <summary>
/// A list of systems that is a table: with a header that names its columns, or with the same number of fields in every row. Everything else is a list
/// of lines, and none of this.
/// </summary>
internal static class ListedTable
{
    /// <summary>A note is parted from its name by these; a comma may belong to the name.</summary>
    private static readonly char[] Delimiters = [';', '\t', ','];

    private static readonly string[] NameColumns =
    [
        .. new[] { "name", "system", "system name", "ai system", "application", "application name", "model", "model name", "registered model", "product", "product name", "tool", "tool name", "service", "solution", "software", "asset", "asset name", "title" }.Select(ListedSystem.Plain),
    ];

    private static readonly string[] NoteColumns = [.. new[] { "note", "notes", "description", "purpose", "comment", "comments", "remark", "remarks", "vendor", "supplier" }.Select(ListedSystem.Plain)];

    /// <returns>Null: the text is no table.</returns>
    /// <exception cref="FindingsException">Rows that name nothing, quotes that do not fit.</exception>
    public static List<ListedName>? Read(string text)
    {
        var read = Delimiters.Select(delimiter => Rows(text, delimiter)).ToList();
        var headed = read.Where(rows => rows.Table is not null).MaxBy(rows => Score(rows.Table!.Columns));
        if (headed is { Table: { } table })
            return headed.Fault ?? Named(table);
        return read.Find(rows => rows.IsEven) is { } even ? [.. even.Rows.Select(row => new ListedName(row[0].Text, row[1].Text))] : null;
    }

    private static List<ListedName> Named(HeadedTable table)
    {
        var columns = table.Columns.Select(ListedSystem.Plain).ToList();
        var (name, note) = (NameColumns.Select(known => columns.IndexOf(known)).First(at => at >= 0), NoteColumns.Select(known => columns.IndexOf(known)).FirstOrDefault(at => at >= 0, -1));
        var unnamed = table.Rows.Where(row => ListedSystem.Plain(row[name].Text).Length == 0)
            .Select(row => Finding.Error("the list", "no-name", $"Row {row.Number} holds nothing in the column {VisibleText.Quoted(table.Columns[name])}. Name the system there, or take the row out.", row.Number)).ToList();
        return unnamed.Count > 0 ? throw new FindingsException(unnamed) : [.. table.Rows.Select(row => new ListedName(row[name].Text, row[note].Text))];
    }

    private static ReadRows Rows(string text, char delimiter)
    {
        var records = new CsvRecordReader(new StringReader(text), delimiter);
        List<TableRow> rows = [];
        var hasQuotes = text.Contains('"', StringComparison.Ordinal);
        while (records.Read())
        {
            if (records.Fault != CsvFault.None) return new(rows, Headed(rows), false, records.Line);
            var row = new TableRow((int)records.Line, [.. records.Fields.Select(field => new TableCell(field.Trim()))]);
            if (!row.IsEmpty) rows.Add(row);
        }
        var isEven = rows.Count > 1 && rows[0].Cells.Count > 1 && rows.TrueForAll(row => row.Cells.Count == rows[0].Cells.Count && ListedSystem.Plain(row[0].Text).Length > 0) && (delimiter != ',' || hasQuotes);
        return new(rows, Headed(rows), isEven, null);
    }

    /// <summary>Null where no row is a header. One that stands below others must name more than one column: a system may be called "Tool".</summary>
    private static HeadedTable? Headed(List<TableRow> rows)
    {
        if (rows.Count == 0) return null;
        var table = HeadedTable.Find(new TableContent("the list", "", [new TableSheet("", rows)], []), sheet: null, Score);
        var score = Score(table.Columns);
        return score > 0 && table.Columns.Count > 1 && (table.HeaderRow == rows[0].Number || score > 1) ? table : null;
    }

    private static int Score(IReadOnlyList<string> names)
    {
        var known = names.Select(ListedSystem.Plain).ToList();
        return known.Exists(NameColumns.Contains) ? known.Count(name => NameColumns.Contains(name) || NoteColumns.Contains(name)) : 0;
    }

    /// <param name="Broken">The line whose quotes do not fit together; null: none.</param>
    private sealed record ReadRows(List<TableRow> Rows, HeadedTable? Table, bool IsEven, long? Broken)
    {
        /// <summary>Thrown where the rows are wanted, and not while it is only tried whether they are some.</summary>
        public List<ListedName>? Fault => Broken is { } line
            ? throw new FindingsException([Finding.Error("the list", "broken-quotes", $"The quotes of line {line} do not fit together. Put a whole field in quotes and double the quotes inside it.", line)])
            : null;
    }
}
