using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Documents;

/// <param name="OpenRevision">The number of the revision that is worked on.</param>
internal sealed record DocumentLine(
    string Ref, int Version, string Title, string Kind, string OwnerUnit, PersonName? Owner, DocumentState State, DateOnly? ApprovedOn, DateOnly? ReviewDueOn, bool IsOverdue,
    IReadOnlyList<string> Requirements, int? OpenRevision, DocumentState? OpenState);

internal sealed record ApprovalLine(int Round, PersonName? Person, ApprovalDecision Decision, string Remark, DateTimeOffset? At);

internal sealed record SectionLine(string Heading, IReadOnlyList<string> Requirements);

/// <param name="Authors">Names of everybody who wrote a part of it.</param>
/// <param name="AuthorRefs">Their references.</param>
/// <param name="KeepUntil">Null: for good, or not known while it is in force.</param>
internal sealed record RevisionLine(
    string Ref, int Version, int Number, DocumentState State, DocumentContent Content, string Note, IReadOnlyList<string> Authors, IReadOnlyList<string> AuthorRefs, IReadOnlyList<string> Requirements,
    IReadOnlyList<SectionLine> Sections, int Round, IReadOnlyList<ApprovalLine> Approvals, DateTimeOffset ChangedAt, DateOnly? ApprovedOn, DateTimeOffset? PublishedAt, DateTimeOffset? EndedAt,
    string EndReason, DateOnly? KeepUntil, string Sha256, string FileName, string MediaType, long Bytes, string Location, IReadOnlyList<string> AskedRoles, IReadOnlyList<string> AskedUnits);

internal sealed record ReviewLine(int Revision, PersonName? By, string Note, DateOnly On);

internal sealed record DocumentDetail(
    DocumentLine Line, OrganisationUnitId UnitId, string UnitName, int? ReviewEveryMonths, DateOnly? ReviewedOn, RetentionRule? Retention, int? RetentionMonths,
    IReadOnlyList<RevisionLine> Revisions, IReadOnlyList<ReviewLine> Reviews)
{
    public RevisionLine? Published => Revisions.FirstOrDefault(revision => revision.State == DocumentState.Published);

    public RevisionLine? Open => Revisions.FirstOrDefault(revision => revision.State is DocumentState.Draft or DocumentState.InReview or DocumentState.Approved);

    /// <summary>What a reader is shown first: what is in force, else what is worked on.</summary>
    public RevisionLine Shown => Published ?? Open ?? Revisions[0];
}

/// <param name="IsIntact">Whether the text is the one the revision was kept with.</param>
internal sealed record RevisionText(string Text, IReadOnlyList<DocumentHeading> Headings, bool IsIntact);

internal sealed record AcknowledgedBy(PersonName Person, DateTimeOffset At);

/// <param name="Missing">Who is asked and has not said so.</param>
/// <param name="Beyond">Who said so without being asked today.</param>
internal sealed record AcknowledgementState(int Revision, int Asked, IReadOnlyList<AcknowledgedBy> Done, IReadOnlyList<PersonName> Missing, int Beyond);

/// <summary>A document that answers a requirement, as a whole or with sections of the revision that counts.</summary>
internal sealed record AnsweringDocument(string Ref, string Title, DocumentState State, DateOnly? ApprovedOn, bool AsWhole, IReadOnlyList<string> Sections);

/// <summary>What waits for a person.</summary>
internal sealed record DocumentDuty(string Ref, int Revision, string Title, bool IsApproval);

/// <summary>Questions to the register of documents.</summary>
internal sealed class DocumentViews(ConcordDb db)
{
    public static readonly ListOrder<Document> Order = new ListOrder<Document>("ref", document => document.Ref)
        .By("title", document => document.Title).By("kind", document => document.Kind).By("state", document => document.State)
        .By("approved", document => document.ApprovedOn ?? DateOnly.MinValue).By("due", document => document.ReviewDueOn ?? DateOnly.MaxValue);

