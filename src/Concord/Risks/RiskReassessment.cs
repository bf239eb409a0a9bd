using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Risks;

/// <param name="Text">As a sentence says it: "the purpose was … and is …".</param>
/// <param name="From">The record that asked; empty where it follows from comparing or from the calendar.</param>
internal sealed record ReassessmentReason(string Text, string From = "");

/// <summary>
/// Why a risk must be assessed anew. What can be found by comparing is compared whenever somebody looks: the day it is due, the system as the assessment saw it,
/// the criteria. What an event asked for is kept until an assessment answers it.
/// </summary>
internal sealed class RiskReassessment(ConcordDb db, StandardsLibrary standards)
{
    /// <summary>As a step of an act: something happened that the levels do not know of. What the same record asked already is not asked twice.</summary>
    /// <param name="because">For the reader of the risk: "SIG-0004: the score drifted".</param>
    /// <param name="from">Reference of the record that asks, a signal or an incident; empty: none.</param>
    public async Task Ask(Work work, Risk risk, string because, string from, CancellationToken stop)
    {
        if (risk.AssessedAt is null && risk.Current is null) return; // It waits for its first assessment anyway, and its page says so.
        bool Same(RiskAsk ask) => ask.RiskId == risk.Id && ask.AnsweredAt is null && (from.Length > 0 ? ask.From == from : ask.Because == because.Trim());
        if (db.Held<RiskAsk>().Any(Same)) return;
        if ((await db.Set<RiskAsk>().AsNoTracking().Where(ask => ask.RiskId == risk.Id && ask.AnsweredAt == null).ToListAsync(stop)).Exists(Same)) return;
        db.Add(new RiskAsk(risk.Id, because, from, db.Now));
        work.Note("risk.reassessment-asked", risk.Ref, because.Trim());
    }

    /// <summary>Everything that asks for it now, the calendar first. None: the newest assessment still speaks of this risk.</summary>
    public async Task<IReadOnlyList<ReassessmentReason>> Reasons(Risk risk, CancellationToken stop)
    {
        if (risk.State == RiskState.Closed) return [];
        if (risk.Current is null) return [new("nobody has assessed it yet")];
        var reasons = new List<ReassessmentReason>();
        if (risk.ReassessDueOn is { } due && due < db.Today) reasons.Add(new(FormattableString.Invariant($"it was due on {due:yyyy-MM-dd}, as the criteria ask for its band")));
        var newest = await db.Set<RiskAssessment>().AsNoTracking().Where(one => one.RiskId == risk.Id).OrderByDescending(one => one.Number).FirstOrDefaultAsync(stop);
        if (newest is not null) reasons.AddRange(await Changes(risk, newest, stop));
        var asked = await db.Set<RiskAsk>().AsNoTracking().Where(ask => ask.RiskId == risk.Id && ask.AnsweredAt == null).ToListAsync(stop);
        reasons.AddRange(asked.OrderBy(ask => ask.At).Select(ask => new ReassessmentReason(ask.Because, ask.From)));
        return reasons;
    }

    /// <summary>As a step of an assessment: what was asked is answered by it.</summary>
    internal async Task Answer(Risk risk, CancellationToken stop)
    {
        foreach (var ask in await db.Set<RiskAsk>().Where(ask => ask.RiskId == risk.Id && ask.AnsweredAt == null).ToListAsync(stop)) ask.Answer(db.Now);
        foreach (var ask in db.Held<RiskAsk>().Where(ask => ask.RiskId == risk.Id && ask.AnsweredAt is null)) ask.Answer(db.Now);
    }

    /// <summary>What of the system an assessment rests on, as it is now; empty for the organisation as a whole.</summary>
    internal async Task<List<string>> Basis(string? systemRef, CancellationToken stop)
    {
        if (systemRef is null) return [];
        var system = db.Held<AiSystem>().FirstOrDefault(known => known.Ref == systemRef)
            ?? await db.Set<AiSystem>().IgnoreQueryFilters().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == systemRef, stop);
        if (system is null) return [];
        var versions = await (from model in db.Set<Model>().IgnoreQueryFilters()
                              join version in db.Set<ModelVersion>().IgnoreQueryFilters() on model.Id equals version.ModelId
                              where model.SystemId == system.Id && version.RetiredOn == null
                              select version.Ref).ToListAsync(stop);
        return
        [
            $"purpose={system.Purpose}", $"affected groups={string.Join("; ", system.AffectedGroups)}", $"life cycle={Words.Of(system.State)}",
            $"risk class={Words.Of(system.RiskClass)}", $"model versions={string.Join("; ", versions.Order(StringComparer.Ordinal))}",
        ];
    }

    private async Task<IEnumerable<ReassessmentReason>> Changes(Risk risk, RiskAssessment newest, CancellationToken stop)
    {
        var before = Named(newest.Basis);
        var changed = Named(await Basis(risk.SystemRef, stop)).Where(pair => before.TryGetValue(pair.Key, out var was) && was != pair.Value)
            .Select(pair => new ReassessmentReason($"the {pair.Key} changed from \"{Short(before[pair.Key])}\" to \"{Short(pair.Value)}\"", risk.SystemRef ?? ""));
        return newest.CriteriaVersion == standards.Criteria.Version ? changed
            : changed.Append(new($"the criteria {newest.CriteriaVersion} were followed by {standards.Criteria.Version}"));
    }

    private static Dictionary<string, string> Named(IEnumerable<string> lines) =>
        lines.Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    private static string Short(string text) => text.Length switch
    {
        0 => "none",
        <= 120 => text,
        _ => text[..119] + "…",
    };
}
