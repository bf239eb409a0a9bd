using Concord.Foundation;
using Concord.Monitoring;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Loop;

/// <summary>
/// One holder at a time for a piece of work, over all processes that share the database. A holder renews while it works; one that died is
/// succeeded when its lease has run out.
/// </summary>
internal sealed class Leases(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>Long enough for one window of a large log, short enough that a dead holder is not waited for long.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <returns>The lease, or null while another holder has it.</returns>
    public async Task<HeldLease?> TryTake(string name, CancellationToken stop)
    {
        var holder = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.CreateVersion7():N}";
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        var now = WallClock();
        var until = now + Length;
        var taken = await db.Set<Lease>().Where(lease => lease.Name == name && lease.Until < now)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Holder, holder).SetProperty(lease => lease.Until, until), stop);
        if (taken == 0)
        {
            if (await db.Set<Lease>().AnyAsync(lease => lease.Name == name, stop)) return null;
            db.Add(new Lease(name, holder, until));
            try
            {
                await db.SaveChangesAsync(stop);
            }
            catch (DbUpdateException)
            {
                return null; // Another holder was quicker.
            }
        }
        return new(this, name, holder);
    }

    /// <returns>Whether the lease is still held.</returns>
    internal async Task<bool> Extend(string name, string holder, TimeSpan length, CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var until = WallClock() + length;
        return await scope.ServiceProvider.GetRequiredService<ConcordDb>().Set<Lease>().Where(lease => lease.Name == name && lease.Holder == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Until, until), stop) == 1;
    }

    /// <summary>Leases live in real time, also where the demonstration's clock stands still.</summary>
    private DateTimeOffset WallClock() => (clock as IStoryClock)?.Real.GetUtcNow() ?? clock.GetUtcNow();
}

internal sealed class HeldLease(Leases leases, string name, string holder) : IAsyncDisposable
{
    /// <exception cref="RuleViolation">Another process has taken over, because this one was silent for too long.</exception>
    public async Task Renew(CancellationToken stop)
    {
        if (!await leases.Extend(name, holder, Leases.Length, stop))
            throw new RuleViolation("RUN-LOST", "Another process took over this run, because this one was silent for too long.");
    }

    public async ValueTask DisposeAsync() => await leases.Extend(name, holder, TimeSpan.FromSeconds(-1), CancellationToken.None);
}
