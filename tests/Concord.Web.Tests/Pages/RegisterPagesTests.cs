using System.Net;
using System.Text.RegularExpressions;
using Concord.Actions;
using Concord.Controls;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Pages.Evidence;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>Signals, risks, nonconformities, requirements, controls, evidence: as everybody reads them, and as people act on them.</summary>
public sealed partial class RegisterPagesTests(SharedBrowser browser)
{
    /// <summary>Lists as somebody asked for them, and pages of an edition that is named; how each page is by itself, the walk along all links sees.</summary>
    private static readonly string[] Paths =
    [
        "/signals?filter=state:any&sort=-window", "/requirements?edition=iso27001:2022", "/requirements?standard=all&sort=-result", "/requirements/iso42001%3A2023%2F9.1",
        "/reuse?holds=iso27001&weights=effort&p=0.33&sort=-strength&filter=kind:control", "/statement?size=200&sort=-state",
    ];

    public static TheoryData<string> Everywhere() => [.. Paths];

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_register_page_is_accessible_small_and_quiet(string path)
    {
        var app = await MonitoredWorld.ReadByVisitors();
        (await browser.FaultsAsync(app, path, Look.Both, "register" + path.Replace('/', '-').Replace('?', '-').Replace(':', '-'))).ShouldBeEmpty();
    }

    /// <summary>Charts, heat maps and their figures scroll; a list of records is read without.</summary>
    [Fact]
    public async Task On_a_phone_no_list_of_a_record_s_page_scrolls_sideways()
    {
        var world = await MonitoredWorld.Adult();
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.PhoneDark);

        foreach (var path in new[]
            { $"/systems/{MonitoredWorld.Drifting}", "/models/MODEL-ADULT", "/models/MODEL-ADULT/versions", "/monitors/MON-0001", "/signals/SIG-0001", "/risks/RISK-0001", "/requirements/ISO42001:9.1", "/evidence/EV-0001", "/controls", "/journal/5", "/reuse", "/reuse/ISO42001:9.1", "/statement", "/statement/ISO42001:A.6.2.6", "/statement/revisions" })
        {
            (await visit.OpenAsync(path)).Status.ShouldBe(200, path);
            (await visit.ScrollingListsAsync()).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task The_signal_page_tells_the_chain_with_links()
    {
        var app = await MonitoredWorld.ReadByVisitors();
        using var visitor = app.Visitor();

        var page = WebUtility.HtmlDecode(await visitor.Read("/signals/SIG-0001"));

        page.ShouldContain("Signal raised");
        page.ShouldContain("href=\"/evidence/EV-0001\"");
        page.ShouldContain("href=\"/risks/RISK-");
        page.ShouldContain("What to do next");
        page.ShouldNotContain("name=\"reason\"", Case.Sensitive, "a visitor cannot close");
    }

    [Fact]
    public async Task Whoever_corrected_cannot_verify_and_somebody_else_can()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        var owner = await world.PersonId(Role.SystemOwner);
        var unit = await world.Unit("RETAIL");
        await world.As(Role.AimsManager).Do((ControlRegister controls, Actor actor) =>
            controls.Apply(new(unit, "Monitoring", owner, ControlStatus.Applied, ["SYS-01"], ["ISO42001:9.1"], [], ["psi_score"], "AC-01"), actor, default));
        var found = await world.As(Role.AimsManager).Do((NonconformityRegister register, Actor actor) =>
            register.OpenOrJoin(new(unit, "SYS-01", "AC-01", "Out of bounds", owner, NonconformityGrade.Minor, world.Today.AddDays(30), "an audit"), actor, default));
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var other = await app.Visitor().SignIn(world, Role.Auditor);
        var path = $"/nonconformities/{found.Ref}";

        var corrected = await manager.Send(path, "correct", ("correction", "The channel code is mapped again."));
        corrected.StatusCode.ShouldBe(HttpStatusCode.Found);
        corrected.Headers.Location!.ToString().ShouldContain("done=corrected");

        (await manager.Read(path)).ShouldContain("You took part in it and cannot verify it");
        var refused = await manager.Send(path, "correct", ("_handler", "verify"), ("effective", "yes"), ("reason", "Two clean windows."));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        said.ShouldContain("NC-VERIFIER-FIXED");
        said.ShouldContain("Two clean windows.", Case.Sensitive, "what was typed is kept");

        (await manager.Read(path)).ShouldContain("cannot verify it: ");
        var verified = await other.Send(path, "verify", ("effective", "yes"), ("reason", "The mapping is in the release."));
        verified.StatusCode.ShouldBe(HttpStatusCode.Found);
        var state = await world.As(Role.AimsManager).See(async (NonconformityViews views) => (await views.Detail(found.Ref, default)).Line.State);
        state.ShouldBe(NonconformityState.ClosedEffective);
    }

