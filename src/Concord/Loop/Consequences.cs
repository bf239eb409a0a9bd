using System.Globalization;
using System.Text.Json;
using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop.Rules;
using Concord.Monitoring;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Loop;

/// <summary>What a signal was raised from, besides the breach itself: what the frozen evidence must hold.</summary>
/// <param name="Because">The change of policy that broke the limit; null where new figures did.</param>
internal sealed record RaisedFrom(AiSystem System, Watched Source, WatchedWindow Window, MonitoringPolicy Policy, PolicyChange? Because = null);

/// <summary>
/// Raising a signal, in one transaction: the window becomes evidence and the controls fail, whatever the rules say, because that is what was found; the rules
/// decide the rest. Requirement states follow at the end of the run, once for all signals.
/// </summary>
internal sealed class Consequences(ConcordDb db, Reach reach, StandardsLibrary standards, RiskRegister register, NonconformityRegister nonconformities, ConsequenceLog log)
{
    public async Task<Signal> Raise(Work work, RaisedFrom from, SignalKind kind, string subject, Breach breach, CancellationToken stop)
    {
        var signal = new Signal(await work.NextRef("SIG", stop), from.Source, kind, subject, breach, db.Now);
        db.Add(signal);
        work.Note("signal.raised", signal.Ref, Sentence(from.System.Ref, signal) + (from.Because is { } change ? $"; {change.Says}" : ""));
        foreach (var revision in from.Because?.Revisions ?? []) db.Add(new Link(signal.Ref, Relation.Policy, revision, from.Because!.Says, db.Now));
        var controls = await reach.Controls(from.Source, from.System.Ref, breach.Metric, stop);
        var weighed = await log.Weigh(signal, from.System, stop);
        var evidence = await Freeze(work, from, signal, controls, stop);
        log.Keep(weighed, Consequence.Evidence, [(evidence.Ref, $"window {signal.Window}")], "");
        var risks = await Risks(work, from, weighed, stop);
        foreach (var control in controls) Fail(work, signal, control);
        await Correct(work, from, weighed, controls, stop);
        await log.Reach(work, weighed, risks, stop);
        foreach (var requirement in reach.Requirements(controls, breach.Metric))
            db.Add(new Link(signal.Ref, Relation.Requirement, requirement, controls.Count > 0 ? "through the controls that list the metric" : "from the risk catalogue", db.Now));
        db.Add(new OutboxMessage("signal.raised", signal.Ref, JsonSerializer.Serialize(new { signal.Ref, System = from.System.Ref, Kind = Words.Key(kind), subject, signal.Window }), db.Now));
        return signal;
    }

    /// <summary>An open signal stands worse than it stood, or lasts: what the rules give now and did not give before follows.</summary>
    public async Task GoOn(Work work, RaisedFrom from, Signal signal, CancellationToken stop)
    {
        if (await log.WeighAgain(signal, from.System, stop) is not { } weighed) return;
        var risks = await Risks(work, from, weighed, stop);
        if (weighed.Find(Consequence.Nonconformity) is not null) await Correct(work, from, weighed, await reach.Controls(from.Source, from.System.Ref, signal.Metric, stop), stop);
        await log.Reach(work, weighed, risks, stop);
    }

    /// <summary>The sentence people read in journal and timeline.</summary>
    public static string Sentence(string systemRef, Signal signal) => string.Create(CultureInfo.InvariantCulture,
        $"{systemRef}: {BreachSentence.Of(Enum.Parse<MeasureKind>(signal.Kind.ToString()), signal.Subject, signal.Measure, signal.Value, signal.Since)}; in {signal.Window} {MeasureWords.Measure(signal.Measure)} {MeasureWords.Value(signal.Measure, signal.Value)} (limit {MeasureWords.Value(signal.Measure, signal.Limit)}, n {signal.Sample:N0}), {Words.Of(signal.Severity)}");

