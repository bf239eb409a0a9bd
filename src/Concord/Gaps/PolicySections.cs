namespace Concord.Gaps;

/// <summary>Cuts a text into sections by its headings, and sections into sentences.</summary>
internal static class PolicySections
{
    /// <summary>A section longer than this is cut: words that stand pages apart support nothing.</summary>
    private const int MostWords = 600;

    private const int WindowWords = 250;

    public static IReadOnlyList<PolicySection> Of(PolicyText text)
    {
        var sections = new List<PolicySection>();
        var above = new List<(int Level, string Text)>();
        var blocks = new List<PolicyBlock>();
        var heading = text.Title;
        foreach (var block in text.Blocks)
        {
            if (block.Kind != PolicyBlockKind.Heading)
            {
                blocks.Add(block);
                continue;
            }
            Close();
            above.RemoveAll(over => over.Level >= block.Level);
            above.Add((block.Level, block.Text));
            heading = block.Text;
        }
        Close();
        return sections;

        void Close()
        {
            string[] over = [.. above.Select(one => one.Text).Where(one => one != heading)];
            foreach (var window in Windows(blocks))
            {
                var sentences = Sentences(window);
                if (sentences.Count > 0) sections.Add(new(text.File, text.Title, heading.Length > 0 ? heading : "beginning", over, sentences));
            }
            blocks.Clear();
        }
    }

    private static IEnumerable<IReadOnlyList<PolicyBlock>> Windows(List<PolicyBlock> blocks)
    {
        if (blocks.Sum(Words) <= MostWords) return [[.. blocks]];
        var windows = new List<IReadOnlyList<PolicyBlock>>();
        var window = new List<PolicyBlock>();
        foreach (var block in blocks)
        {
            // A list stays with the words that lead in to it.
            if (block.Kind == PolicyBlockKind.Paragraph && window.Sum(Words) >= WindowWords)
            {
                windows.Add(window);
                window = [];
            }
            window.Add(block);
        }
        windows.Add(window);
        return windows;
    }

    private static int Words(PolicyBlock block) => block.Text.AsSpan().Count(' ') + 1;

    private static List<PolicySentence> Sentences(IReadOnlyList<PolicyBlock> blocks)
    {
        var sentences = new List<PolicySentence>();
        var leadIn = "";
        foreach (var block in blocks)
        {
            var parts = SentenceEnds.Split(block.Text);
            for (var i = 0; i < parts.Count; i++)
                sentences.Add(new(parts[i].Text, parts[i].Whole, block.Kind == PolicyBlockKind.Item ? leadIn : "", i > 0, block.Kind == PolicyBlockKind.Paragraph));
            if (block.Kind == PolicyBlockKind.Paragraph) leadIn = parts.Count > 0 && parts[^1].Text.EndsWith(':') ? parts[^1].Text : "";
        }
        return sentences;
    }
}
