using System.ComponentModel;
using System.Text.Json;
using System.Text.RegularExpressions;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Concord.Web.Api;

/// <summary>Says what is wrong with a request that could not be read: where in the body, and what stands there instead of what.</summary>
internal static partial class UnreadableRequest
{
    public static ProblemDetails Describe(HttpContext context, BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json) return Body(context, json);
        return bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => Problem(bad.StatusCode, "TOO-LARGE", TooLarge.Sentence(context)),
            StatusCodes.Status415UnsupportedMediaType => Problem(bad.StatusCode, "MEDIA-TYPE", $"Send the body as {Accepted(context)} and say so in Content-Type."),
            _ => Problem(bad.StatusCode, "REQUEST", Sentence(bad.Message)),
        };
    }

    private static ProblemDetails Body(HttpContext context, JsonException json)
    {
        var place = json.Path is { Length: > 0 } path ? path : "$";
        var problem = Problem(StatusCodes.Status400BadRequest, "BODY", $"{place}: {What(context, json)}");
        problem.Extensions["place"] = place;
        if (json.LineNumber is { } line) problem.Extensions["line"] = line + 1;
        return problem;
    }

    /// <summary>The serializer's own sentences name types of this program, which say nothing to the sender.</summary>
    private static string What(HttpContext context, JsonException json)
    {
        var message = json.Message;
        if (json is WordException) return message;
        if (UnknownMember().Match(message) is { Success: true } unknown) return $"'{unknown.Groups["name"].Value}' is not known here.{Known(context)}";
        if (RepeatedMember().Match(message) is { Success: true } repeated) return $"'{repeated.Groups["name"].Value}' stands here twice.";
        if (message.Contains("missing required properties", StringComparison.Ordinal))
            return $"These members are missing: {string.Join(", ", Quoted().Matches(message[message.IndexOf("including", StringComparison.Ordinal)..]).Select(match => match.Groups["name"].Value))}.";
        if (message.Contains("maximum configured depth", StringComparison.Ordinal)) return "The body is nested too deeply.";
        if (message.Contains("could not be converted", StringComparison.Ordinal)) return "The value is not of the kind that belongs here.";
        if (message.Contains("null", StringComparison.OrdinalIgnoreCase)) return "The value must not be null.";
        if (message.Contains("type '", StringComparison.Ordinal)) return "The value does not fit here.";
        return $"This is no JSON: {message.Split(" Path:", 2)[0].Split(" LineNumber:", 2)[0]}";
    }

    private static string Known(HttpContext context) =>
        Endpoint(context)?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
            ? $" Known: {string.Join(", ", ApiJson.Options.GetTypeInfo(type).Properties.Select(property => property.Name))}."
            : "";

    /// <summary>While a failure is handled, the request no longer stands at its endpoint.</summary>
    private static Endpoint? Endpoint(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint();

    private static string Accepted(HttpContext context) =>
        string.Join(", ", Endpoint(context)?.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? ["application/json"]);

    /// <summary>A parameter that may be left out and is no value of its kind is answered with the status alone; this finds it again.</summary>
    public static string Parameters(HttpContext context) => Found(context) is { Length: > 0 } found ? found : "A value in the address could not be read.";

    private static string Found(HttpContext context) =>
        string.Join(' ', (Endpoint(context)?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
            .Where(parameter => parameter.HasTryParse)
            .Select(parameter => (Name: QueryName(parameter), Kind: TypeDescriptor.GetConverter(parameter.ParameterInfo.ParameterType)))
            .Select(parameter => (parameter.Name, parameter.Kind, Value: context.Request.Query[parameter.Name].ToString()))
            .Where(parameter => parameter.Value.Length > 0 && !parameter.Kind.IsValid(parameter.Value))
            .Select(parameter => NoValue(parameter.Value, parameter.Name)));

    private static string QueryName(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(inherit: false).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? CamelCase(parameter.Name);

    public static string NoValue(string value, string name) => $"'{value}' is not a value of {name}.";

    /// <summary>Minimal APIs speak of parameters of methods: <c>Failed to bind parameter "Nullable&lt;int&gt; Size" from "abc".</c></summary>
    private static string Sentence(string message) =>
        FailedParameter().Match(message) is { Success: true } failed
            ? NoValue(failed.Groups["value"].Value, CamelCase(failed.Groups["name"].Value))
            : MissingBody().IsMatch(message) ? "The request needs a body of JSON." : message;

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    internal static ProblemDetails Problem(int status, string code, string detail) =>
        new() { Status = status, Title = code, Detail = detail, Extensions = { ["code"] = code } };

    [GeneratedRegex("^The JSON property '(?<name>.*)' could not be mapped", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownMember();

    [GeneratedRegex("^Duplicate property '(?<name>.*)' encountered", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RepeatedMember();

    [GeneratedRegex("'(?<name>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("^Failed to bind parameter \".*? (?<name>\\w+)\" from \"(?<value>.*)\"\\.$", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FailedParameter();

    [GeneratedRegex("(Required|Implicit body|parameter).*(body|not provided)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingBody();
}
