using System.Text;
using Concord.Foundation;
using Concord.Standards;

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
                "column" when Named<StatementField>(means) is { } field => Fill(words.columns, list, field, row),
                "status" when Named<StatementStatus>(means) is { } status => Fill(words.states, list, status, row),
                "applicable" when means is "yes" or "no" => Fill(words.answers, list, means == "yes", row),
                _ => false,
            };
            if (!isKnown) row.Fault("means", "wrong-value", $"\"{means}\" is nothing a statement is read with.");
        }
        return faults.Count == 0 ? words : throw new FindingsException(faults);
    }

    public StatementField? Column(string name)
    {
        if (columns.TryGetValue(Plain(name), out var field)) return field;
        // "Applicable (Y/N)": what stands in brackets says how to fill the column.
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && columns.TryGetValue(Plain(name[..bracket]), out field) ? field : null;
    }

    public bool? Answer(string word) => answers.TryGetValue(Plain(word), out var yes) ? yes : null;

    public StatementStatus? Status(string word) => states.TryGetValue(Plain(word), out var status) ? status : null;

    /// <summary>A member by its word in any usual spelling: <c>evidence date</c>, <c>evidenceDate</c>, <c>evidence_date</c>.</summary>
    public static T? Named<T>(string word) where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => string.Equals(Plain(value.ToString()), Plain(word), StringComparison.Ordinal)).Select(value => (T?)value).FirstOrDefault();

    /// <summary>How a word is compared: capitals, blanks and punctuation do not count.</summary>
    public static string Plain(string word)
    {
        var plain = new StringBuilder(word.Length);
        foreach (var letter in word.Normalize(NormalizationForm.FormKC))
            if (char.IsLetterOrDigit(letter) || letter is '✓' or '✔' or '✗' or '✘') plain.Append(char.ToLowerInvariant(letter));
        return plain.ToString();
    }

    private static bool Fill<T>(Dictionary<string, T> known, IReadOnlyList<string> words, T value, LibraryRow row)
    {
        foreach (var word in words.Where(word => !known.TryAdd(Plain(word), value) && !Equals(known[Plain(word)], value)))
            row.Fault("words", "duplicate-word", $"\"{word}\" already means something else. Keep it in one row.");
        return true;
    }
}
