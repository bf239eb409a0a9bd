using Concord.Foundation;

namespace Concord.Web.Parts;

/// <summary>One thing wrong with what was entered: where, what, and what to change.</summary>
public sealed record FormFault(string Place, string Message, bool IsWarning = false)
{
    internal static IReadOnlyList<FormFault> From(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => new FormFault(
            finding.Row is { } row ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{finding.Place}, row {row}") : finding.Place,
            finding.Message,
            finding.Severity == Severity.Warning))];
}
