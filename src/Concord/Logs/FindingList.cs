using Concord.Foundation;

namespace Concord.Logs;

/// <summary>Collects everything that is wrong, one by one up to a limit; beyond it findings are counted by kind and never silently dropped.</summary>
internal sealed class FindingList(int limit)
{
    private readonly List<Finding> _kept = [];
    private readonly SortedDictionary<string, long> _beyond = new(StringComparer.Ordinal);

    public bool HasErrors { get; private set; }

    public void Add(Finding finding)
    {
        HasErrors |= finding.Severity == Severity.Error;
        if (_kept.Count < limit)
            _kept.Add(finding);
        else
            _beyond[finding.Code] = _beyond.GetValueOrDefault(finding.Code) + 1;
    }

    public void Error(string place, string code, string message, long? row = null) => Add(Finding.Error(place, code, message, row));

    public void Warning(string place, string code, string message, long? row = null) => Add(Finding.Warning(place, code, message, row));

    /// <summary>Errors first, each kind in the order of the rows.</summary>
    public IReadOnlyList<Finding> InOrder()
    {
        List<Finding> ordered = [.. _kept.OrderBy(finding => finding.Severity).ThenBy(finding => finding.Row ?? 0)];
        if (_beyond.Count == 0)
            return ordered;
        string kinds = string.Join(", ", _beyond.Select(kind => $"{kind.Key} {kind.Value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} times"));
        ordered.Add(new Finding(HasErrors ? Severity.Error : Severity.Warning, "the batch", "more-findings",
            $"Only the first {limit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} findings are listed. Beyond them: {kinds}."));
        return ordered;
    }
}
