using System.Globalization;
using Concord.Actions;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop;
using Concord.Loop.Rules;
using Concord.Organisation;
using Concord.Risks;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Committee;

/// <summary>A decision as the list of decisions shows it.</summary>
internal sealed record CommitteeDecisionLine(
    string Ref, CommitteeQuestion Question, string Source, string SystemRef, string What, CommitteeOutcome Outcome, string Text, DateOnly? LookAgainOn, PersonName? By, DateTimeOffset At);

/// <summary>
/// What needs a decision of the committee. Nothing of it is stored: signals the rules put here, what they propose, acceptances of risks that ended, impact assessments
/// that no longer fit, nonconformities that are overdue; without what a decision answers already.
/// </summary>
internal sealed class CommitteeList(ConcordDb db, ImpactViews impacts)
{
    /// <summary>By what is asked, the longest waiting first. Filter: <c>question:</c>, <c>source:</c>, <c>system:</c>, words.</summary>
    public async Task<PageOf<CommitteeItem>> List(PageRequest request, CancellationToken stop)
    {
        IEnumerable<CommitteeItem> items = await Open(stop);
        if (request.State<CommitteeQuestion>("question") is { } question) items = items.Where(item => item.Question == question);
        if (request.FilterValue("source") is { } source) items = items.Where(item => item.Source == source);
        if (request.FilterValue("system") is { } system) items = items.Where(item => item.SystemRef == system);
        foreach (var word in request.FreeText?.Split(' ') ?? [])
            items = items.Where(item => item.What.Contains(word, StringComparison.OrdinalIgnoreCase) || item.Source.Contains(word, StringComparison.OrdinalIgnoreCase));
        request.DemandRead(sorts: false);
        var found = items.ToList();
        return new([.. found.Skip(request.Skip).Take(request.Size)], found.Count, request.Page, request.Size);
    }

    /// <param name="only">One question, where nothing else is shown; null: all of them.</param>
    public async Task<IReadOnlyList<CommitteeItem>> Open(CancellationToken stop, CommitteeQuestion? only = null)
    {
        var decisions = (await db.Set<CommitteeDecision>().AsNoTracking().ToListAsync(stop)).ToLookup(decision => (decision.Question, decision.Source));
        var (signals, expired, overdue, stale) = (await Signals(decisions, only, stop), only is null or CommitteeQuestion.Acceptance ? await ExpiredAcceptances(stop) : [], only is null or CommitteeQuestion.Nonconformity ? await Overdue(stop) : [], only is null or CommitteeQuestion.ImpactAssessment ? await StaleAssessments(stop) : []);
        return
        [
            .. signals.Concat(expired).Concat(stale).Concat(overdue).Where(item => (only is null || item.Question == only) && !decisions[(item.Question, item.Source)].Any(decision => decision.Answers(item, db.Today)))
                .OrderBy(item => item.Question).ThenBy(item => item.Since).ThenBy(item => item.Source, StringComparer.Ordinal),
        ];
    }

    /// <summary>Decisions, the newest first. Filter: <c>question:</c>, <c>source:</c>, <c>from:2026-08-12</c> and <c>until:2026-09-16</c> (both days count), words.</summary>
    public async Task<PageOf<CommitteeDecisionLine>> Decisions(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<CommitteeDecision>().AsNoTracking();
        if (request.State<CommitteeQuestion>("question") is { } question) list = list.Where(decision => decision.Question == question);
        if (request.FilterValue("source") is { } source) list = list.Where(decision => decision.Source == source);
        if (Day(request, "from") is { } first && Start(first) is var from) list = list.Where(decision => decision.At >= from);
        if (Day(request, "until") is { } last && Start(last.AddDays(1)) is var after) list = list.Where(decision => decision.At < after);
        list = list.Mentioning(request, decision => decision.Ref, decision => decision.What, decision => decision.Text);
        request.DemandRead(sorts: false);
        var total = await list.CountAsync(stop);
        var rows = await list.OrderByDescending(decision => decision.At).ThenByDescending(decision => decision.Ref).Skip(request.Skip).Take(request.Size).ToListAsync(stop);
        var names = await db.NamesOf(rows.Select(decision => (PersonId?)decision.By), stop);
        return new([.. rows.Select(decision => new CommitteeDecisionLine(
            decision.Ref, decision.Question, decision.Source, decision.SystemRef, decision.What, decision.Outcome, decision.Text, decision.LookAgainOn, names.Of(decision.By), decision.At))], total, request.Page, request.Size);
    }

