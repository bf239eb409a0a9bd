using Concord.Foundation;

namespace Concord.Documents;

internal readonly record struct DocumentId(Guid Value) : IId<DocumentId>
{
    public static DocumentId From(Guid value) => new(value);
}

internal enum DocumentState
{
    Draft,
    Approved,
    Superseded,
}

/// <summary>Documented information: what it is, whether it is approved, and which requirements it documents.</summary>
internal sealed class Document : IRecord, IScoped
{
    private Document()
    {
    }

    public Document(string reference, OrganisationUnitId unit, string title, string kind, string ownerUnit, DocumentState state, DateOnly? approvedOn,
        IEnumerable<string> requirements)
    {
        if (string.IsNullOrWhiteSpace(title)) throw new RuleViolation("DOCUMENT-TITLE", "Give the document a title.");
        if (state == DocumentState.Approved && approvedOn is null) throw new RuleViolation("DOCUMENT-APPROVAL", "An approved document has a date of approval.");
        Id = Foundation.Id.New<DocumentId>();
        (Ref, UnitId, Title, Kind, OwnerUnit, State, ApprovedOn, Requirements) = (reference, unit, title.Trim(), kind, ownerUnit, state, approvedOn,
            [.. requirements]);
    }

    public DocumentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    /// <summary>policy, procedure, standard, plan, register, record, ...: decides how long it counts as evidence.</summary>
    public string Kind { get; private set; } = "";

    public string OwnerUnit { get; private set; } = "";

    public DocumentState State { get; private set; }

    public DateOnly? ApprovedOn { get; private set; }

    /// <summary>Keys of the requirements this document answers.</summary>
    public List<string> Requirements { get; private set; } = [];
}
