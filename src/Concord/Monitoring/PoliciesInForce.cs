using System.Collections.Concurrent;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>
/// Which policy judges the windows of a system: the organisation's revision in force, with what the system does differently. Of approved revisions the one
/// whose time began last is in force.
/// </summary>
internal sealed class PoliciesInForce(ConcordDb db)
{
    // A text never changes under its hash, and reading it costs more than judging a window.
    private static readonly ConcurrentDictionary<string, MonitoringPolicy> Read = new(StringComparer.Ordinal);

    public Task<MonitoringPolicy> For(AiSystemId system, CancellationToken stop) => At(system, db.Now, stop);

    public async Task<MonitoringPolicy> For(string systemRef, CancellationToken stop) =>
        await For(await db.Set<AiSystem>().Where(system => system.Ref == systemRef).Select(system => system.Id).SingleAsync(stop), stop);

    public async Task<MonitoringPolicy> Organisation(CancellationToken stop) => Whole(await Newest(null, db.Now, stop));

    public async Task<MonitoringPolicy> At(AiSystemId system, DateTimeOffset moment, CancellationToken stop) =>
        Together(await Newest(null, moment, stop), await Newest(system, moment, stop));

    /// <summary>What would judge the windows of a system if a draft or a proposal were in force.</summary>
    public async Task<MonitoringPolicy> If(PolicyRevision draft, AiSystemId system, CancellationToken stop) => draft.SystemId is null
        ? Together(draft, await Newest(system, db.Now, stop))
        : Together(await Newest(null, db.Now, stop), draft);

    /// <summary>The revision in force of the organisation (null) or of a system; null where there is none.</summary>
    public Task<PolicyRevision?> Newest(AiSystemId? system, DateTimeOffset moment, CancellationToken stop) =>
        db.Set<PolicyRevision>().AsNoTracking().Where(revision => revision.SystemId == system && revision.State == PolicyState.Approved && revision.InForceFrom <= moment)
            .OrderByDescending(revision => revision.InForceFrom).ThenByDescending(revision => revision.Ref).FirstOrDefaultAsync(stop);

    /// <summary>A policy written for the whole organisation, or with what a system does differently on top.</summary>
    public static MonitoringPolicy Together(PolicyRevision? organisation, PolicyRevision? system)
    {
        var whole = Whole(organisation);
        if (system is null) return whole;
        var known = $"{whole.Sha256} {system.TextSha256}";
        var policy = Read.GetValueOrDefault(known);
        if (policy is null) Keep(known, policy = whole.With(system.Label, system.TextSha256, Different(system)));
        return new(policy.Version, policy.Sha256, policy.Values) { Revisions = [.. whole.Revisions, system.Ref] };
    }

    public static IReadOnlyDictionary<string, string> Different(PolicyRevision system)
    {
        var faults = new List<Finding>();
        return PolicyText.Read(system.Text, system.Ref, whole: false, faults)?.Values ?? throw new FindingsException(faults);
    }

    private static MonitoringPolicy Whole(PolicyRevision? revision)
    {
        if (revision is null) throw new InvalidOperationException("The record has no policy in force: the database was not prepared.");
        var policy = Read.GetValueOrDefault(revision.TextSha256);
        if (policy is null) Keep(revision.TextSha256, policy = MonitoringPolicy.Parse(revision.Text, revision.Ref, revision.TextSha256));
        return new(policy.Version, policy.Sha256, policy.Values) { Revisions = [revision.Ref] };
    }

    private static void Keep(string hash, MonitoringPolicy policy)
    {
        if (Read.Count >= 64) Read.Clear();
        Read[hash] = policy;
    }
}
