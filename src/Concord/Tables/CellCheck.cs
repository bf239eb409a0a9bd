using System.Globalization;
using System.Text;
using Concord.Foundation;
using Concord.Logs;

namespace Concord.Tables;

/// <summary>A warning is often shared by a whole column, so that whoever collects may say it once.</summary>
internal sealed record CellFault(Severity Severity, string Code, string Message);

/// <summary>What is wrong with a cell whatever it means: errors of the spreadsheet, formulas, signs nobody sees.</summary>
internal static class CellCheck
{
    /// <param name="isProse">A text in which languages need marks that nobody sees.</param>
    public static IEnumerable<CellFault> Of(TableCell cell, bool isTextFile, bool isProse)
    {
        if (cell.Kind == TableCellKind.Fault) yield return new(Severity.Error, "cell-error", $"The cell holds the error {VisibleText.Quoted(cell.Text)} of the spreadsheet. Write its value.");
        else if (cell.Kind == TableCellKind.Merged)
            yield return new(Severity.Warning, "merged-cell", "The cell is merged with cells of another column. What they say stands in the first of them alone, and nothing is read here. If it holds here too, part the cells and fill each.");
        else if (cell is { Kind: TableCellKind.Formula, Text: "" }) yield return new(Severity.Error, "formula", "The cell holds a formula, and the file does not say what it gave. Formulas are not computed here: write its value (copy, then paste values only).");
        else if (cell.Kind == TableCellKind.Formula)
            yield return new(Severity.Warning, "formula-value",
                $"The cell holds a formula. It is not computed here: what the file says it gave last, {VisibleText.Quoted(cell.Text)}, is used. If that may be old, open the file in a spreadsheet program, let it compute and save it.");
        else if (isTextFile && CsvWriter.StartsFormula(cell.Text) && cell.Text.Any(char.IsLetterOrDigit))
            yield return new(Severity.Warning, "formula-text", $"{VisibleText.Quoted(cell.Text)} begins like a formula. It is kept as the text it is, nothing is computed, and exports mark it so that no spreadsheet computes it.");
        if (Unseen(cell.Text, isProse) is { } unseen) yield return unseen;
    }

    /// <summary>Signs that turn the direction of what follows, or that show as nothing, make a text something else than what people read.</summary>
    private static CellFault? Unseen(string text, bool isProse)
    {
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            at++;
            if (!VisibleText.IsInvisible(rune) || rune.Value is '\n' or '\r' or '\t' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator || (isProse && BelongsToText(rune))) continue;
            return new(Severity.Error, "invisible-character", string.Create(CultureInfo.InvariantCulture, $"Character {at} of the cell is U+{rune.Value:X4}, which nobody sees{(Turns(rune) ? " and which turns the direction of what follows" : "")}: {VisibleText.Quoted(text)}. Take it out, or type the text anew."));
        }
        return null;
    }

    /// <summary>Marks of direction and joints that languages need inside their words, and the soft hyphen.</summary>
    private static bool BelongsToText(Rune rune) => rune.Value is 0x00AD or 0x061C or (>= 0x200C and <= 0x200F) or 0xFE0F;

    private static bool Turns(Rune rune) => rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
