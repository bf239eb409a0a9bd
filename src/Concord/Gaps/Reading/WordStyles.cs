using System.Globalization;
using System.Xml;
using Concord.Logs;

namespace Concord.Gaps.Reading;

/// <summary>Which styles of a Word document are headings, and of which level; names are those of the program, whatever its language.</summary>
internal sealed class WordStyles
{
    public static readonly WordStyles None = new();

    private readonly Dictionary<string, int> levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> basedOn = new(StringComparer.Ordinal);
    private readonly HashSet<string> lists = new(StringComparer.Ordinal);

    public static WordStyles Read(XmlReader reader)
    {
        using var _ = reader;
        var styles = new WordStyles();
        var id = "";
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            switch (reader.LocalName)
            {
                case "style":
                    id = PackagePart.Attribute(reader, "styleId") ?? "";
                    break;
                case "name" when PackagePart.Attribute(reader, "val") is { } name:
                    if (LevelOfName(name) is { } level) styles.levels[id] = level;
                    else if (name.StartsWith("list", StringComparison.OrdinalIgnoreCase)) styles.lists.Add(id);
                    break;
                case "basedOn" when PackagePart.Attribute(reader, "val") is { } parent:
                    styles.basedOn[id] = parent;
                    break;
                case "outlineLvl" when int.TryParse(PackagePart.Attribute(reader, "val"), CultureInfo.InvariantCulture, out var outline) && outline is >= 0 and < 9:
                    styles.levels.TryAdd(id, outline + 1);
                    break;
            }
        }
        return styles;
    }

    /// <summary>Null for a style that is no heading. A style may rest on another; not for ever, for the chain comes from a stranger.</summary>
    public int? LevelOf(string style)
    {
        for (var (at, steps) = (style, 0); steps < 16; steps++)
        {
            if (levels.TryGetValue(at, out var level)) return level;
            if (LevelOfName(at) is { } named) return named;
            if (!basedOn.TryGetValue(at, out at!)) break;
        }
        return null;
    }

    public bool IsList(string style) => lists.Contains(style) || style.StartsWith("List", StringComparison.OrdinalIgnoreCase);

    private static int? LevelOfName(string name)
    {
        var plain = name.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return plain == "TITLE" ? 1 : plain.Length == 8 && plain.StartsWith("HEADING", StringComparison.Ordinal) && plain[7] is >= '1' and <= '9' ? plain[7] - '0' : null;
    }
}
