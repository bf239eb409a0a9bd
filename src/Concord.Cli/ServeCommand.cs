using System.CommandLine;
using Concord.Cli.Record;
using Concord.Library;
using Concord.Organisation;
using Concord.Storage;
using Concord.Web;
using Concord.Web.Access;
using Concord.Web.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Concord.Cli;

/// <summary>Serves the record of a data folder until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>Links made on a data folder that nothing serves lead there as well.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5217";

    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = $"Data folder; {RecordOptions.DefaultData} unless told. Also {RecordOptions.DataVariable}. {RecordOptions.DatabaseVariable} names a PostgreSQL database; logs stay in the folder. {RecordOptions.EngineVariable} names a ClickHouse cluster that counts them (docs/scale.md).",
            HelpName = "DIR",
        };
        var urls = new Option<string[]>("--urls") { Description = $"Where to listen; {DefaultUrl} unless told. Other addresses than this machine's own belong behind a server that speaks TLS.", HelpName = "URL" };
        var serve = new Command("serve", "Serve pages and the interface for programs, and run due monitors.") { data, urls };
        serve.SetAction((parsed, stop) => Serve(RecordConnection.Location(parsed.Told(data, RecordOptions.DataVariable)), parsed.GetValue(urls) is { Length: > 0 } told ? told : [DefaultUrl], stop));
        return serve;
    }

    private static async Task<int> Serve(DataLocation location, IReadOnlyList<string> urls, CancellationToken stop)
    {
        var builder = WebHost.CreateBuilder(new WebSettings { Urls = urls }, location);
        builder.LogToConsole();
        await using var app = builder.Build();
        await app.Services.PrepareDatabase(stop);
        app.MapConcordWeb();
        await app.Listen(urls, "name another address with --urls", stop);
        using var mark = ServedAddress.Write(location, app.Urls.First());
        foreach (var url in app.Urls) Console.Out.WriteLine($"Concord serves {location.Folder} at {url}");
        if (location.Engine is { } engine) Console.Out.WriteLine($"Logs are counted by ClickHouse at {engine}.");
        await PrintLibrary(app, stop);
        await PrintFirstLink(app, stop);
        Console.Out.WriteLine("Stop with Ctrl+C.");
        await app.WaitForShutdownAsync(stop);
        return ExitCode.Fine;
    }

    /// <summary>Whoever installed another library is told where its changes stand.</summary>
    private static async Task PrintLibrary(WebApplication app, CancellationToken stop)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<LibraryViews>().WaitingSince(stop) is not null)
            Console.Out.WriteLine($"The standards library changed, and nobody has accepted it yet: {app.Urls.First()}/library/changes");
    }

    /// <summary>Until somebody has signed in, each start prints the link with which the first administrator does.</summary>
    private static async Task PrintFirstLink(WebApplication app, CancellationToken stop)
    {
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<PeopleRegister>().FirstAdministrator(stop) is not { } first) return;
        Console.Out.WriteLine($"The first administrator signs in here, once: {SignInLink.Address(app.Urls.First(), first.LinkSecret)}");
    }
}
