using System.Globalization;
using Concord.Foundation;
using Concord.Risks;

namespace Concord.EnterpriseRisks.Committee;

internal enum RegisterDifferenceKind
{
    New,
    Gone,
    Up,
    Down,
    Reopened,
    Accepted,
    Closed,
    Expired,
}

/// <param name="IsAiRisk">Else a line of the enterprise.</param>
/// <param name="Text">What it was and what it is.</param>
internal sealed record RegisterDifferenceLine(RegisterDifferenceKind Kind, bool IsAiRisk, string Ref, string Title, string Text);

/// <summary>What a later picture of the register says differently from an earlier one. A pure function of both: asked again, it answers the same.</summary>
internal static class RegisterDifference
{
    public static IReadOnlyList<RegisterDifferenceLine> Of(RegisterPicture before, RegisterPicture after)
    {
        List<RegisterDifferenceLine> told = [.. Lines(before, after), .. Risks(before, after)];
        return [.. told.OrderBy(line => line.Kind).ThenBy(line => line.Ref, StringComparer.Ordinal)];
    }

    private static IEnumerable<RegisterDifferenceLine> Lines(RegisterPicture before, RegisterPicture after)
    {
        RegisterDifferenceLine Say(RegisterDifferenceKind kind, PicturedLine line, string text) => new(kind, IsAiRisk: false, line.Ref, line.Title, text);
        var was = before.Lines.ToDictionary(line => line.Ref, StringComparer.Ordinal);
        var now = after.Lines.ToDictionary(line => line.Ref, StringComparer.Ordinal);
        foreach (var line in before.Lines.Where(line => !now.ContainsKey(line.Ref))) yield return Say(RegisterDifferenceKind.Gone, line, $"was rated {Rated(line)}");
        foreach (var line in after.Lines)
        {
            if (!was.TryGetValue(line.Ref, out var earlier))
            {
                yield return Say(RegisterDifferenceKind.New, line, $"rated {Rated(line)}");
                continue;
            }
            // Ranks of two scales say nothing to each other.
            if (line.Scale == earlier.Scale && line.Rank is { } rank && earlier.Rank is { } rankBefore && rank != rankBefore)
                yield return Say(rank > rankBefore ? RegisterDifferenceKind.Up : RegisterDifferenceKind.Down, line, $"rating {Rated(earlier)} → {Rated(line)}");
            if (Passed(line.NextReview, before.AsOf, after.AsOf)) yield return Say(RegisterDifferenceKind.Expired, line, $"its review was due on {Day(line.NextReview)}");
        }
    }

    private static IEnumerable<RegisterDifferenceLine> Risks(RegisterPicture before, RegisterPicture after)
    {
        RegisterDifferenceLine Say(RegisterDifferenceKind kind, PicturedRisk risk, string text) => new(kind, IsAiRisk: true, risk.Ref, risk.Title, text);
        var was = before.Risks.ToDictionary(risk => risk.Ref, StringComparer.Ordinal);
        var now = after.Risks.Select(risk => risk.Ref).ToHashSet(StringComparer.Ordinal);
        foreach (var risk in before.Risks.Where(risk => !now.Contains(risk.Ref))) yield return Say(RegisterDifferenceKind.Gone, risk, $"was {Standing(risk)}");
        foreach (var risk in after.Risks)
        {
            if (!was.TryGetValue(risk.Ref, out var earlier))
            {
                yield return Say(RegisterDifferenceKind.New, risk, $"{Standing(risk)}{(risk.PartOf.Length > 0 ? $", part of {risk.PartOf}" : ", part of no line yet")}");
                continue;
            }
            if (risk.State != earlier.State && Kind(risk.State) is { } kind) yield return Say(kind, risk, $"{Standing(earlier)} → {Standing(risk)}");
            else if (risk.Score != earlier.Score || risk.Rank != earlier.Rank)
                yield return Say((risk.Rank ?? -1, risk.Score ?? -1).CompareTo((earlier.Rank ?? -1, earlier.Score ?? -1)) > 0 ? RegisterDifferenceKind.Up : RegisterDifferenceKind.Down, risk, $"{Standing(earlier)} → {Standing(risk)}");
            if (risk.State == RiskState.Accepted && Passed(risk.AcceptedUntil, before.AsOf, after.AsOf)) yield return Say(RegisterDifferenceKind.Expired, risk, $"its acceptance ended on {Day(risk.AcceptedUntil)}");
            else if (risk.State != RiskState.Closed && Passed(risk.NextReview, before.AsOf, after.AsOf)) yield return Say(RegisterDifferenceKind.Expired, risk, $"its review was due on {Day(risk.NextReview)}");
        }
    }

    private static RegisterDifferenceKind? Kind(RiskState state) => state switch
    {
        RiskState.Reopened => RegisterDifferenceKind.Reopened,
        RiskState.Accepted => RegisterDifferenceKind.Accepted,
        RiskState.Closed => RegisterDifferenceKind.Closed,
        _ => null,
    };

    /// <summary>Its last day lies between the two.</summary>
    private static bool Passed(DateOnly? last, DateOnly before, DateOnly after) => last is { } day && day >= before && day < after;

    private static string Standing(PicturedRisk risk) => risk.Band is null ? $"{Words.Of(risk.State)}, not assessed" : string.Create(CultureInfo.InvariantCulture, $"{Words.Of(risk.State)} at {risk.Score} {risk.Band}");

    private static string Rated(PicturedLine line) => line.Rating.Length > 0 ? line.Rating : "not said";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
