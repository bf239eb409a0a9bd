using System.Collections.Concurrent;
using Concord.EnterpriseRisks.Scales;
using Concord.Journal;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks;

/// <summary>
/// The register as it was read last, for as long as nothing happened since: nothing changes without an entry of the journal, so the newest entry says
/// whether it still holds. Each reader has the part of their own units.
/// </summary>
internal sealed class KeptStandings
{
    /// <summary>A long register takes some megabytes, so few are kept.</summary>
    private const int Most = 4;

    private volatile Kept kept = new("", new());

    private sealed record Kept(string Newest, ConcurrentDictionary<string, EnterpriseStanding> ByReader);

    /// <summary>For questions alone: an act that did not commit yet has no entry, and reads the register itself.</summary>
    public async Task<EnterpriseStanding> Read(ConcordDb db, StandardsLibrary standards, ScaleLibrary library, CancellationToken stop)
    {
        // Asked first: what is committed while the register is read makes it newer than the entry it is kept under, never older.
        var newest = Convert.ToHexStringLower(await db.Set<JournalEntry>().AsNoTracking().OrderByDescending(entry => entry.Sequence).Select(entry => entry.Hash).FirstOrDefaultAsync(stop) ?? []);
        if (kept is not { } now || now.Newest != newest) kept = now = new(newest, new(StringComparer.Ordinal));
        var reader = db.SeesAll ? "everything" : string.Join(' ', db.VisibleUnits.Select(unit => unit.Value).Order());
        if (now.ByReader.TryGetValue(reader, out var known)) return known;
        var standing = await EnterpriseStanding.Read(db, standards, library, stop);
        if (now.ByReader.Count >= Most) now.ByReader.Clear();
        return now.ByReader[reader] = standing;
    }
}
