using Concord.Gaps.Analysis;
using Microsoft.EntityFrameworkCore;

namespace Concord.Storage;

internal sealed class PostgresConcordDb(DbContextOptions<PostgresConcordDb> options, TimeProvider clock) : ConcordDb(options, clock)
{
    private const long JournalLock = 0x436F6E636F7264; // "Concord"

    internal override Task LockJournal(CancellationToken stop) => Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({JournalLock})", stop);

    /// <summary>The English text search over an index of the same expression.</summary>
    internal override IQueryable<PolicyPart> SearchPolicies(string analysis, string words) =>
        from part in Set<PolicyPart>()
        join source in Set<PolicySource>() on part.SourceId equals source.Id
        where source.Analysis == analysis && EF.Functions.ToTsVector("english", part.Heading + " " + part.Text).Matches(EF.Functions.PlainToTsQuery("english", words))
        orderby EF.Functions.ToTsVector("english", part.Heading + " " + part.Text).Rank(EF.Functions.PlainToTsQuery("english", words)) descending
        select part;

    /// <summary>PostgreSQL has no check of a whole database inside SQL; page checksums are what it offers, and they must be on to count.</summary>
    internal override async Task<IReadOnlyList<string>> CheckIntegrity(CancellationToken stop)
    {
        var checksums = (await Database.SqlQuery<string>($"SELECT current_setting('data_checksums') AS \"Value\"").ToListAsync(stop)).Single();
        var failures = await Database.SqlQuery<long>(
            $"SELECT COALESCE(checksum_failures, 0) AS \"Value\" FROM pg_stat_database WHERE datname = current_database()").ToListAsync(stop);
        return checksums == "on" && failures.Sum() > 0 ? [$"{failures.Sum()} pages failed their checksum"] : [];
    }
}
