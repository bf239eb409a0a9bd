using System.ComponentModel;
using Concord.Foundation;
using Concord.Journal;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The journal, to read: everything an outsider needs to recompute its chain.</summary>
internal static class JournalApi
{
    public static void MapJournal(this IEndpointRouteBuilder api) =>
        api.MapGet("/journal", ListEntries).Permit(Permission.ViewJournal).WithTags("Journal").WithSummary("Entries of the journal, oldest first");

    private static async Task<Ok<JournalPage>> ListEntries(
        [Description("Sequence of the last entry already known; 0 for all.")] long? after,
        [Description("Reference of a record: only entries on it.")] string? subject,
        [Description("Entries of a page, 1 to 200; 50 unless told.")] int? size,
        JournalViews views, CurrentActor current, CancellationToken stop) =>
        TypedResults.Ok(await views.After(current.Actor, after ?? 0, subject, new ListParameters { Size = size }.Request.Size, stop));
}
