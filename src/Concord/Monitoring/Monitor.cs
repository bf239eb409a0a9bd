using Concord.Foundation;
using Concord.Inventory;
using Concord.Logs;

namespace Concord.Monitoring;

internal readonly record struct MonitorId(Guid Value) : IId<MonitorId>
{
    public static MonitorId From(Guid value) => new(value);
}

internal enum MonitorState
{
    /// <summary>Defined, but without a frozen reference: nothing can be measured yet.</summary>
    WithoutReference,
    Active,
    Stopped,
}

/// <summary>What is measured of one model version, against which frozen reference, and when.</summary>
internal sealed class Monitor : IRecord, IScoped
{
    public const int DefaultGraceHours = 24;
    public const string DefaultSchedule = "30 5 * * *";

    private Monitor()
    {
    }

    public Monitor(string reference, ModelVersion version, AiSystemId system, string definition, string definitionSha256, int graceHours, string schedule)
    {
        if (graceHours is < 0 or > 24 * 366) throw new RuleViolation("MONITOR-GRACE", "The grace time lies between 0 hours and a year.");
        Id = Foundation.Id.New<MonitorId>();
        (Ref, UnitId, ModelId, ModelVersionId, SystemId) = (reference, version.UnitId, version.ModelId, version.Id, system);
        (Definition, DefinitionSha256, GraceHours, Schedule) = (definition, definitionSha256, graceHours, schedule);
    }

    public MonitorId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    public ModelId ModelId { get; private set; }

    public ModelVersionId ModelVersionId { get; private set; }

    public MonitorState State { get; private set; }

    /// <summary>The contract's JSON in canonical form.</summary>
    public string Definition { get; private set; } = "";

    public string DefinitionSha256 { get; private set; } = "";

    /// <summary>Hours after the end of a window until it counts as complete although no later row came.</summary>
    public int GraceHours { get; private set; }

    /// <summary>Cron expression, UTC.</summary>
    public string Schedule { get; private set; } = "";

    public List<FrozenReference> References { get; private set; } = [];

    public FrozenReference? InForce => References.SingleOrDefault(reference => reference.State == ReferenceState.InForce);

    /// <summary>The first reference is frozen with the monitor; every later one is a proposal that another person approves.</summary>
    public FrozenReference Freeze(FrozenLog log, PersonId? by, DateTimeOffset at)
    {
        var frozen = new FrozenReference(this, References.Count + 1, log, by, at);
        References.Add(frozen);
        if (References.Count == 1)
        {
            frozen.TakeForce(null, at);
            State = MonitorState.Active;
        }
        return frozen;
    }

    public void Approve(FrozenReference proposed, PersonId by, DateTimeOffset at)
    {
        if (proposed.State != ReferenceState.Proposed) throw new RuleViolation("REFERENCE-STATE", $"{proposed.Ref} is {Words.Of(proposed.State)}; only a proposed reference can be approved.");
        if (proposed.FrozenBy == by) throw new RuleViolation("REFERENCE-OWN", "You froze this reference. Another person must approve it.");
        InForce?.Supersede(at);
        proposed.TakeForce(by, at);
    }

    /// <summary>
    /// Rows before a day are deleted only when no more are awaited for its time: once they are gone nobody can tell whether a row is new, so what came later would
    /// be refused. The window "all" awaits rows for ever and is no hindrance.
    /// </summary>
    /// <param name="completeUntil">The end of the newest window of which all rows are known to be in.</param>
    public void DemandAllIn(DateTimeOffset before, DateTimeOffset? completeUntil, DateTimeOffset now)
    {
        var length = MonitorDefinition.Parse(Definition).Window;
        if (length == WindowLength.All) return;
        var settled = Window.Of(length, now.AddHours(-GraceHours)).Start;
        if (completeUntil > settled) settled = completeUntil.Value;
        if (before > settled)
            throw new RuleViolation("EXPIRE-AWAITED", $"Rows may still come for {Window.Of(length, settled).Label} of {Ref}, and would be refused once rows before {before:yyyy-MM-dd} are deleted. Name {settled:yyyy-MM-dd} or an earlier day.");
    }

