using Concord.Applicability;
using Concord.Standards;

namespace Concord.Web.Pages.Applicability;

/// <summary>A line as the table shows it; a component's parameters are public.</summary>
public sealed record StatementRow
{
    private StatementRow(StatementLine line, string designation) => (Line, Designation) = (line, designation);

    internal StatementLine Line { get; }

    public string Designation { get; }

    internal static IReadOnlyList<StatementRow> Of(IEnumerable<StatementLine> lines, StandardsLibrary library) =>
        [.. lines.Select(line => new StatementRow(line, library.Editions.FirstOrDefault(edition => edition.Key == line.Edition)?.Designation ?? line.Edition))];
}
