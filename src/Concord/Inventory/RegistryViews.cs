using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Microsoft.EntityFrameworkCore;

namespace Concord.Inventory;

/// <summary>A line of the inventory. What monitoring says about a system is known higher up and joined by <see cref="Id"/>.</summary>
internal sealed record SystemLine(
    AiSystemId Id, string Ref, string Name, string Purpose, LifeCycle State, RiskClass RiskClass, SystemOrigin Origin, bool IsProvider, bool IsDeployer,
    PersonName? BusinessOwner, PersonName? TechnicalOwner, int Models, DateOnly? LiveSince, string DataNote, string? ClassifiedBy)
{
    public InventoryStage Stage => AiSystem.StageOf(State);
}

/// <param name="NextStates">Where the life cycle can go from here.</param>
/// <param name="Description">The fields of the form that describes the system; its risk class is the declared one.</param>
/// <param name="RiskClass">Of the approved classification; until there is one, as declared.</param>
/// <param name="ClassifiedBy">That classification; null: none is approved.</param>
internal sealed record SystemDetail(
    AiSystemId Id, string Ref, int Version, OrganisationUnitId UnitId, string Unit, SystemDescription Description, LifeCycle State, DateOnly StateSince,
    IReadOnlyList<LifeCycle> NextStates, PersonName? BusinessOwner, PersonName? TechnicalOwner, IReadOnlyList<ModelLine> Models, RiskClass RiskClass, string? ClassifiedBy)
{
    public InventoryStage Stage => AiSystem.StageOf(State);
}

internal sealed record ModelLine(ModelId Id, string Ref, string Name, string Purpose, string Technique, IReadOnlyList<VersionLine> Versions)
{
    /// <summary>The newest version that is not retired.</summary>
    public VersionLine? InUse => Versions.FirstOrDefault(version => version.RetiredOn is null);
}

internal sealed record VersionLine(
    ModelVersionId Id, string Ref, int Version, string Label, DateOnly LiveSince, DateOnly? RetiredOn, string Notes, PersonName? RegisteredBy,
        PersonName? RetiredBy);

internal sealed record ModelDetail(
    ModelId Id, string Ref, int Version, OrganisationUnitId UnitId, string Name, string Purpose, string Technique, SystemLine System,
        IReadOnlyList<VersionLine> Versions);

internal sealed record StageCount(InventoryStage Stage, int Systems);

/// <summary>Questions to the inventory.</summary>
internal sealed class RegistryViews(ConcordDb db)
{
    public static readonly ListOrder<AiSystem> Order = new ListOrder<AiSystem>("ref", system => system.Ref)
        .By("name", system => system.Name).By("state", system => system.State).By("class", system => system.RiskClass)
        .By("live", system => system.LiveSince ?? DateOnly.MaxValue).By("decisions", system => system.DecisionsPerYear ?? 0);

    /// <summary>Filter: <c>stage:</c> <c>state:</c> <c>class:</c> <c>origin:</c> <c>owner:PERSON-0001</c> <c>provider:yes</c> <c>deployer:yes</c> and
    /// words.</summary>
    public async Task<PageOf<SystemLine>> Systems(PageRequest request, CancellationToken stop)
    {
        var systems = db.Set<AiSystem>().AsNoTracking();
        if (request.State<InventoryStage>("stage") is { } stage)
        {
            var states = Enum.GetValues<LifeCycle>().Where(state => AiSystem.StageOf(state) == stage).ToList();
            systems = systems.Where(system => states.Contains(system.State));
        }
        if (request.State<LifeCycle>("state") is { } at) systems = systems.Where(system => system.State == at);
        if (request.State<RiskClass>("class") is { } tier) systems = systems.Where(system => system.RiskClass == tier);
        if (request.State<SystemOrigin>("origin") is { } origin) systems = systems.Where(system => system.Origin == origin);
        if (request.YesNo("provider") is { } provider) systems = systems.Where(system => system.IsProvider == provider);
        if (request.YesNo("deployer") is { } deployer) systems = systems.Where(system => system.IsDeployer == deployer);
        if (request.FilterValue("owner") is { } owner)
            systems = systems.Where(system => db.Set<Person>()
                .Any(person => person.Ref == owner && (person.Id == system.BusinessOwnerId || person.Id == system.TechnicalOwnerId)));
        systems = systems.Mentioning(request, system => system.Ref, system => system.Name, system => system.Purpose);
        var page = await systems.Page(request, Order, system =>
            new { System = system, Models = db.Set<Model>().Count(model => model.SystemId == system.Id) }, stop);
        var names = await db.NamesOf(page.Items.SelectMany(row => new PersonId?[] { row.System.BusinessOwnerId, row.System.TechnicalOwnerId }), stop);
        return page.Map(row => Line(row.System, row.Models, names));
    }

