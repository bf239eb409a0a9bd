using System.Globalization;
using System.Text.Json;
using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Links;
using Concord.Monitoring;
using Concord.Risks;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Loop;

/// <summary>What a signal was raised from, besides the breach itself: what the frozen evidence must hold.</summary>
/// <param name="Because">The change of policy that broke the limit; null where new figures did.</param>
internal sealed record RaisedFrom(AiSystem System, Watched Source, WatchedWindow Window, MonitoringPolicy Policy, PolicyChange? Because = null);

/// <summary>
/// Raising a signal, in one transaction: the window becomes evidence, linked risks are reopened, one nonconformity per control is opened or
/// joined, the controls fail. Requirement states follow at the end of the run, once for all signals.
/// </summary>
internal sealed class Consequences(ConcordDb db, Reach reach, StandardsLibrary standards, RiskRegister register, NonconformityRegister nonconformities)
{
    public async Task<Signal> Raise(Work work, RaisedFrom from, SignalKind kind, string subject, Breach breach, CancellationToken stop)
    {
        var signal = new Signal(await work.NextRef("SIG", stop), from.Source, kind, subject, breach, db.Now);
        db.Add(signal);
        work.Note("signal.raised", signal.Ref, Sentence(from.System.Ref, signal) + (from.Because is { } change ? $"; {change.Says}" : ""));
        foreach (var revision in from.Because?.Revisions ?? []) db.Add(new Link(signal.Ref, Relation.Policy, revision, from.Because!.Says, db.Now));
        var controls = await reach.Controls(from.Source, from.System.Ref, breach.Metric, stop);
        await Freeze(work, from, signal, controls, stop);
        await ReopenRisks(work, from, signal, stop);
        foreach (var control in controls) await Fail(work, from, signal, control, stop);
        foreach (var requirement in reach.Requirements(controls, breach.Metric))
            db.Add(new Link(signal.Ref, Relation.Requirement, requirement, controls.Count > 0 ? "through the controls that list the metric" : "from the risk catalogue", db.Now));
        db.Add(new OutboxMessage("signal.raised", signal.Ref, JsonSerializer.Serialize(new { signal.Ref, System = from.System.Ref, Kind = Words.Key(kind), subject, signal.Window }), db.Now));
        return signal;
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

    private async Task ReopenRisks(Work work, RaisedFrom from, Signal signal, CancellationToken stop)
    {
        var risks = await reach.Risks(from.Source, from.System.Ref, signal.Metric, stop);
        if (risks.Count == 0 && reach.FirstEntry(signal.Metric) is { } entry)
        {
            var opened = await register.Open(work, new(signal.UnitId, entry.Title, from.System.Ref, entry.Id, from.System.BusinessOwnerId, RiskSource.Monitor, Inherent: null, Current: null, Residual: null), stop);
            db.Add(new Link(signal.Ref, Relation.Risk, opened.Ref, $"opened from catalogue entry {entry.Id}; its level is not assessed yet", db.Now));
        }
        foreach (var risk in risks)
        {
            var reopening = register.Reopen(work, risk, signal.Ref);
            db.Add(new Link(signal.Ref, Relation.Risk, risk.Ref, reopening.Changed
                ? $"was {Words.Of(reopening.StateBefore)} at {Level(reopening.LevelBefore)}; now {Words.Of(reopening.State)} at {Level(reopening.Level)}"
                : $"already {Words.Of(reopening.State)} at {Level(reopening.Level)}", db.Now));
        }
    }

    private async Task Fail(Work work, RaisedFrom from, Signal signal, AppliedControl control, CancellationToken stop)
    {
        control.Fails(signal.Ref);
        work.Note("control.failing", control.Ref, $"{signal.Ref} is open");
        db.Add(new Link(signal.Ref, Relation.Control, control.Ref, "its metric is out of bounds", db.Now));
        var days = signal.Severity == SignalSeverity.Alert ? from.Policy.DueDaysAlert : from.Policy.DueDaysWarn;
        var nonconformity = await nonconformities.OpenOrJoin(work, new(signal.UnitId, from.System.Ref, control.Ref, $"{control.Title}: out of bounds for {from.System.Ref}",
            control.OwnerId ?? from.System.BusinessOwnerId, NonconformityGrade.Minor, db.Today.AddDays(days), signal.Ref), stop);
        db.Add(new Link(signal.Ref, Relation.Nonconformity, nonconformity.Ref, $"due {nonconformity.DueOn:yyyy-MM-dd}", db.Now));
    }

    private string Level(RiskLevel? level) => RiskBands.Text(standards.Criteria, level);
}
