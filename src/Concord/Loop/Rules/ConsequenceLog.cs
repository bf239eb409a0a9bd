using Concord.Classification;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Inventory;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop.Rules;

/// <summary>What rules said of a signal as it stood, and what of it is still to be done.</summary>
internal sealed record Weighed(Signal Signal, AiSystem System, LoopCase Facts, NamedRules By, IReadOnlyList<FollowingConsequence> Following)
{
    public FollowingConsequence? Find(string consequence) => Following.FirstOrDefault(known => known.Consequence == consequence);
}

/// <summary>
/// Asks the rules what follows on a signal, keeps what followed, and does what reaches beyond risks and controls: duties, classification, impact assessment,
/// and what a person has to decide. What followed once does not follow again, and what a rule no longer gives is not undone.
/// </summary>
internal sealed class ConsequenceLog(ConcordDb db, RulesInForce rules, LoopLibrary library, ImpactStaleness impacts, RiskReassessment reassessment)
{
    public async Task<Weighed> Weigh(Signal signal, AiSystem system, CancellationToken stop)
    {
        var by = await rules.Now(stop);
        var stands = new SignalCase(signal, system.RiskClass, by.Under, db.Now);
        db.Add(stands);
        return new(signal, system, stands.Facts, by, by.Rules.For(stands.Facts));
    }

    /// <summary>What the rules say of an open signal whose figures are newer, without what has followed already. Null: it stands as it stood.</summary>
    public async Task<Weighed?> WeighAgain(Signal signal, AiSystem system, CancellationToken stop)
    {
        var before = await db.Set<SignalCase>().AsNoTracking().Where(known => known.SignalRef == signal.Ref).OrderByDescending(known => known.At).FirstOrDefaultAsync(stop);
        if (before is not null && before.Facts == new SignalCase(signal, system.RiskClass, "", db.Now).Facts) return null;
        var weighed = await Weigh(signal, system, stop);
        var known = await db.Set<SignalConsequence>().AsNoTracking().Where(each => each.SignalRef == signal.Ref).Select(each => each.Kind).Distinct().ToListAsync(stop);
        if (before is null) known = [.. known, .. Consequence.First];
        return weighed with { Following = [.. weighed.Following.Where(each => !known.Contains(each.Consequence))] };
    }

    /// <summary>Keeps what was done elsewhere by a rule.</summary>
    /// <param name="reached">Each record with what happened to it; none: the rule holds, and there was nothing to reach.</param>
    public void Keep(Weighed weighed, string consequence, IReadOnlyList<(string Target, string Note)> reached, string otherwise)
    {
        if (weighed.Find(consequence) is not { } following) return;
        foreach (var (target, note) in reached.Count > 0 ? reached : [("", otherwise)])
            db.Add(new SignalConsequence(weighed.Signal, weighed.System.Ref, consequence, target, following.Rules, weighed.By.Under, note, db.Now));
    }

    /// <param name="risks">Those the signal bears on.</param>
    public async Task Reach(Work work, Weighed weighed, IReadOnlyList<Risk> risks, CancellationToken stop)
    {
        var (signal, system) = (weighed.Signal, weighed.System);
        if (weighed.Find(Consequence.Reassessment) is not null)
        {
            foreach (var risk in risks) await reassessment.Ask(work, risk, $"{signal.Ref}: {Said(signal)}", signal.Ref, stop);
            Keep(weighed, Consequence.Reassessment, [.. risks.Select(risk => (risk.Ref, "its owner is asked to assess it again"))], "no risk of this system is indicated by the measure");
        }
        if (weighed.Find(Consequence.Duties) is not null) await NameDuties(weighed, stop);
        if (weighed.Find(Consequence.Classification) is not null) await AskForClassification(weighed, stop);
        if (weighed.Find(Consequence.Impact) is not null)
            Keep(weighed, Consequence.Impact, [.. (await impacts.Mark(work, system.Ref, $"{signal.Ref}: {Said(signal)}", stop)).Select(reference => (reference, "marked as stale"))], "the system has no impact assessment that was submitted");
        Keep(weighed, Consequence.Committee, [], "on the list of the committee");
        Keep(weighed, Consequence.Incident, [], "a person decides whether it is one; no period of law has begun");
        Keep(weighed, Consequence.Restriction, [], "the committee decides");
        if (weighed.Find(Consequence.Incident) is not null) db.Add(new OutboxMessage("signal.incident-proposed", signal.Ref, "{}", db.Now));
        if (weighed.Following.Count > 0)
            work.Note("signal.weighed", signal.Ref, $"by {weighed.By.Under}: {string.Join("; ", weighed.Following.Select(each => $"{library.TitleOf(each.Consequence)} ({string.Join(", ", each.Rules)})"))}");
    }

    /// <summary>The alarm was false: what only asked or proposed because of it is ended, what was found or changed stays as it is.</summary>
    public async Task<IReadOnlyList<SignalConsequence>> EndFalseAlarm(Work work, Signal signal, CancellationToken stop)
    {
        var ending = library.Consequences.Where(kind => kind.EndsOnFalseAlarm).Select(kind => kind.Key).ToList();
        var ended = await db.Set<SignalConsequence>().Where(each => each.SignalRef == signal.Ref && each.EndedAt == null && ending.Contains(each.Kind)).ToListAsync(stop);
        foreach (var each in ended) each.End("the signal was a false alarm", db.Now);
        if (ended.Count > 0)
            work.Note("signal.consequences-ended", signal.Ref, $"a false alarm: {string.Join(", ", ended.Select(each => library.TitleOf(each.Kind)).Distinct(StringComparer.Ordinal))}");
        return ended;
    }

    /// <summary>The duties the system owes by its approved classification that such a signal bears on.</summary>
    private async Task NameDuties(Weighed weighed, CancellationToken stop)
    {
        var approved = await Approved(weighed.System.Id, stop);
        var concerned = library.Duties.Where(duty => duty.Concerns(weighed.Facts)).ToLookup(duty => duty.Obligation, duty => duty.Why, StringComparer.Ordinal);
        var owed = approved?.Frozen?.Duties.Select(duty => duty.Id).Where(concerned.Contains).Distinct(StringComparer.Ordinal) ?? [];
        Keep(weighed, Consequence.Duties, [.. owed.Select(duty => (duty, string.Join(" ", concerned[duty].Distinct(StringComparer.Ordinal))))],
            approved is null ? "the system has no approved classification, so no duty is known" : "its classification gives no duty that this bears on");
    }

    private async Task AskForClassification(Weighed weighed, CancellationToken stop)
    {
        var approved = await Approved(weighed.System.Id, stop);
        Keep(weighed, Consequence.Classification, approved is null ? [] : [(approved.Ref, "asked whether it still fits")], "the system has no approved classification; classify it");
    }

    private Task<SystemClassification?> Approved(AiSystemId system, CancellationToken stop) =>
        db.Set<SystemClassification>().AsNoTracking().SingleOrDefaultAsync(known => known.SystemId == system && known.State == ClassificationState.Approved, stop);

    private static string Said(Signal signal) => $"{Words.Of(signal.Severity)} of {Words.Of(signal.Kind)}, {Concord.Monitoring.MeasureWords.Subject(signal.Subject)}, window {signal.Window}";
}
