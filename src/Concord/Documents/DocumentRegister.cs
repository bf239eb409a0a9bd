using System.Globalization;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Documents;

/// <param name="Unit">The part of the organisation it belongs to; null: the whole.</param>
/// <param name="OwnerRef">Who sees to it that it is reviewed.</param>
/// <param name="Reference">The organisation's own reference, for example DOC-42; null: the next free one.</param>
internal sealed record NewDocument(
    string Title, string Kind, string? OwnerRef, int? ReviewEveryMonths, RetentionRule? Retention = null, int? RetentionMonths = null, string? Unit = null, string? Reference = null,
    string? OwnerUnit = null);

/// <summary>What a person keeps as a draft.</summary>
/// <param name="Text">Markdown; null: the content stays as it is, a file for example.</param>
/// <param name="Location">Where the document is kept instead of here.</param>
internal sealed record DraftContent(string? Text, string Note, IReadOnlyList<string> Requirements, IReadOnlyList<SectionMapping> Sections, string? Location = null);

/// <summary>Documents and their drafts. What is decided about a draft stands in <see cref="DocumentDecisions"/>.</summary>
internal sealed class DocumentRegister(ConcordDb db, StandardsLibrary standards, DocumentFiles files)
{
    /// <summary>A new document with its first draft, which is empty.</summary>
    public async Task<Document> Register(NewDocument wanted, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var unit = wanted.Unit is { Length: > 0 } named ? await Unit(named, stop) : new(await db.WholeOrganisation(stop), "the whole organisation");
        actor.DemandPerson(Permission.EditDocuments, unit.Id);
        var document = new Document(await work.Reference<Document>(wanted.Reference, "DOC", stop), unit.Id, await Facts(wanted, unit.Name, stop));
        document.Start(actor.Ref, db.Now);
        db.Add(document);
        work.Note("document.registered", document.Ref, $"{document.Kind}{(document.ReviewEveryMonths is { } months ? $", reviewed every {months} months" : "")}");
        await work.Commit(stop);
        return document;
    }

    public async Task<Document> Describe(string reference, int expectedVersion, NewDocument wanted, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var document = await db.DocumentAt(reference, expectedVersion, known => actor.DemandPerson(Permission.EditDocuments, known.UnitId), stop);
        document.Describe(await Facts(wanted, document.OwnerUnit, stop));
        if (db.ChangedWords(document) is not { Length: > 0 } changed) return document;
        work.Note("document.described", document.Ref, changed);
        await work.Commit(stop);
        return document;
    }

    /// <summary>A draft that begins with the text in force, and its sections with their requirements.</summary>
    public async Task<DocumentRevision> StartRevision(string reference, int expectedVersion, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var document = await db.DocumentAt(reference, expectedVersion, known => actor.DemandPerson(Permission.EditDocuments, known.UnitId), stop);
        var before = document.Counting ?? document.Newest;
        // Who takes over a text writes none of it yet; whoever keeps the first change becomes an author.
        var revision = document.Start("", db.Now);
        db.Add(revision);
        if (before is { Content: DocumentContent.Text }) db.Add(new DocumentText(revision.Id, await db.TextOf(before.Id, stop)));
        work.Note("document.revision-started", revision.Ref, before is null ? "empty" : $"from {before.Ref}");
        await work.Commit(stop);
        return revision;
    }

