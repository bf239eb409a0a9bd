using Concord.Foundation;
using Concord.Inventory;

namespace Concord.Impacts;

internal readonly record struct ImpactMarkId(Guid Value) : IId<ImpactMarkId>
{
    public static ImpactMarkId From(Guid value) => new(value);
}

/// <summary>Something happened to a system that no assessment submitted before knows: a signal, an incident. Never changed; the next submission comes after it.</summary>
internal sealed class ImpactMark : IScoped
{
    private ImpactMark()
    {
    }

    public ImpactMark(AiSystem system, string because, DateTimeOffset at)
    {
        Id = Foundation.Id.New<ImpactMarkId>();
        (UnitId, SystemId, Because, At) = (system.UnitId, system.Id, Written.Composed(Written.Demand(because, "IMPACT-MARK", "Say what happened that the assessment does not know.")), at);
    }

    public ImpactMarkId Id { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public AiSystemId SystemId { get; private set; }

    public string Because { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
}
