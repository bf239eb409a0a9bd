using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Documents;

internal readonly record struct DocumentRevisionId(Guid Value) : IId<DocumentRevisionId>
{
    public static DocumentRevisionId From(Guid value) => new(value);
}

/// <summary>Where the words of a revision are.</summary>
internal enum DocumentContent
{
    /// <summary>Nothing is written yet.</summary>
    Nothing,

    /// <summary>Markdown, kept in the record.</summary>
    Text,

    /// <summary>A file of any kind, kept in the data folder and never shown, only handed out.</summary>
    File,

    /// <summary>In another system, under the address that is told.</summary>
    Elsewhere,
}

/// <summary>A file that lies in the data folder.</summary>
internal sealed record DocumentFile(string Path, string Name, string MediaType, long Bytes, string Sha256);

/// <summary>A section and the requirements it answers.</summary>
internal sealed record SectionMapping(string Heading, IReadOnlyList<string> Requirements);

/// <summary>A revision from before the record was kept here.</summary>
/// <param name="Approver">Who approved it; null: it is a draft still.</param>
internal sealed record PastRevision(
    string Text, string Location, string Note, IReadOnlyList<string> Requirements, IReadOnlyList<SectionMapping> Sections, string Author, PersonId? Approver, DateTimeOffset At,
    IReadOnlyList<string>? AskedRoles = null);

/// <summary>
/// One revision of a document. It is written as a draft, looked at by named people who did not write it, approved by all of them and published. What was
/// sent to review is not changed any more unless it comes back as a draft.
/// </summary>
internal sealed class DocumentRevision : IRecord
{
    private const int LongestNote = 4000;
    private const int LongestLocation = 500;

    public static readonly Moves<DocumentState> Allowed = new("A revision", "DOCUMENT-STATE",
        (DocumentState.Draft, DocumentState.InReview), (DocumentState.Draft, DocumentState.Withdrawn),
        (DocumentState.InReview, DocumentState.Approved), (DocumentState.InReview, DocumentState.Draft),
        (DocumentState.Approved, DocumentState.Published), (DocumentState.Approved, DocumentState.Withdrawn),
        (DocumentState.Published, DocumentState.Superseded), (DocumentState.Published, DocumentState.Withdrawn));

    private DocumentRevision()
    {
    }

    public DocumentRevision(Document document, int number, string author, DateTimeOffset at)
    {
        Id = Foundation.Id.New<DocumentRevisionId>();
        (DocumentId, Number, Ref, StartedAt, ChangedAt) = (document.Id, number, $"{document.Ref}:{number}", at, at);
        if (author.Length > 0) Authors.Add(author);
    }

    public DocumentRevisionId Id { get; private set; }

    public DocumentId DocumentId { get; private set; }

    /// <summary>That of the document with the number: DOC-0041:2.</summary>
    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public int Number { get; private set; }

    public DocumentState State { get; private set; }

    public DocumentContent Content { get; private set; }

    /// <summary>Of the text or the file.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Of the file, below the data folder.</summary>
    public string Path { get; private set; } = "";

    public string FileName { get; private set; } = "";

    public string MediaType { get; private set; } = "";

    public long Bytes { get; private set; }

    public string Location { get; private set; } = "";

    /// <summary>What changed, in the words of those who changed it.</summary>
    public string Note { get; private set; } = "";

    /// <summary>References of everybody who wrote a part of it.</summary>
    public List<string> Authors { get; private set; } = [];

    /// <summary>Keys of the requirements the document answers as a whole.</summary>
    public List<string> Requirements { get; private set; } = [];

    public List<DocumentSection> Sections { get; private set; } = [];

    /// <summary>How often it was sent to review.</summary>
    public int Round { get; private set; }

