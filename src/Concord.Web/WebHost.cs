using System.Reflection;
using Concord.Storage;
using Concord.Web.Access;
using Concord.Web.Api;
using Concord.Web.Pages.Gaps.Interviews;
using Concord.Web.Shell;
using Concord.Web.Workers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Concord.Web;

/// <summary>
/// The web host: <c>serve</c>, <c>demo</c> and the browser tests build it the same way. Pages are rendered on the server and need no script.
/// </summary>
internal static class WebHost
{
    /// <summary>A builder that reads nothing from the folder it is started in.</summary>
    public static WebApplicationBuilder CreateBuilder(WebSettings settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = settings.MaxRequestBytes;
        });
        // Addresses of requests and parameters of queries can hold secrets and names: they are no matter for a log.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            // A command that fails throws, and whoever catches it tells; the first start on PostgreSQL asks for a table that is not there yet.
            .AddFilter("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.None)
            // The keys of the cookies lie in the record's own database, which SECURITY.md says how to protect; a warning at each start tells nobody more.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddConcordWeb(settings);
        return builder;
    }

    /// <summary>A builder of the host over a record: everything that <c>serve</c> and <c>demo</c> need.</summary>
    public static WebApplicationBuilder CreateBuilder(WebSettings settings, DataLocation location)
    {
        var builder = CreateBuilder(settings);
        builder.Services.AddConcord(location);
        builder.Services.AddAccess();
        builder.Services.AddScoped<IShellFacts, RecordShellFacts>();
        builder.Services.AddHostedService<MonitorWorker>();
        builder.Services.AddHostedService<InboxWorker>();
        return builder;
    }

    public static void AddConcordWeb(this IServiceCollection services, WebSettings settings)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<IShellFacts, NoShellFacts>();
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddAuthentication();
        services.AddAuthorization();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = AnonymousChannel.FormCookie;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.HttpOnly = true;
        });
        services.AddGuessLimit(settings);
        services.AddHealthChecks();
        services.AddFailures();
        services.AddSingleton<RepeatedForms>();
        services.AddConcordApi();
        services.AddResponseCompression(options =>
        {
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json", "application/x-ndjson"];
        });
        services.AddTransient<IStartupFilter, RefuseUndeclaredEndpoints>();
    }

    /// <summary>The pipeline in the order a request meets it, then the routes.</summary>
    /// <param name="morePages">Assemblies with further pages (the tests bring a gallery of all parts and charts).</param>
    public static void MapConcordWeb(this WebApplication app, params Assembly[] morePages)
    {
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseFailures();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAnonymousChannel();
        app.UseAuthentication();
        app.UseCurrentActor();
        app.UseAuthorization();
        app.UseDoneActs();
        app.UseStreamedUploads();
        app.UseAntiforgery();
        app.UseRepeatedForms();
        app.UseIdempotencyKeys();

        app.MapSiteFiles();
        app.MapHealth();
        app.MapDescription();
        app.MapConcordApi();
        app.MapInterviewSaving();
        app.MapRazorComponents<App>().AddAdditionalAssemblies(morePages).Add(WithoutFrameworkRoutes);
    }

    private static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous();
        health.MapHealthChecks("/live", new HealthCheckOptions { Predicate = _ => false });
        health.MapHealthChecks("/ready");
    }

    // Razor components bring routes for scripts and redirects that our pages never use. They are closed, not merely unused.
    private static void WithoutFrameworkRoutes(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<ComponentTypeMetadata>().Any())
            return;
        endpoint.RequestDelegate = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
        endpoint.Metadata.Add(new AllowAnonymousAttribute());
    }
}
