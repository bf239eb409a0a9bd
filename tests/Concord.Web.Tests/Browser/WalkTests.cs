using System.Text.RegularExpressions;
using Concord.Organisation;
using Concord.Tests;
using Concord.Web.Access;
using Concord.Web.Shell;
using Concord.Web.Tests.Pages;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Tests.Browser;

/// <summary>
/// Follows every link from the first page on. A page that somebody adds is looked at without anybody writing it down here, and a page that no link
/// leads to is found.
/// </summary>
public sealed partial class WalkTests(SharedBrowser browser)
{
    [Fact]
    public async Task Every_page_that_a_link_leads_to_can_be_read_by_everybody()
    {
        var world = await MonitoredWorld.Adult();
        await using var app = await RunningApp.OverAsync(world);
        var templates = Templates(app);

        await using var visit = await SignedIn(world, app, Role.AimsManager);
        await using var read = await browser.VisitAsync(app, Look.Desk);
        await read.SignInAsAsync(visit);
        var faults = new List<string>();
        var waiting = new Queue<string>(["/"]);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (waiting.TryDequeue(out var path))
        {
            // One page of each kind is enough: the kinds are the routes.
            if (Template(templates, path.Split('?')[0]) is not { } template)
            {
                faults.Add($"{path} leads nowhere");
                continue;
            }
            if (!seen.Add(template))
                continue;
            var picture = "page" + NotInFileNames().Replace(template, "-");
            faults.AddRange(await visit.FaultsAsync(path, Look.Both, picture));
            faults.AddRange(await read.FaultsAsync(path, [.. Look.Both, Look.WiderPhone], picture));
            foreach (var link in await visit.Page.Locator("a[href^='/']:not([download])").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"))
                waiting.Enqueue(link.Split('#')[0]);
        }

        faults.Distinct(StringComparer.Ordinal).ShouldBeEmpty();
        seen.Count.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task Every_entry_of_the_menu_leads_to_a_page()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        var templates = Templates(app);

        Navigation.Groups.SelectMany(group => group.Entries).Select(entry => entry.Href).Where(path => Template(templates, path) is null).ShouldBeEmpty();
    }

    private async Task<Visit> SignedIn(World world, RunningApp app, Role role)
    {
        var visit = await browser.VisitAsync(app, Look.Desk.WithScript);
        var person = await world.As(role).Actor();
        var secret = await world.AsAdministrator((PeopleRegister people, Foundation.Actor actor) => people.NewLink(actor, person.Ref, default));
        await visit.OpenAsync(SignInLink.Address("", secret));
        await visit.Page.Locator("main form button").ClickAsync();
        await visit.Page.ArrivesAtAsync("**/account");
        return visit;
    }

    /// <summary>The routes of all pages, those without parameters first: <c>/systems/new</c> is not a system.</summary>
    private static List<(string Template, Regex Pattern)> Templates(RunningApp app) =>
        [.. app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Distinct(StringComparer.Ordinal).OrderBy(template => template.Count(letter => letter == '{'))
            .Select(template => (template, new Regex("^" + Parameter().Replace(template, "[^/]+") + "$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1))))];

    private static string? Template(List<(string Template, Regex Pattern)> templates, string path) =>
        templates.Where(one => one.Pattern.IsMatch(path)).Select(one => one.Template).FirstOrDefault();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInFileNames();
}
