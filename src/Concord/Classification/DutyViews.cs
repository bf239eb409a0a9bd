using Concord.Actions;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Classification;

/// <summary>How far a duty is. It follows from the action planned for it.</summary>
internal enum DutyState
{
    NotPlanned,
    Proposed,
    Open,
    Done,
    Dropped,
}

/// <summary>A duty of a system, from its approved classification, with who answers for it.</summary>
/// <param name="From">When it binds; null: the law names no date.</param>
/// <param name="Owner">Of the action; until one is planned, the business owner of the system.</param>
/// <param name="Fine">What a breach may cost; null: the law names no figure for it.</param>
/// <param name="IsOwed">False: an action was planned for it, but the classification no longer gives it.</param>
/// <param name="IsOverdue">It binds and is not done, or its action is late.</param>
internal sealed record DutyLine(
    string Id, string Text, string Role, string Article, string ArticleKey, DateOnly? From, string Because, string Condition, string Note, IReadOnlyList<string> Requirements, DutyState State, PersonName? Owner, string? Action, DateOnly? DueOn,
    bool IsOwed, bool IsOverdue, Fine? Fine = null);

/// <summary>The duties of a system: derived from the approved classification, never stored; what is done about them stands in the one list of actions.</summary>
internal sealed class DutyViews(ConcordDb db, RulePack pack, StandardsLibrary standards)
{
    /// <summary>The binding ones first, then by date. Empty while no classification is approved.</summary>
    public async Task<IReadOnlyList<DutyLine>> OfSystem(string systemRef, CancellationToken stop)
    {
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop) ?? throw Refusal.Missing("system", systemRef);
        var approved = await db.Set<SystemClassification>().AsNoTracking().SingleOrDefaultAsync(known => known.SystemId == system.Id && known.State == ClassificationState.Approved, stop);
        var prefix = DutyRegister.CauseOf("");
        var actions = (await db.Set<PlannedAction>().AsNoTracking().Where(action => action.Source == systemRef && action.Cause.StartsWith(prefix)).ToListAsync(stop))
            .ToDictionary(action => action.Cause[prefix.Length..], StringComparer.Ordinal);
        var names = await db.NamesOf(actions.Values.Select(action => action.OwnerId).Append(system.BusinessOwnerId), stop);
        var frozen = approved?.Frozen;
        var owed = frozen?.Duties ?? [];
        var lines = owed.Select(duty => Line(duty, isOwed: true)).ToList();
        foreach (var (id, action) in actions.Where(pair => owed.All(duty => duty.Id != pair.Key)))
            lines.Add(Line(new(id, action.Title, "", pack.Obligations.FirstOrDefault(known => known.Id == id)?.ArticleKey ?? "", null, "", "", "", action.Requirements), isOwed: false));
        return [.. lines.OrderBy(line => !line.IsOwed).ThenBy(line => line.From ?? DateOnly.MaxValue).ThenBy(line => line.Id, StringComparer.Ordinal)];

        DutyLine Line(OutcomeDuty duty, bool isOwed)
        {
            var action = actions.GetValueOrDefault(duty.Id);
            var state = action is null ? DutyState.NotPlanned : Enum.Parse<DutyState>(action.State.ToString());
            var late = isOwed && state is not (DutyState.Done or DutyState.Dropped) && duty.From < db.Today;
            return new(duty.Id, duty.Text, duty.Role, ArticleOf(duty.Article), duty.Article, duty.From, duty.Because, duty.Condition, duty.Note, duty.Requirements, state,
                names.Of(action?.OwnerId ?? system.BusinessOwnerId), action?.Ref, action?.DueOn, isOwed, late || action?.IsOverdue(db.Today) == true, frozen?.Fines.FirstOrDefault(fine => fine.Id == duty.Fine));
        }
    }

    private string ArticleOf(string key) => standards.Frameworks.FirstOrDefault(item => item.Key == key)?.Called ?? key;
}