    /// <summary>Freezes the window as it was computed: definition, parameters, rows, hashes, result.</summary>
    public async Task<Evidence> Freeze(Work work, RaisedFrom from, Signal signal, IReadOnlyList<AppliedControl> controls, CancellationToken stop)
    {
        var content = EvidenceContent.Of(from, signal);
        var evidence = new Evidence(await work.NextRef("EV", stop), signal.UnitId, EvidenceContent.Kind, $"{signal.Ref}: {Words.Of(signal.Kind)} of {MeasureWords.Subject(signal.Subject)}, window {signal.Window}",
            db.Today, EvidenceContent.ValidDays(standards), EvidenceResult.Failing, Sentence(from.System.Ref, signal), content, controls.Select(control => control.Ref), by: null, db.Now);
        db.Add(evidence);
        db.Add(new Link(signal.Ref, Relation.Evidence, evidence.Ref, $"window {signal.Window} frozen", db.Now));
        work.Note("evidence.frozen", evidence.Ref, $"window {signal.Window} of {from.Source.Ref} for {signal.Ref}, SHA-256 {evidence.ContentSha256[..12]}…");
        return evidence;
    }

    /// <returns>The risks the signal bears on, whether a rule reopens them or not.</returns>
    private async Task<IReadOnlyList<Risk>> Risks(Work work, RaisedFrom from, Weighed weighed, CancellationToken stop)
    {
        var signal = weighed.Signal;
        if (weighed.Find(Consequence.Risks) is null)
            return weighed.Find(Consequence.Reassessment) is null ? [] : await reach.Risks(from.Source, from.System.Ref, signal.Metric, stop);
        var reached = await ReopenRisks(work, from, signal, stop);
        log.Keep(weighed, Consequence.Risks, [.. reached.Select(each => (each.Risk.Ref, each.Note))], "no risk is indicated by the measure");
        return [.. reached.Select(each => each.Risk)];
    }

    private async Task<IReadOnlyList<(Risk Risk, string Note)>> ReopenRisks(Work work, RaisedFrom from, Signal signal, CancellationToken stop)
    {
        var reached = new List<(Risk Risk, string Note)>();
        var risks = await reach.Risks(from.Source, from.System.Ref, signal.Metric, stop);
        if (risks.Count == 0 && reach.FirstEntry(signal.Metric) is { } entry)
        {
            var opened = await register.Open(work, new(signal.UnitId, entry.Title, from.System.Ref, entry.Id, from.System.BusinessOwnerId, RiskSource.Monitor, Inherent: null, Current: null, Residual: null), stop);
            reached.Add((opened, $"opened from catalogue entry {entry.Id}; its level is not assessed yet"));
        }
        foreach (var risk in risks)
        {
            var reopening = register.Reopen(work, risk, signal.Ref);
            reached.Add((risk, reopening.Changed
                ? $"was {Words.Of(reopening.StateBefore)} at {Level(reopening.LevelBefore)}; now {Words.Of(reopening.State)} at {Level(reopening.Level)}"
                : $"already {Words.Of(reopening.State)} at {Level(reopening.Level)}"));
        }
        foreach (var (risk, note) in reached) db.Add(new Link(signal.Ref, Relation.Risk, risk.Ref, note, db.Now));
        return reached;
    }

    private void Fail(Work work, Signal signal, AppliedControl control)
    {
        control.Fails(signal.Ref);
        work.Note("control.failing", control.Ref, $"{signal.Ref} is open");
        db.Add(new Link(signal.Ref, Relation.Control, control.Ref, "its metric is out of bounds", db.Now));
    }

    private async Task Correct(Work work, RaisedFrom from, Weighed weighed, IReadOnlyList<AppliedControl> controls, CancellationToken stop)
    {
        if (weighed.Find(Consequence.Nonconformity) is not { } following) return;
        var signal = weighed.Signal;
        var days = following.DueDays ?? (signal.Severity == SignalSeverity.Alert ? from.Policy.DueDaysAlert : from.Policy.DueDaysWarn);
        var reached = new List<(string Target, string Note)>();
        foreach (var control in controls)
        {
            var nonconformity = await nonconformities.OpenOrJoin(work, new(signal.UnitId, from.System.Ref, control.Ref, $"{control.Title}: out of bounds for {from.System.Ref}",
                control.OwnerId ?? from.System.BusinessOwnerId, NonconformityGrade.Minor, db.Today.AddDays(days), signal.Ref), stop);
            reached.Add((nonconformity.Ref, $"due {nonconformity.DueOn:yyyy-MM-dd}"));
            db.Add(new Link(signal.Ref, Relation.Nonconformity, nonconformity.Ref, $"due {nonconformity.DueOn:yyyy-MM-dd}", db.Now));
        }
        log.Keep(weighed, Consequence.Nonconformity, reached, "no applied control of the system lists the measure");
    }

    private string Level(RiskLevel? level) => RiskBands.Text(standards.Criteria, level);
}
