using System.Globalization;
using Concord.Foundation;
using Concord.Incidents;
using Concord.Inventory;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Charts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Words = Concord.Foundation.Words;

namespace Concord.Web.Pages.Inventory;

public sealed partial class ModelPage
{
    private const int MostFindings = 12;

    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["added"] = "The model is added. Next: register a version if there is none, then define what is monitored.",
        ["defined"] = "The monitor is defined.",
    };

    private readonly List<string> about = [];
    private ModelDetail model = default!;
    private MonitoringPolicy policy = default!;
    private IReadOnlyList<VersionHistory> versions = [];
    private VersionHistory? newest;
    private VersionHistory? shown;
    private MonitorDetail? monitor;
    private ReferenceLine? reference;
    private IReadOnlyList<SignalRow> signals = [];
    private PerformanceMetric chosen = PerformanceMetric.All[0];
    private PerformanceHistoryData? performance;
    private (DriftHeatData Data, int Columns, int HiddenWindows)? drift;
    private List<(FairnessTrendData Trend, FairnessMeasurement Measured, string Window)> fairness = [];
    private List<string> otherAttributes = [];

    /// <summary>Those that limits of the shown attributes are on and law has something to say of.</summary>
    private IReadOnlyList<string> fairnessMeasures = [];
    private List<(string Window, QualityMeasurement Finding)> quality = [];
    private string? labelledShare;
    private string? few;
    private string? selective;
    private string? extrapolated;
    private IReadOnlyList<EstimateRow> estimates = [];
    private int columnPage = 1;
    private bool mayEdit;
    private bool mayMonitor;
    private int followed;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Parameter] public string Ref { get; set; } = "";

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromQuery] private string? Done { get; set; }

    [SupplyParameterFromQuery] private string? Metric { get; set; }

    [SupplyParameterFromQuery] private string? Version { get; set; }

    [SupplyParameterFromQuery] private string? Attribute { get; set; }

    protected override async Task LoadAsync()
    {
        var stop = Context.RequestAborted;
        model = await Views.Model(Ref, stop);
        (mayEdit, mayMonitor) = (Current.May(Permission.EditInventory, model.UnitId), Current.May(Permission.EditMonitoring, model.UnitId));
        policy = await Policies.For(model.System.Ref, stop);
        versions = await Monitoring.History(Ref, stop);
        followed = (await SeriesViews.List(new PageRequest(Size: 1, Filter: $"state:active model:{Ref}"), stop)).Total;
        signals = [.. (await SignalViews.OpenOfSystem(model.System.Ref, stop)).Where(signal => signal.ModelRef == Ref)];
        newest = versions.LastOrDefault(version => version.Windows.Count > 0) ?? (versions.Count > 0 ? versions[^1] : null);
        shown = versions.FirstOrDefault(version => version.VersionLabel == Version) ?? newest;
        Describe();
        if (newest is null)
            return;
        monitor = await Monitoring.Detail(newest.MonitorRef, stop);
        reference = monitor.References.FirstOrDefault(line => line.State == ReferenceState.InForce);
        var incidents = await IncidentViews.OfSystem(model.System.Ref, stop);
        Draw(incidents);
    }

    private void Describe()
    {
        about.Add(Ref);
        if (model.Technique.Length > 0)
            about.Add(model.Technique);
        about.Add($"{model.System.Ref} {Words.Of(model.System.State)}");
        if (model.System.DataNote.Length > 0)
            about.Add(model.System.DataNote);
        about.Add($"owner {model.System.TechnicalOwner?.Name ?? model.System.BusinessOwner?.Name ?? "nobody"}");
    }

    private void Draw(IReadOnlyList<IncidentLine> incidents)
    {
        var charts = new ModelCharts(versions, policy);
        var today = DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);
        // Without a choice the metric whose limit is passed is what people came for.
        chosen = PerformanceMetric.Find(Metric ?? signals.FirstOrDefault(signal => signal.Kind == SignalKind.Performance)?.Subject);
        performance = charts.Performance(chosen, incidents, today);
        few = TooFew();
        selective = newest!.Windows.LastOrDefault(window => window.Measures.WithoutLabels?.Selective is not null) is { } unequal
            ? $"{unequal.Line.Window}: {MeasureWords.Of(unequal.Measures.WithoutLabels!.Selective!)}" : null;
        extrapolated = newest.Windows.LastOrDefault(window => window.Measures.WithoutLabels?.Extrapolated is not null) is { } beyond
            ? $"{beyond.Line.Window}: {MeasureWords.Of(beyond.Measures.WithoutLabels!.Extrapolated!)}" : null;
        estimates = EstimateRow.Of(newest, chosen, today);
        columnPage = int.TryParse(Context.Request.Query["columns"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1000 ? page : 1;
        drift = charts.Drift(shown!, columnPage, column => $"/models/{Ref}/columns/{Uri.EscapeDataString(column)}{(shown == newest ? "" : $"?version={Uri.EscapeDataString(shown!.VersionLabel)}")}");
        var rows = newest!.Windows.Sum(window => window.Line.Rows);
        labelledShare = rows == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{100.0 * newest.Windows.Sum(window => window.Line.Labelled) / rows:0} % with outcome");
        Fairness();
        quality = [.. newest.QualityFindings().Take(MostFindings)];
    }

    private void Fairness()
    {
        var last = newest!.Windows.Count > 0 ? newest.Windows[^1] : null;
        var attributes = last?.Measures.Fairness.Select(measured => measured.Attribute).ToList() ?? [];
        // Those with an open signal first, then in the order of the definition.
        var wanted = Attribute is not null && attributes.Contains(Attribute, StringComparer.Ordinal) ? [Attribute]
            : attributes.OrderByDescending(attribute => signals.Any(signal => signal.Kind == SignalKind.Fairness && signal.Subject == attribute)).Take(ModelCharts.AttributesOnPage(newest.Windows.Count)).ToList();
        fairness = [.. wanted.Select(attribute => (FairnessCharts.Trend(newest, attribute, policy),
            last!.Measures.Fairness.First(measured => measured.Attribute == attribute), last.Line.Window))];
        fairnessMeasures = PolicySettings.Default.WithNotes(fairness.Select(one => one.Measured));
        otherAttributes = [.. attributes.Except(wanted, StringComparer.Ordinal)];
    }

    /// <summary>Said in words and not only by hollow points: a window without verdict is not a pass.</summary>
    private string? TooFew()
    {
        var small = newest!.Windows.Where(window => window.Line.Rows < policy.Samples.Window).ToList();
        return small.Count == 0 ? null
            : $"Not enough data ({policy.Samples.Window} needed) for a verdict in {(small.Count == newest.Windows.Count ? "any window" : Named(small))}: {Counts(small)}.";

        static string Named(List<MeasuredLine> windows) => Charts.Words.List([.. windows.Select(window => window.Line.Window)]);

        static string Counts(List<MeasuredLine> windows)
        {
            var (least, most) = (windows.Min(window => window.Line.Rows), windows.Max(window => window.Line.Rows));
            return least == most ? $"{Charts.Words.Count(least)} rows" : $"{Charts.Words.Count(least)} to {Charts.Words.Count(most)} rows";
        }
    }
}
