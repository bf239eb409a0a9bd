using System.Globalization;
using System.Text;
using Concord.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Concord.Web.Shell;

/// <summary>The page takes files: larger than other requests, streamed to the disk of the data folder, never held in memory.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesFilesAttribute : Attribute, IRequestSizeLimitMetadata
{
    /// <summary>Two GiB of log unless told.</summary>
    public long Bytes { get; init; } = 2L << 30;

    /// <summary>With some room for the fields around the files.</summary>
    public long? MaxRequestBodySize => Bytes + (1 << 20);
}

/// <summary>A file that came with a form. It lies on disk until the answer is sent.</summary>
internal sealed class UploadedFile(string name, string fileName, string path, string? mediaType) : IFormFile
{
    /// <summary>What the sender calls its kind: a claim, nothing that was looked at.</summary>
    public string? MediaType { get; } = mediaType;

    /// <summary>Under a name of harmless characters, which is also how findings call the file.</summary>
    public string Path { get; } = path;

    public string Name { get; } = name;

    public string FileName { get; } = fileName;

    public long Length { get; } = new FileInfo(path).Length;

    public string ContentType => "application/octet-stream";

    public string ContentDisposition => "";

    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    public Stream OpenReadStream() => File.OpenRead(Path);

    public void CopyTo(Stream target)
    {
        using var source = OpenReadStream();
        source.CopyTo(target);
    }

    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken = default)
    {
        await using var source = OpenReadStream();
        await source.CopyToAsync(target, cancellationToken);
    }
}

internal static class StreamedUploads
{
    /// <summary>After authorization, so that only who may send files can; before the form's token is looked for, which reads the form.</summary>
    public static void UseStreamedUploads(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (HttpMethods.IsPost(context.Request.Method)
            && context.GetEndpoint()?.Metadata.GetMetadata<TakesFilesAttribute>() is not null
            && MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var folder = new UploadFolder(context.RequestServices.GetRequiredService<DataLocation>());
            context.Response.RegisterForDispose(folder);
            context.Features.Set<IFormFeature>(new FormFeature(await folder.Read(context.Request, HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", context.RequestAborted)));
        }

        await next(context);
    });
}

/// <summary>The files of one request in the staging folder; removed with everything in it when the request ends.</summary>
internal sealed class UploadFolder(DataLocation data) : IDisposable
{
    private const int LongestText = 1 << 20;
    private const int MostParts = 100;

    private readonly StagingFolder folder = StagingFolder.Create(data, "upload");

    public async Task<IFormCollection> Read(HttpRequest request, string boundary, CancellationToken stop)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        var files = new FormFileCollection();
        var reader = new MultipartReader(boundary, request.Body);
        for (var parts = 0; await reader.ReadNextSectionAsync(stop) is { } part; parts++)
        {
            if (parts == MostParts)
                throw new BadHttpRequestException($"The form has more than {MostParts} parts.");
            if (part.AsFileSection() is { FileStream: not null } file && file.FileName.Length > 0)
                files.Add(await Keep(file, files.Count, stop));
            else if (part.GetContentDispositionHeader() is { } disposition && HeaderUtilities.RemoveQuotes(disposition.Name).Value is { Length: > 0 } name)
                fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), await Text(part, stop));
        }

        return new FormCollection(fields, files);
    }

    public void Dispose() => folder.Dispose();

    private async Task<UploadedFile> Keep(FileMultipartSection file, int number, CancellationToken stop)
    {
        var own = Directory.CreateDirectory(Path.Combine(folder.FullName, number.ToString(CultureInfo.InvariantCulture))).FullName;
        var path = Path.Combine(own, Harmless(file.FileName));
        await using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            await file.FileStream!.CopyToAsync(target, 1 << 16, stop);
        return new(file.Name, file.FileName, path, file.Section.ContentType);
    }

    private static async Task<string> Text(MultipartSection part, CancellationToken stop)
    {
        using var reader = new StreamReader(part.Body, Encoding.UTF8);
        var text = new StringBuilder();
        var buffer = new char[8192];
        while (await reader.ReadAsync(buffer, stop) is > 0 and var read)
        {
            if (text.Length + read > LongestText)
                throw new BadHttpRequestException("A field of the form is too long.", StatusCodes.Status413PayloadTooLarge);
            text.Append(buffer, 0, read);
        }

        return text.ToString();
    }

    /// <summary>The sender's name without folders and without characters that mean something to a file system or in a pattern.</summary>
    private static string Harmless(string name)
    {
        var plain = string.Concat(name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')).TrimStart('.');
        return plain.Length switch
        {
            0 => "file",
            > 80 => plain[^80..],
            _ => plain,
        };
    }
}
