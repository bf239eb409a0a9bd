namespace Concord.Foundation;

internal enum Severity { Error, Warning }

/// <summary>One thing wrong with imperfect input. Readers return all findings at once, never only the first.</summary>
/// <param name="Place">Where: a file, a row, a key, a column, as the person who wrote the input would name it.</param>
/// <param name="Code">Stable, lower-case with dashes, for example <c>missing-column</c>.</param>
/// <param name="Message">What is wrong and what to change.</param>
/// <param name="Row">The line of the file, counted from 1 with the header, where the finding is about a row.</param>
internal sealed record Finding(Severity Severity, string Place, string Code, string Message, long? Row = null)
{
    public static Finding Error(string place, string code, string message, long? row = null) => new(Severity.Error, place, code, message, row);

    public static Finding Warning(string place, string code, string message, long? row = null) => new(Severity.Warning, place, code, message, row);
}

internal static class Findings
{
    /// <summary>What is refused about one part of the input becomes a finding, so that it is told together with what is wrong elsewhere.</summary>
    public static void Gather(this List<Finding> findings, string place, Action demand)
    {
        try
        {
            demand();
        }
        catch (RuleViolation refusal)
        {
            findings.Add(Finding.Error(place, refusal.Code.ToLowerInvariant(), refusal.Message));
        }
    }

    /// <exception cref="FindingsException">There is one.</exception>
    public static void DemandNone(this IReadOnlyList<Finding> findings)
    {
        if (findings.Count > 0) throw new FindingsException(findings);
    }
}

/// <summary>Input that cannot be used, with everything that is wrong with it.</summary>
internal sealed class FindingsException(IReadOnlyList<Finding> findings)
    : Exception(string.Join(Environment.NewLine, findings.Select(finding => $"{finding.Place}: {finding.Message}")))
{
    public IReadOnlyList<Finding> Findings { get; } = findings;
}
