using Concord.Foundation;
using Concord.Tables;

namespace Concord.Applicability.Import;

/// <summary>What a person says about a foreign file: all of it may be left out.</summary>
/// <param name="Sheet">The sheet to read; the one that looks most like a statement unless told.</param>
/// <param name="Standard">The standard whose numbers stand without its name.</param>
/// <param name="Columns">What a column holds, <c>control=Annex ref</c>; the column by its name, or by its place as <c>#1</c>; none after the sign: no column.</param>
/// <param name="Status">What a word means, <c>Live=implemented</c>.</param>
/// <param name="Answers">What a word about applicability means, <c>Da=yes</c>.</param>
/// <param name="Dates">What comes first in days such as 03/04/2026: <c>dayFirst</c> or <c>monthFirst</c>; as the other days of the column tell unless said.</param>
internal sealed record StatementSaid(
    string? Sheet = null, string? Standard = null, IReadOnlyList<string>? Columns = null, IReadOnlyList<string>? Status = null, IReadOnlyList<string>? Answers = null, string? Dates = null);

/// <summary>Which column of a table holds what, and what its words mean.</summary>
internal sealed class StatementMapping
{
    private readonly StatementWords words;
    private readonly Dictionary<StatementField, int> columns = [];
    private readonly Dictionary<string, StatementStatus> states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> answers = new(StringComparer.Ordinal);

    private StatementMapping(StatementWords words, HeadedTable table) => (this.words, Table) = (words, table);

    public HeadedTable Table { get; }

    public IReadOnlyDictionary<StatementField, int> Columns => columns;

    /// <summary>As a person said; null: nobody did.</summary>
    public DayOrder? Days { get; private init; }

    /// <summary>The table is an export of ours: what follows from the record stands in columns of its own and is not read.</summary>
    private bool IsExport => Table.Columns.Contains(StatementCsv.Columns[0]) && Table.Columns.Contains(StatementCsv.Decision);

    /// <summary>Names of the columns nothing is taken from.</summary>
    public IEnumerable<string> Unused => Table.Columns.Where((name, place) => name.Length > 0 && !columns.ContainsValue(place));

    /// <exception cref="RuleViolation">What the person said makes no sense.</exception>
    public static StatementMapping Of(TableContent content, StatementSaid said, StatementWords words, List<Finding> findings)
    {
        var chosen = SaidPairs.Read(said.Columns, "--map", "control=Annex ref", "STATEMENT-MAP", last: false).Select(pair => (Field: PlainWord.Named<StatementField>(pair.Key) ?? throw new RuleViolation("STATEMENT-MAP",
            $"'{pair.Key}' is nothing a column can hold. Known: {string.Join(", ", Enum.GetValues<StatementField>().Select(Words.Key))}."), Column: pair.Value)).ToArray();
        var mapping = new StatementMapping(words, HeadedTable.Find(content, said.Sheet, names => Score(names, chosen, words))) { Days = Order(said.Dates) };
        mapping.Choose(chosen);
        mapping.Recognise([.. chosen.Select(pair => pair.Field)], findings);
        findings.AddRange(mapping.Table.NamesLost());
        foreach (var (word, means) in SaidPairs.Read(said.Status, "--status", "Live=implemented", "STATEMENT-MAP"))
            mapping.states[PlainWord.Of(word)] = PlainWord.Named<StatementStatus>(means) ?? words.Status(means) ?? throw new RuleViolation("STATEMENT-MAP", $"'{means}' is no status. Known: {string.Join(", ", Enum.GetValues<StatementStatus>().Select(Words.Of))}.");
        foreach (var (word, means) in SaidPairs.Read(said.Answers, "--applicable", "Da=yes", "STATEMENT-MAP"))
            mapping.answers[PlainWord.Of(word)] = words.Answer(means) ?? throw new RuleViolation("STATEMENT-MAP", $"'{means}' is neither yes nor no.");
        return mapping;
    }

    public bool Has(StatementField field) => columns.ContainsKey(field);

    /// <summary>The column a finding about the field names: what says whether a control applies may be its status, and what else has no column is said of the control.</summary>
    public StatementField Nearest(StatementField field) =>
        Has(field) ? field : field == StatementField.Applicable && Has(StatementField.Status) ? StatementField.Status : StatementField.Control;

    public TableCell Cell(TableRow row, StatementField field) => columns.TryGetValue(field, out var column) ? row[column] : TableCell.Empty;

    /// <summary>What the cell says. In a text file a mark in front of what a spreadsheet would compute is the writer's, not the text's.</summary>
    public string Text(TableRow row, StatementField field) => Cell(row, field).Text.Trim() is var text && Table.Sheet.IsTextFile ? CsvWriter.Armed(text) : text;

    public string Place(TableRow row, StatementField field) => Table.Place(columns[field], row);

    public StatementStatus? Status(string word) => states.TryGetValue(PlainWord.Of(word), out var status) ? status : words.Status(word);

    public bool? Answer(string word) => answers.TryGetValue(PlainWord.Of(word), out var yes) ? yes : words.Answer(word);

    private void Choose(IReadOnlyList<(StatementField Field, string Column)> chosen)
    {
        foreach (var (field, column) in chosen.Where(pair => pair.Column.Length > 0))
        {
            var place = SaidPairs.PlaceOf(Table.Columns, column);
            if (place < 0)
                throw new RuleViolation("STATEMENT-MAP", $"There is no column '{column}'. The header in row {Table.HeaderRow} has: {string.Join(", ", Table.Columns.Where(name => name.Length > 0))}.");
            columns[field] = place;
        }
    }

    private void Recognise(IReadOnlyList<StatementField> said, List<Finding> findings)
    {
        for (var place = 0; place < Table.Columns.Count; place++)
        {
            if (IsExport && StatementCsv.Derived.Contains(Table.Columns[place])) continue;
            if (words.Column(Table.Columns[place]) is not { } field || said.Contains(field)) continue;
            // A person may say that a column of reasons for inclusion holds those for exclusion too.
            var taken = columns.Where(pair => pair.Value == place).Select(pair => pair.Key).ToArray();
            if (taken.Length > 0 && !(taken is [StatementField.Exclusion] && field is StatementField.Inclusion or StatementField.Justification)) continue;
            if (columns.TryAdd(field, place)) continue;
            findings.Add(Finding.Warning(Table.Sheet.Place(place, Table.HeaderRow), "two-columns",
                $"{Logs.VisibleText.Quoted(Table.Columns[place])} and {Logs.VisibleText.Quoted(Table.Columns[columns[field]])} could both be the {Words.Of(field)}; the second is used. If that is wrong, say which: --map {Words.Key(field)}=\"…\"."));
        }
    }

    private static int Score(IReadOnlyList<string> names, IReadOnlyList<(StatementField Field, string Column)> chosen, StatementWords words)
    {
        var fields = names.Select(words.Column).OfType<StatementField>().Concat(chosen.Where(pair => pair.Column.Length > 0 && PlainWord.PlaceOf(names, pair.Column) >= 0).Select(pair => pair.Field)).Distinct().ToArray();
        return fields.Length + (fields.Contains(StatementField.Control) && fields.Length > 1 ? 100 : 0);
    }

    private static DayOrder? Order(string? said) => string.IsNullOrWhiteSpace(said) ? null : PlainWord.Named<DayOrder>(said)
        ?? throw new RuleViolation("STATEMENT-MAP", $"'{said}' does not say what comes first in a date. Write --dates day-first or --dates month-first.");
}
