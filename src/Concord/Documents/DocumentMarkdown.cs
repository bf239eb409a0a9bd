using System.Text;
using Concord.Foundation;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Concord.Documents;

/// <param name="Key">The heading, with a number where the text has it several times: sections are known by it from one revision to the next.</param>
/// <param name="Anchor">Where it stands on the page.</param>
internal sealed record DocumentHeading(string Key, int Level, string Anchor);

/// <summary>
/// The text of a document as Markdown. Whoever writes it cannot reach into the page: HTML is shown as it was typed, links lead to web pages, mail or this
/// server only, pictures are named and not fetched.
/// </summary>
internal static class DocumentMarkdown
{
    public const int MostBytes = 1 << 20;

    private const int DeepestNesting = 32;
    private const int LongestHeading = 300;

    /// <summary>Marks of emphasis, links and code are matched with each other within a paragraph; the work grows with their square.</summary>
    private const long MostMatching = 20_000_000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().Build();

    /// <summary>Refuses what is too large or built to keep a server busy.</summary>
    public static void Demand(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MostBytes)
            throw new RuleViolation("DOCUMENT-LONG", $"A text has at most {MostBytes / 1024:N0} KiB. Hand it in as a file, or divide it.");
        if (text.Contains('\0', StringComparison.Ordinal)) throw new RuleViolation("DOCUMENT-TEXT", "The text contains a null character. Remove it.");
        DemandReadable(text);
        try
        {
            Render(text);
        }
        catch (ArgumentException) // What the parser and the renderer throw for lists in lists in lists, and for brackets in brackets.
        {
            throw TooDeep();
        }
    }

    public static IReadOnlyList<DocumentHeading> Headings(string text) => Find(Markdown.Parse(text, Pipeline)).ConvertAll(found => found.Heading);

    /// <summary>For a page whose title is a heading of the first level: those of the text begin one below.</summary>
    public static string Html(string text)
    {
        try
        {
            return Render(text);
        }
        catch (ArgumentException) // Kept before such texts were refused: shown as it was typed.
        {
            return $"<pre>{System.Net.WebUtility.HtmlEncode(text)}</pre>";
        }
    }

    private static string Render(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var (block, heading) in Find(document))
        {
            block.Level = Math.Min(6, block.Level + 1);
            block.GetAttributes().Id = heading.Anchor;
        }
        using var written = new StringWriter();
        var renderer = new HtmlRenderer(written);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<LinkInlineRenderer>(new SafeLinks());
        renderer.ObjectRenderers.ReplaceOrAdd<AutolinkInlineRenderer>(new SafeAutolinks());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTableRenderer>(new ScrollingTables());
        renderer.Render(document);
        return written.ToString();
    }

    private static void DemandReadable(string text)
    {
        long matching = 0;
        long marks = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                matching += marks * marks;
                marks = 0;
                continue;
            }
            if (Nesting(line) > DeepestNesting) throw TooDeep();
            foreach (var sign in line)
            {
                if (sign is '*' or '_' or '[' or ']' or '`' or '!' or '<' or '~') marks++;
            }
        }
        if (matching + (marks * marks) > MostMatching)
            throw new RuleViolation("DOCUMENT-MARKS", "A paragraph has thousands of asterisks, brackets or other marks. Divide it by empty lines, or hand the document in as a file.");
    }

    /// <summary>How many quotations and lists the line opens.</summary>
    private static int Nesting(ReadOnlySpan<char> line)
    {
        var depth = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '>' || (line[i] is '-' or '+' or '*' && i + 1 < line.Length && line[i + 1] is ' ' or '\t')) depth++;
            else if (char.IsAsciiDigit(line[i]))
            {
                var end = i;
                while (end < line.Length && char.IsAsciiDigit(line[end])) end++;
                if (end + 1 >= line.Length || line[end] is not ('.' or ')') || line[end + 1] is not (' ' or '\t')) break;
                depth++;
                i = end;
            }
            else if (line[i] is not (' ' or '\t')) break;
        }
        return depth;
    }

    private static RuleViolation TooDeep() => new("DOCUMENT-NESTING", $"Lists and quotations lie more than {DeepestNesting} deep in each other. Make the text flatter.");

    private static List<(HeadingBlock Block, DocumentHeading Heading)> Find(MarkdownDocument document)
    {
        List<(HeadingBlock, DocumentHeading)> found = [];
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var block in document.Descendants<HeadingBlock>())
        {
            var words = Words(block.Inline);
            if (words.Length == 0) continue;
            var times = seen[words] = seen.GetValueOrDefault(words) + 1;
            found.Add((block, new(times == 1 ? words : $"{words} ({times})", block.Level, $"s-{found.Count + 1}")));
        }
        return found;
    }

    private static string Words(ContainerInline? inline)
    {
        var words = new StringBuilder();
        foreach (var part in inline?.Descendants() ?? [])
        {
            words.Append(part switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                LineBreakInline => " ",
                _ => "",
            });
        }
        var plain = words.ToString().Trim();
        return plain.Length > LongestHeading ? plain[..LongestHeading] : plain;
    }

    /// <summary>To web pages, mail and this server; with a scheme we do not know it is no link.</summary>
    internal static bool IsSafe(string? address)
    {
        if (string.IsNullOrEmpty(address) || address.Any(sign => sign <= ' ' || sign is '\\' or '\u007f')) return false;
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || address.AsSpan(0, colon).IndexOfAny("/?#") >= 0) return true;
        return address[..colon].ToUpperInvariant() is "HTTP" or "HTTPS" or "MAILTO";
    }

    private sealed class SafeLinks : LinkInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, LinkInline link)
        {
            if (link.IsImage)
            {
                renderer.Write("[picture: ");
                renderer.WriteChildren(link);
                renderer.Write("]");
            }
            else if (IsSafe(link.GetDynamicUrl?.Invoke() ?? link.Url))
            {
                link.GetAttributes().AddPropertyIfNotExist("rel", "noopener noreferrer");
                base.Write(renderer, link);
            }
            else
            {
                renderer.WriteChildren(link);
            }
        }
    }

    private sealed class SafeAutolinks : AutolinkInlineRenderer
    {
        protected override void Write(HtmlRenderer renderer, AutolinkInline link)
        {
            if (link.IsEmail || IsSafe(link.Url)) base.Write(renderer, link);
            else renderer.WriteEscape(link.Url);
        }
    }

    /// <summary>What is wider than a phone scrolls inside its own box, which the keyboard can reach.</summary>
    private sealed class ScrollingTables : HtmlTableRenderer
    {
        protected override void Write(HtmlRenderer renderer, Table table)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">");
            base.Write(renderer, table);
            renderer.WriteLine("</div>");
        }
    }
}
