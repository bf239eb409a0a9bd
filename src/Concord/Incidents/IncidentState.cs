using Concord.Foundation;

namespace Concord.Incidents;

internal enum IncidentState
{
    Reported,
    Triaged,
    Contained,
    Analysed,
    Closed,
    Rejected,
}

internal enum IncidentSeverity
{
    Low,
    Medium,
    High,
    Critical,
}

internal static class IncidentMoves
{
    public static readonly Moves<IncidentState> Allowed = new("An incident", "INCIDENT-STATE",
        (IncidentState.Reported, IncidentState.Triaged), (IncidentState.Reported, IncidentState.Rejected),
        (IncidentState.Triaged, IncidentState.Contained), (IncidentState.Triaged, IncidentState.Analysed), (IncidentState.Triaged, IncidentState.Rejected),
        (IncidentState.Contained, IncidentState.Analysed), (IncidentState.Analysed, IncidentState.Closed), (IncidentState.Analysed, IncidentState.Triaged),
        (IncidentState.Closed, IncidentState.Triaged), (IncidentState.Rejected, IncidentState.Reported));
}
