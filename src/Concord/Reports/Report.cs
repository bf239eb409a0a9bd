using System.Globalization;

namespace Concord.Reports;

/// <summary>What a report says, apart from how it is written: the same content becomes HTML, a Word document or a workbook (<see cref="ReportFile"/>).</summary>
/// <param name="Facts">What the report rests on: the day, the scope, the versions of rules.</param>
internal sealed record Report(string Title, string? Subtitle, IReadOnlyList<ReportFact> Facts, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>The moment the files bear; the same report then gives the same bytes.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>The language of the texts.</summary>
    public string Language { get; init; } = "en";

    public IEnumerable<ReportTable> Tables => Sections.SelectMany(section => section.Blocks).OfType<ReportTable>();

    /// <summary>Pages lie on their side where a table would not fit otherwise.</summary>
    public bool IsWide => Tables.Any(table => table.Columns.Count > 5);
}

internal sealed record ReportFact(string Term, string Text);

/// <param name="Level">1 for a chapter, 2 and 3 for parts of the one before.</param>
internal sealed record ReportSection(string Title, int Level, IReadOnlyList<ReportBlock> Blocks);

internal abstract record ReportBlock;

internal sealed record ReportParagraph(string Text) : ReportBlock;

internal sealed record ReportList(IReadOnlyList<string> Items) : ReportBlock
{
    public bool IsNumbered { get; init; }
}

/// <summary>Somebody else's words, with where they stand.</summary>
internal sealed record ReportQuote(string Text, string Source) : ReportBlock;

/// <param name="Name">Its caption, and the name of its sheet in a workbook.</param>
internal sealed record ReportTable(string Name, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<IReadOnlyList<ReportCell>> Rows) : ReportBlock
{
    /// <summary>Said instead of a table without rows.</summary>
    public string WhenEmpty { get; init; } = "There is none.";
}

internal enum ReportCellKind { Text, Number, Percent, Date }

/// <param name="Share">Of the width of the table, from 0 to 1; columns without one share what is left.</param>
/// <param name="Decimals">Digits behind the point of numbers and percentages.</param>
internal sealed record ReportColumn(string Header, ReportCellKind Kind = ReportCellKind.Text, double? Share = null, int Decimals = 0)
{
    public bool IsNumeric => Kind is ReportCellKind.Number or ReportCellKind.Percent;
}

/// <summary>How a cell feels; its text says the same, so that no one depends on colour.</summary>
internal enum ReportTone { None, Good, Attention, Bad, Unknown }

/// <summary>A value where there is one, else the text that says why there is none: an unknown figure is never 0.</summary>
internal sealed record ReportCell
{
    public static readonly ReportCell Empty = new();

    public string Text { get; private init; } = "";

    public double? Number { get; private init; }

    public DateOnly? Date { get; private init; }

    public ReportTone Tone { get; init; }

    public static implicit operator ReportCell(string? text) => Of(text);

    public static ReportCell Of(string? text, ReportTone tone = ReportTone.None) => new() { Text = text ?? "", Tone = tone };

    /// <param name="value">A share from 0 to 1 in columns of percentages.</param>
    /// <param name="otherwise">Said where there is no value.</param>
    public static ReportCell Of(double? value, string otherwise = "", ReportTone tone = ReportTone.None) =>
        value is { } known && double.IsFinite(known) ? new() { Number = known, Tone = tone } : Of(otherwise, tone);

    public static ReportCell Of(DateOnly? date, string otherwise = "", ReportTone tone = ReportTone.None) =>
        date is { } known ? new() { Date = known, Tone = tone } : Of(otherwise, tone);

    /// <summary>What is read in a document; a workbook has the value itself.</summary>
    public string Shown(ReportColumn column) => (Number, Date) switch
    {
        ({ } number, _) when column.Kind == ReportCellKind.Percent => $"{(number * 100).ToString($"N{column.Decimals}", CultureInfo.InvariantCulture)} %",
        ({ } number, _) => number.ToString($"N{column.Decimals}", CultureInfo.InvariantCulture),
        (_, { } date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Text,
    };
}
