namespace Concord.Documents;

internal enum DifferenceKind
{
    Same,
    Removed,
    Added,

    /// <summary>A line of both sides, some of whose words differ.</summary>
    Changed,
}

/// <summary>A piece of a line.</summary>
internal sealed record DifferencePart(DifferenceKind Kind, string Text);

/// <param name="Before">The number of the line on the left side, counted from 1; null where it is not there.</param>
internal sealed record DifferenceLine(DifferenceKind Kind, int? Before, int? After, IReadOnlyList<DifferencePart> Parts);

/// <summary>
/// What one text says differently from another, by lines and within a changed line by words: the shortest way from one to the other (Myers 1986).
/// Two texts that have little in common are not searched to the end: what remains is shown as replaced.
/// </summary>
internal static class TextDifference
{
    private const int MostLineEdits = 1500;
    private const int MostWordEdits = 300;

    /// <summary>A line pair with less in common than this is two lines, not one that changed.</summary>
    private const double LeastInCommon = 0.4;

    public static IReadOnlyList<DifferenceLine> Of(string before, string after)
    {
        var (left, right) = (Lines(before), Lines(after));
        List<DifferenceLine> lines = [];
        List<int> removed = [];
        List<int> added = [];
        foreach (var (one, other) in Align(left, right, MostLineEdits))
        {
            if (one is { } x && other is { } y)
            {
                Flush();
                lines.Add(new(DifferenceKind.Same, x + 1, y + 1, [new(DifferenceKind.Same, left[x])]));
            }
            else if (one is { } gone) removed.Add(gone);
            else added.Add(other!.Value);
        }
        Flush();
        return lines;

        void Flush()
        {
            var pairs = Math.Min(removed.Count, added.Count);
            for (var i = 0; i < Math.Max(removed.Count, added.Count); i++)
            {
                if (i < pairs && Words(left[removed[i]], right[added[i]]) is { } parts)
                {
                    lines.Add(new(DifferenceKind.Changed, removed[i] + 1, added[i] + 1, parts));
                    continue;
                }
                if (i < removed.Count) lines.Add(new(DifferenceKind.Removed, removed[i] + 1, null, [new(DifferenceKind.Removed, left[removed[i]])]));
                if (i < added.Count) lines.Add(new(DifferenceKind.Added, null, added[i] + 1, [new(DifferenceKind.Added, right[added[i]])]));
            }
            removed.Clear();
            added.Clear();
        }
    }

    /// <summary>Null where the two lines have too little in common.</summary>
    private static IReadOnlyList<DifferencePart>? Words(string before, string after)
    {
        var (left, right) = (Tokens(before), Tokens(after));
        List<DifferencePart> parts = [];
        var common = 0;
        foreach (var (one, other) in Align(left, right, MostWordEdits))
        {
            var kind = one is null ? DifferenceKind.Added : other is null ? DifferenceKind.Removed : DifferenceKind.Same;
            var text = one is { } x ? left[x] : right[other!.Value];
            if (kind == DifferenceKind.Same) common += text.Trim().Length;
            if (parts is [.., var last] && last.Kind == kind) parts[^1] = last with { Text = last.Text + text };
            else parts.Add(new(kind, text));
        }
        var longest = Math.Max(before.Trim().Length, after.Trim().Length);
        return longest > 0 && common >= longest * LeastInCommon ? parts : null;
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>Words with the blanks after them, and every other sign alone.</summary>
    private static string[] Tokens(string line)
    {
        List<string> tokens = [];
        for (var i = 0; i < line.Length;)
        {
            var end = i + 1;
            if (char.IsLetterOrDigit(line[i]))
                while (end < line.Length && char.IsLetterOrDigit(line[end])) end++;
            else if (char.IsHighSurrogate(line[i]) && end < line.Length) end++;
            tokens.Add(line[i..end]);
            i = end;
        }
        return [.. tokens];
    }

    /// <summary>Pairs of indices in the order of the texts; one side is null where the other stands alone.</summary>
    private static IEnumerable<(int? Left, int? Right)> Align(string[] left, string[] right, int most)
    {
        var start = 0;
        while (start < left.Length && start < right.Length && left[start] == right[start]) start++;
        var end = 0;
        while (end < left.Length - start && end < right.Length - start && left[^(end + 1)] == right[^(end + 1)]) end++;
        for (var i = 0; i < start; i++) yield return (i, i);
        foreach (var (one, other) in Shortest(left[start..^end], right[start..^end], most)) yield return (one + start, other + start);
        for (var i = end; i > 0; i--) yield return (left.Length - i, right.Length - i);
    }

    private static List<(int? Left, int? Right)> Shortest(string[] left, string[] right, int most)
    {
        var (n, m) = (left.Length, right.Length);
        var limit = Math.Min(n + m, most);
        var furthest = new int[(2 * limit) + 2];
        List<int[]> trace = [];
        for (var edits = 0; edits <= limit; edits++)
        {
            for (var k = -edits; k <= edits; k += 2)
            {
                var x = k == -edits || (k != edits && furthest[limit + k - 1] < furthest[limit + k + 1]) ? furthest[limit + k + 1] : furthest[limit + k - 1] + 1;
                while (x < n && x - k < m && left[x] == right[x - k]) x++;
                furthest[limit + k] = x;
                if (x >= n && x - k >= m) return Walk(trace, edits, n, m);
            }
            trace.Add(furthest[(limit - edits)..(limit + edits + 1)]);
        }
        return [.. Enumerable.Range(0, n).Select(i => ((int?)i, (int?)null)), .. Enumerable.Range(0, m).Select(i => ((int?)null, (int?)i))];
    }

    /// <summary>Back from the end: before each edit the diagonal it came from.</summary>
    private static List<(int? Left, int? Right)> Walk(List<int[]> trace, int edits, int x, int y)
    {
        List<(int? Left, int? Right)> steps = [];
        for (var edit = edits; edit > 0; edit--)
        {
            var before = trace[edit - 1];
            int At(int k) => k < -(edit - 1) || k > edit - 1 ? -1 : before[k + edit - 1];
            var k = x - y;
            var isDown = k == -edit || (k != edit && At(k - 1) < At(k + 1));
            var px = At(isDown ? k + 1 : k - 1);
            var py = px - (isDown ? k + 1 : k - 1);
            while (x > px && y > py) steps.Add((--x, --y));
            steps.Add(isDown ? (null, --y) : (--x, null));
        }
        while (x > 0 && y > 0) steps.Add((--x, --y));
        steps.Reverse();
        return steps;
    }
}
