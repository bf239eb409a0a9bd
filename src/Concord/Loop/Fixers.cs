using Concord.Actions;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Links;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop;

/// <summary>
/// Who took part in the fixing and therefore cannot judge it: everyone who recorded a correction on the nonconformity, appended the log or
/// pushed a figure by hand since the signal, or changed the model's version, reference or limits since then.
/// </summary>
internal sealed class Fixers(ConcordDb db)
{
    public async Task<IReadOnlySet<PersonId>> Of(Signal signal, CancellationToken stop)
    {
        var nonconformities = await db.Set<Link>().Where(link => link.From == signal.Ref && link.Relation == Relation.Nonconformity).Select(link => link.To).ToListAsync(stop);
        return await Since(signal, nonconformities, stop);
    }

    public async Task<IReadOnlySet<PersonId>> Of(Nonconformity nonconformity, CancellationToken stop)
    {
        var signals = await db.Set<Link>().Where(link => link.To == nonconformity.Ref && link.Relation == Relation.Nonconformity).Select(link => link.From).ToListAsync(stop);
        var fixers = nonconformity.Corrections.Select(correction => correction.By).ToHashSet();
        foreach (var signal in await db.Set<Signal>().Where(signal => signals.Contains(signal.Ref)).ToListAsync(stop))
            fixers.UnionWith(await Since(signal, [nonconformity.Ref], stop));
        return fixers;
    }

    /// <summary>By name, for the page that says who cannot close the signal.</summary>
    public async Task<IReadOnlyList<PersonName>> NamesOfSignal(string reference, CancellationToken stop) =>
        await db.Set<Signal>().AsNoTracking().SingleOrDefaultAsync(signal => signal.Ref == reference, stop) is { } signal ? await Names(await Of(signal, stop), stop) : [];

    /// <summary>By name, for the page that says who cannot verify the correction.</summary>
    public async Task<IReadOnlyList<PersonName>> NamesOfNonconformity(string reference, CancellationToken stop) =>
        await db.Set<Nonconformity>().AsNoTracking().Include(known => known.Corrections).SingleOrDefaultAsync(known => known.Ref == reference, stop) is { } nonconformity
            ? await Names(await Of(nonconformity, stop), stop) : [];

    private async Task<IReadOnlyList<PersonName>> Names(IEnumerable<PersonId> people, CancellationToken stop) =>
        [.. (await db.NamesOf(people.Select(person => (PersonId?)person), stop)).Values.OrderBy(person => person.Name, StringComparer.Ordinal)];

    private async Task<HashSet<PersonId>> Since(Signal signal, IReadOnlyList<string> nonconformities, CancellationToken stop)
    {
        var correctors = await db.Set<Correction>()
            .Where(correction => db.Set<Nonconformity>().Any(nc => nc.Id == correction.NonconformityId && nonconformities.Contains(nc.Ref)))
            .Select(correction => correction.By).ToListAsync(stop);
        var senders = await db.Set<LogSegment>()
            .Where(segment => segment.ModelVersionId == signal.ModelVersionId && segment.ReceivedAt >= signal.RaisedAt && segment.ReceivedBy != null)
            .Select(segment => segment.ReceivedBy!.Value).ToListAsync(stop);
        senders.AddRange(await db.Set<LabelSegment>()
            .Where(segment => segment.ModelVersionId == signal.ModelVersionId && segment.ReceivedAt >= signal.RaisedAt && segment.ReceivedBy != null)
            .Select(segment => segment.ReceivedBy!.Value).ToListAsync(stop));
        var freezers = await db.Set<FrozenReference>()
            .Where(reference => reference.MonitorId == signal.MonitorId && reference.FrozenAt >= signal.RaisedAt)
            .Select(reference => new { reference.FrozenBy, reference.ApprovedBy }).ToListAsync(stop);
        var pushers = await db.Set<SeriesMeasurement>()
            .Where(measurement => measurement.SeriesId == signal.SeriesId && measurement.ReceivedAt >= signal.RaisedAt && measurement.ReceivedBy != null)
            .Select(measurement => measurement.ReceivedBy!.Value).Distinct().ToListAsync(stop);
        var limiters = await db.Set<SeriesLimits>().Where(limits => limits.SeriesId == signal.SeriesId && (limits.ProposedAt >= signal.RaisedAt || limits.InForceSince >= signal.RaisedAt))
            .Select(limits => new { limits.ProposedBy, limits.ApprovedBy }).ToListAsync(stop);
        var today = DateOnly.FromDateTime(signal.RaisedAt.UtcDateTime);
        var versions = await db.Set<ModelVersion>()
            .Where(version => db.Set<ModelVersion>().Any(own => own.Id == signal.ModelVersionId && own.ModelId == version.ModelId)
                && (version.LiveSince >= today || version.RetiredOn >= today))
            .Select(version => new { version.RegisteredBy, version.RetiredBy, version.LiveSince, version.RetiredOn }).ToListAsync(stop);
        var changers = versions.SelectMany(version => new[]
        {
            version.LiveSince >= today ? version.RegisteredBy : null,
            version.RetiredOn >= today ? version.RetiredBy : null,
        });
        return
        [
            .. correctors, .. senders, .. pushers,
            .. freezers.SelectMany(reference => new[] { reference.FrozenBy, reference.ApprovedBy }).Concat(limiters.SelectMany(limits => new[] { limits.ProposedBy, limits.ApprovedBy })).Concat(changers).OfType<PersonId>(),
        ];
    }
}
