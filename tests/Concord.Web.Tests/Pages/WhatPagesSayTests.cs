using System.Net;
using System.Text.RegularExpressions;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Api;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

public sealed class WhatPagesSayTests
{
    [Fact]
    public async Task A_fresh_installation_says_what_to_do_first()
    {
        await using var world = await World.Create();
        var page = await Read(world, "/");

        page.ShouldContain("No AI system is registered yet.");
        page.ShouldContain("First steps");
    }

    [Fact]
    public async Task The_first_page_says_which_systems_are_out_of_bounds_since_when_and_what_follows()
    {
        var page = await Read("/");

        page.ShouldContain("One of two monitored systems is out of bounds");
        page.ShouldContain("One system is not monitored");
        page.ShouldContain("href=\"/signals/SIG-0001\"");
        page.ShouldContain("What happened because of it");
        page.ShouldContain("not enough data");
    }

    [Fact]
    public async Task Windows_below_the_policy_s_rows_say_how_many_are_needed()
    {
        var page = await Read("/models/MODEL-GERMAN");

        page.ShouldContain("Not enough data (500 needed) for a verdict in any window: 93 to 115 rows.");
    }

    [Fact]
    public async Task The_model_page_shows_performance_drift_fairness_and_the_unit_fault()
    {
        var page = await Read("/models/MODEL-ADULT");

        page.ShouldContain("AUC of Version 2.1.0");
        page.ShouldContain("estimate without outcomes");
        page.ShouldContain("capital_gain is 100 times smaller");
        page.ShouldContain("Fairness by sex");
        page.ShouldContain("href=\"/models/MODEL-ADULT/columns/capital_gain\"");
    }

    [Theory]
    [InlineData("capital_gain", "numeric", "Beyond a limit since 2025-10")]
    [InlineData("sex", "protected, categorical", "reference against 2025-12")]
    [InlineData("score", "score", "PSI of Version 2.1.0")]
    [InlineData("decision", "categorical", "reference against 2025-12")]
    public async Task A_column_s_page_compares_its_distribution_and_tells_its_history(string column, string kind, string told)
    {
        var page = await Read($"/models/MODEL-ADULT/columns/{column}");

        page.ShouldContain(kind);
        page.ShouldContain(told);
    }

    [Fact]
    public void A_group_below_thirty_has_no_figures()
    {
        var rows = Concord.Web.Pages.Inventory.FairnessCharts.Groups(Measured(("large", 4_000), ("small", 29)), Concord.Monitoring.MonitoringPolicy.Read());

        rows.Single(row => row.Group == "small").ShouldBe(new("small", null, null, null, null));
        rows.Single(row => row.Group == "large").Rows.ShouldBe(4_000);
    }

    [Theory]
    [InlineData(1, 0.4, true)]
    [InlineData(0, 0.4, true)]
    [InlineData(0.9, 0.4, false)]
    [InlineData(1, 1, false)]
    public void A_group_whose_outcomes_are_known_for_one_decision_only_has_no_rates(double selectedOfLabelled, double selectedOfAll, bool oneDecision)
    {
        var measured = Measured(("under 25", 4_000));
        measured = measured with { Groups = [measured.Groups[0] with { SelectionRate = selectedOfLabelled, SelectionRateAll = selectedOfAll }] };

        Concord.Web.Pages.Inventory.FairnessCharts.Groups(measured, Concord.Monitoring.MonitoringPolicy.Read()).ShouldHaveSingleItem().LabelledOneDecision.ShouldBe(oneDecision);
    }

    [Fact]
    public async Task The_page_of_a_monitor_whose_last_run_failed_says_so_with_the_reason()
    {
        await using var world = await World.Create();
        world.Clock.SetUtcNow(new DateTimeOffset(2026, 10, 14, 8, 0, 0, TimeSpan.Zero));
        await using var app = await RunningApp.OverAsync(world);
        using var program = await ApiClient.As(world, app, Role.SystemOwner);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        (await program.Post("/systems", Valid.System(reference: "SYS-01"))).ShouldBe(201);
        (await program.Post("/systems/SYS-01/models", Valid.Model())).ShouldBe(201);
        (await program.Post("/models/scores/versions", new { label = "1.0.0", liveSince = "2025-01-01" })).ShouldBe(201);
        (await program.Raw("/models/scores/monitors", """{ "modelId": "scores", "numeric": ["age"], "window": "month" }""")).ShouldBe(201);
        (await program.Raw("/models/scores/reference", PredictionRows.Csv(["2025-01", "2025-02"]), "text/csv")).ShouldBe(201);
        (await program.Raw("/models/scores/log", PredictionRows.Csv(["2025-09", "2025-10"]), "text/csv")).ShouldBe(201);
        foreach (var segment in Directory.EnumerateFiles(world.Location.Absolute("logs"), "*.parquet", SearchOption.AllDirectories).ToList()) File.Delete(segment);

        (await program.Post("/monitors/MON-0001/runs")).ShouldBeRefused(422, "RUN-FILE-MISSING");

        var page = WebUtility.HtmlDecode(await manager.Read("/monitors/MON-0001"));
        page.ShouldContain("Its last run, RUN-0001, failed: The file of SEG-0001 is not in the data folder.");
        page.ShouldContain("What was measured before stays; the next run tries again.");
        page.ShouldNotContain(world.Folder);
    }

