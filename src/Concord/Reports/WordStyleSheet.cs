using DocumentFormat.OpenXml.Wordprocessing;

namespace Concord.Reports;

/// <summary>The styles and the numbering of a report in Word; their names are those word processors know, so that an outline and a table of contents can be made of them.</summary>
internal static class WordStyleSheet
{
    private const string Font = "Calibri";

    public static Styles Of(string language) => new(
        new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(
                new RunFonts { Ascii = Font, HighAnsi = Font, EastAsia = Font, ComplexScript = Font }, new FontSize { Val = "21" }, new FontSizeComplexScript { Val = "21" },
                new Languages { Val = language, EastAsia = language, Bidi = language })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "120", Line = "264", LineRule = LineSpacingRuleValues.Auto }))),
        new Style(new StyleName { Val = "Normal" }, new PrimaryStyle()) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true },
        Paragraph("Title", "Title", after: 60, size: 40, isBold: true, keep: true),
        Paragraph("Subtitle", "Subtitle", after: 240, size: 24, colour: "56616E"),
        Heading(1, 30),
        Heading(2, 25),
        Heading(3, 22),
        Paragraph("Fact", "Fact", after: 20, size: 21),
        Paragraph("ListBullet", "List Bullet", after: 40, size: 21, list: 1),
        Paragraph("ListNumber", "List Number", after: 40, size: 21),
        Paragraph("Quote", "Quote", after: 20, size: 21, isItalic: true, indent: 420, keep: true),
        Paragraph("Source", "Source", after: 160, size: 18, indent: 420, colour: "56616E"),
        Paragraph("Caption", "caption", before: 120, after: 60, size: 20, isBold: true, keep: true),
        Paragraph("TableHead", "Table Head", after: 20, size: 19, isBold: true, keep: true),
        Paragraph("TableText", "Table Text", after: 20, size: 19),
        Paragraph("AfterTable", "After Table", after: 60, size: 8),
        Paragraph("Footer", "footer", after: 0, size: 17, colour: "56616E"),
        new Style(
            new StyleName { Val = "Normal Table" }, new UIPriority { Val = 99 }, new SemiHidden(), new UnhideWhenUsed(),
            new StyleTableProperties(new TableIndentation { Width = 0, Type = TableWidthUnitValues.Dxa }, Margins())) { Type = StyleValues.Table, StyleId = "TableNormal", Default = true },
        new Style(new StyleName { Val = "Report Table" }, new BasedOn { Val = "TableNormal" }, new StyleTableProperties(Borders(), Margins()), FirstRow())
        { Type = StyleValues.Table, StyleId = "ReportTable", CustomStyle = true });

    /// <summary>One list of points, and a count that begins anew for each numbered list.</summary>
    public static Numbering Numbering(int numbered)
    {
        var numbering = new Numbering(Levels(0, NumberFormatValues.Bullet, "•"), Levels(1, NumberFormatValues.Decimal, "%1."));
        numbering.Append(new NumberingInstance(new AbstractNumId { Val = 0 }) { NumberID = 1 });
        for (var i = 0; i < numbered; i++)
            numbering.Append(new NumberingInstance(new AbstractNumId { Val = 1 }, new LevelOverride(new StartOverrideNumberingValue { Val = 1 }) { LevelIndex = 0 }) { NumberID = i + 2 });
        return numbering;
    }

    private static AbstractNum Levels(int id, NumberFormatValues format, string text) => new(
        new MultiLevelType { Val = MultiLevelValues.SingleLevel },
        new Level(
            new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }, new LevelText { Val = text }, new LevelJustification { Val = LevelJustificationValues.Left },
            new PreviousParagraphProperties(new Indentation { Left = "420", Hanging = "280" })) { LevelIndex = 0 }) { AbstractNumberId = id };

    private static Style Heading(int level, int size) => Paragraph($"Heading{level}", $"heading {level}", before: 400 - (level * 80), after: 100, size: size, isBold: true, keep: true, outline: level - 1);

    private static Style Paragraph(
        string id, string name, int after, int size, int before = 0, bool isBold = false, bool isItalic = false, bool keep = false, int? outline = null, int indent = 0, int? list = null, string? colour = null)
    {
        var paragraph = new StyleParagraphProperties();
        if (keep) paragraph.Append(new KeepNext(), new KeepLines());
        if (list is { } number) paragraph.Append(new NumberingProperties(new NumberingId { Val = number }));
        paragraph.Append(new SpacingBetweenLines { Before = $"{before}", After = $"{after}" });
        if (indent > 0) paragraph.Append(new Indentation { Left = $"{indent}" });
        if (outline is { } level) paragraph.Append(new OutlineLevel { Val = level });
        var run = new StyleRunProperties();
        if (isBold) run.Append(new Bold());
        if (isItalic) run.Append(new Italic());
        if (colour is not null) run.Append(new Color { Val = colour });
        run.Append(new FontSize { Val = $"{size}" });
        return new(new StyleName { Val = name }, new BasedOn { Val = "Normal" }, new NextParagraphStyle { Val = keep ? "Normal" : id }, new PrimaryStyle(), paragraph, run) { Type = StyleValues.Paragraph, StyleId = id };
    }

    private static TableBorders Borders() => new(
        Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>());

    private static TBorder Line<TBorder>() where TBorder : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "A9B2BC" };

    private static TableCellMarginDefault Margins() => new(
        new TopMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellLeftMargin { Width = 90, Type = TableWidthValues.Dxa },
        new BottomMargin { Width = "40", Type = TableWidthUnitValues.Dxa }, new TableCellRightMargin { Width = 90, Type = TableWidthValues.Dxa });

    private static TableStyleProperties FirstRow() => new(
        new RunPropertiesBaseStyle(new Bold()),
        new TableStyleConditionalFormattingTableCellProperties(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = "EEF1F5" })) { Type = TableStyleOverrideValues.FirstRow };
}
