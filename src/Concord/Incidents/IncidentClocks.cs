using Concord.Incidents.Clocks;
using Concord.Inventory;

namespace Concord.Incidents;

/// <summary>The legal clocks of an incident, from what its file says.</summary>
internal static class IncidentClocks
{
    public static IReadOnlyList<LegalClock> Of(ClockLibrary library, Incident incident, AiSystem? system) => LegalClocks.Of(library, new(
        [.. incident.Facts.Where(fact => fact.WithdrawnAt is null).Select(fact => new CaseFact(fact.Key, fact.Since))],
        [.. incident.Messages.Where(message => message.Clock.Length > 0).Select(message => new CaseNotice(message.Clock, message.At))],
        PlaceOf(library, incident), system?.IsProvider, system?.IsDeployer,
        system?.RiskClass switch
        {
            null or RiskClass.NotClassified => null,
            RiskClass.High or RiskClass.Prohibited => true,
            _ => false,
        }));

    public static Place PlaceOf(ClockLibrary library, Incident incident) => library.Places.FirstOrDefault(place => place.Id == incident.PlaceId) ?? library.DefaultPlace;
}
