using System.Security.Claims;
using System.Text.Encodings.Web;
using Concord.Foundation;
using Concord.Tests;
using Concord.Web.Access;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concord.Web.Tests.Browser;

/// <summary>The real host on a free port of the loopback address, for one test.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication host;

    private RunningApp(WebApplication host, string address) => (this.host, Address) = (host, address);

    public string Address { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Somebody who has not signed in and looks at pages; leaves when the host stops.</summary>
    public Visit? Guest { get; set; }

    /// <summary>The shell with a gallery of all parts and charts, visited by somebody who may do everything.</summary>
    public static Task<RunningApp> ShellAsync(Action<WebApplication>? routes = null, Func<Permission, bool>? may = null, WebSettings? settings = null)
    {
        var builder = WebHost.CreateBuilder((settings ?? new WebSettings { DemoNote = "Demo data, generated", ClockIsSet = true }) with { Urls = ["http://127.0.0.1:0"] });
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("CONCORD_TEST_LOG") is { Length: > 0 })
            builder.Logging.AddConsole();
        builder.Services.AddAuthentication(StandIn.Scheme).AddScheme<AuthenticationSchemeOptions, StandIn>(StandIn.Scheme, configureOptions: null);
        builder.Services.AddSingleton<IAuthorizationHandler>(new StandInPermits(may ?? (_ => true)));
        builder.Services.AddScoped<IShellFacts, StandInFacts>();
        var app = builder.Build();
        app.MapConcordWeb(typeof(RunningApp).Assembly);
        routes?.Invoke(app);
        return StartAsync(app);
    }

    /// <summary>The host over the record of a world, as <c>serve</c> builds it, with the world's clock.</summary>
    public static Task<RunningApp> OverAsync(World world, WebSettings? settings = null, Action<WebApplication>? routes = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebHost.CreateBuilder((settings ?? new WebSettings()) with { Urls = ["http://127.0.0.1:0"] }, world.Location);
        builder.Logging.ClearProviders();
        if (Environment.GetEnvironmentVariable("CONCORD_TEST_LOG") is { Length: > 0 })
            builder.Logging.AddConsole();
        builder.Services.AddSingleton<TimeProvider>(world.Clock);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapConcordWeb();
        routes?.Invoke(app);
        return StartAsync(app);
    }

    private static async Task<RunningApp> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new RunningApp(app, address);
    }

    /// <summary>Somebody at a page without script: keeps cookies and sends forms as they stand on the page.</summary>
    public FormClient Visitor() => new(new Uri(Address));

    public HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };

    public async ValueTask DisposeAsync()
    {
        if (Guest is not null) await Guest.DisposeAsync();
        await host.DisposeAsync();
    }

    private sealed class StandIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public new const string Scheme = "stand-in";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "Marta Lindqvist")], Scheme));
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(person, Scheme)));
        }
    }

    private sealed class StandInPermits(Func<Permission, bool> may) : AuthorizationHandler<PermitRequirement>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermitRequirement requirement)
        {
            if (may(requirement.Permission))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }

    private sealed class StandInFacts : IShellFacts
    {
        public Task<ShellFacts> ReadAsync(ClaimsPrincipal person, CancellationToken stop) => Task.FromResult(new ShellFacts("Global Finance Corp", 3));
    }
}
