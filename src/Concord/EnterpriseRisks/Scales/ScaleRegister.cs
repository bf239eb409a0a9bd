using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.EnterpriseRisks.Scales;

internal sealed record ScaleLine(string Ref, int Version, ScaleState State, string ScaleId, string Title, string Reason, string ProposedBy, DateTimeOffset ProposedAt, string? ApprovedBy, DateTimeOffset? ApprovedAt, string Text);

internal sealed record ScaleStanding(EnterpriseScale InForce, bool IsDefault, IReadOnlyList<string> Gaps, IReadOnlyList<EnterpriseScale> Known, IReadOnlyList<ScaleLine> Revisions);

/// <summary>The scale the enterprise register is kept in: proposed by one person, approved by another.</summary>
internal sealed class ScaleRegister(ConcordDb db, StandardsLibrary standards, ScaleLibrary library)
{
    private const int MostRevisions = 50;

    public async Task<ScaleStanding> Standing(CancellationToken stop)
    {
        var known = await KnownScales.Read(db, library, standards.Criteria, stop);
        var revisions = await db.Set<ScaleRevision>().AsNoTracking().OrderByDescending(revision => revision.ProposedAt).Take(MostRevisions).ToListAsync(stop);
        var names = await db.NamesOf(revisions.Select(revision => revision.ProposedBy).Concat(revisions.Select(revision => revision.ApprovedBy)), stop);
        return new(known.InForce, known.Approved is null, known.InForce.Gaps(standards.Criteria), known.All, [.. revisions.Select(revision => Line(revision, names))]);
    }

    public async Task<ScaleLine> Find(string reference, CancellationToken stop)
    {
        var revision = await db.Set<ScaleRevision>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("scale", reference);
        return Line(revision, await db.NamesOf([revision.ProposedBy, revision.ApprovedBy], stop));
    }

    /// <param name="text">A whole converter, or the id of one of the library.</param>
    /// <exception cref="FindingsException">With every fault of the text.</exception>
    public async Task<ScaleRevision> Propose(string text, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandPerson(Permission.EditRisks, await db.WholeOrganisation(stop));
        if (text.Length > ScaleRevision.LongestText) throw new RuleViolation("SCALE-LONG", FormattableString.Invariant($"A scale has at most {ScaleRevision.LongestText:N0} characters."));
        if (await db.Set<ScaleRevision>().AsNoTracking().Where(known => known.State == ScaleState.Proposed).Select(known => known.Ref).FirstOrDefaultAsync(stop) is { } open)
            throw new RuleViolation("SCALE-PROPOSED", $"{open} waits for approval already. Have it approved, or withdraw it first.");
        var shipped = library.Scales.FirstOrDefault(scale => string.Equals(scale.Id, text.Trim(), StringComparison.OrdinalIgnoreCase));
        var scale = shipped ?? ScaleReader.Parse(text, standards.Criteria);
        var revision = new ScaleRevision(await work.NextRef("SCALE", stop), scale, shipped is null ? text : "", reason, actor.Ref, db.Now);
        db.Add(revision);
        work.Note("enterprise-scale.proposed", revision.Ref, $"{scale.Id}, SHA-256 {revision.TextSha256[..12]}…");
        await work.Commit(stop);
        return revision;
    }

    /// <summary>By another person than the one who wrote it. The one before is superseded; lines keep the words they came with.</summary>
    public async Task<ScaleRevision> Approve(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandDuty(Permission.EditRisks, await db.WholeOrganisation(stop));
        var revision = await Find(reference, expectedVersion, stop);
        revision.Approve(actor.Ref, db.Now);
        work.Note("enterprise-scale.approved", revision.Ref, $"{revision.ScaleId}, written by {revision.ProposedBy}");
        foreach (var before in await db.Set<ScaleRevision>().Where(known => known.State == ScaleState.Approved && known.Id != revision.Id).ToListAsync(stop))
        {
            before.GiveWay();
            work.Note("enterprise-scale.superseded", before.Ref, $"by {revision.Ref}");
        }
        await work.Commit(stop);
        return revision;
    }

    public async Task<ScaleRevision> Withdraw(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        actor.DemandPerson(Permission.EditRisks, await db.WholeOrganisation(stop));
        var revision = await Find(reference, expectedVersion, stop);
        revision.Withdraw();
        work.Note("enterprise-scale.withdrawn", revision.Ref, revision.ScaleId);
        await work.Commit(stop);
        return revision;
    }

    private async Task<ScaleRevision> Find(string reference, int expectedVersion, CancellationToken stop)
    {
        var revision = await db.Set<ScaleRevision>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("scale", reference);
        Refusal.IfStale(revision, expectedVersion);
        return revision;
    }

    private static ScaleLine Line(ScaleRevision revision, IReadOnlyDictionary<string, string> names) => new(
        revision.Ref, revision.Version, revision.State, revision.ScaleId, revision.Title, revision.Reason, names.GetValueOrDefault(revision.ProposedBy, revision.ProposedBy), revision.ProposedAt,
        revision.ApprovedBy.Length == 0 ? null : names.GetValueOrDefault(revision.ApprovedBy, revision.ApprovedBy), revision.ApprovedAt, revision.Text);
}
