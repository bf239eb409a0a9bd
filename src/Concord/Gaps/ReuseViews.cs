using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Gaps;

/// <summary>The re-use figure of the organisation in the record. Computed anew each time from controls and evidence, never read from a column.</summary>
internal sealed class ReuseViews(ConcordDb db, StandardsLibrary library)
{
    public static readonly IReadOnlyList<string> SortKeys = ["number", "strength", "credit", "weight", "state", "realised"];

    /// <summary>As people ask it by address; the standards held are unless told those of which the record knows anything, else all.</summary>
    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    public async Task<ReuseFigure> Ask(IEnumerable<string?> holds, string? partialCredit, string? weights, string? asOf, CancellationToken stop)
    {
        var sources = ReuseQuestion.Sources(library);
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        var held = sources.Where(source => library.Assessable(source.Key).Any(requirement => facts.Of(requirement).Controls.Count > 0)).ToList();
        return Of(ReuseQuestion.Read(library, holds, partialCredit, weights, asOf, db.Today, held.Count > 0 ? held : sources), facts);
    }

    /// <summary>The same question for each source standard alone, and for all together.</summary>
    public async Task<IReadOnlyList<(string Held, ReuseFigure Figure)>> ByStandard(ReuseFigure asked, CancellationToken stop)
    {
        var sources = ReuseQuestion.Sources(library);
        var facts = await DerivationFacts.Read(db, keep: false, stop);
        return
        [
            .. sources.Select(source => (source.Designation, Of(new([source], asked.P, asked.Weights, asked.AsOf), facts))),
            .. sources.Count > 1 ? [("all of them", Of(new(sources, asked.P, asked.Weights, asked.AsOf), facts))] : Array.Empty<(string, ReuseFigure)>(),
        ];
    }

    /// <summary>Filter: <c>strength:</c> <c>kind:</c> <c>source:ISO27001</c> and words.</summary>
    public static PageOf<ReuseRow> Rows(ReuseFigure figure, PageRequest request)
    {
        var rows = Sorted(Filtered(figure.Rows, request), request).ToList();
        return new([.. rows.Skip(request.Skip).Take(request.Size)], rows.Count, request.Page, request.Size);
    }

    private ReuseFigure Of(ReuseQuestion question, DerivationFacts facts) =>
        Reuse.Of(library, question, RecordedStates.Of(library, ReuseQuestion.Sources(library), facts, question.AsOf));

    private static IEnumerable<ReuseRow> Filtered(IEnumerable<ReuseRow> rows, PageRequest request)
    {
        if (request.State<ReuseStrength>("strength") is { } strength) rows = rows.Where(row => row.Strength == strength);
        if (request.State<RequirementKind>("kind") is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (request.FilterValue("source") is { } source) rows = rows.Where(row => string.Equals(row.Source, source, StringComparison.OrdinalIgnoreCase));
        if (request.FreeText is { } words)
            rows = rows.Where(row => new[] { row.Number, row.Title, row.Rationale, row.Delta }.Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)));
        return rows;
    }

    private static IEnumerable<ReuseRow> Sorted(IEnumerable<ReuseRow> rows, PageRequest request)
    {
        Func<ReuseRow, double>? key = request.SortKey switch
        {
            null or "" or "number" => null,
            "strength" => row => (int)row.Strength,
            "credit" => row => row.Credit,
            "weight" => row => row.Weight,
            "state" => row => row.State ?? -1,
            "realised" => row => row.RealisedCredit ?? -1,
            var other => throw new RuleViolation("LIST-SORT", $"This list cannot be sorted by '{other}'. Known: {string.Join(", ", SortKeys)}."),
        };
        if (key is null) return request.Descending ? rows.Reverse() : rows;
        return request.Descending ? rows.OrderByDescending(key) : rows.OrderBy(key);
    }
}
