using System.Globalization;
using System.Text;
using Concord.Gaps;

namespace Concord.Bench.Policies;

/// <summary>So many of so many, with the cells that are not among them.</summary>
internal sealed record PolicyCount(int Hits, int Cells, IReadOnlyList<string> Others)
{
    /// <summary>Of a share, at 95 %, after E. B. Wilson, JASA 22, 1927.</summary>
    public (double Low, double High) Interval()
    {
        if (Cells == 0) return (0, 1);
        const double Z = 1.959963984540054;
        var (n, p) = ((double)Cells, Hits / (double)Cells);
        var middle = (p + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n))) / (1 + (Z * Z / n));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    public override string ToString()
    {
        var (low, high) = Interval();
        return string.Create(CultureInfo.InvariantCulture, $"{Hits} of {Cells} ({low * 100:0} to {high * 100:0} %)");
    }
}

/// <summary>The assessment of each labelled text alone, counted against its labels.</summary>
/// <param name="Found">Of cells with label 2 whose theme has a requirement that is assessed: one of them is covered or mentioned.</param>
/// <param name="FalseClaims">Of strictly absent cells: a requirement the theme stands for first is covered or mentioned.</param>
/// <param name="Places">Of general cells with label 2: a general place of the kind is named.</param>
internal sealed record PolicyScore(string Of, PolicyCount Found, PolicyCount FalseClaims, PolicyCount Places)
{
    public static IReadOnlyList<PolicyScore> Measure(PolicyTruth truth, PolicyVocabulary vocabulary, Func<string, IReadOnlyList<PolicyBlock>> read)
    {
        var scores = truth.Documents.Select(document => OfText(truth, vocabulary, document, read(Path.Combine(truth.Folder, document)))).ToList();
        return [.. scores, new("all", Sum(scores, score => score.Found), Sum(scores, score => score.FalseClaims), Sum(scores, score => score.Places))];
    }

    private static PolicyScore OfText(PolicyTruth truth, PolicyVocabulary vocabulary, string document, IReadOnlyList<PolicyBlock> blocks)
    {
        var assessed = PolicyAssessment.Assess([new(document, blocks)], vocabulary);
        var claimed = assessed.Where(one => one.Level >= PolicyLevel.Mentioned).Select(one => one.Requirement).ToHashSet(StringComparer.Ordinal);
        var homes = assessed.SelectMany(one => one.General).Select(place => place.Home).ToHashSet(StringComparer.Ordinal);
        var answered = vocabulary.Homes.Where(home => homes.Contains(home.Id)).SelectMany(home => home.Requirements).ToHashSet(StringComparer.Ordinal);
        List<PolicyCell> cells = [.. truth.Cells.Where(cell => cell.Document == document)];
        return new(document,
            Count(cells.Where(cell => cell.Label == 2 && truth.Assessed(cell.Theme).Count > 0), cell => claimed.Overlaps(truth.Assessed(cell.Theme)), tellHits: false),
            Count(cells.Where(cell => cell.IsStrictlyAbsent && truth.Assessed(cell.Theme).Count > 0), cell => claimed.Overlaps(truth.Assessed(cell.Theme)), tellHits: true),
            Count(cells.Where(cell => cell.Label == 2 && truth.General(cell.Theme).Count > 0), cell => answered.Overlaps(truth.General(cell.Theme)), tellHits: false));
    }

    private static PolicyCount Count(IEnumerable<PolicyCell> cells, Func<PolicyCell, bool> hit, bool tellHits)
    {
        var all = cells.Select(cell => (Cell: cell, Hit: hit(cell))).ToList();
        return new(all.Count(one => one.Hit), all.Count, [.. all.Where(one => one.Hit == tellHits).Select(one => $"{one.Cell.Document}: {one.Cell.Theme}")]);
    }

    private static PolicyCount Sum(IReadOnlyList<PolicyScore> scores, Func<PolicyScore, PolicyCount> part) =>
        new(scores.Sum(score => part(score).Hits), scores.Sum(score => part(score).Cells), [.. scores.SelectMany(score => part(score).Others)]);

    public static string Table(IReadOnlyList<PolicyScore> scores)
    {
        var table = new StringBuilder("| text | label 2 found | claims on strictly absent cells | general places of label 2 |\n|---|---|---|---|\n");
        foreach (var score in scores) table.Append(CultureInfo.InvariantCulture, $"| {score.Of} | {score.Found} | {score.FalseClaims} | {score.Places} |\n");
        foreach (var score in scores.SkipLast(1)) table.Append(CultureInfo.InvariantCulture, $"without {score.Of}: {Without(scores[^1].Found, score.Found)} found, {Without(scores[^1].FalseClaims, score.FalseClaims)} false claims, {Without(scores[^1].Places, score.Places)} places\n");
        foreach (var missed in scores[^1].Found.Others) table.Append(CultureInfo.InvariantCulture, $"missed: {missed}\n");
        foreach (var claimed in scores[^1].FalseClaims.Others) table.Append(CultureInfo.InvariantCulture, $"false claim: {claimed}\n");
        foreach (var missed in scores[^1].Places.Others) table.Append(CultureInfo.InvariantCulture, $"no place: {missed}\n");
        return table.Append("The vocabulary is fitted to no text, so leaving one out changes only what is counted. Its makers had read these five texts: expect less on texts that nobody had read.\n").ToString();
    }

    private static PolicyCount Without(PolicyCount all, PolicyCount one) => new(all.Hits - one.Hits, all.Cells - one.Cells, []);
}
