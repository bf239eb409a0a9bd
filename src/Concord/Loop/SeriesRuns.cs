using Concord.Foundation;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>What was pushed, how it was judged, and what followed from it.</summary>
/// <param name="Verdict">The worst: alert, warn, insufficient, ok. What is not computable counts as insufficient.</param>
/// <param name="Findings">Warnings: late, provisional.</param>
internal sealed record MeasurementReceipt(
    string Model, int Stored, int Known, int Replaced, int Corrected, Verdict Verdict, IReadOnlyList<PushedLine> Measurements,
    IReadOnlyList<string> Raised, IReadOnlyList<string> Followed, IReadOnlyList<string> ProposedForClosure, IReadOnlyList<Finding> Findings);

/// <summary>
/// Whatever changes how a series stands is followed by its signals in the same transaction: figures that are pushed, limits that take force, and
/// time, when a figure is overdue. Nobody can see a figure out of bounds without its signal.
/// </summary>
internal sealed class SeriesRuns(ConcordDb db, MeasurementLog log, SeriesRegister register, SignalFollowing following)
{
    public Task<MeasurementReceipt> Push(string modelRef, string? version, IReadOnlyList<PushedMeasurement> pushed, IReadOnlyList<Finding> faults, Actor actor, CancellationToken stop) => Together(async () =>
    {
        var result = await log.Push(modelRef, version, pushed, faults, actor, stop);
        var changes = new List<SignalChanges>();
        foreach (var series in result.Touched) changes.Add(await Follow(series, stop));
        int Count(PushOutcome outcome) => result.Lines.Count(line => line.Outcome == outcome);
        return new MeasurementReceipt(modelRef, Count(PushOutcome.Stored), Count(PushOutcome.Known), Count(PushOutcome.Replaced), Count(PushOutcome.Corrected), Worst(result.Lines.Select(line => line.Measurement.Verdict)), result.Lines,
            [.. changes.SelectMany(change => change.Raised)], [.. changes.SelectMany(change => change.Followed)], [.. changes.SelectMany(change => change.ProposedForClosure)], result.Warnings);
    }, stop);

    public Task<LimitsResult> SetLimits(string seriesRef, LimitFigures figures, Actor actor, CancellationToken stop) =>
        InForce(() => register.SetLimits(seriesRef, figures, actor, stop), stop);

    public Task<LimitsResult> ApproveLimits(string limitsRef, int expectedVersion, Actor actor, CancellationToken stop) =>
        InForce(() => register.ApproveLimits(limitsRef, expectedVersion, actor, stop), stop);

    /// <summary>Series of which a window became overdue, or whose next look has come for another reason.</summary>
    public async Task<IReadOnlyList<string>> Due(CancellationToken stop)
    {
        var now = db.Now;
        return await db.Set<MetricSeries>().Where(series => series.State == SeriesState.Active && series.FollowAt <= now).OrderBy(series => series.FollowAt).Take(PageRequest.LargestSize).Select(series => series.Ref).ToListAsync(stop);
    }

    /// <returns>Null when another process looked first.</returns>
    public Task<SignalChanges?> Look(string seriesRef, CancellationToken stop) => Together<SignalChanges?>(async () =>
    {
        var series = await db.Set<MetricSeries>().AsNoTracking().SingleAsync(s => s.Ref == seriesRef, stop);
        return series.State == SeriesState.Active && series.FollowAt <= db.Now ? await Follow(series.Id, stop) : null;
    }, stop);

    private Task<LimitsResult> InForce(Func<Task<LimitsResult>> act, CancellationToken stop) => Together(async () =>
    {
        var result = await act();
        if (result.Limits.State == LimitsState.InForce) await Follow(result.Series.Id, stop);
        return result;
    }, stop);

    private async Task<SignalChanges> Follow(MetricSeriesId id, CancellationToken stop)
    {
        using var everything = db.SeeEverything();
        var series = await db.Set<MetricSeries>().AsNoTracking().Include(s => s.Limits).SingleAsync(s => s.Id == id, stop);
        var changes = await following.Follow(series, stop);
        var next = series.NextLook(db.Now);
        await db.Set<MetricSeries>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.FollowAt, next), stop);
        return changes;
    }

    /// <summary>Under the lock of writers from the beginning: two pushes at once, or a push and the worker, stand in line.</summary>
    private async Task<T> Together<T>(Func<Task<T>> act, CancellationToken stop)
    {
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(stop) : null;
        await db.LockJournal(stop);
        var result = await act();
        if (own is not null) await own.CommitAsync(stop);
        return result;
    }

    private static Verdict Worst(IEnumerable<Verdict> verdicts) => verdicts.Select(verdict => verdict.Gravity()).DefaultIfEmpty(Verdict.Ok).Max();
}
