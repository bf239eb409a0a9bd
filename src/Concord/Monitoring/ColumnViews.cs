using Concord.Foundation;
using Concord.Logs;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Monitoring;

/// <summary>Compares the distribution of a column with the reference. The window's counts are kept; the reference is counted anew on the same edges.</summary>
internal sealed class ColumnViews(ConcordDb db, MonitoringViews monitoring, IProfileEngine engine, DataLocation data)
{
    /// <returns>Null when the window was not measured or the column is not measured in it.</returns>
    public async Task<ColumnSpread?> Spread(string monitorRef, string column, string window, CancellationToken stop)
    {
        var monitor = await db.Set<Monitor>().AsNoTracking().Include(m => m.References).SingleOrDefaultAsync(m => m.Ref == monitorRef, stop) ?? throw Refusal.Missing("monitor", monitorRef);
        if (monitor.InForce is not { } reference || await monitoring.ProfileOf(monitorRef, window, stop) is not { } current)
            return null;
        var definition = MonitorDefinition.Parse(monitor.Definition);
        if (Question(definition, current, column) is not { } question)
            return null;
        using var reading = engine.Open([new(data.Absolute(reference.Path), LogSchema.FromJson(reference.Schema))]);
        var before = (await reading.Profiles(new(WindowLength.All), question, rowsFollow: false, stop)).SingleOrDefault();
        return before is null ? null : ColumnSpread.Of(definition, before, current, column);
    }

    private static ProfileQuestion? Question(MonitorDefinition definition, Profile current, string column)
    {
        var none = new Dictionary<string, double[]>(StringComparer.Ordinal);
        var noLevels = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal);
        if (current.Numeric.FirstOrDefault(numeric => numeric.Column == column) is { } found)
            return new(new Dictionary<string, double[]>(StringComparer.Ordinal) { [column] = found.Edges }, null, noLevels, []);
        if (current.Categorical.Any(categorical => categorical.Column == column))
            return new(none, null, new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal) { [column] = [] }, []);
        if (column == definition.Score.Name && current.Score is { } score)
            return new(none, score.All.Edges, noLevels, []);
        return column == definition.Decision.Name ? new(none, null, noLevels, []) : null;
    }
}
