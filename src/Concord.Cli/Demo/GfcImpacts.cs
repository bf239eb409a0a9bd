using System.Globalization;
using Concord.Foundation;
using Concord.Impacts;
using Concord.Loop;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Cli.Demo;

/// <summary>A day on which somebody writes an assessment of a system, or its next revision; where somebody else is named, that person approves it in the afternoon.</summary>
/// <param name="Risks">What is decided of each grave harm: a risk with a note, or none and why.</param>
internal sealed record GfcImpact(
    string SystemId, DateOnly Date, string ById, string? ApproverId, bool Submit, string Trigger, IReadOnlyList<ScreeningLine> Screening, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<AffectedGroup> Groups,
    IReadOnlyList<ImpactEffect> Effects, IReadOnlyList<Consultation> Consultations, IReadOnlyList<ImpactMeasure> Measures, ImpactConclusion? Conclusion, IReadOnlyDictionary<int, string> Risks);

/// <summary>The bank's people assess what its systems do to people, through the same register as everybody.</summary>
internal sealed class GfcImpacts(ConcordDb db, Actors actors, ImpactRegister register, ImpactWriting writing, ImpactRisks risks)
{
    private const string Scope = "IA-01";

    /// <summary>Each act is journalled by itself; they are committed together, which is much faster.</summary>
    public async Task Play(GfcImpact impact, GfcOrganisation gfc, StoryClock clock, CancellationToken stop)
    {
        var author = await Actor(impact.ById, gfc, stop);
        clock.MoveTo(At(impact.Date, 9));
        await using var together = await db.Database.BeginTransactionAsync(stop);
        var draft = await register.Begin(impact.SystemId, author, stop);
        if (impact.Screening.Count > 0) await writing.Screen(draft.Ref, draft.Version, impact.Screening, author, stop);
        var sections = impact.Texts.GroupBy(pair => pair.Key[..pair.Key.IndexOf('.', StringComparison.Ordinal)], StringComparer.Ordinal).ToDictionary(group => group.Key,
            group => group.ToDictionary(pair => pair.Key[(pair.Key.IndexOf('.', StringComparison.Ordinal) + 1)..], pair => pair.Value, StringComparer.Ordinal), StringComparer.Ordinal);
        await writing.Section(draft.Ref, draft.Version, Scope, sections.GetValueOrDefault(Scope) ?? [], impact.Trigger, author, stop);
        foreach (var (section, texts) in sections.Where(section => section.Key != Scope)) await writing.Section(draft.Ref, draft.Version, section, texts, null, author, stop);
        var begun = draft.Said; // A row that stands in it is changed, every other is new.
        foreach (var group in impact.Groups) await writing.Put(draft.Ref, draft.Version, begun.Group(group.Number) is null ? group with { Number = 0 } : group, author, stop);
        foreach (var effect in impact.Effects) await writing.Put(draft.Ref, draft.Version, begun.Effects.Any(one => one.Number == effect.Number) ? effect : effect with { Number = 0 }, author, stop);
        foreach (var consultation in impact.Consultations) await writing.Put(draft.Ref, draft.Version, consultation with { Number = 0 }, author, stop);
        foreach (var measure in impact.Measures) await writing.Put(draft.Ref, draft.Version, begun.Measures.Any(one => one.Number == measure.Number) ? measure : measure with { Number = 0 }, author, stop);
        if (impact.Conclusion is { } conclusion) await writing.Conclude(draft.Ref, draft.Version, conclusion, author, stop);
        if (impact.Submit) await register.Submit(draft.Ref, draft.Version, author, stop);
        if (impact.ApproverId is { } approver)
        {
            clock.MoveTo(At(impact.Date, 16));
            var another = await Actor(approver, gfc, stop);
            await register.Approve(draft.Ref, draft.Version, another, stop);
            foreach (var (harm, decided) in impact.Risks)
            {
                if (decided.StartsWith("none: ", StringComparison.Ordinal)) await risks.Decline(draft.Ref, draft.Version, harm, decided["none: ".Length..], another, stop);
                else if (decided.Split(", ", 2) is [var known, ..] parts) await risks.Known(draft.Ref, draft.Version, harm, known, parts.Length > 1 ? parts[1] : "", author, stop);
            }
        }
        await together.CommitAsync(stop);
    }

