using Concord.Foundation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Documents;

internal sealed record DocumentLine(string Ref, int Version, string Title, string Kind, string OwnerUnit, DocumentState State, DateOnly? ApprovedOn,
    IReadOnlyList<string> Requirements);

internal sealed class DocumentViews(ConcordDb db)
{
    public static readonly ListOrder<Document> Order = new ListOrder<Document>("ref", document => document.Ref)
        .By("title", document => document.Title).By("kind", document => document.Kind).By("approved", document => document.ApprovedOn ?? DateOnly.MinValue);

    /// <summary>Filter: <c>state:</c> <c>kind:policy</c> <c>requirement:KEY</c> and words.</summary>
    public async Task<PageOf<DocumentLine>> List(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<Document>().AsNoTracking();
        if (request.State<DocumentState>("state") is { } state) list = list.Where(document => document.State == state);
        if (request.FilterValue("kind") is { } kind) list = list.Where(document => document.Kind == kind);
        if (request.FilterValue("requirement") is { } key) list = list.Where(document => document.Requirements.Contains(key));
        list = list.Mentioning(request, document => document.Ref, document => document.Title);
        return (await list.Page(request, Order, document => document, stop)).Map(Line);
    }

    public async Task<DocumentLine> Detail(string reference, CancellationToken stop) => Line(
        await db.Set<Document>().AsNoTracking().SingleOrDefaultAsync(document => document.Ref == reference, stop)
            ?? throw Refusal.Missing("document", reference));

    private static DocumentLine Line(Document document) =>
        new(document.Ref, document.Version, document.Title, document.Kind, document.OwnerUnit, document.State, document.ApprovedOn, document.Requirements);
}
