using Concord.Foundation;
using Concord.Incidents;
using Concord.Organisation;

namespace Concord.Tests.Incidents;

public abstract class IncidentContract(Backend backend)
{
    [Fact]
    public async Task Incidents_of_a_system_stand_in_order_of_time_for_its_charts()
    {
        await using var world = await World.Create(backend);
        await world.System("SYS-01");
        await world.System("SYS-02");
        await Record(world, "INC-04", "SYS-01", new(2026, 7, 2), "fairness_alert");
        await Record(world, "INC-02", "SYS-01", new(2026, 6, 9), "drift_detected");
        await Record(world, "INC-01", "SYS-02", new(2025, 3, 18), "near_miss");
        var viewer = world.As(Role.Viewer);
        (await viewer.See((IncidentViews views) => views.OfSystem("SYS-01", default))).Select(incident => incident.Ref).ShouldBe(["INC-02", "INC-04"]);
        (await viewer.See((IncidentViews views) => views.List(new(), default))).Items.Select(incident => incident.Ref).ShouldBe(["INC-04", "INC-02", "INC-01"]);
        (await viewer.See((IncidentViews views) => views.List(new(Filter: "kind:near_miss"), default))).Items.ShouldHaveSingleItem().Ref.ShouldBe("INC-01");
        (await viewer.See((IncidentViews views) => views.Detail("INC-02", default))).Requirements.ShouldBe(["ISO42001:A.6.2.6"]);
    }

    [Fact]
    public async Task An_incident_names_a_system_and_signals_that_exist()
    {
        await using var world = await World.Create(backend);
        await Record(world, "INC-01", "SYS-01", new(2026, 6, 9), "concern").ShouldBeRefused(Refusal.NotFound);
        await world.System("SYS-01");
        (await Record(world, "INC-01", "SYS-01", new(2026, 6, 9), "concern", "SIG-0404").Refused()).Message.ShouldContain("SIG-0404");
        await world.As(Role.Viewer).See((IncidentViews views) => views.Detail("INC-01", default)).ShouldBeRefused(Refusal.NotFound);
    }

    private static async Task Record(World world, string reference, string system, DateOnly date, string kind, params string[] signals)
    {
        var report = new IncidentReport(await world.Unit("RETAIL"), date, kind, system, "Something happened", "What happened", 0, ["ISO42001:A.6.2.6"],
            signals, reference);
        await world.As(Role.AimsManager).Do((IncidentRegister incidents, Actor actor) => incidents.Record(report, actor, default));
    }
}

public sealed class IncidentsOnSqlite() : IncidentContract(Backend.Sqlite);

public sealed class IncidentsOnPostgres() : IncidentContract(Backend.Postgres);
