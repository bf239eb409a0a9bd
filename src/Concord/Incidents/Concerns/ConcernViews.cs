using Concord.Foundation;
using Concord.Incidents.Clocks;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents.Concerns;

internal sealed record ConcernRow(string Ref, int Version, DateOnly Day, string About, ConcernState State, string IncidentRef, int Words, DateTimeOffset? AnsweredAt);

internal sealed record ConcernSaid(int Number, DateOnly Day, PersonName? By, string Text);

/// <param name="Clocks">Confirming and answering in time, counted in the default place.</param>
internal sealed record ConcernDetail(ConcernRow Line, IReadOnlyList<ConcernSaid> Said, IReadOnlyList<ClockLine> Clocks);

/// <summary>Concerns as those read them who may. Others learn from the journal that there are some, and nothing of what they say or became.</summary>
internal sealed class ConcernViews(ConcordDb db, ClockLibrary library)
{
    public static readonly ListOrder<Concern> Order = new ListOrder<Concern>("-day", concern => concern.Ref).By("day", concern => concern.Day).By("state", concern => concern.State);

    /// <summary>Filter: <c>state:open</c>.</summary>
    public async Task<PageOf<ConcernRow>> List(PageRequest request, Actor actor, CancellationToken stop)
    {
        var list = Seen(actor);
        if (request.State<ConcernState>("state") is { } state) list = list.Where(concern => concern.State == state);
        list = list.Mentioning(request, concern => concern.Ref, concern => concern.About);
        return (await list.Page(request, Order, concern => concern, stop)).Map(Row);
    }

    /// <summary>How many letters wait in the channel.</summary>
    public async Task<int> Waiting(Actor actor, CancellationToken stop) =>
        actor.May(Permission.HandleConcerns, await db.WholeOrganisation(stop)) ? await db.Set<ConcernLetter>().CountAsync(stop) : 0;

    public async Task<ConcernDetail> Detail(string reference, Actor actor, CancellationToken stop)
    {
        var concern = await Seen(actor).Include(known => known.Words).SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("concern", reference);
        var names = await db.NamesOf(concern.Words.Select(word => word.By), stop);
        return new(Row(concern), [.. concern.Words.OrderBy(word => word.Number).Select(word => new ConcernSaid(word.Number, word.Day, names.Of(word.By), word.Text))], Clocks(concern));
    }

    private IReadOnlyList<ClockLine> Clocks(Concern concern)
    {
        // Of the day only the date is known, and more is not needed: the day of the event is not counted.
        var received = library.DefaultPlace.Instant(concern.Day.ToDateTime(new TimeOnly(12, 0)));
        var notices = new List<CaseNotice>();
        var rules = library.Rules.Where(rule => rule.Starts.Any(start => start is { Kind: StartKind.Fact, Key: ConcernFact })).Select(rule => rule.Id).ToList();
        if (concern.AnsweredAt is { } answered) notices.AddRange(rules.Select(rule => new CaseNotice(rule, answered)));
        if (concern.ClosedAt is { } closed) notices.AddRange(library.Rules.Where(rule => rule.Starts.Any(start => rules.Contains(start.Key))).Select(rule => new CaseNotice(rule.Id, closed)));
        return [.. LegalClocks.Of(library, new([new(ConcernFact, received)], notices, library.DefaultPlace)).Select(clock => ClockLine.Of(clock, library, db.Now))];
    }

    private const string ConcernFact = "concern";

    private IQueryable<Concern> Seen(Actor actor)
    {
        var units = actor.UnitsWith(Permission.HandleConcerns).ToList();
        return db.Set<Concern>().AsNoTracking().Where(concern => actor.IsSystem || units.Contains(concern.UnitId));
    }

    private static ConcernRow Row(Concern concern) => new(concern.Ref, concern.Version, concern.Day, concern.About, concern.State, concern.IncidentRef, concern.Count, concern.AnsweredAt);
}