    /// <summary>Filter: <c>state:</c> <c>revision:inReview</c> <c>kind:policy</c> <c>owner:PERSON-0001</c> <c>overdue:yes</c> <c>requirement:KEY</c> and words.</summary>
    public async Task<PageOf<DocumentLine>> List(PageRequest request, CancellationToken stop)
    {
        var today = db.Today;
        var list = db.Set<Document>().AsNoTracking();
        if (request.State<DocumentState>("state") is { } state) list = list.Where(document => document.State == state);
        if (request.State<DocumentState>("revision") is { } stage) list = list.Where(document => document.Revisions.Any(revision => revision.State == stage));
        if (request.FilterValue("kind") is { } kind) list = list.Where(document => document.Kind == kind);
        if (request.FilterValue("owner") is { } owner) list = list.Where(document => db.Set<Person>().IgnoreQueryFilters().Any(person => person.Ref == owner && person.Id == document.OwnerId));
        if (request.YesNo("overdue") is { } overdue) list = list.Where(document => (document.ReviewDueOn != null && document.ReviewDueOn < today) == overdue);
        if (request.FilterValue("requirement") is { } key) list = list.Where(document => document.Requirements.Contains(key));
        list = list.Mentioning(request, document => document.Ref, document => document.Title);
        var page = await list.Page(request, Order, document => new
        {
            Document = document,
            Open = document.Revisions.Where(revision => revision.State == DocumentState.Draft || revision.State == DocumentState.InReview || revision.State == DocumentState.Approved)
                .Select(revision => new { revision.Number, revision.State }).FirstOrDefault(),
        }, stop);
        var names = await db.NamesOf(page.Items.Select(row => row.Document.OwnerId), stop);
        return page.Map(row => Line(row.Document, row.Open?.Number, row.Open?.State, names, today));
    }

    public async Task<IReadOnlyList<string>> Kinds(CancellationToken stop) => await db.Set<Document>().Select(document => document.Kind).Distinct().OrderBy(kind => kind).ToListAsync(stop);

    public async Task<DocumentDetail> Detail(string reference, CancellationToken stop)
    {
        var document = await db.Set<Document>().AsNoTracking().Include(known => known.Reviews).Include(known => known.Revisions).ThenInclude(revision => revision.Sections)
            .Include(known => known.Revisions).ThenInclude(revision => revision.Approvals).AsSplitQuery().SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("document", reference);
        var names = await db.NamesOf([document.OwnerId, .. document.Reviews.Select(review => (PersonId?)review.By),
            .. document.Revisions.SelectMany(revision => revision.Approvals).Select(approval => (PersonId?)approval.PersonId)], stop);
        var authors = await db.NamesOf(document.Revisions.SelectMany(revision => revision.Authors), stop);
        var unit = await db.Set<OrganisationUnit>().AsNoTracking().Where(known => known.Id == document.UnitId).Select(known => known.Name).SingleAsync(stop);
        return new(Line(document, document.Open?.Number, document.Open?.State, names, db.Today), document.UnitId, unit, document.ReviewEveryMonths, document.ReviewedOn, document.Retention, document.RetentionMonths,
            [.. document.Revisions.OrderByDescending(revision => revision.Number).Select(revision => Line(document, revision, names, authors))],
            [.. document.Reviews.OrderByDescending(review => review.On).ThenByDescending(review => review.Id.Value).Select(review => new ReviewLine(review.RevisionNumber, names.Of(review.By), review.Note, review.On))]);
    }

    public async Task<RevisionText> Text(RevisionLine revision, CancellationToken stop)
    {
        if (revision.Content != DocumentContent.Text) return new("", [], true);
        var text = await db.Set<DocumentText>().AsNoTracking()
            .Where(known => db.Set<DocumentRevision>().Any(one => one.Id == known.RevisionId && one.Ref == revision.Ref)).Select(known => known.Text).SingleOrDefaultAsync(stop) ?? "";
        return new(text, DocumentMarkdown.Headings(text), DocumentRevision.HashOf(text) == revision.Sha256);
    }

    /// <summary>The stored file of a revision, to be handed out.</summary>
    public async Task<DocumentRevision> File(string reference, int number, CancellationToken stop)
    {
        var found = await db.Set<Document>().AsNoTracking().Where(document => document.Ref == reference)
            .SelectMany(document => document.Revisions.Where(revision => revision.Number == number)).SingleOrDefaultAsync(stop);
        return found is { Content: DocumentContent.File } ? found : throw Refusal.Missing("file of revision", $"{reference}:{number}");
    }

    /// <summary>Of the revision that is published; null where it asks nobody.</summary>
    public async Task<AcknowledgementState?> Acknowledgements(string reference, CancellationToken stop)
    {
        var document = await db.Set<Document>().AsNoTracking().Include(known => known.Revisions).SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("document", reference);
        if (document.Published is not { AsksForAcknowledgement: true } revision) return null;
        var asked = (await DocumentAudience.Read(db, stop)).AskedBy(revision, document.UnitId);
        var done = await db.Set<DocumentAcknowledgement>().AsNoTracking().Where(known => known.RevisionId == revision.Id).ToDictionaryAsync(known => known.PersonId, known => known.At, stop);
        return new(revision.Number, asked.Count,
            [.. asked.Where(person => done.ContainsKey(person.Id)).Select(person => new AcknowledgedBy(new(person.Id, person.Ref, person.Name), done[person.Id]))],
            [.. asked.Where(person => !done.ContainsKey(person.Id)).Select(person => new PersonName(person.Id, person.Ref, person.Name))],
            done.Keys.Except(asked.Select(person => person.Id)).Count());
    }

