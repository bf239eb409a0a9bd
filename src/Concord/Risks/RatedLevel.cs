using System.Globalization;
using Concord.Foundation;
using Concord.Standards;

namespace Concord.Risks;

/// <summary>
/// A level as somebody judged it: how likely it is, and how grave for each dimension it touches. The gravest dimension decides; which one that was is
/// kept, because "serious" for a person and "serious" for the balance sheet ask for different things. A dimension that is not named is not touched.
/// </summary>
internal sealed class RatedLevel
{
    private readonly SortedDictionary<string, int> consequences;

    /// <exception cref="FindingsException">With everything the criteria do not know.</exception>
    public RatedLevel(RiskCriteria criteria, string place, int likelihood, IEnumerable<KeyValuePair<string, int>> consequences)
    {
        this.consequences = new(StringComparer.Ordinal);
        var faults = new List<Finding>();
        if (likelihood == 0) faults.Add(Finding.Error($"{place}, likelihood", "risk-level", "Say how likely it is."));
        else if (likelihood < 1 || likelihood > criteria.Size) faults.Add(OutOfScale($"{place}, likelihood", likelihood, criteria));
        foreach (var (dimension, level) in consequences)
        {
            if (!criteria.ConsequenceLevels.ContainsKey(dimension))
                faults.Add(Finding.Error($"{place}, {dimension}", "risk-dimension", $"There is no such dimension of consequence. Known: {string.Join(", ", criteria.Dimensions)}."));
            else if (level < 1 || level > criteria.Size) faults.Add(OutOfScale($"{place}, {RiskCriteria.DimensionName(dimension)}", level, criteria));
            else if (!this.consequences.TryAdd(dimension, level)) faults.Add(Finding.Error($"{place}, {RiskCriteria.DimensionName(dimension)}", "risk-dimension", "This dimension is given twice. Give it once."));
        }
        if (faults.Count == 0 && this.consequences.Count == 0) faults.Add(Finding.Error(place, "risk-dimension", "Say for at least one dimension how grave it would be."));
        if (faults.Count > 0) throw new FindingsException(faults);
        Likelihood = likelihood;
    }

    private RatedLevel(int likelihood, SortedDictionary<string, int> consequences) => (Likelihood, this.consequences) = (likelihood, consequences);

    public int Likelihood { get; }

    public IReadOnlyDictionary<string, int> Consequences => consequences;

    public RiskLevel Level => new(Likelihood, consequences.Values.Max());

    /// <summary>The dimensions that gave the consequence; several where they are equally grave.</summary>
    public IReadOnlyList<string> Leading => [.. consequences.Where(pair => pair.Value == Level.Consequence).Select(pair => pair.Key)];

    /// <summary>As it is kept in a row: <c>;individuals=4;groups=3;</c>. Every part stands between semicolons, so that a database can look for one.</summary>
    public string Dimensions => string.Concat(";", string.Concat(consequences.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value};"))));

    /// <summary>What was kept. Null where no level, or none by dimension, was given.</summary>
    public static RatedLevel? Of(int? likelihood, string? dimensions) =>
        likelihood is { } chance && dimensions is { Length: > 0 } kept && Read(kept) is { Count: > 0 } read ? new(chance, read) : null;

    public override string ToString() => $"{Level.Likelihood} × {Level.Consequence} ({string.Join(", ", Leading.Select(RiskCriteria.DimensionName))})";

    private static SortedDictionary<string, int> Read(string kept)
    {
        var read = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in kept.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, level) = (part[..part.IndexOf('=', StringComparison.Ordinal)], part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            read[name] = int.Parse(level, CultureInfo.InvariantCulture);
        }
        return read;
    }

    private static Finding OutOfScale(string place, int level, RiskCriteria criteria) =>
        Finding.Error(place, "risk-level", string.Create(CultureInfo.InvariantCulture, $"{level} is not a level. The scale goes from 1 to {criteria.Size}."));
}

/// <summary>The four levels of one assessment.</summary>
/// <param name="Inherent">As if there were no control.</param>
/// <param name="Current">With what is in effect today.</param>
/// <param name="Residual">Expected once treatment works; null: not judged yet.</param>
/// <param name="Target">What the organisation wants; null: the appetite of the criteria says it.</param>
internal sealed record RatedLevels(RatedLevel Inherent, RatedLevel Current, RatedLevel? Residual = null, RatedLevel? Target = null)
{
    /// <summary>Controls make a risk smaller or do nothing: a level above the inherent one means that the inherent one is wrong.</summary>
    public void Check()
    {
        var faults = new[] { ("current", (RatedLevel?)Current), ("residual", Residual), ("target", Target) }
            .Where(pair => pair.Item2 is { } level && level.Level.Score > Inherent.Level.Score)
            .Select(pair => Finding.Error(pair.Item1, "risk-above-inherent", string.Create(CultureInfo.InvariantCulture,
                $"This level ({pair.Item2!.Level.Score}) lies above the inherent one ({Inherent.Level.Score}), which is the risk without any control. Raise the inherent level, or lower this one."))).ToList();
        if (faults.Count > 0) throw new FindingsException(faults);
    }
}
