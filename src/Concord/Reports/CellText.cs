using System.Globalization;
using System.Text.RegularExpressions;
using Concord.Foundation;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Concord.Reports;

/// <summary>Text in a cell of a workbook.</summary>
internal static partial class CellText
{
    /// <summary>What a cell of a spreadsheet holds at most.</summary>
    public const int Longest = 32_767;

    public static Cell Of(string place, string text, WorkbookStyles styles, ReportTone tone = ReportTone.None, bool isHead = false)
    {
        var clean = ReportText.Of(text);
        // The mark of text keeps it from becoming a formula when somebody edits the cell; as a value it is none anyway.
        var cell = new Cell { CellReference = place, StyleIndex = styles.OfText(tone, isHead, CsvWriter.StartsFormula(clean)) };
        if (clean.Length == 0) return cell;
        cell.DataType = CellValues.InlineString;
        cell.InlineString = new(new Text(Escaped(Cut(clean))) { Space = SpaceProcessingModeValues.Preserve });
        return cell;
    }

    /// <summary><c>A1</c> for the first column of row 1.</summary>
    public static string Place(int column, uint row)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters + row.ToString(CultureInfo.InvariantCulture);
    }

    private static string Cut(string text)
    {
        if (text.Length <= Longest) return text;
        var mark = FormattableString.Invariant($"… [cut here: the text has {text.Length:N0} characters]");
        var end = Longest - mark.Length;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + mark;
    }

    /// <summary>Spreadsheets read <c>_x0041_</c> as a letter; a text that really says so has its underscore spelled out.</summary>
    private static string Escaped(string text) => SpelledLetter().Replace(text, "_x005F_${spelled}");

    [GeneratedRegex("_(?<spelled>x[0-9A-Fa-f]{4}_)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SpelledLetter();
}
