using Concord.Classification;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop.Rules;

/// <summary>One consequence as people read it.</summary>
/// <param name="Title">In words; <paramref name="Kind"/> is its key.</param>
/// <param name="Target">Reference of the record it reached, or the id of a duty; empty: none.</param>
/// <param name="TargetTitle">The duty in words; empty for records.</param>
/// <param name="Under">Reference of the revision of the rules, or the version of the library.</param>
/// <param name="Becomes">What becomes of it, as its signal stands now.</param>
internal sealed record ConsequenceLine(
    string SignalRef, string SystemRef, string Kind, string Title, string Target, string TargetTitle, string Note, IReadOnlyList<string> Rules, string Under, DateTimeOffset At, DateTimeOffset? EndedAt, string EndedBecause, string Becomes);

/// <summary>A duty of a system that open signals bear on.</summary>
internal sealed record QuestionedDuty(string Duty, IReadOnlyList<string> Signals, string Why);

internal sealed class ConsequenceViews(ConcordDb db, LoopLibrary library, RulePack pack)
{
    /// <summary>What followed on a signal, in order of time.</summary>
    public async Task<IReadOnlyList<ConsequenceLine>> OfSignal(string signal, CancellationToken stop) =>
        await Lines(db.Set<SignalConsequence>().AsNoTracking().Where(each => each.SignalRef == signal).OrderBy(each => each.At).ThenBy(each => each.Id), stop);

    /// <summary>What followed on the signals of a system, the newest first. Filter: <c>kind:</c>, <c>signal:</c>.</summary>
    public async Task<PageOf<ConsequenceLine>> OfSystem(string system, PageRequest request, CancellationToken stop)
    {
        if (!await db.Set<AiSystem>().AnyAsync(known => known.Ref == system, stop)) throw Refusal.Missing("system", system);
        var list = db.Set<SignalConsequence>().AsNoTracking().Where(each => each.SystemRef == system);
        if (request.FilterValue("kind") is { } kind)
        {
            if (library.Find(kind) is null) throw new RuleViolation("LIST-FILTER", $"'{kind}' is no consequence. Known: {string.Join(", ", library.Consequences.Select(known => known.Key))}.");
            list = list.Where(each => each.Kind == kind);
        }
        if (request.FilterValue("signal") is { } signal) list = list.Where(each => each.SignalRef == signal);
        request.DemandRead(sorts: false);
        var total = await list.CountAsync(stop);
        return new(await Lines(list.OrderByDescending(each => each.At).ThenByDescending(each => each.Id).Skip(request.Skip).Take(request.Size), stop), total, request.Page, request.Size);
    }

    /// <summary>Duties that open signals bear on, by id.</summary>
    public async Task<IReadOnlyDictionary<string, QuestionedDuty>> DutiesOf(string system, CancellationToken stop)
    {
        var named = await (from each in db.Set<SignalConsequence>().AsNoTracking()
                           join signal in db.Set<Signal>() on each.SignalRef equals signal.Ref
                           where each.SystemRef == system && each.Kind == Consequence.Duties && each.Target != "" && each.EndedAt == null && signal.State != SignalState.Closed
                           orderby each.SignalRef
                           select new { each.Target, each.SignalRef, each.Note }).ToListAsync(stop);
        return named.GroupBy(each => each.Target, StringComparer.Ordinal).ToDictionary(duty => duty.Key,
            duty => new QuestionedDuty(duty.Key, [.. duty.Select(each => each.SignalRef).Distinct(StringComparer.Ordinal)], string.Join(" ", duty.Select(each => each.Note).Distinct(StringComparer.Ordinal))), StringComparer.Ordinal);
    }

    /// <summary>Signals that ask whether the classification of a system still fits, and that no classification approved since answers.</summary>
    public async Task<IReadOnlyList<ConsequenceLine>> ClassificationQuestions(string system, CancellationToken stop) =>
        await Lines(db.Set<SignalConsequence>().AsNoTracking().Where(each => each.SystemRef == system && each.Kind == Consequence.Classification && each.EndedAt == null
            && !db.Set<SystemClassification>().Any(known => known.ApprovedAt > each.At && db.Set<AiSystem>().Any(of => of.Id == known.SystemId && of.Ref == system))).OrderBy(each => each.At).ThenBy(each => each.Id), stop);

    private async Task<IReadOnlyList<ConsequenceLine>> Lines(IQueryable<SignalConsequence> list, CancellationToken stop)
    {
        var rows = await list.ToListAsync(stop);
        var refs = rows.Select(each => each.SignalRef).Distinct(StringComparer.Ordinal).ToList();
        var signals = await db.Set<Signal>().AsNoTracking().Where(signal => refs.Contains(signal.Ref)).ToDictionaryAsync(signal => signal.Ref, StringComparer.Ordinal, stop);
        return [.. rows.Select(each => new ConsequenceLine(each.SignalRef, each.SystemRef, each.Kind, library.TitleOf(each.Kind), each.Target,
            each.Kind == Consequence.Duties ? pack.Obligations.FirstOrDefault(duty => duty.Id == each.Target)?.Text ?? each.Target : "", each.Note, each.Rules, each.Under, each.At, each.EndedAt, each.EndedBecause, Becomes(each, signals.GetValueOrDefault(each.SignalRef))))];
    }

    /// <summary>Empty while the measure is out of bounds.</summary>
    private string Becomes(SignalConsequence each, Signal? signal) => library.Find(each.Kind) is not { } kind || signal is null ? ""
        : signal.ClosedBecause == CloseReason.FalseAlarm ? kind.FalseAlarm
        : signal.State is SignalState.ClosureProposed or SignalState.Closed ? kind.Recovered : "";
}
