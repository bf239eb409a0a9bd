using System.Text.Json.Nodes;
using Concord.Foundation;
using Concord.Logs.Inbox;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Storage;
using Concord.Tests;
using Concord.Web.Tests.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Tests.Api;

/// <summary>Events by the interface for programs: what the receipt says, who may, and what happens when there are too many.</summary>
public abstract class InboxApiContract(Backend backend)
{
    [Fact]
    public async Task An_event_is_acknowledged_from_the_inbox_known_again_and_measured_by_a_run()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);
        var rows = PredictionRows.Of(["2025-10"]).ToList();

        var first = (await owner.Raw("/models/scores/log", PredictionRows.Json(rows.Take(1)), "application/json", key: "event-1")).ShouldBe(201);
        (first["stored"], first["knownBatch"], first["segment"], first["comparedWith"]).ShouldBe(("1", "false", "", "inbox"));
        (await owner.Raw("/models/scores/log", PredictionRows.Json(rows.Take(1)), "application/json", key: "event-1")).ShouldBe(200)["knownBatch"].ShouldBe("true");
        (await owner.Raw("/models/scores/log", PredictionRows.Json(rows.Skip(1).Take(1)), "application/json", key: "event-1")).ShouldBeRefused(422, "BATCH-KEY-REUSED");
        (await owner.Raw("/models/scores/log", PredictionRows.Ndjson(rows.Skip(1)), "application/x-ndjson")).ShouldBe(201)["stored"].ShouldBe("799");
        (await owner.Get("/monitors/MON-0001/inbox"))["waiting"].ShouldBe("800");

        (await owner.Post("/monitors/MON-0001/runs")).ShouldBe(201)["computed"].ShouldBe("1");

        (await owner.Get("/monitors/MON-0001/inbox"))["waiting"].ShouldBe("0");
        (await owner.Get("/monitors/MON-0001"))["logRows"].ShouldBe("800");
        (await owner.Raw("/models/scores/log", PredictionRows.Json(rows.Take(1)), "application/json", key: "event-1")).ShouldBe(200)["segment"].ShouldStartWith("SEG-");
    }

    [Fact]
    public async Task Rows_that_contradict_the_log_are_shown_with_what_differs()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);
        (await owner.Raw("/models/scores/log", PredictionRows.Csv(["2025-10"]), "text/csv")).ShouldBe(201);
        (await owner.Raw("/models/scores/log", PredictionRows.Ndjson(PredictionRows.Of(["2025-10"], older: true).Take(3)), "application/x-ndjson")).ShouldBe(201)["comparedWith"].ShouldBe("inbox");

        (await owner.Post("/monitors/MON-0001/runs")).ShouldBe(201);

        var inbox = await owner.Get("/monitors/MON-0001/inbox");
        inbox["setAsideTotal"].ShouldBe("3");
        var row = inbox.Body!["setAside"]![0]!["first"]![0]!;
        row["prediction"]!.GetValue<string>().ShouldBe("2025-10-0000");
        row["differs"]!.AsArray().Select(column => column!.GetValue<string>()).ShouldBe(["age"]);
        using var visitor = await app.Visitor().SignIn(world, Role.SystemOwner);
        var page = await visitor.Read("/monitors/MON-0001");
        page.ShouldContain("2025-10-0000: age");
        page.ShouldContain("3 received rows contradict");
    }

    [Fact]
    public async Task A_revoked_key_stops_working_within_the_stated_seconds_and_a_role_is_asked_for()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);
        using var auditor = await ApiClient.As(world, app, Role.Auditor);
        var body = PredictionRows.Json(PredictionRows.Of(["2025-10"]).Take(1));
        (await auditor.Raw("/models/scores/log", body)).ShouldBeRefused(403, Refusal.AccessDenied);
        (await ApiClient.With(app, "concord_nobody").Raw("/models/scores/log", body)).ShouldBe(401);
        var key = await world.As(Role.SystemOwner).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "sender", 30, default));
        using var sender = ApiClient.With(app, key.Text);
        (await sender.Raw("/models/scores/log", body)).ShouldBe(201);

        await world.As(Role.SystemOwner).Do(async (ApiKeys keys, Actor actor) => await keys.Revoke(actor, key.Ref, default));
        await Task.Delay(KnownKeys.Kept + TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);

        (await sender.Raw("/models/scores/log", body)).ShouldBe(401);
    }

    [Fact]
    public async Task A_full_inbox_answers_503_with_the_time_to_wait()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world, services: more => more.AddSingleton(services => new LogInbox(services.GetRequiredService<DataLocation>(), new InboxLimits { Rows = 10 })));
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await Monitored(owner);
        (await owner.Raw("/models/scores/log", PredictionRows.Ndjson(PredictionRows.Of(["2025-10"]).Take(10)), "application/x-ndjson")).ShouldBe(201);

        var full = (await owner.Raw("/models/scores/log", PredictionRows.Ndjson(PredictionRows.Of(["2025-11"]).Take(1)), "application/x-ndjson")).ShouldBeRefused(503, Refusal.InboxFull);
        full.Response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task One_client_with_bad_and_large_batches_does_not_starve_another()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var other = await ApiClient.As(world, app, Role.AimsManager);
        await Monitored(owner);
        var large = PredictionRows.Ndjson(Enumerable.Range(1, 9).SelectMany(month => PredictionRows.Of([$"2024-0{month}"])));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var abuse = Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) (await owner.Raw("/models/scores/log", i % 2 == 0 ? large.Replace("2024-", $"2024-{i}-", StringComparison.Ordinal) : "[{", "application/x-ndjson")).Response.Dispose();
        })).ToList();

        for (var i = 0; i < 20; i++) (await other.Raw("/models/scores/log", PredictionRows.Ndjson(PredictionRows.Of(["2025-10"]).Skip(i).Take(1)), "application/x-ndjson")).ShouldBe(201);

        await stop.CancelAsync();
        await Task.WhenAll(abuse);
        (await world.AsSystem(db => db.Set<LogSegment>().CountAsync())).ShouldBe(0);
    }

    internal static async Task Monitored(ApiClient owner)
    {
        (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await owner.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await owner.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        (await owner.Post("/models/scores/monitors", new { definition = JsonNode.Parse("""{ "modelId": "scores", "numeric": ["age"], "categorical": ["region"], "protected": ["sex"], "window": "month" }"""), graceHours = 0 })).ShouldBe(201);
        (await owner.Raw("/models/scores/reference", PredictionRows.Csv(["2025-01", "2025-02", "2025-03"]), "text/csv")).ShouldBe(201);
    }
}

public sealed class InboxApiOnSqlite() : InboxApiContract(Backend.Sqlite);

public sealed class InboxApiOnPostgres() : InboxApiContract(Backend.Postgres);
