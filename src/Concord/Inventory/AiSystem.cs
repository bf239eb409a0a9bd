using Concord.Foundation;

namespace Concord.Inventory;

internal readonly record struct AiSystemId(Guid Value) : IId<AiSystemId>
{
    public static AiSystemId From(Guid value) => new(value);
}

/// <summary>The life cycle of an AI system; the moves between the states stand in <see cref="AiSystem"/>.</summary>
internal enum LifeCycle
{
    Proposed,
    Screening,
    InProcurement,
    Development,
    Validation,
    Approved,
    InOperation,
    Restricted,
    Suspended,
    Retired,
    Rejected,
}

/// <summary>How the inventory groups systems; derived from the life cycle.</summary>
internal enum InventoryStage
{
    InDevelopment,
    InProcurement,
    InUse,
    NoLongerUsed,
}

/// <summary>The AI Act tier: of the approved classification, or declared until there is one.</summary>
internal enum RiskClass
{
    NotClassified,
    OutOfScope,
    Minimal,
    Limited,
    Exempt,
    High,
    Prohibited,
}

internal enum SystemOrigin
{
    InHouse,
    Vendor,
}

/// <summary>What a person says of an AI system; every change of it is one act.</summary>
/// <param name="RiskClass">As declared by whoever registered or imported it; it counts until the system is classified.</param>
internal sealed record SystemDescription(
    string Name,
    string Purpose,
    string IntendedUse,
    IReadOnlyList<string> AffectedGroups,
    SystemOrigin Origin,
    bool IsProvider,
    bool IsDeployer,
    PersonId BusinessOwner,
    PersonId? TechnicalOwner,
    RiskClass RiskClass = RiskClass.NotClassified,
    string RiskClassBasis = "",
    long? DecisionsPerYear = null,
    DateOnly? LiveSince = null,
    string Technique = "",
    string DataNote = "");

/// <summary>An AI system as the organisation registers it: who answers for it, what it is for, whom it affects, where it stands.</summary>
internal sealed class AiSystem : IRecord, IScoped
{
    public static readonly Moves<LifeCycle> Allowed = new("An AI system", "SYSTEM-LIFE-CYCLE",
        (LifeCycle.Proposed, LifeCycle.Screening), (LifeCycle.Proposed, LifeCycle.Rejected),
        (LifeCycle.Screening, LifeCycle.Development), (LifeCycle.Screening, LifeCycle.InProcurement), (LifeCycle.Screening, LifeCycle.Rejected),
        (LifeCycle.InProcurement, LifeCycle.Validation), (LifeCycle.InProcurement, LifeCycle.Rejected),
        (LifeCycle.Development, LifeCycle.Validation), (LifeCycle.Development, LifeCycle.Rejected),
        (LifeCycle.Validation, LifeCycle.Approved), (LifeCycle.Validation, LifeCycle.Development), (LifeCycle.Validation, LifeCycle.Rejected),
        (LifeCycle.Approved, LifeCycle.InOperation), (LifeCycle.Approved, LifeCycle.Rejected),
        (LifeCycle.InOperation, LifeCycle.Restricted), (LifeCycle.Restricted, LifeCycle.InOperation),
        (LifeCycle.InOperation, LifeCycle.Suspended), (LifeCycle.Restricted, LifeCycle.Suspended), (LifeCycle.Suspended, LifeCycle.InOperation),
        (LifeCycle.Suspended, LifeCycle.Restricted), (LifeCycle.InOperation, LifeCycle.Retired), (LifeCycle.Restricted, LifeCycle.Retired),
        (LifeCycle.Suspended, LifeCycle.Retired));

    private AiSystem()
    {
    }

    public AiSystem(string reference, OrganisationUnitId unit, SystemDescription description, LifeCycle state, DateOnly since)
    {
        Id = Foundation.Id.New<AiSystemId>();
        (Ref, UnitId, State, StateSince) = (reference, unit, state, since);
        Describe(description);
    }

    public AiSystemId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Name { get; private set; } = "";

    public string Purpose { get; private set; } = "";

    public string IntendedUse { get; private set; } = "";

    public List<string> AffectedGroups { get; private set; } = [];

    public SystemOrigin Origin { get; private set; }

    public bool IsProvider { get; private set; }

    public bool IsDeployer { get; private set; }

    public PersonId BusinessOwnerId { get; private set; }

    public PersonId? TechnicalOwnerId { get; private set; }

    /// <summary>Of the approved classification; until there is one, as declared.</summary>
    public RiskClass RiskClass { get; private set; }

    /// <summary>The approved classification the class comes from; null: it is only declared.</summary>
    public string? ClassifiedBy { get; private set; }

    /// <summary>What was declared, where a classification says what counts; null: the risk class itself is declared.</summary>
    public RiskClass? DeclaredBeside { get; private set; }

    public RiskClass DeclaredClass => DeclaredBeside ?? RiskClass;

    /// <summary>Why it was declared.</summary>
    public string RiskClassBasis { get; private set; } = "";

