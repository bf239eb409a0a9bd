using Concord.Foundation;

namespace Concord.Controls;

internal readonly record struct AppliedControlId(Guid Value) : IId<AppliedControlId>
{
    public static AppliedControlId From(Guid value) => new(value);
}

internal enum ControlStatus
{
    Planned,
    Applied,
}

/// <summary>What this organisation really does. It satisfies requirements of several standards at once; its effect is derived, never typed.</summary>
internal sealed class AppliedControl : IRecord, IScoped
{
    private AppliedControl()
    {
    }

    public AppliedControl(string reference, OrganisationUnitId unit, string title, PersonId? owner, ControlStatus status, IEnumerable<string> systems,
        IEnumerable<string> requirements, IEnumerable<string> partly, IEnumerable<string> metrics)
    {
        Id = Foundation.Id.New<AppliedControlId>();
        (Ref, UnitId, Title, OwnerId, Status) = (reference, unit, Written.Title(title, "CONTROL-TITLE", "Say what the control is."), owner, status);
        (SystemRefs, Metrics) = ([.. systems.Distinct(StringComparer.Ordinal)], [.. metrics.Distinct(StringComparer.Ordinal)]);
        (Requirements, PartlySatisfied) = ([.. requirements], [.. partly]);
    }

    public AppliedControlId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public string Title { get; private set; } = "";

    public PersonId? OwnerId { get; private set; }

    public ControlStatus Status { get; private set; }

    /// <summary>The systems it is applied to; empty: all of its unit and those below, of the topmost one the whole organisation.</summary>
    public List<string> SystemRefs { get; private set; } = [];

    public List<string> Requirements { get; private set; } = [];

    /// <summary>Those of its requirements that it answers only in part.</summary>
    public List<string> PartlySatisfied { get; private set; } = [];

    /// <summary>The monitoring metrics whose limits back it.</summary>
    public List<string> Metrics { get; private set; } = [];

    /// <summary>References of the open signals that say it fails.</summary>
    public List<string> FailingBecause { get; private set; } = [];

    /// <param name="units">The unit of the system and those above it.</param>
    public bool AppliesTo(string systemRef, IReadOnlySet<OrganisationUnitId> units) => SystemRefs.Count == 0 ? units.Contains(UnitId) : SystemRefs.Contains(systemRef);

    public void PutIntoEffect()
    {
        if (Status == ControlStatus.Applied) throw new RuleViolation("CONTROL-IN-EFFECT", $"{Ref} is already in effect.");
        Status = ControlStatus.Applied;
    }

    /// <summary>It answers the requirement from now on: as a whole, or only in part.</summary>
    /// <returns>Whether that is something new.</returns>
    public bool Answer(string requirement, bool inPart)
    {
        if (Requirements.Contains(requirement) && PartlySatisfied.Contains(requirement) == inPart) return false;
        if (!Requirements.Contains(requirement)) Requirements = [.. Requirements, requirement];
        PartlySatisfied = [.. PartlySatisfied.Where(key => key != requirement), .. inPart ? [requirement] : Array.Empty<string>()];
        return true;
    }

    /// <returns>Whether it was somebody else's.</returns>
    public bool GiveTo(PersonId owner)
    {
        if (OwnerId == owner) return false;
        OwnerId = owner;
        return true;
    }

    public void Fails(string signalRef)
    {
        if (!FailingBecause.Contains(signalRef)) FailingBecause = [.. FailingBecause, signalRef];
    }

    public void NoLongerFails(string signalRef) => FailingBecause = [.. FailingBecause.Where(cause => cause != signalRef)];
}
