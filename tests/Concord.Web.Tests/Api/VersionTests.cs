using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Api;

public abstract class VersionContract(Backend backend)
{
    [Fact]
    public async Task A_change_needs_the_version_it_was_made_from()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        var made = (await owner.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        made.Response.Headers.Location!.ToString().ShouldBe("/api/v1/systems/SYS-01");
        made.ETag.ShouldBe("\"0\"");
        (await owner.Get("/systems/SYS-01")).ETag.ShouldBe(made.ETag);

        (await owner.Post("/systems/SYS-01/move", new { to = "restricted" })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await owner.Post("/systems/SYS-01/move", new { to = "restricted" }, ifMatch: "*")).ShouldBeRefused(400, "REQUEST");
        (await owner.Post("/systems/SYS-01/move", new { to = "restricted" }, ifMatch: "\"0\", \"1\"")).ShouldBeRefused(400, "REQUEST");
        (await owner.Get("/systems/SYS-01"))["state"].ShouldBe("inOperation");

        var moved = (await owner.Post("/systems/SYS-01/move", new { to = "restricted" }, ifMatch: made.ETag)).ShouldBe(200);
        (moved["state"], moved.ETag).ShouldBe(("restricted", "\"1\""));
        (await owner.Post("/systems/SYS-01/move", new { to = "suspended" }, ifMatch: made.ETag)).ShouldBeRefused(412, "STALE-VERSION");
        (await owner.Post("/systems/SYS-01/move", new { to = "suspended" }, ifMatch: $"W/{moved.ETag}")).ShouldBe(200);
        (await owner.Post("/systems/SYS-01/move", new { to = "retired" }, ifMatch: "\"2\"")).ShouldBeRefused(422, "SYSTEM-END-REASON");
        (await owner.Post("/systems/SYS-01/move", new { to = "retired", reason = "Replaced." }, ifMatch: "\"2\"")).ShouldBe(200);
    }

    [Fact]
    public async Task Of_two_changes_from_the_same_version_one_wins()
    {
        await using var world = await World.Create(backend);
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        var made = await owner.Post("/systems", Valid.System(reference: "SYS-01"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => owner.Put("/systems/SYS-01", new { name = $"Name {number}", purpose = "Scores applicants", isDeployer = true }, made.ETag)));

        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        answers.Count(answer => answer.Status == 412 && answer.Code == "STALE-VERSION").ShouldBe(7);
        (await owner.Get("/systems/SYS-01"))["name"].ShouldBe(answers.Single(answer => answer.Status == 200)["name"]);
    }
}

public sealed class VersionsOnSqlite() : VersionContract(Backend.Sqlite);

public sealed class VersionsOnPostgres() : VersionContract(Backend.Postgres);
