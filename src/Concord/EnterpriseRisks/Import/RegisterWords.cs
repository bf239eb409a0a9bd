using Concord.Foundation;
using Concord.Standards;
using Concord.Tables;

namespace Concord.EnterpriseRisks.Import;

internal enum RegisterLineKind { Enterprise, Ai }

/// <summary>The words by which columns of foreign registers are known, from <c>standards/risk</c>. Words for levels are those of the scales.</summary>
internal sealed class RegisterWords
{
    private const string File = "risk/register-words.csv";

    private readonly Dictionary<string, RegisterField> columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RegisterLineKind> kinds = new(StringComparer.Ordinal);

    /// <exception cref="FindingsException">With every fault of the file.</exception>
    public static RegisterWords Read(string folder)
    {
        var (words, faults) = (new RegisterWords(), new List<Finding>());
        foreach (var row in LibraryTable.Read(folder, File, ["kind", "means", "words"], [], faults).Rows)
        {
            var (means, list) = (row.Text("means"), row.List("words"));
            var isKnown = row.Text("kind") switch
            {
                "column" when PlainWord.Named<RegisterField>(means) is { } field => Fill(words.columns, list, field, row),
                "lineKind" when PlainWord.Named<RegisterLineKind>(means) is { } kind => Fill(words.kinds, list, kind, row),
                _ => false,
            };
            if (!isKnown) row.Fault("means", "wrong-value", $"\"{means}\" is nothing a register is read with.");
        }
        return faults.Count == 0 ? words : throw new FindingsException(faults);
    }

    public RegisterField? Column(string name)
    {
        if (columns.TryGetValue(PlainWord.Of(name), out var field)) return field;
        // "Impact (1-5)": what stands in brackets says how to fill the column.
        var bracket = name.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 && columns.TryGetValue(PlainWord.Of(name[..bracket]), out field) ? field : null;
    }

    public RegisterLineKind? Kind(string word) => kinds.TryGetValue(PlainWord.Of(word), out var kind) ? kind : null;

    private static bool Fill<T>(Dictionary<string, T> known, IReadOnlyList<string> words, T value, LibraryRow row)
    {
        foreach (var word in words.Where(word => !known.TryAdd(PlainWord.Of(word), value) && !Equals(known[PlainWord.Of(word)], value)))
            row.Fault("words", "duplicate-word", $"\"{word}\" already means something else. Keep it in one row.");
        return true;
    }
}