    [Fact]
    public async Task Whoever_sent_the_log_cannot_close_the_signal_and_somebody_else_can()
    {
        await using var world = await MonitoredWorld.Make();
        await using var app = await RunningApp.OverAsync(world);
        using var sender = await app.Visitor().SignIn(world, Role.AimsManager);
        using var auditor = await app.Visitor().SignIn(world, Role.Auditor);
        const string path = "/signals/SIG-0001";

        (await sender.Read(path)).ShouldContain("You took part in the fixing and cannot close it");
        using var form = await sender.FillIn(path, "acknowledge", ("_handler", "close"), ("version", "1"), ("reason", "falseAlarm"), ("text", "A test file."));
        (await sender.Send(path, "acknowledge")).Headers.Location!.ToString().ShouldContain("done=acknowledged");
        var refused = await sender.Http.PostAsync(path, form);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        said.ShouldContain("SIGNAL-CLOSER-FIXED");
        said.ShouldContain("A test file.", Case.Sensitive, "what was typed is kept");

        var notClean = await auditor.Send(path, "close", ("reason", "recovered"), ("text", "It looks fine."));
        WebUtility.HtmlDecode(await notClean.Content.ReadAsStringAsync()).ShouldContain("SIGNAL-NOT-CLEAN");
        (await auditor.Send(path, "close", ("reason", "falseAlarm"), ("text", "A test file."))).StatusCode.ShouldBe(HttpStatusCode.Found);

        var closed = WebUtility.HtmlDecode(await auditor.Read(path));
        closed.ShouldContain("Closed because: false alarm");
        closed.ShouldContain("Signal closed");
        closed.ShouldContain("was beyond the limit from");
        closed.ShouldContain("as a false alarm.");
        closed.ShouldNotContain("tag alert");
    }

