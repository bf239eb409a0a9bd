using Concord.Foundation;

namespace Concord.Incidents;

internal readonly record struct IncidentId(Guid Value) : IId<IncidentId>
{
    public static IncidentId From(Guid value) => new(value);
}

/// <summary>Something that went wrong, nearly went wrong, or worries somebody. For now it is told here and marked on the charts.</summary>
internal sealed class Incident : IRecord, IScoped
{
    private Incident()
    {
    }

    public Incident(string reference, OrganisationUnitId unit, DateOnly date, string kind, string systemRef, string title, string summary, int affected,
        IEnumerable<string> requirements)
    {
        Id = Foundation.Id.New<IncidentId>();
        (Ref, UnitId, Date, Kind, SystemRef, Title, Summary, Affected, Requirements) = (reference, unit, date, kind, systemRef, title, summary, affected,
            [.. requirements]);
    }

    public IncidentId Id { get; private set; }

    public string Ref { get; private set; } = "";

    public int Version { get; private set; }

    public OrganisationUnitId UnitId { get; private set; }

    public DateOnly Date { get; private set; }

    public string Kind { get; private set; } = "";

    public string SystemRef { get; private set; } = "";

    public string Title { get; private set; } = "";

    public string Summary { get; private set; } = "";

    public int Affected { get; private set; }

    public List<string> Requirements { get; private set; } = [];
}
