using Concord.Foundation;
using Concord.Tables;

namespace Concord.EnterpriseRisks.Import;

/// <summary>What a person says about a foreign register: all of it may be left out.</summary>
/// <param name="Sheet">The sheet to read; the one that looks most like a register unless told.</param>
/// <param name="System">Where the register is kept: what its ids are kept with.</param>
/// <param name="Scale">The scale its words are of; the one that knows all of them unless told.</param>
/// <param name="Columns">What a column holds, <c>title=Risk description</c>; the column by its name, or by its place as <c>#1</c>; none after the sign: no column.</param>
/// <param name="Levels">What a word for a level means, <c>Severe=High</c>.</param>
/// <param name="Owners">Who is meant, <c>bob=PERSON-0007</c>: by reference or e-mail address.</param>
/// <param name="Dates">What comes first in days such as 03/04/2026: <c>dayFirst</c> or <c>monthFirst</c>.</param>
internal sealed record RegisterSaid(
    string? Sheet = null, string? System = null, string? Scale = null, IReadOnlyList<string>? Columns = null, IReadOnlyList<string>? Levels = null, IReadOnlyList<string>? Owners = null, string? Dates = null);

/// <summary>Which column of a table holds what.</summary>
internal sealed class RegisterMapping
{
    private const string Code = "REGISTER-MAP";

    private readonly RegisterWords words;
    private readonly Dictionary<RegisterField, int> columns = [];

    private RegisterMapping(RegisterWords words, HeadedTable table) => (this.words, Table) = (words, table);

    public HeadedTable Table { get; }

    public IReadOnlyDictionary<RegisterField, int> Columns => columns;

    public DayOrder? Days { get; private init; }

    /// <summary>By the plain word.</summary>
    public required IReadOnlyDictionary<string, string> Levels { get; init; }

    public required IReadOnlyDictionary<string, string> Owners { get; init; }

    /// <summary>Names of the columns nothing is taken from.</summary>
    public IEnumerable<string> Unused => Table.Columns.Where((name, place) => name.Length > 0 && !columns.ContainsValue(place));

    /// <exception cref="RuleViolation">What the person said makes no sense.</exception>
    public static RegisterMapping Of(TableContent content, RegisterSaid said, RegisterWords words, List<Finding> findings)
    {
        var chosen = SaidPairs.Read(said.Columns, "--map", "title=Risk description", Code, last: false).Select(pair => (Field: PlainWord.Named<RegisterField>(pair.Key)
            ?? throw new RuleViolation(Code, $"'{pair.Key}' is nothing a column can hold. Known: {string.Join(", ", Enum.GetValues<RegisterField>().Select(Words.Key))}."), Column: pair.Value)).ToArray();
        var mapping = new RegisterMapping(words, HeadedTable.Find(content, said.Sheet, names => Score(names, chosen, words)))
        {
            Days = string.IsNullOrWhiteSpace(said.Dates) ? null : PlainWord.Named<DayOrder>(said.Dates)
                ?? throw new RuleViolation(Code, $"'{said.Dates}' does not say what comes first in a date. Write --dates day-first or --dates month-first."),
            Levels = Said(said.Levels, "--level", "Severe=High"),
            Owners = Said(said.Owners, "--owner", "bob=PERSON-0007"),
        };
        foreach (var (field, column) in chosen.Where(pair => pair.Column.Length > 0))
        {
            var place = SaidPairs.PlaceOf(mapping.Table.Columns, column);
            if (place < 0) throw new RuleViolation(Code, $"There is no column '{column}'. The header in row {mapping.Table.HeaderRow} has: {string.Join(", ", mapping.Table.Columns.Where(name => name.Length > 0))}.");
            mapping.columns[field] = place;
        }
        mapping.Recognise([.. chosen.Select(pair => pair.Field)], findings);
        findings.AddRange(mapping.Table.NamesLost());
        return mapping;
    }

    public bool Has(RegisterField field) => columns.ContainsKey(field);

    public TableCell Cell(TableRow row, RegisterField field) => columns.TryGetValue(field, out var column) ? row[column] : TableCell.Empty;

    /// <summary>What the cell says. In a text file a mark in front of what a spreadsheet would compute is the writer's, not the text's.</summary>
    public string Text(TableRow row, RegisterField field) => Cell(row, field).Text.Trim() is var text && Table.Sheet.IsTextFile ? CsvWriter.Armed(text) : text;

    /// <summary>Where a finding is; of a field without a column the row itself.</summary>
    public string Place(TableRow row, RegisterField field) =>
        columns.TryGetValue(field, out var column) ? Table.Place(column, row) : columns.TryGetValue(RegisterField.Title, out var title) ? Table.Place(title, row) : Table.Sheet.Place(0, row.Number);

    public RegisterLineKind? Kind(string word) => words.Kind(word);

    private void Recognise(IReadOnlyList<RegisterField> said, List<Finding> findings)
    {
        for (var place = 0; place < Table.Columns.Count; place++)
        {
            if (words.Column(Table.Columns[place]) is not { } field || said.Contains(field) || columns.ContainsValue(place)) continue;
            if (columns.TryAdd(field, place)) continue;
            findings.Add(Finding.Warning(Table.Sheet.Place(place, Table.HeaderRow), "two-columns",
                $"{Logs.VisibleText.Quoted(Table.Columns[place])} and {Logs.VisibleText.Quoted(Table.Columns[columns[field]])} could both be the {Words.Of(field)}; the second is used. If that is wrong, say which, on the page or with --map {Words.Key(field)}=\"…\"."));
        }
    }

    private static int Score(IReadOnlyList<string> names, IReadOnlyList<(RegisterField Field, string Column)> chosen, RegisterWords words)
    {
        var fields = names.Select(words.Column).OfType<RegisterField>().Concat(chosen.Where(pair => pair.Column.Length > 0 && PlainWord.PlaceOf(names, pair.Column) >= 0).Select(pair => pair.Field)).Distinct().ToArray();
        return fields.Length + (fields.Contains(RegisterField.Title) && fields.Length > 1 ? 100 : 0);
    }

    private static Dictionary<string, string> Said(IReadOnlyList<string>? pairs, string option, string example)
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (word, means) in SaidPairs.Read(pairs, option, example, Code)) said[PlainWord.Of(word)] = means;
        return said;
    }
}
