namespace Concord.Foundation;

/// <summary>The rules say no. Shown as HTTP 422 problem+json, as a form message, or as exit code 2.</summary>
/// <param name="code">Stable and upper-case, for example <c>RISK-ACCEPT-REASON</c>; others may match on it.</param>
/// <param name="message">A sentence for the person: what is not allowed and what to do next.</param>
internal sealed class RuleViolation(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
