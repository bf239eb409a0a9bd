using DocumentFormat.OpenXml.Spreadsheet;

namespace Concord.Reports;

/// <summary>The formats of cells a workbook uses, each written once, in the order of their first use.</summary>
internal sealed class WorkbookStyles
{
    /// <summary>Numbers below are the programs' own formats.</summary>
    private const uint FirstOwnFormat = 164;

    private readonly List<string> formats = [];
    private readonly List<Look> looks = [new(null, ReportTone.None, false, false)];

    private sealed record Look(string? Format, ReportTone Tone, bool IsHead, bool IsMarkedText);

    public uint OfText(ReportTone tone, bool isHead, bool isMarkedText) => Of(new Look(null, tone, isHead, isMarkedText));

    public uint Of(ReportColumn column, ReportTone tone)
    {
        var places = column.Decimals > 0 ? "." + new string('0', column.Decimals) : "";
        return Of(new Look(column.Kind switch
        {
            ReportCellKind.Percent => $"0{places}%",
            ReportCellKind.Date => "yyyy\\-mm\\-dd",
            _ => $"#,##0{places}",
        }, tone, false, false));
    }

    public Stylesheet Sheet()
    {
        var sheet = new Stylesheet();
        var own = looks.Select(look => look.Format).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (own.Length > 0) sheet.Append(new NumberingFormats(own.Select((format, i) => new NumberingFormat { NumberFormatId = FirstOwnFormat + (uint)i, FormatCode = format })));
        formats.AddRange(own);
        sheet.Append(
            new Fonts(Enum.GetValues<ReportTone>().Select(tone => Font(isBold: tone is not (ReportTone.None or ReportTone.Unknown), Colour(tone))).Append(Font(isBold: true, "FF1B232D"))),
            new Fills(Fill(PatternValues.None), Fill(PatternValues.Gray125), new Fill(new PatternFill(new ForegroundColor { Rgb = "FFEEF1F5" }) { PatternType = PatternValues.Solid })),
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())),
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }),
            new CellFormats(looks.Select(Format)),
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));
        return sheet;
    }

    private uint Of(Look look)
    {
        var at = looks.IndexOf(look);
        if (at < 0)
        {
            at = looks.Count;
            looks.Add(look);
        }
        return (uint)at;
    }

    private CellFormat Format(Look look) => new(new Alignment { Vertical = VerticalAlignmentValues.Top, WrapText = look.Format is null })
    {
        NumberFormatId = look.Format is null ? 0 : FirstOwnFormat + (uint)formats.IndexOf(look.Format),
        FontId = look.IsHead ? (uint)Enum.GetValues<ReportTone>().Length : (uint)look.Tone,
        FillId = look.IsHead ? 2u : 0u,
        BorderId = 0,
        FormatId = 0,
        QuotePrefix = look.IsMarkedText ? true : null,
        ApplyNumberFormat = look.Format is not null,
        ApplyAlignment = true,
    };

    private static Font Font(bool isBold, string colour)
    {
        var font = new Font();
        if (isBold) font.Append(new Bold());
        font.Append(new FontSize { Val = 11 }, new Color { Rgb = colour }, new FontName { Val = "Calibri" }, new FontFamilyNumbering { Val = 2 });
        return font;
    }

    private static Fill Fill(PatternValues pattern) => new(new PatternFill { PatternType = pattern });

    private static string Colour(ReportTone tone) => tone switch
    {
        ReportTone.Good => "FF176F3C",
        ReportTone.Attention => "FF855400",
        ReportTone.Bad => "FFB3261E",
        ReportTone.Unknown => "FF56616E",
        _ => "FF000000",
    };
}
