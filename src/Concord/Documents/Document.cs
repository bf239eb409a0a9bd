using Concord.Foundation;

namespace Concord.Documents;

internal readonly record struct DocumentId(Guid Value) : IId<DocumentId>
{
    public static DocumentId From(Guid value) => new(value);
}

/// <summary>Of a revision; a document stands where its revision in force stands, or else its newest one.</summary>
internal enum DocumentState
{
    Draft,
    InReview,
    Approved,
    Published,
    Superseded,
    Withdrawn,
}

/// <summary>From when the months of retention are counted. Without a rule a revision is kept for good.</summary>
internal enum RetentionRule
{
    FromApproval,

    /// <summary>As long as it is in force, and so many months after.</summary>
    AfterForce,
}

/// <summary>What is said of a document as a whole, whatever its text is.</summary>
/// <param name="OwnerUnit">Who keeps it, in words.</param>
/// <param name="ReviewEveryMonths">Null: it is not looked at again, as minutes are not.</param>
internal sealed record DocumentFacts(
    string Title, string Kind, PersonId? Owner, string OwnerUnit, int? ReviewEveryMonths, RetentionRule? Retention = null, int? RetentionMonths = null);

/// <summary>
/// Documented information under control: what it is, who answers for it, and its revisions. What others rely on (state, approval, the requirements it
/// answers, when its review is due) follows from the revisions.
/// </summary>
internal sealed class Document : IRecord, IScoped
{
    public const int LongestCadence = 120;
    private const int LongestKind = 40;
    private const int LongestRetention = 1200;

    private Document()
    {
    }

    public Document(string reference, OrganisationUnitId unit, DocumentFacts facts)
    {
        Id = Foundation.Id.New<DocumentId>();
        (Ref, UnitId) = (reference, unit);
        Describe(facts);
    }

    public DocumentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>policy, procedure, standard, plan, register, record, ...: decides how long it counts as evidence.</summary>
    public string Kind { get; private set; } = "";

    public string OwnerUnit { get; private set; } = "";

    /// <summary>Sees to it that it is reviewed in time.</summary>
    public PersonId? OwnerId { get; private set; }

    public int? ReviewEveryMonths { get; private set; }

    public RetentionRule? Retention { get; private set; }

    public int? RetentionMonths { get; private set; }

    public DocumentState State { get; private set; }

    /// <summary>Of the revision that counts; null while none does.</summary>
    public DateOnly? ApprovedOn { get; private set; }

    /// <summary>When somebody last found the revision that counts still valid.</summary>
    public DateOnly? ReviewedOn { get; private set; }

    public DateOnly? ReviewDueOn { get; private set; }

    /// <summary>Keys of the requirements this document answers: as the revision that counts says.</summary>
    public List<string> Requirements { get; private set; } = [];

    public List<DocumentRevision> Revisions { get; private set; } = [];

    public List<DocumentReview> Reviews { get; private set; } = [];

    /// <summary>The revision others may rely on: the published one, or one that is approved and waits to be published.</summary>
    public DocumentRevision? Counting => Revisions.Find(revision => revision.State == DocumentState.Published) ?? Revisions.Find(revision => revision.State == DocumentState.Approved);

    public DocumentRevision? Published => Revisions.Find(revision => revision.State == DocumentState.Published);

    public DocumentRevision? Newest => Revisions.MaxBy(revision => revision.Number);

    /// <summary>Somebody still works on it; there is one at most.</summary>
    public DocumentRevision? Open => Revisions.Find(revision => revision.IsOpen);

    public void Describe(DocumentFacts facts)
    {
        var title = Written.Title(facts.Title, "DOCUMENT-TITLE", "Give the document a title.");
        var kind = Written.Name(facts.Kind, "DOCUMENT-KIND", $"Say in a word what kind of document it is: policy, procedure, plan, record (at most {LongestKind} characters).", LongestKind);
        if (facts.ReviewEveryMonths is < 1 or > LongestCadence) throw new RuleViolation("DOCUMENT-CADENCE", $"A review comes every 1 to {LongestCadence} months, or never.");
        if (facts.Retention is not null && facts.RetentionMonths is null or < 0 or > LongestRetention)
            throw new RuleViolation("DOCUMENT-RETENTION", $"Say for how many months a revision is kept, 0 to {LongestRetention}.");
        (Title, Kind, OwnerId, OwnerUnit) = (title, kind.ToLowerInvariant(), facts.Owner, facts.OwnerUnit.Trim());
        (ReviewEveryMonths, Retention, RetentionMonths) = (facts.ReviewEveryMonths, facts.Retention, facts.Retention is null ? null : facts.RetentionMonths);
        Stand();
    }

