using System.Net;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Api;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("{", "This is no JSON")]
    [InlineData("", "")]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("\"text\"", "")]
    [InlineData("""{ "name": "N", "purpose": "P" } trailing""", "This is no JSON")]
    [InlineData("""{ "name": "N", "purpose": "P" }{}""", "This is no JSON")]
    [InlineData("""{ "name": "N", "purpose": "P", "name": "M" }""", "'name' stands here twice")]
    [InlineData("""{ "name": "N", "purpose": "P", "colour": "red" }""", "'colour' is not known here. Known: ")]
    [InlineData("""{ "name": "N" }""", "missing: purpose")]
    [InlineData("""{ }""", "missing: name, purpose")]
    [InlineData("""{ "name": null, "purpose": "P" }""", "null")]
    [InlineData("""{ "name": 1, "purpose": "P" }""", "not of the kind")]
    [InlineData("""{ "name": "N", "purpose": "P", "decisionsPerYear": "12" }""", "not of the kind")]
    [InlineData("""{ "name": "N", "purpose": "P", "state": "asleep" }""", "not one of proposed, screening")]
    [InlineData("""{ "name": "N", "purpose": "P", "state": 3 }""", "not one of proposed, screening")]
    [InlineData("""{ "Name": "N", "purpose": "P" }""", "'Name' is not known here")]
    public async Task A_body_that_cannot_be_read_is_answered_with_place_and_reason(string body, string says)
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        var answer = (await owner.Raw("/systems", body)).ShouldBe(400);

        answer.Code.ShouldBeOneOf("BODY", "REQUEST");
        answer.Detail!.ShouldContain(says);
        answer.Detail!.ShouldNotContain("Concord.");
        answer.Detail!.ShouldNotContain("System.");
        (await owner.Get("/systems"))["total"].ShouldBe("0");
    }

    [Fact]
    public async Task Deep_nesting_ends_in_a_refusal_and_not_in_the_stack()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await owner.Post("/systems", Valid.System(reference: "SYS-01"));
        await owner.Post("/systems/SYS-01/models", Valid.Model());
        await owner.Post("/models/scores/versions", new { label = "1" });
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 50_000)) + "1" + new string('}', 50_000);

        foreach (var path in (string[])["/systems", "/models/scores/monitors", "/keys"])
            (await owner.Raw(path, deep)).ShouldBe(400);
        (await owner.Raw("/models/scores/monitors", deep)).Detail!.ShouldContain("nested too deeply");
        (await owner.Raw("/models/scores/monitors", "{ \"definition\": " + deep + " }")).ShouldBe(400);
    }

    [Fact]
    public async Task Everything_wrong_with_a_definition_is_said_at_once()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        await owner.Post("/systems", Valid.System(reference: "SYS-01"));
        await owner.Post("/systems/SYS-01/models", Valid.Model());
        await owner.Post("/models/scores/versions", new { label = "1" });

        foreach (var body in (string[])["""{ "colour": "red", "favourableDecision": 7, "window": "fortnight" }""", """{ "definition": { "colour": "red", "favourableDecision": 7, "window": "fortnight" } }"""])
        {
            var answer = (await owner.Raw("/models/scores/monitors", body)).ShouldBeRefused(422, "FINDINGS");
            var findings = answer.Body!["findings"]!.AsArray();
            findings.Count.ShouldBeGreaterThanOrEqualTo(4);
            foreach (var finding in findings)
            {
                finding!["severity"]!.GetValue<string>().ShouldBe("error");
                finding["place"]!.GetValue<string>().ShouldNotBeEmpty();
                finding["code"]!.GetValue<string>().ShouldMatch("^[a-z-]+$");
                finding["message"]!.GetValue<string>().ShouldNotBeEmpty();
            }
        }
        (await owner.Raw("/models/scores/monitors", """{ "definition": {}, "colour": "red" }""")).ShouldBeRefused(400, "BODY").Detail!.ShouldContain("'colour' is not known here");
    }

    [Fact]
    public async Task Addresses_methods_types_and_sizes_that_do_not_fit_are_told_in_the_same_shape()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        (await owner.Get("/nowhere")).ShouldBeRefused(404, "NOT-FOUND");
        (await owner.Get("/systems/SYS-9999")).ShouldBeRefused(404, "NOT-FOUND");
        (await owner.Send(HttpMethod.Delete, "/systems/SYS-01")).ShouldBeRefused(405, "METHOD");
        (await owner.Raw("/systems", "name=N", "application/x-www-form-urlencoded")).ShouldBeRefused(415, "MEDIA-TYPE");
        (await owner.Raw("/systems", "{ \"name\": \"" + new string('a', 2 << 20) + "\" }")).ShouldBeRefused(413, "TOO-LARGE");
        (await owner.Raw("/models/none/log", "a=1", "application/x-www-form-urlencoded")).ShouldBeRefused(415, "MEDIA-TYPE");
        (await owner.Raw("/models/none/log", "", "text/csv")).ShouldBeRefused(422, "FILE-EMPTY").Detail!.ShouldContain("parquet");
        (await owner.Raw("/models/none/measurements", "", "text/csv")).ShouldBeRefused(422, "FILE-EMPTY").Detail!.ShouldNotContain("parquet");
        (await owner.Raw("/models/none/log", "a,b", "application/vnd.apache.parquet")).ShouldBeRefused(400, "REQUEST");
        (await owner.Get("/requirements/ISO42001:99")).ShouldBeRefused(404, "NOT-FOUND");
    }

    [Theory]
    [InlineData("size=201", 422, "LIST-SIZE")]
    [InlineData("size=0", 422, "LIST-SIZE")]
    [InlineData("page=0", 422, "LIST-PAGE")]
    [InlineData("page=abc", 400, "REQUEST")]
    [InlineData("page=0x10", 400, "REQUEST")]
    [InlineData("size=99999999999", 400, "REQUEST")]
    [InlineData("sort=colour", 422, "LIST-SORT")]
    [InlineData("filter=state:asleep", 422, "LIST-FILTER")]
    public async Task A_list_says_what_it_cannot_do(string query, int status, string code)
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        (await owner.Get($"/systems?{query}")).ShouldBeRefused(status, code);
    }

    [Fact]
    public async Task Parameters_that_are_no_values_of_their_kind_are_all_named()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);

        (await owner.Get("/systems?page=abc&size=99999999999")).ShouldBeRefused(400, "REQUEST").Detail.ShouldBe("'abc' is not a value of page. '99999999999' is not a value of size.");
        (await owner.Raw("/models/none/log?async=perhaps", "a,b", "text/csv")).ShouldBeRefused(400, "REQUEST").Detail.ShouldBe("'perhaps' is not a value of async.");
        (await owner.Get("/models/none/log/expire?before=")).ShouldBeRefused(400, "REQUEST").Detail.ShouldBe("'' is not a value of before.");
        (await owner.Get("/models/none/log/expire?before=yesterday")).ShouldBeRefused(400, "REQUEST").Detail.ShouldBe("'yesterday' is not a value of before.");
    }

    [Fact]
    public async Task A_list_gives_the_page_asked_for_and_the_total()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        for (var number = 1; number <= 5; number++) await owner.Post("/systems", Valid.System($"System {number}"));

        var page = (await owner.Get("/systems?page=2&size=2&sort=-name")).ShouldBe(200);

        page.Body!.AsObject().Select(member => member.Key).ShouldBe(["items", "total", "page", "size"]);
        (page["total"], page["page"], page["size"]).ShouldBe(("5", "2", "2"));
        page.Body!["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()).ShouldBe(["System 3", "System 2"]);
        page.Body!["items"]![0]!.AsObject().ContainsKey("id").ShouldBeFalse("keys of the database stay inside");
    }

    [Fact]
    public async Task A_flood_from_one_key_is_told_when_to_come_back_and_does_not_close_the_door_to_others()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var flood = ApiClient.With(app, "flood");
        using var owner = await ApiClient.As(world, app, Role.SystemOwner);
        var answers = new List<ApiAnswer>();
        while (answers.Count < 6000 && answers.All(answer => answer.Status != 429))
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => flood.Send(HttpMethod.Get, "/systems"))));

        var refused = answers.First(answer => answer.Status == 429).ShouldBeRefused(429, "TOO-MANY-REQUESTS");
        refused.Response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        (await owner.Get("/systems")).ShouldBe(200);
    }

    [Fact]
    public async Task A_cookie_opens_no_route()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await app.Visitor().SignIn(world, Role.SystemOwner);

        (await owner.Open("/api/v1/systems")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
