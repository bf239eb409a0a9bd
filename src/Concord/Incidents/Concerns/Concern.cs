using System.Security.Cryptography;
using Concord.Foundation;

namespace Concord.Incidents.Concerns;

internal readonly record struct ConcernId(Guid Value) : IId<ConcernId>
{
    public static ConcernId From(Guid value) => new(value);

    /// <summary>Random through and through: the ids of other records tell the millisecond they were made in.</summary>
    public static ConcernId New() => new(new Guid(RandomNumberGenerator.GetBytes(16)));
}

internal enum ConcernState
{
    Open,
    TakenUp,
    Closed,
}

/// <summary>
/// A concern that came in without a name. Of its origin nothing is known but the day: who keeps the receipt can read the answers and add words. It enters the record
/// through <see cref="ConcernRegister.TakeIn(Actor, CancellationToken)"/>, not at the moment it was sent, which the journal would tell.
/// </summary>
internal sealed class Concern : IRecord, IScoped
{
    private Concern()
    {
    }

    public Concern(ConcernId id, string reference, OrganisationUnitId unit, DateOnly day, string about) => (Id, Ref, UnitId, Day, About) = (id, reference, unit, day, about);

    public ConcernId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    /// <summary>The day it was sent, by UTC.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Which system it is about, in the words of whoever sent it; may be empty.</summary>
    public string About { get; private set; } = "";

    public ConcernState State { get; private set; }

    /// <summary>What was made of it; empty: nothing yet.</summary>
    public string IncidentRef { get; private set; } = "";

    /// <summary>When it was answered first; the first answer confirms that it was received.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>How many words were added, by anybody; each makes a new version.</summary>
    public int Count { get; private set; }

    public List<ConcernWord> Words { get; private set; } = [];

    /// <summary>Words of whoever sent it. What was closed is open again.</summary>
    public ConcernWord Hear(string text, DateOnly day)
    {
        if (State == ConcernState.Closed) (State, ClosedAt) = (IncidentRef.Length > 0 ? ConcernState.TakenUp : ConcernState.Open, null);
        return Add(text, day, by: null);
    }

    public ConcernWord Answer(PersonId by, string text, DateTimeOffset at)
    {
        if (Written.SaysNothing(text)) throw new RuleViolation("CONCERN-ANSWER", "Write the answer. Whoever sent the concern reads it with the receipt.");
        AnsweredAt ??= at;
        return Add(text, DateOnly.FromDateTime(at.UtcDateTime), by);
    }

    public void TakeUp(string incident)
    {
        if (IncidentRef.Length > 0) throw new RuleViolation("CONCERN-TAKEN", $"{Ref} was taken up as {IncidentRef}.");
        (State, IncidentRef) = (ConcernState.TakenUp, incident);
    }

    /// <param name="text">What was done, or why nothing is: the last answer.</param>
    public ConcernWord Close(PersonId by, string text, DateTimeOffset at)
    {
        if (State == ConcernState.Closed) throw new RuleViolation("CONCERN-CLOSED", $"{Ref} is closed.");
        var word = Answer(by, text, at);
        (State, ClosedAt) = (ConcernState.Closed, at);
        return word;
    }

    private ConcernWord Add(string text, DateOnly day, PersonId? by)
    {
        var word = new ConcernWord(Id, ++Count, text.Trim(), day, by);
        Words.Add(word);
        return word;
    }
}

/// <summary>What was said about a concern, by whoever sent it or by a person who answers. Never changed.</summary>
internal sealed class ConcernWord
{
    private ConcernWord()
    {
    }

    public ConcernWord(ConcernId concern, int number, string text, DateOnly day, PersonId? by) => (ConcernId, Number, Text, Day, By) = (concern, number, text, day, by);

    public ConcernId ConcernId { get; private set; }

    public int Number { get; private set; }

    public string Text { get; private set; } = "";

    public DateOnly Day { get; private set; }

    /// <summary>Null: whoever sent the concern.</summary>
    public PersonId? By { get; private set; }
}

/// <summary>What waits in the channel until it is taken into the record: no reference, no number, no time.</summary>
internal sealed class ConcernLetter
{
    private ConcernLetter()
    {
    }

    public ConcernLetter(ConcernId concern, string text, string about, DateOnly day) =>
        (Id, ConcernId, Text, About, Day) = (new Guid(RandomNumberGenerator.GetBytes(16)), concern, text, about, day);

    public Guid Id { get; private set; }

    public ConcernId ConcernId { get; private set; }

    public string Text { get; private set; } = "";

    public string About { get; private set; } = "";

    public DateOnly Day { get; private set; }
}

/// <summary>What is kept of a receipt: enough to know it again, not enough to make one.</summary>
internal sealed class ConcernReceipt
{
    private const string Letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private const int Length = 28;
    private const int Group = 4;

    private ConcernReceipt()
    {
    }

    private ConcernReceipt(ConcernId concern, string receipt)
    {
        ConcernId = concern;
        Salt = RandomNumberGenerator.GetBytes(32);
        Hash = HashOf(receipt);
    }

    public ConcernId ConcernId { get; private set; }

    public byte[] Salt { get; private set; } = [];

    public byte[] Hash { get; private set; } = [];

    /// <returns>The receipt itself, to be shown once, and what is kept of it.</returns>
    public static (string Text, ConcernReceipt Kept) New(ConcernId concern)
    {
        // 28 of 31 letters: 138 random bits, so that no slow hash is needed.
        var letters = RandomNumberGenerator.GetString(Letters, Length);
        return (string.Join('-', letters.Chunk(Group).Select(group => new string(group))), new(concern, letters));
    }

    /// <summary>The same once more, for a row that stands elsewhere among the others.</summary>
    public ConcernReceipt Anew() => new() { ConcernId = ConcernId, Salt = Salt, Hash = Hash };

    public bool Is(string receipt) => CryptographicOperations.FixedTimeEquals(Hash, HashOf(Plain(receipt)));

    /// <summary>Typed by hand: small letters, blanks and dashes do not matter.</summary>
    private static string Plain(string typed) => string.Concat(typed.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private byte[] HashOf(string letters) => HMACSHA256.HashData(Salt, System.Text.Encoding.ASCII.GetBytes(letters));
}
