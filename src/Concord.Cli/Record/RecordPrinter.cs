using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Concord.Cli.Record;

/// <summary>A column of a printed list.</summary>
/// <param name="Value">Reads one row; null prints as a dash.</param>
internal sealed record RecordColumn(string Header, Func<JsonNode, string?> Value, bool IsNumber = false)
{
    public static RecordColumn Of(string header, string member) => new(header, row => RecordPrinter.Text(row[member]));
}

/// <summary>How a list of records is printed for people.</summary>
internal sealed record RecordTable(params RecordColumn[] Columns)
{
    /// <summary>Members of one record that people do not read: what another command prints, or what stands there a second time.</summary>
    public IReadOnlyList<string> Untold { get; init; } = [];

    /// <summary>How lists within one record are printed, by member; others show their first members.</summary>
    public IReadOnlyDictionary<string, RecordTable> Within { get; init; } = new Dictionary<string, RecordTable>(StringComparer.Ordinal);
}

/// <summary>JSON as the interface sent it for programs, tables of 80 columns for people. Only answers go to stdout.</summary>
internal static partial class RecordPrinter
{
    private const int Width = 80;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(JsonNode? body, OutputFormat format, RecordTable table)
    {
        if (format == OutputFormat.Json)
        {
            Console.Out.WriteLine(body?.ToJsonString(Readable) ?? "null");
            return;
        }
        var console = ForPeople();
        if (body is JsonArray list) PrintList(console, list, list.Count, table);
        else if (body is JsonObject { } page && page["items"] is JsonArray items) PrintList(console, items, page["total"]?.Deserialize<long>() ?? items.Count, table);
        else if (body is JsonObject record) PrintRecord(console, record, table);
    }

    /// <summary>A record as people ask for it: facts one below the other, then the rows of one table.</summary>
    public static void PrintFacts(IEnumerable<(string Label, string? Text)> facts, JsonArray rows, RecordTable table)
    {
        Write([.. facts.Where(fact => !string.IsNullOrEmpty(fact.Text))]);
        if (rows.Count > 0) PrintList(ForPeople(), rows, rows.Count, table);
    }

    /// <summary>What people read of a value: words for states, days and minutes for instants, a reference with its name for a record.</summary>
    public static string? Text(JsonNode? value) => value switch
    {
        null => null,
        JsonObject { } record when record["ref"] is { } reference => $"{reference} {Text(record["name"] ?? record["title"])}".Trim(),
        JsonObject record => string.Join(", ", record.Where(member => member.Value is JsonValue).Select(member => $"{member.Key} {Text(member.Value)}")),
        JsonArray list => string.Join(", ", list.Select(Text)),
        _ => value.GetValueKind() switch
        {
            JsonValueKind.Number => Number(value.Deserialize<double>()),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => Instant(value.GetValue<string>()),
        },
    };

    public static string Number(double number) =>
        number == Math.Round(number) && Math.Abs(number) < 1e15 ? number.ToString("#,0", CultureInfo.InvariantCulture) : number.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Instant(string text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, 'T', ..] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : text;

    private static void PrintList(IAnsiConsole console, JsonArray items, long total, RecordTable table)
    {
        if (items.Count == 0)
        {
            Console.Error.WriteLine("Nothing.");
            return;
        }
        var grid = Grid([.. table.Columns.Select(column => column.Header)], [.. items.Select(item => table.Columns.Select(column => column.Value(item!)).ToArray())]);
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].IsNumber) grid.Columns[i].RightAligned();
        console.Write(grid);
        if (items.Count < total) Console.Error.WriteLine(FormattableString.Invariant($"{items.Count} of {total} shown. Ask for more with --size and --page, or for fewer with --filter."));
    }

    private static void PrintRecord(IAnsiConsole console, JsonObject record, RecordTable table)
    {
        var told = record.Where(member => !table.Untold.Contains(member.Key)).ToList();
        var facts = told.Where(member => !(member.Value is JsonArray list && list is [JsonObject, ..]))
            .Select(member => (Label: Label(member.Key), Text: Text(member.Value))).Where(fact => !string.IsNullOrEmpty(fact.Text)).ToList();
        Write(facts);
        foreach (var (name, value) in told)
        {
            if (value is not JsonArray { Count: > 0 } list || list[0] is not JsonObject first) continue;
            if (table.Within.TryGetValue(name, out var within))
            {
                console.WriteLine();
                console.WriteLine(Label(name));
                PrintList(console, list, list.Count, within);
                continue;
            }
            var columns = first.Where(member => member.Value is not (JsonArray or JsonObject) || (member.Value as JsonObject)?["ref"] is not null).Select(member => member.Key).Take(5).ToList();
            console.WriteLine();
            console.WriteLine(Label(name));
            console.Write(Grid([.. columns.Select(Label)], [.. list.OfType<JsonObject>().Select(row => columns.Select(column => Text(row[column])).ToArray())]));
        }
    }

    private static void Write(List<(string Label, string? Text)> facts)
    {
        var width = facts.Select(fact => fact.Label.Length).DefaultIfEmpty().Max() + 2;
        // Not a grid: a key or a link that is broken over lines cannot be copied.
        foreach (var (label, text) in facts) Console.Out.WriteLine(label.PadRight(width) + string.Join(Environment.NewLine + new string(' ', width), Lines(text!, Width - width)));
    }

    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        yield return line.ToString();
    }

    private static Table Grid(string[] headers, List<string?[]> rows)
    {
        var grid = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < headers.Length; i++)
        {
            // A reference or a day that is broken over lines cannot be copied, nor found again.
            var values = rows.Select(row => row[i]).OfType<string>().ToList();
            grid.AddColumn(new TableColumn(new Text(headers[i])) { NoWrap = values.Count > 0 && values.TrueForAll(Unbroken().IsMatch) });
        }
        foreach (var row in rows) grid.AddRow([.. row.Select(value => new Text(value ?? "–"))]);
        return grid;
    }

    [GeneratedRegex("^(?:[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+|[0-9]{4}-[0-9]{2}-[0-9]{2})$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unbroken();

    private static string Label(string member)
    {
        var words = new StringBuilder();
        foreach (var letter in member)
        {
            if (char.IsUpper(letter)) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    private static IAnsiConsole ForPeople()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = Console.IsOutputRedirected ? Width : Math.Max(Width, Console.WindowWidth);
        return console;
    }
}
