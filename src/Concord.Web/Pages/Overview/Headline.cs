using Concord.Overview;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Overview;

/// <summary>The first sentence of the first page, and the one below it, from the figures.</summary>
internal sealed class Headline(OverviewFacts facts)
{
    private readonly List<SystemStanding> monitored = [.. facts.Systems.Where(system => system.IsMonitored)];

    public string Title
    {
        get
        {
            var beyond = monitored.Count(system => system.IsOutOfBounds);
            var unknown = monitored.Count(system => system.Standing == StandingWord.Insufficient);
            var of = $"{Plain.Number(monitored.Count)} monitored system{(monitored.Count == 1 ? "" : "s")}";
            if (monitored.Count == 0)
                return facts.Systems.Count == 1 ? "The one AI system is not monitored yet" : $"None of the {Plain.Number(facts.Systems.Count)} AI systems is monitored yet";
            if (beyond > 0)
                return Plain.Capital(beyond == monitored.Count ? All("out of bounds") : $"{Plain.Number(beyond)} of {of} {(beyond == 1 ? "is" : "are")} out of bounds");
            if (unknown == monitored.Count)
                return "Not enough data yet to judge any monitored system";
            return unknown == 0 ? Plain.Capital(All("within limits")) : Plain.Capital($"{Plain.Number(monitored.Count - unknown)} of {of} within limits, {Plain.Number(unknown)} without enough data");
        }
    }

    /// <summary>Signals and how old, what is overdue, and how generated and real logs stand, each for itself.</summary>
    public string Lead
    {
        get
        {
            var signals = facts.OpenSignals == 0 ? "No signal is open"
                : $"{Plain.Capital(Plain.Count(facts.OpenSignals, "signal"))} {(facts.OpenSignals == 1 ? "is" : "are")} open{Oldest()}";
            var late = facts.OverdueNonconformities > 0 ? $"{Plain.Count(facts.OverdueNonconformities, "nonconformity", "nonconformities")} {(facts.OverdueNonconformities == 1 ? "is" : "are")} overdue"
                : facts.OpenNonconformities > 0 ? $"{Plain.Count(facts.OpenNonconformities, "nonconformity", "nonconformities")} {(facts.OpenNonconformities == 1 ? "is" : "are")} open, none overdue"
                : "no nonconformity is open";
            return $"{signals}; {late}.{Kinds()}";
        }
    }

    private string All(string how) => monitored.Count == 1 ? $"the one monitored system is {how}" : $"all {Plain.Number(monitored.Count)} monitored systems are {how}";

    private string Oldest() => facts.OldestSignalDays switch
    {
        null or 0 => "",
        1 => facts.OpenSignals == 1 ? ", for one day" : ", the oldest for one day",
        { } days => $"{(facts.OpenSignals == 1 ? ", for" : ", the oldest for")} {days} days",
    };

    // Figures of generated and of real logs are never mixed without saying so.
    private string Kinds()
    {
        var kinds = monitored.GroupBy(system => system.DataNote, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        return kinds.Count < 2 ? "" : " " + Plain.Capital(string.Join("; ", kinds.Select(kind =>
            $"{(kind.Key.Length == 0 ? "own logs" : kind.Key)}: {Plain.Number(kind.Count(system => system.IsOutOfBounds))} of {Plain.Number(kind.Count())} out of bounds"))) + ".";
    }
}
