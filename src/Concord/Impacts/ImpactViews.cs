using System.Globalization;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Impacts;

/// <summary>Where an assessment stands today; stale is what is in force and no longer fits.</summary>
internal enum ImpactStanding
{
    Draft,
    InReview,
    InForce,
    Stale,
    Superseded,
    Withdrawn,
}

/// <param name="Verdict">Of the frozen text; null while it is a draft.</param>
/// <param name="Stale">Why it no longer fits.</param>
internal sealed record ImpactLine(
    string Ref, int Version, OrganisationUnitId UnitId, string SystemRef, string SystemName, int Revision, ImpactState State, ImpactStanding Standing, ImpactDepth? Depth, ImpactVerdict? Verdict, DateOnly? DueOn,
    IReadOnlyList<PersonName> Authors, DateTimeOffset BegunAt, DateTimeOffset? SubmittedAt, PersonName? ApprovedBy, DateTimeOffset? ApprovedAt, IReadOnlyList<string> Stale)
{
    public bool IsOpen => State is ImpactState.Draft or ImpactState.InReview;
}

/// <summary>A system that needs an assessment in force and has none.</summary>
internal sealed record ImpactWanted(string SystemRef, string SystemName, LifeCycle State, string? Open, ImpactState? OpenState);

/// <summary>Questions to impact assessments. What one of them holds: <see cref="ImpactFile"/>.</summary>
internal sealed class ImpactViews(ConcordDb db, ImpactMethod method)
{
    public static readonly ListOrder<ImpactAssessment> Order = new ListOrder<ImpactAssessment>("-ref", known => known.Ref)
        .By("state", known => known.State).By("due", known => known.DueOn ?? DateOnly.MaxValue).By("begun", known => known.BegunAt);

    /// <summary>Filter: <c>state:inForce</c> <c>system:SYS-0001</c> <c>due:2026-12-31</c> (in force, and to be looked at again until that day) and words of reference and name of the system.</summary>
    public async Task<PageOf<ImpactLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<ImpactAssessment>().AsNoTracking();
        if (request.State<ImpactState>("state") is { } state) list = list.Where(known => known.State == state);
        if (request.FilterValue("system") is { } system) list = list.Where(known => db.Set<AiSystem>().Any(each => each.Id == known.SystemId && each.Ref == system));
        if (request.FilterValue("due") is { } until)
        {
            if (!DateOnly.TryParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new RuleViolation("LIST-FILTER", $"'{until}' is no day. Write due:2026-12-31.");
            list = list.Where(known => known.State == ImpactState.InForce && known.DueOn <= day);
        }
        list = list.Mentioning(request, known => known.Ref, known => db.Set<AiSystem>().Where(each => each.Id == known.SystemId).Select(each => each.Name).First());
        var page = await list.Page(request, Order, known => known, stop);
        return new(await Lines(page.Items, stop), page.Total, page.Page, page.Size);
    }

    /// <summary>Every assessment of a system, the newest first.</summary>
    public async Task<IReadOnlyList<ImpactLine>> OfSystem(string systemRef, CancellationToken stop)
    {
        var known = await (from each in db.Set<ImpactAssessment>().AsNoTracking() join system in db.Set<AiSystem>() on each.SystemId equals system.Id
                           where system.Ref == systemRef orderby each.Revision descending select each).ToListAsync(stop);
        return await Lines(known, stop);
    }

    /// <summary>Systems in the inventory whose class, approved or only declared, is one that needs one, without one in force.</summary>
    public async Task<IReadOnlyList<ImpactWanted>> Wanted(CancellationToken stop)
    {
        var classes = Enum.GetValues<RiskClass>().Where(known => method.Requires(Words.Of(known))).ToList();
        var systems = await db.Set<AiSystem>().AsNoTracking().Where(system => classes.Contains(system.RiskClass) && system.State != LifeCycle.Retired && system.State != LifeCycle.Rejected
            && !db.Set<ImpactAssessment>().Any(each => each.SystemId == system.Id && each.State == ImpactState.InForce)).OrderBy(system => system.Ref).Take(100).ToListAsync(stop);
        var ids = systems.ConvertAll(system => system.Id);
        var open = (await db.Set<ImpactAssessment>().AsNoTracking().Where(each => ids.Contains(each.SystemId) && (each.State == ImpactState.Draft || each.State == ImpactState.InReview))
            .Select(each => new { each.SystemId, each.Ref, each.State }).ToListAsync(stop)).ToLookup(each => each.SystemId);
        return [.. systems.Select(system => (system, draft: open[system.Id].FirstOrDefault())).Select(pair => new ImpactWanted(pair.system.Ref, pair.system.Name, pair.system.State, pair.draft?.Ref, pair.draft?.State))];
    }

    /// <summary>Those in force that no longer fit. Found by comparing, so no filter of the list can ask the database for it; a system has one in force at most.</summary>
    public async Task<IReadOnlyList<ImpactLine>> Stale(CancellationToken stop)
    {
        var inForce = await db.Set<ImpactAssessment>().AsNoTracking().Where(known => known.State == ImpactState.InForce).OrderBy(known => known.Ref).ToListAsync(stop);
        return [.. (await Lines(inForce, stop)).Where(line => line.Stale.Count > 0)];
    }

    public async Task<IReadOnlyList<ImpactLine>> Lines(IReadOnlyList<ImpactAssessment> rows, CancellationToken stop)
    {
        var ids = rows.Select(row => row.SystemId).Distinct().ToList();
        var systems = await db.Set<AiSystem>().AsNoTracking().Where(system => ids.Contains(system.Id)).ToDictionaryAsync(system => system.Id, stop);
        var (models, marks) = (await db.ModelLines(ids, stop), await db.Marks(ids, stop));
        var names = await db.NamesOf(rows.SelectMany(row => row.Authors.Append(row.ApprovedBy)), stop);
        return [.. rows.Where(row => systems.ContainsKey(row.SystemId)).Select(row => Line(row, systems[row.SystemId]))];

        ImpactLine Line(ImpactAssessment row, AiSystem system)
        {
            var stale = ImpactFit.Of(row, system, models[system.Id], marks[system.Id], db.Today);
            return new(row.Ref, row.Version, row.UnitId, system.Ref, system.Name, row.Revision, row.State, Standing(row.State, stale), row.Depth, row.Verdict, row.DueOn, [.. row.Authors.Select(Named)], row.BegunAt,
                row.SubmittedAt, row.ApprovedBy.Length > 0 ? Named(row.ApprovedBy) : null, row.ApprovedAt, stale);
        }

        PersonName Named(string reference) => new(default, reference, names.GetValueOrDefault(reference) ?? reference);
    }

    private static ImpactStanding Standing(ImpactState state, IReadOnlyList<string> stale) => state switch
    {
        ImpactState.Draft => ImpactStanding.Draft,
        ImpactState.InReview => ImpactStanding.InReview,
        ImpactState.InForce => stale.Count > 0 ? ImpactStanding.Stale : ImpactStanding.InForce,
        ImpactState.Superseded => ImpactStanding.Superseded,
        _ => ImpactStanding.Withdrawn,
    };
}
