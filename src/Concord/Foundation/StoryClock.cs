namespace Concord.Foundation;

/// <summary>A clock that tells the time of a story. The real one stays reachable for what must not follow the story: leases, sign-in.</summary>
internal interface IStoryClock
{
    TimeProvider Real { get; }
}

/// <summary>Stands still until it is moved. The demonstration plays its months with it and stops at the day it is told.</summary>
internal sealed class StoryClock(DateTimeOffset start, TimeProvider real) : TimeProvider, IStoryClock
{
    private long ticks = start.UtcTicks;

    public TimeProvider Real => real;

    public void MoveTo(DateTimeOffset at) => Interlocked.Exchange(ref ticks, at.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => real.GetTimestamp();

    public override long TimestampFrequency => real.TimestampFrequency;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, dueTime, period);
}
