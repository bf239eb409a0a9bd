using Concord.Foundation;
using Concord.Standards;

namespace Concord.Library;

internal readonly record struct LibraryRevisionId(Guid Value) : IId<LibraryRevisionId>
{
    public static LibraryRevisionId From(Guid value) => new(value);
}

internal enum LibraryState
{
    /// <summary>In use, and nobody has read yet what it changes.</summary>
    NotAccepted,
    Accepted,

    /// <summary>Another one was installed before anybody accepted it.</summary>
    PassedOver,
}

/// <summary>
/// A library that was in use: what it said, from when, and who accepted what it changes for the organisation. The newest one is in use. Whoever installs a
/// library is not known to the record; accepting it says that a person who answers for the AIMS has read the difference.
/// </summary>
internal sealed class LibraryRevision : IRecord
{
    internal const int LongestReason = 2_000;

    private static readonly Moves<LibraryState> Moves = new("A library", "LIBRARY-STATE",
        (LibraryState.NotAccepted, LibraryState.Accepted), (LibraryState.NotAccepted, LibraryState.PassedOver));

    private LibraryRevision()
    {
    }

    private LibraryRevision(int number, LibraryContent content, IEnumerable<string> editions, DateTimeOffset at)
    {
        Id = Foundation.Id.New<LibraryRevisionId>();
        (Number, Ref, InstalledAt) = (number, $"LIB-{number:0000}", at);
        (Content, ContentSha256, Editions) = (content.Pack(), content.Sha256, [.. editions]);
    }

    public LibraryRevisionId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    /// <summary>1, 2, … in the order in which they were in use.</summary>
    public int Number { get; private set; }

    public LibraryState State { get; private set; }

    /// <summary>What its editions are called.</summary>
    public List<string> Editions { get; private set; } = [];

    /// <summary>Its tables and documents, compressed.</summary>
    public byte[] Content { get; private set; } = [];

    public string ContentSha256 { get; private set; } = "";

    /// <summary>When Concord first started with it.</summary>
    public DateTimeOffset InstalledAt { get; private set; }

    /// <summary>Null: nobody had to. It was the first one, or said what one accepted before had said.</summary>
    public PersonId? AcceptedBy { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>What it changed on the day it was accepted, in a sentence.</summary>
    public string Changed { get; private set; } = "";

    /// <summary>The first library of a record: there is nothing it could change.</summary>
    public static LibraryRevision First(LibraryContent content, IEnumerable<string> editions, DateTimeOffset at) =>
        new(1, content, editions, at) { State = LibraryState.Accepted, AcceptedAt = at, Reason = "The first library of this record." };

    /// <param name="accepted">The one accepted last: where the new one says the same, there is nothing to read.</param>
    public static LibraryRevision After(int number, LibraryRevision accepted, LibraryContent content, IEnumerable<string> editions, DateTimeOffset at)
    {
        var next = new LibraryRevision(number, content, editions, at);
        if (accepted.ContentSha256 == content.Sha256)
            (next.State, next.AcceptedAt, next.Reason) = (LibraryState.Accepted, at, $"It says what {accepted.Ref} says, which was accepted.");
        return next;
    }

    public void PassOver()
    {
        Moves.Demand(State, LibraryState.PassedOver);
        State = LibraryState.PassedOver;
    }

    public void Accept(PersonId by, string reason, string changed, DateTimeOffset at)
    {
        Moves.Demand(State, LibraryState.Accepted);
        if (Written.SaysNothing(reason)) throw new RuleViolation("LIBRARY-REASON", "Say what you have seen to: whoever audits this must know that the changes were read.");
        if (reason.Length > LongestReason) throw new RuleViolation("LIBRARY-REASON-LONG", $"A reason has at most {LongestReason} characters.");
        (State, AcceptedBy, Reason, Changed, AcceptedAt) = (LibraryState.Accepted, by, reason.Trim(), changed, at);
    }
}
