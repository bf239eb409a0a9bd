using Concord.Foundation;

namespace Concord.Monitoring;

internal readonly record struct WindowComputationId(Guid Value) : IId<WindowComputationId>
{
    public static WindowComputationId From(Guid value) => new(value);
}

/// <summary>What a computation rests on. Two computations with the same inputs give the same figures.</summary>
internal sealed record ComputationInputs(string RowsSha256, string ReferenceSha256, string DefinitionSha256, string PolicySha256, string Engine);

/// <summary>The figures of one window as computed at one moment. Kept for ever; the newest counts.</summary>
internal sealed class WindowComputation : IScoped
{
    private WindowComputation()
    {
    }

    public WindowComputation(Monitor monitor, MonitorRunId run, string window, DateTimeOffset? start, DateTimeOffset? end, ComputationInputs inputs, DateTimeOffset at)
    {
        Id = Foundation.Id.New<WindowComputationId>();
        (UnitId, MonitorId, RunId, Window, Start, End, ComputedAt) = (monitor.UnitId, monitor.Id, run, window, start, end, at);
        (RowsSha256, ReferenceSha256, DefinitionSha256, PolicySha256, Engine) = inputs;
    }

    public WindowComputationId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MonitorId MonitorId { get; private set; }

    public MonitorRunId RunId { get; private set; }

    /// <summary>2025-10, 2025-W41, all.</summary>
    public string Window { get; private set; } = "";

    public DateTimeOffset? Start { get; private set; }

    public DateTimeOffset? End { get; private set; }

    public DateTimeOffset ComputedAt { get; private set; }

    public string RowsSha256 { get; private set; } = "";

    public string ReferenceSha256 { get; private set; } = "";

    public string DefinitionSha256 { get; private set; } = "";

    public string PolicySha256 { get; private set; } = "";

    public string Engine { get; private set; } = "";

    public long Rows { get; private set; }

    public long Labelled { get; private set; }

    /// <summary>The worst verdict of the window.</summary>
    public string Verdict { get; private set; } = "";

    /// <summary>How many measures were judged at all; with none the window says nothing, whatever its rows.</summary>
    public int Judged { get; private set; }

    /// <summary>Whether all rows of the window are in. A provisional window raises nothing.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether this is the computation that counts.</summary>
    public bool IsNewest { get; private set; } = true;

    /// <summary>All measures with their verdicts: JSON of the contract's window object.</summary>
    public string Measures { get; private set; } = "";

    /// <summary>The counts the measures were computed from.</summary>
    public byte[] Profile { get; private set; } = [];

    public string ProfileSha256 { get; private set; } = "";

    public void Record(long rows, long labelled, string verdict, int judged, bool complete, string measures, byte[] profile, string profileSha256)
    {
        (Rows, Labelled, Verdict, Judged, IsComplete, Measures, Profile, ProfileSha256) = (rows, labelled, verdict, judged, complete, measures, profile, profileSha256);
    }

    public void GiveWay() => IsNewest = false;
}

internal readonly record struct MonitorRunId(Guid Value) : IId<MonitorRunId>
{
    public static MonitorRunId From(Guid value) => new(value);
}

internal enum RunTrigger
{
    Schedule,
    Person,
}

internal enum RunState
{
    Running,
    Done,
    Failed,
}

/// <summary>One run of a monitor: evidence that monitoring really took place.</summary>
internal sealed class MonitorRun : IRecord, IScoped
{
    private MonitorRun()
    {
    }

    public MonitorRun(string reference, Monitor monitor, RunTrigger trigger, DateTimeOffset? due, DateTimeOffset startedAt)
    {
        Id = Foundation.Id.New<MonitorRunId>();
        (Ref, UnitId, MonitorId, Trigger, Due, StartedAt) = (reference, monitor.UnitId, monitor.Id, trigger, due, startedAt);
    }

    public MonitorRunId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MonitorId MonitorId { get; private set; }

    public RunTrigger Trigger { get; private set; }

    /// <summary>The moment of the schedule this run answers; unique per monitor, so that it is answered once.</summary>
    public DateTimeOffset? Due { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    public RunState State { get; private set; }

    public int WindowsComputed { get; private set; }

    public int WindowsUnchanged { get; private set; }

    public string Problem { get; private set; } = "";

    /// <summary>Another process goes on with a run whose own process ended.</summary>
    public void TakeUp(DateTimeOffset at) => StartedAt = at;

    public void Finish(int computed, int unchanged, DateTimeOffset at) => (State, WindowsComputed, WindowsUnchanged, FinishedAt) = (RunState.Done, computed, unchanged, at);

    public void Fail(string problem, DateTimeOffset at) => (State, Problem, FinishedAt) = (RunState.Failed, problem, at);
}

/// <summary>Who is working on a monitor right now. A holder that died is found by its lease having run out.</summary>
internal sealed class Lease
{
    private Lease()
    {
    }

    public Lease(string name, string holder, DateTimeOffset until) => (Name, Holder, Until) = (name, holder, until);

    public string Name { get; private set; } = "";

    public string Holder { get; set; } = "";

    public DateTimeOffset Until { get; set; }
}
