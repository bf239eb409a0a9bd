using Concord.Documents;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Concord.Web.Pages.Inventory;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Documents;

public sealed partial class DocumentPage
{
    private const int MostNames = 60;
    private const int MostRevisions = 30;

    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["described"] = "What is said of the document is kept.",
        ["started"] = "The draft begins with the text in force. Write what should change.",
        ["kept"] = "The draft is kept. Next: send it to those who are to approve it.",
        ["kept-empty"] = "The draft is kept, and it is empty.",
        ["sent"] = "It is in review. Those who were named see it under Documents.",
        ["approved"] = "Your approval is on record.",
        ["rejected"] = "It is a draft again, with your reason.",
        ["taken-back"] = "It is a draft again.",
        ["published"] = "The revision is in force; the one before is superseded.",
        ["withdrawn"] = "The revision is withdrawn.",
        ["confirmed"] = "The review is on record; the next one is due a cadence from today.",
        ["acknowledged"] = "Thank you: it is on record that you have read it.",
    };

    private readonly FormOutcome outcome = new();
    private DocumentDetail detail = default!;
    private DocumentLine line = default!;
    private RevisionLine shown = default!;
    private RevisionLine? open;
    private RevisionText text = default!;
    private MarkupString html;
    private AcknowledgementState? acknowledgements;
    private string address = "";
    private bool mayEdit;

    [Parameter] public string Ref { get; set; } = "";
    [CascadingParameter] private HttpContext Context { get; set; } = default!;
    [SupplyParameterFromQuery] private string? Done { get; set; }
    [SupplyParameterFromQuery(Name = "revision")] private string? RevisionText { get; set; }

    private int? Revision => DocumentWords.Revision(Ref, RevisionText);
    [Inject] private DocumentViews Views { get; set; } = default!;
    [Inject] private DocumentRegister Register { get; set; } = default!;
    [Inject] private DocumentDecisions Decisions { get; set; } = default!;
    [Inject] private PeopleViews People { get; set; } = default!;
    [Inject] private CurrentActor Current { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    private string Lead => shown.State switch
    {
        DocumentState.Draft => "A draft: nothing rests on it yet.",
        DocumentState.InReview => $"In review. It waits for {DocumentWords.Waiting(shown)}.",
        DocumentState.Approved => "Approved, and not published yet.",
        DocumentState.Published when line.IsOverdue => $"In force, but its review was due on {Plain.Date(line.ReviewDueOn!.Value)}.",
        DocumentState.Published => "In force.",
        DocumentState.Superseded => "An old revision: another one is in force.",
        _ => "Withdrawn: nothing rests on it any more.",
    };

    internal RevisionLine Shown => shown;

    internal int DocumentVersion => line.Version;

    internal bool MayEdit => mayEdit;

    /// <summary>Somebody is signed in who could confirm a review of what is in force.</summary>
    internal bool MayConfirm => mayEdit && shown.State == DocumentState.Published && !shown.AuthorRefs.Contains(Current.Actor.Ref);

    internal bool IsNamed => Current.IsPerson && shown.State == DocumentState.InReview && shown.Approvals.Any(approval => approval.Round == shown.Round && approval.Decision == ApprovalDecision.Waiting && approval.Person?.Id == Current.PersonId);

    internal bool IsAsked => Current.IsPerson && shown.State == DocumentState.Published && acknowledgements?.Missing.Any(person => person.Id == Current.PersonId) == true;

    internal IReadOnlyList<Choice> Approvers { get; private set; } = [];

    internal IReadOnlyList<Choice> Units { get; private set; } = [];

    internal HttpContext Request => Context;

    protected override async Task LoadAsync()
    {
        var stop = Context.RequestAborted;
        address = RecordAddress.In("documents", Ref);
        detail = await Views.Detail(Ref, stop);
        (line, open) = (detail.Line, detail.Open);
        shown = Revision is { } wanted ? detail.Revisions.FirstOrDefault(revision => revision.Number == wanted) ?? throw Refusal.Missing("revision", $"{Ref}:{wanted}") : detail.Shown;
        text = await Views.Text(shown, stop);
        if (shown.Content == DocumentContent.Text) html = new(DocumentMarkdown.Html(text.Text));
        mayEdit = Current.IsPerson && Current.May(Permission.EditDocuments, detail.UnitId);
        if (shown.State == DocumentState.Published) acknowledgements = await Views.Acknowledgements(Ref, stop);
        if (mayEdit && shown.State == DocumentState.Draft)
            Approvers = [.. PeopleChoices.Of(await PeopleChoices.All(People, stop)).Where(choice => !shown.AuthorRefs.Contains(choice.Value))];
        if (mayEdit && shown.State == DocumentState.Approved) Units = [.. (await People.Units(stop)).Select(unit => new Choice(unit.Ref, unit.Name))];
    }

    internal Task Start() => Do("started", "/edit", () => Register.StartRevision(Ref, Context.SeenVersion(), Current.Actor, Context.RequestAborted));

    internal Task Send() => Do("sent", $"?revision={shown.Number}", () => Decisions.SendToReview(Ref, shown.Number, Context.SeenVersion(), Context.TypedAll("approver") ?? [], Current.Actor, Context.RequestAborted));

    internal Task TakeBack() => Do("taken-back", $"?revision={shown.Number}", () => Decisions.TakeBack(Ref, shown.Number, Context.SeenVersion(), Current.Actor, Context.RequestAborted));

    internal Task Approve() => Do("approved", $"?revision={shown.Number}", () => Decisions.Approve(Ref, shown.Number, Context.SeenVersion(), Context.Typed("remark") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Reject() => Do("rejected", $"?revision={shown.Number}", () => Decisions.Reject(Ref, shown.Number, Context.SeenVersion(), Context.Typed("reason") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Publish() => Do("published", "", () => Decisions.Publish(Ref, shown.Number, Context.SeenVersion(),
        [.. (Context.TypedAll("role") ?? []).Select(Choice.Read<Role>).OfType<Role>()], Context.TypedAll("unit") ?? [], Current.Actor, Context.RequestAborted));

    internal Task Withdraw() => Do("withdrawn", $"?revision={shown.Number}", () => Decisions.Withdraw(Ref, shown.Number, Context.SeenVersion(), Context.Typed("why") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Confirm() => Do("confirmed", "", () => Decisions.Confirm(Ref, Context.SeenVersion(), Context.Typed("found") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Acknowledge() => Do("acknowledged", "", () => Decisions.Acknowledge(Ref, shown.Number, Current.Actor, Context.RequestAborted));

    /// <summary>In the order of the text.</summary>
    private int PlaceOf(SectionLine section) => text.Headings.TakeWhile(heading => heading.Key != section.Heading).Count();

    private string? AnchorOf(string heading) => text.Headings.FirstOrDefault(known => known.Key == heading)?.Anchor;

    private async Task Do(string done, string to, Func<Task> act)
    {
        if (await outcome.Try(Context, act))
            Navigation.NavigateTo($"{address}{to}{(to.Contains('?', StringComparison.Ordinal) ? "&" : "?")}done={done}");
    }
}
