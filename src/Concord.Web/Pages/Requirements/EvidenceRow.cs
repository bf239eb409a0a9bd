using Concord.Controls;
using Concord.Foundation;

namespace Concord.Web.Pages.Requirements;

/// <summary>A piece of evidence as tables show it.</summary>
public sealed record EvidenceRow(string Ref, string Title, string Kind, string Result, DateOnly Date, int Age, DateOnly ValidUntil, bool Counts)
{
    internal static IReadOnlyList<EvidenceRow> Of(IEnumerable<EvidenceLine> lines) =>
        [.. lines.Select(line => new EvidenceRow(line.Ref, line.Title, line.Kind, Words.Of(line.Result), line.Date, line.AgeInDays, line.ValidUntil, line.Counts))];
}
