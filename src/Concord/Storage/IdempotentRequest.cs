using Concord.Foundation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Concord.Storage;

/// <summary>
/// A create that a client asked for under a key of its own, with the answer it got. Sent again, it gets the same answer and nothing is done.
/// Written in the transaction of the act itself, so that neither is there without the other.
/// </summary>
internal sealed class IdempotentRequest
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private IdempotentRequest()
    {
    }

    public IdempotentRequest(PersonId person, string key, string fingerprint, DateTimeOffset at) => (PersonId, Key, Fingerprint, At) = (person, key, fingerprint, at);

    public PersonId PersonId { get; private set; }

    public string Key { get; private set; } = "";

    /// <summary>SHA-256 of method, address and body.</summary>
    public string Fingerprint { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>0 while the act is under way.</summary>
    public int Status { get; private set; }

    public string Location { get; private set; } = "";

    public string ETag { get; private set; } = "";

    public string Body { get; private set; } = "";

    public void Answered(int status, string location, string etag, string body) => (Status, Location, ETag, Body) = (status, location, etag, body);
}

internal sealed class IdempotentRequestMapping : IEntityTypeConfiguration<IdempotentRequest>
{
    public void Configure(EntityTypeBuilder<IdempotentRequest> request)
    {
        request.HasKey(r => new { r.PersonId, r.Key });
        request.HasIndex(r => r.At);
        request.IsNotJournalled("answers kept for a week, so that a request sent twice acts once");
    }
}
