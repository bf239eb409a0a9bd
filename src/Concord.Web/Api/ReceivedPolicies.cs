using System.Reflection;
using Concord.Gaps.Analysis;
using Concord.Storage;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Concord.Web.Api;

/// <summary>Documents that came as parts of a form, each under the name its sender gives it. They are removed when the request ends.</summary>
internal sealed record ReceivedPolicies(IReadOnlyList<HandedInPolicy> Files)
{
    public static async ValueTask<ReceivedPolicies?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("Send the policies as multipart/form-data, each part with its file name.", StatusCodes.Status415UnsupportedMediaType);
        var folder = new UploadFolder(context.RequestServices.GetRequiredService<DataLocation>());
        context.Response.RegisterForDispose(folder);
        var form = await folder.Read(context.Request, HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? "", context.RequestAborted);
        return new([.. form.Files.OfType<UploadedFile>().Select(file => new HandedInPolicy(file.Path, file.FileName))]);
    }
}
