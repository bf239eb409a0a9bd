using Concord.Documents;
using Concord.Foundation;
using Concord.Web.Access;
using Concord.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Pages.Documents;

/// <summary>The file of a revision for those who signed in on a page; programs have the same below the interface.</summary>
internal static class DocumentFileRoute
{
    public static void MapDocumentFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/documents/{reference}/revisions/{number:int}/file", HandOut).Permit(Permission.ViewRegister).ExcludeFromDescription();

    private static Task<FileStreamHttpResult> HandOut(string reference, int number, DocumentViews views, DocumentFiles files, CancellationToken stop) => DocumentsApi.HandOut(reference, number, views, files, stop);
}
