using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Concord.Logs;

namespace Concord.Tables;

/// <param name="Part">The name of the part in the package that holds its rows.</param>
internal sealed record SheetPart(string Name, string Part);

/// <summary>What all sheets of a workbook share.</summary>
/// <param name="Sheets">Those that are not hidden.</param>
/// <param name="Formats">The format of numbers of each cell format, by its place.</param>
/// <param name="Since1904">Days are counted from 1904 on.</param>
internal sealed partial record WorkbookParts(IReadOnlyList<SheetPart> Sheets, IReadOnlyList<string> Texts, IReadOnlyList<NumberFormat> Formats, bool Since1904)
{
    public static WorkbookParts Read(ZipArchive package)
    {
        var (sheets, since1904) = ReadSheets(package);
        return new(sheets, ReadTexts(package), ReadFormats(package), since1904);
    }

    private static (List<SheetPart> Sheets, bool Since1904) ReadSheets(ZipArchive package)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in Elements(package, "xl/_rels/workbook.xml.rels", "Relationship", "Id", "Target", "TargetMode"))
            if (link[2] != "External" && link[0] is { } id && link[1] is { } target) targets[id] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
        List<SheetPart> sheets = [];
        foreach (var sheet in Elements(package, "xl/workbook.xml", "sheet", "name", "id", "state"))
            if (sheet[2] is null or "visible" && sheet[1] is { } id && targets.TryGetValue(id, out var part)) sheets.Add(new(sheet[0] ?? "", part));
        var since1904 = Elements(package, "xl/workbook.xml", "workbookPr", "date1904").Any(book => book[0] is "1" or "true");
        return (sheets, since1904);
    }

    private static List<NumberFormat> ReadFormats(ZipArchive package)
    {
        var own = new Dictionary<int, string>();
        foreach (var format in Elements(package, "xl/styles.xml", "numFmt", "numFmtId", "formatCode"))
            if (int.TryParse(format[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) own[id] = format[1] ?? "";
        List<NumberFormat> formats = [];
        if (package.GetEntry("xl/styles.xml") is not { } styles) return formats;
        using var xml = WorkbookReader.Open(styles);
        var inCells = false;
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            else if (inCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" })
                formats.Add(NumberFormat.Of(int.TryParse(PackagePart.Attribute(xml, "numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0, own));
        }
        return formats;
    }

    private static List<string> ReadTexts(ZipArchive package)
    {
        List<string> texts = [];
        if (package.GetEntry("xl/sharedStrings.xml") is not { } part) return texts;
        using var xml = WorkbookReader.Open(part);
        while (xml.Read())
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" }) texts.Add(TextOf(xml));
        return texts;
    }

    /// <summary>The text of the element, its runs together and without what tells how to pronounce it.</summary>
    public static string TextOf(XmlReader xml)
    {
        if (xml.IsEmptyElement) return "";
        var (text, depth, silent) = (new StringBuilder(), xml.Depth, 0);
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.LocalName == "rPh") silent += xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement ? 1 : xml.NodeType == XmlNodeType.EndElement ? -1 : 0;
            else if (silent == 0 && xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) text.Append(xml.Value);
        }
        return Spelled(text.ToString());
    }

    /// <summary>Letters that XML does not allow are spelled by their number; a lone half of a pair is shown as missing.</summary>
    private static string Spelled(string text)
    {
        var plain = SpelledLetter().Replace(text, letter => ((char)int.Parse(letter.Groups["code"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        return new string([.. plain.Replace("\r\n", "\n", StringComparison.Ordinal).Select((letter, i) =>
            char.IsHighSurrogate(letter) ? i + 1 < plain.Length && char.IsLowSurrogate(plain[i + 1]) ? letter : '\uFFFD' : char.IsControl(letter) && letter is not ('\n' or '\t') ? '\uFFFD' : letter)]).Trim();
    }

    private static IEnumerable<string?[]> Elements(ZipArchive package, string part, string element, params string[] attributes)
    {
        if (package.GetEntry(part) is not { } entry) yield break;
        using var xml = WorkbookReader.Open(entry);
        while (xml.Read())
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == element) yield return [.. attributes.Select(attribute => PackagePart.Attribute(xml, attribute))];
    }

    [GeneratedRegex("_x(?<code>[0-9A-Fa-f]{4})_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SpelledLetter();
}
