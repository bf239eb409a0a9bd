using System.Text.RegularExpressions;

namespace Concord.Gaps.Reading;

/// <summary>
/// Plain lines as blocks, from a text file or a page. Headings are short lines that carry a number, are underlined, or are in capitals, and end like no sentence.
/// </summary>
internal static partial class PlainTextBlocks
{
    private const int LongestHeading = 90;

    /// <summary>A longer line is more often a duty than the name of a clause.</summary>
    private const int MostWords = 8;

    public static IReadOnlyList<PolicyBlock> Read(string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).ToList();
        var blocks = new BlockList();
        var open = (Kind: PolicyBlockKind.Paragraph, Text: "");
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var alone = (i == 0 || lines[i - 1].Length == 0) && (i + 1 == lines.Count || lines[i + 1].Length == 0);
            if (line.Length == 0 || Rule().IsMatch(line)) Close();
            else if (HeadingLevel(line, alone, i + 1 < lines.Count ? lines[i + 1] : "", isFirst: blocks.Blocks.Count == 0 && open.Text.Length == 0) is { } level)
            {
                Close();
                blocks.Heading(level, line);
            }
            else if (Item().Match(line) is { Success: true } item)
            {
                Close();
                open = (PolicyBlockKind.Item, item.Groups["text"].Value);
            }
            else open.Text = open.Text.Length == 0 ? line : $"{open.Text} {line}";
        }
        Close();
        return blocks.Blocks;

        void Close()
        {
            blocks.Add(open.Kind, 0, open.Text);
            open = (PolicyBlockKind.Paragraph, "");
        }
    }

    /// <summary>Of a line that stands by itself: "4.2 Roles" is a heading, "1. Purpose" too. Null where it is none.</summary>
    public static int? NumberedLevel(string line)
    {
        if (line.Length is 0 or > LongestHeading || line[^1] is '.' or ',' or ';' or ':' || Numbered().Match(line) is not { Success: true } number) return null;
        return line.Count(letter => letter == ' ') <= MostWords ? number.Groups["number"].Value.Count(letter => letter == '.') + 2 : null;
    }

    /// <summary>Null where the line is none.</summary>
    private static int? HeadingLevel(string line, bool alone, string next, bool isFirst)
    {
        if (line.Length > LongestHeading || line[^1] is '.' or ',' or ';' or ':' || !line.Any(char.IsLetter)) return null;
        if (next.Length >= 3 && Rule().IsMatch(next)) return next[0] == '=' ? 1 : 2;
        if (isFirst && alone) return 1;
        var capitals = !line.Any(char.IsLower) && line.Count(char.IsLetter) > 2;
        if (Numbered().Match(line) is { Success: true } number)
        {
            // "4.2 Roles" has two levels below the title; a lone "1. Do this" among others is an item unless it stands alone.
            var parts = number.Groups["number"].Value.Count(letter => letter == '.') + 1;
            if (parts > 1 || alone || capitals) return parts + 1;
        }
        return capitals ? 2 : alone && next.Length == 0 && line.Length < 60 && char.IsUpper(line[0]) && !Item().IsMatch(line) ? 3 : null;
    }

    [GeneratedRegex(@"^([-=_*~]\s*){3,}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^((section|article|chapter|part)\s+)?(?<number>[0-9]{1,2}(\.[0-9]{1,2}){0,4})\.?\)?\s+\p{Lu}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^([-*+•▪◦–o·]|\(?([0-9]{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s+(?<text>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Item();
}
