using Concord.EnterpriseRisks.Scales;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks;

/// <summary>An AI risk as a line of the enterprise register, on the scale of the line it is part of.</summary>
internal sealed record AiRiskLine(AiRisk Risk, string Scale, OwnLevel? Inherent, OwnLevel? Current, OwnLevel? Residual)
{
    public static AiRiskLine Of(AiRisk risk, EnterpriseScale scale)
    {
        OwnLevel? Own(BandedLevel? level) => level is null ? null : scale.Of(level.Likelihood, level.Consequence, level.Band);
        return new(risk, scale.Id, Own(risk.Inherent), Own(risk.Current), Own(risk.Residual));
    }
}

/// <summary>The register in figures.</summary>
/// <param name="Unlinked">How many AI risks are part of no line.</param>
/// <param name="UnlinkedRisks">The first of them; the list of AI risks has all: <c>linked:no</c>.</param>
internal sealed record EnterpriseSummary(int Lines, int AiRisks, int Unlinked, IReadOnlyList<string> UnlinkedRisks, int Above, int Within, int UnknownAppetite, int RatedLower, int OpenConflicts, IReadOnlyList<BandCount> Bands, int WithoutLevel);

/// <summary>Questions to the enterprise register. Lists are computed from the whole register, because order and filters ask for what AI risks say.</summary>
internal sealed class EnterpriseViews(ConcordDb db, StandardsLibrary standards, ScaleLibrary library, KeptStandings kept)
{
    private const int MostUnlinked = 30;

