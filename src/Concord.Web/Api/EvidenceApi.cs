using System.Text.Json.Nodes;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Concord.Web.Api;

/// <summary>Evidence, to read.</summary>
internal static class EvidenceApi
{
    /// <summary>Evidence has one version: it is never changed afterwards.</summary>
    private const int NeverChanged = 0;

    public static void MapEvidence(this IEndpointRouteBuilder api)
    {
        var evidence = api.MapGroup("/evidence").WithTags("Evidence");
        evidence.MapGet("", ListEvidence).Permit(Permission.ViewRegister).WithSummary("Evidence");
        evidence.MapGet("/{reference}", GetEvidence).Permit(Permission.ViewRegister).WithSummary("One piece of evidence with what was frozen");
    }

    private static async Task<Ok<PageOf<EvidenceListLine>>> ListEvidence([AsParameters] ListParameters list, EvidenceViews views, CancellationToken stop) =>
        TypedResults.Ok(await views.List(list.Request, stop));

    private static async Task<OneRecord<EvidenceAnswer>> GetEvidence(string reference, EvidenceViews views, CancellationToken stop)
    {
        var evidence = await views.Detail(reference, stop);
        return Answer.One(EvidenceAnswer.Of(evidence), NeverChanged);
    }
}

/// <param name="Content">What was frozen. Figures of protected groups with too few rows are left out here; the hash is of the whole.</param>
internal sealed record EvidenceAnswer(
    EvidenceLine Line, string Summary, JsonNode? Content, string ContentSha256, bool ContentIsWhole, IReadOnlyList<ControlName> Controls, PersonName? RecordedBy, DateTimeOffset RecordedAt,
    IReadOnlyList<LinkLine> Links)
{
    public static EvidenceAnswer Of(EvidenceDetail evidence) => new(
        evidence.Line, evidence.Summary, StoredMeasures.WithoutSmallGroups(evidence.Content), evidence.ContentSha256, evidence.ContentIsWhole, evidence.Controls, evidence.RecordedBy, evidence.RecordedAt, evidence.Links);
}
