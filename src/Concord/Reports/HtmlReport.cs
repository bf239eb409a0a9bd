using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Concord.Reports;

/// <summary>A report as one file that carries its style with it: no script, no outside address, and a policy that would refuse both.</summary>
internal static class HtmlReport
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string Style = ReadStyle();

    /// <summary>The content policy of the file; a route that shows it inline sends the same.</summary>
    public static string ContentPolicy { get; } = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    public static byte[] Write(Report report)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{Text(report.Language)}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{ContentPolicy}\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{Line(report.Title)}</title>\n<style>{Style}</style>\n</head>\n");
        html.Append(CultureInfo.InvariantCulture, $"<body{(report.IsWide ? " class=\"wide\"" : "")}>\n<main>\n<h1>{Line(report.Title)}</h1>\n");
        if (!string.IsNullOrWhiteSpace(report.Subtitle)) html.Append(CultureInfo.InvariantCulture, $"<p class=\"subtitle\">{Text(report.Subtitle)}</p>\n");
        if (report.Facts.Count > 0)
            html.Append("<dl>\n").AppendJoin("", report.Facts.Select(fact => $"<dt>{Line(fact.Term)}</dt><dd>{Text(fact.Text)}</dd>\n")).Append("</dl>\n");
        Contents(html, report);
        for (var i = 0; i < report.Sections.Count; i++)
        {
            var (section, level) = (report.Sections[i], Math.Clamp(report.Sections[i].Level, 1, 3) + 1);
            html.Append(CultureInfo.InvariantCulture, $"<h{level} id=\"s{i + 1}\">{Line(section.Title)}</h{level}>\n");
            foreach (var block in section.Blocks) Write(html, block);
        }
        return Encoding.UTF8.GetBytes(html.Append("</main>\n</body>\n</html>\n").ToString());
    }

    private static void Contents(StringBuilder html, Report report)
    {
        var chapters = report.Sections.Select((section, i) => (section, Place: i + 1)).Where(each => each.section.Level <= 1).ToArray();
        if (chapters.Length < 3) return;
        html.Append("<nav aria-labelledby=\"contents\"><h2 id=\"contents\">Contents</h2>\n<ol>\n");
        foreach (var (section, place) in chapters) html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#s{place}\">{Line(section.Title)}</a></li>\n");
        html.Append("</ol></nav>\n");
    }

    private static void Write(StringBuilder html, ReportBlock block)
    {
        switch (block)
        {
            case ReportParagraph paragraph: html.Append(CultureInfo.InvariantCulture, $"<p>{Text(paragraph.Text)}</p>\n"); break;
            case ReportQuote quote: html.Append(CultureInfo.InvariantCulture, $"<blockquote>{Text(quote.Text)}<footer>{Line(quote.Source)}</footer></blockquote>\n"); break;
            case ReportList { Items.Count: > 0 } list:
                var tag = list.IsNumbered ? "ol" : "ul";
                html.Append(CultureInfo.InvariantCulture, $"<{tag}>\n").AppendJoin("", list.Items.Select(item => $"<li>{Text(item)}</li>\n")).Append(CultureInfo.InvariantCulture, $"</{tag}>\n");
                break;
            case ReportTable { Rows.Count: 0 } table: html.Append(CultureInfo.InvariantCulture, $"<p>{Line(table.Name)}: {Text(table.WhenEmpty)}</p>\n"); break;
            case ReportTable table: Write(html, table); break;
        }
    }

    private static void Write(StringBuilder html, ReportTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Line(table.Name)}\">\n<table>\n<caption>{Line(table.Name)}</caption>\n<colgroup>");
        foreach (var column in table.Columns) html.Append(Width(column) is { } width ? $"<col class=\"w{width}\">" : "<col>");
        html.Append("</colgroup>\n<thead><tr>");
        foreach (var column in table.Columns) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{(column.IsNumeric ? " class=\"num\"" : "")}>{Line(column.Header)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var i = 0; i < table.Columns.Count; i++) Write(html, table.Columns[i], row.ElementAtOrDefault(i) ?? ReportCell.Empty, isHead: i == 0);
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n</div>\n");
    }

    private static void Write(StringBuilder html, ReportColumn column, ReportCell cell, bool isHead)
    {
        string?[] classes = [column.IsNumeric ? "num" : null, cell.Date is null ? null : "date", cell.Tone == ReportTone.None ? null : Foundation.Words.Key(cell.Tone)];
        var named = string.Join(' ', classes.OfType<string>());
        html.Append(CultureInfo.InvariantCulture, $"<{(isHead ? "th scope=\"row\"" : "td")}{(named.Length > 0 ? $" class=\"{named}\"" : "")}>{Text(cell.Shown(column))}</{(isHead ? "th" : "td")}>");
    }

    /// <summary>In steps, because widths are classes of the one style: the policy allows no other.</summary>
    private static int? Width(ReportColumn column) => column.Share is { } share and > 0 and < 1 ? Math.Clamp((int)Math.Round(share * 20) * 5, 5, 95) : null;

    private static string Text(string? text) => Encoder.Encode(ReportText.Of(text)).Replace("&#xA;", "\n", StringComparison.Ordinal);

    private static string Line(string? text) => Encoder.Encode(ReportText.Line(text));

    private static string ReadStyle()
    {
        using var style = typeof(HtmlReport).Assembly.GetManifestResourceStream("Concord.Reports.report.css")!;
        return new StreamReader(style).ReadToEnd();
    }
}
