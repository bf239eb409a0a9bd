using System.Net;
using System.Text.RegularExpressions;
using Concord.Classification;
using Concord.Foundation;
using Concord.Inventory;
using Concord.Organisation;
using Concord.Standards;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>A system is classified by forms alone; its pages as people see them; and the same by routes.</summary>
public sealed partial class ClassificationPagesTests(SharedBrowser browser)
{
    private const string Hostile = "=HYPERLINK(\"x\") <script>alert(1)</script> \u202Egnp.exe aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static readonly RulePack Pack = RulePackReader.Read(StandardsLibrary.DefaultFolder, StandardsLibrary.Load(StandardsLibrary.DefaultFolder));

    [Fact]
    public async Task Questions_are_answered_step_by_step_and_somebody_else_approves()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var counsel = await app.Visitor().SignIn(world, Role.RiskOwner);
        (await Read(manager, "/systems/SYS-01")).ShouldContain("Risk class, declared");
        (await Read(manager, "/systems/SYS-01/classification")).ShouldContain("This system is not classified yet.");
        (await Done(manager, "/systems/SYS-01/classification", "draft")).ShouldEndWith("/classifications/CLS-0001");

        var given = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["annex_iii_points"] = ["5(b)"], ["profiling_of_natural_persons"] = ["yes"] };
        var asked = new List<string>();
        var pages = 0;
        for (var page = await Read(manager, "/classifications/CLS-0001"); AskedField().Matches(page) is { Count: > 0 } fields; page = await Read(manager, "/classifications/CLS-0001"))
        {
            pages++;
            page.ShouldContain("Result so far");
            var answers = new List<(string, string)>();
            foreach (var fact in fields.Select(field => field.Groups["fact"].Value))
            {
                asked.ShouldNotContain(fact, "no question twice");
                asked.Add(fact);
                page.ShouldContain(WebUtility.HtmlDecode(Pack.FindFact(fact)!.Help));
                var values = given.GetValueOrDefault(fact) ?? Pack.FindFact(fact)!.Default.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(value => value == "true" ? "yes" : value == "false" ? "no" : value).ToArray();
                answers.Add(("asked", fact));
                answers.AddRange((values.Length == 0 ? ["none"] : values).Select(value => (fact, value)));
            }
            await Done(manager, "/classifications/CLS-0001", "answer", [.. answers]);
        }
        var decided = await Read(manager, "/classifications/CLS-0001");
        decided[decided.IndexOf("How it is decided", StringComparison.Ordinal)..].ShouldSatisfyAllConditions(steps => steps.ShouldContain($"{Pack.FindFact("is_ai_system")!.Question} Yes"), steps => steps.ShouldNotContain("is_ai_system"));
        pages.ShouldBeLessThan(10, "what belongs together is asked together");
        asked.ShouldNotContain("gpai_systemic_risk", "no general-purpose model, no question about its risk");
        asked.ShouldNotContain("biometric_verification_only");
        asked.Count.ShouldBeLessThan(Pack.Facts.Count);

        await Done(manager, "/classifications/CLS-0001", "write", ("reasoning", Hostile), ("documents", ""));
        await Done(manager, "/classifications/CLS-0001", "propose");
        await Refused(manager, "/classifications/CLS-0001", "approve", "CLASSIFICATION-OWN");
        await Refused(counsel, "/classifications/CLS-0001", "return", "CLASSIFICATION-REASON", ("why", ""));
        (await Done(counsel, "/classifications/CLS-0001", "approve")).ShouldEndWith("/systems/SYS-01/classification?done=approved");

        var result = await Read(counsel, "/systems/SYS-01/classification");
        result.ShouldContain("High risk: A use listed in Annex III that profiles people");
        result.ShouldContain("confirmed by a named person");
        result.ShouldContain("EUR 15 m or 3 %");
        result.ShouldContain("up to EUR 15,000,000 or 3 % of worldwide turnover, whichever is higher");
        result.ShouldContain("Article 6(2), 6(3) last subparagraph");
        result.ShouldContain("=HYPERLINK(\"x\") <script>alert(1)</script>");
        result.ShouldNotContain("not classified yet");
        await Done(manager, "/systems/SYS-01/classification", "plan", ("duty", "OBL-30"), ("owner", ""), ("due", "2026-07-31"));
        (await Read(manager, "/systems/SYS-01/classification")).ShouldContain("ACT-0001");
        (await Read(manager, "/systems/SYS-01")).ShouldContain(">CLS-0001<", Case.Sensitive, "the class says where it comes from");
        (await Read(manager, "/systems/SYS-01/edit")).ShouldContain("It is derived from the answers there, not typed");
        using var viewer = await app.Visitor().SignIn(world, Role.Viewer);
        (await Read(viewer, "/classifications/CLS-0001")).ShouldNotContain("<form method=\"post\"");
    }

    [Fact]
    public async Task An_answer_nobody_knows_stays_open_and_a_contradiction_asks_which_is_right()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        await Done(manager, "/systems/SYS-01/classification", "draft");
        const string path = "/classifications/CLS-0001";
        await Refused(manager, path, "answer", "Nothing was answered", ("asked", ""));
        var left = await Refused(manager, path, "answer", "Choose an answer, or that you do not know.", ("asked", "is_ai_system"), ("is_ai_system", "yes"), ("asked", "in_scope_territory"), ("asked", "prohibited_practices"), ("prohibited_practices", "5(1)(c)"), ("prohibited_practices", "none"));
        left.ShouldContain("Two answers that do not go together");
        left.ShouldContain("name=\"is_ai_system\" value=\"yes\" required checked", Case.Sensitive, "what was typed stays");
        await Done(manager, path, "answer", ("asked", "is_ai_system"), ("is_ai_system", "unknown"), ("asked", "in_scope_territory"), ("in_scope_territory", "yes"), ("asked", "scope_exclusion"), ("scope_exclusion", "none"));
        var next = await Read(manager, path);
        next.ShouldContain("To find out");
        next.ShouldContain("?ask=is_ai_system");
        next.ShouldContain("1 nobody knows");
        AskedField().Matches(next).Select(field => field.Groups["fact"].Value).ShouldBe(["prohibited_practices"]);
        (await Read(manager, path + "?step=scope")).ShouldContain("name=\"in_scope_territory\" value=\"yes\" required checked");
        await Done(manager, path, "answer", ("back", "in_scope_territory"));
        AskedField().Matches(await Read(manager, path)).Select(field => field.Groups["fact"].Value).ShouldBe(["in_scope_territory"], "what was taken back is asked again");
        await Done(manager, path, "answer", ("asked", "gpai_systemic_risk"), ("gpai_systemic_risk", "yes"));
        await Done(manager, path, "answer", ("asked", "is_gpai_model"), ("is_gpai_model", "no"));
        (await Read(manager, path)).ShouldContain("Which of the two is right?");
        await Refused(manager, path, "answer", "deep_fake is answered by", ("asked", "deep_fake"), ("deep_fake", "perhaps"));
        await Refused(manager, path, "answer", "There is no fact", ("asked", "<script>"), ("<script>", "yes"));
        await Done(manager, "/classifications/CLS-0001", "day", ("asOf", "2026-08-01"));
        await Refused(manager, "/classifications/CLS-0001", "day", "CLASSIFICATION-AS-OF", ("asOf", "2020-01-01"));
    }

    [Theory]
    [InlineData("/classifications")]
    [InlineData("/classifications/CLS-0001")]
    [InlineData("/classifications/CLS-0002")]
    [InlineData("/classifications/CLS-0002?step=uses")]
    [InlineData("/systems/SYS-01/classification")]
    [InlineData("/systems/SYS-01")]
    public async Task A_page_of_classifications_is_accessible_small_and_quiet(string path)
    {
        await using var app = await RunningApp.OverAsync(await Classified.Value, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        await visit.SignInAsync(await Classified.Value, Role.AimsManager);
        (await visit.FaultsAsync(path, Look.Both, "classification" + path.Replace('/', '-').Replace('?', '-'))).ShouldBeEmpty();
        (await visit.ScrollingListsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Programs_do_the_same_with_versions_and_keys()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await ApiClient.As(world, app, Role.AimsManager);
        using var counsel = await ApiClient.As(world, app, Role.RiskOwner);
        (await manager.Post("/systems/SYS-01/classifications", new { })).ShouldBe(201)["ref"].ShouldBe("CLS-0001");
        (await manager.Post("/classifications/CLS-0001/answer", new { facts = new { deep_fake = new[] { "no" } } })).ShouldBeRefused(428, "VERSION-REQUIRED");
        (await manager.Change("/classifications/CLS-0001", "answer", new { facts = new { deep_fake = new[] { "maybe" }, nothing = new[] { "no" } } })).ShouldBeRefused(422, "FINDINGS").Body!["findings"]!.AsArray().Count.ShouldBe(2);
        var whole = Pack.Facts.Where(fact => fact.Id != "roles").ToDictionary(fact => fact.Id, fact => fact.Default.Split(';', StringSplitOptions.RemoveEmptyEntries));
        (await manager.Change("/classifications/CLS-0001", "answer", new { facts = whole })).ShouldBe(200).Body!["outcome"]!["tier"]!.GetValue<string>().ShouldBe("minimal");
        (await manager.Change("/classifications/CLS-0001", "propose", null)).ShouldBe(200);
        (await manager.Change("/classifications/CLS-0001", "approve", null)).ShouldBeRefused(422, "CLASSIFICATION-OWN");
        (await counsel.Change("/classifications/CLS-0001", "approve", null)).ShouldBe(200);
        (await manager.Get("/systems/SYS-01"))["riskClass"].ShouldBe("minimal");
        (await manager.Get("/systems/SYS-01/duties")).Body!.AsArray().Count.ShouldBe(2);
        (await manager.Post("/systems/SYS-01/duties/plan", new { owner = "riskowner@example.test", dueOn = "2026-12-31" })).ShouldBe(201);
        (await manager.Get("/classifications?filter=tier:minimal"))["total"].ShouldBe("1");
        (await manager.Get("/classifications/stale")).ShouldBe(200).Body!.AsArray().ShouldBeEmpty();
    }

    /// <summary>One approved, one draft with a contradiction.</summary>
    private static readonly Lazy<Task<World>> Classified = new(async () =>
    {
        var world = await World.Create();
        await world.System("SYS-01");
        await Answer(world, "CLS-0001", Pack.Facts.Where(fact => fact.Id != "roles").ToDictionary(fact => fact.Id, IReadOnlyList<string>? (fact) => fact.Id switch { "annex_iii_points" => ["5(b)"], "profiling_of_natural_persons" => ["yes"], _ => fact.Default.Split(';') }));
        await world.As(Role.AimsManager).Do((ClassificationRegister register, Actor actor) => register.Propose("CLS-0001", 1, actor, default));
        await world.As(Role.RiskOwner).Do((ClassificationRegister register, Actor actor) => register.Approve("CLS-0001", 2, actor, default));
        var system = await world.As(Role.AimsManager).See((RegistryViews views) => views.System("SYS-01", default));
        await world.As(Role.AimsManager).Do((Registry registry, Actor actor) => registry.Describe("SYS-01", system.Version, system.Description with { Purpose = Hostile }, actor, default));
        await Answer(world, "CLS-0002", new() { ["is_gpai_model"] = ["no"], ["gpai_systemic_risk"] = ["yes"] });
        return world;

        static async Task Answer(World world, string reference, Dictionary<string, IReadOnlyList<string>?> answers)
        {
            await world.As(Role.AimsManager).Do((ClassificationRegister register, Actor actor) => register.Draft("SYS-01", actor, default));
            await world.As(Role.AimsManager).Do((ClassificationRegister register, Actor actor) => register.Answer(reference, 0, answers, null, actor, default));
        }
    });

    [GeneratedRegex("name=\"asked\" value=\"(?<fact>[a-z0-9_]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AskedField();

    private static async Task<string> Refused(FormClient client, string path, string form, string words, params (string, string)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.ShouldContain(words);
        return page;
    }

    private static async Task<string> Done(FormClient client, string path, string form, params (string, string)[] fields)
    {
        using var answer = await client.Send(path, form, fields);
        answer.StatusCode.ShouldBe(HttpStatusCode.Found, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string> Read(FormClient client, string path) => WebUtility.HtmlDecode(await client.Read(path));
}
