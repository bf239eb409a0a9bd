using System.Globalization;
using Concord.Monitoring;

namespace Concord.Web.Pages.Monitoring;

/// <summary>The receipt of a batch as it is shown.</summary>
/// <param name="What">What was handed in: rows, labels.</param>
public sealed record BatchReceipt(string What, string Segment, bool KnownBatch, long Stored, long Known, long RefusedRows, string? Span, string Sha256)
{
    internal static BatchReceipt Of(LogReceipt receipt) =>
        new("Rows", receipt.Segment, receipt.KnownBatch, receipt.Stored, receipt.KnownRows, receipt.RefusedRows, SpanOf(receipt.First, receipt.Last), receipt.Sha256);

    internal static BatchReceipt Of(LabelReceipt receipt) =>
        new("Labels", receipt.Segment, receipt.KnownBatch, receipt.Stored, receipt.KnownLabels, receipt.RefusedRows, SpanOf(receipt.First, receipt.Last), receipt.Sha256);

    private static string? SpanOf(DateTimeOffset? from, DateTimeOffset? to) =>
        from is { } first && to is { } last ? string.Create(CultureInfo.InvariantCulture, $"{first.UtcDateTime:d MMM yyyy} – {last.UtcDateTime:d MMM yyyy}") : null;
}
