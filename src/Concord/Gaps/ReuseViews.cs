using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps;

/// <summary>A person's judgement of a claim.</summary>
internal sealed record ReuseJudgementLine(
    string Ref, int Version, string Requirement, string SourceStandard, PersonName By, ReuseStrength Strength, IReadOnlyList<string> SourceKeys, string Reason, DateOnly On, bool IsOverride);

/// <param name="Claim">What the library says; null where it claims nothing.</param>
/// <param name="Row">What the figure makes of it; null where the requirement left the set.</param>
internal sealed record ReuseSide(Edition Standard, ReuseClaim? Claim, ReuseRow? Row, IReadOnlyList<ReuseJudgementLine> Judgements);

/// <summary>One requirement with the claim of every source standard.</summary>
internal sealed record ReuseDetail(Requirement Requirement, DateOnly AsOf, IReadOnlyList<ReuseSide> Sides);

/// <summary>The re-use figure of the organisation in the record. Computed anew each time from controls and evidence, never read from a column.</summary>
internal sealed class ReuseViews(ConcordDb db, StandardsLibrary library)
{
    public static readonly IReadOnlyList<string> SortKeys = ["number", "strength", "credit", "weight", "state", "realised"];

    /// <summary>As people ask it by address; the standards held are unless told those of which the record knows anything, else all.</summary>
    /// <exception cref="FindingsException">With everything that cannot be read.</exception>
    public async Task<ReuseFigure> Ask(IEnumerable<string?> holds, string? partialCredit, string? weights, string? asOf, CancellationToken stop)
    {
        var known = await Read(stop);
        return Of(ReuseQuestion.Read(library, holds, partialCredit, weights, asOf, db.Today, Held(known.Facts) is { Count: > 0 } held ? held : ReuseQuestion.Sources(library)), known);
    }

    /// <summary>By the definition as it stands, of the standards of which the record knows anything; null where it knows of none.</summary>
    public async Task<ReuseFigure?> OfHeld(DerivationFacts facts, CancellationToken stop) => Held(facts) is { Count: > 0 } held
        ? Of(new(held, library.ReuseDefinition.Partial, ReuseWeights.Equal, db.Today), new(facts, await AllJudgements(stop))) : null;

    /// <summary>The same question for each source standard alone, and for all together.</summary>
    public async Task<IReadOnlyList<(string Held, ReuseFigure Figure)>> ByStandard(ReuseFigure asked, CancellationToken stop)
    {
        var sources = ReuseQuestion.Sources(library);
        var known = await Read(stop);
        return
        [
            .. sources.Select(source => (source.Designation, Of(new([source], asked.P, asked.Weights, asked.AsOf), known))),
            .. sources.Count > 1 ? [("all of them", Of(new(sources, asked.P, asked.Weights, asked.AsOf), known))] : Array.Empty<(string, ReuseFigure)>(),
        ];
    }

    /// <summary>One requirement with the claim of every source standard, and what people think of each.</summary>
    /// <param name="asOf">The day on which evidence is looked at, as an address says it; today unless told.</param>
    /// <exception cref="FindingsException">It is no day.</exception>
    public async Task<ReuseDetail> Detail(string key, string? asOf, CancellationToken stop)
    {
        var requirement = library.DemandRequirement(key);
        if (requirement.Edition != library.ReuseDefinition.Target) throw Refusal.Missing("requirement with claims of re-use", key);
        var day = ReuseQuestion.Read(library, [], null, null, asOf, db.Today, ReuseQuestion.Sources(library)).AsOf;
        var known = await Read(stop);
        return new(requirement, day,
        [
            .. ReuseQuestion.Sources(library).Select(source => new ReuseSide(source,
                library.Reuse.FirstOrDefault(claim => claim.RequirementKey == requirement.Key && claim.SourceStandard == source.Prefix),
                Of(new([source], library.ReuseDefinition.Partial, ReuseWeights.Equal, day), known).Rows.FirstOrDefault(row => row.Requirement == requirement.Key),
                [.. known.Judgements.Where(one => one.Requirement == requirement.Key && one.SourceStandard == source.Prefix)])),
        ]);
    }