    /// <summary>A new draft that begins where the newest revision ends.</summary>
    public DocumentRevision Start(string author, DateTimeOffset at)
    {
        if (Open is { } open)
            throw new RuleViolation("DOCUMENT-OPEN", $"{open.Ref} is {Words.Of(open.State)}. One revision is worked on at a time: go on with it, or withdraw it first.");
        var before = Counting ?? Newest;
        var revision = new DocumentRevision(this, (Newest?.Number ?? 0) + 1, author, at);
        if (before is not null) revision.BeginFrom(before);
        Revisions.Add(revision);
        Stand();
        return revision;
    }

    /// <summary>From a time before the record was kept here: dates, authors and approvers as told.</summary>
    public DocumentRevision BringIn(PastRevision past)
    {
        var revision = DocumentRevision.Past(this, (Newest?.Number ?? 0) + 1, past);
        if (revision.State == DocumentState.Published) Published?.Supersede(revision.PublishedAt!.Value);
        Revisions.Add(revision);
        Stand();
        return revision;
    }

    /// <summary>What others approved is not put out of force by anybody who may write documents.</summary>
    /// <param name="judges">Whether the person says for the organisation where a requirement stands.</param>
    public void DemandMayEnd(DocumentRevision revision, PersonId by, bool judges)
    {
        if (judges || by == OwnerId || revision.Asked.Any(approval => approval.PersonId == by)) return;
        throw new RuleViolation("DOCUMENT-WITHDRAW-REACH", $"{revision.Ref} is published. It is withdrawn by the owner of the document, by one of those who approved it, or by whoever leads the management system.");
    }

    /// <summary>The revision takes the place of the one before.</summary>
    public void Publish(DocumentRevision revision, IReadOnlyList<string> askedRoles, IReadOnlyList<string> askedUnits, DateTimeOffset at)
    {
        var before = Published;
        revision.Publish(askedRoles, askedUnits, at);
        before?.Supersede(at);
        Stand();
    }

    /// <summary>Somebody who did not write it looked and found it still valid: the time to the next review begins anew, the text stays.</summary>
    public DocumentReview Confirm(PersonId by, string reference, string note, DateOnly on)
    {
        if (Published is not { } published) throw new RuleViolation("DOCUMENT-NOT-PUBLISHED", $"{Ref} has no published revision that could be reviewed.");
        if (published.Authors.Contains(reference)) throw new RuleViolation("DOCUMENT-OWN", "You wrote a part of this revision. Another person must say that it is still valid.");
        if (Written.SaysNothing(note)) throw new RuleViolation("DOCUMENT-REVIEW-NOTE", "Say what was looked at and why it still holds.");
        var review = new DocumentReview(Id, published.Number, by, note.Trim(), on);
        Reviews.Add(review);
        Stand();
        return review;
    }

    public bool IsOverdue(DateOnly today) => ReviewDueOn < today;

    /// <summary>Until when the revision must be kept; null: for good, or not known while it is in force.</summary>
    public DateOnly? KeepUntil(DocumentRevision revision) => Retention switch
    {
        RetentionRule.FromApproval when revision.ApprovedOn is { } approved => Later(approved.AddMonths(RetentionMonths!.Value), revision.EndedOn),
        RetentionRule.AfterForce when revision.EndedOn is { } ended => ended.AddMonths(RetentionMonths!.Value),
        _ => null,
    };

    /// <summary>Derives what others rely on. Called by everything that changes a revision.</summary>
    public void Stand()
    {
        if (Newest is not { } newest) return;
        var counting = Counting;
        (State, ApprovedOn, Requirements) = ((counting ?? newest).State, counting?.ApprovedOn, [.. (counting ?? newest).Answers]);
        ReviewedOn = Reviews.Where(review => review.RevisionNumber == counting?.Number).Select(review => (DateOnly?)review.On).Max();
        ReviewDueOn = counting is not null && ReviewEveryMonths is { } months ? Later(counting.ApprovedOn!.Value, ReviewedOn).AddMonths(months) : null;
    }

    private static DateOnly Later(DateOnly one, DateOnly? other) => other > one ? other.Value : one;
}

internal readonly record struct DocumentReviewId(Guid Value) : IId<DocumentReviewId>
{
    public static DocumentReviewId From(Guid value) => new(value);
}

/// <summary>Somebody looked at a published revision and found it still valid.</summary>
internal sealed class DocumentReview
{
    private DocumentReview()
    {
    }

    public DocumentReview(DocumentId document, int revision, PersonId by, string note, DateOnly on)
    {
        Id = Foundation.Id.New<DocumentReviewId>();
        (DocumentId, RevisionNumber, By, Note, On) = (document, revision, by, note, on);
    }

    public DocumentReviewId Id { get; private set; }

    public DocumentId DocumentId { get; private set; }

    public int RevisionNumber { get; private set; }

    public PersonId By { get; private set; }

    public string Note { get; private set; } = "";

    public DateOnly On { get; private set; }
}
