using System.Globalization;
using Concord.EnterpriseRisks;
using Concord.EnterpriseRisks.Committee;
using Concord.Risks;
using Concord.Web.Parts;

namespace Concord.Web.Pages.EnterpriseRisks;

/// <summary>The words and tones of the enterprise register on pages.</summary>
internal static class EnterpriseWords
{
    public const string Register = "/enterprise-risks";

    public static string Of(string reference) => RecordAddress.In("enterprise-risks", reference);

    public static (string Word, Tone Tone) Of(AppetiteStanding appetite) => appetite switch
    {
        AppetiteStanding.Above => ("above appetite", Tone.Alert),
        AppetiteStanding.Within => ("within appetite", Tone.Ok),
        _ => ("appetite unknown", Tone.Unknown),
    };

    public static Tone Of(RegisterDifferenceKind kind) => kind switch
    {
        RegisterDifferenceKind.Up or RegisterDifferenceKind.Reopened => Tone.Alert,
        RegisterDifferenceKind.New or RegisterDifferenceKind.Expired => Tone.Warn,
        RegisterDifferenceKind.Down or RegisterDifferenceKind.Closed => Tone.Ok,
        _ => Tone.Neutral,
    };

    public static string Level(BandedLevel level) => string.Create(CultureInfo.InvariantCulture, $"{level.Score} {level.Band}");

    /// <summary>"critical 16", or where the enterprise says another word than the criteria "High, 16 critical".</summary>
    public static string Own(HighestRisk highest) => highest.Own.Rating switch
    {
        null => $"no counterpart, {Level(highest.Level)}",
        var word when string.Equals(word, highest.Level.Band, StringComparison.OrdinalIgnoreCase) => string.Create(CultureInfo.InvariantCulture, $"{word} {highest.Level.Score}"),
        var word => $"{word}, {Level(highest.Level)}",
    };

    /// <summary>"2 critical, 1 high": bands without risks are left out.</summary>
    public static string Bands(IReadOnlyList<BandCount> bands, int withoutLevel)
    {
        var told = bands.Reverse().Where(band => band.Risks > 0).Select(band => string.Create(CultureInfo.InvariantCulture, $"{band.Risks} {band.Band}")).ToList();
        if (withoutLevel > 0) told.Add(string.Create(CultureInfo.InvariantCulture, $"{withoutLevel} not assessed"));
        return told.Count == 0 ? "none" : string.Join(", ", told);
    }

    public static string Filtered(string key, string value) => $"{Register}?filter={Uri.EscapeDataString($"{key}:{EnterpriseViews.Keyed(value)}")}";
}
