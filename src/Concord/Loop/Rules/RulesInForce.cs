using System.Collections.Concurrent;
using Concord.Foundation;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Loop.Rules;

/// <summary>Rules, and what they are called where it is told that something followed by them: the reference of a revision, or the version of the library.</summary>
internal sealed record NamedRules(string Under, LoopRules Rules);

/// <summary>Which rules decide what follows on a signal: the newest revision somebody approved; those of the library while there is none.</summary>
internal sealed class RulesInForce(ConcordDb db, LoopLibrary library)
{
    // A text never changes under its hash.
    private static readonly ConcurrentDictionary<string, LoopRules> Read = new(StringComparer.Ordinal);

    public async Task<NamedRules> Now(CancellationToken stop) => await Newest(stop) is { } revision ? new(revision.Ref, Of(revision)) : OfLibrary;

    public NamedRules OfLibrary => new($"library {library.Default.Version}", library.Default);

    /// <summary>Null: those of the library are in force.</summary>
    public Task<LoopRuleRevision?> Newest(CancellationToken stop) => db.Set<LoopRuleRevision>().AsNoTracking().Where(revision => revision.State == LoopRulesState.Approved)
        .OrderByDescending(revision => revision.ApprovedAt).ThenByDescending(revision => revision.Ref).FirstOrDefaultAsync(stop);

    /// <exception cref="FindingsException">The library no longer has what the rules name.</exception>
    public LoopRules Of(LoopRuleRevision revision)
    {
        if (Read.TryGetValue(revision.TextSha256, out var known)) return known;
        var faults = new List<Finding>();
        var rules = LoopRulesReader.Rules(revision.Text, revision.Ref, library, faults) ?? throw new FindingsException(faults);
        if (Read.Count >= 64) Read.Clear();
        return Read[revision.TextSha256] = rules;
    }
}