    /// <exception cref="FindingsException">Every fault with file, line and key.</exception>
    public static IReadOnlyList<GfcImpact> Read()
    {
        var faults = new List<Finding>();
        List<GfcImpact> impacts = [.. (LibraryDocument.Read(GfcReader.DefaultFolder, "impacts.yaml", faults)?.Knows("revisions").Maps("revisions") ?? []).Select(Revision)];
        return faults.Count == 0 ? impacts : throw new FindingsException(faults);
    }

    private static GfcImpact Revision(LibraryDocument item)
    {
        item.Knows("system", "date", "by", "approver", "submit", "trigger", "screening", "texts", "groups", "effects", "consultations", "measures", "conclusion", "risks");
        return new(item.Text("system"), Day(item, "date") ?? default, item.Text("by"), item.Optional("approver"), item.Optional("submit") != "false", item.Text("trigger"),
            [.. Pairs(item, "screening").Select(pair => new ScreeningLine(pair.Key, pair.Value.StartsWith("yes", StringComparison.Ordinal) ? ScreeningAnswer.Yes : pair.Value.StartsWith("no", StringComparison.Ordinal) ? ScreeningAnswer.No : ScreeningAnswer.Unknown,
                pair.Value[(pair.Value.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))],
            Pairs(item, "texts"), [.. Rows(item, "groups").Select(row => new AffectedGroup(row.WholeNumber("number"), row.Text("name"), row.Flag("direct"), row.Flag("vulnerable"), Number(row, "people"), row.Text("basis")))],
            [.. Rows(item, "effects").Select(row => new ImpactEffect(row.WholeNumber("number"), row.Flag("harm"), row.Text("dimension"), row.Texts("rights"), row.WholeNumber("group"), row.Text("what"), row.WholeNumber("severity"),
                row.Optional("people") ?? "", row.Text("reversibility"), row.WholeNumber("likelihood"), row.Optional("against") ?? ""))],
            [.. Rows(item, "consultations").Select(row => new Consultation(0, Day(row, "on") ?? default, row.Text("who"), row.Text("how"), row.Text("said"), row.Text("done")))],
            [.. Rows(item, "measures").Select(row => new ImpactMeasure(row.WholeNumber("number"), row.Choice("sort", ("technical", MeasureSort.Technical), ("organisational", MeasureSort.Organisational)), row.Text("what"),
                [.. row.Texts("effects").Select(number => int.Parse(number, CultureInfo.InvariantCulture))], row.Optional("reference") ?? ""))],
            item.Keys.Contains("conclusion") && item.Map("conclusion") is { } said ? new(said.Choice("verdict", ("go", ImpactVerdict.Go), ("conditional", ImpactVerdict.Conditional), ("stop", ImpactVerdict.Stop)), said.Text("reasons"),
                said.Optional("conditions") ?? "", said.WholeNumber("residual"), said.Text("residual_why"), Day(said, "next_review")) : null,
            Pairs(item, "risks").ToDictionary(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture), pair => pair.Value));
    }

    private static IReadOnlyList<LibraryDocument> Rows(LibraryDocument item, string key) => item.Keys.Contains(key) ? item.Maps(key) : [];

    private static Dictionary<string, string> Pairs(LibraryDocument item, string key) =>
        item.Keys.Contains(key) && item.Map(key) is { } map ? map.Keys.ToDictionary(one => one, map.Text, StringComparer.Ordinal) : [];

    private static long? Number(LibraryDocument row, string key) => row.Optional(key) is null ? null : row.WholeNumber(key);

    private static DateOnly? Day(LibraryDocument item, string key)
    {
        if (item.Optional(key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        item.Fault(key, "wrong-value", "This is not a day. Write it as 2026-07-27.");
        return null;
    }

    /// <summary>As if signed in on a page: approving is a duty.</summary>
    private async Task<Actor> Actor(string id, GfcOrganisation gfc, CancellationToken stop) =>
        await actors.OnLocalConsole(gfc.People.Single(person => person.Id == id).Email, stop) with { Via = Via.Page };

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
}
