using System.Security.Cryptography;
using System.Text;

namespace Concord.Gaps;

internal enum PolicyBlockKind { Heading, Paragraph, Item }

/// <summary>A heading, a paragraph, or an item of a list or row of a table, as any of the formats holds it.</summary>
/// <param name="Level">Of a heading: 1 is the highest. Nothing of the others.</param>
internal sealed record PolicyBlock(PolicyBlockKind Kind, int Level, string Text);

/// <summary>A policy as text, whatever format it came in: the same words give the same assessment.</summary>
/// <param name="File">What findings and passages call it.</param>
internal sealed record PolicyText(string File, IReadOnlyList<PolicyBlock> Blocks)
{
    /// <summary>The first heading, or the first short line of a text without headings.</summary>
    public string Title => Blocks.FirstOrDefault(block => block.Kind == PolicyBlockKind.Heading)?.Text
        ?? Blocks.FirstOrDefault(block => block.Text.Length <= 120)?.Text ?? "";

    /// <summary>Each text once, under the first of its names: three copies of a policy say no more than one, whatever format they came in.</summary>
    public static IReadOnlyList<PolicyText> Once(IEnumerable<PolicyText> texts) => [.. texts.OrderBy(text => text.File, StringComparer.Ordinal).DistinctBy(text => text.Hash(), StringComparer.Ordinal)];

    /// <summary>Each text that counts no second time, with the name it counts under.</summary>
    public static IReadOnlyList<(string File, string CountedAs)> Repeated(IReadOnlyList<PolicyText> texts)
    {
        var counted = Once(texts).ToDictionary(text => text.Hash(), text => text.File, StringComparer.Ordinal);
        return [.. texts.Select(text => (text.File, CountedAs: counted[text.Hash()])).Where(one => one.File != one.CountedAs).OrderBy(one => one.File, StringComparer.Ordinal)];
    }

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Blocks.Select(block => $"{block.Kind} {block.Level} {block.Text}")))));
}

/// <summary>One sentence, or a part of it up to a semicolon, with the words that lead in to it where it is an item of a list.</summary>
/// <param name="Whole">The sentence as printed, for quoting.</param>
/// <param name="LeadIn">"Before use, teams must:" above an item; empty elsewhere.</param>
/// <param name="ContinuesBlock">The sentence before it stands in the same paragraph.</param>
/// <param name="IsProse">Of a paragraph, not an item of a list or a row of a table.</param>
internal sealed record PolicySentence(string Text, string Whole, string LeadIn, bool ContinuesBlock, bool IsProse);

/// <summary>From one heading to the next; a long stretch without headings comes in windows.</summary>
/// <param name="Heading">As printed; the title where text stands before the first heading.</param>
/// <param name="Above">The headings it stands under, the title among them.</param>
internal sealed record PolicySection(string File, string Title, string Heading, IReadOnlyList<string> Above, IReadOnlyList<PolicySentence> Sentences);
