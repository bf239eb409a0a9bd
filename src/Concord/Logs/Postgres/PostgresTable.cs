using System.Text.RegularExpressions;
using Concord.Foundation;

namespace Concord.Logs.Postgres;

/// <summary>A table or view by its schema and its name, as the catalogue writes them: nothing is folded to lower case.</summary>
internal sealed partial record PostgresTable(string Schema, string Name)
{
    /// <summary>The name as SQL.</summary>
    public string Sql => $"{Quoted(Schema)}.{Quoted(Name)}";

    /// <summary>What the file between is called; a name of a person becomes harmless.</summary>
    public string FileName => $"{Harmless(Schema)}.{Harmless(Name)}.parquet";

    /// <param name="text"><c>SCHEMA.TABLE</c>; a part with a point or a quotation mark in it stands between quotation marks, which are doubled inside.</param>
    public static PostgresTable Parse(string text)
    {
        var match = Shape().Match(text);
        return match.Success && !text.Contains('\0', StringComparison.Ordinal)
            ? new(Part(match, "schema"), Part(match, "table"))
            : throw new RuleViolation("PULL-TABLE", $"--table is a schema and a table or view, such as public.predictions, not {VisibleText.Quoted(text)}. A name with a point or a quotation mark in it stands between quotation marks: public.\"a.b\".");
    }

    /// <summary>The one quoting function of this dialect, for names. Values never need one: they are parameters.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string ToString() => VisibleText.Bare($"{Schema}.{Name}", 130);

    private static string Part(Match match, string name) => match.Groups[name + "Quoted"] is { Success: true, Value: var quoted } ? quoted.Replace("\"\"", "\"", StringComparison.Ordinal) : match.Groups[name].Value;

    private static string Harmless(string text) => string.Concat(text.Take(60).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));

    [GeneratedRegex("^(?:\"(?<schemaQuoted>(?:[^\"]|\"\")+)\"|(?<schema>[^\".]+))\\.(?:\"(?<tableQuoted>(?:[^\"]|\"\")+)\"|(?<table>[^\".]+))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Shape();
}
