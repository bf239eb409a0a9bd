using Concord.Foundation;
using Concord.Loop;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;
using Concord.Web.Access;
using Concord.Web.Pages.Inventory;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Risks;

public sealed partial class RiskPage
{
    private static readonly Dictionary<string, string> sentences = new(StringComparer.Ordinal)
    {
        ["opened"] = "The risk is in the register.",
        ["assessed"] = "The assessment is kept. What had asked for it is answered.",
        ["treating"] = "The plan is kept; its actions stand in the list of actions.",
        ["treated"] = "The treatment is carried out, as the record shows.",
        ["accepted"] = "The acceptance is on record. It ends by itself on its last day.",
        ["handed"] = "Somebody else answers for the risk from now on.",
        ["reworded"] = "The risk has its new wording; the journal keeps the old one.",
        ["closed"] = "The risk is closed.",
    };

    private readonly FormOutcome outcome = new();
    private RiskDetail detail = default!;
    private RiskLine risk = default!;
    private IReadOnlyList<PersonLine> known = [];

    [Parameter] public string Ref { get; set; } = "";
    [CascadingParameter] private HttpContext Context { get; set; } = default!;
    [SupplyParameterFromQuery] private string? Done { get; set; }
    [Inject] private RiskFileViews Views { get; set; } = default!;
    [Inject] private RiskRegister Register { get; set; } = default!;
    [Inject] private RiskTreatments Treatments { get; set; } = default!;
    [Inject] private RiskAcceptances Acceptances { get; set; } = default!;
    [Inject] private PeopleViews PeopleViews { get; set; } = default!;
    [Inject] private SignalViews Signals { get; set; } = default!;
    [Inject] private StandardsLibrary Standards { get; set; } = default!;
    [Inject] private CurrentActor Current { get; set; } = default!;
    [Inject] private NavigationManager Navigation { get; set; } = default!;

    internal RiskDetail Detail => detail;
    internal RiskFile File => detail.File!;
    internal HttpContext Request => Context;
    internal string Address => RecordAddress.In("risks", Ref);
    internal IReadOnlyList<ReachingSignal> Reached { get; private set; } = [];
    internal bool MayEdit { get; private set; }
    internal bool MayAccept { get; private set; }

    /// <summary>The roles of the reader reach the level as it stands.</summary>
    internal bool ReachesLevel { get; private set; }

    internal IReadOnlyList<Choice> People { get; private set; } = [];

    private string Lead => risk switch
    {
        { State: RiskState.Reopened, StateBefore: { } before } => $"It was {Words.Of(before)} at {Level(risk.Before)} and stands at {Level(risk.Current)} until somebody decides anew.",
        { Current: null } => "Nobody has assessed its level yet. Assess it, then decide.",
        { State: RiskState.Accepted, AcceptedUntil: { } until } => $"Accepted at {Level(risk.Current)} until {Plain.Date(until)}.",
        _ => $"{Plain.Capital(Words.Of(risk.State))} at {Level(risk.Current)}.",
    };

    protected override async Task LoadAsync()
    {
        detail = await Views.Of(Ref, Context.RequestAborted);
        risk = detail.Line;
        Reached = await Signals.ThatReached(Ref, Context.RequestAborted);
        MayEdit = Current.May(Permission.EditRisks, risk.UnitId);
        MayAccept = Current.May(Permission.AcceptRisks, risk.UnitId);
        ReachesLevel = File.Approvers.Contains(RiskAuthority.Reached(Standards.Criteria, Current.Actor, risk.UnitId).Approver, StringComparer.Ordinal);
        if (!MayEdit) return;
        known = await PeopleChoices.All(PeopleViews, Context.RequestAborted);
        People = PeopleChoices.Of([.. known.Where(person => person.Ref != risk.Owner?.Ref)]);
    }

    internal static string Level(BandedLevel? level) => level is null ? "no assessed level" : $"{level.Score} {level.Band}";

    /// <summary>What somebody else made of the risk while a form was open: it is read before the form is sent once more.</summary>
    internal static string Meanwhile(RiskDetail detail)
    {
        var (line, file) = (detail.Line, detail.File!);
        var assessed = file.Newest is { } newest ? $" {newest.By?.Name} assessed it on {Plain.Date(DateOnly.FromDateTime(newest.At.UtcDateTime))}: {newest.Note}" : "";
        var plan = file.Plan is { } treatment ? $" {Plain.Capital(Words.Of(treatment.Option))} is planned by {treatment.By?.Name}: {treatment.Plan}" : "";
        return $"As {line.Ref} stands now: {Words.Of(line.State)}, inherent {Level(line.Inherent)}, current {Level(line.Current)}, residual {Level(line.Residual)}, target {Level(line.Target)}.{assessed}{plan}";
    }

    internal Task Finish() => Act("treated", () => Treatments.Finish(Ref, Context.SeenVersion(), Context.Typed("changed") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Accept() => Act("accepted", () => Acceptances.Accept(Ref, Context.SeenVersion(), Context.Day("until"), Context.Typed("reason") ?? "", Current.Actor, Context.RequestAborted));

    internal Task Close() => Act("closed", () => Register.Close(Ref, Context.SeenVersion(), Context.Typed("closing") ?? "", Current.Actor, Context.RequestAborted));

    internal Task HandOver() => Act("handed", async () =>
    {
        var owner = known.FirstOrDefault(person => person.Ref == Context.Typed("owner")) ?? throw new RuleViolation("RISK-OWNER", "Choose the person who answers for the risk.");
        await Register.HandOver(Ref, Context.SeenVersion(), owner.Id, Context.Typed("because") ?? "", Current.Actor, Context.RequestAborted);
    });

    internal Task Reword() => Act("reworded", () => Register.Reword(Ref, Context.SeenVersion(), Context.Typed("title") ?? "", Context.Typed("why") ?? "", Current.Actor, Context.RequestAborted));

    private async Task Act(string done, Func<Task> act)
    {
        if (await outcome.Try(Context, act)) Navigation.NavigateTo($"{Address}?done={done}");
    }
}
