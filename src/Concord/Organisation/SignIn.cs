using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;
using Concord.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>The account a person signs in with. It holds no personal value: name and address stand in the person only.</summary>
internal sealed class SignInAccount : IdentityUser<Guid>
{
    public PersonId PersonId { get; set; }

    public static SignInAccount For(Person person) => new()
    {
        Id = Guid.CreateVersion7(),
        PersonId = person.Id,
        UserName = person.Ref,
        NormalizedUserName = person.Ref.ToUpperInvariant(),
        LockoutEnabled = true,
        SecurityStamp = NewStamp(),
    };

    /// <summary>After a link: no password, no lock, and sessions opened before end.</summary>
    public void StartAnew() => (PasswordHash, LockoutEnd, AccessFailedCount, SecurityStamp) = (null, null, 0, NewStamp());

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
}

/// <summary>A link that signs one person in once. Only its hash is stored.</summary>
internal sealed class OneTimeLink
{
    private OneTimeLink()
    {
    }

    public OneTimeLink(PersonId person, byte[] hash, DateTimeOffset expires) => (PersonId, Hash, Expires) = (person, hash, expires);

    public byte[] Hash { get; private set; } = [];

    public PersonId PersonId { get; private set; }

    public DateTimeOffset Expires { get; private set; }

    public DateTimeOffset? UsedAt { get; private set; }

    public bool WorksAt(DateTimeOffset now) => UsedAt is null && now < Expires;

    public void Use(DateTimeOffset now)
    {
        if (!WorksAt(now)) throw new RuleViolation("LINK-SPENT", "This link was used already or has run out. Ask an administrator for a new one.");
        UsedAt = now;
    }
}

internal readonly record struct ApiKeyId(Guid Value) : IId<ApiKeyId>
{
    public static ApiKeyId From(Guid value) => new(value);
}

/// <summary>A key with which a program acts as its owner. Shown once; only its hash is stored.</summary>
internal sealed class ApiKey : IRecord
{
    private ApiKey()
    {
    }

    public ApiKey(string reference, PersonId person, string name, byte[] hash, DateTimeOffset created, DateTimeOffset expires)
    {
        Id = Foundation.Id.New<ApiKeyId>();
        (Ref, PersonId, Name, Hash, Created, Expires) = (reference, person, Written.Name(name, "KEY-NAME", "Say what the key is for, so that it can be recognised later."), hash, created, expires);
    }

    public ApiKeyId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public PersonId PersonId { get; private set; }

    public string Name { get; private set; } = "";

    public byte[] Hash { get; private set; } = [];

    public DateTimeOffset Created { get; private set; }

    public DateTimeOffset Expires { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public bool ValidAt(DateTimeOffset now) => RevokedAt is null && now < Expires;

    public void Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null) throw new RuleViolation("KEY-REVOKED", "This key was already revoked.");
        RevokedAt = now;
    }
}

internal static class SignInReading
{
    /// <summary>
    /// Whether the person has an account, a link that makes one and still works, or a role today: whoever has a role is given a link by an administrator at any time.
    /// </summary>
    public static async Task<bool> CanSignIn(this ConcordDb db, PersonId person, CancellationToken stop) =>
        await db.Users.AnyAsync(account => account.PersonId == person, stop)
        || await db.Set<RoleAssignment>().AnyAsync(held => held.PersonId == person && held.From <= db.Today && (held.To == null || held.To >= db.Today), stop)
        || (await db.Set<OneTimeLink>().AsNoTracking().Where(link => link.PersonId == person && link.UsedAt == null).ToListAsync(stop)).Exists(link => link.WorksAt(db.Now));
}

/// <summary>A secret of 256 random bits and the hash under which it is known.</summary>
internal sealed record Secret(string Text, byte[] Hash)
{
    public static Secret New(string prefix)
    {
        var text = prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new(text, HashOf(text));
    }

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
