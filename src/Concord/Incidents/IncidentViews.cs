using Concord.Foundation;
using Concord.Incidents.Clocks;
using Concord.Inventory;
using Concord.Links;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Incidents;

/// <param name="Kind">The word it is recorded under: near_miss.</param>
/// <param name="KindTitle">In words: Near miss.</param>
/// <param name="Affected">Null: nobody knows yet.</param>
internal sealed record IncidentLine(
    string Ref, int Version, OrganisationUnitId UnitId, DateOnly Date, string Kind, string KindTitle, IncidentSort Sort, string SystemRef, string Title, string Summary, int? Affected, IncidentState State,
    IncidentSeverity? Severity);

internal sealed record IncidentStepLine(IncidentState From, IncidentState To, string Text, IReadOnlyList<string> Whys, string Cause, PersonName? By, DateTimeOffset At);

internal sealed record IncidentFactLine(string Key, string Title, DateTimeOffset Since, string Note, PersonName? By, DateTimeOffset RecordedAt, PersonName? WithdrawnBy, DateTimeOffset? WithdrawnAt, string WithdrawnBecause);

internal sealed record IncidentDecisionLine(DecisionKind Kind, string Reference, string Reason, PersonName? By, DateTimeOffset At);

internal sealed record IncidentMessageLine(DateTimeOffset At, string To, MessageChannel Channel, string Text, string Clock, PersonName? By, DateTimeOffset RecordedAt);

/// <param name="Clock">Id of the rule.</param>
/// <param name="End">Null: the law names no figure.</param>
/// <param name="LocalEnd">The end as the clock on the wall shows it there.</param>
/// <param name="Left">Time left or passed, in words.</param>
internal sealed record ClockLine(
    string Clock, string Regime, string Title, string Tell, string Citation, string Note, string StartedBy, DateTimeOffset Start, DateTimeOffset? End, string LocalEnd, string TimeZone,
    ClockState State, string Left, DateTimeOffset? MetAt, IReadOnlyList<string> Steps, string Assumed)
{
    public static ClockLine Of(LegalClock clock, ClockLibrary library, DateTimeOffset now) => new(
        clock.Rule.Id, clock.Rule.Regime, clock.Rule.Title, clock.Rule.Tell, clock.Rule.Citation, clock.Rule.Note, library.TitleOf(clock.StartedBy), clock.Start, clock.End,
        clock.End is { } end ? Deadline.Moment(end, clock.Place) : "", clock.Place.Zone.Id, clock.StateAt(now), TimeLeft.Of(clock, now), clock.MetAt, clock.Steps, clock.Assumed);
}

/// <summary>A record it belongs with.</summary>
internal sealed record IncidentLink(string Relation, string Ref, string Note);

internal sealed record IncidentDetail(
    IncidentLine Line, string Place, PersonName? ReportedBy, DateTimeOffset? ReportedAt, IReadOnlyList<string> Requirements, IReadOnlyList<string> Signals, IReadOnlyList<IncidentLink> Links,
    IReadOnlyList<IncidentFactLine> Facts, IReadOnlyList<ClockLine> Clocks, IReadOnlyList<IncidentStepLine> Steps, IReadOnlyList<IncidentDecisionLine> Decisions, IReadOnlyList<IncidentMessageLine> Messages,
    bool WorkedOnIt);

internal sealed class IncidentViews(ConcordDb db, ClockLibrary library)
{
    private const string ConcernPrefix = "CONC-";

    public static readonly ListOrder<Incident> Order = new ListOrder<Incident>("-date", incident => incident.Ref)
        .By("date", incident => incident.Date).By("kind", incident => incident.Kind).By("system", incident => incident.SystemRef)
            .By("affected", incident => incident.Affected).By("state", incident => incident.Progress).By("severity", incident => incident.Severity);

