using System.Globalization;
using Concord.Actions;
using Concord.Documents;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Overview;

/// <summary>
/// A document whose review is overdue becomes one action of its owner, and the action ends by itself when the review is on record, not before. Documents and the list
/// of actions do not know each other; here they meet.
/// </summary>
internal sealed class DocumentReviews(ConcordDb db, ActionRegister actions)
{
    /// <summary>So many days an owner has from the day on which the review was found overdue.</summary>
    private const int DaysToReview = 30;

    private const string Cause = "review due ";

    /// <returns>How many actions were planned or ended.</returns>
    public async Task<int> Follow(CancellationToken stop)
    {
        using var all = db.SeeEverything();
        var today = db.Today;
        var overdue = await db.Set<Document>().AsNoTracking().Where(document => document.ReviewDueOn != null && document.ReviewDueOn < today).ToListAsync(stop);
        var planned = await db.Set<PlannedAction>().AsNoTracking().Where(action => action.Cause.StartsWith(Cause)).ToListAsync(stop);
        var told = planned.Select(action => (action.Source, action.Cause)).ToHashSet();
        var changed = 0;
        foreach (var document in overdue.Where(document => !told.Contains((document.Ref, CauseOf(document)))).OrderBy(document => document.Ref, StringComparer.Ordinal))
        {
            await actions.Plan(new(document.UnitId, Written.Composed($"Review {document.Ref} {document.Title}"), "Read it against what changed since. Where it still holds, somebody who did not write it confirms that on its page; where not, start a new revision.",
                document.Ref, CauseOf(document), document.Requirements, document.OwnerId, document.OwnerId is null ? null : today.AddDays(DaysToReview), null), Actor.System, stop);
            changed++;
        }
        foreach (var action in planned.Where(action => action.State is ActionState.Open or ActionState.Proposed))
        {
            var document = await db.Set<Document>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == action.Source, stop);
            if (document is null || (document.ReviewDueOn is not null && CauseOf(document) == action.Cause)) continue;
            await End(action, document, stop);
            changed++;
        }
        // Whoever ends the action has not reviewed the document: while the same review is overdue somebody is asked for it.
        foreach (var action in planned.Where(action => action.State is ActionState.Done or ActionState.Dropped))
        {
            if (overdue.Find(document => document.Ref == action.Source && CauseOf(document) == action.Cause) is not { } document) continue;
            await actions.Reopen(action.Ref, action.Version, $"The review of {document.Ref} that was due on {document.ReviewDueOn:yyyy-MM-dd} is not on record. Have it confirmed on its page, start a new revision, or withdraw it.", Actor.System, stop);
            changed++;
        }
        return changed;
    }

    /// <summary>A due date that moved was met by a review or a new revision; without one the document counts no more, or is not reviewed any more.</summary>
    private Task End(PlannedAction action, Document document, CancellationToken stop) => document.ReviewDueOn is { } next && action.State == ActionState.Open
        ? actions.Finish(action.Ref, action.Version, $"Reviewed: {(document.ReviewedOn is { } on ? $"found still valid on {on:yyyy-MM-dd}" : $"approved anew on {document.ApprovedOn:yyyy-MM-dd}")}, next review by {next:yyyy-MM-dd}.", Actor.System, stop)
        : actions.Drop(action.Ref, action.Version, document.ReviewDueOn is null ? $"No review is due any more: {document.Ref} is {Words.Of(document.State)}." : "The review is on record.", Actor.System, stop);

    private static string CauseOf(Document document) => string.Create(CultureInfo.InvariantCulture, $"{Cause}{document.ReviewDueOn:yyyy-MM-dd}");
}
