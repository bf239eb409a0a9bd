using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Actions;

/// <param name="EffortDays">Days of one person; null: nobody estimated it.</param>
internal sealed record ActionLine(
    string Ref, int Version, OrganisationUnitId UnitId, string Title, string What, string Source, string Cause, IReadOnlyList<string> Requirements, PersonName? Owner,
    DateOnly? DueOn, double? EffortDays, ActionState State, bool IsOverdue, PersonName? PlannedBy, DateTimeOffset PlannedAt, string Outcome, PersonName? EndedBy,
    DateTimeOffset? EndedAt);

/// <summary>Questions to the list of actions.</summary>
internal sealed class ActionViews(ConcordDb db, StandardsLibrary standards)
{
    private static readonly DateOnly NoDayYet = DateOnly.MaxValue.AddDays(-1);

    /// <summary>Unless told: what is to be done first, by its day; then proposals without one, and last what has ended.</summary>
    public static readonly ListOrder<PlannedAction> Order = new ListOrder<PlannedAction>("next", action => action.Ref)
        .By("next", action => action.State == ActionState.Done || action.State == ActionState.Dropped ? DateOnly.MaxValue : action.DueOn ?? NoDayYet)
        .By("due", action => action.DueOn ?? DateOnly.MaxValue).By("title", action => action.Title).By("state", action => action.State)
        .By("source", action => action.Source).By("effort", action => action.EffortDays).By("planned", action => action.PlannedAt);

    /// <summary>Filter: <c>state:</c> <c>open:yes</c> (proposed or open) <c>overdue:yes</c> <c>owner:PERSON-0001</c> <c>source:GAP-0001</c>
    /// <c>requirement:KEY</c> and words.</summary>
    public async Task<PageOf<ActionLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<PlannedAction>().AsNoTracking();
        var today = db.Today;
        if (request.State<ActionState>("state") is { } state) list = list.Where(action => action.State == state);
        if (request.YesNo("open") is { } open) list = list.Where(action => (action.State == ActionState.Proposed || action.State == ActionState.Open) == open);
        if (request.YesNo("overdue") is { } overdue) list = list.Where(action => (action.State == ActionState.Open && action.DueOn < today) == overdue);
        if (request.FilterValue("source") is { } source) list = list.Where(action => action.Source == source);
        if (request.FilterValue("requirement") is { } named)
        {
            var key = standards.FindRequirement(named)?.Key ?? throw new RuleViolation("LIST-FILTER", $"'{named}' is not a requirement the library knows. Write its key, for example {standards.Requirements[0].Key}.");
            list = list.Where(action => action.Requirements.Contains(key));
        }
        if (request.FilterValue("owner") is { } owner)
            list = list.Where(action => db.Set<Person>().Any(person => person.Ref == owner && person.Id == action.OwnerId));
        list = list.Mentioning(request, action => action.Ref, action => action.Title, action => action.What);
        var page = await list.Page(request, Order, action => action, stop);
        return page.Map(Line(await Names(page.Items, stop), today));
    }

    public async Task<ActionLine> Detail(string reference, CancellationToken stop)
    {
        var action = await db.Set<PlannedAction>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("action", reference);
        return Line(await Names([action], stop), db.Today)(action);
    }

    private Task<IReadOnlyDictionary<PersonId, PersonName>> Names(IEnumerable<PlannedAction> actions, CancellationToken stop) =>
        db.NamesOf(actions.SelectMany(action => new[] { action.OwnerId, action.PlannedBy, action.EndedBy }), stop);

    private static Func<PlannedAction, ActionLine> Line(IReadOnlyDictionary<PersonId, PersonName> names, DateOnly today) => action => new(
        action.Ref, action.Version, action.UnitId, action.Title, action.What, action.Source, action.Cause, action.Requirements, names.Of(action.OwnerId), action.DueOn,
        action.EffortDays, action.State, action.IsOverdue(today), names.Of(action.PlannedBy), action.PlannedAt, action.Outcome, names.Of(action.EndedBy), action.EndedAt);
}
