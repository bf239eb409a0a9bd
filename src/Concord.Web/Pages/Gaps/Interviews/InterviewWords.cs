using System.Security.Cryptography;
using System.Text;
using Concord.Foundation;
using Concord.Gaps.Interviews;
using Concord.Web.Parts;

namespace Concord.Web.Pages.Gaps.Interviews;

/// <summary>How interviews and their answers are called, and where they stand.</summary>
internal static class InterviewWords
{
    /// <summary>In the order people choose from: what was said first, what was not said last.</summary>
    public static readonly IReadOnlyList<AnswerRating> Ratings = [AnswerRating.Full, AnswerRating.Partial, AnswerRating.Gap, AnswerRating.NotAnswered, AnswerRating.NotAsked];

    public static string Of(AnswerRating rating) => rating == AnswerRating.NotAnswered ? "no answer" : Words.Of(rating);

    public static Tone ToneOf(AnswerRating rating) => rating switch
    {
        AnswerRating.Full => Tone.Ok,
        AnswerRating.Partial => Tone.Warn,
        AnswerRating.Gap => Tone.Alert,
        AnswerRating.NotAnswered => Tone.Unknown,
        _ => Tone.Neutral,
    };

    public static string Of(InterviewState state) => state == InterviewState.SentForSignOff ? "waits for sign-off" : Words.Of(state);

    public static Tone ToneOf(InterviewState state) => state switch
    {
        InterviewState.SignedOff => Tone.Ok,
        InterviewState.SentForSignOff => Tone.Warn,
        _ => Tone.Neutral,
    };

    public static string AddressOf(string analysis, string? interview = null) => RecordAddress.In("gaps", analysis) + "/interviews" + (interview is null ? "" : "/" + Uri.EscapeDataString(interview));

    /// <summary>Of an answer as a form shows it: whoever sends the form back with the same has not touched it, whatever others did meanwhile.</summary>
    public static string Trace(AnswerRating rating, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{rating}\n{text}")))[..16];
}
