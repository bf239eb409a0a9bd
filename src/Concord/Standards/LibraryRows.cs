using System.Globalization;
using System.Text;
using CsvHelper;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Concord.Standards;

/// <summary>A file of the library as rows, whatever it is about: those of a table, or the values of a document with their paths.</summary>
internal sealed class LibraryRows
{
    private const string Path = "path";

    private LibraryRows(IReadOnlyList<string> columns, List<string[]> rows) => (Columns, Rows) = (columns, rows);

    public IReadOnlyList<string> Columns { get; }

    public int Count => Rows.Count;

    private List<string[]> Rows { get; }

    /// <summary>Null where the file is neither a table nor a document, as the bytes stand; no rows where there is no file.</summary>
    public static LibraryRows? Read(string file, byte[]? bytes)
    {
        if (bytes is null) return new([], []);
        var text = Encoding.UTF8.GetString(bytes);
        return file.EndsWith(".csv", StringComparison.Ordinal) ? Table(text) : Document(text);
    }

    /// <summary>
    /// The rows of both by key: the first columns that together name each row once, in the one and in the other. Where no columns do, equal rows are counted.
    /// </summary>
    /// <returns>The keys in the order of the later file, those that are gone last; and the columns they are made of.</returns>
    public static (IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Before, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> After, IReadOnlyList<string> Keys, IReadOnlyList<string> Of) Keyed(
        LibraryRows before, LibraryRows after)
    {
        var order = after.Columns.Count > 0 ? after.Columns : before.Columns;
        var length = Enumerable.Range(1, order.Count).FirstOrDefault(count => before.Names(order, count) && after.Names(order, count), order.Count);
        var (old, present) = (before.By(order, length), after.By(order, length));
        return (old, present, [.. present.Keys, .. old.Keys.Where(key => !present.ContainsKey(key))], [.. order.Take(length)]);
    }

    private bool Names(IReadOnlyList<string> columns, int count)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Rows.TrueForAll(row => seen.Add(Key(row, columns, count)));
    }

    private OrderedDictionary<string, IReadOnlyDictionary<string, string>> By(IReadOnlyList<string> columns, int count)
    {
        var rows = new OrderedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var key = Key(row, columns, count);
            for (var again = 2; rows.ContainsKey(key); again++) key = string.Create(CultureInfo.InvariantCulture, $"{Key(row, columns, count)} ({again})");
            rows.Add(key, Columns.Select((column, at) => (column, cell: row[at])).DistinctBy(pair => pair.column).ToDictionary(pair => pair.column, pair => pair.cell, StringComparer.Ordinal));
        }
        return rows;
    }

    private string Key(string[] row, IReadOnlyList<string> columns, int count) =>
        string.Join(LibraryChange.Joint, columns.Take(count).Select(column => IndexOf(column) is >= 0 and var at ? row[at] : ""));

    private int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column) return i;
        }
        return -1;
    }

    private static LibraryRows? Table(string text)
    {
        var broken = false;
        using var reader = CsvReader.FromText(text, new CsvReaderOptions { HasHeader = false, Separator = ',', OnMalformedRecord = _ => broken = true });
        if (!reader.Read()) return null;
        var columns = reader.Current.ToArray();
        var rows = new List<string[]>();
        while (reader.Read())
        {
            if (reader.FieldCount != columns.Length) return null;
            rows.Add([.. reader.Current.ToArray().Select(cell => cell.Trim())]);
        }
        return broken ? null : new(columns, rows);
    }

    private static LibraryRows? Document(string text)
    {
        try
        {
            if (LibraryDocument.Shape(text) is not (null, false)) return null;
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            List<string[]> rows = [];
            foreach (var document in stream.Documents) Add(rows, "", document.RootNode);
            return new([Path, "value"], rows);
        }
        catch (YamlException)
        {
            return null;
        }
    }

    private static void Add(List<string[]> rows, string path, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach (var (key, value) in map.Children) Add(rows, path.Length == 0 ? $"{key}" : $"{path}.{key}", value);
                break;
            case YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode):
                rows.Add([path, string.Join("; ", list.Children.Select(child => ((YamlScalarNode)child).Value))]);
                break;
            case YamlSequenceNode list:
                for (var i = 0; i < list.Children.Count; i++) Add(rows, string.Create(CultureInfo.InvariantCulture, $"{path}[{i + 1}]"), list.Children[i]);
                break;
            default:
                rows.Add([path, (node as YamlScalarNode)?.Value?.Trim() ?? ""]);
                break;
        }
    }
}