    /// <summary>All judgements of people, the newest first. Filter: <c>override:yes</c> <c>requirement:KEY</c> <c>by:PERSON-0001</c>.</summary>
    public async Task<PageOf<ReuseJudgementLine>> Judgements(PageRequest request, CancellationToken stop)
    {
        var order = new ListOrder<ReuseJudgement>("-on", judgement => judgement.Ref).By("on", judgement => judgement.On).By("requirement", judgement => judgement.Requirement);
        var list = db.Set<ReuseJudgement>().AsNoTracking();
        if (request.YesNo("override") is { } used) list = list.Where(judgement => judgement.IsOverride == used);
        if (request.FilterValue("requirement") is { } key) list = list.Where(judgement => judgement.Requirement == key);
        if (request.FilterValue("by") is { } by) list = list.Where(judgement => db.Set<Person>().IgnoreQueryFilters().Any(person => person.Ref == by && person.Id == judgement.By));
        var page = await list.Page(request, order, judgement => judgement, stop);
        var names = await db.NamesOf(page.Items.Select(judgement => (PersonId?)judgement.By), stop);
        return page.Map(judgement => Line(judgement, names));
    }

    public async Task<ReuseJudgementLine> Judgement(string reference, CancellationToken stop)
    {
        var judgement = await db.Set<ReuseJudgement>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("judgement", reference);
        return Line(judgement, await db.NamesOf([judgement.By], stop));
    }

    /// <summary>How far each person who judged claims agrees with the library.</summary>
    public async Task<IReadOnlyList<RaterPair>> Raters(CancellationToken stop) =>
    [
        .. (await AllJudgements(stop)).GroupBy(judgement => judgement.By).OrderBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select(group => RaterPairs.Of(library.Reuse, group.Key.Name, group.ToDictionary(judgement => (judgement.Requirement, judgement.SourceStandard), judgement => judgement.Strength))),
    ];

    /// <summary>Filter: <c>strength:</c> <c>kind:</c> <c>source:ISO27001</c> and words.</summary>
    public static PageOf<ReuseRow> Rows(ReuseFigure figure, PageRequest request)
    {
        var rows = Sorted(Filtered(figure.Rows, request), request).ToList();
        return new([.. rows.Skip(request.Skip).Take(request.Size)], rows.Count, request.Page, request.Size);
    }

    private sealed record Known(DerivationFacts Facts, IReadOnlyList<ReuseJudgementLine> Judgements);

    private List<Edition> Held(DerivationFacts facts) =>
        [.. ReuseQuestion.Sources(library).Where(source => library.Assessable(source.Key).Any(requirement => facts.Of(requirement).Controls.Count > 0))];

    private async Task<Known> Read(CancellationToken stop) => new(await DerivationFacts.Read(db, keep: false, stop), await AllJudgements(stop));

    private async Task<IReadOnlyList<ReuseJudgementLine>> AllJudgements(CancellationToken stop)
    {
        var judgements = await db.Set<ReuseJudgement>().AsNoTracking().OrderBy(judgement => judgement.Ref).ToListAsync(stop);
        var names = await db.NamesOf(judgements.Select(judgement => (PersonId?)judgement.By), stop);
        return [.. judgements.Select(judgement => Line(judgement, names))];
    }

    private ReuseFigure Of(ReuseQuestion question, Known known) =>
        Reuse.Of(library, question, RecordedStates.Of(library, ReuseQuestion.Sources(library), known.Facts, question.AsOf),
        [
            .. known.Judgements.Where(one => one.IsOverride).Select(one => new ReuseOverride(one.Requirement, one.SourceStandard, one.Strength, one.SourceKeys, one.Reason, one.By.Name, one.On)),
        ]);

    private static ReuseJudgementLine Line(ReuseJudgement judgement, IReadOnlyDictionary<PersonId, PersonName> names) => new(
        judgement.Ref, judgement.Version, judgement.Requirement, judgement.SourceStandard, names.Of(judgement.By)!, judgement.Strength, judgement.SourceKeys, judgement.Reason,
        judgement.On, judgement.IsOverride);

    private static IEnumerable<ReuseRow> Filtered(IEnumerable<ReuseRow> rows, PageRequest request)
    {
        if (request.State<ReuseStrength>("strength") is { } strength) rows = rows.Where(row => row.Strength == strength);
        if (request.State<RequirementKind>("kind") is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (request.FilterValue("source") is { } source) rows = rows.Where(row => string.Equals(row.Source, source, StringComparison.OrdinalIgnoreCase));
        if (request.FreeText is { } words)
            rows = rows.Where(row => new[] { row.Number, row.Title, row.Rationale, row.Delta }.Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)));
        request.DemandRead();
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
