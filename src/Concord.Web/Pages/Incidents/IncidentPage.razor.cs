using Concord.Foundation;
using Concord.Incidents;
using Concord.Incidents.Clocks;
using Concord.Inventory;
using Concord.Web.Access;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Incidents;

public sealed partial class IncidentPage
{
    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["reported"] = "Thank you: it is on record. Somebody who handles incidents looks at it next.",
        ["described"] = "What the report says is corrected.",
        ["triaged"] = "It is judged. Next: see to it that it does no more harm.",
        ["contained"] = "It does no more harm. Next: find the root cause.",
        ["analysed"] = "The cause is on record. Next: decide what follows, then have somebody else close it.",
        ["decided"] = "The decision is on record.",
        ["rejected"] = "It is no incident, with the reason kept.",
        ["closed"] = "The incident is closed.",
        ["reopened"] = "It is open again.",
        ["fact"] = "The fact is on record; look at who must be told.",
        ["withdrawn"] = "The fact is withdrawn, with the reason kept.",
        ["told"] = "The communication log has the entry.",
        ["linked"] = "The records are connected.",
        ["defined"] = "The monitor is defined. Record below that it is what follows from this incident.",
    };

    private readonly FormOutcome outcome = new();
    private IncidentLine line = default!;
    private Place place = default!;

    [Parameter] public string Ref { get; set; } = "";
    [CascadingParameter] private HttpContext Context { get; set; } = default!;
    [SupplyParameterFromQuery] private string? Done { get; set; }
    [SupplyParameterFromQuery(Name = "monitor")] private string? NewMonitor { get; set; }
    [Inject] private IncidentViews Views { get; set; } = default!;
    [Inject] private IncidentRegister Register { get; set; } = default!;
    [Inject] private RegistryViews Registry { get; set; } = default!;
    [Inject] private ClockLibrary Library { get; set; } = default!;
    [Inject] private CurrentActor Current { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    internal IncidentDetail Detail { get; private set; } = default!;
    internal HttpContext Request => Context;
    internal string Address => RecordAddress.In("incidents", Ref);
    internal bool MayHandle { get; private set; }
    internal bool MayClose { get; private set; }
    internal IReadOnlyList<Choice> Causes => [.. Library.Causes.Select(cause => new Choice(cause.Key, $"{cause.Title}: {cause.Explains}"))];
    internal IReadOnlyList<Choice> Models { get; private set; } = [];
    internal string? MonitorToDecide => NewMonitor;
    internal IncidentStepLine? Analysis => Detail.Steps.LastOrDefault(step => step.To == IncidentState.Analysed);

    private string Lead => line.State switch
    {
        IncidentState.Reported => "Nobody has looked at it yet.",
        IncidentState.Triaged => "It is judged, and may still do harm.",
        IncidentState.Contained => "It does no more harm; why it happened is not yet found.",
        IncidentState.Analysed => "Its cause is found. Somebody who did not work on it closes it.",
        IncidentState.Closed => "Closed.",
        _ => "It was found to be no incident.",
    };

    protected override async Task LoadAsync()
    {
        Detail = await Views.Detail(Ref, Context.RequestAborted, Current.Actor.PersonId);
        line = Detail.Line;
        place = Library.DemandPlace(Detail.Place);
        MayHandle = Current.May(Permission.HandleIncidents, line.UnitId);
        MayClose = Current.May(Permission.CloseIncidents, line.UnitId);
        if (line.SystemRef.Length > 0 && MayHandle && Current.May(Permission.EditMonitoring))
        {
            try
            {
                Models = [.. (await Registry.System(line.SystemRef, Context.RequestAborted)).Models.Select(model => new Choice(model.Ref, $"{model.Ref} {model.Name}"))];
            }
            catch (RuleViolation refusal) when (refusal.Code == Refusal.NotFound)
            {
                // The system lies in another part of the organisation: its monitors are defined there.
            }
        }
    }

    internal Task Triage() => Act("triaged", () => Register.Triage(Ref, Context.SeenVersion(),
        Choice.Read<IncidentSeverity>(Context.Typed("severity")), Context.Typed("text") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Contain() => Act("contained", () => Register.Contain(Ref, Context.SeenVersion(), Context.Typed("contained") ?? "", Current.Actor, Context.RequestAborted), ("text", "What was done"));

    internal Task Analyse() => Act("analysed", () => Register.Analyse(Ref, Context.SeenVersion(), Context.TypedAll("why") ?? [], Context.Typed("cause") ?? "", Context.Typed("root") ?? "", Current.Actor, Context.RequestAborted), ("text", "The root cause in a sentence"));

    internal Task Decide() => Act("decided", () => Register.Decide(Ref, Context.SeenVersion(),
        Choice.Read<DecisionKind>(Context.Typed("kind")), Context.Typed("reference") ?? "", Context.Typed("reason") ?? "", Current.Actor, Context.RequestAborted), ("kind", "What follows"));

    internal Task Reject() => Act("rejected", () => Register.Reject(Ref, Context.SeenVersion(), Context.Typed("rejection") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Close() => Act("closed", () => Register.Close(Ref, Context.SeenVersion(), Context.Typed("closing") ?? "", Current.Actor, Context.RequestAborted), ("text", "What the closing rests on"));

    internal Task Reopen() => Act("reopened", () => Register.Reopen(Ref, Context.SeenVersion(), Context.Typed("again") ?? "", Current.Actor, Context.RequestAborted));

    private async Task Act(string done, Func<Task> act, params IReadOnlyList<(string, string)> labels)
    {
        if (await outcome.Try(Context, () => IncidentWords.Labelled(act, labels))) Navigation.NavigateTo($"{Address}?done={done}");
    }

    private static string Folder(IncidentDecisionLine decision) => Folder(Words.Of(decision.Kind), decision.Reference)!;

    private static string? Folder(string relation, string reference) => relation switch
    {
        "risk" => "risks",
        "control" => "controls",
        "monitor" => reference.StartsWith("SER-", StringComparison.Ordinal) ? "series" : "monitors",
        "nonconformity" => "nonconformities",
        "system" => "systems",
        "model" => "models",
        "action" => "actions",
        "document" => "documents",
        _ => null,
    };

    /// <summary>What was noticed, found out and done, in the order of time.</summary>
    private IEnumerable<(DateTimeOffset At, Tone Tone, string Title, string Text)> Course()
    {
        var steps = Detail.Steps.Select(step => (step.At, Tone: IncidentWords.Of(step.To), Title: Title(step), Text: $"{step.Text} · {step.By?.Name}"));
        var facts = Detail.Facts.Select(fact => (At: fact.Since, Tone: fact.WithdrawnAt is null ? Tone.Warn : Tone.Neutral, Title: fact.Title + (fact.WithdrawnAt is null ? "" : ", withdrawn"),
            Text: string.Join(" · ", new[] { fact.Note, fact.WithdrawnAt is null ? "" : $"{fact.WithdrawnBecause} ({fact.WithdrawnBy?.Name})", fact.By?.Name ?? "by whom is not on record" }.Where(part => part.Length > 0))));
        return steps.Concat(facts).OrderBy(happening => happening.At);
    }

    private static string Title(IncidentStepLine step) => (step.From, step.To) switch
    {
        (IncidentState.Reported, IncidentState.Triaged) => "Triaged",
        (_, IncidentState.Triaged or IncidentState.Reported) => "Opened again",
        _ => Plain.Capital(Words.Of(step.To)),
    };
}
