using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks.Scales;

/// <summary>The scales of the library, read once.</summary>
internal sealed record ScaleLibrary(IReadOnlyList<EnterpriseScale> Scales)
{
    public static ScaleLibrary Read(string folder, RiskCriteria criteria) => new(ScaleReader.Read(folder, criteria));
}

/// <summary>The scales a register can be kept in, and the one that is in force: as approved, else the first of the library.</summary>
/// <param name="All">Approved ones of the organisation's own first.</param>
/// <param name="Approved">Null: nobody approved one.</param>
internal sealed record KnownScales(IReadOnlyList<EnterpriseScale> All, EnterpriseScale InForce, ScaleRevision? Approved)
{
    public static async Task<KnownScales> Read(ConcordDb db, ScaleLibrary library, RiskCriteria criteria, CancellationToken stop)
    {
        var approved = await db.Set<ScaleRevision>().AsNoTracking().Where(revision => revision.State == ScaleState.Approved || revision.State == ScaleState.Superseded)
            .OrderByDescending(revision => revision.ApprovedAt).ToListAsync(stop);
        // Of scales with one id the newest holds: what a line was read with before is read with the correction.
        EnterpriseScale[] own = [.. approved.Where(revision => revision.Text.Length > 0).DistinctBy(revision => revision.ScaleId, StringComparer.OrdinalIgnoreCase).Select(revision => ScaleReader.Parse(revision.Text, criteria))];
        EnterpriseScale[] all = [.. own, .. library.Scales.Where(scale => !own.Any(mine => string.Equals(mine.Id, scale.Id, StringComparison.OrdinalIgnoreCase)))];
        var newest = approved.Find(revision => revision.State == ScaleState.Approved);
        return new(all, all.FirstOrDefault(scale => scale.Id == newest?.ScaleId) ?? library.Scales[0], newest);
    }

    /// <summary>The scale of a line; one that is gone from the library gives way to the one in force.</summary>
    public EnterpriseScale Of(string id) => Find(id) ?? InForce;

    public EnterpriseScale? Find(string id) => All.FirstOrDefault(scale => string.Equals(scale.Id, id, StringComparison.OrdinalIgnoreCase));

    public EnterpriseScale Demand(string id) => Find(id.Trim())
        ?? throw new RuleViolation("SCALE-UNKNOWN", $"There is no scale '{id}'. Known: {string.Join(", ", All.Select(scale => scale.Id))}.");
}