    public List<DocumentApproval> Approvals { get; private set; } = [];

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public DateOnly? ApprovedOn { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>When it was superseded or withdrawn.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public string EndReason { get; private set; } = "";

    /// <summary>Whoever holds one of these roles is asked to acknowledge it; empty: roles do not matter.</summary>
    public List<string> AskedRoles { get; private set; } = [];

    /// <summary>References of the units whose people are asked; empty: units do not matter.</summary>
    public List<string> AskedUnits { get; private set; } = [];

    public DateOnly? EndedOn => EndedAt is { } at ? DateOnly.FromDateTime(at.UtcDateTime) : null;

    public bool IsOpen => State is DocumentState.Draft or DocumentState.InReview or DocumentState.Approved;

    public bool AsksForAcknowledgement => AskedRoles.Count + AskedUnits.Count > 0;

    /// <summary>Of the document as a whole and of its sections.</summary>
    public IEnumerable<string> Answers => Requirements.Concat(Sections.SelectMany(section => section.Requirements).Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal);

    /// <summary>Those of the newest round.</summary>
    public IEnumerable<DocumentApproval> Asked => Approvals.Where(approval => approval.Round == Round);

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public void BeginFrom(DocumentRevision before)
    {
        (Content, Sha256, Location, Bytes) = before.Content == DocumentContent.File ? (DocumentContent.Nothing, "", "", 0) : (before.Content, before.Sha256, before.Location, before.Bytes);
        (Requirements, AskedRoles, AskedUnits) = ([.. before.Requirements], [.. before.AskedRoles], [.. before.AskedUnits]);
        Sections.AddRange(before.Sections.Select(section => new DocumentSection(Id, section.Heading, section.Requirements)));
    }

    public void WriteText(string text, string author, DateTimeOffset at)
    {
        Edit(author, at);
        var says = !Written.SaysNothing(text);
        (Content, Sha256, Bytes) = (says ? DocumentContent.Text : DocumentContent.Nothing, says ? HashOf(text) : "", says ? Encoding.UTF8.GetByteCount(text) : 0);
        (Path, FileName, MediaType, Location) = ("", "", "", "");
    }

    public void WriteFile(DocumentFile file, string author, DateTimeOffset at)
    {
        Edit(author, at);
        (Content, Path, FileName, MediaType, Bytes, Sha256, Location) = (DocumentContent.File, file.Path, file.Name, file.MediaType, file.Bytes, file.Sha256, "");
        Sections.Clear();
    }

    public void WriteLocation(string location, string author, DateTimeOffset at)
    {
        if (location.Length > LongestLocation) throw new RuleViolation("DOCUMENT-LOCATION", $"Say in at most {LongestLocation} characters where the document is kept.");
        Edit(author, at);
        (Content, Location) = (DocumentContent.Elsewhere, location.Trim());
        (Path, FileName, MediaType, Sha256, Bytes) = ("", "", "", "", 0);
        Sections.Clear();
    }

    /// <summary>What changed, and which requirements it and its sections answer. A section that is no more takes its requirements with it.</summary>
    /// <param name="headings">Of the text as it is now.</param>
    public void Explain(string note, IReadOnlyList<string> requirements, IReadOnlyList<SectionMapping> sections, IReadOnlySet<string> headings, string author, DateTimeOffset at)
    {
        if (note.Length > LongestNote) throw new RuleViolation("DOCUMENT-NOTE", $"Say in at most {LongestNote} characters what changed.");
        Edit(author, at);
        (Note, Requirements) = (note.Trim(), [.. requirements]);
        foreach (var gone in Sections.Where(known => !headings.Contains(known.Heading) || !sections.Any(section => section.Heading == known.Heading && section.Requirements.Count > 0)).ToList())
            Sections.Remove(gone);
        foreach (var section in sections.Where(section => section.Requirements.Count > 0 && headings.Contains(section.Heading)))
        {
            if (Sections.Find(known => known.Heading == section.Heading) is { } known) known.Answer(section.Requirements);
            else Sections.Add(new(Id, section.Heading, section.Requirements));
        }
    }

    /// <param name="approvers">With their references, as authors are known by them.</param>
    public void SendToReview(IReadOnlyList<(PersonId Id, string Ref, string Name)> approvers, DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.InReview);
        if (Content == DocumentContent.Nothing) throw new RuleViolation("DOCUMENT-EMPTY", "There is nothing to look at yet. Write the text, or hand in a file, then send it to review.");
        if (Number > 1 && Written.SaysNothing(Note)) throw new RuleViolation("DOCUMENT-NOTE", "Say what changed since the revision before: whoever approves it must know.");
        if (approvers.Count == 0) throw new RuleViolation("DOCUMENT-APPROVERS", "Name at least one person who approves it.");
        if (approvers.FirstOrDefault(approver => Authors.Contains(approver.Ref)) is { Name: { } name })
            throw new RuleViolation("DOCUMENT-APPROVER-AUTHOR", $"{name} wrote a part of this revision and cannot approve it. Name somebody else.");
        (State, ChangedAt, Round) = (DocumentState.InReview, at, Round + 1);
        Approvals.AddRange(approvers.DistinctBy(approver => approver.Id).Select(approver => new DocumentApproval(Id, Round, approver.Id)));
    }