    [Fact]
    public async Task A_form_opened_before_somebody_else_changed_the_record_is_refused_in_words()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        var risk = await world.Risk(system: "SYS-01");
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        var refused = await manager.Send($"/risks/{risk.Ref}", "close", ("version", "99"), ("closing", "It is gone."));

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()).ShouldContain("was changed meanwhile");
    }

    [Fact]
    public async Task A_control_applied_by_the_form_turns_a_drifting_log_into_a_nonconformity()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        using var program = await ApiClient.As(world, app, Role.SystemOwner);
        (await program.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await program.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await program.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        (await program.Raw("/models/scores/monitors", """{ "modelId": "scores", "numeric": ["age"], "categorical": ["region"], "window": "month" }""")).ShouldBe(201);
        (await program.Raw("/models/scores/reference", PredictionRows.Csv(["2025-01", "2025-02", "2025-03"]), "text/csv")).ShouldBe(201);

        // The monitor says that a control is missing, and its link has the system chosen; so have those of a requirement and a signal theirs.
        (await manager.Read("/controls")).ShouldContain("No control is applied yet.");
        (await manager.Read("/monitors/MON-0001")).ShouldContain("href=\"/controls/new?system=SYS-01\"");
        (await manager.Read("/requirements/ISO42001:A.6.2.6")).ShouldContain("href=\"/controls/new?requirement=ISO42001%3AA.6.2.6\"");
        var prepared = await manager.Read("/controls/new?system=SYS-01&metric=psi_feature&requirement=iso42001%3A2023%2FA.6.2.6");
        Checked(prepared).ShouldBe(["SYS-01", "ISO42001:A.6.2.6", "psi_feature"]);
        prepared.Length.ShouldBeLessThan(Visit.LargestPage);

        var refused = await manager.Send("/controls/new", "apply", ("title", " "), ("status", "applied"), ("system", "SYS-01"), ("metric", "psi_feature"), ("metric", "guess"), ("requirement", "ISO42001:A.99"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
        foreach (var finding in new[] { "Say what the control is.", "Choose the person", "no metric guess", "the requirement ISO42001:A.99" }) said.ShouldContain(finding);
        Checked(said).ShouldBe(["SYS-01", "psi_feature"], "what was chosen is kept");

        var owner = await world.As(Role.SystemOwner).Actor();
        var applied = await manager.Send("/controls/new", "apply",
            ("title", "Monthly monitoring"), ("owner", owner.Ref), ("status", "planned"), ("system", "SYS-01"), ("metric", "psi_feature"), ("metric", "psi_score"), ("requirement", "ISO42001:A.6.2.6"));
        applied.StatusCode.ShouldBe(HttpStatusCode.Found);
        applied.Headers.Location!.ToString().ShouldEndWith("/controls/CTL-0001?done=applied");
        (await manager.Send("/controls/CTL-0001", "effect", ("version", "99"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await manager.Send("/controls/CTL-0001", "effect")).Headers.Location!.ToString().ShouldContain("done=effect");
        (await manager.Read("/controls/CTL-0001")).ShouldNotContain("Put into effect");
        (await manager.Read("/controls")).ShouldContain("Monthly monitoring");
        (await manager.Read("/monitors/MON-0001")).ShouldNotContain("/controls/new");

        (await program.Raw("/models/scores/log", PredictionRows.Csv(["2025-09", "2025-10"], older: true), "text/csv")).ShouldBe(201);
        (await program.Post("/monitors/MON-0001/runs")).ShouldBe(201);
        (await manager.Read("/nonconformities")).ShouldContain("CTL-0001");
        (await manager.Read("/controls")).ShouldContain("failing");
    }

    [Fact]
    public async Task A_control_without_systems_says_which_part_of_the_organisation_it_covers()
    {
        await using var world = await World.Create();
        await world.Control("AC-01", ["ISO42001:A.3.3"], unit: "RETAIL");
        await world.Control("AC-02", ["ISO42001:A.3.3"], unit: "ORG");
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        var lower = await manager.Read("/controls/AC-01");
        lower.ShouldContain("all systems of Retail and the units below");
        lower.ShouldNotContain("the whole organisation");
        (await manager.Read("/controls/AC-02")).ShouldContain("the whole organisation");
        (await manager.Read("/controls")).ShouldContain("all of Retail");
    }

    [Fact]
    public async Task A_metric_is_chosen_and_read_by_its_words_and_kept_by_its_id()
    {
        var world = await MonitoredWorld.Adult();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        (await manager.Read("/monitors/MON-0001")).ShouldMatch("<option value=\"psi_score\"[^>]*>Drift of the score \\(PSI\\) [^<]*psi_score</option>");
        (await manager.Read("/controls/new")).ShouldMatch("value=\"psi_feature\"[^>]*> Drift of a feature \\(PSI\\)");
        (await manager.Read("/signals/SIG-0001")).ShouldContain("Ratio of selection rates <small><code>impact_ratio</code></small>");
        (await manager.Read("/risks/RISK-0001")).ShouldContain("Drift of a feature (PSI) <small><code>psi_feature</code></small>");
    }

    [Fact]
    public async Task A_system_is_retired_by_the_form_with_a_reason_that_the_journal_keeps()
    {
        await using var world = await World.Create();
        await world.System("SYS-01");
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);

        var refused = await manager.Send("/systems/SYS-01", "move", ("to", "retired"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("SYSTEM-END-REASON");
        (await manager.Send("/systems/SYS-01", "move", ("to", "retired"), ("reason", "Replaced by a rule."))).StatusCode.ShouldBe(HttpStatusCode.Found);
        WebUtility.HtmlDecode(await manager.Read("/journal")).ShouldContain("retired: Replaced by a rule.");
        (await manager.Read("/systems/SYS-01")).ShouldNotContain("name=\"reason\"");
    }

    [Fact]
    public async Task A_control_answers_a_requirement_only_in_part_when_the_form_says_so()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        var owner = await world.As(Role.AimsManager).Actor();

        var stray = await manager.Send("/controls/new", "apply", ("title", "Monitoring"), ("owner", owner.Ref), ("status", "applied"), ("requirement", "ISO42001:A.6.2.6"), ("partly", "ISO42001:A.6.2.8"));
        stray.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = await stray.Content.ReadAsStringAsync();
        said.ShouldContain("CONTROL-PARTLY");
        Checked(said).ShouldBe(["ISO42001:A.6.2.6", "ISO42001:A.6.2.8"], "what was chosen is kept");

        (await manager.Send("/controls/new", "apply", ("title", "Monitoring"), ("owner", owner.Ref), ("status", "applied"),
            ("requirement", "ISO42001:A.6.2.6"), ("requirement", "ISO42001:A.6.2.8"), ("partly", "ISO42001:A.6.2.8"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        var control = await manager.Read("/controls/CTL-0001");
        control.ShouldMatch("A\\.6\\.2\\.8</a> in part");
        control.ShouldNotMatch("A\\.6\\.2\\.6</a> in part");
        (await manager.Read("/requirements/ISO42001:A.6.2.8")).ShouldContain("only in part");
    }

    [Fact]
    public async Task Who_may_not_apply_controls_is_offered_none()
    {
        var app = await MonitoredWorld.ReadByVisitors();
        using var visitor = app.Visitor();

        foreach (var path in new[] { "/controls", "/signals/SIG-0001", "/requirements/ISO42001:A.6.2.6", "/monitors/MON-0001" })
            (await visitor.Read(path)).ShouldNotContain("/controls/new", Case.Sensitive, path);
        (await visitor.Open("/controls/new")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        using var owner = await app.Visitor().SignIn(await MonitoredWorld.Adult(), Role.SystemOwner);
        WebUtility.HtmlDecode(await owner.Read("/signals/SIG-0001")).ShouldContain($"href=\"/controls/new?system={MonitoredWorld.Drifting}&metric=");
    }

    [Fact]
    public void A_small_group_has_no_figures_in_shown_evidence()
    {
        const string content = """
            { "result": { "fairness": [ { "attribute": "sex", "groups": [
                { "group": "large", "n": 900, "nAll": 1000, "selectionRate": 0.5, "selectionRateAll": 0.5, "tpr": 0.7 },
                { "group": "labels too few", "n": 12, "nAll": 40, "selectionRate": 0.123, "selectionRateAll": 0.25, "tpr": 0.321 },
                { "group": "small", "n": 8, "nAll": 29, "selectionRate": 0.456, "selectionRateAll": 0.654, "tpr": 0.987 } ],
              "disparateImpact": { "small": 0.777, "labels too few": 0.888 } } ] } }
            """;

        var shown = ShownContent.Text(ShownContent.Of(content).ShouldNotBeNull());

        foreach (var hidden in new[] { "0.456", "0.654", "0.987", "0.777", "0.888", "0.123", "0.321", "29" })
            shown.ShouldNotContain(hidden);
        shown.ShouldContain("too small");
        shown.ShouldContain("0.25");
        shown.ShouldContain("0.7");
    }

    [Fact]
    public void Evidence_that_a_person_wrote_is_text() => ShownContent.Of("Minutes of the review of 3 March").ShouldBeNull();

    private static IEnumerable<string> Checked(string page) =>
        CheckedBox().Matches(page).Select(match => match.Groups["value"].Value);

    [GeneratedRegex("<input type=\"checkbox\" name=\"[a-z]+\" value=\"(?<value>[^\"]*)\" checked", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex CheckedBox();
}
