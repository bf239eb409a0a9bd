using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Concord.Cli.Record;

/// <summary>A column of a printed list.</summary>
/// <param name="Value">Reads one row; null prints as a dash.</param>
internal sealed record RecordColumn(string Header, Func<JsonNode, string?> Value, bool IsNumber = false)
{
    public static RecordColumn Of(string header, string member) => new(header, row => RecordPrinter.Text(row[member]));
}

/// <summary>How a list of records is printed for people.</summary>
internal sealed record RecordTable(params RecordColumn[] Columns);

/// <summary>JSON as the interface sent it for programs, tables of 80 columns for people. Only answers go to stdout.</summary>
internal static class RecordPrinter
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
        else if (body is JsonObject record) PrintRecord(console, record);
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
        var grid = Grid(table.Columns.Select(column => column.Header));
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].IsNumber) grid.Columns[i].RightAligned();
        foreach (var item in items) grid.AddRow([.. table.Columns.Select(column => new Text(column.Value(item!) ?? "–"))]);
        console.Write(grid);
        if (items.Count < total) Console.Error.WriteLine(FormattableString.Invariant($"{items.Count} of {total} shown. Ask for more with --size and --page, or for fewer with --filter."));
    }

    private static void PrintRecord(IAnsiConsole console, JsonObject record)
    {
        var facts = record.Where(member => !(member.Value is JsonArray list && list is [JsonObject, ..]))
            .Select(member => (Label: Label(member.Key), Text: Text(member.Value))).Where(fact => !string.IsNullOrEmpty(fact.Text)).ToList();
        var width = facts.Select(fact => fact.Label.Length).DefaultIfEmpty().Max() + 2;
        // Not a grid: a key or a link that is broken over lines cannot be copied.
        foreach (var (label, text) in facts) Console.Out.WriteLine(label.PadRight(width) + string.Join(Environment.NewLine + new string(' ', width), Lines(text!, Width - width)));
        foreach (var (name, value) in record)
        {
            if (value is not JsonArray { Count: > 0 } list || list[0] is not JsonObject first) continue;
            var columns = first.Where(member => member.Value is not (JsonArray or JsonObject) || (member.Value as JsonObject)?["ref"] is not null).Select(member => member.Key).Take(5).ToList();
            console.WriteLine();
            console.WriteLine(Label(name));
            var grid = Grid(columns.Select(Label));
            foreach (var row in list.OfType<JsonObject>()) grid.AddRow([.. columns.Select(column => new Text(Text(row[column]) ?? "–"))]);
            console.Write(grid);
        }
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

    private static Table Grid(IEnumerable<string> headers)
    {
        var grid = new Table().Border(TableBorder.Simple);
        foreach (var header in headers) grid.AddColumn(new TableColumn(new Text(header)));
        return grid;
    }

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
