using System.Globalization;

namespace Concord.Measures;

/// <summary>Has a column changed its type? How many of its values read as whole numbers, numbers, truth values, dates or other text.</summary>
/// <remarks>
/// Each value is read in the invariant culture and counted as the first of: whole number ("-12"), number ("1.5", "2e-3"), truth value
/// ("true", "False"), date or time in ISO order ("2026-03-12", "2026-03-12T08:00:00Z"), other text ("1,5", "N/A"). Leading or trailing
/// blanks make it other text: they are a change too. Missing rows do not count. A declared type beats this; it is for noticing that what
/// arrives is not what arrived before. Both samples compare by the two-sample chi-square of the kinds; kinds the reference never had are
/// named. Immutable; merging adds counts.
/// </remarks>
/// <param name="WholeNumbers">Values that read as a whole number.</param>
/// <param name="Numbers">Values that read as another number.</param>
/// <param name="TruthValues">Values that read as true or false.</param>
/// <param name="Dates">Values that read as a date or time.</param>
/// <param name="Texts">All others.</param>
public readonly record struct ValueKinds(long WholeNumbers, long Numbers, long TruthValues, long Dates, long Texts)
{
    private const NumberStyles Decimals = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss",
    ];

    private static readonly string[] Names = ["whole number", "number", "truth value", "date", "text"];

    /// <summary>Counts the kinds of the levels of a column as text.</summary>
    /// <param name="sample">The column before any conversion.</param>
    public static ValueKinds Of(CategoryCounts sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var counts = new long[Names.Length];
        foreach (var (level, rows) in sample.Levels)
        {
            if (!string.Equals(level, CategoryCounts.MissingLevel, StringComparison.Ordinal))
                counts[KindOf(level)] += rows;
        }

        return new(counts[0], counts[1], counts[2], counts[3], counts[4]);
    }

    /// <summary>The counts of both samples together.</summary>
    /// <param name="other">Rows that are not in this one.</param>
    public ValueKinds Merge(ValueKinds other) => new(
        checked(WholeNumbers + other.WholeNumbers),
        checked(Numbers + other.Numbers),
        checked(TruthValues + other.TruthValues),
        checked(Dates + other.Dates),
        checked(Texts + other.Texts));

    /// <summary>Both samples counted by kind.</summary>
    /// <param name="reference">The reference sample.</param>
    /// <param name="current">The current sample.</param>
    public static PairedCounts Pair(ValueKinds reference, ValueKinds current) => new(reference.Counts, current.Counts);

    /// <summary>Kinds that occur here and never in the reference. A whole number is a number: it is no new kind among numbers.</summary>
    /// <param name="reference">The reference sample.</param>
    public IReadOnlyList<string> NewKinds(ValueKinds reference)
    {
        var counts = Counts;
        return [.. Enumerable.Range(0, Names.Length)
            .Where(kind => counts[kind] > 0 && reference.Counts[kind] == 0 && !(kind == 0 && reference.Numbers > 0))
            .Select(kind => Names[kind])];
    }

    /// <summary>Rows whose kind the reference never had, by the rule of <see cref="NewKinds"/>.</summary>
    /// <param name="reference">The reference sample.</param>
    public long RowsOfNewKinds(ValueKinds reference)
    {
        var (counts, names) = (Counts, NewKinds(reference));
        return Enumerable.Range(0, Names.Length).Where(kind => names.Contains(Names[kind], StringComparer.Ordinal)).Sum(kind => counts[kind]);
    }

    private long[] Counts => [WholeNumbers, Numbers, TruthValues, Dates, Texts];

    private static int KindOf(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? 0
        : double.TryParse(value, Decimals, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? 1
        : string.Equals(value, "true", StringComparison.OrdinalIgnoreCase) || string.Equals(value, "false", StringComparison.OrdinalIgnoreCase) ? 2
        : DateTime.TryParseExact(value, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? 3
        : 4;
}
