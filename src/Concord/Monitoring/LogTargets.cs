using System.Collections.Concurrent;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;
using Concord.Logs.Inbox;
using Concord.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Monitoring;

/// <summary>Where rows go and how they are read.</summary>
/// <param name="Horizon">Rows before it were deleted on schedule; null: none were.</param>
internal sealed record LogTarget(string Model, string Label, ModelVersionId Version, OrganisationUnitId Unit, string DefinitionSha256, InboxReader Reader, DateTimeOffset? Horizon);

/// <summary>Remembers for a moment where rows go: a sender of thousands of events each second need not be looked up thousands of times.</summary>
internal sealed class LogTargets(IServiceScopeFactory scopes)
{
    /// <summary>A new version or a changed monitor counts after so long at the latest.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<(string Model, string? Label), (LogTarget Target, long At)> known = new();

    /// <summary>The target, if the actor may hand in rows there.</summary>
    public async ValueTask<LogTarget> Find(string model, string? label, Actor actor, CancellationToken stop)
    {
        var seen = known.TryGetValue((model, label), out var last);
        if (!seen || Environment.TickCount64 - last.At > Kept.TotalMilliseconds)
        {
            last = (await Look(model, label, seen ? last.Target : null, stop), Environment.TickCount64);
            if (known.Count >= Most) known.Clear();
            known[(model, label)] = last;
        }
        if (!actor.May(Permission.ViewRegister, last.Target.Unit)) throw Refusal.Missing("model", model);
        actor.DemandPerson(Permission.AppendLog, last.Target.Unit);
        return last.Target;
    }

    private async Task<LogTarget> Look(string modelRef, string? label, LogTarget? before, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        var log = scope.ServiceProvider.GetRequiredService<PredictionLog>();
        var (model, version, monitor) = await log.Target(modelRef, label, stop);
        var reader = before is not null && before.DefinitionSha256 == monitor.DefinitionSha256 && before.Version == version.Id
            ? before.Reader : new InboxReader(MonitorDefinition.Parse(monitor.Definition).ToColumns(version.Label), new LogLimits());
        return new(model.Ref, version.Label, version.Id, model.UnitId, monitor.DefinitionSha256, reader, await log.Horizon(version.Id, stop));
    }
}
