using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Applicability;

/// <param name="Undecided">Keys of the controls nobody decided about and no applied control answers: a revision with them cannot be approved.</param>
internal sealed record StatementCounts(string Edition, string Designation, int Controls, int Applicable, int Excluded, int NotDecided, IReadOnlyList<string> Undecided);

/// <param name="Standing">Counts over all lines, whatever the filter.</param>
internal sealed record StatementList(PageOf<StatementLine> Lines, IReadOnlyList<StatementCounts> Standing, DateOnly AsOf);

/// <param name="DraftedBy">Names of people as they are called today.</param>
/// <param name="DrafterRef">Reference of the person who drafted it and may not approve it.</param>
internal sealed record StatementRevisionLine(
    string Ref, int Version, int Number, StatementState State, DateOnly AsOf, IReadOnlyList<string> Standards, int Applicable, int Excluded, int NotDecided, string ContentSha256,
    string Reason, string DraftedBy, string DrafterRef, DateTimeOffset DraftedAt, string ApprovedBy, DateTimeOffset? ApprovedAt, DateTimeOffset? EndedAt);

/// <param name="ContentIsWhole">The hash of the content is the one that was recorded when it was drafted.</param>
/// <param name="Shortcomings">What keeps it from being approved.</param>
/// <param name="Derivation">The version of the derivation its states come from.</param>
internal sealed record StatementRevisionDetail(StatementRevisionLine Line, bool ContentIsWhole, IReadOnlyList<string> Shortcomings, string Derivation, IReadOnlyList<StatementCounts> Standing);

/// <summary>Questions to the statement of applicability. The live one is composed anew each time; revisions are read as they were frozen.</summary>
internal sealed class StatementViews(ConcordDb db, StandardsLibrary library, StatementLines live)
{
    public static readonly IReadOnlyList<string> SortKeys = ["number", "applicable", "state", "evidence"];

    private static readonly ListOrder<StatementRevision> Order = new ListOrder<StatementRevision>("-number", revision => revision.Ref).By("number", revision => revision.Number).By("state", revision => revision.State);

    /// <summary>
    /// As it stands now, in the order of the standards. Filter: <c>standard:iso42001</c> <c>applicable:excluded</c> <c>decision:person</c> <c>state:partial</c> <c>group:KEY</c> and words.
    /// </summary>
    public async Task<StatementList> List(PageRequest request, CancellationToken stop) => Paged(await Live([], stop), db.Today, request);

    public async Task<StatementLine> Control(string key, CancellationToken stop)
    {
        var control = library.DemandRequirement(key);
        var edition = StatementEditions.Of(library).FirstOrDefault(edition => edition.Key == control.Edition) ?? throw Refusal.Missing("control of a standard", key);
        return (await live.Read([edition], stop)).FirstOrDefault(line => line.Key == control.Key) is { } line
            ? (await StatementScope.Seen(db, [line], stop))[0]
            : throw Refusal.Missing("control of a standard", key);
    }

    /// <summary>Every line a reader may see, for files.</summary>
    /// <param name="number">Of the revision; null: as it stands now.</param>
    /// <param name="standards">As people name them; none: all it speaks of.</param>
    public async Task<(IReadOnlyList<StatementLine> Lines, DateOnly AsOf)> All(int? number, IReadOnlyList<string> standards, CancellationToken stop)
    {
        var editions = StatementEditions.Named(library, standards);
        if (number is not { } one) return (await StatementScope.Seen(db, await live.Read(editions, stop), stop), db.Today);
        var content = StatementContent.Read((await Found(one, stop)).Content);
        var lines = await StatementScope.Seen(db, content.Lines, stop);
        return (standards.Count == 0 ? lines : [.. lines.Where(line => editions.Any(edition => edition.Key == line.Edition))], content.AsOf);
    }

    /// <summary>Newest first. Filter: <c>state:approved</c>.</summary>
    public async Task<PageOf<StatementRevisionLine>> Revisions(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<StatementRevision>().AsNoTracking();
        if (request.State<StatementState>("state") is { } state) list = list.Where(revision => revision.State == state);
        var page = await list.Page(request, Order, revision => new
        {
            revision.Ref, revision.Version, revision.Number, revision.State, revision.AsOf, revision.Standards, revision.Applicable, revision.Excluded, revision.NotDecided, revision.ContentSha256,
            revision.Reason, revision.DraftedBy, revision.DraftedAt, revision.ApprovedBy, revision.ApprovedAt, revision.EndedAt,
        }, stop);
        var names = await db.NamesOf(page.Items.SelectMany(row => new[] { row.DraftedBy, row.ApprovedBy }), stop);
        return page.Map(row => new StatementRevisionLine(row.Ref, row.Version, row.Number, row.State, row.AsOf, row.Standards, row.Applicable, row.Excluded, row.NotDecided, row.ContentSha256, row.Reason,
            names.GetValueOrDefault(row.DraftedBy, row.DraftedBy), row.DraftedBy, row.DraftedAt, names.GetValueOrDefault(row.ApprovedBy, row.ApprovedBy), row.ApprovedAt, row.EndedAt));
    }

    public async Task<StatementRevisionDetail> Revision(int number, CancellationToken stop)
    {
        var revision = await Found(number, stop);
        var content = StatementContent.Read(revision.Content);
        return new(await Line(revision, stop), revision.ContentIsWhole, content.Shortcomings(), content.Derivation, Standing(content.Lines, content.Standards));
    }

    /// <summary>The frozen lines; filter and order as of the live ones.</summary>
    public async Task<StatementList> Lines(int number, PageRequest request, CancellationToken stop)
    {
        var content = StatementContent.Read((await Found(number, stop)).Content);
        return Paged(await StatementScope.Seen(db, content.Lines, stop), content.AsOf, request);
    }

