using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace Concord.Gaps.Reading;

/// <summary>A PDF as blocks. It has letters at places only: lines, paragraphs and headings are told by where letters stand and how large they are.</summary>
internal static class PdfBlocks
{
    /// <summary>Fewer letters than this on all pages together are no text: stamps and page numbers of a scan.</summary>
    private const int FewestLetters = 40;

    public static IReadOnlyList<PolicyBlock> Read(byte[] bytes)
    {
        var lines = new List<PdfLine>();
        var pages = 0;
        try
        {
            using var document = PdfDocument.Open(bytes, new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true });
            pages = document.NumberOfPages;
            if (pages > PolicyFileLimits.Pages) throw new PolicyFileException("too-many-pages", FormattableString.Invariant($"The document has {pages:N0} pages; {PolicyFileLimits.Pages:N0} are read. Hand in the policies it consists of one by one."));
            var letters = 0L;
            for (var page = 1; page <= pages; page++)
            {
                lines.AddRange(Lines(document.GetPage(page).GetWords(), page));
                letters = lines.Sum(line => (long)line.Text.Length);
                if (letters > PolicyFileLimits.Letters) throw PolicyFileLimits.TooMuchText();
            }
            if (letters < FewestLetters) throw new PolicyFileException("no-text", FormattableString.Invariant($"The document has no text on its {pages} page{(pages == 1 ? "" : "s")}: it is a scan or a picture. Run text recognition over it, or hand in the file it was printed from."));
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new PolicyFileException("encrypted", "The document is encrypted. Save it without a password.");
        }
        catch (Exception broken) when (broken is not PolicyFileException and not OutOfMemoryException)
        {
            // The library throws whatever a damaged file leads it to; nothing of it is used.
            throw new PolicyFileException("damaged", "The document is damaged: it cannot be read as a PDF. Open it in a viewer and print it to a new PDF.");
        }
        return PdfParagraphs.Of(WithoutRunningLines(lines, pages));
    }

    /// <summary>Words whose feet stand at one height, from left to right, from the top down.</summary>
    private static IEnumerable<PdfLine> Lines(IEnumerable<Word> words, int page)
    {
        var line = new List<Word>();
        foreach (var word in words.Where(word => !string.IsNullOrWhiteSpace(word.Text)).OrderByDescending(word => word.BoundingBox.Bottom))
        {
            if (line.Count > 0 && line[0].BoundingBox.Bottom - word.BoundingBox.Bottom > Math.Max(2, SizeOf(line[0]) * 0.4))
            {
                yield return Line(line, page);
                line.Clear();
            }
            line.Add(word);
        }
        if (line.Count > 0) yield return Line(line, page);
    }

    private static PdfLine Line(List<Word> words, int page)
    {
        List<Word> ordered = [.. words.OrderBy(word => word.BoundingBox.Left)];
        return new(string.Join(' ', ordered.Select(word => word.Text)), page, ordered[0].BoundingBox.Bottom, ordered.Max(SizeOf), ordered.TrueForAll(IsBold));
    }

    private static double SizeOf(Word word) => word.Letters.Count == 0 ? word.BoundingBox.Height : word.Letters.Max(letter => letter.PointSize);

    private static bool IsBold(Word word) => word.FontName?.Contains("bold", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Heads and feet of pages: the same line, numbers apart, on more than half of them.</summary>
    private static List<PdfLine> WithoutRunningLines(List<PdfLine> lines, int pages)
    {
        if (pages < 3) return lines;
        var running = lines.GroupBy(line => Shape(line.Text), StringComparer.Ordinal).Where(same => same.Select(line => line.Page).Distinct().Count() * 2 > pages).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        return [.. lines.Where(line => !running.Contains(Shape(line.Text)))];
    }

    private static string Shape(string text) => string.Concat(text.Select(letter => char.IsDigit(letter) ? '#' : letter)).Replace("##", "#", StringComparison.Ordinal);
}

/// <param name="Bottom">Height of its foot on the page, in points from below.</param>
internal sealed record PdfLine(string Text, int Page, double Bottom, double Size, bool IsBold);