    /// <summary>Windows that are over, grace included, and in which no row came, oldest first; of a very long silence its beginning.</summary>
    /// <param name="newest">The newest window with rows.</param>
    public IReadOnlyList<Window> PassedSince(Window newest, DateTimeOffset now)
    {
        var passed = new List<Window>();
        if (newest.Length == WindowLength.All) return passed;
        for (var next = Window.Of(newest.Length, newest.End); next.End <= now.AddHours(-GraceHours) && passed.Count < Arrivals.LongestSilence; next = Window.Of(next.Length, next.End)) passed.Add(next);
        return passed;
    }

    /// <summary>
    /// More rows are awaited of a log that has some of the time since the monitor was begun. One that ends before was handed in as history; nobody said that it goes on.
    /// </summary>
    /// <param name="newest">The newest window with rows.</param>
    /// <param name="retiredOn">When the model version was; it decides nothing any more.</param>
    public bool AwaitsRowsAfter(Window newest, DateOnly? retiredOn) =>
        State == MonitorState.Active && retiredOn is null && newest.Length != WindowLength.All && References.Count > 0 && newest.End > References.Min(reference => reference.FrozenAt);

    public void Stop()
    {
        if (State == MonitorState.Stopped) throw new RuleViolation("MONITOR-STOPPED", $"{Ref} is already stopped.");
        State = MonitorState.Stopped;
    }
}

internal readonly record struct FrozenReferenceId(Guid Value) : IId<FrozenReferenceId>
{
    public static FrozenReferenceId From(Guid value) => new(value);
}

internal enum ReferenceState
{
    Proposed,
    InForce,
    Superseded,
}

/// <summary>Where the rows of a reference lie and what is known of them at freezing.</summary>
/// <param name="Path">Relative to the data folder.</param>
/// <param name="Sha256">Of the stored file.</param>
/// <param name="SourceSha256">Of the bytes that were handed in.</param>
/// <param name="Schema">The name map as JSON.</param>
/// <param name="Measures">Performance and fairness of the reference itself, JSON of the contract's <c>reference</c> object.</param>
/// <param name="Profile">Its counts, of <see cref="ReferenceProfile"/>.</param>
internal sealed record FrozenLog(string Path, string Sha256, string SourceSha256, long Rows, DateTimeOffset? First, DateTimeOffset? Last, string Schema, string Measures, byte[] Profile);

/// <summary>The sample everything is compared with, frozen with its hash.</summary>
internal sealed class FrozenReference : IRecord, IScoped
{
    private FrozenReference()
    {
    }

    public FrozenReference(Monitor monitor, int number, FrozenLog log, PersonId? by, DateTimeOffset at)
    {
        Id = Foundation.Id.New<FrozenReferenceId>();
        (Ref, UnitId, MonitorId, FrozenBy, FrozenAt) = ($"{monitor.Ref}:R{number}", monitor.UnitId, monitor.Id, by, at);
        (Path, Sha256, SourceSha256, Rows, First, Last, Schema, Measures, Profile) = log;
    }

    public FrozenReferenceId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public MonitorId MonitorId { get; private set; }

    public ReferenceState State { get; private set; }

    public string Path { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public string SourceSha256 { get; private set; } = "";

    public long Rows { get; private set; }

    public DateTimeOffset? First { get; private set; }

    public DateTimeOffset? Last { get; private set; }

    public string Schema { get; private set; } = "";

    public string Measures { get; private set; } = "";

    /// <summary>Its counts, of <see cref="ReferenceProfile"/>; empty where an earlier version of Concord froze it.</summary>
    public byte[] Profile { get; private set; } = [];

    public PersonId? FrozenBy { get; private set; }

    public DateTimeOffset FrozenAt { get; private set; }

    public PersonId? ApprovedBy { get; private set; }

    public DateTimeOffset? InForceSince { get; private set; }

    public DateTimeOffset? SupersededAt { get; private set; }

    internal void TakeForce(PersonId? by, DateTimeOffset at) => (State, ApprovedBy, InForceSince) = (ReferenceState.InForce, by, at);

    internal void Supersede(DateTimeOffset at) => (State, SupersededAt) = (ReferenceState.Superseded, at);
}