    /// <summary>Documents whose revision that counts, or else the newest one, answers a requirement.</summary>
    public async Task<IReadOnlyList<AnsweringDocument>> Answering(string requirement, CancellationToken stop)
    {
        var documents = await db.Set<Document>().AsNoTracking().Where(document => document.Requirements.Contains(requirement)).Include(document => document.Revisions).ThenInclude(revision => revision.Sections)
            .AsSplitQuery().OrderBy(document => document.Ref).ToListAsync(stop);
        return
        [
            .. documents.Select(document => (Document: document, Revision: document.Counting ?? document.Newest)).Select(pair => new AnsweringDocument(
                pair.Document.Ref, pair.Document.Title, pair.Document.State, pair.Document.ApprovedOn, pair.Revision?.Requirements.Contains(requirement) != false,
                [.. pair.Revision?.Sections.Where(section => section.Requirements.Contains(requirement)).Select(section => section.Heading) ?? []])),
        ];
    }

    /// <summary>Revisions that wait for a person to approve them, and those published that the person is asked to acknowledge.</summary>
    public async Task<IReadOnlyList<DocumentDuty>> DutiesOf(PersonId person, CancellationToken stop)
    {
        var approvals = await db.Set<Document>().AsNoTracking().SelectMany(document => document.Revisions.Where(revision => revision.State == DocumentState.InReview
                && revision.Approvals.Any(approval => approval.Round == revision.Round && approval.PersonId == person && approval.Decision == ApprovalDecision.Waiting)),
            (document, revision) => new DocumentDuty(document.Ref, revision.Number, document.Title, true)).ToListAsync(stop);
        var asking = await db.Set<Document>().AsNoTracking().SelectMany(document => document.Revisions.Where(revision => revision.State == DocumentState.Published
                && !db.Set<DocumentAcknowledgement>().Any(known => known.RevisionId == revision.Id && known.PersonId == person)),
            (document, revision) => new { document.Ref, document.Title, document.UnitId, Revision = revision }).ToListAsync(stop);
        asking.RemoveAll(row => !row.Revision.AsksForAcknowledgement);
        if (asking.Count == 0) return approvals;
        var audience = await DocumentAudience.Read(db, stop);
        return
        [
            .. approvals,
            .. asking.Where(row => audience.AskedBy(row.Revision, row.UnitId).Any(asked => asked.Id == person))
                .Select(row => new DocumentDuty(row.Ref, row.Revision.Number, row.Title, false)).OrderBy(duty => duty.Ref, StringComparer.Ordinal),
        ];
    }

    private static DocumentLine Line(Document document, int? open, DocumentState? state, IReadOnlyDictionary<PersonId, PersonName> names, DateOnly today) => new(
        document.Ref, document.Version, document.Title, document.Kind, document.OwnerUnit, names.Of(document.OwnerId), document.State, document.ApprovedOn, document.ReviewDueOn,
        document.IsOverdue(today), document.Requirements, open, state);

    private static RevisionLine Line(Document document, DocumentRevision revision, IReadOnlyDictionary<PersonId, PersonName> names, IReadOnlyDictionary<string, string> authors) => new(
        revision.Ref, revision.Version, revision.Number, revision.State, revision.Content, revision.Note, [.. revision.Authors.Select(author => authors.GetValueOrDefault(author, author))], revision.Authors, revision.Requirements,
        [.. revision.Sections.OrderBy(section => section.Heading, StringComparer.Ordinal).Select(section => new SectionLine(section.Heading, section.Requirements))], revision.Round,
        [.. revision.Approvals.OrderByDescending(approval => approval.Round).ThenBy(approval => names.Of(approval.PersonId)?.Name, StringComparer.Ordinal).Select(approval => new ApprovalLine(approval.Round, names.Of(approval.PersonId), approval.Decision, approval.Remark, approval.At))],
        revision.ChangedAt, revision.ApprovedOn, revision.PublishedAt, revision.EndedAt, revision.EndReason, document.KeepUntil(revision), revision.Sha256, revision.FileName, revision.MediaType,
        revision.Bytes, revision.Location, revision.AskedRoles, revision.AskedUnits);
}
