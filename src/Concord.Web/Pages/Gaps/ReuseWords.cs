using System.Globalization;
using Concord.Standards;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Gaps;

/// <summary>How the pages about re-use write shares and strengths.</summary>
internal static class ReuseWords
{
    /// <summary>A credit, a state or a weight.</summary>
    public static string Share(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static Tone ToneOf(ReuseStrength strength) => strength switch
    {
        ReuseStrength.Full => Tone.Ok,
        ReuseStrength.Partial => Tone.Warn,
        _ => Tone.Neutral,
    };

    /// <summary>The page of one requirement's claims.</summary>
    /// <param name="asOf">The day the reader asked about; null or empty: today.</param>
    public static string Address(string requirement, string? asOf = null) => $"/reuse/{Uri.EscapeDataString(requirement)}{Day(asOf)}";

    /// <summary>What keeps the day in an address.</summary>
    public static string Day(string? asOf) => string.IsNullOrEmpty(asOf) ? "" : $"?asOf={Uri.EscapeDataString(asOf)}";
}
