using System.Text;

namespace Concord.Gaps.Reading;

/// <summary>Collects blocks with one kind of blank and without letters that cannot be seen; refuses more text than a policy has.</summary>
internal sealed class BlockList
{
    private static readonly string[] Ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

    private readonly List<PolicyBlock> blocks = [];
    private long letters;

    public IReadOnlyList<PolicyBlock> Blocks => blocks;

    public void Heading(int level, string text) => Add(PolicyBlockKind.Heading, Math.Clamp(level, 1, 9), text);

    public void Paragraph(string text) => Add(PolicyBlockKind.Paragraph, 0, text);

    public void Item(string text) => Add(PolicyBlockKind.Item, 0, text);

    public void Add(PolicyBlockKind kind, int level, string text)
    {
        var visible = Visible(text);
        if (visible.Length == 0) return;
        letters += visible.Length;
        if (letters > PolicyFileLimits.Letters || blocks.Count >= PolicyFileLimits.Blocks) throw PolicyFileLimits.TooMuchText();
        blocks.Add(new(kind, level, visible));
    }

    /// <summary>Letters within a word that print nothing would hide it from every term; ligatures would too.</summary>
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
            {
                if (visible.Length > 0 && visible[^1] != ' ') visible.Append(' ');
            }
            else if (char.IsControl(letter) || letter is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or '\uFEFF' or '\uFFFE' or '\uFFFF')
                continue;
            else if (letter is >= '\uFB00' and <= '\uFB06') visible.Append(Ligatures[letter - '\uFB00']);
            else visible.Append(letter);
        }
        // A lone half of a pair is no letter and cannot be written out again.
        return Whole(visible).TrimEnd();
    }

    private static string Whole(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) i++;
            else text[i] = '\uFFFD';
        }
        return text.ToString();
    }
}