    public async Task<DocumentRevision> Save(string reference, int number, int expectedVersion, DraftContent content, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, MayEdit(actor), stop);
        if (content.Text is { } typed) DocumentMarkdown.Demand(typed);
        var replaced = revision.Path;
        if (content.Location is { } location && !Written.SaysNothing(location)) revision.WriteLocation(location, actor.Ref, db.Now);
        else if (content.Text is { } text) await Write(revision, Written.SaysNothing(text) ? "" : text.ReplaceLineEndings("\n"), actor.Ref, stop);
        var headings = revision.Content == DocumentContent.Text ? DocumentMarkdown.Headings(await db.TextOf(revision.Id, stop)) : [];
        var known = revision.Sections.ToList();
        revision.Explain(content.Note, standards.DemandKeys(content.Requirements), [.. content.Sections.Select(section => section with { Requirements = standards.DemandKeys(section.Requirements) })],
            headings.Select(heading => heading.Key).ToHashSet(StringComparer.Ordinal), actor.Ref, db.Now);
        db.AddRange(revision.Sections.Except(known));
        db.RemoveRange(known.Except(revision.Sections));
        document.Stand();
        work.Note("document.draft-kept", revision.Ref, Told(revision));
        await work.Commit(stop);
        if (revision.Path != replaced) files.Forget(replaced);
        return revision;
    }

    /// <param name="staged">A file in the staging folder; it is moved to its place.</param>
    public async Task<DocumentRevision> AttachFile(string reference, int number, int expectedVersion, string staged, string name, string? mediaType, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var (document, revision) = await db.RevisionAt(reference, number, expectedVersion, MayEdit(actor), stop);
        if (revision.State != DocumentState.Draft) throw new RuleViolation("DOCUMENT-NOT-DRAFT", $"{revision.Ref} is {Words.Of(revision.State)}; only a draft takes a file.");
        var (replaced, known) = (revision.Path, revision.Sections.ToList());
        var file = files.Keep(staged, document.Ref, name, mediaType);
        try
        {
            revision.WriteFile(file, actor.Ref, db.Now);
            db.RemoveRange(known);
            if (await db.Set<DocumentText>().FindAsync([revision.Id], stop) is { } text) db.Remove(text);
            document.Stand();
            work.Note("document.file-kept", revision.Ref, Told(revision));
            await work.Commit(stop);
        }
        catch
        {
            files.Forget(file.Path);
            throw;
        }
        files.Forget(replaced);
        return revision;
    }

    /// <summary>A document from before the record was kept here: only by the product itself, from files of the organisation.</summary>
    public async Task<Document> BringIn(Work work, OrganisationUnitId unit, string? reference, DocumentFacts facts, IReadOnlyList<PastRevision> past, CancellationToken stop)
    {
        if (!work.Actor.IsSystem) throw new RuleViolation(Refusal.AccessDenied, "Documents are brought in by the product only: an approval is given, not told.");
        var document = new Document(await work.Reference<Document>(reference, "DOC", stop), unit, facts);
        foreach (var one in past)
        {
            var revision = document.BringIn(one with { Requirements = standards.DemandKeys(one.Requirements), Sections = [.. one.Sections.Select(section => section with { Requirements = standards.DemandKeys(section.Requirements) })] });
            if (one.Text.Length > 0) db.Add(new DocumentText(revision.Id, one.Text));
        }
        db.Add(document);
        work.Note("document.brought-in", document.Ref, $"{document.Kind}, {Words.Of(document.State)}{(document.ApprovedOn is { } day ? $", approved on {day:yyyy-MM-dd}" : "")}");
        return document;
    }

    private static Action<Document, DocumentRevision> MayEdit(Actor actor) => (document, _) => actor.DemandPerson(Permission.EditDocuments, document.UnitId);

    private async Task Write(DocumentRevision revision, string text, string author, CancellationToken stop)
    {
        revision.WriteText(text, author, db.Now);
        if (await db.Set<DocumentText>().FindAsync([revision.Id], stop) is { } known) known.Write(text);
        else db.Add(new DocumentText(revision.Id, text));
    }

    private async Task<DocumentFacts> Facts(NewDocument wanted, string ownerUnit, CancellationToken stop)
    {
        PersonId? owner = null;
        if (wanted.OwnerRef is { Length: > 0 } reference)
            owner = await db.Set<Person>().IgnoreQueryFilters().Where(person => person.Ref == reference).Select(person => (PersonId?)person.Id).SingleOrDefaultAsync(stop) ?? throw Refusal.Missing("person", reference);
        return new(wanted.Title, wanted.Kind, owner, wanted.OwnerUnit ?? ownerUnit, wanted.ReviewEveryMonths, wanted.Retention, wanted.RetentionMonths);
    }

    private async Task<(OrganisationUnitId Id, string Name)> Unit(string reference, CancellationToken stop)
    {
        var unit = await db.Set<OrganisationUnit>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("unit", reference);
        return (unit.Id, unit.Name);
    }

    private static string Told(DocumentRevision revision) => revision.Content switch
    {
        DocumentContent.Text => string.Create(CultureInfo.InvariantCulture, $"text of {revision.Bytes:N0} bytes, SHA-256 {revision.Sha256[..12]}…"),
        DocumentContent.File => string.Create(CultureInfo.InvariantCulture, $"file of {revision.Bytes:N0} bytes, SHA-256 {revision.Sha256[..12]}…"),
        DocumentContent.Elsewhere => "kept elsewhere",
        _ => "empty",
    };
}

internal static class DocumentReading
{
    /// <param name="demand">Who may not is refused before anything is said of the state of the document.</param>
    public static async Task<Document> DocumentAt(this ConcordDb db, string reference, int expectedVersion, Action<Document> demand, CancellationToken stop)
    {
        var document = await DocumentAt(db, reference, stop);
        demand(document);
        Refusal.IfStale(document, expectedVersion);
        return document;
    }

    /// <param name="demand">Who may not is refused before anything is said of the state of the revision.</param>
    public static async Task<(Document Document, DocumentRevision Revision)> RevisionAt(
        this ConcordDb db, string reference, int number, int expectedVersion, Action<Document, DocumentRevision> demand, CancellationToken stop)
    {
        var document = await DocumentAt(db, reference, stop);
        var revision = document.Revisions.Find(known => known.Number == number) ?? throw Refusal.Missing("revision", $"{reference}:{number}");
        demand(document, revision);
        Refusal.IfStale(revision, expectedVersion);
        return (document, revision);
    }

    private static async Task<Document> DocumentAt(ConcordDb db, string reference, CancellationToken stop) =>
        await db.Set<Document>().Include(known => known.Reviews).Include(known => known.Revisions).ThenInclude(revision => revision.Sections)
            .Include(known => known.Revisions).ThenInclude(revision => revision.Approvals).AsSplitQuery().SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("document", reference);

    /// <summary>Empty where the revision has none.</summary>
    public static async Task<string> TextOf(this ConcordDb db, DocumentRevisionId revision, CancellationToken stop) =>
        db.Held<DocumentText>().FirstOrDefault(text => text.RevisionId == revision)?.Text
        ?? await db.Set<DocumentText>().AsNoTracking().Where(text => text.RevisionId == revision).Select(text => text.Text).SingleOrDefaultAsync(stop) ?? "";
}
