using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>Compares the distribution of a column with the reference, from the counts that are kept of both.</summary>
internal sealed class ColumnViews(ConcordDb db)
{
    /// <returns>Null when the window was not measured, the column is not measured in it, or an earlier version of Concord counted either side.</returns>
    public async Task<ColumnSpread?> Spread(string monitorRef, string column, string window, CancellationToken stop)
    {
        var monitor = await db.Set<Monitor>().AsNoTracking().SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef);
        var kept = await (from computed in db.Set<WindowComputation>()
                          join reference in db.Set<FrozenReference>() on computed.ReferenceSha256 equals reference.Sha256
                          where computed.MonitorId == monitor.Id && reference.MonitorId == monitor.Id && computed.Window == window && computed.IsNewest
                          select new { computed.Profile, Reference = reference.Profile }).AsNoTracking().FirstOrDefaultAsync(stop);
        if (kept is not { Reference.Length: > 0 }) return null;
        var definition = MonitorDefinition.Parse(monitor.Definition);
        var (before, current) = (ReferenceProfile.FromBytes(kept.Reference), Profile.FromBytes(kept.Profile));
        return ColumnSpread.Of(definition, before, current, column);
    }
}
