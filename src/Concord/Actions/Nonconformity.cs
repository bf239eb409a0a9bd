using Concord.Foundation;

namespace Concord.Actions;

internal readonly record struct NonconformityId(Guid Value) : IId<NonconformityId>
{
    public static NonconformityId From(Guid value) => new(value);
}

internal enum NonconformityGrade
{
    Minor,
    Major,
}

internal enum NonconformityState
{
    Open,
    Corrected,
    ClosedEffective,
    Reopened,
}

/// <summary>
/// A requirement or a limit that was not kept, until somebody who did not do the fixing has found the correction effective.
/// One is open at a time for a system and an applied control; further breaches join it.
/// </summary>
internal sealed class Nonconformity : IRecord, IScoped
{
    public static readonly Moves<NonconformityState> Allowed = new("A nonconformity", "NC-STATE",
        (NonconformityState.Open, NonconformityState.Corrected),
        (NonconformityState.Reopened, NonconformityState.Corrected),
        (NonconformityState.Corrected, NonconformityState.ClosedEffective),
        (NonconformityState.Corrected, NonconformityState.Reopened));

    private Nonconformity()
    {
    }

    public Nonconformity(string reference, OrganisationUnitId unit, string title, string systemRef, string controlRef, PersonId owner,
        NonconformityGrade grade, DateTimeOffset openedAt, DateOnly dueOn)
    {
        Id = Foundation.Id.New<NonconformityId>();
        (Ref, UnitId, Title, SystemRef, ControlRef, OwnerId, Grade, OpenedAt, DueOn) = (reference, unit, title, systemRef, controlRef, owner, grade,
            openedAt, dueOn);
    }

    public NonconformityId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    public string SystemRef { get; private set; } = "";

    public string ControlRef { get; private set; } = "";

    public PersonId OwnerId { get; private set; }

    public NonconformityGrade Grade { get; private set; }

    public NonconformityState State { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    public DateOnly DueOn { get; private set; }

    public List<Correction> Corrections { get; private set; } = [];

    public PersonId? VerifiedBy { get; private set; }

    public DateTimeOffset? VerifiedAt { get; private set; }

    public string VerificationReason { get; private set; } = "";

    public bool IsOpen => State != NonconformityState.ClosedEffective;

    public bool IsOverdue(DateOnly today) => IsOpen && today > DueOn;

    /// <summary>A breach that joins may need an answer sooner, never later, and may be graver, never lighter. It shows that a correction was not
    /// enough.</summary>
    public void Join(DateOnly dueOn, NonconformityGrade grade)
    {
        if (dueOn < DueOn) DueOn = dueOn;
        if (grade > Grade) Grade = grade;
        if (State == NonconformityState.Corrected) State = NonconformityState.Reopened;
    }

    public void Correct(PersonId by, string text, DateTimeOffset at)
    {
        if (Written.SaysNothing(text)) throw new RuleViolation("NC-CORRECTION-TEXT", "Say what was done to correct it.");
        if (State != NonconformityState.Corrected) Allowed.Demand(State, NonconformityState.Corrected);
        State = NonconformityState.Corrected;
        Corrections.Add(new(Id, by, text.Trim(), at));
    }

    /// <param name="fixers">Everyone who appended the clean log by hand, or changed version or reference meanwhile. Who recorded a correction is known
    /// here.</param>
    public void Verify(PersonId by, bool effective, string reason, IReadOnlySet<PersonId> fixers, DateTimeOffset at)
    {
        if (fixers.Contains(by) || Corrections.Any(correction => correction.By == by))
            throw new RuleViolation("NC-VERIFIER-FIXED", "You took part in the fixing. Somebody else must verify it.");
        if (Written.SaysNothing(reason)) throw new RuleViolation("NC-VERIFY-REASON", "Say what the verification rests on.");
        var next = effective ? NonconformityState.ClosedEffective : NonconformityState.Reopened;
        Allowed.Demand(State, next);
        (State, VerifiedBy, VerifiedAt, VerificationReason) = (next, by, at, reason.Trim());
    }
}

internal readonly record struct CorrectionId(Guid Value) : IId<CorrectionId>
{
    public static CorrectionId From(Guid value) => new(value);
}

/// <summary>What somebody did about a nonconformity.</summary>
internal sealed class Correction
{
    private Correction()
    {
    }

    public Correction(NonconformityId nonconformity, PersonId by, string text, DateTimeOffset at)
    {
        Id = Foundation.Id.New<CorrectionId>();
        (NonconformityId, By, Text, At) = (nonconformity, by, text, at);
    }

    public CorrectionId Id { get; private set; }

    public NonconformityId NonconformityId { get; private set; }

    public PersonId By { get; private set; }

    public string Text { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}
