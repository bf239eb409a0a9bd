using Concord.Foundation;
using Concord.Inventory;
using Concord.Standards;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Impacts;

/// <summary>What acts and questions of this room read the same way.</summary>
internal static class ImpactReading
{
    public static async Task<ImpactAssessment> Impact(this ConcordDb db, string reference, CancellationToken stop) =>
        await db.Set<ImpactAssessment>().SingleOrDefaultAsync(known => known.Ref == reference, stop) ?? throw Refusal.Missing("impact assessment", reference);

    public static async Task<AiSystem> SystemOf(this ConcordDb db, ImpactAssessment assessment, CancellationToken stop) =>
        await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Id == assessment.SystemId, stop) ?? throw Refusal.Missing("impact assessment", assessment.Ref);

    /// <summary>For each system a line for each of its models, with the kind of model and the versions in use.</summary>
    public static async Task<ILookup<AiSystemId, string>> ModelLines(this ConcordDb db, IReadOnlyCollection<AiSystemId> systems, CancellationToken stop)
    {
        var models = await db.Set<Model>().AsNoTracking().Include(model => model.Versions).Where(model => systems.Contains(model.SystemId)).OrderBy(model => model.Ref).ToListAsync(stop);
        return models.ToLookup(model => model.SystemId, model =>
            $"{model.Ref}{(model.Technique.Length > 0 ? $" {model.Technique}" : "")}, {(model.Versions.Where(version => version.RetiredOn is null).Select(version => version.Label).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } labels ? $"version {string.Join(", ", labels)}" : "no version in use")}");
    }

    public static async Task<ILookup<AiSystemId, ImpactMark>> Marks(this ConcordDb db, IReadOnlyCollection<AiSystemId> systems, CancellationToken stop) =>
        (await db.Set<ImpactMark>().AsNoTracking().Where(mark => systems.Contains(mark.SystemId)).ToListAsync(stop)).ToLookup(mark => mark.SystemId);

    /// <summary>Why a submitted assessment no longer fits; none: it does.</summary>
    public static async Task<IReadOnlyList<string>> Stale(this ConcordDb db, ImpactAssessment assessment, AiSystem system, CancellationToken stop) =>
        ImpactFit.Of(assessment, system, (await db.ModelLines([system.Id], stop))[system.Id], (await db.Marks([system.Id], stop))[system.Id], db.Today);

    /// <summary>The word of the system's class where a classification was approved: what is only declared asks for nothing.</summary>
    public static string ConfirmedClass(this AiSystem system) => system.ClassifiedBy is null ? "" : Words.Of(system.RiskClass);

    /// <summary>The last day the cadence allows for the next look.</summary>
    public static DateOnly LatestReview(this ImpactMethod method, AiSystem system, DateOnly today) => today.AddMonths(method.Cadence.For(Words.Of(system.RiskClass)));
}
