using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Concord.Web.Shell;

/// <summary>The stylesheet, the icon, the script of the page that carries one. Their address carries a hash of their content, so a browser may keep them for ever.</summary>
internal static class SiteFiles
{
    private const string Prefix = "asset:";

    private static readonly FrozenDictionary<string, Asset> ByName = Load().ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, Asset> ByFile = ByName.Values.ToFrozenDictionary(asset => asset.File, StringComparer.Ordinal);

    /// <summary>The address of a file of <c>wwwroot</c>; asking for one that does not exist is a bug and throws.</summary>
    public static string AddressOf(string name) => "/assets/" + ByName[name].File;

    /// <summary>The content itself, for a page that must carry everything with it.</summary>
    public static string TextOf(string name) => System.Text.Encoding.UTF8.GetString(ByName[name].Bytes);

    public static void MapSiteFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{file}", Serve).WithMetadata(new AllowAnonymousAttribute()).ExcludeFromDescription();

    private static IResult Serve(string file, HttpContext context)
    {
        if (!ByFile.TryGetValue(file, out var asset))
            return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Bytes, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    }

    private static IEnumerable<Asset> Load()
    {
        var assembly = typeof(SiteFiles).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            yield return Asset.Of(resource[Prefix.Length..], memory.ToArray());
        }
    }

    private sealed record Asset(string Name, string File, string Hash, string ContentType, byte[] Bytes)
    {
        public static Asset Of(string name, byte[] bytes)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
            var extension = System.IO.Path.GetExtension(name);
            var file = string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileNameWithoutExtension(name)}.{hash}{extension}");
            return new Asset(name, file, hash, extension switch
            {
                ".css" => "text/css; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".js" => "text/javascript; charset=utf-8",
                _ => throw new InvalidOperationException($"Say which content type {extension} has before embedding {name}."),
            }, bytes);
        }
    }
}
