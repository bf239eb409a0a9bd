using Concord.Foundation;
using Concord.Organisation;
using Concord.Storage;
using Concord.Web;
using Concord.Web.Access;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Concord.Cli.Demo;

/// <summary>Serves the demonstration: visitors may read, the clock stands where the story ended, a link signs in as the chief risk officer.</summary>
internal sealed class DemoHost(WebApplication app, ServedAddress mark) : IAsyncDisposable
{
    private const string ChiefRiskOfficer = "P-02";

    public static async Task<DemoHost> Start(string folder, DateTimeOffset asOf, int port, CancellationToken stop)
    {
        var settings = new WebSettings { Urls = [$"http://127.0.0.1:{port}"], DemoNote = "Demo data, generated; logs marked real are real", ClockIsSet = true, VisitorsMayRead = true };
        var builder = WebHost.CreateBuilder(settings, new DataLocation(folder));
        builder.Services.AddSingleton<TimeProvider>(new StoryClock(asOf, TimeProvider.System));
        builder.LogToConsole();
        var app = builder.Build();
        await app.Services.PrepareDatabase(stop);
        app.MapConcordWeb();
        await app.Listen(settings.Urls, "choose another port with --port", stop);
        return new(app, ServedAddress.Write(new DataLocation(folder), app.Urls.First(), asOf));
    }

    public string Address => app.Urls.First();

    public async Task<string> SignInAddress(CancellationToken stop)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ConcordDb>().SeeAs(Actor.System);
        return SignInLink.Address(Address, await scope.ServiceProvider.GetRequiredService<PeopleRegister>().NewLink(Actor.System, ChiefRiskOfficer, stop));
    }

    public Task<IReadOnlyList<DemoSystem>> Report(CancellationToken stop) => DemoReport.Read(app.Services, stop);

    public Task Wait(CancellationToken stop) => app.WaitForShutdownAsync(stop);

    public ValueTask DisposeAsync()
    {
        mark.Dispose();
        return app.DisposeAsync();
    }
}
