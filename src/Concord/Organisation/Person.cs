using Concord.Foundation;

namespace Concord.Organisation;

/// <summary>Somebody who owns, does or decides something. Name and address are personal: the journal keeps only keyed hashes of them.</summary>
internal sealed class Person : IRecord, IScoped, IHoldsPersonalValues
{
    private Person()
    {
    }

    public Person(string reference, OrganisationUnitId unit, string name, string email, string position)
    {
        Id = Foundation.Id.New<PersonId>();
        Ref = reference;
        UnitId = unit;
        Rename(name, email, position);
        Salt = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
    }

    public PersonId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Name { get; private set; } = "";

    public string Email { get; private set; } = "";

    /// <summary>The post the person holds: "Head of Data Science".</summary>
    public string Position { get; private set; } = "";

    /// <summary>Key of the hashes that stand for name and address in the journal. Erasing it erases the person there.</summary>
    public byte[] Salt { get; private set; } = [];

    public List<RoleAssignment> Roles { get; private set; } = [];

    public void Rename(string name, string email, string position)
    {
        var called = Written.Name(name, "PERSON-NAME", "Give the person's name.");
        if (!email.Contains('@', StringComparison.Ordinal)) throw new RuleViolation("PERSON-EMAIL", $"'{email}' is not an e-mail address.");
        (Name, Email, Position) = (called, email.Trim().ToLowerInvariant(), position.Trim());
    }

    /// <param name="by">Who gives the role; null only when the installation itself makes its first administrator.</param>
    public RoleAssignment Assign(Role role, OrganisationUnitId unit, DateOnly from, DateOnly? to, PersonId? by)
    {
        if (by == Id) throw new RuleViolation("ROLE-SELF", "Nobody gives a role to themselves. Ask another administrator.");
        if (to < from) throw new RuleViolation("ROLE-DATES", "The role ends before it begins. Change one of the dates.");
        if (Roles.Any(held => held.Role == role && held.UnitId == unit && held.OverlapsWith(from, to)))
            throw new RuleViolation("ROLE-HELD", $"{Ref} already holds the role {Words.Of(role)} in that time. End that assignment first.");
        var assignment = new RoleAssignment(Id, role, unit, from, to);
        Roles.Add(assignment);
        return assignment;
    }
}

/// <summary>The six roles of issue scope. What each allows stands in <see cref="RolePermissions"/>.</summary>
internal enum Role
{
    Administrator,
    AimsManager,
    SystemOwner,
    RiskOwner,
    Auditor,
    Viewer,
}

internal readonly record struct RoleAssignmentId(Guid Value) : IId<RoleAssignmentId>
{
    public static RoleAssignmentId From(Guid value) => new(value);
}

/// <summary>A role held in a unit and everything below it, from one day to another (both included).</summary>
internal sealed class RoleAssignment
{
    private RoleAssignment()
    {
    }

    public RoleAssignment(PersonId person, Role role, OrganisationUnitId unit, DateOnly from, DateOnly? to)
    {
        Id = Foundation.Id.New<RoleAssignmentId>();
        (PersonId, Role, UnitId, From, To) = (person, role, unit, from, to);
    }

    public RoleAssignmentId Id { get; private set; }

    public PersonId PersonId { get; private set; }

    public Role Role { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly? To { get; private set; }

    public bool HoldsOn(DateOnly day) => From <= day && (To is null || day <= To);

    public bool OverlapsWith(DateOnly from, DateOnly? to) => (to is null || From <= to) && (To is null || from <= To);

    public void End(DateOnly lastDay)
    {
        if (To <= lastDay) throw new RuleViolation("ROLE-ENDED", $"This role already ends on {To:yyyy-MM-dd}.");
        To = lastDay < From ? From.AddDays(-1) : lastDay; // Taken back on the day it was given: it holds on no day.
    }
}

internal static class RolePermissions
{
    private static readonly Permission[] Reading = [Permission.ViewRegister, Permission.ViewJournal, Permission.OwnAccount, Permission.AnswerDocuments, Permission.ReportIncidents];

    /// <summary>The one table of what a role allows.</summary>
    public static IReadOnlyCollection<Permission> Of(Role role) => role switch
    {
        Role.Administrator => [.. Reading, Permission.ManagePeople],
        Role.AimsManager =>
        [
            .. Reading, Permission.EditInventory, Permission.EditMonitoring, Permission.AppendLog, Permission.RunMonitor, Permission.WorkSignals,
            Permission.CloseSignals, Permission.EditRisks, Permission.CorrectNonconformity, Permission.VerifyNonconformity, Permission.EditControls,
            Permission.JudgeRequirements, Permission.RateReuse, Permission.PlanActions, Permission.AnalyseGaps, Permission.ApproveClassifications,
            Permission.EditImpacts, Permission.ApproveImpacts, Permission.EditDocuments, Permission.HandleIncidents, Permission.CloseIncidents, Permission.HandleConcerns, Permission.AcceptRisks,
            Permission.ChangeLoopRules, Permission.DecideInCommittee,
        ],
        Role.SystemOwner =>
        [
            .. Reading, Permission.EditInventory, Permission.EditMonitoring, Permission.AppendLog, Permission.RunMonitor, Permission.WorkSignals,
            Permission.CorrectNonconformity, Permission.EditControls, Permission.PlanActions, Permission.EditImpacts,
            Permission.EditDocuments, Permission.HandleIncidents, Permission.AcceptRisks,
        ],
        Role.RiskOwner =>
        [
            .. Reading, Permission.RunMonitor, Permission.WorkSignals, Permission.CloseSignals, Permission.EditRisks, Permission.CorrectNonconformity,
            Permission.VerifyNonconformity, Permission.PlanActions, Permission.ApproveClassifications, Permission.EditImpacts, Permission.ApproveImpacts,
            Permission.EditDocuments, Permission.HandleIncidents, Permission.CloseIncidents, Permission.AcceptRisks, Permission.DecideInCommittee,
        ],
        Role.Auditor => [.. Reading, Permission.CloseSignals, Permission.VerifyNonconformity, Permission.RateReuse, Permission.PlanActions, Permission.AnalyseGaps, Permission.CloseIncidents, Permission.HandleConcerns],
        Role.Viewer => Reading,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };
}
