using System.Globalization;
using System.Text;
using Concord.Foundation;

namespace Concord.Cli;

/// <summary>Findings as lines for people: where, what, and what to change. Of one kind in one place the first few are written out, and of the others the rows.</summary>
internal static class FindingLines
{
    /// <summary>A column of another unit is one mistake, however many rows it has; nobody reads it 8,000 times, and it must not bury the others.</summary>
    private const int WrittenOut = 10;

    public static IEnumerable<string> Of(IReadOnlyList<Finding> findings)
    {
        foreach (var kind in findings.GroupBy(finding => (finding.Severity, finding.Place, finding.Code)))
        {
            var alike = kind.ToList();
            var written = alike.Count > WrittenOut + 1 && alike.TrueForAll(finding => finding.Row is not null) ? WrittenOut : alike.Count;
            foreach (var finding in alike.Take(written)) yield return Of(finding);
            if (written < alike.Count)
                yield return string.Create(CultureInfo.InvariantCulture, $"{Word(kind.Key.Severity)} {kind.Key.Place}: the same in {alike.Count - written:N0} more rows: {Ranges(alike.Skip(written).Select(finding => finding.Row!.Value))}");
        }
    }

    public static string Of(Finding finding) =>
        FormattableString.Invariant($"{Word(finding.Severity)} {finding.Place}{(finding.Row is { } row && !finding.Place.Contains(FormattableString.Invariant($"row {row}"), StringComparison.Ordinal) ? $", row {row}" : "")}: {finding.Message}");

    private static string Word(Severity severity) => severity == Severity.Error ? "error" : "warning";

    /// <summary>"3, 4, 7–19".</summary>
    private static string Ranges(IEnumerable<long> rows)
    {
        var text = new StringBuilder();
        (long First, long Last)? run = null;
        foreach (var row in rows.Order())
        {
            if (run is { } open && row <= open.Last + 1)
            {
                run = (open.First, row);
                continue;
            }
            Close();
            run = (row, row);
        }
        Close();
        return text.ToString();

        void Close()
        {
            if (run is not (var first, var last)) return;
            if (text.Length > 0) text.Append(", ");
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(CultureInfo.InvariantCulture, $"{(last == first + 1 ? ", " : "–")}{last}");
        }
    }
}
