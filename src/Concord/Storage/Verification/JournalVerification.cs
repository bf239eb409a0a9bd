using System.Data.Common;
using System.Diagnostics;
using Concord.Foundation;
using Concord.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SQLitePCL;

namespace Concord.Storage.Verification;

/// <summary>A table or column the journal does not speak for, and why.</summary>
internal sealed record NotCovered(string What, string Why);

/// <param name="ExpiredFiles">Files that are not there because their rows were deleted on schedule.</param>
/// <param name="Head">The hash of the last entry: the value to note elsewhere, so that a journal rewritten as a whole is found out.</param>
/// <param name="Damages">The first ones; <paramref name="DamageTotal"/> counts all.</param>
internal sealed record VerificationReport(
    long Entries, string? Head, long Rows, int Tables, int Files, long FileBytes, int ExpiredFiles, Damage? FirstDamagedEntry, IReadOnlyList<Damage> Damages, long DamageTotal, IReadOnlyList<NotCovered> NotCovered, TimeSpan Duration)
{
    public bool IsSound => DamageTotal == 0;
}

/// <summary>
/// Looks whether the record is what its journal tells: the database's own check, every entry, every row of every covered table, every file of
/// the manifest. It reads only. What it finds sound is consistent in itself; only a hash noted elsewhere could tell that all of it was exchanged.
/// </summary>
internal sealed class JournalVerification(ConcordDb db, DataLocation location)
{
    public async Task<VerificationReport> Run(CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var damage = new DamageList();
        var covered = db.Model.GetEntityTypes().Where(entity => entity.WhyNotJournalled() is null).Select(TableShape.Of).OrderBy(table => table.Table, StringComparer.Ordinal).ToList();
        var notCovered = NotCoveredByModel();
        notCovered.AddRange(InboxCheck.Run(location, damage));
        ChainCheck? chain = null;
        RowCheck? rows = null;
        var files = new FileCheck(location, damage);
        try
        {
            await RefuseOtherVersion(stop);
            await CheckDatabase(damage, stop);
            await using var stored = await StoredRecord.Open(db, stop);
            var told = new ToldStates();
            chain = new(stored, ShapeOf<JournalEntry>(), ShapeOf<JournalState>(), told, damage);
            await chain.Run(stop);
            rows = new(stored, told, chain.IsIncomplete, damage);
            foreach (var table in covered) await rows.Run(table, stop);
            foreach (var table in told.TablesBeside(covered.Select(table => table.Table)))
                damage.Add(new(DamageKind.Entry, $"table {table}", "entries tell of rows of a table that is not covered"));
            notCovered.AddRange(await UnknownNames(stored, stop));
            foreach (var file in rows.Files) await files.Run(file with { IsExpired = file.IsExpired || (file.GoesWith is { } owner && rows.Expired.Contains(owner)) }, stop);
        }
        catch (DbException unreadable)
        {
            if (IsOutOfReach(unreadable)) throw new RuleViolation("DATABASE-OUT-OF-REACH", $"The database cannot be reached, so nothing is said of it: {unreadable.Message}");
            damage.Add(new(DamageKind.Database, "database", $"cannot be read: {unreadable.Message}"));
        }
        return new(chain?.Count ?? 0, chain?.Head is { } head ? Convert.ToHexStringLower(head) : null, rows?.Count ?? 0, covered.Count, files.Count, files.Bytes, files.Expired,
            damage.FirstEntry, damage.First, damage.Total, notCovered, Stopwatch.GetElapsedTime(began));
    }

    private async Task CheckDatabase(DamageList damage, CancellationToken stop)
    {
        try
        {
            foreach (var finding in await db.CheckIntegrity(stop)) damage.Add(new(DamageKind.Database, "integrity check", finding));
        }
        catch (DbException broken)
        {
            damage.Add(new(DamageKind.Database, "integrity check", $"could not be finished: {broken.Message}"));
        }
    }

    /// <summary>Busy, not allowed, gone: that is no damage.</summary>
    private static bool IsOutOfReach(DbException failure) => failure switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_FULL,
        PostgresException postgres => postgres.SqlState is ['0' or '2' or '3' or '5', ..], // Connection, authorization, no such database, resources, shutdown; 58: the system itself.
        _ => true,
    };

    private TableShape ShapeOf<T>() => TableShape.Of(db.Model.FindEntityType(typeof(T))!);

    private List<NotCovered> NotCoveredByModel() =>
    [
        .. db.Model.GetEntityTypes().Where(entity => entity.WhyNotJournalled() is not null && entity.GetTableName() is not null && entity.ClrType != typeof(JournalEntry) && entity.ClrType != typeof(JournalState))
            .Select(entity => new NotCovered($"table {entity.GetTableName()}", entity.WhyNotJournalled()!)).Distinct().OrderBy(table => table.What, StringComparer.Ordinal),
        .. db.Model.GetEntityTypes().Where(entity => entity.WhyNotJournalled() is null)
            .SelectMany(entity => entity.GetProperties().Where(property => property.IsOutsideJournal()).Select(property => new NotCovered(
                $"column {entity.GetTableName()}.{property.Name}", "key of the hashes that stand for personal values; a wrong one shows in those"))),
        .. db is SqliteConcordDb ? [new NotCovered("tables PolicyPartSearch…", "the index in which policies are searched, filled from PolicyPart, which is covered")] : Array.Empty<NotCovered>(),
        new("table __EFMigrationsHistory", "which steps of the schema were taken; compared with this version before anything else"),
    ];

    private async Task<IEnumerable<NotCovered>> UnknownNames(StoredRecord stored, CancellationToken stop)
    {
        var known = db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).Append("__EFMigrationsHistory").Append("__EFMigrationsLock").ToHashSet(StringComparer.Ordinal);
        return (await stored.Names(stop)).Where(name => !known.Contains(name)).Order(StringComparer.Ordinal).Select(name => new NotCovered($"{name}", "unknown to Concord: somebody else put it into this database"));
    }

    private async Task RefuseOtherVersion(CancellationToken stop)
    {
        var here = db.Database.GetMigrations().ToList();
        var there = (await db.Database.GetAppliedMigrationsAsync(stop)).ToList();
        if (there.Count == 0) throw new RuleViolation("DATA-EMPTY", "There is no record in this database.");
        if (!here.SequenceEqual(there))
            throw new RuleViolation("DATABASE-VERSION", "This database was written by another version of Concord, or its list of schema steps was changed. Verify it with the version that wrote it, or start this one on it first: concord serve.");
    }
}
