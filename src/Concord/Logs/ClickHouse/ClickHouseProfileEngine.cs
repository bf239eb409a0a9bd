namespace Concord.Logs.ClickHouse;

/// <summary>
/// Logs beyond one machine: stored segments are kept in a ClickHouse cluster and asked there. Files that are no stored segments (references, a log that is
/// only measured) are read by the engine that is built in: they are small, and nothing of them is left anywhere.
/// </summary>
internal sealed class ClickHouseProfileEngine : IProfileEngine, IDisposable
{
    private readonly DuckDbProfileEngine files = new();
    private readonly ClickHouseHttp http;
    private readonly ClickHouseStore store;

    public ClickHouseProfileEngine(ClickHouseAddress address, TimeProvider clock)
    {
        http = new(address);
        store = new(address, http, clock);
        Address = address;
    }

    public ClickHouseAddress Address { get; }

    public EngineInfo Describe() => store.Describe();

    public Task Forget(IReadOnlyList<LogPart> log, CancellationToken stop) => log.Count == 0 ? Task.CompletedTask : store.Forget(log, stop);

    public ILogReading Open(IReadOnlyList<LogPart> log)
    {
        if (log.Count == 0) throw new ArgumentException("A log has at least one file.", nameof(log));
        // Labels that came late are not in the cluster: a log that has some is counted from its files.
        if (log.All(part => part.Stored is null) || log.Any(part => part.LateLabels.Count > 0)) return files.Open(log);
        if (log.Any(part => part.Stored is null)) throw new ArgumentException("Either all files of a log are stored segments or none is.", nameof(log));
        return new ClickHouseLogReading(store, http, files, [.. log.Select(part => part with { Path = Path.GetFullPath(part.Path) })]);
    }

    public void Dispose()
    {
        store.Dispose();
        http.Dispose();
    }
}
