using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Library;

/// <param name="AcceptedBy">Null: nobody had to.</param>
internal sealed record LibraryRevisionLine(
    string Ref, int Version, int Number, LibraryState State, IReadOnlyList<string> Editions, string ContentSha256, DateTimeOffset InstalledAt, PersonName? AcceptedBy, DateTimeOffset? AcceptedAt, string Reason, string Changed);

/// <param name="Claims">Claims of re-use whose target it is, or that re-use it.</param>
internal sealed record LibraryEdition(string Key, string Designation, string Title, string Packager, string Packaged, string Source, int Clauses, int Controls, int Claims);

/// <param name="Rows">Of a table its rows, of a document its values.</param>
internal sealed record LibraryFile(string File, string Part, int? Rows, string Sha256);

/// <param name="AcceptedLast">What was accepted last; where it is not the one in use, its difference is to be read.</param>
/// <param name="IsWhatThisServerReads">False where another process on the same record started with another library since.</param>
internal sealed record LibraryInUse(LibraryRevisionLine InUse, LibraryRevisionLine AcceptedLast, bool IsWhatThisServerReads, IReadOnlyList<LibraryEdition> Editions, IReadOnlyList<LibraryFile> Files)
{
    public bool IsToAccept => InUse.State == LibraryState.NotAccepted;
}

/// <summary>What one library says differently from another, and what that changes for the organisation today.</summary>
/// <param name="Before">Reference and hash of the one compared with.</param>
/// <param name="After">Reference of the other; empty for a folder that is not installed.</param>
/// <param name="Summary">In a sentence.</param>
internal sealed record LibraryComparison(
    string Before, string BeforeSha256, string After, string AfterSha256, string Summary, IReadOnlyList<LibraryFileChange> Files, IReadOnlyList<LibraryChange> Changes, LibraryEffects Effects);

/// <summary>Questions to the library: what is in use, what was, and what the difference means.</summary>
internal sealed class LibraryViews(ConcordDb db, OpenLibraries libraries)
{
    private static readonly ListOrder<LibraryRevision> Order = new ListOrder<LibraryRevision>("-number", revision => revision.Ref).By("number", revision => revision.Number).By("installed", revision => revision.InstalledAt);

    public async Task<LibraryInUse> InUse(CancellationToken stop)
    {
        var newest = await Newest(null, stop);
        var accepted = await Newest(LibraryState.Accepted, stop);
        var library = libraries.InUse.Standards!;
        return new(await Line(newest, stop), await Line(accepted, stop), newest.ContentSha256 == libraries.InUse.Content.Sha256,
            [.. library.Editions.Select(edition => new LibraryEdition(edition.Key, edition.Designation, edition.Title, edition.Packager, edition.Packaged, edition.Copyright, edition.Clauses, edition.Controls,
                library.Reuse.Count(claim => claim.SourceStandard == edition.Prefix || library.FindRequirement(claim.RequirementKey)?.Edition == edition.Key)))],
            LibraryFiles.Of(libraries.InUse.Content));
    }

    /// <summary>When the library in use was installed, while nobody has accepted what it changes; null when there is nothing to accept.</summary>
    public Task<DateTimeOffset?> WaitingSince(CancellationToken stop) => db.Set<LibraryRevision>().Where(revision => revision.State == LibraryState.NotAccepted)
        .Select(revision => (DateTimeOffset?)revision.InstalledAt).FirstOrDefaultAsync(stop);

    /// <summary>Newest first. Filter: <c>state:accepted</c>.</summary>
    public async Task<PageOf<LibraryRevisionLine>> Revisions(PageRequest request, CancellationToken stop)
    {
        var list = db.Set<LibraryRevision>().AsNoTracking();
        if (request.State<LibraryState>("state") is { } state) list = list.Where(revision => revision.State == state);
        var page = await list.Page(request, Order, revision => new
        {
            revision.Ref, revision.Version, revision.Number, revision.State, revision.Editions, revision.ContentSha256, revision.InstalledAt, revision.AcceptedBy, revision.AcceptedAt, revision.Reason, revision.Changed,
        }, stop);
        var names = await db.NamesOf(page.Items.Select(row => row.AcceptedBy), stop);
        return page.Map(row => new LibraryRevisionLine(row.Ref, row.Version, row.Number, row.State, row.Editions, row.ContentSha256, row.InstalledAt, names.Of(row.AcceptedBy), row.AcceptedAt, row.Reason, row.Changed));
    }

