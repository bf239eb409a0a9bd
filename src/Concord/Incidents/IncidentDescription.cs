using Concord.Foundation;

namespace Concord.Incidents;

internal enum IncidentSort
{
    Incident,
    NearMiss,
    Concern,
}

/// <summary>What is said of an incident when it is reported, and can be corrected while it is open.</summary>
/// <param name="Kind">Word of <c>standards/incidents/kinds.csv</c>: near_miss, drift_detected, concern, …</param>
/// <param name="SystemRef">Empty: no system is named.</param>
/// <param name="Affected">How many people it reached, 0 for a near miss; null: nobody knows yet.</param>
/// <param name="Place">Whose calendar and time zone count for its clocks.</param>
internal sealed record IncidentDescription(DateOnly Date, string Kind, string SystemRef, string Title, string Summary, int? Affected, string Place)
{
    public IncidentSort Sort => SortOf(Kind);

    public static IncidentSort SortOf(string kind) => kind switch
    {
        "near_miss" => IncidentSort.NearMiss,
        "concern" => IncidentSort.Concern,
        _ => IncidentSort.Incident,
    };

    /// <summary>Everything that keeps it from being written down; places are the names of its parts.</summary>
    public List<Finding> Faults()
    {
        var faults = new List<Finding>();
        faults.Gather("title", () => Written.Title(Title, "INCIDENT-TITLE", "Say in a few words what happened."));
        faults.Gather("summary", () => Written.Demand(Summary, "INCIDENT-SUMMARY", "Say in sentences what happened, as far as you know it."));
        if (Affected < 0) faults.Add(Finding.Error("affected", "incident-affected", "The number of people affected is 0 or more; leave it empty where nobody knows."));
        if (Sort == IncidentSort.NearMiss && Affected > 0) faults.Add(Finding.Error("affected", "incident-affected", "A near miss reached nobody. Where people were affected it is an incident."));
        return faults;
    }
}
