using Concord.Foundation;
using Concord.Overview;
using Concord.Risks;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Overview;

public sealed partial class OverviewPage
{
    private const int MostRows = 20;
    private const int MostWaiting = 8;

    private OverviewFacts facts = default!;
    private Headline headline = default!;
    private IReadOnlyList<MonitoredRow> rows = [];
    private IReadOnlyList<(SystemStanding System, IReadOnlyList<Happening> Lines)> happened = [];
    private IReadOnlyList<ReadinessBar> groups = [];
    private IReadOnlyList<RiskLine> risks = [];
    private List<(string Ref, string What, string Detail)> waiting = [];
    private string notMonitored = "";
    private string watched = "";

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    protected override async Task LoadAsync()
    {
        var stop = Context.RequestAborted;
        facts = await Views.Show(stop);
        headline = new(facts);
        if (facts.Systems.Count == 0)
            return;
        watched = Watched(facts);
        rows = await MonitoredRow.Of(facts.Systems, Monitoring, SeriesViews, stop);
        happened = Happening.BySystem(facts.Systems, facts.Happened);
        groups = ReadinessBar.Of(facts.Readiness);
        risks = (await RiskViews.List(new PageRequest(Size: 6, Sort: "-current", Filter: "open:yes"), stop)).Items;
        waiting = await Waiting(stop);
        var others = facts.Systems.Count - rows.Count;
        notMonitored = (rows.Count > MostRows ? $"{rows.Count - MostRows} more monitored systems are in the list of systems. " : "")
            + (others == 0 ? "Every system is monitored." : $"{Plain.Capital(Plain.Count(others, "system"))} {(others == 1 ? "is" : "are")} not monitored: no statement about {(others == 1 ? "it" : "them")} is made here.");
    }

    private static string Watched(OverviewFacts facts)
    {
        var monitors = facts.ActiveMonitors == 0 ? "no monitor is active" : $"monitors ran {facts.RunsToday} of {facts.ActiveMonitors} today";
        return facts.ActiveSeries == 0 ? monitors : $"{(facts.ActiveMonitors == 0 ? "" : monitors + ", ")}{Plain.Count(facts.ActiveSeries, "series", "series")} {(facts.ActiveSeries == 1 ? "takes" : "take")} figures computed elsewhere";
    }

    private async Task<List<(string Ref, string What, string Detail)>> Waiting(CancellationToken stop)
    {
        var list = new List<(string, string, string)>();
        var late = await NonconformityViews.List(new PageRequest(Size: 20, Sort: "due", Filter: "overdue:yes"), stop);
        list.AddRange(late.Items.Select(line => (line.Ref, "is overdue", $"{line.Title} · {line.Owner?.Name} · due {Plain.Date(line.DueOn)}")));
        var clean = await SignalViews.List(new PageRequest(Size: 20, Filter: "state:closureProposed"), stop);
        list.AddRange(clean.Items.Select(signal => (signal.Ref, "is proposed for closing", $"{signal.SystemRef} · {SignalSentence.Subject(signal)} · needs a person who did not fix it")));
        var references = await Monitoring.ProposedReferences(stop);
        list.AddRange(references.Select(reference => (reference.MonitorRef, "has a new reference to approve", $"{reference.SystemRef} · {reference.Ref} · {Charts.Words.Count(reference.Rows)} rows")));
        var limits = await SeriesViews.ProposedLimits(stop);
        list.AddRange(limits.Select(proposed => (proposed.Series, "has looser limits to approve", $"{proposed.System} · {proposed.Limits} · {proposed.Title}")));
        return list;
    }
}
