namespace Concord.Standards;

/// <summary>What "likely", "serious" and "acceptable" mean. A risk's score is likelihood times the highest consequence level.</summary>
/// <param name="ConsequenceLevels">For each dimension the meaning of level 1, 2, ….</param>
/// <param name="Bands">From low to high, without gaps.</param>
/// <param name="Approvers">Who may accept, from least to most authority.</param>
internal sealed record RiskCriteria(
    string Version,
    IReadOnlyList<RiskLikelihood> Likelihoods,
    IReadOnlyDictionary<string, IReadOnlyList<string>> ConsequenceLevels,
    IReadOnlyList<RiskBand> Bands,
    IReadOnlyList<RiskOverride> Overrides,
    IReadOnlyList<RiskApprover> Approvers,
    RiskAppetite Appetite)
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

    /// <summary>How much authority an approver has, from 0; -1 for one the criteria do not list.</summary>
    public int RankOf(string approver)
    {
        for (var rank = 0; rank < Approvers.Count; rank++)
            if (string.Equals(Approvers[rank].Name, approver, StringComparison.Ordinal)) return rank;
        return -1;
    }

    /// <summary>"individuals", "organization financial".</summary>
    public static string DimensionName(string dimension) => dimension.Replace('_', ' ');
}

internal sealed record RiskLikelihood(int Level, string Name, string PerYear);

/// <summary>Scores from <paramref name="Min"/> to <paramref name="Max"/>, both included, and who may accept a risk there.</summary>
/// <param name="ReassessMonths">So long an assessment in this band is good for.</param>
/// <param name="AcceptanceMonths">So long an acceptance in this band lasts at most.</param>
internal sealed record RiskBand(string Name, int Min, int Max, string Action, string Approver, int ReassessMonths, int AcceptanceMonths);

/// <summary>Somebody the criteria ask to accept a risk, as roles a person must hold, all of them.</summary>
internal sealed record RiskApprover(string Name, IReadOnlyList<string> Roles);

/// <summary>The highest band that is carried without wanting less.</summary>
/// <param name="Categories">By category of the risk catalogue, where it is another than the default.</param>
internal sealed record RiskAppetite(string Default, IReadOnlyDictionary<string, string> Categories)
{
    public string For(string? category) => category is not null && Categories.TryGetValue(category, out var band) ? band : Default;
}

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
