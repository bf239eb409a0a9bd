using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Risks;
using Concord.Standards;

namespace Concord.Tests.Storage;

public sealed class ListsTests
{
    private const int Rows = 12;

    [Fact]
    public async Task A_list_asks_as_much_for_twelve_rows_as_for_one()
    {
        var (world, count) = await QueryCount.NewWorld();
        await using var _ = world;
        await world.System("SYS-01");
        await world.Risk(system: "SYS-01");
        await world.Control("AC-01", ["ISO42001:9.1"]);
        await world.Evidence("AC-01");
        var one = await Asked(world, count);
        for (var i = 2; i <= Rows; i++)
        {
            await world.System($"SYS-{i:00}");
            await world.Risk(system: $"SYS-{i:00}");
            await world.Control($"AC-{i:00}", ["ISO42001:9.1"]);
            await world.Evidence($"AC-{i:00}");
        }
        (await Asked(world, count)).ShouldBe(one);
        one.Values.ShouldAllBe(queries => queries > 0 && queries <= 9);
    }

    /// <summary>What each list asks when it shows everything.</summary>
    private static async Task<Dictionary<string, int>> Asked(World world, QueryCount count)
    {
        var asked = new Dictionary<string, int>();
        await world.As(Role.Viewer).Do((RegistryViews views, Actor _) => Count("systems", () => views.Systems(new(), default)));
        await world.As(Role.Viewer).Do((RegistryViews views, Actor _) => Count("system", () => views.System("SYS-01", default)));
        await world.As(Role.Viewer).Do((RiskViews views, Actor _) => Count("risks", () => views.List(new(), default)));
        await world.As(Role.Viewer).Do((ControlViews views, Actor _) => Count("controls", () => views.List(new(), default)));
        await world.As(Role.Viewer).Do((EvidenceViews views, Actor _) => Count("evidence", () => views.List(new(), default)));
        await world.As(Role.Viewer).Do((NonconformityViews views, Actor _) => Count("nonconformities", () => views.List(new(), default)));
        await world.As(Role.Viewer).Do((RequirementViews views, Actor _) => Count("requirements", () => views.List("iso42001:2023", new(), default)));
        await world.As(Role.Viewer).Do((RequirementViews views, Actor _) => Count("requirement", () => views.Detail("ISO42001:9.1", default)));
        await world.AsSystem(db => Count("derivation", () => new DerivationRun(db, StandardsLibrary.Load(StandardsLibrary.DefaultFolder)).Refresh(default)));
        return asked;

        async Task Count(string what, Func<Task> ask) => asked[what] = await count.Of(ask);
    }
}
