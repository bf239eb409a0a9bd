using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.Controls;

internal readonly record struct EvidenceId(Guid Value) : IId<EvidenceId>
{
    public static EvidenceId From(Guid value) => new(value);
}

internal enum EvidenceResult
{
    Effective,
    Failing,
}

/// <summary>Something that proves or disproves that a control works, with a date and a time for which it counts. Never changed afterwards.</summary>
internal sealed class Evidence : IRecord, IScoped
{
    private Evidence()
    {
    }

    public Evidence(string reference, OrganisationUnitId unit, string kind, string title, DateOnly date, int validDays, EvidenceResult result, string summary,
        string content, IEnumerable<string> controls, PersonId? by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<EvidenceId>();
        (Ref, UnitId, Kind, Title, Date, ValidUntil) = (reference, unit, kind, title, date, date.AddDays(validDays));
        (Result, Summary, Content, ControlRefs, RecordedBy, RecordedAt) = (result, summary, content, [.. controls], by, at);
        ContentSha256 = HashOf(content);
    }

    public EvidenceId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>computed, record, interview, file, link, or the kind of the document it is: decides how long it counts.</summary>
    public string Kind { get; private set; } = "";

    public string Title { get; private set; } = "";

    public DateOnly Date { get; private set; }

    /// <summary>The last day on which it counts.</summary>
    public DateOnly ValidUntil { get; private set; }

    public EvidenceResult Result { get; private set; }

    public string Summary { get; private set; } = "";

    /// <summary>Of computed evidence: definition, parameters, window, rows, hashes and result as JSON.</summary>
    public string Content { get; private set; } = "";

    public string ContentSha256 { get; private set; } = "";

    public List<string> ControlRefs { get; private set; } = [];

    public PersonId? RecordedBy { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    public bool ContentIsWhole => ContentSha256 == HashOf(Content);

    private static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    public bool CountsOn(DateOnly day) => Date <= day && day <= ValidUntil;
}
