using Concord.Risks;

namespace Concord.Web.Pages.Risks;

/// <summary>A level of a risk in the matrix, with the word it is marked by.</summary>
public sealed record MatrixMark(int Likelihood, int Consequence, string Word)
{
    internal static IReadOnlyList<MatrixMark> Of(RiskLine risk) =>
    [
        .. new[] { (risk.Current, "now"), (risk.Inherent, "inherent"), (risk.Residual, "residual"), (risk.Target, "target"), (risk.Before, "before") }
            .Where(pair => pair.Item1 is not null).Select(pair => new MatrixMark(pair.Item1!.Likelihood, pair.Item1.Consequence, pair.Item2)),
    ];
}
