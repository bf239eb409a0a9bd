namespace Concord.Logs;

/// <summary>DuckDB in memory over staged Parquet files. Nothing is kept between openings, and no file but the given ones can be reached.</summary>
internal sealed class DuckDbProfileEngine(long memoryMebibytes = 2048) : IProfileEngine
{
    private static readonly Lazy<EngineInfo> Info = new(() =>
    {
        using var session = DuckDbSession.Open([]);
        return new($"DuckDB {session.Connection.ServerVersion.TrimStart('v')}");
    });

    public static EngineInfo Described => Info.Value;

    public EngineInfo Describe() => Described;

    public Task Forget(IReadOnlyList<LogPart> log, CancellationToken stop) => Task.CompletedTask;

    public ILogReading Open(IReadOnlyList<LogPart> log)
    {
        if (log.Count == 0) throw new ArgumentException("A log has at least one file.", nameof(log));
        LogPart[] full = [.. log.Select(part => part with { Path = Path.GetFullPath(part.Path), LateLabels = [.. part.LateLabels.Select(Path.GetFullPath)] })];
        return new DuckDbLogReading(DuckDbSession.Open(full.Select(part => part.Path).Concat(full.SelectMany(part => part.LateLabels)).Distinct(StringComparer.Ordinal), memoryMebibytes: memoryMebibytes, ordered: false), new DuckDbSql(full));
    }
}
