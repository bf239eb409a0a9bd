using System.Diagnostics;
using System.Globalization;
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
        var holder = $"{LeaseHolder.Own}:{Guid.CreateVersion7():N}";
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ConcordDb>();
        var now = WallClock();
        var until = now + Length;
        var taken = await db.Set<Lease>().Where(lease => lease.Name == name && lease.Until < now)
            .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Holder, holder).SetProperty(lease => lease.Until, until), stop);
        if (taken == 0)
        {
            if (await db.Set<Lease>().AsNoTracking().Where(lease => lease.Name == name).Select(lease => lease.Holder).SingleOrDefaultAsync(stop) is { } other)
            {
                // A holder that was killed on this machine is known to be dead; nobody waits until its lease has run out.
                return LeaseHolder.IsGone(other) && await db.Set<Lease>().Where(lease => lease.Name == name && lease.Holder == other)
                    .ExecuteUpdateAsync(set => set.SetProperty(lease => lease.Holder, holder).SetProperty(lease => lease.Until, until), stop) == 1 ? new(this, name, holder) : null;
            }
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

/// <summary>Names a process so that another on the same machine can tell whether it still lives: numbers of processes are used again.</summary>
internal static class LeaseHolder
{
    private static readonly string Machine = $"{Environment.MachineName}/{ProcessSpace()}";

    public static string Own { get; } = $"{Machine}:{Environment.ProcessId}:{Began(Environment.ProcessId)}";

    public static bool IsGone(string holder) =>
        holder.Split(':') is [var machine, var id, var began, _] && machine == Machine && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && Began(process) != began;

    private static string Began(int process)
    {
        try
        {
            using var known = Process.GetProcessById(process);
            return known.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }

    /// <summary>Containers count their processes each from 1, and several may carry the name of one machine.</summary>
    private static string ProcessSpace() => File.Exists("/proc/self/ns/pid") ? new FileInfo("/proc/self/ns/pid").LinkTarget?.Trim('p', 'i', 'd', ':', '[', ']') ?? "" : "";
}
