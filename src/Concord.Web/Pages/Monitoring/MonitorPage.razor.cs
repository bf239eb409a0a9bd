using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Monitoring;

public sealed partial class MonitorPage
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FormOutcome outcome = new();
    private Dictionary<string, string> sentences = new(StringComparer.Ordinal);
    private MonitorDetail monitor = default!;
    private InboxState inbox = default!;
    private MonitorDefinition definition = default!;
    private ReferenceLine? proposed;
    private IReadOnlyList<LinkRow> links = [];
    private IReadOnlyList<Choice> metrics = [];
    private StoredWindow? said;
    private string pretty = "";
    private string? lead;
    private bool mayEdit;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Parameter] public string Ref { get; set; } = "";

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromQuery] private string? Done { get; set; }

    [SupplyParameterFromQuery(Name = "window")] private string? Wanted { get; set; }

    protected override async Task LoadAsync()
    {
        var stop = Context.RequestAborted;
        monitor = await Views.Detail(Ref, stop);
        inbox = await InboxViews.OfMonitor(Ref, stop);
        definition = MonitorDefinition.Parse(monitor.Definition);
        pretty = JsonNode.Parse(monitor.Definition)!.ToJsonString(Readable);
        links = [.. (await Reach.Overview(Ref, stop)).Select(LinkRow.Of)];
        metrics = [.. Standards.Metrics.Where(metric => LoopMetrics.All.Contains(metric.Id)).Select(Choice.Of)];
        mayEdit = Current.May(Permission.EditMonitoring);
        // One proposal at a time is decided on.
        proposed = monitor.References.FirstOrDefault(reference => reference.State == ReferenceState.Proposed);
        lead = monitor.State switch
        {
            MonitorState.WithoutReference => "Nothing can be measured before a reference is frozen.",
            MonitorState.Stopped => "It is stopped: no run follows, what was measured stays.",
            _ when monitor.Runs is [{ State: RunState.Failed } failed, ..] => $"Its last run, {failed.Ref}, failed: {failed.Problem} What was measured before stays; the next run tries again.",
            _ => null,
        };
        sentences = Sentences();
        if (Wanted is { Length: > 0 })
            said = await Views.Window(Ref, Wanted, stop);
    }

    private Dictionary<string, string> Sentences() => new(StringComparer.Ordinal)
    {
        ["defined"] = monitor.References.Count == 0 ? "The monitor is defined. Next: freeze a reference." : "The monitor is defined and its reference frozen. Next: hand in the prediction log.",
        ["frozen"] = proposed is null ? "The reference is frozen and in force." : "The reference is frozen and proposed. Another person must approve it.",
        ["approved"] = "The reference is approved and in force. The next run compares with it.",
        ["stopped"] = "The monitor is stopped.",
        ["expired"] = "The batches that ended before that day are deleted. Counts, figures and the journal stay.",
        ["expired-here"] = "The batches that ended before that day are deleted here. A server of the ClickHouse cluster did not answer, so copies may be left there: when it answers, run concord log expire up to the same day, which deletes the copies of all deleted rows.",
        ["linked"] = "The links are changed. They hold for signals raised from now on.",
        ["ran"] = monitor.Runs is [var run, ..]
            ? string.Create(CultureInfo.InvariantCulture, $"{run.Ref} is {Words.Of(run.State)}: {Plain.Count(run.WindowsComputed, "window")} computed, {run.WindowsUnchanged} unchanged.")
            : "The monitor ran.",
    };

    private async Task Run()
    {
        if (await outcome.Try(Context, () => Runs.Run(Ref, RunTrigger.Person, due: null, Current.Actor, Context.RequestAborted)))
            Leave("ran");
    }

    private async Task Stop()
    {
        if (await outcome.Try(Context, () => Register.Stop(Ref, Seen(), Current.Actor, Context.RequestAborted)))
            Leave("stopped");
    }

    private async Task Approve()
    {
        if (await outcome.Try(Context, () => Register.ApproveReference(Typed("reference"), Seen(), Current.Actor, Context.RequestAborted)))
            Leave("approved");
    }

    private Task AddLink() => Change(Typed("metric"), Typed("target"), Typed("ref").Trim(), remove: false);

    // The button says which link: "psi_score risk RISK-0001", and whether it is taken away or brought back.
    private Task RemoveLink()
    {
        var parts = Typed("link").Split(' ', 4);
        return parts is [var what, var metric, var target, var reference] ? Change(metric, target, reference, what == "remove") : Change("", "", "", remove: true);
    }

    private async Task Change(string metric, string target, string reference, bool remove)
    {
        var done = await outcome.Try(Context, () => Reach.Change(Ref, metric,
            Choice.Read<LinkTarget>(target) ?? throw new RuleViolation("LINK-TARGET", "Choose whether a risk or a control is linked."), reference, remove, Current.Actor, Context.RequestAborted));
        if (done)
            Leave("linked");
    }

    private void Leave(string done) => Navigation.NavigateTo($"/monitors/{Ref}?done={done}");

    private string Typed(string field) => Context.Request.Form[field].ToString();

    private int Seen() => int.TryParse(Typed("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    private static string Span(DateTimeOffset? first, DateTimeOffset? last) =>
        first is { } from && last is { } to ? string.Create(CultureInfo.InvariantCulture, $"{from.UtcDateTime:d MMM yyyy} – {to.UtcDateTime:d MMM yyyy}") : "without times";
}
