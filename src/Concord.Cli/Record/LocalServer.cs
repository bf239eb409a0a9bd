using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Concord.Web;
using Concord.Web.Access;
using Concord.Web.Shell;
using Concord.Web.Workers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concord.Cli.Record;

/// <summary>
/// The web host over a data folder inside this process, for the time of one command. It listens on a socket in a folder that only this user
/// can enter, and lets in only who holds a secret made for this one command; that is the person named on the console.
/// </summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;
    private readonly Secret token;

    private LocalServer(WebApplication app, string folder, Secret token) => (this.app, this.folder, this.token) = (app, folder, token);

    public IServiceProvider Services => app.Services;

    public DataLocation Location => Services.GetRequiredService<DataLocation>();

    private static string SocketIn(string folder) => Path.Combine(folder, "s");

    public static async Task<LocalServer> Start(DataLocation location, string? person, CancellationToken stop)
    {
        var secret = Secret.New("console_");
        var entrance = Directory.CreateTempSubdirectory("concord-").FullName; // Made so that only its owner can enter.
        var builder = WebHost.CreateBuilder(new WebSettings { Urls = [] }, location);
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error);
        // The record has one day: what a command begins must have begun for the server that runs on the folder.
        if ((await ServedAddress.Find(location, stop))?.Clock is { } clock) builder.Services.AddSingleton<TimeProvider>(new StoryClock(clock, TimeProvider.System));
        // One command is no server: what is due is left to the process that serves this folder.
        foreach (var worker in builder.Services.Where(service => service.ImplementationType == typeof(MonitorWorker) || service.ImplementationType == typeof(InboxWorker)).ToList()) builder.Services.Remove(worker);
        builder.Services.AddSingleton(new ConsolePerson(person, secret));
        builder.Services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ConsoleAuthentication>(ConsoleAuthentication.Name, configureOptions: null);
        builder.Services.PostConfigure<PolicySchemeOptions>(AccessServices.Entrance, scheme => scheme.ForwardDefaultSelector = _ => ConsoleAuthentication.Name);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(SocketIn(entrance)));
        var server = new LocalServer(builder.Build(), entrance, secret);
        try
        {
            await server.app.Services.PrepareDatabase(stop);
            server.app.MapConcordWeb();
            await server.app.StartAsync(stop);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public static RuleViolation Unnamed() => new("PERSON-UNNAMED", $"Say who acts on this data folder: --as EMAIL, or {RecordOptions.PersonVariable}.");

    /// <summary>Nobody is registered here yet.</summary>
    public async Task<bool> IsEmpty(CancellationToken stop)
    {
        await using var scope = Services.CreateAsyncScope();
        return !await scope.ServiceProvider.GetRequiredService<ConcordDb>().Set<Person>().IgnoreQueryFilters().AnyAsync(stop);
    }

    public HttpClient Connect()
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketIn(folder)), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var http = new HttpClient(handler) { BaseAddress = new Uri(ServeCommand.DefaultUrl), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(); // What a request was in the middle of is cleaned up before the process ends.
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private sealed record ConsolePerson(string? Email, Secret Token);

    private sealed class ConsoleAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ConsolePerson person, Actors actors, CurrentActor current)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Name = "local-console";

        protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var sent = Encoding.UTF8.GetBytes(Request.Headers.Authorization.ToString());
            if (!CryptographicOperations.FixedTimeEquals(sent, Encoding.UTF8.GetBytes("Bearer " + person.Token.Text))) return AuthenticateResult.Fail("Not the process that started this server.");
            var email = person.Email ?? throw Unnamed();
            var actor = await actors.OnLocalConsole(email, Context.RequestAborted);
            current.Become(actor);
            return AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, actor.Name)], Name)), Name));
        }
    }
}
