namespace Concord.Standards;

/// <summary>What "likely", "serious" and "acceptable" mean. A risk's score is likelihood times the highest consequence level.</summary>
/// <param name="ConsequenceLevels">For each dimension the meaning of level 1, 2, ….</param>
/// <param name="Bands">From low to high, without gaps.</param>
internal sealed record RiskCriteria(
    string Version,
    IReadOnlyList<RiskLikelihood> Likelihoods,
    IReadOnlyDictionary<string, IReadOnlyList<string>> ConsequenceLevels,
    IReadOnlyList<RiskBand> Bands,
    IReadOnlyList<RiskOverride> Overrides)
{
    public IEnumerable<string> Dimensions => ConsequenceLevels.Keys;

    public int Size => Likelihoods.Count;

    /// <summary>The band of a place in the matrix, before overrides. Both levels count from 1.</summary>
    public RiskBand Band(int likelihood, int consequence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(likelihood, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(consequence, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(likelihood, Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(consequence, Size);
        var score = likelihood * consequence;
        return Bands.First(band => score >= band.Min && score <= band.Max);
    }
}

internal sealed record RiskLikelihood(int Level, string Name, string PerYear);

/// <summary>Scores from <paramref name="Min"/> to <paramref name="Max"/>, both included, and who may accept a risk there.</summary>
internal sealed record RiskBand(string Name, int Min, int Max, string Action, string Approver);

/// <summary>A rule above the matrix: holds for a tier of the AI system, or from a level of one consequence dimension.</summary>
/// <param name="AtLeast">The band such a risk cannot be below; null when the rule does not lift.</param>
/// <param name="ApprovalAbove">Residual risk above this band needs <paramref name="Approver"/>; null when the rule asks for none.</param>
internal sealed record RiskOverride(
    string Id,
    string? Tier,
    string? Dimension,
    int? Level,
    string? AtLeast,
    bool NotAcceptable,
    string? ApprovalAbove,
    string? Approver,
    string Text);
