using System.IO.Compression;
using Concord.Foundation;

namespace Concord.Reports;

internal enum ReportFormat { Html, Docx, Xlsx }

/// <summary>A report as a file in one of the formats.</summary>
/// <param name="Ending">Of its name, with the dot.</param>
internal sealed record ReportFile(byte[] Bytes, string ContentType, string Ending)
{
    public static IReadOnlyList<string> Formats { get; } = [.. Enum.GetValues<ReportFormat>().Select(Words.Key)];

    public static ReportFile Of(Report report, ReportFormat format) => format switch
    {
        ReportFormat.Docx => new(WordReport.Write(report), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        ReportFormat.Xlsx => new(WorkbookReport.Write(report), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        _ => new(HtmlReport.Write(report), "text/html; charset=utf-8", ".html"),
    };

    /// <summary>By the word of a format or the ending of a file's name.</summary>
    public static ReportFormat FormatOf(string word) =>
        Enum.TryParse<ReportFormat>(word.TrimStart('.'), ignoreCase: true, out var format) && Enum.IsDefined(format) && !char.IsAsciiDigit(word[^1]) ? format
            : throw new RuleViolation("REPORT-FORMAT", $"Reports are written as {string.Join(", ", Formats)}; '{word}' is none of them.");

    /// <summary>The package with its parts in one order and with one moment, whatever the clock says: the library stamps each part when it is written.</summary>
    public static byte[] Settled(MemoryStream package)
    {
        using var settled = new MemoryStream();
        package.Position = 0;
        using (var from = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true))
        using (var to = new ZipArchive(settled, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The types come first: programs that read a package as it arrives need them.
            foreach (var part in from.Entries.OrderBy(part => part.FullName != "[Content_Types].xml").ThenBy(part => part.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(part.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var source = part.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }
        return settled.ToArray();
    }
}
