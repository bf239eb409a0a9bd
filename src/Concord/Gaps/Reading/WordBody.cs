using System.Globalization;
using System.Text;
using System.Xml;
using Concord.Logs;

namespace Concord.Gaps.Reading;

/// <summary>Walks through the body of a Word document once, without recursion: depth comes from a stranger.</summary>
internal sealed class WordBody(WordStyles styles)
{
    /// <summary>What the reader sees twice, or does not see: the older form of a drawing, moved and deleted text, field codes.</summary>
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal) { "Fallback", "moveFrom", "del", "instrText", "delText", "sectPr", "pPrChange", "rPrChange" };

    /// <summary>A short line in bold, without a colon, is a heading in all but name.</summary>
    private const int LowestHeading = 7;

    private readonly BlockList blocks = new();
    private readonly Stack<Paragraph> open = new();
    private readonly List<StringBuilder> cells = [];
    private int rows;
    private bool inText;
    private bool hidden;
    private bool bold;

    private sealed class Paragraph
    {
        public StringBuilder Text { get; } = new();
        public string Style { get; set; } = "";
        public int? Outline { get; set; }
        public bool IsNumbered { get; set; }
        public bool IsBold { get; set; } = true;
    }

    public IReadOnlyList<PolicyBlock> Read(XmlReader reader)
    {
        var more = reader.Read();
        while (more)
        {
            if (reader.NodeType == XmlNodeType.Element && Skipped.Contains(reader.LocalName))
            {
                reader.Skip();
                more = !reader.EOF;
                continue;
            }
            if (reader.NodeType == XmlNodeType.Element) Begin(reader);
            else if (reader.NodeType == XmlNodeType.EndElement) End(reader.LocalName);
            else if (reader.HasValue && inText && !hidden && open.TryPeek(out var paragraph)) Write(paragraph, reader.Value);
            more = reader.Read();
        }
        return blocks.Blocks;
    }

    private void Begin(XmlReader reader)
    {
        var (name, isEmpty) = (reader.LocalName, reader.IsEmptyElement);
        switch (name)
        {
            case "p": open.Push(new()); break;
            case "r": hidden = bold = false; break;
            // What is struck out is to be read as gone.
            case "vanish" or "strike" or "dstrike": hidden |= IsOn(reader); break;
            case "b": bold = IsOn(reader); break;
            case "t": inText = true; break;
            case "tr": rows++; if (rows == 1) cells.Clear(); break;
            case "tc" when rows == 1: cells.Add(new()); break;
            default: if (open.Count > 0) Mark(reader, open.Peek()); break;
        }
        if (isEmpty) End(name);
    }

    private void Write(Paragraph paragraph, string text)
    {
        paragraph.Text.Append(text);
        paragraph.IsBold &= bold || string.IsNullOrWhiteSpace(text);
    }

    private static bool IsOn(XmlReader reader) => PackagePart.Attribute(reader, "val") is not ("0" or "false");

    private static void Mark(XmlReader reader, Paragraph paragraph)
    {
        switch (reader.LocalName)
        {
            case "pStyle": paragraph.Style = PackagePart.Attribute(reader, "val") ?? ""; break;
            case "outlineLvl" when int.TryParse(PackagePart.Attribute(reader, "val"), CultureInfo.InvariantCulture, out var level) && level is >= 0 and < 9: paragraph.Outline = level + 1; break;
            case "numPr": paragraph.IsNumbered = true; break;
            case "tab" or "br" or "cr": paragraph.Text.Append(' '); break;
            case "noBreakHyphen": paragraph.Text.Append('-'); break;
        }
    }

    private void End(string name)
    {
        switch (name)
        {
            case "t": inText = false; break;
            case "p" when open.TryPop(out var paragraph): Close(paragraph); break;
            case "tr" when rows > 0:
                if (--rows == 0) blocks.Item(string.Join(" | ", cells.Select(cell => cell.ToString().Trim()).Where(cell => cell.Length > 0)));
                break;
        }
    }

    private void Close(Paragraph paragraph)
    {
        var text = paragraph.Text.ToString();
        var isItem = paragraph.IsNumbered || styles.IsList(paragraph.Style);
        if (rows > 0 && cells.Count > 0) cells[^1].Append(' ').Append(text);
        else if ((styles.LevelOf(paragraph.Style) ?? paragraph.Outline) is { } level) blocks.Heading(level, text);
        else if (!isItem && paragraph.IsBold && text.Trim().Length is >= 2 and <= 80 && !text.Contains(':', StringComparison.Ordinal)) blocks.Heading(LowestHeading, text);
        else blocks.Add(isItem ? PolicyBlockKind.Item : PolicyBlockKind.Paragraph, 0, text);
    }
}
