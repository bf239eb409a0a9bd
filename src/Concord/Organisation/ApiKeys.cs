using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Organisation;

/// <summary>The key as registered, and its text. The text is shown now and never again.</summary>
internal sealed record NewKey(string Ref, string Text, DateTimeOffset Expires);

/// <summary>Keys with which programs act as their owner.</summary>
internal sealed class ApiKeys(ConcordDb db)
{
    public const string Prefix = "concord_";
    public const int LongestDays = 366;

    /// <summary>A key for oneself. Nobody makes a key for another: whoever holds it acts as its owner.</summary>
    public async Task<NewKey> Create(Actor actor, string name, int days, CancellationToken stop)
    {
        if (days is < 1 or > LongestDays) throw new RuleViolation("KEY-DAYS", $"A key works for 1 to {LongestDays} days.");
        await using var work = await db.Begin(actor, stop);
        var owner = await db.Set<Person>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(person => person.Id == actor.PersonId, stop)
            ?? throw new RuleViolation(Refusal.AccessDenied, "Only a person has keys.");
        if (!actor.MayAnywhere(Permission.OwnAccount)) throw new RuleViolation(Refusal.AccessDenied, $"{actor.Name} holds no role today; a key would open nothing.");
        var secret = Secret.New(Prefix);
        var key = new ApiKey(await work.NextRef("KEY", stop), owner.Id, name, secret.Hash, db.Now, db.Now.AddDays(days));
        db.Add(key);
        work.Note("key.created", key.Ref, $"Key of {owner.Ref}, until {key.Expires:yyyy-MM-dd}.");
        await work.Commit(stop);
        return new(key.Ref, secret.Text, key.Expires);
    }

    public async Task Revoke(Actor actor, string keyRef, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var key = await db.Set<ApiKey>().SingleOrDefaultAsync(known => known.Ref == keyRef, stop) ?? throw Refusal.Missing("key", keyRef);
        if (key.PersonId != actor.PersonId)
        {
            var owner = await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(person => person.Id == key.PersonId, stop) ?? throw Refusal.Missing("key", keyRef);
            actor.Demand(Permission.ManagePeople, owner.UnitId);
        }
        key.Revoke(db.Now);
        work.Note("key.revoked", key.Ref, "The key no longer opens anything.");
        await work.Commit(stop);
    }
}
