using Concord.Foundation;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>What became of a form that was sent: refused with a reason, or everything that is wrong with what was entered. Success leads to another page.</summary>
public sealed class FormOutcome
{
    public string? Refusal { get; private set; }

    /// <summary>The stable code of the refusal.</summary>
    public string? Code { get; private set; }

    public IReadOnlyList<FormFault> Faults { get; private set; } = [];

    /// <summary>Runs the act. A refusal or findings are kept for the page, which shows them above the fields as they were typed; a bug goes on.</summary>
    /// <returns>Whether the act was done.</returns>
    internal async Task<bool> Try(HttpContext context, Func<Task> act)
    {
        try
        {
            await act();
            DoneActs.Note(context);
            return true;
        }
        catch (RuleViolation refusal)
        {
            (Refusal, Code) = (refusal.Message, refusal.Code);
        }
        catch (FindingsException imperfect)
        {
            Faults = FormFault.From(imperfect.Findings);
        }

        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return false;
    }
}
