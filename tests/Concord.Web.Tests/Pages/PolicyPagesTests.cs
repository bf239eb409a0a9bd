using System.Net;
using Concord.Monitoring;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Shell;
using Concord.Web.Tests.Browser;

namespace Concord.Web.Tests.Pages;

/// <summary>A policy by forms alone: drafted, looked at, proposed by one and approved by another; and its pages as people see them.</summary>
public sealed class PolicyPagesTests(SharedBrowser browser)
{
    [Fact]
    public async Task A_policy_is_drafted_previewed_proposed_and_approved_by_forms_alone()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var owner = await app.Visitor().SignIn(world, Role.SystemOwner);
        using var manager = await app.Visitor().SignIn(world, Role.AimsManager);
        (await owner.Read("/policies")).ShouldContain("2026-11");

        var refused = await owner.Send("/policies/new?from=POL-0001", "policy", Filled(("label", "2027-01"), ("limits.psi.warn", "0.3"), ("detection.fdr", "5")));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var said = await refused.Content.ReadAsStringAsync();
        said.ShouldContain("The alert limit is reached before the warning limit");
        said.ShouldContain("5 does not lie between 0 and 1", Case.Sensitive, "all faults at once");
        said.ShouldContain("value=\"0.3\"", Case.Sensitive, "what was typed is kept");

        (await owner.Send("/policies/new?from=POL-0001", "policy", Filled(("label", "2027-01"), ("reason", "PSI alone is too quiet"), ("limits.psi.warn", "0.2"), ("limits.brier_worse.warn", "")))).Headers.Location!.ToString().ShouldEndWith("/policies/POL-0002?done=drafted");
        (await owner.Read("/policies/POL-0002/difference")).ShouldContain("Brier score worse by, warning");
        (await owner.Read("/policies/POL-0002/preview")).ShouldContain("No active monitor would be judged by it.");
        (await owner.Send("/policies/POL-0002", "propose")).StatusCode.ShouldBe(HttpStatusCode.Found);
        var own = await owner.Read("/policies/POL-0002");
        own.ShouldNotContain("value=\"approve\"", Case.Sensitive, "whoever wrote it is offered no approval");
        own.ShouldContain("You wrote a part of it, so another person approves it. It may be approved by ");
        (await manager.Send("/policies/POL-0002", "approve")).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await owner.Read("/policies/POL-0002")).ShouldContain("In force: windows are judged by it.");
        (await owner.Read("/policies/POL-0001")).ShouldContain("superseded");
    }

    [Theory]
    [InlineData("/policies")]
    [InlineData("/policies/POL-0001")]
    [InlineData("/policies/new")]
    [InlineData("/policies/POL-0002")]
    [InlineData("/policies/POL-0002/difference")]
    [InlineData("/policies/POL-0002/preview")]
    [InlineData("/policies/POL-0002/preview?monitor=MON-0001")]
    public async Task A_page_of_policies_is_accessible_small_and_quiet(string path)
    {
        await using var app = await RunningApp.OverAsync(await Drafted.Value, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        if (path == "/policies/new") await visit.SignInAsync(await Drafted.Value, Role.SystemOwner);
        (await visit.FaultsAsync(path, Look.Both, "policy" + path.Replace('/', '-').Replace('?', '-'))).ShouldBeEmpty();
    }

    /// <summary>Version and date are looked up by running along the lines: each stands on one, and the list still has room on a desk.</summary>
    [Fact]
    public async Task The_list_of_revisions_shows_version_and_date_on_one_line()
    {
        await using var app = await RunningApp.OverAsync(await Drafted.Value, new WebSettings { VisitorsMayRead = true });
        await using var visit = await browser.VisitAsync(app, Look.Desk);
        await visit.OpenAsync("/policies");

        // The longest there is: a revision that was in force between two days.
        await visit.Page.EvaluateAsync("() => { for (const row of document.querySelectorAll('tbody tr')) { row.cells[1].firstElementChild.textContent = '2026-11-long'; row.cells[4].textContent = '28 May 2026 – 30 November 2026'; row.cells[5].textContent = 'why '.repeat(60); row.cells[6].textContent = 'Priya Raman, Theodoros Papadopoulos'; } }");
        (await visit.Page.EvaluateAsync<int[]>("() => [...document.querySelectorAll('tbody tr')].flatMap(row => [row.cells[1], row.cells[4]]).map(cell => { const words = document.createRange(); words.selectNodeContents(cell); return new Set([...words.getClientRects()].map(line => Math.round(line.top))).size; })"))
            .ShouldAllBe(lines => lines == 1);
        (await visit.ScrollingListsAsync()).ShouldBeEmpty();
    }

    /// <summary>Two monitored logs and a draft that changes verdicts of one.</summary>
    private static readonly Lazy<Task<World>> Drafted = new(async () =>
    {
        var world = await MonitoredWorld.Make();
        var values = MonitoringPolicy.Read().Values.ToDictionary(StringComparer.Ordinal);
        foreach (var (path, value) in new[] { ("limits.psi.warn", "0.2"), ("limits.unit_change_ratio.alert_below", ""), ("limits.missing_share_increase.warn", "0.001"), ("limits.auc_drop.warn", ""), ("limits.auc_drop.alert", ""), ("limits.wasserstein_norm.warn", ""), ("limits.wasserstein_norm.alert", "") }) values[path] = value;
        await world.As(Role.SystemOwner).Do((PolicyRegister register, Concord.Foundation.Actor actor) => register.Draft("", PolicyText.FromFields("2027-01", values, whole: true), "try it", null, actor, default));
        return world;
    });

    private static (string, string)[] Filled(params (string Name, string Value)[] changes)
    {
        var fields = MonitoringPolicy.Read().Values.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in changes) fields[name] = value;
        return [.. fields.Where(field => !field.Key.StartsWith("sample_rules.bins", StringComparison.Ordinal) && !field.Key.StartsWith("sample_rules.smoothing", StringComparison.Ordinal)).Select(field => (field.Key, field.Value))];
    }
}