    /// <summary>The revision before that was approved; null for the first.</summary>
    public Task<int?> Before(int number, CancellationToken stop) => db.Set<StatementRevision>().AsNoTracking()
        .Where(revision => revision.Number < number && revision.ApprovedAt != null).OrderByDescending(revision => revision.Number).Select(revision => (int?)revision.Number).FirstOrDefaultAsync(stop);

    /// <summary>The revision that holds: the one approved last; null while none is.</summary>
    public Task<int?> InForce(CancellationToken stop) => db.Set<StatementRevision>().AsNoTracking()
        .Where(revision => revision.State == StatementState.Approved).Select(revision => (int?)revision.Number).FirstOrDefaultAsync(stop);

    /// <param name="before">Number of the earlier revision.</param>
    /// <param name="after">Of the later one; null: the statement as it stands now, of the standards the earlier one covers. A revision of one standard says nothing of another.</param>
    public async Task<IReadOnlyList<StatementChange>> Difference(int before, int? after, CancellationToken stop)
    {
        var old = (await All(before, [], stop)).Lines;
        if (after is not null) return StatementDifference.Between(old, (await All(after, [], stop)).Lines);
        var covered = StatementContent.Read((await Found(before, stop)).Content).Standards.Keys.ToHashSet(StringComparer.Ordinal);
        return StatementDifference.Between(old, [.. (await All(null, [], stop)).Lines.Where(line => covered.Contains(line.Edition))]);
    }

    private async Task<IReadOnlyList<StatementLine>> Live(IReadOnlyList<string> standards, CancellationToken stop) =>
        await StatementScope.Seen(db, await live.Read(StatementEditions.Named(library, standards), stop), stop);

    private async Task<StatementRevision> Found(int number, CancellationToken stop) =>
        await db.Set<StatementRevision>().AsNoTracking().SingleOrDefaultAsync(revision => revision.Number == number, stop) ?? throw Refusal.Missing("revision of the statement", $"{number}");

    private async Task<StatementRevisionLine> Line(StatementRevision revision, CancellationToken stop)
    {
        var names = await db.NamesOf([revision.DraftedBy, revision.ApprovedBy], stop);
        return new(revision.Ref, revision.Version, revision.Number, revision.State, revision.AsOf, revision.Standards, revision.Applicable, revision.Excluded, revision.NotDecided, revision.ContentSha256,
            revision.Reason, names.GetValueOrDefault(revision.DraftedBy, revision.DraftedBy), revision.DraftedBy, revision.DraftedAt, names.GetValueOrDefault(revision.ApprovedBy, revision.ApprovedBy), revision.ApprovedAt, revision.EndedAt);
    }

    private StatementList Paged(IReadOnlyList<StatementLine> lines, DateOnly asOf, PageRequest request)
    {
        var found = Sorted(Filtered(lines, request), request).ToList();
        return new(new([.. found.Skip(request.Skip).Take(request.Size)], found.Count, request.Page, request.Size),
            Standing(lines, library.Editions.ToDictionary(edition => edition.Key, edition => edition.Designation, StringComparer.Ordinal)), asOf);
    }

    private static IReadOnlyList<StatementCounts> Standing(IReadOnlyList<StatementLine> lines, IReadOnlyDictionary<string, string> designations) =>
    [
        .. lines.GroupBy(line => line.Edition).Select(edition => new StatementCounts(edition.Key, designations.GetValueOrDefault(edition.Key, edition.Key), edition.Count(),
            edition.Count(line => line.Applicability == ControlApplicability.Applicable), edition.Count(line => line.Applicability == ControlApplicability.Excluded),
            edition.Count(line => line.Applicability == ControlApplicability.NotDecided), [.. edition.Where(line => line.Applicability == ControlApplicability.NotDecided).Select(line => line.Key)])),
    ];

    private IEnumerable<StatementLine> Filtered(IEnumerable<StatementLine> lines, PageRequest request)
    {
        if (request.FilterValue("standard") is { } standard)
        {
            var editions = StatementEditions.Named(library, [standard]);
            lines = lines.Where(line => editions.Any(edition => edition.Key == line.Edition));
        }
        if (request.State<ControlApplicability>("applicable") is { } applicable) lines = lines.Where(line => line.Applicability == applicable);
        if (request.State<DecidedBy>("decision") is { } decided) lines = lines.Where(line => line.DecidedBy == decided);
        if (request.State<RequirementResult>("state") is { } state) lines = lines.Where(line => line.State == state);
        if (request.FilterValue("group") is { } group) lines = lines.Where(line => line.Group == group);
        if (request.FreeText is { } words)
            lines = lines.Where(line => new[] { line.Number, line.Title, line.Justification }.Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)));
        request.DemandRead();
        return lines;
    }

    private static IEnumerable<StatementLine> Sorted(IEnumerable<StatementLine> lines, PageRequest request)
    {
        Func<StatementLine, int>? key = request.SortKey switch
        {
            null or "" or "number" => null,
            "applicable" => line => (int)line.Applicability,
            "state" => line => (int)line.State,
            "evidence" => line => line.Evidence is { } evidence ? -evidence.Date.DayNumber : int.MaxValue,
            var other => throw new RuleViolation("LIST-SORT", $"This list cannot be sorted by '{other}'. Known: {string.Join(", ", SortKeys)}."),
        };
        if (key is null) return request.Descending ? lines.Reverse() : lines;
        return request.Descending ? lines.OrderByDescending(key) : lines.OrderBy(key);
    }
}
