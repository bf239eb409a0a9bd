using System.Globalization;
using Concord.Foundation;
using Concord.Incidents;
using Concord.Incidents.Clocks;
using Concord.Inventory;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Incidents;

/// <summary>Words and typed fields of the pages of incidents.</summary>
internal static class IncidentWords
{
    /// <summary>How a form writes a moment on the wall: without zone, which the field beside it says.</summary>
    public const string LocalForm = "yyyy-MM-dd'T'HH:mm";

    private static readonly string[] LocalForms = [LocalForm, "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm"];

    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["title"] = "What happened, in a few words", ["summary"] = "What happened", ["kind"] = "It is", ["system"] = "AI system", ["date"] = "Day it happened", ["affected"] = "People affected", ["place"] = "Place",
        ["awareSince"] = "Noticed", ["requirements"] = "Requirements it touches", ["severity"] = "How grave is it?", ["whys"] = "Why did it happen?", ["cause"] = "Kind of root cause", ["reference"] = "Which",
        ["reason"] = "Why", ["text"] = "Why", ["fact"] = "Fact", ["since"] = "Known since", ["to"] = "Whom", ["at"] = "When", ["clock"] = "It meets",
    };

    public static Tone Of(ClockState state) => state switch
    {
        ClockState.Met => Tone.Ok,
        ClockState.Running => Tone.Warn,
        _ => Tone.Alert,
    };

    public static Tone Of(IncidentState state) => state switch
    {
        IncidentState.Closed => Tone.Ok,
        IncidentState.Rejected => Tone.Neutral,
        IncidentState.Reported => Tone.Alert,
        _ => Tone.Warn,
    };

    public static string Affected(int? people) => people switch
    {
        null => "not known",
        0 => "none",
        { } number => Charts.Words.Count(number),
    };

    public static string Local(DateTimeOffset at, Place place) => place.Local(at).ToString(LocalForm, CultureInfo.InvariantCulture);

    public static IReadOnlyList<Choice> Kinds(ClockLibrary library) => [.. library.Kinds.Select(kind => new Choice(kind.Key, $"{kind.Title}: {kind.Explains}"))];

    public static IReadOnlyList<Choice> Places(ClockLibrary library) => [.. library.Places.Select(place => new Choice(place.Id, $"{place.Name}, {place.Zone.Id}"))];

    public static async Task<IReadOnlyList<Choice>> Systems(RegistryViews registry, CancellationToken stop) =>
        [.. (await registry.Systems(new PageRequest(Size: PageRequest.LargestSize, Sort: "ref"), stop)).Items.Select(system => new Choice(system.Ref, $"{system.Ref} {system.Name}"))];

    /// <summary>What a form says of an incident, and what of it cannot be read: told with what the rules say of the rest.</summary>
    public static (IncidentDescription Said, DateTimeOffset? Aware, IReadOnlyList<Finding> Unread) Read(HttpContext context, ClockLibrary library)
    {
        var unread = new List<Finding>();
        var place = library.Places.FirstOrDefault(known => known.Id == context.Typed("place")) ?? library.DefaultPlace;
        // An emptied day is no day: filled in for the reporter it would stand in the record as something somebody said.
        if (!DateOnly.TryParseExact(context.Typed("date")?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            unread.Add(Finding.Error("date", "form-field", "This is no day. Write it as 2026-12-31."));
        int? affected = null;
        if (context.Typed("affected")?.Trim() is { Length: > 0 } typed)
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) affected = number;
            else unread.Add(Finding.Error("affected", "form-field", "Write a whole number, or leave it empty where nobody knows."));
        }
        var aware = Moment(context, "aware", "awareSince", place, unread);
        return (new(date, context.Typed("kind") ?? "", context.Typed("system") ?? "", context.Typed("title") ?? "", context.Typed("summary") ?? "", affected, context.Typed("place") ?? place.Id), aware, unread);
    }

    /// <summary>A moment on the wall of the place; null where nothing was typed, or nothing that can be read.</summary>
    public static DateTimeOffset? Moment(HttpContext context, string field, string part, Place place, List<Finding> unread)
    {
        if (context.Typed(field)?.Trim() is not { Length: > 0 } typed) return null;
        if (DateTime.TryParseExact(typed, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return place.Instant(local);
        unread.Add(Finding.Error(part, "form-field", "This is no moment. Write it as 2026-12-31T14:30."));
        return null;
    }

    /// <summary>Does it; where something is wrong with what was entered, its parts are called as the form calls them.</summary>
    /// <param name="labels">What this form calls otherwise than <see cref="Labels"/>.</param>
    public static async Task Labelled(Func<Task> act, params IReadOnlyList<(string Part, string Label)> labels)
    {
        try
        {
            await act();
        }
        catch (FindingsException imperfect)
        {
            throw new FindingsException([.. imperfect.Findings.Select(finding => finding with
            {
                Place = labels.FirstOrDefault(own => own.Part == finding.Place).Label ?? Labels.GetValueOrDefault(finding.Place) ?? finding.Place,
            })]);
        }
    }
}
