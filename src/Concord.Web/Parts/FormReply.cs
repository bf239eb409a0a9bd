using Concord.Foundation;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>What became of a form: the words for the person, and the code when the rules said no. Shown with <c>FormMessage</c>.</summary>
internal sealed record FormReply(string Text, string? Code, Tone Tone)
{
    /// <summary>Does what the form asks for. A refusal becomes the answer of the form; everything else is a failure as anywhere.</summary>
    public static async Task<FormReply> Of(HttpContext context, Func<Task<string>> act)
    {
        try
        {
            var said = await act();
            Shell.DoneActs.Note(context);
            return new(said, null, Tone.Ok);
        }
        catch (RuleViolation refusal)
        {
            context.Response.StatusCode = Shell.Failures.StatusOf(refusal);
            return new(refusal.Message, refusal.Code, Tone.Alert);
        }
    }
}
