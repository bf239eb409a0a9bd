using Concord.Applicability;
using Concord.Foundation;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Applicability;

/// <summary>The statement of applicability as people read it.</summary>
internal static class StatementWords
{
    /// <summary>More of these long rows would make a page larger than 100 kB.</summary>
    public const int MostRows = 75;

    public static Tone Tone(ControlApplicability applicability) => applicability switch
    {
        ControlApplicability.Applicable => Parts.Tone.Ok,
        ControlApplicability.NotDecided => Parts.Tone.Unknown,
        _ => Parts.Tone.Neutral,
    };

    public static Tone Tone(StatementState state) => state switch
    {
        StatementState.Approved => Parts.Tone.Ok,
        StatementState.Draft => Parts.Tone.Warn,
        _ => Parts.Tone.Neutral,
    };

    public static string Address(string key) => $"/statement/{Uri.EscapeDataString(key)}";

    public static string Of(int number) => $"/statement/revisions/{number}";

    /// <summary>"91 applicable, two excluded, no control undecided of 93".</summary>
    public static string Counts(StatementCounts counts) =>
        $"{counts.Applicable} of {counts.Controls} applicable, {counts.Excluded} excluded, {counts.NotDecided} not decided";

    public static string Evidence(StatementEvidence? evidence, DateOnly asOf) => evidence switch
    {
        null => "none",
        _ when evidence.CountsOn(asOf) => $"{Age(evidence.AgeOn(asOf))}, counts until {Plain.Date(evidence.ValidUntil)}",
        _ => $"counted until {Plain.Date(evidence.ValidUntil)}",
    };

    private static string Age(int days) => days switch { 0 => "of that day", 1 => "one day old", _ => $"{days} days old" };

    public static IReadOnlyList<Choice> Applicabilities { get; } = [.. Enum.GetValues<ControlApplicability>().Select(one => new Choice(Words.Key(one), Words.Of(one)))];
}
