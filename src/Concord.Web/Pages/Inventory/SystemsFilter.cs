using Concord.Foundation;
using Concord.Inventory;
using Concord.Web.Parts;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Pages.Inventory;

/// <summary>The filter of the inventory: a form without script sends its fields, and the address that can be cited has them as one filter.</summary>
internal static class SystemsFilter
{
    private static readonly string[] Keys = ["stage", "state", "class"];

    /// <summary>Null when the address was not sent by the form.</summary>
    public static string? FromForm(HttpRequest request)
    {
        if (!request.Query.ContainsKey("words"))
            return null;
        var parts = Keys.Where(key => !string.IsNullOrWhiteSpace(request.Query[key])).Select(key => $"{key}:{request.Query[key]}")
            .Append(request.Query["words"].ToString().Replace(':', ' ').Trim());
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    /// <summary>"12 in use, 3 in development, one in procurement."</summary>
    public static string? Sentence(IReadOnlyList<StageCount> stages)
    {
        var some = stages.Where(stage => stage.Systems > 0).OrderByDescending(stage => stage.Stage == InventoryStage.InUse).Select(stage => $"{Plain.Number(stage.Systems)} {Words.Of(stage.Stage)}").ToList();
        return some.Count == 0 ? null : Plain.Capital(string.Join(", ", some)) + ".";
    }
}
