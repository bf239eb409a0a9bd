using Concord.Documents;

namespace Concord.Web.Pages.Documents;

/// <summary>A line of a comparison, as a component takes it.</summary>
public sealed class DifferenceRow
{
    private DifferenceRow(DifferenceLine line) => Line = line;

    internal DifferenceLine Line { get; }

    internal static DifferenceRow[] Of(IEnumerable<DifferenceLine> lines) => [.. lines.Select(line => new DifferenceRow(line))];
}