    /// <summary>A signal that proposes something is asked about by its proposals alone; one that became an incident is no longer asked whether it is one.</summary>
    private async Task<List<CommitteeItem>> Signals(ILookup<(CommitteeQuestion, string), CommitteeDecision> decisions, CommitteeQuestion? only, CancellationToken stop)
    {
        string[] kinds = only switch
        {
            CommitteeQuestion.SeriousIncident => [Consequence.Incident],
            CommitteeQuestion.Restriction or CommitteeQuestion.LiftRestriction => [Consequence.Restriction],
            null or CommitteeQuestion.Signal => [Consequence.Committee, Consequence.Incident, Consequence.Restriction],
            _ => [],
        };
        if (kinds.Length == 0) return [];
        var asked = await (from each in db.Set<SignalConsequence>().AsNoTracking()
                           join signal in db.Set<Signal>() on each.SignalRef equals signal.Ref
                           where kinds.Contains(each.Kind) && each.EndedAt == null
                           select new { each.Kind, each.At, each.SystemRef, Signal = signal }).ToListAsync(stop);
        var incidents = (await db.Set<Link>().AsNoTracking().Where(link => link.Relation == Relation.Incident && link.From.StartsWith("SIG-")).Select(link => new { link.From, link.To }).ToListAsync(stop)).ToLookup(link => link.From, link => link.To, StringComparer.Ordinal);
        // Whoever answers for a system does not decide whether it is restricted, or that what it does is no incident.
        var named = asked.Select(each => each.SystemRef).Distinct().ToList();
        var answering = await db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking().Where(system => named.Contains(system.Ref)).Select(system => new { system.Ref, system.BusinessOwnerId })
            .ToDictionaryAsync(system => system.Ref, system => (PersonId?)system.BusinessOwnerId, StringComparer.Ordinal, stop);
        var proposing = asked.Where(each => each.Kind != Consequence.Committee).Select(each => each.Signal.Ref).ToHashSet(StringComparer.Ordinal);
        var items = new List<CommitteeItem>();
        foreach (var each in asked)
        {
            var (signal, said) = (each.Signal, Consequences.Sentence(each.SystemRef, each.Signal));
            CommitteeItem Item(CommitteeQuestion question, string what, DateTimeOffset since) => new(question, signal.Ref, signal.Version, signal.UnitId, each.SystemRef, what, Stands(signal), since, answering.GetValueOrDefault(each.SystemRef));
            if (each.Kind == Consequence.Committee && !proposing.Contains(signal.Ref)) items.Add(Item(CommitteeQuestion.Signal, said, each.At));
            if (each.Kind == Consequence.Incident && !incidents.Contains(signal.Ref)) items.Add(Item(CommitteeQuestion.SeriousIncident, said, each.At));
            if (each.Kind != Consequence.Restriction) continue;
            var restricted = decisions[(CommitteeQuestion.Restriction, signal.Ref)].Where(decision => decision.Outcome == CommitteeOutcome.Agreed).MaxBy(decision => decision.At);
            if (restricted is null || signal.State is SignalState.Open or SignalState.Acknowledged) items.Add(Item(CommitteeQuestion.Restriction, said, each.At));
            else items.Add(Item(CommitteeQuestion.LiftRestriction, $"{said}; the restriction {restricted.Ref} was agreed, and the measure is within its limit again", signal.ClosureProposedAt ?? signal.ClosedAt ?? restricted.At));
        }
        return items;
    }

