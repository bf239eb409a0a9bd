using Concord.Controls;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Library;

/// <summary>Tells when another library is in use, and takes note of who accepted what it changes.</summary>
internal sealed class LibraryRegister(ConcordDb db, LibraryContent installed, StandardsLibrary standards, DerivationRun derivation, LibraryViews views)
{
    /// <summary>At each start. The first library of a record is taken as it is; another one than the last is journalled, with every result it changes.</summary>
    /// <returns>The revision that has to be accepted; null where none has.</returns>
    public async Task<LibraryRevision?> NoticeInstalled(CancellationToken stop)
    {
        var known = await Newest(stop);
        if (known?.ContentSha256 != installed.Sha256)
        {
            await using var work = await db.Begin(Actor.System, stop);
            known = await Newest(stop); // Another process may have been faster.
            if (known?.ContentSha256 != installed.Sha256) known = await Notice(work, known, stop);
        }
        return known is { State: LibraryState.NotAccepted } ? known : null;
    }

    /// <summary>A person says that what the library in use changes has been read and seen to.</summary>
    public async Task<LibraryRevision> Accept(string reference, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var by = actor.DemandDuty(Permission.JudgeRequirements, await db.WholeOrganisation(stop));
        var revision = await db.Set<LibraryRevision>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("library", reference);
        Refusal.IfStale(revision, expectedVersion);
        if (revision.ContentSha256 != installed.Sha256)
            throw new RuleViolation("LIBRARY-OTHER", $"{reference} is not the library this server reads. Look at what is in use, and accept that.");
        revision.Accept(by, reason, await views.Sentence(revision, stop), db.Now);
        work.Note("library.accepted", revision.Ref, $"{revision.Changed} {revision.Reason}");
        await work.Commit(stop);
        return revision;
    }

    private async Task<LibraryRevision> Notice(Work work, LibraryRevision? known, CancellationToken stop)
    {
        var editions = standards.Editions.Select(edition => edition.Designation);
        LibraryRevision revision;
        if (known is null)
        {
            revision = LibraryRevision.First(installed, editions, db.Now);
            work.Note("library.adopted", revision.Ref, $"{string.Join(", ", revision.Editions)}; SHA-256 {Short(installed.Sha256)}");
        }
        else
        {
            var accepted = await db.Set<LibraryRevision>().Where(one => one.State == LibraryState.Accepted).OrderByDescending(one => one.Number).FirstAsync(stop);
            revision = LibraryRevision.After(known.Number + 1, accepted, installed, editions, db.Now);
            if (known.State == LibraryState.NotAccepted)
            {
                known.PassOver();
                work.Note("library.passed-over", known.Ref, $"{revision.Ref} was installed before anybody accepted it");
            }
            work.Note("library.installed", revision.Ref, revision.State == LibraryState.Accepted ? revision.Reason
                : $"{LibrarySentence.Of(LibraryDifference.Between(LibraryContent.Unpack(accepted.Content), installed))} against {accepted.Ref}, which was accepted last; SHA-256 {Short(installed.Sha256)}");
        }
        db.Add(revision);
        if (known is not null) await derivation.Run(work, stop);
        await work.Commit(stop);
        return revision;
    }

    private Task<LibraryRevision?> Newest(CancellationToken stop) => db.Set<LibraryRevision>().OrderByDescending(revision => revision.Number).FirstOrDefaultAsync(stop);

    private static string Short(string hash) => hash[..12] + "…";
}
