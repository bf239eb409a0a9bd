using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Documents;

/// <summary>What is decided about revisions: sent to review, approved, published, withdrawn, found still valid, acknowledged.</summary>
internal sealed class DocumentDecisions(ConcordDb db)
{
    /// <param name="approvers">References of the people who are to approve it, none of whom wrote a part of it.</param>
    public async Task<DocumentRevision> SendToReview(string reference, int number, int expectedVersion, IReadOnlyList<string> approvers, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, MayEdit(actor), stop);
        var audience = await DocumentAudience.Read(db, stop);
        var named = approvers.Distinct(StringComparer.Ordinal).Select(approver => audience.Find(approver) ?? throw Refusal.Missing("person", approver)).ToList();
        if (named.Find(person => !audience.MayRead(person, document.UnitId)) is { } outside)
            throw new RuleViolation("DOCUMENT-APPROVER-ROLE", $"{outside.Name} has no role here today and could not see the document. Name somebody else.");
        revision.SendToReview([.. named.Select(person => (person.Id, person.Ref, person.Name))], db.Now);
        db.AddRange(revision.Asked);
        document.Stand();
        work.Note("document.sent-to-review", revision.Ref, $"to {string.Join(", ", named.Select(person => person.Ref))}{Hash(revision)}");
        await work.Commit(stop);
        return revision;
    }

    /// <summary>By one of those who were named; with the last of them the revision is approved.</summary>
    public async Task<DocumentRevision> Approve(string reference, int number, int expectedVersion, string remark, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, (known, _) => actor.DemandDuty(Permission.AnswerDocuments, known.UnitId), stop);
        revision.Approve(actor.DemandDuty(Permission.AnswerDocuments, document.UnitId), actor.Ref, remark, db.Now);
        document.Stand();
        var waiting = revision.Asked.Count(approval => approval.Decision == ApprovalDecision.Waiting);
        work.Note("document.approved", revision.Ref, (waiting == 0 ? "approved" : $"approved by one, {waiting} to go") + Hash(revision));
        await work.Commit(stop);
        return revision;
    }

    public async Task<DocumentRevision> Reject(string reference, int number, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, (known, _) => actor.DemandDuty(Permission.AnswerDocuments, known.UnitId), stop);
        revision.Reject(actor.DemandDuty(Permission.AnswerDocuments, document.UnitId), actor.Ref, reason, db.Now);
        document.Stand();
        work.Note("document.rejected", revision.Ref, reason.Trim());
        await work.Commit(stop);
        return revision;
    }

    public async Task<DocumentRevision> TakeBack(string reference, int number, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, MayEdit(actor), stop);
        revision.TakeBack(db.Now);
        document.Stand();
        work.Note("document.taken-back", revision.Ref, "a draft again");
        await work.Commit(stop);
        return revision;
    }

    /// <param name="askedRoles">Whoever holds one of these roles is asked to acknowledge it, and whoever sits in one of the units; both: who fits both.</param>
    public async Task<DocumentRevision> Publish(string reference, int number, int expectedVersion, IReadOnlyList<Role> askedRoles, IReadOnlyList<string> askedUnits, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, MayEdit(actor), stop);
        if (askedUnits.Count > 0)
        {
            var audience = await DocumentAudience.Read(db, stop);
            if (askedUnits.FirstOrDefault(unit => !audience.KnowsUnit(unit)) is { } unknown) throw Refusal.Missing("unit", unknown);
        }
        var before = document.Published;
        document.Publish(revision, [.. askedRoles.Distinct().Select(Words.Key)], [.. askedUnits.Distinct(StringComparer.Ordinal)], db.Now);
        work.Note("document.published", revision.Ref, (before is null ? "the first" : $"in place of {before.Ref}") + Hash(revision));
        if (before is not null) work.Note("document.superseded", before.Ref, $"by {revision.Ref}");
        await work.Commit(stop);
        return revision;
    }

    public async Task<DocumentRevision> Withdraw(string reference, int number, int expectedVersion, string reason, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, (known, wanted) =>
        {
            if (wanted.State == DocumentState.Published) known.DemandMayEnd(wanted, actor.DemandDuty(Permission.EditDocuments, known.UnitId), actor.May(Permission.JudgeRequirements, known.UnitId));
            else actor.DemandPerson(Permission.EditDocuments, known.UnitId);
        }, stop);
        revision.Withdraw(reason, db.Now);
        document.Stand();
        work.Note("document.withdrawn", revision.Ref, revision.EndReason);
        await work.Commit(stop);
        return revision;
    }

    /// <summary>Reviewed and still valid: the next review is due a cadence from today, with the text as it is.</summary>
    public async Task<Document> Confirm(string reference, int expectedVersion, string note, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var document = await db.DocumentAt(reference, expectedVersion, known => actor.DemandDuty(Permission.EditDocuments, known.UnitId), stop);
        var review = document.Confirm(actor.DemandDuty(Permission.EditDocuments, document.UnitId), actor.Ref, note, db.Today);
        db.Add(review);
        work.Note("document.reviewed", document.Ref, $"revision {review.RevisionNumber} still valid{(document.ReviewDueOn is { } due ? $", next review by {due:yyyy-MM-dd}" : "")}: {review.Note}");
        await work.Commit(stop);
        return document;
    }

    /// <summary>Once a revision; saying it again changes nothing.</summary>
    public async Task Acknowledge(string reference, int number, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var document = await db.Set<Document>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("document", reference);
        var revision = await db.Set<DocumentRevision>().AsNoTracking().SingleOrDefaultAsync(known => known.DocumentId == document.Id && known.Number == number, stop) ?? throw Refusal.Missing("revision", $"{reference}:{number}");
        var person = actor.DemandPerson(Permission.AnswerDocuments, document.UnitId);
        if (revision.State != DocumentState.Published) throw new RuleViolation("DOCUMENT-NOT-PUBLISHED", $"{revision.Ref} is {Words.Of(revision.State)}. Acknowledge the revision that is published.");
        if (!revision.AsksForAcknowledgement) throw new RuleViolation("DOCUMENT-NOT-ASKED", $"{revision.Ref} asks nobody to acknowledge it.");
        if (await db.Set<DocumentAcknowledgement>().AnyAsync(known => known.RevisionId == revision.Id && known.PersonId == person, stop)) return;
        db.Add(new DocumentAcknowledgement(revision.Id, person, db.Now));
        work.Note("document.acknowledged", revision.Ref, "read and understood");
        await work.Commit(stop);
    }

    private static Action<Document, DocumentRevision> MayEdit(Actor actor) => (document, _) => actor.DemandPerson(Permission.EditDocuments, document.UnitId);

    private static string Hash(DocumentRevision revision) => revision.Sha256.Length > 0 ? $", SHA-256 {revision.Sha256[..12]}…" : "";
}