    public async Task<LibraryRevisionLine> Revision(string reference, CancellationToken stop) => await Line(await Found(reference, stop), stop);

    /// <param name="from">The earlier one; the one accepted last before the later one unless told.</param>
    /// <param name="to">The later one; the one in use unless told.</param>
    public async Task<LibraryComparison> Changes(string? from, string? to, CancellationToken stop)
    {
        var (before, after) = await Chosen(from, to, stop);
        return await WithEffects(Rows(before.Ref, libraries.Of(before), after.Ref, libraries.Of(after)), libraries.Of(before), libraries.Of(after), stop);
    }

    /// <summary>The rows alone, for a list of them: nothing is computed from the record.</summary>
    public async Task<LibraryComparison> Rows(string? from, string? to, CancellationToken stop)
    {
        var (before, after) = await Chosen(from, to, stop);
        return Rows(before.Ref, libraries.Of(before), after.Ref, libraries.Of(after));
    }

    /// <summary>A library that is not installed, beside the one in use.</summary>
    public async Task<LibraryComparison> Beside(LibraryContent content, CancellationToken stop)
    {
        var other = libraries.Of(content);
        return await WithEffects(Rows((await Newest(null, stop)).Ref, libraries.InUse, "", other), libraries.InUse, other, stop);
    }

    /// <summary>What a library changes against the one accepted before it, with the figures of today.</summary>
    public async Task<string> Sentence(LibraryRevision revision, CancellationToken stop)
    {
        var changes = await Changes(null, revision.Ref, stop);
        var effects = changes.Effects;
        if (effects.NotComputed.Length > 0) return $"{Capital(changes.Summary)}; {effects.NotComputed}.";
        var figure = effects is { ReuseBefore.Potential: { } was, ReuseAfter.Potential: { } now } && Math.Abs(was - now) > 0.049 ? FormattableString.Invariant($"; potential re-use {was:0.0} → {now:0.0} %") : "";
        return FormattableString.Invariant($"{Capital(changes.Summary)}; {effects.Effects.Count + effects.Hidden} {(effects.Effects.Count + effects.Hidden == 1 ? "effect" : "effects")} on the record{figure}.");
    }

