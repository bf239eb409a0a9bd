using System.Globalization;
using System.Reflection;
using Concord.Foundation;
using Microsoft.AspNetCore.Http;

namespace Concord.Web.Api;

/// <summary>The version of the record that the client has seen, from <c>If-Match</c>. A change without it is refused: it could undo somebody else's.</summary>
internal readonly record struct SeenVersion(int Number)
{
    public static ValueTask<SeenVersion> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(Read(context.Request.Headers.IfMatch.ToString()));

    public static string ETag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static SeenVersion Read(string header)
    {
        if (header.Length == 0)
            throw new RuleViolation(Refusal.VersionRequired, "Say which version you have seen: send the ETag of the record as If-Match, for example If-Match: \"3\".");
        // Proxies that compress turn the tag into a weak one; the number in it is the same.
        var tag = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        return int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number)
            : throw new BadHttpRequestException("If-Match must be the one ETag this record was read with, for example \"3\".");
    }
}