    /// <summary>The revision is approved once everybody who was named has approved it.</summary>
    public void Approve(PersonId by, string reference, string remark, DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.Approved);
        OwnDecision(by, reference).Decide(ApprovalDecision.Approved, remark, at);
        if (Asked.All(approval => approval.Decision == ApprovalDecision.Approved)) (State, ChangedAt, ApprovedOn) = (DocumentState.Approved, at, DateOnly.FromDateTime(at.UtcDateTime));
    }

    /// <summary>One rejection is enough: it is a draft again.</summary>
    public void Reject(PersonId by, string reference, string reason, DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.Draft);
        if (Written.SaysNothing(reason)) throw new RuleViolation("DOCUMENT-REJECT-REASON", "Say what must change before you approve it.");
        OwnDecision(by, reference).Decide(ApprovalDecision.Rejected, reason, at);
        (State, ChangedAt) = (DocumentState.Draft, at);
    }

    /// <summary>Whoever sent it found that it is not ready.</summary>
    public void TakeBack(DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.Draft);
        (State, ChangedAt) = (DocumentState.Draft, at);
    }

    public void Publish(IReadOnlyList<string> askedRoles, IReadOnlyList<string> askedUnits, DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.Published);
        (State, ChangedAt, PublishedAt, AskedRoles, AskedUnits) = (DocumentState.Published, at, at, [.. askedRoles], [.. askedUnits]);
    }

    public void Supersede(DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.Superseded);
        (State, ChangedAt, EndedAt) = (DocumentState.Superseded, at, at);
    }

    public void Withdraw(string reason, DateTimeOffset at)
    {
        Allowed.Demand(State, DocumentState.Withdrawn);
        if (Written.SaysNothing(reason)) throw new RuleViolation("DOCUMENT-WITHDRAW-REASON", "Say why it is withdrawn.");
        (State, ChangedAt, EndedAt, EndReason) = (DocumentState.Withdrawn, at, at, reason.Trim());
    }

    internal static DocumentRevision Past(Document document, int number, PastRevision past)
    {
        var revision = new DocumentRevision(document, number, past.Author, past.At);
        if (past.Text.Length > 0) revision.WriteText(past.Text, past.Author, past.At);
        else revision.WriteLocation(past.Location, past.Author, past.At);
        revision.Explain(past.Note, past.Requirements, past.Sections, past.Sections.Select(section => section.Heading).ToHashSet(StringComparer.Ordinal), past.Author, past.At);
        if (past.Approver is not { } approver) return revision;
        revision.Round = 1;
        var approval = new DocumentApproval(revision.Id, 1, approver);
        approval.Decide(ApprovalDecision.Approved, "", past.At);
        revision.Approvals.Add(approval);
        (revision.State, revision.ApprovedOn, revision.PublishedAt, revision.AskedRoles) = (DocumentState.Published, DateOnly.FromDateTime(past.At.UtcDateTime), past.At, [.. past.AskedRoles ?? []]);
        return revision;
    }

    private void Edit(string author, DateTimeOffset at)
    {
        if (State != DocumentState.Draft)
            throw new RuleViolation("DOCUMENT-NOT-DRAFT", $"{Ref} is {Words.Of(State)}; only a draft can be changed. {(State == DocumentState.InReview ? "Take it back first." : "Start a new revision.")}");
        if (author.Length > 0 && !Authors.Contains(author)) Authors.Add(author);
        ChangedAt = at;
    }

    private DocumentApproval OwnDecision(PersonId by, string reference)
    {
        if (Authors.Contains(reference)) throw new RuleViolation("DOCUMENT-OWN", "You wrote a part of this revision. Another person must approve it.");
        var own = Asked.FirstOrDefault(approval => approval.PersonId == by)
            ?? throw new RuleViolation("DOCUMENT-NOT-NAMED", "You were not named to approve this revision. Ask whoever sent it to name you.");
        return own.Decision == ApprovalDecision.Waiting ? own : throw new RuleViolation("DOCUMENT-DECIDED", $"You have {Words.Of(own.Decision)} this revision already.");
    }
}
