using System.Globalization;
using Concord.Foundation;
using Concord.Library;
using Concord.Standards;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Library;

/// <summary>Addresses and words of the library's pages.</summary>
internal static class LibraryWords
{
    /// <summary>So many rows of effects or changes fit into a page that loads at once.</summary>
    public const int MostRows = 60;

    public static Tone Tone(LibraryState state) => state switch
    {
        LibraryState.Accepted => Parts.Tone.Ok,
        LibraryState.NotAccepted => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    public static Tone Tone(LibraryChangeKind kind) => kind == LibraryChangeKind.Removed ? Parts.Tone.Warn : Parts.Tone.Neutral;

    public static string Of(EffectArea area) => area == EffectArea.Reuse ? "Re-use" : Plain.Capital(Words.Of(area));

    /// <summary>The same page with what is compared in its address, where it was chosen.</summary>
    public static string Compared(string path, string? from, string? to)
    {
        string?[] parts = [string.IsNullOrEmpty(from) ? null : $"from={Uri.EscapeDataString(from)}", string.IsNullOrEmpty(to) ? null : $"to={Uri.EscapeDataString(to)}"];
        var query = string.Join('&', parts.OfType<string>());
        return query.Length == 0 ? path : $"{path}?{query}";
    }

    public static string With(string address, string filter) => $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}filter={Uri.EscapeDataString(filter)}";

    /// <summary>Where the record that an effect is about stands; null for one that has no page, as a requirement that is gone.</summary>
    public static string? HrefOf(LibraryEffect effect, StandardsLibrary library) => effect.Area switch
    {
        EffectArea.Control => RecordAddress.In("controls", effect.Ref),
        EffectArea.Action => RecordAddress.In("actions", effect.Ref),
        EffectArea.Document => RecordAddress.In("documents", effect.Ref),
        EffectArea.Risk => RecordAddress.In("risks", effect.Ref),
        EffectArea.Metric => RecordAddress.Of(effect.Ref) ?? RecordAddress.In("controls", effect.Ref),
        EffectArea.Reuse => library.FindRequirement(effect.Ref) is { IsRequirement: true } ? $"/reuse/{Uri.EscapeDataString(effect.Ref)}" : null,
        EffectArea.GapAnalysis => RecordAddress.In("gaps", effect.Ref),
        _ when library.FindRequirement(effect.Ref) is { IsRequirement: true } => RecordAddress.OfRequirement(effect.Ref),
        _ when library.Editions.Any(edition => edition.Key == effect.Ref) => $"/requirements?standard={Uri.EscapeDataString(effect.Ref)}",
        _ => RecordAddress.Of(effect.Ref),
    };

    public static string Percent(double? value, ReuseSummary summary, string name) => value is { } percent
        ? percent.ToString("0.0", CultureInfo.InvariantCulture) + " %" : $"not computable ({summary.NotComputed.GetValueOrDefault(name, "unknown")})";

    public static string Moved(ReuseSummary before, ReuseSummary after, Func<ReuseSummary, string> said) => said(before) is var was && said(after) is var now && was == now ? $"{now}, as before" : $"{was} → {now}";

    /// <summary>"title: A → B; aim: (empty) → C".</summary>
    public static string Cell(string text) => text.Length == 0 ? "(empty)" : text;
}
