using System.Text.Json;

namespace Concord.Web.Pages.Monitoring;

/// <summary>What stands in the field before anybody typed: a whole definition to change, not an empty box.</summary>
internal static class DefinitionExample
{
    /// <param name="variable">The one column that is asked for; null: an example.</param>
    public static string For(string model, string? variable = null) => variable is { Length: > 0 } ? ForOne(model, variable) :
        $$"""
        {
          "modelId": {{JsonSerializer.Serialize(model)}},
          "threshold": 0.5,
          "favourableDecision": 1,
          "positiveLabel": 1,
          "topShare": 0.05,
          "numeric": ["age"],
          "categorical": ["workclass"],
          "protected": ["sex"],
          "window": "month"
        }
        """;

    private static string ForOne(string model, string variable) =>
        $$"""
        {
          "modelId": {{JsonSerializer.Serialize(model)}},
          "categorical": [{{JsonSerializer.Serialize(variable)}}],
          "window": "month"
        }
        """;
}
