using System.Globalization;
using Concord.Foundation;

namespace Concord.Committee;

/// <summary>The list as a CSV file, a row for each thing that needs a decision.</summary>
internal static class CommitteeCsv
{
    public static readonly IReadOnlyList<string> Columns = ["question", "record", "system", "what", "stands", "since"];

    public static string Of(IReadOnlyList<CommitteeItem> items)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text))
        {
            csv.Row(Columns);
            foreach (var item in items) csv.Row(Words.Of(item.Question), item.Source, item.SystemRef, item.What, item.Note, item.Since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
