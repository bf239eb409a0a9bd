using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Parts;

/// <summary>The fields of a form as they were sent, so that a refused form shows again what was typed.</summary>
internal static class TypedFields
{
    /// <summary>Null where the page was only opened.</summary>
    public static string? Typed(this HttpContext context, string field) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.Form[field] is [{ Length: > 0 } typed, ..] ? typed : null;

    /// <summary>Everything chosen of one field, a line or a box each; null where the page was only opened.</summary>
    public static IReadOnlyList<string>? TypedAll(this HttpContext context, string field) => HttpMethods.IsPost(context.Request.Method)
        ? [.. context.Request.Form[field].OfType<string>().Select(typed => typed.Trim()).Where(typed => typed.Length > 0)]
        : null;

    /// <summary>The version of the record the person saw; one that no record has when it was not sent.</summary>
    public static int SeenVersion(this HttpContext context) => context.TypedNumber("version") ?? -1;

    public static int? TypedNumber(this HttpContext context, string field) =>
        int.TryParse(context.Typed(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
