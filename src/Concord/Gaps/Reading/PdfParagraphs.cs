using System.Text.RegularExpressions;

namespace Concord.Gaps.Reading;

/// <summary>Lines of pages as headings, paragraphs and items.</summary>
internal static partial class PdfParagraphs
{
    private const int LongestHeading = 100;

    /// <summary>So much larger than the body, letters make a heading.</summary>
    private const double Larger = 1.12;

    /// <summary>So many sizes between two feet are more than the next line of a paragraph.</summary>
    private const double Gap = 1.75;

    public static IReadOnlyList<PolicyBlock> Of(IReadOnlyList<PdfLine> lines)
    {
        var body = Body(lines);
        List<double> sizes = [.. lines.Select(line => Math.Round(line.Size, 1)).Where(size => size > body * Larger).Distinct().OrderDescending()];
        var blocks = new BlockList();
        var open = (Kind: PolicyBlockKind.Paragraph, Level: 0, Text: "");
        PdfLine? before = null;
        foreach (var line in lines)
        {
            var heading = HeadingLevel(line, body, sizes);
            var follows = before is not null && before.Page == line.Page && before.Bottom - line.Bottom < line.Size * Gap;
            var continues = open.Text.Length > 0 && (heading is null ? open.Kind != PolicyBlockKind.Heading && (follows || GoesOn(before, line, open.Text)) : open.Kind == PolicyBlockKind.Heading && open.Level == heading && follows);
            var item = heading is null ? Item().Match(line.Text) : Match.Empty;
            if (!continues || item.Success)
            {
                blocks.Add(open.Kind, Math.Max(open.Level, 0), open.Text);
                open = heading is { } level ? (PolicyBlockKind.Heading, level, line.Text) : item.Success ? (PolicyBlockKind.Item, 0, item.Groups["text"].Value) : (PolicyBlockKind.Paragraph, 0, line.Text);
            }
            else open.Text = Join(open.Text, line.Text);
            before = line;
        }
        blocks.Add(open.Kind, open.Level, open.Text);
        return blocks.Blocks;
    }

    /// <summary>The size most letters have.</summary>
    private static double Body(IReadOnlyList<PdfLine> lines) =>
        lines.GroupBy(line => Math.Round(line.Size, 1)).OrderByDescending(size => size.Sum(line => line.Text.Length)).ThenBy(size => size.Key).First().Key;

    private static int? HeadingLevel(PdfLine line, double body, List<double> sizes)
    {
        if (line.Text.Length > LongestHeading || line.Text[^1] is '.' or ';' or ',' || !line.Text.Any(char.IsLetter)) return null;
        var larger = sizes.IndexOf(Math.Round(line.Size, 1));
        if (larger >= 0) return larger + 1;
        var numbered = Numbered().Match(line.Text);
        if (numbered.Success && (line.IsBold || numbered.Groups["number"].Value.Contains('.', StringComparison.Ordinal) || !line.Text.Any(char.IsLower))) return sizes.Count + numbered.Groups["number"].Value.Count(letter => letter == '.') + 1;
        return line.IsBold && line.Size >= body && line.Text[^1] != ':' ? sizes.Count + 4 : null;
    }

    /// <summary>A sentence goes on over the end of a page.</summary>
    private static bool GoesOn(PdfLine? before, PdfLine line, string text) => before is not null && before.Page != line.Page && text[^1] is not ('.' or ':' or ';' or '?' or '!') && char.IsLower(line.Text[0]);

    /// <summary>A word divided at the end of a line becomes one again.</summary>
    private static string Join(string text, string next) =>
        text.Length > 2 && text[^1] is '-' or '\u2010' && char.IsLower(text[^2]) && char.IsLower(next[0]) ? text[..^1] + next : $"{text} {next}";

    [GeneratedRegex(@"^(section\s+)?(?<number>[0-9]{1,2}(\.[0-9]{1,2}){0,4})\.?\)?\s+\p{Lu}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^([-*+•▪◦–o·●]|\(?([0-9]{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+(?<text>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Item();
}
