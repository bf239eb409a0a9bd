using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Storage;
using Concord.Tests;
using Concord.Web.Access;
using Concord.Web.Api;
using Concord.Web.Tests.Browser;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Concord.Web.Tests.Api;

public abstract class IdempotencyContract(Backend backend)
{
    [Fact]
    public async Task The_same_request_under_the_same_key_acts_once_and_gets_the_same_answer()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        var first = (await owner.Post("/systems", Valid.System(), key: "one")).ShouldBe(201);
        var again = (await owner.Post("/systems", Valid.System(), key: "one")).ShouldBe(201);

        again.Body!.ToJsonString().ShouldBe(first.Body!.ToJsonString());
        again.ETag.ShouldBe(first.ETag);
        again.Response.Headers.Location.ShouldBe(first.Response.Headers.Location);
        again.Response.Headers.GetValues("Idempotent-Replayed").ShouldBe(["true"]);
        first.Response.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();
        (await owner.Get("/systems"))["total"].ShouldBe("1");

        (await owner.Post("/systems", Valid.System("Another"), key: "one")).ShouldBeRefused(422, "IDEMPOTENCY-KEY-REUSED");
        (await owner.Post($"/systems/{first["ref"]}/models", Valid.Model(), key: "one")).ShouldBeRefused(422, "IDEMPOTENCY-KEY-REUSED");
        (await owner.Post("/systems", Valid.System(), key: "two")).ShouldBe(201)["ref"].ShouldNotBe(first["ref"]);
        (await owner.Post("/systems", Valid.System(), key: new string('k', 201))).ShouldBeRefused(422, "IDEMPOTENCY-KEY-FORM");
    }

    [Fact]
    public async Task A_risk_an_incident_and_an_action_are_made_once_under_one_key()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        foreach (var (route, body) in new (string, object)[]
        {
            ("/risks", new { title = "Something could happen" }), ("/actions", new { title = "Do it", requirements = new[] { "ISO42001:9.2.1" }, dueOn = world.Today.AddDays(9) }),
            ("/incidents", new { title = "It happened", summary = "This", kind = "incident", date = world.Today }),
        })
        {
            var first = (await manager.Post(route, body, key: route)).ShouldBe(201);
            (await manager.Post(route, body, key: route)).ShouldBe(201)["ref"].ShouldBe(first["ref"], route);
            (await manager.Get(route))["total"].ShouldBe("1", route);
        }
    }

    [Fact]
    public async Task A_key_belongs_to_the_person_who_sent_it()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);

        var first = (await owner.Post("/systems", Valid.System(), key: "one")).ShouldBe(201);
        var other = (await manager.Post("/systems", Valid.System(), key: "one")).ShouldBe(201);

        other["ref"].ShouldNotBe(first["ref"]);
    }

    [Fact]
    public async Task Ten_at_once_under_one_key_register_one_system()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => owner.Post("/systems", Valid.System(), key: "one")));

        answers.Select(answer => answer.ShouldBe(201)["ref"]).Distinct().Count().ShouldBe(1);
        (await owner.Get("/systems"))["total"].ShouldBe("1");
    }

    [Fact]
    public async Task A_refused_request_may_be_repaired_and_sent_again_under_its_key()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        (await owner.Post("/systems", Valid.System(name: " "), key: "one")).ShouldBeRefused(422, "SYSTEM-NAME");
        (await owner.Post("/systems", Valid.System(), key: "one")).ShouldBe(201);
    }

    [Fact]
    public async Task When_the_answer_fails_after_the_act_neither_act_nor_key_remains()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world, routes: more => more.MapPost("/api/v1/broken", async (Registry registry, CurrentActor current, AddressBook book, CancellationToken stop) =>
        {
            var unit = await book.Unit(null, current.Actor, Permission.EditInventory, stop);
            await registry.Register(new(unit, new("Half", "Registered, then the answer breaks", "", [], SystemOrigin.InHouse, true, true, current.PersonId, null)), current.Actor, stop);
            throw new InvalidOperationException("The answer cannot be written.");
        }).Permit(Permission.EditInventory).Creates());
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        (await owner.Post("/broken", new { }, key: "one")).ShouldBeRefused(500, "UNEXPECTED");

        (await owner.Get("/systems"))["total"].ShouldBe("0");
        (await world.AsSystem(db => db.Set<IdempotentRequest>().CountAsync())).ShouldBe(0);
        (await world.AsSystem(db => db.Set<Concord.Journal.JournalEntry>().CountAsync(entry => entry.Act == "system.registered"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_secret_is_neither_kept_nor_repeated()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var administrator = await ApiClient.As(world, app, Role.Administrator);
        var nora = new { name = "Nora Nord", email = "nora@example.test", roles = new[] { new { role = "viewer" } } };

        var key = (await administrator.Post("/keys", new { name = "pipeline" }, key: "one")).ShouldBe(201);
        var person = (await administrator.Post("/people", nora, key: "two")).ShouldBe(201);
        var secrets = new[] { key["key"], person["signInLink"].Split("secret=")[1] };
        secrets.ShouldAllBe(secret => secret.Length > 30);

        var again = (await administrator.Post("/keys", new { name = "pipeline" }, key: "one")).ShouldBe(201);
        (again["ref"], again["key"]).ShouldBe((key["ref"], ""));
        var personAgain = (await administrator.Post("/people", nora, key: "two")).ShouldBe(201);
        (personAgain["ref"], personAgain["signInLink"]).ShouldBe((person["ref"], ""));
        var kept = await world.AsSystem(db => db.Set<IdempotentRequest>().Select(request => request.Body).ToListAsync());
        kept.Count.ShouldBe(2);
        foreach (var secret in secrets) kept.ShouldAllBe(body => !body.Contains(secret));
    }

    [Fact]
    public async Task After_a_week_a_key_is_forgotten()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        (await owner.Post("/systems", Valid.System(), key: "one")).ShouldBe(201);

        world.Clock.Advance(TimeSpan.FromDays(7));
        (await owner.Post("/systems", Valid.System(), key: "one")).Response.Headers.Contains("Idempotent-Replayed").ShouldBeTrue();
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await owner.Post("/systems", Valid.System(), key: "one")).ShouldBe(201).Response.Headers.Contains("Idempotent-Replayed").ShouldBeFalse();

        (await owner.Get("/systems"))["total"].ShouldBe("2");
        (await world.AsSystem(db => db.Set<IdempotentRequest>().CountAsync())).ShouldBe(1);
    }
}

public sealed class IdempotencyOnSqlite() : IdempotencyContract(Backend.Sqlite);

public sealed class IdempotencyOnPostgres() : IdempotencyContract(Backend.Postgres);
