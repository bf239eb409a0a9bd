using Concord.Foundation;

namespace Concord.Organisation;

/// <summary>A part of the organisation. The one without a parent is the organisation itself; roles reach down the tree.</summary>
internal sealed class OrganisationUnit : IRecord
{
    private OrganisationUnit()
    {
    }

    public OrganisationUnit(string reference, string name, OrganisationUnitId? parent)
    {
        Id = Foundation.Id.New<OrganisationUnitId>();
        (Ref, ParentId) = (reference, parent);
        Rename(name);
    }

    public OrganisationUnitId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public string Name { get; private set; } = "";

    public OrganisationUnitId? ParentId { get; private set; }

    /// <summary>Set on the organisation itself when its records are made up for the demonstration.</summary>
    public string DemoNote { get; set; } = "";

    /// <summary>The demonstration's clock stands still here; null: the real one.</summary>
    public DateTimeOffset? DemoAsOf { get; set; }

    public void Rename(string name) => Name = Written.Name(name, "UNIT-NAME", "Give the unit a name.");
}
