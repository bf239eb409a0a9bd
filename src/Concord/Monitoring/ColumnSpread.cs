using System.Globalization;
using Concord.Logs;
using Concord.Measures;

namespace Concord.Monitoring;

/// <summary>How one column is spread in the reference and in one window: rows per bin or level, never a row.</summary>
internal sealed record ColumnSpread(string Column, string Window, IReadOnlyList<SpreadBin> Bins, long ReferenceRows, long WindowRows)
{
    /// <summary>Levels named one by one; the rarer ones are put together.</summary>
    private const int MostLevels = 20;

    /// <summary>So many edges show how a column is spread.</summary>
    private const int EnoughCuts = 4;

    private const int FurtherCuts = 8;

    /// <summary>So many tell any two numbers apart.</summary>
    private const int DigitsOfDouble = 17;

    /// <returns>Null when the column is not counted on either side.</returns>
    public static ColumnSpread? Of(MonitorDefinition definition, ReferenceProfile before, Profile current, string column) => BinsOf(definition, before, current, column) is { } bins
        ? new(column, current.Window, definition.Protected.Contains(column, StringComparer.Ordinal) ? WithoutSmall(bins) : bins, before.Counts.Rows, current.Rows)
        : null;

    private static List<SpreadBin>? BinsOf(MonitorDefinition definition, ReferenceProfile reference, Profile current, string column)
    {
        var before = reference.Counts;
        if (current.Numeric.FirstOrDefault(numeric => numeric.Column == column) is { } numeric)
            return Numeric(reference.Numeric[column], before.Numeric.Single(known => known.Column == column), numeric);
        if (current.Categorical.FirstOrDefault(categorical => categorical.Column == column) is { } levels)
            return Levels(before.Categorical.Single(known => known.Column == column), levels);
        if (column == definition.Score.Name && reference.Score is { } score && current.Score is { } scores && before.Score is { } scoresBefore)
            return Numeric(score, scoresBefore, scores);
        return column != definition.Decision.Name ? null :
        [
            new("0", before.Outcomes.Negative, current.Outcomes.Negative), new("1", before.Outcomes.Positive, current.Outcomes.Positive),
            .. Missing(before.Outcomes.Undecided, current.Outcomes.Undecided),
        ];
    }

    private static List<SpreadBin> Numeric(ReferenceColumn reference, NumericProfile before, NumericProfile current)
    {
        var cuts = Cuts(reference, before);
        var (bins, fine) = (QuantileBins.FromEdges(cuts), QuantileBins.FromEdges(reference.Edges));
        var edges = Texts(cuts);
        return [.. bins.Gather(fine, before.Bins).Zip(bins.Gather(fine, current.Bins), (was, now) => (was, now)).Select((rows, bin) => new SpreadBin(Label(edges, bin), rows.was, rows.now) { Short = bin < edges.Length ? $"≤ {edges[bin]}" : null }),
            .. Missing(before.Missing, current.Missing)];
    }

    /// <summary>
    /// The edges of the index's bins; where these are few because most rows share a value, further ones that deal out the other rows: a change of unit moves
    /// nothing else.
    /// </summary>
    private static double[] Cuts(ReferenceColumn reference, NumericProfile before)
    {
        if (reference.Bins.Length >= EnoughCuts || before.Count == 0) return reference.Bins;
        var others = before.Bins.Where(rows => rows * FurtherCuts < before.Count).Sum();
        var cuts = new SortedSet<double>(reference.Bins);
        var seen = 0L;
        foreach (var (edge, rows) in reference.Edges.Zip(before.Bins))
        {
            seen = rows * FurtherCuts < before.Count ? seen + rows : 0;
            if (seen == 0 || seen * FurtherCuts < others) continue;
            cuts.Add(edge);
            seen = 0;
        }
        return [.. cuts];
    }

    private static List<SpreadBin> Levels(CategoricalProfile before, CategoricalProfile current)
    {
        var levels = before.Levels.Keys.Union(current.Levels.Keys, StringComparer.Ordinal)
            .Select(level => new SpreadBin(level, before.Levels.GetValueOrDefault(level), current.Levels.GetValueOrDefault(level)))
            .OrderByDescending(bin => Math.Max(bin.Reference!.Value, bin.Current!.Value)).ThenBy(bin => bin.Label, StringComparer.Ordinal).ToList();
        var others = levels.Skip(MostLevels).ToList();
        var (beforeRest, currentRest) = (others.Sum(bin => bin.Reference!.Value) + before.RestRows, others.Sum(bin => bin.Current!.Value) + current.RestRows);
        return
        [
            .. levels.Take(MostLevels),
            .. beforeRest + currentRest > 0 ? [new SpreadBin("other levels", beforeRest, currentRest)] : Array.Empty<SpreadBin>(),
            .. Missing(before.Missing, current.Missing),
        ];
    }

    private static SpreadBin[] Missing(long before, long current) => before + current > 0 ? [new("missing", before, current)] : [];

    private static string Label(string[] edges, int bin) =>
        edges.Length == 0 ? "all values" : bin == 0 ? $"≤ {edges[0]}" : bin == edges.Length ? $"> {edges[^1]}" : $"{edges[bin - 1]}–{edges[bin]}";

    /// <summary>With as many digits as tell neighbours apart; whole numbers whole.</summary>
    private static string[] Texts(double[] edges)
    {
        for (var digits = 5; ; digits++)
        {
            string[] texts = [.. edges.Select(edge => Text(edge, digits))];
            if (digits == DigitsOfDouble || texts.Distinct(StringComparer.Ordinal).Count() == edges.Length) return texts;
        }
    }

    private static string Text(double edge, int digits)
    {
        if (edge != 0 && Math.Abs(edge) is < 1e-4 or >= 1e9) return edge.ToString($"0.{new string('#', digits - 1)}E+0", CultureInfo.InvariantCulture);
        var rounded = double.IsInteger(edge) ? edge : double.Parse(edge.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return rounded.ToString("#,##0.####################", CultureInfo.InvariantCulture);
    }

    /// <summary>One small group alone could be told from the total, so the next smallest goes with it.</summary>
    private static List<SpreadBin> WithoutSmall(List<SpreadBin> bins)
    {
        var before = Hidden(bins, bin => bin.Reference!.Value);
        var current = Hidden(bins, bin => bin.Current!.Value);
        return [.. bins.Select(bin => bin with { Reference = before.Contains(bin) ? null : bin.Reference, Current = current.Contains(bin) ? null : bin.Current })];
    }

    private static HashSet<SpreadBin> Hidden(List<SpreadBin> bins, Func<SpreadBin, long> rows)
    {
        var hidden = bins.Where(bin => rows(bin) < GroupCounts.SmallestShown).ToHashSet();
        if (hidden.Sum(rows) is > 0 and < GroupCounts.SmallestShown && bins.Where(bin => !hidden.Contains(bin)).MinBy(rows) is { } next)
            hidden.Add(next);
        return hidden;
    }
}

/// <param name="Reference">Rows; null where so few that they are not shown of a protected column.</param>
internal sealed record SpreadBin(string Label, long? Reference, long? Current)
{
    /// <summary>What stands below a bar where the label has no room: bins follow each other, so their upper ends tell them. Null where the label is short by nature.</summary>
    public string? Short { get; init; }
}