    [Fact]
    public async Task A_record_nobody_knows_is_not_found_and_a_filter_that_means_nothing_is_refused_in_words()
    {
        var app = await MonitoredWorld.ReadByVisitors();
        using var visitor = app.Visitor();

        (await visitor.Open("/systems/SYS-99")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var refused = await visitor.Open("/systems?filter=class:terrible");
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("is not a value of class");
    }

    /// <summary>A view that is not the one asked for would be bookmarked and cited: every list says what it does not know.</summary>
    [Theory]
    [InlineData("/signals"), InlineData("/systems"), InlineData("/risks"), InlineData("/nonconformities"), InlineData("/actions"), InlineData("/documents"), InlineData("/controls"), InlineData("/evidence")]
    [InlineData("/policies"), InlineData("/incidents"), InlineData("/requirements"), InlineData("/reuse"), InlineData("/statement"), InlineData("/statement/revisions"), InlineData("/gaps"), InlineData("/journal")]
    public async Task A_list_refuses_in_words_a_filter_an_order_or_a_size_it_does_not_know(string path)
    {
        var app = await MonitoredWorld.ReadByVisitors();
        using var visitor = app.Visitor();
        (await visitor.Open(path)).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (asked, said) in new[]
        {
            ("filter=colour:red", "This list has no filter"), ("sort=colour", "This list cannot be sorted by"), ("size=-1", "A page has 1 to 200 rows"), ("size=many", "A page has 1 to 200 rows"), ("page=0", "Pages are counted from 1"),
        })
        {
            using var refused = await visitor.Open($"{path}?{asked}");
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, asked);
            var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            page.ShouldContain(said, Case.Sensitive, asked);
            page.ShouldContain($"href=\"{path}\"", Case.Sensitive, "and leads back to the list");
        }
    }

    [Fact]
    public async Task The_filter_form_leads_to_an_address_that_can_be_cited()
    {
        var app = await MonitoredWorld.ReadByVisitors();
        using var visitor = app.Visitor();

        var answer = await visitor.Open("/systems?stage=inUse&state=&class=high&words=loan");
        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.PathAndQuery.ShouldBe("/systems?filter=stage%3AinUse%20class%3Ahigh%20loan");
        Regex.Count(await visitor.Read(answer.Headers.Location.PathAndQuery), "<td class=\"why\"").ShouldBe(1);
    }

    private static async Task<string> Read(string path)
    {
        using var visitor = (await MonitoredWorld.ReadByVisitors()).Visitor();
        return WebUtility.HtmlDecode(await visitor.Read(path));
    }

    private static async Task<string> Read(World world, string path)
    {
        await using var app = await RunningApp.OverAsync(world, new WebSettings { VisitorsMayRead = true });
        using var visitor = app.Visitor();
        return WebUtility.HtmlDecode(await visitor.Read(path));
    }

    private static Concord.Monitoring.FairnessMeasurement Measured(params (string Group, long Rows)[] groups) => new()
    {
        Attribute = "sex",
        Groups =
        [
            .. groups.Select(group => new Concord.Monitoring.GroupMeasurement
            {
                Group = group.Group, N = group.Rows, NAll = group.Rows, SelectionRate = 0.5, SelectionRateAll = 0.5, Tpr = 0.5, Fpr = 0.5, Ppv = 0.5, BaseRate = 0.5, TooSmall = group.Rows < 30,
            }),
        ],
        DemographicParityDifference = null,
        DemographicParityRatio = null,
        SelectionRateDifferenceAll = null,
        SelectionRateRatioAll = null,
        EqualOpportunityDifference = null,
        EqualizedOddsDifference = null,
        EqualizedOddsRatio = null,
        DisparateImpact = new Dictionary<string, double?>(StringComparer.Ordinal),
        Low = null,
        High = null,
        Verdict = Concord.Monitoring.Verdict.Ok,
        DecidedBy = Concord.Monitoring.Judgement.Insufficient("selectionRateRatio", "impact_ratio", 0, "test"),
    };
}
