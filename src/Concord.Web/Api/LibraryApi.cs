using System.ComponentModel;
using Concord.Foundation;
using Concord.Library;
using Concord.Standards;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>The standards library: what is in use, what it changes, who accepted it.</summary>
internal static class LibraryApi
{
    public static void MapLibrary(this IEndpointRouteBuilder api)
    {
        var library = api.MapGroup("/library").WithTags("Standards library");
        library.MapGet("", InUse).Permit(Permission.ViewRegister).WithSummary("The library in use: editions, files, hash, and whether what it changes is accepted");
        library.MapGet("/revisions", ListRevisions).Permit(Permission.ViewRegister).WithSummary("Libraries that were in use, and who accepted them");
        library.MapGet("/revisions/{reference}", GetRevision).Permit(Permission.ViewRegister).WithSummary("One library that was in use");
        library.MapPost("/revisions/{reference}/accept", Accept).Permit(Permission.JudgeRequirements).WithSummary("Say that what the library in use changes has been read and seen to");
        library.MapGet("/changes", Changes).Permit(Permission.ViewRegister).IsHeavy().WithSummary("What a library says differently from another, row by row, and what that changes for the organisation");
        library.MapPost("/compare", Compare).Permit(Permission.JudgeRequirements).WithMetadata(new LibraryBodyLimit()).IsHeavy()
            .WithSummary("The same for a library that is not installed, beside the one in use; nothing of it is kept");
    }

    private static async Task<Ok<LibraryInUse>> InUse(LibraryViews views, CancellationToken stop) => TypedResults.Ok(await views.InUse(stop));

    private static async Task<Ok<PageOf<LibraryRevisionLine>>> ListRevisions([AsParameters] ListParameters list, LibraryViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Revisions(list.Request, stop));

    private static async Task<OneRecord<LibraryRevisionLine>> GetRevision(string reference, LibraryViews views, CancellationToken stop)
    {
        var revision = await views.Revision(reference, stop);
        return Answer.One(revision, revision.Version);
    }

    private static async Task<OneRecord<LibraryRevisionLine>> Accept(
        string reference, LibraryAcceptance body, SeenVersion seen, LibraryRegister register, LibraryViews views, CurrentActor current, CancellationToken stop)
    {
        await register.Accept(reference, seen.Number, body.Reason, current.Actor, stop);
        return await GetRevision(reference, views, stop);
    }

    private static async Task<Ok<LibraryComparison>> Changes(
        [Description("The earlier library, for example LIB-0001; unless told the one accepted last before the later one.")] string? from,
        [Description("The later library; the one in use unless told.")] string? to, LibraryViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.Changes(from, to, stop));

    private static async Task<Ok<LibraryComparison>> Compare(LibraryFolder body, LibraryViews views, CancellationToken stop)
    {
        var content = LibraryContent.Of(body.Files);
        await LibraryIntake.Check(content, stop);
        return TypedResults.Ok(await views.Beside(content, stop));
    }

    /// <summary>A library is larger than what other routes take as JSON, and its bytes are written in text.</summary>
    private sealed record LibraryBodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => (LibraryContent.MostBytes * 4L / 3) + (1 << 20);
    }
}

internal sealed record LibraryAcceptance([property: Description("What you have seen to.")] string Reason);

internal sealed record LibraryFolder([property: Description("The bytes of each table and document in Base64, by its path: crosswalks/reuse.csv.")] IReadOnlyDictionary<string, byte[]> Files);
