using Concord.Foundation;
using Concord.Risks;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Risks;

/// <summary>Levels as a form sends them.</summary>
internal static class TypedLevels
{
    /// <summary>Null where neither was chosen.</summary>
    /// <exception cref="RuleViolation">When only one of the two was chosen.</exception>
    public static RiskLevel? Level(this HttpContext context, string name) => (context.TypedNumber(name + "Likelihood"), context.TypedNumber(name + "Consequence")) switch
    {
        ({ } likelihood, { } consequence) => new(likelihood, consequence),
        (null, null) => null,
        _ => throw new RuleViolation("RISK-LEVEL", $"Choose likelihood and consequence of the {name} level, or neither."),
    };

    public static RiskLevel DemandLevel(this HttpContext context, string name) =>
        context.Level(name) ?? throw new RuleViolation("RISK-LEVEL", $"Choose likelihood and consequence of the {name} level.");
}
