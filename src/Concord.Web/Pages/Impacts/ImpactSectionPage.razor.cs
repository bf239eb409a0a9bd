using Concord.Foundation;
using Concord.Impacts;
using Concord.Standards;
using Concord.Web.Access;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Impacts;

/// <summary>One section of an assessment: its texts in one form, its lists each with a form of their own. Kept part by part.</summary>
public sealed partial class ImpactSectionPage
{
    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["written"] = "The section is kept.",
        ["taken"] = "What the record says is taken over. Complete it, and keep the section.",
        ["row"] = "The entry is kept.",
        ["removed"] = "The entry is taken away.",
        ["concluded"] = "The conclusion is kept.",
    };

    private readonly FormOutcome outcome = new();
    private IReadOnlyList<ImpactFieldLine> texts = [];
    private IReadOnlyList<Choice> triggers = [];
    private ImpactSectionLine? before;
    private ImpactSectionLine? next;

    [Parameter] public string Ref { get; set; } = "";
    [Parameter] public string Section { get; set; } = "";
    [CascadingParameter] private HttpContext Context { get; set; } = default!;
    [SupplyParameterFromQuery] private string? Done { get; set; }
    [SupplyParameterFromQuery] private string? Part { get; set; }
    [SupplyParameterFromQuery] private int? Row { get; set; }
    [Inject] private ImpactFile File { get; set; } = default!;
    [Inject] private ImpactWriting Writing { get; set; } = default!;
    [Inject] private ImpactMethod Method { get; set; } = default!;
    [Inject] private CurrentActor Current { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    internal ImpactDetail Detail { get; private set; } = default!;
    internal ImpactSectionLine Shown { get; private set; } = default!;
    internal ImpactLine Line => Detail.Line;
    internal HttpContext Request => Context;
    internal string Address => RecordAddress.In("impacts", Ref);
    internal string Here => $"{Address}/sections/{Section}";
    internal bool MayWrite { get; private set; }

    internal ImpactSuggestion? SuggestedGroups => Shown.Fields.FirstOrDefault(one => one.Field.Kind == ImpactFieldKind.Groups)?.Suggestion;

    /// <summary>The row of that part whose form is filled; null: a new one.</summary>
    internal int? Chosen(ImpactPart part)
    {
        if (Context.Typed("part") is { } sent) return sent == Words.Key(part) ? Context.TypedNumber("number") : null;
        return Part == Words.Key(part) ? Row : null;
    }

    protected override async Task LoadAsync()
    {
        Detail = await File.Detail(Ref, Context.RequestAborted);
        Shown = Detail.Sections.FirstOrDefault(section => section.Section.Id == Section) ?? throw Refusal.Missing($"section of {Ref}", Section);
        MayWrite = Line.State == ImpactState.Draft && Current.May(Permission.EditImpacts, Line.UnitId);
        texts = [.. Shown.Fields.Where(field => field.Field.Kind is ImpactFieldKind.Text or ImpactFieldKind.Trigger)];
        triggers = [.. Method.Triggers.Select(trigger => new Choice(trigger.Id, $"{trigger.Title}: {trigger.Help}"))];
        var at = Detail.Sections.ToList().IndexOf(Shown);
        (before, next) = (at > 0 ? Detail.Sections[at - 1] : null, at + 1 < Detail.Sections.Count ? Detail.Sections[at + 1] : null);
    }

    internal Task Put(Func<AffectedGroup> read) => Act("row", () => Writing.Put(Ref, Context.SeenVersion(), read(), Current.Actor, Context.RequestAborted));

    internal Task Put(Func<ImpactEffect> read) => Act("row", () => Writing.Put(Ref, Context.SeenVersion(), read(), Current.Actor, Context.RequestAborted));

    internal Task Put(Func<Consultation> read) => Act("row", () => Writing.Put(Ref, Context.SeenVersion(), read(), Current.Actor, Context.RequestAborted));

    internal Task Put(Func<ImpactMeasure> read) => Act("row", () => Writing.Put(Ref, Context.SeenVersion(), read(), Current.Actor, Context.RequestAborted));

    internal Task Conclude(Func<ImpactConclusion> read) => Act("concluded", () => Writing.Conclude(Ref, Context.SeenVersion(), read(), Current.Actor, Context.RequestAborted));

    internal Task Remove(ImpactPart part) => Act("removed", () => Writing.Remove(Ref, Context.SeenVersion(), part, Context.TypedNumber("remove") ?? 0, Current.Actor, Context.RequestAborted));

    private string? Text(ImpactField field) => Context.Typed($"text.{field.Id}") ?? Detail.Content.Text(Section, field.Id);

    private Task WriteTexts()
    {
        var take = Context.Typed("take");
        var said = texts.Where(field => field.Field.Kind == ImpactFieldKind.Text).ToDictionary(field => field.Field.Id, field =>
        {
            var typed = Context.Typed($"text.{field.Field.Id}") ?? "";
            return take == field.Field.Id && field.Suggestion is { } known ? string.Join('\n', new[] { typed, known.Text }.Where(part => part.Length > 0)) : typed;
        }, StringComparer.Ordinal);
        var trigger = texts.Any(field => field.Field.Kind == ImpactFieldKind.Trigger) ? Context.Typed("trigger") ?? "" : null;
        return Act(take is null ? "written" : "taken", () => Writing.Section(Ref, Context.SeenVersion(), Section, said, trigger, Current.Actor, Context.RequestAborted));
    }

    private async Task Act(string done, Func<Task> act)
    {
        if (await outcome.Try(Context, act)) Navigation.NavigateTo($"{Here}?done={done}");
        else StateHasChanged(); // The form was one of a part of the page; what is wrong with it is said above.
    }
}
