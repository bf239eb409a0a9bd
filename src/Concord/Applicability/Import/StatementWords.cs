using Concord.Foundation;
using Concord.Standards;
using Concord.Tables;

namespace Concord.Applicability.Import;

/// <summary>What a column of a statement of applicability can hold.</summary>
internal enum StatementField
{
    Control,
    Title,
    Applicable,
    Status,

    /// <summary>Why it applies, or why it does not: where the file has one column for both.</summary>
    Justification,

    /// <summary>Why it applies, and nothing else.</summary>
    Inclusion,

    /// <summary>Why it does not apply, and nothing else.</summary>
    Exclusion,
    Evidence,
    EvidenceDate,
    EvidenceKind,
    Owner,
    Reference,
    Decision,
}

/// <summary>From the most to the least that can be said of a control.</summary>
internal enum StatementStatus { Implemented, Partially, Planned, NotImplemented, Excluded }

/// <summary>The words by which columns and answers of foreign statements are known, from <c>standards/statement</c>.</summary>
internal sealed class StatementWords
{
    private const string File = "statement/words.csv";

    private readonly Dictionary<string, StatementField> columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StatementStatus> states = new(StringComparer.Ordinal);

    /// <exception cref="FindingsException">With every fault of the file.</exception>
    public static StatementWords Read(string folder)
    {
        var (words, faults) = (new StatementWords(), new List<Finding>());
        foreach (var row in LibraryTable.Read(folder, File, ["kind", "means", "words"], [], faults).Rows)
        {
            var (means, list) = (row.Text("means"), row.List("words"));
            var isKnown = row.Text("kind") switch
            {
                "column" when PlainWord.Named<StatementField>(means) is { } field => Fill(words.columns, list, field, row),
                "status" when PlainWord.Named<StatementStatus>(means) is { } status => Fill(words.states, list, status, row),
                "applicable" when means is "yes" or "no" => Fill(words.answers, list, means == "yes", row),
                _ => false,
            };
            if (!isKnown) row.Fault("means", "wrong-value", $"\"{means}\" is nothing a statement is read with.");
        }
        return faults.Count == 0 ? words : throw new FindingsException(faults);
    }

    public StatementField? Column(string name)
    {
        if (columns.TryGetValue(PlainWord.Of(name), out var field)) return field;
        // "Applicable (Y/N)": what stands in brackets says how to fill the column.
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && columns.TryGetValue(PlainWord.Of(name[..bracket]), out field) ? field : null;
    }

    public bool? Answer(string word) => answers.TryGetValue(PlainWord.Of(word), out var yes) ? yes : null;

    public StatementStatus? Status(string word) => states.TryGetValue(PlainWord.Of(word), out var status) ? status : null;

    private static bool Fill<T>(Dictionary<string, T> known, IReadOnlyList<string> words, T value, LibraryRow row)
    {
        foreach (var word in words.Where(word => !known.TryAdd(PlainWord.Of(word), value) && !Equals(known[PlainWord.Of(word)], value)))
            row.Fault("words", "duplicate-word", $"\"{word}\" already means something else. Keep it in one row.");
        return true;
    }
}
