using System.Globalization;
using Concord.Foundation;
using Concord.Gaps;
using Concord.Gaps.Analysis;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Gaps.Analysis;

internal static class GapWords
{
    public static Tone Tone(GapState state) => state switch
    {
        GapState.Met => Parts.Tone.Ok,
        GapState.Partly => Parts.Tone.Warn,
        GapState.Gap => Parts.Tone.Alert,
        GapState.NotAssessed => Parts.Tone.Unknown,
        _ => Parts.Tone.Neutral,
    };

    public static Tone Tone(PolicyLevel level) => level switch
    {
        PolicyLevel.Covered => Parts.Tone.Ok,
        PolicyLevel.Mentioned => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    public static string Days(double days) => days.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>"1 day", "2.5 days".</summary>
    public static string DaysOf(double days) => Days(days) is "1" ? "1 day" : $"{Days(days)} days";

    public static IReadOnlyList<Crumb> Crumbs(GapLine line) => [new("Gap analyses", "/gaps"), new(line.Title, RecordAddress.In("gaps", line.Ref))];

    public static string Part(GapPart part) => Words.Of(part);
}
