using Concord.Foundation;
using Concord.Monitoring;
using Concord.Web.Access;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Batches that are read while the client does something else: begun by <c>?async=true</c> at the log.</summary>
internal static class ImportsApi
{
    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Monitoring");
        imports.MapGet("/{id}", Get).Permit(Permission.AppendLog).WithSummary("How far an import of yours is, and what became of it");
        imports.MapPost("/{id}/cancel", Cancel).Permit(Permission.AppendLog).WithSummary("Stop an import; once answered, nothing of it is left, unless it was stored already");
    }

    private static Ok<ImportAnswer> Get(string id, Imports imports, CurrentActor current) => TypedResults.Ok(ImportAnswer.Of(imports.Find(id, current.Actor)));

    private static async Task<Ok<ImportAnswer>> Cancel(string id, Imports imports, CurrentActor current)
    {
        var import = imports.Find(id, current.Actor);
        await import.Cancel();
        return TypedResults.Ok(ImportAnswer.Of(import));
    }
}

/// <param name="Percent">Of the bytes; null before anything is known.</param>
/// <param name="Receipt">Once the rows are stored.</param>
/// <param name="Problem">Why nothing is stored: the code, the sentence and all findings that the same request without <c>async</c> would have been answered with.</param>
internal sealed record ImportAnswer(string Id, string Model, ImportState State, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long RowsRead, long BytesRead, long BytesTotal, int? Percent, LogReceipt? Receipt, ImportProblem? Problem)
{
    public static ImportAnswer Of(Import import) => new(import.Id, import.Model, import.State, import.StartedAt, import.EndedAt, import.Progress.Rows, import.Progress.Bytes, import.Progress.TotalBytes,
        import.State == ImportState.Stored ? 100 : import.Progress.TotalBytes == 0 ? null : import.Progress.Percent, import.Receipt, ImportProblem.Of(import));

    public static string AddressOf(string id) => $"{ApiRoutes.Prefix}/imports/{id}";
}

internal sealed record ImportProblem(int Status, string Code, string Detail, IReadOnlyList<Finding> Findings)
{
    public static ImportProblem? Of(Import import) => import.Refusal switch
    {
        null => null,
        RuleViolation refused => new(Failures.StatusOf(refused), refused.Code, refused.Message, []),
        FindingsException imperfect => new(Failures.StatusOf(imperfect), "FINDINGS", imperfect.Message, imperfect.Findings),
        OperationCanceledException => new(StatusCodes.Status409Conflict, "IMPORT-CANCELLED", "The import was cancelled; nothing of it is stored.", []),
        _ => new(StatusCodes.Status500InternalServerError, "UNEXPECTED", "Something went wrong; nothing of it is stored. The log of the server says more.", []),
    };
}