    /// <summary>Filter: <c>area:statement</c> <c>who:PERSON-0001</c> and words.</summary>
    public static PageOf<LibraryEffect> Page(LibraryEffects effects, PageRequest request)
    {
        IEnumerable<LibraryEffect> found = effects.Effects;
        if (request.State<EffectArea>("area") is { } area) found = found.Where(effect => effect.Area == area);
        if (request.FilterValue("who") is { } who) found = found.Where(effect => effect.Who?.Ref == who);
        if (request.FreeText is { } words) found = found.Where(effect => new[] { effect.Ref, effect.Title, effect.Says }.Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)));
        return Cut(found, request);
    }

    /// <summary>Filter: <c>file:crosswalks/reuse.csv</c> <c>kind:added</c> and words.</summary>
    public static PageOf<LibraryChange> Page(IReadOnlyList<LibraryChange> changes, PageRequest request)
    {
        IEnumerable<LibraryChange> found = changes;
        if (request.FilterValue("file") is { } file) found = found.Where(change => change.File == file);
        if (request.State<LibraryChangeKind>("kind") is { } kind) found = found.Where(change => change.Kind == kind);
        if (request.FreeText is { } words) found = found.Where(change => new[] { change.Key, change.Title, change.Part }.Concat(change.Fields.SelectMany(field => new[] { field.Before, field.After })).Any(text => text.Contains(words, StringComparison.OrdinalIgnoreCase)));
        return Cut(found, request);
    }

    private static PageOf<T> Cut<T>(IEnumerable<T> found, PageRequest request)
    {
        request.DemandRead(sorts: false);
        var all = found.ToList();
        return new([.. all.Skip(request.Skip).Take(request.Size)], all.Count, request.Page, request.Size);
    }

    private static LibraryComparison Rows(string before, OpenLibrary old, string after, OpenLibrary present)
    {
        var changes = LibraryDifference.Between(old.Content, present.Content);
        var titled = changes.Select(change => change.Title.Length > 0 || TitleOf(change.FirstKey, old, present) is not { } title ? change : change with { Title = title }).ToList();
        return new(before, old.Content.Sha256, after, present.Content.Sha256, LibrarySentence.Of(changes), LibraryDifference.ByFile(old.Content, present.Content, changes), titled, LibraryEffects.None);
    }

    private async Task<LibraryComparison> WithEffects(LibraryComparison rows, OpenLibrary old, OpenLibrary present, CancellationToken stop) => rows with { Effects = await Effects(old, present, rows.Changes, stop) };

    private async Task<(LibraryRevision Before, LibraryRevision After)> Chosen(string? from, string? to, CancellationToken stop)
    {
        var after = string.IsNullOrEmpty(to) ? await Newest(null, stop) : await Found(to, stop);
        return (string.IsNullOrEmpty(from) ? await AcceptedBefore(after, stop) : await Found(from, stop), after);
    }

    /// <summary>Claims name requirements and have no title of their own.</summary>
    private static string? TitleOf(string key, OpenLibrary old, OpenLibrary present) => (present.Standards?.FindRequirement(key) ?? old.Standards?.FindRequirement(key))?.Title;

    private async Task<LibraryEffects> Effects(OpenLibrary old, OpenLibrary present, IReadOnlyList<LibraryChange> changes, CancellationToken stop)
    {
        if (changes.Count == 0) return LibraryEffects.None;
        if (old.Standards is null || present.Standards is null)
            return LibraryEffects.Unknown($"what it changes for the organisation is not known: this version of Concord cannot read the library of {(old.Standards is null ? "before" : "after")} ({(old.Standards is null ? old : present).Findings[0].Place}: {(old.Standards is null ? old : present).Findings[0].Message})");
        var pair = new LibraryPair(old.Standards, present.Standards, old.Gaps!, present.Gaps!);
        var (before, after, reuse) = await ReuseEffects.Of(db, pair, stop);
        var records = new RecordEffects(db, pair);
        IReadOnlyList<LibraryEffect> effects =
        [
            .. await RequirementEffects.Of(db, pair, stop), .. await records.All(stop), .. await StatementEffects.Of(db, pair, stop), .. await GapEffects.Of(db, pair, stop), .. reuse,
            .. RequirementEffects.Crosswalks(pair),
        ];
        return new(before, after, await WithOwners(effects, stop), records.Hidden, "");
    }

    /// <summary>For what is about a requirement answers whoever sees to it that the requirement is met.</summary>
    private async Task<IReadOnlyList<LibraryEffect>> WithOwners(IReadOnlyList<LibraryEffect> effects, CancellationToken stop)
    {
        var owned = await db.Set<RequirementState>().AsNoTracking().Where(state => state.OwnerId != null).Select(state => new { state.Ref, state.OwnerId }).ToDictionaryAsync(state => state.Ref, state => state.OwnerId, StringComparer.Ordinal, stop);
        var names = await db.NamesOf(owned.Values, stop);
        return [.. effects.Select(effect => effect.Who is null && owned.TryGetValue(effect.Ref, out var owner) ? effect with { Who = names.Of(owner) } : effect)];
    }

    private async Task<LibraryRevision> AcceptedBefore(LibraryRevision revision, CancellationToken stop) =>
        await db.Set<LibraryRevision>().AsNoTracking().Where(known => known.Number < revision.Number && known.State == LibraryState.Accepted).OrderByDescending(known => known.Number).FirstOrDefaultAsync(stop) ?? revision;

    private async Task<LibraryRevision> Newest(LibraryState? state, CancellationToken stop) =>
        await db.Set<LibraryRevision>().AsNoTracking().Where(revision => state == null || revision.State == state).OrderByDescending(revision => revision.Number).FirstAsync(stop);

    private async Task<LibraryRevision> Found(string reference, CancellationToken stop) =>
        await db.Set<LibraryRevision>().AsNoTracking().SingleOrDefaultAsync(revision => revision.Ref == reference, stop) ?? throw Refusal.Missing("library", reference);

    private async Task<LibraryRevisionLine> Line(LibraryRevision revision, CancellationToken stop) => new(
        revision.Ref, revision.Version, revision.Number, revision.State, revision.Editions, revision.ContentSha256, revision.InstalledAt,
        (await db.NamesOf([revision.AcceptedBy], stop)).Of(revision.AcceptedBy), revision.AcceptedAt, revision.Reason, revision.Changed);

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
