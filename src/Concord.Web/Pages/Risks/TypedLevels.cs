using System.Globalization;
using Concord.Foundation;
using Concord.Risks;
using Concord.Standards;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Risks;

/// <summary>Levels as a form sends them: a field for the likelihood and one for each dimension.</summary>
internal static class TypedLevels
{
    public const string Likelihood = "likelihood";

    public static string Field(string level, string part) => $"{level}.{part}";

    /// <summary>Null where nothing of it was chosen. What is no number becomes level 0, which the rules refuse with its place.</summary>
    public static LevelEntry? Level(this HttpContext context, RiskCriteria criteria, string level)
    {
        var chosen = criteria.Dimensions.Where(dimension => context.Typed(Field(level, dimension)) is not null)
            .ToDictionary(dimension => dimension, dimension => Number(context.Typed(Field(level, dimension))), StringComparer.Ordinal);
        var likelihood = context.Typed(Field(level, Likelihood));
        return likelihood is null && chosen.Count == 0 ? null : new(Number(likelihood), chosen);
    }

    public static LevelEntry DemandLevel(this HttpContext context, RiskCriteria criteria, string level) =>
        context.Level(criteria, level) ?? throw new RuleViolation("RISK-LEVEL", $"Say the {level} level: how likely it is, and how grave for at least one dimension.");

    /// <summary>References of controls: boxes that were ticked, and those that were typed.</summary>
    public static IReadOnlyList<string> Controls(this HttpContext context) =>
        [.. (context.TypedAll("control") ?? []).Concat((context.Typed("more") ?? "").Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];

    /// <summary>Null where the field was left empty.</summary>
    /// <exception cref="RuleViolation">When it is no day.</exception>
    public static DateOnly? Day(this HttpContext context, string field) => context.Typed(field)?.Trim() is not { Length: > 0 } typed ? null
        : DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new RuleViolation("RISK-DAY", $"'{typed}' is no day. Write it as 2026-12-31.");

    private static int Number(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