    /// <summary>Keys by which the list of lines is sorted.</summary>
    private static readonly Dictionary<string, Func<EnterpriseStanding, EnterpriseLine, IComparable>> Orders = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ref"] = (_, line) => line.Ref,
        ["title"] = (_, line) => line.Facts.Title.ToUpperInvariant(),
        ["category"] = (_, line) => line.Facts.Category.ToUpperInvariant(),
        ["unit"] = (_, line) => line.Unit.ToUpperInvariant(),
        ["rating"] = (standing, line) => standing.Scales.Of(line.Scale).Rating.Rank(line.Facts.Rating) ?? -1,
        ["current"] = (standing, line) => Rank(standing, line.HighestCurrent),
        ["residual"] = (standing, line) => Rank(standing, line.HighestResidual),
        ["risks"] = (_, line) => line.AiRisks,
        ["review"] = (_, line) => line.Facts.NextReview ?? DateOnly.MaxValue,
    };

    public Task<EnterpriseStanding> Standing(CancellationToken stop) => kept.Read(db, standards, library, stop);

    public async Task<PageOf<EnterpriseLine>> List(PageRequest request, CancellationToken stop) => List(await Standing(stop), request);

    /// <summary>Filter: <c>unit:</c> <c>category:</c> <c>system:SYS-01</c> <c>appetite:above</c> <c>rating:lowerThanItsRisks</c> <c>source:</c>, each without blanks as on the groups, and words.</summary>
    public static PageOf<EnterpriseLine> List(EnterpriseStanding standing, PageRequest request)
    {
        var list = Filtered(standing, request);
        request.DemandRead();
        var key = string.IsNullOrEmpty(request.SortKey) ? "current" : request.SortKey;
        if (!Orders.TryGetValue(key, out var order)) throw new RuleViolation("LIST-SORT", $"This list cannot be sorted by '{key}'. Known: {string.Join(", ", Orders.Keys)}.");
        var sorted = request.Descending || string.IsNullOrEmpty(request.SortKey) ? list.OrderByDescending(line => order(standing, line)) : list.OrderBy(line => order(standing, line));
        EnterpriseLine[] all = [.. sorted.ThenBy(line => line.Ref, StringComparer.Ordinal)];
        return new([.. all.Skip(request.Skip).Take(request.Size)], all.Length, request.Page, request.Size);
    }

    /// <summary>The lines a filter asks for, in the order of their references: what a file as seen holds.</summary>
    public static IReadOnlyList<EnterpriseLine> All(EnterpriseStanding standing, string? filter)
    {
        var request = new PageRequest(Filter: filter);
        EnterpriseLine[] list = [.. Filtered(standing, request)];
        request.DemandRead();
        return list;
    }

    public async Task<EnterpriseLine> Line(string reference, CancellationToken stop)
    {
        var line = await db.Set<EnterpriseRisk>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("enterprise risk", reference);
        var scales = await KnownScales.Read(db, library, standards.Criteria, stop);
        var unit = await db.Set<OrganisationUnit>().AsNoTracking().Where(known => known.Id == line.UnitId).Select(known => known.Name).SingleOrDefaultAsync(stop) ?? "";
        var names = await db.NamesOf([line.OwnerId], stop);
        return EnterpriseLine.Of(line, unit, names.Of(line.OwnerId), await AiRisk.Read(db, standards.Criteria, [reference], stop), scales.Of(line.Scale ?? ""), standards.Criteria);
    }

    /// <summary>AI risks as lines of the register: of one line, or all. Filter: <c>linked:no</c>, <c>system:SYS-01</c>, and words.</summary>
    public async Task<PageOf<AiRiskLine>> Risks(string? line, PageRequest request, CancellationToken stop)
    {
        if (line is not null && !await db.Knows<EnterpriseRisk>(line, stop)) throw Refusal.Missing("enterprise risk", line);
        var scales = await KnownScales.Read(db, library, standards.Criteria, stop);
        var read = await AiRisk.Read(db, standards.Criteria, line is null ? null : [line], stop);
        IEnumerable<AiRisk> list = read;
        if (request.YesNo("linked") is { } linked) list = list.Where(risk => risk.PartOf.Length > 0 == linked);
        if (request.FilterValue("system") is { } system) list = list.Where(risk => risk.SystemRef == system);
        if (request.FreeText is { } words) list = words.Split(' ').Aggregate(list, (some, word) => some.Where(risk => $"{risk.Ref} {risk.Title}".Contains(word, StringComparison.OrdinalIgnoreCase)));
        request.DemandRead(sorts: false);
        AiRisk[] all = [.. list];
        var lineScales = await db.Set<EnterpriseRisk>().AsNoTracking().Select(known => new { known.Ref, known.Scale }).ToDictionaryAsync(known => known.Ref, known => known.Scale ?? "", stop);
        return new([.. all.Skip(request.Skip).Take(request.Size).Select(risk => AiRiskLine.Of(risk, scales.Of(lineScales.GetValueOrDefault(risk.PartOf, ""))))], all.Length, request.Page, request.Size);
    }

    public async Task<EnterpriseSummary> Summary(EnterpriseStanding standing, CancellationToken stop)
    {
        var conflicts = await db.Set<RegisterConflict>().CountAsync(conflict => conflict.State == ConflictState.Open, stop);
        var (lines, risks) = (standing.Lines, standing.Linked.ToArray());
        var unlinked = standing.Unlinked;
        return new(lines.Count, risks.Length, unlinked.Count, [.. unlinked.Take(MostUnlinked).Select(risk => risk.Ref)], lines.Count(line => line.Appetite == AppetiteStanding.Above), lines.Count(line => line.Appetite == AppetiteStanding.Within),
            lines.Count(line => line.Appetite == AppetiteStanding.Unknown), lines.Count(line => line.Rating == RatingStanding.LowerThanItsRisks), conflicts,
            [.. standing.Criteria.Bands.Select(band => new BandCount(band.Name, risks.Count(risk => risk.Current?.Band == band.Name)))], risks.Count(risk => risk.Current is null));
    }

    /// <summary>A filter separates by blanks, so a name stands in it without them.</summary>
    public static string Keyed(string name) => name.Replace(' ', '_').Replace(',', '_').Replace(':', '_');

    private static IEnumerable<EnterpriseLine> Filtered(EnterpriseStanding standing, PageRequest request)
    {
        IEnumerable<EnterpriseLine> list = standing.Lines;
        if (request.FilterValue("unit") is { } unit) list = list.Where(line => Is(line.Unit, unit));
        if (request.FilterValue("category") is { } category) list = list.Where(line => Is(line.Facts.Category, category));
        if (request.FilterValue("source") is { } source) list = list.Where(line => Is(line.Facts.SourceSystem, source));
        if (request.FilterValue("system") is { } system) list = list.Where(line => line.Systems.Contains(system));
        if (request.State<AppetiteStanding>("appetite") is { } appetite) list = list.Where(line => line.Appetite == appetite);
        if (request.State<RatingStanding>("rating") is { } rating) list = list.Where(line => line.Rating == rating);
        if (request.FreeText is { } words)
            list = words.Split(' ').Aggregate(list, (some, word) => some.Where(line => $"{line.Ref} {line.Facts.SourceId} {line.Facts.Title} {line.OwnerName}".Contains(word, StringComparison.OrdinalIgnoreCase)));
        return list;
    }

    private static bool Is(string name, string asked) => string.Equals(Keyed(name), Keyed(asked), StringComparison.OrdinalIgnoreCase);

    private static int Rank(EnterpriseStanding standing, HighestRisk? highest) => highest is null ? -1
        : (standing.Criteria.Bands.Select(band => band.Name).ToList().IndexOf(highest.Level.Band) * 100) + highest.Level.Score;
}
