using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;

namespace Concord.EnterpriseRisks.Committee;

internal readonly record struct CommitteeMeetingId(Guid Value) : IId<CommitteeMeetingId>
{
    public static CommitteeMeetingId From(Guid value) => new(value);
}

/// <summary>A day on which the committee met over the register, with the register as it stood when that was marked: frozen, so that what changed since is computed and not remembered.</summary>
internal sealed class CommitteeMeeting : IRecord
{
    private CommitteeMeeting()
    {
    }

    public CommitteeMeeting(string reference, string committee, DateOnly day, string note, string content, string by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<CommitteeMeetingId>();
        if (day > DateOnly.FromDateTime(at.UtcDateTime)) throw new RuleViolation("COMMITTEE-DAY", "The day lies in the future. Mark a meeting when it has taken place.");
        (Ref, Day, Note, Content, MarkedBy, MarkedAt) = (reference, day, note.Trim(), content, by, at);
        Committee = Written.Name(committee, "COMMITTEE-NAME", "Say which committee met.");
        ContentSha256 = HashOf(content);
    }

    public CommitteeMeetingId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public string Committee { get; private set; } = "";

    public DateOnly Day { get; private set; }

    public string Note { get; private set; } = "";

    /// <summary>The register as it stood, as JSON.</summary>
    public string Content { get; private set; } = "";

    public string ContentSha256 { get; private set; } = "";

    public string MarkedBy { get; private set; } = "";

    public DateTimeOffset MarkedAt { get; private set; }

    public static string HashOf(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
