using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>The filter of a list: a form without script sends its fields one by one, and the address that can be cited has them as one filter.</summary>
internal static class ListFilter
{
    /// <summary>Null when the address was not sent by the form: it has none of its fields.</summary>
    public static string? FromForm(HttpRequest request, params string[] keys)
    {
        if (!keys.Append("words").Any(request.Query.ContainsKey))
            return null;
        var parts = keys.Where(key => !string.IsNullOrWhiteSpace(request.Query[key])).Select(key => $"{key}:{request.Query[key].ToString().Trim()}")
            .Append(request.Query["words"].ToString().Replace(':', ' ').Trim());
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }
}
