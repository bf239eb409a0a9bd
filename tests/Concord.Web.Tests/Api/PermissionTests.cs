using System.Text.RegularExpressions;
using Concord.Actions;
using Concord.Applicability;
using Concord.Foundation;
using Concord.Gaps.Analysis;
using Concord.Gaps.Interviews;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Access;
using Concord.Web.Tests.Browser;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Tests.Api;

/// <summary>Every role at every route: the table of permissions and what the server does are compared, none is left out.</summary>
public sealed partial class PermissionTests
{
    [Fact]
    public async Task Every_role_gets_at_every_route_what_its_permissions_say()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        var routes = Routes(app);
        routes.Count.ShouldBeGreaterThan(35);
        List<string> wrong = [];
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await ApiClient.As(world, app, role);
            foreach (var route in routes)
            {
                var answer = await Call(client, route);
                var allowed = RolePermissions.Of(role).Contains(Enum.Parse<Permission>(route.Policy!));
                var passed = answer.Status is not (401 or 403 or >= 500);
                if (passed != allowed || (!allowed && answer.Code != Refusal.AccessDenied)) wrong.Add($"{role} {route}: {answer.Status} {answer.Code}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_key_or_with_one_that_does_not_work_every_route_is_closed()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        var revoked = await world.As(Role.AimsManager).Do((ApiKeys keys, Actor actor) => keys.Create(actor, "revoked", 30, default));
        await world.As(Role.AimsManager).Do((ApiKeys keys, Actor actor) => keys.Revoke(actor, revoked.Ref, default));
        foreach (var key in (string?[])[null, "", "nonsense", revoked.Text])
        {
            using var client = ApiClient.With(app, key);
            foreach (var route in Routes(app)) (await Call(client, route)).ShouldBe(401).Code.ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task What_lies_in_another_unit_is_not_there()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        var (retail, markets) = (await world.Unit("RETAIL"), await world.Unit("MARKETS"));
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.Invite(actor, new("Rita", "rita@example.test", Unit: retail), new(Role.SystemOwner, retail), default));
        var key = await world.As("rita@example.test").Do((ApiKeys keys, Actor actor) => keys.Create(actor, "test", 30, default));
        using var rita = ApiClient.With(app, key.Text);
        await world.System("SYS-M", "MARKETS");
        await world.System("SYS-R", "RETAIL");
        await world.Risk("RISK-M", "SYS-M", unit: "MARKETS");

        (await rita.Get("/systems"))["total"].ShouldBe("1");
        (await rita.Get("/systems/SYS-R")).ShouldBe(200);
        (await rita.Get("/systems/SYS-M")).ShouldBeRefused(404, "NOT-FOUND");
        (await rita.Get("/risks/RISK-M")).ShouldBeRefused(404, "NOT-FOUND");
        (await rita.Post("/systems/SYS-M/move", new { to = "restricted" }, ifMatch: "\"0\"")).ShouldBeRefused(404, "NOT-FOUND");
        (await rita.Post("/systems/SYS-M/models", Valid.Model())).ShouldBeRefused(404, "NOT-FOUND");
        (await rita.Post("/systems", new { name = "N", purpose = "P", isDeployer = true, unit = "MARKETS" })).ShouldBeRefused(403, "ACCESS-DENIED");
        (await rita.Post("/systems", new { name = "N", purpose = "P", isDeployer = true })).ShouldBe(201)["unit"].ShouldBe("Retail");
    }

    /// <summary>
    /// Somebody who reads the whole organisation and works in one unit acts on what belongs to another: with an old version, on what has ended, with nothing to say.
    /// Whatever is wrong besides, the answer is that they may not, and no state is given away.
    /// </summary>
    [Fact]
    public async Task Who_may_not_is_told_so_before_anything_is_said_of_the_state_of_a_record()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        await Ended(world);
        var markets = await world.Unit("MARKETS");
        await world.AsAdministrator((PeopleRegister people, Actor actor) => people.InviteWithRoles(actor, new("Rita", "rita@example.test"), [new(Role.Viewer), new(Role.AimsManager, markets)], default));
        var key = await world.As("rita@example.test").Do((ApiKeys keys, Actor actor) => keys.Create(actor, "test", 30, default));
        using var rita = ApiClient.With(app, key.Text);
        string[] areas = ["gaps", "statement", "documents", "actions"];
        var everywhere = RolePermissions.Of(Role.Viewer).Select(permission => permission.ToString()).ToHashSet(StringComparer.Ordinal);
        var routes = Routes(app).Where(route => route.Method != "GET" && areas.Contains(route.Route.Split('/')[3])
            && (!everywhere.Contains(route.Policy!) || route.Route.EndsWith("/finish", StringComparison.Ordinal))).ToList();
        routes.Count.ShouldBeGreaterThan(25);
        List<string> wrong = [];
        foreach (var route in routes)
        {
            var path = Parameter().Replace(route.Route["/api/v1".Length..], parameter => Named(route.Route, parameter.Value));
            using var file = new MultipartFormDataContent { { new ByteArrayContent("# Policy"u8.ToArray()), "policy", "p.md" } };
            var body = path.EndsWith("/policies", StringComparison.Ordinal) ? file : path switch
            {
                "/actions/" or "/gaps/" => Json("""{ "title": "T", "unit": "ORG" }"""),
                "/documents/" => Json("""{ "title": "T", "kind": "policy" }"""),
                "/gaps/GAP-0001/policies/absent" => Json("""{ "requirements": [], "reason": "T" }"""),
                "/gaps/listed/LST-0001/decide" => Json("""{ "because": "T" }"""),
                _ => (HttpContent?)Body(route),
            };
            var answer = await rita.Send(new HttpMethod(route.Method), path, body, ifMatch: "\"99\"");
            if (answer.Status != 403 || answer.Code != Refusal.AccessDenied) wrong.Add($"{route} {path}: {answer.Status} {answer.Code} {answer.Detail}");
        }
        wrong.ShouldBeEmpty();
    }

