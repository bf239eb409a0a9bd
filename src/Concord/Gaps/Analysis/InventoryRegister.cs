using Concord.Foundation;
using Concord.Inventory;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Gaps.Analysis;

/// <summary>Takes in lists of systems kept elsewhere, and what people say of names the inventory does not know.</summary>
internal sealed class InventoryRegister(ConcordDb db, GapRegister analyses)
{
    /// <summary>A name the list had before is left as it is, with what was decided of it.</summary>
    /// <returns>How many names are new.</returns>
    public async Task<int> AddList(string analysisRef, string list, string text, Actor actor, CancellationToken stop)
    {
        await analyses.FindOpen(analysisRef, actor, stop);
        var title = Written.Title(list, "LIST-TITLE", "Say what the list is, for example MLflow or suppliers.");
        var names = ListedNames.Read(text);
        await using var work = await db.Begin(actor, stop);
        var analysis = await analyses.FindOpen(analysisRef, actor, stop);
        var known = (await db.Set<ListedSystem>().Where(listed => listed.Analysis == analysisRef && listed.List == title).Select(listed => listed.Name).ToListAsync(stop))
            .Select(ListedSystem.Plain).ToHashSet(StringComparer.Ordinal);
        var added = names.Where(name => known.Add(ListedSystem.Plain(name.Name))).ToList();
        foreach (var name in added) db.Add(new ListedSystem(await work.Reference<ListedSystem>(null, "LST", stop), analysis, title, name.Name, name.Note));
        work.Note("gap.list", analysis.Ref, $"{added.Count} names of the list {title}, {names.Count - added.Count} known");
        await work.Commit(stop);
        return added.Count;
    }

    /// <param name="systemRef">The registered system it is; null: it is no AI system.</param>
    /// <param name="because">Why it is none.</param>
    public async Task<ListedSystem> Decide(string reference, int expectedVersion, string? systemRef, string because, Actor actor, CancellationToken stop)
    {
        await using var work = await db.Begin(actor, stop);
        var listed = await db.Set<ListedSystem>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("listed name", reference);
        await analyses.FindOpen(listed.Analysis, actor, stop);
        Refusal.IfStale(listed, expectedVersion);
        if (Written.SaysNothing(systemRef))
        {
            listed.IsNone(because);
        }
        else
        {
            var wanted = systemRef.Trim();
            if (!await db.Set<AiSystem>().AnyAsync(system => system.Ref == wanted, stop)) throw Refusal.Missing("system", wanted);
            listed.IsSystem(wanted);
        }
        work.Note("gap.listed", listed.Ref, listed.SystemRef.Length > 0 ? $"is {listed.SystemRef}" : $"no AI system: {listed.NoSystemBecause}");
        await work.Commit(stop);
        return listed;
    }
}
