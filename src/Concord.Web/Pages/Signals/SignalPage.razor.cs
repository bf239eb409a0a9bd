using System.Globalization;
using Concord.Actions;
using Concord.Foundation;
using Concord.Links;
using Concord.Loop;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Signals;

public sealed partial class SignalPage
{
    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["acknowledged"] = "Acknowledged: the signal is yours to follow up.",
        ["closed"] = "The signal is closed. Its controls and requirements are derived anew.",
    };

    private static readonly (CloseReason Reason, string Needs)[] reasons =
    [
        (CloseReason.Recovered, "only when closing has been proposed"),
        (CloseReason.ReferenceReplaced, "needs a reference, or limits of a series, approved since the signal was raised"),
        (CloseReason.VersionRetired, "needs the version to be retired"),
        (CloseReason.FalseAlarm, "is kept as evidence that a person looked"),
    ];

    private readonly FormOutcome outcome = new();
    private SignalDetail detail = default!;
    private SignalRow signal = default!;
    private MonitoringPolicy policy = default!;
    private SinceBreach since = default!;
    private IReadOnlyList<ChainLine> chain = [];
    private IReadOnlyList<NonconformityDetail> nonconformities = [];
    private IReadOnlyList<LinkedRecord> links = [];
    private Dictionary<string, string> owners = new(StringComparer.Ordinal);
    private IReadOnlyList<PersonName> fixers = [];
    private bool mayWork;
    private bool mayClose;
    private bool mayApply;

    /// <summary>A form that was open before keeps its words beside the refusal.</summary>
    private bool TookPart => Current.IsPerson && fixers.Any(fixer => fixer.Id == Current.PersonId) && !HttpMethods.IsPost(Context.Request.Method);

    [Parameter] public string Ref { get; set; } = "";

    [CascadingParameter] private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromQuery] private string? Done { get; set; }

    private string Lead => $"{signal.SystemRef} {signal.SystemName}: {SignalSentence.Figure(signal)}, {Standing}.";

    private string Standing => signal is { State: SignalState.Closed, ClosedAt: { } at }
        ? $"was beyond the limit from {signal.Since} to {signal.Window}, closed on {at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture)}{Why}"
        : since.Standing;

    private string Why => detail.ClosedBecause switch
    {
        CloseReason.Recovered => " as recovered",
        CloseReason.FalseAlarm => " as a false alarm",
        { } reason => $" because: {Words.Of(reason)}",
        null => "",
    };

    private string Rested => signal.SeriesRef is null ? "Rows" : "n";

    private string NewControl => $"/controls/new?system={Uri.EscapeDataString(signal.SystemRef)}&metric={Uri.EscapeDataString(signal.Metric)}";

    private string WhoCannot => "Who corrected it, appended the log or pushed a figure, or changed version, reference or limits since then cannot close it"
        + (fixers.Count == 0 ? "; nobody has so far." : $": {string.Join(", ", fixers.Select(fixer => fixer.Name))}.")
        + $" \"Recovered\" needs {Plain.Number(policy.Persistence.Clear)} complete windows within the limit.";

    protected override async Task LoadAsync()
    {
        var stop = Context.RequestAborted;
        detail = await Views.Detail(Ref, stop);
        signal = detail.Signal;
        policy = await Policies.For(signal.SystemRef, stop);
        since = new(signal, detail.Windows, policy.Persistence.Clear);
        chain = SignalChain.Of(detail);
        nonconformities = await Nonconformities(stop);
        owners = nonconformities.Where(nc => nc.Line.Owner is not null).ToDictionary(nc => nc.Line.Ref, nc => nc.Line.Owner!.Name, StringComparer.Ordinal);
        links = LinkedRecord.Of(detail.Links);
        fixers = await Fixers.NamesOfSignal(Ref, stop);
        (mayWork, mayClose, mayApply) = (Current.May(Permission.WorkSignals), Current.May(Permission.CloseSignals), Current.May(Permission.EditControls));
    }

    private async Task<IReadOnlyList<NonconformityDetail>> Nonconformities(CancellationToken stop)
    {
        var found = new List<NonconformityDetail>();
        foreach (var reference in detail.Links.Where(link => link.Relation == Relation.Nonconformity).Select(link => link.Ref).Distinct(StringComparer.Ordinal))
            found.Add(await NonconformityViews.Detail(reference, stop));
        return found;
    }

    private async Task Acknowledge()
    {
        if (await outcome.Try(Context, () => Register.Acknowledge(Ref, Context.SeenVersion(), Current.Actor, Context.RequestAborted)))
            Navigation.NavigateTo($"{RecordAddress.Of(Ref)}?done=acknowledged");
    }

    private async Task Close()
    {
        var done = await outcome.Try(Context, async () =>
        {
            var reason = Choice.Read<CloseReason>(Context.Typed("reason")) ?? throw new RuleViolation("SIGNAL-CLOSE-REASON", "Choose one of the four reasons.");
            await Register.Close(Ref, Context.SeenVersion(), reason, Context.Typed("text") ?? "", Current.Actor, Context.RequestAborted);
        });
        if (done)
            Navigation.NavigateTo($"{RecordAddress.Of(Ref)}?done=closed");
    }
}

/// <summary>A record the signal reached, once, with the last thing that is said of it.</summary>
internal sealed record LinkedRecord(string Name, string Href, string Kind, string Note)
{
    public static IReadOnlyList<LinkedRecord> Of(IEnumerable<SignalLink> links) =>
    [
        .. links.GroupBy(link => (link.Relation, link.Ref)).Select(group => (group.Key.Relation, group.Last().Ref, group.Last().Note)).Select(link => link.Relation switch
        {
            Relation.Requirement => new LinkedRecord(SignalChain.Number(link.Ref), RecordAddress.OfRequirement(link.Ref), "requirement", link.Note),
            Relation.Risk => new(link.Ref, RecordAddress.In("risks", link.Ref), "risk", link.Note),
            Relation.Control => new(link.Ref, RecordAddress.In("controls", link.Ref), "applied control", link.Note),
            Relation.Incident => new(link.Ref, RecordAddress.In("incidents", link.Ref), "incident", link.Note),
            _ => new(link.Ref, RecordAddress.Of(link.Ref) ?? "#", link.Relation, link.Note),
        }),
    ];
}