    /// <summary>At the top of the organisation: a concluded analysis with a listed name and an interview, an action that is done, a published document, a withdrawn statement.</summary>
    private static async Task Ended(World world)
    {
        var (unit, lead, manager) = (await world.Unit("ORG"), await world.PersonId(Role.AimsManager), world.As(Role.AimsManager));
        await world.System("SYS-01");
        await manager.Do((GapRegister register, Actor actor) => register.Start(unit, "Stage 1", lead, null, actor, default));
        await manager.Do((InventoryRegister register, Actor actor) => register.AddList("GAP-0001", "MLflow", "churn", actor, default));
        await manager.Do((InterviewRegister register, Actor actor) => register.Hold("GAP-0001", new("legal", new(null, "Grace Outside", "grace@elsewhere.example")), actor, default));
        await manager.Do((ActionRegister register, Actor actor) => register.Plan(new(unit, "Write it", "", "", "", [], lead, world.Today, null), actor, default));
        await manager.Do((ActionRegister register, Actor actor) => register.Finish("ACT-0001", 0, "Written.", actor, default));
        var seen = await manager.See((GapViews views) => views.Detail("GAP-0001", default));
        await manager.Do((GapConclusion conclusion, Actor actor) => conclusion.Conclude("GAP-0001", seen.Line.Version, seen.Fingerprint, actor, default));
        await world.Document("DOC-0001", [], world.Today, unit: "ORG");
        await manager.Do((StatementRegister register, Actor actor) => register.Draft(["iso42001"], "First", actor, default));
        await manager.Do((StatementRegister register, Actor actor) => register.Withdraw(1, 0, actor, default));
    }

    private static string Named(string route, string parameter) => (route.Split('/')[3], parameter) switch
    {
        (_, "{number}") => "1",
        (_, "{requirement}" or "{key}") => "ISO42001:A.10.3",
        ("gaps", _) when route.Contains("/listed/", StringComparison.Ordinal) => "LST-0001",
        ("gaps", "{reference}") when route.Contains("/interviews/", StringComparison.Ordinal) => "INT-0001",
        ("gaps", _) => "GAP-0001",
        ("actions", _) => "ACT-0001",
        ("documents", _) => "DOC-0001",
        ("statement", _) => "SOA-0001",
        _ => throw new ArgumentOutOfRangeException(nameof(route), route, $"A parameter nobody named: {parameter}."),
    };

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static List<EndpointDeclaration> Routes(RunningApp app) =>
        [.. EndpointDeclarations.Of(app.Services.GetRequiredService<EndpointDataSource>()).Where(line => line.Route.StartsWith("/api/v1", StringComparison.Ordinal))];

    /// <summary>A request that is well formed, so that nothing but the permission can close the door; the record it names does not exist.</summary>
    private static Task<ApiAnswer> Call(ApiClient client, EndpointDeclaration route)
    {
        var path = Parameter().Replace(route.Route["/api/v1".Length..], "NONE-0001");
        return client.Send(new HttpMethod(route.Method), path, Body(route), ifMatch: "\"0\"");
    }

    private static StringContent? Body(EndpointDeclaration route) => route.Method == "GET" ? null : new(
        route.Route.Split('/')[^1] switch
        {
            "systems" => """{ "name": "N", "purpose": "P", "isDeployer": true }""",
            "controls" => """{ "title": "T" }""",
            "models" => """{ "name": "N" }""",
            "versions" => """{ "label": "1" }""",
            "move" => """{ "to": "screening" }""",
            "people" => $$"""{ "name": "N", "email": "{{Guid.CreateVersion7():N}}@example.test" }""",
            "roles" or "end" => """{ "role": "viewer" }""",
            "keys" => """{ "name": "N" }""",
            "close" => """{ "reason": "false-alarm", "text": "T" }""",
            "correct" => """{ "text": "T" }""",
            "verify" => """{ "effective": true, "reason": "T" }""",
            "monitors" => """{ "modelId": "m", "numeric": ["a"] }""",
            "{reference}" => """{ "name": "N", "purpose": "P", "isDeployer": true }""",
            "actions" or "gaps" => """{ "title": "T" }""",
            "agree" => """{ "owner": "PERSON-0001", "dueOn": "2027-01-31" }""",
            "finish" or "drop" or "reopen" => """{ "text": "T" }""",
            "withdraw" or "return" => """{ "reason": "T" }""",
            "answer" => """{ "facts": { "deep_fake": ["no"] } }""",
            "write" => """{ "reasoning": "T" }""",
            "lists" => """{ "list": "L", "names": "N" }""",
            "review" => """{ "level": "weak", "reason": "T" }""",
            "accept" => """{ "file": "F", "section": "S" }""",
            "decide" => """{ "applicable": true }""",
            "revisions" => """{ "reason": "T" }""",
            "documents" or "describe" => """{ "title": "T", "kind": "policy" }""",
            "hand-over" => """{ "owner": "PERSON-0001", "reason": "T" }""",
            "reword" => """{ "title": "T", "reason": "T" }""",
            "compare" => """{ "files": {} }""",
            "judgements" => """{ "requirement": "ISO42001:9.1", "standard": "iso27001", "strength": "full", "reason": "T" }""",
            "revise" => """{ "strength": "full", "reason": "T" }""",
            "log" or "reference" => """[{ "a": 1 }]""",
            _ => "{}",
        }, System.Text.Encoding.UTF8, "application/json");

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
