using Concord.Foundation;
using Concord.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>Passwords: setting one and checking one. Guesses are slowed down by locking the account for a while.</summary>
internal sealed class Accounts(ConcordDb db, UserManager<SignInAccount> users)
{
    public const int ShortestPassword = 12;

    /// <summary>Length counts, not a zoo of characters. Five wrong guesses close the account for a quarter of an hour.</summary>
    public static void Rules(IdentityOptions options)
    {
        options.Password.RequiredLength = ShortestPassword;
        options.Password.RequiredUniqueChars = 6;
        options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
        options.Lockout.MaxFailedAccessAttempts = 5;
        options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        options.Lockout.AllowedForNewUsers = true;
    }

    /// <summary>
    /// The person with this address and password. Every refusal has the same words, whether the address is unknown, the password wrong or the
    /// account locked: a stranger learns nothing about who is registered here.
    /// </summary>
    public async Task<PersonId> SignIn(string email, string password, CancellationToken stop)
    {
        var address = email.Trim().ToLowerInvariant();
        await using var work = await db.Begin(Actor.System, stop);
        var person = await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(known => known.Email == address, stop);
        var account = person is null ? null : await db.Users.SingleOrDefaultAsync(known => known.PersonId == person.Id, stop);
        if (person is null || account?.PasswordHash is null)
        {
            users.PasswordHasher.HashPassword(new(), password); // Takes as long as a real check.
            throw Refused();
        }
        var wasLocked = await users.IsLockedOutAsync(account);
        var right = await users.CheckPasswordAsync(account, password) && !wasLocked;
        if (right)
        {
            await users.ResetAccessFailedCountAsync(account);
            work.Note("person.signed-in", person.Ref, "Signed in with a password.");
        }
        else if (!wasLocked)
        {
            await users.AccessFailedAsync(account);
            var locked = await users.IsLockedOutAsync(account);
            work.Note(locked ? "person.locked-out" : "person.sign-in-failed", person.Ref, locked ? "Too many wrong passwords; locked for a while." : "A wrong password.");
        }
        else
        {
            throw Refused();
        }
        await work.Commit(stop);
        return right ? person.Id : throw Refused();
    }

    /// <param name="current">The password that holds; not asked for while there is none (after a one-time link).</param>
    public async Task SetPassword(Actor actor, string? current, string next, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var person = await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().SingleAsync(known => known.Id == actor.PersonId, stop);
        var account = await db.Users.SingleOrDefaultAsync(known => known.PersonId == person.Id, stop)
            ?? throw new RuleViolation("PASSWORD-NO-ACCOUNT", "Sign in with a one-time link first, then set a password.");
        if (person.Email.Split('@')[0] is { Length: > 3 } part && next.Contains(part, StringComparison.OrdinalIgnoreCase))
            throw new RuleViolation("PASSWORD-RULES", "The password must not contain your address.");
        var result = account.PasswordHash is null ? await users.AddPasswordAsync(account, next) : await users.ChangePasswordAsync(account, current ?? "", next);
        if (!result.Succeeded)
            throw new RuleViolation("PASSWORD-RULES", string.Join(' ', result.Errors.Select(error => error.Description)));
        work.Note("person.password-set", person.Ref, "Set a password; other sessions end.");
        await work.Commit(stop);
    }

    /// <summary>Changes with every new password and link, so that sessions opened before come to an end.</summary>
    public Task<string?> StampOf(PersonId person, CancellationToken stop) =>
        db.Users.AsNoTracking().Where(account => account.PersonId == person).Select(account => account.SecurityStamp).SingleOrDefaultAsync(stop);

    public Task<bool> HasPassword(PersonId person, CancellationToken stop) => db.Users.AnyAsync(account => account.PersonId == person && account.PasswordHash != null, stop);

    private static RuleViolation Refused() =>
        new("SIGN-IN-REFUSED", "Address and password do not belong together, or there were too many tries. Try again in a quarter of an hour, or ask an administrator for a link.");
}