    /// <summary>Risks whose acceptance had a last day that is over, and that nobody has decided on since.</summary>
    private async Task<IEnumerable<CommitteeItem>> ExpiredAcceptances(CancellationToken stop)
    {
        var today = db.Today;
        var ended = await (from acceptance in db.Set<RiskAcceptance>().AsNoTracking()
                           join risk in db.Set<Risk>() on acceptance.RiskId equals risk.Id
                           where risk.State == RiskState.Accepted || (risk.State == RiskState.Reopened && risk.StateBefore == RiskState.Accepted)
                           select new { acceptance.At, acceptance.Until, Risk = risk }).AsNoTracking().ToListAsync(stop);
        return ended.GroupBy(each => each.Risk.Ref, StringComparer.Ordinal).Select(each => each.MaxBy(acceptance => acceptance.At)!).Where(each => each.Until < today)
            .Select(each => new CommitteeItem(CommitteeQuestion.Acceptance, each.Risk.Ref, each.Risk.Version, each.Risk.UnitId, each.Risk.SystemRef ?? "", each.Risk.Title,
                string.Create(CultureInfo.InvariantCulture, $"was accepted until {each.Until:d MMM yyyy}; {Words.Of(each.Risk.State)}"), Start(each.Until.AddDays(1)), each.Risk.OwnerId));
    }

    private async Task<IEnumerable<CommitteeItem>> Overdue(CancellationToken stop)
    {
        var today = db.Today;
        return (await db.Set<Nonconformity>().AsNoTracking().Where(known => known.State != NonconformityState.ClosedEffective && known.DueOn < today).ToListAsync(stop))
            .Select(known => new CommitteeItem(CommitteeQuestion.Nonconformity, known.Ref, known.Version, known.UnitId, known.SystemRef, known.Title,
                string.Create(CultureInfo.InvariantCulture, $"{Words.Of(known.State)}, was to be corrected until {known.DueOn:d MMM yyyy}"), Start(known.DueOn.AddDays(1)), known.OwnerId));
    }

    /// <summary>Assessments in force that no longer fit, with every reason their room finds; since the first that has a day.</summary>
    private async Task<IEnumerable<CommitteeItem>> StaleAssessments(CancellationToken stop)
    {
        var rows = await db.Set<ImpactAssessment>().AsNoTracking().Where(known => known.State == ImpactState.InForce).ToListAsync(stop);
        var stale = (await impacts.Lines(rows, stop)).Where(line => line.Stale.Count > 0).ToDictionary(line => line.Ref, StringComparer.Ordinal);
        var found = rows.Where(row => stale.ContainsKey(row.Ref)).ToList();
        var ids = found.ConvertAll(row => row.SystemId);
        var owners = await db.Set<AiSystem>().AsNoTracking().Where(system => ids.Contains(system.Id)).Select(system => new { system.Id, system.BusinessOwnerId }).ToDictionaryAsync(system => system.Id, system => system.BusinessOwnerId, stop);
        var marks = (await db.Set<ImpactMark>().AsNoTracking().Where(mark => ids.Contains(mark.SystemId)).ToListAsync(stop)).ToLookup(mark => mark.SystemId);
        return found.Select(row =>
        {
            var (line, today) = (stale[row.Ref], db.Today);
            var days = marks[row.SystemId].Select(mark => mark.At).Where(at => at >= row.SubmittedAt).Concat(row.DueOn < today ? [Start(row.DueOn.Value.AddDays(1))] : []).DefaultIfEmpty(row.SubmittedAt ?? row.BegunAt);
            return new CommitteeItem(CommitteeQuestion.ImpactAssessment, row.Ref, row.Version, row.UnitId, line.SystemRef, $"Impact assessment of {line.SystemName}",
                $"{line.Stale[0]}{(line.Stale.Count > 1 ? $"; and {line.Stale.Count - 1} more" : "")}", days.Min(), owners.TryGetValue(row.SystemId, out var owner) ? owner : null);
        });
    }

    private static string Stands(Signal signal) => signal.State switch
    {
        SignalState.ClosureProposed => string.Create(CultureInfo.InvariantCulture, $"within its limit again; closing is proposed since {signal.ClosureProposedAt:d MMM yyyy}"),
        SignalState.Closed => string.Create(CultureInfo.InvariantCulture, $"closed on {signal.ClosedAt:d MMM yyyy} because: {Words.Of(signal.ClosedBecause ?? CloseReason.Recovered)}"),
        _ => Words.Of(signal.State),
    };

    private static DateOnly? Day(PageRequest request, string key) => request.FilterValue(key) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue => day,
        var text => throw new RuleViolation("LIST-FILTER", $"'{text}' is no day ({key}). Write it as 2026-12-31."),
    };

    private static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
