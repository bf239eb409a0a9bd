using System.Text.RegularExpressions;

namespace Concord.Gaps.Reading;

/// <summary>Markdown as blocks: headings of both kinds, paragraphs, items, rows of tables. Marks of emphasis, links and code go; their words stay.</summary>
internal static partial class MarkdownBlocks
{
    public static IReadOnlyList<PolicyBlock> Read(string text)
    {
        var blocks = new BlockList();
        var open = (Kind: PolicyBlockKind.Paragraph, Text: "");
        var lines = Comment().Replace(text, " ").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var raw = lines[i];
            var line = Quote().Replace(raw.TrimEnd(), "");
            if (line.Trim().Length == 0 || Fence().IsMatch(line)) Close();
            else if (Underline().Match(line) is { Success: true } under)
            {
                // Under a paragraph it makes a heading of it, elsewhere it is a rule.
                if (open is { Kind: PolicyBlockKind.Paragraph, Text.Length: > 0 }) blocks.Heading(under.Value.Contains('=') ? 1 : 2, Plain(open.Text));
                else Close();
                open.Text = "";
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                Close();
                blocks.Heading(heading.Groups["marks"].Length, Plain(heading.Groups["text"].Value));
            }
            else if (BoldLine().Match(line) is { Success: true } bold)
            {
                Close();
                blocks.Heading(7, Plain(bold.Groups["text"].Value));
            }
            else if (IsBlank(lines, i - 1) && IsBlank(lines, i + 1) && !IsNumbered(lines, i, -1) && !IsNumbered(lines, i, 1) && PlainTextBlocks.NumberedLevel(Plain(line).Trim()) is { } level)
            {
                // A clause that carries its number instead of a mark. It may be a short duty all the same, so its words are read as well.
                Close();
                blocks.Heading(level, Plain(line));
                blocks.Paragraph(Plain(line));
            }
            else if (Rule().IsMatch(line)) Close();
            else if (line.TrimStart().StartsWith('|'))
            {
                Close();
                blocks.Item(Plain(string.Join(" | ", line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).Where(cell => cell.Length > 0))));
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                Close();
                open = (PolicyBlockKind.Item, item.Groups["text"].Value);
            }
            else if (open.Text.Length > 0) open.Text += " " + line.Trim();
            else open = (PolicyBlockKind.Paragraph, line.Trim());
            // Two blanks at the end break the line: what follows is a statement of its own.
            if (raw.TrimEnd('\r').EndsWith("  ", StringComparison.Ordinal)) Close();
        }
        Close();
        return blocks.Blocks;

        void Close()
        {
            blocks.Add(open.Kind, 0, Plain(open.Text));
            open = (PolicyBlockKind.Paragraph, "");
        }
    }

    private static bool IsBlank(string[] lines, int at) => at < 0 || at >= lines.Length || string.IsNullOrWhiteSpace(lines[at]);

    /// <summary>Whether the next line with words in that direction begins with a number: then both are items of a list, or sentences that are counted.</summary>
    private static bool IsNumbered(string[] lines, int from, int step)
    {
        var at = from + step;
        while (at >= 0 && at < lines.Length && string.IsNullOrWhiteSpace(lines[at])) at += step;
        return at >= 0 && at < lines.Length && Counted().IsMatch(Plain(lines[at]));
    }

    private static string Plain(string text) => Marks().Replace(Tag().Replace(Link().Replace(text, "${text}"), " "), "").Replace("\\", "", StringComparison.Ordinal);

    [GeneratedRegex(@"<!--.*?(-->|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^\s{0,3}(>\s?)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Quote();

    [GeneratedRegex(@"^\s*(```|~~~|\{\{[#/][^}]*\}\}\s*$|!!!)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s{0,3}(=+|-+)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s{0,3}(?<marks>#{1,6})\s+(?<text>.*?)\s*#*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Heading();

    // A short line in bold, without a colon, is a heading in all but name.
    [GeneratedRegex(@"^\s{0,3}(?<mark>\*\*|__)(?<text>[^*_:]{2,80})\k<mark>\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex BoldLine();

    [GeneratedRegex(@"^\s{0,3}([-*_]\s*){3,}$|^\s*\|?\s*:?-{2,}[-:|\s]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*([-*+•]|\(?([0-9]{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+(\[[ xX]\]\s+)?(?<text>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Item();

    [GeneratedRegex(@"^\s*\(?[0-9]{1,2}(\.[0-9]{1,2})*[.)]?\s", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Counted();

    [GeneratedRegex(@"!?\[(?<text>[^\[\]]*)\]\([^()]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();

    // Others are no marks but blanks to fill in: <role>.
    [GeneratedRegex(@"</?(a|abbr|b|blockquote|br|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|s|small|span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)(\s[^<>]*)?/?>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[*`]+|(?<![A-Za-z0-9_])__?(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])__?(?![A-Za-z0-9_])|~~", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Marks();
}
