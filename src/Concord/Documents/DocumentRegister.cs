using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;

namespace Concord.Documents;

/// <param name="Kind">policy, procedure, standard, plan, register, record, …</param>
/// <param name="ApprovedOn">The day of approval, of an approved document.</param>
/// <param name="Requirements">Keys of the requirements it documents.</param>
/// <param name="Reference">The organisation's own reference, for example DOC-42; null: the next free one.</param>
internal sealed record DocumentRegistration(
    OrganisationUnitId Unit, string Title, string Kind, string OwnerUnit, DocumentState State, DateOnly? ApprovedOn, IReadOnlyList<string> Requirements,
        string? Reference = null);

/// <summary>Adds documented information that exists; control of its revisions comes later.</summary>
internal sealed class DocumentRegister(ConcordDb db, StandardsLibrary standards)
{
    public async Task<Document> Add(DocumentRegistration registration, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var document = await Add(work, registration, stop);
        await work.Commit(stop);
        return document;
    }

    public async Task<Document> Add(Work work, DocumentRegistration registration, CancellationToken stop)
    {
        work.Actor.Demand(Permission.EditControls, registration.Unit);
        var reference = await work.Reference<Document>(registration.Reference, "DOC", stop);
        var document = new Document(reference, registration.Unit, registration.Title, registration.Kind, registration.OwnerUnit, registration.State,
            registration.ApprovedOn, standards.DemandKeys(registration.Requirements));
        db.Add(document);
        work.Note("document.added", document.Ref,
            $"{document.Kind}, {Words.Of(document.State)}{(document.ApprovedOn is { } day ? $" on {day:yyyy-MM-dd}" : "")}");
        return document;
    }
}
