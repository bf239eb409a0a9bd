using System.Text.Json;

namespace Concord.Web.Pages.Monitoring;

/// <summary>What stands in the field before anybody typed: a whole definition to change, not an empty box.</summary>
internal static class DefinitionExample
{
    public static string For(string model) =>
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
}
