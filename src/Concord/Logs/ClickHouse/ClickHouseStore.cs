using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Logs.ClickHouse;

/// <summary>The rows of files with the same name map, as they lie in the cluster.</summary>
/// <param name="Table">Where they are asked for.</param>
/// <param name="Parts">By the key of the load whose rows are the file's.</param>
internal sealed record LoadedParts(string Table, LogSchema Schema, IReadOnlyDictionary<long, LogPart> Parts);

/// <summary>
/// Keeps segments in the cluster. The files stay what counts; the cluster holds copies. A file is loaded under a key of its own, and the load counts only
/// once it is entered as complete: what was loaded halfway is never seen, and loading twice at the same time doubles nothing.
/// </summary>
internal sealed class ClickHouseStore(ClickHouseAddress address, ClickHouseHttp http, TimeProvider clock) : IDisposable
{
    private const byte Begun = 0, Complete = 1, Lost = 2, Gone = 3;
    private const int RowsPerInsert = 1 << 18, BytesPerInsert = 32 << 20;
    private static readonly TimeSpan LongestLoad = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim oneAtATime = new(1);

    private string Loads => $"{address.Database}.loads";

    public void Dispose() => oneAtATime.Dispose();

    // With a blank before it; empty until the servers were asked.
    private string version = "";

    /// <summary>The version is known once a log was asked.</summary>
    public EngineInfo Describe() => new(string.Create(CultureInfo.InvariantCulture, $"ClickHouse{version}{(address.Hosts.Count == 1 ? "" : $", {address.Hosts.Count} shards")}"));