    /// <summary>Filter: <c>system:SYS-0001</c> <c>with:RISK-0001</c> (connected with that record, or happened there) <c>kind:near_miss</c> <c>state:triaged</c> <c>open:yes</c> <c>severity:high</c> and words.</summary>
    public async Task<PageOf<IncidentLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Incident>().AsNoTracking();
        if (request.FilterValue("system") is { } system) list = list.Where(incident => incident.SystemRef == system);
        if (request.FilterValue("with") is { } other) list = With(list, other);
        if (request.FilterValue("kind") is { } kind) list = list.Where(incident => incident.Kind == kind);
        if (request.State<IncidentState>("state") is { } state) list = list.Where(incident => incident.Progress == state || (incident.Progress == null && state == IncidentState.Reported));
        if (request.State<IncidentSeverity>("severity") is { } severity) list = list.Where(incident => incident.Severity == severity);
        if (request.YesNo("open") is { } open) list = list.Where(incident => (incident.Progress != IncidentState.Closed && incident.Progress != IncidentState.Rejected) == open);
        list = list.Mentioning(request, incident => incident.Ref, incident => incident.Title);
        return (await list.Page(request, Order, incident => incident, stop)).Map(Line);
    }

    /// <summary>All of a system in order of time: the marks on its charts. What was rejected is none.</summary>
    public async Task<IReadOnlyList<IncidentLine>> OfSystem(string systemRef, CancellationToken stop) =>
        [.. (await db.Set<Incident>().AsNoTracking().Where(incident => incident.SystemRef == systemRef && incident.Progress != IncidentState.Rejected).OrderBy(incident => incident.Date)
            .ThenBy(incident => incident.Ref).ToListAsync(stop)).Select(Line)];

    /// <summary>The newest of those a record is connected with, in one question.</summary>
    public async Task<IReadOnlyList<IncidentLine>> LinkedTo(string reference, int most, CancellationToken stop) =>
        [.. (await With(db.Set<Incident>().AsNoTracking(), reference).OrderByDescending(incident => incident.Date).ThenBy(incident => incident.Ref).Take(most).ToListAsync(stop)).Select(Line)];

    /// <summary>Those a record is connected with, in either direction; of a system also what happened there. Which concern led to one is not to be asked here.</summary>
    private IQueryable<Incident> With(IQueryable<Incident> list, string reference)
    {
        if (reference.StartsWith(ConcernPrefix, StringComparison.Ordinal)) return list.Where(_ => false);
        var connected = db.Set<Link>().Where(link => link.From == reference).Select(link => link.To).Concat(db.Set<Link>().Where(link => link.To == reference).Select(link => link.From));
        return list.Where(incident => incident.SystemRef == reference || connected.Contains(incident.Ref));
    }

    /// <summary>Clocks of open incidents that nobody has met, the next end first: what is to be told today.</summary>
    public async Task<IReadOnlyList<(IncidentLine Incident, ClockLine Clock)>> Running(CancellationToken stop)
    {
        var open = await db.Set<Incident>().AsNoTracking().Include(incident => incident.Facts).Include(incident => incident.Messages).AsSplitQuery()
            .Where(incident => incident.Progress != IncidentState.Closed && incident.Progress != IncidentState.Rejected).ToListAsync(stop);
        var names = open.Select(incident => incident.SystemRef).Distinct(StringComparer.Ordinal).ToList();
        var systems = await db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking().Where(system => names.Contains(system.Ref)).ToDictionaryAsync(system => system.Ref, stop);
        return
        [
            .. open.SelectMany(incident => IncidentClocks.Of(library, incident, systems.GetValueOrDefault(incident.SystemRef)).Where(clock => clock.MetAt is null).Select(clock => (Line(incident), Clock(clock))))
                .OrderBy(pair => pair.Item2.End ?? pair.Item2.Start),
        ];
    }

    /// <param name="reader">Whether this person worked on it is told too.</param>
    public async Task<IncidentDetail> Detail(string reference, CancellationToken stop, PersonId? reader = null)
    {
        var incident = await db.IncidentFile(reference, stop);
        var links = await db.Set<Link>().AsNoTracking().Where(link => link.To == incident.Ref || link.From == incident.Ref).OrderBy(link => link.At).ThenBy(link => link.Id).ToListAsync(stop);
        var names = await db.NamesOf(People(incident), stop);
        var clocks = IncidentClocks.Of(library, incident, await db.SystemOf(incident, stop));
        return new(Line(incident), IncidentClocks.PlaceOf(library, incident).Id, names.Of(incident.ReportedBy), incident.ReportedAt, incident.Requirements,
            [.. links.Where(link => link.To == incident.Ref && link.Relation == Relation.Incident && !link.From.StartsWith(ConcernPrefix, StringComparison.Ordinal)).Select(link => link.From).Order(StringComparer.Ordinal)],
            [.. links.Where(link => link.From == incident.Ref).Select(link => new IncidentLink(link.Relation, link.To, link.Note))],
            [
                .. incident.Facts.OrderBy(fact => fact.Since).ThenBy(fact => fact.RecordedAt).Select(fact => new IncidentFactLine(fact.Key, library.TitleOf(fact.Key), fact.Since, fact.Note, names.Of(fact.By), fact.RecordedAt,
                    names.Of(fact.WithdrawnBy), fact.WithdrawnAt, fact.WithdrawnBecause)),
            ],
            [.. clocks.Select(Clock)],
            [.. incident.Steps.OrderBy(step => step.At).ThenBy(step => step.Id.Value).Select(step => new IncidentStepLine(step.From, step.To, step.Text, step.Whys, CauseOf(step.Cause), names.Of(step.By), step.At))],
            [.. incident.Decisions.OrderBy(decision => decision.At).ThenBy(decision => decision.Id.Value).Select(decision => new IncidentDecisionLine(decision.Kind, decision.Reference, decision.Reason, names.Of(decision.By), decision.At))],
            [.. incident.Messages.OrderBy(message => message.At).ThenBy(message => message.Id.Value).Select(message => new IncidentMessageLine(message.At, message.To, message.Channel, message.Text, message.Clock, names.Of(message.By), message.RecordedAt))],
            reader is { } person && incident.WorkedOnIt(person));
    }

    /// <summary>The text of a notification, made from the record, with blanks where the record knows nothing.</summary>
    public async Task<NotificationDraft> Draft(string reference, string clock, CancellationToken stop)
    {
        var detail = await Detail(reference, stop);
        var line = detail.Clocks.FirstOrDefault(known => known.Clock == clock) ?? throw Refusal.Missing("running clock", clock);
        var organisation = await db.Set<OrganisationUnit>().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.Name).SingleAsync(stop);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == detail.Line.SystemRef, stop);
        return NotificationDraft.Of(library, detail, line, organisation, system, db.Now);
    }

    private static IEnumerable<PersonId?> People(Incident incident) =>
        incident.Steps.Select(step => (PersonId?)step.By).Concat(incident.Facts.SelectMany(fact => new[] { fact.By, fact.WithdrawnBy }))
            .Concat(incident.Decisions.Select(decision => (PersonId?)decision.By)).Concat(incident.Messages.Select(message => (PersonId?)message.By)).Append(incident.ReportedBy);

    private string CauseOf(string cause) => library.Causes.FirstOrDefault(known => known.Key == cause)?.Title ?? cause;

    private ClockLine Clock(LegalClock clock) => ClockLine.Of(clock, library, db.Now);

    private IncidentLine Line(Incident incident) => new(
        incident.Ref, incident.Version, incident.UnitId, incident.Date, incident.Kind, library.Kinds.FirstOrDefault(kind => kind.Key == incident.Kind)?.Title ?? incident.Kind.Replace('_', ' '), incident.Sort,
        incident.SystemRef, incident.Title, incident.Summary, incident.PeopleAffected, incident.State, incident.Severity);
}
