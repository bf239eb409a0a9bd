using Concord.Foundation;

namespace Concord.Documents;

/// <summary>The words of a revision. Apart from it, so that lists need not read them.</summary>
internal sealed class DocumentText
{
    private DocumentText()
    {
    }

    public DocumentText(DocumentRevisionId revision, string text) => (RevisionId, Text) = (revision, text);

    public DocumentRevisionId RevisionId { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Only the register writes it, with the revision, which refuses unless it is a draft.</summary>
    public void Write(string text) => Text = text;
}

internal readonly record struct DocumentSectionId(Guid Value) : IId<DocumentSectionId>
{
    public static DocumentSectionId From(Guid value) => new(value);
}

/// <summary>A section of a revision, known by its heading, and the requirements it answers.</summary>
internal sealed class DocumentSection
{
    private DocumentSection()
    {
    }

    public DocumentSection(DocumentRevisionId revision, string heading, IReadOnlyList<string> requirements)
    {
        Id = Foundation.Id.New<DocumentSectionId>();
        (RevisionId, Heading, Requirements) = (revision, heading, [.. requirements]);
    }

    public DocumentSectionId Id { get; private set; }

    public DocumentRevisionId RevisionId { get; private set; }

    /// <summary>As <see cref="DocumentHeading.Key"/> has it.</summary>
    public string Heading { get; private set; } = "";

    public List<string> Requirements { get; private set; } = [];

    public void Answer(IReadOnlyList<string> requirements)
    {
        if (!Requirements.SequenceEqual(requirements, StringComparer.Ordinal)) Requirements = [.. requirements];
    }
}

internal enum ApprovalDecision
{
    Waiting,
    Approved,
    Rejected,
}

internal readonly record struct DocumentApprovalId(Guid Value) : IId<DocumentApprovalId>
{
    public static DocumentApprovalId From(Guid value) => new(value);
}

/// <summary>Somebody who was named to approve a revision, and what they decided.</summary>
internal sealed class DocumentApproval
{
    private DocumentApproval()
    {
    }

    public DocumentApproval(DocumentRevisionId revision, int round, PersonId person)
    {
        Id = Foundation.Id.New<DocumentApprovalId>();
        (RevisionId, Round, PersonId) = (revision, round, person);
    }

    public DocumentApprovalId Id { get; private set; }

    public DocumentRevisionId RevisionId { get; private set; }

    public int Round { get; private set; }

    public PersonId PersonId { get; private set; }

    public ApprovalDecision Decision { get; private set; }

    public string Remark { get; private set; } = "";

    public DateTimeOffset? At { get; private set; }

    public void Decide(ApprovalDecision decision, string remark, DateTimeOffset at) => (Decision, Remark, At) = (decision, remark.Trim(), at);
}

internal readonly record struct DocumentAcknowledgementId(Guid Value) : IId<DocumentAcknowledgementId>
{
    public static DocumentAcknowledgementId From(Guid value) => new(value);
}

/// <summary>Somebody has read a published revision and says so, once.</summary>
internal sealed class DocumentAcknowledgement
{
    private DocumentAcknowledgement()
    {
    }

    public DocumentAcknowledgement(DocumentRevisionId revision, PersonId person, DateTimeOffset at)
    {
        Id = Foundation.Id.New<DocumentAcknowledgementId>();
        (RevisionId, PersonId, At) = (revision, person, at);
    }

    public DocumentAcknowledgementId Id { get; private set; }

    public DocumentRevisionId RevisionId { get; private set; }

    public PersonId PersonId { get; private set; }

    public DateTimeOffset At { get; private set; }
}