    public long? DecisionsPerYear { get; private set; }

    public DateOnly? LiveSince { get; private set; }

    /// <summary>"gradient boosting", "large language model".</summary>
    public string Technique { get; private set; } = "";

    /// <summary>Says of demonstration data whether it is generated or real; empty elsewhere.</summary>
    public string DataNote { get; private set; } = "";

    public LifeCycle State { get; private set; }

    public DateOnly StateSince { get; private set; }

    public InventoryStage Stage => StageOf(State);

    public static InventoryStage StageOf(LifeCycle state) => state switch
    {
        LifeCycle.InProcurement => InventoryStage.InProcurement,
        LifeCycle.InOperation or LifeCycle.Restricted or LifeCycle.Suspended => InventoryStage.InUse,
        LifeCycle.Retired or LifeCycle.Rejected => InventoryStage.NoLongerUsed,
        _ => InventoryStage.InDevelopment,
    };

    /// <summary>From here on it decides about people: what is asked before a system is used is asked here.</summary>
    public static bool IsUse(LifeCycle state) => state is LifeCycle.Approved or LifeCycle.InOperation;

    /// <summary>Nothing follows on this state.</summary>
    public static bool IsEnd(LifeCycle state) => StageOf(state) == InventoryStage.NoLongerUsed;

    public void Describe(SystemDescription description)
    {
        var name = Written.Name(description.Name, "SYSTEM-NAME", "Give the system a name.");
        if (Written.SaysNothing(description.Purpose)) throw new RuleViolation("SYSTEM-PURPOSE", "Say what the system is for.");
        if (!description.IsProvider && !description.IsDeployer)
            throw new RuleViolation("SYSTEM-ROLE", "Say whether the organisation provides the system, deploys it, or both.");
        if (ClassifiedBy is { } derived && description.RiskClass != RiskClass.NotClassified && description.RiskClass != DeclaredClass && description.RiskClass != RiskClass)
            throw new RuleViolation("SYSTEM-CLASS-DERIVED", $"{Ref} is {Words.Of(RiskClass)} by the approved classification {derived}; a class that is declared changes nothing. Leave it as it was, and classify the system anew where {derived} is wrong.");
        (Name, Purpose, IntendedUse) = (name, description.Purpose.Trim(), description.IntendedUse.Trim());
        AffectedGroups = [.. description.AffectedGroups.Select(group => group.Trim()).Where(group => group.Length > 0)];
        (Origin, IsProvider, IsDeployer) = (description.Origin, description.IsProvider, description.IsDeployer);
        (BusinessOwnerId, TechnicalOwnerId) = (description.BusinessOwner, description.TechnicalOwner);
        RiskClassBasis = description.RiskClassBasis.Trim();
        if (ClassifiedBy is null) RiskClass = description.RiskClass;
        else DeclaredBeside = description.RiskClass;
        (DecisionsPerYear, LiveSince, Technique, DataNote) = (description.DecisionsPerYear, description.LiveSince, description.Technique.Trim(),
            description.DataNote);
    }

    /// <param name="classification">Reference of the classification that was approved.</param>
    public void Classify(RiskClass tier, string classification) => (DeclaredBeside, RiskClass, ClassifiedBy) = (DeclaredClass, tier, classification);

    /// <param name="reason">Demanded where the life of the system ends, and where it goes on although something speaks against it; kept in the journal.</param>
    /// <param name="against">What other rooms know against the move; null: nothing.</param>
    public void Move(LifeCycle to, DateOnly on, string reason = "", IReadOnlyList<Hindrance>? against = null)
    {
        Allowed.Demand(State, to);
        if (IsEnd(to) && Written.SaysNothing(reason))
            throw new RuleViolation("SYSTEM-END-REASON", $"Say why the system is {Words.Of(to)}: nothing follows on this state.");
        if (to == LifeCycle.Approved && RiskClass == RiskClass.NotClassified)
            throw new RuleViolation("SYSTEM-UNCLASSIFIED", "A system is approved only when its risk class is known. Classify the system first.");
        if (IsUse(to) && RiskClass == RiskClass.Prohibited)
            throw new RuleViolation("SYSTEM-PROHIBITED", "A prohibited practice is neither approved nor put into operation. Reject or retire the system, or change it and classify it anew.");
        if (against?.FirstOrDefault(hindrance => !hindrance.YieldsToReason || Written.SaysNothing(reason)) is { } hindered)
            throw new RuleViolation(hindered.Code, hindered.YieldsToReason ? $"{hindered.Message} Mend that, or say as the reason why the system goes on meanwhile." : hindered.Message);
        (State, StateSince) = (to, on);
        if (to == LifeCycle.InOperation) LiveSince ??= on;
    }

    /// <summary>Refuses additions to a system that was retired or rejected.</summary>
    public void DemandInLife()
    {
        if (IsEnd(State))
            throw new RuleViolation("SYSTEM-ENDED", $"{Ref} is {Words.Of(State)}. Register a new system instead of adding to it.");
    }
}
