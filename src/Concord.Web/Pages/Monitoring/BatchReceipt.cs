using System.Globalization;
using Concord.Monitoring;

namespace Concord.Web.Pages.Monitoring;

/// <summary>The receipt of a batch as it is shown.</summary>
public sealed record BatchReceipt(string Segment, bool KnownBatch, long Stored, long KnownRows, long RefusedRows, string? Span, string Sha256)
{
    internal static BatchReceipt Of(LogReceipt receipt) => new(receipt.Segment, receipt.KnownBatch, receipt.Stored, receipt.KnownRows, receipt.RefusedRows,
        receipt is { First: { } first, Last: { } last } ? string.Create(CultureInfo.InvariantCulture, $"{first.UtcDateTime:d MMM yyyy} – {last.UtcDateTime:d MMM yyyy}") : null, receipt.Sha256);
}
