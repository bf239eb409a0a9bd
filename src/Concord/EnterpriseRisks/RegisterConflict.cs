using Concord.Foundation;

namespace Concord.EnterpriseRisks;

internal readonly record struct RegisterConflictId(Guid Value) : IId<RegisterConflictId>
{
    public static RegisterConflictId From(Guid value) => new(value);
}

internal enum ConflictState
{
    Open,
    OursKept,
    Noted,

    /// <summary>The register says something else by now, or what we say.</summary>
    Overtaken,
}

/// <summary>
/// The enterprise register says of an AI risk what the AI register, which is master of it, does not say. Neither value is overwritten: a person keeps ours,
/// or notes what is to be done about it. The same value from outside is then no new conflict.
/// </summary>
internal sealed class RegisterConflict : IRecord, IScoped
{
    private RegisterConflict()
    {
    }

    public RegisterConflict(string reference, OrganisationUnitId unit, string risk, RegisterField field, string theirs, string ours, string file, string sourceSystem, DateTimeOffset at)
    {
        Id = Foundation.Id.New<RegisterConflictId>();
        (Ref, UnitId, RiskRef, Field, Theirs, Ours, File, SourceSystem, NoticedAt) = (reference, unit, risk, field, theirs, ours, file, sourceSystem, at);
    }

    public RegisterConflictId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string RiskRef { get; private set; } = "";

    public RegisterField Field { get; private set; }

    public string Theirs { get; private set; } = "";

    /// <summary>As it stood when the conflict was noticed.</summary>
    public string Ours { get; private set; } = "";

    public string File { get; private set; } = "";

    public string SourceSystem { get; private set; } = "";

    public DateTimeOffset NoticedAt { get; private set; }

    public ConflictState State { get; private set; }

    public string Note { get; private set; } = "";

    public string ResolvedBy { get; private set; } = "";

    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>By a later file.</summary>
    public void Overtake(string why, DateTimeOffset at) => (State, Note, ResolvedAt) = (ConflictState.Overtaken, why, at);

    public void Resolve(ConflictState to, string note, string by, DateTimeOffset at)
    {
        if (State != ConflictState.Open) throw new RuleViolation("CONFLICT-RESOLVED", $"{Ref} is resolved already.");
        if (to is not (ConflictState.OursKept or ConflictState.Noted)) throw new RuleViolation("CONFLICT-HOW", "Say how: ours is kept, or it is noted.");
        if (to == ConflictState.Noted) note = Written.Demand(note, "CONFLICT-NOTE", "Write what is to be done about it.");
        (State, Note, ResolvedBy, ResolvedAt) = (to, note.Trim(), by, at);
    }
}