    /// <summary>Makes sure that every file is in the cluster whole.</summary>
    /// <param name="lost">Loads whose rows are no longer all there although every shard answers: their files are loaded anew.</param>
    public async Task<IReadOnlyList<LoadedParts>> Load(IReadOnlyList<LogPart> log, IReadOnlyDictionary<long, LogPart> lost, CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            await Prepare(stop);
            var groups = new List<LoadedParts>();
            foreach (var alike in Alike(log))
            {
                var shape = new ClickHouseShape(alike.First().Schema);
                await Prepare(shape, stop);
                foreach (var (load, part) in lost.Where(one => alike.Contains(one.Value))) await Enter(part, load, shape, Lost, stop);
                groups.Add(new(Asked(shape), alike.First().Schema, await Load(shape, [.. alike], stop)));
            }
            return groups;
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <summary>Every copy of these files that is on record goes, also one whose loading was only begun. Where a server does not answer, the copies stay on record for the next call.</summary>
    public async Task Forget(IReadOnlyList<LogPart> log, CancellationToken stop)
    {
        await oneAtATime.WaitAsync(stop);
        try
        {
            await Prepare(stop);
            foreach (var alike in Alike(log))
            {
                var shape = new ClickHouseShape(alike.First().Schema);
                var entered = await Entered(shape, [.. alike], stop);
                var copies = alike.SelectMany(part => entered[NameOf(part)].Where(load => load.State != Gone).Select(load => (part, load.Key))).ToList();
                if (copies.Count > 0) await Prepare(shape, stop);
                foreach (var some in copies.Chunk(1_000)) await Forget(shape, some, stop);
            }
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private static IEnumerable<IGrouping<string, LogPart>> Alike(IReadOnlyList<LogPart> log) =>
        log.GroupBy(part => string.Join(',', part.Schema.Columns.Select(column => $"{column.Name}:{column.Kind}:{column.Source}")), StringComparer.Ordinal);

    private async Task<IReadOnlyDictionary<long, LogPart>> Load(ClickHouseShape shape, LogPart[] parts, CancellationToken stop)
    {
        var loaded = new Dictionary<long, LogPart>();
        var entered = await Entered(shape, parts, stop);
        foreach (var part in parts)
        {
            var before = entered[NameOf(part)].ToList();
            foreach (var dead in before.Where(load => load.State == Lost || (load.State == Begun && load.At < clock.GetUtcNow() - LongestLoad))) await Forget(shape, [(part, dead.Key)], stop);
            var complete = before.Where(load => load.State == Complete).Select(load => load.Key).ToList();
            loaded.Add(complete.Count > 0 ? complete.Min() : await LoadAnew(shape, part, stop), part);
        }
        return loaded;
    }

    private async Task<long> LoadAnew(ClickHouseShape shape, LogPart part, CancellationToken stop)
    {
        if (SegmentFiles.Sha256(part.Path) != part.Stored!.Sha256)
            throw new RuleViolation("ENGINE-SEGMENT-CHANGED", $"The file of {part.Stored.Ref} is not the one in the manifest, so its rows are not loaded. concord journal verify names every file that is missing or changed; restore it from a backup.");
        var load = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue;
        await Enter(part, load, shape, Begun, stop);
        var rows = await Send(shape, part, load, stop);
        if (rows != part.Stored.Rows)
            throw new RuleViolation("ENGINE-SEGMENT-ROWS", string.Create(CultureInfo.InvariantCulture, $"The file of {part.Stored.Ref} holds {rows} rows, the manifest says {part.Stored.Rows}. Restore it from a backup."));
        await Enter(part, load, shape, Complete, stop);
        return load;
    }

    /// <summary>Each shard takes its rows in few large pieces; one piece per shard is on the way while the next is read.</summary>
    private async Task<long> Send(ClickHouseShape shape, LogPart part, long load, CancellationToken stop)
    {
        var shards = address.Hosts.Select(host => new Shard(host, Rows(shape), http)).ToArray();
        using var duck = DuckDbSession.Open([part.Path]);
        using var command = duck.Connection.CreateCommand();
        command.CommandText = shape.Select(Path.GetFullPath(part.Path));
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        long rows = 0;
        for (; reader.Read(); rows++)
        {
            var shard = shards[(shape.HasIds ? Place(reader.GetString(1)) : (ulong)rows) % (ulong)shards.Length];
            shard.Filling.Int64(load);
            shape.Write(reader, shard.Filling);
            shard.Filling.EndRow();
            if (shard.Filling.Rows >= RowsPerInsert || shard.Filling.Length >= BytesPerInsert) await shard.Flush(stop);
        }
        foreach (var shard in shards)
        {
            await shard.Flush(stop);
            await shard.Sent;
        }
        return rows;
    }

    private async Task Prepare(CancellationToken stop)
    {
        if (address.Cluster is { } cluster)
        {
            var shards = await http.Ask($"SELECT toInt64(uniqExact(shard_num)) FROM system.clusters WHERE cluster = {ClickHouseSql.Quoted(cluster)}", row => row.Next() ? row.Int64() : 0, stop);
            if (shards != address.Hosts.Count)
                throw new RuleViolation("ENGINE-CLUSTER", string.Create(CultureInfo.InvariantCulture, $"The server knows {shards} shards of the cluster {VisibleText.Quoted(cluster)}, the address names {address.Hosts.Count} hosts. Name one host of each shard, in the order of the cluster's configuration."));
        }
        if (version.Length == 0) version = await http.Ask("SELECT version()", row => row.Next() ? $" {row.Text()}" : "", stop);
        foreach (var host in address.Hosts) await http.Tell(host, $"CREATE DATABASE IF NOT EXISTS {address.Database}", stop);
        await http.Tell(address.Hosts[0], $"CREATE TABLE IF NOT EXISTS {Loads} (segment String, load Int64, shape String, rows Int64, state UInt8, at Int64) ENGINE = MergeTree ORDER BY (segment, load)", stop);
    }

    private async Task Prepare(ClickHouseShape shape, CancellationToken stop)
    {
        foreach (var host in address.Hosts)
            await http.Tell(host, $"CREATE TABLE IF NOT EXISTS {Rows(shape)} ({shape.Columns}) ENGINE = MergeTree ORDER BY (load, t)", stop);
        if (address.Cluster is { } cluster)
            await http.Tell(address.Hosts[0], $"CREATE TABLE IF NOT EXISTS {Asked(shape)} ({shape.Columns}) ENGINE = Distributed({ClickHouseSql.Quoted(cluster)}, {address.Database}, rows_{shape.Key})", stop);
    }

    private string Rows(ClickHouseShape shape) => $"{address.Database}.rows_{shape.Key}";

    private string Asked(ClickHouseShape shape) => address.Cluster is null ? Rows(shape) : $"{address.Database}.all_{shape.Key}";

    /// <summary>What is on record about loads of these files: of each load the last word.</summary>
    private async Task<ILookup<string, (long Key, byte State, DateTimeOffset At)>> Entered(ClickHouseShape shape, LogPart[] parts, CancellationToken stop)
    {
        var all = new List<(string Segment, long Key, byte State, DateTimeOffset At)>();
        foreach (var some in parts.Chunk(1_000))
        {
            var names = string.Join(", ", some.Select(part => ClickHouseSql.Quoted(NameOf(part))));
            all.AddRange(await http.Ask($"SELECT segment, load, max(state), min(at) FROM {Loads} WHERE segment IN ({names}) AND shape = {ClickHouseSql.Quoted(shape.Key)} GROUP BY segment, load", row =>
            {
                var loads = new List<(string, long, byte, DateTimeOffset)>();
                while (row.Next()) loads.Add((row.Text(), row.Int64(), row.Byte(), DateTimeOffset.FromUnixTimeSeconds(row.Int64())));
                return loads;
            }, stop));
        }
        return all.ToLookup(load => load.Segment, load => (load.Key, load.State, load.At), StringComparer.Ordinal);
    }

    private async Task Enter(LogPart part, long load, ClickHouseShape shape, byte state, CancellationToken stop)
    {
        var line = new RowBinaryWriter();
        line.Text(NameOf(part));
        line.Int64(load);
        line.Text(shape.Key);
        line.Int64(part.Stored!.Rows);
        line.Byte(state);
        line.Int64(clock.GetUtcNow().ToUnixTimeSeconds());
        await http.Insert(address.Hosts[0], Loads, line.Written, stop);
    }

    /// <summary>The rows of loads that do not count are deleted; the servers do it when they have time.</summary>
    private async Task Forget(ClickHouseShape shape, IReadOnlyList<(LogPart Part, long Load)> copies, CancellationToken stop)
    {
        foreach (var host in address.Hosts) await http.Tell(host, $"ALTER TABLE {Rows(shape)} DELETE WHERE {ClickHouseSql.In(copies.Select(copy => copy.Load))}", stop);
        foreach (var (part, load) in copies) await Enter(part, load, shape, Gone, stop);
    }

    /// <summary>By content and by line of the manifest: two batches may be the same bytes, and two installations may share a cluster.</summary>
    private static string NameOf(LogPart part) => $"{part.Stored!.Sha256}/{part.Stored.Ref}";

    /// <summary>The same id lies on the same shard for ever: FNV-1a, 64 bit, folded so that the low bits know the high ones.</summary>
    private static ulong Place(string id)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var part in Encoding.UTF8.GetBytes(id)) hash = (hash ^ part) * 1_099_511_628_211UL;
        return hash ^ (hash >> 32);
    }

    private sealed class Shard(Uri host, string table, ClickHouseHttp http)
    {
        private RowBinaryWriter sending = new();

        public RowBinaryWriter Filling { get; private set; } = new();

        public Task Sent { get; private set; } = Task.CompletedTask;

        public async Task Flush(CancellationToken stop)
        {
            await Sent;
            if (Filling.Rows == 0) return;
            (Filling, sending) = (sending, Filling);
            Filling.Clear();
            Sent = http.Insert(host, table, sending.Written, stop);
        }
    }
}