    /// <summary>How many systems stand in which part of the inventory; stages without a system are listed with 0.</summary>
    public async Task<IReadOnlyList<StageCount>> Stages(CancellationToken stop)
    {
        var states = await db.Set<AiSystem>().GroupBy(system => system.State).Select(group => new { State = group.Key, Systems = group.Count() })
            .ToListAsync(stop);
        return [.. Enum.GetValues<InventoryStage>().Select(stage =>
            new StageCount(stage, states.Where(row => AiSystem.StageOf(row.State) == stage).Sum(row => row.Systems)))];
    }

    public async Task<SystemDetail> System(string reference, CancellationToken stop)
    {
        var system = await db.Set<AiSystem>().AsNoTracking().SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("system", reference);
        var unit = await db.Set<OrganisationUnit>().Where(known => known.Id == system.UnitId).Select(known => known.Name).SingleOrDefaultAsync(stop);
        var models = await db.Set<Model>().AsNoTracking().Include(model => model.Versions).Where(model => model.SystemId == system.Id)
            .OrderBy(model => model.Ref).ToListAsync(stop);
        var names = await db.NamesOf([system.BusinessOwnerId, system.TechnicalOwnerId, .. People(models)], stop);
        return new(system.Id, system.Ref, system.Version, system.UnitId, unit ?? "", Description(system), system.State, system.StateSince, AiSystem.Allowed
            .From(system.State), names.Of(system.BusinessOwnerId), names.Of(system.TechnicalOwnerId), [.. models.Select(model => Line(model, names))], system.RiskClass,
            system.ClassifiedBy);
    }

    public async Task<ModelDetail> Model(string reference, CancellationToken stop)
    {
        var model = await db.Set<Model>().AsNoTracking().Include(known => known.Versions).SingleOrDefaultAsync(known => known.Ref == reference, stop)
            ?? throw Refusal.Missing("model", reference);
        var system = await db.Set<AiSystem>().AsNoTracking().SingleAsync(known => known.Id == model.SystemId, stop);
        var models = await db.Set<Model>().CountAsync(known => known.SystemId == system.Id, stop);
        var names = await db.NamesOf([system.BusinessOwnerId, system.TechnicalOwnerId, .. People([model])], stop);
        return new(model.Id, model.Ref, model.Version, model.UnitId, model.Name, model.Purpose, model.Technique, Line(system, models, names),
            Line(model, names).Versions);
    }

    private static IEnumerable<PersonId?> People(IEnumerable<Model> models) =>
        models.SelectMany(model => model.Versions).SelectMany(version => new[] { version.RegisteredBy, version.RetiredBy });

    private static SystemLine Line(AiSystem system, int models, IReadOnlyDictionary<PersonId, PersonName> names) => new(
        system.Id, system.Ref, system.Name, system.Purpose, system.State, system.RiskClass, system.Origin, system.IsProvider, system.IsDeployer,
        names.Of(system.BusinessOwnerId), names.Of(system.TechnicalOwnerId), models, system.LiveSince, system.DataNote, system.ClassifiedBy);

    private static ModelLine Line(Model model, IReadOnlyDictionary<PersonId, PersonName> names) =>
        new(model.Id, model.Ref, model.Name, model.Purpose, model.Technique,
    [
        .. model.Versions.OrderByDescending(version => version.LiveSince).ThenByDescending(version => version.Id.Value).Select(version => new VersionLine(
            version.Id, version.Ref, version.Version, version.Label, version.LiveSince, version.RetiredOn, version.Notes, names.Of(version.RegisteredBy), names
                .Of(version.RetiredBy))), ]);

    private static SystemDescription Description(AiSystem system) => new(
        system.Name, system.Purpose, system.IntendedUse, system.AffectedGroups, system.Origin, system.IsProvider, system.IsDeployer, system.BusinessOwnerId,
            system.TechnicalOwnerId, system.DeclaredClass, system.RiskClassBasis, system.DecisionsPerYear, system.LiveSince, system.Technique, system.DataNote);
}
