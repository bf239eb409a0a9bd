using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <param name="SystemRef">The AI system it is for; empty: the whole organisation.</param>
/// <param name="Until">When the next revision takes over, or took over.</param>
internal sealed record PolicyLine(
    string Ref, int Version, string SystemRef, string SystemName, string Label, PolicyState State, PolicyStanding Standing, string Reason, DateOnly? ValidFrom, DateTimeOffset? InForceFrom, DateTimeOffset? Until,
    IReadOnlyList<string> Authors, DateTimeOffset WrittenAt, string ApprovedBy, DateTimeOffset? ApprovedAt, string TextSha256, IReadOnlyList<string> AuthorRefs)
{
    public bool IsWhole => SystemRef.Length == 0;

    public bool IsOpen => State is PolicyState.Draft or PolicyState.Proposed;
}

/// <summary>One value of a revision.</summary>
/// <param name="Value">In normal form; null: none, or for a system: as the organisation.</param>
/// <param name="Organisation">What the organisation's policy in force says, where the revision is for one system.</param>
internal sealed record PolicyValue(PolicySetting Setting, string Path, string? Value, string? Organisation);

internal sealed record PolicyDetail(PolicyLine Line, IReadOnlyList<PolicyValue> Values, string Text, OrganisationUnitId UnitId, string? Follows);

/// <summary>A value that differs between two revisions. Null: none, or for a system: as the organisation.</summary>
internal sealed record PolicyDifference(PolicySetting Setting, string Path, string? Before, string? After);

