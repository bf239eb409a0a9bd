using Concord.Tests;
using Concord.Web.Access;
using Concord.Web.Api;
using Concord.Web.Tests.Browser;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Concord.Web.Tests.Api;

public sealed class EndpointTests
{
    /// <summary>Who may call what, one line each: a new route or a changed permission is a visible difference.</summary>
    [Fact, Trait("Approval", "yes")]
    public async Task Every_page_and_route_asks_what_was_approved()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);

        var lines = EndpointDeclarations.Of(app.Services.GetRequiredService<EndpointDataSource>()).Select(line => line.ToString());

        Approved.ShouldMatch("endpoints.txt", string.Join('\n', lines));
    }

    [Fact]
    public async Task Every_route_that_creates_takes_an_idempotency_key()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);

        var creating = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.Where(endpoint => endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Any(answer => answer.StatusCode == StatusCodes.Status201Created)).ToList();

        creating.Count.ShouldBeGreaterThan(20);
        creating.Where(endpoint => endpoint.Metadata.GetMetadata<CreatesMetadata>() is null && endpoint.Metadata.GetMetadata<BatchKeyMetadata>() is null).Select(endpoint => endpoint.DisplayName).ShouldBeEmpty();
    }

    /// <summary>What clients are built against.</summary>
    [Fact, Trait("Approval", "yes")]
    public async Task The_description_of_the_interface_is_the_approved_one()
    {
        await using var world = await World.Create();
        await using var app = await RunningApp.OverAsync(world);
        using var client = app.Client();

        Approved.ShouldMatch("openapi.json", await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
    }
}
