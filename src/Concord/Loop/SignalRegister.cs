using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Links;
using Concord.Loop.Rules;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>What people do with a signal and with the nonconformity it opened.</summary>
internal sealed class SignalRegister(ConcordDb db, Fixers fixers, DerivationRun derivation, ControlEvidence evidence, NonconformityRegister nonconformities, ConsequenceLog log)
{
    public async Task<Signal> Acknowledge(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var signal = await Find(reference, stop);
        var by = actor.DemandPerson(Permission.WorkSignals, signal.UnitId);
        Refusal.IfStale(signal, expectedVersion);
        signal.Acknowledge(by, db.Now);
        work.Note("signal.acknowledged", signal.Ref, $"{Words.Of(signal.Kind)} of {MeasureWords.Subject(signal.Subject)}");
        await work.Commit(stop);
        return signal;
    }

    /// <summary>Closes with one of four reasons. The controls it made fail are derived anew.</summary>
    public async Task<Signal> Close(string reference, int expectedVersion, CloseReason reason, string text, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var signal = await Find(reference, stop);
        var by = actor.DemandDuty(Permission.CloseSignals, signal.UnitId);
        Refusal.IfStale(signal, expectedVersion);
        signal.Close(by, reason, text, await ApprovedChange(signal, reason, stop), await fixers.Of(signal, stop), db.Now);
        using var everything = db.SeeEverything();
        work.Note("signal.closed", signal.Ref, $"{Words.Of(reason)}");
        if (signal.ChangeRef.Length > 0) db.Add(new Link(signal.Ref, Relation.Change, signal.ChangeRef, Words.Of(reason), db.Now));
        await Release(work, signal, reason, text, stop);
        if (reason == CloseReason.FalseAlarm) await log.EndFalseAlarm(work, signal, stop);
        await derivation.Run(work, stop);
        await work.Commit(stop);
        await evidence.Record(signal, stop);
        return signal;
    }

    /// <summary>The signal no longer speaks against its controls. A false alarm is itself evidence: a person looked and says so.</summary>
    private async Task Release(Work work, Signal signal, CloseReason reason, string text, CancellationToken stop)
    {
        var released = await db.Set<AppliedControl>().Where(control => control.FailingBecause.Contains(signal.Ref)).ToListAsync(stop);
        foreach (var control in released)
        {
            control.NoLongerFails(signal.Ref);
            work.Note("control.released", control.Ref, $"{signal.Ref} no longer speaks against it");
        }
        if (reason == CloseReason.FalseAlarm && released.Count > 0)
            await evidence.RecordFalseAlarm(work, signal, text, released, stop);
    }

    /// <summary>Judging a correction changes what requirements rest on; they are derived anew in the same act.</summary>
    public async Task<Nonconformity> Verify(string reference, int expectedVersion, bool effective, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var known = await db.Set<Nonconformity>().AsNoTracking().Include(nc => nc.Corrections).SingleOrDefaultAsync(nc => nc.Ref == reference, stop) ?? throw Refusal.Missing("nonconformity", reference);
        var nonconformity = await nonconformities.Verify(work, reference, expectedVersion, effective, reason, await fixers.Of(known, stop), stop);
        using var everything = db.SeeEverything();
        await derivation.Run(work, stop);
        await work.Commit(stop);
        return nonconformity;
    }

    /// <summary>The change a closing rests on must have happened since the signal was raised, and with approval.</summary>
    private async Task<string?> ApprovedChange(Signal signal, CloseReason reason, CancellationToken stop) => reason switch
    {
        // The limits of a series hold its baseline, which is what a reference is to a monitor.
        CloseReason.ReferenceReplaced when signal.SeriesId is not null => await db.Set<SeriesLimits>()
            .Where(limits => limits.SeriesId == signal.SeriesId && limits.ApprovedBy != null && limits.InForceSince >= signal.RaisedAt)
            .OrderByDescending(limits => limits.InForceSince).Select(limits => limits.Ref).FirstOrDefaultAsync(stop),
        CloseReason.ReferenceReplaced => await db.Set<FrozenReference>()
            .Where(frozen => frozen.MonitorId == signal.MonitorId && frozen.ApprovedBy != null && frozen.InForceSince >= signal.RaisedAt)
            .OrderByDescending(frozen => frozen.InForceSince).Select(frozen => frozen.Ref).FirstOrDefaultAsync(stop),
        CloseReason.VersionRetired => await db.Set<ModelVersion>()
            .Where(version => version.Id == signal.ModelVersionId && version.RetiredOn != null).Select(version => version.Ref).FirstOrDefaultAsync(stop),
        _ => null,
    };

    private async Task<Signal> Find(string reference, CancellationToken stop)
    {
        var signal = await db.Set<Signal>().SingleOrDefaultAsync(signal => signal.Ref == reference, stop) ?? throw Refusal.Missing("signal", reference);
        return signal;
    }
}