internal sealed class PolicyViews(ConcordDb db, PoliciesInForce inForce)
{
    /// <summary>Newest first. Filter: <c>system:SYS-0001</c>, <c>system:none</c> for the organisation's, words of version and reason.</summary>
    public async Task<PageOf<PolicyLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = Visible();
        if (request.FilterValue("system") is { } system)
            list = system == "none" ? list.Where(revision => revision.SystemId == null) : list.Where(revision => db.Set<AiSystem>().Any(known => known.Id == revision.SystemId && known.Ref == system));
        if (request.FreeText is { } text) list = list.Where(revision => revision.Label.Contains(text) || revision.Reason.Contains(text) || revision.Ref.Contains(text));
        request.DemandRead(sorts: false);
        var total = await list.CountAsync(stop);
        var rows = await Lines(list.OrderByDescending(revision => revision.Ref).Skip(request.Skip).Take(request.Size), stop);
        return new(rows, total, request.Page, request.Size);
    }

    public async Task<PolicyDetail> Detail(string reference, CancellationToken stop)
    {
        var revision = await One(reference, stop);
        var line = (await Lines(Visible().Where(known => known.Ref == reference), stop)).Single();
        var organisation = revision.SystemId is null ? null : (await inForce.Organisation(stop)).Values;
        var values = Values(revision);
        var unit = revision.SystemId is { } system ? (await db.Set<AiSystem>().AsNoTracking().SingleAsync(known => known.Id == system, stop)).UnitId : await Root(stop);
        var follows = revision.InForceFrom is { } from
            ? await Visible().Where(known => known.SystemId == revision.SystemId && known.State == PolicyState.Approved && known.InForceFrom < from).OrderByDescending(known => known.InForceFrom).Select(known => known.Ref).FirstOrDefaultAsync(stop)
            : (await inForce.Newest(revision.SystemId, db.Now, stop))?.Ref;
        return new(line, [.. PolicySettings.Default.All.SelectMany(setting => setting.Paths.Select(path => new PolicyValue(setting, path, values.GetValueOrDefault(path), organisation?.GetValueOrDefault(path))))], revision.Text, unit, follows);
    }

    public async Task<PolicyRevision> One(string reference, CancellationToken stop) =>
        await Visible().SingleOrDefaultAsync(revision => revision.Ref == reference, stop) ?? throw Refusal.Missing("policy revision", reference);

    /// <summary>The values two revisions give differently, in the order of the settings.</summary>
    public async Task<IReadOnlyList<PolicyDifference>> Difference(string before, string after, CancellationToken stop)
    {
        var (old, now) = (Values(await One(before, stop)), Values(await One(after, stop)));
        // What the definitions fix is the same whether or not a policy says it.
        return [.. PolicySettings.Default.All.Where(setting => setting.Kind != SettingKind.Fixed).SelectMany(setting => setting.Paths.Select(path => new PolicyDifference(setting, path, old.GetValueOrDefault(path), now.GetValueOrDefault(path))))
            .Where(difference => difference.Before != difference.After)];
    }

    /// <summary>A system outside one's part of the organisation is invisible, and so is what it does differently. The organisation's policy is everybody's.</summary>
    private IQueryable<PolicyRevision> Visible() =>
        db.Set<PolicyRevision>().AsNoTracking().Where(revision => revision.SystemId == null || db.Set<AiSystem>().Any(system => system.Id == revision.SystemId));

    private async Task<OrganisationUnitId> Root(CancellationToken stop)
    {
        using var everything = db.SeeEverything();
        return await db.Set<OrganisationUnit>().AsNoTracking().Where(unit => unit.ParentId == null).Select(unit => unit.Id).FirstOrDefaultAsync(stop);
    }

    private static IReadOnlyDictionary<string, string> Values(PolicyRevision revision) =>
        revision.SystemId is null ? PoliciesInForce.Together(revision, null).Values : PoliciesInForce.Different(revision);

    private async Task<IReadOnlyList<PolicyLine>> Lines(IQueryable<PolicyRevision> revisions, CancellationToken stop)
    {
        var now = db.Now;
        var rows = await revisions.Select(revision => new
        {
            revision.Ref, revision.Version, revision.Label, revision.State, revision.Reason, revision.ValidFrom, revision.InForceFrom, revision.Authors, revision.WrittenAt, revision.ApprovedBy, revision.ApprovedAt, revision.TextSha256,
            System = db.Set<AiSystem>().Where(system => system.Id == revision.SystemId).Select(system => new { system.Ref, system.Name }).FirstOrDefault(),
            Until = db.Set<PolicyRevision>().Where(next => next.SystemId == revision.SystemId && next.State == PolicyState.Approved
                    && (next.InForceFrom > revision.InForceFrom || (next.InForceFrom == revision.InForceFrom && string.Compare(next.Ref, revision.Ref) > 0)))
                .OrderBy(next => next.InForceFrom).Select(next => next.InForceFrom).FirstOrDefault(),
        }).ToListAsync(stop);
        var people = rows.SelectMany(row => row.Authors.Append(row.ApprovedBy)).Distinct(StringComparer.Ordinal).ToList();
        var names = await db.Set<Person>().AsNoTracking().Where(person => people.Contains(person.Ref)).ToDictionaryAsync(person => person.Ref, person => person.Name, StringComparer.Ordinal, stop);
        return [.. rows.Select(row => new PolicyLine(row.Ref, row.Version, row.System?.Ref ?? "", row.System?.Name ?? "", row.Label, row.State, Standing(row.State, row.InForceFrom, row.Until, now), row.Reason, row.ValidFrom, row.InForceFrom, row.Until,
            [.. row.Authors.Select(author => names.GetValueOrDefault(author, author))], row.WrittenAt, names.GetValueOrDefault(row.ApprovedBy, row.ApprovedBy), row.ApprovedAt, row.TextSha256, row.Authors))];
    }

    private static PolicyStanding Standing(PolicyState state, DateTimeOffset? from, DateTimeOffset? until, DateTimeOffset now) => state switch
    {
        PolicyState.Draft => PolicyStanding.Draft,
        PolicyState.Proposed => PolicyStanding.Proposed,
        PolicyState.Withdrawn => PolicyStanding.Withdrawn,
        _ => until <= now ? PolicyStanding.Superseded : from > now ? PolicyStanding.ApprovedForLater : PolicyStanding.InForce,
    };
}
